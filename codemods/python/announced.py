"""What is announced to go in Python 3.15 to 3.20, by the deprecation pages of Python 3.14 and 3.15: it works until then."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread, text_of
from upgrader.methods import meant, to_positional
from upgrader.rule import File, Hit, removals, rule

PENDING = "https://docs.python.org/3.15/deprecations/index.html"

_WITH_VERSION = (
    *("argparse", "csv", "ctypes", "decimal", "http.server", "imaplib", "ipaddress", "json", "logging", "optparse"),
    *("platform", "re", "socketserver", "tabnanny", "tkinter.font", "tkinter.ttk", "wsgiref.simple_server", "zlib"),
)

module_versions = removals(
    "PY320-module-versions",
    package="python",
    gone="3.20",
    docs=PENDING + "#pending-removal-in-python-3-20",
    names={
        **{f"{module}.__version__": "use sys.version_info" for module in _WITH_VERSION},
        "decimal.__version__": "use decimal.SPEC_VERSION",
        "logging.__date__": "nothing takes its place",
        "xml.etree.ElementTree.VERSION": "use sys.version_info",
        "xml.sax.expatreader.version": "use sys.version_info",
        "xml.sax.handler.version": "use sys.version_info",
    },
    doc="""
    Modules of the standard library have no versions of their own: ``json.__version__``.

    They did not change with the modules. Deprecated in Python 3.15, announced to go in 3.20.

    Manual: compare ``sys.version_info``.

    ```diff
     import json

    -print(json.__version__)
    +print(sys.version_info)
    ```

    ```diff
     import simplejson as json

     print(json.__version__)
    ```
    """,
)

names_316 = removals(
    "PY316-names",
    package="python",
    gone="3.16",
    docs=PENDING + "#pending-removal-in-python-3-16",
    names={
        "sys._enablelegacywindowsfsencoding": "set PYTHONLEGACYWINDOWSFSENCODING in the environment",
        "sysconfig.expand_makefile_vars": "use the argument vars of sysconfig.get_paths()",
    },
    doc="""
    Names of ``sys`` and ``sysconfig`` that are announced to go in Python 3.16.

    Manual: use what the message says.

    ```diff
     import sysconfig

     print(sysconfig.expand_makefile_vars(text, {}))
    ```

    ```diff
     import sysconfig

     print(sysconfig.get_paths(vars={}))
    ```
    """,
)

names_317 = removals(
    "PY317-union-alias",
    package="python",
    gone="3.17",
    docs=PENDING + "#pending-removal-in-python-3-17",
    names={"typing._UnionGenericAlias": "compare typing.get_origin() with typing.Union"},
    doc="""
    ``typing._UnionGenericAlias`` is kept until Python 3.17.

    From Python 3.14 on no union is an instance of it.

    Manual: ask ``typing.get_origin(x) is typing.Union``, and for ``types.UnionType``.

    ```diff
     import typing

    -print(isinstance(kind, typing._UnionGenericAlias))
    +print(typing.get_origin(kind) is typing.Union)
    ```

    ```diff
     from ours import typing

     print(typing._UnionGenericAlias)
    ```
    """,
)

without_date = removals(
    "PY314-names-without-date",
    package="python",
    gone=None,
    docs=PENDING + "#pending-removal-in-future-versions",
    names={
        "argparse.FileType": "take the name, and open the file where it is used",
        "sys._clear_type_cache": "use sys._clear_internal_caches from Python 3.13 on",
    },
    doc="""
    Names that are announced to go, without a date: ``argparse.FileType``.

    It opens files before all arguments are checked, and does not close them. Deprecated in Python 3.14.

    Manual: use what the message says.

    ```diff
     import argparse

     parser = argparse.ArgumentParser()
    -parser.add_argument("names", type=argparse.FileType())
    +parser.add_argument("names", type=pathlib.Path)
    ```

    ```diff
     from ours import FileType

     print(FileType("r"))
    ```
    """,
)

HASHES = tuple(
    f"hashlib.{name}" for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s")
)


@rule(
    "PY319-hashlib-string",
    package="python",
    since=None,
    gone="3.19",
    docs=PENDING + "#pending-removal-in-python-3-19",
    names=HASHES,
)
def hashlib_string(node: cst.Call, file: File) -> Iterator[Hit]:
    """``hashlib.md5(string=...)`` takes its data by position.

    The name of the parameter differs from version to version and from build to build.

    ```diff
     import hashlib

    -print(hashlib.md5(string=data).hexdigest())
    -print(hashlib.sha1(string=data, usedforsecurity=False))
    +print(hashlib.md5(data).hexdigest())
    +print(hashlib.sha1(data, usedforsecurity=False))
    ```

    ```diff
     import hashlib

     print(hashlib.md5(data), ours.md5(string=data))
    ```
    """
    given = keyword(node, "string")
    if given is not None:
        new = None if spread(node) or file.guard(node) else to_positional(node, ["string"])
        yield Hit(given, "string= of hashlib goes: give the data by position", also=((node, new),) if new else ())


@rule(
    "PY316-mimetypes-dot",
    package="python",
    since=None,
    gone="3.16",
    docs="https://docs.python.org/3.14/whatsnew/3.14.html#new-deprecations",
    safety="manual",
    names=["mimetypes.add_type"],
)
def add_type(node: cst.Call, file: File) -> Iterator[Hit]:
    """``mimetypes.add_type()`` wants extensions with their dot.

    Without it the type was never found by the name of a file. A ValueError from Python 3.16 on.

    Manual: write the dot.

    ```diff
     import mimetypes

    -mimetypes.add_type("text/markdown", "md")
    +mimetypes.add_type("text/markdown", ".md")
    ```

    ```diff
     import mimetypes

     mimetypes.add_type("text/plain", "")
     mimetypes.add_type("text/markdown", extension)
    ```
    """
    given = argument(node, 1, "ext")
    text = text_of(given.value) if given is not None else None
    if given is not None and text and not text.startswith("."):
        yield Hit(given, f"{text!r} has no dot: it is never found, and a ValueError from Python 3.16 on")


@rule(
    "PY319-ctypes-layout",
    package="python",
    since=None,
    gone="3.19",
    docs=PENDING + "#pending-removal-in-python-3-19",
    safety="manual",
    needles=["_pack_ ctypes"],
)
def ctypes_layout(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Say the ``_layout_`` of a structure with ``_pack_``.

    Where only ``_pack_`` is set, the layout is that of Microsoft's compilers on every system; from Python 3.19 on, which
    one is to be said. Older versions do not look at ``_layout_``.

    Manual: add ``_layout_ = "ms"``, which is what it was.

    ```diff
     import ctypes


     class Header(ctypes.Structure):
         _pack_ = 1
    +    _layout_ = "ms"
    ```

    ```diff
     import ctypes


     class Header(ctypes.Structure):
         _fields_ = [("size", ctypes.c_int)]


     class Ours:
         _pack_ = 1
    ```
    """
    if not file.ancestors(node) & {"ctypes.Structure", "ctypes.Union"}:
        return
    set_here = {
        target.target.value: target.target
        for line in node.body.body
        if isinstance(line, cst.SimpleStatementLine)
        for part in line.body
        if isinstance(part, cst.Assign)
        for target in part.targets
        if isinstance(target.target, cst.Name)
    }
    if "_pack_" in set_here and "_layout_" not in set_here:
        yield Hit(
            set_here["_pack_"], 'a structure with _pack_ has to say its _layout_ from Python 3.19 on: it was "ms"'
        )


