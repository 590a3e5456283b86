from datetime import datetime, timedelta, timezone
from itertools import islice

import polars as pl
from polars.io.plugins import register_io_source

SCHEMA = {"id": pl.Int64, "at": pl.Datetime("us", "UTC"), "value": pl.Float64}
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
readings = ((id, EPOCH + timedelta(seconds=id), id * 0.5) for id in range(10_000_000))


def frames(columns, predicate, rows, batch_rows):
    while some := list(islice(readings, 100_000)):
        yield pl.DataFrame(some, schema=SCHEMA, orient="row")


register_io_source(frames, schema=SCHEMA).sink_ipc("readings.arrow", compression="zstd")
