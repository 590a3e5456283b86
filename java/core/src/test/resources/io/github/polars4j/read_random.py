"""Reads the folder's Arrow files with pyarrow and compares each with the JSON of its number."""

import json
import pathlib
import sys

import pyarrow as pa


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


def main(folder: pathlib.Path) -> None:
    files = sorted(folder.glob("*.arrow*"))
    for path in files:
        text = (folder / f"{path.name.split('-')[0]}.json").read_text("utf-8")
        expected = json.loads(text, parse_float=lambda f: repr(float(f)), parse_constant=lambda c: repr(float(c)))
        opened = pa.ipc.open_stream(path) if path.suffix == ".arrows" else pa.ipc.open_file(path)
        with opened as reader:
            table = reader.read_all()
        assert table.column_names == list(expected), f"{path}: {table.column_names}"
        for name, values in expected.items():
            read = [plain(value) for value in table.column(name)]
            assert read == values, f"{path}, column {name}: {read} instead of {values}"
    print(f"{len(files)} files read")


main(pathlib.Path(sys.argv[1]))