@rule(
    "PY314-argument-group-prefix",
    package="python",
    since=None,
    gone=None,
    docs=PENDING + "#pending-removal-in-future-versions",
    safety="manual",
    needles=["prefix_chars add_argument_group"],
)
def group_prefix(node: cst.Call, file: File) -> Iterator[Hit]:
    """``add_argument_group()`` takes no ``prefix_chars``.

    It was never documented; deprecated in Python 3.14, without a date.

    Manual: give ``prefix_chars`` to the parser.

    ```diff
     import argparse

     parser = argparse.ArgumentParser()
    -parser.add_argument_group("more", prefix_chars="+")
    +parser.add_argument_group("more")
    ```

    ```diff
     import argparse

     ours.add_argument_group("more", prefix_chars="+")
    ```
    """
    given = keyword(node, "prefix_chars")
    if given is not None and "argparse.ArgumentParser.add_argument_group" in meant(node.func, file):
        yield Hit(given, "prefix_chars= of an argument group is deprecated: give it to the parser")


def _module_attributes(node: cst.AssignTarget, names: tuple[str, ...], file: File) -> str | None:
    """Return which of the names of a module an assignment sets: at the top of this one, or of another module."""
    target = node.target
    if isinstance(target, cst.Name):
        return target.value if target.value in names and file.names.scope(target).kind == "module" else None
    is_self = isinstance(target, cst.Attribute) and isinstance(target.value, cst.Name) and target.value.value == "self"
    return (
        target.attr.value if isinstance(target, cst.Attribute) and target.attr.value in names and not is_self else None
    )


@rule(
    "PY315-module-cached",
    package="python",
    since="3.4",
    gone="3.15",
    docs=PENDING,
    safety="manual",
    needles=["__cached__"],
)
def module_cached(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """Modules have no ``__cached__`` from Python 3.15 on.

    Where the compiled code lies is in the module's ``__spec__``.

    Manual: use ``__spec__.cached``.

    ```diff
    -print(__cached__, module.__cached__)
    +print(__spec__.cached, module.__spec__.cached)
    ```

    ```diff
     print("__cached__", __spec__.cached)
    ```
    """
    named = node.attr.value if isinstance(node, cst.Attribute) else node.value
    above = file.parent(node)
    if named == "__cached__" and not (isinstance(above, cst.Attribute) and above.attr is node):
        yield Hit(node, "__cached__ of modules goes in Python 3.15: use __spec__.cached")


@rule(
    "PY316-module-package",
    package="python",
    since="3.4",
    gone="3.16",
    docs=PENDING,
    safety="manual",
    needles=["__package__", "__loader__"],
)
def module_package(node: cst.AssignTarget, file: File) -> Iterator[Hit]:
    """Do not count on setting ``__package__`` or ``__loader__`` of a module: ``__spec__`` has its place.

    From Python 3.16 on the import system looks at the module's ``__spec__`` alone, so that relative imports of a script
    that sets its ``__package__`` fail.

    Manual: run the script with ``python -m package.module``; give a module that is made a ``__spec__``.

    ```diff
    -__package__ = "bookshop.tools"
     from . import prices
    ```

    ```diff
     print(__package__)


     class Loader:
         def __init__(self, loader):
             self.__loader__ = loader
    ```
    """
    name = _module_attributes(node, ("__package__", "__loader__"), file)
    if name is not None:
        yield Hit(node, f"setting {name} has no effect from Python 3.16 on: __spec__ is what counts")
