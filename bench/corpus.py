"""The rules over real source distributions, whole: no rule fails, output parses, a second run changes nothing.

    python bench/corpus.py                      # every distribution of sources.py, and the standard library of 3.8
    python bench/corpus.py celery wagtail
    python bench/corpus.py --sample 60          # of each, files chosen by hash

All rules and all tiers. The exit code is 1 when something is wrong with any file; each such row is printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path, PurePosixPath

from sources import (
    DISTRIBUTIONS,
    Checked,
    check_file,
    everything,
    python_files,
    sample,
    standard_library,
    unpack,
)

from upgrader.modules import Modules


def main(arguments: Sequence[str]) -> int:
    """Check the distributions named, or all; print a table and what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join([*DISTRIBUTIONS, 'stdlib'])}")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many files of each")
    options = parser.parse_args(arguments)
    print(f"{'source':28}{'files':>7}{'findings':>10}{'changed':>9}{'skipped':>9}{'wrong':>7}")
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="upgrader-corpus-") as folder:
        for name in options.names or [*DISTRIBUTIONS, "stdlib"]:
            root = standard_library() if name == "stdlib" else unpack(name, DISTRIBUTIONS[name], Path(folder))
            if root is None:
                print(f"{name:28} not found")
                continue
            files = python_files(root)
            chosen = files if options.sample is None else sample(files, options.sample)
            checked = check(root, files, chosen)
            bad = [one for one in checked if one.problems]
            wrong += len(bad)
            counts = (len(checked), sum(one.findings for one in checked), sum(one.changed for one in checked))
            skipped = sum(bool(one.skipped) for one in checked)
            print(f"{name:28}{counts[0]:>7}{counts[1]:>10}{counts[2]:>9}{skipped:>9}{len(bad):>7}", flush=True)
            for one in bad:
                print(*(f"    {one.path}: {problem}" for problem in one.problems), sep="\n", flush=True)
    return 1 if wrong else 0


def check(root: Path, files: Sequence[PurePosixPath], chosen: Sequence[PurePosixPath]) -> list[Checked]:
    """Check each chosen file of a source tree, over all processors."""
    with ProcessPoolExecutor(initializer=_start, initargs=(root, files)) as pool:
        return list(pool.map(_check, chosen, chunksize=4))


_one: partial[Checked]


def _start(root: Path, files: Sequence[PurePosixPath]) -> None:
    global _one
    _one = partial(_check_in, root, Modules(root, files))


def _check_in(root: Path, modules: Modules, path: PurePosixPath) -> Checked:
    return check_file(root, path, everything(), modules)


def _check(path: PurePosixPath) -> Checked:
    return _one(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
