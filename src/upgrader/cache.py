"""What a scan found, remembered by the contents of the files that it looked at; and what the rules look for.

Kept in the user's cache folder, one file per project and set of options. A file's findings hold as long as it, every
module of the project that it was resolved through, the list of files, the rules and the engine are what they were.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from upgrader.model import Finding, Safety, Skip
from upgrader.modules import EVERYTHING


@dataclass(frozen=True)
class Seen:
    """What a scan says about one file, and the files of the project that this depends on."""

    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skip, ...] = ()
    asked: frozenset[str] = frozenset()


def remembered(
    root: Path,
    files: Sequence[PurePosixPath],
    options: Sequence[object],
    look: Callable[[Sequence[PurePosixPath]], Mapping[PurePosixPath, Seen]],
) -> tuple[Seen, ...]:
    """Return what there is to say about ``files``, in order; only those that changed are given to ``look``.

    ``options`` is everything else that the findings depend on. A cache that cannot be read or written is as good as none.
    """
    digests = {str(file): _digest(root / file) for file in files}
    whole = _hash(json.dumps(sorted(digests.items())).encode())
    listing = _hash("\0".join(sorted(digests)).encode(errors="surrogateescape"))
    key = _hash(repr((str(root), list(map(str, options)))).encode(errors="surrogateescape"))
    place = _folder() / f"{key}.json"
    state = [_fingerprint(), listing]
    stored = _load(place, state)
    valid: dict[PurePosixPath, Seen] = {}
    for file in files:
        entry = stored.get(str(file))
        if entry and entry[0] == digests[str(file)] and _holds(entry[1], digests, whole):
            valid[file] = _seen(file, entry)
    changed = [file for file in files if file not in valid]
    if changed:
        found = look(changed)
        valid |= {file: found.get(file, Seen()) for file in changed}
        entries = {
            str(file): [digests[str(file)], _asked(valid[file], digests, whole), *_plain(valid[file])] for file in files
        }
        _store(place, {"state": state, "files": entries})
    return tuple(valid[file] for file in files if valid[file].findings or valid[file].skipped)


def remembered_cards(make: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return what is to be known about the rules without importing them; ``make`` is called when the code has changed."""
    place = _folder() / f"rules-{_hash(repr(list(_code_folders())).encode(errors='surrogateescape'))}.json"
    try:
        kept = json.loads(place.read_bytes())
        if kept["state"] == _fingerprint():
            found: list[dict[str, Any]] = kept["rules"]
            return found
    except (OSError, ValueError, LookupError, TypeError):
        pass
    made = make()
    _store(place, {"state": _fingerprint(), "rules": made})
    return made


class LeftAlone:
    """The files, by name and contents, that a tool with these arguments has nothing to change in any more.

    Nothing is remembered of a tool that is not installed beside this program.
    """

    def __init__(self, name: str, arguments: Sequence[str]) -> None:
        """Read what is remembered."""
        spec = importlib.util.find_spec(name)
        self._place: Path | None = None
        self._state = ""
        self._files: set[str] = set()
        if spec is None or spec.origin is None:
            return
        self._state = _hash(repr((_fingerprint(), spec.origin, _changed(Path(spec.origin).parent))).encode())
        self._place = _folder() / f"settled-{_hash(repr((name, list(arguments))).encode())}.json"
        self._files = set(_load(self._place, [self._state]))

    def has(self, path: PurePosixPath, data: bytes) -> bool:
        """Return whether the tool left this file as it is."""
        return bool(self._files) and _named(path, data) in self._files

    def add(self, files: Iterable[tuple[PurePosixPath, bytes]]) -> None:
        """Remember files that the tool left as they are."""
        new = {_named(path, data) for path, data in files} - self._files
        if self._place is None or not new:
            return
        self._files |= new
        _store(self._place, {"state": [self._state], "files": dict.fromkeys(sorted(self._files)[-_MOST_SETTLED:], 1)})


_MOST_SETTLED = 50_000


