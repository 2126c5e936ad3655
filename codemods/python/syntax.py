"""Spellings that the compiler warns about or no longer takes."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import libcst as cst

from upgrader.lexical import calls_literal, compares_literals, escapes_wrongly, jumps_finally
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.parsing import parse_syntax
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

LEXICAL = "https://docs.python.org/3/reference/lexical_analysis.html"
DOCS_38 = "https://docs.python.org/3/whatsnew/3.8.html#changes-in-python-behavior"
DOCS_310 = "https://docs.python.org/3/whatsnew/3.10.html#other-language-changes"

# -- escapes ---------------------------------------------------------------------------------------------------------

_ESCAPES = "\n\r\\'\"abfnrtvx01234567"
_ESCAPES_OF_TEXT = _ESCAPES + "NuU"


def _escaped(raw: str, known: str) -> tuple[list[int], bool]:
    """Return where the unknown escapes begin in the text between quotes, and whether there are known ones as well."""
    unknown: list[int] = []
    others = False
    place = 0
    while (place := raw.find("\\", place)) >= 0:
        if raw[place + 1 : place + 2] in tuple(known):
            others = True
        else:
            unknown.append(place)
        place += 2
    return unknown, others


def _doubled(raw: str, places: list[int]) -> str:
    for place in reversed(places):
        raw = raw[:place] + "\\" + raw[place:]
    return raw


def _raw_prefix(prefix: str) -> str:
    return "r" + prefix.replace("u", "").replace("U", "")


@rule(
    "PY312-invalid-escape",
    package="python",
    since=None,
    gone=None,
    docs=f"{LEXICAL}#escape-sequences",
    pattern=rb"\\",
    sieve=escapes_wrongly,
)
def invalid_escape(node: cst.SimpleString | cst.FormattedString, file: File) -> Iterator[Hit]:
    r"""Backslashes that Python keeps because it does not know the escape.

    A DeprecationWarning since Python 3.6, a SyntaxWarning since 3.12, some day an error. The text becomes a raw one
    where all its backslashes are of this kind, else just these are doubled: its value stays what it is.

    ```diff
     import re

    -print(re.match("\d+", text), b'\.', f"\({name}")
    +print(re.match(r"\d+", text), rb'\.', rf"\({name}")
    -print("\d\n")
    +print("\\d\n")
    ```

    ```diff
     def f():
    -    '''A \* star.'''
    +    r'''A \* star.'''
    ```

    ```diff
     import re

     print(re.match(r"\d+\n", text), "\\d", "\N{BULLET}", "\x41")
    ```
    """
    message = "an escape that Python does not know: a SyntaxWarning since 3.12"
    if isinstance(node, cst.SimpleString):
        if "r" in node.prefix.lower():
            return
        known = _ESCAPES if "b" in node.prefix.lower() else _ESCAPES_OF_TEXT
        unknown, others = _escaped(node.raw_value, known)
        # a line that a backslash continues would not be continued in a raw text
        if not unknown:
            return
        prefix = node.value[: len(node.value) - len(node.value.lstrip("bBuUfF"))]
        if others:
            value = f"{prefix}{node.quote}{_doubled(node.raw_value, unknown)}{node.quote}"
        else:
            value = f"{_raw_prefix(prefix)}{node.quote}{node.raw_value}{node.quote}"
        yield Hit(node, message, node.with_changes(value=value))
        return
    if "r" in node.start.lower():
        return
    texts = [part for part in node.parts if isinstance(part, cst.FormattedStringText)]
    found = [(part, *_escaped(part.value, _ESCAPES_OF_TEXT)) for part in texts]
    if not any(unknown for _, unknown, _ in found):
        return
    nested = any(isinstance(part, cst.FormattedStringExpression) and part.format_spec for part in node.parts)
    if nested or any(others for _, _, others in found):
        parts = [
            part.with_changes(value=_doubled(part.value, _escaped(part.value, _ESCAPES_OF_TEXT)[0]))
            if isinstance(part, cst.FormattedStringText)
            else part
            for part in node.parts
        ]
        yield Hit(node, message, node.with_changes(parts=parts))
    else:
        yield Hit(node, message, node.with_changes(start=f"r{node.start}"))


_OCTAL = re.compile(r"\\([4-7][0-7][0-7])")


@rule(
    "PY312-octal-escape",
    package="python",
    since=None,
    gone=None,
    docs=f"{LEXICAL}#escape-sequences",
    pattern=rb"\\",
    sieve=escapes_wrongly,
)
def octal_escape(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    r"""Octal escapes beyond 255.

    A DeprecationWarning since Python 3.12. In text they are characters by their number, in bytes the number is cut.

    ```diff
    -print("\777", b"\501")
    +print("\u01ff", b"\x41")
    ```

    ```diff
     print("\377", r"\777", "\\777")
    ```
    """
    if "r" in node.prefix.lower():
        return
    raw = node.raw_value
    pieces: list[str] = []
    place = start = 0
    is_bytes = "b" in node.prefix.lower()
    while (place := raw.find("\\", place)) >= 0:
        match = _OCTAL.match(raw, place)
        if match:
            number = int(match[1], 8)
            pieces += [raw[start:place], f"\\x{number & 0xFF:02x}" if is_bytes else f"\\u{number:04x}"]
            start = place + 4
        place += 2
    if pieces:
        prefix = node.value[: len(node.value) - len(node.value.lstrip("bBuU"))]
        value = f"{prefix}{node.quote}{''.join(pieces)}{raw[start:]}{node.quote}"
        yield Hit(node, "an octal escape beyond 255: a SyntaxWarning since 3.12", node.with_changes(value=value))


# -- numbers ---------------------------------------------------------------------------------------------------------

# the first digit first, and looked back at from there: a search for one of a few characters is fast
_GLUED = (
    rb"[0-9.](?<![\w.].)(?:(?<=0)(?:[xX][0-9a-fA-F_]*|[oO][0-7_]*|[bB][01_]*)"
    rb"|(?<=[0-9])[0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9]+)?[jJ]?|(?<=\.)[0-9]+)"
    rb"(?:and|else|for|if|in|is|not|or|r)\b"
)
_NUMBER_AT_END = re.compile(r"(?<![\w.])(?:\d[\w.]*|\.\d\w*)$")


@rule(
    "PY312-number-before-keyword",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.10.html#deprecated",
    pattern=_GLUED,
)
def number_before_keyword(
    node: cst.IfExp | cst.BooleanOperation | cst.Comparison | cst.CompFor | cst.CompIf, file: File
) -> Iterator[Hit]:
    """``1if x else y``: a number right before a keyword.

    A DeprecationWarning since Python 3.10, a SyntaxWarning since 3.12: ``0x1for x in y`` is ``0x1f or x in y``. A
    blank is put where Python sees the end of the number.

    ```diff
    -value = 1if flag else 2
    -found = 0x1for name
    +value = 1 if flag else 2
    +found = 0x1f or name
    ```

    ```diff
     value = 1 if flag else 2
     found = name2if if flag else 2
    ```
    """
    message = "a number needs a blank before the keyword"
    space = cst.SimpleWhitespace(" ")
    if isinstance(node, cst.IfExp):
        changes = {}
        if _ends_glued(node.body, node.whitespace_before_if, file):
            changes["whitespace_before_if"] = space
        if _ends_glued(node.test, node.whitespace_before_else, file):
            changes["whitespace_before_else"] = space
        if changes:
            yield Hit(node, message, node.with_changes(**changes))
    elif isinstance(node, cst.BooleanOperation):
        if _ends_glued(node.left, node.operator.whitespace_before, file):
            yield Hit(node, message, node.with_changes(operator=node.operator.with_changes(whitespace_before=space)))
    elif isinstance(node, cst.Comparison):
        first = node.comparisons[0]
        operator = first.operator
        if isinstance(operator, (cst.In, cst.NotIn, cst.Is, cst.IsNot)) and _ends_glued(
            node.left, operator.whitespace_before, file
        ):
            spaced = first.with_changes(operator=operator.with_changes(whitespace_before=space))
            yield Hit(node, message, node.with_changes(comparisons=[spaced, *node.comparisons[1:]]))
    else:
        before = _before(node, file)
        if before is not None and _ends_glued(before, node.whitespace_before, file):
            yield Hit(node, message, node.with_changes(whitespace_before=space))


def _before(node: cst.CompFor | cst.CompIf, file: File) -> Node | None:
    """Return the expression that stands before a ``for`` or ``if`` of a comprehension."""
    above = file.parent(node)
    if isinstance(node, cst.CompIf):
        if not isinstance(above, cst.CompFor):
            return None
        place = list(above.ifs).index(node)
        return above.ifs[place - 1].test if place else above.iter
    if isinstance(above, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
        return above.elt
    if isinstance(above, cst.DictComp):
        return above.value
    return (above.ifs[-1].test if above.ifs else above.iter) if isinstance(above, cst.CompFor) else None


def _ends_glued(left: Node, between: Node, file: File) -> bool:
    return not file.code(between) and bool(_NUMBER_AT_END.search(file.code(left)))


# -- comparisons and assertions --------------------------------------------------------------------------------------


@rule(
    "PY38-is-literal",
    package="python",
    since=None,
    gone=None,
    docs=DOCS_38,
    safety="review",
    pattern=rb"\bis\s+(?:not\s+)?[(\"'0-9bBrRuUfF]|[\"')0-9]\s+is\b",
    sieve=compares_literals,
)
def is_literal(node: cst.Comparison, file: File) -> Iterator[Hit]:
    """``is`` with a literal compares the value.

    A SyntaxWarning since Python 3.8: whether two equal numbers or texts are one object is an accident.

    Review: what happened to be another object with the same value compares equal now.

    ```diff
    -if name is "" or count is not 2:
    +if name == "" or count != 2:
         pass
    ```

    ```diff
     if name is None or name is True or name is other or name == "":
         pass
    ```
    """
    sides: list[cst.BaseExpression] = [node.left, *(target.comparator for target in node.comparisons)]
    targets: list[cst.ComparisonTarget] = []
    for left, target, right in zip(sides, node.comparisons, sides[1:], strict=False):
        operator = target.operator
        if isinstance(operator, (cst.Is, cst.IsNot)) and (_is_constant(left) or _is_constant(right)):
            new = cst.Equal if isinstance(operator, cst.Is) else cst.NotEqual
            space = cst.SimpleWhitespace(" ")
            before = operator.whitespace_before if file.code(operator.whitespace_before) else space
            after = operator.whitespace_after if file.code(operator.whitespace_after) else space
            target = target.with_changes(operator=new(whitespace_before=before, whitespace_after=after))
        targets.append(target)
    if any(new is not old for new, old in zip(targets, node.comparisons, strict=True)):
        yield Hit(node, "is with a literal: compare with ==", node.with_changes(comparisons=targets))


def _is_constant(node: Node) -> bool:
    if isinstance(node, cst.Tuple):
        return all(_is_constant(element.value) for element in node.elements)
    return isinstance(
        node, (cst.SimpleString, cst.ConcatenatedString, cst.Integer, cst.Float, cst.Imaginary, cst.FormattedString)
    )


@rule(
    "PY38-assert-tuple",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement",
    safety="review",
    needles=["assert"],
    pattern=rb"assert\s*\(",
)
def assert_tuple(node: cst.Assert, file: File) -> Iterator[Hit]:
    """``assert (test, message)`` is always true.

    A tuple that is not empty is true; a SyntaxWarning since Python 3.8 and before.

    Review: the assertion is a real one now, and may fail.

    ```diff
    -assert (name, "a name")
    +assert name, "a name"
    ```

    ```diff
     assert (name), "a name"
     assert (first, second) == pair
    ```
    """
    if not isinstance(node.test, cst.Tuple) or not node.test.elements or node.msg is not None:
        return
    message = "an assertion of a tuple is always true"
    elements = node.test.elements
    texts = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)
    if len(elements) == 2 and isinstance(elements[1].value, texts) and not isinstance(elements[0], cst.StarredElement):
        code = f"assert {file.code(elements[0].value)}, {file.code(elements[1].value)}"
        if "\n" not in code:
            yield Hit(node, message, code)
            return
    yield Hit(node, message, safety=Safety.MANUAL)


@rule(
    "PY38-call-of-literal",
    package="python",
    since=None,
    gone=None,
    docs=DOCS_38,
    safety="manual",
    pattern=rb"[)\]}\"']\s*\(\s*[^)\s]|\b[0-9]+\s*\(",
    sieve=calls_literal,
)
def call_of_literal(node: cst.Call, file: File) -> Iterator[Hit]:
    """``(1, 2)(3, 4)`` calls a literal: a comma is missing.

    A SyntaxWarning since Python 3.8, a TypeError when it runs.

    Manual: put the comma between the two.

    ```diff
     pairs = [(1, 2), (3, 4)]
     call = (first or second)(3, 4)
    ```
    """
    literals = (
        cst.Tuple,
        cst.List,
        cst.Dict,
        cst.Set,
        cst.ListComp,
        cst.SetComp,
        cst.DictComp,
        cst.GeneratorExp,
        cst.Integer,
        cst.Float,
        cst.SimpleString,
        cst.ConcatenatedString,
        cst.FormattedString,
    )
    if isinstance(node.func, literals):
        yield Hit(node, "a literal is not callable: perhaps a comma is missing")


# -- statements ------------------------------------------------------------------------------------------------------


@rule(
    "PY314-jump-in-finally",
    package="python",
    since=None,
    gone=None,
    docs="https://peps.python.org/pep-0765/",
    safety="manual",
    needles=["finally return", "finally break", "finally continue"],
    sieve=jumps_finally,
)
def jump_in_finally(node: cst.Finally, file: File) -> Iterator[Hit]:
    """``return``, ``break`` or ``continue`` out of ``finally`` swallows the exception.

    A SyntaxWarning since Python 3.14 (PEP 765): not even KeyboardInterrupt gets past it.

    Manual: put the statement behind the ``try``; catch what is to be caught by name.

    ```diff
     try:
         work()
     finally:
         for name in names:
             if name:
                 continue
             break

     def work():
         return 1
    ```
    """
    for jump in _jumps(node.body, loop=False):
        word = type(jump).__name__.lower()
        yield Hit(jump, f"{word} in finally swallows the exception: a SyntaxWarning since 3.14")


def _jumps(node: Node, loop: bool) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
            continue
        if isinstance(child, cst.Return) or (isinstance(child, (cst.Break, cst.Continue)) and not loop):
            yield child
        elif isinstance(child, (cst.For, cst.While)):
            yield from _jumps(child.body, loop=True)
            if child.orelse is not None:
                yield from _jumps(child.orelse, loop)
        else:
            yield from _jumps(child, loop)


@rule(
    "PY310-del-debug",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS_310,
    safety="manual",
    needles=["__debug__ del"],
)
def del_debug(node: cst.Del, file: File) -> Iterator[Hit]:
    """``del __debug__`` is a syntax error.

    A NameError when it ran before Python 3.10.

    Manual: remove the statement.

    ```diff
     if __debug__:
         del names
    ```
    """
    targets = (
        [element.value for element in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
    )
    if any(isinstance(target, cst.Name) and target.value == "__debug__" for target in targets):
        yield Hit(node, "__debug__ cannot be deleted: a syntax error since 3.10")


@rule(
    "PY310-annotation-expressions",
    package="python",
    since=None,
    gone="3.10",
    docs=DOCS_310,
    safety="manual",
    needles=["__future__ annotations"],
    pattern=rb":=|\byield\b|\bawait\b",
)
def annotation_expressions(node: cst.Annotation, file: File) -> Iterator[Hit]:
    """``x: (y := 3)``: an annotation that is text cannot assign, yield or await.

    With ``from __future__ import annotations`` these were never run; a syntax error since Python 3.10.

    Manual: take the expression out of the annotation.

    ```diff
     from __future__ import annotations

     size: int = (y := 3)
     name: Name[lambda: (yield)] = 1
    ```
    """
    if "__future__.annotations" not in file.names.imported:
        return
    for inner in _inside(node.annotation):
        if isinstance(inner, (cst.NamedExpr, cst.Yield, cst.Await)):
            yield Hit(inner, "an annotation cannot assign, yield or await: a syntax error since 3.10")


def _inside(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        if not isinstance(child, cst.Lambda):
            yield from _inside(child)


_LOCKS = {f"asyncio.{name}" for name in ("Lock", "Condition", "Semaphore", "BoundedSemaphore")}


@rule(
    "PY39-with-await-lock",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#removed",
    needles=["with await", "with yield"],
    pattern=rb"\bwith\s*\(?\s*(?:await|yield\s+from)\b",
)
def with_await_lock(node: cst.With, file: File) -> Iterator[Hit]:
    """``with await lock`` is ``async with lock``.

    Deprecated for asyncio's locks in Python 3.7, gone in 3.9.

    ```diff
     import asyncio

     lock = asyncio.Lock()


     async def main():
    -    with await lock:  # one at a time
    +    async with lock:  # one at a time
             await work()
    ```

    ```diff
     async def main():
         with await connect() as connection:
             await work()
    ```
    """
    if len(node.items) != 1 or node.asynchronous is not None or node.items[0].asname is not None:
        return
    waited = node.items[0].item
    if isinstance(waited, cst.Await):
        lock: Node = waited.expression
    elif isinstance(waited, cst.Yield) and isinstance(waited.value, cst.From):
        lock = waited.value.item
    else:
        return
    if not origins(lock, file) & _LOCKS:
        return
    message = "with await lock is async with lock"
    function = file.inside(node, cst.FunctionDef)
    if file.guard(node) or function is None or function.asynchronous is None:
        yield Hit(node, message)
    else:
        item = node.items[0].with_changes(item=lock)
        yield Hit(
            node,
            message,
            node.with_changes(
                items=[item],
                asynchronous=cst.Asynchronous(),
                lpar=cst.MaybeSentinel.DEFAULT,
                rpar=cst.MaybeSentinel.DEFAULT,
            ),
        )


@rule(
    "PY39-lambda-condition",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#new-parser",
    needles=["lambda eval", "lambda exec", "lambda compile"],
    pattern=rb"if\s+lambda\b",
)
def lambda_condition(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """``[x for x in y if lambda: z]``, in code that is run from a text, wants parentheses.

    The parser of Python 3.9 takes a lambda as a condition in parentheses only. In a file of its own such code does not
    parse, which is reported as such.

    ```diff
    -print(eval("[x for x in y if lambda: 0]"))
    +print(eval("[x for x in y if (lambda: 0)]"))
    ```

    ```diff
     print(eval("[x for x in y if (lambda: 0)]"), "[x for x in y if lambda: 0]")
    ```
    """
    text = node.raw_value
    found = re.search(r"\bif\s+(lambda\b)", text)
    if found is None or "\\" in text or not _is_run(node, file) or _parses(text):
        return
    start, end, depth = found.start(1), found.start(1), 0
    while end < len(text) and (depth or text[end] not in ")]}"):
        depth += (text[end] in "([{") - (text[end] in ")]}")
        end += 1
    new = f"{text[:start]}({text[start:end].rstrip()}){text[end:]}"
    if _parses(new):
        message = "a lambda as the condition of a comprehension stands in parentheses"
        yield Hit(node, message, node.with_changes(value=f"{node.prefix}{node.quote}{new}{node.quote}"))


def _is_run(node: cst.SimpleString, file: File) -> bool:
    """Whether a text is given to ``eval`` or its kind, by itself or by the one name that it is assigned to."""
    run = ("builtins.eval", "builtins.exec", "builtins.compile")
    uses: list[Node] = [node]
    around = file.parent(node)
    if isinstance(around, cst.Assign) and len(around.targets) == 1 and isinstance(around.targets[0].target, cst.Name):
        target = around.targets[0].target
        scope = file.names.scope(target).find(target.value)
        if scope is not None and len(scope.bindings[target.value]) == 1:
            uses += [
                use
                for use in file.names.nodes.get(cst.Name, ())
                if isinstance(use, cst.Name)
                and use.value == target.value
                and file.names.scope(use).find(use.value) is scope
            ]
    calls = (file.parent(file.parent(use)) for use in uses if isinstance(file.parent(use), cst.Arg))
    return any(isinstance(call, cst.Call) and file.resolve(call.func) in run for call in calls)


def _parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parse_syntax(text.strip())
    except (SyntaxError, ValueError):
        return False
    return True
