"""What the manifests and lock files other than requirements files require."""

from __future__ import annotations

import textwrap
from pathlib import Path, PurePosixPath

import pytest

from upgrader.pins.inventory import Chosen, choose_requirements, read_pins
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
        ("ruff", 10, "lint in dev"),
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
        ("^20.8b1", ">=20.8b1,<21"),
        ("~1.0.dev3", ">=1.0.dev3,<1.1"),
        ("19.10b0", "==19.10b0"),
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


POETRY = """\
[tool.poetry.dependencies]
python = "^3.8"
requests = {version = "^2.22", extras = ["socks", "security"]}
dataclasses = {version = "^0.8", python = "<3.7"}
numpy = [
    {version = "~1.18", python = "~3.8"},
    {version = "^1.22", python = ">=3.9.1,<4", platform = "linux"},
]
colorama = {version = "*", markers = "os_name == 'nt' or extra == 'x'"}

[[tool.poetry.source]]
name = "ours"
url = "https://user:secret@example.com/simple"
"""
PIPFILE = """\
[[source]]
name = "pypi"
url = "https://pypi.org/simple"

[[source]]
url = "https://user:secret@example.com/simple"

[packages]
requests = {extras = ["socks"], version = ">=2.22"}
pywin32 = {version = "*", sys_platform = "== 'win32'", markers = "os_name == 'nt'"}
"""


def test_extras_and_conditions_of_poetry_and_pipenv_count(tmp_path: Path) -> None:
    assert [said for said, _, _ in rows(tmp_path, "pyproject.toml", POETRY)] == [
        "requests[socks,security]>=2.22,<3",
        'dataclasses>=0.8,<0.9 ; python_version < "3.7"',
        'numpy>=1.18,<1.19 ; python_version < "3.9" and python_version >= "3.8"',
        'numpy>=1.22,<2 ; python_version < "4" and python_full_version >= "3.9.1" and sys_platform == "linux"',
        "colorama ; (os_name == 'nt' or extra == 'x')",
    ]
    assert reasons(tmp_path, "pyproject.toml", POETRY) == [
        "the index 'ours' is not followed; configure the index for uv or pip"
    ]
    assert [said for said, _, _ in rows(tmp_path, "Pipfile", PIPFILE)] == [
        "requests[socks]>=2.22",
        "pywin32 ; (os_name == 'nt') and sys_platform == 'win32'",
    ]
    assert reasons(tmp_path, "Pipfile", PIPFILE) == [
        "the index 'example.com' is not followed; configure the index for uv or pip"
    ]


def test_lists_that_setup_py_puts_together_are_read(tmp_path: Path) -> None:
    text = (
        "from setuptools import setup\nA = ['a==1']\nsetup(install_requires=A + ['b'] + c, extras_require={'x': A})\n"
    )
    assert rows(tmp_path, "setup.py", text) == [("a==1", 2, ""), ("b", 3, ""), ("a==1", 2, "x")]
    assert reasons(tmp_path, "setup.py", text) == ["line 3: install_requires is computed; only running it would tell"]


def test_what_poetry_and_pipenv_take_from_a_repository_is_a_link(tmp_path: Path) -> None:
    poetry = '[tool.poetry.dependencies]\nthing = {git = "https://example.com/thing.git", tag = "1.0"}\n'
    pipfile = '[packages]\nthing = {git = "https://example.com/thing.git", ref = "1.0", editable = true}\n'
    link = "thing @ git+https://example.com/thing.git@1.0"
    assert rows(tmp_path, "pyproject.toml", poetry) == [(link, 2, "")]
    assert rows(tmp_path, "Pipfile", pipfile) == [(link, 2, "")]
    plain = '[packages]\nthing = {file = "https://example.com/thing.zip"}\n'
    assert rows(tmp_path, "Pipfile", plain) == [("thing @ https://example.com/thing.zip", 2, "")]


@pytest.mark.parametrize("name", ["pyproject.toml", "Pipfile"])
def test_a_broken_toml_file_is_reported(tmp_path: Path, name: str) -> None:
    assert reasons(tmp_path, name, "[project\n")[0].startswith("is no TOML")


