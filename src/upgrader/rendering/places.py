"""Finds where a text that a test expects stands: in the literals of a test, or in a file of expected HTML.

Pure functions from source text to edits of it. White space is passed over when texts are compared (tests dedent, strip and
join), and what formatting fills in may be anything: edits that fall into it are looked for in a literal of its own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from pathlib import PurePosixPath

from upgrader.parsing import parse_syntax
from upgrader.rendering.announced import Row
from upgrader.rendering.differences import Edit

_LEAST = 6  #: characters that a literal has besides what is filled in
_DEPTH = 2  #: literals within literals that are looked into


@dataclass(frozen=True)
class Char:
    """A character of a text and where it is written; ``text`` is empty for what is filled in when the code runs."""

    text: str
    start: int = 0
    end: int = 0
    quote: str = ""  #: what would end the literal; empty in a file that is no code
    raw: bool = False


_FILLED_IN = Char("")


@dataclass(frozen=True)
class Literal:
    """A text that stands in a file, with the lines of its statement and of the functions around it."""

    path: PurePosixPath
    chars: tuple[Char, ...]
    statement: tuple[int, int] = (0, 0)
    functions: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The text without what is filled in."""
        return "".join(char.text for char in self.chars)


@dataclass(frozen=True)
class SourceEdit:
    """``text`` takes the place of the characters ``start`` to ``end`` of a file."""

    path: PurePosixPath
    start: int
    end: int
    text: str
    row: Row
    what: str  #: the change, as it is shown


#: Paths and lines on the way to an assertion.
Frames = Sequence[tuple[str, int]]


def place(
    expected: str, edits: Sequence[Edit], literals: Sequence[Literal], frames: Frames, depth: int = _DEPTH
) -> tuple[SourceEdit, ...] | None:
    """Return the edits of a text as edits of where it stands, None where that is not one place.

    Of several places that say the same the nearest to ``frames`` is meant: in the same statement, else the same function,
    else the same file. Where two are as near, neither is.
    """
    found = []
    wanted = [n for n, char in enumerate(expected) if not char.isspace()]
    text = "".join(expected[n] for n in wanted)
    for literal in literals:
        for style in _STYLES:
            match = _match(literal, style(literal.chars), expected, wanted, text)
            if match is not None:
                found.append(match)
                break
    nearest = min((_nearness(match, frames) for match in found), default=())
    found = [match for match in found if _nearness(match, frames) == nearest]
    if len(found) != 1:
        return None
    (match,) = found
    result: list[SourceEdit] = []
    inside: dict[tuple[int, int], list[Edit]] = {}
    for edit in edits:
        one = match.edit(edit)
        if one is not None:
            result.append(one)
            continue
        hole = next(((a, b) for a, b in match.holes if a <= edit.start and edit.end <= b), None)
        if hole is None or depth == 0:
            return None
        others = tuple(at - hole[0] for at in edit.others if hole[0] <= at <= hole[1])
        moved = replace(edit, start=edit.start - hole[0], end=edit.end - hole[0], others=others)
        inside.setdefault(hole, []).append(moved)
    for (start, end), some in inside.items():
        more = place(expected[start:end], some, literals, frames, depth - 1)
        if more is None:
            return None
        result += more
    return tuple(result)


def nearest(literals: Sequence[Literal], frames: Frames) -> Literal | None:
    """Return the one that is nearest to the way to an assertion, None where two are as near."""
    ranks = [_rank(literal, frames) for literal in literals]
    near = [literal for literal, rank in zip(literals, ranks, strict=True) if rank == min(ranks)]
    return near[0] if len(near) == 1 else None


def _nearness(match: _Match, frames: Frames) -> tuple[bool, bool, int, int]:
    rank = _rank(match.literal, frames)
    return rank > _SAME_FUNCTION, bool(match.holes), rank, -match.written


_SAME_FUNCTION = 1


def _rank(literal: Literal, frames: Frames) -> int:
    """Return 0 for a text in a statement on the way, 1 for one in such a function, 2 for such a file, 3 for another."""
    lines = [line for name, line in frames if name == str(literal.path)]
    if any(literal.statement[0] <= line <= literal.statement[1] for line in lines):
        return 0
    if any(start <= line <= end for line in lines for start, end in literal.functions):
        return _SAME_FUNCTION
    return 2 if lines else 3


