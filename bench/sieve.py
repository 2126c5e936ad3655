"""The sieves held against no sieves: over source trees, every finding has to be the same.

    python bench/sieve.py                  # every distribution of sources.py
    python bench/sieve.py celery --sample 60

Every rule looks at every file, and then only those that the sieves let through. Prints how many files and lines come
through, how many have findings, and each finding that the second sieve, by names, would lose; the exit code is then 1.
Words, patterns and functions are part of what a rule means, so a finding in a file without them is only counted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sources import DISTRIBUTIONS, everything, python_files, sample, unpack

from upgrader.catalogue import applicable, load_rules
from upgrader.engine import _file, run_rules
from upgrader.modules import Modules
from upgrader.sieve import wanted
from upgrader.source import Unreadable, decode


@dataclass(frozen=True)
class Sieved:
    """What came of one file: lines, whether it has findings and comes through, and what each sieve takes away."""

    lines: int
    found: bool = False
    through: bool = False
    without_words: int = 0
    lost: tuple[str, ...] = field(default_factory=tuple)


def main(arguments: Sequence[str]) -> int:
    """Compare and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(DISTRIBUTIONS)}")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many files of each")
    options = parser.parse_args(arguments)
    print(
        f"{'source':22}{'files':>7}{'through':>9}{'findings':>10}{'lines':>9}{'through':>9}{'no words':>10}{'lost':>6}"
    )
    lost = 0
    with tempfile.TemporaryDirectory(prefix="upgrader-sieve-") as folder:
        for name in options.names or DISTRIBUTIONS:
            root = unpack(name, DISTRIBUTIONS[name], Path(folder))
            files = python_files(root)
            chosen = files if options.sample is None else sample(files, options.sample)
            with ProcessPoolExecutor(initializer=_start, initargs=(root, files)) as pool:
                each = list(pool.map(_sieve, chosen, chunksize=4))
            missing = [row for one in each for row in one.lost]
            lost += len(missing)
            through = [one for one in each if one.through]
            print(
                f"{name:22}{len(each):>7}{len(through):>9}{sum(one.found for one in each):>10}"
                f"{sum(one.lines for one in each):>9}{sum(one.lines for one in through):>9}"
                f"{sum(one.without_words for one in each):>10}{len(missing):>6}",
                flush=True,
            )
            print(*(f"    {row}" for row in missing), sep="\n", end="\n" if missing else "", flush=True)
    return 1 if lost else 0


_root: Path
_modules: Modules


def _start(root: Path, files: Sequence[PurePosixPath]) -> None:
    global _root, _modules
    _root, _modules = root, Modules(root, files)


def _sieve(path: PurePosixPath) -> Sieved:
    settings, data = everything(), (_root / path).read_bytes()
    lines = data.count(b"\n")
    rules = [r for r in load_rules() if r.kind == "python" and applicable(r, settings.target, settings.old)]
    try:
        file = _file(path, decode(data).text, settings, _modules)
    except Unreadable:
        return Sieved(lines)
    found = [(rule, hit.message) for rule, hit in run_rules(rules, file)[0]]
    by_words = {card.id for card in wanted(path, data, settings)}
    by_names = {card.id for card in wanted(path, data, settings, _modules)}
    lost = tuple(f"{path}: {rule.id}: {message}" for rule, message in found if rule.id in by_words - by_names)
    without = sum(rule.id not in by_words for rule, _ in found)
    return Sieved(lines, bool(found), bool(by_names), without, lost)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
