"""All rules there are: our own, those of installed packages, those of the project's own folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import cache

from packaging.version import Version

from upgrader.model import UpgraderError, Versions
from upgrader.rule import Rule, RuleError


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, ordered by id. Raises RuleError when two share one."""
    # by name: the folder is mapped into the package at installation, so a checkout alone does not show it to mypy
    codemods = importlib.import_module("upgrader.codemods")
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(codemods.__path__, codemods.__name__ + "."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Rule) and found.setdefault(value.id, value) is not value:
                raise RuleError(f"{value.id}: two rules have this id.")
    return tuple(found[id] for id in sorted(found))


def select_rules(rules: Iterable[Rule], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """Return the rules whose id matches ``select`` (ids, prefixes or ``*`` patterns; all without it) and not ``ignore``.

    Raises UpgraderError for a pattern that matches no rule: a misspelled id would otherwise switch nothing off, silently.
    """
    rules = tuple(rules)
    for pattern in (*select, *ignore):
        if not any(_matches(rule, pattern) for rule in rules):
            raise UpgraderError(f"No rule is called {pattern!r}. `upgrader rules` lists them.")
    return tuple(
        rule
        for rule in rules
        if (not select or any(_matches(rule, pattern) for pattern in select))
        and not any(_matches(rule, pattern) for pattern in ignore)
    )


def applicable(rule: Rule, target: Versions, old: Versions) -> bool:
    """Return whether the rule's new spelling exists in the target, and what it is about does not lie behind already.

    A distribution that the target does not name stays as it is pinned; one that nothing pins is taken to be new enough,
    for a rule speaks up only where the code uses it.
    """
    version = target.of(rule.package)
    if rule.changed and rule.gone is not None:
        before = old.of(rule.package)
        if (before is not None and Version(rule.gone) <= before) or not is_must(rule, target):
            return False
    if rule.package not in ("python", "django"):
        version = version or old.of(rule.package)
        return version is None or rule.since is None or Version(rule.since) <= version
    return version is not None and (rule.since is None or Version(rule.since) <= version)


def is_must(rule: Rule, target: Versions) -> bool:
    """Return whether the old spelling has stopped working in the target."""
    version = target.of(rule.package)
    return version is not None and rule.gone is not None and Version(rule.gone) <= version


def _matches(rule: Rule, pattern: str) -> bool:
    return rule.id.startswith(pattern) or fnmatchcase(rule.id, pattern)
