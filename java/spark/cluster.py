"""Spark with executors of their own (local-cluster), which .ci/run does not start: writes rows while an executor is
killed, reads them back with Spark, pyarrow and polars, and times the formats against each other.

    python java/spark/cluster.py [--rows N] [--rounds N] [--jars A,B] [--work FOLDER]

Needs a Python with pyspark 4.2, pyarrow and polars, and the jars that `mvn verify` has made.
"""

import argparse
import os
import shutil
import signal
import statistics
import tempfile
import time
from pathlib import Path

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


def session(executors, cores, args):
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    return (SparkSession.builder.master(f"local-cluster[{executors},{cores},2048]")
            .config("spark.jars", args.jars)
            .config("spark.executor.memory", "2g")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", str(args.work / "local"))
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.files.maxPartitionBytes", "32m")
            .getOrCreate())


def rows(spark, count):
    return spark.range(0, count, 1, 4).selectExpr(
        "id", "id % 7 AS day", "cast(id * 0.25 AS double) AS price", "concat('customer ', id % 1000) AS customer",
        "cast(id % 100000 AS decimal(12, 2)) AS total", "timestamp_micros(id * 1000000) AS at")


def survives_a_killed_executor(args):
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
    stray = [f for f in out.rglob("*") if f.is_file() and f.suffix not in (".arrow", ".crc") and f.name != "_SUCCESS"]
    assert not stray, stray
    count, total = args.rows, args.rows * (args.rows - 1) // 2
    back = spark.read.format("polars-ipc").load(str(out))
    seen = back.selectExpr("count(*)", "count(distinct id)", "sum(id)").first()
    assert tuple(seen) == (count, count, total), seen
    assert back.exceptAll(source.select(back.columns)).count() == 0
    spark.stop()
    table = pyarrow.dataset.dataset(out, format="ipc", partitioning="hive").to_table(["id", "day"])
    assert (len(table), pyarrow.compute.sum(table["id"]).as_py()) == (count, total)
    frame = polars.scan_ipc(out / "**/*.arrow", hive_partitioning=True)
    assert frame.select(polars.len(), polars.col("id").sum()).collect().row(0) == (count, total)
    print(f"a killed executor: {count} rows, each once, for Spark, pyarrow and polars")


def timed(action):
    start = time.monotonic()
    action()
    return time.monotonic() - start


def compares_formats(args):
    """One executor of two cores; formats take turns in each round; the median counts."""
    spark = session(1, 2, args)
    source = rows(spark, args.rows).cache()
    source.count()
    formats = ["polars-ipc", "parquet", "orc"]
    times = {}
    for number in range(args.rounds + 1):
        for name in formats:
            out = str(args.work / name)

            def read(*columns):
                back = spark.read.format(name).load(out)
                (back.select(*columns) if columns else back).write.format("noop").mode("overwrite").save()

            shutil.rmtree(out, ignore_errors=True)
            took = {"write": timed(lambda: source.write.format(name).option("compression", "zstd").save(out)),
                    "read all": timed(read), "read one column": timed(lambda: read("price"))}
            if number > 0:  # the first round warms up
                for what, seconds in took.items():
                    times.setdefault((what, name), []).append(seconds)
    spark.stop()
    for what in ("write", "read all", "read one column"):
        base = statistics.median(times[what, "parquet"])
        for name in formats:
            middle = statistics.median(times[what, name])
            print(f"{what:16} {name:11} {middle:6.2f} s  {middle / base:5.2f} x Parquet   "
                  f"({min(times[what, name]):.2f} to {max(times[what, name]):.2f})")
    for name in formats:
        size = sum(f.stat().st_size for f in (args.work / name).rglob("part-*"))
        print(f"{'size':16} {name:11} {size / 1e6:6.1f} MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jars", default=jars())
    parser.add_argument("--work", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.work) as folder:
        args.work = Path(folder)
        survives_a_killed_executor(args)
        if args.rounds > 0:
            compares_formats(args)


if __name__ == "__main__":
    main()
