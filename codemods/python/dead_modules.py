"""Whole modules that left the standard library, m to z, and what keeps them alive."""

import re

from upgrader.rule import moves, removals

PEP = "https://peps.python.org/pep-0594/"
DOCS_39 = "https://docs.python.org/3/whatsnew/3.9.html#removed"

quote = moves(
    "PY313-pipes-quote",
    package="python",
    since=None,
    gone="3.13",
    docs=PEP,
    moved={"pipes.quote": "shlex.quote"},
    doc="""
    ``pipes.quote`` is ``shlex.quote``.

    The same function; ``pipes`` went with PEP 594 in Python 3.13.

    ```diff
    -from pipes import quote as q
    +from shlex import quote as q

     print(q("a b"))
    ```

    ```diff
    -import pipes
    +from shlex import quote

    -print(pipes.quote("a b"), names.map(pipes.quote))
    +print(quote("a b"), names.map(quote))
    ```

    ```diff
     from ours import pipes

     print(pipes.quote("a b"))
    ```
    """,
)

openfp = moves(
    "PY39-openfp",
    package="python",
    since=None,
    gone="3.9",
    docs=DOCS_39,
    moved={"wave.openfp": "wave.open", "sunau.openfp": "sunau.open"},
    doc="""
    ``wave.openfp`` and ``sunau.openfp`` are ``open``.

    Aliases since 1993, deprecated in Python 3.7, removed in 3.9.

    ```diff
     import wave

    -print(wave.openfp("bell.wav"))
    +print(wave.open("bell.wav"))
    ```

    ```diff
     from ours import wave

     print(wave.openfp("bell.wav"))
    ```
    """,
)

removed_310 = removals(
    "PY310-parser",
    package="python",
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#removed",
    modules={
        "parser": "use ast",
        "symbol": "use ast, or the grammar of parso or LibCST",
    },
    # the words alone are in every other file
    sieve=lambda data: bool(re.search(rb"import[^\n]*\b(?:parser|symbol)\b|\bfrom\s+(?:parser|symbol)\b", data)),
    doc="""
    ``parser`` and ``symbol`` went with the old parser in Python 3.10.

    PEP 617 gave CPython another parser; the modules that showed the old one were deprecated in 3.9.

    Manual: use ``ast``. An import that nothing uses is dropped.

    ```diff
    -import symbol
     import parser

     print(parser.expr("1"))
    ```

    ```diff
     from . import parser
     from ours import symbol

     print(parser.expr("1"), symbol)
    ```
    """,
)

removed_312 = removals(
    "PY312-smtpd",
    package="python",
    gone="3.12",
    docs="https://docs.python.org/3.12/whatsnew/3.12.html#smtpd",
    modules={"smtpd": "use aiosmtpd; the distribution standard-smtpd keeps the module"},
    doc="""
    ``smtpd`` is gone in Python 3.12.

    Deprecated in favour of the distribution ``aiosmtpd`` since Python 3.6.

    Manual: a handler of aiosmtpd has ``handle_DATA(server, session, envelope)`` where a server had ``process_message``.
    An import that nothing uses is dropped.

    ```diff
     import smtplib
    -import smtpd

     print(smtplib.SMTP)
    ```

    ```diff
     from tests import smtpd

     print(smtpd.SMTPServer)
    ```
    """,
)

removed_313 = removals(
    "PY313-modules-m-to-z",
    package="python",
    gone="3.13",
    docs=PEP,
    modules={
        "mailcap": "use mimetypes for types; the distribution standard-mailcap keeps the module",
        "msilib": "use a tool that builds installers, such as the WiX toolset",
        "nis": "nothing replaces it",
        "nntplib": "use pynntp; the distribution standard-nntplib keeps the module",
        "ossaudiodev": "use pygame or sounddevice",
        "pipes": "use subprocess; the distribution standard-pipes keeps the module",
        "sndhdr": "use filetype or puremagic; the distribution standard-sndhdr keeps the module",
        "spwd": "use python-pam",
        "sunau": "the distribution standard-sunau keeps the module",
        "telnetlib": "use telnetlib3 or Exscript; the distribution standard-telnetlib keeps the module",
        "tkinter.tix": "use tkinter.ttk",
        "uu": "use base64, or binascii.a2b_uu and b2a_uu; the distribution standard-uu keeps the module",
        "xdrlib": "use struct; the distribution standard-xdrlib keeps the module",
    },
    used=("pipes.quote", "sunau.openfp", "nntplib.NNTP.xgtitle", "nntplib.NNTP.xpath"),
    doc="""
    Modules that PEP 594 took out of the standard library, m to z, and ``tkinter.tix``.

    Deprecated in Python 3.11 (tix: 3.6), removed in 3.13.

    Manual: use the library that the message names. With the distribution that keeps the module among the
    requirements, the code runs as it is. An import that nothing uses is dropped.

    ```diff
    -import uu
     import telnetlib
     from xdrlib import Packer as P

     print(telnetlib.Telnet(), P())
    ```

    ```diff
     from ours import telnetlib
     from .pipes import Template

     print(telnetlib.Telnet(), Template())
    ```
    """,
)

