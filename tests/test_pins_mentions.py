"""The places that name a version, and what they say after the upgrade."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from upgrader.model import Versions
from upgrader.pins.mentions import move, read
from upgrader.pins.widen import widen

TARGET = Versions(Version("3.12"), Version("5.2"))


def moved(file: str, text: str, target: Versions = TARGET) -> str:
    """Return a file's text with its mentions moved; moving again must change nothing."""
    once, _ = move(text, PurePosixPath(file), target)
    assert move(once, PurePosixPath(file), target)[0] == once
    return once


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (".python-version", "3.8.18\n", "3.12\n"),
        (".python-version", "3.8.18\n3.7.9\n", "3.12\n3.7.9\n"),
        ("runtime.txt", "python-3.8.18\n", "python-3.12\n"),
        (
            "noxfile.py",
            'PYTHON_VERSIONS = ["3.7", "3.8"]\nX = "3.8"\n',
            'PYTHON_VERSIONS = ["3.7", "3.12"]\nX = "3.8"\n',
        ),
        (
            "Dockerfile",
            "FROM python:3.8-slim AS build\nRUN pip install x==3.8\n",
            "FROM python:3.12-slim AS build\nRUN pip install x==3.8\n",
        ),
        (
            "docker/Dockerfile.dev",
            "FROM --platform=linux/amd64 python:3.8.5-slim-buster\n",
            "FROM --platform=linux/amd64 python:3.12-slim-bookworm\n",
        ),
        ("Dockerfile", "FROM python:3.8-alpine3.10\n", "FROM python:3.12-alpine\n"),
        (
            "Dockerfile",
            "ARG PYTHON_VERSION=3.8\nFROM python:${PYTHON_VERSION}\n",
            "ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION}\n",
        ),
        ("Dockerfile", "FROM cimg/node:3.8\n", "FROM cimg/node:3.8\n"),
        (
            "Dockerfile",
            "FROM ubuntu\nENV PYTHON_VERSION=3.8\nENV PYTHON_VERSION 3.8.5\nARG PY_VERSION=3.8\n",
            "FROM ubuntu\nENV PYTHON_VERSION=3.12\nENV PYTHON_VERSION 3.12.11\nARG PY_VERSION=3.12\n",
        ),
        (
            ".azure-pipelines/tests.yml",
            "      Python37:\n        python.version: '3.7'\n        TOXFACTOR: py37\n"
            "      Python38:\n        python.version: '3.8'\n        TOXFACTOR: py38\n",
            "      Python37:\n        python.version: '3.7'\n        TOXFACTOR: py37\n"
            "      Python312:\n        python.version: '3.12'\n        TOXFACTOR: py312\n",
        ),
        (
            "azure-pipelines.yml",
            "    py_3_8:\n      python.version: '3.8'\n",
            "    py_3_12:\n      python.version: '3.12'\n",
        ),
        (
            ".travis.yml",
            'env:\n  - DJANGO="Django==2.2.*" DB=mysql\n  - DJANGO="Django==3.0.*" DB=mysql\n',
            'env:\n  - DJANGO="Django==2.2.*" DB=mysql\n  - DJANGO="Django==5.2.*" DB=mysql\n',
        ),
        (
            ".travis.yml",
            "env:\n  - DJANGO='>=2.2,<3.0'\n  - DJANGO='>=3.0,<3.1'\n",
            "env:\n  - DJANGO='>=2.2,<3.0'\n  - DJANGO='>=5.2,<5.3'\n",
        ),
        (".travis.yml", "    env: TOX_ENV=django30-py38\n", "    env: TOX_ENV=django52-py312\n"),
        (
            ".circleci/config.yml",
            "            pyenv install 3.8.1 && pyenv global 3.8.1\n",
            "            pyenv install 3.12.11 && pyenv global 3.12.11\n",
        ),
        (
            "appveyor.yml",
            "  - TOXENV: py38\ninstall:\n  - C:\\Python38\\python -m pip install tox\n",
            "  - TOXENV: py312\ninstall:\n  - C:\\Python312\\python -m pip install tox\n",
        ),
        ("readthedocs.yml", "python:\n  version: 3.8\n", "python:\n  version: 3.12\n"),
        ("pyproject.toml", "target_version = ['py37', 'py38']\n", "target_version = ['py37', 'py312']\n"),
        (
            "Makefile",
            "PY_IMAGE := python:3.8-slim-buster\nstyle:\n\tblack --target-version=py38 .\n",
            "PY_IMAGE := python:3.12-slim-bookworm\nstyle:\n\tblack --target-version=py312 .\n",
        ),
        (
            "tox.ini",
            "[testenv]\nbasepython =\n    docs: python3.8\n    py37: python3.7\n    py38: python3.8\ndeps =\n    six\n",
            "[testenv]\nbasepython =\n    docs: python3.12\n    py37: python3.7\n    py312: python3.12\ndeps =\n    six\n",
        ),
        (".gitlab-ci.yml", "image: python:3.8\n", "image: python:3.12\n"),
        (".github/workflows/ci.yml", "        python-version: 3.8\n", "        python-version: 3.12\n"),
        (
            ".github/workflows/ci.yml",
            '          python-version: "3.8"  # old\n',
            '          python-version: "3.12"  # old\n',
        ),
        (
            ".github/workflows/ci.yml",
            "        python-version: [3.6, 3.7, '3.8']\n",
            "        python-version: [3.6, 3.7, '3.12']\n",
        ),
        (
            ".github/workflows/ci.yml",
            "        python-version: ['3.8', '3.12']\n",
            "        python-version: ['3.8', '3.12']\n",
        ),
        (
            ".github/workflows/ci.yml",
            "        python-version: [pypy-3.8, 3.8]\n",
            "        python-version: [pypy-3.8, 3.12]\n",
        ),
        (".github/workflows/ci.yml", "        django: ['2.2', '3.0']\n", "        django: ['2.2', '5.2']\n"),
        (".travis.yml", "python:\n  - 3.7\n  - 3.8\nscript: tox\n", "python:\n  - 3.7\n  - 3.12\nscript: tox\n"),
        ("azure-pipelines.yml", "    versionSpec: '3.8'\n", "    versionSpec: '3.12'\n"),
        ("tox.ini", "[tox]\nenvlist = py{37,38}-x\n", "[tox]\nenvlist = py{37,312}-x\n"),
        (
            "tox.ini",
            "[tox]\nenvlist =\n    py37\n    py38\n    lint\n",
            "[tox]\nenvlist =\n    py37\n    py312\n    lint\n",
        ),
        ("pyproject.toml", '[tool.ruff]\ntarget-version = "py38"\n', '[tool.ruff]\ntarget-version = "py312"\n'),
        (
            "pyproject.toml",
            "[tool.black]\ntarget-version = ['py37', 'py38']\n",
            "[tool.black]\ntarget-version = ['py37', 'py312']\n",
        ),
        ("mypy.ini", "[mypy]\npython_version = 3.8\n", "[mypy]\npython_version = 3.12\n"),
        ("setup.cfg", "[mypy]\npython_version = 3.8\n", "[mypy]\npython_version = 3.12\n"),
        ("pyproject.toml", '[tool.mypy]\npython_version = "3.8"\n', '[tool.mypy]\npython_version = "3.12"\n'),
        ("pyproject.toml", '[tool.pyright]\npythonVersion = "3.8"\n', '[tool.pyright]\npythonVersion = "3.12"\n'),
        ("pyrightconfig.json", '{\n  "pythonVersion": "3.8"\n}\n', '{\n  "pythonVersion": "3.12"\n}\n'),
        (
            ".pre-commit-config.yaml",
            "default_language_version:\n  python: python3.8\n",
            "default_language_version:\n  python: python3.12\n",
        ),
        (".pre-commit-config.yaml", "        args: [--py36-plus]\n", "        args: [--py312-plus]\n"),
        (
            ".pre-commit-config.yaml",
            '        args: [--target-version, "2.2"]\n',
            '        args: [--target-version, "5.2"]\n',
        ),
        (
            ".readthedocs.yaml",
            'build:\n  tools:\n    python: "3.8"\n    nodejs: "16"\n',
            'build:\n  tools:\n    python: "3.12"\n    nodejs: "16"\n',
        ),
        (
            ".pre-commit-config.yaml",
            "        args: [--target-version=py38]\n",
            "        args: [--target-version=py312]\n",
        ),
        ("Pipfile", '[requires]\npython_version = "3.8"\n', '[requires]\npython_version = "3.12"\n'),
        (
            "environment.yml",
            "dependencies:\n  - python=3.8.5=h75\n  - python-dateutil=2.8\n",
            "dependencies:\n  - python=3.12\n  - python-dateutil=2.8\n",
        ),
        ("noxfile.py", '@nox.session(python=["3.7", "3.8"])\n', '@nox.session(python=["3.7", "3.12"])\n'),
        ("tox.toml", 'env_list = ["py37", "py38"]\n', 'env_list = ["py37", "py312"]\n'),
        (
            "pyproject.toml",
            '[tool.tox]\nlegacy_tox_ini = """\n[tox]\nenvlist = py38\n"""\n',
            '[tool.tox]\nlegacy_tox_ini = """\n[tox]\nenvlist = py312\n"""\n',
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\nx = "1"\npython = "~3.8"\n',
            '[tool.poetry.dependencies]\nx = "1"\npython = "~3.12"\n',
        ),
        (".circleci/config.yml", "      - image: cimg/python:3.8\n", "      - image: cimg/python:3.12\n"),
        ("azure-pipelines.yml", "      python.version: '3.8'\n", "      python.version: '3.12'\n"),
        (
            ".github/workflows/ci.yml",
            "          - {python: '3.8', django: '3.0'}\n",
            "          - {python: '3.12', django: '5.2'}\n",
        ),
        ("notes.yml", "python-version: 3.8\n", "python-version: 3.8\n"),
        (
            "Dockerfile",
            "ARG PYTHON_VERSION=3.8\nFROM python:${PYTHON_VERSION}-slim-buster AS build  # old\n",
            "ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION}-slim-bookworm AS build  # old\n",
        ),
        (
            "Dockerfile",
            'FROM python:3.8\n# for python3.8\nCOPY x /usr/lib/python3.8/site-packages\nCMD ["python3.8", "-m", "x"]\n',
            'FROM python:3.12\n# for python3.8\nCOPY x /usr/lib/python3.12/site-packages\nCMD ["python3.12", "-m", "x"]\n',
        ),
        ("Dockerfile", "FROM ubuntu:20.04\nRUN python3.8 -m x\n", "FROM ubuntu:20.04\nRUN python3.8 -m x\n"),
        (
            "Dockerfile",
            "FROM ghcr.io/astral-sh/uv:python3.8-bookworm-slim\n",
            "FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim\n",
        ),
        (
            "docker-compose.yml",
            'version: "3.8"\nargs:\n  PYTHON_VERSION: 3.8\nother:\n  - PYTHON_VERSION=3.8.10\n',
            'version: "3.8"\nargs:\n  PYTHON_VERSION: 3.12\nother:\n  - PYTHON_VERSION=3.12\n',
        ),
        (
            ".circleci/config.yml",
            "      - image: circleci/python:3.8-buster-node-browsers\n      - image: circleci/python:3.8.1\n",
            "      - image: cimg/python:3.12-node\n      - image: cimg/python:3.12\n",
        ),
        (
            ".circleci/config.yml",
            '      python-version:\n        type: string\n        default: "3.8"\n',
            '      python-version:\n        type: string\n        default: "3.12"\n',
        ),
        (".github/workflows/ci.yml", "    container: python:3.8-buster\n", "    container: python:3.12-bookworm\n"),
        (
            ".github/workflows/ci.yml",
            "    python-version: |\n      3.7\n      3.8\n    name: Python 3.8\n",
            "    python-version: |\n      3.7\n      3.12\n    name: Python 3.8\n",
        ),
        # what a matrix lists apart, or leaves out, is not the newest
        (
            ".github/workflows/ci.yml",
            "python: ['3.7', '3.8']\ninclude:\n  - python: 3.7\n  - {python: 3.8}\n",
            "python: ['3.7', '3.12']\ninclude:\n  - python: 3.7\n  - {python: 3.12}\n",
        ),
        (
            ".github/workflows/ci.yml",
            "    python: ['3.7', '3.8']\n    exclude:\n    - python: '3.8'\n      django: 2.2\n    x: 1\n",
            "    python: ['3.7', '3.12']\n    exclude:\n    - python: '3.8'\n      django: 2.2\n    x: 1\n",
        ),
        (
            ".gitlab-ci.yml",
            "old:\n  image: python:3.7\nnew:\n  image:\n    name: python:3.8\n",
            "old:\n  image: python:3.7\nnew:\n  image:\n    name: python:3.12\n",
        ),
        # a row that pairs the two is one of a matrix
        (
            ".travis.yml",
            "- {python: 3.8, env: DJANGO=2.2}\n- {python: 3.7, env: DJANGO=3.0}\n- {python: 3.8, env: DJANGO=3.0}\n",
            "- {python: 3.8, env: DJANGO=2.2}\n- {python: 3.7, env: DJANGO=3.0}\n- {python: 3.12, env: DJANGO=5.2}\n",
        ),
        (
            ".travis.yml",
            "include:\n  - env: TOXENV=py38-dj22\n    python: 3.8\n  - env: TOXENV=py38-dj30-x\n    python: 3.8\n",
            "include:\n  - env: TOXENV=py38-dj22\n    python: 3.8\n  - env: TOXENV=py312-dj52-x\n    python: 3.12\n",
        ),
        (
            ".github/workflows/ci.yml",
            "include:\n- os: x\n  python: 3.8\n  django: 2.2\n- python: 3.8\n  django: '3.0'\nlast:\n  python: 3.8\n",
            "include:\n- os: x\n  python: 3.8\n  django: 2.2\n- python: 3.12\n  django: '5.2'\nlast:\n  python: 3.12\n",
        ),
        (
            ".github/workflows/ci.yml",
            "python-version: [3.7, 3.9.0-rc - 3.9, 3.10-dev]\n",
            "python-version: [3.7, 3.9.0-rc - 3.12, 3.10-dev]\n",
        ),
        (".travis.yml", "- python: 3.7-dev\n- python: 3.8\n", "- python: 3.7-dev\n- python: 3.12\n"),
        (".gitlab-ci.yml", '      - PY: ["3.7", "3.8"]\n', '      - PY: ["3.7", "3.12"]\n'),
        (
            ".travis.yml",
            'env:\n  - DJANGO=2.2\n  - DJANGO="3.0.1" DB=x\n  - TOXENV=py38-django30\n',
            'env:\n  - DJANGO=2.2\n  - DJANGO="5.2" DB=x\n  - TOXENV=py312-django52\n',
        ),
        (
            "pyproject.toml",
            '[[tool.hatch.envs.test.matrix]]\npython = ["3.7", "3.8"]\ndjango = ["2.2", "3.0"]\n',
            '[[tool.hatch.envs.test.matrix]]\npython = ["3.7", "3.12"]\ndjango = ["2.2", "5.2"]\n',
        ),
        (".tool-versions", "nodejs 3.8.1\npython 3.8.10\n", "nodejs 3.8.1\npython 3.12.11\n"),
        ("Pipfile", '[requires]\npython_full_version = "3.8.10"\n', '[requires]\npython_full_version = "3.12.11"\n'),
        (
            ".pre-commit-config.yaml",
            "      - id: black\n        language_version: python3.8\n",
            "      - id: black\n        language_version: python3.12\n",
        ),
        (
            "noxfile.py",
            '@nox.parametrize("django", ["2.2", "3.0"])\n',
            '@nox.parametrize("django", ["2.2", "5.2"])\n',
        ),
        (
            "tox.ini",
            "[gh-actions]\npython =\n    3.7: py37\n    3.8: py38, lint\n[testenv:lint]\nbasepython = python3.8\n",
            "[gh-actions]\npython =\n    3.7: py37\n    3.12: py312, lint\n[testenv:lint]\nbasepython = python3.12\n",
        ),
        (
            "tox.ini",
            "[gh-actions:env]\nDJANGO =\n    2.2: django22\n    3.0: django30\n",
            "[gh-actions:env]\nDJANGO =\n    2.2: django22\n    5.2: django52\n",
        ),
    ],
)
def test_the_newest_older_version_becomes_the_target(file: str, before: str, after: str) -> None:
    assert moved(file, before) == after
    assert moved(file, before.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (
            ".github/workflows/ci.yml",
            "    python-version: [3.7, '3.8']\n",
            "    python-version: [3.7, '3.8', '3.12']\n",
        ),
        (
            ".github/workflows/ci.yml",
            '    python-version:\n      - "3.7"\n      - "3.8"  # old\n    os: x\n',
            '    python-version:\n      - "3.7"\n      - "3.8"  # old\n      - "3.12"\n    os: x\n',
        ),
        (".github/workflows/ci.yml", "    python-version: ['3.8', '3.12']\n", "    python-version: ['3.8', '3.12']\n"),
        ("tox.ini", "[tox]\nenvlist = py{37,38}-x\n", "[tox]\nenvlist = py{37,38,312}-x\n"),
        ("tox.ini", "[tox]\nenvlist = py37, py38\n", "[tox]\nenvlist = py37, py38, py312\n"),
        ("tox.ini", "[tox]\nenvlist = py37-a, py38-b\n", "[tox]\nenvlist = py37-a, py38-b, py312-b\n"),
        (
            "tox.ini",
            "[gh-actions]\npython =\n    3.7: py37\n    3.8: py38, lint\n\n[x]\n",
            "[gh-actions]\npython =\n    3.7: py37\n    3.8: py38, lint\n    3.12: py312, lint\n\n[x]\n",
        ),
        (
            ".github/workflows/ci.yml",
            "  python-version: |\n    3.7\n    3.8\n",
            "  python-version: |\n    3.7\n    3.8\n    3.12\n",
        ),
        ("tox.ini", "[tox]\nenvlist =\n    py38\n    lint\n", "[tox]\nenvlist =\n    py38\n    py312\n    lint\n"),
        ("tox.toml", 'env_list = ["py38"]\n', 'env_list = ["py38", "py312"]\n'),
        ("noxfile.py", "@nox.session(python=('3.7', '3.8'))\n", "@nox.session(python=('3.7', '3.8', '3.12'))\n"),
        (".pre-commit-config.yaml", "        args: [--py36-plus]\n", "        args: [--py36-plus]\n"),
        ("pyproject.toml", '[tool.black]\ntarget-version = ["py38"]\n', '[tool.black]\ntarget-version = ["py38"]\n'),
        ("mypy.ini", "[mypy]\npython_version = 3.8\n", "[mypy]\npython_version = 3.8\n"),
        ("Dockerfile", "FROM python:3.8\n", "FROM python:3.12\n"),
        (".github/workflows/ci.yml", "        python-version: 3.8\n", "        python-version: 3.12\n"),
    ],
)
def test_old_versions_are_kept_in_lists_and_lowest_versions_when_asked(file: str, before: str, after: str) -> None:
    for ends in ("\n", "\r\n"):
        once = move(before.replace("\n", ends), PurePosixPath(file), TARGET, keep_old=True)
        assert once == (after.replace("\n", ends), ())
        assert move(once[0], PurePosixPath(file), TARGET, keep_old=True) == once


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        (
            ".github/workflows/ci.yml",
            "include:\n  - python: 3.7\n  - python: 3.8\n",
            "line 3: add one for Python 3.12 beside 3.8",
        ),
        (
            ".travis.yml",
            "env: TOXENV=py38-django30\n",
            "line 1: add an environment of tox for Python 3.12, Django 5.2 beside py38-django30",
        ),
    ],
)
def test_where_an_old_version_cannot_get_company_it_is_said(file: str, text: str, why: str) -> None:
    moved, rows = move(text, PurePosixPath(file), TARGET, keep_old=True)
    assert (moved, rows[0].why) == (text, why)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[project]\nrequires-python = ">=3.8,!=3.9.0"\n', '[project]\nrequires-python = ">=3.12,!=3.9.0"\n'),
        ('[project]\nrequires-python = ">= 3.13"\n', '[project]\nrequires-python = ">= 3.13"\n'),
        ('[tool.poetry.dependencies]\npython = "^3.8"\n', '[tool.poetry.dependencies]\npython = "^3.12"\n'),
        ('[tool.poetry.dependencies]\npython = ">3.7,<4"\n', '[tool.poetry.dependencies]\npython = ">=3.12,<4"\n'),
    ],
)
def test_what_a_lock_is_made_from_begins_at_the_target(before: str, after: str) -> None:
    assert move(before, PurePosixPath("pyproject.toml"), TARGET, locked=True)[0] == after
    assert move(before, PurePosixPath("pyproject.toml"), TARGET, locked=True, keep_old=True)[0] == before


