"""write FOLDER SEED: a random table of every type that polars holds; check FOLDER SEED FILE...: it came back as it was."""
import datetime
import decimal
import random
import sys
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

what, folder, seed = sys.argv[1:4]
rng = random.Random(int(seed))
ROWS = 1000


class Wkb(pa.ExtensionType):
    def __init__(self, text="{}", storage=pa.binary()):
        self.text = text
        super().__init__(storage, "geoarrow.wkb")

    def __hash__(self):
        return hash(self.text)

    def __arrow_ext_serialize__(self):
        return self.text.encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage, serialized):
        assert storage in (pa.binary(), pa.large_binary(), pa.binary_view()), storage
        return cls(serialized.decode(), storage)


pa.register_extension_type(Wkb())


def word():
    return "".join(rng.choice("abcäß€😀 ") for _ in range(rng.choice([0, 1, 5, 30])))


def whole(bits, signed=True):
    low = -(1 << bits - 1) if signed else 0
    high = (1 << bits - 1) - 1 if signed else (1 << bits) - 1
    return lambda: rng.choice([low, high, 0, 1, rng.randint(low, high)])


EPOCH = datetime.datetime(1970, 1, 1)
FLAT = {
    pa.bool_(): lambda: rng.random() < 0.5,
    pa.int8(): whole(8), pa.int16(): whole(16), pa.int32(): whole(32), pa.int64(): whole(64),
    pa.uint8(): whole(8, False), pa.uint16(): whole(16, False), pa.uint32(): whole(32, False), pa.uint64(): whole(64, False),
    pa.float16(): lambda: rng.choice([0.0, 1.5, -2.25]), pa.float32(): lambda: rng.choice([0.5, -1.25e10, float("inf")]),
    pa.float64(): lambda: rng.gauss(0, 1e9),
    pa.string_view(): word, pa.binary_view(): lambda: rng.randbytes(rng.choice([0, 3, 20])),
    pa.date32(): lambda: datetime.date(1970, 1, 1) + datetime.timedelta(rng.randint(-700_000, 2_000_000)),
    pa.time64("ns"): lambda: rng.randint(0, 86_400_000_000_000 - 1),
    pa.timestamp("ms"): whole(50), pa.timestamp("us", "Europe/Berlin"): whole(50), pa.timestamp("ns"): whole(62),
    pa.duration("ms"): whole(50), pa.duration("us"): whole(60), pa.duration("ns"): whole(60),
    pa.decimal128(7, 2): lambda: decimal.Decimal(rng.randint(-9_999_999, 9_999_999)).scaleb(-2),
    pa.decimal128(38, 9): lambda: decimal.Decimal(rng.randint(-10**28, 10**28)).scaleb(-9, decimal.Context(prec=50)),
    pa.binary(3): lambda: rng.randbytes(3), pa.binary(16): lambda: rng.randbytes(16),
    pa.uuid(): lambda: uuid.UUID(int=rng.getrandbits(128)).bytes,
    pa.json_(pa.string_view()): lambda: '{"a": %d}' % rng.randint(0, 9),
    pa.bool8(): lambda: rng.randint(0, 1),
    Wkb('{"crs": "OGC:CRS84"}'): lambda: rng.randbytes(rng.choice([0, 21])),
}


def said():
    if rng.random() < 0.5:
        return None
    return {rng.choice(["unit", "ä", "comment"]): word() for _ in range(rng.choice([1, 2]))}


def field(name, depth):
    return pa.field(name, type_(depth), rng.random() < 0.6, said())


def type_(depth):
    kind = rng.random()
    if depth == 0 or kind < 0.4:
        return rng.choice(list(FLAT))
    if kind < 0.65:
        return pa.large_list(field("element", depth - 1))
    return pa.struct([field(f"f{i}", depth - 1) for i in range(rng.choice([1, 3]))])


def value(field):
    if field.nullable and rng.random() < 0.2:
        return None
    return of(field.type)


