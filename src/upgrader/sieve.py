"""Which rules could say something about a file: told from its bytes, before anything is parsed or imported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from upgrader import catalogue, lexical
from upgrader.catalogue import Card, applicable
from upgrader.kinds import file_kind
from upgrader.model import Safety, Versions
from upgrader.modules import Modules
from upgrader.outline import Mentions, Outline

if TYPE_CHECKING:
    from upgrader.sweep import Settings


class Sieve:
    """Tells by a file's words which rules could say something about it: one pass over the bytes for all rules."""

    def __init__(self, rules: Iterable[Card]) -> None:
        self._always: list[Card] = []
        self._by_word: dict[bytes, list[tuple[frozenset[bytes], Card]]] = defaultdict(list)
        self._patterns: dict[str, tuple[re.Pattern[bytes], ...]] = {}
        for rule in rules:
            if not rule.needles or frozenset() in rule.needles:
                self._always.append(rule)
                continue
            for needle in rule.needles:
                words = frozenset(word.encode() for word in needle)
                # filed under its longest word, usually the rarest
                self._by_word[max(words, key=lambda word: (len(word), word))].append((words, rule))

    def __call__(self, data: bytes) -> list[Card]:
        """Return the rules of which some needle has all its words in ``data``, and the pattern is found there."""
        words = lexical.words(data)
        found = {rule.id: rule for rule in self._always} | {
            rule.id: rule
            for word in self._by_word.keys() & words
            for needle, rule in self._by_word[word]
            if needle <= words
        }
        return [found[id] for id in sorted(found) if self._lets_through(found[id], data)]

    def _lets_through(self, rule: Card, data: bytes) -> bool:
        if rule.pattern is not None and not self._search(rule.pattern, data):
            return False
        return rule.sieve is None or bool(getattr(lexical, rule.sieve)(data))

    def _search(self, pattern: str, data: bytes) -> bool:
        compiled = self._patterns.get(pattern)
        if compiled is None:
            # compiling costs more than searching one file, and most patterns are asked about few
            parts = alternatives(pattern)
            compiled = self._patterns[pattern] = tuple(re.compile(part.encode("latin-1")) for part in parts)
        return any(one.search(data) for one in compiled)


_NOT_APART = re.compile(r"\(\?[aiLmsuxP]|\\[1-9]")


def alternatives(pattern: str) -> list[str]:
    """Return regular expressions of which one is found wherever ``pattern`` is: those between its outermost bars.

    Searching for each, of which most begin with a text, takes a fraction of a search for all of them at once.
    """
    if _NOT_APART.search(pattern):
        return [pattern]  # flags and groups that are referred to are for the whole of it
    bars, depth, in_set, index = [-1], 0, False, 0
    while index < len(pattern):
        character = pattern[index]
        if character == "\\":
            index += 1
        elif in_set:
            in_set = character != "]"
        elif character == "[":
            in_set = True
            index += pattern[index + 1 : index + 2] == "^"
            index += pattern[index + 1 : index + 2] == "]"  # the first one is a member
        elif character == "|" and not depth:
            bars.append(index)
        else:
            depth += (character == "(") - (character == ")")
        index += 1
    return [pattern[start + 1 : end] for start, end in zip(bars, [*bars[1:], len(pattern)], strict=True)]


@lru_cache(maxsize=8)
def sieve_for(
    rules: frozenset[str], target: Versions, old: Versions, kind: str, fixes: frozenset[Safety] | None
) -> Sieve:
    """Return the sieve of the rules for one kind of files; with ``fixes`` of those that have a fix that is one of them."""
    return Sieve(
        card
        for card in catalogue.cards()
        if card.kind == kind
        and card.id in rules
        and applicable(card, target, old)
        and (fixes is None or any(_LEVELS.index(card.at_best) <= _LEVELS.index(safety) for safety in fixes))
    )


_LEVELS = (Safety.SAFE, Safety.REVIEW, Safety.MANUAL)


def wanted(
    path: PurePosixPath, data: bytes, settings: Settings, modules: Modules | None = None, *, fixing: bool = False
) -> list[Card]:
    """Return the rules that could say something about a file: by its words, the target and the per-file ignores.

    With the ``modules`` of its project also by what its names may mean. ``fixing`` leaves out those of which no fix would
    be applied.
    """
    fixes = settings.safety if fixing else None
    found = sieve_for(settings.rules, settings.target, settings.old, file_kind(path), fixes)(data)
    ignored = [pattern for glob, ids in settings.per_file_ignores if path.match(glob) for pattern in ids]
    found = [card for card in found if not any(card.id.startswith(prefix) for prefix in ignored)]
    if modules is None or not any(card.names for card in found):
        return found
    mentions = Outline(data, modules.package(path)).mentions(modules.possible)
    return [card for card in found if not card.names or _meant(card, mentions, data)]


def _meant(card: Card, mentions: Mentions, data: bytes) -> bool:
    known = mentions.called if card.called else mentions.names
    if not known.isdisjoint(card.names):
        return True
    return card.texts and mentions.takes_names and _has_one(card.names, data)


def _has_one(names: tuple[str, ...], data: bytes) -> bool:
    by_word = _by_last_word(names)
    return any(name in data for word in by_word.keys() & lexical.words(data) for name in by_word[word])


@cache  # of each table of names
def _by_last_word(names: tuple[str, ...]) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for name in names:
        found.setdefault(name.rpartition(".")[2].encode(), []).append(name.encode())
    return found
