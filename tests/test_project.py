"""Reading a project: files, configuration, versions and the test command, from files alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version

from upgrader.model import Project, UpgraderError
from upgrader.project import read_project
from upgrader.project.commands import plain_commands
from upgrader.project.files import find_top, matches
from upgrader.scan import Options, scan, scan_report

MANAGE = (
    "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\nfrom django.core import management\n"
)


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def track(root: Path) -> Path:
    git(root, "init", "-q")
    git(root, "add", "-A")
    return root


def names(project: Project) -> list[str]:
    return [str(path) for path in project.files]


def skips(project: Project) -> dict[str, str]:
    return {str(skip.path): skip.why for skip in project.skipped}


def command(root: Path, files: Mapping[str, str]) -> str | None:
    return read_project(write(root, {"a.py": "", **files})).test_command


# files


def test_with_git_the_files_are_those_that_git_tracks_and_that_exist(tmp_path: Path) -> None:
    track(write(tmp_path, {"a.py": "", "gone.py": "", "sub/b.py": ""}))
    write(tmp_path, {"untracked.py": ""})
    (tmp_path / "gone.py").unlink()
    project = read_project(tmp_path)
    assert names(project) == ["a.py", "sub/b.py"]
    assert project.top == tmp_path.resolve()
    assert project.skipped == ()


def test_without_git_environments_and_caches_are_passed_over_and_named(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", ".venv/x.py": "", "node_modules/x.py": "", "p/node_modules/x.py": ""})
    write(tmp_path, {"mine/pyvenv.cfg": "", "mine/x.py": "", "dist/kept.py": ""})
    project = read_project(tmp_path)
    assert names(project) == ["a.py", "dist/kept.py"]
    assert project.top is None
    assert set(skips(project)) == {".venv", "node_modules", "mine"}
    assert "1 more" in skips(project)["node_modules"]


def test_without_git_folders_with_code_of_others_are_passed_over_unless_the_configuration_says_what_is(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"a.py": "", "vendor/x.py": "", "p/_vendor/x.py": "", "third_party/x.py": "", "build/lib/x.py": ""})
    write(tmp_path, {"p/vendor/x.py": "", "vendored.py": ""})
    project = read_project(tmp_path)
    assert names(project) == ["a.py", "vendored.py"]
    assert set(skips(project)) == {"vendor", "p/_vendor", "third_party", "build"}
    assert "`exclude = []`" in skips(project)["vendor"] and "1 more" in skips(project)["vendor"]
    write(tmp_path, {"upgrader.toml": 'exclude = ["build"]\n'})
    project = read_project(tmp_path)
    assert "vendor/x.py" in names(project) and "build/lib/x.py" not in names(project)
    write(tmp_path, {"upgrader.toml": "exclude = []\n"})
    assert "build/lib/x.py" in names(read_project(tmp_path))


def test_with_git_what_is_tracked_is_the_project_s(tmp_path: Path) -> None:
    track(write(tmp_path, {"a.py": "", "vendor/x.py": ""}))
    assert names(read_project(tmp_path)) == ["a.py", "vendor/x.py"]


def test_a_folder_inside_a_repository_is_a_project_of_its_own(tmp_path: Path) -> None:
    track(write(tmp_path, {"top.py": "", "services/shop/a.py": "", "services/shop/.python-version": "3.8.5\n"}))
    project = read_project(tmp_path / "services" / "shop")
    assert names(project) == [".python-version", "a.py"]
    assert project.top == tmp_path.resolve()
    assert project.root == (tmp_path / "services" / "shop").resolve()


def test_another_repository_in_the_environment_does_not_lead_astray(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = track(write(tmp_path / "other", {"wrong.py": ""}))
    root = track(write(tmp_path / "mine", {"right.py": ""}))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    project = read_project(root)
    assert names(project) == ["right.py"]
    assert project.top == root.resolve()


def test_file_names_may_be_any_bytes(tmp_path: Path) -> None:
    write(tmp_path, {"a b\n\"'.py": "", "ünïcode.py": "", "-rf.py": ""})
    (tmp_path / os.fsdecode(b"bad\xff.py")).write_text("")
    expected = sorted(["a b\n\"'.py", "ünïcode.py", "-rf.py", os.fsdecode(b"bad\xff.py")])
    assert sorted(names(read_project(tmp_path))) == expected
    track(tmp_path)
    assert sorted(names(read_project(tmp_path))) == expected


@pytest.mark.parametrize("tracked", [True, False])
def test_symbolic_links_are_reported_and_never_followed(tmp_path: Path, tracked: bool) -> None:
    outside = write(tmp_path / "outside", {"secret.py": ""})
    root = write(tmp_path / "root", {"a.py": "", "folder/b.py": ""})
    (root / "out.py").symlink_to(outside / "secret.py")
    (root / "in.py").symlink_to("a.py")
    (root / "circle").symlink_to("circle")
    (root / "up").symlink_to("..")
    (root / "dangling.py").symlink_to("nothing.py")
    project = read_project(track(root) if tracked else root)
    assert names(project) == ["a.py", "folder/b.py"]
    why = skips(project)
    assert why["out.py"] == why["up"] == "a symbolic link that leaves the project"
    assert "looked at itself" in why["in.py"]
    assert why["circle"] == why["dangling.py"] == "a symbolic link that leads nowhere"


def test_a_submodule_is_named_and_left_alone(tmp_path: Path) -> None:
    root = track(write(tmp_path, {"a.py": ""}))
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendored")
    (root / "vendored").mkdir()
    write(root, {"vendored/x.py": ""})
    project = read_project(root)
    assert names(project) == ["a.py"]
    assert "submodule" in skips(project)["vendored"]


def test_a_file_in_conflict_is_listed_once(tmp_path: Path) -> None:
    root = track(write(tmp_path, {"a.py": "x = 1\n"}))
    blob = subprocess.run(
        ["git", "-C", str(root), "hash-object", "-w", "a.py"], check=True, capture_output=True, text=True
    ).stdout.strip()
    entries = "".join(f"100644 {blob} {stage}\ta.py\n" for stage in (1, 2, 3))
    git(root, "rm", "-q", "--cached", "a.py")
    subprocess.run(["git", "-C", str(root), "update-index", "--index-info"], input=entries.encode(), check=True)
    assert names(read_project(root)) == ["a.py"]


def test_what_cannot_be_opened_becomes_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = track(write(tmp_path, {"a.py": "", "locked.py": ""}))
    opened = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if path.endswith("locked.py"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    project = read_project(root)
    assert names(project) == ["a.py"]
    assert skips(project) == {"locked.py": "cannot be read: Permission denied"}


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": ""})
    os.mkfifo(tmp_path / "pipe.py")
    assert skips(read_project(tmp_path)) == {"pipe.py": "not a regular file"}


def test_the_repositorys_own_hooks_and_monitors_do_not_run(tmp_path: Path) -> None:
    root = track(write(tmp_path / "root", {"a.py": ""}))
    monitor = tmp_path / "monitor.sh"
    monitor.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    monitor.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(monitor))
    read_project(root)
    assert not (tmp_path / "ran").exists()


def test_a_repository_that_git_refuses_is_an_error_and_not_a_folder_without_git(tmp_path: Path) -> None:
    root = track(write(tmp_path, {"a.py": ""}))
    git(root, "config", "core.repositoryformatversion", "99")
    with pytest.raises(UpgraderError, match="git does not open the repository"):
        read_project(root)


def test_reading_writes_nothing(tmp_path: Path) -> None:
    root = track(write(tmp_path, {"a.py": "", "tox.ini": "[tox]\n", "requirements.txt": "django==2.2\n"}))
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    read_project(root)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_an_excluded_pattern_is_one_row_with_a_count(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "legacy/x.py": "", "legacy/deep/y.py": "", "p/gen_pb2.py": ""})
    write(tmp_path, {"upgrader.toml": 'exclude = ["legacy", "*_pb2.py", "nothing/**"]\n'})
    project = read_project(tmp_path)
    assert names(project) == ["a.py", "upgrader.toml"]
    assert skips(project) == {
        "legacy": "excluded by configuration: 2 files",
        "*_pb2.py": "excluded by configuration: 1 file",
        "nothing/**": "excluded by configuration, but no file matches this pattern",
    }


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("legacy/a.py", "legacy/", True),
        ("src/legacy/a.py", "legacy", True),
        ("src/legacy/a.py", "src/legacy", True),
        ("x/src/legacy/a.py", "src/legacy", False),
        ("a/migrations/0001.py", "*/migrations/*", True),
        ("a.py", "**/*.py", True),
        ("b/a.py", "**/a.py", True),
        ("notlegacy/a.py", "legacy", False),
        ("A.py", "a.py", False),
    ],
)
def test_patterns_match_a_path_or_a_folder_above_it(path: str, pattern: str, expected: bool) -> None:
    assert matches(PurePosixPath(path), pattern) is expected


def test_there_is_no_top_outside_of_git(tmp_path: Path) -> None:
    assert find_top(tmp_path) is None


# wrong input


def test_wrong_folders_are_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UpgraderError, match="does not exist"):
        read_project(tmp_path / "nowhere")
    write(tmp_path, {"file.txt": ""})
    with pytest.raises(UpgraderError, match="is a file"):
        read_project(tmp_path / "file.txt")
    with pytest.raises(UpgraderError, match="no Python files"):
        read_project(tmp_path)
    git(tmp_path, "init", "-q")
    write(tmp_path, {"a.py": ""})
    with pytest.raises(UpgraderError, match="git tracks no Python files"):
        read_project(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("test_command = 'x'", "pyproject.toml has a key that upgrader does not know: test_command"),
        ("test-command = 3", "test-command in pyproject.toml must be a string"),
        ("python = 3.8", "python in pyproject.toml must be a version in quotes"),
        ("exclude = 'a'", "exclude in pyproject.toml must be a list of strings"),
        ("cooldown-days = true", "cooldown-days in pyproject.toml must be a number of days"),
        ("cooldown-days = -1", "cooldown-days in pyproject.toml must be a number of days"),
        ("utcnow = 'utc'", 'utcnow in pyproject.toml must be "naive" or "aware". It is \'utc\''),
        ("utcnow = true", 'utcnow in pyproject.toml must be "naive" or "aware". It is True'),
        ("utcnow = ['aware']", 'utcnow in pyproject.toml must be "naive" or "aware". It is \\[\'aware\'\\]'),
        ("env = {A = 1}", "env in pyproject.toml must be a table of strings"),
        ("x = ", r"pyproject.toml is not valid TOML: .*line 2"),
    ],
)
def test_wrong_configuration_names_the_file_and_the_key_or_line(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, {"a.py": "", "pyproject.toml": f"[tool.upgrader]\n{text}\n"})
    with pytest.raises(UpgraderError, match=message):
        read_project(tmp_path)


def test_configuration_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "upgrader.toml": b"# one\n# caf\xe9\n"})
    with pytest.raises(UpgraderError, match=r"upgrader.toml, line 2, is not UTF-8"):
        read_project(tmp_path)


def test_two_configurations_at_once_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "upgrader.toml": "", "pyproject.toml": "[tool.upgrader]\n"})
    with pytest.raises(UpgraderError, match="Keep one"):
        read_project(tmp_path)


def test_every_key_of_the_configuration_arrives(tmp_path: Path) -> None:
    text = """
    test-command = "make check"
    python = "3.7"
    env = {A = "b"}
    pass-env = ["HOME"]
    requirements = ["r.txt"]
    select = ["X"]
    ignore = ["Y"]
    per-file-ignores = {"a/*" = ["Z"]}
    cooldown-days = 0
    utcnow = "aware"
    """
    config = read_project(write(tmp_path, {"a.py": "", "upgrader.toml": text})).config
    assert (config.test_command, config.python, config.env, config.pass_env) == (
        "make check",
        "3.7",
        {"A": "b"},
        ("HOME",),
    )
    assert (config.requirements, config.select, config.ignore) == (("r.txt",), ("X",), ("Y",))
    assert (config.per_file_ignores, config.cooldown_days) == ({"a/*": ("Z",)}, 0)
    assert config.utcnow == "aware"


def test_tables_of_the_wrong_shape_do_not_crash(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "tox.toml": "env_run_base = 1\nenv_list = 'x'\n", "pyproject.toml": "tool = 1\n"})
    write(
        tmp_path, {"Pipfile": "requires = 1\n", "uv.lock": "package = 1\n", "Pipfile.lock": "[]", "poetry.lock": "= x"}
    )
    assert read_project(tmp_path).old.python == Version("3.8")


@pytest.mark.parametrize("text", ["no section\n", "[testenv]\ncommands\n    pytest\n", "[testenv]\nskipsdist\n"])
def test_a_tox_ini_that_does_not_parse_is_a_row(tmp_path: Path, text: str) -> None:
    project = read_project(write(tmp_path, {"a.py": "", "tox.ini": text}))
    assert "not a valid configuration file" in skips(project)["tox.ini"]


# versions


@pytest.mark.parametrize(
    ("files", "django", "why"),
    [
        ({"requirements.txt": "Django==2.2.9\n"}, "2.2.9", "requirements.txt line 1"),
        ({"requirements.txt": "x==1\ndjango[argon2]>=2.2,<3 ; python_version>'3'\n"}, "2.2", "lowest"),
        ({"setup.py": "from setuptools import setup\nsetup(install_requires=['Django>=1.11'])\n"}, "1.11", "setup.py"),
        ({"requirements.txt": "django\n", "constraints.txt": "django==3.0.1\n"}, "3.0.1", "constraints.txt"),
        ({"Pipfile.lock": '{"default": {"django": {"version": "==2.2.4"}}}'}, "2.2.4", "Pipfile.lock locks"),
        ({"poetry.lock": '[[package]]\nname = "Django"\nversion = "3.1.2"\n'}, "3.1.2", "poetry.lock locks"),
        ({"b.py": "from django.db import models\n"}, None, "b.py imports Django, but no file says which version"),
        ({"requirements.txt": "django\n"}, None, "requires Django, but no file says which version"),
        ({"b.py": "import djangoesque\n"}, None, "No file requires or imports Django"),
    ],
)
def test_django_is_what_the_files_pin(tmp_path: Path, files: dict[str, str], django: str | None, why: str) -> None:
    project = read_project(write(tmp_path, {"a.py": "", **files}))
    assert project.old.django == (Version(django) if django else None)
    assert why in project.why["django"]


CLASSIFIERS = "".join(f"    'Programming Language :: Python :: 3.{n}',\n" for n in range(5, 14))
CLASSIFIERS = f"from setuptools import setup\nsetup(\n    classifiers=[\n{CLASSIFIERS}    ],\n)\n"


@pytest.mark.parametrize(
    ("files", "python"),
    [
        ({}, "3.8"),
        ({"upgrader.toml": 'python = "3.6"\n', ".python-version": "3.9"}, "3.6"),
        ({".python-version": "3.9.18\n3.8.2\n", "runtime.txt": "python-3.10.1"}, "3.9"),
        ({".python-version": "shop-env\n", "runtime.txt": "python-3.10.1"}, "3.10"),
        ({".tool-versions": "nodejs 14.1.0\npython 3.9.2\n", "runtime.txt": "python-3.10.1"}, "3.9"),
        ({"Pipfile": '[requires]\npython_version = "3.9"\n'}, "3.9"),
        (
            {
                "Dockerfile": "ARG PYTHON_VERSION=3.9\nFROM --platform=linux/amd64 python:${PYTHON_VERSION}-slim AS base\n"
            },
            "3.9",
        ),
        ({"docker/web.Dockerfile": "FROM node:14\nFROM registry.example/python:3.10.2-alpine\n"}, "3.10"),
        ({".github/workflows/t.yml": "matrix:\n  python-version: [3.8, '3.9', \"3.10\"]\n"}, "3.10"),
        ({".github/workflows/t.yml": "  python-version:\n    - 3.8\n    - '3.9'\n  other:\n    - 3.11\n"}, "3.9"),
        ({".travis.yml": "python:\n  - 3.6\n  - 3.8\n  - pypy3\n"}, "3.8"),
        ({".gitlab-ci.yml": "image: python:3.9-slim\n"}, "3.9"),
        ({"tox.ini": "[tox]\nenvlist = py{36,39}-django{22}, lint\n"}, "3.9"),
        ({"tox.ini": "[tox]\nenvlist =\n  {py38,py310}-x\n  docs\n"}, "3.10"),
        ({"tox.toml": 'env_list = ["3.9", "py3.10"]\n'}, "3.10"),
        ({"setup.py": CLASSIFIERS}, "3.11"),
        ({"setup.py": CLASSIFIERS, "requirements.txt": "django==2.2.28"}, "3.9"),
        ({"setup.py": CLASSIFIERS, "requirements.txt": "django==2.0"}, "3.7"),
        ({"requirements.txt": "django==1.11"}, "3.7"),
        ({"requirements.txt": "django==5.0"}, "3.10"),
        ({"tox.ini": "[tox]\nenvlist = py37\n", "requirements.txt": "django==2.2.9"}, "3.8"),
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.6'\n"}, "3.8"),
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.9.2'\n"}, "3.9"),
        ({"pyproject.toml": "[tool.poetry.dependencies]\npython = '^3.8.1'\n"}, "3.8"),
        ({"setup.cfg": "[options]\npython_requires = ~=3.9\n"}, "3.9"),
        ({"setup.py": "setup(\n    python_requires='>=3.9',\n)"}, "3.9"),
    ],
)
def test_python_is_what_the_strongest_place_declares(tmp_path: Path, files: dict[str, str], python: str) -> None:
    project = read_project(write(tmp_path, {"a.py": "", **files}))
    assert project.old.python == Version(python)
    assert python in project.why["python"]


def test_the_why_of_python_names_its_file_and_says_when_a_version_is_too_old_to_drive(tmp_path: Path) -> None:
    project = read_project(
        write(tmp_path, {"a.py": "", "runtime.txt": "python-3.7.3", "requirements.txt": "django==2.2.9"})
    )
    assert project.why["python"] == (
        "runtime.txt says Python 3.7, but 3.8 is the oldest that can be driven, and Django 2.2.9 runs on it."
    )


def test_a_python_version_file_above_the_folder_counts_up_to_the_repositorys_top(tmp_path: Path) -> None:
    track(write(tmp_path, {".python-version": "3.9\n", "shop/a.py": ""}))
    assert read_project(tmp_path / "shop").old.python == Version("3.9")


# manifests and kind


def test_manifests_are_the_files_that_declare_dependencies(tmp_path: Path) -> None:
    files = {
        "requirements/dev.txt": "-r ../base.txt\n",
        "base.txt": "x==1\n",
        "setup.cfg": "",
        "notes.txt": "",
        "a.py": "",
    }
    assert [str(path) for path in read_project(write(tmp_path, files)).manifests] == [
        "base.txt",
        "requirements/dev.txt",
        "setup.cfg",
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"setup.py": ""}, True),
        ({"pyproject.toml": "[project]\nname = 'x'\n"}, True),
        ({"pyproject.toml": "[build-system]\nrequires = []\n"}, True),
        ({"pyproject.toml": "[tool.black]\nline-length = 1\n"}, False),
        ({"pyproject.toml": "[project]\nname = 'x'\n[tool.poetry]\npackage-mode = false\n"}, False),
        ({"pyproject.toml": "[project]\nname = 'x'\n[tool.pdm]\ndistribution = false\n"}, False),
        ({"pyproject.toml": "[project]\nname = 'x'\n[tool.uv]\npackage = false\n"}, False),
        ({}, False),
    ],
)
def test_a_site_that_only_configures_tools_is_not_installable(
    tmp_path: Path, files: dict[str, str], expected: bool
) -> None:
    assert read_project(write(tmp_path, {"a.py": "", **files})).installable is expected


# the test command


def test_an_argument_stands_above_the_configuration_and_that_above_the_files(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "runtests.py": "", "upgrader.toml": 'test-command = "configured"\n'})
    assert read_project(tmp_path, test_command="given").test_command == "given"
    assert read_project(tmp_path).test_command == "configured"
    (tmp_path / "upgrader.toml").unlink()
    project = read_project(tmp_path)
    assert project.test_command == "python runtests.py"
    assert project.why["test_command"] == "runtests.py is there."


def test_no_command_is_made_up_for_a_project_without_tests(tmp_path: Path) -> None:
    project = read_project(write(tmp_path, {"a.py": "", "manage.py": MANAGE, "requirements.txt": "django==2.2\n"}))
    assert project.test_command is None
    assert "--test-command" in project.why["test_command"]


def test_pytest_needs_both_to_be_there_and_to_be_used(tmp_path: Path) -> None:
    config = {"setup.cfg": "[tool:pytest]\ntestpaths = t\n"}
    assert command(tmp_path / "a", config) is None
    assert command(tmp_path / "b", {**config, "requirements.txt": "pytest==5.0\n"}) == "python -m pytest"
    assert command(tmp_path / "c", {"pytest.ini": "[pytest]\n"}) == "python -m pytest"
    assert command(tmp_path / "d", {"tests/conftest.py": ""}) == "python -m pytest"
    assert command(tmp_path / "e", {"tox.ini": "[pytest]\n[testenv]\ndeps = pytest>=3\n"}) == "python -m pytest"
    assert command(tmp_path / "f", {"pyproject.toml": "[tool.pytest.ini_options]\naddopts=''\n"}) is None


def test_pytest_is_called_with_the_folder_whose_conftest_names_plugins(tmp_path: Path) -> None:
    plugins = "pytest_plugins = ['x']\n"
    assert command(tmp_path / "a", {"shop/tests/conftest.py": plugins}) == "python -m pytest shop"
    assert command(tmp_path / "b", {"tests/conftest.py": plugins}) == "python -m pytest tests"
    assert command(tmp_path / "c", {"conftest.py": plugins, "tests/conftest.py": plugins}) == "python -m pytest"
    configured = {"tests/conftest.py": plugins, "pytest.ini": "[pytest]\ntestpaths = tests\n"}
    assert command(tmp_path / "d", configured) == "python -m pytest"


def test_pytest_is_told_the_settings_where_nothing_else_tells_them(tmp_path: Path) -> None:
    settings = {
        "shop/__init__.py": "",
        "shop/tests/settings.py": "SECRET_KEY = 'x'\n",
        "requirements.txt": "django==2.2\npytest\npytest-django\n",
    }
    told = {"pytest.ini": "[pytest]\nDJANGO_SETTINGS_MODULE = shop.tests.settings\n"}
    assert command(tmp_path / "a", {**settings, **told}) == "python -m pytest"
    assert command(tmp_path / "b", {**settings, "pytest.ini": ""}) == "python -m pytest --ds=shop.tests.settings"
    assert command(tmp_path / "c", {**settings, "conftest.py": "settings.configure()\n"}) == "python -m pytest"


def test_pytest_takes_the_settings_from_toxs_variables(tmp_path: Path) -> None:
    tox = "[testenv]\nsetenv =\n    DJANGO_SETTINGS_MODULE = shop.test_settings\ncommands = pytest\ndeps = pytest\n"
    assert command(tmp_path, {"tox.ini": tox, "requirements.txt": "django==2.2\n"}) == (
        "DJANGO_SETTINGS_MODULE=shop.test_settings python -m pytest"
    )


def test_pytest_takes_the_settings_of_manage_py_where_the_tests_have_none_of_their_own(tmp_path: Path) -> None:
    files = {"site/manage.py": MANAGE, "conftest.py": "", "requirements.txt": "django==2.2\npytest\npytest-django\n"}
    assert command(tmp_path, files) == "PYTHONPATH=site python -m pytest --ds=shop.settings"


def test_manage_py_without_settings_gets_those_of_the_tests(tmp_path: Path) -> None:
    files = {
        "manage.py": "from django.core import management\n",
        "shop/__init__.py": "",
        "shop/tests.py": "",
        "shop/settings/__init__.py": "",
        "shop/settings/base.py": "INSTALLED_APPS = []\n",
        "shop/settings/travis.py": "from .base import *\n",
    }
    assert command(tmp_path / "a", files) == "python manage.py test --settings=shop.settings.travis"
    assert command(tmp_path / "b", {**files, "manage.py": MANAGE}) == "python manage.py test"
    del files["shop/settings/travis.py"]
    assert command(tmp_path / "c", files) == "python manage.py test"


def test_manage_py_is_called_from_where_tox_calls_it(tmp_path: Path) -> None:
    files = {"tests/manage.py": MANAGE, "tests/test_x.py": "", "shop/tests.py": ""}
    tox = "[testenv]\ncommands = {}\n"
    told = {**files, "tox.ini": tox.format("coverage run tests/manage.py test shop tests")}
    assert command(tmp_path / "a", told) == "python tests/manage.py test shop tests"
    other = {**files, "tox.ini": tox.format("flake8 shop")}
    assert command(tmp_path / "b", other) == "cd tests && python manage.py test"


def test_manage_py_is_called_in_its_own_folder_and_only_if_there_are_tests_below(tmp_path: Path) -> None:
    assert command(tmp_path / "a", {"manage.py": MANAGE, "shop/tests.py": ""}) == "python manage.py test"
    nested = {"web site/manage.py": MANAGE, "web site/shop/test_x.py": "", "example/manage.py": MANAGE}
    assert command(tmp_path / "b", nested) == "cd 'web site' && python manage.py test"
    assert command(tmp_path / "c", {"manage.py": "from flask_script import Manager\n", "shop/tests.py": ""}) is None


TOX = """
[tox]
envlist = py{36,38}-django{22}, lint
[cleanup]
commands = find {toxinidir} -name '*.pyc' -delete
[testenv]
passenv = *
deps = coverage
commands =
    {envpython} -m pip install --upgrade pip
    py38: black --check .
    -coverage erase
    coverage run --source shop --branch \\
        {toxinidir}/manage.py test {posargs:shop}
    {envbindir}/django-admin.py test --pythonpath=. --settings=t.settings
    coverage report -m
    flake8
    {[cleanup]commands}
