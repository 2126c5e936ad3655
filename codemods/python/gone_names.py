"""Single names of the standard library and the builtins that went without a successor, from a to l."""

from upgrader.rule import removals

WHATSNEW = "https://docs.python.org/3/whatsnew/{}.html#removed"

removed_39 = removals(
    "PY39-float-set-format",
    package="python",
    gone="3.9",
    docs=WHATSNEW.format("3.9"),
    names={"builtins.float.__set_format__": "it was for Python's own tests"},
    doc="""
    ``float.__set_format__`` is gone in Python 3.9.

    It was for Python's own tests.

    Manual: delete the call.

    ```diff
    -float.__set_format__("double", "unknown")
    +pass
    ```

    ```diff
     print(float.__getformat__("double"))
    ```
    """,
)

removed_310 = removals(
    "PY310-complex-methods",
    package="python",
    gone="3.10",
    docs=WHATSNEW.format("3.10"),
    names={
        **{
            f"builtins.complex.{name}": "it only raised TypeError"
            for name in (
                "__int__",
                "__float__",
                "__floordiv__",
                "__mod__",
                "__divmod__",
                "__rfloordiv__",
                "__rmod__",
                "__rdivmod__",
            )
        },
        "html.parser.HTMLParser.error": "the parser does not call it since Python 3.5, raise an exception of your own",
    },
    doc="""
    Methods that only raised an error are gone in Python 3.10.

    ``complex.__int__`` and its kin, and ``HTMLParser.error``.

    Manual: test for the type instead of the method.

    ```diff
    -print(complex.__int__)
    +print(complex.__complex__)
    ```

    ```diff
     print(complex.__add__, float.__int__)
    ```
    """,
)

removed_312 = removals(
    "PY312-leftovers",
    package="python",
    gone="3.12",
    docs=WHATSNEW.format("3.12"),
    names={
        "base64.test": "it was a test of the module itself",
        "dis.hasnargs": "no instruction had it",
        "ftplib.FTP_TLS.ssl_version": "pass an SSL context",
        "opcode.hasnargs": "no instruction had it",
    },
    doc="""
    Leftovers that went in Python 3.12.

    ``dis.hasnargs``, ``FTP_TLS.ssl_version``, ``base64.test``.

    Manual: the message says what there is instead. An import that nothing uses is dropped.

    ```diff
    -from dis import hasnargs
     import ftplib

     print(ftplib.FTP_TLS.ssl_version)
    ```

    ```diff
     import dis

     print(dis.hasname)
    ```
    """,
)

_OPCODE = "it described an instruction that this version of Python does not have"

removed_313 = removals(
    "PY313-leftovers",
    package="python",
    gone="3.13",
    docs=WHATSNEW.format("3.13"),
    names={
        "configparser.LegacyInterpolation": "take BasicInterpolation, which interpolates while it reads",
        "dis.FORMAT_VALUE_CONVERTERS": _OPCODE,
        "dis.MAKE_FUNCTION_FLAGS": _OPCODE,
    },
    doc="""
    Leftovers that went in Python 3.13.

    ``configparser.LegacyInterpolation``, constants of ``dis``.

    Manual: the message says what there is instead. An import that nothing uses is dropped.

    ```diff
    -from dis import MAKE_FUNCTION_FLAGS
     import configparser

     print(configparser.ConfigParser(interpolation=configparser.LegacyInterpolation()))
    ```

    ```diff
     import configparser

     print(configparser.ConfigParser(interpolation=configparser.BasicInterpolation()))
    ```
    """,
)

removed_315 = removals(
    "PY315-leftovers",
    package="python",
    gone="3.15",
    docs="https://docs.python.org/3/deprecations/index.html#pending-removal-in-python-3-15",
    names={
        "ctypes.SetPointerType": "complete the type with ctypes.POINTER and _fields_",
        "http.server.CGIHTTPRequestHandler": "serve with WSGI",
    },
    doc="""
    What warns since Python 3.13 and goes in 3.15.

    ``ctypes.SetPointerType``, ``http.server.CGIHTTPRequestHandler``.

    Manual: the message says what there is instead. An import that nothing uses is dropped.

    ```diff
    -from ctypes import SetPointerType
     from http.server import CGIHTTPRequestHandler

     class Handler(CGIHTTPRequestHandler): ...
    ```

    ```diff
     from http.server import SimpleHTTPRequestHandler

     class Handler(SimpleHTTPRequestHandler): ...
    ```
    """,
)

default_locale = removals(
    "PY311-getdefaultlocale",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/library/locale.html#locale.getdefaultlocale",
    names={"locale.getdefaultlocale": "after locale.setlocale(), ask getlocale() and getencoding() (3.11)"},
    doc="""
    ``locale.getdefaultlocale`` is deprecated since Python 3.11.

    It read environment variables and left out what the system says.

    Manual: ``getlocale()`` answers after ``setlocale(LC_ALL, "")`` was called. An import that nothing uses is dropped.

    ```diff
    -from locale import getdefaultlocale
     import locale

     print(locale.getdefaultlocale())
    ```

    ```diff
     import locale

     print(locale.getlocale())
    ```
    """,
)
