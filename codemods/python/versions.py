"""Comparisons of Python's version as text or as a float, which Python 3.10 broke."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

DOCS = "https://docs.python.org/3/library/sys.html#sys.version_info"
ORDER = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)
_VERSION = re.compile(r"\d+(\.\d+)*")

TEXTS = ("platform.python_version", "sysconfig.get_python_version", "distutils.sysconfig.get_python_version")


def _compared(node: cst.Comparison, left: str, right: str) -> cst.Comparison:
    """Return a comparison with other sides, in the parentheses it has."""
    only = node.comparisons[0].with_changes(comparator=cst.parse_expression(right))
    return node.with_changes(left=cst.parse_expression(left), comparisons=[only])


def _is_short(node: Node, file: File) -> bool:
    """Whether ``node`` is ``sys.version[:3]`` or the like of another text of the version."""
    if not isinstance(node, cst.Subscript) or len(node.slice) != 1:
        return False
    part = node.slice[0].slice
    three = isinstance(part, cst.Slice) and part.upper is not None and file.code(part.upper) == "3"
    start = isinstance(part, cst.Slice) and (part.lower is None or file.code(part.lower) == "0") and part.step is None
    return three and start and _is_text(node.value, file)


def _is_text(node: Node, file: File) -> bool:
    if isinstance(node, cst.Call):
        return file.resolve(node.func) in TEXTS and not node.args
    return file.resolve(node) == "sys.version"


def _numbers(node: Node) -> str | None:
    """Return ``(3, 6)`` for ``"3.6"``, None for what is no text of a version."""
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    if not isinstance(value, str) or not _VERSION.fullmatch(value):
        return None
    parts = [str(int(part)) for part in value.split(".")]
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


@rule(
    "PY310-version-as-text",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS,
    needles=["version sys", "python_version platform", "get_python_version"],
    pattern=rb"\bversion\b\s*(?:\[|[<>])|[<>]=?\s*\w+\.version\b|python_version",
)
def version_as_text(node: cst.Comparison | cst.Subscript, file: File) -> Iterator[Hit]:
    """Python's version compared as text: ``"3.10" < "3.9"``.

    Three characters of the version, and the order of texts, are wrong from Python 3.10 on, without an error.
    ``sys.version_info`` is a tuple of numbers.

    ```diff
    -import platform
     import sys

    -if sys.version[:3] >= "3.6" and platform.python_version() < "3.8":
    -    print("lib/python" + sys.version[:3])
    +if sys.version_info[:2] >= (3, 6) and sys.version_info < (3, 8):
    +    print("lib/python" + "{}.{}".format(*sys.version_info))
    -assert sys.version[:3] in ("3.6", "3.7")
    +assert "{}.{}".format(*sys.version_info) in ("3.6", "3.7")
    ```

    ```diff
     import sys

     if sys.version_info >= (3, 6) and sys.version[0] == "3" and ours.version[:3] >= "3.6":
         print(sys.version, sys.version[:5])
    ```
    """
    if isinstance(node, cst.Comparison):
        yield from _ordered(node, file)
        return
    above = file.parent(node)
    compared = isinstance(above, (cst.Comparison, cst.ComparisonTarget))
    comparison = above if isinstance(above, cst.Comparison) else file.parent(above)
    if compared and isinstance(comparison, cst.Comparison) and list(_ordered(comparison, file)):
        return
    if _is_short(node, file):
        message = "three characters of the version are too few from Python 3.10 on"
        called = file.parent(above) if isinstance(above, cst.Arg) else None
        if isinstance(called, cst.Call) and file.resolve(called.func) == "builtins.float":
            return  # reported as a float
        sys = file.ref("sys", node)
        short = f'"{{}}.{{}}".format(*{sys}.version_info)'
        yield Hit(node, message) if file.guard(node) else Hit(node, message, short, imports=sys.imports)


def _ordered(node: cst.Comparison, file: File) -> Iterator[Hit]:
    if len(node.comparisons) != 1 or not isinstance(node.comparisons[0].operator, ORDER):
        return
    right = node.comparisons[0].comparator
    for side, other in ((node.left, right), (right, node.left)):
        numbers = _numbers(other)
        short = _is_short(side, file)
        if not (short or _is_text(side, file)) or numbers is None or "," not in numbers.strip("(,)"):
            continue
        message = "versions compare as numbers: as text, 3.10 is before 3.9"
        sys = file.ref("sys", node)
        info = f"{sys}.version_info[:2]" if short else f"{sys}.version_info"
        if file.guard(node):
            yield Hit(node, message)
        else:
            left, end = (info, numbers) if side is node.left else (numbers, info)
            yield Hit(node, message, _compared(node, left, end), imports=sys.imports)
        return


@rule(
    "PY310-version-asserted",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS,
    safety="review",
    needles=["assert version sys", "assert version_info sys"],
)
def version_asserted(node: cst.Assert, file: File) -> Iterator[Hit]:
    """Assert the lowest version of Python, not a list of those that were known.

    ``assert sys.version[:3] in ("3.7", "3.8")`` stops the program on every later version.

    Review: where the list has no gaps and has the version that the project runs on, what it is after is taken to be its
    first version.

    ```diff
     import sys

    -assert sys.version[:3] in ("3.6", "3.7", "3.8"), "too old"
    +assert sys.version_info >= (3, 6), "too old"
    ```

    ```diff
     import sys

     assert sys.version_info[:2] in ((3, 6), (3, 8))
     assert ours.version[:3] in ("3.6", "3.7", "3.8")
    ```
    """
    test = node.test
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
        return
    listed = test.comparisons[0].comparator
    if not isinstance(test.comparisons[0].operator, cst.In) or not isinstance(listed, (cst.Tuple, cst.List, cst.Set)):
        return
    if not (_is_short(test.left, file) or _is_formatted(test.left, file)):
        return
    texts = [e.value.evaluated_value if isinstance(e.value, cst.SimpleString) else None for e in listed.elements]
    minors = sorted(int(text[2:]) for text in texts if isinstance(text, str) and re.fullmatch(r"3\.\d", text))
    if len(minors) != len(texts) or not minors or file.guard(node):
        return
    if minors == list(range(minors[0], minors[-1] + 1)) and file.old.python.minor in minors:
        message = "this stops the program on every version of Python that is not in the list"
        sys = file.ref("sys", node)
        yield Hit(test, message, f"{sys}.version_info >= (3, {minors[0]})", imports=sys.imports)


def _is_formatted(node: cst.BaseExpression, file: File) -> bool:
    """Whether this is ``"{}.{}".format(*sys.version_info)``, which version_as_text makes."""
    args = node.args if isinstance(node, cst.Call) and file.code(node.func).strip("\"'").startswith("{}.{}") else ()
    return len(args) == 1 and args[0].star == "*" and file.resolve(args[0].value) == "sys.version_info"


@rule(
    "PY310-version-as-float",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS,
    safety="review",
    needles=["float version_info", "float version sys", "float python_version"],
)
def version_as_float(node: cst.Call, file: File) -> Iterator[Hit]:
    """Python's version as a float: 3.10 is 3.1.

    ``float("3.10")`` is less than 3.9, so such comparisons go wrong from Python 3.10 on, without an error.

    Review: the digits of the number on the other side are taken for major and minor.

    ```diff
     import sys

    -if float("%d.%d" % sys.version_info[:2]) >= 3.6:
    +if sys.version_info[:2] >= (3, 6):
         pass
    ```

    ```diff
     import sys

     if sys.version_info[:2] >= (3, 6) and float(ours.version) >= 3.6 and float(sys.flags.optimize) < 0.5:
         pass
    ```
    """
    if file.resolve(node.func) != "builtins.float" or len(node.args) != 1:
        return
    inside = set(_names(node.args[0].value, file))
    if not inside & {"sys.version_info", "sys.version", *TEXTS}:
        return
    message = "a version is no float: 3.10 would be 3.1"
    above = file.parent(node)
    comparison = above if isinstance(above, cst.Comparison) else file.parent(above)
    if isinstance(comparison, cst.Comparison) and len(comparison.comparisons) == 1 and not file.guard(comparison):
        target = comparison.comparisons[0]
        other = target.comparator if comparison.left is node else comparison.left
        number = re.fullmatch(r"(\d+)\.(\d)", file.code(other))
        if number and (comparison.left is node or target.comparator is node):
            sys = file.ref("sys", node)
            info, numbers = f"{sys}.version_info[:2]", f"({number[1]}, {number[2]})"
            left, right = (info, numbers) if comparison.left is node else (numbers, info)
            yield Hit(comparison, message, _compared(comparison, left, right), imports=sys.imports)
            return
    yield Hit(node, message, safety=Safety.MANUAL)


def _names(node: Node, file: File) -> Iterator[str]:
    name = file.resolve(node) if isinstance(node, (cst.Name, cst.Attribute)) else None
    if name is not None:
        yield name
    for child in node.children:
        yield from _names(child, file)
