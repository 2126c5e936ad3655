"""pytz, which Django 5.0 knows no more and Django 4.0 no longer brings along."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

import libcst as cst
from packaging.version import Version

from upgrader.edit import NewImport, argument, spread
from upgrader.names import Node
from upgrader.removed import dropped
from upgrader.rule import File, Hit, rule
from upgrader.values import origins, unpacked

LOCALIZE = '''
def _localize(zone, value, is_dst=False):
    """Put a naive time into a time zone, as pytz did: where it has two offsets, the larger one is summer time."""
    if value.tzinfo is not None:
        raise ValueError("Not naive datetime (tzinfo is already set)")
    both = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    return (max if is_dst else min)(both, key=lambda moment: moment.utcoffset())
'''

EITHER = '''
def _localize_either(zone, value, is_dst=False):
    """Put a naive time into a time zone, of pytz or not: where it has two offsets, the larger one is summer time."""
    if hasattr(zone, "localize"):
        return zone.localize(value, is_dst=is_dst)
    if value.tzinfo is not None:
        raise ValueError("Not naive datetime (tzinfo is already set)")
    both = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    return (max if is_dst else min)(both, key=lambda moment: moment.utcoffset())
'''

STRICTLY = '''
def _localize_strictly(zone, value):
    """Put a naive time into a time zone, as pytz did: one that exists twice or not at all is an error."""
    if value.tzinfo is not None:
        raise ValueError("Not naive datetime (tzinfo is already set)")
    first, second = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    if first.utcoffset() == second.utcoffset():
        return first
    raise (_AmbiguousTimeError if first.utcoffset() > second.utcoffset() else _NonExistentTimeError)(value)
'''
INVALID = '''
class _InvalidTimeError(Exception):
    """A time that clocks show twice, or never."""
'''
AMBIGUOUS = '''
class _AmbiguousTimeError(_InvalidTimeError):
    """A time that clocks show twice, as they are set back."""
'''
NON_EXISTENT = '''
class _NonExistentTimeError(_InvalidTimeError):
    """A time that clocks never show, as they are set forward."""
'''
#: The last one comes to stand first.
ERRORS = (NON_EXISTENT, AMBIGUOUS, INVALID)


@dataclass(frozen=True)
class _Edit:
    """What to write for a node; the n-th ``HOLE`` in the code is the n-th of ``holes``, with the edits inside it."""

    node: Node
    code: str
    imports: tuple[NewImport, ...] = ()
    helpers: tuple[str, ...] = ()
    holes: tuple[cst.BaseExpression, ...] = ()


HOLE = "\0{}\0"
Kept = TypeVar("Kept", bound=cst.CSTNode)
FIRST, SECOND = HOLE.format(0), HOLE.format(1)


def _filled(edit: _Edit, edits: Mapping[int, _Edit], file: File) -> str:
    """Return an edit's code, with what stands in its holes rewritten as well."""
    return re.sub("\0(\\d)\0", lambda found: _rewritten(edit.holes[int(found[1])], edits, file), edit.code)


def _rewritten(node: cst.BaseExpression, edits: Mapping[int, _Edit], file: File) -> str:
    if id(node) in edits:
        return _filled(edits[id(node)], edits, file)

    class Rewriting(cst.CSTTransformer):
        def on_leave(self, original_node: Kept, updated_node: Kept) -> Kept:
            edit = edits.get(id(original_node))
            return updated_node if edit is None else cast(Kept, cst.parse_expression(_filled(edit, edits, file)))

    return file.code(cast(cst.BaseExpression, node.visit(Rewriting())))


