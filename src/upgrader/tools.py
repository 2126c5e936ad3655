"""Other people's engines as table rows: what to call, on which files, and what we do not believe of it.

A tool's effect is read from the files it changed, never from what it prints. Each result goes through the same checks
as our own rules: it parses, keeps its comments and settles, or the file stays as it was.
"""

from __future__ import annotations

import ast
import builtins
import gc
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path, PurePosixPath
from symtable import symtable

from packaging.version import Version

from upgrader import django_upgrade_words, second_half
from upgrader.cache import LeftAlone
from upgrader.kinds import MAX_BYTES
from upgrader.model import Change, Skip, UpgraderError, Versions
from upgrader.parsing import parse_syntax
from upgrader.sweep import start_method, without_collection

MAX_PASSES = 5
_HERE = 16  #: as many files are done before a second process has started
_MAINS = {"pyupgrade": "pyupgrade._main", "django_upgrade": "django_upgrade.main"}
_CHUNK = 40  #: files that a process gets at once: well below every system's limit on the length of a command line


@dataclass(frozen=True)
class Tool:
    """One engine: its module, its arguments for a pair of versions, its exit codes that mean "it ran"."""

    name: str
    arguments: Callable[[Versions, Versions], list[str]]
    ran: frozenset[int] = frozenset({0, 1})
    wants_django: bool = False
    may_change: Callable[[bytes], bool] = lambda data: True  #: whether a file of these contents need be shown to it


#: Fixers of django-upgrade that we leave off, each for a reason.
DJANGO_UPGRADE_OFF = {
    "null_boolean_field": "loses the implied blank=True; under an alias the column becomes NOT NULL",
    "django_urls": "regular expressions become path converters, so views get int where they got str",
    "admin_register": "style; registers at another moment of the import",
    "admin_decorators": "style",
    "model_field_choices": "style; does not run on the old version",
    "default_app_config": "drops one that nothing finds any more: of several, or in a module that is not apps",
    "request_headers": "style",
    "versioned_test_skip_decorators": "deletes tests that are always skipped: fewer tests than before is a failure",
    "test_http_headers": "style; does not run on the old version",
}


def _pyupgrade(old: Versions, target: Versions) -> list[str]:
    # the old interpreter's floor, so that the result runs on both ends; % formats are style
    minor = max(min(old.python, target.python).minor, 6)
    return ["--keep-percent-format", f"--py3{minor}-plus"]


def _django_upgrade(old: Versions, target: Versions) -> list[str]:
    assert target.django is not None
    skip = [argument for fixer in DJANGO_UPGRADE_OFF for argument in ("--skip", fixer)]
    return ["--target-version", f"{target.django.major}.{target.django.minor}", *skip]


TOOLS = (
    Tool("pyupgrade", _pyupgrade),
    Tool("django_upgrade", _django_upgrade, wants_django=True, may_change=django_upgrade_words.may_change),
)


def usable(tool: Tool, old: Versions, target: Versions) -> bool:
    """Return whether the tool has anything to say about these versions."""
    return target.django is not None if tool.wants_django else target.python >= Version("3.6")


