"""Methods and attributes of requests that are gone."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import string, text_of
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

_REQUESTS = {
    "django.http.HttpRequest",
    "django.http.request.HttpRequest",
    "django.core.handlers.wsgi.WSGIRequest",
    "django.core.handlers.asgi.ASGIRequest",
    "rest_framework.request.Request",
    *(
        f"django.test{module}.RequestFactory.{method}"
        for module in ("", ".client")
        for method in ("get", "post", "put", "patch", "delete", "head", "options", "trace", "generic", "request")
    ),
}
_FRAMEWORKS = ("django", "rest_framework")


def is_request(node: Node, file: File) -> bool:
    """Return whether an expression is a request: made as one here, or called so where Django's callers pass one.

    Django passes requests to views, admin methods, middleware and context processors as a parameter ``request``, and
    class-based views keep it as ``self.request``. A class that is none of Django's may call anything so: then the module
    has to import Django.
    """
    if origins(node, file) & _REQUESTS:
        return True
    if isinstance(node, cst.Attribute):
        owner = node.value
        if node.attr.value != "request" or not isinstance(owner, cst.Name) or owner.value not in ("self", "cls"):
            return False
        definition = file.class_around(node)
        return definition is None or _framework(file) or any(_is_framework(name) for name in file.ancestors(definition))
    if not isinstance(node, cst.Name) or node.value != "request":
        return False
    scope = file.names.scope(node).find(node.value)
    if scope is None:
        return not file.names.stars
    bindings = [binding.node for binding in scope.bindings[node.value]]
    return all(isinstance(binding, cst.Param) for binding in bindings) and (
        _framework(file) or file.path.name in ("views.py", "middleware.py") or bool(_imports_own(file))
    )


def _framework(file: File) -> bool:
    return any(_is_framework(name) for name in file.names.imported)


def _imports_own(file: File) -> list[cst.CSTNode]:
    """Return the relative imports: a module of a Django app may import Django only through its neighbours."""
    nodes = file.names.nodes.get(cst.ImportFrom, ())
    return [node for node in nodes if isinstance(node, cst.ImportFrom) and node.relative]


def _is_framework(name: str) -> bool:
    return name.split(".")[0] in _FRAMEWORKS


def _stored(node: cst.Attribute, file: File) -> bool:
    """Whether an attribute is assigned to or deleted."""
    return isinstance(file.parent(node), (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Del))


def _called(node: cst.Attribute, file: File) -> cst.Call | None:
    """Return the call of an attribute, when it has no arguments."""
    call = file.parent(node)
    return call if isinstance(call, cst.Call) and call.func is node and not call.args else None


@rule(
    "DJ40-is-ajax",
    package="django",
    since="2.2",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/3.1/releases/3.1/#id2",
    needles=["is_ajax"],
)
def is_ajax(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``request.is_ajax()`` becomes a look at the header that jQuery sends.

    Deprecated in Django 3.1: the header is a convention of one library. This is what the method did. A class that
    defines ``is_ajax`` itself is left alone, and a receiver that need not be a request is reported only.

    ```diff
     from django.views import View


     def show(request):
    -    if not request.is_ajax():
    +    if not (request.headers.get("x-requested-with") == "XMLHttpRequest"):
             return None
    -    return request.is_ajax() and request.user
    +    return (request.headers.get("x-requested-with") == "XMLHttpRequest") and request.user


     class Show(View):
         def get(self, request):
    -        return self.request.is_ajax()  # by jQuery
    +        return self.request.headers.get("x-requested-with") == "XMLHttpRequest"  # by jQuery
    ```

    ```diff
     from django.test import RequestFactory

     asked = RequestFactory().get("/")
    -assert asked.is_ajax()
    +assert asked.headers.get("x-requested-with") == "XMLHttpRequest"
    ```

    A test that gives a request an answer of its own gives it the header:

    ```diff
     from django.http import HttpRequest

     asked = HttpRequest()
    -asked.is_ajax = lambda: True
    +asked.META["HTTP_X_REQUESTED_WITH"] = "XMLHttpRequest"
    -asked.is_ajax = lambda: False
    +asked.META["HTTP_X_REQUESTED_WITH"] = ""
    ```

    ```diff
     from django.http import HttpRequest


     class Request(HttpRequest):
         def is_ajax(self):
             return False

         def show(self):
             return self.is_ajax()


     def other(info, thing):
         thing.is_ajax = lambda: True
         return info.is_ajax(), Request().is_ajax()
    ```
    """
    if node.attr.value != "is_ajax" or _own(node, "is_ajax", file):
        return
    message = "request.is_ajax() is gone"
    if _stored(node, file):
        answer, says = _answer(node, file)
        if answer is not None and is_request(node.value, file):
            new = f'{file.code(node.value)}.META["HTTP_X_REQUESTED_WITH"]'
            yield Hit(node, message, new, also=((answer, '"XMLHttpRequest"' if says == "True" else '""'),))
        return
    call = _called(node, file)
    if is_request(node.value, file):
        if call is None or file.guard(node):
            yield Hit(node, message)
        else:
            receiver = file.code(node.value)
            yield Hit(call, message, f'{receiver}.headers.get("x-requested-with") == "XMLHttpRequest"')
    elif call is not None and _framework(file) and not origins(node.value, file):
        yield Hit(node, f"{message}, if {file.code(node.value)} is a request", certain=False)


