"""Whole modules that left the standard library (PEP 594 and before), a to l, and what keeps them alive."""

from upgrader.rule import moves, removals

PEP = "https://peps.python.org/pep-0594/"
DOCS_310 = "https://docs.python.org/3/whatsnew/3.10.html#removed"
DOCS_39 = "https://docs.python.org/3/whatsnew/3.9.html#removed"

removed_38 = removals(
    "PY38-macpath",
    package="python",
    gone="3.8",
    docs="https://docs.python.org/3/whatsnew/3.8.html#api-and-feature-removals",
    modules={"macpath": "use posixpath"},
    doc="""
    ``macpath`` is gone in Python 3.8.

    It was for the paths of Mac OS 9.

    Manual: Paths of macOS are those of ``posixpath``. An import that nothing uses is dropped.

    ```diff
    -import macpath
     from macpath import join

     print(join("a", "b"))
    ```

    ```diff
     from maps import macpath

     print(macpath)
    ```
    """,
)

removed_39 = removals(
    "PY39-modules",
    package="python",
    gone="3.9",
    docs=DOCS_39,
    modules={
        "_dummy_thread": "use threading, every platform has it since Python 3.7",
        "dummy_threading": "use threading, every platform has it since Python 3.7",
    },
    doc="""
    Stand-ins for a Python without threads are gone.

    Threads are always there since Python 3.7; the stand-ins went in 3.9.

    Manual: import ``threading`` instead. An import that nothing uses is dropped.

    ```diff
    -import dummy_threading as threading
     from dummy_threading import Lock

     print(Lock())
    ```

    ```diff
     from tests import dummy_threading

     print(dummy_threading)
    ```
    """,
)

removed_310 = removals(
    "PY310-modules",
    package="python",
    gone="3.10",
    docs=DOCS_310,
    modules={
        "_bootlocale": "use locale",
        "formatter": "carry the classes that you use: they are small",
    },
    doc="""
    ``formatter`` and ``_bootlocale`` are gone in Python 3.10.

    The one was deprecated since 3.4, the other never documented.

    Manual: ``locale.getpreferredencoding`` is what ``_bootlocale`` had. An import that nothing uses is dropped.

    ```diff
    -import _bootlocale
     import formatter

     print(formatter.NullFormatter())
    ```

    ```diff
     from reports import formatter

     print(formatter.NullFormatter())
    ```
    """,
)

_HQX = "carry the code, no library has it"

removed_311 = removals(
    "PY311-binhex",
    package="python",
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#removed",
    names={f"binascii.{name}": _HQX for name in ("a2b_hqx", "b2a_hqx", "rlecode_hqx", "rledecode_hqx")},
    modules={"binhex": "carry the code, or use another encoding (base64, uu)"},
    doc="""
    BinHex 4 is gone in Python 3.11.

    Deprecated in 3.9: the format of the Macintosh of 1985.

    Manual: nothing replaces it. An import that nothing uses is dropped.

    ```diff
    -import binhex
     import binascii

     print(binascii.b2a_hqx(b"x"))
    ```

    ```diff
     import binascii

     print(binascii.b2a_base64(b"x"))
    ```
    """,
)

removed_312 = removals(
    "PY312-asyncore",
    package="python",
    gone="3.12",
    docs="https://docs.python.org/3.12/whatsnew/3.12.html#asyncore",
    modules={
        "asynchat": "use asyncio's streams; the distribution pyasynchat keeps the module",
        "asyncore": "use asyncio; the distribution pyasyncore keeps the module",
    },
    kept={"asynchat": "pyasynchat", "asyncore": "pyasyncore"},
    doc="""
    ``asyncore`` and ``asynchat`` are gone in Python 3.12.

    Deprecated in favour of asyncio since Python 3.6.

    Manual: the distributions ``pyasyncore`` and ``pyasynchat`` are added to the requirements; the code runs as it is.
    An import that nothing uses is dropped.

    ```diff
    -import asynchat
     import asyncore

     class Server(asyncore.dispatcher): ...
    ```

    ```diff
     from celery import asyncore

     asyncore.loop()
    ```
    """,
)

removed_313 = removals(
    "PY313-modules",
    package="python",
    gone="3.13",
    docs=PEP,
    modules={
        "aifc": "the distribution standard-aifc keeps the module",
        "audioop": "the distribution audioop-lts keeps the module",
        "cgi": "use urllib.parse, email and multipart; the distribution legacy-cgi keeps the module",
        "cgitb": "log tracebacks with logging; the distribution legacy-cgi keeps the module",
        "chunk": "the distribution standard-chunk keeps the module",
        "crypt": "use bcrypt, argon2-cffi or passlib; the distribution legacycrypt keeps the module",
        "imghdr": "use filetype, puremagic or Pillow; the distribution standard-imghdr keeps the module",
        "lib2to3": "use LibCST or parso; the distribution fissix keeps the module",
    },
    kept={
        "aifc": "standard-aifc",
        "audioop": "audioop-lts",
        "cgi": "legacy-cgi",
        "cgitb": "legacy-cgi",
        "chunk": "standard-chunk",
        "imghdr": "standard-imghdr",
    },
    handled=("cgi.escape", "cgi.parse_qs", "cgi.parse_qsl"),
    used=("cgi.parse", "cgi.parse_header", "aifc.openfp"),
    doc="""
    Modules that PEP 594 took out of the standard library, a to l.

    Deprecated in Python 3.11, removed in 3.13 (``lib2to3``: 3.11 and 3.13, by its own decision).

    Manual: use the library that the message names. Until then the distribution that keeps the module, where there is one,
    is added to the requirements, and the code runs as it is. An import that nothing uses is dropped.

    ```diff
    -import cgitb
     import cgi
     from imghdr import what as kind

     print(cgi.FieldStorage(), kind)
    ```

    ```diff
     from plugins import crypt
     from .cgi import FieldStorage

     print(crypt, FieldStorage)
    ```
    """,
)

openfp = moves(
    "PY39-aifc-openfp",
    package="python",
    since=None,
    gone="3.9",
    docs=DOCS_39,
    moved={"aifc.openfp": "aifc.open"},
    doc="""
    ``aifc.openfp`` is ``aifc.open``.

    An alias since 1993, removed in Python 3.9; the module itself went in 3.13.

    ```diff
     import aifc

    -print(aifc.openfp("bell.aiff"))
    +print(aifc.open("bell.aiff"))
    ```

    ```diff
     import gzip as aifc

     aifc.openfp("bell.gz")
    ```
    """,
)
