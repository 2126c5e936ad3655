"""One source file: bytes to text and back without losing encoding, byte order mark or any line's ending."""

from __future__ import annotations

import ast
import codecs
import difflib
import gc
import io
import sys
import tokenize
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate

import libcst as cst
from packaging.version import Version

from upgrader.kinds import MAX_BYTES as MAX_BYTES
from upgrader.parsing import parse_syntax

NOT_EXACT = "cannot be printed back exactly as it is"
_DEPTH = 500  #: levels of nesting, beyond which recursive visitors fail


class Unreadable(Exception):
    """A file that is skipped; the message says why, for the row in the report."""


@dataclass(frozen=True)
class Text:
    """Decoded source with ``\\n`` line ends, and what is needed to encode it again as it was."""

    text: str
    encoding: str
    bom: bytes
    newlines: tuple[str, ...]  #: the ending of each line as it stands in the file; the last may be empty


def decode(data: bytes) -> Text:
    """Decode Python source by its byte order mark or coding line (PEP 263); raises Unreadable with the reason."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // 1_000_000} MB, probably generated")
    if b"\0" in data:
        raise Unreadable("contains null bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise Unreadable(f"encoding: {error}") from None
    return _decoded(data, "utf-8" if encoding == "utf-8-sig" else encoding)


def decode_utf8(data: bytes) -> Text:
    """Decode a text file that says nothing about its encoding as UTF-8; raises Unreadable with the reason."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // 1_000_000} MB, probably generated")
    return _decoded(data, "utf-8")


def _decoded(data: bytes, encoding: str) -> Text:
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        raw = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not {encoding}: {error.reason} at byte {error.start + len(bom)}") from None
    except (UnicodeError, LookupError) as error:  # base64 and others that are no encoding of text
        raise Unreadable(f"encoding: {error}") from None
    lines = _lines(raw)
    return Text(
        "".join(_bare(line) + "\n" if _ending(line) else line for line in lines),
        encoding,
        bom,
        tuple(map(_ending, lines)),
    )


def encode(new: str, old: Text) -> bytes:
    """Return ``new`` as bytes in the manner of ``old``: same encoding and mark, each kept line with its own ending.

    Added lines end as the line before them. Raises UnicodeEncodeError when the encoding has no such character.
    """
    styles = set(old.newlines) - {""}
    if styles <= {"\n"}:
        text = new
    elif len(styles) == 1:
        text = new.replace("\n", styles.pop())
    else:
        text = _with_endings(new, old)
    return old.bom + text.encode(old.encoding)


def _with_endings(new: str, old: Text) -> str:
    before, after = _lines(old.text), _lines(new)
    endings: list[str] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        for offset in range(b2 - b1):
            if kind == "equal" or a1 + offset < a2:
                endings.append(old.newlines[a1 + offset] or (endings[-1] if endings else "\n"))
            else:
                endings.append(endings[-1] if endings else old.newlines[0])
    return "".join(line[:-1] + end if line.endswith("\n") else line for line, end in zip(after, endings, strict=True))


def _lines(text: str) -> list[str]:
    # str.splitlines also splits at form feeds and Unicode separators, which Python source does not
    return list(io.StringIO(text, newline=""))


