"""Credentials in addresses, taken out of everything that is shown or kept."""

from __future__ import annotations

import re
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

# `git@` is the name of an account that everybody has
_CREDENTIALS = re.compile(r"://(?!git@)[^/\s\"']*@")


def masked(value: T) -> T:
    """Return a text, or data with texts in it, with ``***@`` for what stands before the host of an address."""
    found: Any = _masked(value)
    return found  # type: ignore[no-any-return]


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _CREDENTIALS.sub("://***@", value) if "@" in value and "://" in value else value
    if isinstance(value, tuple):
        items = [_masked(item) for item in value]
        return value if all(map(_is, items, value)) else tuple(items)
    if isinstance(value, dict):
        return {name: _masked(item) for name, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {name: new for name, old in vars(value).items() if (new := _masked(old)) is not old}
        return replace(value, **changed) if changed else value
    return value


def _is(one: object, other: object) -> bool:
    return one is other
