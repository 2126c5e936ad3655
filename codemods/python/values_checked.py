"""Arguments and values that are checked more strictly now: modes, indices, numbers, formats, truth."""

import re
from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.edit import argument, keyword, spread, string
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

#: Function and the position of its mode.
MODES: Mapping[str, int] = {"io.open": 1, "codecs.open": 1, "fileinput.input": 3, "fileinput.FileInput": 3}


@rule(
    "PY311-universal-newlines",
    package="python",
    since="3.0",
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#changes-in-the-python-api",
    names=list(MODES),
)
def universal_newlines(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop the ``U`` of a file's mode.

    Without effect since Python 3.0, a ValueError from 3.11 on.

    ```diff
     import codecs
     import fileinput
     import io

    -io.open(path, "U")
    -codecs.open(path, "rU", "utf-8")
    -fileinput.input(path, mode="rU")
    +io.open(path, "r")
    +codecs.open(path, "r", "utf-8")
    +fileinput.input(path, mode="r")
    ```

    ```diff
     import io

     io.open("U", "r")
     io.open(path, mode)
    ```
    """
    name = file.resolve(node.func) or ""
    mode = argument(node, MODES[name], "mode")
    if mode is None or not isinstance(mode.value, cst.SimpleString) or "U" not in str(mode.value.raw_value):
        return
    bare = str(mode.value.raw_value).replace("U", "")
    new = string(mode.value, bare if set(bare) & set("rwax") else f"r{bare}")
    yield Hit(mode.value, "the mode U is gone", None if file.guard(node) else new)


@rule(
    "PY311-fileinput-index",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#removed",
    safety="review",
    needles=["fileinput"],
)
def fileinput_index(node: cst.Subscript, file: File) -> Iterator[Hit]:
    """Indexing a ``FileInput`` becomes ``readline()``.

    Deprecated in Python 3.8, removed in 3.11: an index had to be the number of the next line.

    Review: the old form raised RuntimeError for any other line, and IndexError at the end, where ``readline()``
    returns "".

    ```diff
     import fileinput

     lines = fileinput.input(path)
    -print(lines[0])
    +print(lines.readline())
    ```

    ```diff
     import fileinput

     lines = list(fileinput.input(path))
     print(lines[0])
    ```
    """
    if origins(node.value, file) & {"fileinput.input", "fileinput.FileInput"}:
        new = f"{file.code(node.value)}.readline()"
        yield Hit(node, "a FileInput has no index any more", None if file.guard(node) else new)


@rule(
    "PY313-resetlocale",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#locale",
    names=["locale.resetlocale"],
)
def resetlocale(node: cst.Call, file: File) -> Iterator[Hit]:
    """``locale.resetlocale()`` becomes ``setlocale(LC_ALL, "")``.

    Deprecated in Python 3.11, removed in 3.13; the release notes name this call.

    ```diff
     import locale

    -locale.resetlocale()
    -locale.resetlocale(locale.LC_TIME)
    +locale.setlocale(locale.LC_ALL, "")
    +locale.setlocale(locale.LC_TIME, "")
    ```

    ```diff
     from tests import resetlocale

     resetlocale()
    ```
    """
    if spread(node) or file.guard(node) or len(node.args) > 1:
        yield Hit(node, "locale.resetlocale is gone")
        return
    ref = file.ref("locale.setlocale", node)
    every = file.ref("locale.LC_ALL", node)
    category = file.code(node.args[0].value) if node.args else str(every)
    imports = ref.imports if node.args else (*ref.imports, *every.imports)
    yield Hit(node, "locale.resetlocale is gone", f'{ref}({category}, "")', imports=imports)


@rule(
    "PY312-generator-throw",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    safety="review",
    needles=["throw"],
)
def throw(node: cst.Call, file: File) -> Iterator[Hit]:
    """``throw(type, value, traceback)`` becomes ``throw(value)``.

    Deprecated in Python 3.12 for generators and coroutines; the exception carries its type and traceback.

    Review: that the value is an exception is seen only where it is made on the spot, other calls are reported.

    ```diff
    -print(lines.throw(ValueError, ValueError("a"), None))
    +print(lines.throw(ValueError("a")))
    ```

    ```diff
     lines.throw(ValueError("a"))
     lines.throw(ValueError)
     game.throw(ball, 3)
    ```
    """
    if not (isinstance(node.func, cst.Attribute) and node.func.attr.value == "throw") or spread(node):
        return
    if len(node.args) not in (2, 3) or any(arg.keyword is not None for arg in node.args):
        return
    kind, value = node.args[0].value, node.args[1].value
    message = "throw() takes one exception"
    name = file.resolve(kind) or ""
    made = isinstance(value, cst.Call) and file.code(value.func) == file.code(kind)
    bare = len(node.args) == 2 or file.code(node.args[2].value) == "None"
    if made and bare and not file.guard(node):
        first = node.args[1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        yield Hit(node, message, node.with_changes(args=[first]))
    elif len(node.args) == 3 or re.fullmatch(r"builtins\.\w*(Error|Exception|Exit|Interrupt|Iteration)", name):
        yield Hit(node, message)


_INTEGRAL = {f"builtins.{name}" for name in ("bin", "chr", "hex", "oct", "range")} | {
    "datetime.datetime",
    "datetime.date",
}


@rule(
    "PY310-integer-arguments",
    package="python",
    since=None,
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#other-language-changes",
    safety="review",
    needles=[f"{kind} {name.rpartition('.')[2]}" for kind in ("Decimal", "Fraction") for name in sorted(_INTEGRAL)],
)
def integer_arguments(node: cst.Call, file: File) -> Iterator[Hit]:
    """Pass ``int()`` of a Decimal or Fraction to functions that want an integer.

    They used ``__int__`` until Python 3.9, and cut off what is behind the point; from 3.10 on it is a TypeError.

    Review: whether cutting off is what is meant.

    ```diff
     from decimal import Decimal

     size = Decimal(65)
    -print(chr(size), hex(Decimal("65")))
    +print(chr(int(size)), hex(int(Decimal("65"))))
    ```

    ```diff
     from decimal import Decimal

     print(round(Decimal(65)), chr(65), chr(unknown))
    ```
    """
    if file.resolve(node.func) not in _INTEGRAL:
        return
    for arg in node.args:
        if origins(arg.value, file) & {"decimal.Decimal", "fractions.Fraction"}:
            new = f"int({file.code(arg.value)})"
            yield Hit(arg.value, "an integer is wanted here", None if file.guard(node) else new)


@rule(
    "PY314-not-implemented-truth",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#changes-in-the-python-api",
    safety="manual",
    needles=["NotImplemented"],
)
def not_implemented(node: cst.Name, file: File) -> Iterator[Hit]:
    """Report ``NotImplemented`` where it is asked whether it is true.

    Deprecated in Python 3.9, a TypeError from 3.14 on.

    Manual: compare with ``is NotImplemented``; what is raised is ``NotImplementedError``.

    ```diff
    -if not NotImplemented:
    +if result is NotImplemented:
         print("x")
    ```

    ```diff
     if result is NotImplemented or result == NotImplemented:
         print("x")
     x = NotImplemented if y else None
    ```
    """
    if node.value != "NotImplemented" or file.resolve(node) != "builtins.NotImplemented":
        return
    above = file.parent(node)
    tested = isinstance(above, (cst.If, cst.While, cst.IfExp, cst.Assert)) and above.test is node
    negated = isinstance(above, cst.UnaryOperation) and isinstance(above.operator, cst.Not)
    joined = isinstance(above, cst.BooleanOperation) and above.left is node
    call = file.parent(above) if isinstance(above, cst.Arg) else None
    asked = isinstance(call, cst.Call) and file.resolve(call.func) == "builtins.bool"
    if tested or negated or joined or asked:
        yield Hit(node, "NotImplemented is neither true nor false")


@rule(
    "PY313-array-u",
    package="python",
    since=None,
    gone="3.16",
    docs="https://docs.python.org/3/library/array.html",
    safety="manual",
    names=["array.array"],
    pattern=rb"\(\s*[bBrRuU]*['\"]+u['\"]",
)
def array_u(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report arrays of the type code ``u``.

    Deprecated since Python 3.3, with a warning from 3.13 on; to be removed in 3.16.

    Manual: ``w`` (Python 3.13) holds any character in four bytes; on older versions use a list or a string.

    ```diff
     import array

    -letters = array.array("u", "ab")
    +letters = array.array("w", "ab")
    ```

    ```diff
     import array

     numbers = array.array("b", b"ab")
    ```
    """
    first = node.args[0].value if node.args and not node.args[0].star else None
    if isinstance(first, cst.SimpleString) and first.evaluated_value == "u":
        yield Hit(node, "the type code u goes in Python 3.16")


@rule(
    "PY314-argument-groups",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#argparse",
    safety="manual",
    needles=["add_argument_group argparse", "add_mutually_exclusive_group argparse"],
)
def nested_groups(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report argument groups inside of argument groups.

    Deprecated in Python 3.11, a ValueError from 3.14 on: it never did what it seemed to. A mutually exclusive group
    inside of an argument group stays allowed.

    Manual: make the group on the parser itself.

    ```diff
     import argparse

     parser = argparse.ArgumentParser()
     group = parser.add_argument_group("a")
    -group.add_argument_group("b")
    +parser.add_argument_group("b")
    ```

    ```diff
     import argparse

     parser = argparse.ArgumentParser()
     parser.add_argument_group("a").add_mutually_exclusive_group()
    ```
    """
    if not isinstance(node.func, cst.Attribute):
        return
    method = node.func.attr.value
    outer = {
        "add_argument_group": ("add_argument_group", "add_mutually_exclusive_group"),
        "add_mutually_exclusive_group": ("add_mutually_exclusive_group",),
    }.get(method, ())
    made = origins(node.func.value, file)
    if outer and any(origin.rpartition(".")[2] in outer for origin in made):
        yield Hit(node, "groups of arguments do not nest")


@rule(
    "PY310-argparse-heading",
    package="python",
    since="3.10",
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#argparse",
    safety="review",
    needles=["optional arguments"],
)
def heading(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Expect ``options:`` in the help of argparse, not ``optional arguments:``.

    The heading changed in Python 3.10. Found where the text is compared, or looked for.

    Review: only what is compared with argparse's own output is meant; on Python 3.9 and older it is the old heading
    still.

    ```diff
    -assert "optional arguments:" in parser.format_help()
    +assert "options:" in parser.format_help()
    ```

    ```diff
     group = parser.add_argument_group("optional arguments:")
     print("optional arguments: none")
    ```
    """
    if "optional arguments:" not in str(node.raw_value):
        return
    above = file.parent(node)
    call = file.parent(above) if isinstance(above, cst.Arg) else None
    asserted = (
        isinstance(call, cst.Call)
        and isinstance(call.func, cst.Attribute)
        and call.func.attr.value.startswith("assert")
    )
    if isinstance(above, (cst.Comparison, cst.ComparisonTarget)) or asserted:
        new = string(node, str(node.raw_value).replace("optional arguments:", "options:"))
        yield Hit(node, "argparse's heading is options: from Python 3.10 on", None if file.guard(node) else new)


@rule(
    "PY315-glob1",
    package="python",
    since="3.10",
    gone="3.15",
    docs="https://docs.python.org/3/whatsnew/3.13.html#deprecated",
    safety="review",
    names=["glob.glob0", "glob.glob1"],
)
def glob1(node: cst.Call, file: File) -> Iterator[Hit]:
    """``glob.glob1(folder, pattern)`` becomes ``glob.glob(pattern, root_dir=folder)``.

    Never documented, deprecated in Python 3.13. ``root_dir`` exists since 3.10.

    Review: ``glob`` follows slashes and ``**`` in the pattern; for ``glob0`` the name is escaped.

    ```diff
     import glob

    -print(glob.glob1("src", "*.py"), glob.glob0("src", "[x].py"))
    +print(glob.glob("*.py", root_dir="src"), glob.glob(glob.escape("[x].py"), root_dir="src"))
    ```

    ```diff
     from pathlib import Path as glob

     print(glob("src").glob("*.py"))
    ```
    """
    name = file.resolve(node.func)
    message = f"{name} goes in Python 3.15"
    if len(node.args) != 2 or spread(node) or any(arg.keyword for arg in node.args) or file.guard(node):
        yield Hit(node, message)
        return
    ref, escape = file.ref("glob.glob", node), file.ref("glob.escape", node)
    folder, pattern = (file.code(arg.value) for arg in node.args)
    literal = name == "glob.glob0"
    pattern = f"{escape}({pattern})" if literal else pattern
    imports = (*ref.imports, *escape.imports) if literal else ref.imports
    yield Hit(node, message, f"{ref}({pattern}, root_dir={folder})", imports=imports)


@rule(
    "PY313-decimal-n",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.13.html#deprecated",
    needles=["Decimal N"],
    pattern=rb"N['\"}]",
)
def decimal_n(node: cst.Call, file: File) -> Iterator[Hit]:
    """Write the format type ``N`` of a Decimal as ``n``.

    Never documented, deprecated in Python 3.13; both did the same.

    ```diff
     from decimal import Decimal

    -print(format(Decimal("1"), "N"))
    +print(format(Decimal("1"), "n"))
    ```

    ```diff
     from decimal import Decimal

     print(format(Decimal("1"), "n"), format(other, "N"))
    ```
    """
    if file.resolve(node.func) != "builtins.format" or len(node.args) != 2:
        return
    spec = node.args[1].value
    if (
        isinstance(spec, cst.SimpleString)
        and str(spec.raw_value).endswith("N")
        and origins(node.args[0].value, file) & {"decimal.Decimal"}
    ):
        new = string(spec, str(spec.raw_value)[:-1] + "n")
        yield Hit(spec, "the format type N is deprecated", None if file.guard(node) else new)


@rule(
    "PY315-co-lnotab",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3/reference/datamodel.html#codeobject.co_lnotab",
    safety="manual",
    needles=["co_lnotab"],
)
def co_lnotab(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """Report ``co_lnotab`` of code objects.

    Deprecated in Python 3.10 (PEP 626), with a warning from 3.12 on.

    Manual: ``co_lines()`` (Python 3.10) yields (start, end, line) instead of packed bytes.

    ```diff
    -print(f.__code__.co_lnotab)
    +print(list(f.__code__.co_lines()))
    ```

    ```diff
     print(f.__code__.co_lines(), "co_lnotab")
    ```
    """
    if node.attr.value == "co_lnotab":
        yield Hit(node, "co_lnotab goes in Python 3.15, co_lines() stays")


_OPCODES = frozenset(
    [
        "BINARY_ADD",
        "BINARY_AND",
        "BINARY_FLOOR_DIVIDE",
        "BINARY_LSHIFT",
        "BINARY_MODULO",
        "BINARY_MULTIPLY",
        "BINARY_OR",
        "BINARY_POWER",
        "BINARY_RSHIFT",
        "BINARY_SUBTRACT",
        "BINARY_TRUE_DIVIDE",
        "BINARY_XOR",
        "CALL_FUNCTION",
        "CALL_FUNCTION_KW",
        "CALL_METHOD",
        "DUP_TOP",
        "DUP_TOP_TWO",
        "INPLACE_ADD",
        "INPLACE_AND",
        "INPLACE_SUBTRACT",
        "JUMP_ABSOLUTE",
        "JUMP_IF_FALSE_OR_POP",
        "JUMP_IF_TRUE_OR_POP",
        "LOAD_CLASSDEREF",
        "LOAD_METHOD",
        "PRINT_EXPR",
        "ROT_FOUR",
        "ROT_THREE",
        "ROT_TWO",
        "UNARY_POSITIVE",
        "YIELD_FROM",
    ]
)


@rule(
    "PY311-opcodes",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#cpython-bytecode-changes",
    safety="manual",
    names=["dis.opmap", "opcode.opmap"],
)
def opcodes(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """Report instructions that ``dis.opmap`` does not have any more.

    Bytecode changes with every version; these went with Python 3.11 to 3.13.

    Manual: read and write bytecode with a library that knows the versions, such as ``bytecode``.

    ```diff
     import dis

    -print(dis.opmap["CALL_FUNCTION"])
    +print(dis.opmap["CALL"])
    ```

    ```diff
     import dis

     print(dis.opmap["LOAD_CONST"], dis.opmap[name])
    ```
    """
    around = file.parent(node)
    index = around.slice[0].slice if isinstance(around, cst.Subscript) and around.value is node else None
    value = index.value if isinstance(index, cst.Index) else None
    if isinstance(value, cst.SimpleString) and value.evaluated_value in _OPCODES:
        yield Hit(around, f"{value.evaluated_value} is no instruction any more")


@rule(
    "PY313-dis-constants",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/library/dis.html#opcode-collections",
    safety="review",
    names=["dis.FORMAT_VALUE", "dis.MAKE_FUNCTION"],
)
def dis_constants(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``dis.FORMAT_VALUE`` and ``dis.MAKE_FUNCTION`` become entries of ``dis.opmap``.

    Never documented, gone in Python 3.13, and so is the instruction FORMAT_VALUE.

    Review: where there is no such instruction the number is None, which no instruction has.

    ```diff
     import dis

    -print(code == dis.FORMAT_VALUE)
    +print(code == dis.opmap.get("FORMAT_VALUE"))
    ```

    ```diff
     import dis

     print(dis.EXTENDED_ARG, dis.opmap.get("FORMAT_VALUE"))
    ```
    """
    name = (file.resolve(node) or "").rpartition(".")[2]
    ref = file.ref("dis.opmap", node)
    message = f"dis.{name} is gone, dis.opmap has the instructions"
    new = None if file.guard(node) else f'{ref}.get("{name}")'
    yield Hit(node, message, new, imports=ref.imports if new else ())


@rule(
    "PY314-itertools-copy",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#itertools",
    safety="manual",
    names=["copy.copy", "copy.deepcopy", "pickle.dump", "pickle.dumps"],
    needles=["itertools copy", "itertools pickle"],
)
def itertools_copy(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report iterators of ``itertools`` that are copied or pickled.

    Deprecated in Python 3.12, a TypeError from 3.14 on.

    Manual: ``itertools.tee`` makes two of one; a list can be copied and pickled.

    ```diff
     import copy
     import itertools

    -again = copy.copy(itertools.count(3))
    +first, again = itertools.tee(itertools.count(3))
    ```

    ```diff
     import copy
     import itertools

     again = copy.copy(list(itertools.chain(a, b)))
    ```
    """
    if node.args and any(origin.startswith("itertools.") for origin in origins(node.args[0].value, file)):
        yield Hit(node, "iterators of itertools are not copied or pickled any more")


@rule(
    "PY39-logger-root",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#changes-in-the-python-api",
    safety="manual",
    names=["logging.getLogger"],
)
def logger_root(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report ``logging.getLogger("root")``, which is the root logger from Python 3.9 on.

    Before, it was a logger of that name below the root.

    Manual: call ``getLogger()`` for the root, or choose another name.

    ```diff
     import logging

    -log = logging.getLogger("root")
    +log = logging.getLogger()
    ```

    ```diff
     import logging

     log = logging.getLogger("root.shop")
    ```
    """
    first = node.args[0].value if len(node.args) == 1 else None
    if isinstance(first, cst.SimpleString) and first.evaluated_value == "root":
        yield Hit(node, "this is the root logger from Python 3.9 on")


@rule(
    "PY311-getstate",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#other-language-changes",
    safety="manual",
    names=["builtins.hasattr"],
    needles=["hasattr __getstate__"],
)
def has_getstate(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report ``hasattr(x, "__getstate__")``, which is always true from Python 3.11 on.

    ``object`` has the method since then.

    Manual: compare ``type(x).__getstate__`` with ``getattr(object, "__getstate__", None)``.

    ```diff
    -if hasattr(x, "__getstate__"):
    +if getattr(type(x), "__getstate__", None) is not getattr(object, "__getstate__", None):
         state = x.__getstate__()
    ```

    ```diff
     if hasattr(x, "__setstate__"):
         x.__setstate__(state)
     __getstate__ = None
    ```
    """
    name = node.args[1].value if len(node.args) == 2 else None
    if isinstance(name, cst.SimpleString) and name.evaluated_value == "__getstate__":
        yield Hit(node, "every object has __getstate__ from Python 3.11 on")


@rule(
    "PY312-fraction-normalize",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#fractions",
    safety="manual",
    names=["fractions.Fraction"],
)
def fraction_normalize(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report ``Fraction(..., _normalize=False)``.

    A private parameter, removed in Python 3.12.

    Manual: leave it out; the fraction is then reduced, which costs time but changes no value.

    ```diff
     from fractions import Fraction

    -print(Fraction(1, 2, _normalize=False))
    +print(Fraction(1, 2))
    ```

    ```diff
     from fractions import Fraction

     print(Fraction(1, 2))
    ```
    """
    if keyword(node, "_normalize") is not None:
        yield Hit(node, "Fraction has no parameter _normalize any more")


_RENAMED_STATUS = (
    "REQUEST_ENTITY_TOO_LARGE",
    "REQUEST_URI_TOO_LONG",
    "REQUESTED_RANGE_NOT_SATISFIABLE",
    "UNPROCESSABLE_ENTITY",
)


@rule(
    "PY313-http-status",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/library/http.html#http-status-codes",
    safety="manual",
    names=[f"http.HTTPStatus.{name}.{part}" for name in _RENAMED_STATUS for part in ("name", "phrase")],
)
def http_status(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """Report the name and phrase of HTTP statuses that go by another one from Python 3.13 on (RFC 9110).

    The old names stay as aliases, so ``.name`` is the new one: ``CONTENT_TOO_LARGE`` for ``REQUEST_ENTITY_TOO_LARGE``.

    Manual: do not compare names and phrases; the number is what it was.

    ```diff
     from http import HTTPStatus

    -print(HTTPStatus.REQUEST_ENTITY_TOO_LARGE.name)
    +print(HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value)
    ```

    ```diff
     from http import HTTPStatus

     print(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.OK.name)
    ```
    """
    yield Hit(node, "the name and phrase of this status change in Python 3.13")


@rule(
    "PY313-locals-snapshot",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#whatsnew313-locals-semantics",
    safety="manual",
    names=["builtins.exec"],
    needles=["exec locals"],
)
def exec_locals(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report ``exec`` in a function that then looks into ``locals()``.

    From Python 3.13 on every call of ``locals()`` in a function makes a new dictionary (PEP 667), and what ``exec``
    assigned is in none of the later ones.

    Manual: give ``exec`` a dictionary of your own: ``namespace = {}; exec(code, globals(), namespace)``.

    ```diff
     def f(code):
    -    exec(code)
    -    return locals()["x"]
    +    namespace = {}
    +    exec(code, globals(), namespace)
    +    return namespace["x"]
    ```

    ```diff
     def f(code):
         exec(code, {})
         return locals()["x"]

     exec("x = 1")
     print(locals()["x"])
    ```
    """
    function = file.inside(node, cst.FunctionDef)
    if function is None or len(node.args) != 1:
        return
    for read in file.names.references.get("builtins.locals", ()):
        if file.inside(read, cst.FunctionDef) is function and isinstance(file.parent(file.parent(read)), cst.Subscript):
            yield Hit(node, "what exec assigns is not in locals() any more")
            return
