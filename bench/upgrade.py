"""The upgrade benchmark: real packages of the time of Python 3.8, unpacked, pinned, upgraded with no manual edit.

    python bench/upgrade.py                                # every package of bench/packages.json
    python bench/upgrade.py django-solo django-user-accounts
    python bench/upgrade.py --to-django 6.1 --peers --write docs/benchmark.md
    python bench/upgrade.py --packages another-list.json

A package counts as upgraded only if the verdict says so and every test that passed on the old side passes on the new
one. ``--peers`` measures the same packages rewritten by pyupgrade and django-upgrade alone, with the same pins, in the
same run. Source distributions come from the configured package index and are checked against its hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from packaging.version import Version

from upgrader.pins.index import SimpleIndex

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """What came of one package; counts are tests that pass."""

    name: str
    recorded: int  #: passing on the old side, as the list says
    before: int
    after: int
    broken: int
    vanished: int
    outcome: str
    why: str
    seconds: float
    peers: str = ""

    @property
    def upgraded(self) -> bool:
        """Whether the verdict is "passed" and no test of the old side was lost."""
        return self.outcome == "passed" and self.after >= self.before >= self.recorded and not self.broken


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; 0 when every package is upgraded, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these packages")
    parser.add_argument("--packages", type=Path, default=HERE / "packages.json", metavar="FILE", help="the list")
    parser.add_argument("--to-python", default="3.12", metavar="VERSION")
    parser.add_argument("--to-django", default="5.2", metavar="VERSION")
    parser.add_argument("--found-command", action="store_true", help="let upgrader find the test command by itself")
    parser.add_argument("--peers", action="store_true", help="measure pyupgrade and django-upgrade alone, too")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the repositories here")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table into this Markdown file")
    options = parser.parse_args(arguments)
    packages = json.loads(options.packages.read_text(encoding="utf-8"))
    unknown = set(options.names) - {package["name"] for package in packages}
    if unknown:
        parser.error(f"not in {options.packages}: {', '.join(sorted(unknown))}")
    chosen = [package for package in packages if not options.names or package["name"] in options.names]
    rows = []
    with tempfile.TemporaryDirectory(prefix="upgrader-bench-") as temporary:
        folder = options.keep or Path(temporary)
        for package in chosen:
            rows.append(measure(package, folder, options))
            print(f"{line(rows[-1])}  {rows[-1].why}", file=sys.stderr, flush=True)
    table = render(rows, options)
    print(table)
    if options.write:
        options.write.write_text(table + "\n", encoding="utf-8")
    return 0 if all(row.upgraded for row in rows) else 1


def measure(package: dict[str, Any], folder: Path, options: argparse.Namespace) -> Row:
    """Upgrade one package and return its row."""
    repository = unpack(package, folder / package["name"])
    started = time.monotonic()
    report = upgrade(package, repository, options)
    seconds = time.monotonic() - started
    peers = ""
    if options.peers:
        peers = outcome(
            upgrade(
                package,
                rewrite_with_peers(unpack(package, folder / f"{package['name']}-peers"), options),
                options,
                "--ignore",
                "*",
            )
        )[0]
    verdict = report.get("verdict") or {}
    kind, why = outcome(report)
    return Row(
        package["name"],
        package["passes_on_old"],
        passing(verdict.get("before")),
        passing(verdict.get("after")),
        len(verdict.get("broken") or ()),
        len(verdict.get("vanished") or ()),
        kind,
        why,
        seconds,
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
        raise SystemExit(f"The index has no source distribution of {name} {version}.")
    data = requests.get(files[0].url, timeout=60).content
    if hashlib.sha256(data).hexdigest() != files[0].hashes.get("sha256"):
        raise SystemExit(f"{files[0].name} is not what the index says it is.")
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
    done = subprocess.run(
        [sys.executable, "-m", "upgrader", "run", str(repository), "--allow-broken-baseline", *arguments, *more],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
    )
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": (done.stderr.strip().splitlines() or ["no message"])[-1]}
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
    """Return the table in Markdown."""
    title = f"Python {options.to_python}, Django {options.to_django}"
    head = ["package", "passed before", "pass after", "broken", "vanished", "verdict", "seconds"]
    lines = [f"## {title}", "", "| " + " | ".join([*head, *(["tools alone"] if options.peers else [])]) + " |"]
    lines.append("|" + " --- |" * (len(head) + bool(options.peers)))
    for row in rows:
        cells = [row.name, row.before, row.after, row.broken, row.vanished, row.outcome, f"{row.seconds:.0f}"]
        lines.append("| " + " | ".join(map(str, [*cells, *([row.peers] if options.peers else [])])) + " |")
    lines += ["", f"{sum(row.upgraded for row in rows)} of {len(rows)} upgraded."]
    if options.peers:
        lines.append(
            f"{sum(row.peers == 'passed' for row in rows)} of {len(rows)} by pyupgrade and django-upgrade alone."
        )
    lines += ["", *(f"- {row.name}: {row.why}" for row in rows if not row.upgraded)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
