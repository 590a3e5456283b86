from dataclasses import dataclass

import polars as pl


@dataclass
class Person:
    id: int
    name: str | None


people = [Person(1, "Ann"), Person(2, None), Person(3, "Bob")]
pl.DataFrame(people).write_ipc("people.arrow")
read = [Person(**row) for row in pl.read_ipc("people.arrow").iter_rows(named=True)]
print("equal" if read == people else "different")
