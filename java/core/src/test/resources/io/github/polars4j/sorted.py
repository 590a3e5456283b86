"""Prints the sorting columns of each row group."""

import sys

import pyarrow.parquet

file = pyarrow.parquet.ParquetFile(sys.argv[2] + "/" + sys.argv[1])
for group in range(file.num_row_groups):
    keys = file.metadata.row_group(group).sorting_columns
    names = [file.metadata.schema.column(key.column_index).path for key in keys]
    print(*(f"{name} {key.descending} {key.nulls_first}" for name, key in zip(names, keys)), sep=", ")