@rule(
    "DJ50-pytz",
    package="django",
    since="3.2",
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    safety="review",
    needles=["pytz"],
)
def pytz(module: cst.Module, file: File) -> Iterator[Hit]:
    """``pytz`` becomes ``zoneinfo``.

    Django's own time zones are of ``zoneinfo`` since 4.0, and since 5.0 it takes no others: a zone of pytz that is given to
    ``make_aware`` puts the time 9 minutes off Paris without a word. All of a file is rewritten, or, where one use has no
    equivalent (``country_timezones``, a zone that other files may take), nothing of it; then the project has to require
    pytz, which came with Django before 4.0.

    ``localize`` becomes a function that the file carries, exact for the hours that exist twice or not at all (but in
    Ireland, Morocco and Namibia until 2017, where winter is the exception in ``zoneinfo``). With ``is_dst=None`` it is one
    that raises as pytz did, and so is ``make_aware`` where what it raised is caught. ``pytz.utc`` is taken by Django as it
    is, and is rewritten with the rest.

    Review: ``ZoneInfo`` wants a zone's name in its exact case, and the time zone database of the system or the distribution
    ``tzdata``, which the project then requires. Adding to a time of ``zoneinfo`` goes by the clock on the wall, with
    pytz it went by elapsed time until ``normalize``; sums inside a ``normalize`` are done in UTC. ``zone.utcoffset(naive)``
    raised in the hours that exist twice or not at all. ``common_timezones`` was a selection; ``zoneinfo`` came with
    Python 3.9.

    ```diff
    -import pytz
    +import datetime
    +import zoneinfo

     try:
    -    zone = pytz.timezone(name)
    -except pytz.UnknownTimeZoneError:
    -    zone = pytz.utc
    -NAMES = [(name, name) for name in pytz.common_timezones]
    +    zone = zoneinfo.ZoneInfo(name)
    +except (zoneinfo.ZoneInfoNotFoundError, TypeError, ValueError):
    +    zone = datetime.timezone.utc
    +NAMES = [(name, name) for name in sorted(zoneinfo.available_timezones())]
    ```

    ```diff
    -from datetime import datetime
    -
    -from pytz import timezone, utc
    +from datetime import datetime, timezone as datetime_timezone
    +import zoneinfo
    +
    +
    +def _localize(zone, value, is_dst=False):
    +    \"""Put a naive time into a time zone, as pytz did: where it has two offsets, the larger one is summer time.\"""
    +    if value.tzinfo is not None:
    +        raise ValueError("Not naive datetime (tzinfo is already set)")
    +    both = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    +    return (max if is_dst else min)(both, key=lambda moment: moment.utcoffset())


     def opening(day):
    -    paris, oslo = timezone("Europe/Paris"), timezone("Europe/Oslo")
    -    start = paris.localize(datetime(2020, 1, 1))
    -    print(utc.localize(datetime(2020, 1, 1)), paris.zone, day.tzinfo.zone)
    -    return paris.normalize(start + day)
    +    paris, oslo = zoneinfo.ZoneInfo("Europe/Paris"), zoneinfo.ZoneInfo("Europe/Oslo")
    +    start = _localize(paris, datetime(2020, 1, 1))
    +    print(datetime(2020, 1, 1).replace(tzinfo=datetime_timezone.utc), str(paris), str(day.tzinfo))
    +    return (start.astimezone(datetime_timezone.utc) + day).astimezone(paris)
    ```

    ```diff
    -import pytz
    +import datetime
    +import zoneinfo
    +
    +
    +class _InvalidTimeError(Exception):
    +    \"""A time that clocks show twice, or never.\"""
    +
    +
    +class _AmbiguousTimeError(_InvalidTimeError):
    +    \"""A time that clocks show twice, as they are set back.\"""
    +
    +
    +class _NonExistentTimeError(_InvalidTimeError):
    +    \"""A time that clocks never show, as they are set forward.\"""
    +
    +
    +def _localize_strictly(zone, value):
    +    \"""Put a naive time into a time zone, as pytz did: one that exists twice or not at all is an error.\"""
    +    if value.tzinfo is not None:
    +        raise ValueError("Not naive datetime (tzinfo is already set)")
    +    first, second = [value.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    +    if first.utcoffset() == second.utcoffset():
    +        return first
    +    raise (_AmbiguousTimeError if first.utcoffset() > second.utcoffset() else _NonExistentTimeError)(value)
    +

     def opening(day):
         try:
    -        return pytz.timezone("Europe/Paris").localize(day, is_dst=None)
    -    except pytz.exceptions.AmbiguousTimeError:
    -        return pytz.utc.localize(day)
    +        return _localize_strictly(zoneinfo.ZoneInfo("Europe/Paris"), day)
    +    except _AmbiguousTimeError:
    +        return day.replace(tzinfo=datetime.timezone.utc)
    ```

    ```diff
    -import pytz
    -
    +import datetime

     def later(zone, moment, delta):
    -    return zone.normalize(moment + delta)
    +    return (moment.astimezone(datetime.timezone.utc) + delta).astimezone(zone)
    ```

    ```diff
    -import pytz
    -
     print("an import without a use")
    ```

    ```diff
     from dateutil import tz as pytz

     print(pytz.timezone("Europe/Paris"), pytz.utc)
    ```
    """
    references = list(_references(file))
    zones = any(name == "timezone" for _, name in references)
    aliases = [
        alias
        for name, imported in file.names.imported.items()
        if name.partition(".")[0] == "pytz"
        for alias in imported
    ]
    edits = [_edits(node, name, file) for node, name in references]
    known = [edit for found in edits if found is not None for edit in found]
    known += _caught({id(edit.node) for edit in known}, file)
    known += _normalized({id(edit.node) for edit in known}, file)
    open_aliases = [alias for alias in aliases if not file.guard(alias)]
    whole = all(found is not None for found in edits) and len(open_aliases) == len(aliases)
    unseen = _unknown_receivers({id(edit.node) for edit in known}, file)
    strays = not whole or any(file.names.stars) or unseen or _INSIDES.search(file.text)
    shared = any(file.exported(file.names.local(alias)) for alias in aliases)
    if known and not strays and not shared:
        everything = {id(edit.node): edit for edit in [*known, *_zones_of_times(file)]}
        outer = [
            edit for edit in everything.values() if not any(id(n) in everything for n in file.names.parents(edit.node))
        ]
        first, *others = outer
        yield Hit(
            first.node,
            "Django knows zoneinfo instead of pytz",
            _filled(first, everything, file),
            also=tuple((edit.node, _filled(edit, everything, file)) for edit in others),
            drop=tuple(alias for alias in open_aliases if not file.names.uses(alias)),
            imports=tuple(new for edit in known for new in edit.imports),
            helpers=tuple(helper for edit in known for helper in edit.helpers),
            requires=("tzdata",) if zones else (),
            certain=zones,
        )
        return
    for alias in open_aliases:
        hit = dropped(alias, "Django knows zoneinfo instead of pytz", file)
        if hit.drop and not unseen:
            yield hit
            continue
        came_along = file.old.django is not None and file.old.django < Version("4.0") and file.old.of("pytz") is None
        message = hit.message
        if came_along:
            message += ", and does not bring pytz along any more"
        yield Hit(alias, message, requires=("pytz",) if came_along else (), certain=zones)


