"""What tox installs to run the tests: the ``deps`` of its environments, in each of the files tox reads."""

from __future__ import annotations

import configparser
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import PurePosixPath
from typing import Any

from upgrader.model import Pin, Skip
from upgrader.pins import envlist
from upgrader.pins.declared import make_pin
from upgrader.pins.requirements import Entry

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GROUP = "tox"  #: the group of what the environments that run tests install

_TESTS = re.compile(r"testenv(?::(?:py|test|unit|dj).*)?$")
_CONDITION = re.compile(r"^([!\w.{},*-]+)\s*:\s+(?=\S)")
_INCLUDE = re.compile(r"^(-r|-c|--requirement|--constraint)[ =]*(\S+)$")
_ROOT = re.compile(r"\{(?:toxinidir|tox_root)\}/?")
_PYTHON = re.compile(r"py(?:thon)?(\d)\.?(\d+)")


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip | Entry]:
    """Yield the requirements of every environment; an Entry for a requirements file that one names, a Skip for the rest.

    What is for some Pythons only gets a marker. What is for other environments of a matrix only is left to the matrix.
    """
    try:
        if file.suffix == ".toml":
            data = tomllib.loads(text)
            table = data if file.name == "tox.toml" else _table(_table(data, "tool"), "tox")
            legacy = table.get("legacy_tox_ini")
            yield from _read_ini(legacy, text, file) if isinstance(legacy, str) else _read_table(table, text, file)
        else:
            yield from _read_ini(text, text, file)
    except configparser.Error as error:
        yield Skip(file, f"cannot be read: {str(error).splitlines()[0]}")
    except ValueError as error:
        yield Skip(file, f"is no TOML: {error}")


def _read_ini(text: str, whole: str, file: PurePosixPath) -> Iterator[Pin | Skip | Entry]:
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(text)
    lines = whole.splitlines()
    for section in parser.sections():
        if section != "testenv" and not section.startswith("testenv:"):
            continue
        group = GROUP if _TESTS.match(section) else section.partition(":")[2]
        start = next((number for number, line in enumerate(lines) if line.strip() == f"[{section}]"), 0)
        for item in (parser.get(section, "deps", fallback="") or "").splitlines():
            said = re.sub(r"(^|\s+)#.*$", "", item).strip()
            number = next((n for n, line in enumerate(lines[start:], start + 1) if said and said in line), start + 1)
            if said and not _is_of_matrix(said, whole):
                yield from _dependency(said, file, number, group)


def _read_table(table: dict[str, Any], text: str, file: PurePosixPath) -> Iterator[Pin | Skip | Entry]:
    environments = _table(table, "env")
    rows = [(GROUP, _table(table, "env_run_base"))]
    rows += [(GROUP if _TESTS.match(f"testenv:{name}") else name, _table(environments, name)) for name in environments]
    lines = text.splitlines()
    for group, row in rows:
        deps = row.get("deps")
        for item in deps if isinstance(deps, list) else []:
            if isinstance(item, str):
                number = next((n for n, line in enumerate(lines, 1) if f'"{item}"' in line or f"'{item}'" in line), 1)
                yield from _dependency(item, file, number, group)


def _is_of_matrix(said: str, whole: str) -> bool:
    """Return whether a line gives an environment of the list its Django: it moves along with that list (`envlist`)."""
    found = re.match(r"([\w.]+):\s+django\b(?![-\w])", said, re.IGNORECASE)
    return bool(found) and any(f"{one.name}{one.number}" == found[1] for one in envlist.factors(whole) if found)


def _dependency(said: str, file: PurePosixPath, line: int, group: str) -> Iterator[Pin | Skip | Entry]:
    found = _CONDITION.match(said)
    condition, wanted = (found[1], said[found.end() :]) if found else ("", said)
    if re.fullmatch(r"\{\[testenv[^]]*\]deps\}", wanted):
        return  # read where it stands
    wanted = _ROOT.sub("", wanted)
    include = _INCLUDE.match(wanted)
    marker = _marker(condition)
    if marker is None:
        yield Skip(file, f"line {line}: {said!r} is for some environments of tox only and counts as no pin")
    elif "{" in wanted:
        yield Skip(file, f"line {line}: {said!r} is not understood and was left alone")
    elif include and not marker:
        option = "--constraint" if include[1] in ("-c", "--constraint") else "--requirement"
        yield Entry(line, line, wanted, option=option, argument=include[2])
    elif include:
        yield Skip(file, f"line {line}: {said!r} is for some environments of tox only and was not followed")
    elif wanted.startswith((".", "/", "-")) or "://" in wanted.partition(" @ ")[0]:
        yield Skip(file, f"line {line}: {said!r} is a path, link or option and was left alone")
    else:
        separator = " and " if ";" in wanted else " ; "
        head, _, own = wanted.partition(";")
        joined = f"{head.strip()} ; ({own.strip()}){separator}({marker})" if own else f"{wanted}{separator}{marker}"
        yield make_pin(joined if marker else wanted, file, line, group)


def _marker(condition: str) -> str | None:
    """Return a condition on factors as a marker, empty without one, None for one that is not about Pythons alone."""
    alternatives = []
    for factors in filter(None, _split(condition)):
        parts = []
        for factor in factors.split("-"):
            found = _PYTHON.fullmatch(factor.removeprefix("!"))
            if not found:
                return None
            operator = "!=" if factor.startswith("!") else "=="
            parts.append(f'python_version {operator} "{found[1]}.{found[2]}"')
        alternatives.append(" and ".join(parts))
    return " or ".join(dict.fromkeys(alternatives))


def _split(condition: str) -> list[str]:
    """Return the alternatives of a condition, its braces multiplied out: ``py{36,37},py38`` is three."""
    found: list[str] = []
    for whole in re.findall(r"(?:[^,{}]|\{[^}]*\})+", condition):
        pieces = [part.strip("{}").split(",") for part in re.findall(r"\{[^}]*\}|[^{}]+", whole)]
        found += ["".join(part.strip() for part in one) for one in product(*pieces)]
    return found


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}
