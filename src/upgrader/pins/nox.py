"""What a noxfile.py installs for its sessions, read as syntax: nothing of it is run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath

from upgrader.model import Pin, Skip
from upgrader.parsing import parse_syntax
from upgrader.pins.declared import make_pin
from upgrader.pins.requirements import Entry

GROUP = "nox"  #: the group of what the sessions that run tests install

_TESTS = re.compile(r"(?:^|_)(?:py|py\w*test|tests?|testing|unit\w*)(?:_|$)")


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip | Entry]:
    """Yield what ``session.install(...)`` names literally; an Entry for ``-r`` and ``-c``, a Skip for what is computed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parse_syntax(text)
    except (SyntaxError, ValueError) as error:
        yield Skip(file, f"does not parse: {error}")
        return
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and any(
            "session" in ast.unparse(one) for one in function.decorator_list
        ):
            group = GROUP if _TESTS.search(function.name) else function.name
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "install":
                    yield from _installed(call, file, group)


def _installed(call: ast.Call, file: PurePosixPath, group: str) -> Iterator[Pin | Skip | Entry]:
    option = ""
    for argument in call.args:
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            yield Skip(file, f"line {argument.lineno}: what is installed is computed; only running it would tell")
            option = ""
            continue
        said, line = argument.value.strip(), argument.lineno
        if option:
            named = "--constraint" if option in ("-c", "--constraint") else "--requirement"
            yield Entry(line, line, f"{option} {said}", option=named, argument=said)
            option = ""
        elif said in ("-r", "-c", "--requirement", "--constraint"):
            option = said
        elif said.startswith("-r"):
            yield Entry(line, line, said, option="--requirement", argument=said[2:].strip())
        elif not said.startswith(("-", ".", "/")):
            yield make_pin(said, file, line, group)
