"""The upgrade benchmark: real packages of the time of Python 3.8, unpacked, pinned, upgraded with no manual edit.

    python bench/upgrade.py                                # every package of bench/packages.json
    python bench/upgrade.py django-solo django-user-accounts
    python bench/upgrade.py --to-django 6.1 --peers --jobs 2 --write docs/benchmark.md
    python bench/upgrade.py --packages another-list.json --keep /tmp/bench

A package counts as upgraded only if the verdict says so and every test that passed on the old side passes on the new
one. ``--peers`` measures the same packages rewritten by pyupgrade and django-upgrade alone, with the same pins, in the
same run. Source distributions come from the configured package index and are checked against its hashes.

A package that fails with an error is a row like any other, and the rest goes on. With ``--keep`` what is measured is
remembered there, and the same command goes on where it was stopped. ``--write`` replaces the section of this target in
the file and leaves the others, and the rows of other packages, as they are.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import requests
from packaging.version import Version

from upgrader.pins.index import SimpleIndex

HERE = Path(__file__).parent


COLUMNS = (
    "package",
    "tests before",
    "pass after",
    "newly failing",
    "vanished",
    "backed out",
    "verdict",
    "seconds",
    "tools alone",
)
HEAD = """# The upgrade benchmark

    python bench/upgrade.py --to-django 5.2 --peers --write docs/benchmark.md
    python bench/upgrade.py --to-django 6.1 --peers --write docs/benchmark.md

Real packages from the index with the pins of their time ([bench/packages.json](../bench/packages.json)), from Python 3.8
to Python 3.12 with no manual edit. "tests before" are those that pass on the old side, "backed out" are changes that were
taken back because they broke a test. "tools alone" are the same packages with the same pins, rewritten by pyupgrade and
django-upgrade only: how many of the tests pass after. Where tests were made to expect other HTML than before, which only
happens where Django announces it ([expectations.md](expectations.md)), the package is named under the table. Seconds are of
a machine with 2 cores that was busy with other work.
"""


@dataclass(frozen=True)
class Row:
    """What came of one package; counts are tests that pass."""

    name: str
    recorded: int = 0  #: passing on the old side, as the list says
    before: int = 0
    after: int = 0
    broken: int = 0
    vanished: int = 0
    backed_out: int = 0
    outcome: str = "error"
    why: str = ""
    seconds: float = 0.0
    expectations: int = 0  #: of HTML in its tests, changed to what Django announces
    peers: str = ""  #: how many tests pass after the peers alone; empty where it was not asked

    @property
    def upgraded(self) -> bool:
        """Whether the verdict is "passed" and no test of the old side was lost."""
        return self.outcome == "passed" and self.after >= self.before >= self.recorded and not self.broken

    @property
    def cells(self) -> list[str]:
        """The row's cells, in the order of COLUMNS."""
        numbers = (self.before, self.after, self.broken, self.vanished, self.backed_out)
        return [self.name, *map(str, numbers), self.outcome, f"{self.seconds:.0f}", self.peers or "-"]


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; 0 when every package is upgraded, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these packages")
    parser.add_argument("--packages", type=Path, default=HERE / "packages.json", metavar="FILE", help="the list")
    parser.add_argument("--to-python", default="3.12", metavar="VERSION")
    parser.add_argument("--to-django", default="5.2", metavar="VERSION")
    parser.add_argument("--found-command", action="store_true", help="let upgrader find the test command by itself")
    parser.add_argument("--peers", action="store_true", help="measure pyupgrade and django-upgrade alone, too")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="packages measured at once (default: 1)")
    parser.add_argument("--patience", type=float, default=3600, metavar="SECONDS", help="for one run (default: 3600)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave repositories, reports and results here")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table into this Markdown file")
    options = parser.parse_args(arguments)
    packages = json.loads(options.packages.read_text(encoding="utf-8"))
    unknown = set(options.names) - {package["name"] for package in packages}
    if unknown:
        parser.error(f"not in {options.packages}: {', '.join(sorted(unknown))}")
    chosen = [package for package in packages if not options.names or package["name"] in options.names]
    with tempfile.TemporaryDirectory(prefix="upgrader-bench-") as temporary:
        rows = measure_all(chosen, options.keep or Path(temporary), options)
    print(render(rows, options))
    return 0 if all(row.upgraded for row in rows) else 1


