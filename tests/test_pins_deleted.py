"""What takes the place of a pinned release that the index no longer has."""

from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

import pytest
from pins.served import Made, serve

from upgrader.model import Pin
from upgrader.pins.deleted import without_deleted
from upgrader.pins.index import IndexSettings, SimpleIndex

TIME = datetime(2020, 6, 1, tzinfo=timezone.utc)
THEN, LATER = "2020-01-01", "2023-01-01"


@pytest.mark.parametrize(
    ("releases", "instead"),
    [
        ({"2.0.7": THEN}, {}),
        ({"2.0.6": THEN, "2.0.8": THEN, "2.0.9": THEN}, "cover[all]==2.0.8"),
        ({"2.0.6": THEN, "2.1": LATER}, "cover[all]==2.0.6"),
        ({"2.1": LATER}, None),
        ({}, {}),
    ],
)
def test_the_closest_release_of_the_time_takes_the_place(
    releases: dict[str, str], instead: str | dict[str, str] | None, tmp_path: Path
) -> None:
    text = "cover[all]==2.0.7"
    pins = [
        Pin("cover", "2.0.7", PurePosixPath("requirements.txt"), 1, text),
        Pin("cover", None, PurePosixPath("requirements.txt"), 2, "cover>=1"),
    ]
    files = [Made("cover", version, uploaded=time) for version, time in releases.items()]
    with serve(*files, Made("other", "1.0")) as served:
        found = without_deleted(pins, TIME, SimpleIndex(IndexSettings(served.url), tmp_path))
    assert found == (instead if isinstance(instead, dict) else {text: instead})
