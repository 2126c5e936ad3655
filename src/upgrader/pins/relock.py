"""Lock files made anew by the tool whose they are. Nobody else writes one: what cannot be made anew is reported."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
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
_HEADER = re.compile(r"^(#[ \t]+)(uv (?:export|pip compile) .*)$", re.MULTILINE)
#: What uv writes once for the platforms of a lock that was made for other Pythons than the project has come to want.
_NEVER = b"python_version < '0'"
#: What would have a tool work for the environment that upgrader was started in.
_HIDDEN = ("VIRTUAL_ENV", "CONDA_", "PYTHON", "POETRY_ACTIVE", "PIPENV_ACTIVE", "PDM_PROJECT", "PDM_LOCKFILE")


@dataclass(frozen=True)
class Tool:
    """What makes a lock: a program, what to tell it, and its settings.

    Of several ``tries`` the first is taken that makes a good lock in which everything moves that has to. ``{cutoff}``,
    ``{days}``, ``{python}`` and ``{folder}`` (to be thrown away) are filled in; with ``names``, those of the packages that
    move are added. Without, all packages are decided about anew.
    """

    program: str
    tries: tuple[tuple[str, ...], ...]
    environment: tuple[tuple[str, str], ...]
    names: bool = False


#: ``uv.lock`` is written by the uv that comes with upgrader. Settings that an older release does not know do no harm.
TOOLS = {
    "poetry.lock": Tool(
        "poetry",
        (("update", "--lock", "--no-interaction"),),
        (
            ("POETRY_SOLVER_MIN_RELEASE_AGE", "{days}"),
            ("POETRY_VIRTUALENVS_CREATE", "0"),
            ("POETRY_VIRTUALENVS_PATH", "{folder}"),
        ),
        names=True,
    ),
    "Pipfile.lock": Tool(
        "pipenv",
        (("lock", "--python", "{python}"),),
        (
            ("PIP_UPLOADED_PRIOR_TO", "{cutoff}"),
            ("PIPENV_IGNORE_VIRTUALENVS", "1"),
            ("PIPENV_YES", "1"),
            ("WORKON_HOME", "{folder}"),
        ),
    ),
    "pdm.lock": Tool(
        "pdm",
        (
            ("lock", "--update-reuse", "--exclude-newer", "{cutoff}"),
            ("lock", "--exclude-newer", "{cutoff}"),
            ("lock",),
        ),
        (
            ("PDM_CHECK_UPDATE", "0"),
            ("PDM_IGNORE_SAVED_PYTHON", "1"),
            ("PDM_NON_INTERACTIVE", "1"),
            ("PDM_PYTHON", "{python}"),
        ),
    ),
}


@dataclass(frozen=True)
class _Goal:
    """What locks are made for: a Python, and releases that are not younger."""

    interpreter: Path | None
    version: Version
    cutoff: datetime

    @property
    def series(self) -> str:
        """The Python as people write it."""
        return f"{self.version.major}.{self.version.minor}"

    @property
    def python(self) -> str:
        """The Python as tools find it."""
        return str(self.interpreter or self.series)


def relock(
    root: Path,
    pins: Sequence[Pin],
    python: Path | None,
    target: Version,
    cutoff: datetime,
    settings: IndexSettings,
    index: Index,
    *,
    allow_build: bool = False,
) -> tuple[Change | Skip, ...]:
    """Return every lock file of the proposed ``pins`` as its own tool makes it, or a Skip that says how to make it.

    The manifests below ``root`` say what is required already. ``python`` is the interpreter of the ``target``. A lock
    that holds a release younger than ``cutoff``, or a withdrawn one, is not taken. The files are as they were afterwards.
    """
    found: dict[PurePosixPath, list[Pin]] = {}
    for pin in pins:
        if pin.group == locks.GROUP:
            found.setdefault(pin.file, []).append(pin)
    return tuple(
        _renew(root, file, held, _Goal(python, target, cutoff), settings, index, allow_build)
        for file, held in sorted(found.items())
        if any(pin.status != "ok" for pin in held)
    )


def _how_to(root: Path, file: PurePosixPath, pins: Sequence[Pin] = ()) -> str:
    """Return the command that makes a lock file anew, for people."""
    moved = sorted({pin.name for pin in pins if pin.status == "upgrade"})
    if file.name == "uv.lock":
        return " ".join(["uv lock", *(f"-P {name}" for name in moved)])
    if locks.is_pylock(file):
        return _written_with((root / file).read_bytes().decode("utf-8", "replace"))
    tool = TOOLS[file.name]
    return " ".join([tool.program, tool.tries[-1][0], *(["--lock", *moved] if tool.names else [])])


def _written_with(text: str) -> str:
    """Return the command that a pylock.toml says it comes from, or the one of its tool; nothing where that is unknown."""
    said = _HEADER.search(text)
    tool = re.search(r"^created-by *= *[\"'](\w+)", text, re.MULTILINE)
    return said[2].strip() if said else {"pip": "pip lock", "pdm": "pdm lock"}.get(tool[1], "") if tool else ""


def _renew(
    root: Path,
    file: PurePosixPath,
    pins: Sequence[Pin],
    to: _Goal,
    settings: IndexSettings,
    index: Index,
    allow_build: bool,
) -> Change | Skip:
    command = _how_to(root, file, pins)
    say = f"renew it with `{command}`" if command else "renew it with the tool that wrote it"
    tool = TOOLS.get(file.name)
    if tool and not shutil.which(tool.program):
        return Skip(file, f"left as it was, since {tool.program} is not installed: {say}")
    if locks.is_pylock(file) and _uv_arguments(command) is None:
        return Skip(file, f"left as it was: {say}")
    touched = {file, *(file.with_name(name) for name in (*locks.manifests(file), "uv.lock"))}
    before = {path: (root / path).read_bytes() for path in touched if (root / path).is_file()}
    there = set(root.iterdir())
    start = before[file]
    complaint, taken = "", b""
    with tempfile.TemporaryDirectory(prefix="upgrader-") as folder:
        for number in range(len(tool.tries) if tool else 1):
            try:
                said = (
                    _ask(tool, tool.tries[number], root, pins, to, folder)
                    if tool
                    else _ask_uv(root, file, pins, to, settings, allow_build, command)
                )
                after = (root / file).read_bytes()
            except OSError as error:
                said, after = str(error), b""
            finally:
                for path, data in before.items():
                    (root / path).write_bytes(data)
                _remove(set(root.iterdir()) - there)
            said = said or _objection(start, after, file, to.cutoff, index)
            complaint = complaint or said
            taken = taken or (b"" if said else after)
            if taken and not _keeps(after, file, pins):
                taken = after
                break
    return Change(file, start, taken) if taken else Skip(file, f"left as it was: {say}; {complaint}")


def _remove(paths: Iterable[Path]) -> None:
    """Remove what a tool left behind, as pdm its environment."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _ask(tool: Tool, said: Sequence[str], root: Path, pins: Sequence[Pin], to: _Goal, folder: str) -> str:
    """Have a tool make its lock; return its complaint, if any."""
    age = datetime.now(timezone.utc) - to.cutoff
    values = {
        "cutoff": timestamp(to.cutoff),
        "days": str(age.days + bool(age.seconds)),
        "python": to.python,
        "folder": folder,
    }
    names = sorted({pin.name for pin in pins if pin.status == "upgrade"}) if tool.names else []
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_HIDDEN)}
    if to.interpreter:  # tools take the first Python that there is
        kept["PATH"] = os.pathsep.join([str(to.interpreter.parent), kept.get("PATH", os.defpath)])
    program = shutil.which(tool.program) or tool.program
    environment = {**kept, **{name: value.format(**values) for name, value in tool.environment}, "NO_COLOR": "1"}
    return _run([program, *(word.format(**values) for word in said), *names], root, environment)


