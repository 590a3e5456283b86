#!/usr/bin/env python3
""".ci/sbom.py [FOLDER]: holds the Java SBOMs of a release build in FOLDER to the jars that Maven resolved for it.

Every dependency that users of a module get is in its bom.json, with the SHA-256 of the jar that was compiled
against, and nothing else is. Asks no network.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

# group:artifact:type[:classifier]:version:scope:/path/of.jar, and marks of options and modules behind it.
LINE = re.compile(r"^ +([^:]+):([^:]+):(?:[^:]+):(?:([^:]+):)?([^:]+):([a-z]+):(\S+)")


def resolved(path):
    """The dependencies but those of tests and those that users bring: name to SHA-256."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = LINE.match(line)
        if match and match[5] not in ("test", "provided"):
            group, artifact, classifier, version, _, jar = match.groups()
            name = f"{group}:{artifact}:{version}" + (f":{classifier}" if classifier else "")
            found[name] = hashlib.sha256(Path(jar).read_bytes()).hexdigest()
    return found


def listed(path):
    """The components of a SBOM, in the same form."""
    found = {}
    for component in json.loads(path.read_text(encoding="utf-8"))["components"]:
        classifier = re.search(r"[?&]classifier=([^&]+)", component["purl"])
        name = f"{component['group']}:{component['name']}:{component['version']}"
        hashes = {entry["alg"]: entry["content"] for entry in component.get("hashes", [])}
        found[name + (f":{classifier[1]}" if classifier else "")] = hashes.get("SHA-256", "no SHA-256")
    return found


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    modules = sorted(root.glob("java/*/target/bom.json"))
    if not modules:
        sys.exit(f".ci/sbom.py: no java/*/target/bom.json in {root}: build with -Prelease first")
    wrong = []
    for bom in modules:
        module = bom.parent.parent.name
        needed, said = resolved(bom.with_name("dependencies.txt")), listed(bom)
        for name in sorted(needed.keys() | said.keys()):
            if needed.get(name) != said.get(name):
                wrong.append(f"{module}: {name}: resolved {needed.get(name)}, in the SBOM {said.get(name)}")
        print(f"{module}: {len(needed)} dependencies")
    if wrong:
        sys.exit(".ci/sbom.py:\n" + "\n".join(wrong))
    print("the SBOMs name these, and no others")


main()