def test_a_number_that_yaml_would_shorten_is_quoted() -> None:
    target = Versions(Version("3.10"), None)
    assert moved(".travis.yml", "python: 3.8\n", target) == 'python: "3.10"\n'


@pytest.mark.parametrize(
    ("file", "text", "rows"),
    [
        (
            ".travis.yml",
            "python: [3.6, 3.7, 3.8]\n",
            ["line 1: still names Python 3.6, 3.7; remove what you no longer support"],
        ),
        (
            ".github/workflows/ci.yml",
            "python: ['3.7', '3.8']\nexclude:\n  - python: '3.8'\n",
            [
                "line 1: still names Python 3.7; remove what you no longer support",
                "line 3: Python 3.8 left out of a matrix; see what should be",
            ],
        ),
        (
            ".pre-commit-config.yaml",
            "args: [--py38-plus]\n",
            ["hooks of these revisions may not know the target: run `pre-commit autoupdate`"],
        ),
        (
            ".travis.yml",
            "python: 3.8\nscript: python3.8 -m pytest\n",
            ["line 2: names python3.8; change it where the new Python is used"],
        ),
        (
            "Dockerfile",
            "FROM python:3.8\nRUN apt-get install python3.8-dev\n",
            ["line 2: names python3.8-dev; change it where the new Python is used"],
        ),
        (
            ".travis.yml",
            "a:\n  python: 3.6\nb:\n  python: 3.7\nc:\n  python: [3.7, 3.8]\n",
            ["lines 2, 4, 6: still name Python 3.6, 3.7; remove what you no longer support"],
        ),
        (
            "Dockerfile",
            "FROM python:3.8@sha256:ab\n",
            ["line 1: names an image by its digest; change both to that of Python 3.12"],
        ),
        (
            ".travis.yml",
            "env:\n  - TOXENV=py38-django30\n  - TOXENV=py37-django22\n",
            [
                "line 3: still names Python 3.7; remove what you no longer support",
                "line 3: still names Django 2.2; remove what you no longer support",
            ],
        ),
    ],
)
def test_what_is_left_for_a_person_is_said(file: str, text: str, rows: list[str]) -> None:
    assert [skip.why for skip in move(text, PurePosixPath(file), TARGET)[1]] == rows


