"""``re``: patterns that it takes no longer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, rule

DOCS_311 = "https://docs.python.org/3/whatsnew/3.11.html#removed"
DOCS_312 = "https://docs.python.org/3/whatsnew/3.12.html#changes-in-the-python-api"

#: what takes a pattern first
TAKES_PATTERN = (
    *(
        f"re.{name}"
        for name in (
            "compile",
            "findall",
            "finditer",
            "fullmatch",
            "match",
            "search",
            "split",
            "sub",
            "subn",
            "template",
        )
    ),
    "django.conf.urls.url",
    "django.core.validators.RegexValidator",
    "django.urls.re_path",
)

template = moves(
    "PY313-re-template",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#re",
    safety="review",
    moved={"re.template": "re.compile"},
    doc="""
    ``re.template`` is gone; what it gave matched as what ``re.compile`` gives.

    Never documented, deprecated in Python 3.11, removed in 3.13.

    Review: its flag, ``re.TEMPLATE``, was to switch backtracking off, and did nothing.

    ```diff
     import re

    -print(re.template("a"))
    +print(re.compile("a"))
    ```

    ```diff
     from ours import template

     print(template("a"))
    ```
    """,
)

_FLAGS = re.compile(r"\(\?([aiLmsux]+)\)")


_VERBOSE = re.compile(r"\b(?:VERBOSE|X)\b")
_BLANK = re.compile(r"\s+|#[^\n]*")


def _late_flags(pattern: str, verbose: bool) -> list[str]:
    """Return the groups of global flags, like ``(?i)``, that do not stand at the start of a pattern.

    In a ``verbose`` one white space and comments may stand before them.
    """
    found: list[str] = []
    place = 0
    start = True
    in_class = False
    while place < len(pattern):
        match = None if in_class else _FLAGS.match(pattern, place)
        if match:
            if not start:
                found.append(match[0])
            verbose = verbose or "x" in match[1]
            place = match.end()
            continue
        blank = _BLANK.match(pattern, place) if start and verbose else None
        if blank:
            place = blank.end()
            continue
        start = False
        if pattern[place] == "\\":
            place += 1
        elif in_class:
            in_class = pattern[place] != "]"
        elif pattern[place] == "[":
            in_class = True
            # a bracket that comes first stands for itself
            place += pattern[place + 1 : place + 2] == "^"
            place += pattern[place + 1 : place + 2] == "]"
        place += 1
    return found


def _strings(node: Node) -> list[cst.SimpleString] | None:
    """Return the parts of a text that is all there, None for anything else."""
    if isinstance(node, cst.SimpleString):
        return [node]
    if isinstance(node, cst.ConcatenatedString):
        left, right = _strings(node.left), _strings(node.right)
        return left + right if left is not None and right is not None else None
    return None


def _value(strings: list[cst.SimpleString]) -> str:
    """Return what the parts mean together; bytes as if they were Latin-1."""
    values = [part.evaluated_value for part in strings]
    return "".join(value.decode("latin-1") if isinstance(value, bytes) else value for value in values)


@rule(
    "PY311-re-flags-not-at-start",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    names=TAKES_PATTERN,
    pattern=rb"\(\?[aiLmsux]+\)",
)
def flags_not_at_start(node: cst.Call, file: File) -> Iterator[Hit]:
    """Global flags like ``(?i)`` stand at the start of a pattern.

    Anywhere else they are deprecated since Python 3.6 and an error from 3.11. They always were for the whole pattern, so
    they move to its start.

    ```diff
     import re

    -print(re.match(r"\\d+(?i)px", text), re.compile("^(?m)a" "b(?i)c"))
    +print(re.match(r"(?i)\\d+px", text), re.compile("(?mi)^a" "bc"))
    ```

    ```diff
     import re

     print(re.match("(?i)a(?i:b)[(?i)]", text), ours.match("a(?i)", text), re.match("a(?#i)", text))
     print(re.match(" # digits\\n (?i)\\\\d", text, re.VERBOSE), re.match("(?x) (?i)a", text))
    ```
    """
    pattern = argument(
        node, 0, "regex" if file.resolve(node.func) == "django.core.validators.RegexValidator" else "pattern"
    )
    strings = _strings(pattern.value) if pattern is not None else None
    if pattern is None or not strings:
        return
    given = [file.code(one.value) for one in node.args if one is not pattern]
    late = _late_flags(_value(strings), any(_VERBOSE.search(text) for text in given))
    if not late:
        return
    message = f"the flags {' '.join(late)} have to stand at the start of the pattern"
    raws = [part.raw_value for part in strings]
    whole = "".join(raws)
    # in the source, too, each has to be there as it is, and as often
    if file.guard(node) or any(whole.count(group) != late.count(group) for group in late):
        yield Hit(pattern.value, message)
        return
    stripped = [_without(raw, late) for raw in raws]
    letters = "".join(dict.fromkeys(letter for group in late for letter in group[2:-1]))
    front = _FLAGS.match(stripped[0])
    if front:
        letters = "".join(dict.fromkeys(front[1] + letters))
        stripped[0] = stripped[0][front.end() :]
    stripped[0] = f"(?{letters}){stripped[0]}"
    edits = tuple(
        (part, part.with_changes(value=f"{part.prefix}{part.quote}{raw}{part.quote}"))
        for part, raw, old in zip(strings, stripped, raws, strict=True)
        if raw != old
    )
    yield Hit(edits[0][0], message, edits[0][1], also=edits[1:])


def _without(raw: str, groups: list[str]) -> str:
    for group in groups:
        raw = raw.replace(group, "")
    return raw


@rule(
    "PY312-re-group-references",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS_312,
    names=[*TAKES_PATTERN, "re.Pattern.sub"],
    pattern=rb"\\g<|\(\?P=|\(\?\(",
)
def group_references(node: cst.Call, file: File) -> Iterator[Hit]:
    """Numbers of groups are ASCII digits, names are identifiers.

    ``\\g<+1>``, ``\\g< 1 >`` and ``(?P=1a)`` are deprecated since Python 3.11 and errors from 3.12.

    ```diff
     import re

    -print(re.sub("(a)", r"\\g<+1>b", text))
    +print(re.sub("(a)", r"\\g<1>b", text))
    ```

    ```diff
     import re

     print(re.sub("(?P<x>a)(?P=x)", r"\\g<1>\\g<x>", text), re.match(r"\\(\\?P=[a-z]+\\)", text))
    ```
    """
    template = (file.resolve(node.func) or "").startswith("re.sub")
    for arg, marks in zip(node.args[:2], (("(?P=", "(?("), ("\\g<",) if template else ()), strict=False):
        part = arg.value
        if not isinstance(part, cst.SimpleString):
            continue
        wrong = [(mark, name) for mark, name in _references(_value([part]), marks) if not _is_group(name)]
        if not wrong:
            continue
        message = f"{wrong[0][0]}{wrong[0][1]} is no reference to a group"
        raw = part.raw_value
        for mark, name in wrong:
            old, new = (f"{mark.lstrip(chr(92))}{name}", f"{mark.lstrip(chr(92))}{_number(name)}")
            raw = raw.replace(old, new) if _number(name) and raw.count(old) == wrong.count((mark, name)) else ""
        if file.guard(node) or not raw:
            yield Hit(part, message)
        else:
            yield Hit(part, message, part.with_changes(value=f"{part.prefix}{part.quote}{raw}{part.quote}"))


def _references(value: str, marks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each mark that refers to a group, with the name that follows it."""
    place = 0
    while place < len(value):
        mark = next((mark for mark in marks if value.startswith(mark, place)), None)
        if mark is not None:
            name = re.match(r"[^>)]*", value[place + len(mark) :])
            yield mark, name[0] if name else ""
        place += 2 if value[place] == "\\" else 1


