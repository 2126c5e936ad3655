"""How quiet the rules are on code that is up to date: what they call a must there is wrong, or wants an explanation.

    python bench/precision.py                   # the standard library of 3.12, and current packages that support 3.13
    python bench/precision.py Django --all      # one of them; every finding is printed, not only what must be fixed
    python bench/precision.py --write docs/precision.md

Each is scanned whole, its tests and templates too, for the newest versions that it supports. Those that are about Django
are scanned as if they came from Django 4.2, so that what changed since then has its say. Printed are the numbers, and each
finding that says that something must be fixed. Those of bench/precision.json are explained there; the exit code is 1 when
there are others.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from packaging.version import Version
from sources import standard_library, unpack

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, scan
from upgrader.model import Finding, Versions
from upgrader.scan import gather_advice

CURRENT = {
    "Django": "6.1.3",
    "djangorestframework": "3.18.3",
    "wagtail": "8.0.1",
    "django-allauth": "65.21.1",
    "django-filter": "26.2",
    "django-debug-toolbar": "8.0.0",
    "SQLAlchemy": "2.0.44",
    "celery": "5.5.3",
}
ABOUT_DJANGO = frozenset(CURRENT) - {"SQLAlchemy"}
TARGET = Versions(Version("3.13"), Version("6.1"))
FROM = Versions(Version("3.13"), Version("4.2"))  #: where what is about Django is said to come from
STANDARD_LIBRARY = Versions(Version("3.12"))
EXPLAINED = Path(__file__).with_suffix(".json")


def main(arguments: Sequence[str]) -> int:
    """Scan what is named, or everything; print a table and what must be fixed according to the rules."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(['stdlib', *CURRENT])}")
    parser.add_argument("--all", action="store_true", help="print every finding")
    parser.add_argument("--write", type=Path, metavar="FILE", help="a page to write the numbers and explanations to")
    options = parser.parse_args(arguments)
    explained = json.loads(EXPLAINED.read_text(encoding="utf-8"))
    table = ["| source | files | must | explained | may | advice | places of advice |", "|---|--:|--:|--:|--:|--:|--:|"]
    print(*table, sep="\n")
    rows: list[str] = []
    reasons: Counter[str] = Counter()
    unexplained = 0
    with tempfile.TemporaryDirectory(prefix="upgrader-precision-") as folder:
        for name in options.names or ["stdlib", *CURRENT]:
            root = standard_library("3.12") if name == "stdlib" else unpack(name, CURRENT[name], Path(folder))
            if root is None:
                print(f"| {name} | not found | | | | | |")
                continue
            files = files_of(root)
            found = look(root, files, name)
            must = [one for one in found if one.must]
            known = [one for one in must if explanation(name, one, explained)]
            advice = gather_advice(one for one in found if one.advice)
            may = sum(not one.must and not one.advice for one in found)
            title = "the standard library of 3.12" if name == "stdlib" else f"{name} {CURRENT[name]}"
            places = sum(one.advice for one in found)
            table.append(f"| {title} | {len(files)} | {len(must)} | {len(known)} | {may} | {len(advice)} | {places} |")
            print(table[-1], flush=True)
            reasons.update(
                f"{name}, {one.path.parts[0]}, {one.rule}: {explanation(name, one, explained)}" for one in known
            )
            unexplained += len(must) - len(known)
            for one in found if options.all else must:
                why = explanation(name, one, explained) or ("must" if one.must else "advice" if one.advice else "may")
                rows.append(f"{name}: {one.path}:{one.line} {one.rule}: {one.message}\n    {why}")
    print(*(["", *rows]), sep="\n")
    rules = Counter(row.split(" ")[2] for row in rows)
    if options.all:
        print(*(f"{count:5} {rule}" for rule, count in rules.most_common()), sep="\n")
    if options.write:
        options.write.write_text(page(table, reasons, unexplained), encoding="utf-8")
    return 1 if unexplained else 0


def page(table: Sequence[str], reasons: Counter[str], unexplained: int) -> str:
    """Return the page with the numbers, the explanations and how often each holds."""
    words = (__doc__ or "").partition("docs/precision.md\n\n")[2].strip()
    command = "    " + shlex.join(["python", "bench/precision.py", *sys.argv[1:]])
    listed = "\n".join(f"- {reason} ({count})" for reason, count in sorted(reasons.items())) or "Nothing."
    rest = f"Not explained: {unexplained}."
    parts = (
        "# How quiet the rules are on current code",
        command,
        words,
        "\n".join(table),
        "## Explained",
        listed,
        rest,
    )
    return "\n\n".join(parts) + "\n"


def files_of(root: Path) -> tuple[PurePosixPath, ...]:
    """Return all files below ``root`` but installed packages and what is compiled."""
    found = (PurePosixPath(path.relative_to(root).as_posix()) for path in root.rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if not {"site-packages", "__pycache__"} & set(path.parts)))


def look(root: Path, files: Sequence[PurePosixPath], name: str) -> list[Finding]:
    """Return what all rules find in ``files`` below ``root``."""
    target = STANDARD_LIBRARY if name == "stdlib" else TARGET if name in ABOUT_DJANGO else replace(TARGET, django=None)
    settings = Settings(FROM if name in ABOUT_DJANGO else target, target, frozenset(rule.id for rule in load_rules()))
    return [finding for one in scan(root, files, settings) for finding in one.findings]


def explanation(name: str, finding: Finding, explained: dict[str, dict[str, str]]) -> str:
    """Return why a finding is right, or unavoidable, in this source; empty where nobody has said. Paths are patterns."""
    for key, why in explained.get(name, {}).items():
        pattern, _, rule = key.rpartition(" ")
        if rule == finding.rule and fnmatchcase(str(finding.path), pattern):
            return why
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
