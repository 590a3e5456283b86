"""Builds and runs the jobs, compares what they wrote, and writes docs/jobs.md. `run` calls it."""

import contextlib
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

import page

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
WORK = ROOT / "target" / "jobs"
S3_SERVER = ROOT / "java/core/src/test/resources/io/github/polars4j/s3_server.py"
OPEN_NIO = "--add-opens=java.base/java.nio="

SYSTEM = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}[platform.system()]
MACHINE = {"x86_64": "x86-64", "AMD64": "x86-64", "aarch64": "aarch64", "arm64": "aarch64"}[platform.machine()]
POLARS4J = [
    "io.github.polars4j:polars4j-core:0.1.0",
    f"io.github.polars4j:polars4j-native:0.1.0:{SYSTEM}-{MACHINE}",
]
ARROW = ["org.apache.arrow:arrow-vector:19.0.0", "org.apache.arrow:arrow-memory-unsafe:19.0.0"]
KOTLIN = "2.4.21"
S3 = [
    "com.google.jimfs:jimfs:1.3.1",
    "software.amazon.awssdk:s3:2.57.8",
    "software.amazon.awssdk:url-connection-client:2.57.8",
]
H2 = ["com.h2database:h2:2.5.252"]
# For each job: what both programs need, ours, and Arrow Java's.
NEEDS = {
    4: ([], [], ["org.apache.arrow:arrow-compression:19.0.0"]),
    6: (H2, [], ["org.apache.arrow:arrow-jdbc:18.3.0"]),
    7: ([], ["io.github.polars4j:polars4j-arrow:0.1.0", *ARROW], []),
    9: (S3, [], []),
    11: ([f"org.jetbrains.kotlin:kotlin-stdlib:{KOTLIN}"], [], []),
}
# What would be there twice: other HTTP clients of Amazon's, another memory of Arrow's.
EXCLUDED = {
    "s3": [f"software.amazon.awssdk:{name}" for name in ("apache-client", "apache5-client", "netty-nio-client")],
    "arrow-jdbc": ["org.apache.arrow:arrow-memory-netty"],
}
KOTLIN_PLUGIN = f"""      <plugin>
        <groupId>org.jetbrains.kotlin</groupId>
        <artifactId>kotlin-maven-plugin</artifactId>
        <version>{KOTLIN}</version>
        <executions>
          <execution>
            <phase>compile</phase>
            <goals>
              <goal>compile</goal>
            </goals>
          </execution>
        </executions>
        <configuration>
          <jvmTarget>17</jvmTarget>
          <sourceDirs>
            <sourceDir>src/main/java</sourceDir>
          </sourceDirs>
        </configuration>
      </plugin>"""


def dependency(coordinates):
    group, artifact, version, *classifier = coordinates.split(":")
    lines = [f"<groupId>{group}</groupId>", f"<artifactId>{artifact}</artifactId>", f"<version>{version}</version>"]
    lines += [f"<classifier>{name}</classifier>" for name in classifier]
    if artifact in EXCLUDED:
        lines.append("<exclusions>")
        for excluded in EXCLUDED[artifact]:
            group, artifact = excluded.split(":")
            lines.append(f"<exclusion><groupId>{group}</groupId><artifactId>{artifact}</artifactId></exclusion>")
        lines.append("</exclusions>")
    return "\n".join(["    <dependency>", *("      " + line for line in lines), "    </dependency>"])


def project(job, source, folder):
    """An empty Maven project but for the pom and the job's sources."""
    both, ours, arrows = NEEDS.get(job.number, ([], [], []))
    needs = both + (POLARS4J + ours if source.stem == "Job" else ARROW + arrows)
    pom = (HERE / "pom.xml").read_text(encoding="utf-8")
    pom = pom.replace("@DEPENDENCIES@", "\n".join(map(dependency, needs)))
    pom = pom.replace("@PLUGINS@", KOTLIN_PLUGIN if source.suffix == ".kt" else "")
    code = folder / "src/main/java"
    package = re.search(r"^package (\w+);", source.read_text(encoding="utf-8"), re.M)
    into = code / package[1] if package else code
    into.mkdir(parents=True)
    shutil.copy(source, into)
    for name in job.more(source):
        shutil.copy(job.folder / name, code / "module-info.java")
    (folder / "pom.xml").write_text(pom, encoding="utf-8")
    subprocess.run(
        ["mvn", "-B", "-ntp", "-q", f"-Dmaven.repo.local={os.environ['POLARS4J_REPOSITORY']}", "compile"],
        cwd=folder,
        check=True,
    )


def command(source, folder):
    classes, libraries = folder / "target/classes", folder / "target/lib"
    ours = source.stem == "Job"
    if (classes / "module-info.class").exists():
        flags = ["-p", f"{classes}:{libraries}"]
        if not ours:
            flags += [OPEN_NIO + "org.apache.arrow.memory.core", "--add-modules=org.apache.arrow.memory.unsafe"]
        return ["java", *flags, "-m", f"shop/shop.{source.stem}"]
    arrow = any(libraries.glob("arrow-*"))
    main = source.stem + ("Kt" if source.suffix == ".kt" else "")
    return ["java", *([OPEN_NIO + "ALL-UNNAMED"] if arrow else []), "-cp", f"{classes}:{libraries}/*", main]


@contextlib.contextmanager
def s3():
    """An S3 API with an empty bucket, and the environment that leads to it."""
    import boto3

    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, S3_SERVER], stdin=pipe, stdout=pipe, text=True) as server:
        access = {
            "AWS_ENDPOINT_URL": "http://127.0.0.1:" + server.stdout.readline().strip(),
            "AWS_ACCESS_KEY_ID": "id",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
        }
        os.environ.update(access)
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="shop")
        yield
        server.stdin.close()


def go(job, source):
    """Builds and runs a program in a folder of its own; returns the folder and what was printed."""
    import inputs

    folder = WORK / f"{job.number:02}-{source.stem}-{source.suffix[1:]}"
    shutil.rmtree(folder, ignore_errors=True)
    inputs.make(folder / "run")
    if source.suffix == ".py":
        run = [sys.executable, str(source)]
    else:
        project(job, source, folder)
        run = command(source, folder)
    with s3() if job.number == 9 else contextlib.nullcontext():
        done = subprocess.run(run, cwd=folder / "run", check=True, stdout=subprocess.PIPE, text=True)
    return folder / "run", done.stdout


def main(arguments):
    chosen = [int(number) for number in arguments if number != "--page"]
    if "--page" not in arguments:
        import compare

        for job in page.JOBS:
            if chosen and job.number not in chosen:
                continue
            runs = [go(job, source) for source in job.sources]
            compare.same(job, runs)
            print(f"{job.number} {job.title}: the same in all three: {job.checked()}", flush=True)
    if not chosen:
        page.write()


main(sys.argv[1:])
