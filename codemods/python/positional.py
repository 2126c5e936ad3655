"""Parameters that became positional-only or keyword-only, or that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.edit import argument, keyword, without_arg
from upgrader.methods import meant, to_keywords, to_positional
from upgrader.model import Safety
from upgrader.rule import File, Hit, rule

DOCS_39 = "https://docs.python.org/3/whatsnew/3.9.html#removed"
DOCS_310 = "https://docs.python.org/3/whatsnew/3.10.html#changes-in-the-python-api"
PENDING_315 = "https://docs.python.org/3/deprecations/pending-removal-in-3.15.html"

Table = Mapping[str, tuple[str, ...]]


def _words(table: Table) -> list[str]:
    """Return needles for a table: the function's own name together with a parameter's."""
    return [f"{name.rpartition('.')[2]} {parameter}" for name, parameters in table.items() for parameter in parameters]


def _positional(node: cst.Call, table: Table, file: File) -> Iterator[Hit]:
    if all(one.keyword is None for one in node.args):
        return  # before asking what is called, which most calls are not worth
    for name in meant(node.func, file) & table.keys():
        # what is given by position already leaves the keyword to the function that is called
        given = sum(one.keyword is None and not one.star for one in node.args)
        keywords = [parameter for parameter in table[name][given:] if keyword(node, parameter) is not None]
        if keywords:
            new = to_positional(node, table[name]) if not file.guard(node) else None
            yield Hit(node, f"{name} takes {', '.join(keywords)} by position only", new)


POSITIONAL_39: Table = {
    "cProfile.Profile.runcall": ("func",),
    "pickle.loads": ("data",),
    "profile.Profile.runcall": ("func",),
    "trace.Trace.runfunc": ("func",),
    "unittest.IsolatedAsyncioTestCase.addAsyncCleanup": ("func",),
    "unittest.TestCase.addCleanup": ("function",),
    "weakref.finalize": ("obj", "func"),
}


@rule(
    "PY39-positional-only-methods",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.8.html#deprecated",
    needles=_words(POSITIONAL_39),
)
def positional_39(node: cst.Call, file: File) -> Iterator[Hit]:
    """Functions that pass on any keyword take their own parameters by position only.

    Deprecated in Python 3.8, a TypeError from 3.9.

    ```diff
     import weakref
     from pickle import loads

     weakref.finalize(
    -    obj=thing,  # goes away
    -    func=print,
    +    thing,  # goes away
    +    print,
     )
    -loads(data=stored)
    +loads(stored)
    ```

    ```diff
     import unittest


     class Tests(unittest.TestCase):
         def setUp(self):
    -        self.addCleanup(function=print, end="")
    +        self.addCleanup(print, end="")
    ```

    ```diff
     import json
     import weakref
     from ours import loads

     loads(data=stored)
     weakref.finalize(thing, func)
     weakref.finalize(*arguments, func=print)
     weakref.finalize(thing, store, {}, func=print, obj=1)
    ```
    """
    yield from _positional(node, POSITIONAL_39, file)


POSITIONAL_310: Table = {
    "traceback.format_exception": ("etype", "value", "tb"),
    "traceback.format_exception_only": ("etype", "value"),
    "traceback.print_exception": ("etype", "value", "tb"),
    "zipfile.Path.joinpath": ("add",),
}


@rule(
    "PY310-positional-only",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS_310,
    needles=["print_exception etype", "format_exception etype", "format_exception_only etype", "joinpath add"],
)
def positional_310(node: cst.Call, file: File) -> Iterator[Hit]:
    """``traceback.print_exception(etype=...)`` takes the exception by position.

    The parameter has been called ``exc`` since Python 3.10, and takes an exception alone as well.

    ```diff
     import traceback

    -traceback.print_exception(etype=kind, value=error, tb=None, file=log)
    +traceback.print_exception(kind, error, None, file=log)
    ```

    ```diff
     import traceback
     from ours import print_exception

     traceback.print_exception(kind, error, tb=None)
     print_exception(etype=kind)
    ```
    """
    if any(name.startswith("traceback.") for name in meant(node.func, file)) and keyword(node, "etype") is None:
        return  # value and tb are still what they were
    yield from _positional(node, POSITIONAL_310, file)


POSITIONAL_315: Table = {
    "sqlite3.Connection.create_aggregate": ("name", "n_arg", "aggregate_class"),
    "sqlite3.Connection.create_function": ("name", "narg", "func"),
    "sqlite3.Connection.set_authorizer": ("authorizer_callback",),
    "sqlite3.Connection.set_progress_handler": ("progress_handler",),
    "sqlite3.Connection.set_trace_callback": ("trace_callback",),
}


@rule(
    "PY315-sqlite3-positional-only",
    package="python",
    since=None,
    gone="3.15",
    docs=PENDING_315,
    needles=_words(POSITIONAL_315),
)
def positional_315(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Connection.create_function`` and its kind take their first parameters by position only.

    Deprecated in Python 3.13, an error from 3.15.

    ```diff
     import sqlite3

     connection = sqlite3.connect(":memory:")
    -connection.create_function("double", 1, func=double, deterministic=True)
    +connection.create_function("double", 1, double, deterministic=True)
    ```

    ```diff
     connection = ours.connect()
     connection.create_function("double", 1, func=double)
    ```
    """
    yield from _positional(node, POSITIONAL_315, file)


