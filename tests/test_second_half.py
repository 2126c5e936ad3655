"""Where it is said that pyupgrade's second half has nothing to do with tokens, it changes nothing."""

import sysconfig
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from upgrader import second_half
from upgrader.catalogue import load_rules
from upgrader.second_half import KNOWN, needs_tokens

_main = import_module("pyupgrade._main")
# what was made of it may be in its place already
fix_tokens = getattr(_main._fix_tokens, "args", (_main._fix_tokens,))[0]


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        pytest.param("\n\nx = 1\n", True, id="blank lines at the top are stripped"),
        pytest.param("# -*- coding: utf-8 -*-\nx = 1\n", True, id="a coding line"),
        pytest.param("#!/usr/bin/python\n# vim: set fileencoding=utf-8\n", True, id="a coding line that comes second"),
        pytest.param("x = 1\ny = 2\n# coding: utf-8\n", False, id="a coding line that comes third"),
        pytest.param("x = u'a'\n", True, id="a prefix of Python 2"),
        pytest.param("x = menu['a'], \"you'll\"\n", False, id="a u that is no prefix"),
        pytest.param("x = '\\d'\n", True, id="an unknown escape"),
        pytest.param("x = 1 if y or'\\d' else 2\n", True, id="an unknown escape behind a keyword"),
        pytest.param("x = r'\\d', Rb'\\d', '\\n'\n", False, id="escapes in raw literals"),
        pytest.param("x = b'\\u1234'\n", True, id="an escape that bytes do not have"),
        pytest.param("print((1))\n", True, id="parentheses around parentheses"),
        pytest.param("f((  # why\n    g(')', 1)\n))\n", True, id="with a comment, a call and a literal"),
        pytest.param("f((1, 2)); f((1) + (2)); f((yield)); f(g((1), 2))\n", False, id="tuples and groups"),
        pytest.param("'{0}'.format(1)\n", True, id="numbered fields"),
        pytest.param("'{}'.format(1)\n", False, id="fields without numbers"),
        pytest.param("x = ('a').encode()\n", True, id="an encoded literal"),
        pytest.param("x = a.encode()\n", False, id="an encoded value"),
    ],
)
def test_a_file_that_needs_tokens_is_told(source: str, needed: bool) -> None:
    assert needs_tokens(source.encode()) is needed
    if not needed:
        assert fix_tokens(source) == source


def test_no_example_that_is_changed_is_left_out() -> None:
    sources = {
        text
        for rule in load_rules()
        if rule.kind == "python"
        for example in rule.examples
        for text in (example.before, example.after)
    }
    assert [source for source in sources if not needs_tokens(source.encode()) and fix_tokens(source) != source] == []


@pytest.mark.slow
def test_no_file_of_the_standard_library_that_is_changed_is_left_out() -> None:
    left_out = []
    for path in Path(sysconfig.get_path("stdlib")).rglob("*.py"):
        if "site-packages" in path.parts or "lib2to3" in path.parts:
            continue
        data = path.read_bytes()
        try:
            source = data.decode()
            changed = fix_tokens(source) != source
        except (ValueError, SyntaxError):
            continue
        if changed and not needs_tokens(data):
            left_out.append(path)
    assert left_out == []


def test_a_release_that_is_not_known_makes_all_tokens(tmp_path: Path) -> None:
    main = ModuleType("main")
    main._fix_tokens = fix_tokens  # type: ignore[attr-defined]
    main.__file__ = str(tmp_path / "pyupgrade" / "_main.py")
    (tmp_path / "pyupgrade-99.dist-info").mkdir()
    second_half.install(main)
    assert main._fix_tokens is fix_tokens
    (tmp_path / "pyupgrade-99.dist-info").rename(tmp_path / f"pyupgrade-{next(iter(KNOWN))}.dist-info")
    second_half.install(main)
    assert main._fix_tokens("x = u'a'\n") == "x = 'a'\n"