SETUP = """\
setup(
    python_requires=">=3.6",
    classifiers=[
        "Framework :: Django",
        "Framework :: Django :: 2.2",
        "Framework :: Django :: 3.0",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.7",
        "Programming Language :: Python :: 3.8"
    ],
)
"""


def test_classifiers_get_company() -> None:
    assert moved("setup.py", SETUP) == SETUP.replace(
        '        "Framework :: Django :: 3.0",\n',
        '        "Framework :: Django :: 3.0",\n        "Framework :: Django :: 5.2",\n',
    ).replace(
        '        "Programming Language :: Python :: 3.8"\n',
        '        "Programming Language :: Python :: 3.8",\n        "Programming Language :: Python :: 3.12"\n',
    )


def test_classifiers_of_setup_cfg_and_with_windows_line_ends_get_company() -> None:
    text = "[metadata]\r\nclassifiers =\r\n    Programming Language :: Python :: 3.8\r\n    Topic :: Internet\r\n"
    new = "    Programming Language :: Python :: 3.8\r\n    Programming Language :: Python :: 3.12\r\n"
    assert moved("setup.cfg", text) == text.replace("    Programming Language :: Python :: 3.8\r\n", new)


@pytest.mark.parametrize("text", ['classifiers = ["Programming Language :: Python :: 3"]\n', "x = 1\n"])
def test_without_version_classifiers_none_are_added(text: str) -> None:
    assert moved("setup.py", text) == text