def _answer(node: cst.Attribute, file: File) -> tuple[cst.Lambda | None, str]:
    """Return the function without parameters that an attribute is set to, and whether it says True or False."""
    statement = file.parent(file.parent(node))
    if not isinstance(statement, cst.Assign) or len(statement.targets) != 1:
        return None, ""
    answer = statement.value
    if isinstance(answer, cst.Lambda) and isinstance(answer.body, cst.Name) and not answer.params.params:
        return (answer, answer.body.value) if answer.body.value in ("True", "False") else (None, "")
    return None, ""


def _own(node: cst.Attribute, name: str, file: File) -> bool:
    """Whether the receiver is of a class of this file that defines ``name`` itself."""
    owners = {owner.strip("<>") for owner in origins(node.value, file) if owner.startswith("<")}
    return any(
        function.name.value == name and (around := file.class_around(function)) and around.name.value in owners
        for function in file.names.nodes.get(cst.FunctionDef, ())
        if isinstance(function, cst.FunctionDef)
    )


@rule(
    "DJ16-raw-post-data",
    package="django",
    since=None,
    gone="1.6",
    docs="https://docs.djangoproject.com/en/1.6/releases/1.6/#features-removed-in-1-6",
    needles=["raw_post_data"],
)
def raw_post_data(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``request.raw_post_data`` is ``request.body``.

    ```diff
     from django.http import HttpResponse


     def echo(request):
    -    return HttpResponse(request.raw_post_data)
    +    return HttpResponse(request.body)
    ```

    ```diff
     def echo(response):
         return response.raw_post_data
    ```
    """
    if node.attr.value == "raw_post_data" and is_request(node.value, file):
        new = node.with_changes(attr=node.attr.with_changes(value="body"))
        yield Hit(node, "request.raw_post_data is now request.body", None if file.guard(node) else new)


@rule(
    "DJ19-request-request",
    package="django",
    since=None,
    gone="1.9",
    docs="https://docs.djangoproject.com/en/1.9/releases/1.9/#features-removed-in-1-9",
    safety="review",
    needles=["REQUEST"],
)
def request_request(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``request.REQUEST`` was both ``POST`` and ``GET``.

    Review: name the one that is meant, if it is one.

    ```diff
     from django.http import HttpResponse


     def search(request):
    -    return HttpResponse(request.REQUEST.get("q"))
    +    return HttpResponse(request.POST.get("q", request.GET.get("q")))
    ```

    ```diff
     from django.http import HttpResponse


     def search(request, METHOD):
         return HttpResponse(METHOD.REQUEST.get("q"))
    ```
    """
    if node.attr.value != "REQUEST" or not is_request(node.value, file) or _stored(node, file):
        return
    message = "request.REQUEST is gone, it was POST and GET"
    request = file.code(node.value)
    method = file.parent(node)
    call = file.parent(method)
    item = file.parent(method) if isinstance(method, cst.SubscriptElement) else method
    if file.guard(node):
        yield Hit(node, message)
    elif (
        isinstance(method, cst.Attribute)
        and method.attr.value == "get"
        and isinstance(call, cst.Call)
        and 1 <= len(call.args) <= 2
        and not any(arg.star or arg.keyword for arg in call.args)
    ):
        rest = ", ".join(file.code(arg.value) for arg in call.args)
        key = file.code(call.args[0].value)
        yield Hit(call, message, f"{request}.POST.get({key}, {request}.GET.get({rest}))")
    elif isinstance(item, cst.Subscript) and item.value is node and len(item.slice) == 1:
        key = file.code(item.slice[0])
        yield Hit(item, message, f"({request}.POST[{key}] if {key} in {request}.POST else {request}.GET[{key}])")
    else:
        yield Hit(node, message)


@rule(
    "DJ30-xreadlines",
    package="django",
    since=None,
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#features-removed-in-3-0",
    needles=["xreadlines"],
)
def xreadlines(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``request.xreadlines()`` is an iteration over the request.

    ```diff
     from django.http import HttpResponse


     def lines(request):
    -    first = next(request.xreadlines())
    -    for line in request.xreadlines():
    +    first = next(iter(request))
    +    for line in request:
             return HttpResponse(first + line)
    ```

    ```diff
     def lines(path):
         return open(path).xreadlines()
    ```
    """
    call = _called(node, file)
    if node.attr.value != "xreadlines" or not is_request(node.value, file):
        return
    message = "request.xreadlines() is gone, a request is iterated over"
    if call is None or file.guard(node):
        yield Hit(node, message)
        return
    around = file.parent(call)
    looped = isinstance(around, (cst.For, cst.CompFor)) and around.iter is call
    request = file.code(node.value)
    ref = file.ref("builtins.iter", node)
    yield Hit(call, message, request if looped else f"{ref}({request})", imports=() if looped else ref.imports)


@rule(
    "DJ40-get-raw-uri",
    package="django",
    since=None,
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#miscellaneous",
    safety="review",
    needles=["get_raw_uri"],
)
def get_raw_uri(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``request.get_raw_uri()`` is ``request.build_absolute_uri()``.

    Review: the new one checks the host against ``ALLOWED_HOSTS`` and raises ``DisallowedHost``.

    ```diff
     from django.http import HttpResponse


     def where(request):
    -    return HttpResponse(request.get_raw_uri())
    +    return HttpResponse(request.build_absolute_uri())
    ```

    ```diff
     def where(response):
         return response.get_raw_uri()
    ```
    """
    if node.attr.value == "get_raw_uri" and is_request(node.value, file) and not _stored(node, file):
        new = node.with_changes(attr=node.attr.with_changes(value="build_absolute_uri"))
        message = "request.get_raw_uri() is gone"
        yield Hit(node, message, None if file.guard(node) else new)


_SEMICOLONS = re.compile(r"\?(?=[^\s;]*=)[\w.\-\[\]]+=[^&;\s?\"'<>]*(?:;[\w.\-\[\]]+=[^&;\s?\"'<>]*)+;?(?![\w/])")


@rule(
    "DJ32-semicolons-in-queries",
    package="django",
    since=None,
    gone="3.2",
    docs="https://docs.djangoproject.com/en/3.2/releases/3.1.7/",
    safety="review",
    pattern=rb"\?[\w.\-\[\]]+=[^&;\s?\"'<>]*;[\w.\-\[\]]+=",
)
def semicolons_in_queries(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Separate what a query string holds by ``&``.

    A ``;`` separates nothing any more, here and in ``urllib.parse`` (CVE-2021-23336): all behind it belongs to the value
    before it. Django 2.2.19, 3.0.13 and 3.1.7 have it, too.

    Review: what another server makes of a semicolon is its own affair.

    ```diff
    -page = client.get("/books/?kind=novel;lent=1;")
    +page = client.get("/books/?kind=novel&lent=1")
    -other = client.get(reverse("books") + "?kind=%s;lent=%s" % (kind, lent))
    +other = client.get(reverse("books") + "?kind=%s&lent=%s" % (kind, lent))
    ```

    ```diff
     page = client.get("/books/?kind=novel&amp;lent=1")
     kind = "text/html; charset=utf-8"
     really = "Is it a=1;b=2?"
    ```
    """
    text = text_of(node)
    found = _SEMICOLONS.search(text) if text is not None else None
    if text is None or found is None:
        return
    new = _SEMICOLONS.sub(lambda query: query[0].rstrip(";").replace(";", "&"), text)
    plain = node.prefix in ("", "u") and not set("\\\n\r") & set(node.evaluated_value) and "\\" not in node.value
    yield Hit(node, "a semicolon separates nothing in a query string", string(node, new) if plain else None)
