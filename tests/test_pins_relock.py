"""Lock files, made anew by their own tools."""

from __future__ import annotations

import os
import stat
import sys
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version
from pins.served import Made, serve

from upgrader.model import Change, Pin, Skip
from upgrader.pins.index import IndexSettings, SimpleIndex
from upgrader.pins.relock import Goal, relock

PYTHON = Version(f"{sys.version_info[0]}.{sys.version_info[1]}")
CUTOFF = datetime(2026, 1, 1, tzinfo=timezone.utc)
FILES = (
    Made("django", "2.2.9", "2019-12-18", requires=("pytz",)),
    Made("django", "5.2.1", "2025-05-07", requires=("asgiref",)),
    Made("django", "5.2.2", "2026-05-07", requires=("asgiref",)),
    Made("asgiref", "3.8.1", "2024-03-22"),
    Made("asgiref", "3.9.0", "2026-03-22"),
    Made("asgiref", "3.7.0", "2024-01-22", yanked=True),
    Made("pytz", "2019.3", "2019-10-07"),
)
MANIFEST = '[project]\nname = "site"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["django>=2,<6"]\n'
UV = 'version = 1\nrequires-python = ">=3.10"\n'
POETRY = '[[package]]\nname = "django"\nversion = "2.2.9"\n\n[[package]]\nname = "asgiref"\nversion = "3.8.1"\n'


@pytest.fixture(autouse=True)
def no_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have none of the tools on the path that this machine may have."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "bin"), "/usr/bin", "/bin"]))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))


def made(folder: Path, manifest: str, lock: str, *pins: Pin, text: str = POETRY) -> Change | Skip:
    """Return what becomes of a lock file, and check that nothing was written."""
    (folder / manifest).write_text(MANIFEST)
    (folder / lock).write_text(text)
    with serve(*FILES) as served:
        settings = IndexSettings(served.url)
        index = SimpleIndex(settings, folder / "cache")
        (found,) = relock(folder, pins, Goal(Path(sys.executable), PYTHON, CUTOFF), settings, index)
    assert (folder / manifest).read_text() == MANIFEST
    assert (folder / lock).read_text() == text
    return found


def held(lock: str, name: str, version: str, to: str | None) -> Pin:
    """Return a pin of a lock file, to be moved if ``to`` says where."""
    status = "upgrade" if to else "ok"
    return Pin(name, version, PurePosixPath(lock), 1, f"{name}=={version}", False, status, to, "", "lock")


def tool(folder: Path, name: str, script: str) -> None:
    """Put a tool of this name on the path."""
    path = folder / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_uvs_lock_is_made_by_uv_and_does_not_remember_the_cooldown(tmp_path: Path) -> None:
    change = made(tmp_path, "pyproject.toml", "uv.lock", held("uv.lock", "django", "2.2.9", "5.2.1"), text=UV)
    assert isinstance(change, Change)
    text = change.after.decode()
    assert 'name = "django"\nversion = "5.2.1"' in text
    assert 'name = "asgiref"\nversion = "3.8.1"' in text
    assert "exclude-newer" not in text
    assert "[options]" not in text


def test_a_lock_that_uv_cannot_make_is_left_with_its_reason(tmp_path: Path) -> None:
    row = made(tmp_path, "pyproject.toml", "uv.lock", held("uv.lock", "django", "2.2.9", "9.9"), text=UV)
    assert isinstance(row, Skip)
    assert row.why.startswith("left as it was: renew it with `uv lock -P django`; uv says: ")