LOCKS = {
    "Pipfile.lock": """\
{
    "_meta": {
        "sources": []
    },
    "default": {
        "django": {
            "hashes": [
                "sha256:aa"
            ],
            "version": "==2.2.9"
        },
        "six": {
            "markers": "python_version < '3.9'",
            "version": "==1.14.0"
        },
        "here": {
            "editable": true,
            "path": "."
        }
    },
    "develop": {
        "six": {
            "version": "==1.14.0"
        }
    }
}
""",
    "poetry.lock": """\
[[package]]
name = "Django"
version = "2.2.9"
category = "main"
python-versions = ">=3.5"
files = [
    {file = "Django-2.2.9.tar.gz", hash = "sha256:aa"},
]

[package.dependencies]
six = "*"

[[package]]
name = "six"
version = "1.14.0"
markers = {main = "python_version < '3.9'"}

[package.source]
type = "legacy"
url = "https://example.com/simple"
reference = "ours"

[[package]]
name = "here"
version = "1.0"

[package.source]
type = "git"
url = "https://example.com/here"
""",
    "pdm.lock": """\
[[package]]
name = "django"
version = "2.2.9"
groups = ["default"]

[[package]]
name = "six"
version = "1.14.0"
marker = "python_version < '3.9'"

[[package]]
name = "here"
version = "1.0"
path = "./here"
""",
    "uv.lock": """\
version = 1

[[package]]
name = "django"
version = "2.2.9"
source = { registry = "https://example.com/simple" }
sdist = { url = "https://example.com/d.tar.gz", hash = "sha256:aa", size = 1 }
wheels = [
    { url = "https://example.com/d.whl", hash = "sha256:bb", size = 1 },
]

[[package]]
name = "site"
version = "1"
source = { virtual = "." }

[[package]]
name = "six"
version = "1.14.0"
source = { registry = "https://example.com/simple" }
resolution-markers = ["python_version < '3.9'"]

[[package]]
name = "here"
version = "1.0"
source = { git = "https://example.com/here" }
""",
    "pylock.toml": """\
lock-version = "1.0"

[[packages]]
name = "django"
version = "2.2.9"
wheels = [
    { name = "d.whl", url = "https://example.com/d.whl", hashes = { sha256 = "aa" } },
]

[[packages]]
name = "six"
version = "1.14.0"
marker = "python_version < '3.9'"

[[packages]]
name = "here"
vcs = { type = "git", url = "https://example.com/here" }
""",
}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_are_read_with_the_line_of_each_package(tmp_path: Path, name: str) -> None:
    found = rows(tmp_path, name, LOCKS[name])
    lines = LOCKS[name].splitlines()
    assert [(said.replace("(", "").replace(")", ""), group) for said, _, group in found][:2] == [
        ("django==2.2.9", "lock"),
        ("six==1.14.0 ; python_version < '3.9'", "lock"),
    ]
    for said, line, _ in found:
        assert f'"{said.partition("=")[0]}"' in lines[line - 1].lower()
    where = next(number for number, line in enumerate(lines, 1) if '"here"' in line)
    why = f"line {where}: here does not come from an index, which cannot be asked for it"
    assert reasons(tmp_path, name, LOCKS[name]) == [why]


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("text", ["[", "package = 3\npackages = 3\n", '{"default": {"django": []}}'])
def test_a_broken_lock_file_is_reported(tmp_path: Path, name: str, text: str) -> None:
    assert reasons(tmp_path, name, text)[0].startswith("is no ")


def test_a_lock_file_below_the_projects_folder_is_not_read(tmp_path: Path) -> None:
    file = PurePosixPath("vendor/poetry.lock")
    assert read_pins(tmp_path, [file]).skipped[0].why.startswith("not read: only in the project's own folder")


def chosen(root: Path, **files: str) -> Chosen:
    """Return what is chosen from files, of which the first ``_`` of each name stands for the dot."""
    names = {name.replace("_", ".", 1): text for name, text in files.items()}
    for name, text in names.items():
        (root / name).write_text(text)
    return choose_requirements(read_pins(root, [PurePosixPath(name) for name in names]))


def test_a_lock_says_which_versions_and_its_manifest_what_is_needed(tmp_path: Path) -> None:
    made = chosen(tmp_path, Pipfile='[packages]\ndjango = "*"\n', Pipfile_lock=LOCKS["Pipfile.lock"])
    assert made.requirements == ("django",)
    assert made.locked[0] == "django==2.2.9"
    assert made.locked[1].startswith("six==1.14.0 ; ")


def test_a_lock_without_its_manifest_is_what_is_required(tmp_path: Path) -> None:
    made = chosen(tmp_path, pylock_toml=LOCKS["pylock.toml"])
    assert made.requirements[0] == "django==2.2.9"
    assert made.locked == ()


def test_a_lock_that_its_manifest_contradicts_is_out_of_date(tmp_path: Path) -> None:
    made = chosen(tmp_path, Pipfile='[packages]\ndjango = "~=5.2"\n', Pipfile_lock=LOCKS["Pipfile.lock"])
    assert (made.requirements, made.locked) == (("django~=5.2",), ())
    assert made.skipped[-1].why == (
        "left out, since it is out of date: it holds django 2.2.9, and Pipfile line 2 says django~=5.2"
    )


