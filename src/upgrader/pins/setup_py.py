"""The requirements a setup.py declares, read as syntax: nothing of it is run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath

from upgrader.model import Pin, Skip
from upgrader.parsing import parse_syntax
from upgrader.pins.declared import make_pin


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    """Yield the requirements of ``setup()`` that stand there literally, or by the name of a literal in the same file.

    What is computed becomes a Skip: only running the file would tell.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old files have invalid escapes, which are not ours to report
            tree = parse_syntax(text)
    except (SyntaxError, ValueError) as error:
        yield Skip(file, f"does not parse: {error}")
        return
    literals = _literals(tree)
    for keyword in setup_keywords(tree):
        if keyword.arg in ("install_requires", "tests_require"):
            group = "tests" if keyword.arg == "tests_require" else ""
            yield from _list(keyword.value, literals, file, group, keyword.arg)
        elif keyword.arg == "extras_require":
            value = _resolved(keyword.value, literals)
            if not isinstance(value, ast.Dict):
                yield Skip(file, f"line {keyword.value.lineno}: extras_require is computed; only running it would tell")
                continue
            for key, requirement_list in zip(value.keys, value.values, strict=True):
                group = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "?"
                yield from _list(requirement_list, literals, file, group, f"extras_require[{group!r}]")
        elif keyword.arg is None:
            yield Skip(file, f"line {keyword.value.lineno}: setup(**...) is computed; only running it would tell")


def setup_keywords(tree: ast.Module) -> tuple[ast.keyword, ...]:
    """Return the keyword arguments of the file's ``setup()`` call."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {id(call): ast.unparse(call.func) for call in calls}
    return tuple(word for call in calls if names[id(call)] in ("setup", "setuptools.setup") for word in call.keywords)


def setup_literal(tree: ast.Module, name: str) -> object:
    """Return the constant that ``setup()`` gets by this keyword, literally or by the name of one; None for anything else."""
    literals = _literals(tree)
    values = [_resolved(keyword.value, literals) for keyword in setup_keywords(tree) if keyword.arg == name]
    return values[0].value if values and isinstance(values[0], ast.Constant) else None


def _literals(tree: ast.Module) -> dict[str, ast.expr]:
    """Return module-level names assigned exactly once."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.setdefault(node.target.id, []).extend([node.value, node.value])  # grown later: not what it says
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _resolved(value: ast.expr, literals: dict[str, ast.expr]) -> ast.expr:
    return literals.get(value.id, value) if isinstance(value, ast.Name) else value


def _items(value: ast.expr, literals: dict[str, ast.expr], depth: int = 0) -> Iterator[ast.expr]:
    """Yield what is in a list, also in one that is put together of several."""
    value = _resolved(value, literals)
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and depth < 20:
        yield from _items(value.left, literals, depth + 1)
        yield from _items(value.right, literals, depth + 1)
    elif isinstance(value, ast.List | ast.Tuple | ast.Set):
        yield from value.elts
    else:
        yield value


def _list(
    value: ast.expr, literals: dict[str, ast.expr], file: PurePosixPath, group: str, what: str
) -> Iterator[Pin | Skip]:
    items = list(_items(value, literals))
    for item in items:
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            for said in filter(None, map(str.strip, item.value.splitlines())):
                yield make_pin(said, file, item.lineno, group)
        else:
            yield Skip(file, f"line {item.lineno}: {what} is computed; only running it would tell")
