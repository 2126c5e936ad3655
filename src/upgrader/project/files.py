"""Which files a project has: what git tracks below a folder, or, without git, everything that is not a cache."""

from __future__ import annotations

import os
import stat
import subprocess
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from operator import attrgetter
from pathlib import Path, PurePosixPath
from shutil import which

from upgrader.model import Skip, UpgraderError

#: Folders that are no part of a project, passed over where git does not say what is. So is any folder with a pyvenv.cfg.
NOT_PROJECT = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".bzr",
        ".venv",
        "venv",
        ".tox",
        ".nox",
        ".eggs",
        "__pycache__",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        ".cache",
        ".idea",
        ".vscode",
        "node_modules",
        "bower_components",
        "site-packages",
    ]
)

#: Folders with code of others, or that a build wrote: passed over where git does not say what is the project's and its
#: configuration has no ``exclude``.
VENDORED = ("vendor", "_vendor", "third_party", "build")

#: What git's hooks and aliases export: with these set, git would answer for another repository than the folder's own.
_REPOSITORY_VARIABLES = frozenset(
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_SHALLOW_FILE",
        "GIT_GRAFT_FILE",
        "GIT_REPLACE_REF_BASE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_CONFIG",
        "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
    ]
)

_GITLINK = b"160000"  # the mode git gives to a submodule


@dataclass(frozen=True)
class Listing:
    """The readable regular files below a folder, sorted and relative to it, and what was left out and why."""

    top: Path | None
    files: tuple[PurePosixPath, ...]
    skipped: tuple[Skip, ...]


def list_files(root: Path, exclude: Iterable[str] | None = None) -> Listing:
    """Return the files below ``root``, an existing folder, without those that a pattern of ``exclude`` matches.

    Without ``exclude``, the folders in ``VENDORED`` are left out where git does not list the files. Raises
    ``UpgraderError`` where git refuses to answer, as for a folder that belongs to somebody else.
    """
    top = find_top(root)
    skipped: list[Skip] = []
    names = list(_tracked(root, skipped) if top else _walk(root, VENDORED if exclude is None else (), skipped))
    files: list[PurePosixPath] = []
    hits: Counter[str] = Counter(dict.fromkeys(exclude or (), 0))
    for path in names:
        pattern = next((pattern for pattern in hits if matches(path, pattern)), None)
        if pattern is not None:
            hits[pattern] += 1
        elif (why := _unusable(root, path)) is None:
            files.append(path)
        elif why:
            skipped.append(Skip(path, why))
    skipped += [Skip(PurePosixPath(pattern), _excluded(count)) for pattern, count in hits.items()]
    return Listing(
        top,
        tuple(sorted(files, key=attrgetter("parts"))),
        tuple(sorted(skipped, key=lambda skip: (skip.path, skip.why))),
    )


def find_top(root: Path) -> Path | None:
    """Return the top folder of the git work tree that ``root`` lies in, None outside of one or without git."""
    if which("git") is None:
        return None
    done = _git(root, "rev-parse", "--show-toplevel")
    if done.returncode == 0:
        return Path(os.fsdecode(done.stdout.removesuffix(b"\n")))
    said = done.stderr.decode(errors="replace").strip()
    if "not a git repository" in said or "must be run in a work tree" in said:
        return None
    raise UpgraderError(
        f"git does not open the repository of {root}: {said.splitlines()[0] if said else 'no reason given'}"
        ". Make `git status` work there first."
    )


def matches(path: PurePosixPath, pattern: str) -> bool:
    """Say whether a glob pattern names ``path`` or a folder above it.

    ``*`` also crosses slashes. A pattern without a slash may be any one name on the way: ``legacy``, ``*_pb2.py``.
    """
    pattern = pattern.strip("/").removeprefix("./")
    lines = (path, *path.parents)[:-1]
    if "/" not in pattern:
        return any(fnmatchcase(line.name, pattern) for line in lines)
    either = {pattern, pattern.removeprefix("**/")}
    return any(fnmatchcase(str(line), one) for line in lines for one in either)


def read_bytes(root: Path, path: PurePosixPath) -> bytes:
    """Return the contents of a listed file, empty if it vanished or became unreadable since it was listed."""
    try:
        return (root / path).read_bytes()
    except OSError:
        return b""


def read_text(root: Path, path: PurePosixPath) -> str:
    """Return a listed file as text; bytes that are not UTF-8 stay visible as replacement characters."""
    return read_bytes(root, path).decode("utf-8-sig", errors="replace")


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _REPOSITORY_VARIABLES}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.run(
        # A repository may name a program as its file system monitor, and git would start it.
        ["git", "-c", "core.fsmonitor=false", "-C", os.fspath(root), *arguments],
        capture_output=True,
        env=environment,
        check=False,
    )


def _tracked(root: Path, skipped: list[Skip]) -> Iterator[PurePosixPath]:
    done = _git(root, "ls-files", "--stage", "-z")
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise UpgraderError(f"git cannot list the files of {root}: {said}. Make `git ls-files` work there first.")
    seen: set[bytes] = set()
    for entry in filter(None, done.stdout.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        if name in seen:  # a file in conflict is listed once for each side
            continue
        seen.add(name)
        path = PurePosixPath(os.fsdecode(name))
        if about.startswith(_GITLINK):
            skipped.append(Skip(path, "a git submodule: a project of its own, to be upgraded there"))
        else:
            yield path


def _walk(root: Path, vendored: Collection[str], skipped: list[Skip]) -> Iterator[PurePosixPath]:
    passed_over: dict[str, list[PurePosixPath]] = {}

    def note(error: OSError) -> None:
        folder = Path(error.filename).relative_to(root).as_posix()
        skipped.append(Skip(PurePosixPath(folder), f"the folder cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(root, onerror=note):
        here = Path(folder)
        relative = PurePosixPath(here.relative_to(root).as_posix())
        for name in sorted(folders):
            if (here / name).is_symlink():
                folders.remove(name)
                yield relative / name
            elif name in NOT_PROJECT or name in vendored or (here / name / "pyvenv.cfg").exists():
                folders.remove(name)
                passed_over.setdefault(name, []).append(relative / name)
        folders.sort()
        yield from (relative / name for name in sorted(names))
    for name, paths in passed_over.items():
        more = f", and {len(paths) - 1} more folders of this name" if len(paths) > 1 else ""
        why = "not a part of the project: version control, environment or cache"
        if name in vendored:
            why = "taken for code of others or of a build; with `exclude = []` in the configuration it is read"
        skipped.append(Skip(paths[0], f"{why}{more}"))


def _unusable(root: Path, path: PurePosixPath) -> str | None:
    """Say why a path cannot be worked on, nothing if it is not there, None if it can."""
    full = f"{root}/{path}"  # text: this is done for every file, and a Path costs more than the question
    try:
        mode = os.lstat(full).st_mode
        if stat.S_ISLNK(mode):
            return _where_link_goes(root, root / path)
        if stat.S_ISDIR(mode):
            return "a folder where git has a file"
        if not stat.S_ISREG(mode):
            return "not a regular file"
        os.close(os.open(full, os.O_RDONLY))
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None


def _where_link_goes(root: Path, link: Path) -> str:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # Python before 3.13 reports a circle as RuntimeError
        return "a symbolic link that leads nowhere"
    if target.is_relative_to(root.resolve()):
        return "a symbolic link: what it points to is looked at itself"
    return "a symbolic link that leaves the project"


def _excluded(count: int) -> str:
    return (
        f"excluded by configuration: {count} file{'' if count == 1 else 's'}"
        if count
        else ("excluded by configuration, but no file matches this pattern")
    )
