"""What a project requires and which versions it names, with file and line for each; nothing is run or looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader.model import Mention, Pin, Skip, UpgraderError
from upgrader.pins import conda, locks, mentions, nox, pipfile, pyproject, requirements, setup_cfg, setup_py, tox
from upgrader.pins.declared import is_pypi, match_plain, pin_of, plain_pin
from upgrader.pins.own import own_name

_Reader = Callable[[str, PurePosixPath], Iterator[Pin | Skip | requirements.Entry]]

_READERS: dict[str, tuple[_Reader, ...]] = {
    "pyproject.toml": (pyproject.read, tox.read),
    "setup.cfg": (setup_cfg.read, tox.read),
    "setup.py": (setup_py.read,),
    "Pipfile": (pipfile.read,),
    "tox.ini": (tox.read,),
    "tox.toml": (tox.read,),
    "noxfile.py": (nox.read,),
}
_TEST_WORDS = ("test", "tests", "testing", "ci", "dev", "develop", "development", "local", tox.GROUP, nox.GROUP)
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
_DOCS = {"doc", "docs"}
_ASIDE = 9  # the rank of a file that tests do not need


@dataclass(frozen=True)
class Inventory:
    """Everything the manifests say. ``skipped`` names what could not be read or is not read."""

    pins: tuple[Pin, ...] = ()
    mentions: tuple[Mention, ...] = ()
    skipped: tuple[Skip, ...] = ()


def read_pins(root: Path, files: Sequence[PurePosixPath], named: Sequence[str] = ()) -> Inventory:
    """Return what the manifests among ``files`` (relative to ``root``) require and which versions they name.

    ``-r`` and ``-c`` are followed inside ``root``, each file once. Raises UpgraderError when the main requirements file,
    or one of those ``named`` by the user, is not UTF-8 or has a line that cannot be parsed; every other manifest that
    cannot be read becomes a Skip, since a file may just be called like one.
    """
    pins: list[Pin | Skip] = []
    seen: set[PurePosixPath] = set()
    candidates = [file for file in files if requirements.is_requirements_file(file)]
    real = [file for file in candidates if not file.name.startswith("constraints") and not _words(str(file)) & _DOCS]
    main = {*sorted(real, key=requirements.main_first)[:1], *map(PurePosixPath, named)}
    for file in sorted(candidates, key=lambda file: (file not in main, file)):
        try:
            pins += list(_read_requirements(root, file, seen, constraint=file.name.startswith("constraints")))
        except UpgraderError as error:
            if file in main:
                raise
            pins.append(Skip(file, f"not read as requirements: {error}"))
    for file in sorted(files):
        if len(file.parts) == 1 and (each := readers(file)):
            pins += _read_manifest(root, file, each, seen)
        elif locks.is_lock(file) or conda.is_environment(file):
            pins.append(Skip(file, "not read: only in the project's own folder it says what the project requires"))
    found, skipped = mentions.read(root, files)
    own = own_name(root)
    pins = [_not_itself(item, own) for item in pins]
    return Inventory(
        tuple(item for item in pins if isinstance(item, Pin)),
        found,
        (*(item for item in pins if isinstance(item, Skip)), *skipped),
    )


def _not_itself(item: Pin | Skip, own: str | None) -> Pin | Skip:
    """Return a pin, or that it is the project itself: templates and demonstrations of a package ask for it by name."""
    if isinstance(item, Skip) or own is None or item.name != own or "[" in item.requirement:
        return item
    return Skip(item.file, f"line {item.line}: {item.requirement} is the project itself")


@dataclass(frozen=True)
class Chosen:
    """What makes one environment: ``pins`` and their ``requirements`` texts, ``constraints``, and what was left out.

    ``locked`` is what lock files say of what the requirements bring along, as constraints.
    """

    pins: tuple[Pin, ...]
    requirements: tuple[str, ...]
    constraints: tuple[str, ...]
    skipped: tuple[Skip, ...]
    locked: tuple[str, ...] = ()


def choose_requirements(inventory: Inventory, files: Sequence[str] = (), django: Version | None = None) -> Chosen:
    """Choose from all manifests what makes the test environment.

    ``files`` are the requirement files to take, by path, where the project says so. Else all are taken, except those
    for documentation, linting and production when there is any other, an ``.in`` file whose compiled ``.txt`` lies
    beside it, and groups that are not for tests or development. Where files disagree about a version, a file of exact
    pins only wins over one that leaves something open, and of two such files the one that pins more: it is the nearer to
    a whole environment. Then a file for tests or development (by its name) wins over a plain one, a plain one over
    ``setup.py`` and ``pyproject.toml``, and the file nearer to the project's root.

    A lock file counts unless it is out of date: its manifest, or ``django`` (the series to come), asks for another
    version than it holds. One without its manifest is what is required.
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
    whole = {path: made for path in paths if locks.is_lock(path) and (made := locks.manifest(path, paths))}

    exact = Counter(pin.file for pin in inventory.pins if pin.file not in loose)

    def first(pin: Pin) -> tuple[bool, int, int, int, bool]:
        return pin.file in loose, -exact[pin.file], _rank(pin.file), len(pin.file.parts), pin.version is None

    for pin in sorted(inventory.pins, key=first):
        where = f"line {pin.line}: {pin.requirement}"
        if pin.group == "constraint":
            constraints.append(pin.requirement)
            continue
        if pin.file in whole:
            continue  # says how, not what
        if files and requirements.is_requirements_file(pin.file) and str(pin.file) not in files:
            skipped.append(Skip(pin.file, f"{where} is not part of the configured requirement files"))
        elif not files and pin.file in aside:
            skipped.append(Skip(pin.file, f"{where} left out: not a file that tests need, by its name"))
        elif pin.file.suffix == ".in" and pin.file.with_suffix(".txt") in paths:
            continue  # said again, exactly, by the compiled file
        elif not is_installed_for_tests(pin.group):
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
    locked: list[str] = []
    for path in sorted(whole):
        said, rows = _locked([pin for pin in inventory.pins if pin.file == path], kept, django, whole[path])
        locked += said
        skipped += rows
    texts = tuple(dict.fromkeys(pin.requirement for pin in kept))
    return Chosen(tuple(kept), texts, tuple(constraints), tuple(skipped), tuple(dict.fromkeys(locked)))


