"""Which versions: what the old pins meant at their time, and what they should become. uv decides, we ask.

uv is asked without the project's own configuration and in a clean environment, so that the same question has the same
answer on every machine: the index is the only thing taken from the user's settings.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

import tomli_w
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from uv import find_uv_bin

from upgrader.masking import masked
from upgrader.model import Pin, UpgraderError
from upgrader.pins.declared import exact_version
from upgrader.pins.index import Index, IndexSettings, read_settings

ANY_TIME = "2100-01-01T00:00:00Z"  # later than every upload: lifts --exclude-newer for one package
OLD_TOOLS = ("pip", "setuptools", "wheel")  # what every environment of that time came with
UV_MAY_SEE = (
    "UV_CACHE_DIR",
    "UV_HTTP_",
    "UV_SYSTEM_CERTS",
    "UV_NATIVE_TLS",
    "UV_INSECURE_HOST",
    "UV_KEYRING_PROVIDER",
)


@dataclass(frozen=True)
class Lock:
    """An environment to the last version: ``text`` is a requirements file with exact versions only.

    ``key`` is the same for the same packages on the same ``python`` (its full version), so it can name a cached
    environment. ``arguments`` are what ``uv pip install`` must be told too: the time, so that what is built from source is
    built by tools of then, and whether wheels alone will do.
    """

    text: str
    key: str
    python: str
    arguments: tuple[str, ...] = ()
    strayed: tuple[str, ...] = ()  #: what a lock file says otherwise, where the requirements do not allow it
    against: tuple[tuple[str, str], ...] = ()  #: releases with what they say against the rest, which was set aside
    alone: bool = False  #: whether it is installed as it stands, since its packages ask for something else

    @property
    def versions(self) -> dict[str, Version]:
        """The version of each package that comes from an index."""
        found = {canonicalize_name(item.name): exact_version(item) for item in _parsed(self.text.splitlines())}
        return {name: Version(version) for name, version in found.items() if version}


class Refusal(UpgraderError):
    """uv found no set of versions; ``reason`` is what it said, whole."""

    def __init__(self, reason: str) -> None:
        """Take uv's reason and show the beginning of it."""
        self.reason = reason
        shown = reason if len(reason) <= 600 else f"{reason[:600]}..."
        said = f"The requirements cannot be resolved; uv says: {(shown or 'nothing').rstrip('.')}."
        super().__init__(f"{said} Correct them and start again.")


def as_of(pins: Sequence[Pin], index: Index) -> datetime | None:
    """Return when the newest exact pin was uploaded (the first file of its release, UTC): the time the pins mean.

    None when there is no exact pin or the index does not say.
    """
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(index.releases, {pin.name for pin in pins if pin.version}))  # all pages at once
    times = [
        release.uploaded
        for pin in pins
        if pin.version
        for release in index.releases(pin.name)
        if release.version == Version(pin.version) and release.uploaded
    ]
    return max(times, default=None)


def lock_before(
    requirements: Sequence[str],
    python: Path,
    as_of: datetime | None,
    *,
    constraints: Sequence[str] = (),
    locked: Sequence[str] = (),
    extra: Sequence[str] = (),
    settings: IndexSettings | None = None,
    requires: Mapping[str, Sequence[Requirement]] = MappingProxyType({}),
) -> Lock:
    """Resolve the old environment as it was: what is not exact comes from the time ``as_of`` (plus a day).

    ``requirements``, ``constraints`` and ``locked`` are requirement texts (`choose_requirements`); what is ``locked`` is
    held as long as the rest allows it, else preferred, and `Lock.strayed` says where not. ``extra`` are names wanted
    besides (``pytest``) where they are not among them. setuptools, pip and wheel of that time are always part of it:
    packages of then expect them. Exact pins may use files uploaded later, as wheels often were, and so may a package of
    which nothing is left from that time. ``requires`` is taken for what releases require, whatever they say. ``python`` is
    the old interpreter. Raises UpgraderError with uv's reason.
    """
    wanted = _with_extra(requirements, (*extra, *OLD_TOOLS))
    arguments = []
    if as_of:
        arguments += ["--exclude-newer", timestamp(as_of + timedelta(days=1))]
        for name in sorted(
            {canonicalize_name(item.name) for item in _parsed((*wanted, *constraints, *locked)) if exact_version(item)}
        ):
            arguments += ["--exclude-newer-package", f"{name}={ANY_TIME}"]
    while True:
        try:
            return _lock(wanted, constraints, locked, python, arguments, settings, requires)
        except Refusal as refusal:
            lost = [f"{name}={ANY_TIME}" for name in _NOT_THERE.findall(refusal.reason)] if as_of else []
            again = [item for item in dict.fromkeys(lost) if item not in arguments]
            if not again:
                raise
            arguments += [word for item in again for word in ("--exclude-newer-package", item)]


