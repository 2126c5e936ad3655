"""Time zones: ``django.utils.timezone``, and pytz, which Django 5.0 knows no more."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, argument, keyword, spread, without_arg
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.removed import is_taken
from upgrader.rule import File, Hit, rule
from upgrader.values import origins, uses_of_result, uses_of_value

from .pytz_zones import EITHER, LOCALIZE

DOCS_3_1 = "https://docs.djangoproject.com/en/3.1/releases/3.1/#features-removed-in-3-1"
DOCS_5 = "https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0"
ZONE = "django.utils.timezone"


def _datetime(name: str, at: Node, file: File) -> tuple[str, tuple[NewImport, ...]]:
    """Return how to spell ``datetime.<name>`` at a place, and the import that it needs there.

    The module is imported where a file knows another ``timezone`` already, as Django's own users do.
    """
    ref = file.ref(f"datetime.{name}", at)
    if ref.needs is not None and ref.needs.asname is not None and not file.names.bound("datetime"):
        return f"datetime.{name}", (NewImport("datetime"),)
    return str(ref), ref.imports


@rule(
    "DJ50-timezone-utc",
    package="django",
    since=None,
    gone="5.0",
    docs=DOCS_5,
    names=[f"{ZONE}.utc"],
)
def utc(node: cst.Name | cst.Attribute | cst.ImportAlias, file: File) -> Iterator[Hit]:
    """``django.utils.timezone.utc`` is ``datetime.timezone.utc``.

    An alias of it since Django 3.2, deprecated in 4.1.

    ```diff
    -from datetime import datetime
    -
    -from django.utils.timezone import now, utc
    +from datetime import datetime, timezone
    +
    +from django.utils.timezone import now

    -print(now(), datetime(2020, 1, 1, tzinfo=utc), utc)
    +print(now(), datetime(2020, 1, 1, tzinfo=timezone.utc), timezone.utc)
    ```

    ```diff
    +import datetime
    +
     from django.utils import timezone

    -print(timezone.now().astimezone(timezone.utc))
    +print(timezone.now().astimezone(datetime.timezone.utc))
    ```

    ```diff
    -import datetime as dt
    -
    -from django.utils import timezone as tz
    +import datetime as dt

    -print(dt.datetime(2020, 1, 1, tzinfo=tz.utc))
    +print(dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc))
    ```

    ```diff 0002_when.py
     import datetime

     from django.db import migrations, models
    -from django.utils.timezone import utc


     class Migration(migrations.Migration):
         operations = [
             migrations.AddField(
                 "book",
                 "when",
    -            models.DateTimeField(default=datetime.datetime(2020, 1, 1, tzinfo=utc)),
    +            models.DateTimeField(default=datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)),
             ),
         ]
    ```

    ```diff
     from datetime import timezone

     from django.utils.timezone import now
     from pytz import utc

     print(now().astimezone(timezone.utc), utc)
    ```
    """
    message = "django.utils.timezone.utc is now datetime.timezone.utc"
    if isinstance(node, cst.ImportAlias):
        if not file.names.uses(node) or file.exported(file.names.local(node)) or file.guard(node):
            yield Hit(node, message)
        return
    if file.guard(node) in ("try", "version"):
        yield Hit(node, message)
        return
    spelled, imports = _datetime("timezone", node, file)
    yield Hit(node, message, f"{spelled}.utc", imports=imports)


@rule(
    "DJ31-fixed-offset",
    package="django",
    since=None,
    gone="3.1",
    docs=DOCS_3_1,
    names=[f"{ZONE}.FixedOffset"],
)
def fixed_offset(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``django.utils.timezone.FixedOffset`` is ``datetime.timezone``.

    Deprecated in Django 2.2. It took minutes. Without a name it was called ``+0200``, where ``datetime.timezone`` is
    called ``UTC+02:00``: that is marked for review.

    ```diff
    -from django.utils.timezone import FixedOffset, now
    +from datetime import timedelta, timezone
    +
    +from django.utils.timezone import now

    -print(now(), FixedOffset(120, "x"), FixedOffset(offset=-90))
    +print(now(), timezone(timedelta(minutes=120), "x"), timezone(timedelta(minutes=-90)))
    ```

    ```diff
     import datetime

    -from django.utils import timezone
    -
    -zone = timezone.FixedOffset(datetime.timedelta(hours=1), "one")
    +zone = datetime.timezone(datetime.timedelta(hours=1), "one")
    ```

    ```diff
     from pytz import FixedOffset

     print(FixedOffset(120))
    ```
    """
    message = "django.utils.timezone.FixedOffset is gone, datetime.timezone takes a timedelta"
    call = file.parent(node)
    if isinstance(call, cst.ImportAlias):
        return
    offset = argument(call, 0, "offset") if isinstance(call, cst.Call) and call.func is node else None
    if offset is None or not isinstance(call, cst.Call) or spread(call) or file.guard(node):
        yield Hit(node, message)
        return
    name = argument(call, 1, "name")
    zone, imports = _datetime("timezone", node, file)
    if "datetime.timedelta" in origins(offset.value, file):
        delta = file.code(offset.value)
    else:
        spelled, more = _datetime("timedelta", node, file)
        delta, imports = f"{spelled}(minutes={file.code(offset.value)})", (*imports, *more)
    rest = f", {file.code(name.value)}" if name is not None else ""
    safety = None if name is not None else Safety.REVIEW
    yield Hit(call, message, f"{zone}({delta}{rest})", imports=imports, safety=safety)


