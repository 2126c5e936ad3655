"""One environment of the matrix: what it is made of, and how it is built.

tox creates it and installs the lock, through tox-uv. Then the probe goes in, and the project itself in development mode,
without its dependencies (the lock has them) and without touching the environment's setuptools. Nothing of the caller's
environment decides what gets installed, apart from which package index is asked.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import tomli_w
import uv
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from upgrader.masking import masked
from upgrader.model import Versions
from upgrader.pins.index import read_settings
from upgrader.pins.resolve import ANY_TIME, OLD_TOOLS, UV_MAY_SEE, timestamp
from upgrader.verify import fingerprint, probe
from upgrader.verify.process import run_group

_PROBE = Path(probe.__file__)
_FINGERPRINT = Path(fingerprint.__file__)
#: Variables of the caller that change what uv, pip, tox, Python, pytest or Django do.
_HIDDEN = ("UV_", "PIP_", "TOX", "VIRTUALENV_", "VIRTUAL_ENV", "CONDA_", "PYTHON", "PYTEST_", "DJANGO_", "UPGRADER_")
_UV_MAY_SEE = (*UV_MAY_SEE, "UV_LINK_MODE", "UV_OFFLINE")


@dataclass(frozen=True)
class Environment:
    """One column of the matrix.

    ``name`` is ``before``, ``after`` or another word of lower-case letters; tox knows it by that. ``lock`` is a
    requirements file with exact versions only. Commands run in ``source``. ``install_project`` is False for a site that
    cannot be installed. ``as_of`` is the time that the pins mean: what the lock does not hold, the tools that build
    archives, is taken from then. ``alone`` says that the lock holds what contradicts the rest, so that it is installed as it
    stands and nothing is made of what its packages require.
    """

    name: str
    interpreter: Path
    lock: Path
    source: Path
    install_project: bool = False
    as_of: datetime | None = None
    alone: bool = False


class NotBuilt(Exception):
    """An environment could not be made; the message is one sentence that says why."""


def read_versions(environment: Environment) -> Versions:
    """Return the minor version of the interpreter, by asking it, and the Django of the lock. Raises NotBuilt."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [environment.interpreter, "-I", "-c", question], capture_output=True, check=True, text=True
        )
        python = Version(answer.stdout.strip())
    except (OSError, subprocess.SubprocessError, InvalidVersion) as error:
        raise NotBuilt(f"The interpreter {environment.interpreter} does not run.") from error
    exact = re.search(r"^django==([^\s;\\]+)", environment.lock.read_text("utf-8"), re.IGNORECASE | re.MULTILINE)
    return Versions(python, Version(exact[1]) if exact else None)


def build(environment: Environment, work: Path, log: Path, on_line: Callable[[str], None] | None) -> str:
    """Make the environment in ``work``, or reuse the one there if it is made of the same things.

    ``work`` holds tox's configuration already. Returns a sentence if the project itself could not be installed, which
    leaves the tests to run from its source directory, and an empty string otherwise. Raises NotBuilt.
    """
    home = work / "tox" / environment.name
    mark = home / "upgrader-key"
    key = _key(environment)
    if not mark.is_file() or mark.read_text() != key:
        shutil.rmtree(home, ignore_errors=True)
        _install_lock(environment, work, log, on_line)
        _install_probe(home)
        mark.write_text(key)
    return _bring_project(environment, work, log, on_line) if environment.install_project else ""


def python_of(environment: Environment, work: Path) -> Path:
    """Return the environment's own interpreter."""
    home = work / "tox" / environment.name
    return home / "Scripts" / "python.exe" if os.name == "nt" else home / "bin" / "python"


def tox_file(environment: Environment, work: Path) -> Path:
    """Return where tox's configuration for one environment is: a folder each, for they may run at the same time."""
    return work / "matrix" / environment.name / "tox.toml"


def tox_command(environment: Environment, work: Path, *arguments: str) -> list[str | Path]:
    """Return the command that makes tox work on one environment of ``work``."""
    files = ("-c", tox_file(environment, work), "--workdir", work / "tox")
    return [sys.executable, "-m", "tox", "run", *files, "-e", environment.name, "--colored", "no", *arguments]


