"""Advice: calls whose result or effect is another one since some version, where only a person can say whether it matters."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument
from upgrader.methods import meant
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

WHATSNEW = "https://docs.python.org/3/whatsnew/"

# -- calls by name ---------------------------------------------------------------------------------------------------


@rule(
    "PY39-codecs-register",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW + "3.9.html#changes-in-the-python-api",
    safety="manual",
    names=["codecs.register"],
    advice=True,
    changed=True,
)
def codecs_register(node: cst.Call, file: File) -> Iterator[Hit]:
    """Search functions of codecs are asked for names with underscores.

    ``codecs.lookup("my+codec-1")`` asked for ``my+codec-1``; since Python 3.9 everything but ASCII letters, digits and
    dots is an underscore in the name that a search function gets.

    Manual: let the search function compare with the normalized name.

    ```diff
     import codecs

    -codecs.register(search)
    +codecs.unregister(search)
    ```

    ```diff
     import codecs

     codecs.lookup("utf-8")
     ours.register(search)
    ```
    """
    yield Hit(node, "codecs.register: the search function gets names in which every special character is an underscore")


@rule(
    "PY313-ast-dump",
    package="python",
    since=None,
    gone="3.13",
    docs=WHATSNEW + "3.13.html#ast",
    safety="manual",
    names=["ast.dump"],
    advice=True,
    changed=True,
)
def ast_dump(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ast.dump`` leaves out empty lists and what is None.

    ``args=[]`` and its kind are no longer in its text from Python 3.13, unless it is told ``show_empty=True``.

    Manual: compare trees by what is in them, or with texts of the new form.

    ```diff
     import ast

    -print(ast.dump(tree))
    +print(ast.dump(tree, show_empty=True))
    ```

    ```diff
     import json

     json.dump(tree, file)
    ```
    """
    if not any(arg.keyword is not None and arg.keyword.value == "show_empty" for arg in node.args):
        yield Hit(node, "ast.dump: its text has no empty lists any more; that matters where texts are compared")


@rule(
    "PY313-parseaddr",
    package="python",
    since=None,
    gone="3.13",
    docs=WHATSNEW + "3.13.html#email",
    safety="manual",
    names=["email.utils.parseaddr", "email.utils.getaddresses"],
    advice=True,
    changed=True,
)
def parse_address(node: cst.Call, file: File) -> Iterator[Hit]:
    """``parseaddr`` and ``getaddresses`` give empty text for malformed addresses.

    ``parseaddr("a@b.c, d@e.f")`` was ``("", "a@b.c")``; it is ``("", "")`` from Python 3.13, and in security releases of
    older versions.

    Manual: treat ``("", "")`` as an error; ``strict=False`` gives the old result where the parameter exists.

    ```diff
     from email.utils import parseaddr

    -name, address = parseaddr(text)
    +name, address = parseaddr(text, strict=False)
    ```

    ```diff
     from ours import parseaddr

     name, address = parseaddr(text)
    ```
    """
    if not any(arg.keyword is not None and arg.keyword.value == "strict" for arg in node.args):
        yield Hit(
            node, "parseaddr and getaddresses give empty text for a malformed address: make sure that it is refused"
        )


