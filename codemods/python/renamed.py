"""Functions, classes and methods of the standard library that go by another name, from a to l."""

from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.model import Safety
from upgrader.rule import File, Hit, moves, rule
from upgrader.values import origins

WHATSNEW = "https://docs.python.org/3/whatsnew/{}.html#removed"

base64 = moves(
    "PY39-base64",
    package="python",
    since="3.1",
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    moved={"base64.encodestring": "base64.encodebytes", "base64.decodestring": "base64.decodebytes"},
    doc="""
    ``base64.encodestring`` and ``decodestring`` are ``encodebytes`` and ``decodebytes``.

    Aliases since Python 3.1, removed in 3.9.

    ```diff
    -from base64 import decodestring as read, encodestring
    +from base64 import decodebytes as read, encodebytes

    -print(read(encodestring(b"x")))
    +print(read(encodebytes(b"x")))
    ```

    ```diff
     from tools import base64

     print(base64.encodestring(b"x"))
    ```
    """,
)

open_wrapper = moves(
    "PY312-open-wrapper",
    package="python",
    since=None,
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    moved={"io.OpenWrapper": "io.open"},
    doc="""
    ``io.OpenWrapper`` is ``io.open``.

    An alias since Python 3.10, removed in 3.12.

    ```diff
     import io

    -print(io.OpenWrapper(path))
    +print(io.open(path))
    ```

    ```diff
     import tools.io as io

     print(io.OpenWrapper(path))
    ```
    """,
)

gcd = moves(
    "PY39-fractions-gcd",
    package="python",
    since="3.5",
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    safety="review",
    moved={"fractions.gcd": "math.gcd"},
    doc="""
    ``fractions.gcd`` is ``math.gcd``.

    Deprecated in Python 3.5, removed in 3.9.

    Review: ``math.gcd`` is never negative and wants integers; the old one took the sign of its second argument.

    ```diff
    -from fractions import Fraction, gcd
    +from fractions import Fraction
    +from math import gcd

     print(Fraction(1, 2), gcd(4, 6))
    ```

    ```diff
     from sympy import gcd

     print(gcd(4, 6))
    ```
    """,
)

config = moves(
    "PY312-safe-config-parser",
    package="python",
    since="3.2",
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    moved={"configparser.SafeConfigParser": "configparser.ConfigParser"},
    doc="""
    ``SafeConfigParser`` is ``ConfigParser``.

    Renamed in Python 3.2, the old name went in 3.12.

    ```diff
     import configparser as cp

    -class Settings(cp.SafeConfigParser):
    +class Settings(cp.ConfigParser):
         pass
    ```

    ```diff
     from ConfigParser import SafeConfigParser

     SafeConfigParser()
    ```
    """,
)

mac = moves(
    "PY39-mac-centeuro",
    package="python",
    since=None,
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    moved={"encodings.mac_centeuro": "encodings.mac_latin2"},
    doc="""
    The module ``encodings.mac_centeuro`` is ``encodings.mac_latin2``.

    Two copies of one table until Python 3.9; as the name of a codec the old one still works.

    ```diff
    -import encodings.mac_centeuro
    +import encodings.mac_latin2

    -print(encodings.mac_centeuro.decoding_table)
    +print(encodings.mac_latin2.decoding_table)
    ```

    ```diff
     print("x".encode("mac_centeuro"))
    ```
    """,
)

months = moves(
    "PY312-calendar-months",
    package="python",
    since="3.12",
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    moved={"calendar.January": "calendar.JANUARY", "calendar.February": "calendar.FEBRUARY"},
    doc="""
    ``calendar.January`` is ``calendar.JANUARY``.

    Python 3.12 has all twelve as an enumeration and deprecates the two that there were.

    ```diff
     import calendar

    -print(calendar.January, calendar.February)
    +print(calendar.JANUARY, calendar.FEBRUARY)
    ```

    ```diff
     import calendar

     print(calendar.month_name[1])
    ```
    """,
)

logging = moves(
    "PY313-logging-warn",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/logging.html#logging.warning",
    moved={"logging.warn": "logging.warning"},
    doc="""
    ``logging.warn`` is ``logging.warning``.

    Deprecated since Python 3.3; it was gone in the first alphas of 3.13.

    ```diff
    -from logging import warn
    +from logging import warning

    -warn("late")
    +warning("late")
    ```

    ```diff
     from warnings import warn

     warn("late")
    ```
    """,
)

locale = moves(
    "PY312-locale-format",
    package="python",
    since="2.5",
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    safety="review",
    moved={"locale.format": "locale.format_string"},
    doc="""
    ``locale.format`` is ``locale.format_string``.

    Deprecated in Python 3.7, removed in 3.12.

    Review: ``format`` raised ValueError for what is not exactly one ``%`` specifier, ``format_string`` takes any text.

    ```diff
     import locale

    -print(locale.format("%d", 1000, grouping=True))
    +print(locale.format_string("%d", 1000, grouping=True))
    ```

    ```diff
     from babel import Locale as locale

     print(locale.format("%d", 1000))
    ```
    """,
)