def _ending(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else line[-1:] if line[-1:] in ("\n", "\r") else ""


def _bare(line: str) -> str:
    return line[: len(line) - len(_ending(line))]


def parse(text: str, python: Version | None = None) -> cst.Module:
    """Parse source text; raises Unreadable when it does not parse.

    ``python`` is the version that the file is for: one that this interpreter knows has to accept it.
    """
    _check_readable(text, python)
    try:
        with _in_haste():
            return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise Unreadable(f"does not parse: line {error.raw_line}: {error.message.splitlines()[0]}") from None
    except RecursionError:
        raise Unreadable("nested too deeply") from None


def _check_readable(text: str, python: Version | None) -> None:
    known = python is None or python.release[:2] <= sys.version_info[:2]
    try:
        # first by the interpreter itself: libcst's parser needs minutes for what is nested a thousand deep, or its
        # stack overflows; and it takes "except E, e" of Python 2 for that of Python 3.14
        check_grammar(text)
    except Unparsable as why:
        if known or why.deep:
            raise Unreadable(str(why)) from None


def check_parses(text: str, python: Version) -> None:
    """Raise Unreadable where ``parse`` would, without making nodes."""
    if python.release[:2] <= sys.version_info[:2]:
        _check_readable(text, python)
    else:
        parse(text, python)


@contextmanager
def _in_haste() -> Iterator[None]:
    """Leave off what takes 40 % of a parse: libcst checks each node that its parser made, Python looks for cycles."""
    checked, collecting = cst.CSTNode.__post_init__, gc.isenabled()
    gc.disable()
    cst.CSTNode.__post_init__ = lambda self: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        cst.CSTNode.__post_init__ = checked  # type: ignore[method-assign]
        if collecting:
            gc.enable()


class Unparsable(Exception):
    """Text that this interpreter's grammar refuses; ``deep`` for the depth of its nesting."""

    def __init__(self, why: str, deep: bool = False) -> None:
        super().__init__(why)
        self.deep = deep


def check_grammar(text: str, python: Version | None = None) -> None:
    """Raise Unparsable when this interpreter's parser refuses ``text``, as far as it knows also as ``python``'s grammar.

    The parser enforces of older grammars what ``ast.parse`` documents for ``feature_version``: not everything.
    """
    version = None if python is None else (python.release[0], min(python.release[1], sys.version_info[1]))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes and comparisons in the user's code
            tree = parse_syntax(text, feature_version=version)
    except SyntaxError as error:
        deep = (error.msg or "").startswith("too many nested")
        raise Unparsable(f"does not parse: line {error.lineno}: {error.msg}", deep) from None
    except ValueError as error:
        raise Unparsable(f"does not parse: {error}") from None
    except (RecursionError, MemoryError):
        raise Unparsable("nested too deeply", deep=True) from None
    if _is_deep(tree, text):
        raise Unparsable("nested too deeply", deep=True)


def check_compiles(before: str, after: str) -> None:
    """Raise Unparsable when ``after`` is refused by what comes behind the parser, and ``before`` was not.

    The compiler knows that a keyword is given twice, or a name is global and assigned before.
    """
    refused = _refused_by_compiler(after)
    if refused and not _refused_by_compiler(before):
        raise Unparsable(f"does not compile: {refused}")


def _refused_by_compiler(text: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "module", "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    except (ValueError, RecursionError, MemoryError):
        return ""  # the parser says so
    return ""


def _is_deep(tree: ast.Module, text: str) -> bool:
    """Whether statements or expressions are nested more than ``_DEPTH`` deep; ``and`` counts as its operands."""
    starts = [0, *accumulate(map(len, _lines(text)))]
    pending: list[tuple[ast.AST, int]] = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        if depth > _DEPTH:
            return True
        is_expression = isinstance(node, ast.expr)
        if isinstance(node, ast.BoolOp):
            depth += len(node.values)
        for name in node._fields:
            value = getattr(node, name)
            for child in value if isinstance(value, list) else (value,):
                # an expression as short as most are cannot be deep
                if isinstance(child, ast.AST) and (is_expression or _size(child, starts) > _DEPTH):
                    pending.append((child, depth + 1))
    return False


def _size(node: ast.AST, starts: list[int]) -> int:
    first = getattr(node, "lineno", None)
    if first is None:
        return _DEPTH + 1
    last: int = getattr(node, "end_lineno")  # noqa: B009
    end: int = getattr(node, "end_col_offset")  # noqa: B009
    start: int = getattr(node, "col_offset")  # noqa: B009
    size: int = starts[last - 1] + end - starts[first - 1] - start
    return size


def comments(text: str) -> list[str]:
    """Return the comments of Python source in order; raises SyntaxError or tokenize.TokenError when it has no tokens."""
    return [
        token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT
    ]


def lost_comments(before: str, after: str, may_go: Callable[[str], bool] = lambda comment: False) -> Counter[str]:
    """Return the comments of ``before`` that are not in ``after`` and may not go; raises what ``comments`` raises."""
    # making tokens takes as long as parsing, and most edits leave every line as it is that has such a comment
    gone = Counter(_behind_hash(before)) - Counter(_behind_hash(after))
    if all("#" not in text and may_go(f"#{text}") for text in gone):
        return Counter()
    lost = Counter(comments(before)) - Counter(comments(after))
    return Counter({comment: count for comment, count in lost.items() if not may_go(comment)})


def _behind_hash(text: str) -> Iterator[str]:
    return (line.partition("#")[2] for line in text.split("\n") if "#" in line)