@pytest.mark.parametrize(
    ("manifest", "lock", "says"),
    [
        ("pyproject.toml", "poetry.lock", "poetry is not installed: renew it with `poetry update --lock django`"),
        ("Pipfile", "Pipfile.lock", "pipenv is not installed: renew it with `pipenv lock`"),
        ("pyproject.toml", "pdm.lock", "pdm is not installed: renew it with `pdm lock`"),
        ("pyproject.toml", "pylock.toml", "left as it was: renew it with the tool that wrote it"),
    ],
)
def test_without_its_tool_a_lock_is_left_and_how_to_renew_it_is_said(
    tmp_path: Path, manifest: str, lock: str, says: str
) -> None:
    row = made(tmp_path, manifest, lock, held(lock, "django", "2.2.9", "5.2.1"), held(lock, "six", "1.0", None))
    assert isinstance(row, Skip)
    assert row.why.endswith(says)


def test_the_tool_of_a_lock_is_told_what_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/somewhere/old")
    script = 'sed s/2.2.9/5.2.1/ poetry.lock > new; mv new poetry.lock; echo "$@" > bin/asked; env > bin/environment'
    tool(tmp_path, "poetry", script)
    change = made(tmp_path, "pyproject.toml", "poetry.lock", held("poetry.lock", "django", "2.2.9", "5.2.1"))
    assert isinstance(change, Change)
    assert b'version = "5.2.1"' in change.after
    assert (tmp_path / "bin/asked").read_text() == "update --lock --no-interaction django\n"
    told = dict(line.split("=", 1) for line in (tmp_path / "bin/environment").read_text().splitlines() if "=" in line)
    assert told["PATH"].startswith(str(Path(sys.executable).parent))
    assert int(told["POETRY_SOLVER_MIN_RELEASE_AGE"]) >= (datetime.now(timezone.utc) - CUTOFF).days
    assert "VIRTUAL_ENV" not in told


def test_of_several_ways_the_first_is_taken_that_moves_what_has_to(tmp_path: Path) -> None:
    script = """
        echo "$@" >> bin/asked
        mkdir .venv && touch .pdm-python
        case "$*" in
        *reuse*) sed s/2.2.9/5.2.1/ pdm.lock > new;;
        *newer*) echo what is that >&2; exit 2;;
        *) sed "s/2.2.9/5.2.1/; s/3.7.0/3.8.1/" pdm.lock > new;;
        esac
        mv new pdm.lock
    """
    tool(tmp_path, "pdm", script)
    pins = held("pdm.lock", "django", "2.2.9", "5.2.1"), held("pdm.lock", "asgiref", "3.7.0", "3.8.1")
    text = POETRY.replace("3.8.1", "3.7.0")
    change = made(tmp_path, "pyproject.toml", "pdm.lock", *pins, text=text)
    assert isinstance(change, Change)
    assert change.after.decode() == text.replace("2.2.9", "5.2.1").replace("3.7.0", "3.8.1")
    limit = "--exclude-newer 2026-01-01T00:00:00Z"
    asked = (tmp_path / "bin/asked").read_text().splitlines()
    assert asked == [f"lock --update-reuse {limit}", f"lock {limit}", "lock"]
    assert sorted(path.name for path in tmp_path.iterdir() if "pdm" in path.name or "venv" in path.name) == ["pdm.lock"]


def test_what_cannot_move_everything_is_better_than_nothing(tmp_path: Path) -> None:
    script = 'case "$*" in *reuse*) sed s/2.2.9/5.2.1/ pdm.lock > new; mv new pdm.lock;; *) exit 1;; esac'
    tool(tmp_path, "pdm", script)
    pins = held("pdm.lock", "django", "2.2.9", "5.2.1"), held("pdm.lock", "asgiref", "3.8.1", "3.9.0")
    change = made(tmp_path, "pyproject.toml", "pdm.lock", *pins)
    assert isinstance(change, Change)
    assert change.after.decode() == POETRY.replace("2.2.9", "5.2.1")


def test_what_was_in_a_lock_before_is_no_objection_to_the_new_one(tmp_path: Path) -> None:
    tool(tmp_path, "poetry", "sed s/2.2.9/5.2.1/ poetry.lock > new; mv new poetry.lock")
    text = POETRY.replace("3.8.1", "3.9.0")
    pin = held("poetry.lock", "django", "2.2.9", "5.2.1")
    assert isinstance(made(tmp_path, "pyproject.toml", "poetry.lock", pin, text=text), Change)