def _is_group(name: str) -> bool:
    return name.isidentifier() or (name.isascii() and name.isdigit()) or name.startswith(("?", "<"))


def _number(name: str) -> str:
    try:
        number = int(name)
    except ValueError:
        return ""
    return str(number) if number >= 0 else ""


_NAMES_IN_BYTES = re.compile(r"\(\?P[<=]([^>)]*)[>)]")


@rule(
    "PY312-re-bytes-group-names",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS_312,
    safety="manual",
    names=TAKES_PATTERN,
    pattern=rb"\(\?P<[^>]*(?:\\|[^\x00-\x7f])",
)
def bytes_group_names(node: cst.Call, file: File) -> Iterator[Hit]:
    """``(?P<name>...)`` in bytes: the name is ASCII.

    Deprecated in Python 3.11, an error from 3.12.

    Manual: give the group another name, there and where it is asked for.

    ```diff
     import re

     print(re.compile(b"(?P<a>a)"), re.compile("(?P<\\u00b5>a)"))
    ```
    """
    for arg in node.args[:1]:
        strings = _strings(arg.value)
        if strings and "b" in strings[0].prefix.lower():
            names = [match[1] for match in _NAMES_IN_BYTES.finditer(_value(strings))]
            for name in names:
                if not name.isascii():
                    yield Hit(arg.value, f"the name of the group {name!r} is not ASCII")
