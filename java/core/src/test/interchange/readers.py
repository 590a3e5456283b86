"""readers.py READER FOLDER [FROM]: what a reader for Python sees in the files of FOLDER/files.json, from that one on.

For each a line of JSON: its values by column, or the error. Numbers stand for dates, and nanoseconds for other times.
"""

import datetime
import decimal
import json
import math
import pathlib
import sys
import uuid


def of_arrow(table):
    """The columns of a pyarrow table, as JSON."""
    import pyarrow as pa

    factors = {"s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}

    def plain(value):
        kind = value.type
        if not value.is_valid:
            return None
        if isinstance(kind, pa.BaseExtensionType):
            return plain(value.value)
        if pa.types.is_dictionary(kind):
            return plain(value.dictionary[value.index.as_py()])
        if pa.types.is_struct(kind):
            return {field.name: plain(value[i]) for i, field in enumerate(kind)}
        if pa.types.is_nested(kind):
            return [plain(element) for element in value.values]
        if pa.types.is_date64(kind):
            return value.value // 86_400_000
        if pa.types.is_date32(kind):
            return value.value
        if pa.types.is_interval(kind):
            months, days, nanos = value.as_py()
            return days * 86_400_000_000_000 + nanos if months == 0 else f"{months} months"
        if pa.types.is_temporal(kind):
            return value.value * factors[kind.unit]
        return of_python(value.as_py())

    return {name: [plain(value) for value in column] for name, column in zip(table.column_names, table.columns)}


def of_python(value):
    """A value of Python's, as JSON."""
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, uuid.UUID):
        return value.bytes.hex()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return (value - datetime.date(1970, 1, 1)).days
    if isinstance(value, datetime.time):
        return (((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond) * 1_000
    if isinstance(value, dict):
        return {name: of_python(inner) for name, inner in value.items()}
    return [of_python(inner) for inner in value]


def of_polars(frame):
    import polars as pl

    factors = {"ms": 1_000_000, "us": 1_000, "ns": 1}

    def column(series):
        kind = series.dtype
        if isinstance(kind, pl.BaseExtension):
            return column(series.ext.storage())
        if isinstance(kind, (pl.Datetime, pl.Duration)):
            return [None if v is None else v * factors[kind.time_unit] for v in series.cast(pl.Int64)]
        if kind == pl.Time:
            return series.cast(pl.Int64).to_list()
        return [of_python(value) for value in series.to_list()]

    return {series.name: column(series) for series in frame}


def of_pandas(frame):
    """Missing values are None, as pandas has several for them."""
    import numpy as np
    import pandas as pd

    def plain(value):
        if value is None or value is pd.NA or value is pd.NaT or isinstance(value, float) and math.isnan(value):
            return None
        if isinstance(value, (pd.Timestamp, pd.Timedelta)):
            return value.as_unit("ns").value
        if isinstance(value, (list, np.ndarray)):
            return [plain(inner) for inner in value]
        if isinstance(value, np.generic):
            return plain(value.item())
        if isinstance(value, dict):
            return {name: plain(inner) for name, inner in value.items()}
        return of_python(value)

    return {name: [plain(value) for value in frame[name].astype(object)] for name in frame.columns}


class Pyarrow:
    def __init__(self):
        import pyarrow.parquet

        self.version = pyarrow.__version__

    def file(self, path):
        import pyarrow as pa

        with pa.ipc.open_file(path) as reader:
            return of_arrow(reader.read_all())

    def stream(self, path):
        import pyarrow as pa

        with pa.ipc.open_stream(path) as reader:
            return of_arrow(reader.read_all())

    def parquet(self, path):
        import pyarrow.parquet as pq

        return of_arrow(pq.read_table(path))


class Polars:
    def __init__(self):
        import polars as pl

        self.version = pl.__version__

    def file(self, path):
        import polars as pl

        return of_polars(pl.read_ipc(path))

    def stream(self, path):
        import polars as pl

        return of_polars(pl.read_ipc_stream(path))

    def parquet(self, path):
        import polars as pl

        return of_polars(pl.read_parquet(path))


class Pandas:
    def __init__(self):
        import pandas as pd

        self.version = pd.__version__

    def file(self, path):
        import pandas as pd

        return of_pandas(pd.read_feather(path))

    def parquet(self, path):
        import pandas as pd

        return of_pandas(pd.read_parquet(path))


class DuckDB(Pyarrow):
    """It reads Parquet itself, and Arrow files through pyarrow."""

    def __init__(self):
        import duckdb

        self.version = duckdb.__version__

    def file(self, path):
        import duckdb
        import pyarrow as pa

        with pa.ipc.open_file(path) as reader:
            table = reader.read_all()
        return of_arrow(duckdb.from_arrow(table).to_arrow_table())

    def stream(self, path):
        import duckdb
        import pyarrow as pa

        with pa.ipc.open_stream(path) as reader:
            return of_arrow(duckdb.from_arrow(reader).to_arrow_table())

    def parquet(self, path):
        import duckdb

        return of_arrow(duckdb.read_parquet(str(path)).to_arrow_table())


class Fastparquet:
    def __init__(self):
        import fastparquet

        self.version = fastparquet.__version__

    def parquet(self, path):
        import pandas as pd

        return of_pandas(pd.read_parquet(path, engine="fastparquet"))


class DataFusion:
    """With the readers of arrow-rs."""

    def __init__(self):
        import datafusion

        self.version = datafusion.__version__
        self.context = datafusion.SessionContext()
        self.count = 0

    def file(self, path):
        self.count += 1
        name = f"t{self.count}"
        self.context.sql(f"CREATE EXTERNAL TABLE {name} STORED AS ARROW LOCATION '{path}'")
        return of_arrow(self.context.sql(f"SELECT * FROM {name}").to_arrow_table())

    stream = file

    def parquet(self, path):
        return of_arrow(self.context.read_parquet(str(path)).to_arrow_table())


class Nanoarrow:
    def __init__(self):
        import nanoarrow

        self.version = nanoarrow.__version__

    def stream(self, path):
        import nanoarrow as na
        import pyarrow as pa

        with na.ArrayStream.from_path(path) as stream:
            return of_arrow(pa.table(stream.read_all()))


class ClickHouse:
    """chDB, the same engine as ClickHouse local."""

    def __init__(self):
        import chdb

        self.version = f"{chdb.engine_version}"

    def read(self, path, form):
        import chdb
        import pyarrow as pa

        answer = chdb.query(f"SELECT * FROM file('{path}', {form})", "ArrowStream")
        with pa.ipc.open_stream(answer.bytes()) as reader:
            table = reader.read_all()
        try:
            return of_arrow(table)
        except UnicodeDecodeError:  # its strings are bytes
            return of_arrow(table.cast(pa.schema([(name, pa.binary()) for name in table.column_names])))

    def file(self, path):
        return self.read(path, "Arrow")

    def stream(self, path):
        return self.read(path, "ArrowStream")

    def parquet(self, path):
        return self.read(path, "Parquet")


class Spark:
    def __init__(self):
        import pyspark
        from pyspark.sql import SparkSession

        self.version = pyspark.__version__
        session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        self.session = session.config("spark.sql.session.timeZone", "UTC").getOrCreate()

    def parquet(self, path):
        return of_arrow(self.session.read.parquet(str(path)).toArrow())


READERS = {
    "pyarrow": Pyarrow,
    "polars": Polars,
    "pandas": Pandas,
    "DuckDB": DuckDB,
    "fastparquet": Fastparquet,
    "DataFusion": DataFusion,
    "nanoarrow": Nanoarrow,
    "ClickHouse": ClickHouse,
    "Spark": Spark,
}


def main(name, folder, start=0):
    reader = READERS[name]()
    print(json.dumps({"version": reader.version}), flush=True)
    for number, entry in enumerate(json.loads((folder / "files.json").read_text("utf-8"))):
        kind = {".arrow": "file", ".arrows": "stream", ".parquet": "parquet"}[pathlib.Path(entry["file"]).suffix]
        if number < start or entry["refused"]:
            continue
        line = {"number": number}
        print(json.dumps(line), flush=True)
        if not hasattr(reader, kind):
            continue
        try:
            line["values"] = getattr(reader, kind)(folder / entry["file"])
        except BaseException as e:  # polars' panics are no Exception
            line["error"] = f"{type(e).__name__}: {e}"
        print(json.dumps(line), flush=True)


main(sys.argv[1], pathlib.Path(sys.argv[2]), *map(int, sys.argv[3:]))
