"""Advice: ways to write something that some version took differently, where only a person can say whether it matters."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

WHATSNEW = "https://docs.python.org/3/whatsnew/"

# -- texts that the interpreter makes ----------------------------------------------------------------------------------


def _text(node: Node | None) -> str | None:
    """Return what a constant text holds, None for anything else."""
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


def _sides(node: cst.Comparison) -> list[cst.BaseExpression]:
    return [node.left, *(target.comparator for target in node.comparisons)]


@rule(
    "PY313-docstring-indent",
    package="python",
    since=None,
    gone="3.13",
    docs=WHATSNEW + "3.13.html#other-language-changes",
    safety="manual",
    needles=["__doc__"],
    advice=True,
    changed=True,
)
def docstring_indent(node: cst.Comparison, file: File) -> Iterator[Hit]:
    """Docstrings have lost their indentation.

    The compiler takes it off from Python 3.13; what compares ``__doc__`` with a text of several lines sees it.

    Manual: compare with ``inspect.cleandoc`` of both.

    ```diff
    -assert f.__doc__ == "One.\\n    Two."
    +assert inspect.cleandoc(f.__doc__) == "One.\\nTwo."
    ```

    ```diff
     assert f.__doc__ == "One."
     assert f.__doc__ is not None
    ```
    """
    sides = _sides(node)
    asked = any(isinstance(side, cst.Attribute) and side.attr.value == "__doc__" for side in sides)
    if asked and any(re.search(r"\n[ \t]", _text(side) or "") for side in sides):
        yield Hit(node, "docstrings have no indentation any more: compare inspect.cleandoc of both texts")


@rule(
    "PY311-traceback-text",
    package="python",
    since=None,
    gone="3.11",
    docs=WHATSNEW + "3.11.html#pep-657-fine-grained-error-locations-in-tracebacks",
    safety="manual",
    names=["traceback.format_exc", "traceback.format_exception", "traceback.format_tb", "traceback.format_stack"],
    advice=True,
    changed=True,
)
def traceback_text(node: cst.Call, file: File) -> Iterator[Hit]:
    """Tracebacks mark the place in the line with ``^^^^``.

    From Python 3.11 there are lines in the text that were not there, and more of them in 3.13.

    Manual: compare the exception's type and text, not the traceback's.

    ```diff
     import traceback

    -assert traceback.format_exc() == "Traceback ..."
    +assert "ValueError" in str(error)
    ```

    ```diff
     import traceback

     log(traceback.format_exc())
    ```
    """
    around = file.parent(node)
    while isinstance(around, (cst.Attribute, cst.Call, cst.Subscript, cst.Arg)):
        around = file.parent(around)
    if isinstance(around, (cst.Comparison, cst.ComparisonTarget)):
        yield Hit(node, "the text of a traceback has lines of ^^^^ now: compare the exception itself")


@rule(
    "PY39-typing-repr",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/typing.html",
    safety="manual",
    needles=["typing repr", "typing str"],
    advice=True,
    changed=True,
)
def typing_repr(node: cst.Comparison, file: File) -> Iterator[Hit]:
    """``repr`` of a type hint is another text in every version.

    ``typing.Union[int, NoneType]`` is ``typing.Optional[int]`` from Python 3.9 and ``int | None`` from 3.14.

    Manual: compare the hints themselves, or what ``typing.get_origin`` and ``get_args`` give.

    ```diff
     import typing

    -assert repr(hint) == "typing.Union[int, NoneType]"
    +assert hint == typing.Optional[int]
    ```

    ```diff
     assert repr(module) == "typing"
     assert hint == "typing.Optional[int]"
    ```
    """
    sides = _sides(node)
    asked = any(
        isinstance(side, cst.Call) and file.resolve(side.func) in ("builtins.repr", "builtins.str") for side in sides
    )
    if asked and any(re.search(r"\btyping\.\w", _text(side) or "") for side in sides):
        yield Hit(node, "the repr of type hints is another text in every version: compare the hints")


@rule(
    "PY310-error-text",
    package="python",
    since=None,
    gone="3.10",
    docs=WHATSNEW + "3.10.html#better-error-messages",
    safety="manual",
    needles=["TypeError str", "SyntaxError str", "AttributeError str"],
    pattern=rb"\bexcept\b[^\n]*\bas\s+(\w+)(?=(?s:.{0,20000})\bstr\s*\(\s*\1\b)",
    advice=True,
    changed=True,
)
def error_text(node: cst.Name, file: File) -> Iterator[Hit]:
    """Error messages of the interpreter are other texts.

    ``f() takes 1 positional argument`` names ``A.f()`` from Python 3.10; syntax errors and attribute errors have new
    texts, with suggestions.

    Manual: test for the kind of error, or for words that every version says.

    ```diff
     try:
         A().f(1)
     except TypeError as error:
    -    assert str(error).startswith("f() takes")
    +    assert "positional" in repr(error)
    ```

    ```diff
     try:
         A().f(1)
     except OurError as error:
         assert str(error) == "f() takes 1"
     except TypeError as error:
         print(error)
    ```
    """
    handler = file.inside(node, cst.ExceptHandler)
    if handler is None or handler.name is None or not isinstance(handler.name.name, cst.Name):
        return
    if node.value != handler.name.name.value or handler.type is None:
        return
    if file.resolve(handler.type) not in {f"builtins.{name}" for name in _TOLD_BY_THE_INTERPRETER}:
        return
    call = file.parent(file.parent(node))
    if not isinstance(call, cst.Call) or file.resolve(call.func) != "builtins.str":
        return
    around = file.parent(call)
    if isinstance(around, cst.Attribute) and around.attr.value in ("startswith", "endswith"):
        compared = isinstance(use := file.parent(around), cst.Call) and bool(use.args)
        known = compared and _text(use.args[0].value) is not None  # type: ignore[attr-defined]
    else:
        comparison = file.inside(call, cst.Comparison)
        direct = around is comparison or (
            isinstance(around, cst.ComparisonTarget) and file.parent(around) is comparison
        )
        known = direct and comparison is not None and any(_text(side) is not None for side in _sides(comparison))
    if known:
        yield Hit(node, "the interpreter's error messages have changed: this text may no longer be in them")


_TOLD_BY_THE_INTERPRETER = ("TypeError", "SyntaxError", "AttributeError", "NameError")


@rule(
    "PY39-main-file",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW + "3.9.html#other-language-changes",
    safety="manual",
    needles=["__file__ argv"],
    advice=True,
    changed=True,
)
def main_file(node: cst.Name, file: File) -> Iterator[Hit]:
    """``__file__`` of the program is an absolute path.

    Before Python 3.9 it was what stood on the command line, and so equal to ``sys.argv[0]``.

    Manual: compare ``os.path.abspath`` of both.

    ```diff
     import os
     import sys

    -if sys.argv[0] == __file__:
    +if os.path.abspath(sys.argv[0]) == os.path.abspath(__file__):
         main()
    ```

    ```diff
     import sys

     print(__file__)
     print(sys.argv[1:], __file__)
    ```
    """
    if node.value != "__file__":
        return
    around = file.parent(node)
    if isinstance(around, cst.ComparisonTarget):
        around = file.parent(around)
    if isinstance(around, cst.Arg):
        around = file.parent(around)
    parts = _sides(around) if isinstance(around, cst.Comparison) else []
    if isinstance(around, cst.Call):
        parts = [arg.value for arg in around.args]
    for part in parts:
        if (
            isinstance(part, cst.Subscript)
            and file.resolve(part.value) == "sys.argv"
            and file.code(part).endswith("[0]")
        ):
            yield Hit(node, "__file__ of the program is absolute now, sys.argv[0] is not")


# -- errors that are of another kind -----------------------------------------------------------------------------------


def _kinds(handler: cst.ExceptHandler, file: File) -> set[str | None]:
    caught = handler.type
    if caught is None:
        return {None}
    return {file.resolve(e.value) for e in caught.elements} if isinstance(caught, cst.Tuple) else {file.resolve(caught)}


def _caught(node: cst.Try, file: File) -> set[str | None]:
    return {kind for handler in node.handlers for kind in _kinds(handler, file)}


@rule(
    "PY311-with-type-error",
    package="python",
    since=None,
    gone="3.11",
    docs=WHATSNEW + "3.11.html#other-language-changes",
    safety="manual",
    needles=["with AttributeError"],
    pattern=rb"\btry\s*:\s*(?:#[^\n]*\s*)*(?:async\s+)?with\b",
    advice=True,
    changed=True,
)
def with_type_error(node: cst.Try, file: File) -> Iterator[Hit]:
    """``with`` of what is no context manager is a TypeError.

    It was an AttributeError before Python 3.11.

    Manual: catch both.

    ```diff
     try:
         with lock:
             work()
    -except AttributeError:
    +except (AttributeError, TypeError):
         work()
    ```

    ```diff
     try:
         lock = made.lock
         with lock:
             work()
     except AttributeError:
         work()
    ```
    """
    (first, *more) = node.body.body if node.body.body else (None,)
    caught = _caught(node, file)
    only_with = isinstance(first, cst.With) and not more and "builtins.AttributeError" in caught
    if only_with and not caught & {"builtins.TypeError", "builtins.Exception", "builtins.BaseException", None}:
        yield Hit(node, "with, of what is no context manager, raises TypeError now and not AttributeError")


@rule(
    "PY311-null-bytes",
    package="python",
    since=None,
    gone="3.11",
    docs=WHATSNEW + "3.12.html#other-language-changes",
    safety="manual",
    needles=["ValueError compile", "ValueError parse", "ValueError exec", "ValueError eval"],
    advice=True,
    changed=True,
)
def null_bytes(node: cst.Try, file: File) -> Iterator[Hit]:
    """Source with a null byte is a SyntaxError.

    It was a ValueError before Python 3.12, and before the fourth bug fix release of 3.11.

    Manual: catch both.

    ```diff
     import ast

     try:
         tree = ast.parse(source)
    -except ValueError:
    +except (SyntaxError, ValueError):
         tree = None
    ```

    ```diff
     import re

     try:
         pattern = re.compile(text)
     except ValueError:
         pattern = None
    ```
    """
    caught = _caught(node, file)
    if "builtins.ValueError" in caught and not caught & _SYNTAX:
        for name in ("builtins.compile", "builtins.eval", "builtins.exec", "ast.parse"):
            for use in file.names.references.get(name, ()):
                if file.inside(use, cst.Try) is node and node.body in file.names.parents(use):
                    yield Hit(node, "source with a null byte raises SyntaxError now and not ValueError")
                    return


_SYNTAX = {"builtins.SyntaxError", "builtins.Exception", "builtins.BaseException", None}


@rule(
    "PY311-csv-null-bytes",
    package="python",
    since=None,
    gone="3.11",
    docs=WHATSNEW + "3.11.html#csv",
    safety="manual",
    names=["csv.Error"],
    advice=True,
    changed=True,
)
def csv_null_bytes(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``csv`` reads null bytes.

    It refused them with ``csv.Error`` before Python 3.11, and with them most files that are no CSV at all.

    Manual: look for a null byte before reading, where a file that is none should be refused.

    ```diff
     import csv

     try:
         rows = list(csv.reader(lines))
    -except csv.Error:
    +except ValueError:
         rows = []
    ```

    ```diff
     import csv

     try:
         dialect = csv.Sniffer().sniff(text)
     except csv.Error:
         dialect = csv.excel
    ```
    """
    handler = file.inside(node, cst.ExceptHandler)
    around = file.inside(node, cst.Try)
    if handler is None or around is None or handler not in around.handlers:
        return
    for name in ("csv.reader", "csv.DictReader"):
        for use in file.names.references.get(name, ()):
            if around.body in file.names.parents(use):
                yield Hit(node, "csv takes null bytes now: a binary file is no csv.Error any more")
                return


