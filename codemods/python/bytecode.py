"""Code objects, tracebacks and symbol tables: what tools that look inside Python run into."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, spread, without_arg
from upgrader.methods import meant, renamed_methods
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

REPLACE = "https://docs.python.org/3/reference/datamodel.html#codeobject.replace"

#: the parameters of types.CodeType in Python 3.8, in order
PARAMETERS = (
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_firstlineno",
    "co_lnotab",
    "co_freevars",
    "co_cellvars",
)


@rule(
    "PY311-codetype-positional",
    package="python",
    since="3.8",
    gone="3.11",
    docs=REPLACE,
    safety="review",
    names=["types.CodeType"],
)
def code_type(node: cst.Call, file: File) -> Iterator[Hit]:
    """``types.CodeType(...)`` from the parts of another code object is ``code.replace(...)``.

    The parameters change from version to version; ``replace`` exists since Python 3.8.

    Review: only for calls in the order of Python 3.8 that take all but some parts from one code object.

    ```diff
    -import types
    -
    -types.CodeType(
    -    code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize,
    -    code.co_flags, code.co_code, code.co_consts, code.co_names, code.co_varnames, code.co_filename, "name",
    -    code.co_firstlineno, code.co_lnotab, code.co_freevars, code.co_cellvars,
    -)
    +code.replace(co_name="name")
    ```

    ```diff
     import types

     isinstance(code, types.CodeType)
     ours.CodeType(1, 2, 3)
    ```
    """
    message = "the parameters of types.CodeType change from version to version: use code.replace()"
    if spread(node) or len(node.args) not in (14, 15, 16) or any(arg.keyword is not None for arg in node.args):
        if node.args:
            yield Hit(node, message, safety=Safety.MANUAL)
        return
    sources = {file.code(part.value) for arg in node.args if isinstance(part := arg.value, cst.Attribute)}
    given = [file.code(arg.value) for arg in node.args] + ["()"] * (16 - len(node.args))
    for source in sorted(sources):
        changed = {
            name: value
            for name, value in zip(PARAMETERS, given, strict=True)
            if value != f"{source}.{name}" and not (name in ("co_freevars", "co_cellvars") and value == "()")
        }
        if len(changed) <= 6 and "co_lnotab" not in changed and source.isidentifier() and not file.guard(node):
            arguments = ", ".join(f"{name}={value}" for name, value in changed.items())
            yield Hit(node, message, f"{source}.replace({arguments})")
            return
    yield Hit(node, message, safety=Safety.MANUAL)


@rule(
    "PY310-code-replace-lnotab",
    package="python",
    since=None,
    gone="3.10",
    docs="https://peps.python.org/pep-0626/",
    safety="manual",
    at_best="review",
    needles=["replace co_lnotab"],
)
def replace_lnotab(node: cst.Call, file: File) -> Iterator[Hit]:
    """``code.replace(co_lnotab=...)`` is gone.

    Line numbers are in ``co_linetable`` since Python 3.10 (PEP 626), in another format.

    Manual: leave the argument out when the lines stay, as the fix does where they are those of the same code; else make
    ``co_linetable``.

    ```diff
    -code.replace(co_name="name", co_lnotab=code.co_lnotab)
    +code.replace(co_name="name")
    ```

    ```diff
     code.replace(co_name="name")
     print(code.co_lnotab)
    ```
    """
    if isinstance(node.func, cst.Attribute) and node.func.attr.value == "replace":
        given = keyword(node, "co_lnotab")
        if given is None or file.resolve(node.func) is not None:
            return
        message = "co_lnotab cannot be replaced: line numbers are in co_linetable since 3.10"
        same = file.code(given.value) == f"{file.code(node.func.value)}.co_lnotab"
        if same and not file.guard(node):
            new = without_arg(node, list(node.args).index(given))
            yield Hit(node, message, new, safety=Safety.REVIEW)
        else:
            yield Hit(given, message)


@rule(
    "PY39-symtable-has-exec",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/symtable.html",
    safety="review",
    needles=["has_exec symtable"],
)
def has_exec(node: cst.Call, file: File) -> Iterator[Hit]:
    """``SymbolTable.has_exec()`` is always False.

    ``exec`` is a function since Python 3.0; the method was removed in 3.9.

    Review: what the table itself is computed from is not looked at any more.

    ```diff
     import symtable

     table = symtable.symtable("", "a", "exec")
    -print(table.has_exec())
    +print(False)
    ```

    ```diff
     import symtable

     print(ours.has_exec())
    ```
    """
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value != "has_exec":
        return
    if "symtable.symtable.has_exec" in meant(node.func, file) and not node.args:
        message = "has_exec() is always False"
        yield Hit(node, message) if file.guard(node) else Hit(node, message, "False")


get_methods = renamed_methods(
    "PY316-symtable-get-methods",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/deprecations/pending-removal-in-3.16.html",
    safety="manual",
    moved={"symtable.Class.get_methods": ""},
    unsure=("get_methods",),
    doc="""
    ``symtable.Class.get_methods`` is deprecated.

    Since Python 3.14, to go in 3.16.

    Manual: take the children of the table that are functions.

    ```diff
     print(ours.get_methods())
    ```
    """,
)

exc_type = renamed_methods(
    "PY313-traceback-exc-type",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/traceback.html#traceback.TracebackException.exc_type",
    safety="manual",
    moved={f"traceback.TracebackException{made}.exc_type": "" for made in ("", ".from_exception")},
    doc="""
    ``TracebackException.exc_type`` is deprecated.

    Since Python 3.13: it keeps the class alive.

    Manual: ``exc_type_str`` (3.13) has the name, on older versions ``exc_type.__qualname__``.

    ```diff
     import traceback

     print(traceback.TracebackException.from_exception(error).stack, ours.exc_type)
    ```
    """,
)

_FRAMES = ("builtins.locals", "sys._getframe", "inspect.currentframe", "inspect.stack")


@rule(
    "PY312-frame-in-comprehension",
    package="python",
    since=None,
    gone="3.12",
    docs="https://peps.python.org/pep-0709/",
    safety="manual",
    names=[name for name in _FRAMES if not name.startswith("builtins")],
)
def frame_in_comprehension(node: cst.Call, file: File) -> Iterator[Hit]:
    """Comprehensions have no frame of their own.

    They are part of the function around them since Python 3.12 (PEP 709): ``sys._getframe`` inside one is a level higher.

    Manual: count the levels again, or take the frame outside.

    ```diff
     import sys

     frame = sys._getframe(1)
     names = [frame for _ in names]
     lazy = (sys._getframe(1) for _ in names)
    ```
    """
    yield from _in_comprehension(node, file, "a frame taken in a comprehension is that of the function since 3.12")


@rule(
    "PY312-locals-in-comprehension",
    package="python",
    since=None,
    gone="3.12",
    docs="https://peps.python.org/pep-0709/",
    safety="manual",
    needles=["locals for"],
)
def locals_in_comprehension(node: cst.Call, file: File) -> Iterator[Hit]:
    """``locals()`` in a comprehension has the function's variables as well.

    Comprehensions are part of the function around them since Python 3.12 (PEP 709).

    Manual: make the dictionary that is meant.

    ```diff
     def f(names):
         here = locals()
         return [here[name] for name in names]
    ```
    """
    if isinstance(node.func, cst.Name) and node.func.value == "locals" and file.resolve(node.func) == "builtins.locals":
        yield from _in_comprehension(node, file, "locals() in a comprehension has the function's variables since 3.12")


def _in_comprehension(node: cst.Call, file: File, message: str) -> Iterator[Hit]:
    child: Node = node
    for around in file.names.parents(node):
        if isinstance(around, (cst.GeneratorExp, cst.Lambda, cst.FunctionDef, cst.ClassDef)):
            return
        if isinstance(around, cst.CompFor) and around.iter is child:
            return  # evaluated outside
        if isinstance(around, (cst.ListComp, cst.SetComp, cst.DictComp)):
            yield Hit(node, message, certain=False)
            return
        child = around


@rule(
    "PY312-bool-invert",
    package="python",
    since=None,
    gone="3.16",
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    safety="manual",
    needles=["True", "False"],
    pattern=rb"~[A-Za-z_(]",
)
def bool_invert(node: cst.UnaryOperation, file: File) -> Iterator[Hit]:
    """``~flag`` of a bool is a number: ``~True`` is -2.

    Deprecated in Python 3.12, to go in 3.16.

    Manual: ``not flag`` is what was meant, or ``~int(flag)`` where the number is.

    ```diff
     flag = True
     print(not flag, ~int(flag), ~array)
    ```
    """
    if isinstance(node.operator, cst.BitInvert) and "builtins.bool" in origins(node.expression, file):
        yield Hit(node, "~ of a bool is a number: not, or ~int(...)")
