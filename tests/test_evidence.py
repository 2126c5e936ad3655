"""What explains failures on the new side, and what the old side warned of: gathered from a real repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from packaging.version import Version

from upgrader import git
from upgrader.evidence import RECORDED, place_in, recorded
from upgrader.journal import open_journal
from upgrader.model import Finding, Versions, Warned
from upgrader.project import read_project
from upgrader.scan import Options, scan
from upgrader.workshop import Workshop

CODE = "import collections\nfrom collections import Mapping\n\n\ndef f(x):\n    x.old()\n    return x.older()\n"
CHANGED = CODE.replace("x.old()", "x.new()")


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "site"
    root.mkdir()
    (root / ".python-version").write_text("3.8\n")
    (root / "a.py").write_text(CODE)
    git.create_repository(root, ["."])
    base = git.head(root) or ""
    subprocess.run(["git", "checkout", "-q", "-b", "up"], cwd=root, check=True)
    (root / "a.py").write_text(CHANGED)
    git.commit(root, ["a.py"], "Rewrite\n\nUpgrader-Step: rules\n")
    target = Versions(Version("3.12"), Version("4.2"))
    return Workshop(read_project(root), target, Options(), open_journal(root), print, root, "", base, "up")


def found(
    workshop: Workshop, *warned: Warned, findings: tuple[Finding, ...] = ()
) -> list[tuple[int, bool, str | None]]:
    more, _ = recorded(workshop, findings, warned)
    assert {one.rule for one in more} <= {RECORDED}
    return [(one.line, one.must, one.gone) for one in more]


def test_a_warning_is_a_finding_where_no_rule_speaks_and_nothing_was_rewritten(workshop: Workshop) -> None:
    rules = scan(workshop.project.root, Options(to_python="3.12")).findings
    assert [one.line for one in rules] == [2]
    warned = [
        Warned("DeprecationWarning", "goes", "a.py:2: from collections import Mapping"),
        Warned("DeprecationWarning", "goes", "a.py:6: x.old()"),
        Warned("DeprecationWarning", "goes", "a.py:7: return x.older()"),
        Warned("DeprecationWarning", "goes", "gone.py:1: x"),
    ]
    assert found(workshop, *warned, findings=rules) == [(7, False, None)]
    assert found(workshop, *warned) == [(2, False, None), (7, False, None)]


def test_what_django_announced_to_be_gone_in_the_target_must_be_fixed(workshop: Workshop) -> None:
    assert found(
        workshop,
        Warned("RemovedInDjango41Warning", "goes", "a.py:7: return x.older()"),
        Warned("RemovedInDjango50Warning", "goes", "a.py:5: def f(x):"),
    ) == [(7, True, "4.1"), (5, False, "5.0")]


def test_other_warnings_are_counted(workshop: Workshop) -> None:
    kinds = [("ResourceWarning", "a.py:7: x"), ("UserWarning", "a.py:7: x"), ("ResourceWarning", "a.py:6: y")]
    more, rows = recorded(workshop, (), [Warned(kind, "m", at, False) for kind, at in kinds])
    assert more == ()
    assert [row.why for row in rows] == [
        "warnings that announce no change were recorded and left out: ResourceWarning 2, UserWarning 1"
    ]


def test_a_line_is_blamed_on_the_commit_that_wrote_it(workshop: Workshop) -> None:
    head = workshop.end_of("switch")
    assert git.blame(workshop.top, head, "a.py", 6) == head
    assert git.blame(workshop.top, head, "a.py", 1) == workshop.base
    assert git.blame(workshop.top, head, "a.py", 99) == ""


def test_the_place_is_the_last_one_of_the_project_in_either_style(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\n")
    assert place_in('  File "a.py", line 2, in f\n  File "/usr/lib/x.py", line 9, in g\n', tmp_path) == "a.py:2: two"
    assert place_in("a.py:1: in f\n    x\n/usr/lib/x.py:9: Error", tmp_path) == "a.py:1: one"
    assert place_in("no place at all", tmp_path) == ""
