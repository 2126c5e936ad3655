"""Which steps the old side can prove, and how verdicts get into commits that nobody has seen."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath
from unittest.mock import Mock

import pytest
from packaging.version import Version

from upgrader import git, proof
from upgrader.catalogue import load_rules
from upgrader.interpreters import Interpreter
from upgrader.model import Config, Finding, Project, Safety, TakenBack, TestRun, Versions
from upgrader.pins.resolve import Lock
from upgrader.plan import done_again, is_bridge_safe, make_plan, try_again
from upgrader.proof import Side

OLD = Versions(Version("3.8"), Version("2.2.10"))
TARGET = Versions(Version("3.12"), Version("5.2"))


def project(old: Versions = OLD) -> Project:
    return Project(Path("/p"), None, (), old, Config(), (), "pytest", False, {})


def finding(rule: str, safety: Safety = Safety.SAFE, *, must: bool = True) -> Finding:
    return Finding(rule, PurePosixPath("a.py"), 1, 1, "gone", safety, True, must, None, None, "")


def test_a_rule_is_for_the_bridge_if_its_new_spelling_works_on_the_old_version_of_its_package() -> None:
    rules = {rule.id: rule for rule in load_rules()}
    assert is_bridge_safe(rules["DJ40-ugettext"], OLD)
    assert not is_bridge_safe(rules["DJ51-storages"], OLD)
    assert is_bridge_safe(rules["DJ51-storages"], Versions(Version("3.8"), Version("4.2")))
    assert not is_bridge_safe(rules["DJ51-storages"], Versions(Version("3.8")))  # no one knows which Django that is


def test_the_bridge_comes_first_then_the_pins_then_what_only_the_new_side_allows() -> None:
    findings = [
        finding("DJ51-storages"),
        finding("DJ40-ugettext"),
        finding("PY311-getargspec", Safety.REVIEW),
        finding("DJ51-length-is", Safety.REVIEW, must=False),
    ]
    steps = make_plan(project(), TARGET, findings, ()).steps
    assert [(step.key, step.stage) for step in steps] == [
        ("rules", "bridge"),
        ("pyupgrade", "bridge"),
        ("django_upgrade", "bridge"),
        ("rules:follow-up", "bridge"),
        ("review:PY311-getargspec", "bridge"),
        ("pins", "switch"),
        ("rules:target", "switch"),
        ("django_upgrade:target", "switch"),
        ("rules:target:follow-up", "switch"),
    ]
    named = {step.key: step.rules for step in steps if step.key.startswith("rules") and step.rules}
    assert named == {"rules": ("DJ40-ugettext",), "rules:target": ("DJ51-storages",)}


def test_an_unknown_old_django_leaves_django_upgrade_to_the_new_side() -> None:
    steps = make_plan(project(Versions(Version("3.8"))), TARGET, [], ()).steps
    assert [step.key for step in steps] == ["pyupgrade", "pins", "django_upgrade:target"]


def test_what_the_old_side_refused_is_tried_again_on_the_new_side_only_if_it_must_be() -> None:
    plan = make_plan(project(), TARGET, [], ())
    refused = [
        TakenBack("rules", "bridge", "PY310-collections-abc", PurePosixPath("a.py"), 1, "", must=True),
        TakenBack("pyupgrade", "bridge", "pyupgrade", PurePosixPath("a.py"), 1, ""),
        TakenBack("rules:target", "switch", "DJ51-storages", PurePosixPath("a.py"), 1, "", must=True),
    ]
    added = try_again(plan, refused).steps[len(plan.steps) :]
    assert [(step.key, step.rules, step.stage) for step in added] == [
        ("again:PY310-collections-abc", ("PY310-collections-abc",), "switch")
    ]
    assert [one.must for one in done_again(refused, added, [])] == [False, False, True]
    assert [one.must for one in done_again(refused, [], [])] == [True, False, True]
    assert [one.must for one in done_again(refused, added, [refused[0]])] == [True, False, True]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("0\n")
    git.create_repository(tmp_path, ["a.txt"])
    git.git(tmp_path, "checkout", "-q", "-b", "ours")
    for number in (1, 2):
        (tmp_path / "a.txt").write_text(f"{number}\n")
        git.commit(tmp_path, ["a.txt"], f"Step {number}\n\nUpgrader-Step: s{number}\n")
    return tmp_path


def test_a_verdict_is_added_to_messages_and_contents_authors_and_dates_stay(repository: Path) -> None:
    base, first, _ = git.git(repository, "rev-list", "--reverse", "ours").split()
    told = "--format=%an %ae %ad %cn %ce %cd %T %s"
    before = git.git(repository, "log", told, "ours")
    assert git.reword(repository, base, "ours", {first: ["Upgrader-Verdict: passed"]})
    assert git.git(repository, "log", told, "ours") == before
    (commit,) = [
        one for one in git.commits(repository, base, "ours") if git.trailer(repository, one, "Upgrader-Verdict")
    ]
    assert git.trailer(repository, commit, "Upgrader-Step") == "s1"
    assert set(git.trailers(repository, base, "ours", "Upgrader-Step")) == {"s1", "s2"}
    assert git.git(repository, "status", "--porcelain") == ""


def test_a_branch_that_does_not_start_where_it_should_is_left_alone(repository: Path) -> None:
    _, first, second = git.git(repository, "rev-list", "--reverse", "ours").split()
    assert not git.reword(repository, second, "ours", {second: ["Upgrader-Verdict: passed"]})
    assert not git.reword(repository, first, "ours", {first: ["Upgrader-Verdict: passed"]})
    assert git.git(repository, "rev-parse", "ours").strip() == second


def test_code_that_is_run_cannot_reach_the_users_repository(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "copy"
    git.export(repository, copy, "ours~1")
    assert (copy / "a.txt").read_text() == "1\n"
    subprocess.run(["git", "tag", "mine"], cwd=copy, check=True)
    subprocess.run(["git", "branch", "-f", "ours", "HEAD~1"], cwd=copy, check=True)
    assert git.git(repository, "tag") == ""
    assert (repository / "a.txt").read_text() == "2\n"
    assert git.git(copy, "remote") == ""
    git.export(repository, copy, "ours")
    assert (copy / "a.txt").read_text() == "2\n"


def test_a_file_that_is_not_there_has_no_content_and_an_empty_one_has(repository: Path) -> None:
    (repository / "empty.txt").write_text("")
    git.commit(repository, ["empty.txt"], "Empty\n")
    assert git.content(repository, "ours", "empty.txt") == b""
    assert git.content(repository, "ours", "none.txt") is None
    assert git.content(repository, "ours~1", "a.txt") == b"2\n"
    assert git.changed_paths(repository, "ours") == ["empty.txt"]


def test_a_merge_keeps_both_or_says_that_it_cannot(tmp_path: Path) -> None:
    base = b"".join(b"%d\n" % number for number in range(9))
    ours, theirs = base.replace(b"1\n", b"one\n"), base.replace(b"7\n", b"seven\n")
    assert git.merge_file(tmp_path, base, ours, theirs) == ours.replace(b"7\n", b"seven\n")
    assert git.merge_file(tmp_path, base, ours, base.replace(b"1\n", b"uno\n")) is None


def side(*without: tuple[str, str], lock: str = "django==5.2\nthing==1.0\n") -> Side:
    python = Interpreter(Path("python"), Version("3.12.1"), "here")
    return Side("after", TARGET, python, Lock(lock, lock, "3.12.1"), without=without)


@pytest.mark.parametrize("brought_along", [False, True])
def test_what_shows_that_it_cannot_be_built_is_left_out(monkeypatch: pytest.MonkeyPatch, brought_along: bool) -> None:
    ran: list[Side] = []
    asked: list[dict[str, str]] = []

    def run_once(workshop: object, which: Side, commit: str) -> TestRun:
        ran.append(which)
        built = "thing==1.0" not in which.lock.text
        return TestRun("after", TARGET, 0 if built else None, why="" if built else "Failed to build `thing==1.0`: gcc")

    def side_again(workshop: object, before: object, index: object, lost: dict[str, str]) -> Side:
        asked.append(dict(lost))
        return side(("Thing==1.0", "gcc"), lock="django==5.2\n" + ("thing==1.0\n" if brought_along else ""))

    monkeypatch.setattr(proof, "run_tests", run_once)
    monkeypatch.setattr(proof, "new_side", side_again)
    end, run = proof.run_new_side(Mock(), None, Mock(), side())
    assert list(asked[0]) == ["thing"]
    assert (run.exit_code, end.without) == ((None, ()) if brought_along else (0, (("Thing==1.0", "gcc"),)))
    assert len(ran) == (1 if brought_along else 2)
