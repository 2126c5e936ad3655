"""Which release a pin should move to, and what uv makes of all of them together."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

import pytest
from packaging.tags import platform_tags
from packaging.version import Version
from pins.served import Made, serve

from upgrader.model import Pin, UpgraderError, Versions
from upgrader.pins.evidence import has_wheel
from upgrader.pins.index import File, IndexSettings, Release, SimpleIndex
from upgrader.pins.inventory import Inventory, read_pins
from upgrader.pins.propose import propose, requirement_text

TARGET = Versions(Version("3.12"), Version("5.2"))
OLD = Versions(Version("3.8"), Version("2.2"))
TODAY = datetime(2026, 6, 1, tzinfo=timezone.utc)
PY = "Programming Language :: Python :: "
DJ = "Framework :: Django :: "
DJANGO = (
    Made("django", "2.2.9", "2019-12-18", (f"{PY}3.8",), ("sqlparse", "pytz")),
    Made("django", "5.2", "2025-04-02", (f"{PY}3.12",), ("sqlparse>=0.3.1", "asgiref"), ">=3.10"),
    Made("django", "5.2.1", "2025-05-07", (f"{PY}3.12",), ("sqlparse>=0.3.1", "asgiref"), ">=3.10"),
    Made("django", "5.2.2", "2025-06-07", (f"{PY}3.12",), ("sqlparse>=0.3.1", "asgiref"), ">=3.10", yanked=True),
    Made("django", "5.2.3", "2026-05-30", (f"{PY}3.12",), ("sqlparse>=0.3.1", "asgiref"), ">=3.10"),
    Made("django", "6.0", "2025-12-03", (f"{PY}3.12",), ("sqlparse>=0.3.1", "asgiref"), ">=3.12"),
    Made("django", "6.1b1", "2026-05-01", (f"{PY}3.12",), ("sqlparse>=0.3.1", "asgiref"), ">=3.12"),
    Made("django", "6.2", "2026-05-30", (f"{PY}3.12",), ("sqlparse>=0.3.1", "asgiref"), ">=3.12"),
    Made("sqlparse", "0.3.0", "2019-03-11", (f"{PY}3.8",)),
    Made("sqlparse", "0.5.0", "2024-03-11", (f"{PY}3.12",)),
    Made("asgiref", "3.8.1", "2024-03-22", (f"{PY}3.12",)),
    Made("pytz", "2019.3", "2019-10-07", (f"{PY}3.8",)),
    Made("pytz", "2024.1", "2024-02-02", (f"{PY}3.12",)),
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember nothing about releases that other tests made under the same names."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user-cache"))


def proposed(
    folder: Path,
    text: str,
    *more: Made,
    target: Versions = TARGET,
    file: str = "requirements.txt",
    allow_build: bool = False,
    latest: bool = False,
) -> dict[str, Pin]:
    """Return the proposal for one file by name, from an index with Django and ``more``."""
    (folder / file).write_text(text)
    inventory = read_pins(folder, [PurePosixPath(file)])
    with serve(*DJANGO, *more) as served:
        settings = IndexSettings(served.url)
        index = SimpleIndex(settings, folder / "cache")
        found = propose(
            inventory, target, OLD, index, today=TODAY, settings=settings, allow_build=allow_build, latest=latest
        )
    return {pin.name: pin for pin in found}


def one(folder: Path, version: str, *files: Made, target: Versions = TARGET) -> tuple[str, str | None, str]:
    """Return status, new version and reason for ``thing==version`` on an index with ``files``."""
    pin = proposed(folder, f"thing=={version}\n", *files, target=target)["thing"]
    return pin.status, pin.to, pin.why


def thing(version: str, *classifiers: str, **more: object) -> Made:
    """Return a release of ``thing``; classifiers by their last part, ``3.8`` of Python and ``dj2.2`` of Django."""
    named = tuple(DJ + item[2:] if item.startswith("dj") else PY + item for item in classifiers)
    return Made("thing", version, classifiers=named, **more)  # type: ignore[arg-type]


def test_django_moves_to_the_newest_patch_that_is_neither_yanked_nor_too_young(tmp_path: Path) -> None:
    pin = proposed(tmp_path, "Django==2.2.9\n")["django"]
    assert (pin.status, pin.to, pin.why) == (
        "upgrade",
        "5.2.1",
        "the newest release of Django 5.2; 5.2.3 is younger than the cooldown",
    )


@pytest.mark.parametrize(
    ("django", "says"),
    [
        ("9.9", "There is no Django 9.9 on the package index."),
        ("6.1", "Django 6.1 has only pre-releases so far."),
        ("6.2", "Django 6.2 was first released less than 7 days ago."),
    ],
)
def test_a_django_that_cannot_be_had_is_one_sentence(tmp_path: Path, django: str, says: str) -> None:
    with pytest.raises(UpgraderError) as caught:
        proposed(tmp_path, "Django==2.2.9\n", target=Versions(Version("3.12"), Version(django)))
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("six==1.14.0\nsix==1.13.0\n", "requirements.txt:2 says six==1.13.0, and line 1 says six==1.14.0"),
        ("six>=1.15\nsix==1.14.0\n", "requirements.txt:1 says six>=1.15, and line 2 says six==1.14.0"),
    ],
)
def test_a_file_that_contradicts_itself_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UpgraderError) as caught:
        proposed(tmp_path, text)
    assert str(caught.value) == f"{says}, which cannot both be. Keep one of them and start again."


def test_two_versions_for_two_pythons_are_no_contradiction(tmp_path: Path) -> None:
    files = (thing("1.0", "3.12"), thing("2.0", "3.12"))
    text = 'thing==1.0; python_version < "3.9"\nthing==2.0; python_version >= "3.9"\n'
    assert proposed(tmp_path, text, *files)["thing"].status == "ok"


def test_what_uvs_own_limit_hides_is_said_to_be_hidden_by_it(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("thing==1.0\n")
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    files = (thing("1.0", "3.8"), thing("1.1", "3.12", uploaded="2021-02-01"))
    newest = datetime(2021, 1, 1, tzinfo=timezone.utc)
    with serve(*DJANGO, *files) as served:
        settings = IndexSettings(served.url, newest=newest)
        index = SimpleIndex(settings, tmp_path / "cache")
        (pin,) = propose(inventory, Versions(Version("3.12")), OLD, index, today=TODAY, settings=settings)
        assert pin.why.endswith("; 1.1 declares it, but is younger than uv's exclude-newer, 2021-01-01")
        with pytest.raises(
            UpgraderError, match=r"Django 5\.2 was first released after uv's exclude-newer, 2021-01-01\."
        ):
            propose(inventory, TARGET, OLD, index, today=TODAY, settings=settings)


def test_a_pin_that_declares_the_target_stays(tmp_path: Path) -> None:
    files = (thing("1.0", "3.12"), thing("2.0", "3.12"))
    assert one(tmp_path, "1.0", *files) == ("ok", None, "declares Python 3.12")


def test_the_lowest_release_that_declares_the_target_is_taken(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.8"),
        thing("1.1", "3.11"),
        thing("1.2", "3.12"),
        thing("1.3", "3.12"),
        thing("2.0", "3.12"),
    )
    assert one(tmp_path, "1.0", *files) == ("upgrade", "1.2", "the lowest release that declares Python 3.12")


def test_a_maintained_older_branch_is_found_beside_a_newer_one(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8"), thing("1.20", "3.12"), thing("2.0", "3.11"), thing("2.1", "3.12"))
    assert one(tmp_path, "1.0", *files)[:2] == ("upgrade", "1.20")


def test_a_package_for_django_must_declare_the_django_too(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.8", "dj2.2"),
        thing("2.0", "3.12", "dj4.2"),
        thing("3.0", "3.12", "dj4.2", "dj5.2"),
        thing("4.0", "3.12", "dj6.0"),
    )
    why = "the lowest release that declares Python 3.12 and Django 5.2"
    assert one(tmp_path, "1.0", *files) == ("upgrade", "3.0", why)


def test_where_no_release_declares_so_new_a_django_the_nearest_counts(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8", "dj2.2"), thing("2.0", "3.12", "dj4.2"), thing("3.0", "3.12", "dj5.1"))
    why = "the lowest release that declares Python 3.12 and Django 5.1; none declares Django 5.2 yet"
    assert one(tmp_path, "1.0", *files) == ("upgrade", "3.0", why)


def test_a_pure_wheel_that_names_no_python_is_judged_by_its_django(tmp_path: Path) -> None:
    files = (thing("1.0", "dj2.2"), thing("2.0", "dj5.2"), thing("3.0", "dj5.2"))
    assert one(tmp_path, "1.0", *files)[:2] == ("upgrade", "2.0")


def test_where_nothing_is_declared_the_newest_is_tried(tmp_path: Path) -> None:
    files = (
        thing("1.0"),
        thing("1.1"),
        thing("1.2", yanked=True),
        thing("1.3rc1"),
        thing("1.4", uploaded="2026-05-30"),
    )
    assert one(tmp_path, "1.0", *files) == ("upgrade", "1.1", "no release declares support; the tests decide")
    assert one(tmp_path, "1.1", *files) == ("ok", None, "no release declares support; the tests decide")


def test_a_bound_on_django_is_believed(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.8"),
        thing("1.1", "3.12", requires=("Django<5",)),
        thing("1.2", "3.12", requires=("Django",)),
    )
    assert one(tmp_path, "1.0", *files)[:2] == ("upgrade", "1.2")


def test_a_package_that_no_release_supports_is_blocked_with_the_reason(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8"), thing("1.1", requires=("Django>=2,<5",)))
    assert one(tmp_path, "1.1", *files) == (
        "blocked",
        None,
        "no release supports it: 1.1 requires Django <5,>=2; its newest release is of January 2020",
    )
    status, to, why = one(tmp_path, "1.0", thing("1.0", requires_python=">=3.6,<3.12"))
    assert (status, to) == ("blocked", None)
    assert "requires Python <3.12,>=3.6" in why


def code(text: str, name: str = "thing/models.py") -> dict[str, object]:
    """Return the fields of a release with one file of code."""
    return {"code": ((name, text),)}


def test_a_release_whose_code_imports_what_is_gone_supports_nothing(tmp_path: Path) -> None:
    text = "import os\n\nfrom django.utils.translation import ugettext as _\n"
    status, to, why = one(tmp_path, "1.0", thing("1.0"), thing("1.1", **code(text)))
    assert (status, to) == ("blocked", None)
    assert why.startswith("no release supports it: 1.1, the newest, imports in thing/models.py line 3: django.utils")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("try:\n    from django.utils.translation import ugettext\nexcept ImportError:\n    pass\n", "thing/a.py"),
        ("def f():\n    from django.utils.translation import ugettext\n", "thing/a.py"),
        ("from .translation import ugettext\n", "thing/a.py"),
        ("from django.utils.translation import ugettext\n", "thing/tests/a.py"),
        ("from django.utils.translation import ugettext\n", "setup.py"),
        ("print 'old'\n", "thing/a.py"),
    ],
)
def test_code_that_may_never_be_reached_does_not_count(tmp_path: Path, text: str, name: str) -> None:
    assert one(tmp_path, "1.0", thing("1.0"), thing("1.1", **code(text, name)))[:2] == ("upgrade", "1.1")


def test_a_package_that_people_left_names_its_successor(tmp_path: Path) -> None:
    made = Made("raven", "6.10.0", requires_python=">=3.6,<3.9")
    pin = proposed(tmp_path, "raven==6.10.0\n", made)["raven"]
    assert (pin.status, pin.blocker) == ("blocked", "no release")
    assert pin.why.endswith("; what people use instead: sentry-sdk; its newest release is of January 2020")


def test_a_fix_that_the_cooldown_hides_is_named(tmp_path: Path) -> None:
    files = (thing("1.0", requires_python="<3.12"), thing("1.1", "3.12", uploaded="2026-05-30"))
    pin = proposed(tmp_path, "thing==1.0\n", *files)["thing"]
    assert (pin.status, pin.blocker) == ("blocked", "newer release")
    assert pin.why.endswith("; 1.1 declares it, but is younger than the cooldown")


def test_latest_takes_the_newest_that_declares_the_target(tmp_path: Path) -> None:
    files = (thing("1.0", "3.12"), thing("1.1", "3.12"), thing("2.0", "3.12"), thing("2.1", "3.13"))
    pin = proposed(tmp_path, "thing==1.0\n", *files, latest=True)["thing"]
    assert (pin.to, pin.why.split(";")[0]) == ("2.0", "the newest release that declares Python 3.12")


def test_the_highest_release_for_both_ends_is_named(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.8"),
        thing("1.1", "3.8", "3.12"),
        thing("1.2", "3.8", "3.12"),
        thing("2.0", "3.12", requires_python=">=3.10"),
    )
    pin = proposed(tmp_path, "thing==1.0\n", *files)["thing"]
    assert (pin.to, pin.bridge) == ("1.1", "1.2")
    assert pin.why == "the lowest release that declares Python 3.12; 1.2 runs on both ends"


def test_a_release_that_has_to_be_built_is_not_taken(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8", requires_python="<3.12"), thing("1.1", "3.12", tag="", **code("", "setup.py")))
    pin = proposed(tmp_path, "thing==1.0\n", *files)["thing"]
    assert (pin.status, pin.blocker) == ("blocked", "newer release")
    assert pin.why == "no release supports it: 1.1 has to be built from source, which wants --allow-build"
    assert proposed(tmp_path, "thing==1.0\n", *files, allow_build=True)["thing"].to == "1.1"


def test_a_package_that_is_built_today_may_be_built_again_and_asking_builds_nothing(tmp_path: Path) -> None:
    setup = (("setup.py", "raise SystemExit('built!')"),)
    files = (
        thing("1.0", tag="", code=setup, requires=("pytz<2020",)),
        thing("1.1", "3.12", tag="", code=setup, requires=("pytz>2020", "deeper")),
        Made("deeper", "1.0", tag="", code=setup),
        Made("deeper", "0.9", tag="", code=setup),
    )
    pin = proposed(tmp_path, "thing==1.0\npytz==2019.3\n", *files)["thing"]
    assert (pin.status, pin.blocker) == ("blocked", "newer release"), "deeper was not there before"
    assert "--allow-build would let it be built" in pin.why
    found = proposed(tmp_path, "thing==1.0\npytz==2019.3\ndeeper==0.9\n", *files)
    assert found["thing"].to == "1.1"
    assert found["thing"].why == "the lowest release that declares Python 3.12; built from source, as it is today"
    assert found["pytz"].to == "2024.1"


def test_what_a_package_needs_for_an_extra_counts_when_the_extra_is_asked_for(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.8"),
        thing("1.1", "3.12", requires=('Django<5 ; extra == "old"',)),
        thing("1.2", "3.12", requires=('Django<6 ; extra == "old"',)),
    )
    assert proposed(tmp_path, "thing==1.0\n", *files)["thing"].to == "1.1"
    assert proposed(tmp_path, "thing[old]==1.0\n", *files)["thing"].to == "1.2"


def test_an_archive_that_cannot_be_built_any_more_is_blocked(tmp_path: Path) -> None:
    made = thing("1.0", tag="", **code("import imp\n", "setup.py"))
    pin = proposed(tmp_path, "thing==1.0\n", made)["thing"]
    assert (pin.status, pin.blocker) == ("blocked", "no release")
    assert "imports in thing-1.0/setup.py line 1: " in pin.why
    fine = thing("1.1", tag="", **code("from distutils.core import setup\n", "setup.py"))
    assert proposed(tmp_path, "thing==1.1\n", fine)["thing"].status == "ok"


@pytest.mark.parametrize(
    ("listed", "name", "status"),
    [
        ("thing", "thing/models.py", "blocked"),
        ("thing", "src/thing/models.py", "blocked"),
        ("thing", "bare_app/models.py", "ok"),
        ("", "thing/models.py", "blocked"),
        ("", "plugins/pypy/own.py", "ok"),
        ("", "setup.second.py", "ok"),
    ],
)
def test_of_an_archive_only_what_is_installed_counts(tmp_path: Path, listed: str, name: str, status: str) -> None:
    packages = ("thing", "src/thing", "bare_app")
    files = [(f"{folder}/__init__.py", "") for folder in packages] + [(name, "import imp\n")]
    told = [("thing.egg-info/top_level.txt", f"{listed}\n")] if listed else []
    pin = proposed(tmp_path, "thing==1.0\n", thing("1.0", tag="", code=(*files, *told)))["thing"]
    assert pin.status == status, pin.why


def test_setuptools_is_added_for_a_package_that_imports_it_without_saying_so(tmp_path: Path) -> None:
    tools = [Made("setuptools", version, "2025-01-01") for version in ("70.0", "80.9", "82.0")]
    found = proposed(tmp_path, "thing==1.0\n", thing("1.0", **code("import pkg_resources\n")), *tools)
    pin = found["setuptools"]
    assert (pin.requirement, pin.line, str(pin.file)) == ("setuptools==80.9", 0, "requirements.txt")
    assert pin.why == "thing 1.0 imports it (thing/models.py line 1), and it no longer comes by itself"
    brings = Made("other", "1.0", "2025-01-01", requires=("setuptools",))
    found = proposed(
        tmp_path, "thing==1.0\nother==1.0\n", thing("1.0", **code("import pkg_resources\n")), brings, *tools
    )
    assert found["setuptools"].to == "80.9"  # not 82.0, which has no pkg_resources
    distutils = code("from distutils.version import LooseVersion\n")
    assert proposed(tmp_path, "thing==1.2\n", thing("1.2", **distutils), *tools)["setuptools"].to == "80.9"
    older = Versions(Version("3.11"), Version("5.2"))
    assert "setuptools" not in proposed(tmp_path, "thing==1.2\n", thing("1.2", **distutils), *tools, target=older)
    guarded = "try:\n    import pkg_resources\nexcept ImportError:\n    pass\n"
    assert "setuptools" not in proposed(tmp_path, "thing==1.1\n", thing("1.1", **code(guarded)), *tools)


def test_an_import_of_a_module_that_python_has_no_more_counts_whatever_is_said_of_its_uses(tmp_path: Path) -> None:
    importer = "from imp import find_module\n\n\ndef find(name):\n    return find_module(name)\n"
    pin = proposed(tmp_path, "thing==1.0\n", thing("1.0", **code(importer)))["thing"]
    assert (pin.status, pin.blocker) == ("blocked", "no release")
    assert "imports in thing/models.py line 1: imp, which Python 3.12 has not" in pin.why


def test_packages_that_came_along_are_added_for_what_imports_them_without_saying_so(tmp_path: Path) -> None:
    tools = [Made("packaging", "24.0", "2025-01-01"), Made("six", "1.17.0", "2025-01-01")]
    made = thing("1.0", **code("import packaging.version\nimport six\nimport requests\n"))
    found = proposed(tmp_path, "thing==1.0\n", made, *tools)
    assert {pin.name: pin.requirement for pin in found.values() if pin.name != "thing"} == {
        "packaging": "packaging==24.0",
        "six": "six==1.17.0",
    }
    brings = Made("other", "1.0", "2025-01-01", requires=("packaging",))
    found = proposed(tmp_path, "thing==1.0\nother==1.0\nsix==1.17.0\n", made, brings, *tools)
    assert "packaging" not in found
    assert found["six"].line == 3


def test_six_moves_to_the_first_release_that_can_be_imported(tmp_path: Path) -> None:
    files = [Made("six", version) for version in ("1.14.0", "1.15.0", "1.16.0", "1.17.0")]
    assert proposed(tmp_path, "six==1.14.0\n", *files)["six"].to == "1.16.0"
    assert proposed(tmp_path, "six==1.14.0\n", *files, target=Versions(Version("3.11")))["six"].to == "1.17.0"


def test_a_yanked_pin_moves_even_if_it_declares_the_target(tmp_path: Path) -> None:
    assert one(tmp_path, "1.0", thing("1.0", "3.12", yanked=True), thing("1.1", "3.12"))[:2] == ("upgrade", "1.1")


def test_a_deleted_release_moves(tmp_path: Path) -> None:
    assert one(tmp_path, "1.0", thing("0.9", "3.12"), thing("1.1", "3.12"))[:2] == ("upgrade", "1.1")


def test_a_package_the_index_does_not_know_stays_unknown(tmp_path: Path) -> None:
    assert one(tmp_path, "1.0") == (
        "unknown",
        None,
        "the package index does not know it: correct its name, or configure its index for uv or pip",
    )


def test_a_compiled_package_needs_a_wheel_for_the_target(tmp_path: Path) -> None:
    here = next(platform_tags())
    tags = (f"cp38-cp38-{here}", "cp312-cp312-for_another_machine", f"cp312-cp312-{here}")
    files = [thing(f"{number}.0", tag=tag) for number, tag in enumerate(tags, 1)]
    status, to, why = one(tmp_path, "1.0", *files)
    assert (status, to, why) == ("upgrade", "3.0", "the lowest release that declares Python 3.12 by a wheel for it")


def test_a_pin_whose_marker_leaves_the_target_out_stays(tmp_path: Path) -> None:
    pin = proposed(tmp_path, 'thing==1.0 ; python_version < "3.8"\n', thing("1.0"), thing("2.0"))["thing"]
    assert (pin.status, pin.why) == ("ok", "its marker leaves it out on Python 3.12")


def test_a_pin_goes_lower_where_another_package_needs_it_and_says_who(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.8"),
        thing("2.0", "3.11"),
        thing("3.0", "3.12"),
        Made("other", "1.0", classifiers=(f"{PY}3.12",), requires=("thing<3",)),
    )
    found = proposed(tmp_path, "thing==1.0\nother==1.0\n", *files)
    assert found["thing"].to == "2.0"
    assert found["thing"].why.startswith("below what it should be: other 1.0 requires thing<3; on its own: 3.0,")
    assert found["other"].status == "ok"


def test_a_pin_goes_higher_only_as_far_as_another_package_needs_it(tmp_path: Path) -> None:
    files = (
        *(thing(version, "3.12") for version in ("1.0", "1.1", "1.2", "1.3")),
        Made("other", "1.0", classifiers=(f"{PY}3.12",), requires=("thing>=1.2",)),
    )
    found = proposed(tmp_path, "thing==1.0\nother==1.0\n", *files)
    assert found["thing"].to == "1.2"
    assert found["thing"].why == "other 1.0 requires thing>=1.2; on its own: 1.0, declares Python 3.12"


def test_pins_that_cannot_agree_are_blocked_in_uvs_words(tmp_path: Path) -> None:
    files = (
        Made("one", "1.0", classifiers=(f"{PY}3.12",), requires=("thing<2",)),
        Made("two", "1.0", classifiers=(f"{PY}3.12",), requires=("thing>2",)),
        thing("1.0", "3.12"),
        thing("3.0", "3.12"),
    )
    found = proposed(tmp_path, "one==1.0\ntwo==1.0\nsqlparse==0.5.0\n", *files)
    assert (found["one"].status, found["two"].status, found["sqlparse"].status) == ("blocked", "blocked", "ok")
    assert "thing" in found["one"].why


def test_a_file_that_holds_all_dependencies_gets_the_new_ones(tmp_path: Path) -> None:
    found = proposed(tmp_path, "django==2.2.9\nsqlparse==0.3.0\npytz==2019.3\n")
    assert (found["asgiref"].to, found["asgiref"].line, found["asgiref"].why) == ("3.8.1", 0, "needed by django")
    assert found["sqlparse"].to == "0.5.0"


def test_a_file_that_leaves_dependencies_open_gets_none(tmp_path: Path) -> None:
    assert set(proposed(tmp_path, "django==2.2.9\n")) == {"django"}


def test_a_range_is_fine_or_says_what_it_leaves_out(tmp_path: Path) -> None:
    text = '[project]\ndependencies = ["Django>=2.2,<3", "sqlparse>=0.3"]\n'
    found = proposed(tmp_path, text, file="pyproject.toml")
    assert (found["django"].status, found["django"].to) == ("upgrade", "5.2.1")
    assert requirement_text(found["django"]) == "Django>=2.2,<6"
    assert (found["sqlparse"].status, found["sqlparse"].why) == ("ok", "its range holds 0.5.0")


def test_a_range_moves_when_only_a_later_release_supports_the_target(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8"), thing("1.5", "3.8"), thing("2.0", "3.12"), thing("3.0", "3.12"))
    pin = proposed(tmp_path, "Django==2.2.9\nthing>=1,<2\n", *files)["thing"]
    assert (pin.status, pin.to, pin.version) == ("upgrade", "2.0", None)
    assert pin.why == "its range leaves out 2.0, the lowest release that declares Python 3.12"
    assert requirement_text(pin) == "thing>=1,<3"


def test_a_range_stays_when_no_release_declares_the_target(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8"), thing("1.5", "3.8"), thing("2.0", "3.8"))
    assert proposed(tmp_path, "Django==2.2.9\nthing>=1,<2\n", *files)["thing"].why == "its range holds 1.5"


def test_a_range_of_which_no_release_can_be_installed_is_blocked(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8", requires_python="<3.9"), thing("2.0", "3.8", requires_python="<3.9"))
    pin = proposed(tmp_path, "Django==2.2.9\nthing>=1,<2\n", *files)["thing"]
    assert (pin.status, pin.blocker) == ("blocked", "no release")


def locked(folder: Path, manifest: str, lock: str, *more: Made) -> dict[str, Pin]:
    """Return what is proposed for a Pipfile with its lock, by file and name."""
    (folder / "Pipfile").write_text(manifest)
    (folder / "Pipfile.lock").write_text(lock)
    inventory = read_pins(folder, [PurePosixPath("Pipfile"), PurePosixPath("Pipfile.lock")])
    with serve(*DJANGO, *more) as served:
        settings = IndexSettings(served.url)
        index = SimpleIndex(settings, folder / "cache")
        found = propose(inventory, TARGET, OLD, index, today=TODAY, settings=settings)
    return {f"{pin.file} {pin.name}": pin for pin in found}


def test_what_a_lock_file_holds_goes_along_with_what_needs_it(tmp_path: Path) -> None:
    lock = """\
{"default": {
    "django": {"version": "==2.2.9"},
    "pytz": {"version": "==2019.3"},
    "sqlparse": {"version": "==0.3.0"},
    "thing": {"version": "==1.0"}
}}
"""
    files = (thing("1.0", "3.8"), thing("1.5", "3.12"), thing("2.0", "3.12"))
    found = locked(tmp_path, '[packages]\ndjango = "~=2.2"\nthing = "*"\n', lock, *files)
    assert {name: (pin.status, pin.to) for name, pin in found.items()} == {
        "Pipfile django": ("upgrade", "5.2.1"),
        "Pipfile thing": ("ok", None),
        "Pipfile.lock django": ("upgrade", "5.2.1"),
        "Pipfile.lock pytz": ("ok", None),
        "Pipfile.lock sqlparse": ("upgrade", "0.5.0"),
        "Pipfile.lock thing": ("upgrade", "1.5"),
    }
    assert found["Pipfile.lock pytz"].why == "nothing that is required needs it any more"


def test_without_django_only_python_counts(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8", "dj2.2"), thing("2.0", "3.12", "dj4.2"))
    assert one(tmp_path, "1.0", *files, target=Versions(Version("3.12")))[:2] == ("upgrade", "2.0")


def test_nothing_pinned_is_nothing_proposed(tmp_path: Path) -> None:
    with serve() as served:
        settings = IndexSettings(served.url)
        found = propose(Inventory(), Versions(Version("3.12")), OLD, SimpleIndex(settings, tmp_path), settings=settings)
    assert found == ()


@pytest.mark.parametrize(
    ("filename", "runs"),
    [
        ("x-1-py3-none-any.whl", True),
        ("x-1-py2.py3-none-any.whl", True),
        ("x-1-cp312-cp312-win_amd64.whl", True),
        ("x-1-cp37-abi3-manylinux2014_x86_64.whl", True),
        ("x-1-py38-none-any.whl", True),
        ("x-1-py313-none-any.whl", False),
        ("x-1-cp313-abi3-manylinux2014_x86_64.whl", False),
        ("x-1-cp38-cp38-win_amd64.whl", False),
        ("x-1-cp312-cp312t-win_amd64.whl", False),
        ("x-1-pp310-pypy310_pp73-win_amd64.whl", False),
        ("x-1-py2-none-any.whl", False),
        ("x-1-cp312-cp312-macosx_11_0_arm64.whl", False),
        ("not a wheel.whl", False),
    ],
)
def test_a_wheel_runs_where_its_tags_say(filename: str, runs: bool) -> None:
    release = Release(Version("1"), (File(filename, "", wheel=True),))
    assert has_wheel(release, Version("3.12"), ("win_amd64", "manylinux2014_x86_64")) is runs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Django==2.2.9", "Django==5.2.1"),
        ("django [x] == 2.2.9 ; python_version=='3.8'", "django [x] == 5.2.1 ; python_version=='3.8'"),
        ("Django===2.2.9", "Django===5.2.1"),
    ],
)
def test_an_exact_requirement_keeps_its_spelling(text: str, expected: str) -> None:
    pin = Pin("django", "2.2.9", PurePosixPath("r.txt"), 1, text, status="upgrade", to="5.2.1")
    assert requirement_text(pin) == expected


@pytest.mark.slow
def test_a_real_set_of_2020_resolves_on_the_real_index(tmp_path: Path) -> None:
    pins = ("django==2.2.9", "djangorestframework==3.10.3", "pillow==7.0.0", "pytest==5.3.2", "pytest-django==3.7.0")
    text = "\n".join((*pins, "pytz==2019.3", "sqlparse==0.3.0"))
    (tmp_path / "requirements.txt").write_text(text)
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    found = {pin.name: pin for pin in propose(inventory, TARGET, OLD, SimpleIndex(cache=tmp_path / "cache"))}
    assert {pin.status for pin in found.values()} == {"upgrade"}
    moved = {name: Version(str(pin.to)) for name, pin in found.items()}
    assert moved["django"].release[:2] == (5, 2)
    assert moved["djangorestframework"] >= Version("3.16")  # the first to name Django 5.2
    # The first with wheels of CPython 3.12 for Linux; 9.5.0 has some for Windows alone.
    assert moved["pillow"] >= Version("10.0.0" if sys.platform == "linux" else "9.5.0")


def test_imports_from_django_are_looked_up_in_the_django_that_will_be_installed(tmp_path: Path) -> None:
    django = Made("django", "5.2.2", "2025-06-07", code=(("django/__init__.py", ""), ("django/db.py", "here = 1\n")))
    (tmp_path / "requirements.txt").write_text("fine==1.0\nbad==1.0\n")
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    files = [
        Made(name, "1.0", code=((f"{name}/__init__.py", text),))
        for name, text in (
            ("fine", "import django\nfrom django.db import here\n"),
            ("bad", "from django.db import gone\n"),
        )
    ]
    with serve(django, *files) as served:
        settings = IndexSettings(served.url)
        index = SimpleIndex(settings, tmp_path / "cache")
        found = {pin.name: pin for pin in propose(inventory, TARGET, OLD, index, today=TODAY, settings=settings)}
    assert (found["fine"].status, found["bad"].status) == ("ok", "blocked")
    assert "imports in bad/__init__.py line 1: django.db.gone, which Django 5.2.2 has not" in found["bad"].why


def test_a_known_vulnerability_of_the_release_proposed_is_named(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("thing==1.0\n")
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    with serve(thing("1.0", "3.12")) as served:
        served.advisories["thing/1.0"] = [{"id": "PYSEC-1", "aliases": ["CVE-2020-1"], "fixed_in": ["1.1"]}]
        settings = IndexSettings(served.url)
        index = SimpleIndex(settings, tmp_path / "cache")
        (pin,) = propose(inventory, Versions(Version("3.12")), OLD, index, today=TODAY, settings=settings)
    assert (pin.status, pin.why) == ("ok", "declares Python 3.12; known vulnerabilities: CVE-2020-1 (fixed in 1.1)")


def test_a_package_that_works_no_more_gives_its_place_to_one_imported_under_the_same_names(tmp_path: Path) -> None:
    gone = (("nose/__init__.py", "import imp\n"),)
    files = (
        Made("nose", "1.3.7", code=gone),
        Made("pynose", "1.4.0", "2023-03-01", (f"{PY}3.12",), code=gone),  # promised before 3.12 was there
        Made("pynose", "1.4.1", "2023-04-01", (f"{PY}3.12",), code=(("nose/__init__.py", "import os\n"),)),
        Made("pynose", "1.5.0", "2024-03-01", (f"{PY}3.12",)),
    )
    text = 'django==2.2.9\nnose==1.3.7 ; sys_platform != "win32"  # runs the tests\n'
    pin = proposed(tmp_path, text, *files)["nose"]
    assert (pin.status, pin.version, pin.to) == ("upgrade", "1.3.7", "1.4.1")
    assert pin.becomes == requirement_text(pin) == 'pynose==1.4.1 ; sys_platform != "win32"'
    assert "imp" in pin.why
    assert "pynose is imported under the same names and takes its place, to be reviewed" in pin.why


def test_a_range_gives_its_place_as_a_range(tmp_path: Path) -> None:
    files = (
        Made("nose", "1.3.7", code=(("nose/__init__.py", "import imp\n"),)),
        Made("pynose", "1.5.0", "2024-03-01", (f"{PY}3.12",)),
        Made("pynose", "1.5.5", "2025-03-01", (f"{PY}3.12",)),
    )
    assert proposed(tmp_path, "nose>=1.3\n", *files)["nose"].becomes == "pynose>=1.5.0"
    assert proposed(tmp_path, "nose\n", *files)["nose"].becomes == "pynose"
    # the last line by a name is what is found by it here
    assert proposed(tmp_path, "nose==1.3.7\nnose\n", *files)["nose"].becomes == "pynose"


def test_a_package_that_is_known_not_to_work_is_replaced_whatever_its_files_say(tmp_path: Path) -> None:
    pin = proposed(tmp_path, "pycrypto==2.6.1\n", Made("pycrypto", "2.6.1"), Made("pycryptodome", "3.19.0"))["pycrypto"]
    assert (pin.status, pin.becomes) == ("upgrade", "pycryptodome==3.19.0")
    assert "longintrepr.h" in pin.why
    works = proposed(tmp_path, "nose==1.3.7\n", Made("nose", "1.3.7"), Made("pynose", "1.5.0"))["nose"]
    assert (works.status, works.becomes) == ("ok", "")


def test_a_package_is_not_replaced_by_one_that_does_not_work_either(tmp_path: Path) -> None:
    gone = (("nose/__init__.py", "import imp\n"),)
    pin = proposed(tmp_path, "nose==1.3.7\n", Made("nose", "1.3.7", code=gone), Made("pynose", "1.5.0", code=gone))[
        "nose"
    ]
    assert (pin.status, pin.becomes, pin.blocker) == ("blocked", "", "no release")


def test_what_needs_a_package_that_works_no_more_is_blocked_with_it(tmp_path: Path) -> None:
    files = (
        Made("nose", "1.3.7", code=(("nose/__init__.py", "import imp\n"),)),
        Made("pynose", "1.5.0", "2024-03-01", (f"{PY}3.12",)),
        Made("django-nose", "1.4.7", requires=("nose>=1.2",)),
    )
    found = proposed(tmp_path, "django-nose==1.4.7\nnose==1.3.7\n", *files)
    assert found["nose"].becomes == "pynose==1.5.0"
    assert (found["django-nose"].status, found["django-nose"].blocker) == ("blocked", "no release")
    assert "1.4.7 requires nose 1.3.7, its newest that fits, imports in nose/__init__.py" in found["django-nose"].why


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("backports.zoneinfo==0.2.1\n", 'backports.zoneinfo==0.2.1 ; python_version < "3.9"'),
        ("dataclasses\n", 'dataclasses ; python_version < "3.7"'),
        ("unittest2>=1\n", 'unittest2>=1 ; python_version < "3.5"'),
        (
            'typing==3.7.4 ; os_name == "nt" or os_name == "posix"\n',
            'typing==3.7.4 ; (os_name == "nt" or os_name == "posix") and python_version < "3.5"',
        ),
        ('enum34==1.1.6 ; python_version < "3.4"\n', ""),
    ],
)
def test_a_backport_is_for_older_pythons_alone(tmp_path: Path, text: str, becomes: str) -> None:
    files = (
        Made("backports-zoneinfo", "0.2.1", tag="cp38-cp38-manylinux1_x86_64"),
        Made("dataclasses", "0.6"),
        Made("enum34", "1.1.6"),
        Made("typing", "3.7.4"),
        Made("unittest2", "1.1.0"),
    )
    (pin,) = proposed(tmp_path, text, *files).values()
    assert (pin.status, pin.becomes) == ("upgrade" if becomes else "ok", becomes)


def test_support_that_the_newest_release_forgot_to_declare_is_found_before_it(tmp_path: Path) -> None:
    files = [thing("1.0", "3.8"), thing("1.1", "3.8", "3.12"), thing("1.2", "3.8", "3.12"), thing("1.3")]
    assert one(tmp_path, "1.0", *files, thing("2.0", "3.12"))[1] == "1.1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import collections\n\nclass A(collections.Mapping): ...\n", "fails in thing/models.py line 3: collections"),
        ("from django.dispatch import Signal\n\nSENT = Signal(providing_args=['a'])\n", "line 3: Signal() takes no"),
        ("import collections\n\ndef never(): return collections.Mapping\n", ""),
        ("import collections\n\ntry:\n    A = collections.Mapping\nexcept AttributeError:\n    A = None\n", ""),
        ("import collections\n\nA = lambda: collections.Mapping\n", ""),
    ],
)
def test_a_release_supports_nothing_whose_code_fails_as_soon_as_it_is_imported(
    tmp_path: Path, text: str, says: str
) -> None:
    status, _, why = one(tmp_path, "1.0", thing("1.0"), thing("1.1", **code(text)))
    assert status == ("blocked" if says else "upgrade")
    assert says in why


def test_what_a_module_of_django_has_not_is_missed_where_it_is_asked_for(tmp_path: Path) -> None:
    django = Made("django", "5.2.2", "2025-06-07", code=(("django/__init__.py", ""), ("django/db.py", "here = 1\n")))
    (tmp_path / "requirements.txt").write_text("fine==1.0\nbad==1.0\n")
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    files = [
        Made(name, "1.0", code=((f"{name}/__init__.py", f"from django import db\n\nclass A:\n    b = db.{word}\n"),))
        for name, word in (("fine", "here"), ("bad", "gone"))
    ]
    own = "from django import db\n\ndb.gone = 1\nB = db.gone\n"
    files[0] = replace(files[0], code=(*files[0].code, ("fine/own.py", own)))
    with serve(django, *files) as served:
        settings = IndexSettings(served.url)
        index = SimpleIndex(settings, tmp_path / "cache")
        found = {pin.name: pin for pin in propose(inventory, TARGET, OLD, index, today=TODAY, settings=settings)}
    assert (found["fine"].status, found["bad"].status) == ("ok", "blocked")
    assert "fails in bad/__init__.py line 4: django.db.gone, which Django 5.2.2 has not" in found["bad"].why


#: What Django 6.1 needs of what it works with, as bench/truth/django.json has it, and a release of 2020.
NEEDED = {
    "argon2-cffi": ("19.1.0", "23.1.0"),
    "asgiref": ("3.2.3", "3.9.1"),
    "bcrypt": ("3.1.7", "4.1.1"),
    "geoip2": ("2.9.0", "4.8.0"),
    "mysqlclient": ("1.4.6", "2.2.1"),
    "pillow": ("6.2.1", "10.1.0"),
    "psycopg": ("3.0.1", "3.1.12"),
    "psycopg2": ("2.8.4", "2.9.9"),
    "pyyaml": ("5.2", "6.0.2"),
    "redis": ("3.3.11", "5.1.0"),
    "selenium": ("3.141.0", "4.23.0"),
    "sqlparse": ("0.3.0", "0.5.0"),
}


@pytest.mark.slow
def test_what_django_works_with_moves_to_what_it_needs(tmp_path: Path) -> None:
    lines = [f"{name}=={version}" for name, (version, _) in NEEDED.items()]
    (tmp_path / "requirements.txt").write_text(
        "\n".join(["django==2.2.9", *lines, "py-bcrypt==0.4", "pyinotify==0.9.6"])
    )
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    target = Versions(Version("3.12"), Version("6.1"))
    found = {pin.name: pin for pin in propose(inventory, target, OLD, SimpleIndex(cache=tmp_path / "cache"))}
    low = {
        name: found[name].to for name, (_, needed) in NEEDED.items() if Version(found[name].to or "0") < Version(needed)
    }
    assert low == {}
    assert "bcrypt" in found["py-bcrypt"].why
    assert found["pyinotify"].status == "blocked"


def test_a_release_that_is_not_there_any_more_is_said_to_be_gone(tmp_path: Path) -> None:
    files = (thing("1.0", "3.8"), thing("1.2", "3.12"))
    assert one(tmp_path, "1.1", *files)[1:] == (
        "1.2",
        "the lowest release that declares Python 3.12; the index has no 1.1 any more",
    )
    status, _, why = one(tmp_path, "9.9", *files)
    assert (status, why) == (
        "blocked",
        "no release is left from 9.9 on that is not withdrawn: its newest release is 1.2",
    )


def test_without_a_network_code_is_judged_as_it_was_last_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("thing==1.0\n")
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    statuses = []
    with serve(*DJANGO, thing("1.0", **code("import imp\n"))) as served:
        for offline in (False, True):
            settings = IndexSettings(served.url, offline=offline)
            index = SimpleIndex(settings, tmp_path / "cache")
            (pin,) = propose(inventory, TARGET, OLD, index, today=TODAY, settings=settings)
            statuses.append(pin.status)
            monkeypatch.setattr("upgrader.pins.code._rules_key", lambda: "other rules since")
    assert statuses == ["blocked", "blocked"]


def test_an_index_without_django_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("thing==1.0\n")
    inventory = read_pins(tmp_path, [PurePosixPath("requirements.txt")])
    with serve(thing("1.0")) as served, pytest.raises(UpgraderError) as caught:
        settings = IndexSettings(served.url)
        propose(inventory, TARGET, OLD, SimpleIndex(settings, tmp_path / "cache"), today=TODAY, settings=settings)
    assert str(caught.value).startswith("The package index knows no Django at all.")


def test_what_django_asks_for_is_a_floor_and_no_word_on_python(tmp_path: Path) -> None:
    sources = [Made("psycopg2-binary", version, tag="") for version in ("2.7.7", "2.8.4")]
    wheels = [Made("psycopg2-binary", version, classifiers=(f"{PY}3.12",)) for version in ("2.9.9", "2.9.10")]
    found = proposed(tmp_path, "psycopg2-binary==2.7.7\n", *sources, *wheels)["psycopg2-binary"]
    assert found.to == "2.9.9"
    old = Made("psycopg2-binary", "2.7.7", "2025-01-01", (f"{PY}3.12",))
    assert proposed(tmp_path, "psycopg2-binary==2.7.7\n", old, *wheels)["psycopg2-binary"].to == "2.9.9"


def test_a_release_that_only_its_own_bound_keeps_out_comes_closest(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.8", requires=("Django<3",)),
        thing("1.1", requires=("Django<5", "six")),
        thing("2.0", requires=("Django>=6",)),
        Made("six", "1.16.0", classifiers=(f"{PY}3.12",)),
    )
    found = proposed(tmp_path, "Django==2.2.9\nsqlparse==0.3.0\npytz==2019.3\nthing==1.0\n", *files)
    pin = found["thing"]
    assert (pin.status, pin.blocker, pin.to, pin.against) == ("blocked", "no release", "1.1", "requires Django <5")
    assert pin.moves
    assert requirement_text(pin) == "thing==1.1"
    assert (found["django"].status, found["django"].to) == ("upgrade", "5.2.1")
    assert (found["six"].to, found["six"].why) == ("1.16.0", "needed by thing")  # what it brings along is there, too


def test_a_release_that_is_too_new_or_has_to_be_built_comes_no_closer(tmp_path: Path) -> None:
    pin = proposed(tmp_path, "Django==2.2.9\nthing==1.0\n", thing("1.0", requires=("Django>=6",)))["thing"]
    assert (pin.status, pin.against, pin.moves) == ("blocked", "", False)
    old_wheel = thing("1.0", requires=("Django<5",), tag="cp38-none-any")
    pin = proposed(tmp_path, "Django==2.2.9\nthing==1.0\n", old_wheel)["thing"]
    assert (pin.status, pin.against, pin.moves) == ("blocked", "", False)


def test_what_a_package_brings_along_may_keep_django_out(tmp_path: Path) -> None:
    files = (
        thing("1.0", "3.12", requires=("part>=1,<2",)),
        Made("part", "1.0", requires=("Django<4",)),
        Made("part", "1.5", requires=("Django>=2,<5",)),
        Made("part", "2.0", requires=("Django<5",)),
    )
    found = proposed(tmp_path, "Django==2.2.9\nthing==1.0\n", *files)
    said = "requires part, and part 1.5 requires Django<5,>=2"
    assert (found["thing"].status, found["thing"].against) == ("blocked", said)
    assert found["thing"].why == f"no release supports it: 1.0 {said}"
    assert (found["django"].status, found["django"].to) == ("upgrade", "5.2.1")
    found = proposed(tmp_path, "Django==2.2.9\nthing>=1,<3\n", thing("1.0", "3.12", requires=("Django<5",)))
    assert (found["thing"].status, found["thing"].against) == ("blocked", "requires Django<5")


def test_no_pin_and_no_range_goes_below_what_it_is(tmp_path: Path) -> None:
    files = (
        Made("runner", "5.0", classifiers=(f"{PY}3.8",)),
        Made("runner", "8.0", classifiers=(f"{PY}3.12",)),
        Made("plugin", "0.7.2", requires=("runner>=2",)),
        Made("plugin", "0.7.3", requires=("runner>=2",), tag=""),
        Made("plugin", "0.7.4", requires=("runner<7,>=2",)),
        Made("other", "1.0", classifiers=(f"{PY}3.12",), requires=("runner>=7",)),
        Made("sub", "1.0"),
        Made("sub", "2.0", classifiers=(f"{PY}3.12",)),
        Made("top", "1.0", classifiers=(f"{PY}3.12",), requires=("sub<2",)),
    )
    found = proposed(tmp_path, "runner==5.0\nplugin>=0.7.3,<0.8\n", *files)
    assert (found["plugin"].status, found["plugin"].why) == ("ok", "its range holds 0.7.4")
    found = proposed(tmp_path, "runner==5.0\nother==1.0\nplugin>=0.7.3,<0.8\n", *files)
    assert (found["runner"].status, found["runner"].to) == ("upgrade", "8.0")
    assert (found["plugin"].status, found["plugin"].against) == ("blocked", "requires runner<7,>=2")
    assert requirement_text(found["plugin"]) == "plugin>=0.7.3,<0.8"
    found = proposed(tmp_path, "sub==2.0\ntop==1.0\n", *files)
    assert (found["sub"].status, found["sub"].to) == ("ok", None)
    assert (found["top"].status, found["top"].against) == ("blocked", "requires sub<2")
    assert "uv says" in found["top"].why
    withdrawn = [replace(one, yanked=one.name == "sub" and one.version == "2.0") for one in files]
    assert proposed(tmp_path, "sub==2.0\ntop==1.0\n", *withdrawn)["sub"].status == "blocked"


def test_a_release_supports_nothing_whose_requirement_has_not_what_it_imports(tmp_path: Path) -> None:
    def made(wants: str, name: str = "thing/views.py", offers: str = "class View:\n    pass\n") -> dict[str, Pin]:
        files = (
            Made(
                "other",
                "1.0",
                classifiers=(f"{PY}3.8",),
                code=(("other/__init__.py", ""), ("other/views.py", "View = Gone = 1\n")),
            ),
            Made(
                "other", "2.0", classifiers=(f"{PY}3.12",), code=(("other/__init__.py", ""), ("other/views.py", offers))
            ),
            thing("1.0", requires=("other>=1",), **code(f"from other.views import {wants}\n", name)),
        )
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return proposed(folder, "other==1.0\nthing==1.0\n", *files)

    found = made("View, Gone")
    assert (found["thing"].status, found["thing"].blocker, found["other"].to) == ("blocked", "conflict", "2.0")
    assert found["thing"].why == (
        "no release goes with the rest: 1.0, the newest, imports in thing/views.py line 1: "
        "other.views.Gone, which other 2.0 has not"
    )
    assert made("View")["thing"].status == "ok"
    assert made("Gone", "thing/contrib/other/views.py")["thing"].status == "ok"  # who wants it
    assert made("Gone", "thing/runtests/views.py")["thing"].status == "ok"
    assert made("Gone", offers="import sys\nsys.modules[__name__] = object()\n")["thing"].status == "ok"
