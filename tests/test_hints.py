"""Advice about what changed: given for what its documentation shows, and to projects that come from before alone."""

from pathlib import PurePosixPath

import pytest
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, scan_file
from upgrader.model import Finding, Versions
from upgrader.rule import Rule

CHANGED = [rule for rule in load_rules() if rule.package == "django" and rule.changed and rule.advice]


def found(rule: Rule, source: str, old: str, new: str) -> tuple[Finding, ...]:
    settings = Settings(
        Versions(Version("3.8"), Version(old)), Versions(Version("3.12"), Version(new)), frozenset([rule.id])
    )
    looked = scan_file(PurePosixPath("shop/models.py"), source.encode(), settings)
    assert looked.skipped == ()
    return looked.findings


@pytest.mark.parametrize("rule", CHANGED, ids=lambda rule: str(rule.id))
def test_the_first_example_gets_advice_and_the_others_none(rule: Rule) -> None:
    first, *others = rule.examples
    advice = found(rule, first.before, "1.6", "6.1")
    assert advice
    assert all(finding.advice and not finding.must for finding in advice)
    assert not any(found(rule, other.before, "1.6", "6.1") for other in others)


@pytest.mark.parametrize("rule", CHANGED, ids=lambda rule: str(rule.id))
def test_a_project_that_was_there_already_gets_none(rule: Rule) -> None:
    assert rule.gone is not None
    assert not found(rule, rule.examples[0].before, rule.gone, "6.1")


@pytest.mark.parametrize("rule", CHANGED, ids=lambda rule: str(rule.id))
def test_a_project_that_does_not_go_there_gets_none(rule: Rule) -> None:
    assert not found(rule, rule.examples[0].before, "1.6", "1.8")