def _locked(
    pins: Sequence[Pin], kept: Sequence[Pin], django: Version | None, manifest: PurePosixPath
) -> tuple[list[str], list[Skip]]:
    """Return what the lock of a manifest says as constraints, nothing if it is out of date, and what was left out of it."""
    wanted: dict[str, list[Pin]] = {}
    for pin in kept:
        wanted.setdefault(pin.name, []).append(pin)
    # a package with its extras may have a row of its own
    often = Counter(name for name, _ in {(pin.name, pin.version) for pin in pins if ";" not in pin.requirement})
    said, rows = [], []
    for pin in pins:
        here = [one for one in wanted.get(pin.name, ()) if one.file == manifest]
        forks = {
            one.requirement.partition(";")[2].strip() for one in here if _admits(one.requirement, str(pin.version))
        }
        if often[pin.name] > 1 and forks and all(forks):  # the manifest says when each is meant
            said.append(f"{pin.requirement} ; {' or '.join(f'({one})' for one in sorted(forks))}")
            continue
        other = next((one for one in wanted.get(pin.name, ()) if _conflict(pin, one)), None)
        if pin.name == "django" and django and Version(str(pin.version)).release[:2] != django.release[:2]:
            return [], [Skip(pin.file, f"left out: it holds Django {pin.version}, not {django}")]
        if other and other.file == manifest and ";" not in pin.requirement:
            why = f"it holds {pin.name} {pin.version}, and {other.file} line {other.line} says {other.requirement}"
            return [], [Skip(pin.file, f"left out, since it is out of date: {why}")]
        if other:
            where = f"{other.file} line {other.line} says {other.requirement}"
            rows.append(Skip(pin.file, f"line {pin.line}: {pin.requirement} left out: {where}"))
        elif often[pin.name] > 1:
            rows.append(Skip(pin.file, f"line {pin.line}: {pin.requirement} left out: it is there in several versions"))
        else:
            said.append(pin.requirement)
    return said, rows


