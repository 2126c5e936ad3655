"""What a project tells tox, as far as it says how to run the tests: read as text, tox itself is not asked.

The ini format and its substitutions: https://tox.wiki/en/stable/config.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from configparser import Error as IniError
from configparser import RawConfigParser
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from upgrader.model import Skip, UpgraderError
from upgrader.project.config import load_toml, table_at

_FACTORS = re.compile(r"^([!\w.{},*-]+)\s*:\s+(?=\S)")
_INNERMOST = re.compile(r"\{([^{}]*)\}")
_FIXED = {
    "envpython": "python",
    "env_python": "python",
    "toxinidir": ".",
    "tox_root": ".",
    "envbindir": "BIN",
    "env_bin_dir": "BIN",
    "/": "/",
    ":": ":",
}


@dataclass(frozen=True)
class Tox:
    """tox's settings: ``commands`` of the test environment in order, its variables, the packages it installs.

    Substitutions are done in ``commands`` and ``variables``; a command with one that has no answer here is left out.
    """

    file: PurePosixPath
    environments: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    packages: frozenset[str] = frozenset()
    folder: str = ""


def read_tox(root: Path, files: frozenset[PurePosixPath]) -> tuple[Tox | None, tuple[Skip, ...]]:
    """Return what tox would read in ``root``, looked for where tox looks and in its order, and files that do not parse."""
    skipped: list[Skip] = []
    for name in ("tox.ini", "setup.cfg", "pyproject.toml", "tox.toml"):
        path = PurePosixPath(name)
        if path not in files:
            continue
        try:
            found = _read_toml(root, path) if path.suffix == ".toml" else _read_ini(read_ini(root, path), path)
        except IniError as error:
            skipped.append(Skip(path, f"not a valid configuration file: {error.message.splitlines()[0]}"))
            continue
        except UpgraderError as error:
            skipped.append(Skip(path, str(error)))
            continue
        if found:
            return found, tuple(skipped)
    return None, tuple(skipped)


def read_ini(root: Path, path: PurePosixPath) -> RawConfigParser:
    """Return a parsed tox.ini, setup.cfg or pytest.ini, empty if there is none; raises ``configparser.Error``."""
    text = (root / path).read_text("utf-8-sig", errors="replace") if (root / path).is_file() else ""
    return _parse_ini(text, str(path))


def _parse_ini(text: str, source: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = lambda optionstr: optionstr  # type: ignore[method-assign]  # the documented way to keep case
    parser.read_string(text, source)
    return parser


def _read_ini(parser: RawConfigParser, path: PurePosixPath) -> Tox | None:
    prefix = "tox:" if path.name == "setup.cfg" else ""
    if not parser.has_section("testenv") and not parser.has_section(f"{prefix}tox"):
        return None
    sections = [name for name in parser.sections() if name == "testenv" or re.match(r"testenv:(py|test|unit)", name)]
    deps = [_without_factors(line)[1] for name in sections for line in _lines(parser, name, "deps")]
    variables: dict[str, str] = {}
    for section in reversed(sections):  # the test environment's own come last and win
        for line in _lines(parser, section, "setenv") + _lines(parser, section, "set_env"):
            name, equals, value = line.partition("=")
            if equals and not _without_factors(line)[0]:
                variables[name.strip()] = _substitute(value.strip(), parser)
    test = next((name for name in sections if _lines(parser, name, "commands")), None)
    folder = _lines(parser, test, "changedir") + _lines(parser, test, "change_dir") if test else []
    return Tox(
        path,
        tuple(_lines(parser, f"{prefix}tox", "envlist") + _lines(parser, f"{prefix}tox", "env_list")),
        tuple(_commands(parser, test)) if test else (),
        variables,
        _names(deps),
        _folder(_substitute(folder[0], parser)) if folder else "",
    )


def _commands(parser: RawConfigParser, section: str) -> Iterator[str]:
    text = "\n".join(_lines(parser, section, "commands")).replace("\\\n", " ")
    lines = [_without_factors(line) for line in text.splitlines()]
    # What runs only in some environments counts if nothing runs in all of them, or a `flake8` would hide the tests.
    for factors, line in sorted(lines, key=lambda pair: bool(pair[0])):
        if factors.startswith("!") or re.search(r"lint|docs|flake|black|mypy|isort", factors):
            continue
        for one in _substitute(line, parser).splitlines():
            if "{" not in one and one.strip():
                yield one.strip()


def _lines(parser: RawConfigParser, section: str | None, option: str) -> list[str]:
    if section is None:
        return []
    text = parser.get(section, option, fallback=None) or ""
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def _without_factors(line: str) -> tuple[str, str]:
    found = _FACTORS.match(line)
    return (found[1], line[found.end() :]) if found else ("", line)


def _substitute(text: str, parser: RawConfigParser, depth: int = 0) -> str:
    """Return ``text`` with tox's ``{...}`` replaced; what cannot be known here stays, braces and all."""

    def answer(found: re.Match[str]) -> str:
        name, _, default = found[1].partition(":")
        if found[1] in _FIXED:
            return _FIXED[found[1]]
        if name == "posargs":
            return default
        if name == "env":
            return default.partition(":")[2]
        section = re.match(r"\[(.+)\](.+)", found[1])
        if section and depth < 5:  # a section may name itself
            return _substitute("\n".join(_lines(parser, section[1], section[2])), parser, depth + 1)
        return found[0]

    before = ""
    while before != text:
        before, text = text, _INNERMOST.sub(answer, text)
    return text.replace("BIN/", "")


def _names(lines: list[str]) -> frozenset[str]:
    names = set()
    for line in lines:
        try:
            names.add(canonicalize_name(Requirement(line).name))
        except InvalidRequirement:  # `-r file`, a URL, a Django range with a typo in it: other stages report those
            continue
    return frozenset(names)


def _read_toml(root: Path, path: PurePosixPath) -> Tox | None:
    table = load_toml(root / path)
    if path.name == "pyproject.toml":
        table = table_at(table, "tool", "tox")
        if isinstance(legacy := table.get("legacy_tox_ini"), str):
            return _read_ini(_parse_ini(legacy, str(path)), path)
    if not table:
        return None
    base = table_at(table, "env_run_base")
    empty = _parse_ini("", str(path))
    commands = [" ".join(map(_quote, line)) for line in _list(base.get("commands")) if isinstance(line, list)]
    return Tox(
        path,
        tuple(name for name in _list(table.get("env_list")) if isinstance(name, str)),
        tuple(one for one in (_substitute(line, empty) for line in commands) if "{" not in one),
        {name: value for name, value in table_at(base, "set_env").items() if isinstance(value, str)},
        _names([line for line in _list(base.get("deps")) if isinstance(line, str)]),
        _folder(_substitute(str(base.get("change_dir", "")), empty)),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _folder(text: str) -> str:
    """Return a changedir relative to the root, empty for the root itself or one that cannot be known."""
    folder = str(PurePosixPath(text))
    return "" if folder == "." or "{" in folder or folder.startswith("/") else folder


def _quote(word: object) -> str:
    if isinstance(word, dict):  # {replace = "posargs", default = [...]}
        default = word.get("default", [])
        return " ".join(map(str, default)) if isinstance(default, list) else str(default)
    text = str(word)
    return f'"{text}"' if " " in text else text
