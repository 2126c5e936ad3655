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
