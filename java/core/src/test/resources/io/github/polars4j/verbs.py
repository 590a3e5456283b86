"""Does with Python polars what the library did, and compares what came of it.

Each line of the plan: the number of the case, the input, whether it went well, is refused by both, or is
refused by the library alone; and the expression.
"""

import sys
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

folder = Path(sys.argv[1])
faults = []
cases = 0
for line in (folder / "plan.txt").read_text().splitlines():
    number, source, outcome, expression = line.split("\t")
    cases += 1
    df = pl.read_ipc(folder / f"{source}.arrow")
    try:
        expected = eval(expression, {"pl": pl, "df": df, "folder": folder})
    except Exception as e:  # polars has many kinds
        if outcome == "fine":
            faults.append(f"{number} {expression}: Python refuses: {type(e).__name__} {e} {df.schema}"[:400])
        continue
    if outcome == "refused":
        faults.append(f"{number} {expression}: only the library refuses: {df.schema}"[:400])
    if outcome != "fine":
        continue
    if isinstance(expected, pl.Series):
        expected = expected.to_frame()
    rounded = "cast(pl.Float64)" in expression
    got = pl.read_ipc(folder / f"out{number}.arrow")
    try:
        assert_frame_equal(got, expected, check_exact="approx" not in source and not rounded)
    except AssertionError as e:
        faults.append(f"{number} {expression}: {e}\n{df}\n{got}\n{expected}")
print("\n".join(fault[:500] for fault in faults[:40]) if faults else f"{cases} cases agree")
