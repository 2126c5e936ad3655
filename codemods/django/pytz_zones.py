"""pytz's time zones, which Django 5.0 takes for any tzinfo and so gets wrong."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport
from upgrader.rule import File, Hit, rule

ZONE = "pytz.timezone"
UNKNOWN = ("pytz.UnknownTimeZoneError", "pytz.exceptions.UnknownTimeZoneError")

LOCALIZE = '''
def _localize(zone, value):
    """Give a naive time its zone as pytz's localize() did: standard time where the clock shows an hour twice."""
    first, second = (zone.utcoffset(value.replace(fold=fold)) for fold in (0, 1))
    return value.replace(tzinfo=zone, fold=int(first > second))
'''


@rule(
    "DJ50-pytz",
    package="django",
    since="5.0",
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    safety="review",
    needles=["pytz timezone", "pytz UnknownTimeZoneError"],
)
def pytz_zones(module: cst.Module, file: File) -> Iterator[Hit]:
    """``pytz.timezone`` becomes ``zoneinfo.ZoneInfo``.

    Django 5.0 knows no pytz. ``make_aware`` and ``activate`` take its zones for any tzinfo and put them into the time as
    they are: at local mean time, some minutes off, without an error. Zones of zoneinfo need the time zone database of the
    system or the distribution ``tzdata``, which is required in place of the one inside pytz. A ``localize`` whose zone is
    seen to be pytz's keeps to standard time in the hour that the clock shows twice, as it did.

    Review: ``ZoneInfo`` wants a zone's name in its exact case, and raises ValueError for what cannot be a name; pytz took
    any case and raised UnknownTimeZoneError. Arithmetic on times with such a zone goes by the wall clock: where
    ``normalize`` was called it has to be thought through, so a file with a ``normalize``, or a ``localize`` of a zone that
    comes from elsewhere, is only reported.

    ```diff
     import datetime
    -
    -import pytz
    +import zoneinfo

     try:
    -    zone = pytz.timezone(name)
    -except pytz.UnknownTimeZoneError:
    -    zone = pytz.timezone("UTC")
    +    zone = zoneinfo.ZoneInfo(name)
    +except (zoneinfo.ZoneInfoNotFoundError, ValueError):
    +    zone = zoneinfo.ZoneInfo("UTC")
    ```

    ```diff
    -from pytz import timezone as tz
    +from zoneinfo import ZoneInfo

    -zones = [tz("Europe/Oslo"), *map(tz, names)]
    +
    +def _localize(zone, value):
    +    \"""Give a naive time its zone as pytz's localize() did: standard time where the clock shows an hour twice.\"""
    +    first, second = (zone.utcoffset(value.replace(fold=fold)) for fold in (0, 1))
    +    return value.replace(tzinfo=zone, fold=int(first > second))
    +
    +
    +zones = [ZoneInfo("Europe/Oslo"), *map(ZoneInfo, names)]
    -opened = tz("Europe/Oslo").localize(naive)
    +opened = _localize(ZoneInfo("Europe/Oslo"), naive)
    ```

    ```diff
     from django.utils import timezone
     from pytz import utc

     timezone.activate(utc)
    ```
    """
    uses = file.names.references.get(ZONE, [])
    errors = [node for name in UNKNOWN for node in file.names.references.get(name, ())]
    localized = {id(call.func): call for use in uses if (call := _localize_call(use, file)) is not None}
    entangled = any(
        node.attr.value in ("localize", "normalize") and id(node) not in localized
        for node in file.names.nodes[cst.Attribute]
        if isinstance(node, cst.Attribute)
    )
    for node in [*uses, *errors]:
        if file.guard(node) == "version" or entangled:
            message = "Django 5.0 knows no pytz; think through what localize and normalize do here"
            yield Hit(node, message)
            continue
        if node in errors:
            yield _error(node, file)
            continue
        message = "Django 5.0 knows no pytz: its zones end up at local mean time"
        text, imports = _spelled("ZoneInfo", node, file)
        outer = _localize_call(node, file)
        if outer is None:
            yield Hit(node, message, text, imports=imports, requires=("tzdata",))
            continue
        made = file.parent(node)
        assert isinstance(made, cst.Call)
        zone = file.code(made.with_changes(func=cst.parse_expression(text), lpar=(), rpar=()))
        yield Hit(
            outer,
            message,
            f"_localize({zone}, {file.code(outer.args[0].value)})",
            imports=imports,
            helpers=(LOCALIZE,),
            requires=("tzdata",),
        )


def _localize_call(use: cst.Name | cst.Attribute, file: File) -> cst.Call | None:
    """Return the whole call in ``pytz.timezone(x).localize(value)``, None when ``use`` stands in none."""
    made = file.parent(use)
    method = file.parent(made)
    outer = file.parent(method)
    if (
        isinstance(made, cst.Call)
        and made.func is use
        and isinstance(method, cst.Attribute)
        and method.attr.value == "localize"
        and isinstance(outer, cst.Call)
        and outer.func is method
        and len(outer.args) == 1
        and outer.args[0].keyword is None
        and not outer.args[0].star
    ):
        return outer
    return None


def _spelled(name: str, node: cst.Name | cst.Attribute, file: File) -> tuple[str, tuple[NewImport, ...]]:
    """Return a name of zoneinfo in the file's own manner: through the module where pytz is used so."""
    if isinstance(node, cst.Attribute) and not file.names.bound("zoneinfo"):
        return f"zoneinfo.{name}", (NewImport("zoneinfo"),)
    ref = file.ref(f"zoneinfo.{name}", node)
    return str(ref), ref.imports


def _error(node: cst.Name | cst.Attribute, file: File) -> Hit:
    text, imports = _spelled("ZoneInfoNotFoundError", node, file)
    around = file.parent(node)
    if isinstance(around, cst.ExceptHandler):
        text = f"({text}, ValueError)"
    return Hit(node, "zoneinfo raises ZoneInfoNotFoundError, or ValueError for what is no name", text, imports=imports)
