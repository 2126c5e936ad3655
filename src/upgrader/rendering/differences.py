"""Explains the difference of two texts of HTML by the table, as edits that make one of them what is expected now.

Pure functions. A difference is explained whole or not at all: tag by tag, text by text, nothing else may differ.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from upgrader.model import Compared, Versions
from upgrader.rendering.announced import (
    ATTRIBUTES,
    ELEMENTS,
    SPELLINGS,
    Announced,
    Renamed,
    Respelled,
    Row,
    between,
    fits,
)


@dataclass(frozen=True)
class Edit:
    """``text`` takes the place of the characters ``start`` to ``end`` (not included) of the expectation.

    Where the order of attributes makes no difference, what is inserted may stand at the ``others``, too.
    """

    start: int
    end: int
    text: str
    row: Row
    what: str = ""  #: the change, as it is shown
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Explained:
    """The text that was expected, and what makes it the one to expect now."""

    expected: str
    edits: tuple[Edit, ...]


def explain(one: Compared, old: Versions, new: Versions) -> Explained | None:
    """Return what makes an assertion hold with the new Django, None unless the table explains all of the difference."""
    rows = _Rows.of(old, new)
    if not rows.any or not one.left.strip() or not one.right.strip():
        return None
    loose = "html" in one.how
    if one.how in ("equal", "html"):
        for expected, actual in ((one.left, one.right), (one.right, one.left)):
            edits = _align(_tokens(expected, loose), _tokens(actual, loose), rows, loose)
            if edits and (loose or apply(expected, edits) == actual):
                return Explained(expected, tuple(edits))
    elif one.how in ("in", "in html"):
        edits = _inside(_tokens(one.left, loose), _tokens(one.right, loose), rows, loose, one.count)
        if edits and (loose or apply(one.left, edits) in one.right):
            return Explained(one.left, tuple(edits))
    return None


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made."""
    parts, last = [], 0
    for edit in sorted(edits, key=lambda one: one.start):
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, text[last:]])


def without_announced(text: str, old: Versions, new: Versions) -> tuple[str, tuple[tuple[str, Row], ...]]:
    """Return a text of the new side without the attributes that the old Django did not write, and these with their rows."""
    rows, gone = _Rows.of(old, new), []
    edits = []
    for token in _tokens(text, loose=True):
        for attribute in token.attributes:
            row = rows.attribute(token, attribute.name, None, attribute.value)
            if (row is not None and row.before is None) or (row is not None and row.optional):
                gone.append((text[attribute.start : attribute.end], row))
                edits.append(Edit(attribute.start, attribute.end, "", row))
    return apply(text, edits), tuple(dict.fromkeys(gone))


def same_markup(one: str, other: str) -> bool:
    """Return whether two texts are the same HTML, however it is laid out."""
    return _align(_tokens(one, loose=True), _tokens(other, loose=True), _Rows((), (), ()), loose=True) == []


def first_difference(left: str, right: str) -> tuple[str, str]:
    """Return two texts from shortly before the first place where they differ in more than white space, in one line each."""
    one, other = " ".join(left.split()), " ".join(right.split())
    if one == other:
        one, other = repr(left)[1:-1], repr(right)[1:-1]
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(at - _BEFORE, 0)
    return _cut(one, start, at), _cut(other, start, at)


_BEFORE, _AFTER = 30, 60  #: characters of a text around the first difference


def _cut(text: str, start: int, at: int) -> str:
    return f"{'...' if start else ''}{text[start : at + _AFTER]}{'...' if len(text) > at + _AFTER else ''}"


# -- the rows that count ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """The rows of the table that lie between two versions."""

    attributes: tuple[Announced, ...]
    elements: tuple[Renamed, ...]
    spellings: tuple[Respelled, ...]

    @classmethod
    def of(cls, old: Versions, new: Versions) -> _Rows:
        return cls(
            tuple(row for row in ATTRIBUTES if between(row.since, old, new)),
            tuple(row for row in ELEMENTS if between(row.since, old, new)),
            tuple(row for row in SPELLINGS if between(row.since, old, new)),
        )

    @property
    def any(self) -> bool:
        return bool(self.attributes or self.elements or self.spellings)

    def attribute(self, tag: _Token, name: str, before: str | None, after: str | None) -> Announced | None:
        values = {one.name: one.value or "" for one in tag.attributes}
        return next(
            (row for row in self.attributes if row.attribute == name and fits(row, tag.name, before, after, values)),
            None,
        )