def _named(path: PurePosixPath, data: bytes) -> str:
    return _hash(str(path).encode(errors="surrogateescape") + b"\0" + data)


@functools.cache
def rule_packages() -> tuple[tuple[str, str], ...]:
    """Return the modules that installed packages name as ``upgrader.rules``, each with its file or folder.

    Asking every installed package takes longer than a scan that remembers everything, so the answer is remembered as long
    as nothing was installed or removed: both change the folder.
    """
    place = _folder() / f"packages-{_hash(repr(sys.path).encode(errors='surrogateescape'))}.json"
    state = [_changed(Path(folder)) for folder in sys.path]
    try:
        kept = json.loads(place.read_bytes())
        if kept["state"] == state:
            return tuple((name, where) for name, where in kept["packages"])
    except (OSError, ValueError, LookupError, TypeError):
        pass
    from importlib.metadata import entry_points

    found = []
    for point in sorted(entry_points(group="upgrader.rules"), key=lambda point: point.name):
        try:
            spec = importlib.util.find_spec(point.module)
        except ImportError:
            spec = None
        where = (list(spec.submodule_search_locations or ()) or [spec.origin or ""]) if spec else [""]
        found.append((point.module, where[0]))
    _store(place, {"state": state, "packages": found})
    return tuple(found)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _asked(seen: Seen, digests: Mapping[str, str], whole: str) -> dict[str, str]:
    return {name: whole if name == EVERYTHING else digests.get(name, "") for name in sorted(seen.asked)}


def _holds(asked: Mapping[str, str], digests: Mapping[str, str], whole: str) -> bool:
    return all((whole if name == EVERYTHING else digests.get(name, "")) == digest for name, digest in asked.items())


def _plain(seen: Seen) -> tuple[list[Any], list[str]]:
    return [
        # without the places, which only findings of a whole project have
        [str(value) if isinstance(value, PurePosixPath) else value for value in astuple(finding)[:-1]]
        for finding in seen.findings
    ], [row.why for row in seen.skipped]


def _seen(file: PurePosixPath, entry: Sequence[Any]) -> Seen:
    findings = tuple(
        Finding(rule, file, line, column, message, Safety(safety), *rest)
        for rule, _, line, column, message, safety, *rest in entry[2]
    )
    return Seen(findings, tuple(Skip(file, why) for why in entry[3]), frozenset(entry[1]))


def _digest(path: Path) -> str:
    try:
        if path.is_symlink():
            return "link"
        return _hash(path.read_bytes())
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@functools.cache
def _fingerprint() -> str:
    """Return what changes with the engine, the rules, the parser and the interpreter."""
    parts: list[str] = [sys.version]
    parser = importlib.util.find_spec("libcst")
    parts.append(f"{parser.origin} {Path(parser.origin).stat().st_mtime_ns}" if parser and parser.origin else "")
    for name, where in rule_packages():
        parts.append(f"{name} {where} {_changed(Path(where))}")
    for folder in (*_code_folders(), *(where for _, where in rule_packages())):
        for above, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in sorted(names):
                file = f"{above}/{name}"  # text: a Path costs more than the question
                about = os.stat(file)  # noqa: PTH116
                parts.append(f"{file} {about.st_size} {about.st_mtime_ns}")
    return _hash("\n".join(parts).encode(errors="surrogateescape"))


def _code_folders() -> Iterable[str]:
    codemods = importlib.util.find_spec("upgrader.codemods")
    found = list(codemods.submodule_search_locations or ()) if codemods else []
    return sorted({str(Path(__file__).parent), *found})


def _folder() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("upgrader") / "scans"


def _load(place: Path, state: Sequence[str]) -> Mapping[str, Any]:
    try:
        kept = json.loads(place.read_bytes())
        files: Mapping[str, Any] = kept["files"] if kept["state"] == list(state) else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return files


def _store(place: Path, value: object) -> None:
    from upgrader.journal import write_whole

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, json.dumps(value, default=sorted).encode())  # sets are written as lists
    except OSError:
        return
