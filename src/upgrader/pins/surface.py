"""Which names a release of Django offers for import, read out of its wheel as syntax; nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from upgrader.parsing import parse_syntax

ANYTHING = "*"  #: among a module's names: it makes them up when asked


def read_surface(files: dict[str, str]) -> dict[str, frozenset[str]]:
    """Return each module of a package, by its dotted name, with the names that can be imported from it.

    ``files`` maps paths in the wheel to source texts.
    """
    trees = {_module(PurePosixPath(path)): parse_syntax(text) for path, text in files.items()}
    packages = {_module(PurePosixPath(path)) for path in files if path.endswith("/__init__.py")}
    found: dict[str, frozenset[str]] = {}

    def names_of(module: str) -> frozenset[str]:
        if module not in found:
            found[module] = frozenset()  # modules may star-import one another
            inside = {one.rpartition(".")[2] for one in trees if one.rpartition(".")[0] == module}
            names = set(inside)
            for name, source in _bound(trees[module], module, module in packages):
                if name != ANYTHING or not source:
                    names.add(name)
                else:
                    names |= names_of(source) if source in trees else {ANYTHING}
            found[module] = frozenset(names)
        return found[module]

    for module in trees:
        names_of(module)
    return found


def _module(path: PurePosixPath) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _bound(node: ast.AST, module: str, package: bool) -> Iterator[tuple[str, str]]:
    """Yield every name that the module's own level binds; for a star import ``*`` and the module it is from."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield (ANYTHING if child.name == "__getattr__" else child.name), ""
        elif isinstance(child, ast.ImportFrom):
            source = child.module or ""
            if child.level:
                here = module.split(".")
                above = here[: len(here) - child.level + package]
                source = ".".join([*above, *filter(None, [source])])
            yield from ((alias.asname or alias.name, source if alias.name == ANYTHING else "") for alias in child.names)
        elif isinstance(child, ast.Import):
            yield from ((alias.asname or alias.name.partition(".")[0], "") for alias in child.names)
        elif isinstance(child, ast.Name):
            if isinstance(child.ctx, ast.Store):
                yield child.id, ""
        else:
            yield from _bound(child, module, package)


def missing_from(surface: dict[str, frozenset[str]], statement: ast.Import | ast.ImportFrom, top: str) -> str:
    """Return the first thing below the package ``top`` that an import asks for in vain, empty when all is there."""
    if isinstance(statement, ast.Import):
        wanted = (alias.name for alias in statement.names)
        return next((name for name in wanted if name.partition(".")[0] == top and name not in surface), "")
    module = statement.module or ""
    if statement.level or module.partition(".")[0] != top:
        return ""
    if module not in surface:
        return module
    names = surface[module]
    lost = (alias.name for alias in statement.names if ANYTHING not in names and alias.name not in (*names, ANYTHING))
    return next((f"{module}.{name}" for name in lost), "")