def measure_all(packages: Sequence[dict[str, Any]], folder: Path, options: argparse.Namespace) -> list[Row]:
    """Return a row for each package, in their order; what ``folder`` remembers of the same target is not run again."""
    folder.mkdir(parents=True, exist_ok=True)
    results = folder / f"results-{options.to_python}-{options.to_django}{'-peers' if options.peers else ''}.json"
    known: dict[str, Any] = json.loads(results.read_text("utf-8")) if results.is_file() else {}
    rows = {name: Row(**found) for name, found in known.items()}
    todo = [package for package in packages if package["name"] not in rows]
    folder = folder / f"{options.to_python}-{options.to_django}"
    with ThreadPoolExecutor(max(options.jobs, 1)) as threads:
        for finished in as_completed(threads.submit(measure, package, folder, options) for package in todo):
            row = finished.result()
            rows[row.name] = row
            print(f"{line(row)}  {row.why}", file=sys.stderr, flush=True)
            kept = {name: asdict(one) for name, one in rows.items() if one.outcome != "error"}  # those are tried again
            results.write_text(json.dumps(kept, indent=1), "utf-8")
            if options.write:
                done = [rows[package["name"]] for package in packages if package["name"] in rows]
                write_section(options.write, done, options)
    found = [rows[package["name"]] for package in packages]
    if options.write and not todo:  # all of it is remembered
        write_section(options.write, found, options)
    return found


def measure(package: dict[str, Any], folder: Path, options: argparse.Namespace) -> Row:
    """Upgrade one package and return its row; an error is a row as well."""
    try:
        return _measure(package, folder, options)
    except Exception as error:  # whatever it is, the other packages are worth measuring
        return Row(package["name"], package["passes_on_old"], why=f"{type(error).__name__}: {error}")


def _measure(package: dict[str, Any], folder: Path, options: argparse.Namespace) -> Row:
    repository = unpack(package, folder / package["name"])
    started = time.monotonic()
    report = upgrade(package, repository, options)
    seconds = time.monotonic() - started
    peers = ""
    if options.peers:
        alone = rewrite_with_peers(unpack(package, folder / f"{package['name']}-peers"), options)
        theirs = upgrade(package, alone, options, "--ignore", "*")
        # rewritten for the new side, it need not run on the old one: what counts is what passes after
        peers = str(passing((theirs.get("verdict") or {}).get("after")))
    verdict = report.get("verdict") or {}
    kind, why = outcome(report)
    return Row(
        package["name"],
        package["passes_on_old"],
        passing(verdict.get("before")),
        passing(verdict.get("after")),
        len(verdict.get("broken") or ()),
        len(verdict.get("vanished") or ()),
        len(report.get("taken_back") or ()),
        kind,
        why,
        seconds,
        len(report.get("expectations") or ()),
        peers,
    )


def unpack(package: dict[str, Any], target: Path) -> Path:
    """Unpack the source distribution into a repository of its own, its pins in requirements.txt, and commit."""
    name, version = package["name"], Version(package["version"])
    files = [
        file
        for release in SimpleIndex().releases(name)
        if release.version == version
        for file in release.files
        if not file.wheel
    ]
    if not files:
        raise LookupError(f"The index has no source distribution of {name} {version}.")
    data = requests.get(files[0].url, timeout=60).content
    if hashlib.sha256(data).hexdigest() != files[0].hashes.get("sha256"):
        raise ValueError(f"{files[0].name} is not what the index says it is.")
    shutil.rmtree(target, ignore_errors=True)  # of a benchmark that was stopped
    with tempfile.TemporaryDirectory() as temporary:
        if files[0].name.endswith(".zip"):
            zipfile.ZipFile(io.BytesIO(data)).extractall(temporary)  # noqa: S202 - checked against the index's hash
        else:
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                archive.extractall(temporary)  # noqa: S202
        (inside,) = Path(temporary).iterdir()
        # file by file, so that owners and times recorded in the archive do not matter
        shutil.copytree(inside, target, copy_function=shutil.copyfile)
    (target / "requirements.txt").write_text("\n".join(package["pins"]) + "\n", encoding="utf-8")
    commit(target, "As it was")
    return target


def rewrite_with_peers(repository: Path, options: argparse.Namespace) -> Path:
    """Rewrite every file with pyupgrade and django-upgrade as their documentation says, and commit."""
    files = [str(path) for path in repository.rglob("*.py")]
    minor = Version(options.to_python).minor
    for tool in (["pyupgrade", f"--py3{minor}-plus"], ["django_upgrade", "--target-version", options.to_django]):
        subprocess.run([sys.executable, "-m", *tool, *files], capture_output=True, check=False)
    commit(repository, "Rewritten by pyupgrade and django-upgrade")
    return repository


def commit(repository: Path, message: str) -> None:
    """Commit everything in ``repository``, making it one first if need be."""
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    for command in (["init", "-q"], ["add", "-A", "-f"], [*identity, "commit", "-q", "--allow-empty", "-m", message]):
        subprocess.run(["git", *command], cwd=repository, check=True, capture_output=True)


