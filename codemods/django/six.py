"""``django.utils.six``, gone in Django 3.0: plain Python 3 where that is exact, the ``six`` distribution for the rest."""

from collections.abc import Callable, Iterator, Sequence

import libcst as cst

from upgrader.edit import NewImport
from upgrader.moves import find_moved_modules, find_moves
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule

SIX = "django.utils.six"

#: Modules of ``six.moves`` by what they are on Python 3. Source: six's own table of moved modules.
_MODULES = {
    "BaseHTTPServer": "http.server",
    "CGIHTTPServer": "http.server",
    "SimpleHTTPServer": "http.server",
    "_thread": "_thread",
    "builtins": "builtins",
    "cPickle": "pickle",
    "configparser": "configparser",
    "copyreg": "copyreg",
    "dbm_gnu": "dbm.gnu",
    "email_mime_base": "email.mime.base",
    "email_mime_multipart": "email.mime.multipart",
    "email_mime_nonmultipart": "email.mime.nonmultipart",
    "email_mime_text": "email.mime.text",
    "html_entities": "html.entities",
    "html_parser": "html.parser",
    "http_client": "http.client",
    "http_cookiejar": "http.cookiejar",
    "http_cookies": "http.cookies",
    "queue": "queue",
    "reprlib": "reprlib",
    "socketserver": "socketserver",
    "tkinter": "tkinter",
    "urllib_error": "urllib.error",
    "urllib_parse": "urllib.parse",
    "urllib_robotparser": "urllib.robotparser",
    "winreg": "winreg",
    "xmlrpc_client": "xmlrpc.client",
    "xmlrpc_server": "xmlrpc.server",
    **{f"urllib.{name}": f"urllib.{name}" for name in ("error", "parse", "request", "response", "robotparser")},
}
_ATTRIBUTES = {
    "StringIO": "io.StringIO",
    "UserDict": "collections.UserDict",
    "UserList": "collections.UserList",
    "UserString": "collections.UserString",
    "cStringIO": "io.StringIO",
    "filter": "builtins.filter",
    "filterfalse": "itertools.filterfalse",
    "getcwd": "os.getcwd",
    "getcwdb": "os.getcwdb",
    "input": "builtins.input",
    "intern": "sys.intern",
    "map": "builtins.map",
    "range": "builtins.range",
    "reduce": "functools.reduce",
    "reload_module": "importlib.reload",
    "shlex_quote": "shlex.quote",
    "xrange": "builtins.range",
    "zip": "builtins.zip",
    "zip_longest": "itertools.zip_longest",
}

#: Names that are the same object on Python 3.
NAMES = {
    f"{SIX}.{old}": new
    for old, new in {
        "BytesIO": "io.BytesIO",
        "Iterator": "builtins.object",
        "MAXSIZE": "sys.maxsize",
        "StringIO": "io.StringIO",
        "advance_iterator": "builtins.next",
        "binary_type": "builtins.bytes",
        "callable": "builtins.callable",
        "create_bound_method": "types.MethodType",
        "exec_": "builtins.exec",
        "memoryview": "builtins.memoryview",
        "next": "builtins.next",
        "print_": "builtins.print",
        "text_type": "builtins.str",
        "unichr": "builtins.chr",
        "wraps": "functools.wraps",
        **{f"moves.{name}": new for name, new in _ATTRIBUTES.items()},
    }.items()
}
MODULES = {f"{SIX}.moves.{old}": new for old, new in _MODULES.items()}

