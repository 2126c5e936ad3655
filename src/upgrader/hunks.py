"""A file's change in pieces: the lines that were there, the lines that took their place. No input or output."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from upgrader.model import Change


@dataclass(frozen=True)
class Hunk:
    """Lines ``start`` to ``end`` (counted from 0, end not included) of a file, and what replaces them."""

    start: int
    end: int
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]

    @property
    def diff(self) -> str:
        """The hunk as the body of a unified diff, without context."""
        lines = [f"-{_text(line)}" for line in self.old] + [f"+{_text(line)}" for line in self.new]
        return "\n".join(lines)


def split(before: bytes, after: bytes) -> tuple[Hunk, ...]:
    """Return the pieces of a change from the top of the file to its end; without them ``before`` is left."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Hunk(i1, i2, tuple(old[i1:i2]), tuple(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def join(before: bytes, hunks: Iterable[Hunk]) -> bytes:
    """Return ``before`` with some of its hunks applied, which are in order."""
    old = before.splitlines(keepends=True)
    result: list[bytes] = []
    position = 0
    for hunk in hunks:
        result += old[position : hunk.start]
        result += hunk.new
        position = hunk.end
    return b"".join((*result, *old[position:]))


def is_kept(before: bytes, after: bytes, line: int) -> bool:
    """Return whether a line of ``before``, counted from 1, is in ``after`` as it was."""
    return not any(hunk.start < line <= hunk.end for hunk in split(before, after))


def without(change: Change, diffs: Collection[str]) -> Change:
    """Return a change without the hunks that read like one of ``diffs``."""
    before = change.before or b""
    parts = {part for diff in diffs for part in diff.split(BETWEEN)}
    kept = [hunk for hunk in split(before, change.after) if hunk.diff not in parts]
    return replace(change, after=join(before, kept))


#: What stands between two hunks of one diff.
BETWEEN = "\n...\n"


def _text(line: bytes) -> str:
    return line.rstrip(b"\r\n").decode("utf-8", "backslashreplace")
