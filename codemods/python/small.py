"""Small things of many modules, m to z, that have an exact or nearly exact replacement."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, argument, keyword, spread
from upgrader.methods import meant, renamed_methods
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, Carried, File, Hit, carries, removals, rule
from upgrader.values import origins

DOCS_39 = "https://docs.python.org/3/whatsnew/3.9.html#removed"
DOCS_311 = "https://docs.python.org/3/whatsnew/3.11.html#removed"

# -- open ------------------------------------------------------------------------------------------------------------


@rule(
    "PY311-open-mode-u",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    needles=["open U", "open rU", "open Ur", "open rbU", "open rUb", "open Urb"],
)
def mode_u(node: cst.Call, file: File) -> Iterator[Hit]:
    """``open(name, "rU")`` is ``open(name)``.

    Universal newlines are what text has anyhow on Python 3; ``"U"`` is deprecated since 3.3 and a ValueError from 3.11.

    ```diff
     from pathlib import Path

    -open(name, "rU")
    -open(name, mode="Urb")
    -Path(name).open("U")
    +open(name, "r")
    +open(name, mode="rb")
    +Path(name).open("r")
    ```

    ```diff
     from ours import open

     open(name, "rU")
    ```
    """
    names = meant(node.func, file)
    if names & {"builtins.open", "io.open"}:
        mode = argument(node, 1, "mode")
    elif names & {"pathlib.Path.open", "pathlib.PosixPath.open"}:
        mode = argument(node, 0, "mode")
    else:
        return
    if mode is None or not isinstance(mode.value, cst.SimpleString) or "U" not in mode.value.raw_value:
        return
    message = 'the mode "U" is gone: text has universal newlines anyhow'
    new = mode.value.raw_value.replace("U", "")
    new = new if set(new) & set("rwax") else f"r{new}"
    if file.guard(node):
        yield Hit(mode.value, message)
    else:
        value = f"{mode.value.prefix}{mode.value.quote}{new}{mode.value.quote}"
        yield Hit(mode.value, message, mode.value.with_changes(value=value))


# -- sys -------------------------------------------------------------------------------------------------------------


@rule(
    "PY39-sys-setcheckinterval",
    package="python",
    since=None,
    gone="3.9",
    docs=DOCS_39,
    safety="review",
    names=["sys.setcheckinterval", "sys.getcheckinterval"],
)
def check_interval(node: cst.Call, file: File) -> Iterator[Hit]:
    """``sys.setcheckinterval`` had no effect, ``getcheckinterval`` gave back what it was told.

    Threads switch by time since Python 3.2 (``sys.setswitchinterval``, in seconds); both were removed in 3.9.

    Review: 100 is what ``getcheckinterval`` gives where nobody sets it.

    ```diff
     import sys

    -sys.setcheckinterval(1000)
    -print(sys.getcheckinterval())
    -print(sys.argv)
    +print(100)
    +print(sys.argv)
    ```

    ```diff
     import sys

     sys.setswitchinterval(0.005)
     ours.setcheckinterval(1000)
    ```
    """
    name = (file.resolve(node.func) or "").rpartition(".")[2]
    message = f"{name} is gone: threads switch by time since Python 3.2"
    statement = file.parent(node)
    if file.guard(node):
        yield Hit(node, message)
    elif name == "getcheckinterval":
        yield Hit(node, message, "100")
    elif isinstance(statement, cst.Expr) and all(_is_plain(arg.value) for arg in node.args):
        yield Hit(statement, message, DELETE)
    else:
        yield Hit(node, message)


def _is_plain(node: Node) -> bool:
    return isinstance(node, (cst.Name, cst.Integer, cst.Float, cst.SimpleString, cst.Attribute))


callstats = removals(
    "PY39-sys-callstats",
    package="python",
    gone="3.9",
    docs=DOCS_39,
    names={"sys.callstats": "it gave None since Python 3.7; use a profiler"},
    doc="""
    ``sys.callstats`` is gone.

    It gave None since Python 3.7; removed in 3.9.

    Manual: use a profiler.

    ```diff
     import sys

     print(sys.flags)
    ```
    """,
)

# -- sysconfig, shlex, socket, platform, os --------------------------------------------------------------------------


@rule(
    "PY311-sysconfig-so",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    names=["sysconfig.get_config_var", "distutils.sysconfig.get_config_var"],
)
def config_var_so(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_config_var("SO")`` is ``get_config_var("EXT_SUFFIX")``.

    Deprecated since Python 3.4; None, without a word, from 3.11.

    ```diff
     import sysconfig

    -suffix = sysconfig.get_config_var("SO")
    +suffix = sysconfig.get_config_var("EXT_SUFFIX")
    ```

    ```diff
     import sysconfig

     print(sysconfig.get_config_var("LIBS"), ours.get_config_var("SO"))
    ```
    """
    name = argument(node, 0, "name")
    if name is not None and isinstance(name.value, cst.SimpleString) and name.value.raw_value == "SO":
        message = "the configuration variable SO is EXT_SUFFIX"
        value = f"{name.value.prefix}{name.value.quote}EXT_SUFFIX{name.value.quote}"
        yield (
            Hit(name.value, message)
            if file.guard(node)
            else Hit(name.value, message, name.value.with_changes(value=value))
        )


