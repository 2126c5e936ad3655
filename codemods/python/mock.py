"""``unittest.mock``: assertions that never asserted, and what Python 3.10 to 3.12 do about them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, with_arg
from upgrader.methods import meant
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

DOCS = "https://docs.python.org/3.12/whatsnew/3.12.html#unittest"
MOCKS = frozenset(
    f"{module}.{name}"
    for module in ("unittest.mock", "mock")
    for name in (
        "Mock",
        "MagicMock",
        "AsyncMock",
        "NonCallableMock",
        "NonCallableMagicMock",
        "create_autospec",
        "patch",
        "patch.object",
    )
)
QUERYSETS = frozenset(["django.db.models.QuerySet", "django.db.models.query.QuerySet"])

#: what was meant by each word that looks like an assertion; with arguments, and without
MEANT = {
    "called_once": ("assert_called_once", "assert_called_once"),
    "called_once_with": ("assert_called_once_with", "assert_called_once"),
    "called_with": ("assert_called_with", "assert_called"),
    "has_calls": ("assert_has_calls", "assert_called"),
    "not_called": ("assert_not_called", "assert_not_called"),
}


@rule(
    "PY39-mock-version",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/unittest.mock.html",
    names=["unittest.mock.__version__"],
)
def version(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``unittest.mock.__version__`` was always 1.0.

    Left from the time when mock was a package of its own; removed in Python 3.9.

    ```diff
     from unittest import mock

     mock.patch("ours.name")
    -print(mock.__version__)
    +print("1.0")
    ```

    ```diff
     import mock

     print(mock.__version__)
    ```
    """
    message = "unittest.mock.__version__ is gone; it was 1.0"
    yield Hit(node, message) if file.guard(node) else Hit(node, message, '"1.0"')


