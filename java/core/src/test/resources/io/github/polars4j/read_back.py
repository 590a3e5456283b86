"""Reads the folder's Arrow files with pyarrow and Python polars and compares them with expected.json."""

import json
import pathlib
import sys

import polars as pl
import pyarrow as pa


def plain(column: pa.ChunkedArray) -> list:
    """The values as JSON has them: numbers behind temporal values, hexadecimal for bytes."""
    kind = column.type
    if pa.types.is_date32(kind):
        column = column.cast(pa.int32())
    elif pa.types.is_temporal(kind):
        column = column.cast(pa.int64())
    values = column.to_pylist()
    return [value.hex() if isinstance(value, bytes) else value for value in values]


def check(path: pathlib.Path, reader: str, table: pa.Table, expected: dict) -> None:
    assert table.column_names == list(expected), f"{path} ({reader}): {table.column_names}"
    for name, values in expected.items():
        read = plain(table.column(name))
        assert read == values, f"{path} ({reader}), column {name}: {read} instead of {values}"


def main(folder: pathlib.Path) -> None:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    metadata = {key.encode(): value.encode() for key, value in expected["metadata"].items()}
    files = sorted(folder.glob("*.arrow*"))
    for path in files:
        if path.suffix == ".arrows":
            with pa.ipc.open_stream(path) as reader:
                table = reader.read_all()
            frame = pl.read_ipc_stream(path)
        else:
            with pa.ipc.open_file(path) as reader:
                table = reader.read_all()
            frame = pl.read_ipc(path)
        assert table.schema.metadata == metadata, f"{path}: {table.schema.metadata}"
        check(path, "pyarrow", table, expected["columns"])
        check(path, "polars", frame.to_arrow(), expected["columns"])
        if path.suffix == ".arrow" and "batched" not in path.name:
            # a file is a stream between the magic number and the footer
            with pa.ipc.open_stream(pa.py_buffer(path.read_bytes()[8:])) as reader:
                check(path, "pyarrow, as a stream", reader.read_all(), expected["columns"])
    print(f"{len(files)} files read")


main(pathlib.Path(sys.argv[1]))
