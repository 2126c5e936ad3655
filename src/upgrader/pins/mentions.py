"""The places that name a Python or Django version, and what they should say: classifiers, CI matrices, images, tox.

Each kind is a row of `_PLACES`: which files, where in them versions are listed, and how one is written there. Of several
versions in one place the newest below the target becomes the target; the older ones are reported, since whether to stop
testing them is not ours to decide.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase, translate
from functools import cached_property
from pathlib import Path, PurePosixPath

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from upgrader.model import Mention, Skip, Versions
from upgrader.parsing import parse_syntax
from upgrader.pins import envlist, pyproject
from upgrader.pins.widen import widen

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_CI = (
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".github/actions/*/action.yml",
    ".github/actions/*/action.yaml",
    ".gitlab-ci.yml",
    ".travis.yml",
    ".circleci/config.yml",
    "azure-pipelines*.yml",
    ".azure-pipelines/*.yml",
    ".azure_pipelines/*.yml",
    "bitbucket-pipelines.yml",
    "appveyor.yml",
    ".appveyor.yml",
)
_IMAGES = ("Dockerfile", "dockerfile", "Containerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile")
_COMPOSE = ("docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml")
_TOX = ("tox.ini", "setup.cfg", "tox.toml", "pyproject.toml")
_PYPROJECT = ("pyproject.toml", "ruff.toml", ".ruff.toml")
_MYPY = ("mypy.ini", ".mypy.ini", "setup.cfg", "pyproject.toml")
_CONDA = ("environment*.yml", "environment*.yaml")
_PRE_COMMIT = (".pre-commit-config.yaml",)
_NOX = ("noxfile.py",)
_TASKS = ("Makefile", "tox.ini", "justfile")
_PACKAGING = ("setup.py", "setup.cfg", "pyproject.toml")

_DOTTED = r"(?<![\w.-])(?P<quote>[\"']?)(?P<version>\d+\.\d+)(?:\.\d+)?(?P=quote)(?![\w.-])"
_ROWS = r"(?:\r?\n[ \t]*-[ \t]*[\"']?\d[\w.-]*[\"']?[ \t]*(?:#[^\r\n]*)?(?=\r?$))+"
_BLOCK = r"\|[-+]?[ \t]*(?:\r?\n[ \t]+\d[\w.]*[ \t]*(?=\r?$))+"
_LIST = rf"[ \t]*(?:\[[^\]]*\]|{_ROWS}|{_BLOCK}|[\"']?\d+\.\d+(?:\.\d+)?[\"']?(?![\w.-]))"
_LITERAL = r"(?:\[[^\]]*\]|\([^)]*\)|[\"']\d+\.\d+[\"'])"
_START = r"(?:^[ \t]*-?[ \t]*|[{,][ \t]*)"  # of a key: alone, in a row of a list, in braces
_KEYS = {
    "Python": r"(?:python(?:[-_.]?versions?)?|versionSpec|py(?:_?ver(?:sion)?)?|PY(?:THON)?(?:_VERSIONS?)?)",
    "Django": r"(?:django(?:[-_.]?versions?)?|DJANGO(?:_VERSIONS?)?)",
}
_NAMED = {name: key.replace("|versionSpec", "") for name, key in _KEYS.items()}  # as a variable or a parameter is
_VARIABLE = r"PY(?:THON)?(?:_?VER(?:SION)?)?"
_WHOLE = r"(?P<version>3\.\d+)(?P<patch>\.\d+)?(?![\w.-])"
#: One series of a product as a requirement: all of it, or from its first release to the next series.
_BOUND = (
    r"(?:(?:==|~=)[ ]*(?P<version>\d+\.\d+)(?P<suffix>\.\*|\.0)|>=[ ]*(?P<from>\d+\.\d+)[\w.]*(?P<to>,[ ]*<)\d+\.\d+)"
)
_TAG = r"(?P<version>3\.\d+)(?:\.\d+)?(?P<suffix>[\w.-]*)"
#: Behind the name of an image. Those called circleci/ are made no more; cimg/ has what they were.
_IMAGE = rf"(?:(?P<circle>circleci/python:)|(?<=python:)|(?<=uv:python)){_TAG}"
_IMAGE_KEY = (
    r"^[ \t]*-?[ \t]*(?:(?:image|container):.*|name:[ \t]*[\"']?[\w./${}-]*python:[\w.-]+[\"']?[ \t]*(?:#.*)?\r?)$"
)
_PY_FACTOR = r"\bpy(?P<compact>3\d+)\b"
_DJ_FACTOR = r"\b(?:django|dj)(?P<compact>[1-9]\.?\d)\b"
_TOX_NAME = "CI, environment of tox"
_TOX_NAMES = r"(?i:\btox_?(?:env|factor)s?)[\"']?[:=][ \t]*[\w., \"'-]+|\btox\b.*[ \t]-e[ \t=]*[\w.,-]+"
#: What tells tox which environments belong to a row of a matrix: of tox-gh-actions, tox-gh and tox-travis.
_GH_ROWS = r"^\[(?:gh-actions(?::env)?|gh|travis(?::env)?)\][ \t]*(?:\r?\n(?![ \t]*\[).*)*"
_FROM_VARIABLE = re.compile(r"^([ \t]*FROM[ \t].*\bpython:\$\{?\w+\}?)([\w.-]*)", re.MULTILINE)
_PROGRAM = re.compile(r"\bpython(?P<version>3\.\d+)\b(?P<more>-\w+)?")
_EXCLUDED = re.compile(
    r"^(?P<indent>[ \t]*)exclude:(?:[ \t]*\[[^\]]*\]|[ \t]*(?:#.*)?\r?\n(?:(?P=indent)(?:[ \t]+|- ?).*\n?|[ \t]*\r?\n)*)",
    re.MULTILINE,
)
#: What is written where a release has to be named whole: one that there is, not the newest.
_PATCHES = {"3.9": 23, "3.10": 18, "3.11": 13, "3.12": 11, "3.13": 7}
_GONE_BASES = re.compile(r"-(?:stretch|buster)\b")  # Debian releases for which no image of a current Python is made
_DATED_ALPINE = re.compile(r"-alpine\d[\d.]*")


@dataclass(frozen=True)
class _Place:
    """A kind of place: ``region`` finds it in files called ``files``, ``item`` each version in it.

    Both are made of their texts when a file is looked at: making all takes longer than looking at most projects.
    ``lowest`` says that it names the oldest version that the code is written for, ``matrix`` that such places of a file
    make up a list of versions, of which one may have a place each.
    """

    what: str
    product: str
    files: tuple[str, ...]
    region_text: str
    item_text: str
    lowest: bool = False

    @cached_property
    def region(self) -> re.Pattern[str]:
        """What finds such a place."""
        return re.compile(self.region_text, re.MULTILINE)

    @cached_property
    def item(self) -> re.Pattern[str]:
        """What finds a version in it."""
        return re.compile(self.item_text, re.MULTILINE)

    @property
    def matrix(self) -> bool:
        """Whether the newest version of a file's places, not of each, is the one to move."""
        return self.files[: len(_CI)] == _CI


