"""The places that name a Python or Django version, and what they should say: classifiers, CI matrices, images, tox.

Each kind is a row of `_PLACES`: which files, where in them versions are listed, and how one is written there. Of several
versions in one place the newest below the target becomes the target; the older ones are reported, since whether to stop
testing them is not ours to decide.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase, translate
from pathlib import Path, PurePosixPath

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from upgrader.model import Mention, Skip, Versions
from upgrader.pins import pyproject
from upgrader.pins.widen import widen

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_CI = (
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".gitlab-ci.yml",
    ".travis.yml",
    ".circleci/config.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
)
_IMAGES = ("Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile")
_COMPOSE = ("docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml")
_TOX = ("tox.ini", "setup.cfg", "tox.toml", "pyproject.toml")
_PYPROJECT = ("pyproject.toml", "ruff.toml", ".ruff.toml")
_MYPY = ("mypy.ini", ".mypy.ini", "setup.cfg", "pyproject.toml")
_CONDA = ("environment*.yml", "environment*.yaml")
_PRE_COMMIT = (".pre-commit-config.yaml",)
_ENVLIST = r"^env_?list[ \t]*=.*(?:\n[ \t]+.*)*"
_PACKAGING = ("setup.py", "setup.cfg", "pyproject.toml")

_DOTTED = r"(?<![\w.-])(?P<quote>[\"']?)(?P<version>\d+\.\d+)(?:\.\d+)?(?P=quote)(?![\w.])"
_ROWS = r"(?:\r?\n[ \t]*-[ \t]*[\"']?\d[\w.]*[\"']?[ \t]*(?:#[^\r\n]*)?(?=\r?$))+"
_LIST = rf"[ \t]*(?:\[[^\]]*\]|{_ROWS}|[\"']?\d+\.\d+(?:\.\d+)?[\"']?)"
_START = r"(?:^[ \t]*-?[ \t]*|[{,][ \t]*)"  # of a key: alone, in a row of a list, in braces
_KEYS = {
    "Python": r"(?:python(?:[-_.]?versions?)?|versionSpec|PYTHON(?:_VERSION)?)",
    "Django": r"(?:django(?:[-_.]?versions?)?|DJANGO(?:_VERSION)?)",
}
_TAG = r"(?P<version>3\.\d+)(?:\.\d+)?(?P<suffix>[\w.-]*)"
_GONE_BASES = re.compile(r"-(?:stretch|buster)\b")  # Debian releases for which no image of a current Python is made
_DATED_ALPINE = re.compile(r"-alpine\d[\d.]*")


@dataclass(frozen=True)
class _Place:
    """A kind of place: ``region`` finds it in files called ``files``, ``item`` each version in it.

    ``lowest`` says that it names the oldest version that the code is written for.
    """

    what: str
    product: str
    files: tuple[str, ...]
    region: re.Pattern[str]
    item: re.Pattern[str]
    lowest: bool = False


def _place(what: str, product: str, files: tuple[str, ...], region: str, item: str, *, lowest: bool = False) -> _Place:
    return _Place(what, product, files, re.compile(region, re.MULTILINE), re.compile(item), lowest)


_PLACES = (
    _place(".python-version", "python", (".python-version",), r"^\d+\.\d+(\.\d+)?\s*$", _DOTTED),
    _place("runtime.txt", "python", ("runtime.txt",), r"^python-3\S*", rf"(?<=python-){_TAG}"),
    _place("image", "python", _IMAGES, r"^[ \t]*FROM[ \t].*$", rf"(?<=python:){_TAG}"),
    _place("image argument", "python", _IMAGES, r"^[ \t]*ARG[ \t]+PYTHON_VERSION=\S+", rf"(?<==)[\"']?{_TAG}"),
    _place("image", "python", _CI + _COMPOSE, r"^[ \t]*-?[ \t]*(?:image|- name):.*$", rf"(?<=python:){_TAG}"),
    _place("CI", "python", _CI, rf"{_START}[\"']?{_KEYS['Python']}[\"']?:{_LIST}", _DOTTED),
    _place("CI", "django", _CI, rf"{_START}[\"']?{_KEYS['Django']}[\"']?:{_LIST}", _DOTTED),
    _place(
        "tool",
        "python",
        _PYPROJECT,
        r"^target-version[ \t]*=[ \t]*(?:\[[^\]]*\]|[\"']py3\d+[\"'])",
        r"\bpy(?P<compact>3\d+)\b",
        lowest=True,
    ),
    _place("tool", "python", _MYPY, r"^python_version[ \t]*=[ \t]*[\"']?3\.\d+[\"']?[ \t]*\r?$", _DOTTED, lowest=True),
    _place("tool", "python", ("pyproject.toml",), r"^pythonVersion[ \t]*=[ \t]*[\"']3\.\d+[\"']", _DOTTED, lowest=True),
    _place(
        "tool", "python", ("pyrightconfig.json",), r"^[ \t]*\"pythonVersion\":[ \t]*\"3\.\d+\"", _DOTTED, lowest=True
    ),
    _place("hook", "python", _PRE_COMMIT, r"--py3\d+-plus\b", r"--py(?P<compact>3\d+)(?=-plus)", lowest=True),
    _place("hook", "python", _PRE_COMMIT, r"--target-version[\", '=]+py3\d+", r"\bpy(?P<compact>3\d+)\b", lowest=True),
    _place("hook", "django", _PRE_COMMIT, r"--target-version[\", '=]+\d+\.\d+", _DOTTED, lowest=True),
    _place("hook", "python", _PRE_COMMIT, r"^[ \t]*python:[ \t]*python3\.\d+", rf"(?<=python){_TAG}"),
    _place("Pipfile", "python", ("Pipfile",), r"^python_version[ \t]*=[ \t]*[\"']3\.\d+[\"']", _DOTTED),
    _place(
        "conda environment",
        "python",
        _CONDA,
        r"^[ \t]*-[ \t]*[\"']?(?:[\w./-]+::)?python[ \t]*==?[ \t]*3[\w.=*]+",
        r"(?<==)[ \t]*(?P<version>3\.\d+)(?:\.\d+)?(?P<suffix>(?:\.\*)?)(?:=\w+)?",
    ),
    _place(
        "nox", "python", ("noxfile.py",), r"\bpython[ \t]*=[ \t]*(?:\[[^\]]*\]|\([^)]*\)|[\"']\d\.\d+[\"'])", _DOTTED
    ),
    _place(
        "Read the Docs",
        "python",
        (".readthedocs.yaml", ".readthedocs.yml"),
        rf"^[ \t]*(?:python|version):{_LIST}",
        _DOTTED,
    ),
    _place("tox envlist", "python", _TOX, r"\bpy\{[^}\n]*\}", r"\b(?P<compact>3\d+)\b"),
    _place("tox envlist", "python", _TOX, _ENVLIST, r"\bpy(?P<compact>3\d+)\b"),
    _place("tox envlist", "django", _TOX, r"\b(?:django|dj)\{[^}\n]*\}", r"\b(?P<compact>[1-9]\d)\b"),
    _place("tox envlist", "django", _TOX, _ENVLIST, r"\b(?:django|dj)(?P<compact>[1-9]\d)\b"),
)
_CLASSIFIERS = {
    "python": re.compile(
        r"^(?P<head>[ \t]*[\"']?Programming Language :: Python :: )(?P<version>3\.\d+)(?P<tail>.*)$", re.M
    ),
    "django": re.compile(r"^(?P<head>[ \t]*[\"']?Framework :: Django :: )(?P<version>\d+\.\d+)(?P<tail>.*)$", re.M),
}
_REQUIRES = re.compile(
    r"^(?P<head>\s*(?:requires-python|python_requires)\s*=\s*)"
    r"(?:(?P<quote>[\"'])(?P<quoted>[^\"'\n]+)(?P=quote)|(?P<bare>[<>=~!][^\n#]*))",
    re.MULTILINE,
)
#: Below poetry's dependencies, up to the next table.
_POETRY = re.compile(
    r"(?P<head>^\[tool\.poetry\.dependencies\][ \t]*\r?\n(?:(?!\[).*\n)*?python[ \t]*=[ \t]*(?P<quote>[\"']))"
    r"(?P<version>[^\"'\n]+)(?P=quote)",
    re.MULTILINE,
)


def read(root: Path, files: Sequence[PurePosixPath]) -> tuple[tuple[Mention, ...], tuple[Skip, ...]]:
    """Return every mention in the files that are known to hold some, and which of those could not be read."""
    found: list[Mention] = []
    skipped: list[Skip] = []
    for file in sorted(files):
        if not may_mention(file):
            continue
        try:
            text = (root / file).read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            skipped.append(Skip(file, f"cannot be read as UTF-8: {error.__class__.__name__}"))
            continue
        found += sorted(_mentions(text, file), key=lambda mention: mention.line)
    return tuple(found), tuple(skipped)


_NAMES = re.compile(
    "|".join(
        [
            *map(re.escape, _PACKAGING),
            *(translate(name.rpartition("/")[2]) for place in _PLACES for name in place.files),
        ]
    )
)


def may_mention(file: PurePosixPath) -> bool:
    """Return whether files of this name are known to name versions."""
    if not _NAMES.match(file.name):
        return False  # nearly every file of a project, at a hundredth of the cost
    return _is_packaging(file) or any(_is_in(file, place.files) for place in _PLACES)


def move(
    text: str, file: PurePosixPath, target: Versions, *, keep_old: bool = False, locked: bool = False
) -> tuple[str, tuple[Skip, ...]]:
    """Return a file's text with its mentions at the target, and what is left for a person to change.

    Line ends are kept. A requires-python is touched only when it excludes the target, classifiers only get company. With
    ``keep_old``, lists get the target beside what they name, and what names the oldest version that the code is written
    for stays; a place with room for one version moves all the same. ``locked`` says that a lock file is made from this
    file: then its requires-python begins at the target, since no lock of the new pins can hold for older versions.
    """
    skipped: list[Skip] = []
    moved = text
    for place in _PLACES:
        wanted = target.of(place.product)
        if wanted and _is_in(file, place.files) and not (keep_old and place.lowest):
            moved = _move_place(moved, file, place, wanted, skipped, keep_old=keep_old)
    if _is_packaging(file):
        moved = _move_requires(moved, target.python, raised=locked and not keep_old)
        for product, pattern in _CLASSIFIERS.items():
            wanted = target.of(product)
            moved = _add_classifier(moved, pattern, wanted) if wanted else moved
        if moved != text and not _still_reads(moved, file):
            return text, (
                Skip(file, "its version mentions could not be moved without breaking it; change them by hand"),
            )
    return moved, tuple(skipped)


def _mentions(text: str, file: PurePosixPath) -> Iterator[Mention]:
    for place in _PLACES:
        if _is_in(file, place.files):
            for region in place.region.finditer(text):
                for item in place.item.finditer(region[0]):
                    line = text.count("\n", 0, region.start() + item.start()) + 1
                    yield Mention(file, line, f"{place.what}: {place.product}", str(_version_of(item)))
    if _is_packaging(file):
        for product, pattern in _CLASSIFIERS.items():
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start("version")) + 1
                yield Mention(file, line, f"classifier: {product}", found["version"])
        for found in _REQUIRES.finditer(text):
            line = text.count("\n", 0, found.end("head")) + 1
            yield Mention(file, line, "requires-python", (found["quoted"] or found["bare"]).strip())
        for found in _POETRY.finditer(text):
            line = text.count("\n", 0, found.end("head")) + 1
            yield Mention(file, line, "poetry: python", found["version"])


def _is_packaging(file: PurePosixPath) -> bool:
    return len(file.parts) == 1 and file.name in _PACKAGING


def _is_in(file: PurePosixPath, patterns: tuple[str, ...]) -> bool:
    """Return whether a file has one of the names; those with a folder count from the project's root."""
    return any(
        fnmatchcase(file.name, pattern.rpartition("/")[2])
        and file.match(pattern)
        and len(file.parts) >= len(PurePosixPath(pattern).parts)
        for pattern in patterns
    )