@rule(
    "PY312-shlex-split-none",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#shlex",
    names=["shlex.split"],
)
def shlex_split(node: cst.Call, file: File) -> Iterator[Hit]:
    """``shlex.split(None)`` is ``shlex.split(sys.stdin.read())``.

    It read the standard input; deprecated in Python 3.9, an error from 3.12.

    ```diff
     import shlex
    +import sys

    -words = shlex.split(None)
    +words = shlex.split(sys.stdin.read())
    ```

    ```diff
     import shlex

     words = shlex.split("a b") + ours.split(None)
    ```
    """
    text = argument(node, 0, "s")
    if text is not None and file.code(text.value) == "None":
        message = "shlex.split(None) read the standard input"
        sys = file.ref("sys", node)
        yield (
            Hit(text.value, message)
            if file.guard(node)
            else Hit(text.value, message, f"{sys}.stdin.read()", imports=sys.imports)
        )


@rule(
    "PY310-socket-htons",
    package="python",
    since=None,
    gone="3.10",
    docs="https://docs.python.org/3/library/socket.html#socket.htons",
    names=["socket.htons", "socket.ntohs"],
)
def htons(node: cst.Call, file: File) -> Iterator[Hit]:
    """``socket.htons`` takes 16 bits.

    More were cut off; deprecated in Python 3.7, an OverflowError from 3.10.

    ```diff
     import socket

    -print(socket.htons(70000))
    +print(socket.htons(70000 & 0xFFFF))
    ```

    ```diff
     import socket

     print(socket.htons(7000), socket.htonl(70000))
    ```
    """
    number = node.args[0].value if len(node.args) == 1 else None
    if isinstance(number, cst.Integer) and number.evaluated_value > 0xFFFF:
        message = f"{file.resolve(node.func)} takes 16 bits"
        yield Hit(number, message) if file.guard(node) else Hit(number, message, f"{number.value} & 0xFFFF")


@rule(
    "PY39-platform-uname-result",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/platform.html#platform.uname",
    safety="review",
    names=["platform.uname_result"],
)
def uname_result(node: cst.Call, file: File) -> Iterator[Hit]:
    """``platform.uname_result`` has five fields, the processor is found out when asked for.

    Since Python 3.9.

    Review: the processor that was given is lost.

    ```diff
     import platform

    -uname = platform.uname_result("Linux", "a", "5", "1", "x86_64", "")
    +uname = platform.uname_result("Linux", "a", "5", "1", "x86_64")
    ```

    ```diff
     import platform

     print(platform.uname().processor, platform.uname_result)
    ```
    """
    message = "platform.uname_result has five fields: the processor is found out when asked for"
    if len(node.args) == 6 and not spread(node) and not any(arg.keyword for arg in node.args):
        args = [*node.args[:4], node.args[4].with_changes(comma=node.args[5].comma)]
        yield Hit(node, message) if file.guard(node) else Hit(node, message, node.with_changes(args=args))
    elif keyword(node, "processor") is not None:
        yield Hit(node, message, safety=Safety.MANUAL)


_PATH_FUNCTIONS = tuple(
    f"os.{name}"
    for name in (
        *("access", "chdir", "chmod", "listdir", "lstat", "makedirs", "mkdir", "open", "readlink", "remove", "rename"),
        *("replace", "rmdir", "scandir", "stat", "truncate", "unlink", "utime", "walk"),
    )
)


