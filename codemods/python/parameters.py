"""Parameters of the standard library that went, from a to l."""

from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.edit import NewImport, argument, keyword, spread, with_arg, without_arg
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

WHATSNEW = "https://docs.python.org/3/whatsnew/{}.html#removed"


@rule(
    "PY39-json-encoding",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    names=["json.load", "json.loads"],
)
def json_encoding(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop the parameter ``encoding`` of ``json.load`` and ``json.loads``.

    Ignored since Python 3.1, a TypeError from 3.9 on.

    ```diff
     import json

    -print(json.loads("1", encoding="utf-8"))
    +print(json.loads("1"))
    ```

    ```diff
     import json
     from simplejson import loads

     print(json.loads("1"), loads("1", encoding="utf-8"))
    ```
    """
    yield from _dropped(node, "encoding", file)


@rule(
    "PY39-bz2-buffering",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    names=["bz2.BZ2File"],
)
def bz2_buffering(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop the parameter ``buffering`` of ``bz2.BZ2File``.

    Ignored since Python 3.0, removed in 3.9; what was the fourth argument is a keyword now.

    ```diff
     import bz2

    -bz2.BZ2File(path, "w", buffering=0)
    -bz2.BZ2File(path, "w", 0, 9)
    +bz2.BZ2File(path, "w")
    +bz2.BZ2File(path, "w", compresslevel=9)
    ```

    ```diff
     import bz2

     bz2.BZ2File(path, "w", compresslevel=9)
    ```
    """
    given = argument(node, 2, "buffering")
    if given is None:
        return
    message = "bz2.BZ2File has no parameter buffering any more"
    index = list(node.args).index(given)
    new = without_arg(node, index)
    if given.keyword is None and len(new.args) > index and new.args[index].keyword is None:
        tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        level = new.args[index].with_changes(keyword=cst.Name("compresslevel"), equal=tight)
        new = new.with_changes(args=[*new.args[:index], level, *new.args[index + 1 :]])
    yield Hit(node, message, None if file.guard(node) else new)


@rule(
    "PY314-localtime-isdst",
    package="python",
    since=None,
    gone="3.14",
    docs=WHATSNEW.format("3.14"),
    names=["email.utils.localtime"],
)
def isdst(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop the parameter ``isdst`` of ``email.utils.localtime``.

    Without effect and deprecated since Python 3.12, removed in 3.14.

    ```diff
     from email.utils import localtime

    -print(localtime(isdst=0), localtime(now, 1))
    +print(localtime(), localtime(now))
    ```

    ```diff
     from time import localtime

     print(localtime(isdst=0))
    ```
    """
    given = argument(node, 1, "isdst")
    if given is not None:
        message = "email.utils.localtime has no parameter isdst any more"
        new = without_arg(node, list(node.args).index(given))
        yield Hit(node, message, None if file.guard(node) else new)


def _dropped(node: cst.Call, name: str, file: File) -> Iterator[Hit]:
    given = keyword(node, name)
    if given is not None:
        message = f"{file.resolve(node.func)} has no parameter {name} any more"
        yield Hit(node, message, None if file.guard(node) else without_arg(node, list(node.args).index(given)))


#: Method or function, the parameter that became positional-only, and what calls or classes a method's receiver comes from.
POSITIONAL: Mapping[str, tuple[str, frozenset[str]]] = {
    "submit": (
        "fn",
        frozenset(
            f"concurrent.futures.{kind}Executor" for kind in ("ThreadPool", "ProcessPool", "thread.ThreadPool", "")
        ),
    ),
    "callback": ("callback", frozenset(["contextlib.ExitStack", "contextlib.AsyncExitStack"])),
    "push_async_callback": ("callback", frozenset(["contextlib.AsyncExitStack"])),
}


@rule(
    "PY39-callback-by-position",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3.8/whatsnew/3.8.html#deprecated",
    needles=["submit fn", "callback ExitStack", "push_async_callback", "partialmethod func"],
)
def positional(node: cst.Call, file: File) -> Iterator[Hit]:
    """Pass functions by position to ``submit``, ``callback`` and ``partialmethod``.

    Their first parameter lost its name in Python 3.9, so that keyword arguments of any name can be passed on.

    ```diff
     from concurrent.futures import ThreadPoolExecutor
     from functools import partialmethod

     with ThreadPoolExecutor() as pool:
    -    pool.submit(fn=print, sep="")
    -partialmethod(func=print)
    +    pool.submit(print, sep="")
    +partialmethod(print)
    ```

    ```diff
     from concurrent.futures import ThreadPoolExecutor

     def go(pool):
         pool.submit(fn=print)
     go(pools.pop())
    ```
    """
    if file.resolve(node.func) == "functools.partialmethod":
        name = "func"
    elif isinstance(node.func, cst.Attribute) and node.func.attr.value in POSITIONAL:
        name, kinds = POSITIONAL[node.func.attr.value]
        if not origins(node.func.value, file) & kinds:
            return
    else:
        return
    given = keyword(node, name)
    if given is None or any(arg.keyword is None for arg in node.args):
        return
    message = f"{name} can be passed by position only"
    index = list(node.args).index(given)
    if index or file.guard(node):
        yield Hit(node, message)
    else:
        bare = given.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
        yield Hit(node, message, node.with_changes(args=[bare, *node.args[1:]]))


CLIENT_CONTEXT = '''
def _client_context(certfile, keyfile=None):
    """Return an SSL context that shows a client certificate and checks no server's, as keyfile and certfile did."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    return context
'''

#: Class, its old parameters with their positions, the new one.
KEYFILES: Mapping[str, tuple[dict[str, int], str]] = {
    "ftplib.FTP_TLS": ({"keyfile": 4, "certfile": 5}, "context"),
    "imaplib.IMAP4_SSL": ({"keyfile": 2, "certfile": 3}, "ssl_context"),
    "http.client.HTTPSConnection": ({"key_file": 2, "cert_file": 3, "check_hostname": 7}, "context"),
}


@rule(
    "PY312-keyfile",
    package="python",
    since="3.6",
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    safety="review",
    names=list(KEYFILES),
)
def keyfile(node: cst.Call, file: File) -> Iterator[Hit]:
    """``keyfile`` and ``certfile`` of FTP, IMAP and HTTPS clients become an SSL context.

    Deprecated in Python 3.6, removed in 3.12.

    Review: FTP and IMAP clients never checked the server's certificate when they got these two, and the new context
    does not either: ``ssl.create_default_context()`` would. HTTPS clients get that one, as they did.

    ```diff
     import ftplib
     import http.client

    -ftplib.FTP_TLS(keyfile=None, certfile=None)
    -http.client.HTTPSConnection("localhost", check_hostname=True)
    +ftplib.FTP_TLS()
    +http.client.HTTPSConnection("localhost")
    ```

    ```diff
     import imaplib
    +import ssl

    -imaplib.IMAP4_SSL("localhost", keyfile="k", certfile="c")
    +
    +def _client_context(certfile, keyfile=None):
    +    \"""Return an SSL context that shows a client certificate and checks no server's, as keyfile and certfile did.\"""
    +    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    +    context.check_hostname = False
    +    context.verify_mode = ssl.CERT_NONE
    +    if certfile:
    +        context.load_cert_chain(certfile, keyfile)
    +    return context
    +
    +
    +imaplib.IMAP4_SSL("localhost", ssl_context=_client_context("c", "k"))
    ```

    ```diff
     import imaplib
     from tools import FTP_TLS

     imaplib.IMAP4_SSL("localhost", ssl_context=context)
     FTP_TLS(keyfile="k")
    ```
    """
    name = file.resolve(node.func) or ""
    parameters, modern = KEYFILES[name]
    given = {parameter: argument(node, position, parameter) for parameter, position in parameters.items()}
    found = {parameter: arg for parameter, arg in given.items() if arg is not None}
    if not found:
        return
    message = f"{name} takes an SSL context in place of {', '.join(found)}"
    values = {parameter: file.code(arg.value) for parameter, arg in found.items()}
    only_keywords = all(arg.keyword is not None for arg in found.values())
    if not only_keywords or spread(node) or file.guard(node) or values.get("check_hostname", "True") != "True":
        yield Hit(node, message)
        return
    cert = next((value for parameter, value in values.items() if parameter.startswith("cert")), "None")
    key = next((value for parameter, value in values.items() if parameter.startswith("key")), "None")
    new = node
    for arg in found.values():
        new = without_arg(new, list(new.args).index(arg)) if arg in new.args else _without(new, arg)
    if {cert, key} == {"None"}:
        yield Hit(node, message, new)
    elif keyword(node, modern) is not None or name == "http.client.HTTPSConnection":
        yield Hit(node, message)
    else:
        arguments = cert if key == "None" else f"{cert}, {key}"
        value = cst.parse_expression(f"f({modern}=_client_context({arguments}))")
        extra = cst.ensure_type(value, cst.Call).args[0]
        args = list(new.args)
        if args:
            args[-1] = args[-1].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
        whole = new.with_changes(args=[*args, extra])
        yield Hit(node, message, whole, imports=(NewImport("ssl"),), helpers=(CLIENT_CONTEXT,))


def _without(call: cst.Call, arg: cst.Arg) -> cst.Call:
    """Return ``call`` without the keyword argument of the name of ``arg``, which an earlier edit may have replaced."""
    same = keyword(call, arg.keyword.value) if arg.keyword is not None else None
    return without_arg(call, list(call.args).index(same)) if same is not None else call


@rule(
    "PY315-debug-override",
    package="python",
    since="3.5",
    gone="3.15",
    docs="https://docs.python.org/3/library/importlib.html#importlib.util.cache_from_source",
    names=["importlib.util.cache_from_source"],
)
def debug_override(node: cst.Call, file: File) -> Iterator[Hit]:
    """``debug_override`` of ``cache_from_source`` becomes ``optimization``.

    Deprecated in Python 3.5. True stands for no optimization, False for level 1; that is what the old parameter did.
    A value that may be None needs a review.

    ```diff
     from importlib.util import cache_from_source

    -print(cache_from_source("a.py", False), cache_from_source("a.py", debug_override=True))
    -print(cache_from_source("a.py", debug))
    +print(cache_from_source("a.py", optimization=1), cache_from_source("a.py", optimization=""))
    +print(cache_from_source("a.py", optimization="" if debug else 1))
    ```

    ```diff
     from importlib.util import cache_from_source

     print(cache_from_source("a.py"), cache_from_source("a.py", optimization=2))
    ```
    """
    given = argument(node, 1, "debug_override")
    if given is None:
        return
    old = file.code(given.value)
    simple = isinstance(given.value, (cst.Name, cst.Attribute, cst.Call))
    new = {"True": '""', "1": '""', "False": "1", "0": "1", "None": "None"}.get(
        old, f'"" if {old if simple else f"({old})"} else 1'
    )
    safety = Safety.REVIEW if " if " in new else None
    tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    changed = given.with_changes(keyword=cst.Name("optimization"), equal=tight, value=cst.parse_expression(new))
    edit: Node | None = None if file.guard(node) else changed
    yield Hit(given, "debug_override of cache_from_source is now optimization", edit, safety=safety)


@rule(
    "PY39-gzip-mode",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/gzip.html#gzip.GzipFile",
    safety="review",
    names=["gzip.GzipFile"],
)
def gzip_mode(node: cst.Call, file: File) -> Iterator[Hit]:
    """``GzipFile`` of a file open for writing is told that it writes.

    Deprecated in Python 3.9: it guessed the mode from the file's.

    Review: whether the file is open for writing is seen from the call of ``open`` in the same file.

    ```diff
     import gzip

     raw = open("x.gz", "wb")
    -packed = gzip.GzipFile(fileobj=raw)
    +packed = gzip.GzipFile(fileobj=raw, mode="wb")
    ```

    ```diff
     import gzip

     raw = open("x.gz", "rb")
     print(gzip.GzipFile(fileobj=raw), gzip.GzipFile(fileobj=other), gzip.GzipFile("x.gz"))
    ```
    """
    given = argument(node, 3, "fileobj")
    if given is None or argument(node, 1, "mode") is not None or spread(node) or not isinstance(given.value, cst.Name):
        return
    scope = file.names.scope(given.value).find(given.value.value)
    for binding in scope.bindings[given.value.value] if scope else ():
        opened = _opened(binding.node, file)
        mode = argument(opened, 1, "mode") if opened is not None else None
        text = mode.value.evaluated_value if mode is not None and isinstance(mode.value, cst.SimpleString) else "r"
        if not isinstance(text, str) or not set(text) & set("wax"):
            return
        kind = next(letter for letter in text if letter in "wax")
        new = with_arg(node, f'mode="{kind}b"')
        yield Hit(node, "GzipFile will not guess that it writes", None if file.guard(node) else new)
        return


def _opened(target: Node, file: File) -> cst.Call | None:
    """Return the call of ``open`` that a name holds the result of."""
    around = file.parent(target)
    if isinstance(around, cst.AssignTarget):
        assign = file.parent(around)
        value: Node | None = assign.value if isinstance(assign, cst.Assign) else None
    else:
        item = file.parent(around)
        value = item.item if isinstance(item, cst.WithItem) else None
    return value if isinstance(value, cst.Call) and file.resolve(value.func) in ("builtins.open", "io.open") else None
