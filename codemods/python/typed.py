"""``typing``: submodules, keywords and names that went."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, rule
from upgrader.values import origins

DOCS_313 = "https://docs.python.org/3/whatsnew/3.13.html#typing"

submodules = moves(
    "PY313-typing-submodules",
    package="python",
    since=None,
    gone="3.13",
    docs=DOCS_313,
    moved={
        **{f"typing.io.{name}": f"typing.{name}" for name in ("IO", "TextIO", "BinaryIO")},
        **{f"typing.re.{name}": f"typing.{name}" for name in ("Pattern", "Match")},
    },
    doc="""
    ``typing.io`` and ``typing.re`` are ``typing``.

    They never were real modules; deprecated in Python 3.8, removed in 3.13.

    ```diff
    -from typing.io import TextIO
    -from typing.re import Pattern as P
    +from typing import TextIO
    +from typing import Pattern as P

     print(TextIO, P)
    ```

    ```diff
     from ours.io import TextIO

     print(TextIO)
    ```
    """,
)

text = moves(
    "PY311-typing-text",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/typing.html#typing.Text",
    moved={"typing.Text": "builtins.str"},
    doc="""
    ``typing.Text`` is ``str``.

    An alias for code that ran on Python 2; deprecated in 3.11, not to be removed.

    ```diff
    -from typing import Text
    -
    -name: Text = "a"
    +name: str = "a"
    ```

    ```diff
     from ours import Text

     name: Text = "a"
    ```
    """,
)


@rule(
    "PY315-typing-namedtuple-keywords",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3/deprecations/pending-removal-in-3.15.html",
    names=["typing.NamedTuple"],
)
def named_tuple(node: cst.Call, file: File) -> Iterator[Hit]:
    """``NamedTuple("P", x=int)`` is ``NamedTuple("P", [("x", int)])``.

    Fields by keyword, and no fields at all, are deprecated in Python 3.13 and errors from 3.15.

    ```diff
     from typing import NamedTuple

    -Point = NamedTuple("Point", x=int, y=int)
    -Nothing = NamedTuple("Nothing")
    +Point = NamedTuple("Point", [("x", int), ("y", int)])
    +Nothing = NamedTuple("Nothing", [])
    ```

    ```diff
     from typing import NamedTuple


     class Point(NamedTuple):
         x: int


     Other = NamedTuple("Other", [("x", int)])
     print(Point(x=1))
    ```
    """
    if spread(node) or not node.args or node.args[0].keyword is not None:
        return
    fields = node.args[1:]
    none = len(fields) == 1 and file.code(fields[0].value) == "None"
    if fields and not none and not all(field.keyword is not None for field in fields):
        return
    if fields and fields[0].keyword is not None and fields[0].keyword.value in ("fields", "rename") and not none:
        return
    message = "the fields of a NamedTuple stand in a list"
    if file.guard(node):
        yield Hit(node, message)
        return
    pairs = [] if none else [f'("{_name(field)}", {file.code(field.value)})' for field in fields]
    yield Hit(node, message, f"{file.code(node.func)}({file.code(node.args[0].value)}, [{', '.join(pairs)}])")


def _name(field: cst.Arg) -> str:
    return field.keyword.value if field.keyword is not None else ""


@rule(
    "PY313-typing-typeddict-keywords",
    package="python",
    since=None,
    gone="3.13",
    docs=DOCS_313,
    names=["typing.TypedDict"],
)
def typed_dict(node: cst.Call, file: File) -> Iterator[Hit]:
    """``TypedDict("T", a=int)`` is ``TypedDict("T", {"a": int})``.

    Keys by keyword are deprecated in Python 3.11 and gone in 3.13; no keys at all are deprecated in 3.13.

    ```diff
     from typing import TypedDict

    -Options = TypedDict("Options", color=bool, total=False)
    -Nothing = TypedDict("Nothing")
    +Options = TypedDict("Options", {"color": bool}, total=False)
    +Nothing = TypedDict("Nothing", {})
    ```

    ```diff
     from typing import TypedDict


     class Options(TypedDict, total=False):
         color: bool


     Other = TypedDict("Other", {"color": bool}, total=False)
    ```
    """
    if spread(node) or not node.args or node.args[0].keyword is not None:
        return
    total = [arg for arg in node.args[1:] if arg.keyword is not None and arg.keyword.value == "total"]
    fields = [arg for arg in node.args[1:] if arg not in total]
    none = len(fields) == 1 and file.code(fields[0].value) == "None"
    if fields and not none and not all(field.keyword is not None for field in fields):
        return
    message = "the keys of a TypedDict stand in a dictionary"
    if file.guard(node):
        yield Hit(node, message)
        return
    pairs = [] if none else [f'"{_name(field)}": {file.code(field.value)}' for field in fields]
    rest = "".join(f", total={file.code(arg.value)}" for arg in total)
    name = file.code(node.args[0].value)
    yield Hit(node, message, f"{file.code(node.func)}({name}, {{{', '.join(pairs)}}}{rest})")


@rule(
    "PY39-namedtuple-field-types",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#removed",
    needles=["_field_types NamedTuple"],
)
def field_types(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``NamedTuple._field_types`` is ``__annotations__``.

    Deprecated in Python 3.8, removed in 3.9.

    ```diff
     from typing import NamedTuple


     class Point(NamedTuple):
         x: int


    -print(Point._field_types, Point(1)._field_types)
    +print(Point.__annotations__, Point(1).__annotations__)
    ```

    ```diff
     from typing import NamedTuple

     print(ours._field_types)
    ```
    """
    if node.attr.value != "_field_types":
        return
    known = "typing.NamedTuple" in origins(node.value, file)
    if not known and isinstance(node.value, cst.Name):
        scope = file.names.scope(node).find(node.value.value)
        bindings = scope.bindings[node.value.value] if scope else []
        known = len(bindings) == 1 and (
            isinstance(bindings[0].node, cst.ClassDef) and "typing.NamedTuple" in file.ancestors(bindings[0].node)
        )
    if known:
        message = "_field_types is __annotations__"
        renamed = node.with_changes(attr=cst.Name("__annotations__"))
        yield Hit(node, message) if file.guard(node) else Hit(node, message, renamed)


