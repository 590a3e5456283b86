"""Writes Arrow that is legal and rare, and the same values in plain types."""
import decimal
import sys

import pyarrow as pa

folder = sys.argv[1]


def write(name, table, plain=None, chunk=None, **options):
    options = pa.ipc.IpcWriteOptions(**options)
    for kind, new in (("arrow", pa.ipc.new_file), ("arrows", pa.ipc.new_stream)):
        with new(f"{folder}/{name}.{kind}", table.schema, options=options) as writer:
            writer.write_table(table, max_chunksize=chunk)
    if plain is not None:
        with pa.ipc.new_file(f"{folder}/{name}.plain", plain.schema) as writer:
            writer.write_table(plain)


def raw(dtype, length, buffers, children=None):
    buffers = [None if b is None else pa.py_buffer(b) for b in buffers]
    return pa.Array.from_buffers(dtype, length, buffers, children=children)


def le(width, *numbers):
    return b"".join(n.to_bytes(width, "little", signed=True) for n in numbers)


# Types whose values polars has.
n = 4
ints = pa.array([1, None, 3, 4], pa.int64())
text = pa.array(["a", "b", None, "a longer text than twelve"])
dense = pa.UnionArray.from_dense(
    pa.array([0, 1, 0, 1], pa.int8()), pa.array([0, 0, 1, 1], pa.int32()),
    [pa.array([10, None], pa.int32()), pa.array([20, 21], pa.int32())])
sparse = pa.UnionArray.from_sparse(pa.array([5, 5, 5, 5], pa.int8()), [text], type_codes=[5])
runs = pa.RunEndEncodedArray.from_arrays(pa.array([1, 3, 4], pa.int16()), pa.array(["x", None, "y"]))
long_runs = pa.RunEndEncodedArray.from_arrays(pa.array([4], pa.int64()), pa.array([1.5]))
view = pa.ListViewArray.from_arrays(
    pa.array([2, None, 0, 1], pa.int32()), pa.array([2, 1, 0, 3], pa.int32()), pa.array([1, 2, 3, 4], pa.int8()))
large_view = pa.LargeListViewArray.from_arrays(
    pa.array([0, 1, 2, 3], pa.int64()), pa.array([1, 1, 1, 1], pa.int64()), text)
D = decimal.Decimal
near = {
    "dense": (dense, pa.array([10, 20, None, 21], pa.int32())),
    "sparse": (sparse, text),
    "runs": (runs, pa.array(["x", None, None, "y"])),
    "long_runs": (long_runs, pa.array([1.5] * 4)),
    "view": (view, pa.array([[3, 4], None, [], [2, 3, 4]], pa.list_(pa.int8()))),
    "large_view": (large_view, pa.array([["a"], ["b"], [None], ["a longer text than twelve"]])),
    "dec32": (pa.array([D("1.5"), None, D("-0.5"), D(9)], pa.decimal32(5, 1)), None),
    "dec64": (pa.array([D("1.5"), None, D("-0.5"), D(9)], pa.decimal64(15, 1)), None),
    "dec32s": tuple(pa.array([{"d": D("1.5")}, None, {"d": None}, {"d": D("-99.9")}], pa.struct([("d", type)]))
                    for type in (pa.decimal32(3, 1), pa.decimal128(3, 1))),
    "dec64s": tuple(pa.array([[D("1.5"), None], None, [], [D("-0.5")]], pa.list_(type))
                    for type in (pa.decimal64(15, 1), pa.decimal128(15, 1))),
    "dec256": (pa.array([D("1.5"), None, D("-0.5"), D(9)], pa.decimal256(20, 1)),
               pa.array([D("1.5"), None, D("-0.5"), D(9)], pa.decimal128(20, 1))),
    "wide256": (pa.array([D(10 ** 37), None, D(-(10 ** 37)), D(9)], pa.decimal256(70, 0)),
                pa.array([D(10 ** 37), None, D(-(10 ** 37)), D(9)], pa.decimal128(38, 0))),
    "fixed": (pa.array([b"ab", None, b"cd", b"ef"], pa.binary(2)), pa.array([b"ab", None, b"cd", b"ef"])),
    "nested": (pa.StructArray.from_arrays([runs, view], ["r", "v"]), pa.StructArray.from_arrays(
        [pa.array(["x", None, None, "y"]), pa.array([[3, 4], None, [], [2, 3, 4]], pa.list_(pa.int8()))], ["r", "v"])),
    "last": (ints, ints),
}
near_plain = {}
for name, (array, plain) in near.items():
    if plain is None:
        plain = pa.array(array.to_pylist(), pa.decimal128(array.type.precision, array.type.scale))
    near_plain[name] = plain
