"""The places that name a Python or Django version: classifiers, CI matrices, container images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from upgrader.model import Mention, Skip


def read(root: Path, files: Sequence[PurePosixPath]) -> tuple[tuple[Mention, ...], tuple[Skip, ...]]:
    """Return every mention in the files that are known to hold some."""
    return (), ()
