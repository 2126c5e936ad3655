"""What is remembered between runs: finished test runs by what went into them, and the last report.

Nothing here is the only copy of anything: the upgrade itself is in git. Files are written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

import platformdirs
from packaging.version import Version

from upgrader.masking import masked
from upgrader.model import Report, TakenBack, TestRun, UpgraderError

if TYPE_CHECKING:
    from cattrs import Converter

# cattrs and filelock are imported where they are needed: write_whole is used by every fix.

T = TypeVar("T")


@dataclass(frozen=True)
class Started:
    """What a run began with: the branch it writes, None with ``--in-place``, and the commit it started from."""

    branch: str | None
    base: str


@dataclass(frozen=True)
class Journal:
    """The folder in which one project's runs are remembered; outside of the project."""

    folder: Path

    def recall(self, key: str) -> TestRun | None:
        """Return the finished test run stored under ``key``."""
        return self._load(self.folder / "runs" / f"{key}.json", TestRun)

    def remember(self, key: str, run: TestRun) -> None:
        """Store a finished test run under ``key``."""
        self._store(self.folder / "runs" / f"{key}.json", run)

    def last_report(self) -> Report | None:
        """Return the report of the last run."""
        return self._load(self.folder / "report.json", Report)

    def store_report(self, report: Report) -> None:
        """Store the report of a run, in place of the one before."""
        self._store(self.folder / "report.json", masked(report))

    def recall_taken_back(self, key: str) -> TakenBack | None:
        """Return what was taken back under ``key``."""
        return self._load(self.folder / "taken-back" / f"{key}.json", TakenBack)

    def store_taken_back(self, key: str, one: TakenBack) -> None:
        """Store what is about to be taken back, with its proof."""
        self._store(self.folder / "taken-back" / f"{key}.json", one)

    def started(self) -> Started | None:
        """Return what the last run began with, whether or not it came to its end."""
        return self._load(self.folder / "started.json", Started)

    def store_started(self, started: Started) -> None:
        """Store what a run begins with."""
        self._store(self.folder / "started.json", started)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the project's lock. Raises UpgraderError when another run holds it."""
        from filelock import FileLock, Timeout

        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "lock", timeout=0):
                yield
        except Timeout:
            raise UpgraderError("Another run works on this project. Wait for it, or stop it.") from None

    def _load(self, path: Path, kind: type[T]) -> T | None:
        try:
            return _converter().structure(json.loads(path.read_text(encoding="utf-8")), kind)
        except FileNotFoundError:
            return None
        except Exception:  # cattrs raises many kinds: what an older version wrote is as good as nothing
            return None

    def _store(self, path: Path, value: object) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(_converter().unstructure(value), ensure_ascii=True, indent=1)
        write_whole(path, text.encode())


def open_journal(root: Path) -> Journal:
    """Return the journal of the project in ``root``."""
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    return Journal(platformdirs.user_cache_path("upgrader") / "projects" / name)


def key_of(*parts: str) -> str:
    """Return one key for everything that goes into a test run."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at no moment a half of it is there; its mode stays."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _converter() -> Converter:
    from cattrs import Converter

    converter = Converter()
    for kind in (Version, PurePosixPath, Path):
        converter.register_unstructure_hook(kind, str)
        converter.register_structure_hook(kind, lambda value, kind=kind: kind(value))
    return converter
