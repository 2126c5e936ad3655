"""Every output format: what must be in it, and that nothing a project says can break out of it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest
from packaging.version import Version

from upgrader.model import (
    Finding,
    Mention,
    Outcome,
    Pin,
    ProjectSummary,
    Report,
    Safety,
    Skip,
    Step,
    Task,
    TestResult,
    TestRun,
    UpgraderError,
    Verdict,
    Versions,
)
from upgrader.report import FORMATS, render
from upgrader.report.markdown import LIMIT, code, escape
from upgrader.report.remarks import printable

HOSTILE = (
    "a\"b'c<script>alert(1)</script>\n]]> [red]x[/red] 100% ::error::x, y:z |*_`` "
    "é漢🙂 \x1b[31m\udcff \x00 @someone #12"
)
BAD_PATH = PurePosixPath(os.fsdecode(b"a b/<i>[red]%41,:\xff.py"))
OLD = Versions(Version("3.8"), Version("2.2.9"))
NEW = Versions(Version("3.12"), Version("5.2"))


def finding(path: str | PurePosixPath = "shop/views.py", line: int = 3, **more: object) -> Finding:
    values = {
        "rule": "PY312-imp",
        "path": PurePosixPath(path),
        "line": line,
        "column": 5,
        "message": "the module imp is gone",
        "safety": Safety.SAFE,
        "fixable": True,
        "must": True,
        "since": "3.4",
        "gone": "3.12",
        "docs": "https://docs.python.org/3/whatsnew/3.12.html#imp",
    }
    return Finding(**(values | more))  # type: ignore[arg-type]


def run(name: str, versions: Versions, **outcomes: str) -> TestRun:
    return TestRun(name, versions, 0, tuple(TestResult(f"t::{id}", outcome) for id, outcome in outcomes.items()))


VERDICT = Verdict(
    Outcome.BROKE,
    "1 test that passed before does not pass after.",
    before=run("before", OLD, a="passed", b="passed", c="failed", d="passed", e="skipped"),
    after=run("after", NEW, a="passed", b="failed", c="passed", n="failed", e="skipped"),
    passing=("t::a",),
    broken=(TestResult("t::b", "failed", 0.5, "Traceback:\n  File x\n    y()\n\nAttributeError: no get_col\n"),),
    vanished=("t::d",),
    fixed=("t::c",),
    new=("t::n",),
    already_broken=("t::z",),
)

FULL = Report(
    target=NEW,
    project=ProjectSummary("bookshop", OLD, 12, "python manage.py test", {"django": "requirements.txt pins it."}),
    findings=(
        finding(line=9),
        finding(),
        finding("b.py", rule="DJ40-ugettext", must=False, gone="6.0", safety=Safety.REVIEW, message="ugettext"),
        finding("a.py", rule="PY-fstring", must=False, gone=None, fixable=False, safety=Safety.MANUAL, docs=""),
    ),
    pins=(
        Pin(
            "django",
            "2.2.9",
            PurePosixPath("requirements.txt"),
            2,
            "django==2.2.9",
            status="upgrade",
            to="5.2",
            why="5.2 supports it",
        ),
        Pin(
            "oldlib",
            "1.0",
            PurePosixPath("requirements.txt"),
            1,
            "oldlib==1.0",
            status="blocked",
            why="last release is from 2018",
        ),
        Pin("six", "1.16", PurePosixPath("requirements.txt"), 3, "six==1.16", status="ok", why="stays"),
        Pin("rich", None, PurePosixPath("dev.txt"), 1, "rich>=3", status="unknown", why="not exact"),
    ),
    skipped=(Skip(PurePosixPath("z.py"), "does not parse"), Skip(PurePosixPath("a.bin"), "not UTF-8")),
    steps=(Step("pins", "Move the pins"), Step("py", "Rewrite for 3.12", ("PY312-imp",))),
    verdict=VERDICT,
    branch="upgrader/3.12",
)

NOTHING = Report(NEW, ProjectSummary("empty", OLD, 1))

EVIL = Report(
    target=NEW,
    project=ProjectSummary(HOSTILE, OLD, 1, HOSTILE, {"python": HOSTILE}),
    findings=(
        finding(BAD_PATH, message=HOSTILE, docs="javascript:alert(1)"),
        finding(BAD_PATH, rule=HOSTILE, docs='https://x/">'),
    ),
    pins=(Pin(HOSTILE, HOSTILE, BAD_PATH, 1, HOSTILE, status="blocked", to=HOSTILE, why=HOSTILE),),
    skipped=(Skip(BAD_PATH, HOSTILE),),
    steps=(Step(HOSTILE, HOSTILE, (HOSTILE,)),),
    verdict=Verdict(
        Outcome.BROKE,
        HOSTILE,
        TestRun("before", OLD, None, (TestResult(HOSTILE, "passed"),), why=HOSTILE),
        TestRun("after", NEW, 1, (TestResult(HOSTILE, "failed"),), why=HOSTILE),
        broken=(TestResult(HOSTILE, "failed", why=HOSTILE),),
        vanished=(HOSTILE,),
        fixed=(HOSTILE,),
        new=(HOSTILE,),
        already_broken=(HOSTILE,),
    ),
    branch=HOSTILE,
)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("report", [FULL, NOTHING, EVIL], ids=["full", "nothing", "evil"])
def test_every_format_can_be_written_as_utf8_and_to_a_terminal(format: str, report: Report) -> None:
    said = render(report, format)
    assert said.encode("utf-8").decode() == said
    assert "\x1b" not in said
    assert "\x00" not in said
    assert said == "" or said.endswith("\n")


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_in_which_things_were_found_does_not_show(format: str) -> None:
    turned = replace(
        FULL,
        findings=FULL.findings[::-1],
        pins=FULL.pins[::-1],
        skipped=FULL.skipped[::-1],
        project=replace(FULL.project, why=dict(reversed(FULL.project.why.items()))),
    )
    assert render(turned, format) == render(FULL, format)


@pytest.mark.parametrize("format", FORMATS)
def test_how_long_the_tests_took_does_not_show(format: str) -> None:
    slow = replace(VERDICT, after=replace(VERDICT.after, seconds=99.5), before=replace(VERDICT.before, seconds=1.5))  # type: ignore[type-var]
    assert render(replace(FULL, verdict=slow), format) == render(FULL, format)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UpgraderError, match="json, sarif"):
        render(FULL, "yaml")


def test_unprintable_characters_are_written_out() -> None:
    assert printable("a\x1b[0m\udcff\ud800\u2028\r\nb\tc") == "a\\x1b[0m\\xff\\ud800\\u2028\nb\tc"


# text


def test_text_says_first_what_must_be_fixed_and_names_every_place() -> None:
    said = render(FULL, "text")
    assert said.index("Must be fixed") < said.index("May be fixed") < said.index("Pins:") < said.index("Not looked at")
    assert said.index("Steps: 2") < said.index("Verdict: broke") < said.index("upgrader/3.12")
    assert "PY312-imp: 2 places, safe, gone in 3.12" in said
    assert "shop/views.py:3:5" in said
    assert "shop/views.py:9:5" in said
    assert "2 must be fixed, 2 may be fixed; 3 of 4 can be rewritten" in said
    assert "Python 3.8, Django 2.2.9 -> Python 3.12, Django 5.2" in said


def test_text_names_broken_tests_with_the_end_of_their_traceback() -> None:
    said = render(FULL, "text")
    assert "Passed before, not after (1)\n    t::b\n" in said
    assert "AttributeError: no get_col" in said
    assert "Ran before, not collected after (1)\n    t::d\n" in said
    assert "before: Python 3.8, Django 2.2.9: 3 passed, 1 failed, 1 skipped; exit code 0" in said


def test_text_counts_the_places_it_does_not_show() -> None:
    many = replace(FULL, findings=tuple(finding(line=line) for line in range(1, 26)))
    said = render(many, "text")
    assert said.count("shop/views.py:") == 10
    assert "and 15 more places" in said


@pytest.mark.parametrize("report", [FULL, EVIL])
@pytest.mark.parametrize("width", [80, 40])
def test_text_keeps_to_the_width(report: Report, width: int) -> None:
    long = replace(report, skipped=(Skip(PurePosixPath("x" * 200), "y" * 200),))
    # East Asian characters and pictures are two columns wide: counting them as two is the strict reading.
    wide = re.compile("[\u1100-\uffff\U0001f000-\U0001ffff]")
    assert all(len(wide.sub("xx", line)) <= width for line in render(long, "text", width=width).splitlines())


def test_text_shows_markup_as_it_is_and_colors_only_when_asked() -> None:
    assert "[red]x[/red]" in render(EVIL, "text", width=200)
    assert "\x1b[" in render(FULL, "text", color=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", render(FULL, "text", color=True)) == render(FULL, "text")


def test_text_counts_the_pins_it_does_not_show_and_shows_those_that_move() -> None:
    lock = PurePosixPath("uv.lock")
    pins = [Pin(f"p{line}", "1.0", lock, line, status="ok") for line in range(1, 1001)]
    said = render(replace(NOTHING, pins=tuple(pins)), "text")
    assert said.count("uv.lock:") == 1000
    assert "more pin" not in said
    said = render(replace(NOTHING, pins=(*pins, Pin("mover", "1.0", lock, 1001, status="upgrade", to="2.0"))), "text")
    assert said.count("uv.lock:") == 1
    assert "1000 more pins: --format json lists all" in said
    assert "mover" in said


def test_a_release_for_both_ends_is_a_column_of_its_own() -> None:
    pin = Pin("thing", "1.0", PurePosixPath("requirements.txt"), 1, status="upgrade", to="3.0", bridge="2.0")
    report = replace(NOTHING, pins=(pin,))
    table = render(report, "text").partition("Pins:")[2]
    assert table.split()[2:13] == [
        *("package", "now", "to", "bridge", "status", "place", "why"),
        *("thing", "1.0", "3.0", "2.0"),
    ]
    assert json.loads(render(report, "json"))["pins"][0]["bridge"] == "2.0"
    assert "<th>bridge</th>" in render(report, "html")
    comment = render(report, "markdown")
    assert "| package | now | to | bridge | status | place | why |\n|---|---|---|---|---|---|---|\n" in comment
    assert "| thing | 1.0 | 3.0 | 2.0 | upgrade |" in comment
    assert "bridge |" not in render(replace(NOTHING, pins=(replace(pin, bridge=None),)), "markdown")


def test_text_folds_long_cells_and_drops_no_column() -> None:
    pin = Pin(
        "p" * 60, "1." * 40 + "0", PurePosixPath("f" * 60), 1, status="blocked", to="2." * 40 + "0", why="w " * 60
    )
    said = render(replace(NOTHING, pins=(pin,)), "text")
    table = said.partition("Pins:")[2]
    assert table.split()[2:8] == ["package", "now", "to", "status", "place", "why"]
    assert "blocked" in table.splitlines()[2]
    letters = "".join(table.splitlines()[2:])
    assert (letters.count("p"), letters.count("f"), letters.count("w")) == (60, 60, 60)


# json


def test_json_has_the_documented_shape() -> None:
    data = json.loads(render(FULL, "json"))
    assert list(data) == [
        "schema", "target", "project", "findings", "pins", "skipped", "summary", "steps", "verdict", "branch",
    ]  # fmt: skip
    assert data["schema"] == 1
    assert data["target"] == {"python": "3.12", "django": "5.2"}
    assert data["project"]["django"] == "2.2.9"
    assert data["findings"][2] == {
        "rule": "PY312-imp",
        "path": "shop/views.py",
        "line": 3,
        "column": 5,
        "message": "the module imp is gone",
        "safety": "safe",
        "fixable": True,
        "must": True,
        "since": "3.4",
        "gone": "3.12",
        "docs": "https://docs.python.org/3/whatsnew/3.12.html#imp",
    }
    assert data["pins"][2] == {
        "name": "django",
        "version": "2.2.9",
        "file": "requirements.txt",
        "line": 2,
        "status": "upgrade",
        "to": "5.2",
        "why": "5.2 supports it",
    }
    assert data["skipped"] == [{"path": "a.bin", "why": "not UTF-8"}, {"path": "z.py", "why": "does not parse"}]
    assert data["summary"] == {
        "findings": 4, "must": 2, "may": 2, "advice": 0, "fixable": 3,
        "pins": 4, "pins_ok": 1, "pins_upgrade": 1, "pins_blocked": 1, "pins_unknown": 1, "skipped": 2,
    }  # fmt: skip
    assert data["steps"][1] == {
        "key": "py",
        "title": "Rewrite for 3.12",
        "rules": ["PY312-imp"],
        "stage": "switch",
        "verdict": "",
    }
    assert data["branch"] == "upgrader/3.12"


def test_json_counts_the_tests_and_names_those_that_changed() -> None:
    verdict = json.loads(render(FULL, "json"))["verdict"]
    assert verdict["outcome"] == "broke"
    assert verdict["before"]["passed"] == 3
    assert verdict["after"]["total"] == 5
    assert verdict["after"]["failed"] == 2
    assert verdict["broken"] == [
        {"id": "t::b", "outcome": "failed", "why": "Traceback:\n  File x\n    y()\n\nAttributeError: no get_col\n"}
    ]
    assert (verdict["vanished"], verdict["fixed"], verdict["new"]) == (["t::d"], ["t::c"], ["t::n"])
    assert (verdict["already_broken"], verdict["passing"]) == (["t::z"], 1)


def test_json_leaves_out_what_a_scan_does_not_have() -> None:
    data = json.loads(render(NOTHING, "json"))
    assert not {"steps", "verdict", "branch"} & set(data)
    assert data["findings"] == data["pins"] == data["skipped"] == []


def test_json_is_well_formed_for_strict_readers() -> None:
    said = render(EVIL, "json")
    assert not re.search(r"\\ud[89a-f]", said.replace("\\ud83d\\ude42", ""))
    assert json.loads(said)["findings"][0]["path"] == "a b/<i>[red]%41,:\\xff.py"


# sarif


def test_sarif_has_rules_levels_and_relative_places() -> None:
    log = json.loads(render(FULL, "sarif"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in one["results"]})
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in one["results"])
    levels = {result["ruleId"]: result["level"] for result in one["results"]}
    assert levels == {
        "PY312-imp": "error", "DJ40-ugettext": "warning", "PY-fstring": "note", "pin-upgrade": "warning",
        "pin-blocked": "error", "pin-unknown": "note", "test-broke": "error", "test-vanished": "error",
    }  # fmt: skip
    place = next(result for result in one["results"] if result["ruleId"] == "PY312-imp")["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "shop/views.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert "%SRCROOT%" in one["originalUriBaseIds"]
    assert [note["message"]["text"] for note in one["invocations"][0]["toolExecutionNotifications"]] == [
        "not UTF-8",
        "does not parse",
    ]


def test_sarif_writes_paths_as_uris_byte_for_byte_and_no_address_that_is_no_web_page() -> None:
    (one,) = json.loads(render(EVIL, "sarif"))["runs"]
    assert one["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "a%20b/%3Ci%3E%5Bred%5D%2541%2C%3A%FF.py"
    )
    assert "helpUri" not in json.dumps(one)


def fingerprints(report: Report, format: str) -> list[str]:
    data = json.loads(render(report, format))
    if format == "gitlab":
        return [row["fingerprint"] for row in data]
    return [row["partialFingerprints"]["upgrader/v1"] for row in data["runs"][0]["results"]]


@pytest.mark.parametrize("format", ["sarif", "gitlab"])
def test_fingerprints_differ_from_each_other_and_stay_when_lines_move(format: str) -> None:
    before = fingerprints(FULL, format)
    assert len(set(before)) == len(before) == 9
    moved = replace(FULL, findings=tuple(replace(one, line=one.line + 7, column=1) for one in FULL.findings))
    assert fingerprints(moved, format) == before
    other = replace(FULL, findings=tuple(replace(one, path=PurePosixPath("other.py")) for one in FULL.findings))
    assert not set(fingerprints(other, format)[:4]) & set(before)


# github


def test_github_gets_one_command_a_line_with_everything_escaped() -> None:
    lines = render(FULL, "github").splitlines()
    assert "::error file=shop/views.py,line=3,col=5,title=PY312-imp::the module imp is gone" in lines
    assert any(line.startswith("::warning file=b.py") for line in lines)
    assert any(line.startswith("::notice file=a.py") for line in lines)
    assert any(line.startswith("::error title=test-broke::t::b passed before") for line in lines)
    assert lines[-1] == "::error title=upgrader verdict::broke: 1 test that passed before does not pass after."
    command = re.compile(r"::(error|warning|notice) (?:(?:file|line|col|title)=[^,:\n]*,?)+::.*")
    evil = render(EVIL, "github").splitlines()
    assert all(command.fullmatch(line) for line in lines + evil)
    assert evil[0].startswith("::error file=a b/<i>[red]%2541%2C%3A\\xff.py,line=3,col=5,title=")
    assert any("%0A]]> [red]x[/red] 100%25 ::error::x, y:z" in line for line in evil)


# gitlab


def test_gitlab_gets_its_code_quality_rows() -> None:
    rows = json.loads(render(FULL, "gitlab"))
    assert rows[2] | {"fingerprint": ""} == {
        "description": "the module imp is gone",
        "check_name": "PY312-imp",
        "fingerprint": "",
        "severity": "critical",
        "location": {"path": "shop/views.py", "lines": {"begin": 3}},
    }
    assert {row["severity"] for row in rows} == {"critical", "minor", "info"}
    assert all(row["location"]["path"] and row["location"]["lines"]["begin"] >= 1 for row in rows)


# junit


@pytest.mark.parametrize("report", [FULL, NOTHING, EVIL], ids=["full", "nothing", "evil"])
def test_junit_has_only_elements_and_attributes_of_the_format_and_its_sums_are_right(report: Report) -> None:
    root = ElementTree.fromstring(render(report, "junit"))  # our own output
    allowed = {
        "testsuites": {"name", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped"},
        "testcase": {"name", "classname"},
        "failure": {"message"},
        "error": {"message"},
        "skipped": {"message"},
    }
    assert root.tag == "testsuites"
    assert all(set(element.attrib) == allowed[element.tag] for element in root.iter())
    for element in (root, *root):
        for key, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            if key in element.attrib:
                assert int(element.attrib[key]) == len(list(element.iter(tag)))


def test_junit_fails_for_what_must_be_fixed_and_for_what_broke() -> None:
    root = ElementTree.fromstring(render(FULL, "junit"))
    found = {case.attrib["name"]: [child.tag for child in case] for case in root.iter("testcase")}
    assert found["shop/views.py:3:5 PY312-imp"] == ["failure"]
    assert found["b.py:3:5 DJ40-ugettext"] == ["skipped"]
    assert found["requirements.txt:1 oldlib"] == ["failure"]
    assert found["requirements.txt:3 six"] == []
    assert found["t::b"] == found["t::n"] == ["failure"]
    assert found["t::d"] == ["error"]
    assert found["t::a"] == found["t::c"] == []


def test_junit_says_when_the_tests_did_not_run() -> None:
    report = replace(NOTHING, verdict=Verdict(Outcome.NOT_RUN, "No Python 3.8 was found."))
    root = ElementTree.fromstring(render(report, "junit"))
    assert root.attrib["errors"] == "1"
    assert "No Python 3.8 was found." in [error.attrib["message"] for error in root.iter("error")]


def test_junit_keeps_a_message_whole() -> None:
    root = ElementTree.fromstring(render(EVIL, "junit"))
    failure = next(root.iter("failure"))
    assert failure.text == printable(HOSTILE)


# markdown


def test_markdown_names_what_a_reviewer_needs() -> None:
    said = render(FULL, "markdown")
    assert said.startswith("## bookshop: Python 3.8, Django 2.2.9 → Python 3.12, Django 5.2\n")
    assert said.index("**Verdict: broke.**") < said.index("### Findings: 2 must be fixed, 2 may be fixed")
    assert "- `t::b`\n  `Traceback:`<br>" in said
    assert "- **[PY312\\-imp](<https://docs.python.org/3/whatsnew/3.12.html#imp>)** (must, 2)" in said
    assert "  - `shop/views.py:3` the module imp is gone" in said
    assert "| oldlib | 1.0 | \\- | blocked |" in said
    assert "| before | Python 3.8, Django 2.2.9 | 3 | 1 | 0 | 1 | 0 | 0 | 5 |" in said


def test_markdown_is_cut_to_the_length_of_a_comment_and_says_so() -> None:
    many = replace(FULL, skipped=tuple(Skip(PurePosixPath(f"{n:05}.py"), "x" * 90) for n in range(2000)))
    said = render(many, "markdown")
    assert len(said) < LIMIT + 100
    assert re.search(r"\n\d+ more rows did not fit into this comment\.\n$", said)


def test_markdown_escapes_text_and_calls_nobody() -> None:
    assert escape("<b>|*x*[y](z)") == "\\<b\\>\\|\\*x\\*\\[y\\]\\(z\\)"
    assert escape("by @someone, #12") == "by @&#8203;someone, \\#&#8203;12"
    assert escape("two\nlines") == "two lines"


@pytest.mark.parametrize(
    ("text", "expected"), [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a\nb", "`a b`"), ("", "`  `")]
)
def test_markdown_code_spans_hold_any_text(text: str, expected: str) -> None:
    assert code(text) == expected


# html


class Page(HTMLParser):
    """Collects what a browser would make of a page: elements, text, and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        self.closed.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("report", [FULL, NOTHING, EVIL], ids=["full", "nothing", "evil"])