def test_what_a_lock_holds_in_several_versions_is_left_open(tmp_path: Path) -> None:
    text = 'version = 1\n[[package]]\nname = "six"\nversion = "1.0"\n[[package]]\nname = "six"\nversion = "2.0"\n'
    made = chosen(tmp_path, pyproject_toml='[project]\ndependencies = ["django"]\n', uv_lock=text)
    assert made.locked == ()
    assert made.skipped[-1].why == "line 6: six==2.0 left out: it is there in several versions"


FORKED = """
    [[package]]
    name = "six"
    version = "1.0"

    [[package]]
    name = "six"
    version = "2.0"
"""


def test_of_two_releases_that_poetry_holds_those_who_need_them_say_when_each_is_meant(tmp_path: Path) -> None:
    needs = """
    [[package]]
    name = "thing"
    version = "1.0"

    [package.dependencies]
    six = [
        {version = ">=1,<2", markers = "python_version < '3.8'"},
        {version = "^2.0", markers = "python_version >= '3.8' and python_version < '3.11'"},
        {version = ">=2", markers = "python_version >= '3.11'"},
    ]
    """
    manifest = "[tool.poetry.dependencies]\npython = '^3.7'\nthing = '*'\n"
    made = chosen(tmp_path, pyproject_toml=manifest, poetry_lock=textwrap.dedent(FORKED + needs))
    assert made.locked == (
        "six==1.0 ; (python_version < '3.8')",
        "six==2.0 ; (python_version >= '3.8' and python_version < '3.11') or (python_version >= '3.11')",
        "thing==1.0",
    )
    more = "\n[[package]]\nname = 'more'\nversion = '1'\n[package.dependencies]\nsix = '*'\n"
    always = textwrap.dedent(FORKED + needs) + more
    made = chosen(tmp_path, pyproject_toml=manifest, poetry_lock=always)
    assert made.locked == ("thing==1.0", "more==1")  # one that takes any of them leaves it open


def test_of_two_releases_that_poetry_holds_the_manifest_says_when_each_is_meant(tmp_path: Path) -> None:
    manifest = """
        [tool.poetry.dependencies]
        python = "^3.7"
        six = [{version = "^1.0", python = "<3.8"}, {version = "^2.0", python = ">=3.8"}]
    """
    made = chosen(tmp_path, pyproject_toml=textwrap.dedent(manifest), poetry_lock=textwrap.dedent(FORKED))
    assert made.locked == ('six==1.0 ; (python_version < "3.8")', 'six==2.0 ; (python_version >= "3.8")')
    assert not [skip for skip in made.skipped if skip.path.name == "poetry.lock"]


def test_a_package_that_a_lock_names_again_with_its_extras_is_held_once(tmp_path: Path) -> None:
    row = '[[package]]\nname = "six"\nversion = "1.0"\n'
    text = f'{row}{row}extras = ["x"]\n'
    made = chosen(tmp_path, pyproject_toml='[project]\ndependencies = ["django"]\n', pdm_lock=text)
    assert made.locked == ("six==1.0",)


def test_a_pylock_belongs_to_the_manifest_beside_it(tmp_path: Path) -> None:
    text = """
        [[packages]]
        name = "django"
        version = "2.2.9"
        marker = "'default' in dependency_groups"
    """
    made = chosen(tmp_path, requirements_in="django>=2,<3\n", pylock_toml=textwrap.dedent(text))
    assert (made.requirements, made.locked) == (("django>=2,<3",), ("django==2.2.9",))
    made = chosen(tmp_path, requirements_in="django>=5,<6\n", pylock_toml=textwrap.dedent(text))
    assert (made.requirements, made.locked) == (("django>=5,<6",), ())


def test_an_environment_of_conda_is_read(tmp_path: Path) -> None:
    text = """\
name: site
dependencies:
  - python=3.8
  - conda-forge::django=2.2
  - pillow==7.0.0  # pictures
  - requests=2.22.0=py38_1
  - libpng=1.6.37=hbc83047_0
  - postgresql
  - numpy >=1.18,<2
  - redis-py
  - odd=1.0|2.0
  - pip
  - pip:
    - six==1.14.0
    - -r requirements.txt
"""
    assert rows(tmp_path, "environment.yml", text) == [
        ("django==2.2.*", 4, ""),
        ("pillow==7.0.0", 5, ""),
        ("requests==2.22.0", 6, ""),
        ("numpy>=1.18,<2", 9, ""),
        ("redis", 10, ""),
        ("six==1.14.0", 14, ""),
    ]
    assert reasons(tmp_path, "environment.yml", text) == [
        "line 7: libpng=1.6.37=hbc83047_0 is no Python package and was left alone",
        "line 8: postgresql is no Python package and was left alone",
        "line 11: 'odd=1.0|2.0' is not understood and was left alone",
        "line 15: -r requirements.txt is not followed here; it counts where it is a requirements file",
    ]


