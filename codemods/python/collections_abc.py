"""The abstract base classes that left ``collections`` in Python 3.10, and ``ByteString``, which leaves altogether."""

from collections.abc import Iterator

import libcst as cst

from upgrader.rule import File, Hit, moves, rule

NAMES = (
    "AsyncGenerator",
    "AsyncIterable",
    "AsyncIterator",
    "Awaitable",
    "ByteString",
    "Callable",
    "Collection",
    "Container",
    "Coroutine",
    "Generator",
    "Hashable",
    "ItemsView",
    "Iterable",
    "Iterator",
    "KeysView",
    "Mapping",
    "MappingView",
    "MutableMapping",
    "MutableSequence",
    "MutableSet",
    "Reversible",
    "Sequence",
    "Set",
    "Sized",
    "ValuesView",
)

moved = moves(
    "PY310-collections-abc",
    package="python",
    since="3.3",
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#removed",
    moved={f"collections.{name}": f"collections.abc.{name}" for name in NAMES},
    doc="""
    The abstract base classes are in ``collections.abc``.

    They moved there in Python 3.3; the old names went in 3.10. ``collections.abc`` has to be imported by its own name.

    ```diff
    -from collections import Mapping, OrderedDict
    +from collections import OrderedDict
    +from collections.abc import Mapping

     print(isinstance(OrderedDict(), Mapping))
    ```

    ```diff
     import collections
    +from collections.abc import Iterable, Set

     names = collections.OrderedDict()
    -print(isinstance(names, collections.Iterable), issubclass(set, collections.Set))
    +print(isinstance(names, Iterable), issubclass(set, Set))
    ```

    ```diff
    -import collections as c
    +from collections.abc import Set as abc_Set
     from typing import Set

    -def both(names: Set[str], other: c.Set) -> None: ...
    +def both(names: Set[str], other: abc_Set) -> None: ...
    ```

    ```diff
     from collections import namedtuple
     from mongo.collections import Mapping

     def keys(collections):
         return collections.Mapping
    ```
    """,
)


@rule(
    "PY314-byte-string",
    package="python",
    since=None,
    gone="3.17",
    docs="https://docs.python.org/3/library/collections.abc.html#collections.abc.ByteString",
    safety="review",
    names=["collections.abc.ByteString"],
    needles=["ByteString"],
)
def byte_string(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``ByteString`` in a type test becomes ``(bytes, bytearray)``.

    Deprecated since Python 3.12, because it says nothing about what it promises: only these two classes are registered.

    Review: a class of your own that was registered with ``ByteString`` is left out. Annotations and bases are reported
    only: ``collections.abc.Buffer`` (3.12), or a union of what is meant.

    ```diff
    -from collections.abc import ByteString
    -
    -print(isinstance(b"", ByteString), isinstance("", (str, ByteString)))
    +print(isinstance(b"", (bytes, bytearray)), isinstance("", (str, (bytes, bytearray))))
    ```

    ```diff
     from collections.abc import ByteString

     def read(data: ByteString) -> None: ...
    ```
    """
    message = "ByteString is deprecated: name the classes, or Buffer"
    around = file.parent(node)
    if isinstance(around, cst.Element):
        around = file.parent(file.parent(around))
    call = file.parent(around) if isinstance(around, cst.Arg) else None
    test = isinstance(call, cst.Call) and file.resolve(call.func) in ("builtins.isinstance", "builtins.issubclass")
    if test and isinstance(call, cst.Call) and around is call.args[-1] and not file.guard(node):
        yield Hit(node, message, "(bytes, bytearray)")
    else:
        yield Hit(node, message)


@rule(
    "PY310-same-import",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.10.html#removed",
    needles=["try import except"],
    # one import in each block, without a comment between them
    pattern=rb"try\s*:\s*(?:from|import)\b[^#:]*\bexcept\b[^#:]*:\s*(?:from|import)\b",
)
def same_import(node: cst.Try, file: File) -> Iterator[Hit]:
    """Import from ``collections.abc`` without ``collections`` as the second try.

    From Python 3.3 on ``collections.abc`` is there, and from 3.10 on nothing else is. Likewise where both imports have
    become the same one: where the first fails, so does the second.

    ```diff
     # both are in the standard library
    -try:
    -    from collections.abc import Mapping, Set
    -except ImportError:
    -    from collections.abc import Mapping, Set
    +from collections.abc import Mapping, Set
    -try:
    -    from collections import Sized as Measured
    -except ImportError:
    -    from collections.abc import Sized as Measured
    +from collections.abc import Sized as Measured
     try:
         from json import loads
     except ImportError:
         from simplejson import loads

     print(Mapping, Set, Measured, loads)
    ```

    ```diff
     try:
         from shop.models import Order
     except ImportError:
         from shop.models import Order  # the second time the applications are loaded
     try:
         from collections.abc import Mapping as Table
     except ImportError:
         from collections import OrderedDict as Table
     try:
         import shop
     except ImportError:
         import shop
     else:
         print(shop, Order, Table)
    ```
    """
    if len(node.handlers) != 1 or node.orelse or node.finalbody:
        return
    (handler,) = node.handlers
    caught = None if handler.type is None else file.resolve(handler.type)
    if handler.type is not None and caught not in ("builtins.ImportError", "builtins.ModuleNotFoundError"):
        return
    first, second = _one_import(node.body), _one_import(handler.body)
    if first is None or second is None or "#" in file.code(node.with_changes(leading_lines=())):
        return
    kept = second if _moved(first.body[0]) else first
    one, other = (_moved(line.body[0]) or line.body[0] for line in (first, second))
    if one.deep_equals(other):
        yield Hit(node, "both imports bring the same", kept.with_changes(leading_lines=node.leading_lines))


def _moved(node: cst.BaseSmallStatement) -> cst.ImportFrom | None:
    """Return an import of base classes from ``collections`` as that from ``collections.abc``."""
    if not isinstance(node, cst.ImportFrom) or node.relative or isinstance(node.names, cst.ImportStar):
        return None
    ours = isinstance(node.module, cst.Name) and node.module.value == "collections"
    if not ours or not {alias.evaluated_name for alias in node.names} <= set(NAMES):
        return None
    return node.with_changes(module=cst.Attribute(cst.Name("collections"), cst.Name("abc")))


def _one_import(block: cst.BaseSuite) -> cst.SimpleStatementLine | None:
    only = block.body[0] if isinstance(block, cst.IndentedBlock) and len(block.body) == 1 else None
    if not isinstance(only, cst.SimpleStatementLine) or len(only.body) != 1:
        return None
    return only if isinstance(only.body[0], (cst.Import, cst.ImportFrom)) else None
