"""Looks into what is installed in an environment: where a name is defined, what a module came with. Imports nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from upgrader.parsing import parse_syntax

_MOST_FILES = 6000  #: looked through for one name


@dataclass(frozen=True)
class Definition:
    """Where a name is defined: the dotted module, and for a function (or a class's method) its parameters."""

    module: str
    signature: str = ""


@dataclass(frozen=True)
class Installed:
    """The packages of one environment, ``site`` being its site-packages folder."""

    site: Path

    def distribution_of(self, module: str) -> str | None:
        """Return the name and version of the distribution that a top-level module came with, as in ``six 1.15.0``."""
        return self._owners.get(module)

    def owner_of(self, path: str) -> str | None:
        """Return the distribution that a file came with, as above; None where the path leads to no site-packages."""
        _, inside, below = path.rpartition("site-packages/")
        if not inside:
            return None
        return self._shared.get(below) or self.distribution_of(below.partition("/")[0].removesuffix(".py"))

    @cached_property
    def _shared(self) -> dict[str, str]:
        """Whose each module of a namespace package is that several distributions have a part of."""
        files: dict[str, dict[str, str]] = {}
        owners: dict[str, set[str]] = {}
        for name, lines in self._records:
            for line in lines:
                module, below, _ = line.partition("/")
                if below and (path := line.partition(",")[0]).endswith(".py"):
                    files.setdefault(module, {})[path] = name
                    owners.setdefault(module, set()).add(name)
        return {
            path: name for module, found in files.items() if len(owners[module]) > 1 for path, name in found.items()
        }

    @cached_property
    def _records(self) -> list[tuple[str, list[str]]]:
        """Every distribution, as above, with the lines of its RECORD, read once: failing suites ask for every frame."""
        found = []
        for record in sorted(self.site.glob("*.dist-info/RECORD")):
            name, _, version = record.parent.name.removesuffix(".dist-info").rpartition("-")
            found.append((f"{name} {version}", record.read_text("utf-8", errors="replace").splitlines()))
        return found

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Whose each top-level module is; of a namespace package, one of those who have a part of it."""
        found: dict[str, str] = {}
        for name, lines in self._records:
            for module in {line.partition(end)[0] for line in lines for end in "/." if end in line}:
                found.setdefault(module, name)
        return found

    def version_of(self, distribution: str) -> str | None:
        """Return the installed version of a distribution, None where it is not installed."""
        wanted = _plain(distribution)
        for folder in self.site.glob("*.dist-info"):
            name, _, version = folder.name.removesuffix(".dist-info").rpartition("-")
            if _plain(name) == wanted:
                return version
        return None

    def has_module(self, module: str) -> bool:
        """Return whether there is a file or a package for a dotted module."""
        path = self.site.joinpath(*module.split("."))
        return path.is_dir() or path.with_suffix(".py").is_file()

    def definitions(self, name: str, package: str = "", member: str = "") -> tuple[Definition, ...]:
        """Return where functions, classes and constants called ``name`` are defined at the top of a module.

        Looked for in a top-level package, in all of them without one. With ``member`` only classes count that define it,
        and its parameters are returned. Tests and what is vendored are left out; the shortest modules come first.
        """
        needle = re.compile(rf"^(?:(?:async )?def|class) {re.escape(name)}\b|^{re.escape(name)}\s*[:=]", re.MULTILINE)
        found = []
        for path in self._files(package):
            try:
                text = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            if needle.search(text) and (definition := _definition(text, name, member, self._dotted(path))):
                found.append(definition)
        return tuple(sorted(found, key=lambda one: (one.module.count("."), len(one.module), one.module)))

    def methods(self, name: str, package: str) -> tuple[Definition, ...]:
        """Return the classes of a top-level package that define a method ``name``, as ``module.Class``."""
        needle = re.compile(rf"^\s+(?:async )?def {re.escape(name)}\(", re.MULTILINE)
        found = []
        for path in self._files(package):
            try:
                text = path.read_text("utf-8")
                tree = parse_syntax(text) if needle.search(text) else None
            except (OSError, SyntaxError, ValueError):
                continue
            for one in (one for one in (tree.body if tree else ()) if isinstance(one, ast.ClassDef)):
                for node in one.body:
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
                        found.append(Definition(f"{self._dotted(path)}.{one.name}", ast.unparse(node.args)))
        return tuple(found)

    def says(self, name: str, package: str) -> tuple[str, ...]:
        """Return the modules of a top-level package in whose code an attribute ``name`` is set."""
        needle = re.compile(rf"\.{re.escape(name)}\s*(?::[^=\n]+)?=[^=]|^\s+{re.escape(name)}\s*=[^=]", re.MULTILINE)
        texts = ((path, path.read_text("utf-8", errors="replace")) for path in self._files(package))
        return tuple(self._dotted(path) for path, text in texts if needle.search(text))

    def _files(self, package: str) -> Iterator[Path]:
        start = self.site / package if package else self.site
        if not start.is_dir():
            yield from [start.with_suffix(".py")] if start.with_suffix(".py").is_file() else []
            return
        for number, path in enumerate(sorted(start.rglob("*.py"))):
            inside = path.relative_to(self.site).parts
            if number < _MOST_FILES and not {"tests", "test", "testing", "_vendor", "vendor"}.intersection(inside):
                yield path

    def _dotted(self, path: Path) -> str:
        return ".".join(path.relative_to(self.site).with_suffix("").parts).removesuffix(".__init__")


def _definition(text: str, name: str, member: str, module: str) -> Definition | None:
    if not member and not re.search(rf"^(?:async )?def {re.escape(name)}\b", text, re.MULTILINE):
        return Definition(module)
    try:
        tree = parse_syntax(text)
    except (SyntaxError, ValueError):
        return None
    body: list[ast.stmt] = tree.body
    if member:
        classes = (node for node in body if isinstance(node, ast.ClassDef) and node.name == name)
        body = [node for one in classes for node in one.body]
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == (member or name):
            return Definition(module, ast.unparse(node.args))
    return None


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
