"""Finds the interpreters that the matrix runs on, wherever people keep them, and fetches what is missing.

A candidate is believed only after it was run: pyenv's shims stand on PATH for every version and answer "command not
found" for those that are not active, and a file called ``python3.8`` may be anything.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uv
from findpython.providers import ALL_PROVIDERS
from packaging.version import Version

from upgrader.model import UpgraderError

#: Run by each candidate. ``real_prefix`` is how virtualenv before 20 marks an environment.
_QUESTION = """
import json, os, platform, sys, sysconfig
print(json.dumps({
    "version": platform.python_version(),
    "implementation": platform.python_implementation(),
    "path": sys.executable,
    "environment": sys.prefix != sys.base_prefix or hasattr(sys, "real_prefix"),
    "base": getattr(sys, "real_prefix", sys.base_prefix),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
}))
"""
_PATIENCE = 20  # seconds a candidate may take to answer


@dataclass(frozen=True)
class Interpreter:
    """A Python that answered: the path of its executable, its full version, and where it was found."""

    path: Path
    version: Version
    found: str


def find_interpreter(version: Version, *, fetch: bool = True) -> Interpreter:
    """Return the newest installed CPython of ``version``'s minor version, fetched through uv if none is installed.

    Looked for on PATH, in pyenv, asdf, rye, uv, the Windows registry and the macOS frameworks. A virtual environment is
    never returned, but the interpreter it was made from may be. Final releases are preferred to pre-releases. Raises
    ``UpgraderError`` that says what to install if there is none.
    """
    found = [candidate for candidate in _installed(version) if _same_minor(candidate.version, version)]
    if not found and fetch:
        found = [candidate for candidate in _fetched(version) if _same_minor(candidate.version, version)]
    if not found:
        wanted = f"{version.major}.{version.minor}"
        raise UpgraderError(
            f"Python {wanted} was not found. Install it: `uv python install {wanted}`, pyenv or your system's packages."
        )
    # The last part makes the choice among several names of one interpreter the same on every run.
    return max(found, key=lambda it: (not it.version.is_prerelease, it.version, len(it.path.name), str(it.path)))


def _same_minor(one: Version, other: Version) -> bool:
    return one.release[:2] == (other.major, other.minor)


def _installed(version: Version) -> Iterator[Interpreter]:
    asked: set[Path] = set()
    for name, provider_type in ALL_PROVIDERS.items():
        provider = provider_type.create()
        for candidate in provider.find_pythons() if provider else ():
            executable = candidate.executable
            # A shim is a script that looks at its own name: following its link would ask another question.
            if executable in asked or _names_another_version(executable.name, version):
                continue
            # where a link ends tells what it cannot be, and is a question less
            if executable.is_symlink() and _names_another_version(executable.resolve().name, version):
                continue
            asked.add(executable)
            yield from _ask(executable, version, "on PATH" if name == "path" else f"through {name}")


def _names_another_version(name: str, version: Version) -> bool:
    """Say whether a file name states another minor version; saves running it, and is never taken as a yes."""
    stated = re.match(r"(?:python|pypy)(\d+)(?:\.(\d+))?", name)
    if stated is None:
        return False
    major, minor = stated.groups()
    return int(major) != version.major or (minor is not None and int(minor) != version.minor)


def _ask(executable: Path, version: Version, found: str, *, through_environment: bool = True) -> Iterable[Interpreter]:
    """Run ``executable`` and yield what it says it is; nothing if it does not answer or is not CPython."""
    try:
        done = subprocess.run(
            [executable, "-I", "-c", _QUESTION],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=True,
        )
        answer = json.loads(done.stdout.decode().strip().splitlines()[-1])
        actual = Version(answer["version"].rstrip("+"))
        path, base = Path(answer["path"]), Path(answer["base"])
    except (OSError, subprocess.SubprocessError, ValueError, LookupError, TypeError):
        return  # InvalidVersion and the errors of json are ValueErrors
    if answer["implementation"] != "CPython" or answer["free_threaded"] or not _same_minor(actual, version):
        return
    if not answer["environment"]:
        yield Interpreter(path, actual, found)
    elif through_environment:
        name = f"python{actual.major}.{actual.minor}"
        for origin in (base / "bin" / name, base / "python.exe"):
            yield from _ask(origin, version, f"{found}, as the base of an environment", through_environment=False)


def _fetched(version: Version) -> Iterable[Interpreter]:
    wanted = f"{version.major}.{version.minor}"
    environment = {**os.environ, "UV_NO_CONFIG": "1", "UV_PYTHON_PREFERENCE": "only-managed", "NO_COLOR": "1"}
    # uv warns about every shim on PATH that does not answer: its output is looked at, never shown.
    installed = subprocess.run(
        [uv.find_uv_bin(), "python", "install", "--no-bin", wanted],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
    )
    if installed.returncode != 0:
        return
    where = subprocess.run(
        [uv.find_uv_bin(), "python", "find", "--system", wanted],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    if where.returncode == 0 and where.stdout.strip():
        yield from _ask(Path(where.stdout.strip().splitlines()[-1]), version, "fetched by uv")