@rule(
    "PY312-mock-dead-assertions",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS,
    safety="review",
    needles=[f"{module} {word}" for word in MEANT for module in ("mock", "patch", "Mock", "MagicMock")],
)
def dead_assertions(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``assert mock.called_once`` asserted nothing.

    Such an attribute was one more mock, and true. Python 3.12 raises AttributeError for these names instead.

    Review: the assertion is a real one now. A test that fails because of it has found something.

    ```diff
     from unittest import mock

     send = mock.Mock()
     send(1)
    -assert send.called_once
    -assert send.called_once_with(1), "sent"
    -send.has_calls([mock.call(1)])
    +send.assert_called_once()
    +send.assert_called_once_with(1)
    +send.assert_has_calls([mock.call(1)])
    ```

    ```diff
     from unittest.mock import patch

     with patch("ours.send") as send:
    -    self.assertTrue(send.not_called)
    +    send.assert_not_called()
    ```

    ```diff
     from unittest.mock import patch


     class SendTest(TestCase):
         @patch.object(ours, "log")
         @patch("ours.send")
         @patch("ours.limit", 3)
         def test_send(self, send, log):
             ours.send(1)
    -        self.assertTrue(send.called_once)
    -        assert log.not_called
    +        send.assert_called_once()
    +        log.assert_not_called()
    ```

    ```diff
     from unittest import mock


     class Player:
         called_with = 1


     assert Player().called_with
     Player().has_calls()
    ```
    """
    if node.attr.value not in MEANT:
        return
    known = origins(node.value, file) & MOCKS
    call = file.parent(node)
    called = isinstance(call, cst.Call) and call.func is node
    statement = _assertion(call if called else node, file)
    message = f"{node.attr.value} is no assertion: it is {MEANT[node.attr.value][0]}"
    if not known:
        imported = any(name.split(".")[0] == "mock" or name.startswith("unittest.mock") for name in file.names.imported)
        unknown = not origins(node.value, file) and file.resolve(node) is None
        if statement is not None and imported and unknown and not isinstance(statement, cst.Expr):
            yield Hit(node, f"{message}, if {file.code(node.value)} is a mock", safety=Safety.REVIEW, certain=False)
        return
    if statement is None or file.guard(node):
        yield Hit(node, message)
        return
    assertion = MEANT[node.attr.value][0 if called else 1]
    renamed = file.code(node.with_changes(attr=cst.Name(assertion)))
    arguments = file.code(call)[len(file.code(node)) :] if called else "()"
    yield Hit(statement, message, f"{renamed}{arguments}")


def _assertion(node: Node, file: File) -> cst.Assert | cst.Expr | None:
    """Return the statement that does nothing but assert ``node``: ``assert x``, ``self.assertTrue(x)`` or ``x()``."""
    above = file.parent(node)
    if isinstance(above, cst.Assert) and above.test is node:
        return above
    if isinstance(above, cst.Expr):
        return above if isinstance(node, cst.Call) else None
    if isinstance(above, cst.Arg) and isinstance(call := file.parent(above), cst.Call) and call.args[0] is above:
        statement = file.parent(call)
        true = isinstance(call.func, cst.Attribute) and call.func.attr.value == "assertTrue"
        return statement if true and isinstance(statement, cst.Expr) else None
    return None


ASSERTIONS = (
    "assert_called",
    "assert_called_once",
    "assert_called_with",
    "assert_called_once_with",
    "assert_any_call",
    "assert_has_calls",
    "assert_not_called",
    "assert_awaited",
    "assert_awaited_once",
    "assert_awaited_with",
    "assert_awaited_once_with",
    "assert_any_await",
    "assert_has_awaits",
    "assert_not_awaited",
)
_MISSPELLED = ("asert_", "aseert_", "assrt_")


@rule(
    "PY310-mock-misspelled-assertions",
    package="python",
    since=None,
    gone="3.10",
    docs="https://docs.python.org/3/library/unittest.mock.html#unittest.mock.Mock",
    safety="review",
    needles=[prefix + name.partition("_")[2] for prefix in _MISSPELLED for name in ASSERTIONS],
)
def misspelled(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``mock.asert_called_once()`` asserted nothing.

    A misspelled assertion was one more mock. Python 3.5 refuses names that begin with ``assert`` or ``assret``; 3.10 also
    ``asert``, ``aseert`` and ``assrt``.

    Review: the assertion is a real one now. A test that fails because of it has found something.

    ```diff
     from unittest.mock import Mock

     send = Mock()
    -send.asert_called_once_with(1)
    +send.assert_called_once_with(1)
    ```

    ```diff
     checker.asert_called_once_with(1)
    ```
    """
    name = node.attr.value
    if not name.startswith(_MISSPELLED) or not origins(node.value, file) & MOCKS:
        return
    right = f"assert_{name.partition('_')[2]}"
    if right in ASSERTIONS and not file.guard(node):
        yield Hit(node, f"{name} is {right}", node.with_changes(attr=cst.Name(right)))
    else:
        yield Hit(node, f"{name} is no assertion of a mock")


@rule(
    "PY311-mock-of-a-mock",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3.11/whatsnew/3.11.html#unittest",
    safety="manual",
    needles=[f"{module} {word}" for module in ("mock", "Mock") for word in ("spec", "spec_set", "autospec")]
    + ["create_autospec"],
)
def mock_of_a_mock(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Mock(spec=a_mock)``: a mock is no specification.

    ``spec``, ``spec_set`` and ``autospec`` raise InvalidSpecError for a mock since Python 3.11; such a mock allowed
    everything.

    Manual: pass the real class or object.

    ```diff
     from unittest import mock

     send = mock.Mock(spec=Sender)
     other = ours(spec=mock.Mock())
    ```
    """
    called = meant(node.func, file)
    if not called & MOCKS:
        return
    specs = [arg for name in ("spec", "spec_set", "autospec") if (arg := keyword(node, name)) is not None]
    if any(name.endswith("create_autospec") for name in called):
        specs += [arg for arg in node.args[:1] if arg.keyword is None and not arg.star]
    for arg in specs:
        if origins(arg.value, file) & MOCKS:
            yield Hit(arg, "a mock cannot be the specification of a mock")


@rule(
    "PY312-mock-spec-queryset",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/library/unittest.mock.html#unittest.mock.Mock",
    safety="review",
    needles=[f"{module} spec_set" for module in ("mock", "Mock", "MagicMock")],
)
def mock_of_a_queryset(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Mock(spec_set=QuerySet())``: the names and the class of a queryset are the specification.

    Since Python 3.12 a mock asks whether its ``spec_set`` is true, and a queryset answers by running its query, here
    one that has no table: "incomplete input". ``spec=`` is not asked. What a mock takes from ``dir()`` is every name that
    an instance has, ``model`` and ``query`` included, which the class alone lacks; ``__class__`` keeps ``isinstance()``.

    Review: methods that are coroutines (``aget``, ``acount``) are mocks like all others, no ``AsyncMock``.

    ```diff
     from unittest import mock

     from django.db import models

    -found = mock.Mock(spec_set=models.QuerySet())
    +found = mock.Mock(spec_set=dir(models.QuerySet()), __class__=models.QuerySet)
     found.model = Book
    ```

    ```diff
     from unittest import mock

     from django.db import models

     found = mock.Mock(spec_set=models.QuerySet), mock.Mock(spec_set=models.Manager()), ours(spec_set=models.QuerySet())
     other = mock.Mock(spec=models.QuerySet()), mock.Mock(spec_set=dir(models.QuerySet()))
    ```
    """
    arg = keyword(node, "spec_set")
    if arg is None or not isinstance(arg.value, cst.Call) or not meant(node.func, file) & MOCKS:
        return
    if origins(arg.value, file) & QUERYSETS:
        message = "a queryset as specification runs its query"
        if file.guard(node) or keyword(node, "__class__") is not None:
            yield Hit(arg.value, message)
            return
        names = arg.with_changes(value=cst.parse_expression(f"dir({file.code(arg.value)})"))
        args = [names if one is arg else one for one in node.args]
        new = with_arg(node.with_changes(args=args), f"__class__={file.code(arg.value.func)}")
        yield Hit(node, message, new)