VERSIONS = {"V4": pa.ipc.MetadataVersion.V4, "V5": pa.ipc.MetadataVersion.V5}
for version in VERSIONS:
    for codec in (None, "zstd"):
        write(f"near_{version}_{codec}", pa.table({k: v[0] for k, v in near.items()}),
              pa.table(near_plain), metadata_version=VERSIONS[version], compression=codec)

# Types that polars has no values for, one at a time among others.
two = pa.UnionArray.from_dense(
    pa.array([0, 1, 0, 1], pa.int8()), pa.array([0, 0, 1, 1], pa.int32()), [pa.array([1, 2]), pa.array(["a", "b"])])
months = pa.array([(1, 2, 3)] * n, pa.month_day_nano_interval())
odd = {
    "two": two,
    "months": months,
    "inside": pa.StructArray.from_arrays([ints, two], ["i", "u"]),
    "list": pa.array([[(1, 2, 3)], [], None, []], pa.list_(pa.month_day_nano_interval())),
    "negative": raw(pa.decimal128(5, -2), n, [None, le(16, 1, 2, 3, 4)]),
    "zone": pa.array([1, 2, 3, 4], pa.timestamp("us")).cast(pa.timestamp("us", "Mars/Phobos")),
    "twice": pa.StructArray.from_arrays([ints, text], ["same", "same"]),
    "bytes_in_metadata": ints,
}
fields = [pa.field("id", pa.int64())]
arrays = [ints]
for name, array in odd.items():
    metadata = {"k": b"\xff"} if name == "bytes_in_metadata" else None
    fields += [pa.field(name, array.type, metadata=metadata), pa.field("v_" + name, pa.string_view())]
    arrays += [array, text.cast(pa.string_view())]
fields.append(pa.field("name", pa.string()))
arrays.append(text)
for version in VERSIONS:
    write(f"odd_{version}", pa.table(arrays, schema=pa.schema(fields)),
          metadata_version=VERSIONS[version])

# What lies under a null: views that point nowhere, text that is none, keys beyond a dictionary.
stale_view = raw(pa.string_view(), 3, [b"\x05", le(4, 3) + b"abc" + bytes(9) + le(4, 99, 7, 9, 999) + le(4, 2) + b"ok" + bytes(10)])
stale_text = raw(pa.string(), 3, [b"\x05", le(4, 0, 3, 5, 7), b"abc\xff\xfeok"])
stale_bytes = raw(pa.binary_view(), 3, [b"\x05", le(4, 3) + b"abc" + bytes(9) + le(4, 99, 7, 9, 999) + le(4, 2) + b"ok" + bytes(10)])
good = pa.array(["abc", None, "ok"])


def without_validity(array, dtype):
    """The same buffers, with nothing that says which are null."""
    return raw(dtype, 3, [None] + [b and b.to_pybytes() for b in array.buffers()[1:]])


def inside(values, kind):
    if kind == "struct":
        return raw(pa.struct([pa.field("x", values.type)]), 3, [b"\x05"], [values])
    if kind == "fixed":
        return raw(pa.list_(values.type, 1), 3, [b"\x05"], [values])
    return raw(pa.list_(values.type), 3, [b"\x05", le(4, 0, 1, 2, 3)], [values])


keys = pa.DictionaryArray.from_arrays(
    raw(pa.int8(), 3, [b"\x05", bytes([0, 77, 1])]), pa.array(["abc", "ok"]), safe=False)
stale = {"view": (stale_view, good), "text": (stale_text, good), "bytes": (stale_bytes, good.cast(pa.binary())),
         "keys": (keys, pa.array(["abc", None, "ok"]).dictionary_encode())}
