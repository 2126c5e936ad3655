"""What the code imports and no file requires: packages that something else used to bring along, and no longer does."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader.model import Pin
from upgrader.parsing import parse_syntax
from upgrader.pins.closure import closure
from upgrader.pins.index import Index
from upgrader.pins.known import MODULES
from upgrader.pins.locks import GROUP as LOCK

_ALWAYS_THERE = ("setuptools", "pip", "wheel")  # in every environment until Python 3.12
_WORDS = re.compile(rb"^[ \t]*(?:import|from)[ \t]+(?:%s)\b" % "|".join(sorted(MODULES)).encode(), re.MULTILINE)
_BUILDING = ("setup.py", "noxfile.py", "fabfile.py", "conf.py")  # run elsewhere than the project


def missing_requirements(
    root: Path,
    files: Sequence[PurePosixPath],
    before: Sequence[Pin],
    after: Sequence[Pin],
    old: Version,
    new: Version,
    index: Index,
) -> tuple[tuple[str, str], ...]:
    """Return each requirement that the code needs and the new environment would lack, with the reason.

    ``files`` are the project's, as rewritten; ``before`` are its pins as they were, ``after`` as they will be, ``old`` and
    ``new`` the two Pythons. Only packages of the companion table (`known.MODULES`) that the old environment had count: an
    import that failed there, too, is the project's own affair. So is one in a ``try``.
    """
    imported = _imported(root, files)
    if not imported:
        return ()
    had = {*closure(before, old, index), *_ALWAYS_THERE}
    has = closure(as_required(after), new, index)
    found = []
    for module, place in sorted(imported.items()):
        name = canonicalize_name(Requirement(MODULES[module]).name)
        if name in had and name not in has:
            found.append(
                (MODULES[module], f"{place} imports {module}, which no longer comes along with another package")
            )
    return tuple(found)


def as_required(pins: Sequence[Pin]) -> list[Pin]:
    """Return pins with those of a compiled file like those of a lock: they say which version, and may go with the next."""
    paths = {pin.file for pin in pins}
    compiled = {path for path in paths if path.suffix == ".txt" and path.with_suffix(".in") in paths}
    return [replace(pin, group=LOCK) if pin.file in compiled else pin for pin in pins]


def never_required(
    root: Path, files: Sequence[PurePosixPath], pins: Sequence[Pin], python: Version, index: Index
) -> tuple[str, ...]:
    """Return the requirements that the code needs and that nothing brings along: they are installed by hand somewhere.

    Only packages of the companion table count, as in `missing_requirements`.
    """
    imported = _imported(root, files)
    has = {*closure(pins, python, index), *_ALWAYS_THERE} if imported else set()
    wanted = {module: MODULES[module] for module in sorted(imported)}
    return tuple(text for text in wanted.values() if canonicalize_name(Requirement(text).name) not in has)


def _imported(root: Path, files: Sequence[PurePosixPath]) -> dict[str, str]:
    """Return the modules of the table that the code imports from elsewhere, with the first place of each."""
    own = {file.stem if len(file.parts) == 1 else file.parts[0] for file in files if file.suffix == ".py"}
    own |= {file.parts[1] for file in files if len(file.parts) > 2 and file.parts[0] == "src"}
    found: dict[str, str] = {}
    for file in sorted(files):
        if file.suffix != ".py" or file.name in _BUILDING:
            continue
        try:
            data = (root / file).read_bytes()
            if not _WORDS.search(data):
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = parse_syntax(data)
        except (OSError, SyntaxError, ValueError):
            continue  # reported by the stage that reads the code
        for module, line in _unguarded(tree):
            if module in MODULES and module not in own:
                found.setdefault(module, f"{file} line {line}")
    return found


def _unguarded(node: ast.AST) -> list[tuple[str, int]]:
    """Return module and line of every absolute import below ``node`` that is not in a ``try``."""
    found: list[tuple[str, int]] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Try):
            continue
        if isinstance(child, ast.Import):
            found += [(alias.name.partition(".")[0], child.lineno) for alias in child.names]
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            found.append((child.module.partition(".")[0], child.lineno))
        else:
            found += _unguarded(child)
    return found
