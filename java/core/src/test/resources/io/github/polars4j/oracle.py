"""Reads and writes files as it is asked to, a request of JSON a line; answers "ok" or what is wrong."""

import json
import sys
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq


def plain(value: pa.Scalar):
    """A value as JSON has it: numbers behind temporal values, hexadecimal for bytes."""
    kind = value.type
    if not value.is_valid:
        return None
    if pa.types.is_dictionary(kind):
        return value.as_py()
    if pa.types.is_struct(kind):
        return {field.name: plain(value[i]) for i, field in enumerate(kind)}
    if pa.types.is_nested(kind):
        return [plain(element) for element in value.values]
    if pa.types.is_temporal(kind):
        return value.value
    value = value.as_py()
    if pa.types.is_decimal(kind):
        return format(value, "f")
    if pa.types.is_floating(kind):
        return repr(float(value))
    return value.hex() if isinstance(value, bytes) else value


def with_pyarrow(path: str) -> pa.Table:
    if path.endswith(".parquet"):
        return pq.read_table(path)
    with pa.ipc.open_stream(path) if path.endswith(".arrows") else pa.ipc.open_file(path) as reader:
        return reader.read_all()


def with_polars(path: str) -> pa.Table:
    if path.endswith(".parquet"):
        frame = pl.read_parquet(path)
    elif path.endswith(".arrows"):
        frame = pl.read_ipc_stream(path)
    else:
        frame = pl.read_ipc(path)
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())


def reads(request: dict) -> str:
    for reader in with_pyarrow, with_polars:
        table = reader(request["path"])
        expected = request["expected"]
        if table.column_names != list(expected):
            return f"{reader.__name__}: {table.column_names}"
        for name, values in expected.items():
            read = [plain(value) for value in table.column(name)]
            if read != values:
                return f"{reader.__name__}, {name}: {read} instead of {values}"
    return "ok"


SIMPLE = {
    "boolean": pa.bool_(),
    "string": pa.string(),
    "null": pa.null(),
    **{f"int{bits}": getattr(pa, f"int{bits}")() for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": getattr(pa, f"uint{bits}")() for bits in (8, 16, 32, 64)},
}


def array(kind: list, values: list) -> pa.Array:
    """An array of a type, of values as plain() has them."""
    name, *rest = kind
    if name in SIMPLE:
        return pa.array(values, SIMPLE[name])
    nulls = pa.array([value is None for value in values], pa.bool_())
    if name == "list":
        offsets, flat = [], []
        for value in values:
            offsets.append(None if value is None else len(flat))
            flat += value or []
        return pa.ListArray.from_arrays(pa.array(offsets + [len(flat)], pa.int32()), array(rest[0], flat))
    if name == "array":
        inner, width = rest
        flat = [element for value in values for element in (value or [None] * width)]
        return pa.FixedSizeListArray.from_arrays(array(inner, flat), width, mask=nulls)
    if name == "struct":
        fields = rest[0].items()
        arrays = [array(inner, [value and value[field] for value in values]) for field, inner in fields]
        return pa.StructArray.from_arrays(arrays, [field for field, _ in fields], mask=nulls)
    if name.startswith("float"):
        floats = pa.array([None if value is None else float(value) for value in values], pa.float64())
        return floats.cast(getattr(pa, name)())
    if name == "binary":
        return pa.array([None if value is None else bytes.fromhex(value) for value in values], pa.binary())
    if name == "decimal":
        return pa.array([None if value is None else Decimal(value) for value in values], pa.decimal128(*rest))
    if name in ("categorical", "enum"):
        return pa.array(values, pa.string()).dictionary_encode()
    if name == "date":
        return pa.array(values, pa.int32()).cast(pa.date32())
    kinds = {"time": lambda: pa.time64("ns"), "timestamp": pa.timestamp, "duration": pa.duration}
    return pa.array(values, pa.int64()).cast(kinds[name](*rest))


def writes(request: dict) -> str:
    arrays = {name: array(kind, request["values"][name]) for name, kind in request["types"].items()}
    table, path = pa.table(arrays), request["path"]
    if path.endswith(".parquet"):
        pq.write_table(table, path, store_schema=request.get("schema", True))
        return "ok"
    new = pa.ipc.new_stream if path.endswith(".arrows") else pa.ipc.new_file
    with new(path, table.schema) as writer:
        writer.write_table(table)
    return "ok"


for line in sys.stdin:
    request = json.loads(line, parse_float=lambda f: repr(float(f)), parse_constant=lambda c: repr(float(c)))
    try:
        answer = {"reads": reads, "writes": writes}[request["do"]](request)
    except Exception as e:
        answer = f"{type(e).__name__}: {e}"
    print(answer.replace("\n", " "), flush=True)
