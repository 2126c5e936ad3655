"""Python's own parser, for several threads.

How deep it is in a tree, CPython keeps for the whole process: two threads that parse at once can make it raise
``SystemError: AST constructor recursion depth mismatch`` (gh-106905). One of ours does at a time, and asks again where
somebody else did meanwhile: libcst parses each string whose value it is asked for.
"""

from __future__ import annotations

import ast
import os
from threading import Lock


class _Turn:
    """Whose turn it is. A forked process has no other threads, so nobody's turn there."""

    lock = Lock()


def _start_again() -> None:
    _Turn.lock = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_again)


def parse_syntax(source: str | bytes, feature_version: tuple[int, int] | None = None) -> ast.Module:
    """Return what ``ast.parse`` does, and raise what it raises."""
    with _Turn.lock:
        for _ in range(_TRIES):
            try:
                return ast.parse(source, feature_version=feature_version)
            except SystemError as error:
                if "recursion depth mismatch" not in str(error):
                    raise
        return ast.parse(source, feature_version=feature_version)


_TRIES = 20