_TRUNCATIONS = ("", "Second", "Minute", "Hour", "Day", "Date", "Time", "Week", "Month", "Quarter", "Year")
_TRUNC = [f"django.db.models.functions{m}.Trunc{unit}" for m in ("", ".datetime") for unit in _TRUNCATIONS]


@rule(
    "DJ50-is-dst",
    package="django",
    since="4.0",
    gone="5.0",
    docs=DOCS_5,
    safety="review",
    needles=["is_dst"],
)
def is_dst(node: cst.Call, file: File) -> Iterator[Hit]:
    """``is_dst`` went with pytz; ``make_aware`` goes by ``fold``.

    From ``make_aware``, ``QuerySet.datetimes`` and ``Trunc``; deprecated in Django 4.0. ``fold`` says which of the two
    times is meant that an hour has when clocks are set back; for the hour that is left out when they are set forward it
    says the contrary of ``is_dst``. So ``make_aware`` becomes a function that the file carries, the same at both. Where the
    project has pytz, it takes zones of that, too.

    Review: ``is_dst=None`` raised an exception at both hours, nothing does that now.

    ```diff
     from django.db.models.functions import TruncDay
     from django.utils import timezone

    -print(timezone.make_aware(value, zone, True), timezone.make_aware(value, is_dst=summer))
    -print(timezone.make_aware(value, is_dst=None))
    -print(Book.objects.datetimes("when", "day", is_dst=False), TruncDay("when", is_dst=False))
    +
    +def _localize(zone, value, is_dst=False):
    +    \"""Put a naive time into a time zone, as pytz did: where it has two offsets, the larger one is summer time.\"""
    +    if value.tzinfo is not None:
    +        raise ValueError("Not naive datetime (tzinfo is already set)")
    +    both = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    +    return (max if is_dst else min)(both, key=lambda moment: moment.utcoffset())
    +
    +
    +print(_localize(zone, value, is_dst=True), _localize(timezone.get_current_timezone(), value, is_dst=summer))
    +print(timezone.make_aware(value))
    +print(Book.objects.datetimes("when", "day"), TruncDay("when"))
    ```

    ```diff
     import pytz

    -from django.utils.timezone import make_aware
    -
    -print(make_aware(value, zone, is_dst=True))
    +
    +def _localize_either(zone, value, is_dst=False):
    +    \"""Put a naive time into a time zone, of pytz or not: where it has two offsets, the larger one is summer time.\"""
    +    if hasattr(zone, "localize"):
    +        return zone.localize(value, is_dst=is_dst)
    +    if value.tzinfo is not None:
    +        raise ValueError("Not naive datetime (tzinfo is already set)")
    +    both = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    +    return (max if is_dst else min)(both, key=lambda moment: moment.utcoffset())
    +
    +
    +print(_localize_either(zone, value, is_dst=True))
     print(pytz.utc)
    ```

    ```diff
     import pytz

     from django.utils.timezone import make_aware

     print(pytz.timezone("Europe/Paris").localize(value, is_dst=True), make_aware(value, pytz.utc))
    ```
    """
    name = file.resolve(node.func)
    method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    given = keyword(node, "is_dst")
    if name == f"{ZONE}.make_aware":
        given = argument(node, 2, "is_dst")
    elif name not in _TRUNC and not (method == "datetimes" and name is None):
        return
    if given is None:
        return
    message = "is_dst is gone, a time carries fold"
    value = argument(node, 0, "value")
    if file.guard(node) or spread(node):
        yield Hit(node, message)
        return
    code = file.code(given.value)
    if name != f"{ZONE}.make_aware" or code == "None":
        index = next(i for i, arg in enumerate(node.args) if arg is given)
        yield Hit(node, message, without_arg(node, index))
        return
    zone = argument(node, 1, "timezone")
    current = file.ref(f"{ZONE}.get_current_timezone", node)
    spelled = file.code(zone.value) if zone is not None and file.code(zone.value) != "None" else f"{current}()"
    of_django = spelled == f"{current}()"
    # a zone of pytz that is put into a time without its localize() is minutes off
    either = not of_django and ("pytz" in file.text or bool(file.others("pytz")))
    function, helper = ("_localize_either", EITHER) if either else ("_localize", LOCALIZE)
    if value is None or is_taken(function, file):
        yield Hit(node, message)
        return
    imports = current.imports if of_django else ()
    made = f"{function}({spelled}, {file.code(value.value)}, is_dst={code})"
    yield Hit(node, message, made, imports=imports, helpers=(helper,))


