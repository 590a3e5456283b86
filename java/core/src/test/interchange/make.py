"""make.py FOLDER: writes nanoarrow.arrows and what is in it as JSON, as PlainJson has it."""

import json
import pathlib
import sys

import nanoarrow as na
from nanoarrow.ipc import StreamWriter

COLUMNS = {
    "bool": (na.bool_(), [True, None, False]),
    "int8": (na.int8(), [-128, None, 127]),
    "int64": (na.int64(), [-(2**63), None, 2**63 - 1]),
    "uint64": (na.uint64(), [0, None, 2**64 - 1]),
    "float32": (na.float32(), [1.5, None, -0.25]),
    "float64": (na.float64(), [0.1, None, -1e300]),
    "string": (na.string(), ["größer als eine View 🦜", None, ""]),
    "large_string": (na.large_string(), ["größer als eine View 🦜", None, ""]),
    "binary": (na.binary(), [b"\x00\xff", None, b""]),
}


def main(folder):
    children = [na.c_array(values, kind) for kind, values in COLUMNS.values()]
    schema = na.struct({name: kind for name, (kind, _) in COLUMNS.items()})
    batch = na.c_array_from_buffers(schema, 3, [None], children=children)
    with StreamWriter.from_path(folder / "nanoarrow.arrows") as writer:
        writer.write_array(batch)
        writer.write_array(batch)
    plain = {name: [v.hex() if isinstance(v, bytes) else v for v in values] * 2 for name, (_, values) in COLUMNS.items()}
    (folder / "nanoarrow.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")


main(pathlib.Path(sys.argv[1]))
