from datetime import date
from decimal import Decimal

import polars as pl

totals = {}
last = date.min
for row in pl.read_ipc("orders.arrow").iter_rows(named=True):
    if row["customer"] is not None and row["total"] is not None:
        totals[row["customer"]] = totals.get(row["customer"], Decimal(0)) + row["total"]
    last = max(last, row["day"])
for customer, total in sorted(totals.items()):
    print(customer, total)
print(last)
