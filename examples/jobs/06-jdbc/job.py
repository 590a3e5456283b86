import sqlite3

import polars as pl

with open("orders.sql") as script, sqlite3.connect(":memory:") as connection:
    connection.executescript(script.read())
    orders = pl.read_database("SELECT * FROM orders ORDER BY 1", connection)
    orders.write_ipc("queried.arrow")
    connection.executemany("INSERT INTO copies VALUES (?, ?, ?, ?)", orders.iter_rows())
    print(*connection.execute(
        'SELECT COUNT(*), COUNT("customer"), SUM("quantity") FROM copies').fetchone())
