"""``utcnow()`` and ``utcfromtimestamp()``, deprecated in Python 3.12; dates without a year, in 3.13."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, spread
from upgrader.model import Safety
from upgrader.rule import File, Hit, rule

DOCS = "https://docs.python.org/3.12/whatsnew/3.12.html#deprecated"


@rule(
    "PY312-utcnow",
    package="python",
    since="3.2",
    gone=None,
    docs=DOCS,
    names=["datetime.datetime.utcnow", "datetime.datetime.utcfromtimestamp"],
)
def utcnow(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``utcnow()`` becomes ``now(timezone.utc).replace(tzinfo=None)``, the same naive value.

    Deprecated in Python 3.12. The often seen ``now(timezone.utc)`` alone is aware: compared with or subtracted from
    a naive value it raises TypeError, and equal to one it never is. As a function that is passed on, the file gets
    one of its own; as the ``default`` of something that needs a review, because Django's migrations name the function.

    With ``utcnow = "aware"`` in ``[tool.upgrader]`` it becomes what new code uses, to be reviewed, so only ``--review``
    applies it: ``datetime.now(timezone.utc)``, and ``datetime.fromtimestamp(x, timezone.utc)``.

    Review: this is about ``utcnow = "aware"``. Aware and naive values are never equal, and to order or subtract them
    raises TypeError: change what these values meet as well. Their text ends in ``+00:00``, ``timestamp()`` takes them for
    UTC instead of local time, ``make_aware()`` and pytz's ``localize()`` refuse them, and so does the SQLite backend of
    Django with ``USE_TZ = False``.

    ```diff
     import datetime

    -print(datetime.datetime.utcnow().isoformat())
    -print(datetime.datetime.utcfromtimestamp(0))
    +print(datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None).isoformat())
    +print(datetime.datetime.fromtimestamp(0, datetime.timezone.utc).replace(tzinfo=None))
    ```

    ```diff
    -from datetime import datetime as dt
    +from datetime import datetime as dt, timezone

    -stamps = [dt.utcnow]
    +
    +def _utcnow():
    +    \"""Return the time in UTC without a time zone, as datetime.utcnow did.\"""
    +    return dt.now(timezone.utc).replace(tzinfo=None)
    +
    +
    +stamps = [_utcnow]

     class Clock:
    -    now = dt.utcnow
    +    now = staticmethod(_utcnow)
    ```

    ```diff
     from django.utils import timezone as datetime
     from arrow import utcnow

     print(datetime.now(), utcnow(), datetime.datetime.utcnow())
    ```
    """
    name = "utcnow" if file.resolve(node) == "datetime.datetime.utcnow" else "utcfromtimestamp"
    message = f"datetime.{name} is deprecated; it gives a naive value"
    if file.guard(node) or not isinstance(node, cst.Attribute):
        yield Hit(node, message)
        return
    aware = file.utcnow == "aware"
    stripped = "" if aware else ".replace(tzinfo=None)"
    zone = file.ref("datetime.timezone", node)
    call = file.parent(node)
    if not (isinstance(call, cst.Call) and call.func is node):
        owner = file.ref("datetime.datetime", file.module)
        zone = file.ref("datetime.timezone", file.module)
        source = (_UTCNOW if name == "utcnow" else _UTCFROMTIMESTAMP).format(
            owner=owner,
            zone=zone,
            stripped=stripped,
            said="as an aware value" if aware else f"without a time zone, as datetime.{name} did",
        )
        is_default = isinstance(call, cst.Arg) and call.keyword is not None and call.keyword.value == "default"
        safety = Safety.REVIEW if is_default or aware else None
        imports = (*owner.imports, *zone.imports)
        # a builtin method stays as it is in a class, a function would become a method
        assign = call if isinstance(call, (cst.Assign, cst.AnnAssign)) else None
        in_class = assign is not None and isinstance(file.parent(file.parent(file.parent(assign))), cst.ClassDef)
        new = f"staticmethod(_{name})" if in_class else f"_{name}"
        yield Hit(node, message, new, imports=imports, helpers=(source,), safety=safety)
        return
    owner_code = file.code(node.value)
    if name == "utcnow" and not call.args:
        new = f"{owner_code}.now({zone}.utc){stripped}"
        yield Hit(call, message, new, imports=zone.imports, safety=Safety.REVIEW if aware else None)
        return
    moment = argument(call, 0, "timestamp") if len(call.args) == 1 and not spread(call) else None
    if name == "utcfromtimestamp" and moment is not None:
        new = f"{owner_code}.fromtimestamp({file.code(moment.value)}, {zone}.utc){stripped}"
        yield Hit(call, message, new, imports=zone.imports, safety=Safety.REVIEW if aware else None)
    else:
        yield Hit(node, message)


_UTCNOW = '''
def _utcnow():
    """Return the time in UTC {said}."""
    return {owner}.now({zone}.utc){stripped}
'''
_UTCFROMTIMESTAMP = '''
def _utcfromtimestamp(timestamp):
    """Return the time in UTC {said}."""
    return {owner}.fromtimestamp(timestamp, {zone}.utc){stripped}
'''

_DAY = re.compile(r"%[de]")
_YEAR = re.compile(r"%[YyGCcxDFs+]")


@rule(
    "PY313-strptime-year",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/datetime.html#format-codes",
    safety="manual",
    names=["datetime.datetime.strptime", "time.strptime"],
    pattern=rb"['\"](?:(?!%[YyGCcxDFs+])[^'\"])*%[de](?:(?!%[YyGCcxDFs+])[^'\"])*['\"]",
)
def day_without_year(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report ``strptime`` formats that have a day of the month but no year.

    Python 3.13 warns: the year is then 1900, which has no 29 February.

    Manual: put a year in front of both the text and the format: ``strptime(f"{year}-{text}", "%Y-%m-%d")``.

    ```diff
     from datetime import datetime

    -print(datetime.strptime(text, "%m-%d"))
    +print(datetime.strptime(f"2024-{text}", "%Y-%m-%d"))
    ```

    ```diff
     from datetime import datetime

     print(datetime.strptime(text, "%H:%M"), datetime.strptime(text, form))
    ```
    """
    given = argument(node, 1, "format")
    form = given.value.evaluated_value if given is not None and isinstance(given.value, cst.SimpleString) else None
    if isinstance(form, str) and _DAY.search(form) and not _YEAR.search(form):
        yield Hit(node, "a day without a year: 29 February does not parse")
