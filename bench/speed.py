"""Speed beside the peers: the same files, the same machine, one run.

    python bench/speed.py                 # Django 2.2.28's source distribution
    python bench/speed.py --quick         # its django/db alone

Wall seconds, CPU seconds of all processes together, and the ratio of wall times to ruff's. What is measured runs one
after the other on copies; the cache is a folder of its own. Other work on the machine shows in the wall times: take
the CPU times where they matter.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sources import DISTRIBUTIONS, python_files, unpack

TARGET = ["--to-python", "3.12", "--to-django", "5.2"]
UPGRADER = [sys.executable, "-m", "upgrader"]


@dataclass(frozen=True)
class Measured:
    """What one command took."""

    what: str
    wall: float
    cpu: float
    code: int
    peak: int  #: the largest resident size of one process so far, in MB


def main(arguments: Sequence[str]) -> int:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only django/db")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="upgrader-speed-") as temporary:
        folder = Path(temporary)
        source = unpack("Django", DISTRIBUTIONS["Django"], folder)
        # a page of Django's documentation is called constraints.txt
        (source / "docs" / "ref" / "models" / "constraints.txt").unlink()
        if options.quick:
            shutil.move(source / "django" / "db", folder / "quick")
            source = folder / "quick"
        files = python_files(source)
        lines = sum((source / file).read_bytes().count(b"\n") for file in files)
        print(f"{len(files):,} Python files, {lines:,} lines, {os.cpu_count()} processors")
        rows = measure(source, folder)
    ruff = rows[0].wall
    print(f"{'':44}{'wall s':>9}{'CPU s':>9}{'x ruff':>9}{'exit':>6}{'peak MB':>9}")
    for row in rows:
        print(f"{row.what:44}{row.wall:9.2f}{row.cpu:9.2f}{row.wall / ruff:9.1f}{row.code:6}{row.peak:9}")
    return 0


def measure(source: Path, folder: Path) -> list[Measured]:
    """Run the peers, then ourselves, each writing command on a copy of its own."""
    tree = repository(source, folder / "tree")
    warm_up(folder)
    peers = [
        run(
            "ruff check --select UP",
            tree,
            [binary("ruff"), "check", "--isolated", "--no-cache", "--select", "UP", "-q", "."],
        )
    ]
    scan = [*UPGRADER, "scan", ".", *TARGET, "--format", "json"]
    ours = [run("upgrader scan, cold", tree, scan), run("upgrader scan, warm", tree, scan)]
    ours.append(floor(tree, scan))
    ours.append(run("upgrader --help", tree, [*UPGRADER, "--help"]))
    for what, name in (("no rule's words", "django/utils/ipv6.py"), ("some", "django/shortcuts.py")):
        if (tree / name).exists():
            ours.append(run(f"upgrader fix, a file with {what}", tree, [*UPGRADER, "fix", name, *TARGET]))
    ours.append(
        run(
            "upgrader fix, everything",
            repository(source, folder / "ours"),
            [*UPGRADER, "fix", ".", "--review", *TARGET],
        )
    )
    theirs = repository(source, folder / "theirs")
    files = [str(path) for path in python_files(theirs)]
    for tool in (["pyupgrade", "--py38-plus"], ["django_upgrade", "--target-version", "5.2"]):
        peers.append(run(f"{tool[0]}, once", theirs, [sys.executable, "-m", *tool, *files]))
    return [*peers, *ours, *twice_the_rules(tree, scan)]


def floor(tree: Path, scan: Sequence[str]) -> Measured:
    """Let libcst alone parse the files in which the scan finds something, in one process: no scan can take less CPU."""
    found = json.loads(subprocess.run(scan, cwd=tree, capture_output=True, check=False, env=_environment(tree)).stdout)
    paths = sorted({finding["path"] for finding in found["findings"] if finding["path"].endswith(".py")})
    code = (
        "import gc, pathlib, sys, libcst; gc.disable(); libcst.CSTNode.__post_init__ = lambda self: None\n"
        "for path in sys.argv[1:]: libcst.parse_module(pathlib.Path(path).read_bytes())"
    )
    return run(f"libcst alone, {len(paths)} files with findings", tree, [sys.executable, "-c", code, *paths])


def twice_the_rules(tree: Path, scan: Sequence[str]) -> Iterator[Measured]:
    """Scan cold with half of the rules and with all, so that the difference is what doubling their number costs."""
    from upgrader.catalogue import cards

    half = ",".join(card.id for card in cards()[::2])
    for what, more in (("half of the rules", ["--select", half]), ("all rules again", [])):
        yield run(f"upgrader scan, cold, {what}", tree, [*scan, *more], cache=f"cache of {what}")


def warm_up(folder: Path) -> None:
    """Let every program write its bytecode, and upgrader remember what its rules look for, as after an installation."""
    place = folder / "warm" / "tree"
    place.mkdir(parents=True)
    (place / "old.py").write_text("import imp\n\nimp.reload(imp)\n", encoding="utf-8")
    (place / "requirements.txt").write_text("Django==2.2.28\n", encoding="utf-8")
    for cache in ("cache", "cache of half of the rules", "cache of all rules again"):
        for command in (["scan", "."], ["fix", "old.py"]):
            environment = {"XDG_CACHE_HOME": str(folder / cache), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
            subprocess.run(
                [*UPGRADER, *command, *TARGET],
                cwd=place,
                capture_output=True,
                check=False,
                env={name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | environment,
            )


def repository(source: Path, target: Path) -> Path:
    """Copy a source tree into a git repository of its own, with the pin of the time."""
    shutil.copytree(source, target)
    (target / "requirements.txt").write_text("Django==2.2.28\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=target, check=True)
    subprocess.run(["git", "add", "-A", "-f"], cwd=target, check=True)
    return target


def run(what: str, folder: Path, command: Sequence[str], cache: str = "cache") -> Measured:
    """Run a command in a folder and measure it with all its children."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(folder, cache),
        check=False,
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        print(f"{what}: exit code {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}", file=sys.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(
        what, wall, cpu, done.returncode, after.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)
    )


def _environment(folder: Path, cache: str = "cache") -> dict[str, str]:
    # as installed: with bytecode, which is written by the first run of all where it is not there yet
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    places = {"XDG_CACHE_HOME": folder.parent / cache, "PYTHONPYCACHEPREFIX": folder.parent / "bytecode"}
    return kept | {name: str(place) for name, place in places.items()}


def binary(name: str) -> str:
    """Return the path of a program that is installed beside this interpreter."""
    return str(Path(sys.executable).parent / name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
