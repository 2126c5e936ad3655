"""Which Python and which Django a project runs on today, as its own files say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from upgrader.model import Config, Pin, UpgraderError, Versions
from upgrader.pins.inventory import Chosen, Inventory
from upgrader.pins.locks import GROUP
from upgrader.pins.pyproject import poetry_specifier
from upgrader.project.config import load_toml, table_at
from upgrader.project.files import read_bytes
from upgrader.project.tox import Tox
from upgrader.releases import DJANGO_RUNS_ON

USUAL = Version("3.8")  #: taken where nothing is declared; also the oldest interpreter that today's tools can drive
NEW_SIDE = Version("3.12")  #: what a matrix lists from here on is where a project goes to, not where it comes from

NO_DJANGO = "No file requires or imports Django."

_IMPORTS_DJANGO = re.compile(rb"^\s*(?:from|import)\s+django\b", re.MULTILINE)


def read_versions(
    root: Path,
    top: Path | None,
    files: Sequence[PurePosixPath],
    config: Config,
    inventory: Inventory,
    chosen: Chosen,
    tox: Tox | None,
) -> tuple[Versions, dict[str, str]]:
    """Return the versions a project runs on, and for ``python`` and ``django`` a sentence on where that was found.

    Django is None where there is none, and where the code imports it but no file says which; the sentence tells these
    apart. Python is the highest version that the strongest source declares, as far as that Django runs on it.
    """
    django, why_django = _read_django(root, files, inventory, chosen)
    python, why_python = _choose_python(_declared(root, top, files, config, inventory, tox), django)
    return Versions(python, django), {"python": why_python, "django": why_django}


@dataclass(frozen=True)
class Declared:
    """The Pythons that one place declares: the one it runs on (``exact``), or all that are said to be supported.

    ``says`` begins a sentence that a version completes, ``rest`` ends it. ``final`` is the user's own word, which counts
    even where that interpreter cannot be driven.
    """

    says: str
    versions: tuple[Version, ...]
    rest: str = ""
    exact: bool = False
    final: bool = False


def series(version: Version) -> Version:
    """Return the feature release that a version belongs to: 2.2 for 2.2.9."""
    return Version(f"{version.major}.{version.minor}")


def _read_django(
    root: Path, files: Sequence[PurePosixPath], inventory: Inventory, requirements: Chosen
) -> tuple[Version | None, str]:
    chosen = [pin for pin in requirements.pins if pin.name == "django"]
    limits = [pin for pin in inventory.pins if pin.name == "django" and pin.group == "constraint"]
    for pin in (*chosen, *limits):
        if pin.version and pin.group != GROUP:
            return Version(pin.version), f"{pin.file} line {pin.line} pins {pin.requirement}."
    for pin in inventory.pins:
        if pin.name == "django" and pin.version and pin.group == GROUP:
            return Version(pin.version), f"{pin.file} locks Django {pin.version}."
    for pin in chosen:
        if bound := lowest_bound(pin):
            return bound, f"{pin.file} line {pin.line} says {pin.requirement}, and {bound} is its lowest version."
    matrix = [mention for mention in inventory.mentions if mention.what == "tox envlist: django"]
    if matrix:
        lowest = min(Version(mention.version) for mention in matrix)
        return lowest, f"The list of environments in {matrix[0].file} has Django {lowest}, its lowest."
    importer = next(
        (path for path in files if path.suffix == ".py" and _IMPORTS_DJANGO.search(read_bytes(root, path))), None
    )
    if chosen or importer:
        where = f"{chosen[0].file} line {chosen[0].line} requires Django" if chosen else f"{importer} imports Django"
        return None, f"{where}, but no file says which version."
    return None, NO_DJANGO


def lowest_bound(pin: Pin) -> Version | None:
    """Return the lowest version that a requirement's own lower bound names: 2.2 for ``Django>=2.2,<3``."""
    text = re.sub(r"^[\w.-]+(\[[^]]*\])?", "", pin.requirement).partition(";")[0].strip(" ()")
    try:
        bounds = [
            item.version.removesuffix(".*") for item in SpecifierSet(text) if item.operator in (">=", ">", "~=", "==")
        ]
        return max(map(Version, bounds), default=None)
    except (InvalidSpecifier, InvalidVersion):
        return None