def check_consistent(inventory: Inventory) -> None:
    """Raise UpgraderError when a requirements file asks for two versions of a package at once, which installs nowhere."""
    exact: dict[tuple[PurePosixPath, str], Pin] = {}
    plain = [
        pin
        for pin in inventory.pins
        if pin.group in ("", "constraint")
        and ";" not in pin.requirement
        and requirements.is_requirements_file(pin.file)
    ]
    for pin in plain:
        if pin.version:
            exact.setdefault((pin.file, pin.name), pin)
    for pin in plain:
        other = exact.get((pin.file, pin.name))
        if other and not _is_link(pin) and _conflict(other, pin):
            raise UpgraderError(
                f"{pin.file}:{pin.line} says {pin.requirement}, and line {other.line} says {other.requirement}, "
                "which cannot both be. Keep one of them and start again."
            )


def is_installed_for_tests(group: str) -> bool:
    """Return whether a group is for tests or development, by its name; what is always installed has none."""
    return group in ("", locks.GROUP) or bool(_words(group) & set(_TEST_WORDS))


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
    return set(text.lower().replace("/", "-").replace(" ", "-").replace("_", "-").replace(".", "-").split("-"))


def _is_link(pin: Pin) -> bool:
    """Return whether a line names where to get the package, as a path or an address."""
    return not pin.version and ("://" in pin.requirement or _is_local(pin))


def _is_local(pin: Pin) -> bool:
    """Return whether the line is a path: those are relative to their file, and mostly the project itself."""
    if pin.version or match_plain(pin.requirement):
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


def readers(file: PurePosixPath) -> tuple[_Reader, ...]:
    """Return what reads a manifest of this name, nothing for any other file and for requirements files."""
    if locks.is_lock(file):
        return (locks.read,)
    return (conda.read,) if conda.is_environment(file) else _READERS.get(file.name, ())


def _read_manifest(
    root: Path, file: PurePosixPath, each: Iterable[_Reader], seen: set[PurePosixPath]
) -> Iterator[Pin | Skip]:
    try:
        text = (root / file).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        yield Skip(file, f"cannot be read as UTF-8: {error.__class__.__name__}")
        return
    found = [item for reader in each for item in reader(text, file)]
    for item in dict.fromkeys(found):  # two readers complain of one file in the same words
        if not isinstance(item, requirements.Entry):
            yield item
            continue
        try:
            yield from list(_follow(root, file, item, seen, constraint=item.option == "--constraint"))
        except UpgraderError as error:
            yield Skip(file, f"line {item.line}: {item.argument} is not read as requirements: {error}")


def _read_requirements(
    root: Path,
    file: PurePosixPath,
    seen: set[PurePosixPath],
    *,
    constraint: bool,
    above: tuple[PurePosixPath, ...] = (),
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
        hashed = bool(entry.hashes)
        if entry.requires and (plain := plain_pin(entry.text, file, entry.line, hashed=hashed, group=group)):
            yield plain
        elif entry.requirement:
            yield pin_of(entry.requirement, file, entry.line, hashed=hashed, group=group, text=entry.text)
        elif entry.link:
            name = requirements.link_name(entry.link)
            why = "installed from a URL or path, which no index can answer for"
            yield Pin(canonicalize_name(name), None, file, entry.line, entry.link, hashed, why=why, group=group)
        elif entry.option in ("--requirement", "--constraint"):
            limits = constraint or entry.option == "--constraint"
            yield from _follow(root, file, entry, seen, constraint=limits, above=(*above, file))
        elif entry.option in ("--index-url", "--extra-index-url") and is_pypi(entry.argument):
            continue
        elif entry.option in ("--index-url", "--extra-index-url", "--find-links", "--no-index"):
            yield Skip(file, f"line {entry.line}: {entry.option} is not followed; configure the index for uv or pip")


def _follow(
    root: Path,
    file: PurePosixPath,
    entry: requirements.Entry,
    seen: set[PurePosixPath],
    *,
    constraint: bool,
    above: tuple[PurePosixPath, ...] = (),
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
        if path in above:
            circle = " -> ".join(map(str, (*above[above.index(path) :], path)))
            yield Skip(
                file, f"line {entry.line}: {circle} goes in a circle, which pip refuses: remove one of these lines"
            )
            return
        # layered files constrain one another (`-c requirements.txt` in requirements-dev.in) and are installed all the same
        installed = requirements.is_requirements_file(path) and not path.name.startswith("constraints")
        yield from _read_requirements(root, path, seen, constraint=constraint and not installed, above=above)
