"""Credentials in addresses, taken out of everything that is shown or kept."""

from __future__ import annotations

import re
from dataclasses import is_dataclass, replace
from operator import is_
from pathlib import PurePosixPath
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
        return value if all(map(is_, items, value)) else tuple(items)
    if isinstance(value, dict):
        named = {name: _masked(item) for name, item in value.items()}
        return value if all(map(is_, named.values(), value.values())) else named
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in value.__dataclass_fields__:
            old = getattr(value, field)
            if type(old) not in _PLAIN and (type(old) is not str or "@" in old):  # nearly all, and there may be many
                new = _masked(old)
                if new is not old:
                    changed[field] = new
        return replace(value, **changed) if changed else value
    return value


_PLAIN = (bool, int, type(None), PurePosixPath)
