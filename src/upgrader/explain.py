"""The catalogue of rules for people and for programs."""

from __future__ import annotations

import json

from upgrader.catalogue import load_rules
from upgrader.model import UpgraderError
from upgrader.rule import Rule


def list_rules(format: str) -> str:
    """Return all rules as ``text`` (a line each) or ``json``."""
    rules = load_rules()
    if format == "json":
        return json.dumps({"schema": 1, "rules": [_as_json(rule) for rule in rules]}, indent=1) + "\n"
    width = max(len(rule.id) for rule in rules)
    return "".join(f"{rule.id:{width}}  {kind(rule):6}  {rule.title}\n" for rule in rules)


def kind(rule: Rule) -> str:
    """Return a rule's safety in a word: ``advice`` for the manual ones that only give a hint."""
    return "advice" if rule.advice else rule.safety.value


def explain(id: str) -> None:
    """Print a rule's documentation. Raises UpgraderError for an id that is none."""
    from rich.console import Console
    from rich.markdown import Markdown

    rule = next((rule for rule in load_rules() if rule.id == id), None)
    if rule is None:
        near = [rule.id for rule in load_rules() if id.lower() in rule.id.lower()][:3]
        hint = f"Did you mean {' or '.join(near)}?" if near else "`upgrader rules` lists them."
        raise UpgraderError(f"No rule is called {id!r}. {hint}")
    facts = [
        f"- safety: {safety(rule)}",
        f"- new spelling since: {rule.package} {rule.since or '(always)'}",
        f"- old spelling gone in: {rule.package} {rule.gone or '(works still)'}",
        f"- documentation: {rule.docs}",
    ]
    Console().print(Markdown(f"# {rule.id}\n\n{rule.doc}\n\n" + "\n".join(facts)))


def safety(rule: Rule) -> str:
    """Return a rule's safety, with a word on what advice is."""
    return f"{rule.safety}, advice: {ADVICE}" if rule.advice else str(rule.safety)


ADVICE = (
    "the code may well be right as it is; one row for a project counts the places, and none of them has to be fixed"
)


def _as_json(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "package": rule.package,
        "since": rule.since,
        "gone": rule.gone,
        "safety": rule.safety.value,
        "advice": rule.advice,
        "docs": rule.docs,
    }
