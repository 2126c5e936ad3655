"""Real source code to hold the rules against: source distributions from the package index, a standard library."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import requests
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix_file, rules_for, scan_file
from upgrader.interpreters import find_interpreter
from upgrader.model import UpgraderError, Versions
from upgrader.modules import Modules
from upgrader.pins.index import SimpleIndex
from upgrader.source import Unparsable, Unreadable, check_grammar, decode

DISTRIBUTIONS = {"Django": "2.2.28", "djangorestframework": "3.9.4", "wagtail": "2.11.9", "celery": "4.4.7"}
OLD = Versions(Version("3.8"), Version("2.2"))
TARGET = Versions(Version("3.12"), Version("5.2"))


@dataclass(frozen=True)
class Checked:
    """What came of one file: how many findings, whether it changed, and what should not have happened."""

    path: PurePosixPath
    findings: int
    changed: bool
    skipped: tuple[str, ...]  #: rows that say why a file was not looked at: bad input
    problems: tuple[str, ...]


def unpack(name: str, version: str, folder: Path) -> Path:
    """Download a source distribution from the configured index, check its hash, unpack it; return its folder."""
    files = [
        file
        for release in SimpleIndex().releases(name)
        if release.version == Version(version)
        for file in release.files
        if not file.wheel and file.name.endswith(".tar.gz")
    ]
    if not files:
        raise SystemExit(f"The index has no source distribution of {name} {version}.")
    data = requests.get(files[0].url, timeout=120).content
    if hashlib.sha256(data).hexdigest() != files[0].hashes.get("sha256"):
        raise SystemExit(f"{files[0].name} is not what the index says it is.")
    target = folder / name
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(target)  # noqa: S202 - checked against the index's hash
    (inside,) = target.iterdir()
    return inside


def standard_library(python: str = "3.8") -> Path | None:
    """Return the folder of a standard library, None when there is no such interpreter."""
    try:
        executable = find_interpreter(Version(python), fetch=False).path
    except UpgraderError:
        return None
    found = executable.resolve().parent.parent / "lib" / f"python{python}"
    return found if found.is_dir() else None


def python_files(root: Path) -> tuple[PurePosixPath, ...]:
    """Return the Python files below ``root``, relative to it, without installed packages."""
    found = (PurePosixPath(path.relative_to(root).as_posix()) for path in root.rglob("*.py"))
    return tuple(sorted(path for path in found if "site-packages" not in path.parts))


def sample(files: Sequence[PurePosixPath], count: int) -> tuple[PurePosixPath, ...]:
    """Return ``count`` of the files, the same ones every time, chosen by the hashes of their names."""
    return tuple(sorted(files, key=lambda path: hashlib.sha256(str(path).encode()).digest())[:count])


def everything() -> Settings:
    """Return settings with all rules and all tiers."""
    return Settings(OLD, TARGET, frozenset(rule.id for rule in load_rules()))


def check_file(root: Path, path: PurePosixPath, settings: Settings, modules: Modules) -> Checked:
    """Scan and fix one file and say what is wrong with the result."""
    data = (root / path).read_bytes()
    scanned = scan_file(path, data, settings, modules)
    fixed = fix_file(path, data, settings, modules)
    skipped = [row.why for row in scanned.skipped if not _names_rule(row.why)]
    problems = [row.why for row in (*scanned.skipped, *fixed.skipped) if _names_rule(row.why)]
    if fixed.change is not None:
        problems += _wrong(path, data, fixed.change.after, settings, modules)
    return Checked(
        path, len(scanned.findings), fixed.change is not None, tuple(skipped), tuple(dict.fromkeys(problems))
    )


def _wrong(path: PurePosixPath, before: bytes, after: bytes, settings: Settings, modules: Modules) -> Iterator[str]:
    if not any(finding.fixable for finding in scan_file(path, before, settings, modules).findings):
        yield "scan finds nothing to fix where fix changes something"
    try:
        check_grammar(decode(after).text)
    except (Unparsable, Unreadable) as why:
        yield f"the result {why}"
        return
    again = fix_file(path, after, settings, modules).change
    if again is not None:
        yield f"a second run changes it: {_first_difference(after, again.after)}"
    one_by_one = after_each(path, before, settings, modules)
    # two rules that add a line each at one place add them in their own order
    if _lines(one_by_one) != _lines(after):
        yield f"the order of rules matters: {_first_difference(after, one_by_one)}"


def after_each(path: PurePosixPath, data: bytes, settings: Settings, modules: Modules) -> bytes:
    """Return what the rules make of a file one after the other, last first, until none changes it."""
    for _ in range(5):
        before = data
        for rule in reversed(rules_for(path, data, settings, modules)):
            change = fix_file(path, data, replace(settings, rules=frozenset([rule.id])), modules).change
            data = change.after if change is not None else data
        if data == before:
            break
    return data


def _lines(data: bytes) -> list[bytes]:
    return sorted(line for line in data.splitlines() if line.strip())


def _names_rule(row: str) -> bool:
    return any(word in row for word in ("failed here", "was left out here", "left as it was", "only reported on"))


def _first_difference(one: bytes, other: bytes) -> str:
    pairs = zip([*one.splitlines(), b""], [*other.splitlines(), b""], strict=False)
    return next((f"{a.decode(errors='replace')!r} / {b.decode(errors='replace')!r}" for a, b in pairs if a != b), "")
