"""``xml``: methods and modules that went from ElementTree, and indexing that went from streams."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.methods import meant
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, removals, rule
from upgrader.values import origins

DOCS_39 = "https://docs.python.org/3/whatsnew/3.9.html#removed"
ELEMENT = "xml.etree.ElementTree.Element"
TREE = "xml.etree.ElementTree.ElementTree"

accelerator = moves(
    "PY39-celementtree",
    package="python",
    since=None,
    gone=None,
    docs=DOCS_39,
    moved={},
    modules={"xml.etree.cElementTree": "xml.etree.ElementTree"},
    doc="""
    ``xml.etree.cElementTree`` is ``xml.etree.ElementTree``.

    The fast one is used by itself since Python 3.3. What's New says removed in 3.9; it was taken back, without a warning.

    ```diff
    -import xml.etree.cElementTree as ET
    +from xml.etree import ElementTree as ET

     print(ET.Element("a"))
    ```

    ```diff
     try:
         import xml.etree.cElementTree as ET
     except ImportError:
         import xml.etree.ElementTree as ET

     print(ET.Element("a"))
    ```
    """,
)

_ITERATED = (cst.For, cst.CompFor)
_TAKES_ANY = (
    "builtins.list",
    "builtins.tuple",
    "builtins.set",
    "builtins.sorted",
    "builtins.sum",
    "builtins.enumerate",
)


@rule(
    "PY39-element-getchildren",
    package="python",
    since=None,
    gone="3.9",
    docs=DOCS_39,
    needles=["getchildren", "getiterator"],
)
def children(node: cst.Call, file: File) -> Iterator[Hit]:
    """``getchildren()`` is ``list(element)``, ``getiterator()`` is ``iter()``.

    Deprecated since Python 2.7, removed in 3.9. Only where the file shows that it is an element (lxml still has both).
    ``ElementTree.getiterator`` gave a list, which is kept unless the result is only iterated over.

    ```diff
     import xml.etree.ElementTree as ET

     root = ET.parse(source).getroot()
    -print(root.getchildren()[0])
    -for item in root.getiterator("item"):
    -    for child in item.getchildren():
    +print(list(root)[0])
    +for item in root.iter("item"):
    +    for child in list(item):
             print(child)
    -items = ET.parse(source).getiterator()
    +items = list(ET.parse(source).iter())
    ```

    ```diff
     from lxml import etree

     root = etree.fromstring(source)
     print(root.getchildren())
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in ("getchildren", "getiterator"):
        return
    old = function.attr.value
    names = meant(function, file)
    message = "getchildren() is list(element)" if old == "getchildren" else "getiterator() is iter()"
    if not names & {f"{ELEMENT}.{old}", f"{TREE}.{old}"}:
        imported = any(name.startswith("xml.etree") for name in file.names.imported)
        unknown = not origins(function.value, file) and file.resolve(function) is None
        if imported and unknown:
            unsure = f"{message}, if {file.code(function.value)} is an element of xml.etree"
            yield Hit(node, unsure, safety=Safety.REVIEW, certain=False)
    elif file.guard(node):
        yield Hit(node, message)
    elif old == "getchildren":
        if not node.args:
            made = file.ref("builtins.list", node)
            yield Hit(node, message, f"{made}({file.code(function.value)})", imports=made.imports)
    else:
        renamed = node.with_changes(func=function.with_changes(attr=cst.Name("iter")))
        if f"{ELEMENT}.getiterator" in names or _only_iterated(node, file):
            yield Hit(node, message, renamed)
        else:
            made = file.ref("builtins.list", node)
            yield Hit(node, message, f"{made}({file.code(renamed)})", imports=made.imports)


def _only_iterated(node: Node, file: File) -> bool:
    above = file.parent(node)
    if isinstance(above, _ITERATED):
        return above.iter is node
    return isinstance(above, cst.Arg) and file.resolve(getattr(file.parent(above), "func", above)) in _TAKES_ANY


_COPIES = {f"{ELEMENT}.copy", "xml.etree.ElementTree._Element_Py.copy"}


@rule(
    "PY312-element-copy",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#removed",
    needles=["copy ElementTree"],
)
def copies(node: cst.Call, file: File) -> Iterator[Hit]:
    """``element.copy()`` is ``copy.copy(element)``.

    Only the implementation in Python had it; deprecated in 3.10, removed in 3.12.

    ```diff
    +from copy import copy
     import xml.etree.ElementTree as ET

    -print(ET.Element("a").copy())
    +print(copy(ET.Element("a")))
    ```

    ```diff
     import xml.etree.ElementTree as ET

     print(ET.Element("a").attrib.copy(), names.copy())
    ```
    """
    function = node.func
    if isinstance(function, cst.Attribute) and function.attr.value == "copy" and meant(function, file) & _COPIES:
        message = "element.copy() is copy.copy(element)"
        copy = file.ref("copy.copy", node)
        if file.guard(node) or node.args:
            yield Hit(node, message)
        else:
            yield Hit(node, message, f"{copy}({file.code(function.value)})", imports=copy.imports)


_STREAMS = {
    "xml.dom.pulldom.parse",
    "xml.dom.pulldom.parseString",
    "xml.dom.pulldom.DOMEventStream",
    "wsgiref.util.FileWrapper",
}


@rule(
    "PY311-stream-index",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#removed",
    safety="review",
    needles=["pulldom", "FileWrapper"],
)
def stream_index(node: cst.Subscript, file: File) -> Iterator[Hit]:
    """``stream[0]`` is ``next(stream)``.

    Event streams of ``pulldom`` and ``wsgiref.util.FileWrapper`` ignored the index and gave the next one; deprecated in
    Python 3.8, removed in 3.11.

    Review: at the end ``next`` raises StopIteration, where there was an IndexError.

    ```diff
     from xml.dom import pulldom

     stream = pulldom.parseString("<a/>")
    -print(stream[0])
    +print(next(stream))
    ```

    ```diff
     from xml.dom import pulldom

     for event, node in pulldom.parseString("<a/>"):
         print(pairs[0])
    ```
    """
    if origins(node.value, file) & _STREAMS:
        message = "a stream has no index: it gave the next one"
        above = file.parent(node)
        if file.guard(node) or isinstance(above, (cst.AssignTarget, cst.Del)) or len(node.slice) != 1:
            yield Hit(node, message)
        else:
            next_one = file.ref("builtins.next", node)
            yield Hit(node, message, f"{next_one}({file.code(node.value)})", imports=next_one.imports)


later = removals(
    "PY312-element-python",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/library/xml.etree.elementtree.html",
    names={"xml.etree.ElementTree._Element_Py": "the implementation in Python is private"},
    doc="""
    ``ElementTree._Element_Py`` is private.

    It differs from the implementation in C that everything else uses.

    Manual: use ``Element``.

    ```diff
     import xml.etree.ElementTree as ET

     print(ET.Element("a"))
    ```
    """,
)