def _references(file: File) -> Iterator[tuple[cst.Name | cst.Attribute, str]]:
    """Yield the names and attribute chains that mean something in pytz, as far as pytz itself goes."""
    for qualified, nodes in file.names.references.items():
        parts = qualified.split(".")
        if parts[0] != "pytz" or len(parts) < 2:
            continue
        if parts[1] in ("exceptions", "tzinfo") and len(parts) == 2:
            continue
        if len(parts) == (3 if parts[1] in ("exceptions", "tzinfo") else 2):
            for node in nodes:
                yield node, qualified.removeprefix("pytz.").removeprefix("exceptions.")


STRICT = "_localize_strictly"
_INSIDES = re.compile(r"\b_(?:tzinfos|utc_transition_times|transition_info)\b")  #: what only zones of pytz have inside
_INVALID = {name: f"_{name}" for name in ("InvalidTimeError", "AmbiguousTimeError", "NonExistentTimeError")}


def _zoneinfo(name: str, at: Node, file: File) -> tuple[str, tuple[NewImport, ...]]:
    ref = file.ref(f"zoneinfo.{name}", at)
    if ref.needs is None:
        return str(ref), ()
    return f"zoneinfo.{name}", (NewImport("zoneinfo"),)


def _datetime(name: str, at: Node, file: File) -> tuple[str, tuple[NewImport, ...]]:
    ref = file.ref(f"datetime.{name}", at)
    if ref.needs is not None and not file.names.bound("datetime"):
        return f"datetime.{name}", (NewImport("datetime"),)
    return str(ref), ref.imports


