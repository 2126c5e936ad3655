"""Bytes to text and back: nothing about a file changes but what an edit changes."""

import codecs
import sys

import pytest
from packaging.version import Version

from upgrader.source import (
    MAX_BYTES,
    Unparsable,
    Unreadable,
    check_grammar,
    comments,
    decode,
    decode_utf8,
    encode,
    parse,
)

ROUND = [
    pytest.param(b"x = 1\n", id="plain"),
    pytest.param(b"", id="empty"),
    pytest.param(b"\n\n", id="blank lines only"),
    pytest.param(b"x = 1", id="no final newline"),
    pytest.param(b"x = 1\r\ny = 2\r\n", id="CRLF"),
    pytest.param(b"x = 1\r\ny = 2", id="CRLF without a final one"),
    pytest.param(b"x = 1\ry = 2\r", id="lone carriage returns"),
    pytest.param(b"x = 1\r\ny = 2\nz = 3\rw = 4\n", id="all line endings in one file"),
    pytest.param(codecs.BOM_UTF8 + b"x = '\xc3\xa9'\n", id="byte order mark"),
    pytest.param(codecs.BOM_UTF8 + b"# coding: utf-8\r\nx = 1\r\n", id="byte order mark, coding line and CRLF"),
    pytest.param(b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", id="latin-1 by its coding line"),
    pytest.param(b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n", id="coding on the second line"),
    pytest.param(b"x = 1\n\x0c\ndef f():\n\x0c    pass\n", id="form feeds"),
    pytest.param("x = '\u2028\x85\x1c'\n".encode(), id="line separators that are none to Python"),
    pytest.param(b"x = 1 + \\\n    2\n", id="continued line"),
    pytest.param(b"if x:\n\ty = 1\n", id="tabs"),
    pytest.param(b"x = 1   \n\t\n# end", id="space at line ends, comment without newline"),
]


@pytest.mark.parametrize("data", ROUND)
def test_what_was_decoded_is_encoded_as_it_was(data: bytes) -> None:
    text = decode(data)
    assert encode(text.text, text) == data


@pytest.mark.parametrize("data", ROUND)
def test_what_was_parsed_is_printed_as_it_was(data: bytes) -> None:
    text = decode(data)
    assert parse(text.text).code == text.text


def test_a_file_that_is_no_code_is_decoded_as_utf8_whatever_it_says() -> None:
    data = b"# coding: latin-1\n\xc3\xa9\r\n"
    text = decode_utf8(data)
    assert text.text == "# coding: latin-1\n\xe9\n"
    assert encode(text.text, text) == data


@pytest.mark.parametrize(
    ("old", "edit", "new"),
    [
        pytest.param(b"a\r\nb\nc\r\n", ("b", "B"), b"a\r\nB\nc\r\n", id="a line keeps its own ending"),
        pytest.param(b"a\r\nb\nc\r\n", ("b\n", ""), b"a\r\nc\r\n", id="a line that goes takes its own along"),
        pytest.param(b"a\r\nb\n", ("a\n", "a\nA\n"), b"a\r\nA\r\nb\n", id="a new line ends as the one before it"),
        pytest.param(b"a\r\nb", ("b", "B"), b"a\r\nB", id="no final newline is added"),
        pytest.param(b"a\rb\r", ("b", "B"), b"a\rB\r", id="lone carriage returns stay"),
        pytest.param(
            b"a\nb\r\nc", ("c", "c\nd"), b"a\nb\r\nc\r\nd", id="a line that was the last ends as its neighbour"
        ),
    ],
)
def test_lines_outside_an_edit_keep_their_endings(old: bytes, edit: tuple[str, str], new: bytes) -> None:
    text = decode(old)
    assert encode(text.text.replace(*edit), text) == new


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    text = decode(b"# coding: latin-1\nx = 1\n")
    with pytest.raises(UnicodeEncodeError):
        encode("# coding: latin-1\nx = '\u20ac'\n", text)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"x = 1\0\n", "null bytes", id="null bytes"),
        pytest.param(b"x = '\xff'\n", "encoding", id="not UTF-8"),
        pytest.param(b"# coding: no-such-thing\n", "no-such-thing", id="unknown encoding"),
        pytest.param(b"\xef\xbb\xbf# coding: latin-1\n", "encoding", id="mark and coding line disagree"),
        pytest.param("x = 1\n".encode("utf-16"), "null bytes", id="UTF-16"),
        pytest.param(b"# coding: ascii\n\xff\n", "ascii", id="bytes that the coding line does not allow"),
        pytest.param(b"x = 1\n" * (MAX_BYTES // 6 + 1), "larger than", id="too large"),
        pytest.param(b"# coding: base64\n", "base64", id="an encoding that is none for text"),
    ],
)
def test_bytes_that_are_no_source_are_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        decode(data)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("print 'two'\n", "does not parse: line 1", id="Python 2 print"),
        pytest.param("try:\n    pass\nexcept E, e:\n    pass\n", "does not parse: line 3", id="Python 2 except"),
        pytest.param("x = 0777\n", "does not parse", id="Python 2 octal number"),
        pytest.param("def f(:\n", "does not parse: line 1", id="broken"),
        pytest.param("x = '''\n", "does not parse", id="an open string"),
        pytest.param("x = (\n", "does not parse", id="an open parenthesis"),
        pytest.param("if x:\npass\n", "does not parse: line 2", id="no indentation"),
        pytest.param("x = " + "(" * 5000 + ")" * 5000 + "\n", "too many nested", id="5000 parentheses"),
        pytest.param("x = " + " + ".join("a" * 9000) + "\n", "nested too deeply", id="a sum of 9000 terms"),
        pytest.param("x = a" + ".b()" * 9000 + "\n", "nested too deeply", id="a chain of 9000 calls"),
        pytest.param("x = " + "not " * 9000 + "a\n", "nested too deeply", id="9000 negations"),
        pytest.param("if a: b\n" + "elif c: d\n" * 9000, "nested too deeply", id="9000 branches"),
    ],
)
def test_text_that_is_no_python_3_is_refused_with_the_line(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse(text)


def test_syntax_newer_than_this_interpreter_is_left_to_libcst() -> None:
    text = "try:\n    pass\nexcept A, B:\n    pass\n"
    if sys.version_info < (3, 14):
        assert parse(text, Version("3.14")).code == text
    with pytest.raises(Unparsable, match="line 3"):
        check_grammar(text, Version("3.8"))


@pytest.mark.parametrize(
    ("text", "python"),
    [
        pytest.param("match x:\n    case 1: pass\n", "3.9", id="match"),
        pytest.param("try: pass\nexcept* E: pass\n", "3.10", id="except*"),
        pytest.param("def f(x, /): pass\n", "3.7", id="positional-only parameters"),
        pytest.param("if (x := 1): pass\n", "3.7", id="walrus"),
    ],
)
def test_an_older_grammar_is_enforced_as_far_as_this_interpreter_knows_it(text: str, python: str) -> None:
    with pytest.raises(Unparsable):
        check_grammar(text, Version(python))


def test_comments_are_told_from_strings() -> None:
    assert comments("# a\nx = '# b'  # c\ny = '''\n# d\n'''\n") == ["# a", "# c"]
