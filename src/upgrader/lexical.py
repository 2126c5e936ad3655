"""What can be seen of Python source without parsing it: sieves that rules share.

Nothing here imports the parser: these functions are asked about every file that has the words of their rules. What they
say no to, no rule may find anything in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

#: Everything that is no part of a word becomes a space: splitting then takes a third of a regular expression's time.
_APART = bytes(code if (chr(code).isalnum() and code < 128) or code == ord("_") else 32 for code in range(256))


@lru_cache(maxsize=1)  # each file is asked about more than once
def words(data: bytes) -> frozenset[bytes]:
    """Return the words of a file, comments and texts included."""
    return frozenset(data.translate(_APART).split())


#: A comment, or a literal (group 1) with its quotes.
LITERALS = re.compile(
    rb"#[^\n]*"
    rb"|('''[^\\']*(?:(?:\\.|'(?!''))[^\\']*)*'''|\"\"\"[^\\\"]*(?:(?:\\.|\"(?!\"\"))[^\\\"]*)*\"\"\""
    rb"|'[^\\'\n]*(?:\\.[^\\'\n]*)*'|\"[^\\\"\n]*(?:\\.[^\\\"\n]*)*\")",
    re.DOTALL,
)


@lru_cache(maxsize=1)
def bare(data: bytes) -> bytes:
    """Return source without comments, and with empty texts in place of all literals."""
    return LITERALS.sub(lambda match: b'""' if match[1] else b"", data)


_ESCAPE = re.compile(rb"\\[^\n\r\\'\"abfnrtvx0-7NuU]|\\[4-7][0-7][0-7]")


@lru_cache(maxsize=1)
def escapes_wrongly(data: bytes) -> bool:
    """Return whether some string literal that is not raw has an escape that Python does not know."""
    if not _ESCAPE.search(data):
        return False
    return any(
        match[1] and _ESCAPE.search(match[1]) and b"r" not in data[max(0, match.start() - 2) : match.start()].lower()
        for match in LITERALS.finditer(data)
    )


_GAP = rb"(?:\s|#[^\n]*\n)*"  #: what can stand between two tokens
#: One of these is found in the source itself where the pattern below is found in bare source, which takes longer to make.
_MAY_COMPARE = (
    re.compile(rb"is(?<!\wis)\b" + _GAP + rb"(?:not\b" + _GAP + rb")?(?:[bBrRuUfF]{0,2}[\"']|[0-9(])"),
    re.compile(rb"[\"'0-9)]" + _GAP + rb"is\b"),
)
_IS = re.compile(rb'\bis\s+(?:not\s+)?(?:[bBrRuUfF]{0,2}""|[0-9]|\(\s*(?:\)|""|[0-9]))|(?:""|[0-9]|\))\s+is\b')


def compares_literals(data: bytes) -> bool:
    """Return whether ``is`` may stand beside a literal."""
    return any(may.search(data) for may in _MAY_COMPARE) and _IS.search(bare(data)) is not None


#: As above.
_MAY_CALL = (
    re.compile(rb"[\"'\])}]" + _GAP + rb"\("),
    re.compile(rb"[0-9](?<![\w.].)[0-9]*" + _GAP + rb"\("),
)
_CALLED = re.compile(
    rb'""\s*\(|(?<![\w.])[0-9]+\s*\(|(?:^|[^\w\s\])"])\s*(?:\[[^\[\]]*\]|\([^()]*,[^()]*\)|\{[^{}]*\})\s*\(',
    re.MULTILINE,
)


def calls_literal(data: bytes) -> bool:
    """Return whether a literal may be followed by the parenthesis of a call."""
    return any(may.search(data) for may in _MAY_CALL) and _CALLED.search(bare(data)) is not None


_FINALLY = re.compile(rb"^([ \t]*)finally:([^\n]*\n(?:\1[ \t]+[^\n]*\n|[ \t]*\n)*)", re.MULTILINE)
_JUMP = re.compile(rb"\b(?:return|break|continue)\b")


def jumps_finally(data: bytes) -> bool:
    """Return whether a ``finally`` block has a statement that leaves it."""
    return any(_JUMP.search(match[2]) for match in _FINALLY.finditer(data))


_BRACKET = re.compile(rb"[()\[\]{}]")


def calls(data: bytes, names: bytes) -> Iterator[bytes]:
    """Yield what stands between the parentheses of calls of ``names`` (a regular expression), nested brackets left out.

    ``data`` is bare: a parenthesis in a text would not close.
    """
    for match in re.finditer(rb"\b(?:" + names + rb")\s*\(", data):
        depth, start = 1, match.end()
        parts = []
        for bracket in _BRACKET.finditer(data, start):
            if bracket[0] in b"([{":
                if depth == 1:
                    parts.append(data[start : bracket.start()])
                depth += 1
            else:
                depth -= 1
                if depth == 1:
                    start = bracket.end()
                elif depth == 0:
                    parts.append(data[start : bracket.start()])
                    break
        yield b"()".join(parts)


_RELATIONS = rb"(?:Tree)?(?:ForeignKey|OneToOneField)"
#: a first argument and a second one that is no keyword and no text
_SECOND = re.compile(rb"[^,=]+,\s*(?!\w+\s*=(?!=)|\w*\"\"|\*)[^\s,]")
_RENAMED = re.compile(_RELATIONS + rb"\s+as\b")


def lacks_on_delete(data: bytes) -> bool:
    """Return whether some foreign key may have been given no ``on_delete``."""
    code = bare(data)
    return bool(_RENAMED.search(code)) or any(
        b"on_delete" not in given and not _SECOND.match(given) for given in calls(code, _RELATIONS)
    )


_BASES = re.compile(rb"\bclass\s+\w+\s*\(([^()]*)")
_FIRST = re.compile(rb"\s*(?:to\s*=\s*)?(\w+)")


def links_to_parent(data: bytes) -> bool:
    """Return whether some one-to-one field may go to a base of its class without saying so."""
    code = bare(data)
    bases = {word for text in _BASES.findall(code) for word in re.findall(rb"\w+", text)}
    return bool(_RENAMED.search(code)) or any(
        b"parent_link" not in given and (b"to" in given or _first(given) in bases)
        for given in calls(code, rb"OneToOneField")
    )


def _first(given: bytes) -> bytes:
    match = _FIRST.match(given)
    return match[1] if match else b""