def _edits(node: cst.Name | cst.Attribute, name: str, file: File) -> list[_Edit] | None:
    """Return what to replace for one use of pytz, None when it has no equivalent."""
    taken = file.names.bound("zoneinfo") and not file.names.imported.get("zoneinfo")
    if taken or file.guard(node):
        return None
    call = file.parent(node)
    called = isinstance(call, cst.Call) and call.func is node
    if name in ("utc", "UTC"):
        code, imports = _datetime("timezone", node, file)
        return _zone(node, f"{code}.utc", imports, file)
    if name == "timezone" and called and isinstance(call, cst.Call) and len(call.args) == 1 and not spread(call):
        code, imports = _zoneinfo("ZoneInfo", node, file)
        return _zone(call, f"{code}({FIRST})", imports, file, (call.args[0].value,))
    if name == "timezone" and not called and isinstance(call, cst.Arg):
        code, imports = _zoneinfo("ZoneInfo", node, file)
        return [_Edit(node, code, imports)]
    if name == "UnknownTimeZoneError":
        code, imports = _zoneinfo("ZoneInfoNotFoundError", node, file)
        caught = isinstance(file.parent(node), cst.ExceptHandler)
        return [_Edit(node, f"({code}, TypeError, ValueError)" if caught else code, imports)]
    raised = re.search(r"\.localize\([^\n]*\bNone\b", file.text) or any(_raising(node, file))
    if name in _INVALID and raised and not _strict_taken(file):
        return [_Edit(node, _INVALID[name], (), ERRORS)]
    if name in ("common_timezones", "all_timezones", "common_timezones_set", "all_timezones_set"):
        code, imports = _zoneinfo("available_timezones", node, file)
        return [_Edit(node, f"{code}()" if name.endswith("_set") else f"sorted({code}())", imports)]
    if name == "FixedOffset" and called and isinstance(call, cst.Call) and len(call.args) == 1 and not spread(call):
        code, imports = _datetime("timezone", node, file)
        delta, more = _datetime("timedelta", node, file)
        made = f"{code}({delta}(minutes={FIRST}))"
        return _zone(call, made, (*imports, *more), file, (call.args[0].value,))
    if name in ("BaseTzInfo", "tzinfo.BaseTzInfo", "tzinfo.DstTzInfo", "tzinfo.StaticTzInfo"):
        code, imports = _datetime("tzinfo", node, file)
        return [_Edit(node, code, imports)]
    return None


def _strict_taken(file: File) -> bool:
    return any(file.names.bound(name) for name in (STRICT, *_INVALID.values())) and not _is_own(STRICT, file)


MAKE_AWARE = "django.utils.timezone.make_aware"


def _raising(error: Node, file: File) -> Iterator[cst.Call]:
    """Yield the calls of ``make_aware()`` in a ``try`` one of whose handlers catches ``error``.

    Those that raised it: without ``is_dst``, or with None.
    """
    handler = file.inside(error, cst.ExceptHandler)
    around = file.parent(handler) if handler is not None else None
    if (
        handler is None
        or not isinstance(around, cst.Try)
        or any(one is handler.body for one in file.names.parents(error))
    ):
        return
    for node in file.names.references.get(MAKE_AWARE, ()):
        call = file.parent(node)
        if (
            isinstance(call, cst.Call)
            and call.func is node
            and any(one is around.body for one in file.names.parents(call))
        ):
            summer = argument(call, 2, "is_dst")
            if (
                argument(call, 0, "value")
                and not spread(call)
                and (summer is None or file.code(summer.value) == "None")
            ):
                yield call


def _caught(edited: set[int], file: File) -> Iterator[_Edit]:
    """Yield the edits for ``make_aware()`` where what it raised is caught, which nothing raises any more."""
    for name, nodes in file.names.references.items():
        if name.removeprefix("pytz.").removeprefix("exceptions.") not in _INVALID or not name.startswith("pytz."):
            continue
        for node in nodes:
            for call in _raising(node, file) if id(node) in edited else ():
                value, zone = argument(call, 0, "value"), argument(call, 1, "timezone")
                if value is None or id(call) in edited:
                    continue
                edited.add(id(call))
                current = file.ref("django.utils.timezone.get_current_timezone", call)
                given = (
                    file.code(zone.value) if zone is not None and file.code(zone.value) != "None" else f"{current}()"
                )
                imports = current.imports if given == f"{current}()" else ()
                made = f"{STRICT}({given}, {FIRST})"
                yield _Edit(call, made, imports, (STRICTLY, *ERRORS), (value.value,))