@pytest.mark.parametrize("text", ["a: [", "- a\n- b\n", "dependencies: 3\n", ""])
def test_what_is_no_environment_of_conda_has_no_requirements(tmp_path: Path, text: str) -> None:
    assert rows(tmp_path, "environment.yml", text) == []
    assert [why[:10] for why in reasons(tmp_path, "environment.yml", text)] == (
        ["is no YAML"] if text == "a: [" else []
    )


TOX = """\
[tox]
envlist = py38-django22

[testenv]
deps =
    pytest>=5  # runs them
    django22: Django>=2.2,<2.3
    py{36,37}: mock==3.0.5
    !py38: six; os_name == "posix"
    -r{toxinidir}/more.txt
    {[base]deps}

[testenv:docs]
deps = sphinx

[testenv:py38-extra]
deps =
    {[testenv]deps}
    lxml
"""


def test_the_dependencies_of_tox_are_read(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("webtest==2.0\n")
    assert rows(tmp_path, "tox.ini", TOX) == [
        ("pytest>=5", 6, "tox"),
        ('mock==3.0.5 ; python_version == "3.6" or python_version == "3.7"', 8, "tox"),
        ('six ; (os_name == "posix") and (python_version != "3.8")', 9, "tox"),
        ("webtest==2.0", 1, ""),
        ("sphinx", 14, "docs"),
        ("lxml", 19, "tox"),
    ]
    assert reasons(tmp_path, "tox.ini", TOX) == [
        "line 11: '{[base]deps}' is not understood and was left alone",  # line 7 moves with the list of environments
    ]
    made = choose_requirements(read_pins(tmp_path, [PurePosixPath("tox.ini")]))
    assert "sphinx" not in made.requirements
    assert "lxml" in made.requirements


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tox.toml", '[env_run_base]\ndeps = ["mock==3.0.5"]\n'),
        ("pyproject.toml", '[tool.tox.env.py38]\ndeps = ["mock==3.0.5"]\n'),
        ("pyproject.toml", '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\ndeps = mock==3.0.5\n"""\n'),
        ("setup.cfg", "[tox:tox]\nenvlist = py38\n[testenv]\ndeps = mock==3.0.5\n"),
    ],
)
def test_tox_is_read_in_all_its_files(tmp_path: Path, name: str, text: str) -> None:
    line = next(number for number, said in enumerate(text.splitlines(), 1) if "mock" in said)
    assert rows(tmp_path, name, text) == [("mock==3.0.5", line, "tox")]


def test_what_the_list_of_environments_is_made_of_is_no_news(tmp_path: Path) -> None:
    said = "[testenv]\ndeps =\n    django22: Django>=2.2,<2.3\n    django22: django-x<2\n"
    for envlist, found in (("py38-django{22,30}", 1), ("py38", 2)):
        rows = reasons(tmp_path, "tox.ini", f"[tox]\nenvlist = {envlist}\n{said}")
        assert len(rows) == found
        assert "django-x<2" in rows[-1]


def test_a_requirements_file_that_tox_names_and_is_none_is_reported(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("this is no requirement\n")
    why = reasons(tmp_path, "tox.ini", "[testenv]\ndeps = -r more.txt\n")[0]
    assert why.startswith("line 2: more.txt is not read as requirements: more.txt:1: 'this is no requirement'")


def test_what_nox_installs_is_read_as_syntax(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("webtest==2.0\n")
    text = """\
import nox

@nox.session(python=["3.8"])
def tests(session):
    session.install("pytest==5.3.1", "-r", "more.txt")
    session.install(WHAT)
    session.install("-e", ".")

@nox.session
def lint(session):
    session.install("black")

def helper(session):
    session.install("no")
"""
    assert rows(tmp_path, "noxfile.py", text) == [
        ("pytest==5.3.1", 5, "nox"),
        ("webtest==2.0", 1, ""),
        ("black", 11, "lint"),
    ]
    assert reasons(tmp_path, "noxfile.py", text) == [
        "line 6: what is installed is computed; only running it would tell"
    ]


def test_a_group_that_a_group_for_tests_includes_is_for_tests(tmp_path: Path) -> None:
    text = """\
[dependency-groups]
dev = ["pytest", {include-group = "Typing"}]
typing = ["mypy", {include-group = "stubs"}]
stubs = ["types-x", {include-group = "typing"}]
docs = ["sphinx"]
"""
    assert rows(tmp_path, "pyproject.toml", text) == [
        ("pytest", 2, "dev"),
        ("mypy", 3, "typing in dev in stubs"),
        ("types-x", 4, "stubs in dev in typing"),
        ("sphinx", 5, "docs"),
    ]
    made = choose_requirements(read_pins(tmp_path, [PurePosixPath("pyproject.toml")]))
    assert made.requirements == ("pytest", "mypy", "types-x")
