"""The jobs, and the page of the documentation that shows them."""

import dataclasses
import pathlib
import re
import textwrap

HERE = pathlib.Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "jobs.md"

# What is no line of code: a blank one, a comment, an import, a package.
NO_CODE = re.compile(r"\s*((//|#).*|(import|package)\b.*|from \S+ import .*)?")


@dataclasses.dataclass
class Job:
    number: int
    name: str
    title: str
    text: str
    files: list[str]
    metadata: bool = False
    partitions: tuple[str, ...] = ()
    notes: str = ""

    @property
    def folder(self):
        return HERE / f"{self.number:02}-{self.name}"

    @property
    def sources(self):
        end = "kt" if self.name == "kotlin" else "java"
        return [self.folder / name for name in (f"Job.{end}", f"ArrowJob.{end}", "job.py")]

    def more(self, source):
        """Names of files that a program needs besides its source."""
        if self.name != "modules" or source.suffix != ".java":
            return []
        return ["module-info.java" if source.stem == "Job" else "arrow-module-info.java"]

    def lines(self, source):
        files = [source, *(self.folder / name for name in self.more(source))]
        texts = [file.read_text(encoding="utf-8").splitlines() for file in files]
        return sum(not NO_CODE.fullmatch(line) for text in texts for line in text)

    def checked(self):
        files = [f"`{name}`" for name in self.files] + [f"each folder of `{name}`" for name in self.partitions]
        metadata = ["metadata"] * self.metadata
        return "; ".join(files + metadata + ["the printed lines"] * self.prints())

    def prints(self):
        return "print" in self.sources[0].read_text(encoding="utf-8")


JOBS = [
    Job(
        1,
        "records-and-beans",
        "Records and beans",
        "Write a list of records and a list of beans to files, and read both back as objects.",
        ["records.arrow", "beans.arrow"],
    ),
    Job(
        2,
        "read-and-loop",
        "Read and loop",
        "Read a file row by row: the total of each customer, and the last day.",
        [],
    ),
    Job(
        3,
        "add-filter-sort-cast",
        "Add, filter, sort, cast",
        "Keep the rows with a quantity of at least 5, add a column, sort by two columns, cast one.",
        ["sorted.arrow"],
    ),
    Job(
        4,
        "ten-million-rows",
        "Ten million rows from an iterator",
        "Write 10,000,000 rows that come from an iterator, with ZSTD, in memory that does not grow with them.",
        ["readings.arrow"],
        notes="Arrow Java compresses with `arrow-compression`, which the program also names.",
    ),
    Job(
        5,
        "http",
        "HTTP both ways",
        "A server that sends and receives Arrow streams, and a client that gets one and posts it back.",
        ["received.arrow"],
    ),
    Job(
        6,
        "jdbc",
        "JDBC both ways",
        "A query's result to a file, and into another table.",
        ["queried.arrow"],
        notes="Arrow Java needs `arrow-jdbc` (here 18.3.0). Python has no JDBC: its program does the same in SQLite, the"
        " Java programs in H2.",
    ),
    Job(
        7,
        "arrow-java",
        "Arrow Java both ways",
        "Take record batches of Arrow Java, filter them, and give vectors of Arrow Java back, which it writes.",
        ["many.arrow"],
        notes="In Arrow Java there is nothing to convert, but the filter is a loop. In Python, pyarrow reads and"
        " writes.",
    ),
    Job(
        8,
        "metadata",
        "Rewrite metadata",
        "Add to the metadata of a file and of a field, batch by batch, and keep what there is.",
        ["checked.arrow"],
        metadata=True,
        notes="Python polars does not write this metadata: the program is pyarrow's.",
    ),
    Job(
        9,
        "jimfs-zip-s3",
        "Jimfs, zip, S3",
        "Copy a frame from a file into Jimfs, from there into a zip file, from there to S3, and back to a file.",
        ["back.arrow"],
        notes="Python has no Jimfs: its program uses `BytesIO`. S3 is the API of moto. The Java programs hold the object"
        " in memory; [stores.md](stores.md) has a class that reads ranges and writes parts.",
    ),
    Job(
        10,
        "globs-and-partitions",
        "Globs and partitions",
        "Read a pattern of files whose schemas differ as one, write it partitioned by year, read the folder as one.",
        ["all.arrow"],
        partitions=("out",),
        notes="Arrow Java's vectors alone do it, in Arrow files: without another library it has no globs, no union of"
        " schemas and no partitions.",
    ),
    Job(
        11,
        "kotlin",
        "Kotlin",
        "Write a list of data classes to a file, and read it back.",
        ["people.arrow"],
    ),
    Job(
        12,
        "modules",
        "Modules",
        "Write a list of records to a file and read it back, in a named module on the module path.",
        ["people.arrow"],
        notes="`module-info.java` counts. JDK 17 starts ours without flags; Arrow Java wants `--add-opens` and"
        " `--add-modules`. Python has no modules of this kind.",
    ),
]

HEAD = """# Twelve jobs, side by side

What everyday jobs take in lines of code: with polars4j, with Arrow Java 19 and with Python polars 2.1.
`examples/jobs/run` makes an empty Maven project for each Java program, builds and runs it, runs the Python program, and
checks that all three wrote the same, before it writes this page. Files are compared value by value and type by type, as
pyarrow and as polars read them (how texts are stored may differ), printed lines by their text.

A line counts unless it is blank, a comment, an `import` or a `package`. The Java programs are formatted by
google-java-format.

| | job | polars4j | Arrow Java | Python polars | the same in all three |
|---|---|---:|---:|---:|---|
"""


def link(source, text):
    return f"[{text}](../examples/jobs/{source.parent.name}/{source.name})"


def filled(text):
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)


def body(job):
    ours, arrow, python = job.sources
    text = [f"## {job.number}. {job.title}", filled(f"{job.text} {job.notes}")]
    for file in [*(job.folder / name for name in job.more(ours)), ours]:
        kind = "kotlin" if file.suffix == ".kt" else "java-module" if file.stem == "module-info" else "java"
        text.append(f"```{kind}\n{file.read_text(encoding='utf-8')}```")
    text.append(filled(f"The same {link(arrow, 'with Arrow Java')} and {link(python, 'in Python')}."))
    return "\n\n".join(text)


def write():
    rows, sums = [], [0, 0, 0]
    for job in JOBS:
        counts = [job.lines(source) for source in job.sources]
        sums = [a + b for a, b in zip(sums, counts)]
        cells = [job.number, job.title, *counts, job.checked()]
        rows.append("| " + " | ".join(map(str, cells)) + " |\n")
    rows.append(f"| | all | {' | '.join(map(str, sums))} | |\n")
    bodies = "\n\n".join(body(job) for job in JOBS)
    PAGE.write_text(HEAD + "".join(rows) + "\n" + bodies + "\n", encoding="utf-8")
