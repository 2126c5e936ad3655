"""Time zones of pytz that were rewritten: the same times as before, at the hours that exist twice or not at all as well."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version
from releases import django

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix
from upgrader.model import Safety, Versions

ZONES = """\
import datetime as dt

import pytz
from django.utils import timezone
from django.utils.timezone import get_current_timezone, make_aware, utc
from pytz import AmbiguousTimeError, NonExistentTimeError, timezone as tz

BERLIN = pytz.timezone("Europe/Berlin")
NEW_YORK = tz("America/New_York")
FIXED = pytz.FixedOffset(60)


def localized(naive):
    return BERLIN.localize(naive)


def dst(naive):
    return BERLIN.localize(naive, is_dst=True)


def not_dst(naive):
    return BERLIN.localize(naive, is_dst=False)


def strict(naive):
    try:
        return BERLIN.localize(naive, is_dst=None)
    except AmbiguousTimeError:
        return "ambiguous"
    except NonExistentTimeError:
        return "missing"


def aware(naive):
    try:
        return make_aware(naive, BERLIN)
    except (pytz.AmbiguousTimeError, pytz.NonExistentTimeError):
        return make_aware(naive, BERLIN, is_dst=False)


def aware_dst(naive):
    return timezone.make_aware(naive, BERLIN, is_dst=True)


def next_day(naive):
    return BERLIN.normalize(BERLIN.localize(naive) + dt.timedelta(days=1))


def in_new_york(naive):
    return BERLIN.localize(naive).astimezone(NEW_YORK)


def normalized(naive):
    return NEW_YORK.normalize(BERLIN.localize(naive).astimezone(NEW_YORK))


def in_utc(naive):
    return pytz.utc.localize(naive).astimezone(BERLIN)


def from_utc(naive):
    return BERLIN.fromutc(naive)


def replaced(naive):
    return naive.replace(tzinfo=pytz.UTC)


def utc_again(naive):
    return naive.replace(tzinfo=utc)


def current(naive):
    return get_current_timezone().localize(naive)


def fixed(naive):
    return FIXED.localize(naive)


def offsets_dst(naive):
    return BERLIN.utcoffset(naive, is_dst=True)
"""
ASK = """\
import datetime
from django.conf import settings
settings.configure(USE_TZ=True, TIME_ZONE="Europe/Berlin")
import zones

HOURS = [(2020, 10, 25, 1, 30), (2020, 10, 25, 2, 30), (2020, 10, 25, 3, 30), (2020, 3, 29, 1, 30), (2020, 3, 29, 2, 30),
         (2020, 3, 29, 3, 30), (2020, 7, 1, 12), (2020, 3, 28, 2, 30), (2020, 10, 24, 2, 30)]
for name, function in sorted(vars(zones).items()):
    if getattr(function, "__module__", "") != "zones" or name.startswith("_") or name[0].isupper():
        continue
    for hour in HOURS:
        got = function(datetime.datetime(*hour))
        if isinstance(got, datetime.datetime):
            got = got.isoformat() + " " + got.astimezone(datetime.timezone.utc).isoformat()
        print(name, hour, got)
"""
VERSIONS = Versions(Version("3.8"), Version("2.2")), Versions(Version("3.12"), Version("6.1"))


def fixed(text: str, root: Path, *rules: str) -> str:
    """Return ``zones.py`` of a project that has no other file, with every fix, or those of some rules."""
    ids = frozenset(rules) or frozenset(rule.id for rule in load_rules())
    (root / "zones.py").write_text(text)
    (looked,) = fix(root, {PurePosixPath("zones.py"): text}, Settings(*VERSIONS, ids, safety=frozenset(Safety)))
    assert looked.skipped == ()
    return looked.change.after.decode() if looked.change else text


def times(release: str, zones: str, folder: Path) -> str:
    """Return what the functions of ``zones.py`` give under a release of Django."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "zones.py").write_text(zones)
    (folder / "ask.py").write_text(ASK)
    done = subprocess.run(
        [django(release), "-W", "ignore", "ask.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_zones_of_pytz_give_the_same_times_with_zoneinfo(tmp_path: Path) -> None:
    after = fixed(ZONES, tmp_path)
    assert "pytz" not in after.replace("as pytz did", "").replace("of pytz or not", "")
    before = times("2.2", ZONES, tmp_path / "old")
    assert before.count("\n") > 100
    assert times("5.2", after, tmp_path / "five") == times("6.1", after, tmp_path / "six") == before


@pytest.mark.slow
def test_a_zone_that_stays_one_of_pytz_is_put_into_a_time_by_itself(tmp_path: Path) -> None:
    source = """\
import pytz
from django.utils.timezone import make_aware

BERLIN = pytz.timezone(pytz.country_timezones["de"][0])


def aware(naive):
    return make_aware(naive, BERLIN, is_dst=True)
"""
    after = fixed(source, tmp_path)
    assert "pytz.timezone" in after
    assert times("6.1", after, tmp_path / "new") == times("2.2", source, tmp_path / "old")


def test_one_use_inside_another_is_rewritten_with_it(tmp_path: Path) -> None:
    source = """\
import pytz

ZONE = pytz.timezone("Europe/Berlin")


def next_day(day, delta):
    return ZONE.normalize(ZONE.localize(day) + delta).astimezone(pytz.timezone(str(pytz.utc.zone)))
"""
    after = fixed(source, tmp_path, "DJ50-pytz")
    assert (
        "    return (_localize(ZONE, day).astimezone(datetime.timezone.utc) + delta).astimezone(ZONE).astimezone("
        in after
    )
    assert "zoneinfo.ZoneInfo(str(str(datetime.timezone.utc)))" in after