KEYWORDS_SQLITE = (
    "timeout",
    "detect_types",
    "isolation_level",
    "check_same_thread",
    "factory",
    "cached_statements",
    "uri",
)


@rule(
    "PY315-sqlite3-connect-keywords",
    package="python",
    since=None,
    gone="3.15",
    docs=PENDING_315,
    names=["sqlite3.connect"],
)
def connect(node: cst.Call, file: File) -> Iterator[Hit]:
    """``sqlite3.connect`` takes all but the database by keyword.

    Deprecated in Python 3.13, an error from 3.15.

    ```diff
     import sqlite3

    -connection = sqlite3.connect(name, 5.0, sqlite3.PARSE_DECLTYPES)
    +connection = sqlite3.connect(name, timeout=5.0, detect_types=sqlite3.PARSE_DECLTYPES)
    ```

    ```diff
     import sqlite3
     from ours import connect

     connect(name, 5.0)
     sqlite3.connect(name, timeout=5.0)
     sqlite3.connect(*arguments)
    ```
    """
    new = to_keywords(node, 1, KEYWORDS_SQLITE)
    if new is not None:
        message = "sqlite3.connect takes all but the database by keyword"
        yield Hit(node, message) if file.guard(node) else Hit(node, message, new)


KEYWORDS_RE = {
    "re.sub": (3, ("count", "flags")),
    "re.subn": (3, ("count", "flags")),
    "re.split": (2, ("maxsplit", "flags")),
}


@rule(
    "PY313-re-keywords",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.13.html#deprecated",
    names=list(KEYWORDS_RE),
)
def re_keywords(node: cst.Call, file: File) -> Iterator[Hit]:
    """``re.sub``, ``re.subn`` and ``re.split`` take count and flags by keyword.

    By position they are deprecated since Python 3.13: ``re.sub(pattern, new, text, re.I)`` passes a flag as the count. Such
    a call is reported and left alone, since only its author knows what it was to do.

    ```diff
     import re

    -re.sub("a", "b", text, 0, re.I)
    -re.split(",", text, 1)
    +re.sub("a", "b", text, count=0, flags=re.I)
    +re.split(",", text, maxsplit=1)
    ```

    ```diff
     import re

     re.sub("a", "b", text, flags=re.I)
     re.compile("a").sub("b", text, 1)
     ours.sub("a", "b", text, 1)
    ```
    """
    first, names = KEYWORDS_RE[file.resolve(node.func) or ""]
    new = to_keywords(node, first, names)
    if new is None:
        return
    amount = argument(node, first, names[0])
    if amount is not None and any(part in file.code(amount.value) for part in _flags(file)):
        message = f"this passes a flag as {names[0]}: it was meant as flags=, or has no effect"
        yield Hit(amount, message, safety=Safety.REVIEW)
        return
    message = f"{file.resolve(node.func)} takes {' and '.join(names)} by keyword"
    yield Hit(node, message) if file.guard(node) else Hit(node, message, new)


def _flags(file: File) -> list[str]:
    """Return how the flags of ``re`` are spelled in this file."""
    flags = (
        "A",
        "I",
        "L",
        "M",
        "S",
        "U",
        "X",
        "ASCII",
        "IGNORECASE",
        "LOCALE",
        "MULTILINE",
        "DOTALL",
        "UNICODE",
        "VERBOSE",
    )
    return [file.code(node) for flag in flags for node in file.names.references.get(f"re.{flag}", ())]


@rule(
    "PY39-dropped-parameters",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/uuid.html#uuid.getnode",
    needles=["getnode getters"],
)
def getnode(node: cst.Call, file: File) -> Iterator[Hit]:
    """``uuid.getnode`` takes no arguments.

    Its parameter ``getters`` was internal; gone in Python 3.9.

    ```diff
     import uuid

    -print(uuid.getnode(getters=None))
    +print(uuid.getnode())
    ```

    ```diff
     from ours import getnode

     print(getnode(getters=None))
    ```
    """
    if file.resolve(node.func) == "uuid.getnode":
        yield from _dropped(node, 0, "getters", file)


@rule(
    "PY315-sysconfig-check-home",
    package="python",
    since=None,
    gone="3.15",
    docs=PENDING_315,
    names=["sysconfig.is_python_build"],
)
def is_python_build(node: cst.Call, file: File) -> Iterator[Hit]:
    """``sysconfig.is_python_build`` takes no arguments.

    ``check_home`` has no effect since Python 3.11; deprecated in 3.12, an error from 3.15.

    ```diff
     import sysconfig

    -print(sysconfig.is_python_build(check_home=True))
    +print(sysconfig.is_python_build())
    ```

    ```diff
     from ours import is_python_build

     print(is_python_build(True))
    ```
    """
    yield from _dropped(node, 0, "check_home", file)


def _dropped(node: cst.Call, position: int, name: str, file: File) -> Iterator[Hit]:
    old = argument(node, position, name)
    if old is None:
        return
    message = f"{name} has no effect and is gone"
    plain = isinstance(old.value, (cst.Name, cst.Integer, cst.SimpleString))
    if plain and not file.guard(node):
        yield Hit(node, message, without_arg(node, list(node.args).index(old)))
    else:
        yield Hit(node, message)
