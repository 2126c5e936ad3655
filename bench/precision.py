"""How quiet the rules are on code that is up to date: what they call a must there is wrong, or wants an explanation.

    python bench/precision.py                   # the standard library of 3.12, and current packages that support 3.13
    python bench/precision.py Django --all      # one of them; every finding is printed, not only what must be fixed

Each is scanned whole, its tests too, as it stands and for the version it supports. Printed are the numbers, and each
finding that says that something must be fixed. Those of bench/precision.json are explained there; the exit code is 1 when
there are others.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from packaging.version import Version
from sources import python_files, standard_library, unpack

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, scan
from upgrader.model import Finding, Versions
from upgrader.scan import gather_advice

CURRENT = {"Django": "6.0", "SQLAlchemy": "2.0.44", "celery": "5.5.3"}
TARGET = Versions(Version("3.13"), Version("6.0"))
STANDARD_LIBRARY = Versions(Version("3.12"), Version("6.0"))
EXPLAINED = Path(__file__).with_suffix(".json")


def main(arguments: Sequence[str]) -> int:
    """Scan what is named, or everything; print a table and what must be fixed according to the rules."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(['stdlib', *CURRENT])}")
    parser.add_argument("--all", action="store_true", help="print every finding")
    options = parser.parse_args(arguments)
    explained = json.loads(EXPLAINED.read_text(encoding="utf-8"))
    print("| source | files | must | explained | may | advice | places of advice |\n|---|--:|--:|--:|--:|--:|--:|")
    rows: list[str] = []
    unexplained = 0
    with tempfile.TemporaryDirectory(prefix="upgrader-precision-") as folder:
        for name in options.names or ["stdlib", *CURRENT]:
            root = standard_library("3.12") if name == "stdlib" else unpack(name, CURRENT[name], Path(folder))
            if root is None:
                print(f"| {name} | not found | | | | | |")
                continue
            files = python_files(root)
            found = look(root, name)
            must = [one for one in found if one.must]
            known = [one for one in must if explanation(name, one, explained)]
            advice = gather_advice(one for one in found if one.advice)
            may = sum(not one.must and not one.advice for one in found)
            title = "the standard library of 3.12" if name == "stdlib" else f"{name} {CURRENT[name]}"
            places = sum(one.advice for one in found)
            print(
                f"| {title} | {len(files)} | {len(must)} | {len(known)} | {may} | {len(advice)} | {places} |",
                flush=True,
            )
            unexplained += len(must) - len(known)
            for one in found if options.all else must:
                why = explanation(name, one, explained) or ("must" if one.must else "advice" if one.advice else "may")
                rows.append(f"{name}: {one.path}:{one.line} {one.rule}: {one.message}\n    {why}")
    print(*(["", *rows]), sep="\n")
    rules = Counter(row.split(" ")[2] for row in rows)
    if options.all:
        print(*(f"{count:5} {rule}" for rule, count in rules.most_common()), sep="\n")
    return 1 if unexplained else 0


def look(root: Path, name: str) -> list[Finding]:
    """Return what all rules find below ``root``."""
    versions = STANDARD_LIBRARY if name == "stdlib" else TARGET
    settings = Settings(versions, versions, frozenset(rule.id for rule in load_rules()))
    return [finding for one in scan(root, python_files(root), settings) for finding in one.findings]


def explanation(name: str, finding: Finding, explained: dict[str, dict[str, str]]) -> str:
    """Return why a finding is right, or unavoidable, in this source; empty where nobody has said."""
    said = explained.get(name, {})
    return said.get(f"{finding.path} {finding.rule}", said.get(f"{finding.path.parts[0]} {finding.rule}", ""))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
