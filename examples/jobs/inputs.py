"""Writes what the jobs read into a folder: orders.arrow, orders.sql and three files in `in`."""

import datetime
import decimal
import pathlib

import pyarrow as pa

CUSTOMERS = ["Ann", "Bob", None, "Cid", "Åse"]
ROWS = 1000


def write(file, table, rows):
    with pa.ipc.new_file(str(file), table.schema) as writer:
        writer.write_table(table, max_chunksize=rows)


def orders():
    numbers = range(ROWS)
    return pa.table(
        {
            "id": pa.array(numbers, pa.int64()),
            "customer": pa.array([CUSTOMERS[i % 5] for i in numbers], pa.string()),
            "quantity": pa.array([None if i % 11 == 0 else i * 7 % 13 for i in numbers], pa.int64()),
            "total": pa.array(
                [None if i % 7 == 0 else decimal.Decimal(i * 37 % 5000) / 100 for i in numbers],
                pa.decimal128(12, 2),
            ),
            "day": pa.array(
                [datetime.date(2026, 1, 1) + datetime.timedelta(days=i % 400) for i in numbers],
                pa.date32(),
            ),
        }
    ).replace_schema_metadata({"source": "shop"})


def sql():
    columns = '("id" BIGINT, "customer" VARCHAR(20), "quantity" BIGINT, "price" DOUBLE PRECISION)'
    lines = [f"CREATE TABLE {table} {columns};" for table in ("orders", "copies")]
    for i in range(ROWS):
        customer = f"'{CUSTOMERS[i % 5]}'" if CUSTOMERS[i % 5] else "NULL"
        quantity = "NULL" if i % 11 == 0 else i
        lines.append(f"INSERT INTO orders VALUES ({i}, {customer}, {quantity}, {i * 0.25});")
    return "\n".join(lines) + "\n"


def parts():
    """Three files: in one of them ids are Int32, one has prices, years are mixed."""
    for number, (kind, priced) in enumerate([(pa.int32(), 0), (pa.int64(), 0), (pa.int64(), 1)]):
        rows = range(number * 100, number * 100 + 100)
        columns = {
            "id": pa.array(rows, kind),
            "customer": pa.array([CUSTOMERS[i % 5] for i in rows], pa.string()),
        }
        if priced:
            columns["price"] = pa.array([i * 0.5 for i in rows], pa.float64())
        columns["year"] = pa.array([2024 + i % 3 for i in rows], pa.int64())
        yield f"{number}.arrow", pa.table(columns)


def make(folder):
    folder = pathlib.Path(folder)
    (folder / "in").mkdir(parents=True)
    write(folder / "orders.arrow", orders(), 250)
    (folder / "orders.sql").write_text(sql(), encoding="utf-8")
    for name, table in parts():
        write(folder / "in" / name, table, 30)
