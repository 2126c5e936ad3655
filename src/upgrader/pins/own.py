"""The name of the project's own distribution: what its files ask for by it is the project itself."""

from __future__ import annotations

import configparser
import sys
import warnings
from pathlib import Path

from packaging.utils import NormalizedName, canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from upgrader.parsing import parse_syntax
from upgrader.pins.setup_py import setup_literal


def own_name(root: Path) -> NormalizedName | None:
    """Return the name that the project in ``root`` gives its distribution, None where it is computed or has none."""
    for said in (_pyproject(root / "pyproject.toml"), _setup_cfg(root / "setup.cfg"), _setup_py(root / "setup.py")):
        if said:
            return canonicalize_name(said)
    return None


def _pyproject(path: Path) -> str:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""
    tool = data.get("tool")
    tables = (data.get("project"), tool.get("poetry") if isinstance(tool, dict) else None)
    names = [table["name"] for table in tables if isinstance(table, dict) and isinstance(table.get("name"), str)]
    return names[0] if names else ""


def _setup_cfg(path: Path) -> str:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, configparser.Error):
        return ""
    return parser.get("metadata", "name", fallback="").strip()


def _setup_py(path: Path) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parse_syntax(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ""
    value = setup_literal(tree, "name")
    return value if isinstance(value, str) else ""
