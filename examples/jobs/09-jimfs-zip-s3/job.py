import io
import os
import zipfile

import polars as pl

memory = io.BytesIO()
pl.read_ipc("orders.arrow").write_ipc(memory)
with zipfile.ZipFile("orders.zip", "w") as zipped:
    with zipped.open("orders.arrow", "w") as entry:
        pl.read_ipc(memory.getvalue()).write_ipc(entry)
with zipfile.ZipFile("orders.zip") as zipped:
    orders = pl.read_ipc(zipped.read("orders.arrow"))
store = {"aws_endpoint_url": os.environ["AWS_ENDPOINT_URL"], "aws_allow_http": "true"}
orders.write_ipc("s3://shop/orders.arrow", storage_options=store)
pl.read_ipc("s3://shop/orders.arrow", storage_options=store).write_ipc("back.arrow")
