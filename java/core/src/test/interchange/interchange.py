"""Who reads the files that InterchangeTest wrote to a folder.

interchange.py page FOLDER PAGE    asks all readers, and writes docs/interchange.md
interchange.py check FOLDER PAGE   asks those of QUICK, and compares their cells and words with the page
"""

import concurrent.futures
import decimal
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
QUICK = ["pyarrow", "polars", "pandas", "DuckDB"]
PYTHON = QUICK + ["fastparquet", "DataFusion", "nanoarrow", "ClickHouse", "Spark"]


def commands():
    """How each reader is run; FOLDER and the number of the first file follow."""
    found = {name: [sys.executable, str(HERE / "readers.py"), name] for name in PYTHON}
    tools = pathlib.Path(os.environ.get("INTERCHANGE_TOOLS", "."))
    found["arrow-js"] = ["node", str(tools / "readers.mjs")]
    found["arrow-go"] = [str(tools / "arrow-go")]
    for version in ("12", "15", "19"):
        opens = "--add-opens=java.base/java.nio=ALL-UNNAMED"
        found[f"Arrow Java {version}"] = ["java", opens, "-cp", str(tools / f"arrow-java-{version}" / "*"), str(HERE / "ArrowJava.java")]
    return found


def ask(command, folder):
    """The reader's version and its lines by number; one that dies is started again behind what it died of."""
    version, lines, start = None, {}, 0
    while True:
        done = subprocess.run([*command, str(folder), str(start)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for text in done.stdout.decode("utf-8").splitlines():
            if text.startswith('{"version"'):
                version = json.loads(text)["version"]
            elif text.startswith('{"number"'):
                line = json.loads(text)
                lines[line["number"]] = line
        if done.returncode == 0:
            return version, lines
        last = max(lines, default=-1)
        if last < start or version is None:
            raise SystemExit(f"{command}: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
        lines[last]["error"] = f"the process ends: {done.returncode}"
        start = last + 1


def scaled(value, nanos):
    if isinstance(value, list):
        return [scaled(inner, nanos) for inner in value]
    return value * nanos if isinstance(value, int) and not isinstance(value, bool) else value


def same(expected, read):
    if isinstance(expected, list) and isinstance(read, list):
        return len(expected) == len(read) and all(map(same, expected, read))
    if isinstance(expected, dict) and isinstance(read, dict):
        return expected.keys() == read.keys() and all(same(expected[name], read[name]) for name in expected)
    if type(expected) is type(read) and expected == read:
        return True
    if isinstance(expected, str) and isinstance(read, str):
        if read in (expected.encode("utf-8").hex(), f"{expected[:8]}-{expected[8:12]}-{expected[12:16]}-{expected[16:20]}-{expected[20:]}"):
            return True  # text as bytes, a UUID as text
    if isinstance(expected, float):
        return isinstance(read, (str, int, float)) and not isinstance(read, bool) and number(read, float) == expected
    if isinstance(expected, bool) or not isinstance(expected, (int, str)) or not isinstance(read, (int, str)):
        return False
    known = number(expected, decimal.Decimal)
    return known is not None and not isinstance(read, bool) and known == number(read, decimal.Decimal)


def number(value, kind):
    try:
        return kind(value)
    except (ArithmeticError, ValueError):
        return None


def judge(entry, line):
    """A cell, and what is said of it."""
    if entry["refused"]:
        return "", None
    if line is None or "values" not in line and "error" not in line:
        return "", None
    if "error" in line:
        text = line["error"].rsplit("Caused by: ", 1)[-1].split("\n\tat ")[0].replace(entry["file"], "FILE")
        text = re.sub(r"\S*/FILE", "FILE", text)
        return "no", " ".join(text.replace("|", "/").replace("`", "'").split())[:240]
    if sorted(line["values"]) != sorted(entry["values"]):
        return "differs", f"columns {', '.join(line['values'])}"
    for name, values in entry["values"].items():
        read = line["values"][name]
        expected = scaled(values, entry["nanos"][name])
        if not same(expected, read):
            for row, (one, other) in enumerate(zip(expected, read)):
                if not same(one, other):
                    return "differs", f"{json.dumps(other, ensure_ascii=False)} for {json.dumps(one, ensure_ascii=False)}"
            return "differs", f"{len(read)} rows"
    return "yes", None


def results(folder, names):
    found = commands()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda name: ask(found[name], folder), names))
    entries = json.loads((folder / "files.json").read_text("utf-8"))
    versions, cells, words = {}, {}, {}
    for name, (version, lines) in zip(names, answers):
        versions[name] = version
        streams_only = not any("values" in line for n, line in lines.items() if entries[n]["column"] == "IPC file")
        for n, entry in enumerate(entries):
            table, row, column = entry["table"], entry["row"], entry["column"]
            if table.startswith("Types, IPC") and column != ("IPC stream" if streams_only else "IPC file"):
                continue
            cell, word = judge(entry, lines.get(n))
            cells[table, row, name] = cell
            if word:
                words.setdefault(name, {}).setdefault((cell, word), []).append((table, row))
    return entries, versions, cells, words


def tables(entries, names, cells):
    """The lines of the tables, by table and row."""
    found = {}
    for entry in entries:
        table, row = entry["table"], entry["row"]
        line = f"| {row} | " + " | ".join(cells[table, row, name] for name in names) + " |"
        if entry["refused"]:
            line = f"| {row} | " + " | ".join("not written" for _ in names) + " |"
        found.setdefault(table, {})[row] = line
    return found


def said(name, words):
    """A line for each thing that a reader says, with where it says so."""
    lines = []
    for (cell, word), places in words.get(name, {}).items():
        by_table = {}
        for table, row in places:
            by_table.setdefault(table, []).append(row)
        where = " / ".join(f"{table}: {'; '.join(dict.fromkeys(rows))}" for table, rows in by_table.items())
        lines.append(f"| {name} | {cell} | `{word}` | {where} |")
    return lines


INTRO = (HERE / "interchange.md").read_text("utf-8")


def page(folder, path):
    names = list(commands())
    entries, versions, cells, words = results(folder, names)
    out = [INTRO.rstrip(), "", "## Readers", "", "| Reader | Version |", "|---|---|"]
    out += [f"| {name} | {versions[name]} |" for name in names]
    for table, rows in tables(entries, names, cells).items():
        out += ["", f"## {table}", "", "| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|", *rows.values()]
    refused = {(e["row"], e["refused"]) for e in entries if e["refused"]}
    out += ["", "## What they say", "", "| Reader | Cell | Words | Where |", "|---|---|---|---|"]
    out += [f"| polars4j | not written | `{word}` | {row} |" for row, word in sorted(refused)]
    for name in names:
        out += said(name, words)
    path.write_text("\n".join(out) + "\n", "utf-8")


def check(folder, path):
    entries, versions, cells, words = results(folder, QUICK)
    text = path.read_text("utf-8")
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    faults = []
    for name in QUICK:
        if f"| {name} | {versions[name]} |" not in sections["Readers"]:
            faults.append(f"{name} is {versions[name]}")
        here = [line for line in sections["What they say"].splitlines() if line.startswith(f"| {name} |")]
        faults += [f"not on the page: {line}" for line in said(name, words) if line not in here]
        faults += [f"no longer so: {line}" for line in here if line not in said(name, words)]
    for table, rows in tables(entries, QUICK, cells).items():
        lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in sections[table].splitlines() if "|" in line]
        heads, there = lines[0], {line[0]: line for line in lines[2:]}
        if list(there) != list(rows):
            faults.append(f"{table}: rows {sorted(set(there) ^ set(rows))}")
            continue
        for row, line in rows.items():
            seen = [there[row][heads.index(name)] for name in QUICK]
            if [cell.strip() for cell in line.split("|")[2:-1]] != seen:
                faults.append(f"{table}, the page has {seen}: {line}")
    if faults:
        raise SystemExit("\n".join(faults))
    print(f"{sum(cell != '' for cell in cells.values())} cells hold")


{"page": page, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