def _declared(
    root: Path, top: Path | None, files: Sequence[PurePosixPath], config: Config, inventory: Inventory, tox: Tox | None
) -> Iterator[Declared]:
    """Yield what declares a Python, strongest first."""
    named: dict[str, dict[PurePosixPath, list[str]]] = {}
    for mention in inventory.mentions:
        what = "image: python" if mention.what == "image argument: python" else mention.what
        # An image that CI works in is one row of its matrix.
        what = "CI: python" if mention.file.suffix in (".yml", ".yaml") and what == "image: python" else what
        named.setdefault(what, {}).setdefault(mention.file, []).append(mention.version)

    def each(what: str, says: str, *, exact: bool = False) -> Iterator[Declared]:
        for file, versions in named.get(what, {}).items():
            yield Declared(says.format(file), tuple(map(Version, versions)), exact=exact)

    if config.python:
        yield Declared("The configuration says Python", (series(Version(config.python)),), exact=True, final=True)
    for folder in (root, *_above(root, top)):
        name = ".python-version" if folder == root else f"{folder.name}/.python-version"
        yield Declared(f"{name} says Python", _first_number(_text(folder / ".python-version")), exact=True)
    for name in (".tool-versions", "runtime.txt"):
        yield from each(f"{name}: python", "{} says Python", exact=True)
    yield from each("conda environment: python", "{} says Python", exact=True)
    requires = table_at(_toml(root / "Pipfile"), "requires") if PurePosixPath("Pipfile") in files else {}
    yield Declared("Pipfile requires Python", _first_number(" ".join(map(str, requires.values()))), exact=True)
    yield from each("image: python", "{} is built from Python", exact=True)
    matrix = named.get("CI: python", {})
    in_matrix = tuple(Version(version) for versions in matrix.values() for version in versions)
    yield Declared(f"{', '.join(map(str, matrix))} runs Python", in_matrix)
    if tox:
        yield Declared(f"The list of environments in {tox.file} has Python", _factors(",".join(tox.environments)))
    yield from each("classifier: python", "The list of classifiers in {} has Python")
    for file, ranges in named.get("requires-python", {}).items():
        yield Declared(f"{file} requires Python {ranges[0]}, and", _within(ranges[0]), " is within that")
    said = table_at(_toml(root / "pyproject.toml"), "tool", "poetry", "dependencies").get("python")
    if isinstance(said, str) and (translated := poetry_specifier(said.rpartition("||")[2])):
        yield Declared(f"pyproject.toml requires Python {said}, and", _within(translated), " is within that")


def _choose_python(declared: Iterable[Declared], django: Version | None) -> tuple[Version, str]:
    """Return the first declared version that fits, and why; see ``read_versions``."""
    lowest, highest = DJANGO_RUNS_ON.get(str(series(django)), (None, None)) if django else (None, None)
    low, high = Version(lowest or "2.7"), Version(highest or "3.11")
    too_old = ""
    for place in declared:
        fitting = [one for one in place.versions if place.exact or (low <= one <= high and one < NEW_SIDE)]
        if not fitting:
            continue
        found = max(fitting)
        if found >= USUAL or place.final:
            return found, f"{place.says} {found}{place.rest}."
        too_old = too_old or f"{place.says} {found}{place.rest}, "
    if not low <= USUAL <= high:
        nearest = low if low > USUAL else high
        return (
            nearest,
            f"{too_old or 'No file says which Python, '}and {nearest} is the nearest that Django {django} runs on.",
        )
    fits = f", and Django {django} runs on it" if django else ""
    if too_old:
        return USUAL, f"{too_old}but {USUAL} is the oldest that can be driven{fits}."
    return USUAL, f"No file says which Python; {USUAL} is assumed{fits}."


def _toml(path: Path) -> dict[str, Any]:
    try:
        return load_toml(path)
    except UpgraderError:  # the inventory of pins has a row for it
        return {}


def _above(root: Path, top: Path | None) -> Iterator[Path]:
    """Yield the folders above ``root`` up to ``top``: where pyenv would look for a .python-version."""
    while top is not None and root != top and root.is_relative_to(top):
        root = root.parent
        yield root


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig", errors="replace")
    except OSError:
        return ""


def _first_number(text: str) -> tuple[Version, ...]:
    found = re.search(r"(?<![\d.])(3\.\d+)(?:\.\d+|\.x)?(?!\d)", text)
    return (Version(found[1]),) if found else ()


def _factors(text: str) -> tuple[Version, ...]:
    """Return the Pythons that tox factors name: ``py38``, ``py{37,38}-django22``, ``{py38,3.9}``."""
    grouped = re.findall(r"\bpy\{([^}]*)\}", text)
    codes = [code.strip() for group in grouped for code in group.split(",")]
    codes += re.findall(r"\bpy-?(\d\.?\d+)\b", text) + re.findall(r"(?:^|[{,\s])(\d\.\d+)(?=$|[},\s-])", text)
    return tuple(Version(f"{code[0]}.{code[1:].lstrip('.')}") for code in codes if re.fullmatch(r"[23]\.?\d+", code))


def _within(text: str) -> tuple[Version, ...]:
    """Return the version to take from a range: the usual one if it lies within, else the nearest that does."""
    try:
        specifier = SpecifierSet(text)
    except InvalidSpecifier:
        return ()
    known = [Version(f"3.{minor}") for minor in range(4, 15)]
    # A range such as `>=3.8.1` is about patch releases, of which the latest is meant.
    inside = [one for one in known if specifier.contains(f"{one}.99") or specifier.contains(one)]
    if not inside or USUAL in inside:
        return (USUAL,) if inside else ()
    return (min((one for one in inside if one > USUAL), default=max(inside)),)
