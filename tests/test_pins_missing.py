"""Packages that the code imports, that came along with others and no longer do."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from pins.served import Made, serve

from upgrader.model import Pin
from upgrader.pins.declared import pin_of
from upgrader.pins.index import IndexSettings, SimpleIndex
from upgrader.pins.missing import missing_requirements, never_required

WORLD = (
    Made("django", "2.2.9", requires=("pytz", "sqlparse")),
    Made("django", "5.2", requires=("asgiref", "sqlparse", 'tzdata ; sys_platform == "win32"')),
    Made("python-dateutil", "2.8.1", requires=("six>=1.5",)),
    *(Made(name, "1.0") for name in ("pytz", "sqlparse", "asgiref", "six", "mock", "setuptools")),
)


def pins(*texts: str) -> list[Pin]:
    """Return requirement texts as pins."""
    return [pin_of(Requirement(text), PurePosixPath("requirements.txt"), 1) for text in texts]


def missing(root: Path, before: list[Pin], after: list[Pin], **texts: str) -> dict[str, str]:
    """Return what files, named with _ for the dot and __ for a slash, lack after the upgrade."""
    files = []
    for name, text in texts.items():
        file = PurePosixPath(name.replace("__", "/").removesuffix("_py") + ".py")
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text)
        files.append(file)
    with serve(*WORLD) as served:
        index = SimpleIndex(IndexSettings(served.url), root / "cache")
        return dict(missing_requirements(root, files, before, after, Version("3.8"), Version("3.12"), index))


def test_what_django_no_longer_brings_along_is_named_with_its_place(tmp_path: Path) -> None:
    found = missing(tmp_path, pins("django==2.2.9"), pins("django==5.2"), a__views_py="import os\nimport pytz\n")
    assert found == {"pytz": "a/views.py line 2 imports pytz, which no longer comes along with another package"}


def test_what_still_comes_along_is_not_missing(tmp_path: Path) -> None:
    after = pins("django==5.2", "python-dateutil==2.8.1")
    before = pins("django==2.2.9", "python-dateutil==2.8.1")
    assert missing(tmp_path, before, after, views_py="import six\nimport sqlparse\nimport asgiref\n") == {}


def test_what_was_not_there_before_either_is_not_added(tmp_path: Path) -> None:
    assert missing(tmp_path, pins("django==2.2.9"), pins("django==5.2"), views_py="import mock\nimport numpy\n") == {}


def test_pkg_resources_came_with_every_environment(tmp_path: Path) -> None:
    found = missing(tmp_path, pins("django==2.2.9"), pins("django==5.2"), views_py="from pkg_resources import parse\n")
    assert list(found) == ["setuptools<81"]
    assert missing(tmp_path, pins("django==2.2.9"), pins("setuptools==1.0"), views_py="import pkg_resources\n") == {}


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import pytz\nexcept ImportError:\n    pytz = None\n",
        "from .pytz import x\n",
        "'''import pytz'''\n",
        "import pytzx\n",
        "import pytz as\n",
    ],
)
def test_what_is_no_import_of_it_is_none(tmp_path: Path, text: str) -> None:
    assert missing(tmp_path, pins("django==2.2.9"), pins("django==5.2"), views_py=text) == {}


def test_a_module_of_the_projects_own_is_not_missing(tmp_path: Path) -> None:
    texts = {"views_py": "import pytz\nimport six\n", "pytz_py": "", "six__models_py": ""}
    before = pins("django==2.2.9", "python-dateutil==2.8.1")
    assert missing(tmp_path, before, pins("django==5.2"), **texts) == {}


def test_how_a_project_is_built_does_not_count(tmp_path: Path) -> None:
    assert missing(tmp_path, pins("django==2.2.9"), pins("django==5.2"), setup_py="import setuptools, pytz\n") == {}


def test_what_only_a_lock_file_holds_does_not_come_along(tmp_path: Path) -> None:
    lock = [pin_of(Requirement("pytz==1.0"), PurePosixPath("Pipfile.lock"), 1, group="lock")]
    found = missing(tmp_path, [*pins("django==2.2.9"), *lock], [*pins("django==5.2"), *lock], a_py="import pytz\n")
    assert list(found) == ["pytz"]


def test_what_a_compiled_file_holds_goes_with_what_needed_it(tmp_path: Path) -> None:
    def compiled(django: str) -> list[Pin]:
        said = [f"django=={django}", "pytz==1.0"]
        held = [pin_of(Requirement(text), PurePosixPath("requirements.txt"), 1) for text in said]
        return [pin_of(Requirement("django"), PurePosixPath("requirements.in"), 1), *held]

    assert list(missing(tmp_path, compiled("2.2.9"), compiled("5.2"), a_py="import pytz\n")) == ["pytz"]
    wanted = pin_of(Requirement("pytz"), PurePosixPath("requirements.in"), 2)
    assert missing(tmp_path, compiled("2.2.9"), [*compiled("5.2"), wanted], a_py="import pytz\n") == {}


def test_what_nothing_brings_along_at_all_is_installed_by_hand(tmp_path: Path) -> None:
    (tmp_path / "tests.py").write_text("import mock, six, numpy\nfrom pkg_resources import parse\n")
    with serve(*WORLD) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path / "cache")
        files, had = [PurePosixPath("tests.py")], pins("python-dateutil==2.8.1")
        assert never_required(tmp_path, files, had, Version("3.8"), index) == ("mock",)
        assert never_required(tmp_path, files, [*had, *pins("mock")], Version("3.8"), index) == ()