def _keeps(data: bytes, file: PurePosixPath, pins: Sequence[Pin]) -> bool:
    """Return whether a lock still holds a version that it was to leave."""
    held = {(pin.name, pin.version) for pin in locks.read(data.decode(), file) if isinstance(pin, Pin)}
    return any(pin.status == "upgrade" and (pin.name, pin.version) in held for pin in pins)


def _uv_arguments(command: str) -> list[str] | None:
    """Return what uv is to be told once more of a command in the head of a file, None for anything that is not plain."""
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    if words[:2] == ["uv", "export"]:
        start, options = words[1:2], _UV_EXPORT
    elif words[:3] == ["uv", "pip", "compile"]:
        start, options = words[1:3], _UV_COMPILE
    else:
        return None
    found, rest = list(start), words[1 + len(start) :]
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in options:
            if name.startswith("-") or equals or not re.fullmatch(r"[\w.-][\w./-]*", name):
                return None
            found.append(name)
        elif not options[name]:
            found.append(name)
        else:
            value = value if equals else rest.pop(0) if rest else ""
            found += [name, value] if name not in _UV_OURS else []
    return found


#: Options that a command in a file may have: whether each takes a value. Those that we set ourselves are dropped.
_UV_OURS = ("-o", "--output-file", "-p", "--python", "--python-version", "--exclude-newer", "-P", "--upgrade-package")
_UV_BOTH = {
    **dict.fromkeys((*_UV_OURS, "--format", "--extra", "--group", "--no-emit-package"), True),
    **dict.fromkeys(("--all-extras", "--no-header", "--no-annotate", "--generate-hashes"), False),
}
_UV_COMPILE = {
    **_UV_BOTH,
    **dict.fromkeys(("-c", "--constraint", "--constraints", "--override", "--overrides"), True),
    **dict.fromkeys(("--universal", "--no-deps", "--no-strip-extras", "--no-strip-markers", "-q", "--quiet"), False),
}
_UV_EXPORT = {
    **_UV_BOTH,
    **dict.fromkeys(("--no-group", "--only-group", "--no-extra", "--package"), True),
    **dict.fromkeys(
        (
            "--all-groups",
            "--no-dev",
            "--only-dev",
            "--dev",
            "--no-default-groups",
            "--no-emit-project",
            "--no-editable",
        ),
        False,
    ),
}


