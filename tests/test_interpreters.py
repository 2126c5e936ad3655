"""Interpreters are found where people keep them, and believed only when they answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from packaging.version import Version

from upgrader.interpreters import find_interpreter
from upgrader.model import UpgraderError

HERE = Version(".".join(map(str, sys.version_info[:3])))


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def answering(version: str, path: Path, *, implementation: str = "CPython") -> str:
    """Return the line of a shell script that answers as an interpreter of ``version`` at ``path`` would."""
    answer = {"version": version, "implementation": implementation, "path": str(path)}
    return f"echo '{json.dumps({**answer, 'environment': False, 'base': '/usr', 'free_threaded': False})}'"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no interpreter: an empty PATH and homes of pyenv, asdf, rye and uv that do not exist."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    for name in ("PYENV_ROOT", "ASDF_DATA_DIR", "RYE_PY_ROOT", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "bin").mkdir()
    return tmp_path


def test_the_newest_patch_of_pyenvs_versions_is_chosen(machine: Path) -> None:
    for version in ("3.8.2", "3.8.18", "3.8.9", "3.9.1"):
        path = machine / "pyenv_root" / "versions" / version / "bin" / "python3.8"
        script(path, answering(version, path))
    found = find_interpreter(Version("3.8"), fetch=False)
    assert found.version == Version("3.8.18")
    assert found.path == machine / "pyenv_root/versions/3.8.18/bin/python3.8"
    assert "pyenv" in found.found


def test_a_shim_that_answers_command_not_found_is_never_chosen(machine: Path) -> None:
    script(machine / "bin" / "python3.8", "echo 'pyenv: python3.8: command not found' >&2; exit 127")
    with pytest.raises(UpgraderError, match=r"Python 3\.8 was not found\. Install it"):
        find_interpreter(Version("3.8"), fetch=False)


def test_a_file_that_is_called_after_one_version_and_is_another_is_not_believed(machine: Path) -> None:
    path = machine / "bin" / "python3.8"
    script(path, answering("3.9.1", path))
    with pytest.raises(UpgraderError):
        find_interpreter(Version("3.8"), fetch=False)


@pytest.mark.parametrize("noise", ["echo nonsense", "exit 0", "kill -9 $$", "echo '{}'", "echo '[]'"])
def test_a_candidate_that_answers_nonsense_is_passed_over(machine: Path, noise: str) -> None:
    script(machine / "bin" / "python3", noise)
    with pytest.raises(UpgraderError):
        find_interpreter(Version("3.8"), fetch=False)


def test_another_implementation_is_not_chosen(machine: Path) -> None:
    path = machine / "bin" / "python3.8"
    script(path, answering("3.8.13", path, implementation="PyPy"))
    with pytest.raises(UpgraderError):
        find_interpreter(Version("3.8"), fetch=False)


def test_a_final_release_is_preferred_to_a_newer_pre_release(machine: Path) -> None:
    for version in ("3.8.2", "3.8.3rc1"):
        path = machine / "pyenv_root" / "versions" / version / "bin" / "python3.8"
        script(path, answering(version, path))
    assert find_interpreter(Version("3.8"), fetch=False).version == Version("3.8.2")


def test_a_virtual_environment_on_path_leads_to_the_interpreter_it_was_made_from(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.create(machine / "env", symlinks=os.name != "nt")
    monkeypatch.setenv("PATH", str(machine / "env" / "bin"))
    found = find_interpreter(HERE, fetch=False)
    prefix = subprocess.run(
        [found.path, "-I", "-c", "import sys; print(sys.prefix == sys.base_prefix, sys.prefix)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert prefix.stdout.split(maxsplit=1) == ["True", f"{sys.base_prefix}\n"]
    assert machine not in found.path.parents


def test_what_is_missing_is_fetched_and_what_uv_says_is_not_shown(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fetched, asked = machine / "managed" / "bin" / "python3.8", machine / "asked"
    script(machine / "uv", f'echo "warning: a shim does not answer" >&2; echo "$@" >> {asked}; echo {fetched}')
    script(fetched, answering("3.8.20", fetched))
    monkeypatch.setattr("uv.find_uv_bin", lambda: str(machine / "uv"))
    with pytest.raises(UpgraderError):
        find_interpreter(Version("3.8"), fetch=False)
    assert not asked.exists()
    assert find_interpreter(Version("3.8")).path == fetched
    assert asked.read_text().splitlines() == ["python install --no-bin 3.8", "python find --system 3.8"]
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_fetched_is_a_sentence(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(machine / "uv", "echo 'error: no network' >&2; exit 1")
    monkeypatch.setattr("uv.find_uv_bin", lambda: str(machine / "uv"))
    with pytest.raises(UpgraderError, match=r"^Python 3\.8 was not found\. Install it: "):
        find_interpreter(Version("3.8"))


def test_the_interpreter_of_a_newer_series_is_not_taken_for_a_missing_one(machine: Path) -> None:
    path = machine / "bin" / "python3"
    script(path, answering("3.12.1", path))
    with pytest.raises(UpgraderError):
        find_interpreter(Version("3.8"), fetch=False)
    assert find_interpreter(Version("3.12"), fetch=False).path == path
