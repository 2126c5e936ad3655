"""Going through the releases with long-term support one by one."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.version import Version

from upgrader import git
from upgrader.journal import Started, open_journal
from upgrader.ladder import Run, choose_rungs, climb
from upgrader.model import Outcome, ProjectSummary, Report, TestResult, TestRun, UpgraderError, Verdict, Versions
from upgrader.scan import Options
from upgrader.workshop import Say, undo

OPTIONS = Options(to_python="3.12", to_django="5.2")


def versions(text: str) -> Versions:
    python, django = text.split("/")
    return Versions(Version(python), Version(django))


@pytest.mark.parametrize(
    ("old", "target", "rungs"),
    [
        ("3.8/2.2.28", "3.12/5.2", "3.8/3.2 3.8/4.2 3.12/5.2"),
        ("3.8/2.2.28", "3.13/6.1", "3.8/3.2 3.8/4.2 3.13/5.2 3.13/6.1"),
        ("3.6/1.11", "3.12/4.2", "3.8/3.2 3.12/4.2"),
        ("3.11/4.1.2", "3.12/5.2", "3.11/4.2 3.12/5.2"),
        ("3.8/3.2.1", "3.12/4.2", "3.12/4.2"),
    ],
)
def test_rungs_are_the_releases_with_long_term_support_and_the_interpreter_changes_late(
    old: str, target: str, rungs: str
) -> None:
    found = choose_rungs(versions(old), versions(target))
    assert " ".join(f"{one.python}/{one.django}" for one in found) == rungs


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "site"
    root.mkdir()
    (root / ".python-version").write_text("3.8\n")
    (root / "requirements.txt").write_text("django==2.2.28\n")
    (root / "code.py").write_text("")
    git.create_repository(root, ["."])
    return root


def stand_in(broken: str | None) -> Run:
    """Return what writes one commit for each run, and passes but for the Django named."""

    def run(path: Path, options: Options, say: Say) -> Report:
        assert options.branch is not None
        subprocess.run(["git", "checkout", "-q", "-b", options.branch], cwd=path, check=True)
        code = path / "code.py"
        code.write_text(f"{code.read_text()}{options.to_python}/{options.to_django}\n")
        git.commit(path, ["code.py"], f"To {options.to_django}\n\nUpgrader-Step: rules\n")
        outcome = Outcome.BROKE if options.to_django == broken else Outcome.PASSED
        passed = (TestResult("t", "passed"),)
        target = versions(f"{options.to_python}/{options.to_django}")
        before, after = TestRun("before", versions("3.8/2.2"), 0, passed), TestRun("after", target, 0, passed)
        verdict = Verdict(outcome, f"{options.to_django} says so.", before, after)
        return Report(target, ProjectSummary("site", target, 1), verdict=verdict, branch=options.branch)

    return run


def jump(project: Path) -> Report:
    git.git(project, "branch", "upgrader/python3.12-django5.2")
    target = versions("3.12/5.2")
    verdict = Verdict(Outcome.BROKE, "1 test broke.")
    return Report(target, ProjectSummary("site", target, 1), verdict=verdict, branch="upgrader/python3.12-django5.2")


def test_each_rung_goes_on_from_the_one_before_and_the_verdict_is_on_the_whole_way(project: Path) -> None:
    report = climb(project, OPTIONS, lambda text: None, stand_in(None), jump(project))
    assert [str(rung.outcome) for rung in report.rungs] == ["passed"] * 3
    assert report.branch == "upgrader/python3.12-django5.2-ladder"
    assert git.content(project, report.branch, "code.py") == b"3.8/3.2\n3.8/4.2\n3.12/5.2\n"
    assert report.verdict is not None
    assert (report.verdict.outcome, report.verdict.why) == (
        Outcome.PASSED,
        "The test that passed on Python 3.8 passes on Python 3.12.",
    )
    assert git.git(project, "status", "--porcelain") == ""
    assert not list((open_journal(project).folder / "ladder").iterdir())
    with pytest.raises(UpgraderError, match="-ladder exists"):
        climb(
            project, OPTIONS, lambda text: None, stand_in(None), replace(report, branch="upgrader/python3.12-django5.2")
        )


def test_the_ladder_ends_below_the_rung_that_breaks_and_the_jump_is_still_what_broke(project: Path) -> None:
    direct = jump(project)
    report = climb(project, OPTIONS, lambda text: None, stand_in("4.2"), direct)
    assert [(str(rung.versions.django), str(rung.outcome)) for rung in report.rungs] == [
        ("3.2", "passed"),
        ("4.2", "broke"),
    ]
    assert replace(report, rungs=()) == direct
    ladder = "upgrader/python3.12-django5.2-ladder"
    assert git.content(project, ladder, "code.py") == b"3.8/3.2\n"


def test_undo_takes_the_branch_of_the_ladder_too(project: Path) -> None:
    climb(project, OPTIONS, lambda text: None, stand_in("5.2"), jump(project))
    head = git.head(project) or ""
    open_journal(project).store_started(Started("upgrader/python3.12-django5.2", head))
    said: list[str] = []
    undo(project, said.append)
    assert len(said) == 2
    assert git.git(project, "branch", "--list", "upgrader/*") == ""