PYLOCK = """\
# This file was autogenerated by uv via the following command:
#    {}
lock-version = "1.0"
created-by = "uv"

[[packages]]
name = "django"
version = "2.2.9"
"""


def test_a_pylock_is_made_by_the_command_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "requirements.in").write_text("django>=2,<6\n")
    command = "uv pip compile requirements.in --python-version 3.8 --exclude-newer 2020-01-01 -o pylock.dev.toml"
    pin = held("pylock.dev.toml", "django", "2.2.9", "5.2.1")
    change = made(tmp_path, "pyproject.toml", "pylock.dev.toml", pin, text=PYLOCK.format(command))
    assert isinstance(change, Change)
    text = change.after.decode()
    assert f"#    uv pip compile requirements.in --python-version {PYTHON} -o pylock.dev.toml\n" in text
    assert f'requires-python = ">={PYTHON}"\n' in text
    assert 'name = "django"\nversion = "5.2.1"' in text
    assert 'name = "asgiref"\nversion = "3.8.1"' in text


def test_a_pylock_is_exported_from_a_new_uv_lock(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_text(UV)
    pin = held("pylock.toml", "django", "2.2.9", "5.2.1")
    text = PYLOCK.format("uv export --format pylock.toml -o pylock.toml")
    change = made(tmp_path, "pyproject.toml", "pylock.toml", pin, text=text)
    assert isinstance(change, Change)
    assert 'name = "django"\nversion = "5.2.1"' in change.after.decode()
    assert (tmp_path / "uv.lock").read_text() == UV


@pytest.mark.parametrize(
    "command", ["uv pip compile requirements.in --index-url https://example.com", "uv export ../../x.toml", "uv run x"]
)
def test_a_command_that_could_do_more_than_lock_is_left_to_a_person(tmp_path: Path, command: str) -> None:
    pin = held("pylock.toml", "django", "2.2.9", "5.2.1")
    row = made(tmp_path, "pyproject.toml", "pylock.toml", pin, text=PYLOCK.format(command))
    assert isinstance(row, Skip)
    assert row.why.startswith("left as it was: renew it with ")


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (
            "echo x >> pyproject.toml; echo x > poetry.lock; echo no such thing >&2; exit 1",
            "poetry says: no such thing",
        ),
        (
            "sed s/2.2.9/5.2.2/ poetry.lock > new; mv new poetry.lock",
            "django 5.2.2, which is younger than the cooldown",
        ),
        ("sed s/3.8.1/3.7.0/ poetry.lock > new; mv new poetry.lock", "asgiref 3.7.0, which was withdrawn"),
        (
            "sed s/2.2.9/6.0/ poetry.lock > new; mv new poetry.lock",
            "its tool took Django 6.0, which is not of the series 5.2: narrow what is required",
        ),
        ("rm poetry.lock", "No such file or directory"),
        ("echo '[' > poetry.lock", "what its tool wrote is not understood"),
        ("echo see https://me:secret@example.com; exit 2", "poetry says: see https://***@example.com"),
    ],
)
def test_a_lock_that_is_not_good_is_not_taken(tmp_path: Path, script: str, says: str) -> None:
    tool(tmp_path, "poetry", script)
    row = made(tmp_path, "pyproject.toml", "poetry.lock", held("poetry.lock", "django", "2.2.9", "5.2.1"))
    assert isinstance(row, Skip)
    assert says in row.why


def test_a_lock_in_which_nothing_moves_is_left_alone(tmp_path: Path) -> None:
    with serve() as served:
        settings = IndexSettings(served.url)
        index = SimpleIndex(settings, tmp_path / "cache")
        pins = [held("poetry.lock", "django", "2.2.9", None)]
        assert relock(tmp_path, pins, Goal(Path(sys.executable), PYTHON, CUTOFF), settings, index) == ()
