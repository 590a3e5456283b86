"""Writes columns with values that mean nothing: under nulls of what they are part of, or part of no row."""
import sys

import pyarrow as pa
import pyarrow.parquet as pq

folder = sys.argv[2]
DAY = 86400 * 10**9


def write(name, table):
    for kind, new in (("arrow", pa.ipc.new_file), ("arrows", pa.ipc.new_stream)):
        with new(f"{folder}/{name}.{kind}", table.schema) as writer:
            writer.write_table(table)


def raw(dtype, buffers, children=None, length=2):
    buffers = [None if b is None else pa.py_buffer(b) for b in buffers]
    return pa.Array.from_buffers(dtype, length, buffers, children=children)


def le(width, *numbers):
    return b"".join(n.to_bytes(width, "little", signed=True) for n in numbers)


def view(text):
    return le(4, len(text)) + text.ljust(12, b"\0")


nowhere = le(4, 99) + b"abcd" + le(4, 7, 7)
ends = le(4, 0, 1, 3)
# The first value of each is good, the second is none that polars has.
bad = {
    "time": (raw(pa.time64("ns"), [None, le(8, 5, DAY)]), pa.array([5, None], pa.time64("ns"))),
    "seconds": (raw(pa.time32("s"), [None, le(4, 5, -1)]), pa.array([5, None], pa.time32("s"))),
    "instant": (raw(pa.timestamp("s"), [None, le(8, 5, 2**62)]), pa.array([5, None], pa.timestamp("s"))),
    "span": (raw(pa.duration("s"), [None, le(8, 5, -(2**62))]), pa.array([5, None], pa.duration("s"))),
    "wide": (raw(pa.decimal256(60, 0), [None, le(32, 5, 10**50)]), pa.array([5, None], pa.decimal256(60, 0))),
    "text": (raw(pa.utf8(), [None, ends, b"a\xff\xfe"]), pa.array(["a", None])),
    "large": (raw(pa.large_utf8(), [None, le(8, 0, 1, 3), b"a\xff\xfe"]), pa.array(["a", None])),
    "view": (raw(pa.string_view(), [None, view(b"a") + view(b"\xff\xfe")]), pa.array(["a", None])),
    "nowhere": (raw(pa.string_view(), [None, view(b"a") + nowhere]), pa.array(["a", None])),
    "bytes": (raw(pa.binary_view(), [None, view(b"a") + nowhere]), pa.array([b"a", None])),
    "key": (pa.DictionaryArray.from_buffers(
        pa.dictionary(pa.int8(), pa.utf8()), 2, [None, pa.py_buffer(b"\0\x7f")], pa.array(["a"])),
        pa.array(["a", None]).dictionary_encode()),
}


def struct(values, validity):
    return raw(pa.struct([("x", values.type)]), [validity], [values])


def within(values, validity):
    """What has the second value under a null, if the validity says so."""
    item = values.type
    return {
        "struct": struct(values, validity),
        "deep": struct(struct(values, None), validity),
        "list": raw(pa.list_(item), [validity, le(4, 0, 1, 2)], [values]),
        "large_list": raw(pa.large_list(item), [validity, le(8, 0, 1, 2)], [values]),
        "array": raw(pa.list_(item, 1), [validity], [values]),
        "list_view": raw(pa.list_view(item), [validity, le(4, 0, 1), le(4, 1, 1)], [values]),
        "map": raw(pa.map_(pa.int8(), item), [validity, le(4, 0, 1, 2)], [
            pa.StructArray.from_arrays([pa.array([1, 2], pa.int8()), values],
                                       fields=[pa.field("key", pa.int8(), False), pa.field("value", item)])]),
    }


def unused(values):
    """What has the second value nowhere."""
    item = values.type
    known = {
        "ends_before": raw(pa.list_(item), [None, le(4, 0, 1, 1)], [values]),
        "list_view": raw(pa.list_view(item), [None, le(4, 0, 0), le(4, 1, 0)], [values]),
        "dense": raw(pa.dense_union([pa.field("a", item)], [0]), [None, b"\0\0", le(4, 0, 0)], [values]),
        "sparse": raw(pa.sparse_union([pa.field("a", item), pa.field("b", item)], [0, 1]), [None, b"\0\1"],
                      [values, pa.concat_arrays([values.slice(0, 1)] * 2)]),
        "runs": raw(pa.run_end_encoded(pa.int32(), item), [None], [pa.array([2, 4], pa.int32()), values]),
        "deep": struct(raw(pa.list_(item), [None, le(4, 0, 1, 1)], [values]), None),
    }
    if not pa.types.is_dictionary(item):
        known["entry"] = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int8()), values)
        known["null_entry"] = pa.DictionaryArray.from_buffers(
            pa.dictionary(pa.int8(), item), 2, [pa.py_buffer(b"\1"), pa.py_buffer(b"\0\1")], values)
        nested = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int8()), struct(values, None))
        known["nested_entry"] = nested
    return known


for name, (wrong, right) in bad.items():
    write("null_" + name, pa.table(within(wrong, b"\1")))
    write("null_" + name + "_plain", pa.table(within(right, b"\1")))
    write("unused_" + name, pa.table(unused(wrong)))
    write("unused_" + name + "_plain", pa.table(unused(right)))
    used = within(wrong, None) | {"plain": wrong, "good": pa.array([1, 2])}
    used["runs"] = raw(pa.run_end_encoded(pa.int32(), wrong.type), [None], [pa.array([1, 2], pa.int32()), wrong])
    used["dense"] = raw(pa.dense_union([pa.field("a", wrong.type)], [0]), [None, b"\0\0", le(4, 0, 1)], [wrong])
    if name != "key":
        used["entry"] = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), wrong)
    write("used_" + name, pa.table(used))

# A dictionary that grows by what is none, which the third record batch has.
grows = [pa.record_batch([pa.DictionaryArray.from_arrays(pa.array(keys, pa.int8()), values)], names=["d"])
         for keys, values in (([0], pa.array(["a"])), ([0, 0], bad["text"][0]), ([1], bad["text"][0]))]
with pa.ipc.new_stream(f"{folder}/grows.arrows", grows[0].schema,
                       options=pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)) as writer:
    for batch in grows:
        writer.write_batch(batch)

pq.write_table(pa.table({"text": bad["text"][0], "good": [1, 2]}), f"{folder}/used_text.parquet")
pq.write_table(pa.table({"text": struct(bad["text"][0], b"\1"), "good": [1, 2]}), f"{folder}/null_text.parquet")
