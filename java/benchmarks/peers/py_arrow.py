"""pyarrow: `ipc.new_file` and `ipc.open_file`; it also checks what the others wrote."""

import polars
import pyarrow
import pyarrow.parquet

import peer

COMPRESSION = {
    "uncompressed": None,
    "lz4": "lz4",
    "zstd": pyarrow.Codec("zstd", compression_level=3),
}


class PyArrow:
    def load(self, path):
        with pyarrow.OSFile(path) as file:
            self.data = pyarrow.ipc.open_file(file).read_all().combine_chunks()

    def write(self, way, path, codec, compat):
        options = pyarrow.ipc.IpcWriteOptions(compression=COMPRESSION[codec])
        with pyarrow.OSFile(path, "wb") as file:
            with pyarrow.ipc.new_file(file, self.data.schema, options=options) as writer:
                writer.write_table(self.data)

    def read(self, path):
        return pyarrow.ipc.open_file(pyarrow.memory_map(path)).read_all()

    def table(self, table):
        return table

    def check(self, way, path):
        """Whether a file holds what was loaded; polars brings both to the same types where they differ."""
        if way == "parquet":
            written = pyarrow.parquet.read_table(path)
        else:
            written = pyarrow.ipc.open_file(pyarrow.memory_map(path)).read_all()
        if written.column_names != self.data.column_names:
            raise ValueError("the columns have other names")
        for name in written.column_names:
            expected, found = self.data[name], written[name]
            if found.type != expected.type or pyarrow.types.is_dictionary(found.type):
                expected = plain(expected)
                found = plain(found).cast(expected.type)
            if not found.combine_chunks().equals(expected.combine_chunks()):
                raise ValueError(f"column {name} is not what it should be")


def plain(column):
    """The column in the one of Arrow's layouts for its values that everyone knows."""
    series = polars.from_arrow(column)
    if series.dtype == polars.Categorical:
        series = series.cast(polars.String)
    array = series.to_arrow(compat_level=polars.CompatLevel.oldest())
    return pyarrow.chunked_array([array])


if __name__ == "__main__":
    peer.obey(f"pyarrow {pyarrow.__version__}", PyArrow())