# -- matching --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Match:
    """A text and a literal that says it: where each character stands, None for white space and for what is filled in.

    ``holes`` are the ranges of the text that are filled in, ``written`` is how many characters are not.
    """

    expected: str
    literal: Literal
    places: tuple[Char | None, ...]
    holes: tuple[tuple[int, int], ...]
    written: int

    def edit(self, one: Edit) -> SourceEdit | None:
        """Return an edit of the text as one of the file, None where it falls into what is filled in."""
        if one.start == one.end:
            for at in (one.start, *one.others):
                char = self._before(at)
                text = _written(one.text, char) if char is not None else None
                if char is not None and text is not None:
                    return SourceEdit(self.literal.path, char.end, char.end, text, one.row, one.what)
            return None
        chars = [self.places[n] for n in range(one.start, one.end) if not self.expected[n].isspace()]
        if self.expected[one.start].isspace():  # white space goes with what comes after it
            chars.insert(0, self._before(one.start))
        known = [char for char in chars if char is not None]
        if not known or len(known) < len(chars) or len({(char.quote, char.raw) for char in known}) > 1:
            return None
        if any(a.end != b.start for a, b in pairwise(known[1:])):
            return None  # white space in it, or two literals
        start = known[0].end if self.expected[one.start].isspace() else known[0].start
        text = _written(one.text, known[0])
        return None if text is None else SourceEdit(self.literal.path, start, known[-1].end, text, one.row, one.what)

    def _before(self, at: int) -> Char | None:
        """Return the last character before an offset that is no white space."""
        return next((self.places[n] for n in range(at - 1, -1, -1) if not self.expected[n].isspace()), None)


def _written(text: str, beside: Char) -> str | None:
    """Return a text as it is written beside a character, None where that takes more than a backslash."""
    if not beside.quote:
        return text
    if re.search(r"[\\{}%\n]", text) or (beside.raw and beside.quote in text):
        return None
    return text.replace(beside.quote, f"\\{beside.quote}") if len(beside.quote) == 1 else text


def _match(literal: Literal, chars: Sequence[Char], expected: str, wanted: Sequence[int], text: str) -> _Match | None:
    """Return where a text stands in a literal; what is filled in takes as little of it as it can.

    ``text`` is ``expected`` without white space, ``wanted`` where its characters are in there.
    """
    parts: list[list[Char]] = [[]]
    for char in chars:
        if not char.text:
            parts.append([])
        elif not char.text.isspace():
            parts[-1].append(char)
    said = ["".join(char.text for char in part) for part in parts]
    written = sum(map(len, said))
    if written < min(_LEAST, len(text)) or not text:
        return None
    starts = _find(said, text)
    if starts is None:
        return None
    places: list[Char | None] = [None] * len(expected)
    holes = []
    for number, (start, part) in enumerate(zip(starts, parts, strict=True)):
        for offset, char in enumerate(part):
            places[wanted[start + offset]] = char
        if number:
            end = starts[number - 1] + len(parts[number - 1])
            if end < start:
                holes.append((wanted[end], wanted[start - 1] + 1))
    return _Match(expected, literal, tuple(places), tuple(holes), written)


def _find(parts: Sequence[str], text: str) -> list[int] | None:
    """Return where each part of a pattern starts in a text; between two of them anything may stand."""
    if len(parts) == 1:
        return [0] if parts[0] == text else None
    if not text.startswith(parts[0]) or not text.endswith(parts[-1]):
        return None
    starts, at = [0], len(parts[0])
    for part in parts[1:-1]:
        found = text.find(part, at)
        if found < 0:
            return None
        starts.append(found)
        at = found + len(part)
    last = len(text) - len(parts[-1])
    return [*starts, last] if at <= last else None


def _as_it_is(chars: Sequence[Char]) -> Sequence[Char]:
    return chars


def _by_percent(chars: Sequence[Char]) -> Sequence[Char]:
    return _formatted(chars, r"%(?:\(\w+\))?[#0 +-]*(?:\*|\d+)?(?:\.\d+)?[a-zA-Z%]", lambda found: found[-1] == "%")


def _by_braces(chars: Sequence[Char]) -> Sequence[Char]:
    return _formatted(chars, r"\{\{|\}\}|\{[^{}]*\}", lambda found: found in ("{{", "}}"))


def _formatted(chars: Sequence[Char], pattern: str, doubled: Callable[[str], bool]) -> Sequence[Char]:
    """Return the characters with nothing where formatting fills something in, and one for each sign that is doubled."""
    text = "".join(char.text or "\0" for char in chars)
    result: list[Char] = []
    last = 0
    for found in re.finditer(pattern, text):
        result += chars[last : found.start()]
        last = found.end()
        result.append(replace(chars[last - 1], start=chars[found.start()].start) if doubled(found[0]) else _FILLED_IN)
    return [*result, *chars[last:]]


#: The ways to read a text that may be a pattern.
_STYLES: tuple[Callable[[Sequence[Char]], Sequence[Char]], ...] = (_as_it_is, _by_percent, _by_braces)


