"""Lock files made anew by the tool whose they are. Nobody else writes one: what cannot be made anew is reported."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from packaging.version import Version
from pypi_simple import PYPI_SIMPLE_ENDPOINT
from uv import find_uv_bin

from upgrader.model import Change, Pin, Skip
from upgrader.pins import locks
from upgrader.pins.index import Index, IndexSettings
from upgrader.pins.resolve import timestamp, uv_environment

_PATIENCE = 1800  # seconds; tools that ask an index for every version take their time
_STAMP = re.compile(r"^\[options\]\n(?:exclude-newer[^\n]*\n)+\n|^exclude-newer[^\n]*\n", re.MULTILINE)


@dataclass(frozen=True)
class Tool:
    """What makes a lock: a program, the arguments to give it before the names of the packages that move, and its settings.

    A tool without a place for ``names`` decides about all packages anew.
    """

    program: str
    arguments: tuple[str, ...]
    names: bool = False
    environment: tuple[tuple[str, str], ...] = ()


#: ``uv.lock`` is written by the uv that comes with upgrader.
TOOLS = {
    "poetry.lock": Tool(
        "poetry",
        ("update", "--lock", "--no-interaction"),
        names=True,
        environment=(("POETRY_VIRTUALENVS_CREATE", "0"),),
    ),
    "Pipfile.lock": Tool("pipenv", ("lock",), environment=(("PIPENV_YES", "1"), ("PIPENV_IGNORE_VIRTUALENVS", "1"))),
    "pdm.lock": Tool("pdm", ("lock", "--non-interactive")),
}


def relock(
    root: Path,
    pins: Sequence[Pin],
    python: Path | str,
    cutoff: datetime,
    settings: IndexSettings,
    index: Index,
    *,
    allow_build: bool = False,
) -> tuple[Change | Skip, ...]:
    """Return every lock file of the proposed ``pins`` as its own tool makes it, or a Skip that says how to make it.

    The manifests below ``root`` say what is required already. ``python`` is the target's interpreter or version. A lock
    that holds a release younger than ``cutoff``, or a withdrawn one, is not taken. The files are as they were afterwards.
    """
    found: dict[PurePosixPath, list[Pin]] = {}
    for pin in pins:
        if pin.group == locks.GROUP:
            found.setdefault(pin.file, []).append(pin)
    return tuple(
        _renew(root, file, held, str(python), cutoff, settings, index, allow_build)
        for file, held in sorted(found.items())
        if any(pin.status != "ok" for pin in held)
    )


def _how_to(file: PurePosixPath, pins: Sequence[Pin] = ()) -> str:
    """Return the command that makes a lock file anew, for people."""
    moved = sorted({pin.name for pin in pins if pin.status == "upgrade"})
    if file.name == "uv.lock":
        return " ".join(["uv lock", *(f"-P {name}" for name in moved)])
    tool = TOOLS.get(file.name)
    return " ".join([tool.program, *tool.arguments[:2], *(moved if tool.names else ())]) if tool else ""


def _renew(
    root: Path,
    file: PurePosixPath,
    pins: Sequence[Pin],
    python: str,
    cutoff: datetime,
    settings: IndexSettings,
    index: Index,
    allow_build: bool,
) -> Change | Skip:
    command = _how_to(file, pins)
    say = f"renew it with `{command}`" if command else "renew it with the tool that wrote it"
    tool = TOOLS.get(file.name)
    if file.name != "uv.lock" and (tool is None or not shutil.which(tool.program)):
        missing = f", since {tool.program} is not installed" if tool else ""
        return Skip(file, f"left as it was{missing}: {say}")
    before = {path: (root / path).read_bytes() for path in (file, file.with_name(locks.MANIFESTS[file.name]))}
    try:
        complaint = (
            _lock_with_uv(root, file, pins, python, cutoff, settings, allow_build)
            if tool is None
            else _run([tool.program, *_arguments(tool, pins, python)], root, {**os.environ, **dict(tool.environment)})
        )
        after = (root / file).read_bytes()
    except OSError as error:
        complaint, after = str(error), b""
    finally:
        for path, data in before.items():
            (root / path).write_bytes(data)
    complaint = complaint or _objection(after, file, cutoff, index)
    return Skip(file, f"left as it was: {say}; {complaint}") if complaint else Change(file, before[file], after)


def _arguments(tool: Tool, pins: Sequence[Pin], python: str) -> list[str]:
    names = sorted({pin.name for pin in pins if pin.status == "upgrade"})
    more = ["--python", python] if tool.program == "pipenv" else []
    return [*tool.arguments, *more, *(names if tool.names else ())]


def _lock_with_uv(
    root: Path,
    file: PurePosixPath,
    pins: Sequence[Pin],
    python: str,
    cutoff: datetime,
    settings: IndexSettings,
    allow_build: bool,
) -> str:
    """Make uv.lock anew and return uv's complaint, if any.

    The lock remembers the cooldown as a setting, and would be out of date without it: it is taken out again, and uv asked
    whether the lock holds all the same.
    """
    environment = uv_environment(settings)
    if settings.default == PYPI_SIMPLE_ENDPOINT:
        del environment["UV_DEFAULT_INDEX"]  # uv writes it into the lock as it is told it, and differently by itself
    common = [find_uv_bin(), "lock", "--python", python, "--no-progress", "--color", "never"]
    common += [] if allow_build else ["--no-build"]
    moved = [f"--upgrade-package={pin.name}=={pin.to}" for pin in pins if pin.status == "upgrade" and pin.to]
    stamped = b"exclude-newer" in (root / file).read_bytes()
    complaint = _run([*common, "--exclude-newer", timestamp(cutoff), *moved], root, environment)
    if complaint or stamped:
        return complaint
    text = (root / file).read_bytes().decode()
    (root / file).write_bytes(_STAMP.sub("", text).encode())
    return _run([*common, "--check"], root, environment)


def _run(command: Sequence[str], root: Path, environment: dict[str, str]) -> str:
    """Run a tool; return the end of what it says when it fails, nothing when it does not."""
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return f"{Path(command[0]).name} did not end within {_PATIENCE} seconds"
    if done.returncode == 0:
        return ""
    said = re.sub(r"//[^/@\s]*@", "//***@", " ".join((done.stderr or done.stdout).split()))
    return f"{Path(command[0]).name} says: {said[-400:] or 'nothing'}"


def _objection(data: bytes, file: PurePosixPath, cutoff: datetime, index: Index) -> str:
    """Return what is wrong with a new lock: a release that is too young or withdrawn, or nothing that is understood."""
    try:
        held = [pin for pin in locks.read(data.decode(), file) if isinstance(pin, Pin)]
    except UnicodeDecodeError:
        held = []
    if not held:
        return "what its tool wrote is not understood"
    for pin in held:
        release = next((one for one in index.releases(pin.name) if one.version == Version(str(pin.version))), None)
        if release and release.yanked:
            return f"its tool took {pin.name} {pin.version}, which was withdrawn from the index"
        if release and release.uploaded and release.uploaded > cutoff:
            return f"its tool took {pin.name} {pin.version}, which is younger than the cooldown"
    return ""
