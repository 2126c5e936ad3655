"""Over many files: what the sieve lets through is looked at, by all processors.

What parses and the rules are imported when a file has come through, in the process that looks at it.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from upgrader.catalogue import use_folder
from upgrader.kinds import MAX_BYTES, file_kind, is_template, may_be_template
from upgrader.migrations import written_migrations
from upgrader.model import Change, Finding, Safety, Skip, Versions
from upgrader.modules import Modules
from upgrader.parsing import parse_syntax
from upgrader.sieve import wanted

SUPPRESSION = b"upgrader:"  #: what a comment that suppresses a finding has in it
_PARALLEL_FROM = 40  #: fewer files to parse than this are done before a second process has started
_SIEVED_ALONE = 400  #: as many files are looked through before a second process has started
_CHUNK = 16  #: files that a process gets at once


@dataclass(frozen=True)
class Settings:
    """What a scan or fix goes by; picklable, so that worker processes get it whole."""

    old: Versions
    target: Versions
    rules: frozenset[str]
    safety: frozenset[Safety] = frozenset(Safety)
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    required: frozenset[str] = frozenset()  #: the normalized names of what the project's files require
    own_rules: Path | None = None  #: the folder with the project's own rules
    utcnow: str = "naive"  #: what takes the place of ``datetime.utcnow()``, as configured


@dataclass(frozen=True)
class Looked:
    """What came of one file: findings, the change if it was to be fixed, rows about what was left out."""

    findings: tuple[Finding, ...] = ()
    change: Change | None = None
    skipped: tuple[Skip, ...] = ()
    rules: tuple[str, ...] = ()  #: those that changed the file
    requires: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()  #: of a new migration that goes with the change
    files: tuple[tuple[PurePosixPath, str], ...] = ()  #: new ones that go with the change, with their text
    asked: frozenset[str] = frozenset()  #: the project's files that the findings depend on; EVERYTHING for all


Task = Literal["scan", "fix"]


def scan(root: Path, files: Iterable[PurePosixPath], settings: Settings) -> tuple[Looked, ...]:
    """Return what the rules find in ``files``, in the order of their paths. Reads only."""
    return tuple(scan_some(root, files, settings, None).values())


def scan_some(
    root: Path, files: Iterable[PurePosixPath], settings: Settings, only: Collection[PurePosixPath] | None
) -> Mapping[PurePosixPath, Looked]:
    """Return by path what the rules find in some of a project's ``files``: in ``only`` these."""
    return _over(root, tuple(files), "scan", settings, only)


def fix(
    root: Path, files: Iterable[PurePosixPath], settings: Settings, only: Collection[PurePosixPath] | None = None
) -> tuple[Looked, ...]:
    """Return the changes that the rules make to a project's ``files``: in ``only`` these. Reads only."""
    looked = tuple(_over(root, tuple(files), "fix", settings, only).values())
    new = [(one.change.path, one.operations) for one in looked if one.change is not None]
    rules = tuple(sorted({rule for one in looked if one.operations for rule in one.rules}))
    added = [
        Looked(change=Change(path, None, text.encode()), rules=one.rules)
        for one in looked
        for path, text in one.files
        if not (root / path).exists()
    ]
    return (*looked, *added, *(Looked(change=change, rules=rules) for change in written_migrations(root, new)))


def _over(
    root: Path,
    files: Sequence[PurePosixPath],
    task: Task,
    settings: Settings,
    only: Collection[PurePosixPath] | None = None,
) -> Mapping[PurePosixPath, Looked]:
    chosen = [
        path
        for path in sorted(files if only is None else only)
        # what a link points to is looked at under its own name
        if (file_kind(path) != "template" or may_be_template(path)) and not (root / path).is_symlink()
    ]
    look = _Look(task, settings, root, files)
    if len(chosen) <= _SIEVED_ALONE or (os.cpu_count() or 1) < 2:
        chosen = [path for path in chosen if look.worthwhile(path)]
    if len(chosen) < _PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        found = {path: looked for path in chosen if (looked := look(path))}
    else:
        if task == "fix":
            _ = look.modules.exports  # once, not in each process
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        chunks = [chosen[start : start + _CHUNK] for start in range(0, len(chosen), _CHUNK)]
        with ProcessPoolExecutor(mp_context=get_context(start_method()), initializer=_start, initargs=(look,)) as pool:
            found = {path: looked for some in pool.map(_look_in_worker, chunks) for path, looked in some}
    return {path: found[path] for path in sorted(found)}


