"""Reads and writes files as it is asked to, a request of JSON a line; answers "ok" or what is wrong."""

import csv
import json
import struct
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


def loose(kind: list, value):
    """A value that the text formats have as this type; those of times and binary data are left out."""
    name, *rest = kind
    if value is None or name in ("date", "time", "timestamp", "duration", "binary", "null"):
        return None
    if name in ("list", "array"):
        return [loose(rest[0], element) for element in value]
    if name == "struct":
        return {field: loose(inner, value.get(field)) for field, inner in rest[0].items()}
    if name.startswith("float"):
        bits = struct.pack({"float64": "d", "float32": "f", "float16": "e"}[name], float(value))
        return bits.hex()
    if name == "decimal":
        return Decimal(value)
    if name == "boolean":
        return {"true": True, "false": False}.get(value, value)
    return int(value) if "int" in name else value


def reads_text(request: dict) -> str:
    """With Python's own modules; CSV has the same for null and no text, which is told by quotes."""
    path, types = request["path"], request["types"]
    with open(path, encoding="utf-8", newline="") as file:
        if path.endswith(".csv"):
            rows = [dict(zip(types, row)) for row in list(csv.reader(file, strict=True))[1:]]
        else:
            rows = [json.loads(line, parse_float=str) for line in file.read().split("\n") if line]
    for name, values in request["expected"].items():
        read = [row.get(name) for row in rows]
        if path.endswith(".csv"):
            read = [cell or None for cell in read]
            values = [value if value != "" else None for value in values]
        read, expected = ([loose(types[name], value) for value in all] for all in (read, values))
        if read != expected:
            return f"{name}: {read} instead of {expected}"
    return "ok"


def writes_text(request: dict) -> str:
    path, names = request["path"], list(request["types"])
    rows = [dict(zip(names, row)) for row in zip(*request["values"].values())]
    with open(path, "w", encoding="utf-8", newline="") as file:
        if path.endswith(".csv"):
            out = csv.DictWriter(file, names)  # whose lines end with CR and LF, so that it quotes both
            out.writeheader()
            out.writerows({n: str(v).lower() if isinstance(v, bool) else v for n, v in row.items()} for row in rows)
            return "ok"
        for row in rows:
            typed = {name: typed_json(request["types"][name], value) for name, value in row.items()}
            file.write(json.dumps(typed, ensure_ascii=request["ascii"]) + "\n")
    return "ok"


def typed_json(kind: list, value):
    name, *rest = kind
    if value is None:
        return None
    if name in ("list", "array"):
        return [typed_json(rest[0], element) for element in value]
    if name == "struct":
        return {field: typed_json(inner, value[field]) for field, inner in rest[0].items()}
    return float(value) if name.startswith("float") else value


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


DO = {"reads": reads, "writes": writes, "reads_text": reads_text, "writes_text": writes_text}

for line in sys.stdin:
    request = json.loads(line, parse_float=lambda f: repr(float(f)), parse_constant=lambda c: repr(float(c)))
    try:
        answer = DO[request["do"]](request)
    except Exception as e:
        answer = f"{type(e).__name__}: {e}"
    print(answer.replace("\n", " "), flush=True)
