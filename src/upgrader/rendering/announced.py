"""The table: what Django has announced to render differently. A difference that no row explains is never adjusted to.

Every row was seen in what the releases themselves render (1.11 to 6.1), form field by form field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from packaging.version import Version

from upgrader.model import Versions

_NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
_FIELD = "input|select|textarea"
_ID = "{id}"  #: in a pattern of values: the id of the field that the element belongs to


@dataclass(frozen=True)
class Announced:
    """A change of an attribute of some elements: it came (no ``before``), went (no ``after``) or has another value.

    ``tag``, ``before`` and ``after`` are patterns of a whole name or value; ``{id}`` in ``after`` is the element's id, which
    is anything where it has none. ``having`` are other attributes that the element has, by name and pattern.
    """

    since: str
    what: str
    docs: str
    tag: str
    attribute: str
    before: str | None = None
    after: str | None = None
    having: tuple[tuple[str, str], ...] = ()
    optional: bool = False  #: ``before`` or no attribute at all


@dataclass(frozen=True)
class Renamed:
    """A change of an element's name: ``tag`` became ``to``, where the first element inside matches ``inside``."""

    since: str
    what: str
    docs: str
    tag: str
    to: str
    inside: str


@dataclass(frozen=True)
class Respelled:
    """A change of how the same is written, which only a comparison of plain texts sees."""

    since: str
    what: str
    docs: str
    before: str
    after: str


Row = Announced | Renamed | Respelled


ATTRIBUTES = (
    Announced(
        "5.0",
        "a form field with a help text names its id",
        _NOTES.format("5.0"),
        _FIELD,
        "aria-describedby",
        after="{id}_helptext",
    ),
    Announced(
        "5.0",
        "the help text of a form field has an id",
        _NOTES.format("5.0"),
        "span|div|p|small",
        "id",
        after=r"\S+_helptext",
        having=(("class", r"(?:.* )?helptext(?: .*)?"),),
    ),
    Announced(
        "5.0", "a form field that is not valid says so", _NOTES.format("5.0"), _FIELD, "aria-invalid", after="true"
    ),
    Announced(
        "5.1",
        "a group of form fields with a help text names its id",
        _NOTES.format("5.1"),
        "fieldset",
        "aria-describedby",
        after=r"\S+_helptext",
    ),
    Announced(
        "5.2",
        "a form field that is not valid names the id of its errors",
        _NOTES.format("5.2"),
        f"{_FIELD}|fieldset",
        "aria-describedby",
        before="{id}_helptext",
        after="(?:{id}_helptext )?{id}_error",
        optional=True,
    ),
    Announced(
        "5.2",
        "the errors of a form field have an id",
        _NOTES.format("5.2"),
        "ul",
        "id",
        after=r"\S+_error",
        having=(("class", r"errorlist(?: .*)?"),),
    ),
    Announced(
        "4.2",
        "the field for an e-mail address takes 320 characters",
        "https://docs.djangoproject.com/en/4.2/ref/forms/fields/#emailfield",
        "input",
        "maxlength",
        after="320",
        having=(("type", "email"),),
    ),
    Announced(
        "5.0",
        "the field for an IP address takes 39 characters",
        "https://docs.djangoproject.com/en/5.0/releases/5.0.11/",
        "input",
        "maxlength",
        after="39",
        having=(("type", "text"),),
    ),
    Announced(
        "3.0",
        "fields for a username, an e-mail address or a password say what a browser may fill in",
        _NOTES.format("3.0"),
        "input",
        "autocomplete",
        after="username|email|current-password|new-password",
    ),
    Announced(
        "2.1",
        "the field for an image only takes images",
        _NOTES.format("2.1"),
        "input",
        "accept",
        after=r"image/\*",
        having=(("type", "file"),),
    ),
    Announced(
        "4.0",
        "the label of a group of fields (radio buttons, check boxes) is not that of its first one",
        _NOTES.format("4.0"),
        "label",
        "for",
        before=r"\S+_0",
    ),
    Announced(
        "3.1",
        "scripts of form media have no type",
        _NOTES.format("3.1"),
        "script",
        "type",
        before="text/javascript",
        having=(("src", ".*"),),
    ),
    Announced(
        "4.1",
        "style sheets of form media have no type",
        _NOTES.format("4.1"),
        "link",
        "type",
        before="text/css",
        having=(("rel", "stylesheet"),),
    ),
    *(
        Announced(
            "2.2",
            "NullBooleanSelect has words for values",
            _NOTES.format("2.2"),
            "option",
            "value",
            before=before,
            after=after,
        )
        for before, after in (("1", "unknown"), ("2", "true"), ("3", "false"))
    ),
    Announced(
        "2.1",
        "the empty choice of SelectDateWidget has no value",
        _NOTES.format("2.1"),
        "option",
        "value",
        before="0",
        after="",
    ),
)

ELEMENTS = tuple(
    Renamed(
        "4.0",
        "radio buttons and check boxes are in <div>, no longer in lists",
        _NOTES.format("4.0"),
        tag,
        "div",
        inside,
    )
    for tag, inside in (("ul", "li|div"), ("li", "label"))
)

SPELLINGS = (
    Respelled("3.0", "an apostrophe is written in hexadecimal", _NOTES.format("3.0"), "&#39;", "&#x27;"),
    Respelled("2.1", "empty elements have no slash at the end", _NOTES.format("2.1"), " />", ">"),
    Respelled("2.1", "the attribute multiple has no value", _NOTES.format("2.1"), ' multiple="multiple"', " multiple"),
)


def between(since: str, old: Versions, new: Versions) -> bool:
    """Return whether a release came after the old Django and not after the new one."""
    return old.django is not None and new.django is not None and series(old) < Version(since) <= series(new)


def series(versions: Versions) -> Version:
    """Return the series of a side's Django, which has one."""
    assert versions.django is not None
    return Version(f"{versions.django.major}.{versions.django.minor}")


def fits(row: Announced, tag: str, before: str | None, after: str | None, attributes: Mapping[str, str]) -> bool:
    """Return whether a row explains that an attribute of an element, with others, had one value and has another."""
    if not re.fullmatch(row.tag, tag):
        return False
    if any(not re.fullmatch(pattern, attributes.get(name, "")) for name, pattern in row.having):
        return False
    id = re.escape(attributes["id"]) if attributes.get("id") else r"\S+"
    if before is None:
        if row.before is not None and not row.optional:
            return False
    elif row.before is None or not re.fullmatch(row.before.replace(_ID, id), before):
        return False
    if after is None or row.after is None:
        return after is None and row.after is None
    return re.fullmatch(row.after.replace(_ID, id), after) is not None
