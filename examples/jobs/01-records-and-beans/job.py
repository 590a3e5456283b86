from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl


@dataclass
class Order:
    id: int
    customer: str | None
    total: Decimal | None
    day: date | None


class Customer:
    def __init__(self, id, name):
        self.id = id
        self.name = name


orders = [
    Order(1, "Ann", Decimal("12.50"), date(2026, 1, 31)),
    Order(2, None, Decimal("99.99"), date(2026, 2, 1)),
    Order(3, "Bob", None, date(2026, 2, 2)),
]
customers = [Customer(1, "Ann"), Customer(2, None)]

pl.DataFrame(orders, schema_overrides={"total": pl.Decimal(12, 2)}).write_ipc("records.arrow")
pl.DataFrame(
    [vars(customer) for customer in customers], schema={"id": pl.Int64, "name": pl.String}
).write_ipc("beans.arrow")

read = [Order(**row) for row in pl.read_ipc("records.arrow").iter_rows(named=True)]
print("equal" if read == orders else "different")
for row in pl.read_ipc("beans.arrow").iter_rows(named=True):
    customer = Customer(**row)
    print(customer.id, "null" if customer.name is None else customer.name)