nntp = removals(
    "PY39-nntplib-methods",
    package="python",
    gone="3.9",
    docs=DOCS_39,
    names={
        "nntplib.NNTP.xgtitle": "use NNTP.descriptions",
        "nntplib.NNTP.xpath": "no server has it any more",
    },
    doc="""
    ``NNTP.xgtitle`` and ``NNTP.xpath`` are gone in Python 3.9.

    Extensions that servers stopped supporting; deprecated since Python 3.3. The module itself went in 3.13.

    Manual: ``descriptions`` gives what ``xgtitle`` gave, as a dictionary.

    ```diff
     from ours import nntplib

     print(nntplib.NNTP.xpath)
    ```
    """,
)

sre = removals(
    "PY311-sre-modules",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.11.html#deprecated",
    modules={
        "sre_compile": "undocumented, deprecated since Python 3.11: use re",
        "sre_constants": "undocumented, deprecated since Python 3.11: use re",
        "sre_parse": "undocumented, deprecated since Python 3.11: use re",
    },
    used=("sre_constants.error", "sre_compile.error", "sre_parse.error", "sre_parse.expand_template"),
    doc="""
    The parts that ``re`` is made of have a DeprecationWarning.

    ``re`` is a package since Python 3.11; what it is made of is ``re._parser``, ``re._compiler`` and ``re._constants``.

    Manual: only tools that take patterns apart need them; those do best with ``try: from re import _parser``.
    An import that nothing uses is dropped.

    ```diff
    -import sre_compile
     import sre_parse

     print(sre_parse.parse("a"))
    ```

    ```diff
     try:
         from re import _parser as parser
     except ImportError:
         import sre_parse as parser

     print(parser.parse("a"))
    ```
    """,
)

sre_error = moves(
    "PY311-sre-error",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.11.html#deprecated",
    moved={f"sre_{module}.error": "re.error" for module in ("constants", "compile", "parse")},
    doc="""
    ``sre_constants.error`` is ``re.error``.

    The same class; the import of ``sre_constants`` warns since Python 3.11.

    ```diff
    -import sre_constants
    +from re import error

     try:
         compile_all()
    -except sre_constants.error:
    +except error:
         pass
    ```

    ```diff
     from ours import sre_constants

     print(sre_constants.error)
    ```
    """,
)

names_310 = removals(
    "PY310-names",
    package="python",
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#removed",
    names={"unicodedata.ucnhash_CAPI": "it is private to CPython since 3.10"},
    doc="""
    ``unicodedata.ucnhash_CAPI`` is gone in Python 3.10.

    It was a C structure for the decoder of ``\\\\N{...}``.

    Manual: use ``unicodedata.name`` and ``lookup``.

    ```diff
     import unicodedata

     print(unicodedata.name("a"))
    ```
    """,
)

names_311 = removals(
    "PY311-names",
    package="python",
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#removed",
    names={
        "wave.Chunk": "wave has its own class, _Chunk; carry the class that you need",
        "re.sre_compile": "re is a package: it was never documented",
        "re.sre_parse": "re is a package: it was never documented",
        "re.sre_constants": "re is a package: it was never documented",
        "urllib.parse.MAX_CACHE_SIZE": "the cache is functools.lru_cache",
        "smtpd.MailmanProxy": "use aiosmtpd",
    },
    doc="""
    Undocumented names that vanished in Python 3.11.

    Names of other modules that could be reached through ``wave``, ``re`` and ``urllib.parse``.

    Manual: use what the message names.

    ```diff
     import re
     import urllib.parse

     print(re.compile("a"), urllib.parse.urlsplit("a"))
    ```
    """,
)

names_312 = removals(
    "PY312-names",
    package="python",
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#removed",
    names={
        "pkgutil.ImpImporter": "use importlib.machinery.FileFinder",
        "pkgutil.ImpLoader": "use importlib.machinery.SourceFileLoader",
        "sqlite3.enable_shared_cache": "open the database as 'file:...?cache=shared' with uri=True",
        "sre_parse.expand_template": "use Match.expand",
        "ssl.match_hostname": "the context does it: SSLContext.check_hostname",
        "webbrowser.Galeon": "no such browser exists any more",
        "webbrowser.Grail": "no such browser exists any more",
        "webbrowser.Netscape": "use webbrowser.Mozilla",
    },
    doc="""
    Names that are gone in Python 3.12 without an exact successor.

    Deprecated between Python 3.3 and 3.10.

    Manual: use what the message names.

    ```diff
     import pkgutil
     import ssl
     from ours import webbrowser

     print(pkgutil.get_data, ssl.SSLContext, webbrowser.Grail)
    ```
    """,
)