def tool_variables(work: Path, environment: Environment | None = None, **more: str) -> dict[str, str]:
    """Return the variables for tox, uv and pip: the caller's, without those that change what these do.

    The package index is the one that uv or pip are configured for. With an environment, tools for building archives come
    from the time it means.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(_UV_MAY_SEE) or not name.startswith(_HIDDEN)
    }
    config = work / (f"{environment.name}.uv.toml" if environment else "uv.toml")
    config.write_text(tomli_w.dumps(_uv_settings(environment) if environment else {}), "utf-8")
    ours = {
        "UV_CONFIG_FILE": str(config),  # instead of the user's and the project's
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PYTHONNOUSERSITE": "1",
        "NO_COLOR": "1",
    }
    return {**kept, **read_settings().environment(), **ours, **more}


def _uv_settings(environment: Environment) -> Mapping[str, object]:
    """Limit to the time of the pins what a build brings in; the exact pins themselves may have files of later."""
    alone = {"pip": {"no-deps": True}} if environment.alone else {}
    if environment.as_of is None:
        return alone
    pinned = [name for name in _locked_names(environment.lock) if name not in OLD_TOOLS]
    return {
        "exclude-newer": timestamp(environment.as_of + timedelta(days=1)),
        "exclude-newer-package": dict.fromkeys(pinned, ANY_TIME),
        **alone,
    }


def _locked_names(lock: Path) -> Iterator[str]:
    for line in lock.read_text("utf-8").splitlines():
        try:
            yield canonicalize_name(Requirement(line.split(" #")[0].rstrip("\\ ")).name)
        except InvalidRequirement:
            continue  # hashes, comments, options


def _key(environment: Environment) -> str:
    parts = (
        environment.lock.read_bytes(),
        str(environment.interpreter).encode(),
        str(read_versions(environment)).encode(),
        str(environment.as_of).encode(),
        _PROBE.read_bytes(),
        _FINGERPRINT.read_bytes(),
    )
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _install_lock(environment: Environment, work: Path, log: Path, on_line: Callable[[str], None] | None) -> None:
    # Without the limit too: an index that does not say when files were uploaded has nothing to offer under one.
    for limit in (environment, replace(environment, as_of=None)) if environment.as_of else (environment,):
        start = log.stat().st_size if log.exists() else 0
        exit_code = run_group(
            tox_command(environment, work, "--notest"),
            directory=work,
            environment=tool_variables(work, limit),
            output=log,
            on_line=on_line,
        )
        if exit_code == 0:
            return
    said = log.read_bytes()[start:].decode("utf-8", "replace")
    raise NotBuilt(f"The environment `{environment.name}` could not be built: {complaint(said)}")


def complaint(output: str) -> str:
    """Return what uv or tox complain about, from the first line that sounds like it, as one short paragraph."""
    if re.search(r"error sending request|dns error|Network connectivity is disabled", output):
        return "uv cannot reach the package index."
    text = re.sub(r"\x1b\[[0-9;]*m", "", masked(output))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [
        line for line in lines if not re.match(r"warning:|hint:|evaluation failed|[\w.-]+: (FAIL|OK|exit)\b", line)
    ]
    first = next(
        (number for number, line in enumerate(lines) if re.match(r"error:|\u00d7|Traceback", line)), len(lines) - 1
    )
    said = " ".join(re.sub(r"^[^\w`'\"(]+", "", line) for line in lines[max(first, 0) :]).removeprefix("error: ")
    said = said if len(said) <= 400 else f"{said[:400]}..."
    return said if said.endswith((".", "!", "?")) else f"{said or 'it said nothing'}."


def site_packages(home: Path) -> list[Path]:
    """Return where packages are in a virtual environment; nothing where there is none."""
    pattern = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
    return sorted({path.resolve() for path in home.glob(pattern)})


def _install_probe(home: Path) -> None:
    for site in site_packages(home):
        (site / "upgrader_probe.py").write_bytes(_PROBE.read_bytes())
        (site / "upgrader_fingerprint.py").write_bytes(_FINGERPRINT.read_bytes())
        (site / "upgrader_probe.pth").write_text(probe.PTH)


@dataclass(frozen=True)
class _Attempt:
    """One way to install the project, and the variables for it."""

    command: list[str]
    variables: dict[str, str]


#: Tracked files of which an installation in development mode takes no notice.
_UNNOTICED = (".css", ".gif", ".htm", ".html", ".jpg", ".js", ".mo", ".png", ".po", ".svg")
_MOST_LEFTOVERS = 50_000_000  #: bytes


def _bring_project(environment: Environment, work: Path, log: Path, on_line: Callable[[str], None] | None) -> str:
    """Install the project, unless it was installed into this environment from the same folder and the same description.

    A checkout is new each time: what the installation had left in it (metadata, built modules) is put back then.
    """
    home = work / "tox" / environment.name
    mark, kept = home / "upgrader-project", home / "upgrader-leftovers"
    key = _project_key(environment.source)
    if key and mark.is_file() and mark.read_text("utf-8") == key:
        shutil.copytree(kept, environment.source, dirs_exist_ok=True, symlinks=True)
        return ""
    mark.unlink(missing_ok=True)
    why = _install_project(environment, work, log, on_line)
    if key and not why and _keep_leftovers(environment.source, kept):
        mark.write_text(key, "utf-8")
    return why


def _project_key(source: Path) -> str:
    """Return the same for sources that are installed alike; nothing where that cannot be told, outside of a repository."""
    if not _git(source, "rev-parse", "--show-toplevel"):
        return ""
    digest = hashlib.sha256(str(source).encode())
    for name in _git(source, "ls-files", "-z").split("\0"):
        path = source / name
        if not name or path.suffix in _UNNOTICED or not path.is_file():
            continue
        data = path.read_bytes()
        # code is read where it is; only what may tell a version matters to whoever describes the project
        if path.suffix == ".py" and "/" in name and b"version" not in data.lower():
            continue
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()


def _keep_leftovers(source: Path, kept: Path) -> bool:
    """Copy what is in a source and not tracked; return whether that was possible with reasonable effort."""
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    size = 0
    for name in _git(source, "ls-files", "-z", "--others").split("\0"):
        path = source / name
        if not name or "__pycache__" in path.parts or not path.is_file():
            continue
        size += path.stat().st_size
        if size > _MOST_LEFTOVERS:
            return False
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, kept / name, follow_symlinks=False)
    return True


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else ""


def _install_project(environment: Environment, work: Path, log: Path, on_line: Callable[[str], None] | None) -> str:
    said = ""
    for attempt in _attempts(environment, work):
        start = log.stat().st_size if log.exists() else 0
        exit_code = run_group(
            attempt.command, directory=environment.source, environment=attempt.variables, output=log, on_line=on_line
        )
        if exit_code == 0:
            return ""
        said = complaint(log.read_bytes()[start:].decode("utf-8", "replace"))
    return f"The project could not be installed into `{environment.name}`, so its tests run from its folder: {said}"


def _attempts(environment: Environment, work: Path) -> Iterator[_Attempt]:
    """Yield the ways to install a project in development mode, the likeliest first."""
    python = python_of(environment, work)
    own = {"VIRTUAL_ENV": str(python.parent.parent)}
    by_uv = [uv.find_uv_bin(), "pip", "install", "--python", str(python), "--no-deps"]
    # The old way of an editable install puts the whole folder on the path, as `setup.py develop` did on the old side:
    # tests that import one another by their folder's name keep doing so.
    whole_folder = ["--config-setting", "editable_mode=compat"]
    if environment.as_of is not None:
        if (environment.source / "setup.py").is_file() and _has_pip(python):
            offline = ["--no-deps", "--no-build-isolation", "--no-index", "-e", "."]
            yield _Attempt([str(python), "-m", "pip", "install", *offline], tool_variables(work, environment, **own))
        yield _Attempt([*by_uv, *whole_folder, "-e", "."], tool_variables(work, environment, **own))
    anytime = tool_variables(work, None, **own)
    yield _Attempt([*by_uv, *whole_folder, "-e", "."], anytime)
    yield _Attempt([*by_uv, "-e", "."], anytime)
    yield _Attempt([*by_uv, "--no-build-isolation", "-e", "."], anytime)


def _has_pip(python: Path) -> bool:
    sites = site_packages(python.parent.parent)
    return any((site / "pip").is_dir() and (site / "setuptools").is_dir() for site in sites)