@rule(
    "PY314-typing-bytestring",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/library/typing.html#typing.ByteString",
    safety="review",
    names=["typing.ByteString"],
)
def byte_string(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``typing.ByteString`` stood for ``bytes`` and ``bytearray``.

    Deprecated in Python 3.9 and warning since 3.12, to go in 3.14 (later documents say 3.17).

    Review: classes of others that were registered with ``ByteString`` are not meant any more.

    ```diff
    -from typing import ByteString
    +from typing import Union


    -def send(data: ByteString) -> None:
    -    print(isinstance(data, ByteString))
    +def send(data: Union[bytes, bytearray]) -> None:
    +    print(isinstance(data, (bytes, bytearray)))
    ```

    ```diff
     from ours import ByteString

     print(ByteString)
    ```
    """
    message = "ByteString stood for bytes and bytearray"
    above = file.parent(node)
    if file.guard(node):
        yield Hit(node, message)
    elif file.inside(node, cst.Annotation) is not None:
        union = file.ref("typing.Union", node)
        yield Hit(node, message, f"{union}[bytes, bytearray]", imports=union.imports)
    elif isinstance(above, cst.Arg) and _tests_class(file.parent(above), above, file):
        yield Hit(node, message, "(bytes, bytearray)")
    else:
        yield Hit(node, message)


def _tests_class(call: Node, arg: cst.Arg, file: File) -> bool:
    if not isinstance(call, cst.Call) or len(call.args) != 2 or call.args[1] is not arg:
        return False
    return file.resolve(call.func) in ("builtins.isinstance", "builtins.issubclass")


@rule(
    "PY311-implicit-optional",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.11.html#typing",
    safety="review",
    needles=["get_type_hints None"],
)
def implicit_optional(node: cst.Param, file: File) -> Iterator[Hit]:
    """``def f(x: int = None)``: ``get_type_hints`` makes no ``Optional`` of it any more.

    Until Python 3.10 a default of None made the type hint optional at run time. Only in files that call ``get_type_hints``.

    Review: type hints that are read elsewhere (validators, command lines, dependency injection) see the same change.

    ```diff
     import typing


    -def f(x: int = None, y: "int" = 1):
    +def f(x: typing.Optional[int] = None, y: "int" = 1):
         pass


     typing.get_type_hints(f)
    ```

    ```diff
     from typing import Any, Optional, Union, get_type_hints


     def f(a: Optional[int] = None, b: Any = None, c: Union[int, None] = None, d=None, e: int | None = None):
         pass


     get_type_hints(f)
    ```
    """
    if node.annotation is None or node.default is None or file.code(node.default) != "None":
        return
    annotation = node.annotation.annotation
    code = file.code(annotation)
    base = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    optional = file.resolve(base) in ("typing.Optional", "typing.Any", "builtins.object")
    if (
        optional
        or "None" in code
        or isinstance(annotation, cst.SimpleString)
        or "typing.get_type_hints" not in _used(file)
    ):
        return
    wrapped = file.ref("typing.Optional", node)
    message = "a default of None makes no Optional of a type hint any more"
    yield Hit(annotation, message, f"{wrapped}[{code}]", imports=wrapped.imports)


def _used(file: File) -> set[str]:
    return set(file.names.references) | set(file.names.imported)


@rule(
    "PY39-literal-duplicates",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/typing.html#typing.Literal",
    safety="manual",
    names=["typing.Literal"],
)
def literal_duplicates(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``Literal[1, 1]`` is ``Literal[1]``.

    Since Python 3.9.1 ``__args__`` has each value once, and nested literals are taken out.

    Manual: write each value once; whoever counts ``__args__`` counts again.

    ```diff
     from typing import Literal

     Mode = Literal["r", "w", 1, True]
    ```
    """
    above = file.parent(node)
    if isinstance(above, cst.Subscript) and above.value is node:
        values = [file.code(element.slice) for element in above.slice]
        if len(set(values)) < len(values):
            yield Hit(above, "a Literal has each value once since 3.9.1")