def test_classifiers_that_share_a_line_are_left_to_a_person() -> None:
    text = 'setup(classifiers=["Programming Language :: Python :: 3.7", "Programming Language :: Python :: 3.8"])\n'
    assert moved("setup.py", text) == text


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("pyproject.toml", 'requires-python = ">=3.6"\n', 'requires-python = ">=3.6"\n'),
        ("pyproject.toml", 'requires-python = ">=3.6,<3.9"\n', 'requires-python = ">=3.6,<3.13"\n'),
        ("pyproject.toml", 'requires-python = "~=3.8.0"\n', 'requires-python = "~=3.12.0"\n'),
        (
            "setup.py",
            "setup(\n    python_requires='>=3.6, <3.10',\n)\n",
            "setup(\n    python_requires='>=3.6, <3.13',\n)\n",
        ),
        ("setup.cfg", "[options]\npython_requires = >=3.6,<3.9\n", "[options]\npython_requires = >=3.6,<3.13\n"),
        ("setup.cfg", "[options]\npython_requires = >=3.6, <4\n", "[options]\npython_requires = >=3.6, <4\n"),
    ],
)
def test_a_python_requirement_is_widened_only_when_it_is_in_the_way(file: str, before: str, after: str) -> None:
    assert moved(file, before) == after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">=2.2,<3.0", ">=2.2,<6.0"),
        (">=2.2,<3", ">=2.2,<6"),
        (">=2.2, <2.3", ">=2.2, <5.3"),
        ("<=2.2.9", "<5.3"),
        ("~=2.2", "~=5.2"),
        ("~=2.2.0", "~=5.2.7"),
        ("==2.2.*", "==5.2.*"),
        ("==2.2.9", "==5.2.7"),
        (">=2.2,!=3.0", ">=2.2,!=3.0"),
        (">=2.2,<6", ">=2.2,<6"),
        ("", ""),
    ],
)
def test_a_range_is_widened_in_its_own_words(old: str, new: str) -> None:
    assert widen(old, Version("5.2.7")) == new
    assert Version("5.2.7") in SpecifierSet(new)