def _version_of(item: re.Match[str]) -> Version:
    groups = item.groupdict()
    compact = groups.get("compact")
    return Version(f"{compact[0]}.{compact[1:]}" if compact else groups["version"])


def _move_place(
    text: str, file: PurePosixPath, place: _Place, target: Version, skipped: list[Skip], *, keep_old: bool = False
) -> str:
    several = sum(bool(place.item.search(region[0])) for region in place.region.finditer(text)) > 1

    def move_region(region: re.Match[str]) -> str:
        items = list(place.item.finditer(region[0]))
        versions = {_version_of(item) for item in items}
        series = Version(f"{target.major}.{target.minor}")
        below = sorted(version for version in versions if version < series)
        if not below:
            return region[0]
        line = text.count("\n", 0, region.start()) + 1
        if "tox" in place.what and place.product == "django":
            skipped.append(
                Skip(file, f"line {line}: tox names Django {_listed(below)}; add an environment for {series}")
            )
            return region[0]
        if keep_old and any(version >= series for version in versions):
            return region[0]
        if keep_old and (place.what == "tox envlist" or re.search(r"[\[(]|\n[ \t]*-", region[0])):
            longer = _with_company(region[0], items, below[-1], series, file)
        else:
            longer = ""
        if (
            keep_old
            and not longer
            and (place.what == "tox envlist" or len(items) > 1 or (place.what == "CI" and several))
        ):
            name = place.product.capitalize()
            skipped.append(Skip(file, f"line {line}: add one for {name} {series} beside {below[-1]}"))
            return region[0]
        if longer:
            return longer
        replaced = [] if any(version >= series for version in versions) else [below.pop()]
        if below and not keep_old:
            name = place.product.capitalize()
            skipped.append(
                Skip(file, f"line {line}: still names {name} {_listed(below)}; remove what you no longer support")
            )
        parts, end = [], 0
        for item in items:
            if _version_of(item) in replaced:
                parts += [region[0][end : item.start()], _written(item, series, file)]
                end = item.end()
        return "".join(parts) + region[0][end:]

    return place.region.sub(move_region, text)


