"""``[tool.upgrader]`` of pyproject.toml, or upgrader.toml."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from upgrader.model import Config, UpgraderError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OWN_FILE = "upgrader.toml"


def read_config(root: Path) -> Config:
    """Return the configuration in ``root``, the defaults where there is none.

    Raises ``UpgraderError`` for a file that is not TOML, an unknown key, a value of the wrong type, and two places at once.
    """
    in_pyproject = table_at(load_toml(root / "pyproject.toml"), "tool").get("upgrader")
    own = (root / OWN_FILE).is_file()
    if own and in_pyproject is not None:
        raise UpgraderError(
            f"Both {OWN_FILE} and [tool.upgrader] in pyproject.toml configure upgrader. Keep one of them."
        )
    if own:
        return parse_config(load_toml(root / OWN_FILE), OWN_FILE)
    return parse_config(in_pyproject if in_pyproject is not None else {}, "pyproject.toml")


def load_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file's table, empty if there is no such file; ``UpgraderError`` names the file and the line."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        return {}
    except OSError as error:
        raise UpgraderError(f"{path.name} cannot be read: {error.strerror}. Make it readable.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UpgraderError(f"{path.name}, line {line}, is not UTF-8, which TOML must be. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise UpgraderError(f"{path.name} is not valid TOML: {error}. Correct that line.") from error


def table_at(data: object, *names: str) -> dict[str, Any]:
    """Return the table at a dotted path, empty if there is none or something else stands there."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def parse_config(table: object, file: str) -> Config:
    """Return the configuration that a table says; ``file`` is its name for messages."""
    if not isinstance(table, Mapping):
        raise UpgraderError(f"[tool.upgrader] in {file} is not a table. Write its keys below that heading.")
    unknown = sorted(str(key) for key in table if key not in _KEYS)
    if unknown:
        raise UpgraderError(
            f"{file} has a key that upgrader does not know: {unknown[0]}. Known are {', '.join(_KEYS)}."
        )
    values: dict[str, Any] = {}
    for key, value in table.items():
        accept, wanted = _TYPES[_KEYS[key]]
        if not accept(value):
            raise UpgraderError(f"{key} in {file} must be {wanted}. It is {value!r}.")
        values[_KEYS[key]] = _freeze(value)
    return Config(**values)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


def _is_version(value: object) -> bool:
    try:
        return isinstance(value, str) and len(Version(value).release) > 1
    except InvalidVersion:
        return False


def _is_days(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_kind_of_time(value: object) -> bool:
    return value in ("naive", "aware")


def _is_environment(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _is_table_of_texts(value: object) -> bool:
    return isinstance(value, dict) and all(_is_texts(item) for item in value.values())


def _freeze(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _freeze(item) for key, item in value.items()}
    return value


_TEXTS = (_is_texts, "a list of strings")
_TYPES: dict[str, tuple[Callable[[object], bool], str]] = {
    "test_command": (_is_text, "a string"),
    "python": (_is_version, 'a version in quotes, such as "3.8"'),
    "env": (_is_environment, "a table of strings"),
    "pass_env": _TEXTS,
    "requirements": _TEXTS,
    "select": _TEXTS,
    "ignore": _TEXTS,
    "exclude": _TEXTS,
    "per_file_ignores": (_is_table_of_texts, "a table of lists of rule ids"),
    "rules": (_is_text, "the name of a folder"),
    "utcnow": (_is_kind_of_time, '"naive" or "aware"'),
    "cooldown_days": (_is_days, "a number of days, 0 or more"),
}
_KEYS = {field.name.replace("_", "-"): field.name for field in fields(Config)}
