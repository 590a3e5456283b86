import polars as pl
import pyarrow.feather

orders = pl.from_arrow(pyarrow.feather.read_table("orders.arrow"))
many = orders.filter(pl.col("quantity") >= 5)
pyarrow.feather.write_feather(many.to_arrow(), "many.arrow", compression="uncompressed")
