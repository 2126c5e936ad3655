"""What rules for the standard library, m to z, share: what a call means, where arguments go, which files are parsed."""

import re
import subprocess
from dataclasses import replace
from pathlib import PurePosixPath

import libcst as cst
import pytest
from packaging.version import Version

from upgrader.catalogue import cards
from upgrader.engine import Settings, fix_file, scan_file
from upgrader.interpreters import find_interpreter
from upgrader.methods import meant, to_keywords, to_positional
from upgrader.model import Finding, Safety, UpgraderError, Versions
from upgrader.names import Names
from upgrader.rule import File
from upgrader.sieve import Sieve

VERSIONS = Versions(Version("3.8"))
TARGET = Versions(Version("3.13"))


def call(code: str) -> cst.Call:
    return cst.ensure_type(cst.parse_expression(code), cst.Call)


def code(node: cst.Call | None) -> str | None:
    return cst.Module([]).code_for_node(node) if node is not None else None


def means_of_longest_call(source: str) -> frozenset[str]:
    module = cst.parse_module(source)
    file = File(PurePosixPath("example.py"), module, Names(module), VERSIONS, VERSIONS)
    calls = [node for node in file.names.nodes[cst.Call] if isinstance(node, cst.Call)]
    return meant(max(calls, key=lambda made: len(module.code_for_node(made))).func, file)


def settings(*rules: str) -> Settings:
    return Settings(old=VERSIONS, target=TARGET, rules=frozenset(rules))


def fixed(source: str, *rules: str) -> str:
    looked = fix_file(PurePosixPath("example.py"), source.encode(), settings(*rules))
    assert looked.skipped == ()
    return looked.change.after.decode() if looked.change else source


def found(source: str, *rules: str) -> tuple[Finding, ...]:
    return scan_file(PurePosixPath("example.py"), source.encode(), settings(*rules)).findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(obj=a, func=b)", "f(a, b)"),
        ("f(func=b, obj=a)", "f(a, b)"),
        ("f(a, func=b, key=1)", "f(a, b, key=1)"),
        ("f(\n    obj=a,  # first\n    func=b,\n)", "f(\n    a,  # first\n    b,\n)"),
        ("f(a, b)", None),
        ("f(func=b)", None),
        ("f(*args, func=b)", None),
        ("f(obj=a, **options)", None),
    ],
)
def test_leading_parameters_go_by_position(before: str, after: str | None) -> None:
    assert code(to_positional(call(before), ("obj", "func"))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sub(p, r, s, 1)", "sub(p, r, s, count=1)"),
        ("sub(p, r, s, 1, x)", "sub(p, r, s, count=1, flags=x)"),
        ("sub(p, r, s, 1, flags=x)", "sub(p, r, s, count=1, flags=x)"),
        ("sub(p, r, s)", None),
        ("sub(p, r, s, 1, 2, 3)", None),
        ("sub(p, *args)", None),
    ],
)
def test_late_parameters_go_by_keyword(before: str, after: str | None) -> None:
    assert code(to_keywords(call(before), 3, ("count", "flags"))) == after


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import threading\nthreading.Thread().getName()", "threading.Thread.getName"),
        ("import threading\nclass T(threading.Thread):\n    def f(self): self.getName()", "threading.Thread.getName"),
        ("import threading\nclass T(threading.Thread):\n    def f(self): super().run()", "threading.Thread.run"),
        ("from pickle import loads as l\nl()", "pickle.loads"),
    ],
)
def test_a_call_means_a_function_or_a_method_of_a_class(source: str, name: str) -> None:
    assert name in means_of_longest_call(source)


@pytest.mark.parametrize(
    "source",
    [
        "x.getName()",
        "import threading\nclass T(threading.Thread):\n    def getName(self): pass\nT().getName()",
        "import threading\nclass A(threading.Thread):\n    def getName(self): pass\nclass B(A): pass\nB().getName()",
    ],
)
def test_a_method_that_a_class_of_the_file_defines_is_not_the_libraries(source: str) -> None:
    assert means_of_longest_call(source) == frozenset()


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("PY312-unittest-aliases", "import unittest\ndef check(case):\n    case.assertEquals(1, 1)\n"),
        ("PY39-threading-isalive", "import threading\nprint(worker.isAlive())\n"),
        ("PY39-element-getchildren", "import xml.etree.ElementTree\nprint(element.getchildren())\n"),
        ("PY314-tarfile-filter", "import tarfile\narchive.extractall()\n"),
    ],
)
def test_an_unknown_receiver_is_reported_without_an_edit_and_never_as_a_must(rule: str, source: str) -> None:
    (finding,) = found(source, rule)
    assert not finding.must
    assert not finding.fixable
    assert finding.safety is Safety.REVIEW


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("PY38-is-literal", 'if a is b"x":\n    pass\n'),
        ("PY38-is-literal", 'if "x" is not a:\n    pass\n'),
        ("PY38-is-literal", "if a is ():\n    pass\n"),
        ("PY38-call-of-literal", "pairs = [\n    (1, 2)\n    (3, 4),\n]\n"),
        ("PY38-call-of-literal", 'print("a" ("b"))\n'),
        (
            "PY314-jump-in-finally",
            "for a in b:\n    try:\n        pass\n    finally:\n        if a:\n            continue\n",
        ),
        ("PY312-invalid-escape", 'text = """a\n\\. b\n"""\n'),
        ("PY312-invalid-escape", "text = 'it\\'s' '\\.'\n"),
        ("PY312-number-before-keyword", "[1for a in b]\n"),
        ("PY310-parser", "import os, parser\nparser.expr('1')\n"),
    ],
)
def test_a_rules_own_sieve_lets_through_what_the_rule_finds(rule: str, source: str) -> None:
    assert [finding.rule for finding in found(source, rule)] == [rule]
    sieve = Sieve(card for card in cards() if card.id == rule)
    assert [card.id for card in sieve(source.encode())] == [rule]
    assert not sieve(b"# 'a' is 'b' (1)(2) parser for\nvalue = r'\\d'\n")


