"""Writes what DatasetTest wrote by pyarrow too, and reads both by pyarrow and polars."""

import os, sys
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

folder = sys.argv[2]
table = pq.read_table(folder + "/all.parquet")
table = table.set_column(2, "text", table["text"].cast(pa.string()))
schema = pa.schema([table.schema.field("day"), table.schema.field("text")])
hive = ds.partitioning(schema, flavor="hive")
ds.write_dataset(table, folder + "/theirs", format="parquet", partitioning=hive)
names = lambda root: sorted(
    os.path.relpath(at, root) for at, _, files in os.walk(root) if files)
assert names(folder + "/ours") == names(folder + "/theirs"), (
    names(folder + "/ours"), names(folder + "/theirs"))
expected = table.sort_by("id").to_pylist()
for root in ("/ours", "/theirs"):
    read = ds.dataset(folder + root, partitioning=hive).to_table()
    assert read.select(["id", "day", "text"]).sort_by("id").to_pylist() == expected, root
read = pl.scan_parquet(folder + "/ours", hive_partitioning=True).collect()
read = read.select("id", "day", "text").sort("id").to_dicts()
assert read == expected, read
