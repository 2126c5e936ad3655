"""The pages about rules say what the catalogue says."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from upgrader.catalogue import load_rules
from upgrader.rule import Rule

ROOT = Path(__file__).parents[1]


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("docs", ROOT / "bench" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


docs = _load()


def test_the_pages_are_current() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in docs.RULES.glob("*.md")}
    wanted = docs.pages()
    stale = sorted(name for name in {*there, *wanted} if there.get(name) != wanted.get(name))
    assert stale == [], "run: python bench/docs.py"


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_page_has_the_rule_s_facts_and_examples(rule: Rule) -> None:
    page = docs.page(rule)
    assert page.startswith(f"# {rule.id}\n")
    assert rule.title in page
    assert rule.docs in page
    assert page.count("```diff") == len(rule.examples)


def test_every_rule_is_shown_by_names_or_has_a_reason_why_not() -> None:
    shown = {rule.id: docs.names_asked(rule) for rule in load_rules()}
    assert all(shown.values())
    assert {rule.id for rule in load_rules() if rule.table and rule.package == "python"} <= {
        id for id, how in shown.items() if how == "yes"
    }