def start_method() -> str:
    """Return how processes are started: a fork has all that is imported, but must not copy threads in any state."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


class _Look:
    """Looks at files of one project, one by one."""

    def __init__(self, task: Task, settings: Settings, root: Path, files: Sequence[PurePosixPath]) -> None:
        self.task: Task = task
        self.settings = settings
        self.root = root
        self.modules = Modules(root, files)

    def worthwhile(self, path: PurePosixPath) -> bool:
        """Return whether there can be anything to say about a file."""
        try:
            data = (self.root / path).read_bytes()
        except OSError:
            return True
        if _is_no_template(path, data):
            return False
        return (
            _is_odd(data)
            or SUPPRESSION in data
            or bool(wanted(path, data, self.settings, fixing=self.task == "fix"))
            or not _parses(path, data)
        )

    def __call__(self, path: PurePosixPath) -> Looked | None:
        """Return what there is to say about a file, None when it is nothing."""
        try:
            data = (self.root / path).read_bytes()
        except OSError as error:
            return Looked(skipped=(Skip(path, f"cannot be read: {error.strerror}"),))
        self.modules.forget_asked()
        if _is_no_template(path, data):
            return None
        # the odd ones first: in a file of megabytes, a search alone may take minutes
        cards = [] if _is_odd(data) else wanted(path, data, self.settings, self.modules, fixing=self.task == "fix")
        if not (cards or SUPPRESSION in data):
            if not _parses(path, data) and (why := _unreadable(path, data, self.settings.old)) is not None:
                return Looked(skipped=(Skip(path, why),))
            return Looked(asked=frozenset(self.modules.asked)) if self.modules.asked else None
        from upgrader import engine

        look = engine.scan_file if self.task == "scan" else engine.fix_file
        with without_collection():
            looked = look(path, data, self.settings, self.modules, cards)
        return replace(looked, asked=frozenset(self.modules.asked))


def _is_no_template(path: PurePosixPath, data: bytes) -> bool:
    return file_kind(path) == "template" and not is_template(path, data)


def _is_odd(data: bytes) -> bool:
    """Whether no rule is asked about a file: in one of megabytes a search alone may take minutes."""
    return b"\0" in data or len(data) > MAX_BYTES


def _parses(path: PurePosixPath, data: bytes) -> bool:
    """Return whether there can be no row about a file that no rule looks at; this asks the interpreter's own parser."""
    if _is_odd(data) or file_kind(path) != "python":
        return not _is_odd(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parse_syntax(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _unreadable(path: PurePosixPath, data: bytes, old: Versions) -> str | None:
    """Return why a file cannot be read, None when it can."""
    if b"\0" in data:
        return "contains null bytes"
    from upgrader.source import Unparsable, Unreadable, check_grammar, decode

    try:
        check_grammar(decode(data).text)
    except Unreadable as why:
        return str(why)
    except Unparsable as why:
        # a Python that is newer than this one may have its own grammar
        return str(why) if old.python.release[:2] <= sys.version_info[:2] else None
    return None


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep Python from looking for cycles among the hundred thousands of nodes of a file, again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


_worker: _Look


def _start(look: _Look) -> None:
    global _worker
    _worker = look
    use_folder(look.settings.own_rules)
    gc.freeze()


def _look_in_worker(paths: Sequence[PurePosixPath]) -> list[tuple[PurePosixPath, Looked]]:
    return [(path, looked) for path in paths if (looked := _worker(path))]