#: Names in uv's reason of which no file is old enough: some were withdrawn and uploaded again later.
_NOT_THERE = re.compile(
    r"(?:there are no versions of|all versions of(?= \S+ were yanked)) ([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ ,]"
)


def lock_after(
    requirements: Sequence[str],
    python: Path,
    *,
    constraints: Sequence[str] = (),
    locked: Sequence[str] = (),
    extra: Sequence[str] = (),
    today: datetime | None = None,
    cooldown_days: int = 7,
    settings: IndexSettings | None = None,
    allow_build: bool = False,
    sources: Collection[str] = (),
    requires: Mapping[str, Sequence[Requirement]] = MappingProxyType({}),
) -> Lock:
    """Resolve the new environment: the proposed exact set, and what it needs from what is older than the cooldown.

    Wheels alone, but for the packages in ``sources`` (`closure.to_build`); with ``allow_build``, anything may be built
    that is not to be had otherwise. What is installed from version control or a URL is built if it has to be: the project
    names that very source. setuptools is not part of the environment unless something requires it: on the new side it is
    no longer there by itself. ``requires`` is taken for what releases require, whatever they say. Raises UpgraderError
    with uv's reason.
    """
    settings = settings or read_settings()
    cutoff = (today or datetime.now(timezone.utc)) - timedelta(days=cooldown_days)
    arguments = ["--exclude-newer", timestamp(min(cutoff, settings.newest or cutoff))]
    wanted = _with_extra(requirements, extra)
    named = {canonicalize_name(item.name) for item in _parsed(wanted) if item.url} | set(sources)
    built = [word for name in sorted(named) for word in ("--no-binary", name)]
    try:
        only = ["--only-binary", ":all:", *built]
        return _lock(wanted, constraints, locked, python, [*arguments, *only], settings, requires)
    except Refusal:
        if not allow_build:
            raise
        return _lock(wanted, constraints, locked, python, arguments, settings, requires)


def _with_extra(requirements: Sequence[str], extra: Iterable[str]) -> tuple[str, ...]:
    named = {canonicalize_name(item.name) for item in _parsed(requirements)}
    return (*requirements, *(item for item in extra if canonicalize_name(Requirement(item).name) not in named))


def _parsed(texts: Iterable[str]) -> list[Requirement]:
    """Return those of ``texts`` that are PEP 508; links are not."""
    found = []
    for text in texts:
        try:
            found.append(Requirement(text))
        except InvalidRequirement:
            continue
    return found