def test_a_carried_shuffle_gives_the_order_of_python_3_8() -> None:
    source = fixed(
        "import random\nnumbers = random.Random(1)\ncards = list(range(10))\nrandom.shuffle(cards, numbers.random)\n",
        "PY311-random-shuffle",
    )
    scope: dict[str, object] = {}
    exec(compile(source, "example", "exec"), scope)
    # what Python 3.8.18 gave
    assert scope["cards"] == [8, 0, 3, 4, 5, 2, 9, 6, 7, 1]


@pytest.mark.parametrize("pattern", ["a(?i)b", "^(?m)a|(?i)b", "[(?i)](?s).", r"\(?(?x)a b"])
def test_flags_at_the_start_match_what_they_matched_before(pattern: str) -> None:
    source = fixed(f"import re\nfound = re.compile({pattern!r})\n", "PY311-re-flags-not-at-start")
    scope: dict[str, re.Pattern[str]] = {}
    exec(compile(source, "example", "exec"), scope)
    letters = "".join(sorted(set("".join(re.findall(r"(?<!\[)\(\?([a-z]+)\)", pattern)))))
    assert scope["found"].flags & ~re.U == sum(getattr(re, letter.upper()) for letter in letters)


def test_a_value_of_an_invalid_escape_stays_what_it_is() -> None:
    before = "a = '\\d\\n'\nb = b'\\w'\nc = f'\\s{1}'\nd = u'\\('\n"
    after = fixed(before, "PY312-invalid-escape")
    scope: dict[str, object] = {}
    exec(compile(after, "example", "exec"), scope)
    assert [scope[name] for name in "abcd"] == ["\\d\n", b"\\w", "\\s1", "\\("]


TIMES = """from datetime import datetime as dt


class Clock:
    now = dt.utcnow


made = [dt.utcnow(), dt.utcfromtimestamp(0), Clock().now(), *map(dt.utcfromtimestamp, [0])]
print([time.tzinfo is not None for time in made], made[1].hour, made[3].hour, type(made[2] - made[0]).__name__)
"""
AWARE_TIMES = """from datetime import datetime as dt, timezone


def _utcfromtimestamp(timestamp):
    \"\"\"Return the time in UTC as an aware value.\"\"\"
    return dt.fromtimestamp(timestamp, timezone.utc)


def _utcnow():
    \"\"\"Return the time in UTC as an aware value.\"\"\"
    return dt.now(timezone.utc)


class Clock:
    now = staticmethod(_utcnow)


made = [dt.now(timezone.utc), dt.fromtimestamp(0, timezone.utc), Clock().now(), *map(_utcfromtimestamp, [0])]
print([time.tzinfo is not None for time in made], made[1].hour, made[3].hour, type(made[2] - made[0]).__name__)
"""


def times(utcnow: str, *safety: Safety) -> str:
    """Return what becomes of ``TIMES`` with that form configured, by fixes of that safety."""
    chosen = replace(settings("PY312-utcnow"), utcnow=utcnow, safety=frozenset(safety))
    looked = fix_file(PurePosixPath("example.py"), TIMES.encode(), chosen)
    assert looked.skipped == ()
    return looked.change.after.decode() if looked.change else TIMES


def test_aware_times_are_written_where_they_are_configured_and_only_to_be_reviewed() -> None:
    assert times("aware", Safety.SAFE, Safety.REVIEW) == AWARE_TIMES
    assert times("aware", Safety.SAFE) == TIMES
    assert times("naive", Safety.SAFE).count(".replace(tzinfo=None)") == 4


@pytest.mark.parametrize("python", ["3.8", "3.12"])
@pytest.mark.parametrize(("utcnow", "aware"), [("naive", False), ("aware", True)])
def test_times_in_utc_run_clean_before_and_after(python: str, utcnow: str, aware: bool) -> None:
    try:
        interpreter = find_interpreter(Version(python), fetch=False).path
    except UpgraderError as missing:
        pytest.skip(str(missing))
    command = [str(interpreter), "-W", "error", "-c", times(utcnow, Safety.SAFE, Safety.REVIEW)]
    done = subprocess.run(command, env={"TZ": "Asia/Tokyo"}, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{[aware] * 4} 0 0 timedelta\n", "")