def test_html_needs_nothing_else_and_is_balanced(report: Report) -> None:
    page = Page(render(report, "html"))
    assert page.opened.count("script") == page.opened.count("style") == 1
    assert not {"link", "img", "iframe", "i"} & set(page.opened)
    assert all(address.startswith("https://docs.python.org/") for address in page.addresses)
    void = {"meta", "br", "input"}
    assert sorted(tag for tag in page.opened if tag not in void) == sorted(page.closed)


def test_html_shows_every_row() -> None:
    text = "\n".join(Page(render(FULL, "html")).text)
    for part in (
        "shop/views.py:3:5",
        "a.py:3:5",
        "oldlib",
        "z.py",
        "Move the pins",
        "t::b",
        "t::d",
        "no get_col",
        "broke",
    ):
        assert part in text
    assert render(FULL, "html").count("<tr data-kind=") == 4


def test_html_shows_hostile_text_as_text() -> None:
    assert "<script>alert(1)</script>" in "".join(Page(render(EVIL, "html")).text)


def test_what_is_left_to_do_is_shown_once_with_its_proof_in_every_format_for_people() -> None:
    broken = TestResult("shop.T.test_x", "error", 0.1, "AttributeError: no zzz", "shop/a.py:3: q.zzz")
    task = Task("AttributeError: no zzz", ("shop/a.py:3: q.zzz",), ("It is yyy now.",), ("shop.T.test_x",), ("last",))
    verdict = Verdict(Outcome.BROKE, "1 test broke.", broken=(broken,))
    report = Report(NEW, ProjectSummary("shop", OLD, 1), verdict=verdict, tasks=(task,))
    for name in ("text", "markdown", "html"):
        shown = render(report, name)
        for part in ("Left to do", "1. AttributeError: no zzz", "q.zzz", "It is yyy now.", "shop.T.test_x", "last"):
            assert part in shown.replace("\\", ""), (name, part)
    assert render(report, "text").count("AttributeError: no zzz") == 1
    assert json.loads(render(report, "json"))["tasks"] == [
        {
            "what": "AttributeError: no zzz",
            "places": ["shop/a.py:3: q.zzz"],
            "causes": ["It is yyy now."],
            "tests": ["shop.T.test_x"],
            "lines": ["last"],
        }
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_shows_credentials_of_an_address(format: str) -> None:
    link = "thing @ https://me:s3cret@example.org/thing-1.0.zip"
    report = replace(
        FULL,
        pins=(Pin("", None, PurePosixPath("a.txt"), 1, link, why=f"from {link}"),),
        skipped=(Skip(PurePosixPath("a.txt"), f"line 1: {link} left out; git+ssh://git@example.org/x.git"),),
        project=replace(FULL.project, test_command=f"pip install {link}", why={"python": link}),
        findings=(finding(message=link),),
    )
    text = render(report, format)
    assert "s3cret" not in text
    assert "***" not in text or "@example.org" in re.sub(r"&#8203;|\\\\", "", text)


def test_places_that_name_versions_are_told() -> None:
    ci = PurePosixPath(".travis.yml")
    named = tuple(Mention(ci, line, "CI: python", "3.8") for line in range(2, 15))
    named += (Mention(PurePosixPath("setup.cfg"), 3, "requires-python", ">=3.8"),)
    report = replace(NOTHING, mentions=named)
    assert json.loads(render(report, "json"))["mentions"][-1] == {
        "file": "setup.cfg",
        "line": 3,
        "what": "requires-python",
        "version": ">=3.8",
    }
    said = render(report, "text")
    assert "Versions are named in 14 places" in said
    assert "CI: python 3.8: .travis.yml:2, .travis.yml:3" in said
    assert "and 3 more" in said
    assert "requires-python >=3.8: setup.cfg:3" in said
