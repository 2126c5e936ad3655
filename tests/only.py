"""Makes some rules all there are."""

from collections.abc import Iterable

import pytest

from upgrader import catalogue, sieve
from upgrader.rule import Rule


def only(rules: Iterable[Rule], monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of a test, know no rules but these."""
    cards = {catalogue.card_of(rule, ""): rule for rule in rules}
    monkeypatch.setattr(catalogue, "cards", lambda: tuple(cards))
    monkeypatch.setattr(catalogue, "load_rules", lambda: tuple(cards.values()))
    monkeypatch.setattr(catalogue, "rule_of", cards.__getitem__)
    sieve.sieve_for.cache_clear()
