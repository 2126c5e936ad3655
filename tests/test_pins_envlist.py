"""The environments of tox, and what is for one Django only."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from packaging.version import Version

from upgrader.model import Versions
from upgrader.pins.envlist import factors, move

TARGET = Versions(Version("3.12"), Version("5.2"))
MATRIX = """\
[tox]
envlist =
    py36-django22
    py38-django{22,30,main}-{sqlite,postgres}  # newest
    py38-lint
[testenv]
deps =
    django22: Django>=2.2,<3.0
    django30: Django>=3.0a1,<3.1  # the newest
    django30: djangorestframework<3.12
    {django22,django30}: mock
    django{22,30}: pytz
    !django30: six
    py38: x
setenv =
    django30: A=1
"""
GROWN = """\
[tox]
envlist =
    py36-django22
    py38-django{22,30,main}-{sqlite,postgres}  # newest
    py312-django52-{sqlite,postgres}
    py312-lint
[testenv]
deps =
    django22: Django>=2.2,<3.0
    django30: Django>=3.0a1,<3.1  # the newest
    django52: Django>=5.2,<5.3
    django30: djangorestframework<3.12
    django52: djangorestframework<3.12
    {django22,django30,django52}: mock
    django{22,30,52}: pytz
    !django30: six
    py38: x
setenv =
    django30: A=1
    django52: A=1
"""
PLAIN = """\
[tox]
envlist = py36-dj2.2,py38-dj3.0,lint
[testenv]
deps =
    dj2.2: Django==2.2.*
    dj3.0: Django>=3.0,<4.0  # newest
    dj2.2,dj3.0: mock
"""
TOML = """\
env_list = [
    "py38-django22",
    "py38-django30",  # newest
    "lint"
]
"""


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        # neither runs Django 5.2 on Python 3.6 nor Django 2.2 on Python 3.12
        ("tox.ini", MATRIX, GROWN),
        (
            "setup.cfg",
            "[tox:tox]\nenvlist = {py37,py38}-{django22}\n",
            "[tox:tox]\nenvlist = {py37,py38}-{django22}, py312-django52\n",
        ),
        (
            "tox.ini",
            "[tox]\nenvlist = py{36,38}-dj30-a,py37-dj30,py{37,38}-dj{22,30}-{b,c}\n",
            "[tox]\nenvlist = py{36,38}-dj30-a,py312-dj52-a,py37-dj30,py{37,38}-dj{22,30}-{b,c},py312-dj52-{b,c}\n",
        ),
        (
            "tox.ini",
            "[tox]\nenvlist =\n    py3{7,8}-django30-x\n    py3{7,8}-lint\n[testenv]\ndeps =\n    django30: django<3.1\n",
            "[tox]\nenvlist =\n    py3{7,8}-django30-x\n    py312-django52-x\n    py3{7,12}-lint\n"
            "[testenv]\ndeps =\n    django30: django<3.1\n    django52: django<5.3\n",
        ),
        # what 3.0 is, only the project knows
        ("tox.ini", "[tox]\nenvlist = py38-{3.0,3.1}, py38-x\n", "[tox]\nenvlist = py38-{3.0,3.1}, py312-x\n"),
        (
            "tox.ini",
            PLAIN,
            PLAIN.replace("py38-dj3.0", "py312-dj5.2")
            .replace("dj3.0: Django>=3.0,<4.0", "dj5.2: Django>=5.2,<6.0")
            .replace(",dj3.0: mock", ",dj5.2: mock"),
        ),
        ("tox.toml", TOML, TOML.replace("py38-django30", "py312-django52")),
    ],
)
def test_a_matrix_gets_the_target_as_an_environment(file: str, before: str, after: str) -> None:
    for ends in ("\n", "\r\n"):
        moved, _ = move(before.replace("\n", ends), PurePosixPath(file), TARGET)
        assert moved == after.replace("\n", ends)
        assert move(moved, PurePosixPath(file), TARGET)[0] == moved


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("tox.ini", MATRIX, GROWN.replace("    py312-lint", "    py38-lint\n    py312-lint")),
        (
            "tox.ini",
            PLAIN,
            PLAIN.replace("py38-dj3.0", "py38-dj3.0,py312-dj5.2")
            .replace("newest\n", "newest\n    dj5.2: Django>=5.2,<6.0\n")
            .replace("dj3.0: mock", "dj3.0,dj5.2: mock"),
        ),
        (
            "tox.toml",
            TOML,
            TOML.replace("newest\n", 'newest\n    "py312-django52",\n'),
        ),
        ("tox.toml", 'env_list = ["py38-dj30"]\n', 'env_list = ["py38-dj30", "py312-dj52"]\n'),
    ],
)
def test_old_environments_stay_when_asked(file: str, before: str, after: str) -> None:
    for ends in ("\n", "\r\n"):
        moved, rows = move(before.replace("\n", ends), PurePosixPath(file), TARGET, keep_old=True)
        assert moved == after.replace("\n", ends)
        assert not any("still names" in row.why for row in rows)
        assert move(moved, PurePosixPath(file), TARGET, keep_old=True)[0] == moved


def test_what_a_person_has_to_see_to_is_said() -> None:
    _, rows = move(MATRIX, PurePosixPath("tox.ini"), TARGET)
    assert [row.why for row in rows] == [
        "line 2: still names Python 3.6, 3.8; remove what you no longer support",
        "line 2: still names Django 2.2, 3.0; remove what you no longer support",
        "line 13: djangorestframework<3.12 is for Django 3.0 in tox; see what it should be for 5.2",
    ]


@pytest.mark.parametrize(
    "text", ["[tox]\nenvlist = lint, docs\n", "[tox]\nenvlist = py312-django52\n", "[testenv]\ndeps = django30: x<2\n"]
)
def test_what_names_nothing_older_is_left_alone(text: str) -> None:
    assert move(text, PurePosixPath("tox.ini"), TARGET) == (text, [])


def test_versions_are_found_with_their_places() -> None:
    text = "[tox]\nenvlist = py{37, 310}-dj2.2 # py39\n    3.8\n"
    found = [(one.product, str(one.version), text[one.start : one.end]) for one in factors(text)]
    assert found == [("python", "3.7", "37"), ("python", "3.10", "310"), ("django", "2.2", "2.2")]