for kind in ("struct", "fixed", "list"):
    plain = pa.array([{"x": "abc"}, None, {"x": "ok"}]) if kind == "struct" else pa.array(
        [["abc"], None, ["ok"]], pa.list_(pa.string(), 1) if kind == "fixed" else pa.list_(pa.string()))
    for name, values, dtype in (("view", stale_view, pa.string_view()), ("text", stale_text, pa.string())):
        stale[f"{kind}_{name}"] = (inside(without_validity(values, dtype), kind), plain)
write("stale", pa.table({k: v[0] for k, v in stale.items()}), pa.table({k: v[1] for k, v in stale.items()}))
write("bad_view", pa.table({"v": without_validity(stale_view, pa.string_view())}))
write("bad_text", pa.table({"v": without_validity(stale_text, pa.string())}))

# Dictionaries that grow, and that are replaced; batches without rows.
first = pa.array(["a", "b"]).dictionary_encode()
second = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2], pa.int32()), pa.array(["a", "b", "c"]))
other = pa.array(["z", "a"]).dictionary_encode()
numbers = [pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), pa.array([7, 8])),
           pa.DictionaryArray.from_arrays(pa.array([2, 0, 1], pa.int32()), pa.array([7, 8, 9]))]


def batch(dictionary, number, rows):
    lists = pa.ListArray.from_arrays(pa.array(range(rows + 1), pa.int32()), dictionary)
    return pa.record_batch({"d": dictionary, "l": lists, "i": number})


grows = [batch(first, numbers[0], 2), batch(second, numbers[1], 3)]
for name, batches, deltas in (("delta", grows, True), ("replaced", grows + [batch(other, numbers[0], 2)], False)):
    batches = [batches[0].slice(0, 0)] + batches + [batches[0].slice(0, 0)]
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=deltas)
    with pa.ipc.new_stream(f"{folder}/{name}.arrows", batches[0].schema, options=options) as writer:
        for each in batches:
            writer.write_batch(each)
with pa.ipc.new_file(f"{folder}/delta.arrow", grows[0].schema, options=pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)) as writer:
    for each in grows:
        writer.write_batch(each)

nested = [
    pa.array([["a"], None, ["b", "c"]]),
    pa.array([{"x": 1, "y": [0.5]}, None, {"x": None, "y": []}], pa.struct({"x": pa.int8(), "y": pa.list_(pa.float64(), -1)})),
    pa.array([[1, 2], [3, None], None], pa.list_(pa.int16(), 2)),
]
parts = []
for count, keys in ((2, [0, 1]), (3, [2, 0, 1])):
    parts.append(pa.record_batch(
        [pa.DictionaryArray.from_arrays(pa.array(keys, pa.int32()), values[:count]) for values in nested], ["l", "s", "a"]))
options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
for name, new in (("nested_delta.arrows", pa.ipc.new_stream), ("nested_delta.arrow", pa.ipc.new_file)):
    with new(f"{folder}/{name}", parts[0].schema, options=options) as writer:
        for part in parts:
            writer.write_batch(part)

# Zones, times, metadata.
instants = pa.array([0, 1_700_000_000_000_000], pa.timestamp("us"))
zones = ["+05:30", "Z", "GMT+02:00", "UTC", "GMT+2", "Europe/Berlin", "-0330"]
write("zones", pa.table({z: instants.cast(pa.timestamp("us", z)) for z in zones}))
for name, dtype, value in (("s", pa.time32("s"), 86400), ("ms", pa.time32("ms"), 86400000),
                           ("us", pa.time64("us"), 86400000000), ("ns", pa.time64("ns"), 86400000000000)):
    width = dtype.bit_width // 8
    write("time_" + name, pa.table({"good": pa.array([1]), "late": raw(dtype, 1, [None, le(width, value)])}))
    write("null_time_" + name, pa.table({"late": raw(dtype, 2, [b"\x02", le(width, value, 1)])}))
write("metadata", pa.table({"x": [1]}).replace_schema_metadata({"good": "v", "bin": b"\xff\xfe"}))
