"""Writes bytes of a fixed width, and text and bytes that extension types are stored as."""

import sys

import pyarrow

sixteen = pyarrow.array([(1).to_bytes(16, "big"), None, (3).to_bytes(16, "big")], pyarrow.binary(16))
text = ['{"a": 1}', None, "[3]"]
table = pyarrow.table({
    "fixed": pyarrow.array([b"abc", None, b"xyz"], pyarrow.binary(3)),
    "fixeds": pyarrow.array([[b"abc", None], None, []], pyarrow.list_(pyarrow.binary(3))),
    "uuid": pyarrow.ExtensionArray.from_storage(pyarrow.uuid(), sixteen),
    "json": pyarrow.ExtensionArray.from_storage(pyarrow.json_(), pyarrow.array(text)),
    "large": pyarrow.ExtensionArray.from_storage(
        pyarrow.json_(pyarrow.large_string()),
        pyarrow.array(["large", None, "longer than twelve"], pyarrow.large_string())),
    "opaque": pyarrow.ExtensionArray.from_storage(
        pyarrow.opaque(pyarrow.binary(), "a", "b"), pyarrow.array([b"a", None, b""])),
    "blob": pyarrow.ExtensionArray.from_storage(
        pyarrow.opaque(pyarrow.large_binary(), "a", "b"),
        pyarrow.array([b"bbb", None, b"c"], pyarrow.large_binary())),
    "nothing": pyarrow.array([[], None, []], pyarrow.list_(pyarrow.int8(), 0)),
})
with pyarrow.ipc.new_file(sys.argv[1], table.schema) as writer:
    writer.write_table(table)
