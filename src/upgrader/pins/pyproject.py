"""The requirements a pyproject.toml declares: PEP 621, PEP 735 and poetry's own tables."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader.model import Pin, Skip
from upgrader.pins.declared import extras_of, make_pin, other_indexes, source_link
from upgrader.pins.widen import widen

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


_EARLY = r"\.?(?:a|b|c|rc|alpha|beta|dev|post)\.?\d*"  # of a version before, or after, its release


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    """Yield the requirements of every table; a Skip for a file or a row that is not understood."""
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        yield Skip(file, f"is no TOML: {error}")
        return
    tool = _table(data, "tool")
    for owner, key in (("poetry", "source"), ("pdm", "source"), ("uv", "index")):
        yield from other_indexes(_table(tool, owner).get(key), file)
    rows = [*_standard(data), *_poetry(data, file)]
    for row in rows:
        if isinstance(row, Skip):
            yield row
        else:
            group, said, needle = row
            yield make_pin(said, file, _line_of(needle, text), group)


def _standard(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    including = _including(_table(data, "dependency-groups"))
    for group, items in requirement_lists(data):
        for item in items:
            if isinstance(item, str):  # a table is {include-group = ...}, and that group is read in its own right
                yield " in ".join([group, *including.get(canonicalize_name(group), ())]), item, item


def _including(groups: dict[str, Any]) -> dict[str, list[str]]:
    """Return for each dependency group those that include it, directly or through others (PEP 735)."""
    included = {
        canonicalize_name(name): [
            canonicalize_name(str(item["include-group"]))
            for item in (items if isinstance(items, list) else ())
            if isinstance(item, dict) and "include-group" in item
        ]
        for name, items in groups.items()
    }
    found: dict[str, list[str]] = {}
    for name in included:
        waiting, seen = list(included[name]), {name}  # a group may include itself by mistake
        while waiting:
            inner = waiting.pop()
            if inner not in seen:
                seen.add(inner)
                found.setdefault(inner, []).append(name)
                waiting += included.get(inner, [])
    return found


def group_of(pin: Pin) -> str:
    """Return the table that a pin stands in, without the groups that include it."""
    return pin.group.partition(" in ")[0]


def requirement_lists(data: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield every list of PEP 508 texts, with its group: of the standard tables, of pdm and of hatch's environments."""
    project = _table(data, "project")
    rows = [("", project.get("dependencies"))]
    rows += _table(project, "optional-dependencies").items()
    rows += _table(data, "dependency-groups").items()
    rows += _table(data, "tool", "pdm", "dev-dependencies").items()
    rows.append(("dev", _table(data, "tool", "uv").get("dev-dependencies")))
    for name, table in _table(data, "tool", "hatch", "envs").items():
        rows += [(name, _table(table).get(key)) for key in ("dependencies", "extra-dependencies")]
    yield from ((group, items) for group, items in rows if isinstance(items, list))


def poetry_tables(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return poetry's tables of dependencies by group, the empty name for what is always installed."""
    poetry = _table(data, "tool", "poetry")
    tables = {"": _table(poetry, "dependencies"), "dev": _table(poetry, "dev-dependencies")}
    for group, table in _table(poetry, "group").items():
        tables[group] = _table(table, "dependencies")
    return tables


def _poetry(data: dict[str, Any], file: PurePosixPath) -> Iterator[tuple[str, str, str] | Skip]:
    for group, table in poetry_tables(data).items():
        for name, value in table.items():
            if name.lower() == "python":
                continue
            for row in value if isinstance(value, list) else [value]:  # a row for each Python or platform
                said = source_link(name, row) or _requirement(name, row)
                if said is None:
                    yield Skip(file, f"poetry's {name} = {row!r} is not understood and was left alone")
                else:
                    yield group, said, f"{name} ="


def _requirement(name: str, row: Any) -> str | None:
    """Return an entry of poetry as PEP 508, None where it has no equivalent."""
    more = row if isinstance(row, dict) else {}
    version = more.get("version") if isinstance(row, dict) else row
    specifier = poetry_specifier(version) if isinstance(version, str) else None
    python = poetry_specifier(more["python"]) if isinstance(more.get("python"), str) else ""
    if specifier is None or python is None:
        return None
    markers = [
        f"{'python_full_version' if item.version.count('.') > 1 and '*' not in item.version else 'python_version'} "
        f'{item.operator} "{item.version.removesuffix(".*")}"'
        for item in sorted(SpecifierSet(python), key=str)
    ]
    markers += [f'sys_platform == "{more["platform"]}"'] if isinstance(more.get("platform"), str) else []
    markers += [f"({more['markers']})"] if isinstance(more.get("markers"), str) else []
    return f"{name}{extras_of(more)}{specifier}{' ; ' if markers else ''}{' and '.join(markers)}"


def poetry_specifier(version: str) -> str | None:
    """Return poetry's constraint as PEP 440, None for what has no equivalent here (``||``).

    https://python-poetry.org/docs/dependency-specification/: a caret keeps the first part that is not zero, a tilde
    the minor version, a bare version is exact.
    """
    parts: list[str] = []
    for item in filter(None, map(str.strip, version.split(","))):
        found = re.fullmatch(rf"(\^|~(?!=))?\s*v?(\d+(?:\.\d+)*)({_EARLY})?", item)
        if item == "*":
            continue
        if re.fullmatch(r"\d+(\.\d+)*\.\*", item):
            parts.append(f"=={item}")
        elif found and found[1]:
            numbers = [int(number) for number in found[2].split(".")]
            nonzero = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
            place = nonzero if found[1] == "^" else min(1, len(numbers) - 1)
            upper = [*numbers[:place], numbers[place] + 1]
            parts.append(f">={found[2]}{found[3] or ''},<{'.'.join(map(str, upper))}")
        elif found:
            parts.append(f"=={found[2]}{found[3] or ''}")
        elif re.fullmatch(r"(==|!=|<=?|>=?|~=)\s*[\w.*+!-]+", item):
            parts.append(item.replace(" ", ""))
        else:
            return None
    return ",".join(parts)


def move_poetry(old: str, version: Version) -> str:
    """Return a constraint of poetry or pipenv that admits ``version``, in the words of the old one.

    A caret, a tilde and a bare version keep their number of parts (``^2.2`` to ``^5.2``), the rest widens as ranges do.
    """
    specifier = poetry_specifier(old)
    found = re.fullmatch(rf"(\s*(?:\^|~(?!=)|===?)?\s*v?)(\d+(?:\.\d+)*)(\.\*|{_EARLY})?(\s*)", old)
    if specifier is None or (not found and version in SpecifierSet(specifier)):
        return old
    if not found:
        return widen(old, version)
    if found[1].strip() in ("^", "~") and version in SpecifierSet(specifier):
        return old
    length = len(found[2].split("."))
    star = found[3] if found[3] == ".*" else ""
    exact = found[1].strip() not in ("^", "~") and not star
    parts = str(version) if exact else ".".join(str(part) for part in (*version.release, 0, 0, 0)[:length])
    return f"{found[1]}{parts}{star}{found[4]}"


def _table(data: Any, *names: str) -> dict[str, Any]:
    for name in names:
        data = data.get(name, {}) if isinstance(data, dict) else {}
    return data if isinstance(data, dict) else {}


def _line_of(needle: str, text: str) -> int:
    lines = text.splitlines()
    quoted = {needle, needle.replace('"', '\\"')}
    return next((number for number, line in enumerate(lines, 1) if any(item in line for item in quoted)), 1)