# -- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Attribute:
    """``value`` is what it means, None where there is none; ``start`` is where the white space before it starts."""

    name: str
    value: str | None
    raw: str
    start: int
    end: int


@dataclass(frozen=True)
class _Token:
    """A tag, or the text between two; ``kind`` is ``<``, ``</`` or nothing for text. Offsets are those in the whole."""

    kind: str
    raw: str
    start: int
    name: str = ""
    attributes: tuple[_Attribute, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def said(self) -> str:
        """The text as a browser shows it."""
        return " ".join(html.unescape(self.raw).split())

    @property
    def end_of_name(self) -> int:
        return self.start + len(self.kind) + len(self.name)


_TAG = re.compile(r"<!--.*?-->|<![^>]*>|<(/?)([a-zA-Z][^\s/>]*)((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}


def _tokens(text: str, loose: bool) -> list[_Token]:
    """Return the tags and the texts of a document; if ``loose``, without comments and texts of white space."""
    found: list[_Token] = []
    last = 0
    for tag in chain(_TAG.finditer(text), [None]):
        start = tag.start() if tag else len(text)
        if text[last:start].strip() if loose else text[last:start]:
            found.append(_Token("", text[last:start], last))
        if tag is None:
            break
        last = tag.end()
        if tag[2]:
            attributes = tuple(_attributes(tag[3], tag.start(3)))
            found.append(_Token(f"<{tag[1]}", tag[0], start, tag[2].lower(), attributes))
        elif not loose:
            found.append(_Token("", tag[0], start))
    return found


def _attributes(text: str, offset: int) -> Iterator[_Attribute]:
    for one in _ATTRIBUTE.finditer(text):
        value = one[2]
        if value is not None:
            value = html.unescape(value[1:-1] if value[0] in "\"'" else value)
        yield _Attribute(one[1].lower(), value, one[2] or "", offset + one.start(), offset + one.end())


# -- comparing -------------------------------------------------------------------------------------------------------


def _inside(
    needle: Sequence[_Token], hay: Sequence[_Token], rows: _Rows, loose: bool, count: int | None
) -> list[Edit] | None:
    """Return the edits that make a text be in another as often as it should; None where they are not the same everywhere."""
    if loose and not any(token.kind for token in needle):
        return None
    found: list[list[Edit]] = []
    for start in range(len(hay) - len(needle) + 1):
        edits = _align(needle, hay[start : start + len(needle)], rows, loose, part=True)
        if edits is not None:
            found.append(edits)
    if not found or any(edits != found[0] for edits in found) or (count is not None and len(found) != count):
        return None
    return found[0]


@dataclass
class _Alignment:
    """The edits so far, and the elements that are open in both texts."""

    edits: list[Edit] = field(default_factory=list)
    open: list[tuple[str, str, Renamed | None]] = field(default_factory=list)


def _align(
    expected: Sequence[_Token], actual: Sequence[_Token], rows: _Rows, loose: bool, *, part: bool = False
) -> list[Edit] | None:
    """Return the edits that make one text the other, None where something differs that no row explains.

    ``part`` says that the texts at both ends may go on in ``actual``.
    """
    if len(expected) != len(actual):
        return None
    state = _Alignment()
    last = len(expected) - 1
    for number, (one, other) in enumerate(zip(expected, actual, strict=True)):
        if one.kind != other.kind:
            return None
        if not one.kind:
            ends = (part and number == 0, part and number == last)
            more = _text(one, other, rows, loose, ends)
        elif one.kind == "</":
            more = _close(one, other, state)
        else:
            more = _start(one, other, rows, loose, expected[number + 1 : number + 9], state)
        if more is None:
            return None
        state.edits += more
    return state.edits


def _text(one: _Token, other: _Token, rows: _Rows, loose: bool, ends: tuple[bool, bool]) -> list[Edit] | None:
    first, last = ends
    if loose:
        same = one.said == other.said or ((first or last) and one.said in other.said)
        return [] if same else None
    edits = _respelled(one.raw, one.start, rows)
    for some in ([], edits):
        raw = apply(one.raw, [replace(edit, start=edit.start - one.start, end=edit.end - one.start) for edit in some])
        there = other.raw
        if first and last and raw in there:
            return some
        if there.endswith(raw) if first else there.startswith(raw) if last else there == raw:
            return some
    return None


def _respelled(raw: str, offset: int, rows: _Rows) -> list[Edit]:
    return [
        Edit(offset + found.start(), offset + found.end(), row.after, row, f"“{row.after}” for “{row.before}”")
        for row in rows.spellings
        for found in re.finditer(re.escape(row.before), raw)
    ]


def _close(one: _Token, other: _Token, state: _Alignment) -> list[Edit] | None:
    names = (one.name, other.name)
    opened = state.open.pop() if state.open else (one.name, one.name, None)
    if names != opened[:2]:
        return None
    row = opened[2]
    what = f"<{other.name}> for <{one.name}>"
    return [Edit(one.start + 2, one.end_of_name, other.name, row, what)] if row is not None else []


def _start(
    one: _Token, other: _Token, rows: _Rows, loose: bool, inside: Sequence[_Token], state: _Alignment
) -> list[Edit] | None:
    renamed = None
    edits: list[Edit] = []
    if one.name != other.name:
        renamed = next((row for row in rows.elements if _is_renamed(row, one, other, inside)), None)
        if renamed is None:
            return None
        edits.append(Edit(one.start + 1, one.end_of_name, other.name, renamed, f"<{other.name}> for <{one.name}>"))
    if one.name not in _VOID and not one.raw.endswith("/>"):
        state.open.append((one.name, other.name, renamed))
    more = _changed(one, other, rows, loose)
    if more is None:
        return None
    edits += more
    if loose:
        return edits
    at = [replace(edit, start=edit.start - one.start, end=edit.end - one.start) for edit in edits]
    if apply(one.raw, at) == other.raw:
        return edits
    spelled = _respelled(one.raw, one.start, rows)
    at += [replace(edit, start=edit.start - one.start, end=edit.end - one.start) for edit in spelled]
    return [*edits, *spelled] if spelled and apply(one.raw, at) == other.raw else None


def _is_renamed(row: Renamed, one: _Token, other: _Token, inside: Sequence[_Token]) -> bool:
    first = next((token.name for token in inside if token.kind == "<"), "")
    choices = any(
        attribute.name == "type" and attribute.value in ("radio", "checkbox")
        for token in inside
        for attribute in token.attributes
    )
    return (one.name, other.name) == (row.tag, row.to) and choices and re.fullmatch(row.inside, first) is not None


def _changed(one: _Token, other: _Token, rows: _Rows, loose: bool) -> list[Edit] | None:
    """Return the edits of the attributes of a tag; None where one differs that no row explains."""
    old = {attribute.name: attribute for attribute in one.attributes}
    new = {attribute.name: attribute for attribute in other.attributes}
    edits: list[Edit] = []
    quote = "'" if "'" in one.raw and '"' not in one.raw else '"'
    last = one.end_of_name
    for attribute in other.attributes:
        known = old.get(attribute.name)
        if known is None:
            row = rows.attribute(other, attribute.name, None, attribute.value)
            if row is None or quote in (attribute.value or ""):
                return None
            value = "" if attribute.value is None else f"={quote}{attribute.raw.strip(chr(34) + chr(39))}{quote}"
            others = (*(each.end for each in reversed(one.attributes)), one.end_of_name) if loose else ()
            text = f" {attribute.name}{value}"
            edits.append(Edit(last, last, text, row, text.strip(), others))
            continue
        last = known.end
        if _same(attribute.name, known.value, attribute.value):
            continue
        row = rows.attribute(other, attribute.name, known.value, attribute.value)
        if row is None:
            return None
        quoted = known.raw[:1] in ("'", '"')
        inner = (known.end - len(known.raw) + quoted, known.end - quoted)
        what = f"{attribute.name}={attribute.raw} for {known.raw or 'nothing'}"
        edits.append(Edit(*inner, attribute.raw.strip(chr(34) + chr(39)), row, what))
    for name, gone in old.items():
        if name not in new:
            row = rows.attribute(one, name, gone.value, None)
            if row is None:
                return None
            edits.append(Edit(gone.start, gone.end, "", row, f"without {name}={gone.raw}"))
    return edits


def _same(name: str, one: str | None, other: str | None) -> bool:
    """Return whether two values of an attribute mean the same: ``required`` and ``required="required"`` do."""
    if name == "class":
        return set((one or "").split()) == set((other or "").split())
    return one == other or {one, other} <= {None, "", name}