# -- reading ---------------------------------------------------------------------------------------------------------


def whole_file(path: PurePosixPath, text: str) -> Literal:
    """Return a file that is no code as one text."""
    return Literal(path, tuple(Char(char, n, n + 1) for n, char in enumerate(text)))


def read_literals(path: PurePosixPath, source: str) -> tuple[Literal, ...]:
    """Return the texts in Python source that hold HTML, each with what it is added to or joined with.

    Nothing where the source does not parse.
    """
    try:
        reader = _Reader(path, source)
        reader.visit(parse_syntax(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return tuple(reader.found)


@dataclass
class _Reader(ast.NodeVisitor):
    path: PurePosixPath
    source: str
    found: list[Literal] = field(default_factory=list)
    statement: tuple[int, int] = (0, 0)
    functions: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        lines = self.source.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.lines = lines

    def visit(self, node: ast.AST) -> None:
        """Look into a node: whole texts first."""
        kept = self.statement, self.functions
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = node.end_lineno or node.lineno
            self.statement = (node.lineno, body[0].lineno - 1 if body else end)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.functions = (*self.functions, (node.lineno, end))
        chars = self._chars(node) if isinstance(node, ast.expr) else None
        if chars is None:
            self.generic_visit(node)
        elif any(char.text in ("<", "&") for char in chars):
            self.found.append(Literal(self.path, tuple(chars), *(self.statement, self.functions)))
        self.statement, self.functions = kept

    def _chars(self, node: ast.expr) -> list[Char] | None:
        """Return the characters of what makes a text; None for any other expression."""
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))):
            return list(self._scanned(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = [self._chars(side) for side in (node.left, node.right)]
            if sides == [None, None]:
                return None
            for side, known in zip((node.left, node.right), sides, strict=True):
                if known is None:
                    self.visit(side)
            left, right = ([_FILLED_IN] if side is None else side for side in sides)
            return [*left, *right]
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "join"
            and isinstance(node.func.value, ast.Constant)
            and not str(node.func.value.value).strip()
            and len(node.args) == 1
            and isinstance(node.args[0], (ast.List, ast.Tuple))
        ):
            parts = [self._chars(item) for item in node.args[0].elts]
            return [char for part in parts for char in (part or [_FILLED_IN])]
        return None

    def _scanned(self, node: ast.expr) -> Iterator[Char]:
        """Yield the characters of a literal: of all of those that stand side by side."""
        at = self._offset(node.lineno, node.col_offset)
        end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        while at < end:
            opened = _OPENED.match(self.source, at, end)
            if opened is None:
                at += 1 if self.source[at] != "#" else len(self.source[at:end].partition("\n")[0])
                continue
            prefix, quote = opened[1].lower(), opened[2]
            at = yield from self._body(opened.end(), quote, prefix)

    def _body(self, at: int, quote: str, prefix: str) -> Generator[Char, None, int]:
        raw, filled = "r" in prefix, "f" in prefix or "t" in prefix
        source = self.source
        while not source.startswith(quote, at):
            start = at
            if source[at] == "\\" and not raw:
                escape = _ESCAPE.match(source, at)
                assert escape is not None
                at = escape.end()
                text = _value(escape[0], "b" in prefix)
            elif filled and source[at] in "{}" and source[at : at + 2] in ("{{", "}}"):
                at, text = at + 2, source[at]
            elif filled and source[at] == "{":
                at = _behind_braces(source, at)
                yield _FILLED_IN
                continue
            elif raw and source[at] == "\\":
                yield Char("\\", at, at + 1, quote, raw)
                at, start, text = at + 2, at + 1, source[at + 1]
            else:
                at, text = at + 1, source[at]
            if text:
                yield Char(text, start, at, quote, raw)
        return at + len(quote)

    def _offset(self, line: int, column: int) -> int:
        text = self.lines[line - 1]
        return self.starts[line - 1] + len(text.encode()[:column].decode())


_OPENED = re.compile(r"""([a-zA-Z]*)('''|\"\"\"|'|")""")
_ESCAPE = re.compile(r"\\(?:\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)", re.DOTALL)


def _value(escape: str, is_bytes: bool) -> str:
    """Return what a backslash and what follows it stand for."""
    if escape[1:] in ('"', "'"):
        return escape[1:]
    value = ast.literal_eval(f'{"b" if is_bytes else ""}"{escape}"')
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _behind_braces(source: str, at: int) -> int:
    """Return where the braces end that open at an offset of a literal."""
    depth = 0
    for number in range(at, len(source)):
        depth += {"{": 1, "}": -1}.get(source[number], 0)
        if depth == 0:
            return number + 1
    raise ValueError("braces that do not end")
