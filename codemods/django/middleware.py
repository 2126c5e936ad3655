"""Middleware classes of the project's own."""

from collections.abc import Iterator
from typing import TypeGuard

import libcst as cst

from upgrader.members import methods, names_of, with_param
from upgrader.methods import defines
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

MIXIN = "django.utils.deprecation.MiddlewareMixin"


@rule(
    "DJ51-middleware-init",
    package="django",
    since=None,
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/topics/http/middleware/#upgrading-pre-django-1-10-style-middleware",
    safety="review",
    needles=[
        "__init__ process_request",
        "__init__ process_response",
        "__init__ process_view",
        "__init__ process_exception",
    ],
    pattern=rb"(?m)^[ \t]+def __init__\(\s*self\s*(?:\)|,\s*get_response)",
)
def middleware_init(module: cst.Module, file: File) -> Iterator[Hit]:
    """``__init__()`` of a middleware with ``MiddlewareMixin`` calls that of ``super()``.

    The mixin decides there whether requests are asynchronous, and asks for the answer at every request since Django 5.1:
    without it each of them is an AttributeError. There is no release note.

    Review: it is called without arguments no more, as ``MIDDLEWARE_CLASSES`` did and tests may do.

    ```diff
     from django.utils.deprecation import MiddlewareMixin


     class Cart(MiddlewareMixin):
         def __init__(self, get_response=None):
    -        self.get_response = get_response
    +        super().__init__(get_response)
             self.carts = {}

         def process_request(self, request): ...


     class Theme(MiddlewareMixin):
    -    def __init__(self):
    +    def __init__(self, get_response=None):
    +        super().__init__(get_response)
             self.themes = {}

         def process_response(self, request, response):
             return response
    ```

    ```diff
     from django.utils.deprecation import MiddlewareMixin


     class Cart(MiddlewareMixin):
         def __init__(self, get_response):
             super().__init__(get_response)

         def process_request(self, request): ...


     class Timer(MiddlewareMixin):
         def __init__(self, get_response):
             self.get_response = get_response

         def __call__(self, request):
             return self.get_response(request)

         def process_view(self, request, view, args, kwargs): ...


     class Plain:
         def __init__(self, get_response):
             self.get_response = get_response

         def process_request(self, request): ...
    ```
    """
    message = "a middleware calls __init__() of MiddlewareMixin, or no request gets through"
    for definition, function in methods(file, ["__init__"], [MIXIN]):
        names = names_of(function)
        if defines(definition, "__call__") or any(
            file.inside(call, cst.FunctionDef) is function for call in file.calls.get("__init__", ())
        ):
            continue
        if not isinstance(function.body, cst.IndentedBlock) or names not in ([], ["get_response"]):
            yield Hit(function.name, message, safety=Safety.MANUAL)
            continue
        call = cst.parse_statement("super().__init__(get_response)\n", file.module.config_for_parsing)
        body = [
            call.with_changes(leading_lines=line.leading_lines) if _keeps_response(line, file) else line
            for line in function.body.body
        ]
        if not any(_keeps_response(line, file) for line in function.body.body):
            body.insert(1 if function.get_docstring(clean=False) is not None else 0, call)
        new = function.body.with_changes(body=body)
        also: list[tuple[Node, Node | str]] = [(function.body, new)]
        if not names:
            also.append((function.params, with_param(function.params, "get_response=None")))
        yield Hit(function.name, message, also=tuple(also))


def _keeps_response(line: cst.BaseStatement, file: File) -> TypeGuard[cst.SimpleStatementLine]:
    """Return whether a line only sets ``self.get_response``, which ``super().__init__()`` does."""
    if not isinstance(line, cst.SimpleStatementLine):
        return False
    return file.code(line.with_changes(leading_lines=())).strip() == "self.get_response = get_response"
