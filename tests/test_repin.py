"""Pins that the tests refute: which packages failures have to do with, and what becomes of them in a run."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version
from test_run import git, make, run

from upgrader.model import Pin
from upgrader.pins.inventory import Inventory
from upgrader.repin import _as_written, _next_series, blamed, suspects
from upgrader.verify.installed import Installed


@pytest.fixture
def packages(tmp_path: Path) -> Installed:
    """Return a site-packages folder with a few distributions in it."""
    site = tmp_path / "venv" / "lib" / "python3.12" / "site-packages"
    for name, version, module, text in [
        ("Django", "5.2", "django", ""),
        ("pytest", "8.0", "_pytest", ""),
        ("pluggy", "1.6", "pluggy", ""),
        ("pytest_djangoapp", "1.3.0", "pytest_djangoapp", ""),
        ("beautifulsoup4", "4.13", "bs4", "class AttributeValueList(list):\n    pass\n"),
        ("Markdown", "3.5", "markdown", ""),
    ]:
        record = site / f"{name}-{version}.dist-info" / "RECORD"
        record.parent.mkdir(parents=True)
        record.write_text(f"{module}/__init__.py,sha256=x,0\n")
        (site / module).mkdir()
        (site / module / "__init__.py").write_text(text)
    return Installed(site)


def traceback(*places: str) -> str:
    frames = "".join(f'  File "{place}", line 3, in f\n    g()\n' for place in places)
    return f"Traceback (most recent call last):\n{frames}ValueError: no\n"


def test_the_package_that_raises_is_to_blame_even_if_django_or_the_runner_says_it(packages: Installed) -> None:
    site, root = packages.site, packages.site.parents[3] / "project"
    plugin = traceback(f"{site}/pluggy/_callers.py", f"{site}/pytest_djangoapp/plugin.py", f"{site}/django/__init__.py")
    assert blamed(plugin, packages, root) == {"pytest-djangoapp"}
    assert blamed(traceback(f"{site}/pluggy/_callers.py", f"{site}/_pytest/config.py"), packages, root) == {
        "pytest",
        "pluggy",
    }
    # a wrong call by the project is its own fault, whoever raises
    assert (
        blamed(traceback(f"{site}/bs4/__init__.py", f"{root}/shop.py", f"{site}/django/db.py"), packages, root) == set()
    )
    both = traceback(f"{root}/shop.py", f"{site}/bs4/__init__.py", "/usr/lib/python3.12/json.py")
    assert blamed(both + traceback(f"{root}/shop.py"), packages, root) == {"beautifulsoup4"}
    assert blamed(both, None, root) == set()


def test_failures_have_to_do_with_what_is_in_tracebacks_what_their_files_import_and_what_messages_name(
    packages: Installed, tmp_path: Path
) -> None:
    root, code = tmp_path / "gone", tmp_path / "code"
    code.mkdir()
    (code / "test_shop.py").write_text("import django, markdown\nfrom pytest_djangoapp import x\nfrom .bs4 import y\n")
    said = [f"{root}/test_shop.py:4: AssertionError"]
    assert suspects(said, packages, root, code) == {"markdown"}
    said = ["AttributeError: 'AttributeValueList' object has no attribute 'lower'"]
    assert suspects(said, packages, root, code) == {"beautifulsoup4"}
    said = [traceback(f"{packages.site}/bs4/__init__.py", f"{packages.site}/_pytest/config.py")]
    assert suspects(said, packages, root, code) == {"beautifulsoup4"}
    assert suspects(["AssertionError: 1 != 2"], packages, root, code) == set()


def test_the_next_series_leaves_out_patch_releases() -> None:
    after = _next_series(Version("1.3.0"))
    assert [version for version in ("1.2", "1.3.0", "1.3.9", "1.4.0", "2.0") if version in after] == ["1.4.0", "2.0"]


def test_the_plan_says_what_the_tests_made_of_a_pin() -> None:
    file = PurePosixPath("requirements.txt")
    planned = [
        Pin("click", "7.0", file, 1, "click==7.0", status="upgrade", to="8.1.8", why="declares it"),
        Pin("bs4", "4.8", file, 2, "bs4==4.8", status="upgrade", to="4.13", why="declares it"),
        Pin("six", "1.16", file, 3, "six==1.16", status="upgrade", to="1.17", why="declares it"),
        Pin("attrs", "22.1", file, 4, "attrs==22.1", status="upgrade", to="23.1", why="declares it"),
        Pin(
            "teams", "1.0", file, 5, "teams==1.0", status="blocked", why="no release supports it", blocker="no release"
        ),
        Pin("suit", "2.0", file, 6, "suit==2.0", status="blocked", why="no release supports it", blocker="no release"),
    ]
    first = Inventory(
        (
            Pin("click", "8.1.8", file, 1, "click==8.1.8"),
            Pin("bs4", "4.13", file, 2, "bs4==4.13"),
            Pin("six", "1.17", file, 3, "six==1.17"),
            Pin("attrs", "25.1", file, 4, "attrs==25.1"),
            Pin("teams", "1.0", file, 5, "teams==1.0"),
            Pin("suit", "2.0", file, 6, "suit==2.0"),
        )
    )
    written = Inventory(
        (
            Pin("click", "7.0", file, 1, "click==7.0"),
            Pin("bs4", "4.14", file, 2, "bs4==4.14"),
            Pin("six", "1.17", file, 3, "six==1.17"),
            Pin("attrs", "25.1", file, 4, "attrs==25.1"),
            Pin("teams", "3.0", file, 5, "teams==3.0"),
            Pin("suit", "2.0", file, 6, "suit==2.0"),
        )
    )
    click, bs4, six, attrs, teams, suit = _as_written(planned, first, written)
    assert (click.status, click.to, click.why) == ("ok", None, "tests fail with 8.1.8, and pass with it")
    assert (bs4.status, bs4.to, bs4.why) == ("upgrade", "4.14", "tests fail with 4.13: declares it")
    assert six == planned[2]
    assert (teams.status, teams.to, teams.blocker) == ("upgrade", "3.0", "")
    assert teams.why == "fewer tests fail with it than with 1.0, although no release supports it"
    assert suit == planned[5]
    # no test has spoken: the tool of a lock file chose it
    assert (attrs.status, attrs.to, attrs.why) == ("upgrade", "25.1", "its own tool chose it; 23.1: declares it")


@pytest.mark.slow
def test_a_release_that_the_project_cannot_use_goes_back_to_the_one_it_had(tmp_path: Path) -> None:
    project = make(
        tmp_path / "site",
        cli="""
            import click
            import six


            def arguments():
                return list(map(six.text_type, click.get_os_args()))
        """,
        test_cli="""
            import unittest

            from cli import arguments


            class CliTests(unittest.TestCase):
                def test_arguments(self):
                    self.assertIsInstance(arguments(), list)
        """,
    )
    (project / "requirements.txt").write_text("click==7.0\nsix==1.14.0\n")  # click.get_os_args is gone since 8.1
    git(project, "add", "requirements.txt")
    git(project, "commit", "-qm", "With requirements")
    code, report, said = run(project)
    assert code == 0, said
    assert report["verdict"]["outcome"] == "passed"
    pins = git(project, "show", f"{report['branch']}:requirements.txt")
    assert "click==7.0" in pins.splitlines()
    assert "six==1.14.0" not in pins.splitlines()
    (click,) = (pin for pin in report["pins"] if pin["name"] == "click")
    assert click["status"] == "ok"
    assert "and pass with it" in click["why"]

    code, report, again = run(project, "--resume")
    assert (code, report["verdict"]["outcome"]) == (0, "passed"), again
    assert pins == git(project, "show", f"{report['branch']}:requirements.txt")
