import polars as pl

orders = pl.read_ipc("orders.arrow")
many = orders.filter(pl.col("quantity") >= 5)
added = many.with_columns(twice=pl.col("quantity") * 2)
ordered = added.sort("quantity", "id", descending=[True, False])
ordered.cast({"quantity": pl.Float64}).write_ipc("sorted.arrow")
