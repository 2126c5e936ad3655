"""What a project requires and which versions it names, with file and line for each; nothing is run or looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from upgrader.model import Mention, Pin, Skip
from upgrader.pins import mentions, pipfile, pyproject, requirements, setup_cfg, setup_py
from upgrader.pins.declared import pin_of

_READERS = {
    "pyproject.toml": pyproject.read,
    "setup.cfg": setup_cfg.read,
    "setup.py": setup_py.read,
    "Pipfile": pipfile.read,
}
_NOT_READ = {"Pipfile.lock", "poetry.lock", "pdm.lock", "uv.lock", "pylock.toml", "environment.yml"}
_RENEW = {
    "Pipfile.lock": "renew it with `pipenv lock`",
    "poetry.lock": "renew it with `poetry lock`",
    "pdm.lock": "renew it with `pdm lock`",
    "uv.lock": "renew it with `uv lock`",
    "pylock.toml": "renew it with the tool that wrote it",
}
_TEST_WORDS = ("test", "tests", "testing", "ci", "dev", "develop", "development", "local")
_ASIDE_WORDS = (
    "doc",
    "docs",
    "prod",
    "production",
    "deploy",
    "staging",
    "heroku",
    "release",
    "lint",
    "benchmark",
    "maintainer",
)
_ASIDE = 9  # the rank of a file that tests do not need


@dataclass(frozen=True)
class Inventory:
    """Everything the manifests say. ``skipped`` names what could not be read or is not read."""

    pins: tuple[Pin, ...] = ()
    mentions: tuple[Mention, ...] = ()
    skipped: tuple[Skip, ...] = ()


def read_pins(root: Path, files: Sequence[PurePosixPath]) -> Inventory:
    """Return what the manifests among ``files`` (relative to ``root``) require and which versions they name.

    ``-r`` and ``-c`` are followed inside ``root``, each file once. Raises UpgraderError for a requirements file that is
    not UTF-8 or has a line that cannot be parsed; every other manifest that cannot be read becomes a Skip.
    """
    pins: list[Pin | Skip] = []
    seen: set[PurePosixPath] = set()
    for file in sorted(files):
        if requirements.is_requirements_file(file):
            pins += _read_requirements(root, file, seen, constraint=file.name.startswith("constraints"))
        elif file.name in _READERS and len(file.parts) == 1:
            pins += _read_manifest(root, file)
        elif file.name in _NOT_READ:
            pins.append(
                Skip(file, f"lock files of this kind are not read; {_RENEW.get(file.name, 'change it by hand')}")
            )
    found, skipped = mentions.read(root, files)
    return Inventory(
        tuple(item for item in pins if isinstance(item, Pin)),
        found,
        (*(item for item in pins if isinstance(item, Skip)), *skipped),
    )


@dataclass(frozen=True)
class Chosen:
    """What makes one environment: ``pins`` and their ``requirements`` texts, ``constraints``, and what was left out."""

    pins: tuple[Pin, ...]
    requirements: tuple[str, ...]
    constraints: tuple[str, ...]
    skipped: tuple[Skip, ...]


def choose_requirements(inventory: Inventory, files: Sequence[str] = ()) -> Chosen:
    """Choose from all manifests what makes the test environment.

    ``files`` are the requirement files to take, by path, where the project says so. Else all are taken, except those
    for documentation, linting and production when there is any other, an ``.in`` file whose compiled ``.txt`` lies
    beside it, and groups that are not for tests or development. Where files disagree about a version, a file of exact
    pins only wins over one that leaves something open; then a file for tests or development (by its name) over a plain
    one, a plain one over ``setup.py`` and ``pyproject.toml``, and the file nearer to the project's root.
    """
    chosen: dict[str, Pin] = {}
    kept: list[Pin] = []
    constraints: list[str] = []
    skipped: list[Skip] = []
    paths = {pin.file for pin in inventory.pins}
    aside = {path for path in paths if _rank(path) == _ASIDE}
    if aside == {path for path in paths if requirements.is_requirements_file(path)}:
        aside = set()
    loose = {pin.file for pin in inventory.pins if not pin.version}

    def first(pin: Pin) -> tuple[bool, int, int, bool]:
        return pin.file in loose, _rank(pin.file), len(pin.file.parts), pin.version is None

    for pin in sorted(inventory.pins, key=first):
        where = f"line {pin.line}: {pin.requirement}"
        if pin.group == "constraint":
            constraints.append(pin.requirement)
            continue
        if files and requirements.is_requirements_file(pin.file) and str(pin.file) not in files:
            skipped.append(Skip(pin.file, f"{where} is not part of the configured requirement files"))
        elif not files and pin.file in aside:
            skipped.append(Skip(pin.file, f"{where} left out: not a file that tests need, by its name"))
        elif pin.file.suffix == ".in" and pin.file.with_suffix(".txt") in paths:
            continue  # said again, exactly, by the compiled file
        elif pin.group and not _words(pin.group) & set(_TEST_WORDS):
            skipped.append(Skip(pin.file, f"{where} left out: the group {pin.group!r} is not for tests, by its name"))
        elif not pin.name or _is_local(pin):
            skipped.append(Skip(pin.file, f"{where} left out: a path or unnamed link is installed with the project"))
        elif pin.name in chosen and _conflict(chosen[pin.name], pin):
            other = chosen[pin.name]
            skipped.append(Skip(pin.file, f"{where} left out: {other.file} line {other.line} says {other.requirement}"))
        else:
            if pin.version or pin.name not in chosen:
                chosen[pin.name] = pin
            kept.append(pin)
    texts = tuple(dict.fromkeys(pin.requirement for pin in kept))
    return Chosen(tuple(kept), texts, tuple(constraints), tuple(skipped))


@cache
def _rank(path: PurePosixPath) -> int:
    if not requirements.is_requirements_file(path):
        return 5
    words = _words(str(path))
    if words & set(_TEST_WORDS):
        return 1
    if words & set(_ASIDE_WORDS):
        return _ASIDE
    return 2 if path.suffix == ".txt" else 3


def _words(text: str) -> set[str]:
    return set(text.lower().replace("/", "-").replace("_", "-").replace(".", "-").split("-"))


def _is_local(pin: Pin) -> bool:
    """Return whether the line is a path: those are relative to their file, and mostly the project itself."""
    if pin.version:
        return False
    link = pin.requirement.partition(" @ ")[2] or pin.requirement
    try:
        Requirement(link)
    except InvalidRequirement:
        return "://" not in link or link.startswith("file:")
    return False


def _conflict(one: Pin, other: Pin) -> bool:
    """Return whether no version can satisfy both: two exact ones that differ, or one outside the other's range."""
    return bool(one.version) and (
        one.version != other.version if other.version else not _admits(other.requirement, str(one.version))
    )