def _zone(
    place: cst.BaseExpression,
    code: str,
    imports: tuple[NewImport, ...],
    file: File,
    holes: tuple[cst.BaseExpression, ...] = (),
) -> list[_Edit] | None:
    """Return the edits for a zone that stands at ``place`` and for the methods of pytz that are called on it."""
    own = _Edit(place, code, imports, holes=holes)
    method = _method(place, imports, file, utc=code.endswith("timezone.utc"))
    if method is not None:
        return [own, *method]
    found = [own]
    for target in _targets(place, file):
        if not isinstance(target, cst.Name) or (_at_module(target, file) and _taken(target, file)):
            return None  # who takes it from there is not seen
        for use in _uses(target, file):
            if isinstance(file.parent(use), cst.Attribute):
                edits = _method(use, imports, file)
                if edits is None and _pytz_only(use, file):
                    return None
                found += edits or []
    if isinstance(file.parent(place), cst.Attribute) and _pytz_only(place, file):
        return None
    return found


def _targets(place: cst.BaseExpression, file: File) -> list[cst.BaseExpression]:
    """Return what ``place`` is assigned to, also as one of several values to one of several names."""
    around = file.parent(place)
    if isinstance(around, cst.Assign):
        return [target.target for target in around.targets]
    row = file.parent(around)
    assign = file.parent(row)
    if not isinstance(around, cst.Element) or not isinstance(assign, cst.Assign) or assign.value is not row:
        return []
    rows = [target.target for target in assign.targets if isinstance(target.target, (cst.Tuple, cst.List))]
    return [one.value for names in rows for one in names.elements if unpacked(one, file) is place]


def _at_module(target: cst.Name, file: File) -> bool:
    return file.names.scope(target).find(target.value) is file.names.root


def _taken(target: cst.Name, file: File) -> bool:
    return file.exported(target.value)


def _uses(target: Node, file: File) -> Iterator[cst.Name]:
    if not isinstance(target, cst.Name):
        return
    scope = file.names.scope(target).find(target.value)
    for node in file.names.nodes.get(cst.Name, ()):
        name = cst.ensure_type(node, cst.Name)
        read = name.value == target.value and not isinstance(file.parent(name), cst.AssignTarget)
        if read and file.names.scope(name).find(name.value) is scope:
            yield name


def _pytz_only(place: Node, file: File) -> bool:
    method = file.parent(place)
    if not isinstance(method, cst.Attribute):
        return False
    call = file.parent(method)
    if method.attr.value in ("utcoffset", "dst", "tzname"):  # with an argument that only pytz takes
        return isinstance(call, cst.Call) and call.func is method and len(call.args) > 1
    return method.attr.value in ("localize", "normalize", "zone", "_utcoffset", "fromutc")


def _method(
    place: cst.BaseExpression, imports: tuple[NewImport, ...], file: File, *, utc: bool = False
) -> list[_Edit] | None:
    """Return the edit for what is called on, or read of, a zone that stands at ``place``; None for anything else."""
    method = file.parent(place)
    if not isinstance(method, cst.Attribute) or method.value is not place:
        return None
    if method.attr.value == "zone":
        return [_Edit(method, f"str({FIRST})", imports, (), (place,))]
    call = file.parent(method)
    if not (isinstance(call, cst.Call) and call.func is method) or spread(call):
        return None
    value = argument(call, 0, "dt")
    if value is None:
        return None
    name, holes = method.attr.value, (place, value.value)
    operand = _operand(value.value)
    is_dst = argument(call, 1, "is_dst")
    if name == "localize":
        if utc:
            return [_Edit(call, f"{operand}.replace(tzinfo={FIRST})", imports, (), holes)]
        if is_dst is not None and file.code(is_dst.value) == "None":
            if _strict_taken(file):
                return None
            return [_Edit(call, f"{STRICT}({FIRST}, {SECOND})", imports, (STRICTLY, *ERRORS), holes)]
        summer = f", is_dst={file.code(is_dst.value)}" if is_dst is not None else ""
        if file.names.bound("_localize") and not _is_own("_localize", file):
            return None
        return [_Edit(call, f"_localize({FIRST}, {SECOND}{summer})", imports, (LOCALIZE,), holes)]
    if name in ("utcoffset", "dst", "tzname") and is_dst is not None:
        if file.names.bound("_localize") and not _is_own("_localize", file):
            return None
        made = f"_localize({FIRST}, {SECOND}, is_dst={file.code(is_dst.value)}).{name}()"
        return [_Edit(call, made, imports, (LOCALIZE,), holes)]
    if name == "fromutc" and not utc:
        spelled, more = _datetime("timezone", place, file)
        made = f"{operand}.replace(tzinfo={spelled}.utc).astimezone({FIRST})"
        return [_Edit(call, made, (*imports, *more), (), holes)]
    if name == "normalize" and is_dst is None:
        total = value.value
        if isinstance(total, cst.BinaryOperation) and isinstance(total.operator, (cst.Add, cst.Subtract)):
            spelled, more = _datetime("timezone", place, file)
            sign = "+" if isinstance(total.operator, cst.Add) else "-"
            left = f"{_operand(total.left)}.astimezone({spelled}.utc)"
            made = f"({left} {sign} {HOLE.format(2)}).astimezone({FIRST})"
            return [_Edit(call, made, (*imports, *more), (), (place, total.left, total.right))]
        return [_Edit(call, f"{operand}.astimezone({FIRST})", imports, (), holes)]
    return None


