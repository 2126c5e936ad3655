"""What a package offers for import, read as syntax, and what an import asks for in vain."""

from __future__ import annotations

import ast

import pytest

from upgrader.pins.surface import missing_from, read_surface

FILES = {
    "pkg/__init__.py": "from pkg.version import VERSION as V\nfrom .utils import *\n",
    "pkg/version.py": "VERSION = 1\n(MAJOR, MINOR) = 1, 2\n",
    "pkg/utils/__init__.py": "from .text import *\nfrom . import lazy\n__all__ = []\n",
    "pkg/utils/text.py": "try:\n    import json\nexcept ImportError:\n    json = None\nif json:\n    def slug(): x = 1\n",
    "pkg/utils/lazy.py": "def __getattr__(name): ...\n",
    "pkg/circle.py": "from pkg.circle import *\nfrom other import *\n",
}


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("import pkg", ""),
        ("import pkg.utils.text as t, pkg.gone", "pkg.gone"),
        ("import other.gone", ""),
        ("from pkg import V, utils, slug, json", ""),
        ("from pkg import VERSION", "pkg.VERSION"),
        ("from pkg.version import MAJOR, MINOR, VERSION", ""),
        ("from pkg.utils.text import slug, x", "pkg.utils.text.x"),
        ("from pkg.utils.lazy import anything", ""),
        ("from pkg.circle import anything", ""),
        ("from pkg.gone import x", "pkg.gone"),
        ("from pkg.version import *", ""),
        ("from .gone import x", ""),
        ("from other.gone import x", ""),
    ],
)
def test_an_import_finds_what_is_there(statement: str, lost: str) -> None:
    (node,) = ast.parse(statement).body
    assert isinstance(node, ast.Import | ast.ImportFrom)
    assert missing_from(read_surface(FILES), node, "pkg") == lost