def _with_company(
    text: str, items: Sequence[re.Match[str]], newest: Version, series: Version, file: PurePosixPath
) -> str:
    """Return a list with an entry for ``series`` after that of ``newest``, nothing when it is no list."""
    item = next(item for item in items if _version_of(item) == newest)
    before, after = text[: item.start()], text[item.end() :]
    start = before.rpartition("\n")[2]
    rest = after.partition("\n")[0].rstrip("\r")
    written = _written(item, series, file)
    row = re.fullmatch(r"[ \t]*(?:-[ \t]*)?[\"']?", start)
    if "\n" in text and row and re.fullmatch(r"[\"']?,?[ \t]*(?:#.*)?", rest) and start.strip() != "[":
        closing = re.match(r"[\"']?,?", rest)
        end = "\r\n" if "\r\n" in text else "\n"
        return before + item[0] + rest + end + start + written + (closing[0] if closing else "") + after[len(rest) :]
    closed = re.match(r"[\"']?(?=[ \t]*[,}\])])", rest)
    flow = closed or (re.match(r"[\"']?$", rest) if "," in start else None)
    if not flow:
        return ""
    gap = re.search(r",([ \t]*)", text)
    comma = f",{gap[1]}" if gap else "," if "{" in start else ", "
    opening = closing_quote = flow[0]
    return before + item[0] + closing_quote + comma + opening + written + after


