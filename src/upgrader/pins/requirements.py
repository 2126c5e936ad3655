"""Requirements files: pip's line format around PEP 508, read without losing where anything stands.

pip defines the lines (continuations, comments, options), https://pip.pypa.io/en/stable/reference/requirements-file-format/,
``packaging`` defines the requirements in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

from upgrader.masking import masked
from upgrader.model import UpgraderError
from upgrader.pins.declared import match_plain

NAMES = ("requirements*.txt", "requirements*.in", "*requirements.txt", "constraints*.txt")
FOLDER = "requirements"

_LONGEST = 1000  # characters of a version: Python refuses numbers of some thousand digits
_COMMENT = re.compile(r"(^|\s+)#.*$")  # as pip: a number sign inside a URL is no comment
_HASH = re.compile(r"--hash[=\s]\s*(\S+)")
_URL = re.compile(r"^(?:(?:git|hg|svn|bzr)\+\S+|https?|ftp|file):", re.IGNORECASE)
_PATH = re.compile(r"^(?:\.{0,2}/|\.{1,2}(?:\[|$)|[A-Za-z]:\\|~/)|\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)(?:\[|$)")
_OPTION = re.compile(r"^(--?[A-Za-z][\w-]*)(?:\s*=\s*|\s+|$)(.*)$")
_SHORT = re.compile(r"^(-[rceif])(?=[^\s=-])(.*)$")
_LONG_FOR = {"-r": "--requirement", "-c": "--constraint", "-e": "--editable", "-i": "--index-url", "-f": "--find-links"}
_OPTIONS = frozenset(
    {
        *("--requirement", "--constraint", "--editable", "--index-url", "--pypi-url", "--extra-index-url"),
        *("--no-index", "--find-links", "--no-binary", "--only-binary", "--prefer-binary", "--require-hashes"),
        *("--pre", "--trusted-host", "--use-feature", "--process-dependency-links", "--always-unzip"),
        *("--use-wheel", "--no-use-wheel", "--allow-external", "--allow-all-external", "--allow-unverified"),
    }
)


@dataclass(frozen=True)
class Entry:
    """One logical line: where it stands (``line`` to ``end``, counted from 1) and what it says.

    Exactly one of these holds: ``requires`` (PEP 508), ``option`` with its ``argument`` (``--requirement``, ...), or
    ``link`` (a URL, version control or path line that is no PEP 508). ``text`` is what was said without comment and
    hashes. An ``--editable`` line is a link.
    """

    line: int
    end: int
    text: str
    comment: str = ""
    requires: bool = False
    hashes: tuple[str, ...] = ()
    option: str = ""
    argument: str = ""
    link: str = ""
    editable: bool = False

    @property
    def requirement(self) -> Requirement | None:
        """The parsed requirement of a line that holds one."""
        return Requirement(self.text) if self.requires else None


def is_requirements_file(path: PurePosixPath) -> bool:
    """Return whether people give requirement files this name; what ``-r`` and ``-c`` name is found through those."""
    name = path.name
    if not name.endswith((".txt", ".in")):
        return False  # nearly every file of a project
    return path.parent.name == FOLDER or any(fnmatchcase(name, pattern) for pattern in NAMES)


def main_first(path: PurePosixPath) -> tuple[int, int, str]:
    """Return what puts the project's main requirements file first: requirements.txt, else the base of a folder."""
    names = ("requirements.txt", "requirements/base.txt", "requirements/common.txt", "requirements/requirements.txt")
    return (names.index(str(path)) if str(path) in names else len(names), len(path.parts), str(path))


def decode(data: bytes, path: PurePosixPath) -> str:
    """Return the text of a manifest; raise UpgraderError naming the file when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UpgraderError(f"{path}:{line} is not UTF-8. Save the file as UTF-8 and start again.") from error


def parse(text: str, path: PurePosixPath) -> tuple[Entry, ...]:
    """Return what every line of a requirements file says; raise UpgraderError for one not understood."""
    return tuple(_entry(*line, path) for line in _logical_lines(text))


def link_name(link: str) -> str:
    """Return the project a URL or path line installs as far as the line itself says (``#egg=``, file name), else ""."""
    try:
        parts = urlsplit(link)
    except ValueError:  # brackets that hold no address
        return ""
    found = re.search(r"(?:^|&)egg=([A-Za-z0-9._-]+)", parts.fragment)
    if found:
        return found[1]
    file = unquote(PurePosixPath(parts.path).name).partition("[")[0]
    try:
        return str(parse_wheel_filename(file)[0] if file.endswith(".whl") else parse_sdist_filename(file)[0])
    except (InvalidWheelFilename, InvalidSdistFilename):
        return ""


def _logical_lines(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield first line, last line, joined text and comments; blank lines and lines of comment alone are left out."""
    joined: list[str] = []
    comments: list[str] = []
    first = 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        first = first or number
        alone = line.lstrip().startswith("#")
        if line.endswith("\\") and not alone and number < len(lines):
            joined.append(
                line[:-1]
            )  # pip strips comments after joining: a comment before the backslash swallows the rest
            continue
        joined.append(" " + line if alone else line)
        whole = "".join(joined)
        found = _COMMENT.search(whole) if "#" in whole else None
        if found:
            comments.append(found[0].strip())
        said = (_COMMENT.sub("", whole) if found else whole).strip()
        if said:
            yield first, number, said, " ".join(comments)
        joined, comments, first = [], [], 0


def _entry(line: int, end: int, text: str, comment: str, path: PurePosixPath) -> Entry:
    if text.startswith("-"):
        return _option(line, end, text, comment, path)
    words = text.split(" ")
    options = next((number for number, word in enumerate(words) if word.startswith("-")), len(words))
    said = " ".join(words[:options]).strip()
    hashes = tuple(_HASH.findall(" ".join(words[options:])))
    if _URL.match(said) or (_PATH.search(said.split(";")[0].strip()) and " @ " not in said):
        return Entry(line, end, said, comment, link=said, hashes=hashes)
    if not match_plain(said):
        try:
            requirement = Requirement(said)
        except InvalidRequirement as error:
            raise _not_understood(path, line, text) from error
        if any(len(item.version) > _LONGEST for item in requirement.specifier):
            raise _not_understood(path, line, text)
    return Entry(line, end, said, comment, requires=True, hashes=hashes)


def _option(line: int, end: int, text: str, comment: str, path: PurePosixPath) -> Entry:
    found = _SHORT.match(text) or _OPTION.match(text)
    option = _LONG_FOR.get(found[1], found[1]) if found else ""
    if not found or option not in _OPTIONS:
        raise _not_understood(path, line, text)
    argument = found[2].strip().strip("\"'")
    if option in ("--requirement", "--constraint", "--editable") and not argument:
        raise _not_understood(path, line, text)
    if option == "--editable":
        return Entry(line, end, text, comment, link=argument, editable=True)
    return Entry(line, end, text, comment, option=option, argument=argument)


def _not_understood(path: PurePosixPath, line: int, text: str) -> UpgraderError:
    said = masked(text)
    said = said if len(said) <= 120 else said[:117] + "..."
    return UpgraderError(f"{path}:{line}: {said!r} is no requirement. Correct or remove the line and start again.")