def of(kind):
    if pa.types.is_large_list(kind):
        return [value(kind.value_field) for _ in range(rng.choice([0, 1, 4]))]
    if pa.types.is_fixed_size_list(kind):
        return [value(kind.value_field) for _ in range(kind.list_size)]
    if pa.types.is_struct(kind):
        return {child.name: value(child) for child in kind}
    return FLAT[kind]()


def storage(kind):
    if isinstance(kind, pa.BaseExtensionType):
        return kind.storage_type
    if pa.types.is_large_list(kind):
        return pa.large_list(kind.value_field.with_type(storage(kind.value_type)))
    if pa.types.is_fixed_size_list(kind):
        return pa.list_(kind.value_field.with_type(storage(kind.value_type)), kind.list_size)
    if pa.types.is_struct(kind):
        return pa.struct([child.with_type(storage(child.type)) for child in kind])
    return kind


def plain(kind):
    """The same type without views, which pyarrow does not write everywhere."""
    if kind == pa.string_view():
        return pa.large_string()
    if kind == pa.binary_view():
        return pa.binary()
    if kind == pa.json_(pa.string_view()):
        return pa.json_(pa.string())
    if pa.types.is_large_list(kind):
        return pa.large_list(kind.value_field.with_type(plain(kind.value_type)))
    if pa.types.is_fixed_size_list(kind):
        return pa.list_(kind.value_field.with_type(plain(kind.value_type)), kind.list_size)
    if pa.types.is_struct(kind):
        return pa.struct([child.with_type(plain(child.type)) for child in kind])
    return kind


def typed(array, kind):
    if isinstance(kind, pa.BaseExtensionType):
        return pa.ExtensionArray.from_storage(kind, array)
    if pa.types.is_large_list(kind):
        return pa.LargeListArray.from_arrays(array.offsets, typed(array.values, kind.value_type), kind, mask=array.is_null())
    if pa.types.is_fixed_size_list(kind):
        return pa.FixedSizeListArray.from_arrays(typed(array.values, kind.value_type), type=kind, mask=array.is_null())
    if pa.types.is_struct(kind):
        children = [typed(array.field(i), child.type) for i, child in enumerate(kind)]
        return pa.StructArray.from_arrays(children, fields=list(kind), mask=array.is_null())
    return array


flat = [pa.field(f"flat{i}", kind, rng.random() < 0.6, said()) for i, kind in enumerate(FLAT)]
nested = [field(f"nested{i}", 3) for i in range(25)]
# pyarrow does not read those with nulls, or below nulls
nested += [pa.field(f"fixed{n}", pa.list_(field("element", 1), n), False, said()) for n in (1, 3)]
fields = flat + nested
values = [[value(field) for _ in range(ROWS)] for field in fields]


def make(fields):
    columns = [typed(pa.array(rows, storage(field.type)), field.type) for field, rows in zip(fields, values)]
    made = pa.table(columns, schema=pa.schema(fields, {"who": "ä", "b": "2"}))
    made.validate(full=True)
    return made


def opened(path):
    if path.endswith(".arrow"):
        return pa.ipc.open_file(path).read_all()
    if path.endswith(".arrows"):
        return pa.ipc.open_stream(path).read_all()
    return pq.ParquetFile(path).read()


table = make(fields)
if what == "write":
    with pa.ipc.new_file(f"{folder}/in.arrow", table.schema) as writer:
        writer.write_table(table)
    with pa.ipc.new_stream(f"{folder}/in.arrows", table.schema) as writer:
        writer.write_table(table, max_chunksize=300)
    pq.write_table(make([field.with_type(plain(field.type)) for field in fields]), f"{folder}/in.parquet", row_group_size=300)
else:
    for name in sys.argv[4:]:
        read = opened(f"{folder}/{name}")
        read.validate(full=True)
        for want in table.schema:
            got = read.schema.field(want.name)
            assert got.equals(want, check_metadata=True), (name, want, got, want.metadata, got.metadata)
            assert read[want.name].equals(table[want.name]), (name, want)
        assert read.equals(table, check_metadata=True), (name, read.schema.metadata)
    print("checked", len(sys.argv) - 4)