_CURRENT = {
    f"{ZONE}.get_current_timezone": f"{ZONE}.get_current_timezone_name",
    f"{ZONE}.get_default_timezone": f"{ZONE}.get_default_timezone_name",
}


@rule(
    "DJ50-zone-methods",
    package="django",
    since="4.0",
    gone="5.0",
    docs=DOCS_5,
    names=list(_CURRENT),
)
def zone_methods(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_current_timezone()`` is a ``ZoneInfo``, without ``zone``, ``localize`` and ``normalize``.

    It was one of pytz's until Django 3.2, and with ``USE_DEPRECATED_PYTZ`` until 4.2. ``localize`` becomes a function that
    the file carries, the same for the hours that exist twice or not at all.

    ```diff
     from django.utils import timezone

    -print(timezone.get_current_timezone().zone, timezone.get_default_timezone().zone)
    -print(timezone.get_current_timezone().localize(value))
    +
    +def _localize(zone, value, is_dst=False):
    +    \"""Put a naive time into a time zone, as pytz did: where it has two offsets, the larger one is summer time.\"""
    +    if value.tzinfo is not None:
    +        raise ValueError("Not naive datetime (tzinfo is already set)")
    +    both = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    +    return (max if is_dst else min)(both, key=lambda moment: moment.utcoffset())
    +
    +
    +print(timezone.get_current_timezone_name(), timezone.get_default_timezone_name())
    +print(_localize(timezone.get_current_timezone(), value))
     zone = timezone.get_current_timezone()
    -print(zone.localize(value, summer), zone.normalize(value), zone.zone)
    +print(_localize(zone, value, is_dst=summer), value.astimezone(zone), str(zone))


     def local():
         return timezone.get_current_timezone()


    -print(local().localize(value))
    +print(_localize(local(), value))
    ```

    ```diff
     from django.utils import timezone

     zone = timezone.get_current_timezone()
     print(zone.utcoffset(value), other.zone, other.localize(value))
    ```
    """
    function = file.resolve(node.func) or ""
    for place in (*uses_of_value(node, file), *uses_of_result(node, file)):
        method = file.parent(place)
        if not isinstance(method, cst.Attribute) or method.value is not place:
            continue
        call = file.parent(method)
        zone = file.code(place)
        message = f"{method.attr.value} is of pytz; Django's time zones are of zoneinfo"
        if file.guard(method):
            continue
        if method.attr.value == "zone":
            if place is node and not node.args:
                ref = file.ref(_CURRENT[function], node)
                yield Hit(method, message, f"{ref}()", imports=ref.imports)
            else:
                ref = file.ref("builtins.str", node)
                yield Hit(method, message, f"{ref}({zone})", imports=ref.imports)
        elif method.attr.value in ("localize", "normalize") and isinstance(call, cst.Call) and call.func is method:
            given = argument(call, 0, "dt")
            is_dst = argument(call, 1, "is_dst")
            strict = is_dst is not None and (method.attr.value == "normalize" or file.code(is_dst.value) == "None")
            if given is None or spread(call) or strict or is_taken("_localize", file):
                yield Hit(method, message)
            elif method.attr.value == "localize":
                summer = f", is_dst={file.code(is_dst.value)}" if is_dst is not None else ""
                made = f"_localize({zone}, {file.code(given.value)}{summer})"
                yield Hit(call, message, made, helpers=(LOCALIZE,))
            else:
                value = given.value
                code = file.code(value)
                primary = isinstance(value, (cst.Name, cst.Attribute, cst.Call, cst.Subscript))
                operand = code if primary else f"({code})"
                yield Hit(call, message, f"{operand}.astimezone({zone})", safety=Safety.REVIEW if not primary else None)


_SAFE = "django.utils.datetime_safe"


@rule(
    "DJ50-datetime-safe",
    package="django",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    safety="review",
    names=[f"{_SAFE}.new_date", f"{_SAFE}.new_datetime"],
)
def datetime_safe(node: cst.Call, file: File) -> Iterator[Hit]:
    """``datetime_safe.new_date(day).strftime("%Y")`` is ``day.strftime("%Y")``.

    Review: a year before 1000 has fewer than four digits then, where the system's own function has it so; and what
    ``new_date`` is given may be a datetime, whose time a format may show.

    ```diff
    -from django.utils import datetime_safe
    +from datetime import date

    -print(datetime_safe.new_datetime(when()).strftime("%Y-%m-%d"))
    -print(datetime_safe.new_date(day))
    +print(when().strftime("%Y-%m-%d"))
    +print(date(day.year, day.month, day.day))
    ```

    ```diff
     from shop import datetime_safe

     print(datetime_safe.new_date(day))
    ```
    """
    message = "datetime_safe is gone: dates and times format themselves"
    value = node.args[0].value if len(node.args) == 1 and not spread(node) else None
    above = file.parent(node)
    named = isinstance(value, (cst.Name, cst.Attribute))
    if value is None or file.guard(node):
        yield Hit(node, message)
    elif isinstance(above, cst.Attribute) and above.attr.value == "strftime":
        plain = named or isinstance(value, (cst.Call, cst.Subscript)) or value.lpar
        yield Hit(node, message, file.code(value) if plain else f"({file.code(value)})")
    elif named and file.resolve(node.func) == f"{_SAFE}.new_date":
        day = file.code(value)
        ref = file.ref("datetime.date", node)
        yield Hit(node, message, f"{ref}({day}.year, {day}.month, {day}.day)", imports=ref.imports)
    else:
        yield Hit(node, message)
