"""Columns of one name, and time zones that polars has another name for, or none; what came of them."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

ZONES = ["+05:30", "-03:30", "Z", "GMT+2", "+00:00", "Europe/Berlin", "UTC"]
what, folder = sys.argv[1], Path(sys.argv[2])


def zoned():
    instants = [0, None, 1_700_000_000_123_456]
    columns = [pa.array(instants, pa.timestamp("us", tz=zone)) for zone in ZONES]
    inner = pa.StructArray.from_arrays([columns[0]], ["at"])
    lists = pa.array([[0, 1], None, []], pa.list_(pa.timestamp("ms", tz="-03:30")))
    return pa.table([*columns, inner, lists], names=[*ZONES, "struct", "list"])


def doubled():
    columns = [pa.array(values) for values in ([1, 2], ["a", "b"], [1.5, 2.5], [True, False])]
    return pa.table(columns, names=["x", "x", "y", "x_duplicated_0"])


def write(table, stem):
    feather.write_feather(table, folder / f"{stem}.arrow", compression="uncompressed")
    with pa.ipc.new_stream(folder / f"{stem}.arrows", table.schema) as writer:
        writer.write_table(table)
    pq.write_table(table, folder / f"{stem}.parquet")


def read(path):
    match path.suffix:
        case ".parquet":
            return pq.read_table(path)
        case ".arrows":
            return pa.ipc.open_stream(path.read_bytes()).read_all()
        case _:
            return pa.ipc.open_file(path.read_bytes()).read_all()


if what == "write":
    write(zoned(), "zones")
    write(doubled(), "doubled")
else:
    expected = zoned()
    for path in sorted(folder.glob("again-*")):
        table = read(path)
        instants = pa.timestamp("us")
        for name in ZONES:
            own, other = table[name], expected[name]
            assert own.cast(instants).equals(other.cast(instants)), (path, name)
        zones = [table.schema.field(name).type.tz for name in ZONES]
        assert zones == ZONES, (path, zones)
        assert table.schema.field("struct").type[0].type.tz == "+05:30", path
        assert table.schema.field("list").type.value_type.tz == "-03:30", path
        print(path.name)