_TUPLES = {
    "string_types": "str",
    "integer_types": "int",
    "class_types": "type",
    "buffer_types": "bytes, bytearray, memoryview",
}
_CONSTANTS = {"PY2": "False", "PY3": "True", "PY34": "True"}
_VIEWS = {
    **{f"{prefix}{name}": name for prefix in ("iter", "view") for name in ("keys", "values", "items")},
    "iterlists": "lists",
}
_ATTRIBUTES_OF = {
    "get_method_function": "__func__",
    "get_method_self": "__self__",
    "get_function_closure": "__closure__",
    "get_function_code": "__code__",
    "get_function_defaults": "__defaults__",
    "get_function_globals": "__globals__",
}
_METHODS = {
    "assertCountEqual": "assertCountEqual",
    "assertRaisesRegex": "assertRaisesRegex",
    "assertRegex": "assertRegex",
}
_CONSUMERS = {
    f"builtins.{name}"
    for name in ("all", "any", "dict", "enumerate", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple")
}


@rule(
    "DJ30-six",
    package="django",
    since=None,
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#removed-private-python-2-compatibility-apis",
    needles=["django utils six"],
)
def six(module: cst.Module, file: File) -> Iterator[Hit]:
    """``django.utils.six`` becomes plain Python 3.

    Django's copy of ``six`` was removed in 3.0. What is one name or one expression on Python 3 is written directly; what
    is left (``ensure_str``, a metaclass that is not spelled out) comes from the ``six`` distribution, which the project
    then requires.

    ```diff
    -from django.utils import six
    +from urllib.parse import urlencode

    -from django.utils.six.moves.urllib.parse import urlencode
    -

     def label(value):
    -    if isinstance(value, six.string_types):
    +    if isinstance(value, str):
             return value
    -    if isinstance(value, (list,) + six.integer_types):
    -        return six.text_type(value)
    -    return ", ".join("%s=%s" % pair for pair in six.iteritems(value)) + urlencode(value)
    +    if isinstance(value, (list,) + (int,)):
    +        return str(value)
    +    return ", ".join("%s=%s" % pair for pair in value.items()) + urlencode(value)
    ```

    ```diff
    -from django.utils.six import StringIO, ensure_str, iteritems, python_2_unicode_compatible, text_type as text
    -from django.utils.six.moves import range, urllib
    +from io import StringIO
    +from six import ensure_str
    +import urllib.parse

     for i in range(3):
    -    print(text(i), ensure_str("x"), urllib.parse.quote("ü"), StringIO())
    -pairs = iteritems({"a": 1})
    +    print(str(i), ensure_str("x"), urllib.parse.quote("ü"), StringIO())
    +pairs = iter({"a": 1}.items())


    -@python_2_unicode_compatible  # Python 2
     class Book:
         pass
    ```

    ```diff
    -from django.utils import six
    -
     from shop.meta import Meta, Plain


    -class Field(six.with_metaclass(Meta, Plain)):
    +class Field(Plain, metaclass=Meta):
         pass


    -@six.add_metaclass(Meta)
    -class Other(object):
    +class Other(metaclass=Meta):
         data = b"a"
    ```

    ```diff
     try:
         from django.utils import six
     except ImportError:
         import six


     def text(value):
         return six.text_type(value)
    ```

    ```diff
     from shop.utils import six

     print(six.text_type(1), "django.utils.six")
    ```
    """
    edited: set[int] = set()
    for node, name in _references(file):
        hit = _rewritten(node, name, file)
        if hit is not None:
            edited.update(id(part) for part in (node, *_roots(node)))
            yield hit
    for node, name in _references(file):
        hit = _module(node, name, file)
        if hit is not None:
            edited.update(id(part) for part in (node, *_roots(node)))
            yield hit
    for alias, statement in _urllib(file):
        subs = _submodules(alias, file)
        if subs:
            edited.update(id(use) for use in file.names.uses(alias))
            yield Hit(
                alias,
                "django.utils.six is gone: urllib",
                drop=(alias,),
                imports=tuple(NewImport(f"urllib.{sub}", at=statement) for sub in sorted(subs)),
            )
            edited.add(id(alias))
    # what remains of six after all that
    special = {f"{SIX}.{name}" for name in _SPECIAL}
    handled = {*NAMES, *MODULES, *special}
    for hit in find_moves({**NAMES, **MODULES}, {}, file):
        if not any(id(part) in edited for part in (hit.node, *_roots(hit.node))):
            edited.update(id(part) for part in (hit.node, *_roots(hit.node), *[node for node, _ in hit.also]))
            yield hit
    for name in special:
        for alias in file.names.imported.get(name, ()):
            if id(alias) not in edited and (hit := _left(alias, edited, name, file)):
                yield hit
    for hit in find_moves({SIX: "six", f"{SIX}.moves": "six.moves"}, {"six": "six"}, file):
        uses = file.names.uses(hit.node) if isinstance(hit.node, cst.ImportAlias) else []
        if not (uses and all(id(use) in edited for use in uses)) and id(hit.node) not in edited:
            yield hit
    yield from find_moved_modules({SIX: "six", **MODULES}, handled, {"six": "six"}, file)


def _references(file: File) -> Iterator[tuple[cst.Name | cst.Attribute, str]]:
    """Yield every Name or Attribute chain that means something in six, longest first."""
    for qualified, nodes in tuple(file.names.references.items()):
        if qualified.startswith(f"{SIX}."):
            for node in nodes:
                yield node, qualified.removeprefix(f"{SIX}.")


def _roots(node: Node) -> Iterator[Node]:
    while isinstance(node, cst.Attribute):
        node = node.value
        yield node


def _rewritten(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    """Return the hit for one use of a name that needs more than another name; None leaves it to the tables."""
    make = _SPECIAL.get(name)
    if make is None or isinstance(file.parent(node), cst.ImportAlias):
        return None
    if file.guard(node) in ("try", "version"):
        return None
    return make(node, name, file)


def _module(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    """Return the hit for ``six.moves.urllib.parse`` and the like, written out behind another name."""
    new = _MODULES.get(name.removeprefix("moves."))
    if new is None or isinstance(node, cst.Name) or file.guard(node) in ("try", "version"):
        return None
    root = [node, *_roots(node)][-1]
    if file.names.bound(new.partition(".")[0]) or not isinstance(root, cst.Name) or root.value == "urllib":
        return None
    return Hit(node, _message(name), new, imports=(NewImport(new),))


def _message(name: str) -> str:
    return f"{SIX}.{name} is gone"


def _constant(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    return Hit(node, _message(name), _CONSTANTS[name])


def _tuple(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    types = _TUPLES[name]
    place = file.parent(node)
    within = file.parent(place) if isinstance(place, cst.Element) else place
    arg = file.parent(within) if isinstance(within, cst.Tuple) else within
    call = file.parent(arg) if isinstance(arg, cst.Arg) else None
    checks = (
        isinstance(call, cst.Call)
        and len(call.args) == 2
        and call.args[1] is arg
        and file.resolve(call.func) in ("builtins.isinstance", "builtins.issubclass")
    )
    if "," not in types and checks:
        return Hit(node, _message(name), types)
    return Hit(node, _message(name), f"({types})" if "," in types else f"({types},)")


def _call(node: Node, file: File, arguments: int) -> cst.Call | None:
    """Return the call of ``node`` when it has that many plain positional arguments."""
    call = file.parent(node)
    if _commented(call):
        return None
    plain = isinstance(call, cst.Call) and call.func is node and not any(a.star or a.keyword for a in call.args)
    return call if isinstance(call, cst.Call) and plain and len(call.args) == arguments else None


def _commented(node: Node) -> bool:
    """Whether a comment stands inside, which an expression of our own would lose: then the call stays as it is."""
    return isinstance(node, cst.Comment) or any(_commented(child) for child in node.children)


def _operand(node: cst.BaseExpression, file: File) -> str:
    """Return the source of an expression so that a trailer can follow it."""
    code = file.code(node)
    primary = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.SimpleString, cst.Dict, cst.List, cst.Set)
    return code if isinstance(node, primary) or node.lpar else f"({code})"


def _view(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = _call(node, file, 1)
    if call is None:
        return None
    new = f"{_operand(call.args[0].value, file)}.{_VIEWS[name]}()"
    place = file.parent(call)
    looped = isinstance(place, (cst.For, cst.CompFor)) and place.iter is call
    outer = file.parent(place) if isinstance(place, cst.Arg) else None
    consumed = isinstance(outer, cst.Call) and file.resolve(outer.func) in _CONSUMERS
    if name.startswith("iter") and not looped and not consumed:
        ref = file.ref("builtins.iter", node)
        return Hit(call, _message(name), f"{ref}({new})", imports=ref.imports)
    return Hit(call, _message(name), new)


def _attribute_of(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = _call(node, file, 1)
    if call is None:
        return None
    return Hit(call, _message(name), f"{_operand(call.args[0].value, file)}.{_ATTRIBUTES_OF[name]}")


def _literal(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = _call(node, file, 1)
    if call is None:
        return None
    value = call.args[0].value
    if name == "u":
        return Hit(call, _message(name), file.code(value))
    ascii_only = isinstance(value, cst.SimpleString) and not value.prefix and value.value.isascii()
    if ascii_only and "\\" not in file.code(value):
        return Hit(call, _message(name), f"b{file.code(value)}")
    return Hit(call, _message(name), f'{_operand(value, file)}.encode("latin-1")')


def _bytes(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = _call(node, file, 2 if name == "indexbytes" else 1)
    if call is None:
        return None
    code = file.code(call.args[0].value)
    operand = _operand(call.args[0].value, file)
    new = {
        "int2byte": f"bytes(({code},))",
        "byte2int": f"{operand}[0]",
        "iterbytes": f"iter({code})",
        "indexbytes": f"{operand}[{file.code(call.args[-1].value)}]",
        "get_unbound_function": code,
    }[name]
    return Hit(call, _message(name), new)


def _method(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = file.parent(node)
    if (
        not (isinstance(call, cst.Call) and call.func is node and call.args)
        or call.args[0].star
        or call.args[0].keyword
    ):
        return None
    func = cst.parse_expression(f"{_operand(call.args[0].value, file)}.{_METHODS[name]}")
    return Hit(call, _message(name), call.with_changes(func=func, args=call.args[1:]))


def _decorated(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    decorator = file.parent(node)
    return Hit(decorator, _message(name), DELETE) if isinstance(decorator, cst.Decorator) else None


def _added_metaclass(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = _call(node, file, 1)
    decorator = file.parent(call) if call else None
    definition = file.parent(decorator) if isinstance(decorator, cst.Decorator) else None
    if call is None or decorator is None or not isinstance(definition, cst.ClassDef):
        return None
    if len(definition.decorators) > 1 or definition.keywords or any(base.star for base in definition.bases):
        return None
    return Hit(definition, _message(name), _with_metaclass(definition, definition.bases, call, file, ()))


def _metaclassed(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = file.parent(node)
    base = file.parent(call)
    definition = file.parent(base) if isinstance(base, cst.Arg) else None
    if not (isinstance(call, cst.Call) and call.func is node and isinstance(definition, cst.ClassDef)):
        return None
    if list(definition.bases) != [base] or definition.keywords or not call.args:
        return None
    if _commented(call) or any(arg.star or arg.keyword for arg in call.args):
        return None
    new = _with_metaclass(definition, call.args[1:], call, file, definition.decorators)
    return Hit(definition, _message(name), new)


def _with_metaclass(
    definition: cst.ClassDef,
    bases: Sequence[cst.Arg],
    call: cst.Call,
    file: File,
    decorators: Sequence[cst.Decorator],
) -> cst.ClassDef:
    parsed = cst.ensure_type(
        cst.parse_statement(f"class A(metaclass={file.code(call.args[0].value)}): pass"), cst.ClassDef
    )
    bases = [base for base in bases if file.resolve(base.value) != "builtins.object"]
    kept = [base.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))) for base in bases]
    return definition.with_changes(
        bases=kept,
        keywords=parsed.keywords,
        decorators=decorators,
        lpar=cst.LeftParen(),
        rpar=cst.RightParen(),
    )


def _raised(node: cst.Name | cst.Attribute, name: str, file: File) -> Hit | None:
    call = file.parent(node)
    line = file.parent(call)
    if not (isinstance(call, cst.Call) and isinstance(line, cst.Expr)) or _commented(call):
        return None
    if any(a.star or a.keyword for a in call.args):
        return None
    args = [file.code(arg.value) for arg in call.args]
    if name == "raise_from" and len(args) == 2:
        return Hit(line, _message(name), f"raise {args[0]} from {args[1]}")
    if name == "reraise" and len(args) == 3:
        value = call.args[1].value
        if isinstance(value, cst.Name) and value.value == "None":
            return None  # then the first argument is a class to instantiate
        return Hit(line, _message(name), f"raise {_operand(value, file)}.with_traceback({args[2]})")
    return None


_SPECIAL: dict[str, Callable[[cst.Name | cst.Attribute, str, File], Hit | None]] = {
    **dict.fromkeys(_CONSTANTS, _constant),
    **dict.fromkeys(_TUPLES, _tuple),
    **dict.fromkeys(_VIEWS, _view),
    **dict.fromkeys(_ATTRIBUTES_OF, _attribute_of),
    **dict.fromkeys(["b", "u"], _literal),
    **dict.fromkeys(["int2byte", "byte2int", "iterbytes", "indexbytes", "get_unbound_function"], _bytes),
    **dict.fromkeys(_METHODS, _method),
    "python_2_unicode_compatible": _decorated,
    "add_metaclass": _added_metaclass,
    "with_metaclass": _metaclassed,
    "reraise": _raised,
    "raise_from": _raised,
}


def _left(alias: cst.ImportAlias, edited: set[int], name: str, file: File) -> Hit | None:
    """Return the hit for an imported name that has a use that no expression replaces."""
    uses = file.names.uses(alias)
    if uses and all(id(use) in edited for use in uses):
        return None  # without a use the import goes by itself
    return next(find_moves({name: name.replace(SIX, "six")}, {"six": "six"}, file), None)


def _urllib(file: File) -> Iterator[tuple[cst.ImportAlias, cst.ImportFrom]]:
    for alias in file.names.imported.get(f"{SIX}.moves.urllib", ()):
        statement = file.parent(alias)
        if (
            isinstance(statement, cst.ImportFrom)
            and alias.asname is None
            and file.guard(alias) not in ("try", "version")
        ):
            yield alias, statement


def _submodules(alias: cst.ImportAlias, file: File) -> set[str]:
    """Return the modules of urllib that are used through ``alias``; empty when one of the uses is anything else."""
    found: set[str] = set()
    for use in file.names.uses(alias):
        chain = file.parent(use)
        if not isinstance(chain, cst.Attribute) or f"urllib.{chain.attr.value}" not in _MODULES:
            return set()
        found.add(chain.attr.value)
    return set() if file.exported("urllib") else found
