"""Tables of dotted names in strings, as settings have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.assigned import text_of
from upgrader.edit import string
from upgrader.model import Safety
from upgrader.rule import DELETE, File, Hit, Rule, rule


def plain_strings(file: File) -> Iterator[tuple[cst.SimpleString, str]]:
    """Yield string constants with their values; not docstrings, not those that are given to a call by position."""
    for node in file.names.nodes.get(cst.SimpleString, ()):
        constant = cst.ensure_type(node, cst.SimpleString)
        text = text_of(constant)
        if text is not None and not isinstance(file.parent(constant), (cst.Expr, cst.Comparison, cst.ComparisonTarget)):
            yield constant, text


def moved_strings(
    id: str,
    *,
    since: str | None,
    gone: str | None,
    docs: str,
    moved: Mapping[str, str],
    doc: str,
    safety: Safety = Safety.SAFE,
    requires: tuple[str, ...] = (),
    package: str = "django",
) -> Rule:
    """Make a rule of a table from dotted names in strings to new ones. The whole string has to be the name."""

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for constant, text in plain_strings(file):
            if text in moved:
                message = f"{text} is now {moved[text]}"
                if file.guard(constant):
                    yield Hit(constant, message)
                else:
                    yield Hit(constant, message, string(constant, moved[text]), requires=requires)

    find.__doc__ = doc
    needles = [" ".join(re.findall(r"\w+", old)) for old in moved]
    return rule(id, package=package, since=since, gone=gone, docs=docs, safety=safety, needles=needles)(find)


def gone_strings(
    id: str,
    *,
    since: str | None,
    gone: str,
    docs: str,
    names: tuple[str, ...],
    message: str,
    doc: str,
    safety: Safety = Safety.SAFE,
    package: str = "django",
) -> Rule:
    """Make a rule of dotted names in strings that are to go from the lists they stand in."""

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for constant, text in plain_strings(file):
            if text in names:
                element = file.parent(constant)
                in_list = isinstance(element, cst.Element) and isinstance(file.parent(element), (cst.List, cst.Tuple))
                if in_list and safety is not Safety.MANUAL and not file.guard(constant):
                    yield Hit(constant, f"{text} {message}", also=((element, DELETE),))
                else:
                    yield Hit(constant, f"{text} {message}")

    find.__doc__ = doc
    needles = [" ".join(re.findall(r"\w+", name)) for name in names]
    return rule(id, package=package, since=since, gone=gone, docs=docs, safety=safety, needles=needles)(find)
