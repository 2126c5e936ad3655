"""Writes docs/rules: a page for each rule, and the table of them all.

    python bench/docs.py

Everything on the pages comes from the catalogue. tests/test_docs.py fails while they are not current.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from upgrader.catalogue import load_rules
from upgrader.explain import kind, safety
from upgrader.rule import Rule

RULES = Path(__file__).parents[1] / "docs" / "rules"

#: Why names alone cannot show when an old spelling stopped, by the first kind of node that a rule looks at.
NOT_BY_NAMES: Mapping[str, str] = {
    "AnnAssign": "an annotation",
    "Annotation": "an annotation",
    "Arg": "an argument",
    "Assert": "what is asserted",
    "Assign": "what a name is set to",
    "Attribute": "an attribute or method of an object",
    "AssignTarget": "what is assigned to",
    "AugAssign": "what is done with a value",
    "BinaryOperation": "what is calculated",
    "Call": "a call: its arguments, its receiver or its result",
    "ClassDef": "what a class defines or inherits",
    "Comparison": "what is compared",
    "Decorator": "a decorator",
    "Del": "what is deleted",
    "Dict": "what a dictionary holds",
    "Element": "what stands in a list",
    "Finally": "syntax",
    "For": "what is iterated over",
    "FunctionDef": "how a function is defined",
    "If": "what is tested",
    "IfExp": "what is tested",
    "Import": "how something is imported",
    "ImportAlias": "how something is imported",
    "Integer": "a number",
    "List": "what a list holds",
    "Module": "what a file holds as a whole",
    "Name": "how a name is used",
    "Param": "a parameter",
    "SimpleString": "what a string holds",
    "Subscript": "what is looked up",
    "Try": "what is tried",
    "Tuple": "what a tuple holds",
    "UnaryOperation": "what is done with a value",
    "With": "what is entered",
    "": "a template",
}


def names_asked(rule: Rule) -> str:
    """Return whether names show ``since`` and ``gone``, and why not. Raises KeyError for a kind of rule that has no word."""
    if rule.table and rule.package in ("python", "django"):
        return "yes"
    if rule.table:
        return "no: names of another distribution"
    if rule.kind == "plain":
        return "no: text in files that are not Python"
    return "no: " + NOT_BY_NAMES[rule.nodes[0].__name__ if rule.nodes else ""]


def pages() -> dict[str, str]:
    """Return the text of every page, by its file's name."""
    rules = load_rules()
    return {f"{rule.id}.md": page(rule) for rule in rules} | {"README.md": _index(rules)}


def page(rule: Rule) -> str:
    """Return a rule's page."""
    facts = [
        f"- Package: {rule.package}",
        f"- New spelling since: {rule.since or 'always'}",
        f"- Old spelling gone in: {rule.gone or 'works still'}",
        f"- Safety: {safety(rule)}",
        f"- Release notes: {rule.docs}",
    ]
    return "\n".join([f"# {rule.id}", "", *facts, "", rule.doc.strip(), ""])


def _index(rules: tuple[Rule, ...]) -> str:
    lines = [
        "# Rules",
        "",
        f"{len(rules)} rules. `upgrader explain ID` prints a page. *Names asked* says whether `since` and `gone` are held",
        "against every interpreter and release by asking for the names (tests/test_catalogue_proof.py), and where not,",
        "what the rule is about instead.",
        "",
    ]
    by_package = sorted(rules, key=lambda rule: (rule.package, rule.id))
    for package, group in groupby(by_package, key=lambda rule: rule.package):
        lines += [
            f"## {package}",
            "",
            "| rule | what | safety | since | gone | names asked |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| [{rule.id}]({rule.id}.md) | {rule.title.replace('|', chr(92) + '|')} | {kind(rule)} | {rule.since or ''} "
            f"| {rule.gone or ''} | {names_asked(rule)} |"
            for rule in group
        ]
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Write what is not current, remove pages of rules that are no more; return the exit code."""
    wanted = pages()
    RULES.mkdir(parents=True, exist_ok=True)
    for path in RULES.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = RULES / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    print(f"{len(wanted)} pages in {RULES}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