resources = moves(
    "PY314-importlib-abc-resources",
    package="python",
    since="3.11",
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#removed",
    moved={
        f"importlib.abc.{name}": f"importlib.resources.abc.{name}"
        for name in ("ResourceReader", "Traversable", "TraversableResources")
    },
    doc="""
    The resource classes of ``importlib.abc`` are in ``importlib.resources.abc``.

    Moved in Python 3.11, deprecated in 3.12, removed in 3.14.

    ```diff
    -from importlib.abc import Loader, Traversable
    +from importlib.abc import Loader
    +from importlib.resources.abc import Traversable

     print(Loader, Traversable)
    ```

    ```diff
     from importlib_resources.abc import Traversable

     print(Traversable)
    ```
    """,
)

#: Old method, new method, and what calls or classes its receiver comes from.
METHODS: Mapping[str, tuple[str, frozenset[str]]] = {
    "tostring": ("tobytes", frozenset(["array.array"])),
    "readfp": (
        "read_file",
        frozenset(f"configparser.{kind}" for kind in ("ConfigParser", "RawConfigParser", "SafeConfigParser")),
    ),
    "warn": (
        "warning",
        frozenset(
            [f"logging.{kind}" for kind in ("getLogger", "Logger", "LoggerAdapter", "RootLogger", "getLogger.getChild")]
        ),
    ),
}


