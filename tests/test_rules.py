"""Every rule is held to its own documentation: the diffs in its docstring are its tests."""

import warnings
from pathlib import PurePosixPath

import pytest
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix_file, scan_file
from upgrader.model import Safety, Versions
from upgrader.rule import Example, Rule

EXAMPLES = [(rule, number, example) for rule in load_rules() for number, example in enumerate(rule.examples, 1)]
CASES = [pytest.param(rule, example, id=f"{rule.id}-{number}") for rule, number, example in EXAMPLES]
PYTHON = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule, number, example in EXAMPLES
    if example.path.endswith(".py")
]


def settings(rule: Rule) -> Settings:
    newest = Versions(Version("3.14"), Version("6.1"))
    old = Version("1.6") if rule.changed else Version("2.2")  # what changed is told to who comes from before
    return Settings(old=Versions(Version("3.8"), old), target=newest, rules=frozenset([rule.id]))


def fixed(rule: Rule, source: str, path: str) -> str:
    looked = fix_file(PurePosixPath(path), source.encode(), settings(rule))
    assert looked.skipped == ()
    return looked.change.after.decode() if looked.change else source


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_example_becomes_what_the_documentation_shows(rule: Rule, example: Example) -> None:
    if rule.safety is not Safety.MANUAL:
        assert fixed(rule, example.before, example.path) == example.after


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_second_run_changes_nothing(rule: Rule, example: Example) -> None:
    assert fixed(rule, example.after, example.path) == example.after


@pytest.mark.parametrize(("rule", "example"), PYTHON)
def test_both_sides_of_the_example_are_python(rule: Rule, example: Example) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the compiler warns about is what some rules are for
        compile(example.before, "before", "exec", dont_inherit=True)
    compile(example.after, "after", "exec", dont_inherit=True)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_scan_finds_what_fix_changes_and_nothing_else(rule: Rule, example: Example) -> None:
    looked = scan_file(PurePosixPath(example.path), example.before.encode(), settings(rule))
    assert looked.skipped == ()
    if example.changes:
        assert looked.findings
        assert all(finding.rule == rule.id for finding in looked.findings)
    elif rule.advice and any(one.changes for one in rule.examples):
        assert looked.findings == ()
    elif rule.safety is not Safety.MANUAL:
        assert not any(finding.fixable for finding in looked.findings)


def test_there_are_rules_for_python_and_for_django() -> None:
    assert {"python", "django"} <= {rule.package for rule in load_rules()}
