"""Django templates: the tags they hold, and how rules meet them.

Tags are found as Django's lexer finds them (``django/template/base.py``, ``tag_re`` and ``Lexer.create_token``): what
stands in ``verbatim`` and ``comment`` blocks is text. A template is never rendered or printed anew: rules name spans of
its text and what to put there, everything else stays byte for byte.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import ClassVar

from upgrader.catalogue import is_must
from upgrader.engine import IGNORE, MAX_PASSES, rules_for, unused
from upgrader.model import Change, Finding, Safety, Skip, Versions
from upgrader.rule import Hit, Rule, _checked
from upgrader.source import Text, Unreadable, decode_utf8, encode
from upgrader.sweep import Looked, Settings

# -- what a template holds --------------------------------------------------------------------------------------------

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")  # no DOTALL: a tag does not span lines
# django/utils/text.py, smart_split_re
_WORD = re.compile(
    r"""((?:[^\s'"]*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+)|\S+)""",
)
_CONSTANT = r"""(?:_\()?(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')\)?"""
_OPERAND = re.compile(rf"{_CONSTANT}|[\w.+-]+")
_FILTER = re.compile(rf"\s*\|\s*(\w+)(?::({_CONSTANT}|[\w.+-]+))?")


@dataclass(frozen=True)
class Span:
    """A piece of a template's text, by its place in it."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Filter:
    """One ``|name:argument`` of an expression; ``argument`` as it is spelled, None without one."""

    name: str
    argument: str | None
    span: Span


@dataclass(frozen=True)
class Expression:
    """A variable or constant with its filters."""

    operand: Span
    filters: tuple[Filter, ...]


@dataclass(frozen=True)
class Tag:
    """One ``{% block %}``, ``{{ variable }}`` or ``{# comment #}``; ``span`` includes the braces."""

    kind: str
    span: Span

    @cached_property
    def inside(self) -> Span:
        """What stands between the braces, without the space around it."""
        inner = self.span.text[2:-2]
        return Span(self.span.start + 2 + len(inner) - len(inner.lstrip()), inner.strip())

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """The content split at spaces that are not quoted, as Django's tags see it."""
        return tuple(Span(self.inside.start + word.start(), word[0]) for word in _WORD.finditer(self.inside.text))

    @property
    def name(self) -> str:
        """The first word of a block tag; empty for the other kinds."""
        return self.words[0].text if self.kind == "block" and self.words else ""


@dataclass(frozen=True)
class Template:
    """A template's text and its tags, those in ``verbatim`` and ``comment`` blocks left out."""

    path: PurePosixPath
    text: str
    old: Versions | None = None  #: what the project runs on now

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag that Django would see, in order."""
        return tuple(_tags(self.text))

    def blocks(self, *names: str) -> Iterator[Tag]:
        """Yield the block tags of these names."""
        return (tag for tag in self.tags if tag.name in names)

    def variables(self) -> Iterator[Tag]:
        """Yield the ``{{ variable }}`` tags."""
        return (tag for tag in self.tags if tag.kind == "variable")

    @cached_property
    def pairs(self) -> tuple[tuple[Tag, Tag], ...]:
        """Block tags with the ``end`` tags that close them."""
        found: list[tuple[Tag, Tag]] = []
        opened: list[Tag] = []
        for tag in self.tags:
            if tag.name.startswith("end") and any(other.name == tag.name[3:] for other in opened):
                # tags above it on the stack have no end tag
                while opened[-1].name != tag.name[3:]:
                    opened.pop()
                found.append((opened.pop(), tag))
            elif tag.kind == "block":
                opened.append(tag)
        return tuple(found)

    def around(self, tag: Tag) -> tuple[Tag, ...]:
        """Return the opening tags of the blocks in which ``tag`` stands, outermost first."""
        at = tag.span.start
        return tuple(sorted((a for a, b in self.pairs if a.span.start < at < b.span.start), key=lambda a: a.span.start))

    def loads(self, library: str) -> bool:
        """Return whether a ``{% load %}`` names ``library``."""
        return any(library in (word.text for word in tag.words[1:]) for tag in self.blocks("load"))

    @property
    def extends(self) -> str:
        """The constant name of the template that this one extends; empty without one."""
        tag = next(self.blocks("extends"), None)
        return tag.words[1].text.strip("\"'") if tag and len(tag.words) > 1 else ""


def expression(span: Span) -> Expression | None:
    """Return a filter expression's parts, None when ``span`` is something else."""
    operand = _OPERAND.match(span.text)
    if operand is None:
        return None
    end = operand.end()
    filters = []
    while match := _FILTER.match(span.text, end):
        filters.append(Filter(match[1], match[2], Span(span.start + end, match[0])))
        end = match.end()
    return Expression(Span(span.start, operand[0]), tuple(filters)) if end == len(span.text) else None


def _tags(text: str) -> Iterator[Tag]:
    until = ""  # the content of the tag that ends a verbatim or comment block
    for match in _TAG.finditer(text):
        content = match[0][2:-2].strip()
        if until:
            if match[0].startswith("{%") and content == until:
                until = ""
            continue
        kind = {"{%": "block", "{{": "variable", "{#": "comment"}[match[0][:2]]
        if kind == "block" and content.split(" ")[0] in ("verbatim", "comment"):
            until = f"end{content}" if content.startswith("verbatim") else "endcomment"
            continue
        yield Tag(kind, Span(match.start(), match[0]))


# -- what a rule for templates is -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """Put ``new`` in the place of ``old``; an empty ``old`` inserts."""

    old: Span
    new: str


@dataclass(frozen=True)
class Found:
    """One place a rule found. Without ``edits`` it is a finding only."""

    at: Span
    message: str
    edits: tuple[Edit, ...] = ()
    safety: Safety | None = None  #: where this place is less certain than the rule


TemplateRuleFunction = Callable[[Template], Iterable[Found]]


@dataclass(frozen=True, eq=False)
class TemplateRule(Rule):
    """A rule that looks at templates; it wants no node of Python."""

    kind: ClassVar[str] = "template"
    look: TemplateRuleFunction


def template_rule(
    id: str,
    *,
    since: str | None,
    gone: str | None,
    docs: str,
    needles: Sequence[str],
    safety: Safety | str = Safety.SAFE,
    advice: bool = False,
) -> Callable[[TemplateRuleFunction], TemplateRule]:
    """Make a rule for templates of a generator function that takes a template and yields what it found.

    The arguments mean what they mean for ``upgrader.rule.rule``; the docstring is documentation and tests alike. An
    empty needle is in every template.
    """

    def no_python(node: object, file: object) -> Iterable[Hit]:
        return ()

    def make(function: TemplateRuleFunction) -> TemplateRule:
        made = TemplateRule(
            id,
            "django",
            since,
            gone,
            docs,
            Safety(safety),
            (),
            tuple(frozenset(needle.split()) for needle in needles),
            (),
            no_python,
            inspect.cleandoc(function.__doc__ or ""),
            function,
            advice=advice,
        )
        _checked(made)
        return made

    return make


# -- scan and fix one template ----------------------------------------------------------------------------------------


def scan_template(path: PurePosixPath, data: bytes, settings: Settings) -> Looked:
    """Return the findings of the rules in one template's bytes."""
    try:
        text = decode_utf8(data)
    except Unreadable as why:
        return Looked(skipped=(Skip(path, str(why)),))
    template = Template(path, text.text, settings.old)
    found, failures = _run(_rules(path, data, settings), template)
    kept, idle = _unsuppressed(found, template)
    findings = []
    for rule, hit in kept:
        line, column = _place(text.text, hit.at.start)
        safety = hit.safety or rule.safety
        fixable = bool(hit.edits) and safety is not Safety.MANUAL
        must = is_must(rule, settings.target) and not rule.advice
        about = (rule.since, rule.gone, rule.docs, rule.advice)
        findings.append(Finding(rule.id, path, line, column, hit.message, safety, fixable, must, *about))
    findings.sort(key=lambda finding: (finding.line, finding.column, finding.rule))
    return Looked(findings=tuple(findings), skipped=(*failures, *(Skip(path, why) for why in unused(idle, settings))))


def fix_template(path: PurePosixPath, data: bytes, settings: Settings) -> Looked:
    """Return the change that the rules make to one template's bytes, all or nothing."""
    try:
        text = decode_utf8(data)
    except Unreadable as why:
        return Looked(skipped=(Skip(path, str(why)),))
    rules = _rules(path, data, settings)
    rows: list[Skip] = []
    while rules:
        new, failures, changed, why_not = _settle(path, text, rules, settings)
        if why_not is None:
            after = encode(new, text)
            change = Change(path, data, after) if after != data else None
            return Looked((), change, (*rows, *failures), changed)
        alone = {rule: reason for rule in rules if (reason := _settle(path, text, [rule], settings)[3])}
        culprits = alone or dict.fromkeys((rule for rule in rules if rule.id in changed), why_not)
        rows += [Skip(path, f"{rule.id} was left out here: {reason}") for rule, reason in culprits.items()]
        rules = [rule for rule in rules if rule not in culprits]
    return Looked(skipped=tuple(rows))


def _rules(path: PurePosixPath, data: bytes, settings: Settings) -> list[TemplateRule]:
    return [rule for rule in rules_for(path, data, settings) if isinstance(rule, TemplateRule)]


def _run(rules: Iterable[TemplateRule], template: Template) -> tuple[list[tuple[TemplateRule, Found]], list[Skip]]:
    found: list[tuple[TemplateRule, Found]] = []
    failures: list[Skip] = []
    for rule in rules:
        try:
            found += [(rule, hit) for hit in rule.look(template)]
        except Exception as error:  # a rule is foreign code: whatever it raises costs that rule in this file
            failures.append(Skip(template.path, f"{rule.id} failed here: {type(error).__name__}: {error}"))
    return found, failures


def _settle(
    path: PurePosixPath, text: Text, rules: Sequence[TemplateRule], settings: Settings
) -> tuple[str, list[Skip], tuple[str, ...], str | None]:
    """Apply the rules until nothing changes: new text, rows, rules that changed it, and why it is not to be believed."""
    now = text.text
    rows: list[Skip] = []
    changed: set[str] = set()
    for _ in range(MAX_PASSES):
        template = Template(path, now, settings.old)
        found, failures = _run(rules, template)
        rows += [row for row in failures if row not in rows]
        kept, _unused = _unsuppressed(found, template)
        hits = [(rule, hit) for rule, hit in kept if hit.edits and (hit.safety or rule.safety) in settings.safety]
        new = _applied(now, hits, changed)
        if new == now:
            lost = Counter(_comments(text.text)) - Counter(_comments(now))
            why = f"it would lose the comment {next(iter(lost))!r}" if lost else None
            return now, rows, tuple(sorted(changed)), why
        now = new
    return now, rows, tuple(sorted(changed)), f"it did not settle within {MAX_PASSES} passes"


def _applied(text: str, hits: Sequence[tuple[TemplateRule, Found]], changed: set[str]) -> str:
    """Apply as many hits as do not touch the same text; the others get their turn in the next pass."""
    taken: list[Edit] = []
    for rule, hit in hits:
        if any(
            edit.old.start <= other.old.end and other.old.start <= edit.old.end for edit in hit.edits for other in taken
        ):
            continue
        taken += hit.edits
        changed.add(rule.id)
    for edit in sorted(taken, key=lambda edit: edit.old.start, reverse=True):
        assert text[edit.old.start : edit.old.end] == edit.old.text, "an edit names text that is not there"
        text = text[: edit.old.start] + edit.new + text[edit.old.end :]
    return text


def _comments(text: str) -> list[str]:
    return [tag.span.text for tag in _tags(text) if tag.kind == "comment"]


def _place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _unsuppressed(
    found: Sequence[tuple[TemplateRule, Found]], template: Template
) -> tuple[list[tuple[TemplateRule, Found]], list[tuple[int, str]]]:
    """Return the hits that no comment tag suppresses, and line and id of each suppression that matches nothing."""
    comments = [
        (_place(template.text, tag.span.start)[0], match)
        for tag in template.tags
        if tag.kind == "comment" and (match := IGNORE.search(tag.span.text))
    ]
    used: set[tuple[int, str]] = set()
    kept = []
    for rule, hit in found:
        line = _place(template.text, hit.at.start)[0]
        matching = [
            (number, id)
            for number, match in comments
            if match[1] == "ignore-file" or number == line
            for id in match[2].replace(" ", "").split(",")
            if id and rule.id.startswith(id)
        ]
        used.update(matching)
        if not matching:
            kept.append((rule, hit))
    idle = [
        (number, id)
        for number, match in comments
        for id in match[2].replace(" ", "").split(",")
        if (number, id) not in used
    ]
    return kept, idle
