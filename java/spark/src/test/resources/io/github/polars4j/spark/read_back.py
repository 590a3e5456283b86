"""Reads what Spark wrote, with pyarrow and with polars: rows of id, text and list in folders p=0, 1, 2."""

import sys
from pathlib import Path

import polars
import pyarrow.dataset

folder = Path(sys.argv[1])
expected = [(i, i % 3, None if i % 5 == 0 else f"v{i}", [i, None]) for i in range(1000)]

table = pyarrow.dataset.dataset(folder, format="ipc", partitioning="hive").to_table()
arrow = sorted((r["id"], r["p"], r["text"], r["list"]) for r in table.to_pylist())
assert arrow == expected, arrow[:3]

frame = polars.scan_ipc(folder / "**/*.arrow", hive_partitioning=True).collect().sort("id")
assert frame.select("id", "p", "text", "list").rows() == expected, frame
print("same rows")
