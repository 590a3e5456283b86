"""What the Python peers share: they obey the harness line by line.

Fields are separated by tabs; the answer is `ok` with nanoseconds, or `error` with a reason.
"""

import os
import sys
import time


def obey(name, peer):
    print("ready", name, sep="\t", flush=True)
    for line in sys.stdin:
        command, *fields = line.rstrip("\n").split("\t")
        try:
            nanos = COMMANDS[command](peer, *fields)
        except Exception as error:
            print("error", f"{type(error).__name__}: {error}".replace("\n", " ").replace("\t", " "), sep="\t", flush=True)
        else:
            print("ok", nanos or 0, sep="\t", flush=True)


def write(peer, way, path, codec, compat, repeats):
    times = []
    for _ in range(int(repeats)):
        if os.path.exists(path):
            os.remove(path)
        start = time.perf_counter_ns()
        peer.write(way, path, codec, compat)
        times.append(time.perf_counter_ns() - start)
    return sorted(times)[len(times) // 2]


def read(peer, way, path):
    start = time.perf_counter_ns()
    result = peer.read(path)
    if way == "touch":
        touch(peer.table(result))
    return time.perf_counter_ns() - start


def touch(table):
    """Reads a byte of each page of each buffer of a pyarrow table, so that all of it is in memory."""
    seen = set()
    for column in table.columns:
        for chunk in column.chunks:
            for buffer in chunk.buffers():
                if buffer is not None and buffer.size and buffer.address not in seen:
                    seen.add(buffer.address)
                    memoryview(buffer)[::4096].tobytes()


COMMANDS = {
    "load": lambda peer, way, path: peer.load(path),
    "write": write,
    "read": read,
    "check": lambda peer, way, path: peer.check(way, path),
}
