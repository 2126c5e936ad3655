"""What ``HttpResponse`` keeps its headers in."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread
from upgrader.rule import File, Hit, rule


@rule(
    "DJ32-response-headers",
    package="django",
    since=None,
    gone="3.2",
    docs="https://docs.djangoproject.com/en/3.2/releases/3.2/#requests-and-responses",
    needles=["_headers"],
)
def response_headers(node: cst.Subscript, file: File) -> Iterator[Hit]:
    """``response._headers[name][1]`` is ``response[name]``.

    The private dictionary of a response held pairs of a header's name and value; since Django 3.2 there is ``headers``
    instead. Subscripts of the response itself and its ``get()`` read a header in every release.

    ```diff
     def test(response, email):
    -    assert response._headers["location"][1].startswith("/login")
    +    assert response["location"].startswith("/login")
    -    assert response._headers.get("vary", ("Vary", ""))[1] == ""
    +    assert response.get("vary", "") == ""
    ```

    ```diff
     def test(message, pairs):
         assert message._headers[0][1] == pairs._headers["vary"] == pairs.headers["vary"][1]
         assert pairs._headers.get("vary")[1] == pairs._headers.get("vary", EMPTY)[1]
    ```
    """
    pair = node.value
    if not isinstance(_index(node), cst.Integer) or file.code(node.slice[0]) != "1":
        return
    if isinstance(pair, cst.Subscript):
        response, name = _owner(pair.value), _index(pair)
        if response is not None and isinstance(name, cst.SimpleString):
            yield Hit(node, "responses have no _headers", f"{file.code(response)}[{file.code(name)}]")
    elif isinstance(pair, cst.Call) and isinstance(pair.func, cst.Attribute) and pair.func.attr.value == "get":
        response, row = (
            _owner(pair.func.value),
            pair.args[-1].value if len(pair.args) == 2 and not spread(pair) else None,
        )
        if response is not None and isinstance(row, cst.Tuple) and len(row.elements) == 2:
            arguments = f"{file.code(pair.args[0].value)}, {file.code(row.elements[1].value)}"
            yield Hit(node, "responses have no _headers", f"{file.code(response)}.get({arguments})")


def _owner(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return what ``_headers`` is read from; None when ``node`` is no such attribute."""
    return node.value if isinstance(node, cst.Attribute) and node.attr.value == "_headers" else None


def _index(node: cst.Subscript) -> cst.BaseExpression | None:
    inner = node.slice[0].slice if len(node.slice) == 1 else None
    return inner.value if isinstance(inner, cst.Index) else None
