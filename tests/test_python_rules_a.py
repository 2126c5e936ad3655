"""The functions that files carry do what the functions of Python 3.8 did. Expected values: printed by Python 3.8.18."""

import ast
import collections
import importlib
import importlib.machinery
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

# by name: the folder is mapped into the package at installation, so a checkout alone does not show it to mypy
cgi, distutils, imp, inspect_rules = (
    importlib.import_module(f"upgrader.codemods.python.{name}") for name in ("cgi", "distutils", "imp", "inspect")
)


def defined(source: str, name: str, *modules: ModuleType) -> Callable[..., Any]:
    """Return the function ``name`` that ``source`` defines, where ``modules`` are imported."""
    namespace: dict[str, Any] = {module.__name__.partition(".")[0]: module for module in modules}
    if importlib.machinery in modules:
        namespace["importlib"] = importlib
    exec(compile(ast.parse(source), "carried", "exec"), namespace)
    found: Callable[..., Any] = namespace[name]
    return found


@pytest.mark.parametrize(
    ("line", "value", "parameters"),
    [
        ("text/html; charset=utf-8", "text/html", {"charset": "utf-8"}),
        ('attachment; filename="a;b.txt"', "attachment", {"filename": "a;b.txt"}),
        ('form-data; name="x"; filename="a\\"b"', "form-data", {"name": "x", "filename": 'a"b'}),
        ("text/plain", "text/plain", {}),
        ("a; b", "a", {}),
        ('a; B = "c"; d=e', "a", {"b": "c", "d": "e"}),
        ("", "", {}),
        (";x=1", "", {"x": "1"}),
        ('text/html; charset="u\\\\tf"', "text/html", {"charset": "u\\tf"}),
        ("x; a=\"1;2;3\"; b='q'", "x", {"a": "1;2;3", "b": "'q'"}),
    ],
)
def test_a_header_is_parsed_as_cgi_did(line: str, value: str, parameters: dict[str, str]) -> None:
    assert defined(cgi.PARSE_HEADER, "_parse_header")(line) == (value, parameters)


def test_strtobool_returns_numbers_and_refuses_other_words() -> None:
    strtobool = defined(distutils.STRTOBOOL, "_strtobool")
    assert [strtobool(word) for word in ("y", "YES", "t", "True", "on", "1")] == [1] * 6
    assert [strtobool(word) for word in ("n", "NO", "f", "False", "off", "0")] == [0] * 6
    assert type(strtobool("yes")) is int
    with pytest.raises(ValueError, match="invalid truth value 'maybe'"):
        strtobool("Maybe")


def test_write_file_ends_every_line(tmp_path: Path) -> None:
    defined(distutils.WRITE_FILE, "_write_file")(tmp_path / "x", ["a", "b"])
    assert (tmp_path / "x").read_text() == "a\nb\n"


def test_newer_compares_times_and_wants_a_source(tmp_path: Path) -> None:
    newer = defined(distutils.NEWER, "_newer", os)
    (tmp_path / "old").write_text("")
    (tmp_path / "young").write_text("")
    os.utime(tmp_path / "old", (1, 1))
    os.utime(tmp_path / "young", (5, 5))
    assert newer(tmp_path / "young", tmp_path / "old")
    assert not newer(tmp_path / "old", tmp_path / "young")
    assert newer(tmp_path / "old", tmp_path / "missing")
    with pytest.raises(FileNotFoundError):
        newer(tmp_path / "missing", tmp_path / "old")


def test_suffixes_come_as_triples_extensions_first() -> None:
    suffixes = defined(imp.GET_SUFFIXES, "_get_suffixes", importlib.machinery)()
    assert suffixes[-2:] == [(".py", "r", 1), (".pyc", "rb", 2)]
    assert {(mode, kind) for _, mode, kind in suffixes[:-2]} == {("rb", 3)}


def test_getargspec_returns_four_named_values_and_refuses_annotations() -> None:
    getargspec = defined(inspect_rules.GETARGSPEC, "_getargspec", inspect, collections)

    def typed(a: int) -> None:
        pass

    spec = getargspec(lambda a, b=1, *rest, **more: None)
    assert spec == (["a", "b"], "rest", "more", (1,))
    assert (spec.args, spec.varargs, spec.keywords, spec.defaults) == tuple(spec)
    with pytest.raises(ValueError, match="keyword-only parameters or annotations"):
        getargspec(typed)