def upgrade(package: dict[str, Any], repository: Path, options: argparse.Namespace, *more: str) -> dict[str, Any]:
    """Run the program as a user would and return its JSON report, or ``{"error": its last line}``."""
    command = " ".join([*(f"{key}={shlex.quote(value)}" for key, value in package["env"].items()), package["test"]])
    arguments = ["--to-python", options.to_python, "--to-django", options.to_django, "--format", "json"]
    if not options.found_command:
        arguments += ["--test-command", command]
    log = repository.with_name(f"{repository.name}.log")
    with log.open("w", encoding="utf-8") as said:
        done = subprocess.run(
            [sys.executable, "-m", "upgrader", "run", str(repository), "--allow-broken-baseline", *arguments, *more],
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            env={**os.environ, "NO_COLOR": "1"},
            timeout=options.patience,
            check=False,
        )
    repository.with_name(f"{repository.name}.json").write_text(done.stdout, encoding="utf-8")
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": (log.read_text("utf-8").strip().splitlines() or ["no message"])[-1]}
    return report


def outcome(report: dict[str, Any]) -> tuple[str, str]:
    """Return the verdict's word and sentence, or the error."""
    verdict = report.get("verdict")
    return (verdict["outcome"], verdict["why"]) if verdict else ("error", report.get("error", "no verdict"))


def passing(side: dict[str, Any] | None) -> int:
    """Return how many tests pass in one side of a verdict."""
    return int((side or {}).get("counts", side or {}).get("passed", 0))


def line(row: Row) -> str:
    """Return a row for people who watch."""
    return f"{row.name:24} {row.outcome:14} {row.before:4} before {row.after:4} after {row.seconds:6.0f} s"


def render(rows: Sequence[Row], options: argparse.Namespace) -> str:
    """Return the section of one target in Markdown."""
    return section(
        title_of(options),
        [row.cells for row in rows],
        [f"{row.name}: {row.why}" for row in rows if not row.upgraded],
        {row.name: row.expectations for row in rows if row.expectations},
    )


def title_of(options: argparse.Namespace) -> str:
    """Return the title of the section that the options' target has."""
    return f"Python {options.to_python}, Django {options.to_django}"


EXPECTED = "HTML that their tests expect was changed to what Django announces, to be reviewed: "


def section(title: str, cells: Sequence[Sequence[str]], reasons: Iterable[str], changed: Mapping[str, int]) -> str:
    """Return a section: the table, a count, whose tests were ``changed`` in how many places, why some are not upgraded."""
    reasons = list(reasons)
    lines = [f"## {title}", "", f"| {' | '.join(COLUMNS)} |", "|" + " --- |" * len(COLUMNS)]
    lines += [f"| {' | '.join(row)} |" for row in cells]
    lines += ["", f"{len(cells) - len(reasons)} of {len(cells)} upgraded."]
    alone = [int(row[-1]) >= int(row[1]) > 0 for row in cells if row[-1] != "-"]
    if alone:
        lines.append(f"{sum(alone)} of {len(alone)} by pyupgrade and django-upgrade alone.")
    if changed:
        lines += ["", EXPECTED + ", ".join(f"{name} ({changed[name]})" for name in sorted(changed)) + "."]
    return "\n".join([*lines, *(["", *(f"- {one}" for one in reasons)] if reasons else [])])


def write_section(path: Path, rows: Sequence[Row], options: argparse.Namespace) -> None:
    """Put the rows into their target's section of a Markdown file; other sections, and other packages, stay."""
    text = path.read_text("utf-8") if path.is_file() else HEAD
    head, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    kept = {part.splitlines()[0].removeprefix("## ").strip(): part.strip() for part in sections}
    title = title_of(options)
    old = kept.get(title, "").splitlines()
    cells = {row[0]: row for one in old if len(row := one.strip("| ").split(" | ")) == len(COLUMNS)}
    cells = {name: row for name, row in cells.items() if name not in (COLUMNS[0], "---")}
    reasons = {one[2:].partition(": ")[0]: one[2:] for one in old if one.startswith("- ")}
    told = next((one.removeprefix(EXPECTED) for one in old if one.startswith(EXPECTED)), "")
    changed = {name: int(count) for name, count in re.findall(r"([^\s,]+) \((\d+)\)", told)}
    for row in rows:
        cells[row.name] = row.cells
        reasons.pop(row.name, None)
        changed.pop(row.name, None)
        if row.expectations:
            changed[row.name] = row.expectations
        if not row.upgraded:
            reasons[row.name] = f"{row.name}: {row.why}"
    told_why = [reasons[name] for name in sorted(reasons)]
    kept[title] = section(title, [cells[name] for name in sorted(cells)], told_why, changed)
    path.write_text("\n\n".join([head.strip(), *kept.values()]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