@rule(
    "PY312-os-bytes-like-paths",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#changes-in-the-python-api",
    names=_PATH_FUNCTIONS,
    needles=["os bytearray", "os memoryview"],
)
def bytes_like_paths(node: cst.Call, file: File) -> Iterator[Hit]:
    """``os.stat(bytearray(...))``: a path is text, bytes or a path object.

    Deprecated since Python 3.6 (on POSIX), a TypeError from 3.12.

    ```diff
     import os

     path = bytearray(b"/tmp")
    -print(os.stat(path))
    +print(os.stat(bytes(path)))
    ```

    ```diff
     import os

     print(os.stat(b"/tmp"), ours.stat(bytearray(b"/tmp")))
    ```
    """
    for arg in node.args[:2]:
        if (
            arg.keyword is None
            and not arg.star
            and origins(arg.value, file) & {"builtins.bytearray", "builtins.memoryview"}
        ):
            message = "a path is text, bytes or a path object"
            made = file.ref("builtins.bytes", node)
            code = f"{made}({file.code(arg.value)})"
            yield Hit(arg.value, message) if file.guard(node) else Hit(arg.value, message, code, imports=made.imports)


# -- mailbox, pty, pkgutil -------------------------------------------------------------------------------------------

_MAILBOXES = tuple(f"mailbox.{name}" for name in ("mbox", "Maildir", "MH", "Babyl", "MMDF"))