@rule(
    "PY39-ftp-utf-8",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW + "3.9.html#changes-in-the-python-api",
    safety="manual",
    names=["ftplib.FTP", "ftplib.FTP_TLS"],
    advice=True,
    changed=True,
)
def ftp_utf_8(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ftplib.FTP`` takes file names for UTF-8.

    It took them for Latin-1 before Python 3.9.

    Manual: give ``encoding="latin-1"`` for a server that speaks Latin-1.

    ```diff
     import ftplib

    -ftp = ftplib.FTP(host)
    +ftp = ftplib.FTP(host, encoding="latin-1")
    ```

    ```diff
     from ours import FTP

     ftp = FTP(host)
    ```
    """
    if not any(arg.star or (arg.keyword is not None and arg.keyword.value == "encoding") for arg in node.args):
        yield Hit(node, "ftplib.FTP: file names are UTF-8 unless encoding= says otherwise; they were Latin-1")


@rule(
    "PY310-tls-minimum",
    package="python",
    since=None,
    gone="3.10",
    docs=WHATSNEW + "3.10.html#ssl",
    safety="manual",
    names=["ssl.SSLContext"],
    advice=True,
    changed=True,
)
def tls_minimum(node: cst.Call, file: File) -> Iterator[Hit]:
    """TLS contexts want TLS 1.2 at least.

    Before Python 3.10 it also spoke TLS 1.0 and 1.1, and weaker ciphers.

    Manual: make sure that the other side speaks TLS 1.2; else set ``context.minimum_version``.

    ```diff
     import ssl

    -context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
     context.load_default_certs()
    ```

    ```diff
     import ssl

     context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
     context.minimum_version = ssl.TLSVersion.TLSv1
    ```
    """
    if not _sets_attribute("minimum_version", file):
        yield Hit(node, "ssl.SSLContext: TLS 1.2 is the least it speaks now, with fewer ciphers")


@rule(
    "PY313-tls-strict",
    package="python",
    since=None,
    gone="3.13",
    docs=WHATSNEW + "3.13.html#ssl",
    safety="manual",
    names=["ssl.create_default_context"],
    advice=True,
    changed=True,
)
def tls_strict(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ssl.create_default_context`` checks certificates strictly.

    ``VERIFY_X509_STRICT`` is set from Python 3.13: certificates of an authority of one's own that have no Key Usage or
    Authority Key Identifier are refused.

    Manual: issue certificates that conform to RFC 5280, or take the flag out of ``context.verify_flags``.

    ```diff
     import ssl

    -context = ssl.create_default_context(cafile="ca.pem")
     connect(context)
    ```

    ```diff
     import ssl

     context = ssl.create_default_context(cafile="ca.pem")
     context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    ```
    """
    if not _sets_attribute("verify_flags", file):
        yield Hit(node, "ssl.create_default_context: certificates that do not conform to RFC 5280 are refused now")


def _sets_attribute(name: str, file: File) -> bool:
    for kind in (cst.Assign, cst.AugAssign):
        for node in file.names.nodes.get(kind, ()):
            targets = [one.target for one in node.targets] if isinstance(node, cst.Assign) else [node.target]  # type: ignore[attr-defined]
            if any(isinstance(target, cst.Attribute) and target.attr.value == name for target in targets):
                return True
    return False


@rule(
    "PY314-multiprocessing-start",
    package="python",
    since=None,
    gone="3.14",
    docs=WHATSNEW + "3.14.html#multiprocessing",
    safety="manual",
    names=[
        "multiprocessing.Process",
        "multiprocessing.Pool",
        "multiprocessing.Manager",
        "multiprocessing.get_start_method",
        "concurrent.futures.ProcessPoolExecutor",
    ],
    advice=True,
)
def multiprocessing_start(node: cst.Call, file: File) -> Iterator[Hit]:
    """``multiprocessing`` does not fork any more.

    On Linux a new process was a copy of the old one; from Python 3.14 it imports the main module and unpickles what it
    is given. Globals that were set before, functions in functions and a missing ``if __name__ == "__main__"`` show.

    Manual: pass on what the process needs, or ask for ``multiprocessing.get_context("fork")``.

    ```diff
     import multiprocessing

    -pool = multiprocessing.Pool(4)
    +pool = multiprocessing.get_context("fork").Pool(4)
    ```

    ```diff
     import multiprocessing

     multiprocessing.set_start_method("spawn")
     pool = multiprocessing.Pool(4)
    ```
    """
    chosen = any(file.names.references.get(f"multiprocessing.{name}") for name in ("set_start_method", "get_context"))
    if not chosen and not any(arg.keyword is not None and arg.keyword.value == "mp_context" for arg in node.args):
        yield Hit(node, "processes no longer start as a copy of this one: pass on all they need, or ask for fork")


@rule(
    "PY312-recursion-limit",
    package="python",
    since=None,
    gone="3.12",
    docs=WHATSNEW + "3.12.html#sys",
    safety="manual",
    names=["sys.setrecursionlimit"],
    advice=True,
    changed=True,
)
def recursion_limit(node: cst.Call, file: File) -> Iterator[Hit]:
    """``sys.setrecursionlimit`` counts Python code only.

    What C code does for itself, as ``repr`` and ``==`` of nested lists, ``json``, ``pickle`` and ``compile``, has a limit
    of its own since Python 3.12, which cannot be set.

    Manual: try the deepest data that the program must take.

    ```diff
     import sys

    -sys.setrecursionlimit(20000)
    +sys.getrecursionlimit()
    ```

    ```diff
     import resource

     resource.setrecursionlimit(20000)
    ```
    """
    yield Hit(node, "sys.setrecursionlimit: built-in functions that recurse have a limit of their own now")


@rule(
    "PY313-dis-instruction",
    package="python",
    since=None,
    gone="3.13",
    docs=WHATSNEW + "3.13.html#dis",
    safety="manual",
    names=["dis.Instruction", "dis.Instruction._fields", "dis.Instruction._make"],
)
def dis_instruction(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``dis.Instruction`` has other fields.

    From Python 3.13 ``is_jump_target`` is a property and ``starts_line`` a truth value; ``start_offset``, ``line_number``,
    ``label`` and ``cache_info`` are new.

    Manual: take instructions from ``dis.get_instructions`` and read their attributes.

    ```diff
     import dis

    -print(dis.Instruction._fields)
    -made = dis.Instruction("NOP", 9, None, None, "", 0, None, False)
    +made = next(dis.get_instructions("pass"))
    ```

    ```diff
     import dis

     print(isinstance(x, dis.Instruction))
    ```
    """
    parent = file.parent(node)
    called = isinstance(parent, cst.Call) and parent.func is node
    if called or (isinstance(node, cst.Attribute) and node.attr.value in ("_fields", "_make")):
        yield Hit(node, "dis.Instruction has other fields: is_jump_target is a property, others were added")


@rule(
    "PY310-pyclbr-class",
    package="python",
    since=None,
    gone="3.10",
    docs="https://docs.python.org/3/library/pyclbr.html#class-objects",
    safety="manual",
    names=["pyclbr.Class"],
)
def pyclbr_class(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``super`` of ``pyclbr.Class`` is ``super_``.

    The parameter has the other name from Python 3.10.

    Manual: pass it by position, and look for ``super_`` in the signature.

    ```diff
     import pyclbr

    -made = pyclbr.Class("m", "C", super=[], file="m.py", lineno=1)
    +made = pyclbr.Class("m", "C", [], file="m.py", lineno=1)
    ```

    ```diff
     import pyclbr

     print(isinstance(x, pyclbr.Class))
    ```
    """
    parent = file.parent(node)
    if isinstance(parent, cst.Call) and parent.func is node:
        found = any(arg.keyword is not None and arg.keyword.value == "super" for arg in parent.args)
    else:
        call = file.parent(parent)
        found = isinstance(call, cst.Call) and file.resolve(call.func) == "inspect.signature"
    if found:
        yield Hit(node, "the parameter super of pyclbr.Class is super_ now")


@rule(
    "PY315-open-encoding",
    package="python",
    since=None,
    gone="3.15",
    docs="https://peps.python.org/pep-0686/",
    safety="manual",
    names=["builtins.open", "io.open"],
    advice=True,
)
def open_encoding(node: cst.Call, file: File) -> Iterator[Hit]:
    """``open`` without an encoding means UTF-8 from Python 3.15.

    Today it is what the locale says, which on Windows and in bare containers is something else.

    Manual: say ``encoding="utf-8"`` for what is UTF-8; from Python 3.10 ``encoding="locale"`` for what is not.

    ```diff
    -open("data.txt")
    +open("data.txt", encoding="utf-8")
    ```

    ```diff
     open("data.bin", "rb")
     open("data.txt", mode)
     open("data.txt", **options)
     tarfile.open("data.tar")
    ```
    """
    mode = argument(node, 1, "mode")
    unknown = mode is not None and not isinstance(mode.value, cst.SimpleString)
    binary = mode is not None and isinstance(mode.value, cst.SimpleString) and "b" in mode.value.raw_value
    if (
        node.args
        and not (unknown or binary or any(arg.star for arg in node.args))
        and not argument(node, 3, "encoding")
    ):
        yield Hit(node, "open() without an encoding goes by the locale today and is UTF-8 from Python 3.15")


# -- calls by what they are given ------------------------------------------------------------------------------------


@rule(
    "PY39-replace-in-nothing",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW + "3.9.html#changes-in-the-python-api",
    safety="manual",
    needles=["replace"],
    pattern=rb"\breplace\s*\(\s*[bBrRuU]*(?:''|\"\")",
    advice=True,
    changed=True,
)
def replace_in_nothing(node: cst.Call, file: File) -> Iterator[Hit]:
    """``"".replace("", new, 1)`` is ``new``.

    It was ``""`` before Python 3.9, whatever the count.

    Manual: see to it that the text is not empty, if that matters.

    ```diff
    -text.replace("", "-", 1)
    +"-" + text
    ```

    ```diff
     text.replace("a", "-", 1)
     text.replace("", "-")
    ```
    """
    if isinstance(node.func, cst.Attribute) and node.func.attr.value == "replace" and len(node.args) == 3:
        first = node.args[0].value
        if isinstance(first, cst.SimpleString) and not first.raw_value:
            yield Hit(node, "replace of the empty text, with a count: empty text is replaced as well now")


@rule(
    "PY310-hash-of-nan",
    package="python",
    since=None,
    gone="3.10",
    docs=WHATSNEW + "3.10.html#other-language-changes",
    safety="manual",
    names=["builtins.hash"],
    pattern=rb"(?i)nan",
    advice=True,
    changed=True,
)
def hash_of_nan(node: cst.Call, file: File) -> Iterator[Hit]:
    """``hash(float("nan"))`` is another number for each object.

    It was 0 before Python 3.10.

    Manual: do not use NaN as a key, nor what has one in it.

    ```diff
    -print(hash(float("nan")))
    +print(hash(float("1")))
    ```

    ```diff
     print(hash(float(x)), hash("nan"))
    ```
    """
    value = node.args[0].value if node.args else None
    if isinstance(value, cst.Call) and file.resolve(value.func) in ("builtins.float", "decimal.Decimal") and value.args:
        text = value.args[0].value
        nan = isinstance(text, cst.SimpleString) and str(text.raw_value).strip("+-").lower() == "nan"
    else:
        nan = value is not None and file.resolve(value) in ("math.nan", "cmath.nan", "numpy.nan")
    if nan:
        yield Hit(node, "hash() of NaN is another number for each object")


@rule(
    "PY310-callable-staticmethod",
    package="python",
    since=None,
    gone="3.10",
    docs=WHATSNEW + "3.10.html#other-language-changes",
    safety="manual",
    names=["builtins.callable", "builtins.hasattr"],
    pattern=rb"__dict__|\bvars\s*\(",
    advice=True,
    changed=True,
)
def callable_staticmethod(node: cst.Call, file: File) -> Iterator[Hit]:
    """``staticmethod`` objects can be called, and have the attributes of their function.

    ``callable(C.__dict__["f"])`` was False for one before Python 3.10, and had no ``__wrapped__``.

    Manual: ask for ``isinstance(x, staticmethod)`` where they must be told apart.

    ```diff
    -print(callable(C.__dict__["f"]))
    -print(hasattr(vars(C)["f"], "__wrapped__"))
    +print(isinstance(C.__dict__["f"], staticmethod))
    ```

    ```diff
     print(callable(C.f), callable(handlers["f"]), hasattr(f, "__wrapped__"))
    ```
    """
    value = node.args[0].value if node.args else None
    if file.resolve(node.func) == "builtins.hasattr":
        name = node.args[1].value if len(node.args) == 2 else None
        if not (isinstance(name, cst.SimpleString) and name.raw_value == "__wrapped__"):
            return
    if isinstance(value, cst.Subscript) and _is_namespace(value.value, file):
        yield Hit(node, "a staticmethod in a class's namespace can be called and has __wrapped__ now")


def _is_namespace(node: cst.BaseExpression, file: File) -> bool:
    if isinstance(node, cst.Attribute):
        return node.attr.value == "__dict__"
    return isinstance(node, cst.Call) and bool(node.args) and file.resolve(node.func) == "builtins.vars"


@rule(
    "PY39-epoll-unregister",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW + "3.9.html#changes-in-the-python-api",
    safety="manual",
    needles=["epoll unregister"],
    advice=True,
    changed=True,
)
def epoll_unregister(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``epoll.unregister`` of a closed descriptor is an OSError.

    It was ignored before Python 3.9.

    Manual: unregister before the descriptor is closed, or catch the error.

    ```diff
     import select

     poll = select.epoll()
    -poll.unregister(number)
    +poll.register(number)
    ```

    ```diff
     import select

     poll = select.poll()
     poll.unregister(number)
    ```
    """
    if node.attr.value == "unregister" and "select.epoll.unregister" in meant(node, file) and _uncaught(node, file):
        yield Hit(node, "epoll.unregister of a closed descriptor is an OSError now: unregister it before it is closed")


def _uncaught(node: cst.Attribute, file: File) -> bool:
    around = file.inside(node, cst.Try)
    return around is None or not any(
        handler.type is None or file.resolve(handler.type) in ("builtins.OSError", "builtins.Exception")
        for handler in around.handlers
    )


@rule(
    "PY312-server-wait-closed",
    package="python",
    since=None,
    gone="3.12",
    docs=WHATSNEW + "3.12.html#asyncio",
    safety="manual",
    needles=["wait_closed start_server", "wait_closed create_server", "wait_closed start_unix_server"],
    advice=True,
    changed=True,
)
def server_wait_closed(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``Server.wait_closed`` waits until every connection has ended.

    Before Python 3.12 it came back at once after ``close()``; with a client that stays, it now waits for ever.

    Manual: end the connections first, or wait with a timeout. ``async with server`` waits as well.

    ```diff
     import asyncio

     async def main():
         server = await asyncio.start_server(handle, "localhost", 80)
         server.close()
    -    await server.wait_closed()
    +    await asyncio.sleep(0)
    ```

    ```diff
     import asyncio

     async def main():
         reader, writer = await asyncio.open_connection("localhost", 80)
         server = await asyncio.start_server(handle, "localhost", 80)
         await writer.wait_closed()
    ```
    """
    makers = {"asyncio.start_server", "asyncio.start_unix_server"}
    if node.attr.value != "wait_closed":
        return
    known = origins(node.value, file)
    if known & makers or any(name.endswith((".create_server", ".create_unix_server")) for name in known):
        yield Hit(node, "Server.wait_closed waits for open connections now: it may never come back")
