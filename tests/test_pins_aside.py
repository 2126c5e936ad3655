"""Upper bounds that are set aside for the tests, and what is said of that."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
from packaging.version import Version
from pins.served import Made, serve
from test_run import git, make, run

from upgrader.pins.aside import against, contradictions, set_aside
from upgrader.pins.index import IndexSettings, SimpleIndex

DJANGO, PYTHON = Version("5.2.1"), Version("3.12")
CUTOFF = datetime(2026, 1, 1, tzinfo=timezone.utc)


def asked(folder: Path, reason: str, wanted: list[str], *files: Made, django_alone: bool = False) -> dict[str, str]:
    """Return what is told of releases, by ``name version``."""
    with serve(*files) as served:
        index = SimpleIndex(IndexSettings(served.url), folder)
        found = set_aside(reason, wanted, DJANGO, PYTHON, index, CUTOFF, django_alone=django_alone)
    return {f"{one.name} {one.version}": ", ".join(map(str, one.requires)) for one in found}


def test_every_exact_pin_that_is_bound_to_an_older_django_is_told_at_once(tmp_path: Path) -> None:
    files = (
        Made("one", "1.0", requires=("Django>=2,<5", "six<2")),
        Made("two", "1.0", requires=("Django~=3.0", 'Django<2; python_version < "3"')),
        Made("fine", "1.0", requires=("Django>=3",)),
        Made("newer", "1.0", requires=("Django>=6",)),
    )
    wanted = ["one==1.0", "two==1.0", "fine==1.0", "newer==1.0", "django==5.2.1"]
    assert asked(tmp_path, "one==1.0 depends on django<5", wanted, *files) == {
        "one 1.0": "Django>=2, six<2",
        "two 1.0": 'Django>=3.0, Django; python_version < "3"',
    }


def test_what_a_range_holds_or_something_brings_along_is_told_of_its_newest_release(tmp_path: Path) -> None:
    files = (
        Made("one", "1.0", requires=("Django<4",)),
        Made("one", "1.5", requires=("Django<5",)),
        Made("one", "2.0", requires=("Django<5",)),
        Made("one", "1.9", "2026-05-01", requires=("Django<5",)),  # too young
        Made("top", "1.0", requires=("below<2",)),
        Made("below", "1.0", requires=("Django<5",)),
        Made("below", "2.0", requires=("Django<5",)),
    )
    reason = "Because all versions of one depend on django<5 and below>=1.0 depends on django<5, you lose"
    assert list(asked(tmp_path, reason, ["one>=1,<2", "top==1.0"], *files)) == ["one 1.5", "below 1.0"]


def test_only_where_no_bound_on_django_is_left_releases_may_contradict_one_another(tmp_path: Path) -> None:
    files = (
        Made("one", "1.0", requires=("part<2", "other<9")),
        Made("two", "1.0", requires=("part>=2",)),
        Made("part", "1.0"),
        Made("part", "2.0"),
        Made("other", "1.0"),
    )
    reason = "Because two==1.0 depends on part>=2 and one==1.0 depends on part<2, you lose"
    wanted = ["one==1.0", "two==1.0"]
    assert asked(tmp_path, reason, wanted, *files) == {"one 1.0": "part, other<9"}
    assert asked(tmp_path, reason, wanted, *files, django_alone=True) == {}


def test_a_release_may_say_something_against_another_version_or_against_python(tmp_path: Path) -> None:
    made = Made("one", "1.0", requires=("Django<5", "six<2"), requires_python=">=3.6,<3.10")
    with serve(made) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        (release,) = index.releases("one")
        metadata = index.metadata(release)
        assert against(release, metadata, {"django": DJANGO}, PYTHON) == "requires Django<5"
        assert against(release, metadata, {"six": Version("1.16")}, PYTHON) == "requires Python <3.10,>=3.6"
        assert against(release, metadata, {"six": Version("1.16")}, Version("3.9")) == ""


def test_of_exact_pins_everything_is_told_but_what_they_say_against_one_another(tmp_path: Path) -> None:
    files = (
        Made("one", "1.0", requires=("two>=2,<3", "six<2", 'two<1; python_version < "3"')),
        Made("two", "1.0", requires=("one>=1",)),
        Made("six", "1.0", requires_python="<3.4"),
    )
    with serve(*files) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        (told,) = contradictions(["one==1.0", "two==1.0", "six==1.0"], PYTHON, index)
        assert (told.name, told.version) == ("one", Version("1.0"))
        assert list(map(str, told.requires)) == ["two", "six<2", 'two; python_version < "3"']
        assert contradictions(["one==1.0", "two>=1", "six==1.0"], PYTHON, index) == ()


@pytest.mark.slow
def test_the_tests_run_with_a_release_that_is_not_made_for_this_django(tmp_path: Path) -> None:
    test = """
        import importlib.util
        import unittest

        import django

        class ShopTests(unittest.TestCase):
            def test_what_is_installed(self):
                self.assertIn(django.get_version()[:3], ("2.2", "5.2"))
                self.assertIsNotNone(importlib.util.find_spec("mezzanine"))
    """
    project = make(tmp_path / "site", shop="", words="", test_shop=test)
    (project / "requirements.txt").write_text("Django==2.2.24\nMezzanine==6.1.0\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Require what nobody has tried with Django 5")
    code, report, said = run(project, "--to-django", "5.2")
    verdict = report["verdict"]
    assert (code, verdict["outcome"]) == (1, "broke"), said
    assert verdict["why"].endswith("The test that passed on Python 3.8 passes on Python 3.12.")
    (row,) = verdict["after"]["against"]
    assert row["requirement"].startswith("mezzanine==")
    assert row["why"] == "requires django<5,>=2.2"
    (pin,) = [pin for pin in report["pins"] if pin["name"] == "mezzanine"]
    assert (pin["status"], pin["against"]) == ("blocked", "requires Django <5,>=2.2")
    assert f"mezzanine=={pin['to']}" == row["requirement"]
    assert f"Mezzanine=={pin['to']}" in git(project, "show", f"{report['branch']}:requirements.txt")
    (task,) = report["tasks"]
    assert task["what"].startswith(f"{row['requirement']} requires django<5,>=2.2: ask for a release")
