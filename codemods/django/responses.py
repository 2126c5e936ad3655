"""What ``HttpResponse`` keeps its headers in."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread, text_of
from upgrader.model import Safety
from upgrader.rule import File, Hit, rule
from upgrader.values import origins


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


@rule(
    "DJ32-response-headers-changed",
    package="django",
    since=None,
    gone="3.2",
    docs="https://docs.djangoproject.com/en/3.2/releases/3.2/#requests-and-responses",
    needles=["_headers"],
    pattern=rb"\._headers\b",
    safety=Safety.REVIEW,
)
def response_headers_changed(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``response._headers`` is gone: a response has its headers itself.

    Since Django 3.2. What sets, deletes or looks for a header there does it by the response, in every release; the rest is
    only reported.

    Review: where the file does not show that it is a response, a name of a header in quotes tells it; ``del`` of a header
    that is not there is no KeyError, and reading one is. In a pair stood the name as it was set, which may have been spelled
    in another way.

    ```diff
     from django.http import HttpResponse


     def show(request):
         response = HttpResponse()
    -    response._headers["x-shop"] = ("X-Shop", "1")
    -    if "vary" in response._headers:
    +    response["X-Shop"] = "1"
    +    if response.has_header("vary"):
    -        del response._headers["vary"]
    -    print(response._headers.get("content-type"), response._headers["vary"])
    +        del response["vary"]
    +    print(("Content-Type", response["Content-Type"]), ("Vary", response["Vary"]))
         return response
    ```

    ```diff
     def read(message):
         return message._headers[0], [name for name, value in message._headers]
    ```
    """
    if node.attr.value != "_headers":
        return
    response = file.code(node.value)
    known = any(name.startswith("django.http.") for name in origins(node.value, file))
    around = file.parent(node)
    message = "responses have no _headers"
    if isinstance(around, cst.Subscript) and around.value is node and isinstance(_index(around), cst.SimpleString):
        name = file.code(_index(around) or around)
        outer = file.parent(around)
        statement = file.parent(outer)
        if isinstance(outer, cst.Del):
            yield Hit(around, message, f"{response}[{name}]", certain=known)
        elif isinstance(outer, cst.AssignTarget) and isinstance(statement, cst.Assign):
            pair = statement.value
            if isinstance(pair, cst.Tuple) and len(pair.elements) == 2 and len(statement.targets) == 1:
                title, value = (file.code(element.value) for element in pair.elements)
                yield Hit(node, message, also=((statement, f"{response}[{title}] = {value}"),), certain=known)
            else:
                yield Hit(node, message, certain=known)
        elif not isinstance(outer, cst.Subscript):  # DJ32-response-headers has those
            yield Hit(around, message, _pair(response, _index(around)), certain=known)
    elif isinstance(around, cst.Attribute) and around.attr.value == "get":
        call = file.parent(around)
        outer = file.parent(call)
        given = call.args[0].value if isinstance(call, cst.Call) and len(call.args) == 1 else None
        if isinstance(given, cst.SimpleString) and not isinstance(outer, (cst.Subscript, cst.NamedExpr)):
            yield Hit(call, message, _pair(response, given), certain=known)
        elif known:
            yield Hit(node, message)
    elif isinstance(around, cst.ComparisonTarget):
        test = cst.ensure_type(file.parent(around), cst.Comparison)
        negated = isinstance(around.operator, cst.NotIn)
        if len(test.comparisons) == 1 and isinstance(test.left, cst.SimpleString):
            code = f"{'not ' if negated else ''}{response}.has_header({file.code(test.left)})"
            yield Hit(test, message, code if negated or isinstance(around.operator, cst.In) else None, certain=known)
    elif known:
        yield Hit(node, message)


def _pair(response: str, name: cst.BaseExpression | None) -> str | None:
    """Return the code of a header's name, spelled as is usual, and value."""
    text = text_of(name)
    if text is None:
        return None
    usual = "-".join(word.capitalize() for word in text.split("-"))
    return f'("{usual}", {response}["{usual}"])'


def _owner(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return what ``_headers`` is read from; None when ``node`` is no such attribute."""
    return node.value if isinstance(node, cst.Attribute) and node.attr.value == "_headers" else None


def _index(node: cst.Subscript) -> cst.BaseExpression | None:
    inner = node.slice[0].slice if len(node.slice) == 1 else None
    return inner.value if isinstance(inner, cst.Index) else None
