"""What pyupgrade's second half may change in a file, told without making tokens of it.

pyupgrade first looks at the syntax tree and then, of every file, at the tokens; these take as long as all else. Most
files have nothing of what it looks for there. What is said here is true of the releases in ``KNOWN``, by their source
(``pyupgrade._main._fix_tokens``); any other one makes its tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

from upgrader.lexical import LITERALS

KNOWN = frozenset({"3.19.0", "3.19.1", "3.20.0", "3.21.0", "3.21.1", "3.21.2", "3.22.0"})

_COOKIE = re.compile(rb"(?:[^\n]*\n)?[ \t\f]*#[^\n]*coding[:=]")
_U_PREFIX = re.compile(rb"[uU](?<!\w.)[rRbB]?[\"']|[rRbB][uU][\"']")
_ESCAPE = re.compile(rb"\\[^\n\r\\'\"abfnrtv0-7x]", re.DOTALL)
_RAW = frozenset({b"r", b"br", b"rb", b"fr", b"rf", b"ur"})
_PREFIX = re.compile(rb"[A-Za-z]*\Z")
_GAP = rb"(?:\s|\\|#[^\n]*\n)*"
_TWO_PARENTHESES = re.compile(rb"\(" + _GAP + rb"\(")
_FORMAT = re.compile(rb"\." + _GAP + rb"format\b")
_NUMBERED = re.compile(rb"\{[^}\w]*[0-9\x80-\xff]")
_ENCODE = re.compile(rb"[\"'](?:[\s)\\]|#[^\n]*\n)*\." + _GAP + rb"encode\b")


def needs_tokens(data: bytes) -> bool:
    """Return whether the tokens of a file in UTF-8 may have something for pyupgrade."""
    return (
        data[:1].isspace()
        or bool(_COOKIE.match(data))
        or bool(_U_PREFIX.search(data))
        or bool(_FORMAT.search(data) and _NUMBERED.search(data))
        or bool(_ENCODE.search(data))
        or bool(_ESCAPE.search(data) and _escapes(data))
        or bool(_TWO_PARENTHESES.search(data) and _nests(data))
    )


def _escapes(data: bytes) -> bool:
    """Whether some literal that is not raw has an escape other than the plainest ones."""
    for match in LITERALS.finditer(data):
        if match[1] and _ESCAPE.search(match[1]):
            prefix = _PREFIX.search(data[max(0, match.start() - 8) : match.start()])
            if prefix is None or prefix[0].lower() not in _RAW:
                return True
    return False


_TOKEN = re.compile(rb"[()\[\]{},]|\byield\b|" + LITERALS.pattern, re.DOTALL)


def _nests(data: bytes) -> bool:
    """Whether a pair of parentheses has nothing in it but another pair without a comma of its own."""
    pairs: list[tuple[int, bool]] = []  # of each bracket that is open: its place, whether it has a comma
    inner: tuple[int, int] | None = None  # the pair that was closed last, when it has no comma
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token in (b"(", b"[", b"{"):
            pairs.append((match.start(), False))
        elif token in (b",", b"yield"):
            if pairs:
                pairs[-1] = (pairs[-1][0], True)
        elif token in (b")", b"]", b"}"):
            if not pairs:
                return True  # these are not the tokens that it took them for
            start, has_comma = pairs.pop()
            around = token == b")" and inner is not None and _is_gap(data[start + 1 : inner[0]])
            if around and inner is not None and _is_gap(data[inner[1] : match.start()]):
                return True
            inner = None if token != b")" or has_comma else (start, match.end())
    return bool(pairs)


_IS_GAP = re.compile(_GAP)


def _is_gap(data: bytes) -> bool:
    return _IS_GAP.fullmatch(data) is not None


def install(main: ModuleType) -> None:
    """Let pyupgrade, its module ``main``, make tokens only of what may need them."""
    make_tokens: Callable[[str], str] = main._fix_tokens
    if isinstance(make_tokens, partial) or version_beside(main.__file__, "pyupgrade") not in KNOWN:
        return
    setattr(main, "_fix_tokens", partial(_fix_tokens, make_tokens))  # noqa: B010 - mypy knows of no such name


def version_beside(file: str | None, name: str) -> str:
    """Return the version of a distribution that is installed beside a file of it, empty where that is not to be seen.

    Importing importlib.metadata for it takes longer than most commands here have to wait.
    """
    folders = Path(file or "").parent.parent.glob(f"{name}-*.dist-info")
    return next((folder.name.removeprefix(f"{name}-").removesuffix(".dist-info") for folder in folders), "")


def _fix_tokens(make_tokens: Callable[[str], str], text: str) -> str:
    return make_tokens(text) if needs_tokens(text.encode()) else text
