"""Python polars: `write_ipc`, `sink_ipc` and `read_ipc`."""

import io
from pathlib import Path

import polars

import peer


class PythonPolars:
    def load(self, path):
        # From bytes, or the frame would stay in the mapped file.
        self.frame = polars.read_ipc(io.BytesIO(Path(path).read_bytes())).rechunk()

    def write(self, way, path, codec, compat):
        level = polars.CompatLevel.oldest() if compat == "oldest" else polars.CompatLevel.newest()
        if way == "sink":
            self.frame.lazy().sink_ipc(path, compression=codec, compat_level=level)
        else:
            self.frame.write_ipc(path, compression=codec, compat_level=level)

    def read(self, path):
        return polars.read_ipc(path)

    def table(self, frame):
        return frame.to_arrow(compat_level=polars.CompatLevel.newest())


if __name__ == "__main__":
    peer.obey(f"Python polars {polars.__version__}", PythonPolars())
