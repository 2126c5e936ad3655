"""Requirements that a manifest declares as strings: what all formats but requirements files come down to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from packaging.markers import InvalidMarker, Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from upgrader.model import Pin, Skip

_NAME = r"(?P<name>[A-Za-z0-9](?:[\w.-]{0,200}[A-Za-z0-9])?)"
_VERSION = r"\d{1,9}(?:\.\d{1,9}){0,9}"
_CLAUSE = rf"(?:(?:[<>!]=|[<>])\s*{_VERSION}|[!=]=\s*{_VERSION}\.\*|~=\s*\d{{1,9}}(?:\.\d{{1,9}}){{1,9}})"
#: Nearly every line of a large file; parsing the whole grammar for it takes fifty times as long.
PLAIN = re.compile(rf"{_NAME}(?:==(?P<version>{_VERSION})|\s*{_CLAUSE}(?:\s*,\s*{_CLAUSE}){{0,9}})", re.ASCII)


def exact_version(requirement: Requirement) -> str | None:
    """Return the version a requirement insists on (``==`` without a star, or ``===``), None for anything looser."""
    exact = [item.version for item in requirement.specifier if item.operator in ("==", "===")]
    if len(exact) != 1 or exact[0].endswith(".*"):
        return None
    try:
        Version(exact[0])
    except InvalidVersion:
        return None
    return exact[0]


def make_pin(text: str, file: PurePosixPath, line: int, group: str = "") -> Pin | Skip:
    """Return a PEP 508 string as a pin, a Skip naming the line when it is none."""
    if plain := plain_pin(text, file, line, group=group):
        return plain
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return Skip(file, f"line {line}: {text!r} is no requirement and was left alone")
    return pin_of(requirement, file, line, group=group, text=text)


def plain_pin(text: str, file: PurePosixPath, line: int, *, hashed: bool = False, group: str = "") -> Pin | None:
    """Return what `match_plain` knows as a pin that nobody has looked up yet, None for anything else."""
    found = match_plain(text)
    if not found:
        return None
    name, why = canonicalize_name(found["name"]), _NOT_LOOKED_UP if found["version"] else _NOT_EXACT
    return Pin(name, found["version"], file, line, text, hashed, why=why, group=group)


_NOT_LOOKED_UP = "not looked up"
_NOT_EXACT = "not exact: resolved when the environment is built"


def match_plain(text: str) -> re.Match[str] | None:
    """Return the match of ``name==1.2.3`` or ``name>=1.2,<3``, with or without a marker, None for anything else."""
    before, semicolon, marker = text.partition(";")
    found = PLAIN.fullmatch(before.rstrip() if semicolon else text)
    return found if found and (not semicolon or _is_marker(marker)) else None


@lru_cache(maxsize=1024)
def _is_marker(text: str) -> bool:
    try:
        Marker(text.strip())
    except InvalidMarker:
        return False
    return True


def pin_of(
    requirement: Requirement, file: PurePosixPath, line: int, *, hashed: bool = False, group: str = "", text: str = ""
) -> Pin:
    """Return a requirement as a pin that nobody has looked up yet."""
    version = exact_version(requirement)
    if requirement.url:
        why = "installed from a URL, which no index can answer for"
    elif version:
        why = _NOT_LOOKED_UP
    else:
        why = _NOT_EXACT
    return Pin(
        name=canonicalize_name(requirement.name),
        version=version,
        file=file,
        line=line,
        requirement=text or str(requirement),
        hashed=hashed,
        why=why,
        group=group,
    )


def source_link(name: str, row: object) -> str:
    """Return what poetry or pipenv take from a repository or an address as PEP 508, empty for anything else."""
    if not isinstance(row, dict):
        return ""
    revision = next((row[key] for key in ("rev", "tag", "ref", "branch") if isinstance(row.get(key), str)), "")
    if isinstance(row.get("git"), str):
        url = row["git"] if row["git"].startswith("git+") else f"git+{row['git']}"
        return f"{name} @ {url}{f'@{revision}' if revision else ''}"
    url = next((row[key] for key in ("url", "file") if isinstance(row.get(key), str)), "")
    return f"{name} @ {url}" if "://" in url else ""


def extras_of(row: object) -> str:
    """Return the extras that an entry of poetry or pipenv wants, in brackets, empty without any."""
    extras = row.get("extras") if isinstance(row, dict) else None
    return f"[{','.join(map(str, extras))}]" if isinstance(extras, list) and extras else ""


def is_pypi(url: str) -> bool:
    """Return whether an index is the public one, by the names that it has or had."""
    try:
        return urlsplit(url).hostname in ("pypi.org", "pypi.python.org", "files.pythonhosted.org")
    except ValueError:
        return False


def other_indexes(rows: object, file: PurePosixPath) -> Iterator[Skip]:
    """Yield a row for each index that a project's own tool would ask besides PyPI: we ask that of uv and pip."""
    for row in rows if isinstance(rows, list) else []:
        url = row.get("url") if isinstance(row, dict) else None
        if isinstance(url, str) and urlsplit(url).hostname not in (
            "pypi.org",
            "pypi.python.org",
            "files.pythonhosted.org",
        ):
            name = row.get("name") or url.rpartition("@")[2].removeprefix("https://").partition("/")[0]
            yield Skip(file, f"the index {name!r} is not followed; configure the index for uv or pip")
