"""What is told from a file's text before it is parsed never rules out what is in it."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import libcst as cst
import pytest
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.lexical import calls_literal, compares_literals, lacks_on_delete, links_to_parent
from upgrader.model import Versions
from upgrader.modules import Modules
from upgrader.names import Names
from upgrader.outline import Mentions, Outline
from upgrader.sieve import alternatives, wanted
from upgrader.sweep import Settings

EXAMPLES = sorted(
    {
        text
        for rule in load_rules()
        if rule.kind == "python"
        for example in rule.examples
        for text in (example.before, example.after)
    }
)


def mentions(text: str, package: str = "", follow: Callable[[str], frozenset[str]] | None = None) -> Mentions:
    return Outline(text.encode(), package).mentions(follow or (lambda name: frozenset([name])))


def test_every_name_that_the_index_finds_in_an_example_is_told_from_its_text() -> None:
    for text in EXAMPLES:
        names = Names(cst.parse_module(text), "shop")
        told = mentions(text, "shop")
        found = {name for name in names.references if not name.startswith("builtins.")} | set(names.imported)
        assert found <= told.names, text
        for name, nodes in names.references.items():
            if not name.startswith("builtins.") and any(
                isinstance(call := names.parent(node), cst.Call) and call.func is node for node in nodes
            ):
                assert name in told.called, text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("import a.b as c\nc.d()\n", "a.b.d", id="an alias of a module"),
        pytest.param("import a.b\na.x.y\n", "a.x.y", id="the top of a module's name"),
        pytest.param("from a import (  # why (not)\n    b,\n    c as d,  # )\n)\nd.e\n", "a.c.e", id="several lines"),
        pytest.param("from a \\\n    import b\nb.c\n", "a.b.c", id="a continued line"),
        pytest.param("import a\nx = (a  # first\n     .b\n     .c)\n", "a.b.c", id="a chain with a comment in it"),
        pytest.param("try: from a import b\nexcept ImportError: b = None\nb.c\n", "a.b.c", id="an import in a line"),
        pytest.param("import x; import a; a.b\n", "a.b", id="a second statement of a line"),
        pytest.param(
            "def f():\n    from . import a\n    return a.b\n", "shop.a.b", id="a relative import in a function"
        ),
        pytest.param("from .. import a\na.b\n", "a.b", id="a relative import out of the package"),
        pytest.param("from a import *\n", "a", id="a star"),
    ],
)
def test_a_name_is_told_from_the_text(text: str, name: str) -> None:
    assert name in mentions(text, "shop").names


def test_a_name_from_elsewhere_is_not_told() -> None:
    told = mentions("from a import b\nfrom c import d\nb.d()\nd.b\n")
    assert {"a.d", "c.b"}.isdisjoint(told.names)
    assert told.called == {"a.b.d"}


def test_what_a_name_means_after_re_exports_is_possible(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/compat.py": "from .inner import *\nfrom unittest import TestCase as Case\n",
        "shop/inner.py": "from django.utils import translation as words\n",
        "shop/loop.py": "from .loop import this\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    modules = Modules(tmp_path, map(PurePosixPath, files))
    for name in ("shop.compat.Case", "shop.compat.words.ugettext", "shop.loop.this", "shop.compat.gone", "os.path"):
        assert modules.canonical(name) in modules.possible(name)
    modules.forget_asked()
    assert "unittest.TestCase" in modules.possible("shop.compat.Case")
    assert {"shop/compat.py", "shop/inner.py"} <= modules.asked


def test_a_rule_about_calls_of_a_name_wants_no_file_that_only_spells_it() -> None:
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(r.id for r in load_rules()))

    def asked(text: str) -> set[str]:
        return {card.id for card in wanted(PurePosixPath("x.py"), text.encode(), settings, Modules(Path(), ()))}

    assert "PY312-imp-load-source" in asked("import imp\nimp.load_source('a', 'b')\n")
    assert "PY312-imp-load-source" not in asked("from shop import imp\nimp.load_source('a', 'b')\n")


def test_a_text_is_told_only_where_a_call_takes_it_for_a_name() -> None:
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(r.id for r in load_rules()))

    def asked(text: str) -> set[str]:
        return {card.id for card in wanted(PurePosixPath("x.py"), text.encode(), settings, Modules(Path(), ()))}

    for call in ("import mock\n@mock.patch", "from importlib import import_module\nimport_module", "__import__"):
        assert "PY310-collections-abc" in asked(f"{call}('collections.Mapping')\ndef f(): pass\n")
    assert "PY310-collections-abc" not in asked("print('collections.Mapping')\n")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a", ["a"]),
        ("a|b(c|d)|e", ["a", "b(c|d)", "e"]),
        (r"[|]a|\||[^]|]b|[]|]c", ["[|]a", r"\|", "[^]|]b", "[]|]c"]),
        (r"(a)\1|b", [r"(a)\1|b"]),
        ("(?i)a|b", ["(?i)a|b"]),
        (r"(?:a|b)|(?<=x|y)z", ["(?:a|b)", "(?<=x|y)z"]),
    ],
)
def test_a_pattern_is_taken_apart_at_its_outermost_bars(pattern: str, expected: list[str]) -> None:
    assert alternatives(pattern) == expected


@pytest.mark.parametrize(
    ("text", "compares", "calls"),
    [
        ("x = (a is  # why\n     'b')\n", True, False),
        ("x = a is not b''\n", True, False),
        ("x = (1  # (one)\n     is a)\n", True, False),
        ("x = 'it is 1'\n", False, False),
        ("this = a is b\n", False, False),
        ("x = ('a'  # why\n     (b))\n", False, True),
        ("x = [(1, 2) (3, 4)]\n", False, True),
        ("x = 1 (2)\n", False, True),
        ("x = a1(2), f()(3), '1 (2)'\n", False, False),
    ],
)
def test_literals_that_are_compared_or_called_are_seen(text: str, compares: bool, calls: bool) -> None:
    assert compares_literals(text.encode()) is compares
    assert calls_literal(text.encode()) is calls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("models.ForeignKey(Book)", True),
        ("models.ForeignKey(Book, related_name='x')", True),
        ("models.ForeignKey('shop.Book', 'isbn')", True),
        ("models.ForeignKey(to=Book, null=True)", True),
        ("models.ForeignKey(Book, models.CASCADE)", False),
        ("models.ForeignKey(_(Book, 1), on_delete=f(1)[0])", False),
        ("models.ForeignKey(Book, verbose_name='on_delete')", True),
        ("models.ForeignKey(Book, # on_delete\n null=True)", True),
        ("from django.db.models import ForeignKey as FK", True),
    ],
)
def test_foreign_keys_without_on_delete_are_seen(text: str, expected: bool) -> None:
    assert lacks_on_delete(text.encode()) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A(Book):\n    b = OneToOneField(Book, CASCADE)", True),
        ("class A(Book):\n    b = OneToOneField(to=Book, on_delete=CASCADE)", True),
        ("class A(Book):\n    b = OneToOneField(Book, CASCADE, parent_link=True)", False),
        ("class A(Model):\n    b = OneToOneField(Book, CASCADE)", False),
    ],
)
def test_links_to_a_parent_are_seen(text: str, expected: bool) -> None:
    assert links_to_parent(text.encode()) is expected
