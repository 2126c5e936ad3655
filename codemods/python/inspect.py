"""``inspect``: what went in Python 3.11."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, rule

DOCS = "https://docs.python.org/3/whatsnew/3.11.html#removed"

GETARGSPEC = '''
def _getargspec(function):
    """Return args, varargs, keywords and defaults of a function, as inspect.getargspec did."""
    spec = inspect.getfullargspec(function)
    if spec.kwonlyargs or spec.annotations:
        raise ValueError("Function has keyword-only parameters or annotations")
    return collections.namedtuple("ArgSpec", "args varargs keywords defaults")(*spec[:4])
'''


@rule(
    "PY311-getargspec",
    package="python",
    since="3.0",
    gone="3.11",
    docs=DOCS,
    safety="review",
    at_best="safe",
    names=["inspect.getargspec"],
)
def getargspec(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``inspect.getargspec`` becomes ``getfullargspec``, or a function that returns four values as it did.

    Removed in Python 3.11. ``getfullargspec`` returns seven values and calls the third ``varkw``, so it fits where
    the result is taken apart on the spot; elsewhere the function is carried.

    Review: ``getargspec`` raised ValueError for functions with annotations or keyword-only parameters,
    ``getfullargspec`` does not.

    ```diff
     import inspect

    -args, varargs, keywords, defaults = inspect.getargspec(f)
    -print(inspect.getargspec(f).args, inspect.getargspec(f).keywords, inspect.getargspec(f)[0])
    +args, varargs, keywords, defaults = inspect.getfullargspec(f)[:4]
    +print(inspect.getfullargspec(f).args, inspect.getfullargspec(f).varkw, inspect.getfullargspec(f)[0])
    ```

    ```diff
    -from inspect import getargspec as spec
    +import collections
    +import inspect

    -for found in map(spec, functions):
    +
    +def _getargspec(function):
    +    \"""Return args, varargs, keywords and defaults of a function, as inspect.getargspec did.\"""
    +    spec = inspect.getfullargspec(function)
    +    if spec.kwonlyargs or spec.annotations:
    +        raise ValueError("Function has keyword-only parameters or annotations")
    +    return collections.namedtuple("ArgSpec", "args varargs keywords defaults")(*spec[:4])
    +
    +
    +for found in map(_getargspec, functions):
         print(found.keywords)
    ```

    ```diff
     from tools import inspect

     print(inspect.getargspec(f).args)
    ```
    """
    message = "inspect.getargspec is gone"
    if file.guard(node):
        yield Hit(node, message)
        return
    ref = file.ref("inspect.getfullargspec", node)
    call = file.parent(node)
    around = file.parent(call)
    if isinstance(call, cst.Call) and call.func is node:
        if isinstance(around, cst.Attribute) and around.attr.value in ("args", "varargs", "keywords", "defaults"):
            also: tuple[tuple[Node, Node | str], ...] = ()
            if around.attr.value == "keywords":
                also = ((around.attr, cst.Name("varkw")),)
            yield Hit(node, message, str(ref), also=also, imports=ref.imports)
            return
        if isinstance(around, cst.Subscript):
            yield Hit(node, message, str(ref), imports=ref.imports)
            return
        if isinstance(around, cst.Assign) and all(_takes_four(target.target) for target in around.targets):
            whole = call.with_changes(func=cst.parse_expression(str(ref)))
            yield Hit(call, message, f"{file.code(whole)}[:4]", imports=ref.imports)
            return
    needed = (NewImport("inspect"), NewImport("collections"))
    yield Hit(node, message, "_getargspec", imports=needed, helpers=(GETARGSPEC,), safety=Safety.SAFE)


def _takes_four(target: cst.BaseExpression) -> bool:
    plain = isinstance(target, (cst.Tuple, cst.List)) and not any(
        isinstance(element, cst.StarredElement) for element in target.elements
    )
    return plain and isinstance(target, (cst.Tuple, cst.List)) and len(target.elements) == 4


@rule(
    "PY311-argspec",
    package="python",
    since="3.0",
    gone="3.11",
    docs=DOCS,
    safety="review",
    names=["inspect.ArgSpec"],
)
def argspec(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``inspect.ArgSpec`` as a type becomes ``FullArgSpec``.

    Removed in Python 3.11 with ``getargspec``, which returned it.

    Review: ``FullArgSpec`` has seven fields, and the third is called ``varkw``. Calls of ``ArgSpec`` are reported only.

    ```diff
     import inspect

    -print(isinstance(spec, inspect.ArgSpec))
    +print(isinstance(spec, inspect.FullArgSpec))
    ```

    ```diff
     import inspect

     spec = inspect.ArgSpec(["a"], None, None, None)
    ```
    """
    call = file.parent(node)
    message = "inspect.ArgSpec is gone"
    if file.guard(node) or (isinstance(call, cst.Call) and call.func is node):
        yield Hit(node, message)
    else:
        ref = file.ref("inspect.FullArgSpec", node)
        yield Hit(node, message, str(ref), imports=ref.imports)


@rule(
    "PY311-formatargspec",
    package="python",
    since="3.3",
    gone="3.11",
    docs=DOCS,
    safety="review",
    names=["inspect.formatargspec"],
)
def formatargspec(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``formatargspec(*getfullargspec(f))`` becomes ``str(signature(f))``.

    Removed in Python 3.11; the release notes name ``signature``.

    Review: ``signature`` leaves out a bound ``self`` and follows ``__wrapped__``, and prints some annotations in
    another way.

    ```diff
     import inspect

    -print(inspect.formatargspec(*inspect.getfullargspec(f)))
    +print(str(inspect.signature(f)))
    ```

    ```diff
     import inspect

     print(inspect.formatargspec(args, varargs))
    ```
    """
    message = "inspect.formatargspec is gone, str(inspect.signature(f)) is nearest"
    call = file.parent(node)
    inner = call.args[0] if isinstance(call, cst.Call) and call.func is node and len(call.args) == 1 else None
    if (
        inner is not None
        and inner.star == "*"
        and isinstance(inner.value, cst.Call)
        and file.resolve(inner.value.func) in ("inspect.getfullargspec", "inspect.getargspec")
        and len(inner.value.args) == 1
        and not file.guard(node)
    ):
        ref = file.ref("inspect.signature", node)
        yield Hit(call, message, f"str({ref}({file.code(inner.value.args[0])}))", imports=ref.imports)
    else:
        yield Hit(node, message)


signatures = moves(
    "PY311-signature-from",
    package="python",
    since="3.5",
    gone="3.11",
    docs=DOCS,
    moved={
        "inspect.Signature.from_function": "inspect.Signature.from_callable",
        "inspect.Signature.from_builtin": "inspect.Signature.from_callable",
    },
    doc="""
    ``Signature.from_function`` and ``from_builtin`` are ``from_callable``.

    Deprecated in Python 3.5, removed in 3.11.

    ```diff
     from inspect import Signature as S

    -print(S.from_builtin(len))
    +print(S.from_callable(len))
    ```

    ```diff
     from mocks import Signature

     print(Signature.from_function(len))
    ```
    """,
)
