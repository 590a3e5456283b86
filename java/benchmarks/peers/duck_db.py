"""DuckDB's `COPY ... TO`: to Parquet, since it writes Arrow files only with an extension of others."""

import duckdb
import polars

import peer

COMPRESSION = {"uncompressed": "uncompressed", "lz4": "lz4_raw", "zstd": "zstd"}


class DuckDb:
    def load(self, path):
        frame = polars.read_ipc(path).to_arrow(compat_level=polars.CompatLevel.oldest())
        self.database = duckdb.connect()
        self.database.register("source", frame)
        self.database.execute("CREATE TABLE data AS SELECT * FROM source")
        self.database.unregister("source")

    def write(self, way, path, codec, compat):
        level = ", COMPRESSION_LEVEL 3" if codec == "zstd" else ""
        self.database.execute(f"COPY data TO '{path}' (FORMAT parquet, COMPRESSION {COMPRESSION[codec]}{level})")


if __name__ == "__main__":
    peer.obey(f"DuckDB {duckdb.__version__}", DuckDb())
