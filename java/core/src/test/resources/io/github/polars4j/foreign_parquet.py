"""write FOLDER: Parquet by pyarrow, by each encoding, codec and page version; check FOLDER: what became of it."""
import decimal
import glob
import os
import random
import sys

import pyarrow as pa
import pyarrow.parquet as pq

what, folder = sys.argv[1:]
os.chdir(folder)
rng = random.Random(5)
ROWS = 1500


def column(kind, value):
    return pa.array([None if rng.random() < 0.1 else value() for _ in range(ROWS)], kind)


def number(low, high):
    return lambda: rng.randint(low, high)


def digits(precision, scale):
    limit = 10 ** min(precision, 20) - 1
    return lambda: decimal.Decimal(rng.randint(-limit, limit)).scaleb(-scale)


def items(value):
    return lambda: [value() for _ in range(rng.randint(0, 3))]


PLAIN, DELTA, SPLIT = "PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"
NUMBERS = [PLAIN, DELTA, SPLIT]
BYTES = [PLAIN, "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]
COLUMNS = {
    "i8": (column(pa.int8(), number(-128, 127)), NUMBERS),
    "i32": (column(pa.int32(), number(-2**31, 2**31 - 1)), NUMBERS),
    "i64": (column(pa.int64(), number(-2**63, 2**63 - 1)), NUMBERS),
    "u32": (column(pa.uint32(), number(0, 2**32 - 1)), NUMBERS),
    "u64": (column(pa.uint64(), number(0, 2**64 - 1)), NUMBERS),
    "f16": (column(pa.float16(), lambda: rng.randint(-9, 9) / 2), [PLAIN, SPLIT]),
    "f32": (column(pa.float32(), rng.random), [PLAIN, SPLIT]),
    "f64": (column(pa.float64(), rng.random), [PLAIN, SPLIT]),
    "bool": (column(pa.bool_(), lambda: rng.random() < 0.5), [PLAIN, "RLE"]),
    "text": (column(pa.string(), lambda: "text %d" % rng.randint(0, 10**5)), BYTES),
    "bytes": (column(pa.binary(), lambda: rng.randbytes(rng.randint(0, 30))), BYTES),
    "fixed": (column(pa.binary(7), lambda: rng.randbytes(7)), [PLAIN]),
    "dec5": (column(pa.decimal128(5, 2), digits(5, 2)), [PLAIN]),
    "dec15": (column(pa.decimal128(15, 2), digits(15, 2)), [PLAIN]),
    "dec38": (column(pa.decimal128(38, 9), digits(38, 9)), [PLAIN]),
    "date": (column(pa.date32(), number(-10**5, 10**5)), NUMBERS),
    "ms": (column(pa.timestamp("ms"), number(-10**12, 10**12)), NUMBERS),
    "us": (column(pa.timestamp("us", "UTC"), number(-10**12, 10**12)), NUMBERS),
    "ns": (column(pa.timestamp("ns"), number(-10**12, 10**12)), NUMBERS),
    "time": (column(pa.time64("ns"), number(0, 86_399_999_999_999)), NUMBERS),
    "l": (column(pa.list_(pa.int32()), items(number(0, 9))), NUMBERS),
    "ll": (column(pa.list_(pa.list_(pa.string())), items(items(lambda: "s%d" % rng.randint(0, 99)))), BYTES),
    "s": (column(pa.struct({"a": pa.int64(), "b": pa.string()}), lambda: {"a": rng.choice([None, 1]), "b": "x"}), [PLAIN]),
    "map": (column(pa.map_(pa.string(), pa.int64()), lambda: [("k%d" % i, rng.choice([None, i])) for i in range(rng.randint(0, 3))]), [PLAIN]),
}
PATHS = {"l": "l.list.element", "ll": "ll.list.element.list.element"}
table = pa.table({name: array for name, (array, _) in COLUMNS.items()})


def write(name, of=table, **options):
    pq.write_table(of, name + ".parquet", **{"row_group_size": 700, "data_page_size": 3000, **options})


if what == "write":
    for version in ("1.0", "2.0"):
        for codec in ("none", "snappy", "gzip", "brotli", "lz4", "zstd"):
            write(f"{codec}_{version}", compression=codec, data_page_version=version)
        for place in range(3):
            by = {PATHS.get(name, name): all[place % len(all)] for name, (_, all) in COLUMNS.items() if name not in ("s", "map")}
            for nulls, of in (("", table), ("_full", table.drop_null())):
                write(f"encodings{place}_{version}{nulls}", of, use_dictionary=False, column_encoding=by, data_page_version=version)
    write("int96", table.select(["ms", "ns"]), use_deprecated_int96_timestamps=True)
    write("no_schema", store_schema=False)
    write("indexed", write_page_index=True, write_page_checksum=True)
    write("integers", table.select(["dec5", "dec15"]), store_decimal_as_integer=True)
    write("large_statistics", pa.table({"t": ["x" * 100_000, "y" * 200_000] * 9}), use_dictionary=False)
    write("empty", table.slice(0, 0))
    write("dictionaries", pa.table({"t": table["text"].dictionary_encode(), "n": table["i8"].dictionary_encode()}))
    write("nulls", pa.table({"n": pa.nulls(4), "l": pa.array([[None], [], None, [None, None]])}))
    with pq.ParquetWriter("empty_groups.parquet", table.schema) as writer:
        for start, rows in ((0, 0), (0, 10), (0, 0), (10, 10), (0, 0)):
            writer.write_table(table.slice(start, rows))
    with pq.ParquetWriter("changing.parquet", table.schema, use_dictionary=True, dictionary_pagesize_limit=500) as writer:
        writer.write_table(table)  # from dictionary to plain within a column
else:
    def plain(value):
        if isinstance(value, list):
            return [plain(item) for item in value]
        if isinstance(value, tuple):
            return {"key": value[0], "value": value[1]}
        return value

    def values(array):
        if pa.types.is_timestamp(array.type) or pa.types.is_time(array.type):
            times = {"ms": 10**6, "us": 10**3, "ns": 1}[array.type.unit]
            return [None if value is None else value * times for value in array.cast(pa.int64()).to_pylist()]
        return [plain(value) for value in array.to_pylist()]

    names = sorted(glob.glob("*.parquet"))
    for name in names:
        want = pq.ParquetFile(name).read()
        stem = name.removesuffix(".parquet")
        for got in (pa.ipc.open_file(stem + ".arrow").read_all(), pq.ParquetFile(stem + ".again").read()):
            assert got.column_names == want.column_names and got.num_rows == want.num_rows, (name, got.schema)
            for column in want.column_names:
                assert values(got[column]) == values(want[column]), (name, column, want[column].type, got[column].type)
    print("checked", len(names))