def run_tool(
    tool: Tool,
    root: Path,
    files: Iterable[PurePosixPath],
    old: Versions,
    target: Versions,
    project: tuple[Path, Sequence[PurePosixPath]] | None = None,
) -> tuple[tuple[Change, ...], tuple[Skip, ...]]:
    """Run a tool on the Python files below ``root``, in place, to its fixed point; return what changed and what was refused.

    ``project`` is where other files may take names from these: its root and files, where it is more than what is given.
    Raises UpgraderError when the tool itself fails to start.
    """
    paths = [path for path in files if path.suffix == ".py"]
    # what the engine does not read, a tool would read for minutes
    arguments = tool.arguments(old, target)
    known = LeftAlone(tool.name, arguments)
    before = {
        path: data
        for path, data in _contents(root, paths)
        if len(data) <= MAX_BYTES and tool.may_change(data) and not known.has(path, data)
    }
    work = partial(_settle, tool.name, tool.ran, arguments, root)
    names = list(before)
    chunks = [names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK)]
    if len(names) <= _HERE or (os.cpu_count() or 1) < 2:
        settled = [work(chunk) for chunk in chunks]
    else:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        _import_main(tool.name)  # once, not in each process
        with ProcessPoolExecutor(mp_context=get_context(start_method()), initializer=gc.freeze) as pool:
            settled = list(pool.map(work, chunks))
    failed = next((one.failure for one in settled if one.failure is not None), None)
    if failed is not None:
        _put_back(root, before)
        raise UpgraderError(f"{tool.name} failed: {failed}. Nothing of it was kept.")
    changes = [change for one in settled for change in one.changes]
    rows = [row for one in settled for row in one.skipped]
    for change, name in _taken_away(changes, project or (root, paths)):
        _write(root / change.path, change.before or b"")
        changes.remove(change)
        why = f"{name}, which other files import from here, would be gone"
        rows.append(Skip(change.path, f"{tool.name}'s change was not kept: {why}"))
    refused = {row.path for row in rows}
    known.add((path, data) for path, data in _contents(root, before) if path not in refused)
    return tuple(changes), tuple(rows)


def _taken_away(changes: Iterable[Change], project: tuple[Path, Sequence[PurePosixPath]]) -> list[tuple[Change, str]]:
    """Return the changes after which a module no longer has a name that another file takes from it, each with the name."""
    lost = [(change, names) for change in changes if (names := _lost(change.before or b"", change.after))]
    if not lost:
        return []
    from upgrader.modules import exported_names, stem

    exported = exported_names(*project)
    taken = [
        (change, sorted(name for name in names if (stem(change.path), name) in exported)) for change, names in lost
    ]
    return [(change, names[0]) for change, names in taken if names]


def _lost(before: bytes, after: bytes) -> set[str]:
    """Return the names that a module gets when all goes well before and not after; handlers of exceptions left out."""
    try:
        return _given(parse_syntax(before).body) - _given(parse_syntax(after).body)
    except (SyntaxError, ValueError, RecursionError):
        return set()  # of another version than this interpreter's


def _given(body: Iterable[ast.stmt]) -> set[str]:
    found: set[str] = set()
    for one in body:
        if isinstance(one, (ast.Import, ast.ImportFrom)):
            found |= {alias.asname or alias.name.partition(".")[0] for alias in one.names}
        elif isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(one.name)
        else:
            targets = one.targets if isinstance(one, ast.Assign) else [getattr(one, "target", None)]
            found |= {
                node.id for target in targets if target for node in ast.walk(target) if isinstance(node, ast.Name)
            }
            for inner in ("body", "orelse", "finalbody"):
                found |= _given(getattr(one, inner, ()))
    return found


@dataclass(frozen=True)
class _Settled:
    """What came of some files: what changed, what was refused, and why the tool did not run, if it did not."""

    changes: tuple[Change, ...] = ()
    skipped: tuple[Skip, ...] = ()
    failure: str | None = None


def _settle(
    name: str, ran: frozenset[int], arguments: Sequence[str], root: Path, files: Sequence[PurePosixPath]
) -> _Settled:
    """Run a tool on some files until it changes none of them any more, and put back what cannot be believed."""
    before = dict(_contents(root, files))
    pending = list(before)
    skipped: list[Skip] = []
    for _ in range(MAX_PASSES):
        seen = dict(_contents(root, pending))
        if not _ran_here(name, arguments, root, pending):
            done = _run([sys.executable, "-m", name, *arguments], root, pending)
            if done.returncode not in ran:
                return _Settled(failure=_last_line(done.stderr))
        pending = [path for path, data in _contents(root, pending) if data != seen[path]]
        if not pending:
            break
    for path in pending:
        skipped.append(Skip(path, f"{name} did not settle within {MAX_PASSES} passes; left as it was"))
        _write(root / path, before[path])
    changes = []
    for path, data in _contents(root, before):
        if data == before[path]:
            continue
        reason = _refused(before[path], data)
        if reason:
            _write(root / path, before[path])
            skipped.append(Skip(path, f"{name}'s change was not kept: {reason}"))
        else:
            changes.append(Change(path, before[path], data))
    return _Settled(tuple(changes), tuple(skipped))


