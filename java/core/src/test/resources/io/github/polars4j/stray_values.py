"""Writes values that their types do not have, which readers take for nulls or other values."""

import sys

import pyarrow as pa
import pyarrow.parquet as pq

folder = sys.argv[-1]
SAID = {"_PL_ENUM_VALUES2": "1;a1;b"}


def save(name, table, formats, version="2.6"):
    if "file" in formats:
        with pa.ipc.new_file(f"{folder}/{name}.arrow", table.schema) as writer:
            writer.write_table(table)
    if "stream" in formats:
        with pa.ipc.new_stream(f"{folder}/{name}.arrows", table.schema) as writer:
            writer.write_table(table)
    if "parquet" in formats:
        pq.write_table(table, f"{folder}/{name}.parquet", use_dictionary=False, compression="none", version=version)


def words(values, said=SAID):
    dictionary = pa.DictionaryArray.from_arrays(pa.array(values, pa.uint8()), ["a", "c", "b"])
    return dictionary, pa.field("e", dictionary.type, metadata=said)


def enums():
    every = ("file", "stream", "parquet")
    other = pa.array([1, 2, 3])
    for name, values in {"enum": [0, 1, 2], "enum_fine": [0, None, 2]}.items():
        array, field = words(values)
        save(name, pa.table([array, other], pa.schema([field, ("x", pa.int64())])), every)
        struct = pa.StructArray.from_arrays([array], fields=[field])
        lists = pa.ListArray.from_arrays(pa.array([0, 2, 3, 3]), struct)
        schema = pa.schema([pa.field("e", lists.type), ("x", pa.int64())])
        save(name + "_nested", pa.table([lists, other], schema), every)


def times():
    day = 86_400_000_000_000
    for name, values in {
        "midnight": [0, None, day],
        "negative": [0, None, -1],
        "time_fine": [0, None, day - 1],
    }.items():
        array = pa.array(values, pa.int64()).view(pa.time64("ns"))
        other = pa.array([1, 2, 3])
        save(name, pa.table({"t": array, "x": other}), ("parquet",))
        lists = pa.ListArray.from_arrays(pa.array([0, 1, 1, 3]), array)
        save(name + "_nested", pa.table({"t": lists, "x": other}), ("parquet",))


def empty_arrays():
    """pyarrow writes arrays of width 0 as lists of one null, which it does not read."""
    array = pa.array([None, [], []], pa.list_(pa.int8(), 0))
    save("empty_arrays", pa.table({"a": array, "x": pa.array([1, 2, 3])}), ("parquet",))


def numbers():
    """Numbers of 8 and 16 bits stand in 32, of 32 bits in 64 once, of which a writer may use more."""
    for name, dtype, given, stored, width in [
        ("uint8", pa.uint8(), 200, 300, 4),
        ("int8", pa.int8(), 100, -200, 4),
        ("uint16", pa.uint16(), 60_000, 70_000, 4),
        ("int16", pa.int16(), 30_000, -40_000, 4),
        ("minus", pa.uint8(), 201, -1, 4),
        ("uint32", pa.uint32(), 4_000_000_000, 5_000_000_000, 8),
    ]:
        array = pa.array([1, None, given], dtype)
        save(name, pa.table({"n": array, "x": pa.array([1, 2, 3])}), ("parquet",), version="1.0")
        path = f"{folder}/{name}.parquet"
        with open(path, "rb") as file:
            data = file.read()
        one, old, new = (n.to_bytes(width, "little", signed=True) for n in (1, given, stored))
        pages, footer = data[:-200], data[-200:]
        assert pages.count(one + old) == 1
        pages = pages.replace(one + old, one + new)
        with open(path, "wb") as file:
            file.write(pages + footer)


def metadata():
    """What is said of one column, or of all, is no text or no schema."""
    table = pa.table({"a": [1, 2], "b": ["x", "y"]})
    odd = pa.schema([pa.field("a", pa.int64(), metadata={b"k": b"\xff"}), ("b", pa.string())])
    save("not_text", table.cast(odd), ("parquet",))
    with pq.ParquetWriter(f"{folder}/bogus.parquet", pa.schema([("a", pa.int64())]), store_schema=False) as writer:
        writer.write_table(pa.table({"a": [1, 2]}))
        writer.add_key_value_metadata({"ARROW:schema": "bogus", "other": "1"})


    with pq.ParquetWriter(f"{folder}/pair.parquet", pa.schema([("a", pa.int64())])) as writer:
        writer.write_table(pa.table({"a": [1, 2]}))
        writer.add_key_value_metadata({"pair": b"\xff"})
    array, field = words([0, 1, 2], {"_PL_ENUM_VALUES2": "bogus"})
    bogus = pa.schema([field, ("x", pa.int64())])
    save("bogus_enum", pa.table([array, pa.array([1, 2, 3])], bogus), ("file", "stream", "parquet"))


def hints():
    """What only the Arrow schema in a Parquet footer says."""
    spans = pa.list_view(pa.duration("us"))
    zoned = pa.timestamp("us", "+05:30")
    said = {"ARROW:extension:name": "some.type", "ARROW:extension:metadata": "x"}
    schema = pa.schema(
        [
            pa.field("spans", spans, metadata={"k": "v"}),
            pa.field("when", zoned, metadata=said),
            pa.field("x", pa.int64(), metadata={"k": "w"}),
        ]
    )
    columns = [pa.array([[5], None], spans), pa.array([1, 2], zoned), pa.array([1, 2])]
    save("hints", pa.Table.from_arrays(columns, schema=schema), ("parquet",))


def extension():
    """An extension type may lack the key of its metadata."""
    said = {"ARROW:extension:name": "some.type"}
    schema = pa.schema([pa.field("a", pa.int64(), metadata=said), pa.field("b", pa.int64(), metadata={**said, "ARROW:extension:metadata": ""})])
    return pa.table([[1], [2]], schema)


if sys.argv[1] == "check":
    for source in ("arrow", "arrows", "parquet"):
        read = pa.ipc.open_file(f"{folder}/extension.{source}.again").read_all()
        assert read.equals(extension(), check_metadata=True), read.schema
    print("checked")
else:
    enums()
    times()
    numbers()
    empty_arrays()
    metadata()
    hints()
    save("extension", extension(), ("file", "stream", "parquet"))