@rule(
    "PY39-array-tostring",
    package="python",
    since="3.2",
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    needles=["tostring array"],
)
def array_tostring(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``array.tostring()`` becomes ``tobytes()``.

    Deprecated in Python 3.2, removed in 3.9.

    ```diff
     from array import array

     numbers = array("b", [1])
    -print(numbers.tostring(), list(map(array.tostring, [numbers])))
    +print(numbers.tobytes(), list(map(array.tobytes, [numbers])))
    ```

    ```diff
     import array
     import xml.etree.ElementTree as ET

     print(ET.tostring(tree), unknown.tostring())
    ```
    """
    yield from _method(node, "tostring", file)


@rule(
    "PY39-array-fromstring",
    package="python",
    since="3.2",
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    safety="review",
    at_best="safe",
    needles=["fromstring array"],
)
def array_fromstring(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``array.fromstring()`` becomes ``frombytes()``.

    Deprecated in Python 3.2, removed in 3.9.

    Review: ``fromstring`` took text too, as UTF-8; ``frombytes`` wants bytes. With a bytes literal nothing changes.

    ```diff
     import array

     numbers = array.array("b")
    -numbers.fromstring(b"x")
    -numbers.fromstring(read())
    +numbers.frombytes(b"x")
    +numbers.frombytes(read())
    ```

    ```diff
     import array
     import xml.etree.ElementTree as ET

     print(ET.fromstring(text))
    ```
    """
    if node.attr.value == "fromstring" and origins(node.value, file) & {"array.array"}:
        call = file.parent(node)
        first = call.args[0].value if isinstance(call, cst.Call) and call.func is node and call.args else None
        literal = isinstance(first, cst.SimpleString) and isinstance(first.evaluated_value, bytes)
        renamed = node.with_changes(attr=cst.Name("frombytes"))
        yield Hit(
            node,
            "array.fromstring is now frombytes",
            None if file.guard(node) else renamed,
            safety=Safety.SAFE if literal else None,
        )


@rule(
    "PY312-readfp",
    package="python",
    since="3.2",
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    needles=["readfp configparser", "readfp ConfigParser"],
)
def readfp(node: cst.Call, file: File) -> Iterator[Hit]:
    """``readfp`` of a configuration parser becomes ``read_file``, its ``filename`` becomes ``source``.

    Deprecated in Python 3.2, removed in 3.12. No other class in use has a method of that name; where the receiver is
    not seen to be a parser it is reported only.

    ```diff
     from configparser import ConfigParser

     parser = ConfigParser()
    -parser.readfp(lines, filename="setup.cfg")
    +parser.read_file(lines, source="setup.cfg")
    ```

    ```diff
     from six.moves import configparser

     def read(parser):
         parser.readfp(lines)
    ```
    """
    if not (isinstance(node.func, cst.Attribute) and node.func.attr.value == "readfp"):
        return
    message = "readfp is now read_file"
    if file.guard(node) or not origins(node.func.value, file) & METHODS["readfp"][1]:
        yield Hit(node.func, message)
        return
    args = [
        arg.with_changes(keyword=cst.Name({"filename": "source", "fp": "f"}.get(arg.keyword.value, arg.keyword.value)))
        if arg.keyword is not None
        else arg
        for arg in node.args
    ]
    func = node.func.with_changes(attr=cst.Name("read_file"))
    yield Hit(node, message, node.with_changes(func=func, args=args))


@rule(
    "PY313-logger-warn",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/logging.html#logging.Logger.warning",
    needles=["warn logging"],
)
def logger_warn(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``logger.warn`` becomes ``logger.warning``.

    Deprecated since Python 3.3; it was gone in the first alphas of 3.13.

    ```diff
     import logging

     logger = logging.getLogger(__name__)

     class Shop:
         log = logging.getLogger("shop")

         def sell(self):
    -        self.log.warn("late")
    -        logger.warn("late")
    +        self.log.warning("late")
    +        logger.warning("late")
    ```

    ```diff
     import logging
     import warnings

     def check(logger):
         logger.warn("late")
         warnings.warn("late")
    ```
    """
    yield from _method(node, "warn", file)


def _method(node: cst.Attribute, old: str, file: File) -> Iterator[Hit]:
    """Yield the renaming of a method whose receiver is seen to be of the right kind."""
    new, kinds = METHODS[old]
    if node.attr.value != old or not (file.resolve(node.value) in kinds or origins(node.value, file) & kinds):
        return
    renamed = node.with_changes(attr=cst.Name(new))
    yield Hit(node, f"{old} is now {new}", None if file.guard(node) else renamed)


@rule(
    "PY312-parsing-error-filename",
    package="python",
    since="3.2",
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    needles=["ParsingError filename"],
)
def parsing_error(node: cst.Call | cst.Attribute, file: File) -> Iterator[Hit]:
    """``filename`` of ``configparser.ParsingError`` becomes ``source``.

    Deprecated in Python 3.2, removed in 3.12, as a parameter and as an attribute.

    ```diff
     import configparser

     try:
         raise configparser.ParsingError("x")
     except configparser.ParsingError as error:
    -    print(error.filename, configparser.ParsingError(filename="x"))
    +    print(error.source, configparser.ParsingError(source="x"))
    ```

    ```diff
     from configparser import ParsingError

     try:
         open("x")
     except OSError as error:
         print(error.filename)
    ```
    """
    message = "filename of a ParsingError is now source"
    if isinstance(node, cst.Attribute):
        if node.attr.value == "filename" and origins(node.value, file) & {"configparser.ParsingError"}:
            yield Hit(node, message, None if file.guard(node) else node.with_changes(attr=cst.Name("source")))
    elif file.resolve(node.func) == "configparser.ParsingError":
        args = [
            arg.with_changes(keyword=cst.Name("source")) if arg.keyword and arg.keyword.value == "filename" else arg
            for arg in node.args
        ]
        if args != list(node.args):
            yield Hit(node, message, None if file.guard(node) else node.with_changes(args=args))


@rule(
    "PY312-gzip-filename",
    package="python",
    since="2.7",
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    safety="review",
    needles=["gzip filename"],
)
def gzip_filename(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``GzipFile.filename`` becomes ``name``.

    Deprecated in Python 2.6, removed in 3.12.

    Review: while writing, ``filename`` ended in ``.gz`` in any case; ``name`` is as it was given.

    ```diff
     import gzip

     with gzip.GzipFile(path) as file:
    -    print(file.filename)
    +    print(file.name)
    ```

    ```diff
     import gzip
     import zipfile

     print(zipfile.ZipInfo("x").filename, unknown.filename)
    ```
    """
    if node.attr.value == "filename" and origins(node.value, file) & {"gzip.GzipFile"}:
        renamed = node.with_changes(attr=cst.Name("name"))
        yield Hit(node, "filename of a GzipFile is now name", None if file.guard(node) else renamed)


@rule(
    "PY39-html-unescape",
    package="python",
    since="3.4",
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    needles=["unescape HTMLParser"],
)
def html_unescape(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``HTMLParser().unescape`` becomes ``html.unescape``.

    Deprecated in Python 3.4, removed in 3.9; it called nothing else.

    ```diff
    +from html import unescape
     from html.parser import HTMLParser

     class Reader(HTMLParser):
         def handle_data(self, data):
    -        print(self.unescape(data))
    +        print(unescape(data))
    ```

    ```diff
     from html.parser import HTMLParser
     from xml.sax.saxutils import unescape

     class Reader(HTMLParser):
         def unescape(self, data):
             return unescape(data)

         def handle_data(self, data):
             print(self.unescape(data))
    ```
    """
    if node.attr.value != "unescape" or "html.parser.HTMLParser" not in origins(node.value, file):
        return
    if any(isinstance(b, cst.FunctionDef) and b.name.value == "unescape" for b in file.names.nodes[cst.FunctionDef]):
        return
    ref = file.ref("html.unescape", node)
    if file.guard(node):
        yield Hit(node, "HTMLParser.unescape is gone")
    else:
        yield Hit(node, "HTMLParser.unescape is gone", str(ref), imports=ref.imports)
