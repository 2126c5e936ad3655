"""What Django had for Python 2, gone in 3.0: functions that do nothing on Python 3."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, without_arg
from upgrader.rule import DELETE, File, Hit, moves, rule

DOCS = "https://docs.djangoproject.com/en/3.0/releases/3.0/#removed-private-python-2-compatibility-apis"


@rule(
    "DJ30-python-2-unicode-compatible",
    package="django",
    since=None,
    gone="3.0",
    docs=DOCS,
    names=[
        "django.utils.encoding.python_2_unicode_compatible",
        "django.utils._os.upath",
        "django.utils._os.npath",
    ],
)
def identity(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``python_2_unicode_compatible``, ``upath`` and ``npath`` go.

    On Python 3 they return what they are given.

    ```diff
    -from django.utils._os import npath, upath
    -from django.utils.encoding import force_bytes, python_2_unicode_compatible as unicode_compatible
    +from django.utils.encoding import force_bytes

    -HERE = upath(__file__)
    +HERE = __file__


    -@unicode_compatible
     class Book:
         def __str__(self):
    -        return force_bytes(npath(HERE or "."))
    +        return force_bytes(HERE or ".")


     class Shelf:
         pass


    -Shelf = unicode_compatible(Shelf)
    +Shelf = Shelf
    ```

    ```diff
     from shop.encoding import python_2_unicode_compatible


     @python_2_unicode_compatible
     class Book:
         pass
    ```
    """
    message = f"{file.resolve(node)} is gone, it did nothing"
    parent = file.parent(node)
    if file.guard(node) in ("try", "version"):
        yield Hit(node, message)
    elif isinstance(parent, cst.Decorator):
        yield Hit(parent, message, DELETE)
    elif isinstance(parent, cst.Call) and len(parent.args) == 1 and not parent.args[0].star:
        yield Hit(parent, message, file.code(parent.args[0].value))
    elif not isinstance(parent, cst.ImportAlias):
        yield Hit(node, message, "(lambda value: value)")


@rule(
    "DJ30-available-attrs",
    package="django",
    since=None,
    gone="3.0",
    docs=DOCS,
    names=["django.utils.decorators.available_attrs", "django.contrib.auth.decorators.available_attrs"],
)
def available_attrs(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``available_attrs(function)`` is ``functools.WRAPPER_ASSIGNMENTS``, which ``wraps`` takes by itself.

    It returned that constant on Python 3, whatever the function.

    ```diff
     from functools import wraps

    -from django.utils.decorators import available_attrs
    -

     def decorate(view):
    -    @wraps(view, assigned=available_attrs(view))
    +    @wraps(view)
         def inner(request):
             return view(request)

         return inner
    ```

    ```diff
    -import functools
    -
    -from django.utils import decorators
    +import functools

    -wrapper = functools.wraps(view, decorators.available_attrs(view), updated=())
    -names = decorators.available_attrs(view) + ("shop",)
    +wrapper = functools.wraps(view, updated=())
    +names = functools.WRAPPER_ASSIGNMENTS + ("shop",)
    ```

    ```diff
     from shop.decorators import available_attrs

     print(available_attrs(print))
    ```
    """
    message = "available_attrs is gone, functools.wraps() knows what to copy"
    call = file.parent(node)
    if isinstance(call, cst.ImportAlias):
        return
    if file.guard(node) in ("try", "version") or not isinstance(call, cst.Call) or len(call.args) != 1:
        yield Hit(node, message)
        return
    arg = file.parent(call)
    outer = file.parent(arg) if isinstance(arg, cst.Arg) else None
    if isinstance(outer, cst.Call) and file.resolve(outer.func) in ("functools.wraps", "functools.update_wrapper"):
        position = 1 if file.resolve(outer.func) == "functools.wraps" else 2
        if argument(outer, position, "assigned") is arg and (arg.keyword or position + 1 >= _positional(outer)):
            index = next(i for i, other in enumerate(outer.args) if other is arg)
            yield Hit(outer, message, without_arg(outer, index))
            return
    ref = file.ref("functools.WRAPPER_ASSIGNMENTS", node)
    yield Hit(call, message, str(ref), imports=ref.imports)


def _positional(call: cst.Call) -> int:
    return sum(arg.keyword is None for arg in call.args)


@rule(
    "DJ20-no-op-decorators",
    package="django",
    since=None,
    gone="2.0",
    docs="https://docs.djangoproject.com/en/2.0/releases/2.0/#features-removed-in-2-0",
    names=[
        "django.views.decorators.csrf.csrf_response_exempt",
        "django.contrib.auth.views.deprecate_current_app",
        "django.contrib.auth.tests.utils.skipIfCustomUser",
    ],
)
def no_op_decorators(node: cst.Decorator, file: File) -> Iterator[Hit]:
    """``csrf_response_exempt``, ``deprecate_current_app`` and ``skipIfCustomUser`` go: they had nothing left to do.

    The first two did nothing any more. The last skipped Django's own tests of the default user model, which do not run
    in a project since Django 1.11.

    ```diff
    -from django.views.decorators.csrf import csrf_exempt, csrf_response_exempt
    +from django.views.decorators.csrf import csrf_exempt


     # called by the bank
    -@csrf_response_exempt
     @csrf_exempt
     def paid(request):
         return None
    ```

    ```diff
     from shop.decorators import csrf_response_exempt


     @csrf_response_exempt
     def paid(request):
         return None
    ```
    """
    message = f"{file.code(node).strip()} is gone"
    yield Hit(node, message) if file.guard(node) else Hit(node, message, DELETE)


curry = moves(
    "DJ30-curry",
    package="django",
    since=None,
    gone="3.0",
    docs=DOCS,
    safety="review",
    moved={"django.utils.functional.curry": "functools.partial"},
    doc="""
    ``curry`` is ``functools.partial``.

    Review: a curried function that is an attribute of a class got the instance as its last positional argument, a
    partial object gets none; ``functools.partialmethod`` passes it first.

    ```diff
    -from django.utils.functional import cached_property, curry
    +from django.utils.functional import cached_property
    +from functools import partial

    -double = curry(multiply, 2)
    +double = partial(multiply, 2)
     print(cached_property)
    ```

    ```diff
     from toolz import curry

     double = curry(multiply, 2)
    ```
    """,
)