def timestamp(moment: datetime) -> str:
    """Return a moment as uv and RFC 3339 write it, in UTC."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _lock(
    requirements: Sequence[str],
    constraints: Sequence[str],
    locked: Sequence[str],
    python: Path,
    arguments: Sequence[str],
    settings: IndexSettings | None,
    requires: Mapping[str, Sequence[Requirement]] = MappingProxyType({}),
) -> Lock:
    asked = ["--python", str(python), "--no-annotate", *arguments]
    strayed: tuple[str, ...] = ()
    try:
        text = compile_set(requirements, asked, settings, constraints=[*constraints, *locked], requires=requires)
    except Refusal:
        if not locked:
            raise
        text = compile_set(
            requirements, asked, settings, constraints=constraints, preferences=locked, requires=requires
        )
        strayed = tuple(_strayed(locked, text))
    version = _version_of(python)
    key = hashlib.sha256(f"{version}\n{text}".encode()).hexdigest()
    return Lock(text, key, version, tuple(arguments), strayed)


def _strayed(locked: Sequence[str], text: str) -> Iterator[str]:
    """Yield where an environment has another version than a lock file says."""
    has = {canonicalize_name(item.name): exact_version(item) for item in _parsed(text.splitlines())}
    for item in _parsed(locked):
        version, said = has.get(canonicalize_name(item.name)), exact_version(item)
        if version and said and Version(version) != Version(said):
            yield f"{item.name} {version} instead of {said}"


def _version_of(python: Path) -> str:
    command = [str(python), "-I", "-c", "import platform; print(platform.python_version())"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise UpgraderError(f"The interpreter {python} does not run. Install it again or name another.") from error


def compile_set(
    requirements: Sequence[str],
    arguments: Sequence[str],
    settings: IndexSettings | None = None,
    *,
    constraints: Sequence[str] = (),
    preferences: Sequence[str] = (),
    requires: Mapping[str, Sequence[Requirement]] = MappingProxyType({}),
) -> str:
    """Return what ``uv pip compile`` makes of ``requirements``; ``preferences`` are ``name==version`` lines to keep to.

    ``requires`` tells what packages depend on that would have to be built to be asked.

    Raises Refusal with uv's own reason when there is no such set, UpgraderError when the index cannot be reached.
    """
    with tempfile.TemporaryDirectory(prefix="upgrader-") as folder:
        (Path(folder) / "requirements.in").write_text("\n".join(requirements) + "\n", encoding="utf-8")
        output = Path(folder) / "requirements.txt"
        (Path(folder) / "constraints.txt").write_text("\n".join(constraints) + "\n", encoding="utf-8")
        # uv prefers the versions that its output file holds already
        output.write_text("\n".join(preferences) + "\n", encoding="utf-8")
        command = [find_uv_bin(), "pip", "compile", "requirements.in", "--constraints", "constraints.txt"]
        told = [{"name": name, "requires-dist": [*map(str, items)]} for name, items in sorted(requires.items())]
        # a configuration of our own keeps uv from looking for the user's
        (Path(folder) / "uv.toml").write_text(tomli_w.dumps({"dependency-metadata": told}), encoding="utf-8")
        command += [
            "--output-file",
            "requirements.txt",
            "--config-file",
            "uv.toml",
            "--no-header",
            "--no-progress",
            "--quiet",
        ]
        command += ["--color", "never", *arguments]
        run = subprocess.run(
            command,
            cwd=folder,
            env=uv_environment(settings or read_settings()),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        if run.returncode:
            raise _complaint(run.stderr)
        return output.read_text(encoding="utf-8")


def uv_environment(settings: IndexSettings) -> dict[str, str]:
    """Return the caller's variables without those that change what uv or Python answer."""
    hidden = ("UV_", "PIP_", "PYTHON", "VIRTUAL_ENV", "CONDA_PREFIX")
    kept = {
        name: value for name, value in os.environ.items() if name.startswith(UV_MAY_SEE) or not name.startswith(hidden)
    }
    return {**kept, **settings.environment(), "UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"}


def _complaint(stderr: str) -> UpgraderError:
    """Return uv's complaint as one paragraph: the frame is taken off, passwords are taken out."""
    text = masked(stderr)
    if re.search(r"error sending request|dns error|Failed to fetch|Network connectivity is disabled", text):
        return UpgraderError("uv cannot reach the package index. Check the network and start again.")
    lines = [re.sub(r"^[^A-Za-z0-9]+", "", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("warning:", "hint:"))]
    said = re.sub(r"\s+", " ", " ".join(lines)).removeprefix("error: ")
    return Refusal(
        said.removeprefix("No solution found when resolving dependencies").lstrip(": ").removeprefix("cause: ")
    )