[testenv:lint]
commands = flake8 tests
"""


@pytest.mark.parametrize("name", ["tox.ini", "setup.cfg"])
def test_toxs_own_commands_are_unwrapped(tmp_path: Path, name: str) -> None:
    text = TOX.replace("[tox]", "[tox:tox]") if name == "setup.cfg" else TOX
    assert command(tmp_path, {name: text}) == (
        "python ./manage.py test shop && python -m django test --pythonpath=. --settings=t.settings"
    )


def test_toxs_toml_formats_are_read_too(tmp_path: Path) -> None:
    run = "['coverage', 'run', '-m', 'unittest', {replace='posargs', default=['t']}]"
    native = f"[env_run_base]\ncommands = [['mypy'], {run}]"
    assert command(tmp_path / "a", {"tox.toml": native}) == "python -m unittest t"
    inside = native.replace("env_run_base", "tool.tox.env_run_base")
    assert command(tmp_path / "b", {"pyproject.toml": inside}) == "python -m unittest t"
    legacy = (
        '[tool.tox]\nlegacy_tox_ini = """\n[testenv]\nchangedir = {toxinidir}/src\ncommands = python -m unittest\n"""'
    )
    assert command(tmp_path / "c", {"pyproject.toml": legacy}) == "cd src && python -m unittest"


def test_a_section_of_tox_that_names_itself_ends(tmp_path: Path) -> None:
    assert command(tmp_path, {"tox.ini": "[testenv]\ncommands = {[testenv]commands}\n"}) is None


def test_make_targets_are_followed_to_what_they_run(tmp_path: Path) -> None:
    makefile = (
        "PY ?= python3\n\nlint:\n\tflake8\n\nunit: lint\n\t@coverage run `which django-admin.py` test --settings=s shop\n"
        "\ntest: unit report\nreport:\n\tcoverage report\nother:\n\tcd src && $(PY) manage.py test\n"
    )
    expected = "python -m django test --settings=s shop"
    assert command(tmp_path / "a", {"Makefile": makefile}) == expected
    assert command(tmp_path / "b", {"Makefile": makefile, "tox.ini": "[testenv]\ncommands = make test\n"}) == expected
    assert plain_commands(["make other"], makefile) == ("cd src && python manage.py test",)


def test_the_function_that_setup_py_names_is_called(tmp_path: Path) -> None:
    files = {"setup.py": "setup(test_suite='tests.run.all_tests')\n", "tests/run.py": "def all_tests():\n    pass\n"}
    assert command(tmp_path, files) == "python -c 'import sys, tests.run; sys.exit(tests.run.all_tests())'"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/settings.py", "python -m django test --settings=tests.settings"),
        ("shop/test_settings.py", "python -m django test --settings=shop.test_settings"),
        ("src/shop/tests/settings.py", "python -m django test --settings=shop.tests.settings --pythonpath=src"),
        ("shop/settings.py", None),
        ("web-site/tests/settings.py", "python -m django test --settings=tests.settings --pythonpath=web-site"),
        ("not-a-name/tests/settings.py", None),
    ],
)
def test_settings_of_the_tests_own_make_a_django_test_command(tmp_path: Path, path: str, expected: str | None) -> None:
    files = {path: "INSTALLED_APPS = []\n", "shop/tests/test_x.py": "", "src/shop/tests/__init__.py": ""}
    files |= {"src/shop/__init__.py": "", "shop/__init__.py": "", "not-a-name/__init__.py": ""}
    assert command(tmp_path, files) == expected


def test_a_file_that_is_only_called_settings_is_no_settings_module(tmp_path: Path) -> None:
    assert command(tmp_path, {"tests/settings.py": "X = 1\n", "tests/test_x.py": ""}) is None


def test_a_plain_python_project_is_tested_with_what_it_imports(tmp_path: Path) -> None:
    files = {"tests/__init__.py": "", "tests/test_x.py": "import unittest\n"}
    assert command(tmp_path / "a", files) == "python -m unittest discover -s tests -t ."
    assert command(tmp_path / "b", {"test_x.py": "", "requirements.txt": "pytest==5\n"}) == "python -m pytest"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("py.test --cov shop --cov-report=term -n 4 -q tests", "python -m pytest -q tests"),
        ("pytest --cov=shop --cov-config .coveragerc -n2 -k 'a or b'", "python -m pytest -k 'a or b'"),
        ("python3.8 -Wd -m coverage run -m pytest", None),
        ("python3 -m coverage run --rcfile x -a runtests.py -v", "python runtests.py -v"),
        ("coverage run -m pytest tests", "python -m pytest tests"),
        ("coverage run manage.py migrate", None),
        ("python -W error manage.py test", "python -W error manage.py test"),
        ("poetry run pytest", "python -m pytest"),
        ("env A=1 python runtests.py", "A=1 python runtests.py"),
        ("./runtests.py", "python ./runtests.py"),
        ("./manage.py test --parallel", "python ./manage.py test --parallel"),
        ("python setup.py test", None),
        ("python manage.py test; rm -rf build", None),
        ("pytest | tee log", None),
        ("rm -rf / && pytest", None),
        ("pytest 'unfinished", None),
        ("pip install pytest", None),
        ("", None),
    ],
)
def test_only_lines_that_run_tests_become_commands(line: str, expected: str | None) -> None:
    assert plain_commands([line]) == ((expected,) if expected else ())


def test_which_files_make_the_test_environment_is_said(tmp_path: Path) -> None:
    files = {
        "a.py": "",
        "requirements.txt": "Django==2.2.9\n",
        "requirements/docs.txt": "sphinx\n",
        "setup.py": "from setuptools import setup\nsetup(extras_require={'test': ['webtest'], 'docs': ['sphinx']})\n",
        "tox.ini": "[tox]\nenvlist = py38-django22\n[testenv]\ndeps = mock\n",
    }
    why = read_project(write(tmp_path, files)).why["requirements"]
    assert why == (
        "The tests get what they need from requirements.txt, setup.py (with test), tox.ini (with tox); "
        "not from requirements/docs.txt."
    )


def test_where_only_tox_names_a_django_its_lowest_counts(tmp_path: Path) -> None:
    files = {"a.py": "import django\n", "tox.ini": "[tox]\nenvlist = py38-django{30,22}\n[testenv]\ndeps = mock\n"}
    project = read_project(write(tmp_path, files))
    assert project.old.django == Version("2.2")
    assert project.why["django"] == "The list of environments in tox.ini has Django 2.2, its lowest."


def test_what_other_packages_are_at_is_what_pins_constraints_and_lock_files_say(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("from PIL import Image\n\nFILTER = Image.ANTIALIAS\n")
    (tmp_path / "requirements.txt").write_text("-c constraints.txt\ndjango==4.2\ncelery==5.3.0\nredis>=3\n")
    (tmp_path / "constraints.txt").write_text("pillow==10.0.0\ncelery==5.3.0\nredis<5\n")
    scanned = scan(tmp_path, Options(to_python="3.12", to_django="4.2"))
    assert scanned.project.old.others == (("celery", Version("5.3.0")), ("pillow", Version("10.0.0")))
    assert [(one.rule, one.must) for one in scanned.findings] == [("pillow10-filters", True)]
    why = scan_report(scanned).project.why
    assert "pinned today" in why["packages"]
    assert "packages" not in scan_report(scanned, scanned.inventory.pins).project.why
    (tmp_path / "constraints.txt").write_text("pillow==9.5\n")
    assert [one.must for one in scan(tmp_path, Options(to_python="3.12", to_django="4.2")).findings] == [False]
