"""``sqlite3``: names, placeholders, adapters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword
from upgrader.methods import meant
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, rule
from upgrader.values import origins

DOCS_312 = "https://docs.python.org/3/whatsnew/3.12.html#deprecated"

optimized = moves(
    "PY312-sqlite3-optimizedunicode",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#sqlite3",
    moved={"sqlite3.OptimizedUnicode": "builtins.str"},
    doc="""
    ``sqlite3.OptimizedUnicode`` is ``str``.

    An alias since Python 3.3, deprecated in 3.10, removed in 3.12.

    ```diff
     import sqlite3

     connection = sqlite3.connect(":memory:")
    -connection.text_factory = sqlite3.OptimizedUnicode
    +connection.text_factory = str
    ```

    ```diff
     from ours import OptimizedUnicode

     print(OptimizedUnicode)
    ```
    """,
)

_EXECUTE = {f"sqlite3.{owner}.{method}" for owner in ("Connection", "Cursor") for method in ("execute", "executemany")}
_NAMED = re.compile(r"(?<![:\w]):[A-Za-z_]\w*")
_TEXT = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*")


@rule(
    "PY314-sqlite3-named-placeholders",
    package="python",
    since=None,
    gone="3.14",
    docs=DOCS_312,
    safety="review",
    needles=["sqlite3 execute"],
)
def named_placeholders(node: cst.Call, file: File) -> Iterator[Hit]:
    """Named placeholders want a dictionary.

    A sequence was taken by position; deprecated in Python 3.12, an error from 3.14.

    Review: the names are those that the statement shows, in the order in which they first appear.

    ```diff
     import sqlite3

     connection = sqlite3.connect(":memory:")
    -connection.execute("select :a, :b", (1, 2))
    +connection.execute("select :a, :b", {"a": 1, "b": 2})
    ```

    ```diff
     import sqlite3

     connection = sqlite3.connect(":memory:")
     connection.execute("select ?, ':a'", (1,))
     connection.execute("select :a", {"a": 1})
     ours.execute("select :a", (1,))
    ```
    """
    if not meant(node.func, file) & _EXECUTE or len(node.args) != 2:
        return
    statement, values = node.args[0].value, node.args[1].value
    if not isinstance(statement, cst.SimpleString) or not isinstance(statement.evaluated_value, str):
        return
    names = list(dict.fromkeys(name[1:] for name in _NAMED.findall(_TEXT.sub("", statement.evaluated_value))))
    if not names or not (
        isinstance(values, (cst.Tuple, cst.List)) or origins(values, file) & {"builtins.tuple", "builtins.list"}
    ):
        return
    message = "named placeholders want a dictionary"
    method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    plain = (
        isinstance(values, (cst.Tuple, cst.List))
        and len(values.elements) == len(names)
        and not any(isinstance(element, cst.StarredElement) for element in values.elements)
        and method == "execute"
    )
    if method == "executemany":
        return  # a sequence of whatever each row is
    if file.guard(node) or not plain or not isinstance(values, (cst.Tuple, cst.List)):
        yield Hit(values, message)
    else:
        pairs = [f'"{name}": {file.code(element.value)}' for name, element in zip(names, values.elements, strict=True)]
        mapping = cst.parse_expression(f"{{{', '.join(pairs)}}}")
        yield Hit(node.args[1], message, node.args[1].with_changes(value=mapping))


_DATES = {f"datetime.{name}" for name in ("datetime", "date")} | {
    f"datetime.{owner}.{method}"
    for owner, methods in (("datetime", ("now", "utcnow", "today", "fromtimestamp", "strptime")), ("date", ("today",)))
    for method in methods
}


@rule(
    "PY312-sqlite3-default-adapters",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/sqlite3.html#default-adapters-and-converters-deprecated",
    safety="manual",
    needles=["sqlite3 datetime", "sqlite3 date"],
)
def adapters(node: cst.Call, file: File) -> Iterator[Hit]:
    """Dates and times are written to SQLite by an adapter of your own.

    The default ones are deprecated since Python 3.12.

    Manual: say once how they are written. ``register_adapter(datetime.datetime, lambda value: value.isoformat(" "))``
    writes what the default adapter wrote, ``register_adapter(datetime.date, datetime.date.isoformat)`` likewise.

    ```diff
     import datetime
     import sqlite3

     sqlite3.register_adapter(datetime.date, datetime.date.isoformat)
     connection = sqlite3.connect(":memory:")
     connection.execute("select ?", (datetime.date(2024, 1, 1),))
    ```
    """
    if (
        not meant(node.func, file) & _EXECUTE
        or len(node.args) != 2
        or "sqlite3.register_adapter" in file.names.references
    ):
        return
    for value in _values(node.args[1].value):
        if origins(value, file) & _DATES:
            yield Hit(value, "dates and times want an adapter of your own: sqlite3.register_adapter")


def _values(node: Node) -> Iterator[Node]:
    if isinstance(node, (cst.Tuple, cst.List)):
        for element in node.elements:
            yield from _values(element.value)
    elif isinstance(node, cst.Dict):
        for pair in node.elements:
            yield from _values(pair.value)
    else:
        yield node


@rule(
    "PY312-sqlite3-default-converters",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/sqlite3.html#default-adapters-and-converters-deprecated",
    safety="manual",
    needles=["sqlite3 detect_types", "sqlite3 PARSE_DECLTYPES", "sqlite3 PARSE_COLNAMES"],
)
def converters(node: cst.Call, file: File) -> Iterator[Hit]:
    """``detect_types`` without converters of your own.

    The default converters for ``date`` and ``timestamp`` are deprecated since Python 3.12.

    Manual: register your own with ``sqlite3.register_converter``; the documentation has recipes.

    ```diff
     import datetime
     import sqlite3

     sqlite3.register_converter("date", lambda value: datetime.date.fromisoformat(value.decode()))
     connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
    ```
    """
    if file.resolve(node.func) != "sqlite3.connect" or "sqlite3.register_converter" in file.names.references:
        return
    types = argument(node, 2, "detect_types")
    if types is not None and keyword(node, "detect_types") in (types, None) and file.code(types.value) != "0":
        yield Hit(types, "detect_types wants converters of your own: sqlite3.register_converter", certain=False)
