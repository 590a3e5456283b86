"""Compares what the three programs of a job wrote: as pyarrow reads it, and as polars does."""

import polars as pl
import polars.testing
import pyarrow as pa


def plain(table):
    """One type for texts: polars writes views, Arrow Java does not."""
    fields = []
    for field in table.schema:
        text = pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        if text or pa.types.is_string_view(field.type):
            field = field.with_type(pa.large_string())
        fields.append(field.with_nullable(True))
    return table.cast(pa.schema(fields, table.schema.metadata)).combine_chunks()


def read(file):
    with pa.memory_map(str(file)) as source, pa.ipc.open_file(source) as reader:
        return plain(reader.read_all())


def partitions(folder):
    """The folders and the table in each; the files' names differ."""
    return {file.parent.name: read(file) for file in folder.glob("*/*")}


def same(job, runs):
    (ours, printed), *others = runs
    for folder, other in others:
        assert printed == other, f"{job.title}: {ours} printed\n{printed}\n{folder} printed\n{other}"
        for name in job.files:
            expected, actual = read(ours / name), read(folder / name)
            assert expected.equals(actual, check_metadata=job.metadata), f"{folder / name}\n{expected}\n{actual}"
            polars.testing.assert_frame_equal(pl.read_ipc(ours / name), pl.read_ipc(folder / name), check_exact=True)
            assert actual.num_rows > 0
        for part in job.partitions:
            left, right = partitions(ours / part), partitions(folder / part)
            assert left and left == right, f"{left}\n{right}"
