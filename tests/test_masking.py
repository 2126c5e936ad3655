"""Credentials in addresses are not shown."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from packaging.version import Version

from upgrader.masking import masked
from upgrader.model import Outcome, Skip, Verdict, Versions


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://me:secret@host/x and http://token@host", "see https://***@host/x and http://***@host"),
        ("git+https://me:p@ss@host/x.git@master", "git+https://***@host/x.git@master"),
        ("git+ssh://git@host/x.git", "git+ssh://git@host/x.git"),
        ("https://host/x@1.0", "https://host/x@1.0"),
        ("write to me@host, or see https://host", "write to me@host, or see https://host"),
        ('["https://host", "me@host"]', '["https://host", "me@host"]'),
    ],
)
def test_what_stands_before_the_host_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_data_is_masked_all_through_and_else_the_very_same() -> None:
    plain = Verdict(Outcome.BROKE, "why", vanished=("a", "b"))
    assert masked(plain) is plain
    versions = Versions(Version("3.8"), others=(("six", Version("1.0")),))
    assert versions.of("six") == Version("1.0")
    assert masked(versions) is versions
    rows = (Skip(PurePosixPath("a"), "https://me:x@host/"), Skip(PurePosixPath("b"), "fine"))
    assert masked({"rows": rows}) == {"rows": (Skip(PurePosixPath("a"), "https://***@host/"), rows[1])}