def _written(item: re.Match[str], series: Version, file: PurePosixPath) -> str:
    """Return a version as the place had the old one."""
    groups = item.groupdict()
    if groups.get("compact"):
        return item[0].replace(groups["compact"], f"{series.major}{series.minor}")
    if "suffix" in groups:
        suffix = _DATED_ALPINE.sub("-alpine", _GONE_BASES.sub("-bookworm", groups["suffix"]))
        return item[0][: item.start("version") - item.start()] + f"{series}{suffix}"
    quote = groups.get("quote") or ""
    if not quote and file.suffix in (".yml", ".yaml") and str(series).endswith("0"):
        quote = '"'  # to YAML a bare 3.10 is the number 3.1
    return f"{quote}{series}{quote}"


def _listed(versions: Sequence[Version]) -> str:
    return ", ".join(map(str, versions))


def _move_requires(text: str, python: Version, *, raised: bool = False) -> str:
    """Return a text whose requires-python admits a Python, and begins there if it is to be ``raised``."""
    series = Version(f"{python.major}.{python.minor}")

    def move_one(found: re.Match[str]) -> str:
        said = (found["quoted"] or found["bare"]).rstrip()
        try:
            admitted = SpecifierSet(said).contains(python, prereleases=True)
        except InvalidSpecifier:
            return found[0]
        new = said if admitted else widen(said, python)
        return found[0].replace(said, _raise(new, series) if raised else new)

    def move_poetry(found: re.Match[str]) -> str:
        new = pyproject.move_poetry(found["version"], python)
        return found["head"] + (_raise(new, series) if raised else new) + found["quote"]

    return _POETRY.sub(move_poetry, _REQUIRES.sub(move_one, text))


def _raise(specifier: str, series: Version) -> str:
    """Return a specifier, poetry's or PEP 440, whose lower bounds are not below ``series``."""

    def raise_one(found: re.Match[str]) -> str:
        operator = ">=" if found[1].startswith(">") else found[1]
        return found[0] if Version(found[3]) >= series else f"{operator}{found[2]}{series}"

    return re.sub(r"(\^|~(?!=)|>=?)(\s*)(\d+(?:\.\d+)*)", raise_one, specifier)


def _add_classifier(text: str, pattern: re.Pattern[str], target: Version) -> str:
    """Copy the line of the newest classifier for the target, giving the line before it the comma that it may lack."""
    series = f"{target.major}.{target.minor}"
    found = list(pattern.finditer(text))
    if not found or any(item["version"] == series for item in found):
        return text
    newest = max(found, key=lambda item: Version(item["version"]))
    head, tail = newest["head"], newest["tail"].rstrip("\r")
    end = "\r\n" if newest["tail"].endswith("\r") else "\n"
    quote = head.lstrip()[0] if head.lstrip()[0] in "\"'" else ""
    if not tail.startswith(quote) or (quote and re.search(r"[\"'\])]", tail[1:])):
        return text  # more on the same line: a person sees at once what to add
    comma = "," if quote and not tail.startswith(f"{quote},") else ""
    old = f"{head}{newest['version']}{quote}{comma}{tail[len(quote) :]}"
    new = f"{head}{series}{quote}{',' if quote and not comma else ''}"
    return text[: newest.start()] + old + end + new + newest["tail"][len(tail) :] + text[newest.end() :]


def _still_reads(text: str, file: PurePosixPath) -> bool:
    try:
        if file.suffix == ".py":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(text)
        elif file.suffix == ".toml":
            tomllib.loads(text)
    except (SyntaxError, ValueError):
        return False
    return True