@rule(
    "PY32-mailbox-text",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/mailbox.html#mailbox.Mailbox.add",
    safety="review",
    needles=["mailbox StringIO"],
)
def mailbox_text(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Mailbox.add`` takes messages as bytes, not as files of text.

    Deprecated since Python 3.2, with a warning.

    Review: the whole of the file is added, wherever it had been read to.

    ```diff
     import io
     import mailbox

     box = mailbox.mbox("mail")
     message = io.StringIO("From: a")
    -box.add(message)
    +box.add(message.getvalue().encode("ascii"))
    ```

    ```diff
     import io
     import mailbox

     mailbox.mbox("mail").add(io.BytesIO(b"From: a"))
     names.add(io.StringIO())
    ```
    """
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in ("add", "__setitem__", "update"):
        return
    if node.func.attr.value != "add" or not origins(node.func.value, file) & set(_MAILBOXES) or len(node.args) != 1:
        return
    value = node.args[0].value
    if "io.StringIO" in origins(value, file):
        message = "a mailbox takes messages as bytes"
        code = f'{file.code(value)}.getvalue().encode("ascii")'
        yield Hit(value, message) if file.guard(node) else Hit(value, message, code)


MASTER_OPEN = '''
def _master_open():
    """Return the descriptor of a new terminal's master side and the name of its other side, as master_open did."""
    master, slave = os.openpty()
    name = os.ttyname(slave)
    os.close(slave)
    return master, name
'''

SLAVE_OPEN = '''
def _slave_open(tty_name):
    """Open the terminal of a name and return its descriptor, as pty.slave_open did."""
    return os.open(tty_name, os.O_RDWR)
'''

terminals = carries(
    "PY314-pty-open",
    package="python",
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    safety="review",
    functions={
        "pty.master_open": Carried("_master_open", MASTER_OPEN, (NewImport("os"),)),
        "pty.slave_open": Carried("_slave_open", SLAVE_OPEN, (NewImport("os"),)),
    },
    doc="""
    ``pty.master_open`` and ``pty.slave_open`` become functions of their own.

    Deprecated since Python 2.0, with a warning from 3.12, removed in 3.14. ``pty.openpty()`` gives both ends at once.

    Review: systems without ``os.openpty``, and those whose terminals are made of streams modules, are not provided for.

    ```diff
    -import pty
    +import os
    +
    +
    +def _master_open():
    +    \"""Return the descriptor of a new terminal's master side and the name of its other side, as master_open did.\"""
    +    master, slave = os.openpty()
    +    name = os.ttyname(slave)
    +    os.close(slave)
    +    return master, name
    +

    -master, name = pty.master_open()
    +master, name = _master_open()
    ```

    ```diff
     import pty

     master, slave = pty.openpty()
    ```
    """,
)

FIND_LOADER = '''
def _find_loader(name):
    """Return the loader of a module that can be found, else None, as pkgutil.find_loader did."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError(f"Error while finding loader for {name!r} ({type(error)}: {error})") from error
    return spec.loader if spec is not None else None
'''

GET_LOADER = '''
def _get_loader(module_or_name):
    """Return the loader of a module, or of one that can be found by its name, as pkgutil.get_loader did."""
    module = sys.modules.get(module_or_name) if isinstance(module_or_name, str) else module_or_name
    if module is not None:
        loader = getattr(module, "__loader__", None)
        if loader is not None or getattr(module, "__spec__", None) is None:
            return loader
    try:
        spec = importlib.util.find_spec(module_or_name if module is None else module.__name__)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError(f"Error while finding loader for {module_or_name!r} ({type(error)}: {error})") from error
    return spec.loader if spec is not None else None
'''

loaders = carries(
    "PY314-pkgutil-loaders",
    package="python",
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    safety="review",
    functions={
        "pkgutil.find_loader": Carried("_find_loader", FIND_LOADER, (NewImport("importlib.util"),)),
        "pkgutil.get_loader": Carried("_get_loader", GET_LOADER, (NewImport("importlib.util"), NewImport("sys"))),
    },
    doc="""
    ``pkgutil.find_loader`` and ``get_loader`` become functions of their own.

    Deprecated in Python 3.12, removed in 3.14. Where only whether there is such a module matters,
    ``importlib.util.find_spec(name) is not None`` says as much.

    Review: a name in ``sys.modules`` that stands for None (an import that is forbidden) is looked for again.

    ```diff
    -import pkgutil
    +import importlib.util
    +
    +
    +def _find_loader(name):
    +    \"""Return the loader of a module that can be found, else None, as pkgutil.find_loader did.\"""
    +    try:
    +        spec = importlib.util.find_spec(name)
    +    except (ImportError, AttributeError, TypeError, ValueError) as error:
    +        raise ImportError(f"Error while finding loader for {name!r} ({type(error)}: {error})") from error
    +    return spec.loader if spec is not None else None
    +

    -print(pkgutil.find_loader("json"))
    +print(_find_loader("json"))
    ```

    ```diff
     from ours import find_loader

     print(find_loader("json"))
    ```
    """,
)

zip_importer_312 = renamed_methods(
    "PY312-zipimporter-find",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#zipimport",
    safety="manual",
    moved={f"zipimport.zipimporter.{name}": "" for name in ("find_module", "find_loader")},
    doc="""
    ``zipimporter.find_module`` and ``find_loader`` are ``find_spec``.

    Deprecated in Python 3.10, removed in 3.12.

    Manual: a spec has the loader, and ``importlib.util.module_from_spec`` makes the module.

    ```diff
     import zipimport

     print(zipimport.zipimporter("a.zip").find_spec("a"), ours.find_module("a"))
    ```
    """,
)

zip_importer_315 = renamed_methods(
    "PY315-zipimporter-load-module",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3/deprecations/pending-removal-in-3.15.html",
    safety="manual",
    moved={"zipimport.zipimporter.load_module": ""},
    doc="""
    ``zipimporter.load_module`` is ``exec_module``.

    Deprecated in Python 3.10, to go in 3.15.

    Manual: ``find_spec``, ``importlib.util.module_from_spec``, then ``spec.loader.exec_module``.

    ```diff
     import zipimport

     print(zipimport.zipimporter("a.zip").find_spec("a"), ours.load_module("a"))
    ```
    """,
)

marks = renamed_methods(
    "PY315-wave-marks",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3/deprecations/pending-removal-in-3.15.html",
    safety="manual",
    moved={
        f"wave.{owner}.{name}": ""
        for owner in ("Wave_read", "Wave_write", "open")
        for name in ("getmark", "getmarkers", "setmark")
    },
    doc="""
    ``wave`` files have no marks.

    ``getmark``, ``getmarkers`` and ``setmark`` never did anything; deprecated in Python 3.13, to go in 3.15.

    Manual: leave the calls out: ``getmarkers`` gave None, the others raised an error.

    ```diff
     import wave

     print(wave.open("a.wav").getnframes(), ours.getmarkers())
    ```
    """,
)


# -- metaclasses, processes, globs --------------------------------------------------------------------------


@rule(
    "PY314-namespace-annotations",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#changes-in-annotations",
    safety="manual",
    needles=["__annotations__ __new__", "__annotations__ __prepare__"],
)
def namespace_annotations(node: cst.Subscript | cst.Call, file: File) -> Iterator[Hit]:
    """``namespace["__annotations__"]`` in a metaclass finds nothing any more.

    Annotations are evaluated when they are asked for since Python 3.14 (PEP 649).

    Manual: ``annotationlib.get_annotate_from_class_namespace(namespace)`` gives the function to call.

    ```diff
     class Meta(type):
         def __new__(mcls, name, bases, namespace):
             made = super().__new__(mcls, name, bases, namespace)
             print(made.__annotations__)
             return made
    ```
    """
    if isinstance(node, cst.Subscript):
        owner: Node = node.value
        key = node.slice[0].slice.value if isinstance(node.slice[0].slice, cst.Index) else None
    elif isinstance(node.func, cst.Attribute) and node.func.attr.value in ("get", "pop", "setdefault") and node.args:
        owner, key = node.func.value, node.args[0].value
    else:
        return
    if not isinstance(key, cst.SimpleString) or key.raw_value != "__annotations__" or not isinstance(owner, cst.Name):
        return
    function = file.inside(node, cst.FunctionDef)
    definition = file.class_around(node)
    if function is None or definition is None or function.name.value != "__new__":
        return
    metaclass = any(file.resolve(base.value) == "builtins.type" for base in definition.bases)
    params = [param.name.value for param in function.params.params]
    if (metaclass or "builtins.type" in file.ancestors(definition)) and params[3:4] == [owner.value]:
        yield Hit(node, "the namespace has no __annotations__ since Python 3.14")


@rule(
    "PY314-process-target-lambda",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#multiprocessing",
    safety="manual",
    names=["multiprocessing.Process"],
)
def process_lambda(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Process(target=lambda: ...)`` fails where processes are not forked.

    The default start method is ``forkserver`` on Linux from Python 3.14 (``spawn`` on macOS since 3.8): what a process runs
    is pickled.

    Manual: make it a function of the module, or ask for ``multiprocessing.get_context("fork")``.

    ```diff
     import multiprocessing

     multiprocessing.Process(target=print)
     multiprocessing.get_context("fork").Process(target=lambda: None)
    ```
    """
    target = argument(node, 1, "target")
    if target is not None and isinstance(target.value, cst.Lambda):
        yield Hit(target.value, "a lambda cannot be pickled, as processes that are not forked need it")


@rule(
    "PY313-path-glob-recursive",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#pathlib",
    needles=["glob pathlib", "rglob pathlib"],
)
def recursive_glob(node: cst.Call, file: File) -> Iterator[Hit]:
    """``path.glob("**")`` gives files as well: ``path.glob("**/")`` gives directories only.

    Until Python 3.12 a pattern that ends in ``**`` gave directories only, with or without the slash.

    ```diff
     from pathlib import Path

    -for folder in Path("a").glob("**"):
    +for folder in Path("a").glob("**/"):
         print(folder)
    ```

    ```diff
     import glob
     from pathlib import Path

     print(Path("a").glob("**/*"), glob.glob("**", recursive=True))
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in ("glob", "rglob") or len(node.args) != 1:
        return
    pattern = node.args[0].value
    if not isinstance(pattern, cst.SimpleString) or not pattern.raw_value.endswith("**"):
        return
    if origins(function.value, file) & {"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath"}:
        message = 'a pattern that ends in "**" gives files as well since 3.13'
        value = f"{pattern.prefix}{pattern.quote}{pattern.raw_value}/{pattern.quote}"
        yield Hit(pattern, message) if file.guard(node) else Hit(pattern, message, pattern.with_changes(value=value))


# -- gone before Python 3.8, where projects that never ran on it may still have it -----------------------------------

gone_38 = removals(
    "PY38-names",
    package="python",
    gone="3.8",
    docs="https://docs.python.org/3/whatsnew/3.8.html#api-and-feature-removals",
    names={
        "platform.linux_distribution": "use the distribution distro, or platform.freedesktop_os_release() (Python 3.10)",
        "platform.dist": "use the distribution distro, or platform.freedesktop_os_release() (Python 3.10)",
        "platform.popen": "use subprocess",
        "time.clock": "use time.perf_counter() for durations, time.process_time() for processor time",
    },
    doc="""
    Names that were gone in Python 3.8 already.

    Deprecated between Python 3.3 and 3.5.

    Manual: use what the message names.

    ```diff
     import platform
     import time

     print(platform.machine(), time.perf_counter())
    ```
    """,
)
