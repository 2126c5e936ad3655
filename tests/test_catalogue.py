"""Which rules there are, which are chosen, and which have something to say about a target."""

import inspect
import re

import pytest
from packaging.version import Version

from upgrader.catalogue import applicable, is_must, load_rules, select_rules
from upgrader.model import Safety, UpgraderError, Versions
from upgrader.rule import Rule, moves

OLD = Versions(Version("3.8"), Version("2.2"), (("shelf", Version("2.1")),))


def made(package: str, since: str | None, gone: str | None) -> Rule:
    doc = """
    A name moved.

    ```diff
    -from shelf.old import book
    +from shelf.new import book
     book()
    ```

    ```diff
     from other.old import book
    ```
    """
    return moves(
        "XX1-shelf",
        package=package,
        since=since,
        gone=gone,
        docs="",
        moved={"shelf.old.book": "shelf.new.book"},
        doc=doc,
    )


@pytest.mark.parametrize(
    ("package", "since", "target", "expected"),
    [
        pytest.param("python", "3.9", Versions(Version("3.12")), True, id="Python new enough"),
        pytest.param("python", "3.13", Versions(Version("3.12")), False, id="Python too old"),
        pytest.param("django", "4.0", Versions(Version("3.12"), Version("5.2")), True, id="Django new enough"),
        pytest.param("django", None, Versions(Version("3.12")), False, id="no Django"),
        pytest.param("shelf", "2.0", Versions(Version("3.12")), True, id="a distribution that stays, new enough"),
        pytest.param("shelf", "3.0", Versions(Version("3.12")), False, id="a distribution that stays, too old"),
        pytest.param(
            "shelf", "3.0", Versions(Version("3.12"), None, (("shelf", Version("3.1")),)), True, id="one that moves"
        ),
        pytest.param("lamp", "9.0", Versions(Version("3.12")), True, id="a distribution that nothing pins"),
    ],
)
def test_a_rule_applies_when_its_new_spelling_exists(
    package: str, since: str | None, target: Versions, expected: bool
) -> None:
    assert applicable(made(package, since, None), target, OLD) is expected


def test_a_rule_is_a_must_from_the_version_in_which_the_old_spelling_is_gone() -> None:
    rule = made("django", "3.0", "4.0")
    assert is_must(rule, Versions(Version("3.12"), Version("4.0")))
    assert not is_must(rule, Versions(Version("3.12"), Version("3.2")))
    assert not is_must(made("shelf", "2.0", "3.0"), Versions(Version("3.12")))


def test_rules_are_selected_by_id_beginning_or_pattern() -> None:
    rules = load_rules()
    assert [rule.id for rule in select_rules(rules, ["DJ40-ugettext"])] == ["DJ40-ugettext"]
    assert all(rule.id.startswith("PY312") for rule in select_rules(rules, ["PY312"]))
    assert select_rules(rules, (), ["*"]) == ()


def test_a_pattern_that_matches_no_rule_is_refused() -> None:
    with pytest.raises(UpgraderError, match="No rule is called 'DJ40-ugetext'"):
        select_rules(load_rules(), (), ["DJ40-ugetext"])


@pytest.mark.parametrize("rule", [rule for rule in load_rules() if not rule.table], ids=lambda rule: rule.id)
def test_a_rule_says_how_safe_its_fixes_are_at_best(rule: Rule) -> None:
    """The engine refuses a fix that is better; here, what a rule's own function writes is read."""
    source = inspect.getsource(rule.find)
    if not source.startswith("@rule("):
        return  # made by a table, which asks for itself
    best = rule.at_best or rule.safety
    written = {Safety[name] for name in re.findall(r"Safety\.(SAFE|REVIEW)\b", source)}
    if best is Safety.MANUAL:
        assert not written
    elif best is Safety.REVIEW:
        assert Safety.SAFE not in written