def _ran_here(name: str, arguments: Sequence[str], root: Path, files: Sequence[PurePosixPath]) -> bool:
    """Run a tool in this process, which saves the start of another; return whether it ran to its end.

    What it left half done then is done by a process of its own: each file is written whole.
    """
    main = _import_main(name)
    if main is None:
        return False
    try:
        with without_collection(), _inside(root), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            main([*arguments, *(f"./{file}" for file in files)])
    except (Exception, SystemExit):
        return False
    return True


def _import_main(name: str) -> Callable[[Sequence[str]], int] | None:
    """Return the function that runs a tool, None when it has to have a process of its own."""
    try:
        module = import_module(_MAINS[name])
        if name == "pyupgrade":
            second_half.install(module)
        main: Callable[[Sequence[str]], int] = module.main
    except (ImportError, AttributeError, KeyError):
        return None
    return main


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _run(command: Sequence[str], root: Path, files: Sequence[PurePosixPath]) -> subprocess.CompletedProcess[str]:
    # "./" keeps a file name that starts with a dash from being an option
    names = [f"./{file}" for file in files]
    return subprocess.run([*command, *names], cwd=root, capture_output=True, text=True, check=False)


def _refused(before: bytes, after: bytes) -> str | None:
    """Return why a tool's result cannot be believed, None when it can."""
    # libcst: what only names the tools goes without
    from upgrader.source import Unparsable, Unreadable, check_compiles, check_grammar, decode, lost_comments

    try:
        old = decode(before)
    except Unreadable:
        return "the file could not be read before"
    try:
        new = decode(after)
        check_grammar(new.text)
        check_compiles(old.text, new.text)
        lost = lost_comments(old.text, new.text, _is_marker)
    except (Unreadable, Unparsable, SyntaxError, ValueError) as why:
        return f"the result {why}"
    if lost:
        return f"it would lose the comment {next(iter(lost))!r}"
    # pyupgrade drops `from __future__ import division` where `division` is asked for its release
    unbound = _unbound(old.text, new.text)
    return f"the result uses {min(unbound)}, which nothing binds any more" if unbound else None


def _unbound(before: str, after: str) -> set[str]:
    """Return the names that a text uses and nothing in it binds, where something bound them before."""
    try:
        _, bound_before = _names(before)
        used, bound = _names(after)
    except (SyntaxError, ValueError, RecursionError):
        return set()  # of another version than this interpreter's
    return (used & bound_before) - bound - frozenset(dir(builtins))


def _names(text: str) -> tuple[set[str], set[str]]:
    """Return the names that a text uses, and those that it binds in any scope: what the compiler notes of each."""
    used: set[str] = set()
    bound: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the project's code
        pending = [symtable(text, "module", "exec")]
    while pending:
        table = pending.pop()
        pending += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_referenced():
                used.add(symbol.get_name())
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter():
                bound.add(symbol.get_name())
    return used, bound


def _is_marker(comment: str) -> bool:
    """Whether a comment speaks to a tool about its line only, or names the encoding (PEP 263): it may go."""
    if re.match(r"#.*?coding[:=][ \t]*utf-?8", comment, re.IGNORECASE):
        return True
    return comment.lower().startswith(("# noqa", "# type:", "# pragma:", "# pylint:", "# nosec", "# -*-", "# isort"))


def _contents(root: Path, paths: Iterable[PurePosixPath]) -> Iterator[tuple[PurePosixPath, bytes]]:
    for path in paths:
        try:
            yield path, (root / path).read_bytes()
        except OSError:
            continue  # the scan has a row for it already


def _put_back(root: Path, contents: dict[PurePosixPath, bytes]) -> None:
    for path, data in contents.items():
        _write(root / path, data)


def _write(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        path.write_bytes(data)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]