names_313 = removals(
    "PY313-names",
    package="python",
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#removed",
    names={
        "pdb.Pdb.execRcLines": "the commands of .pdbrc are in Pdb.rcLines",
        "re.TEMPLATE": "it had no effect: leave it out",
        "re.T": "it had no effect: leave it out",
        "token.ASYNC": "async is a keyword: a token of type NAME",
        "token.AWAIT": "await is a keyword: a token of type NAME",
        "tokenize.ASYNC": "async is a keyword: a token of type NAME",
        "tokenize.AWAIT": "await is a keyword: a token of type NAME",
        "tokenize.StopTokenizing": "tokenize.TokenError is what the tokenizer raises",
        "webbrowser.MacOSX": "use webbrowser.MacOSXOSAScript",
    },
    doc="""
    Names that are gone in Python 3.13 without an exact successor.

    Deprecated in Python 3.11, or never documented.

    Manual: use what the message names.

    ```diff
     import re
     import tokenize
     from ours import token

     print(re.I, tokenize.NAME, token.ASYNC)
    ```
    """,
)

names_later = removals(
    "PY315-names",
    package="python",
    gone="3.15",
    docs="https://docs.python.org/3/deprecations/pending-removal-in-3.15.html",
    names={
        "platform.java_ver": "Jython stopped at Python 2",
        "typing.no_type_check_decorator": "no type checker ever knew it",
    },
    doc="""
    Names that warn today and are to go in Python 3.15.

    Deprecated in Python 3.13.

    Manual: use what the message names.

    ```diff
     import platform
     from ours import typing

     print(platform.machine(), typing.no_type_check_decorator)
    ```
    """,
)

names_314 = removals(
    "PY314-names",
    package="python",
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#removed",
    names={
        "urllib.request.URLopener": "use urllib.request.urlopen or build_opener",
        "urllib.request.FancyURLopener": "use urllib.request.urlopen or build_opener",
        "urllib.parse.Quoter": "use urllib.parse.quote",
        "sqlite3.version": "the module's own number says nothing; sqlite3.sqlite_version is that of SQLite",
        "sqlite3.version_info": "the module's own number says nothing; sqlite3.sqlite_version_info is that of SQLite",
    },
    doc="""
    Names that warn today and are gone in Python 3.14.

    Deprecated between Python 3.3 and 3.12.

    Manual: use what the message names.

    ```diff
     import sqlite3
     from urllib.request import urlopen

     print(sqlite3.sqlite_version, urlopen)
    ```
    """,
)

names_future = removals(
    "PY313-deprecated-names",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/deprecations/index.html",
    names={
        "pydoc.ispackage": "look for __init__.py with os.path",
        "typing.AnyStr": "deprecated in favour of type parameters, to go in Python 3.18",
        "urllib.parse.unwrap": "not documented: carry it",
    },
    doc="""
    Names that are deprecated without a date of removal, or with a distant one.

    Deprecated in Python 3.13 and 3.14.

    Manual: use what the message names.

    ```diff
     import pydoc
     from ours import AnyStr

     print(pydoc.help, AnyStr)
    ```
    """,
)

splits = removals(
    "PY38-urllib-parse-split",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.8.html#deprecated",
    names={
        "urllib.parse.splitattr": "use urllib.parse.urlsplit(url).path and its parameters",
        "urllib.parse.splithost": "use urllib.parse.urlsplit(url).netloc",
        "urllib.parse.splitnport": "use urllib.parse.urlsplit(url).hostname and .port",
        "urllib.parse.splitpasswd": "use urllib.parse.urlsplit(url).username and .password",
        "urllib.parse.splitport": "use urllib.parse.urlsplit(url).hostname and .port",
        "urllib.parse.splitquery": "use urllib.parse.urlsplit(url).query",
        "urllib.parse.splittag": "use urllib.parse.urldefrag(url)",
        "urllib.parse.splittype": "use urllib.parse.urlsplit(url).scheme",
        "urllib.parse.splituser": "use urllib.parse.urlsplit(url).username and .password",
        "urllib.parse.splitvalue": "use str.partition('=')",
        "urllib.parse.to_bytes": "use url.encode('ascii').decode()",
    },
    doc="""
    ``urllib.parse.splittype`` and its kind have a DeprecationWarning.

    Never documented, deprecated since Python 3.8.

    Manual: ``urllib.parse.urlsplit`` gives all parts of a URL under their names; what the old functions gave has other
    shapes.

    ```diff
     from urllib.parse import urlsplit
     from ours import splittype

     print(urlsplit("https://a").scheme, splittype("https://a"))
    ```
    """,
)
