"""What setup.py, setup.cfg, pyproject.toml and Pipfile require."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from upgrader.pins.inventory import read_pins
from upgrader.pins.pyproject import poetry_specifier


def rows(root: Path, name: str, text: str) -> list[tuple[str, int, str]]:
    """Return requirement, line and group of every pin in a manifest."""
    (root / name).write_text(text)
    return [(pin.requirement, pin.line, pin.group) for pin in read_pins(root, [PurePosixPath(name)]).pins]


def reasons(root: Path, name: str, text: str) -> list[str]:
    """Return why something in a manifest was not read."""
    (root / name).write_text(text)
    return [skip.why for skip in read_pins(root, [PurePosixPath(name)]).skipped]


SETUP = """\
import os
from setuptools import setup, find_packages
NEEDED = ["Django>=2.2,<3", "six"]
setup(
    name="x",
    install_requires=NEEDED,
    tests_require=("mock==3.0.5",),
    extras_require={
        "docs": ["sphinx"],
    },
)
"""


def test_setup_py_is_read_as_syntax(tmp_path: Path) -> None:
    assert rows(tmp_path, "setup.py", SETUP) == [
        ("Django>=2.2,<3", 3, ""),
        ("six", 3, ""),
        ("mock==3.0.5", 7, "tests"),
        ("sphinx", 9, "docs"),
    ]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("install_requires=open('r.txt').read().split()", "line 2: install_requires is computed"),
        ("install_requires=['six'] + MORE", "line 2: install_requires is computed"),
        ("extras_require=extras()", "line 2: extras_require is computed"),
        ("**setup_arguments", "line 2: setup(**...) is computed"),
        ("install_requires=['not a requirement']", "line 2: 'not a requirement' is no requirement and was left alone"),
    ],
)
def test_what_setup_py_computes_is_reported(tmp_path: Path, arguments: str, why: str) -> None:
    assert reasons(tmp_path, "setup.py", f"from setuptools import setup\nsetup({arguments})\n")[0].startswith(why)


def test_a_list_that_grows_later_is_not_taken_at_its_first_word(tmp_path: Path) -> None:
    text = "from setuptools import setup\nneeded = ['six']\nneeded += more()\nsetup(install_requires=needed)\n"
    assert rows(tmp_path, "setup.py", text) == []
    assert reasons(tmp_path, "setup.py", text) == ["line 4: install_requires is computed; only running it would tell"]


def test_a_setup_py_that_does_not_parse_is_reported(tmp_path: Path) -> None:
    assert reasons(tmp_path, "setup.py", "print 'x'\n")[0].startswith("does not parse")


def test_setup_cfg_is_read(tmp_path: Path) -> None:
    text = """\
[options]
install_requires =
    Django>=2.2  # the framework
    six; python_version < "3"
tests_require = mock; pytest

[options.extras_require]
test =
    coverage==5.0.3
"""
    assert rows(tmp_path, "setup.cfg", text) == [
        ("Django>=2.2", 3, ""),
        ('six; python_version < "3"', 4, ""),
        ("mock", 5, "tests"),
        ("pytest", 5, "tests"),
        ("coverage==5.0.3", 9, "test"),
    ]


def test_pyproject_tables_are_read(tmp_path: Path) -> None:
    text = """\
[project]
name = "x"
dependencies = [
    "Django==2.2.9",
]
[project.optional-dependencies]
test = ["pytest"]
[dependency-groups]
dev = ["mypy", {include-group = "lint"}]
lint = ["ruff"]
[tool.poetry.dependencies]
python = "^3.8"
requests = "^2.22"
urllib3 = {version = "1.25.7", optional = true}
local = {path = "../local"}
"""
    assert rows(tmp_path, "pyproject.toml", text) == [
        ("Django==2.2.9", 4, ""),
        ("pytest", 7, "test"),
        ("mypy", 9, "dev"),
        ("ruff", 10, "lint"),
        ("requests>=2.22,<3", 13, ""),
        ("urllib3==1.25.7", 14, ""),
    ]
    assert reasons(tmp_path, "pyproject.toml", text)[0].startswith("poetry's local =")


@pytest.mark.parametrize(
    ("poetry", "specifier"),
    [
        ("^2.22", ">=2.22,<3"),
        ("^0.3.1", ">=0.3.1,<0.4"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("~2.2.9", ">=2.2.9,<2.3"),
        ("~2", ">=2,<3"),
        ("2.2.*", "==2.2.*"),
        ("2.2.9", "==2.2.9"),
        (">=2.2, <3", ">=2.2,<3"),
        ("*", ""),
        ("^2 || ^3", None),
    ],
)
def test_poetry_constraints_become_pep_440(poetry: str, specifier: str | None) -> None:
    assert poetry_specifier(poetry) == specifier


def test_pipfile_is_read(tmp_path: Path) -> None:
    text = '[packages]\ndjango = "==2.2.9"\nsix = "*"\n[dev-packages]\nlocal = {path = "."}\nmock = {version = "==3.0.5"}\n'
    assert rows(tmp_path, "Pipfile", text) == [("django==2.2.9", 2, ""), ("six", 3, ""), ("mock==3.0.5", 6, "dev")]
    assert reasons(tmp_path, "Pipfile", text) == ["local = {'path': '.'} is not understood and was left alone"]


@pytest.mark.parametrize("name", ["pyproject.toml", "Pipfile"])
def test_a_broken_toml_file_is_reported(tmp_path: Path, name: str) -> None:
    assert reasons(tmp_path, name, "[project\n")[0].startswith("is no TOML")


def test_lock_files_that_are_not_read_are_reported(tmp_path: Path) -> None:
    assert "renew it with `poetry lock`" in reasons(tmp_path, "poetry.lock", "")[0]