@rule(
    "PY311-regex-possessive",
    package="python",
    since=None,
    gone="3.11",
    docs=WHATSNEW + "3.11.html#re",
    safety="manual",
    needles=["re"],
    pattern=rb"[+*?}]\+|\(\?>",
    advice=True,
    changed=True,
)
def regex_possessive(node: cst.Call, file: File) -> Iterator[Hit]:
    """Regular expressions may have ``a++`` and ``(?>a)``.

    They were errors before Python 3.11; they mean a repetition and a group that give nothing back.

    Manual: escape the sign where it is meant itself.

    ```diff
     import re

    -re.compile("a++")
    +re.compile("a+")
    ```

    ```diff
     import re

     re.compile(r"a\\++[*+]+")
     ours.compile("a++")
    ```
    """
    name = file.resolve(node.func) or ""
    if name.rpartition(".")[0] == "re" and name.rpartition(".")[2] in _PATTERN_FIRST and node.args:
        pattern = _text(node.args[0].value)
        if pattern is not None and _POSSESSIVE.search(_PLAIN.sub("x", pattern)):
            yield Hit(node, "a++ and (?>a) were errors, and mean a repetition that gives nothing back now")


_PATTERN_FIRST = ("compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer")
_PLAIN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)  # escaped characters and sets
_POSSESSIVE = re.compile(r"[^(|][*+?]\+|\{\d*,?\d*\}\+|\(\?>")


