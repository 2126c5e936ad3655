"""What lock files hold: exact versions that another tool wrote, to be read and never edited.

Formats: Pipfile.lock (pipenv), poetry.lock, pdm.lock, uv.lock, and pylock.toml (PEP 751).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Any

from packaging.markers import InvalidMarker, Marker
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from upgrader.model import Pin, Skip
from upgrader.pins.declared import make_pin
from upgrader.pins.pyproject import poetry_specifier

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GROUP = "lock"  #: the group of a pin that a lock file holds

#: Lock files by name, with the manifests whose lock each may be: the first that there is.
_MANIFESTS = {
    "Pipfile.lock": ("Pipfile",),
    "poetry.lock": ("pyproject.toml",),
    "pdm.lock": ("pyproject.toml",),
    "uv.lock": ("pyproject.toml",),
}
_PYLOCK = re.compile(r"pylock(?:\.[^.]+)?\.toml")  # the names that PEP 751 gives
_PYLOCK_MANIFESTS = ("pyproject.toml", "requirements.in", "requirements.txt")

# Artifacts are nine tenths of a lock, nothing is asked of them, and parsing TOML is slow.
_ARTIFACT = re.compile(r"^[ \t]+\{ ?(?:url|file|name) = \"[^\n]*\b(?:hash|hashes) = [^\n]*\n", re.MULTILINE)
_HEADER = re.compile(r"^\[\[packages?\]\]", re.MULTILINE)
_ELSEWHERE = ("git", "url", "path", "directory", "file", "vcs", "archive", "hg", "svn")


def is_lock(file: PurePosixPath) -> bool:
    """Return whether a file is a lock that `read` understands, by its name."""
    return file.name in _MANIFESTS or is_pylock(file)


def is_pylock(file: PurePosixPath) -> bool:
    """Return whether a file has a name of PEP 751, which several tools write."""
    return bool(_PYLOCK.fullmatch(file.name))


def manifests(file: PurePosixPath) -> tuple[str, ...]:
    """Return the names of the files, beside a lock, that may say what it was made for: the likeliest first."""
    return _MANIFESTS.get(file.name, _PYLOCK_MANIFESTS)


def manifest(file: PurePosixPath, paths: Collection[PurePosixPath]) -> PurePosixPath | None:
    """Return which of ``paths`` a lock was made for, None when it is not among them."""
    return next((path for name in manifests(file) if (path := file.with_name(name)) in paths), None)


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    """Yield a lock's exact versions; a Skip for a file or a package that is not understood, or not from an index."""
    try:
        yield from _read_pipfile_lock(text, file) if file.name == "Pipfile.lock" else _read_toml(text, file)
    except ValueError as error:
        yield Skip(file, f"is no {'JSON' if file.name == 'Pipfile.lock' else 'TOML'}: {error}")
    except (AttributeError, TypeError, KeyError) as error:
        yield Skip(file, f"is no lock file as its tool writes it: {error}")


def _read_pipfile_lock(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    data = json.loads(text)
    places: dict[str, list[int]] = {}
    line, end = 1, 0
    for found in re.finditer(r"^\s*\"([^\"]+)\": \{", text, re.MULTILINE):
        line += text.count("\n", end, found.start(1))
        end = found.start(1)
        places.setdefault(found[1], []).append(line)
    for section, packages in data.items():
        if section == "_meta":
            continue
        for name, row in packages.items():
            here = places.get(name) or [1]
            number = here.pop(0) if len(here) > 1 else here[0]
            yield _entry(name, row.get("version"), row.get("markers"), row, file, number)


def _read_toml(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    data = tomllib.loads(_ARTIFACT.sub("", text))
    rows = data.get("packages" if is_pylock(file) else "package", [])
    forked = _forked(rows) if file.name == "poetry.lock" else {}
    line, end = 1, 0
    for row, header in zip(rows, _HEADER.finditer(text), strict=True):
        line += text.count("\n", end, header.start())
        end = header.start()
        source = row.get("source", {})
        if "virtual" in source or "editable" in source:
            continue  # the project itself
        # poetry names an index that it was told of ("legacy") by its address, as it does a link
        told = {**row, **({source["type"]: ""} if "type" in source else source)}
        marker = _marker(row, file) or forked.get((canonicalize_name(row["name"]), str(row.get("version"))))
        yield _entry(row["name"], row.get("version"), marker, told, file, line + 1)


def _forked(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Return when each release of a package is meant that poetry holds in several: as those say that need it.

    Nothing for a release that something needs whatever the environment.
    """
    versions: dict[str, list[str]] = {}
    for row in rows:
        versions.setdefault(canonicalize_name(row["name"]), []).append(str(row.get("version")))
    twice = {name: held for name, held in versions.items() if len(held) > 1}
    needed: dict[tuple[str, str], list[str]] = {}
    for row in rows if twice else ():
        for name, wanted in row.get("dependencies", {}).items():
            for version in twice.get(canonicalize_name(name), ()):
                for one in wanted if isinstance(wanted, list) else [wanted]:
                    more = one if isinstance(one, dict) else {"version": one}
                    specifier = poetry_specifier(str(more.get("version", "*")))
                    if specifier is not None and SpecifierSet(specifier).contains(version, prereleases=True):
                        needed.setdefault((canonicalize_name(name), version), []).append(str(more.get("markers", "")))
    found: dict[tuple[str, str], str] = {}
    for (name, version), markers in needed.items():
        if all(markers):
            found[name, version] = " or ".join(f"({one})" for one in dict.fromkeys(markers))
    return found


def _marker(row: dict[str, Any], file: PurePosixPath) -> str | None:
    """Return when a package is part of the lock, as a marker; poetry may give one for each group."""
    marker = row.get("markers", row.get("marker"))
    forks = row.get("resolution-markers")
    if file.name == "uv.lock" and isinstance(forks, list):
        return " or ".join(f"({fork})" for fork in forks)
    if isinstance(marker, dict):
        return " or ".join(f"({one})" for one in dict.fromkeys(marker.values()) if one)
    if not isinstance(marker, str) or re.search(r"\b(?:extras|dependency_groups)\b", marker):
        return None  # PEP 751: in which group a package is, which no other file may ask
    return marker


def _entry(
    name: str, version: Any, marker: str | None, row: dict[str, Any], file: PurePosixPath, line: int
) -> Pin | Skip:
    said = version.removeprefix("==") if isinstance(version, str) else ""
    if not said or any(key in row for key in _ELSEWHERE):
        return Skip(file, f"line {line}: {name} does not come from an index, which cannot be asked for it")
    condition = f" ; {marker}" if marker and _is_marker(marker) else ""
    return make_pin(f"{canonicalize_name(name)}=={said}{condition}", file, line, GROUP)


def _is_marker(text: str) -> bool:
    try:
        Marker(text)
    except InvalidMarker:
        return False
    return True