def _operand(node: cst.BaseExpression) -> str:
    """Return the second hole, in parentheses where a method can be called on ``node`` in no other way."""
    primary = isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)) or node.lpar
    return SECOND if primary else f"({SECOND})"


def _is_own(name: str, file: File) -> bool:
    bindings = file.names.root.bindings.get(name, [])
    return all(isinstance(binding.node, cst.FunctionDef) for binding in bindings)


def _normalized(edited: set[int], file: File) -> Iterator[_Edit]:
    """Yield the edits for ``normalize()`` of a zone that the file does not show, where what it gets is a time.

    A sum, or what comes from ``localize()`` or ``astimezone()``: ``astimezone(zone)`` is the same for zones of either kind.
    """
    for node in file.names.nodes.get(cst.Attribute, ()):
        attribute = cst.ensure_type(node, cst.Attribute)
        call = file.parent(attribute)
        if attribute.attr.value != "normalize" or not isinstance(call, cst.Call) or call.func is not attribute:
            continue
        if (
            id(call) in edited
            or len(call.args) != 1
            or call.args[0].keyword is not None
            or origins(attribute.value, file)
        ):
            continue
        value = call.args[0].value
        made = value.func if isinstance(value, cst.Call) else None
        moved = isinstance(made, cst.Attribute) and made.attr.value in ("localize", "astimezone")
        summed = isinstance(value, cst.BinaryOperation) and isinstance(value.operator, (cst.Add, cst.Subtract))
        if file.resolve(attribute) is None and not file.guard(call) and (moved or summed):
            yield from _method(attribute.value, (), file) or []


def _unknown_receivers(edited: set[int], file: File) -> bool:
    """Whether the file calls ``localize`` or ``normalize`` on something that need not be a zone of ``zoneinfo`` then."""
    for node in file.names.nodes.get(cst.Attribute, ()):
        attribute = cst.ensure_type(node, cst.Attribute)
        call = file.parent(attribute)
        if attribute.attr.value not in ("localize", "normalize") or not isinstance(call, cst.Call):
            continue
        other = file.resolve(attribute) is not None and not _is_pytz(attribute, file)
        if other or id(call) in edited:
            continue
        if call.func is attribute and len(call.args) == 1 and not origins(attribute.value, file) & {"builtins.str"}:
            return True
    return False


def _zones_of_times(file: File) -> Iterator[_Edit]:
    """Yield the edits for ``time.tzinfo.zone``: only zones of pytz have that, and both print as their names."""
    for node in file.names.nodes.get(cst.Attribute, ()):
        attribute = cst.ensure_type(node, cst.Attribute)
        zone = attribute.value
        if attribute.attr.value == "zone" and isinstance(zone, cst.Attribute) and zone.attr.value == "tzinfo":
            yield _Edit(attribute, f"str({file.code(zone)})")


def _is_pytz(node: cst.Attribute, file: File) -> bool:
    return (file.resolve(node) or "").startswith("pytz.")