def _admits(requirement: str, version: str) -> bool:
    """Return whether a requirement may be met by ``version`` from the index; one that names a link may not."""
    try:
        parsed = Requirement(requirement)
    except InvalidRequirement:
        return False
    return parsed.url is None and parsed.specifier.contains(version, prereleases=True)


def _read_manifest(root: Path, file: PurePosixPath) -> Iterator[Pin | Skip]:
    try:
        text = (root / file).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        yield Skip(file, f"cannot be read as UTF-8: {error.__class__.__name__}")
        return
    yield from _READERS[file.name](text, file)


def _read_requirements(
    root: Path, file: PurePosixPath, seen: set[PurePosixPath], *, constraint: bool
) -> Iterator[Pin | Skip]:
    if file in seen:
        return
    seen.add(file)
    try:
        data = (root / file).read_bytes()
    except OSError:
        yield Skip(file, "cannot be read")
        return
    entries = requirements.parse(requirements.decode(data, file), file)
    group = "constraint" if constraint else ""
    for entry in entries:
        if entry.requirement:
            yield pin_of(entry.requirement, file, entry.line, hashed=bool(entry.hashes), group=group, text=entry.text)
        elif entry.link:
            name = requirements.link_name(entry.link)
            why = "installed from a URL or path, which no index can answer for"
            yield Pin(
                canonicalize_name(name), None, file, entry.line, entry.link, bool(entry.hashes), why=why, group=group
            )
        elif entry.option in ("--requirement", "--constraint"):
            yield from _follow(root, file, entry, seen, constraint=constraint or entry.option == "--constraint")
        elif entry.option in ("--index-url", "--extra-index-url", "--find-links", "--no-index"):
            yield Skip(file, f"line {entry.line}: {entry.option} is not followed; configure the index for uv or pip")


def _follow(
    root: Path, file: PurePosixPath, entry: requirements.Entry, seen: set[PurePosixPath], *, constraint: bool
) -> Iterator[Pin | Skip]:
    if "://" in entry.argument:
        yield Skip(file, f"line {entry.line}: another file by its URL is not followed")
        return
    try:
        top = root.resolve()
        target = (root / file.parent / entry.argument).resolve()
        exists = target.is_file()
    except (OSError, ValueError):  # too long, null bytes
        yield Skip(file, f"line {entry.line}: {entry.argument[:80]!r} is no file name")
        return
    if not target.is_relative_to(top):
        yield Skip(file, f"line {entry.line}: {entry.argument} lies outside the project and was not read")
    elif not exists:
        yield Skip(file, f"line {entry.line}: {entry.argument} does not exist")
    else:
        path = PurePosixPath(target.relative_to(top))
        # layered files constrain one another (`-c requirements.txt` in requirements-dev.in) and are installed all the same
        installed = requirements.is_requirements_file(path) and not path.name.startswith("constraints")
        yield from _read_requirements(root, path, seen, constraint=constraint and not installed)
