"""Writes what is read as a near type, with metadata and nullability of the fields within, and compares what came back."""
import sys

import pyarrow as pa

what, folder = sys.argv[1:]
told = {"told": "1"}
extension = {"ARROW:extension:name": "my.type", "ARROW:extension:metadata": "m"}
small = pa.field("small", pa.int8(), nullable=False, metadata=told)
named = pa.field("element", pa.int8(), nullable=False, metadata=told)
entries = pa.map_(pa.field("key", pa.utf8(), nullable=False, metadata=told), pa.field("value", pa.int8(), metadata=extension))
kinds = {
    "struct": pa.array([{"small": 1}, {"small": 2}], pa.struct([small])),
    "list": pa.array([[1], [2, 3]], pa.list_(named)),
    "array": pa.array([[1], [2]], pa.list_(named, 1)),
    "map": pa.array([[("a", 1)], []], entries),
    "deep": pa.array([[{"small": 1}], []], pa.list_(pa.field("item", pa.struct([small]), metadata=told))),
    "bytes": pa.array([b"ab", b"cd"], pa.binary(2)),
    "zone": pa.array([0, 1], pa.timestamp("us", "Z")),
    "offset": pa.array([0, 1], pa.timestamp("us", "+05:30")),
}
outer = {"outer": "2"}


def near(values):
    both = pa.sparse_union([pa.field(name, values.type, nullable=False) for name in "ab"], [0, 1])
    view = pa.list_view(pa.field("part", values.type, nullable=False, metadata=told))
    buffer = lambda *numbers: pa.array(numbers, pa.int32()).buffers()[1]
    return {
        "dictionary": pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), values),
        "runs": pa.RunEndEncodedArray.from_arrays(pa.array([1, 2], pa.int32()), values),
        "union": pa.Array.from_buffers(both, 2, [None, pa.py_buffer(b"\0\1")], children=[values, values]),
        "view": pa.Array.from_buffers(view, 2, [None, buffer(0, 1), buffer(1, 1)], children=[values]),
    }


def plain(kind, values):
    if kind != "view":
        return values
    item = pa.field("part", values.type, nullable=False, metadata=told)
    return pa.Array.from_buffers(pa.list_(item), 2, [None, pa.array([0, 1, 2], pa.int32()).buffers()[1]], children=[values])


def table(of):
    columns = {f"{name}_{kind}": of(kind, array, values)
               for name, values in kinds.items() for kind, array in near(values).items()}
    fields = [pa.field(name, array.type, nullable=False, metadata=outer) for name, array in columns.items()]
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))


inner = pa.field("values", pa.utf8(), metadata=extension)
runs = pa.run_end_encoded(pa.int32(), inner.type)
union = pa.sparse_union([pa.field("a", pa.utf8(), metadata=extension | {"x": "1"}),
                         pa.field("b", pa.utf8(), metadata=extension | {"x": "1"})], [0, 1])
both = pa.Array.from_buffers(union, 2, [None, pa.py_buffer(b"\0\1")], children=[pa.array(["a", "b"])] * 2)

twice = pa.sparse_union([pa.field("a", pa.struct([small])), pa.field("b", pa.struct([pa.field("small", pa.int8())]))], [0, 1])
parts = pa.table({
    "text": pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array(["a", "b"]), pa.array(["c", "d"], pa.large_utf8())]),
    "struct": pa.Array.from_buffers(twice, 2, [None, pa.py_buffer(b"\0\1")], children=[
        kinds["struct"], pa.array([{"small": None}] * 2, twice.field(1).type)]),
})
empty = pa.table({
    "bytes": pa.array([b"", None, b""], pa.binary(0)),
    "array": pa.array([[], None, []], pa.list_(pa.utf8(), 0)),
    "lists": pa.array([[b"", None], None, []], pa.list_(pa.binary(0))),
    "struct": pa.array([{"a": [], "b": b""}, None, {"a": None, "b": None}],
                       pa.struct([("a", pa.list_(pa.int8(), 0)), ("b", pa.binary(0))])),
    "entries": pa.DictionaryArray.from_arrays(pa.array([0, None, 0], pa.int8()), pa.array([b""], pa.binary(0))),
})

if what == "write":
    near_table, plain_table = table(lambda kind, array, _: array), table(lambda kind, _, values: plain(kind, values))
    for name, written in (("near", near_table), ("plain", plain_table), ("extension", pa.table({"u": both})), ("empty", empty), ("parts", parts)):
        for kind, new in (("arrow", pa.ipc.new_file), ("arrows", pa.ipc.new_stream)):
            with new(f"{folder}/{name}.{kind}", written.schema) as writer:
                writer.write_table(written)
elif what == "empty":
    for kind, opened in (("arrow", pa.ipc.open_file), ("arrows", pa.ipc.open_stream)):
        back = opened(f"{folder}/back.{kind}").read_all()
        assert back.to_pydict() == empty.to_pydict(), back
else:
    for kind, opened in (("arrow", pa.ipc.open_file), ("arrows", pa.ipc.open_stream)):
        ours = opened(f"{folder}/ours.{kind}").read_all()
        expected = opened(f"{folder}/expected.{kind}").read_all()
        assert ours.schema.equals(expected.schema, check_metadata=True), (ours.schema, expected.schema)
        assert ours.equals(expected)
