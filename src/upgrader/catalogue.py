"""All rules there are, and what can be said about each without importing it.

Importing the rules and the parser they are written against costs ten times what it costs to look through a file for
their words. So what decides whether a rule has a say is remembered as its card, in the user's cache folder, as long as
the installed code is what it was; a rule's module is imported when a file has its words. A project's own rules are there
when its configuration names their folder; these are imported at once.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from functools import cache
from hashlib import blake2b
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from packaging.version import Version

from upgrader.cache import remembered_cards, rule_packages
from upgrader.model import Safety, UpgraderError, Versions

if TYPE_CHECKING:
    from upgrader.rule import Rule


class About(Protocol):
    """What a rule and its card have in common."""

    @property
    def id(self) -> str:
        """The rule's name."""

    @property
    def package(self) -> str:
        """``python``, ``django`` or a distribution."""

    @property
    def since(self) -> str | None:
        """The version from which the new spelling works."""

    @property
    def gone(self) -> str | None:
        """The version in which the old spelling stops."""

    @property
    def changed(self) -> bool:
        """Whether it is about what does something else from ``gone`` on."""


AnyRule = TypeVar("AnyRule", bound=About)


@dataclass(frozen=True)
class Card:
    """A rule without its code: what decides which files it is asked about, and where it is."""

    id: str
    package: str
    since: str | None
    gone: str | None
    changed: bool
    safety: Safety
    at_best: Safety  #: what the best of its fixes is
    title: str
    kind: str  #: of the files that it looks at
    needles: tuple[frozenset[str], ...]
    pattern: str | None  #: a regular expression for a file's bytes, read as Latin-1
    sieve: str | None  #: a function of ``upgrader.lexical``
    names: tuple[str, ...]  #: of which it must be possible that the file means one; none when names decide nothing
    called: bool  #: and calls it
    texts: bool  #: or has it in a text
    module: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, ordered by id. Raises RuleError when two share one."""
    return tuple(rule for _, rule in sorted(_found([*_modules(), *_own_modules()]).values(), key=lambda one: one[1].id))


def _found(modules: Iterable[str]) -> dict[str, tuple[str, Rule]]:
    """Return the rules in modules by their ids, each with the module that it is found in first."""
    from upgrader.rule import RuleError

    found: dict[str, tuple[str, Rule]] = {}
    for module in modules:
        for rule in _rules_in(module):
            if found.setdefault(rule.id, (module, rule))[1] is not rule:
                raise RuleError(f"{rule.id}: two rules have this id.")
    return found


@cache
def cards() -> tuple[Card, ...]:
    """Return the card of every rule, ordered by id; remembered, so that the rules need not be imported for it."""
    installed = [_card(**one) for one in remembered_cards(lambda: [asdict(card) for card in _make_cards()])]
    return tuple(sorted([*installed, *_own_cards({card.id for card in installed})], key=lambda card: card.id))


_own: Path | None = None  #: the folder with the rules of the project that is looked at


def use_folder(folder: Path | None) -> None:
    """Let the rules in a project's own folder be among all rules, from now on; None for no such rules.

    Its modules are imported, so they run within this process. Raises UpgraderError where there is no such folder.
    """
    global _own
    if folder == _own:
        return
    if folder is not None and not folder.is_dir():
        raise UpgraderError(f"There is no folder {folder}, which the configuration names for rules. Correct `rules`.")
    _own = folder
    cards.cache_clear()
    load_rules.cache_clear()


def _own_modules() -> Iterable[str]:
    """Yield the names under which the modules in the project's own folder can be imported."""
    if _own is None:
        return
    package = _OWN + blake2b(os.fsencode(_own), digest_size=8).hexdigest()
    if package not in sys.modules:
        spec = ModuleSpec(package, None, is_package=True)
        spec.submodule_search_locations = [str(_own)]
        sys.modules[package] = module_from_spec(spec)
    with _without_bytecode():
        yield from (module.name for module in pkgutil.walk_packages([str(_own)], f"{package}."))


def _own_cards(taken: Collection[str]) -> Iterable[Card]:
    if _own is None:
        return ()
    try:
        found = [card_of(rule, module) for module, rule in _found(_own_modules()).values()]
    except Exception as error:  # the project's code: whatever it raises
        reason = f"{type(error).__name__}: {error}"
        raise UpgraderError(
            f"The rules in {_own} cannot be loaded: {reason} Correct them, or the configuration."
        ) from None
    for card in found:
        if card.id in taken:
            raise UpgraderError(f"A rule in {_own} is called {card.id}, as another one is. Give it an id of its own.")
    return found


_OWN = "upgrader_own_"


@contextmanager
def _without_bytecode() -> Iterator[None]:
    """Write nothing into a project's own folder: a look at a project leaves it as it is."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def rule_of(card: Card) -> Rule:
    """Return the rule that a card stands for; imports its module."""
    return next(rule for rule in _rules_in(card.module) if rule.id == card.id)


def _modules() -> Iterable[str]:
    # by name: the folder is mapped into the package at installation, so a checkout alone does not show it to mypy
    codemods = importlib.import_module("upgrader.codemods")
    yield from (module.name for module in pkgutil.walk_packages(codemods.__path__, codemods.__name__ + "."))
    for name, _ in rule_packages():
        try:
            package = importlib.import_module(name)
            inside = pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}.")
            yield from (name, *(module.name for module in inside))
        except ImportError as error:
            raise UpgraderError(
                f"The rules of the installed package {name} cannot be loaded: {error}. Update or uninstall it."
            ) from None


@cache
def _rules_in(module: str) -> tuple[Rule, ...]:
    from upgrader.rule import Rule

    with _without_bytecode() if module.startswith(_OWN) else nullcontext():
        found = importlib.import_module(module)
    return tuple(value for value in vars(found).values() if isinstance(value, Rule))


def _make_cards() -> Iterable[Card]:
    return (card_of(rule, module) for module, rule in _found(_modules()).values())


def card_of(rule: Rule, module: str) -> Card:
    """Return the card of a rule that is found in ``module``."""
    return Card(
        rule.id,
        rule.package,
        rule.since,
        rule.gone,
        rule.changed,
        rule.safety,
        rule.at_best or rule.safety,
        rule.title,
        rule.kind,
        rule.needles,
        None if rule.pattern is None else rule.pattern.decode("latin-1"),
        # another function is asked when the rule's module is there
        rule.sieve.__name__ if rule.sieve is not None and rule.sieve.__module__ == "upgrader.lexical" else None,
        rule.names if rule.decided and not any(name.startswith("builtins.") for name in rule.names) else (),
        [node.__name__ for node in rule.nodes] == ["Call"],
        rule.decided == "texts",
        module,
    )


def _card(needles: Collection[Collection[str]], safety: str, at_best: str, names: Collection[str], **rest: Any) -> Card:
    rest |= {"safety": Safety(safety), "at_best": Safety(at_best)}
    return Card(needles=tuple(map(frozenset, needles)), names=tuple(names), **rest)


def select_rules(
    rules: Iterable[AnyRule], select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[AnyRule, ...]:
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


def applicable(rule: About, target: Versions, old: Versions) -> bool:
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


def is_must(rule: About, target: Versions) -> bool:
    """Return whether the old spelling has stopped working in the target."""
    version = target.of(rule.package)
    return version is not None and rule.gone is not None and Version(rule.gone) <= version


def _matches(rule: About, pattern: str) -> bool:
    return rule.id.startswith(pattern) or fnmatchcase(rule.id, pattern)
