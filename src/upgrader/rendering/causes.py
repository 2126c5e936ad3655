"""Says in a few sentences what a failed comparison of texts comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from upgrader.model import Compared, Versions
from upgrader.rendering.announced import Row
from upgrader.rendering.differences import explain, first_difference, without_announced

_SHOWN = 3  #: of several of a kind


def causes(one: Compared, at: str, old: Versions, new: Versions) -> Iterator[str]:
    """Yield what is known about a failed assertion: where its two texts differ first, and what Django has to do with it.

    ``at`` is the place of the assertion, as ``path:line: code``.
    """
    announced = list(_announced(one, at, old, new)) if old.django is not None and new.django is not None else []
    if one.how in ("equal", "html") and one.left != one.right:
        left, right = first_difference(one.left, one.right)
        yield f"The two texts differ from here on: “{left}” and “{right}”."
    yield from announced


def _announced(one: Compared, at: str, old: Versions, new: Versions) -> Iterator[str]:
    explained = explain(one, old, new)
    if explained is not None:
        found = [(edit.what, edit.row) for edit in explained.edits]
        yield f"Django announces all of the difference: {_told(found)}. Write it where this expectation stands."
        return
    if one.how == "not in":
        text, gone = without_announced(one.right, old, new)
        if gone and one.left in one.right and one.left not in text:
            told = _told(piece for piece in gone if one.left in piece[0])
            yield f"“{_short(one.left)}” is only in what Django announces: {told}."
    elif one.how:
        (_, left), (_, right) = (without_announced(text, old, new) for text in (one.left, one.right))
        more = [piece for piece in (*left, *right) if (piece in left) != (piece in right)]
        if more and one.how in ("equal", "html"):
            yield f"Django announces a part of it, and not the rest: {_told(more)}."
    code = at.partition(": ")[2]
    words = [found[2] for found in re.finditer(r"(['\"])(.+?)\1", code)]
    for name, text in one.texts:
        bare, gone = without_announced(text, old, new)
        for word in words if re.search(rf"\b{re.escape(name)}\b", code) else ():
            without, there = bare.count(word), text.count(word)
            if without != there:
                told = _told(piece for piece in gone if word in piece[0])
                yield f"“{word}” is {there} times in {name}, {there - without} of them in what Django announces: {told}."


def _told(found: Iterable[tuple[str, Row]]) -> str:
    """Return changes with what is announced of them, each announcement once."""
    by_row: dict[Row, list[str]] = {}
    for piece, row in found:
        by_row.setdefault(row, []).append(" ".join(piece.split()))
    return "; ".join(
        f"{row.what} ({_listed(dict.fromkeys(pieces))}; Django {row.since}, {row.docs})"
        for row, pieces in by_row.items()
    )


def _listed(pieces: Sequence[str] | dict[str, None]) -> str:
    pieces = list(pieces)
    more = f" and {len(pieces) - _SHOWN} more" if len(pieces) > _SHOWN else ""
    return ", ".join(_short(piece) for piece in pieces[:_SHOWN]) + more


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}..."
