"""The project's modules: re-exports and class hierarchies are followed without importing anything."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version

from upgrader.engine import Settings, scan_file
from upgrader.model import Versions
from upgrader.modules import EVERYTHING, Modules

Write = Callable[[dict[str, str]], Modules]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(files: dict[str, str]) -> Modules:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return Modules(tmp_path, map(PurePosixPath, files))

    return make


def test_a_name_is_followed_through_two_re_exports(write: Write) -> None:
    modules = write(
        {
            "shop/__init__.py": "from .compat import six",
            "shop/compat.py": "from django.utils import six",
        }
    )
    assert modules.canonical("shop.six.text_type") == "django.utils.six.text_type"


def test_a_star_import_is_followed(write: Write) -> None:
    modules = write(
        {"conf/__init__.py": "", "conf/base.py": "from os import path", "conf/dev.py": "from .base import *"}
    )
    assert modules.canonical("conf.dev.path.join") == "os.path.join"


def test_a_name_with_two_meanings_means_itself(write: Write) -> None:
    text = "try:\n    from a import b\nexcept ImportError:\n    from c import b\n"
    modules = write({"compat.py": text})
    assert modules.canonical("compat.b") == "compat.b"


def test_an_import_cycle_ends(write: Write) -> None:
    modules = write({"a.py": "from b import x", "b.py": "from a import x"})
    assert modules.canonical("a.x") in {"a.x", "b.x"}


def test_classes_inherit_over_files_below_src(write: Write) -> None:
    modules = write(
        {
            "src/shop/__init__.py": "",
            "src/shop/base.py": "from django.db import models\nclass Stamped(models.Model):\n    pass\n",
            "src/shop/models.py": "from shop.base import Stamped as S\nclass Book(S):\n    pass\n",
        }
    )
    assert modules.ancestors("shop.models.Book") == {"shop.base.Stamped", "django.db.models.Model"}


def test_a_file_that_does_not_parse_says_nothing(write: Write) -> None:
    modules = write({"old.py": "print 'two'\n"})
    assert modules.canonical("old.x") == "old.x"
    assert modules.ancestors("old.X") == frozenset()


SETTINGS = {
    "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.dev")',
    "conf/__init__.py": "",
    "conf/base.py": "USE_TZ = True",
    "conf/dev.py": "from .base import *\nDEBUG = True",
    "conf/local.py": "from conf.dev import *\nX = 1",
    "conf/settings.py": "USE_TZ = True",
}


@pytest.mark.parametrize("name", ["dev", "base", "local"])
def test_settings_modules_are_those_named_and_those_that_share_their_names(write: Write, name: str) -> None:
    modules = write(SETTINGS)
    family = modules.settings(PurePosixPath(f"conf/{name}.py"), "own text")
    assert family is not None
    assert family.startswith("own text")
    assert ("USE_TZ" in family, "X = 1" in family) == (name != "base", name != "local")


def test_a_module_is_no_settings_module_for_its_file_name(write: Write) -> None:
    modules = write(SETTINGS)
    assert modules.settings(PurePosixPath("conf/settings.py"), SETTINGS["conf/settings.py"]) is None
    assert modules.settings(PurePosixPath("manage.py"), SETTINGS["manage.py"]) is None


def test_a_file_on_its_own_is_a_settings_module_by_what_it_assigns(write: Write) -> None:
    modules = write({})
    assert modules.settings(PurePosixPath("x.py"), "ROOT_URLCONF: str = 'x'") is not None
    assert modules.settings(PurePosixPath("x.py"), "    ROOT_URLCONF = 'x'\nINSTALLED_APPS == 1") is None


SIGNED = "from shop.mixins import Signed\nfrom django import forms\n"


@pytest.mark.parametrize(
    ("files", "renders"),
    [
        ({"shop/a.py": f"{SIGNED}class A(Signed, forms.TextInput): ..."}, True),
        ({"shop/a.py": f"{SIGNED}class B(Signed): ...\nclass A(B, forms.Select): ..."}, True),
        (
            {
                "shop/a.py": f"{SIGNED}class B(Signed): ...",
                "shop/b.py": "from .a import B\nfrom django.forms import Select\nclass C(B, Select): ...",
            },
            True,
        ),
        ({"shop/a.py": f"{SIGNED}class A(Signed, forms.TextInput): ...\nclass B(Signed, forms.Form): ..."}, False),
        ({"shop/a.py": "from django import forms\nclass Signed: ...\nclass A(Signed, forms.TextInput): ..."}, False),
        ({"shop/a.py": f"{SIGNED}class A(Signed): ..."}, False),
    ],
    ids=["once", "by way of another mixin", "over files", "into two kinds", "another of its name", "into nothing"],
)
def test_a_mixin_counts_as_what_it_is_mixed_into(write: Write, files: dict[str, str], renders: bool) -> None:
    text = "class Signed:\n    def render(self, name, value, attrs=None):\n        return ''\n"
    modules = write({"shop/__init__.py": "", "shop/mixins.py": text, **files})
    path = PurePosixPath("shop/mixins.py")
    settings = Settings(
        Versions(Version("3.8"), Version("2.0")),
        Versions(Version("3.12"), Version("5.2")),
        frozenset(["DJ21-widget-render"]),
    )
    found = scan_file(path, text.encode(), settings, modules).findings
    assert [finding.rule for finding in found] == ["DJ21-widget-render"] * renders
    assert modules.asked >= {EVERYTHING}


@pytest.mark.parametrize(
    ("files", "path", "found"),
    [
        pytest.param(["imp.py"], "main.py", False, id="beside a script at the top"),
        pytest.param(["imp.py"], "shop/views.py", False, id="at the top, where manage.py is"),
        pytest.param(["src/imp/__init__.py"], "src/shop/views.py", False, id="a package in src"),
        pytest.param(["tools/imp.py"], "tools/run.py", False, id="beside a script"),
        pytest.param(["tools/imp.py"], "main.py", True, id="in another folder"),
        pytest.param(["shop/__init__.py", "shop/imp.py"], "shop/views.py", True, id="in the package"),
        pytest.param(["imp.py", "os.py"], "main.py", True, id="a standard library"),
    ],
)
def test_a_module_of_the_project_hides_one_of_the_standard_library(
    write: Write, files: list[str], path: str, found: bool
) -> None:
    source = "import imp\nfrom imp import load_source\nimp.load_source('a', 'b')\n"
    modules = write({**dict.fromkeys(files, "def load_source(a, b): ...\n"), path: source})
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(["PY312-imp-load-source"]))
    assert bool(scan_file(PurePosixPath(path), source.encode(), settings, modules).findings) is found


def test_a_class_of_a_module_that_hides_one_still_has_its_bases(write: Write) -> None:
    source = "import cgi\n\n\nclass Tests(cgi.Base):\n    def test(self):\n        self.assertEquals(1, 1)\n"
    base = "import unittest\n\n\nclass Base(unittest.TestCase):\n    pass\n"
    modules = write({"cgi.py": base, "tests.py": source})
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(["PY312-unittest-aliases"]))
    (finding,) = scan_file(PurePosixPath("tests.py"), source.encode(), settings, modules).findings
    assert finding.fixable


def test_a_package_that_offers_its_apps_is_no_settings_module(write: Write) -> None:
    apps = 'INSTALLED_APPS = ["shop"]\n'
    modules = write({"shop/__init__.py": apps, "conf/__init__.py": f'{apps}SECRET_KEY = "x"\n'})
    assert modules.settings(PurePosixPath("shop/__init__.py"), apps) is None
    assert modules.settings(PurePosixPath("conf/__init__.py"), f'{apps}SECRET_KEY = "x"\n') is not None


@pytest.mark.parametrize(("method", "found"), [("assertEquals", False), ("assert_", True)])
def test_a_method_of_the_projects_own_is_no_alias_of_unittest(write: Write, method: str, found: bool) -> None:
    base = "class Base:\n    def assertEquals(self, one, other):\n        assert one == other\n"
    source = f"import fixtures\n\n\nclass Tests(fixtures.Base):\n    def test(self):\n        self.{method}(1, 1)\n"
    modules = write({"base.py": base, "tests.py": source})
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(["PY312-unittest-aliases"]))
    assert bool(scan_file(PurePosixPath("tests.py"), source.encode(), settings, modules).findings) is found
