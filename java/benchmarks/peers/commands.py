"""Whole commands, a process for each run: from a file to a file, and programs of a JVM that write their first file.

It is told how a JVM is started, and tells of each run its time, its processor time and its highest resident memory.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import polars

import peer

ROOT = Path(__file__).resolve().parents[3]
JAVA = sys.argv[1:]
FIRST = "io.github.polars4j.benchmarks.peer.FirstWrite"

POLARS = """
import sys, polars as pl
source, target, codec = sys.argv[1:]
scan = {
    ".csv": lambda: pl.scan_csv(source, try_parse_dates=True),
    ".ndjson": lambda: pl.scan_ndjson(source),
    ".parquet": lambda: pl.scan_parquet(source),
}[source[source.rindex("."):]]
scan().sink_ipc(target, compression=codec, compat_level=pl.CompatLevel.oldest())
"""

DUCKDB = """
import sys, duckdb
source, target, codec = sys.argv[1:]
read = "read_json" if source.endswith(".ndjson") else "read_csv" if source.endswith(".csv") else "read_parquet"
level = ", COMPRESSION_LEVEL 3" if codec == "zstd" else ""
duckdb.execute(f"COPY (FROM {read}('{source}')) TO '{target}' (FORMAT parquet, COMPRESSION {codec}{level})")
"""

PYARROW = """
import sys, pyarrow
source, target, codec = sys.argv[1:]
if source.endswith(".csv"):
    import pyarrow.csv
    # As others do: nothing between two commas is no value, of text too.
    reader = pyarrow.csv.open_csv(source, convert_options=pyarrow.csv.ConvertOptions(strings_can_be_null=True))
elif source.endswith(".ndjson"):
    import pyarrow.json
    reader = pyarrow.json.open_json(source)
else:
    import pyarrow.parquet
    file = pyarrow.parquet.ParquetFile(source)
    reader = file.iter_batches()
schema = file.schema_arrow if source.endswith(".parquet") else reader.schema
compression = pyarrow.Codec("zstd", compression_level=3) if codec == "zstd" else None
options = pyarrow.ipc.IpcWriteOptions(compression=compression)
with pyarrow.OSFile(target, "wb") as out, pyarrow.ipc.new_file(out, schema, options=options) as writer:
    for batch in reader:
        writer.write_batch(batch)
"""


class Commands:
    """Runs a command by its name."""

    def load(self, way, path):
        """Makes the file that commands read, and what they make of it for the plain write."""
        source = Path(path)
        self.source = source.with_suffix("." + way)
        self.written = {codec: source.with_suffix(f".{codec}.out") for codec in ("uncompressed", "zstd")}
        if way == "first":
            return
        frame = polars.read_ipc(source)
        make(self.source, lambda part: getattr(frame, "write_" + way)(part))
        for codec, out in self.written.items():
            make(out, lambda part: frame.write_ipc(part, compression=codec, compat_level=polars.CompatLevel.oldest()))

    def command(self, way, target, codec):
        if way.startswith("first-"):
            return [*JAVA, FIRST, way.removeprefix("first-"), target]
        script = {"polars": POLARS, "duckdb": DUCKDB, "pyarrow": PYARROW}.get(way)
        if script:
            return [sys.executable, "-c", script, self.source, target, codec]
        if way == "cat":
            return ["sh", "-c", 'cat "$1" >/dev/null; cat "$2" >"$3"', "sh", self.source, self.written[codec], target]
        compression = "none" if codec == "uncompressed" else codec
        return [ROOT / "bin/polars4j", "convert", self.source, target, "--compression", compression]


def make(path, write):
    if not path.exists():
        part = path.with_suffix(".part")
        write(part)
        part.rename(path)


def run(commands, way, path, codec, compat, repeats):
    if os.path.exists(path):
        os.remove(path)
    command = commands.command(way, path, codec)
    start = time.perf_counter_ns()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    nanos = time.perf_counter_ns() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{way} ended with {process.returncode}")
    return "\t".join(str(round(n)) for n in (nanos, (usage.ru_utime + usage.ru_stime) * 1e9, usage.ru_maxrss * 1024))


if __name__ == "__main__":
    peer.COMMANDS["write"] = run
    peer.COMMANDS["load"] = lambda commands, way, path: commands.load(way, path)
    peer.obey("commands", Commands())
