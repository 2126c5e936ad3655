"""Advice: what source can only hint at is one row for a project, and never anything that has to be done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest
from only import only
from packaging.version import Version

from upgrader import cache, catalogue, sieve
from upgrader.cli import main
from upgrader.explain import kind, safety
from upgrader.model import Finding, ProjectSummary, Report, Versions
from upgrader.report import FORMATS, render
from upgrader.rule import File, Hit, Rule, RuleError, rule
from upgrader.scan import Options, scan

MESSAGE = "hash() of a NaN is no longer 0"


def made(**more: object) -> Rule:
    keywords = {"package": "python", "since": None, "gone": "3.10", "docs": "", "names": ["builtins.hash"]}

    @rule("XX-hash", **(keywords | {"safety": "manual", "advice": True} | more))  # type: ignore[arg-type]
    def find(node: cst.Call, file: File) -> Iterator[Hit]:
        """Something about ``hash``.

        Manual: Look at it.

        ```diff
        -hash(x)
        +hash(y)
        ```

        ```diff
         x.hash()
        ```
        """
        yield Hit(node, MESSAGE)

    return find


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    rules = (made(), *(one for one in catalogue.load_rules() if one.id.startswith("PY312-imp")))
    only(rules, monkeypatch)
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "cache")
    root = tmp_path / "project"
    root.mkdir()
    (root / ".python-version").write_text("3.8\n")
    (root / "a.py").write_text("x = 1\nhash(x)\nhash(2)\n")
    (root / "b.py").write_text("hash(3)\nhash(4)  # upgrader: ignore[XX-hash] an integer\n")
    (root / "c.py").write_text("import sys\n\nif sys.version_info < (3, 10):\n    hash(5)\n")
    yield root
    sieve.sieve_for.cache_clear()


def advice(root: Path) -> Finding:
    (found,) = scan(root, Options()).findings
    return found


def test_all_places_of_a_project_make_one_row_at_the_first(project: Path) -> None:
    found = advice(project)
    assert (str(found.path), found.line, found.message) == ("a.py", 2, MESSAGE)
    assert found.places == ("a.py:2", "a.py:3", "b.py:1")
    assert (found.must, found.fixable, found.advice) == (False, False, True)


def test_what_a_scan_remembers_makes_the_same_row(project: Path) -> None:
    first = advice(project)
    assert advice(project) == first
    (project / "b.py").write_text("hash(3)\n\nhash(6)\n")
    assert advice(project).places == ("a.py:2", "a.py:3", "b.py:1", "b.py:3")


def test_advice_is_switched_off_for_files_like_any_rule(project: Path) -> None:
    (project / "upgrader.toml").write_text('per-file-ignores = { "a.py" = ["XX"] }\n')
    assert advice(project).places == ("b.py:1",)
    assert scan(project, Options(ignore=("XX-hash",))).findings == ()


@pytest.mark.parametrize("command", ["scan", "check"])
def test_advice_alone_fails_nothing(project: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, str(project), "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["findings"]
    assert row["message"] == f"{MESSAGE} (3 places: a.py:2, a.py:3, b.py:1)"
    assert row["places"] == ["a.py:2", "a.py:3", "b.py:1"]
    (project / "d.py").write_text("import imp\n\nimp.reload(x)\n")
    assert main([command, str(project)]) == 1


def test_fix_says_nothing_of_advice(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(project), "--select", "XX-hash", "--review"]) == 0
    said = capsys.readouterr()
    assert "XX-hash" not in said.out + said.err


def a_report(project: Path, finding: Finding) -> Report:
    python = Versions(Version("3.8"))
    return Report(python, ProjectSummary("site", python, 3), (finding,))


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "text"])
def test_every_format_counts_the_places(project: Path, format: str) -> None:
    text = render(a_report(project, advice(project)), format)
    assert "3 places" in text
    assert "b.py:1" in text.replace("\\", "")


def test_the_report_for_people_has_advice_at_its_end(project: Path) -> None:
    (project / "d.py").write_text("import imp\n\nimp.reload(x)\n")
    scanned = scan(project, Options())
    text = render(Report(scanned.target, ProjectSummary("site", scanned.project.old, 4), scanned.findings), "text")
    findings, _, last = text.partition("\nAdvice: 1 row on what may be right as it is\n")
    assert "PY312-imp" in findings and "XX-hash" not in findings
    assert "XX-hash: 3 places" in last and "b.py:1" in last


def test_fingerprints_stay_when_places_move(project: Path) -> None:
    def fingerprint() -> str:
        (row,) = json.loads(render(a_report(project, advice(project)), "gitlab"))
        assert row["severity"] == "info"
        return str(row["fingerprint"])

    first = fingerprint()
    (project / "b.py").write_text("\n\nhash(3)\n")
    assert fingerprint() == first


def test_the_documentation_says_that_it_is_advice() -> None:
    assert kind(made()) == "advice"
    assert "may well be right" in safety(made())
    assert kind(made(advice=False)) == "manual"


def test_advice_that_claims_to_be_a_fix_is_refused() -> None:
    with pytest.raises(RuleError, match="advice is manual"):
        made(safety="safe")
