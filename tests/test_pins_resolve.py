"""The old environment as it was at its time, and the new one, resolved by uv from an index on this machine."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from packaging.requirements import Requirement
from pins.served import Made, serve

from upgrader.model import Pin, UpgraderError
from upgrader.pins.declared import pin_of
from upgrader.pins.index import IndexSettings, SimpleIndex
from upgrader.pins.resolve import Lock, Refusal, as_of, lock_after, lock_before

PYTHON = Path(sys.executable)
JANUARY_2020 = datetime(2020, 1, 15, tzinfo=timezone.utc)
WORLD = (
    Made("django", "2.2.9", "2019-12-18", requires=("pytz", "sqlparse")),
    Made("django", "2.2.10", "2020-02-03", requires=("pytz", "sqlparse")),
    Made("pytz", "2019.3", "2019-10-07"),
    Made("pytz", "2026.1", "2026-01-07"),
    Made("sqlparse", "0.3.0", "2019-03-11"),
    Made("sqlparse", "0.3.0", "2024-03-11", tag="py2.py3-none-any"),
    Made("six", "1.14.0", "2020-01-15"),
    Made("old", "1.0", "2019-01-01", requires=("pytz<2019",)),
    *(Made(name, "1.0", "2019-01-01") for name in ("pip", "setuptools", "wheel", "pytest")),
    *(Made(name, "9.0", "2026-01-01") for name in ("pip", "setuptools", "wheel", "pytest")),
)


def pins(*texts: str) -> list[Pin]:
    """Return requirement texts as pins."""
    return [pin_of(Requirement(text), PurePosixPath("requirements.txt"), line) for line, text in enumerate(texts, 1)]


def versions(lock: Lock) -> dict[str, str]:
    """Return what a lock installs."""
    return dict(line.split("==") for line in lock.text.splitlines())


def test_the_pins_mean_the_time_of_the_newest_of_them(tmp_path: Path) -> None:
    with serve(*WORLD) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        found = as_of(pins("Django==2.2.9", "sqlparse==0.3.0", "six", "unknown==1.0"), index)
    assert found == datetime(2019, 12, 18, tzinfo=timezone.utc)


def test_without_an_exact_pin_there_is_no_time(tmp_path: Path) -> None:
    with serve(*WORLD) as served:
        assert as_of(pins("Django>=2.2"), SimpleIndex(IndexSettings(served.url), tmp_path)) is None


def test_what_is_not_named_comes_from_the_time_of_the_pins() -> None:
    with serve(*WORLD) as served:
        lock = lock_before(
            ["Django==2.2.9"], PYTHON, JANUARY_2020, extra=["pytest"], settings=IndexSettings(served.url)
        )
    assert versions(lock) == {
        "django": "2.2.9",
        "pytz": "2019.3",
        "sqlparse": "0.3.0",
        "pip": "1.0",
        "setuptools": "1.0",
        "wheel": "1.0",
        "pytest": "1.0",
    }
    assert lock.arguments[:2] == ("--exclude-newer", "2020-01-16T00:00:00Z")
    assert lock.python == ".".join(map(str, sys.version_info[:3]))


def test_an_exact_pin_may_be_younger_than_the_time() -> None:
    with serve(*WORLD) as served:
        lock = lock_before(["django==2.2.10"], PYTHON, JANUARY_2020, settings=IndexSettings(served.url))
    assert versions(lock)["django"] == "2.2.10"


def test_a_package_of_which_nothing_is_left_from_the_time_is_taken_as_it_is() -> None:
    again = (Made("back", "1.4", "2022-07-08"), Made("needing", "1.0", "2019-01-01", requires=("back>=1.0",)))
    with serve(*WORLD, *again, Made("lone", "2.1", "2023-04-17")) as served:
        settings = IndexSettings(served.url)
        lock = lock_before(["needing==1.0", "lone", "pytz"], PYTHON, JANUARY_2020, settings=settings)
    found = versions(lock)
    assert (found["back"], found["lone"], found["pytz"]) == ("1.4", "2.1", "2019.3")


def test_a_package_that_never_was_is_refused() -> None:
    with serve(*WORLD) as served, pytest.raises(Refusal, match="nothing-of-the-kind"):
        lock_before(["nothing-of-the-kind"], PYTHON, JANUARY_2020, settings=IndexSettings(served.url))


def test_constraints_limit_the_old_environment() -> None:
    with serve(*WORLD, Made("pytz", "2018.1", "2018-01-01")) as served:
        settings = IndexSettings(served.url)
        lock = lock_before(["django==2.2.9"], PYTHON, JANUARY_2020, constraints=["pytz==2018.1"], settings=settings)
    assert versions(lock)["pytz"] == "2018.1"


def test_the_key_is_that_of_the_packages() -> None:
    with serve(*WORLD) as served:
        settings = IndexSettings(served.url)
        first = lock_before(["django==2.2.9"], PYTHON, JANUARY_2020, settings=settings)
        same = lock_before(["Django==2.2.9", "pytz"], PYTHON, JANUARY_2020, settings=settings)
        other = lock_before(["django==2.2.10"], PYTHON, JANUARY_2020, settings=settings)
    assert first.key == same.key != other.key
    assert len(first.key) == 64


def test_the_new_environment_has_no_setuptools_of_its_own_and_nothing_too_young() -> None:
    today = datetime(2026, 1, 10, tzinfo=timezone.utc)
    with serve(*WORLD) as served:
        settings = IndexSettings(served.url)
        lock = lock_after(["django==2.2.10"], PYTHON, extra=["pytest"], today=today, settings=settings)
    assert versions(lock) == {"django": "2.2.10", "pytz": "2019.3", "sqlparse": "0.3.0", "pytest": "9.0"}
    assert lock.arguments[2:] == ("--only-binary", ":all:")


ARCHIVE = Made("odd", "1.0", "2020-01-01", tag="", code=(("setup.py", "from setuptools import setup\nsetup()\n"),))


def test_nothing_is_built_for_the_new_environment_unless_allowed() -> None:
    with serve(*WORLD, ARCHIVE) as served, pytest.raises(Refusal, match=r"odd==1\.0 has no usable wheels"):
        lock_after(["odd==1.0"], PYTHON, settings=IndexSettings(served.url))


@pytest.mark.slow
@pytest.mark.parametrize("allowed", [{"sources": ["odd"]}, {"allow_build": True}])
def test_what_the_old_environment_builds_may_be_built_again(allowed: dict[str, Any]) -> None:
    made = Made(
        "odd", "1.0", "2020-01-01", tag="", code=(("pyproject.toml", BACKEND), ("backend.py", BUILD), ("odd.py", ""))
    )
    with serve(*WORLD, made) as served:
        lock = lock_after(["odd==1.0"], PYTHON, settings=IndexSettings(served.url), **allowed)
    assert versions(lock) == {"odd": "1.0"}


BACKEND = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
BUILD = """
from pathlib import Path
def prepare_metadata_for_build_wheel(folder, settings=None):
    made = Path(folder, "odd-1.0.dist-info")
    made.mkdir()
    made.joinpath("METADATA").write_text("Metadata-Version: 2.1\\nName: odd\\nVersion: 1.0\\n")
    made.joinpath("WHEEL").write_text("Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    return made.name
def build_wheel(folder, settings=None, metadata=None):
    raise SystemExit
"""


def test_nothing_newer_than_uv_is_told_is_taken() -> None:
    with serve(*WORLD) as served:
        settings = IndexSettings(served.url, newest=datetime(2025, 1, 1, tzinfo=timezone.utc))
        lock = lock_after(["pytz"], PYTHON, settings=settings)
    assert versions(lock) == {"pytz": "2019.3"}


def test_what_the_users_shell_says_does_not_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/nowhere")
    monkeypatch.setenv("UV_EXCLUDE_NEWER", "2018-01-01")
    monkeypatch.setenv("UV_CONSTRAINT", "/nowhere/constraints.txt")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    with serve(*WORLD) as served:
        lock = lock_before(["django==2.2.9"], PYTHON, JANUARY_2020, settings=IndexSettings(served.url))
    assert versions(lock)["django"] == "2.2.9"


def test_contradictory_pins_are_refused_in_uvs_words() -> None:
    with serve(*WORLD) as served, pytest.raises(Refusal) as caught:
        lock_before(["old==1.0", "pytz==2019.3"], PYTHON, JANUARY_2020, settings=IndexSettings(served.url))
    assert "old" in str(caught.value) and "pytz<2019" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_network_is_one_sentence() -> None:
    with serve() as served:
        pass
    with pytest.raises(UpgraderError, match="uv cannot reach the package index") as caught:
        lock_before(["six"], PYTHON, None, settings=IndexSettings(served.url.replace("//", "//me:secret@")))
    assert "secret" not in str(caught.value)


def test_an_interpreter_that_is_missing_is_named(tmp_path: Path) -> None:
    with serve(*WORLD) as served, pytest.raises(UpgraderError) as caught:
        lock_before(["six"], tmp_path / "python3.8", None, settings=IndexSettings(served.url))
    assert "python3.8" in str(caught.value)


LOCKED = (
    Made("site-a", "1.0", requires=("lib-b",)),
    Made("lib-b", "1.0"),
    Made("lib-b", "2.0"),
    *(Made(name, "1.0", "2019-01-01") for name in ("pip", "setuptools", "wheel")),
)


def test_what_a_lock_file_says_holds_for_what_the_requirements_bring_along() -> None:
    with serve(*LOCKED) as served:
        settings = IndexSettings(served.url)
        lock = lock_before(["site-a"], PYTHON, None, locked=["lib-b==1.0", "other==3.0"], settings=settings)
    assert "lib-b==1.0" in lock.text
    assert "other" not in lock.text
    assert lock.strayed == ()


def test_a_lock_file_that_the_requirements_do_not_allow_is_held_to_as_far_as_it_goes() -> None:
    with serve(*LOCKED) as served:
        settings = IndexSettings(served.url)
        locked = ["lib-b==1.0", "site-a==1.0"]
        lock = lock_before(["site-a", "lib-b>=2"], PYTHON, None, locked=locked, settings=settings)
    assert "lib-b==2.0" in lock.text
    assert lock.strayed == ("lib-b 2.0 instead of 1.0",)
