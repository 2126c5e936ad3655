"""Names that Django's modules had once: the tables know every one of them, and find it however it is imported."""

import importlib.util
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.django_imports import read_imports
from upgrader.engine import Settings, fix_file, scan_file
from upgrader.model import Versions


def _load() -> Any:
    path = Path(__file__).parents[1] / "bench" / "vanished.py"
    spec = importlib.util.spec_from_file_location("vanished", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["vanished"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


vanished = _load()

SETTINGS = Settings(
    Versions(Version("3.6"), Version("1.11")),
    Versions(Version("3.12"), Version("6.1")),
    frozenset(rule.id for rule in load_rules()),
)


def release(root: Path, **modules: str) -> Any:
    for name, text in modules.items():
        path = root / "django" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return vanished.Release(root)


def test_a_module_has_what_it_defines_and_what_it_imports(tmp_path: Path) -> None:
    found = release(
        tmp_path,
        __init__="",
        one="import os.path\nfrom .two import *\nfrom .two import b as c\nx, (y, *z) = 1, (2, 3)\nfor i in x: pass\n",
        two="from __future__ import annotations\n__all__ = ['a']\ntry:\n    def a(): ...\nexcept E:\n    b = 1\n",
    )
    assert set(found.names("django.one")) == {"os", "a", "c", "x", "y", "z"}
    assert found.has("django.one.c")
    assert not found.has("django.one.b")
    assert list(found.homes("django.one.c")) == ["django.two.b"]
    assert "django.two.__all__" not in found.public


def test_a_module_has_what_it_makes_when_asked(tmp_path: Path) -> None:
    text = "__all__ = ['a', 'b']\na = 1\ndef __getattr__(name): ...\n"
    found = release(tmp_path, __init__="", one=text, two=text.partition("def")[0])
    assert found.has("django.one.b")
    assert not found.has("django.two.b")


def test_a_name_moves_to_where_every_release_has_it(tmp_path: Path) -> None:
    old = release(
        tmp_path / "1", __init__="", one="from django.two import a", two="from django.new import a", new="a=1"
    )
    last = release(tmp_path / "2", __init__="", one="", two="", new="a=1")
    assert vanished.vanished({"1": old, "2": last}) == {"django.one.a": "1", "django.two.a": "1"}
    assert vanished.home("django.one.a", {"1": old, "2": last}) == "django.new.a"


@pytest.mark.parametrize(
    "program",
    [
        "from django.db.models.base import (\n    Model,\n    DEFAULT_DB_ALIAS,\n)\nprint(DEFAULT_DB_ALIAS)\n",
        "from django.db.models import base\nprint(base.DEFAULT_DB_ALIAS)\n",
        "import django.db.models.base\nprint(django.db.models.base.DEFAULT_DB_ALIAS)\n",
        "import django.db.models.base as b\nprint(b.DEFAULT_DB_ALIAS)\n",
        'from unittest import mock\nwith mock.patch("django.db.models.base.DEFAULT_DB_ALIAS"): pass\n',
    ],
)
def test_a_name_that_was_passed_on_is_found_however_it_is_imported(program: str) -> None:
    findings = scan_file(PurePosixPath("a.py"), program.encode(), SETTINGS).findings
    assert [finding.rule for finding in findings] == ["DJ41-passed-on"]
    fixed = fix_file(PurePosixPath("a.py"), program.encode(), SETTINGS).change
    assert fixed is not None
    assert b"base.DEFAULT_DB_ALIAS" not in fixed.after


def test_a_name_that_moved_home_goes_on_from_there() -> None:
    program = b"from django.utils.tree import force_text\n\nprint(force_text(1))\n"
    fixed = fix_file(PurePosixPath("a.py"), program, SETTINGS)
    assert fixed.change is not None
    assert fixed.change.after == b"from django.utils.encoding import force_str\n\nprint(force_str(1))\n"
    assert fix_file(PurePosixPath("a.py"), fixed.change.after, SETTINGS).change is None


@pytest.mark.whole
@pytest.mark.slow
def test_every_name_that_vanished_is_known(tmp_path: Path) -> None:
    releases = vanished.read_releases(tmp_path)
    names = vanished.vanished(releases)
    assert len(names) > 2500
    assert list(vanished.unknown(names, releases)) == []
    order = list(releases)
    for gone, rows in read_imports().items():
        for old, new in rows.items():
            having = [release for release in order if releases[release].has(old)]
            assert order.index(having[-1]) + 1 == order.index(gone), old
            if new.startswith("django.") and not new.startswith("django.utils.six."):
                assert all(releases[release].has(new) for release in having), old
