"""``render_to_response`` and what rendering takes."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread, without_arg
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import uses_of_value

_CONTEXTS = {
    f"django.template{module}.{name}"
    for module in ("", ".context", ".base")
    for name in ("Context", "RequestContext", "context.Context")
}


def _request_in_scope(node: Node, file: File) -> str | None:
    """Return how the request is spelled at a place: a parameter ``request``, or ``self.request`` of a view."""
    for around in file.names.parents(node):
        if not isinstance(around, (cst.FunctionDef, cst.Lambda)):
            continue
        params = around.params
        named = [param.name.value for param in (*params.posonly_params, *params.params, *params.kwonly_params)]
        if "request" in named:
            return "request"
        definition = file.parent(file.parent(around)) if isinstance(around, cst.FunctionDef) else None
        if isinstance(definition, cst.ClassDef) and any(
            name.startswith("django.views.") for name in file.ancestors(definition)
        ):
            return f"{named[0]}.request" if named else None
    return None


def _context(node: cst.BaseExpression | None, file: File) -> tuple[str | None, str | None] | None:
    """Return (request, dictionary) as source for ``RequestContext(request, {...})`` and ``Context({...})``."""
    if not isinstance(node, cst.Call) or file.resolve(node.func) not in _CONTEXTS or spread(node):
        return None
    of_request = (file.resolve(node.func) or "").endswith("RequestContext")
    request = argument(node, 0, "request") if of_request else None
    values = argument(node, 1 if of_request else 0, "dict_")
    if len(node.args) != (request is not None) + (values is not None) or (of_request and request is None):
        return None
    return file.code(request.value) if request else None, file.code(values.value) if values else None


@rule(
    "DJ30-render-to-response",
    package="django",
    since=None,
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#features-removed-in-3-0",
    safety="review",
    at_best="safe",
    names=["django.shortcuts.render_to_response"],
)
def render_to_response(node: cst.Call, file: File) -> Iterator[Hit]:
    """``render_to_response(...)`` is ``render(request, ...)``.

    Deprecated in Django 2.0. ``context_instance`` and a third argument went in 1.10 already; a ``RequestContext`` becomes
    the request and the dictionary it was made of.

    Review: ``render`` with a request runs the context processors, so that the template sees the user, messages and the
    rest, which ``render_to_response`` did for a ``RequestContext`` only. Where no request is at hand, ``None`` is passed,
    and nothing changes.

    ```diff
    -from django.shortcuts import get_object_or_404, render_to_response
    -from django.template import RequestContext
    +from django.shortcuts import get_object_or_404, render
     from django.views.generic import View


     def show(request):
    -    return render_to_response("show.html", {"a": get_object_or_404}, status=404)
    +    return render(request, "show.html", {"a": get_object_or_404}, status=404)


     def page(req):
    -    return render_to_response("page.html", {"a": 1}, context_instance=RequestContext(req))
    +    return render(req, "page.html", {"a": 1})


     def error(req):
    -    return render_to_response("error.html", RequestContext(req))
    +    return render(req, "error.html")


     class Show(View):
         def get(self, *args):
    -        return render_to_response("show.html")
    +        return render(self.request, "show.html")


     def helper(data):
    -    return render_to_response("helper.html", data)
    +    return render(None, "helper.html", data)
    ```

    ```diff
     from shop.shortcuts import render_to_response


     def show(request):
         return render_to_response("show.html")
    ```
    """
    message = "render_to_response() is gone"
    if file.guard(node) or spread(node):
        yield Hit(node, message)
        return
    call = node
    request: str | None = None
    for position, name in ((2, "context_instance"), (1, "dictionary"), (1, "context")):
        arg = argument(call, position, name)
        if arg is None:
            continue
        index = next(i for i, other in enumerate(call.args) if other is arg)
        known = _context(arg.value, file)
        if name == "context_instance" and known is None and not (arg.keyword or _is_context(arg.value, file)):
            continue  # by position, the third is content_type since 1.10
        if name == "context_instance" and (known is None or known[1] is not None):
            yield Hit(node, message)
            return
        if known is not None:
            request = request or known[0]
            values = known[1]
            new = None if values is None else arg.with_changes(value=cst.parse_expression(values))
            call = (
                without_arg(call, index)
                if new is None
                else call.with_changes(args=[new if other is arg else other for other in call.args])
            )
        elif name == "dictionary" and arg.keyword is not None:
            new = arg.with_changes(keyword=cst.Name("context"))
            call = call.with_changes(args=[new if other is arg else other for other in call.args])
    found = request or _request_in_scope(node, file)
    safety = Safety.SAFE if found is None else None
    ref = file.ref("django.shortcuts.render", node)
    first = cst.ensure_type(cst.parse_expression(f"f({found or None}, x)"), cst.Call).args[0]
    if call.args and isinstance(call.whitespace_before_args, cst.ParenthesizedWhitespace):
        first = first.with_changes(comma=cst.Comma(whitespace_after=call.whitespace_before_args))
    if call.args and call.args[0].keyword is not None:
        first = first.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    new_call = call.with_changes(func=cst.parse_expression(str(ref)), args=[first, *call.args])
    yield Hit(node, message, new_call, imports=ref.imports, safety=safety)


def _is_context(node: cst.BaseExpression, file: File) -> bool:
    return isinstance(node, cst.Call) and file.resolve(node.func) in _CONTEXTS


_RENDERERS = {
    "django.shortcuts.render": ("request", 2),
    "django.template.loader.render_to_string": (None, 1),
    "django.template.response.TemplateResponse": ("request", 2),
    "django.template.response.SimpleTemplateResponse": (None, 1),
}


@rule(
    "DJ110-render-context",
    package="django",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    names=list(_RENDERERS),
)
def render_context(node: cst.Call, file: File) -> Iterator[Hit]:
    """``render`` and its kin take a dictionary and a request, no ``Context``.

    ``context_instance`` and ``Context`` objects were deprecated in Django 1.8 and removed in 1.10. A ``RequestContext``
    becomes the request and the dictionary it was made of.

    ```diff
     from django.shortcuts import render
    -from django.template import Context, RequestContext
     from django.template.loader import render_to_string
     from django.template.response import TemplateResponse


     def show(request):
    -    text = render_to_string("a.txt", {"a": 1}, context_instance=RequestContext(request))
    -    other = render_to_string("a.txt", {"a": 1}, RequestContext(request))
    -    TemplateResponse(request, "a.html", Context({"text": text}))
    -    return render(request, "a.html", {"a": other}, context_instance=RequestContext(request))
    +    text = render_to_string("a.txt", {"a": 1}, request=request)
    +    other = render_to_string("a.txt", {"a": 1}, request)
    +    TemplateResponse(request, "a.html", {"text": text})
    +    return render(request, "a.html", {"a": other})
    ```

    ```diff
     from django.shortcuts import render
     from django.template import Context, Template
     from django.template.loader import render_to_string


     def show(request):
         Template("").render(Context({"a": 1}))
         return render(request, "a.html", {"a": render_to_string("a.txt", {"a": 1}, request)})
    ```
    """
    name = file.resolve(node.func) or ""
    takes_request, position = _RENDERERS[name]
    message = f"{name.rpartition('.')[2]}() takes a dictionary and a request instead of a context"
    if file.guard(node) or spread(node):
        return
    instance = keyword(node, "context_instance")
    if instance is None and name.endswith("render_to_string"):
        third = argument(node, 2, "request")
        instance = third if third is not None and _is_context(third.value, file) else None
    if instance is not None:
        known = _context(instance.value, file)
        if known is None or known[1] is not None:
            yield Hit(node, message)
            return
        index = next(i for i, other in enumerate(node.args) if other is instance)
        if takes_request or known[0] is None:
            yield Hit(node, message, without_arg(node, index))
            return
        value = instance.with_changes(value=cst.parse_expression(known[0]))
        new = value if instance.keyword is None else value.with_changes(keyword=cst.Name("request"))
        yield Hit(node, message, node.with_changes(args=[new if a is instance else a for a in node.args]))
        return
    given = argument(node, position, "context")
    known = _context(given.value, file) if given is not None else None
    if given is not None and known is not None and known[0] is None:
        yield Hit(given.value, message, known[1] or "{}")


@rule(
    "DJ110-current-app",
    package="django",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    names=[
        "django.shortcuts.render",
        "django.template.response.TemplateResponse",
        *(
            f"django.contrib.auth.views.{name}"
            for name in ("logout_then_login", "redirect_to_login", "login", "logout")
        ),
    ],
)
def current_app(node: cst.Call, file: File) -> Iterator[Hit]:
    """``current_app`` is an attribute of the request.

    Deprecated as an argument in Django 1.8, removed in 1.10 and, from the authentication views, in 2.0.

    ```diff
     from django.contrib.auth.views import logout_then_login
     from django.shortcuts import render


     def show(request):
    -    return render(request, "a.html", current_app="shop")
    +    request.current_app = "shop"
    +    return render(request, "a.html")


     def leave(request):
    -    return logout_then_login(request, current_app=None)
    +    return logout_then_login(request)
    ```

    ```diff
     from shop.shortcuts import render


     def show(request):
         return render(request, "a.html", current_app="shop")
    ```
    """
    given = keyword(node, "current_app")
    if given is None:
        return
    message = "current_app is an attribute of the request"
    request = argument(node, 0, "request")
    index = next(i for i, other in enumerate(node.args) if other is given)
    if isinstance(given.value, cst.Name) and given.value.value == "None":
        yield Hit(node, message, without_arg(node, index))
        return
    line = file.parent(file.parent(node))
    small = file.parent(node)
    if (
        request is None
        or not isinstance(small, (cst.Return, cst.Expr))
        or not isinstance(line, cst.SimpleStatementLine)
        or len(line.body) != 1
        or file.guard(node)
    ):
        yield Hit(node, message)
        return
    block = file.parent(line)
    if not isinstance(block, (cst.IndentedBlock, cst.Module)):
        yield Hit(node, message)
        return
    assigned = cst.parse_statement(f"{file.code(request.value)}.current_app = {file.code(given.value)}")
    changed = small.with_changes(value=without_arg(node, index))
    lines: list[cst.BaseStatement] = []
    for statement in block.body:
        if statement is line:
            first = cst.ensure_type(assigned, cst.SimpleStatementLine).with_changes(leading_lines=line.leading_lines)
            lines += [first, line.with_changes(body=[changed], leading_lines=[])]
        else:
            assert isinstance(statement, cst.BaseStatement)
            lines.append(statement)
    yield Hit(block, message, block.with_changes(body=lines))


@rule(
    "DJ110-template-render-context",
    package="django",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    names=["django.template.loader.get_template", "django.template.loader.select_template"],
)
def template_render(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_template(...).render`` takes a dictionary, no ``Context``.

    ``get_template`` returns a template of a back end since Django 1.8, whose ``render`` takes a dictionary and a request.

    ```diff
    -from django.template import Context, RequestContext
     from django.template.loader import get_template


     def show(request):
         template = get_template("a.html")
    -    text = template.render(Context({"a": 1}))
    -    return get_template("b.html").render(RequestContext(request, {"text": text}))
    +    text = template.render({"a": 1})
    +    return get_template("b.html").render({"text": text}, request)
    ```

    ```diff
     from django.template import Context, Engine

     Engine.get_default().get_template("a.html").render(Context({"a": 1}))
    ```
    """
    message = "the render() of a loaded template takes a dictionary"
    for value in uses_of_value(node, file):
        method = file.parent(value)
        call = file.parent(method)
        if not isinstance(method, cst.Attribute) or method.attr.value != "render" or not isinstance(call, cst.Call):
            continue
        given = call.args[0].value if len(call.args) == 1 and not call.args[0].star else None
        known = _context(given, file)
        if known is not None and not file.guard(call):
            values = known[1] or "{}"
            arguments = values if known[0] is None else f"{values}, {known[0]}"
            yield Hit(call, message, f"{file.code(method)}({arguments})")