# -- classes -----------------------------------------------------------------------------------------------------------


@rule(
    "PY310-class-annotations",
    package="python",
    since=None,
    gone="3.10",
    docs="https://docs.python.org/3/howto/annotations.html",
    safety="manual",
    needles=["__annotations__"],
    advice=True,
    changed=True,
)
def class_annotations(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``__annotations__`` of a class without annotations is empty.

    It was that of a base class before Python 3.10.

    Manual: go through ``__mro__``, or use ``typing.get_type_hints``.

    ```diff
     class A:
         x: int

     class B(A):
         pass

    -print(B.__annotations__)
    +print(A.__annotations__)
    ```

    ```diff
     class B(A):
         x: int

     print(B.__annotations__, f.__annotations__)
    ```
    """
    if node.attr.value != "__annotations__" or not isinstance(node.value, cst.Name):
        return
    definition = _class_named(node.value, file)
    if definition is not None and any(arg.keyword is None for arg in definition.bases) and not _annotated(definition):
        yield Hit(node, f"{definition.name.value}.__annotations__ is empty now: it was that of a base class")


def _class_named(name: cst.Name, file: File) -> cst.ClassDef | None:
    scope = file.names.scope(name).find(name.value)
    bindings = scope.bindings[name.value] if scope else []
    found = bindings[0].node if len(bindings) == 1 else None
    return found if isinstance(found, cst.ClassDef) else None


def _annotated(definition: cst.ClassDef) -> bool:
    return any(
        isinstance(small, cst.AnnAssign)
        for line in definition.body.body
        if isinstance(line, cst.SimpleStatementLine)
        for small in line.body
    )


@rule(
    "PY311-flag-iteration",
    package="python",
    since=None,
    gone="3.11",
    docs=WHATSNEW + "3.11.html#enum",
    safety="manual",
    needles=["Flag", "IntFlag"],
    advice=True,
    changed=True,
)
def flag_iteration(node: cst.Name, file: File) -> Iterator[Hit]:
    """Members of a flag that stand for several are not iterated over.

    From Python 3.11 they are aliases: neither ``list(Flag)`` nor ``len(Flag)`` counts them.

    Manual: take them from ``Flag.__members__``.

    ```diff
     import enum

     class Access(enum.Flag):
         READ = 1
         WRITE = 2
         BOTH = READ | WRITE

    -print(list(Access))
    +print(list(Access.__members__.values()))
    ```

    ```diff
     import enum

     class Access(enum.Flag):
         READ = 1
         WRITE = 2

     print(list(Access), len(Access))
    ```
    """
    definition = _class_named(node, file)
    if definition is None or node is definition.name:
        return
    if not file.ancestors(definition) & {"enum.Flag", "enum.IntFlag"}:
        return
    parent = file.parent(node)
    call = file.parent(parent) if isinstance(parent, cst.Arg) else None
    looped = isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is node
    looped = looped or (isinstance(call, cst.Call) and (file.resolve(call.func) or "") in _ITERATES)
    if looped and _has_composite(definition):
        yield Hit(node, f"the members of {definition.name.value} that stand for several are not in it any more")


_ITERATES = {f"builtins.{name}" for name in ("list", "tuple", "set", "sorted", "len", "iter", "enumerate", "reversed")}


def _has_composite(definition: cst.ClassDef) -> bool:
    for line in definition.body.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.Assign):
                value = small.value
                if isinstance(value, cst.Integer) and value.evaluated_value & (value.evaluated_value - 1):
                    return True
                if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.BitOr):
                    return True
    return False


@rule(
    "PY312-runtime-checkable",
    package="python",
    since=None,
    gone="3.12",
    docs=WHATSNEW + "3.12.html#typing",
    safety="manual",
    names=["typing.runtime_checkable", "typing_extensions.runtime_checkable"],
    advice=True,
    changed=True,
)
def runtime_checkable(node: cst.Decorator, file: File) -> Iterator[Hit]:
    """``isinstance`` of a protocol does not ask ``__getattr__``.

    What an object makes up in ``__getattr__``, as proxies and mocks do, is no longer found from Python 3.12.

    Manual: define the members that the protocol names, or test for them with ``hasattr``.

    ```diff
     import typing

    -@typing.runtime_checkable
     class Named(typing.Protocol):
         name: str

     class Proxy:
         def __getattr__(self, name):
             return getattr(self._other, name)
    ```

    ```diff
     import typing

     @typing.runtime_checkable
     class Named(typing.Protocol):
         name: str
    ```
    """
    made_up = any(
        isinstance(other, cst.FunctionDef)
        and other.name.value == "__getattr__"
        and file.inside(other, cst.ClassDef) is not None
        for other in file.names.nodes.get(cst.FunctionDef, ())
    )
    if made_up:
        yield Hit(node, "isinstance of a protocol does not find what __getattr__ makes up any more")


@rule(
    "PY312-cached-property-lock",
    package="python",
    since=None,
    gone="3.12",
    docs=WHATSNEW + "3.12.html#functools",
    safety="manual",
    names=["functools.cached_property"],
    advice=True,
    changed=True,
)
def cached_property_lock(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``functools.cached_property`` has no lock.

    Two threads may compute the value at once from Python 3.12. Reported in files that have to do with threads.

    Manual: lock in the property itself, where it must not run twice.

    ```diff
     import functools
     import threading

     class Page:
    -    @functools.cached_property
    +    @property
         def text(self):
             return read()
    ```

    ```diff
     import functools

     class Page:
         @functools.cached_property
         def text(self):
             return read()
    ```
    """
    threads = any(name.split(".")[0] in ("threading", "concurrent") for name in file.names.imported)
    call = file.inside(node, cst.Call)
    asked = call is not None and file.resolve(call.func) == "builtins.hasattr" and _text(call.args[-1].value) == "lock"
    while call is not None and not asked:
        call = file.inside(call, cst.Call)
        asked = (
            call is not None and file.resolve(call.func) == "builtins.hasattr" and _text(call.args[-1].value) == "lock"
        )
    if asked or threads:
        yield Hit(node, "functools.cached_property has no lock any more: two threads may compute the value at once")


@rule(
    "PY313-code-of-another-kind",
    package="python",
    since=None,
    gone=None,
    docs=WHATSNEW + "3.13.html#new-deprecations",
    safety="manual",
    needles=["__code__"],
    advice=True,
)
def code_assignment(node: cst.Assign, file: File) -> Iterator[Hit]:
    """Functions must keep their kind when they are given another ``__code__``.

    To give a function the code of a generator or coroutine, or the other way, warns from Python 3.13.

    Manual: make a new function of the other kind.

    ```diff
    -f.__code__ = g.__code__
    +f = g
    ```

    ```diff
     code = f.__code__
    ```
    """
    if any(isinstance(one.target, cst.Attribute) and one.target.attr.value == "__code__" for one in node.targets):
        yield Hit(node, "a function that is given code of another kind (generator, coroutine) warns now")


@rule(
    "PY39-typing-internals",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/typing.html#introspection-helpers",
    safety="manual",
    needles=["typing __parameters__", "typing __args__", "typing _GenericAlias", "typing _VariadicGenericAlias"],
    advice=True,
    changed=True,
)
def typing_internals(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``List`` and its kind, without brackets, have no parameters.

    ``typing.List.__parameters__`` was ``(T,)`` before Python 3.9; ``typing._GenericAlias`` is not the class of all of them.

    Manual: use ``typing.get_origin`` and ``typing.get_args``.

    ```diff
     import typing

    -print(typing.List.__parameters__)
    +print(typing.get_args(typing.List))
    ```

    ```diff
     import typing

     print(hint.__args__, typing.get_args(hint))
    ```
    """
    name = file.resolve(node) or ""
    if re.fullmatch(r"typing\.\w+\.__(parameters|args)__|typing\._(Variadic)?GenericAlias", name):
        yield Hit(node, "type hints without brackets have no parameters now: use typing.get_origin and get_args")


@rule(
    "PY39-hint-args",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/typing.html#introspection-helpers",
    needles=["typing __args__"],
)
def hint_args(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``hint.__args__`` of a hint without brackets, such as ``typing.List``, is an AttributeError.

    Before Python 3.9 it was a tuple of type variables; now it is none. For every other hint the code means the same. What
    asks for it first is left alone, and so is a file that catches an AttributeError.

    ```diff
     import typing


     def item(hint):
         if issubclass(hint.__origin__, typing.Sequence):
    -        return hint.__args__[0] if hint.__args__ else str
    +        return getattr(hint, "__args__", ())[0] if getattr(hint, "__args__", ()) else str
    ```

    ```diff
     import typing


     def item(hint):
         if hasattr(hint, "__args__"):
             return hint.__args__
         return typing.get_args(hint)


     def of_union(hint):
         return hint.__args__ if hint.__origin__ is typing.Union else (hint,)
    ```
    """
    if node.attr.value != "__args__" or file.resolve(node) is not None or not _is_read(node, file):
        return
    around = file.inside(node, cst.FunctionDef) or file.module
    words = file.code(around)
    if "getattr(" in words or "hasattr(" in words or "Union" in words or "AttributeError" in file.text:
        return
    hint = file.code(node.value)
    # most hints have brackets
    message = "a hint without brackets has no __args__ any more"
    yield Hit(node, message, f'getattr({hint}, "__args__", ())', certain=False)


def _is_read(node: cst.Attribute, file: File) -> bool:
    parent = file.parent(node)
    return not isinstance(parent, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Del))


# -- functions ---------------------------------------------------------------------------------------------------------


@rule(
    "PY312-threads-at-exit",
    package="python",
    since=None,
    gone="3.12",
    docs=WHATSNEW + "3.12.html#changes-in-the-python-api",
    safety="manual",
    names=["atexit.register"],
)
def threads_at_exit(node: cst.Call, file: File) -> Iterator[Hit]:
    """Threads cannot be started while the interpreter shuts down.

    ``executor.submit`` in a function for ``atexit`` is a RuntimeError from Python 3.9, ``Thread.start`` from 3.12.

    Manual: do the work in the function itself.

    ```diff
     import atexit
     import threading

    -atexit.register(lambda: threading.Thread(target=save).start())
    +atexit.register(save)
    ```

    ```diff
     import atexit

     atexit.register(lambda: process.start())
     atexit.register(form.submit)
    ```
    """
    called = node.args[0].value if node.args else None
    body: Node | None = called.body if isinstance(called, cst.Lambda) else None
    if isinstance(called, cst.Name):
        scope = file.names.scope(called).find(called.value)
        bindings = scope.bindings[called.value] if scope else []
        if len(bindings) == 1 and isinstance(bindings[0].node, cst.FunctionDef):
            body = bindings[0].node.body
    if body is None:
        return
    for use in file.names.nodes.get(cst.Attribute, ()):
        attribute = cst.ensure_type(use, cst.Attribute)
        if attribute.attr.value in ("submit", "start") and body in (attribute, *file.names.parents(attribute)):
            wanted = _EXECUTORS if attribute.attr.value == "submit" else {"threading.Thread", "threading.Timer"}
            if origins(attribute.value, file) & wanted:
                yield Hit(
                    node, "no thread can be started while the interpreter shuts down: this raises RuntimeError now"
                )
                return


_EXECUTORS = {f"concurrent.futures.{name}" for name in ("ThreadPoolExecutor", "ProcessPoolExecutor")}


@rule(
    "PY313-locals-again",
    package="python",
    since=None,
    gone="3.13",
    docs=WHATSNEW + "3.13.html#defined-mutation-semantics-for-locals",
    safety="manual",
    names=["builtins.locals"],
    advice=True,
    changed=True,
)
def locals_again(node: cst.Call, file: File) -> Iterator[Hit]:
    """``locals()`` of a function gives a new dictionary each time.

    Before Python 3.13 a second call brought the first dictionary up to date, and what was put into it was seen by ``exec``
    and ``eval``.

    Manual: call it where the values are wanted; pass a dictionary of your own to ``exec`` and ``eval``.

    ```diff
     def f(x):
    -    names = locals()
         y = x
    -    locals()
    +    names = locals()
         return names
    ```

    ```diff
     def f(x):
         names = locals()
         return names, "%(x)s" % names
    ```
    """
    function = file.inside(node, cst.FunctionDef)
    assign = file.parent(node)
    if function is None or not isinstance(assign, cst.Assign):
        return
    others = [
        use
        for use in file.names.references.get("builtins.locals", ())
        if use is not node.func and file.inside(use, cst.FunctionDef) is function
    ]
    if others or _written_to(assign, file):
        yield Hit(node, "locals() gives a new dictionary each time now: no later call or write is seen in the other")


def _written_to(assign: cst.Assign, file: File) -> bool:
    names = {one.target.value for one in assign.targets if isinstance(one.target, cst.Name)}
    function = file.inside(assign, cst.FunctionDef)
    return any(
        isinstance(target := cst.ensure_type(node, cst.AssignTarget).target, cst.Subscript)
        and isinstance(target.value, cst.Name)
        and target.value.value in names
        and file.inside(node, cst.FunctionDef) is function
        and bool(file.names.references.get("builtins.exec") or file.names.references.get("builtins.eval"))
        for node in file.names.nodes.get(cst.AssignTarget, ())
    )


@rule(
    "PY311-compile-positions",
    package="python",
    since=None,
    gone="3.11",
    docs=WHATSNEW + "3.11.html#changes-in-the-python-api",
    safety="manual",
    needles=["ast end_lineno compile", "ast lineno compile", "ast col_offset compile", "ast end_col_offset compile"],
    advice=True,
    changed=True,
)
def compile_positions(node: cst.AssignTarget, file: File) -> Iterator[Hit]:
    """``compile`` checks the lines and columns of a tree.

    From Python 3.11 a node that ends before it begins is a ValueError.

    Manual: set begin and end together, or use ``ast.copy_location`` and ``ast.fix_missing_locations``.

    ```diff
     import ast

     tree = ast.parse(source)
    -tree.body[0].end_lineno = 0
     ast.fix_missing_locations(tree)
     compile(tree, "x", "exec")
    ```

    ```diff
     import ast

     self.lineno = 1
     ast.parse(source)
    ```
    """
    target = node.target
    placed = isinstance(target, cst.Attribute) and re.fullmatch(r"(end_)?(lineno|col_offset)", target.attr.value)
    if placed and file.names.references.get("builtins.compile") and "ast" in file.names.imported:
        yield Hit(target, "compile() checks lines and columns now: a node must not end before it begins")
