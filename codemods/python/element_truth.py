"""XML elements that are asked whether they are true."""

from collections.abc import Iterator

import libcst as cst

from upgrader.rule import File, Hit, rule
from upgrader.values import origins


@rule(
    "PY312-element-truth",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    safety="manual",
    needles=["ElementTree"],
)
def element_truth(
    node: cst.If | cst.While | cst.IfExp | cst.UnaryOperation | cst.BooleanOperation | cst.Assert, file: File
) -> Iterator[Hit]:
    """Asking an XML element whether it is true warns from Python 3.12 on.

    An element without children is False, which surprised people so often that it will be True one day.

    Manual: ``element is not None`` asks whether it was found; ``len(element) > 0`` asks what its truth asks today.

    ```diff
     import xml.etree.ElementTree as ET

     root = ET.fromstring("<a><b/></a>")
    -if root.find("b"):
    +if root.find("b") is not None:
         print("has b")
    ```

    ```diff
     import xml.etree.ElementTree as ET

     root = ET.fromstring("<a><b/></a>")
     if root.findall("b") or "abc".find("b"):
         print("has b")
    ```
    """
    if isinstance(node, cst.BooleanOperation):
        tested = [node.left, node.right]
    elif isinstance(node, cst.UnaryOperation):
        tested = [node.expression] if isinstance(node.operator, cst.Not) else []
    else:
        tested = [node.test]
    for test in tested:
        if any(_is_element(origin) for origin in origins(test, file)):
            yield Hit(test, "an element without children is False: ask for `is not None`, or for its len()")


_TREE = "xml.etree.ElementTree"
_ELEMENTS = {f"{_TREE}.{name}" for name in ("fromstring", "XML", "Element", "SubElement")}


def _is_element(origin: str) -> bool:
    while origin.endswith((".find", ".getroot")):
        if origin in (f"{_TREE}.parse.find", f"{_TREE}.parse.getroot", f"{_TREE}.ElementTree.getroot"):
            return True
        origin = origin.rpartition(".")[0]
    return origin in _ELEMENTS