def _ask_uv(
    root: Path,
    file: PurePosixPath,
    pins: Sequence[Pin],
    to: _Goal,
    settings: IndexSettings,
    allow_build: bool,
    command: str,
) -> str:
    """Make uv.lock anew, or a pylock.toml by the ``command`` that it says it comes from; return uv's complaint, if any."""
    environment = uv_environment(settings)
    if settings.default == PYPI_SIMPLE_ENDPOINT:
        del environment["UV_DEFAULT_INDEX"]  # uv writes it into the lock as it is told it, and differently by itself
    words = _uv_arguments(command) or []
    common = ["--python", to.python, "--no-progress", "--color", "never"]
    moved = [f"--upgrade-package={pin.name}=={pin.to}" for pin in pins if pin.status == "upgrade" and pin.to]
    limited = [*common, "--exclude-newer", timestamp(to.cutoff), *moved]
    output = [find_uv_bin(), *words, "--quiet", "--output-file", str(file)]
    if words[:2] == ["pip", "compile"]:
        version = [] if "--universal" in words else ["--python-version", to.series]
        built = [] if allow_build else ["--only-binary", ":all:"]
        complaint = _run([*output, *version, *limited, *built], root, environment)
    else:
        built = [] if allow_build else ["--no-build"]
        complaint = _lock_with_uv(root / file.with_name("uv.lock"), [*common, *built], limited, environment)
        if words and not complaint:
            complaint = _run([*output, "--frozen", *common], root, environment)
    if words and not complaint:  # uv writes down what we have told it
        text = (root / file).read_bytes().decode()
        (root / file).write_bytes(_HEADER.sub(lambda found: f"{found[1]}{_moved(command, to)}", text, count=1).encode())
    return complaint


def _moved(command: str, to: _Goal) -> str:
    """Return the command of a file as a person would give it for the target."""
    command = re.sub(r"(--python-version|--python|-p)([ =])3\.[\d.]+", rf"\1\g<2>{to.series}", command)
    return re.sub(r" --exclude-newer[ =]\S+", "", command)


def _lock_with_uv(lock: Path, common: Sequence[str], limited: Sequence[str], environment: dict[str, str]) -> str:
    """Make uv.lock anew; return uv's complaint, if any.

    It remembers the cooldown as a setting, and would be out of date without it: it is taken out again, and uv asked
    whether the lock holds all the same.
    """
    stamped = b"exclude-newer" in lock.read_bytes()
    told = [find_uv_bin(), "lock", *common, *(word for word in limited if word not in common)]
    complaint = _run(told, lock.parent, environment)
    if not complaint and _NEVER in lock.read_bytes():
        complaint = _run(told, lock.parent, environment)
    if complaint or stamped:
        return complaint
    lock.write_bytes(_STAMP.sub("", lock.read_bytes().decode()).encode())
    return _run([find_uv_bin(), "lock", *common, "--check"], lock.parent, environment)


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
    lines = re.sub(r"\x1b\[[0-9;]*m", "", f"{done.stdout}\n{done.stderr}").splitlines()
    # poetry shows where in its own code it gave up
    lines = [line for line in lines if not re.match(r"\s*(?:\u2192|>)?\s*\d+\s*(?:\u2502|\|)|\s*at /.*:\d+ in ", line)]
    said = re.sub(r"//[^/@\s]*@", "//***@", " ".join(" ".join(lines).split()))
    return f"{Path(command[0]).name} says: {said[-400:] or 'nothing'}"


def _objection(start: bytes, data: bytes, file: PurePosixPath, cutoff: datetime, index: Index) -> str:
    """Return what is wrong with a new lock: nothing that is understood, or a release that is too young or withdrawn.

    What was in the lock at the ``start`` is the project's own affair.
    """
    old, held = ([pin for pin in locks.read(text, file) if isinstance(pin, Pin)] for text in map(_text, (start, data)))
    if not held:
        return "what its tool wrote is not understood"
    known = {(pin.name, pin.version) for pin in old}
    for pin in held:
        if (pin.name, pin.version) in known:
            continue
        release = next((one for one in index.releases(pin.name) if one.version == Version(str(pin.version))), None)
        if release and release.yanked:
            return f"its tool took {pin.name} {pin.version}, which was withdrawn from the index"
        if release and release.uploaded and release.uploaded > cutoff:
            return f"its tool took {pin.name} {pin.version}, which is younger than the cooldown"
    return ""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