def test_mentions_are_found_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text(SETUP)
    (tmp_path / "tox.ini").write_text("[tox]\nenvlist = py{37,38}-django{22,30}, py38-dj31\n")
    (tmp_path / "Dockerfile").write_bytes(b"FROM python:3.8\n# \xff\n")
    found, skipped = read(tmp_path, [PurePosixPath("setup.py"), PurePosixPath("tox.ini"), PurePosixPath("Dockerfile")])
    assert [(str(item.file), item.line, item.what, item.version) for item in found] == [
        ("setup.py", 2, "requires-python", ">=3.6"),
        ("setup.py", 5, "classifier: django", "2.2"),
        ("setup.py", 6, "classifier: django", "3.0"),
        ("setup.py", 8, "classifier: python", "3.7"),
        ("setup.py", 9, "classifier: python", "3.8"),
        ("tox.ini", 2, "tox envlist: python", "3.7"),
        ("tox.ini", 2, "tox envlist: python", "3.8"),
        ("tox.ini", 2, "tox envlist: python", "3.8"),
        ("tox.ini", 2, "tox envlist: django", "2.2"),
        ("tox.ini", 2, "tox envlist: django", "3.0"),
        ("tox.ini", 2, "tox envlist: django", "3.1"),
    ]
    assert [str(skip.path) for skip in skipped] == ["Dockerfile"]