@dataclass(frozen=True)
class _Left:
    """A line that names versions which only a person can take out."""

    line: int
    name: str
    versions: tuple[Version, ...]
    excluded: bool = False


_PLACES = (
    _Place(".python-version", "python", (".python-version",), r"(?:^\d+\.\d+(?:\.\d+)?[ \t]*(?:\r?\n|\Z))+", _DOTTED),
    _Place("runtime.txt", "python", ("runtime.txt",), r"^python-3\S*", rf"(?<=python-){_TAG}"),
    _Place("image", "python", _IMAGES, r"^[ \t]*FROM[ \t].*$", _IMAGE),
    _Place("image argument", "python", _IMAGES, rf"^[ \t]*ARG[ \t]+{_VARIABLE}=\S+", rf"(?<==)[\"']?{_TAG}"),
    # what a build fetches by itself has to be named whole
    _Place("image argument", "python", _IMAGES, rf"^[ \t]*ENV[ \t]+{_VARIABLE}[ =]\S+", rf"(?<=[ =\"']){_WHOLE}"),
    _Place(
        "image argument",
        "python",
        _COMPOSE,
        r"^[ \t]*(?:-[ \t]*[\"']?)?PYTHON_VERSION[:=][ \t]*[\"']?3\..*$",
        rf"(?<=[:= \"']){_TAG}",
    ),
    _Place("image", "python", _COMPOSE, _IMAGE_KEY, _IMAGE),
    _Place("image", "python", _CI, _IMAGE_KEY, _IMAGE),
    _Place("CI", "python", _CI, rf"{_START}[\"']?{_KEYS['Python']}[\"']?:{_LIST}", _DOTTED),
    _Place("CI", "django", _CI, rf"{_START}[\"']?{_KEYS['Django']}[\"']?:{_LIST}", _DOTTED),
    *(
        _Place(
            "CI",
            product.lower(),
            _CI,
            rf"^[ \t]*[\"']?{key}[\"']?:[ \t]*\r?\n(?:[ \t]+(?!default)\w+:.*\n)*[ \t]+default:[ \t]*[\"']?\d+\.\d+[\"']?",
            rf"(?<=default:)[ \t]*{_DOTTED}",
        )
        for product, key in _NAMED.items()
    ),
    *(
        _Place("CI", product.lower(), _CI, rf"(?<![\w.-]){key}=[\"']?\d+\.\d+(?:\.\d+)?[\"']?(?![\w.])", _DOTTED)
        for product, key in _NAMED.items()
    ),
    # the names of jobs in Azure's matrices
    _Place(
        "CI", "python", _CI, r"^[ \t]+(?:Python|python|py)_?3_?\d+:[ \t]*\r?$", r"(?<![0-9])(?P<compact>3_?\d+)(?=:)"
    ),
    _Place("CI", "python", _CI, r"\bpyenv (?:global|install|local|shell)\b.*$", rf"(?<= ){_WHOLE}"),
    _Place("CI", "python", _CI, r"(?i:\bC:[\\/]+Python)3\d+\b", r"(?<=ython)(?P<compact>3\d+)"),
    _Place("CI", "django", _CI, rf"(?<![\w.-]){_NAMED['Django']}=[\"']?(?:[Dd]jango)?[ ]*[=~>][^\"'\n]*", _BOUND),
    _Place(_TOX_NAME, "python", _CI, _TOX_NAMES, _PY_FACTOR),
    _Place(_TOX_NAME, "django", _CI, _TOX_NAMES, _DJ_FACTOR),
    _Place(
        ".tool-versions",
        "python",
        (".tool-versions",),
        r"^python[ \t]+\S.*$",
        r"(?<![\w.-])(?P<version>3\.\d+)(?P<patch>\.\d+)?(?![\w.-])",
    ),
    _Place(
        "tool",
        "python",
        _PYPROJECT,
        r"^target[-_]version[ \t]*=[ \t]*(?:\[[^\]]*\]|[\"']py3\d+[\"'])",
        r"\bpy(?P<compact>3\d+)\b",
        lowest=True,
    ),
    _Place("tool", "python", _MYPY, r"^python_version[ \t]*=[ \t]*[\"']?3\.\d+[\"']?[ \t]*\r?$", _DOTTED, lowest=True),
    _Place("tool", "python", ("pyproject.toml",), r"^pythonVersion[ \t]*=[ \t]*[\"']3\.\d+[\"']", _DOTTED, lowest=True),
    _Place(
        "tool", "python", ("pyrightconfig.json",), r"^[ \t]*\"pythonVersion\":[ \t]*\"3\.\d+\"", _DOTTED, lowest=True
    ),
    _Place("tool", "python", _TASKS, r"--target-version[ =]+py3\d+", r"\bpy(?P<compact>3\d+)\b", lowest=True),
    _Place("image", "python", ("Makefile", "justfile"), r"^\w+[ \t]*[:?]?=[ \t]*[\w./-]*\bpython:3\.\d+\S*", _IMAGE),
    _Place("hook", "python", _PRE_COMMIT, r"--py3\d+-plus\b", r"--py(?P<compact>3\d+)(?=-plus)", lowest=True),
    _Place("hook", "python", _PRE_COMMIT, r"--target-version[\", '=]+py3\d+", r"\bpy(?P<compact>3\d+)\b", lowest=True),
    _Place("hook", "django", _PRE_COMMIT, r"--target-version[\", '=]+\d+\.\d+", _DOTTED, lowest=True),
    _Place(
        "hook",
        "python",
        _PRE_COMMIT,
        r"^[ \t]*(?:python|language_version):[ \t]*[\"']?python3\.\d+",
        rf"(?<=python){_TAG}",
    ),
    _Place("Pipfile", "python", ("Pipfile",), r"^python_version[ \t]*=[ \t]*[\"']3\.\d+[\"']", _DOTTED),
    _Place(
        "Pipfile",
        "python",
        ("Pipfile",),
        r"^python_full_version[ \t]*=[ \t]*[\"']3\.\d+(?:\.\d+)?[\"']",
        r"(?P<version>3\.\d+)(?P<patch>\.\d+)?",
    ),
    _Place(
        "conda environment",
        "python",
        _CONDA,
        r"^[ \t]*-[ \t]*[\"']?(?:[\w./-]+::)?python[ \t]*==?[ \t]*3[\w.=*]+",
        r"(?<==)[ \t]*(?P<version>3\.\d+)(?:\.\d+)?(?P<suffix>(?:\.\*)?)(?:=\w+)?",
    ),
    _Place("nox", "python", _NOX, r"\bpython[ \t]*=[ \t]*(?:\[[^\]]*\]|\([^)]*\)|[\"']\d\.\d+[\"'])", _DOTTED),
    _Place(
        "nox",
        "django",
        _NOX,
        r"\.parametrize\(\s*[\"']django\w*[\"'],\s*(?:\[[^\]]*\]|\([^)]*\))",
        _DOTTED,
    ),
    *(
        _Place("nox", product.lower(), _NOX, rf"^{product.upper()}(?:_VERSION)?S?[ \t]*=[ \t]*{_LITERAL}", _DOTTED)
        for product in _KEYS
    ),
    _Place("nox", "python", _NOX, r"\.parametrize\(\s*[\"']python[\"'],\s*(?:\[[^\]]*\]|\([^)]*\))", _DOTTED),
    _Place("hatch", "python", ("pyproject.toml", "hatch.toml"), r"^python[ \t]*=[ \t]*\[[^\]]*\]", _DOTTED),
    _Place("hatch", "django", ("pyproject.toml", "hatch.toml"), r"^django[ \t]*=[ \t]*\[\s*[\"']\d[^\]]*\]", _DOTTED),
    _Place(
        "Read the Docs",
        "python",
        (".readthedocs.yaml", ".readthedocs.yml", "readthedocs.yml"),
        rf"^[ \t]*(?:python|version):{_LIST}",
        _DOTTED,
    ),
    _Place(
        "tox",
        "python",
        _TOX,
        r"^base_?python[ \t]*=(?:[ \t]*[\"']?(?:python3\.|py3)\d+|(?:[ \t]*\r?\n[ \t]+[\w{},-]+:[ \t]*python\d\S*)+)",
        rf"(?<=python){_TAG}|{_PY_FACTOR}",
    ),
    _Place("tox rows", "python", _TOX, _GH_ROWS, rf"(?<=[ \t])(?P<version>3\.\d+)(?=[ \t]*[:=].*\bpy3)|{_PY_FACTOR}"),
    _Place(
        "tox rows",
        "django",
        _TOX,
        _GH_ROWS,
        rf"(?<=[ \t])(?P<version>[1-9]\.\d)(?=[ \t]*[:=].*\b(?:django|dj)\d)|{_DJ_FACTOR}",
    ),
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
    skipped: list[Skip | _Left] = []
    moved = text
    if _is_in(file, _TOX):
        moved, rows = envlist.move(text, file, target, keep_old=keep_old)
        skipped += rows
    newest = {product: _newest(text, file, product, target) for product in ("python", "django")}
    for place in _PLACES:
        wanted = target.of(place.product)
        if wanted and _is_in(file, place.files) and place.what != _TOX_NAME and not (keep_old and place.lowest):
            moved = _move_place(moved, file, place, wanted, skipped, newest, keep_old=keep_old)
    if _is_in(file, _CI):
        moved = _move_tox_names(moved, file, target, newest, skipped, keep_old=keep_old)
    if moved != text and _is_in(file, _PRE_COMMIT) and not keep_old:
        skipped.append(Skip(file, "hooks of these revisions may not know the target: run `pre-commit autoupdate`"))
    if moved != text and _is_in(file, _IMAGES):
        moved = _move_image_file(moved, file, target.python, skipped)
    elif moved != text and _is_in(file, _CI):
        skipped += _programs(moved, file, target.python)
    if _is_packaging(file):
        moved = _move_requires(moved, target.python, raised=locked and not keep_old)
        for product, pattern in _CLASSIFIERS.items():
            wanted = target.of(product)
            moved = _add_classifier(moved, pattern, wanted) if wanted else moved
        if moved != text and not _still_reads(moved, file):
            return text, (
                Skip(file, "its version mentions could not be moved without breaking it; change them by hand"),
            )
    return moved, tuple(_rows(skipped, file))


def _mentions(text: str, file: PurePosixPath) -> Iterator[Mention]:
    for place in _PLACES:
        if _is_in(file, place.files):
            for region in place.region.finditer(text):
                for item in place.item.finditer(region[0]):
                    line = text.count("\n", 0, region.start() + item.start()) + 1
                    yield Mention(file, line, f"{place.what}: {place.product}", str(_version_of(item)))
    if _is_in(file, _TOX):
        for factor in sorted(envlist.factors(text), key=lambda factor: factor.product, reverse=True):
            line = text.count("\n", 0, factor.start) + 1
            yield Mention(file, line, f"tox envlist: {factor.product}", str(factor.version))
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
    compact = re.sub(r"[._]", "", groups.get("compact") or "")
    return Version(f"{compact[0]}.{compact[1:]}" if compact else groups["version"] or groups["from"])


def _newest(text: str, file: PurePosixPath, product: str, target: Versions) -> Version | None:
    """Return the version to move in all of a file's places that make up a list: the newest below the target.

    The target itself where a place names it already, so that nothing moves twice; None without any. Exclusions do not count.
    """
    wanted = target.of(product)
    if wanted is None:
        return None
    places = [place for place in _PLACES if place.product == product and place.matrix and _is_in(file, place.files)]
    excluded = [found.span() for found in _EXCLUDED.finditer(text)] if places else []
    found = {
        _version_of(item)
        for place in places
        for region in place.region.finditer(text)
        if not any(start <= region.start() < end for start, end in excluded)
        for item in place.item.finditer(region[0])
    }
    return min(max(found), _series(wanted)) if found else None


def _staying(text: str, file: PurePosixPath, newest: Mapping[str, Version | None]) -> frozenset[int]:
    """Return the lines, from 0, of rows of a matrix that pair an older Python or Django with another version."""
    if not all(newest.values()):
        return frozenset()
    lines = text.split("\n")
    named: dict[int, list[tuple[str, Version]]] = {}
    for place in _PLACES:
        if not place.matrix or not _is_in(file, place.files):
            continue
        for region in place.region.finditer(text):
            items = list(place.item.finditer(region[0]))
            if len(items) == 1:
                line = text.count("\n", 0, region.start() + items[0].start())
                named.setdefault(line, []).append((place.product, _version_of(items[0])))
    found: set[int] = set()
    for line in named:
        row = _row_of(lines, line)
        said = [item for one in row for item in named.get(one, ())]
        older = any(version < top for product, version in said if (top := newest[product]))
        if older and len({product for product, _ in said}) > 1:
            found.update(row)
    return frozenset(found)


def _row_of(lines: Sequence[str], line: int) -> range:
    """Return the lines of the row of a YAML list that a key's line is in, else that line alone."""

    def column(said: str) -> int:
        return len(said) - len(said.lstrip(" -"))

    start, indent = line, column(lines[line])
    while not lines[start].lstrip().startswith("-"):
        if start == 0 or column(lines[start - 1]) < indent or not lines[start - 1].strip():
            return range(line, line + 1)
        start -= 1
    if column(lines[start]) != indent:
        return range(line, line + 1)
    end = line + 1
    while (
        end < len(lines)
        and column(lines[end]) >= indent
        and not lines[end].lstrip().startswith("- ")
        and lines[end].strip()
    ):
        end += 1
    return range(start, end)


def _move_tox_names(
    text: str,
    file: PurePosixPath,
    target: Versions,
    newest: Mapping[str, Version | None],
    skipped: list[Skip | _Left],
    *,
    keep_old: bool,
) -> str:
    """Return the text with the names of tox's environments moved where all that they name is the newest of the file."""

    def move_name(name: re.Match[str]) -> str:
        named = {factor.product: factor for factor in envlist.read_name(name[0])}
        aims = {product: _series(wanted) for product in named if (wanted := target.of(product))}
        if len(aims) < len(named) or any(factor.version >= aims[product] for product, factor in named.items()):
            return name[0]
        line = text.count("\n", 0, name.start()) + 1
        older = [factor for product, factor in named.items() if factor.version != newest[product]]
        if keep_old:
            if not older:
                why = f"line {line}: add an environment of tox for {target} beside {name[0]}"
                skipped.append(Skip(file, why))
            return name[0]
        skipped.extend(_Left(line, factor.product.capitalize(), (factor.version,)) for factor in older)
        if older:
            return name[0]
        new = name[0]
        for product, factor in named.items():
            new = new.replace(f"{factor.name}{factor.number}", f"{factor.name}{factor.written(aims[product])}")
        return new

    spans = [region.span() for region in re.finditer(_TOX_NAMES, text)]
    names = re.compile(r"(?<![\w.-])(?:[\w.]+-)*(?:py3\d+|(?:django|dj)[1-9]\.?\d)(?:-[\w.]+)*(?![\w.-])")
    return names.sub(
        lambda name: move_name(name) if any(start <= name.start() < end for start, end in spans) else name[0], text
    )


def _series(version: Version) -> Version:
    return Version(f"{version.major}.{version.minor}")


def _move_place(
    text: str,
    file: PurePosixPath,
    place: _Place,
    target: Version,
    skipped: list[Skip | _Left],
    newest: Mapping[str, Version | None],
    *,
    keep_old: bool = False,
) -> str:
    """Return the text with a place's versions moved; what is below the ``newest`` of a matrix stays."""
    several = sum(bool(place.item.search(region[0])) for region in place.region.finditer(text)) > 1
    excluded = [found.span() for found in _EXCLUDED.finditer(text)] if place.matrix else []
    staying = _staying(text, file, newest) if place.matrix else frozenset()
    top = newest[place.product] if place.matrix else None
    series, name = _series(target), place.product.capitalize()

    def move_region(region: re.Match[str]) -> str:
        items = list(place.item.finditer(region[0]))
        versions = {_version_of(item) for item in items}
        below = sorted(version for version in versions if version < series)
        if not below:
            return region[0]
        line = text.count("\n", 0, region.start() + items[0].start()) + 1
        if any(start <= region.start() < end for start, end in excluded):
            skipped.append(_Left(line, name, tuple(below), excluded=True))
            return region[0]
        if (top and below[-1] < top) or text.count("\n", 0, region.start() + items[0].start()) in staying:
            if not keep_old:
                skipped.append(_Left(line, name, tuple(below)))
            return region[0]
        if any(region[0][item.end() :].startswith("@") for item in items):
            skipped.append(
                Skip(file, f"line {line}: names an image by its digest; change both to that of {name} {series}")
            )
            return region[0]
        if keep_old and any(version >= series for version in versions):
            return region[0]
        if keep_old and place.what == "tox rows":
            longer = _with_row(region[0], items, below[-1], series, file)
        elif keep_old and re.search(r"[\[(]|\n[ \t]*-|\|[-+]?[ \t]*\r?\n", region[0]):
            longer = _with_company(region[0], items, below[-1], series, file)
        else:
            longer = ""
        if keep_old and not longer and (len(items) > 1 or (place.what == "CI" and several)):
            skipped.append(Skip(file, f"line {line}: add one for {name} {series} beside {below[-1]}"))
            return region[0]
        if longer:
            return longer
        replaced = [] if any(version >= series for version in versions) else [below.pop()]
        if below and not keep_old:
            skipped.append(_Left(line, name, tuple(below)))
        parts, end = [], 0
        for item in items:
            if _version_of(item) in replaced:
                parts += [region[0][end : item.start()], _written(item, series, file)]
                end = item.end()
        return "".join(parts) + region[0][end:]

    return place.region.sub(move_region, text)


def _rows(skipped: Sequence[Skip | _Left], file: PurePosixPath) -> Iterator[Skip]:
    """Yield rows for a person: what is left of one product in a file is one."""
    left: dict[tuple[str, bool], list[_Left]] = {}
    for item in skipped:
        if isinstance(item, _Left):
            left.setdefault((item.name, item.excluded), []).append(item)
        else:
            yield item
    for (name, excluded), items in left.items():
        lines = [str(line) for line in sorted({item.line for item in items})]
        where = f"line {lines[0]}:" if len(lines) == 1 else f"lines {', '.join(lines)}:"
        versions = _listed(sorted({version for item in items for version in item.versions}))
        if excluded:
            yield Skip(file, f"{where} {name} {versions} left out of a matrix; see what should be")
        else:
            verb = "names" if len(lines) == 1 else "name"
            yield Skip(file, f"{where} still {verb} {name} {versions}; remove what you no longer support")


def _move_image_file(text: str, file: PurePosixPath, python: Version, skipped: list[Skip | _Left]) -> str:
    """Return the rest of a file that images are built by in step with the images that it begins with."""
    text = _FROM_VARIABLE.sub(lambda found: found[1] + _base(found[2]), text)
    if not re.search(r"^[ \t]*FROM[ \t].*\bpython:(?:\$|3)", text, re.MULTILINE):
        return text

    def move_line(line: re.Match[str]) -> str:
        if line[0].lstrip().startswith(("#", "FROM")):
            return line[0]
        return _PROGRAM.sub(
            lambda found: (
                found[0]
                if found["more"] or Version(found["version"]) >= _series(python)
                else f"python{python.major}.{python.minor}"
            ),
            line[0],
        )

    text = re.sub(r"^.*$", move_line, text, flags=re.MULTILINE)
    skipped += _programs(text, file, python)
    return text


def _programs(text: str, file: PurePosixPath, python: Version) -> Iterator[Skip]:
    """Yield a row for each line that still runs or installs an older Python by its name."""
    for number, line in enumerate(text.splitlines(), 1):
        found = None if line.lstrip().startswith("#") else _PROGRAM.search(line)
        if found and Version(found["version"]) < _series(python):
            yield Skip(file, f"line {number}: names {found[0]}; change it where the new Python is used")


def _base(suffix: str) -> str:
    """Return the rest of an image's tag with a base that images of a current Python are made on."""
    return _DATED_ALPINE.sub("-alpine", _GONE_BASES.sub("-bookworm", suffix))


def _with_row(text: str, items: Sequence[re.Match[str]], newest: Version, series: Version, file: PurePosixPath) -> str:
    """Return a list of rows with a copy of the newest one's for ``series`` after it."""
    rows: dict[tuple[int, int], list[re.Match[str]]] = {}
    for item in items:
        if _version_of(item) == newest:
            start = text.rfind("\n", 0, item.start()) + 1
            end = text.find("\n", item.end())
            rows.setdefault((start, end if end >= 0 else len(text)), []).append(item)
    for (start, end), found in sorted(rows.items(), reverse=True):
        row, at = "", start
        for item in found:
            row += text[at : item.start()] + _written(item, series, file)
            at = item.end()
        text = f"{text[:end]}\n{row}{text[at:end]}{text[end:]}"  # a row takes the first half of its line end along
    return text


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
    if compact := groups.get("compact"):
        between = next((sign for sign in "._" if sign in compact), "")
        return item[0].replace(compact, f"{series.major}{between}{series.minor}")
    if groups.get("to"):
        return f"{item[0][: item.start('from') - item.start()]}{series}{groups['to']}{series.major}.{series.minor + 1}"
    if groups.get("suffix") is not None:
        suffix = _base(groups["suffix"])
        if groups.get("circle"):
            return f"cimg/python:{series}{re.sub(r'^-bookworm|(?<=-node)-browsers$', '', suffix)}"
        return item[0][: item.start("version") - item.start()] + f"{series}{suffix}"
    if groups.get("patch"):
        return f"{series}.{_PATCHES.get(str(series), 0)}"
    quote = groups.get("quote") or ""
    before = item[0][: item.start("version") - item.start() - len(quote)] if "quote" in groups else ""
    if not quote and file.suffix in (".yml", ".yaml") and str(series).endswith("0"):
        quote = '"'  # to YAML a bare 3.10 is the number 3.1
    return f"{before}{quote}{series}{quote}"


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
                parse_syntax(text)
        elif file.suffix == ".toml":
            tomllib.loads(text)
    except (SyntaxError, ValueError):
        return False
    return True
