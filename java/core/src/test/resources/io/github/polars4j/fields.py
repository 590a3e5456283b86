"""write FOLDER: tables whose fields say something; check FOLDER: what became of them."""
import sys
import uuid

import pyarrow as pa

what, folder = sys.argv[1:]


class Wkb(pa.ExtensionType):
    def __init__(self, text="{}", storage=pa.binary()):
        self.text = text
        super().__init__(storage, "geoarrow.wkb")

    def __arrow_ext_serialize__(self):
        return self.text.encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage, serialized):
        assert storage in (pa.binary(), pa.large_binary(), pa.binary_view()), storage
        return cls(serialized.decode(), storage)


pa.register_extension_type(Wkb())

crs = '{"crs": "OGC:CRS84"}'
uuids = [uuid.UUID(int=i).bytes for i in (1, 2 ** 100)]
columns = {
    "id": (pa.array([1, 2], pa.int64()), False, {"unit": "m", "b": "2", "a": "\u00e4"}),
    "name": (pa.array(["x", None], pa.string_view()), True, None),
    "uuid": (pa.ExtensionArray.from_storage(pa.uuid(), pa.array(uuids, pa.binary(16))), True, {"k": "v"}),
    "json": (pa.ExtensionArray.from_storage(pa.json_(pa.string_view()), pa.array(['{"a": 1}', None], pa.string_view())), True, None),
    "bool8": (pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0], pa.int8())), False, None),
    "wkb": (pa.ExtensionArray.from_storage(Wkb(crs), pa.array([b"\x01\x02", None], pa.binary())), True, None),
    "struct": (
        pa.StructArray.from_arrays(
            [pa.array([1, 2]), pa.array(["a", None], pa.string_view())],
            fields=[pa.field("n", pa.int64(), False, {"deep": "1"}), pa.field("t", pa.string_view())]),
        False, {"s": "1"}),
    "list": (
        pa.array([[1], [2, 3]], pa.large_list(pa.field("item", pa.int32(), False, {"in": "list"}))), True, None),
    "fixed": (pa.array([b"abc", None], pa.binary(3)), True, None),
    "unknown": (pa.array([7, 8], pa.int32()), True, {"ARROW:extension:name": "my.own", "ARROW:extension:metadata": "x"}),
}
fields = [pa.field(name, array.type, nullable, metadata) for name, (array, nullable, metadata) in columns.items()]
table = pa.table([array for array, _, _ in columns.values()], schema=pa.schema(fields, {"schema": "too"}))


def read(name):
    if name.endswith("s"):
        return pa.ipc.open_stream(f"{folder}/{name}").read_all()
    return pa.ipc.open_file(f"{folder}/{name}").read_all()


if what == "write":
    with pa.ipc.new_file(f"{folder}/in.arrow", table.schema) as writer:
        writer.write_table(table)
    with pa.ipc.new_stream(f"{folder}/in.arrows", table.schema) as writer:
        writer.write_table(table)
else:
    for name in ("file.arrow", "stream.arrows", "batched.arrow", "batched.arrows", "vstack.arrow"):
        got = read(name)
        assert got.column_names == table.column_names, got.column_names
        for field in table.schema:
            found = got.schema.field(field.name)
            assert found.nullable == field.nullable, (name, found)
            assert (found.metadata or {}) == (field.metadata or {}), (name, field.name, found.metadata)
            if name.startswith("batched") and field.name in ("fixed", "wkb", "json", "list"):
                # no type in Java says how bytes and text are stored, or of the elements of lists
                if field.name == "wkb":
                    assert found.type.extension_name == "geoarrow.wkb" and found.type.text == crs, found
            else:
                assert found.type.equals(field.type, check_metadata=True), (name, found.type, field.type)
        rows = table.to_pylist() * (2 if name == "vstack.arrow" else 1)
        assert got.to_pylist() == rows, name
        got.validate(full=True)
    some = read("some.arrow")
    assert some.schema.field("renamed").metadata == {b"unit": b"m", b"b": b"2", b"a": "\u00e4".encode()}, some.schema
    assert not some.schema.field("renamed").nullable
    assert some.schema.field("uuid").type == pa.uuid() and some.num_rows == 1
    print("checked")
