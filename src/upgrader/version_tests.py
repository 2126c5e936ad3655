"""What a test of the version says when the upgraded project runs: ``sys.version_info >= (3, 0)``, ``six.PY2``, ``not PY3``.

Of the version that is aimed at, major and minor number are known, and no more.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import libcst as cst

from upgrader.model import Versions
from upgrader.names import Names, Node


@dataclass(frozen=True)
class _Begins:
    """A tuple or a text of which the beginning is known, and that there is more."""

    known: tuple[object, ...] | str


@dataclass(frozen=True)
class _Between:
    """A number of which the bounds are known, the upper one not among what it may be."""

    low: int
    high: int


@dataclass
class _Asked:
    """Of whom it is asked, and whether a version had a say."""

    names: Names
    target: Versions
    version: bool = False


class _Unknown(Exception):
    """The value cannot be told."""


def decided(test: cst.BaseExpression, names: Names, target: Versions) -> bool | None:
    """Return what a test is under the versions of ``target``, None where something else than the version decides."""
    asked = _Asked(names, target)
    try:
        value = _value(test, asked, 0)
    except (_Unknown, TypeError, IndexError):
        return None
    if not asked.version or isinstance(value, (_Begins, _Between)):
        return None
    return bool(value)


def _value(node: Node, asked: _Asked, depth: int) -> object:
    if depth > 8:
        raise _Unknown
    if isinstance(node, (cst.Integer, cst.SimpleString)):
        return node.evaluated_value
    if isinstance(node, cst.Tuple):
        return tuple(_value(element.value, asked, depth + 1) for element in node.elements)
    if isinstance(node, (cst.Name, cst.Attribute)):
        return _named(node, asked, depth)
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
        found = decided(node.expression, asked.names, asked.target)
        if found is None:
            raise _Unknown
        asked.version = True
        return not found
    if isinstance(node, cst.BooleanOperation):
        sides = {decided(node.left, asked.names, asked.target), decided(node.right, asked.names, asked.target)}
        decisive = isinstance(node.operator, cst.Or)
        if decisive not in sides and None in sides:
            raise _Unknown
        asked.version = True
        return decisive if decisive in sides else not decisive
    if isinstance(node, cst.Comparison) and len(node.comparisons) == 1:
        left = _value(node.left, asked, depth + 1)
        right = _value(node.comparisons[0].comparator, asked, depth + 1)
        return _compare(node.comparisons[0].operator, left, right)
    if isinstance(node, cst.Subscript) and len(node.slice) == 1:
        return _part(_value(node.value, asked, depth + 1), node.slice[0].slice, asked, depth)
    if isinstance(node, cst.Call):
        return _called(node, asked, depth)
    raise _Unknown


def _named(node: cst.Name | cst.Attribute, asked: _Asked, depth: int) -> object:
    names = asked.names
    meaning = names.resolve(node)
    release = asked.target.python.release[:2]
    version = _versions(asked.target).get(meaning or "")
    if version is not None:
        asked.version = True
        return version
    if isinstance(node, cst.Name):
        if node.value in ("True", "False"):
            return node.value == "True"
        scope = names.scope(node).find(node.value)
        bindings = scope.bindings[node.value] if scope is not None else []
        if any(binding.qualified is None for binding in bindings):
            return _value(_assigned(node.value, [binding.node for binding in bindings], names), asked, depth + 1)
    elif isinstance(node.value, cst.Name) and node.attr.value in ("major", "minor"):
        found = _value(node.value, asked, depth + 1)  # a name for sys.version_info
        if isinstance(found, _Begins):
            return found.known[node.attr.value == "minor"]
    # of six, of Django's copy of it, and of the modules that projects have for that
    match = _FLAG.fullmatch(meaning.rpartition(".")[2]) if meaning is not None and "." in meaning else None
    if match is None:
        raise _Unknown
    asked.version = True
    return match[1] == str(release[0])


def _versions(target: Versions) -> dict[str, object]:
    """Return what is known of the names that hold a version."""
    major, minor = target.python.release[:2]
    low = (major << 24) + (minor << 16)
    known: dict[str, object] = {
        "sys.version_info": _Begins((major, minor)),
        "sys.version_info.major": major,
        "sys.version_info.minor": minor,
        "sys.version": _Begins(f"{major}."),  # no more of it: a comparison of later parts as texts is a mistake
        "sys.hexversion": _Between(low, low + (1 << 16)),
    }
    return known if target.django is None else {**known, "django.VERSION": _Begins(target.django.release[:2])}


#: PY2, PY3, is_py3, IS_PYTHON2; not PY34 of six: what it is for is told by the test alone, as of PY310 it would be.
_FLAG = re.compile(r"(?:IS_?)?PY(?:THON)?_?([23])", re.IGNORECASE)


def _assigned(name: str, places: list[Node], names: Names) -> Node:
    """Return the one value that a name gets, at the top of a module or a class or in a function."""
    (place, *more) = places
    line = (
        names.parent(names.parent(place)) if isinstance(names.parent(place), cst.AssignTarget) else names.parent(place)
    )
    if more or not isinstance(line, (cst.Assign, cst.AnnAssign)) or line.value is None:
        raise _Unknown
    if isinstance(line, cst.Assign) and any(not isinstance(one.target, cst.Name) for one in line.targets):
        raise _Unknown
    return line.value


def _part(whole: object, what: cst.BaseSlice, asked: _Asked, depth: int) -> object:
    known = whole.known if isinstance(whole, _Begins) else whole
    if not isinstance(known, (tuple, str)):
        raise _Unknown
    if isinstance(what, cst.Index):
        at = _value(what.value, asked, depth + 1)
        if not isinstance(at, int) or (isinstance(whole, _Begins) and not 0 <= at < len(known)):
            raise _Unknown
        return known[at]
    if not isinstance(what, cst.Slice) or what.step is not None:
        raise _Unknown
    low = _value(what.lower, asked, depth + 1) if what.lower is not None else 0
    high = _value(what.upper, asked, depth + 1) if what.upper is not None else None
    if low != 0 or (high is not None and (not isinstance(high, int) or high < 0)):
        raise _Unknown
    if isinstance(whole, _Begins) and (high is None or high > len(known)):
        return whole
    return known[:high]


def _called(node: cst.Call, asked: _Asked, depth: int) -> object:
    meaning = asked.names.resolve(node.func)
    major = str(asked.target.python.major)
    asked.version = asked.version or meaning in ("platform.python_version_tuple", "platform.python_version")
    if meaning == "platform.python_version_tuple":
        return _Begins((major,))
    if meaning == "platform.python_version":
        return _Begins(major + ".")
    if meaning in ("builtins.int", "builtins.bool", "builtins.tuple") and len(node.args) == 1:
        value = _value(node.args[0].value, asked, depth + 1)
        if meaning == "builtins.int" and isinstance(value, str) and value.isdigit():
            return int(value)
        if meaning == "builtins.tuple" and isinstance(value, (_Begins, tuple)):
            return value
        if isinstance(value, bool) or (meaning == "builtins.int" and isinstance(value, int)):
            return value
    if isinstance(node.func, cst.Attribute) and node.func.attr.value == "startswith" and len(node.args) == 1:
        whole = _value(node.func.value, asked, depth + 1)
        begin = _value(node.args[0].value, asked, depth + 1)
        known = whole.known if isinstance(whole, _Begins) else None
        if isinstance(known, str) and isinstance(begin, str) and not begin.startswith(known):
            return known.startswith(begin)
    raise _Unknown


_OPERATORS: dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]] = {
    cst.LessThan: operator.lt,
    cst.LessThanEqual: operator.le,
    cst.GreaterThan: operator.gt,
    cst.GreaterThanEqual: operator.ge,
    cst.Equal: operator.eq,
    cst.NotEqual: operator.ne,
    cst.Is: operator.eq,
    cst.IsNot: operator.ne,
}
_MIRRORED: dict[type[cst.BaseCompOp], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.GreaterThan,
    cst.LessThanEqual: cst.GreaterThanEqual,
    cst.GreaterThan: cst.LessThan,
    cst.GreaterThanEqual: cst.LessThanEqual,
}


def _compare(sign: cst.BaseCompOp, left: object, right: object) -> bool:
    kind = type(sign)
    if kind in (cst.In, cst.NotIn) and isinstance(right, tuple):
        return any(_compare(cst.Equal(), left, one) for one in right) is (kind is cst.In)
    if kind not in _OPERATORS:
        raise _Unknown
    if isinstance(right, (_Begins, _Between)):
        if isinstance(left, (_Begins, _Between)):
            raise _Unknown
        return _compare(_MIRRORED.get(kind, kind)(), right, left)
    if isinstance(left, _Between) and isinstance(right, int):
        low, high = (_OPERATORS[kind](bound, right) for bound in (left.low, left.high - 1))
        if low != high or (kind in (cst.Equal, cst.NotEqual) and left.low <= right < left.high):
            raise _Unknown
        return low
    if isinstance(left, _Begins):
        known = left.known
        if not isinstance(right, type(known)):
            raise _Unknown
        assert isinstance(right, (tuple, str))
        if len(right) > len(known) and right[: len(known)] == known:
            raise _Unknown
        # it goes on, so it is greater than a beginning of it
        longer: object = (*known, 0) if isinstance(known, tuple) else known + "0"
        return _OPERATORS[kind](longer, right)
    return _OPERATORS[kind](left, right)
