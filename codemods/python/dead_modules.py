"""Whole modules that left the standard library, m to z, and what keeps them alive."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport
from upgrader.names import Node, dotted
from upgrader.rule import File, Hit, moves, removals, rule

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
    pattern=rb"import[^\n]*\b(?:parser|symbol)\b|\bfrom\s+(?:parser|symbol)\b",
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
    kept={"smtpd": "standard-smtpd"},
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
    kept={
        name: f"standard-{name}"
        for name in ("mailcap", "nntplib", "pipes", "sndhdr", "sunau", "telnetlib", "uu", "xdrlib")
    },
    used=("pipes.quote", "sunau.openfp", "nntplib.NNTP.xgtitle", "nntplib.NNTP.xpath"),
    doc="""
    Modules that PEP 594 took out of the standard library, m to z, and ``tkinter.tix``.

    Deprecated in Python 3.11 (tix: 3.6), removed in 3.13.

    Manual: use the library that the message names. Until then the distribution that keeps the module, where there is one,
    is added to the requirements, and the code runs as it is. An import that nothing uses is dropped.

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

SRE = {"sre_compile": "_compiler", "sre_constants": "_constants", "sre_parse": "_parser"}
#: what the rules below deal with
_SRE_NAMES = (*(f"{module}.error" for module in SRE), "sre_parse.expand_template")


@rule(
    "PY311-sre-modules",
    package="python",
    since="3.11",
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.11.html#deprecated",
    safety="review",
    needles=list(SRE),
)
def sre(node: cst.ImportAlias, file: File) -> Iterator[Hit]:
    """``sre_parse`` and its kind are parts of ``re``.

    ``re`` is a package since Python 3.11; its parts are ``re._parser``, ``re._compiler`` and ``re._constants``. The import
    of the old names has a DeprecationWarning.

    Review: they are private, undocumented, and differ from version to version. The new names need Python 3.11; code that
    still runs on older ones does best with ``try: from re import _parser``.

    ```diff
    -import sre_parse
    -from sre_constants import MAXREPEAT
    +from re import _parser as sre_parse
    +from re._constants import MAXREPEAT

     print(sre_parse.parse("a"), MAXREPEAT)
    ```

    ```diff
     try:
         from re import _parser as parser
     except ImportError:
         import sre_parse as parser

     print(parser.parse("a"))
    ```
    """
    statement = file.parent(node)
    if isinstance(statement, cst.ImportFrom):
        module, name = file.names.module_of(statement), dotted(node.name)
        if module not in SRE or f"{module}.{name}" in _SRE_NAMES:
            return
        asname = file.names.local(node) if node.asname is not None else None
        new = NewImport(f"re.{SRE[module]}", name, asname, at=statement)
    elif isinstance(statement, cst.Import):
        module, uses = dotted(node.name), file.names.uses(node)
        if module not in SRE or (uses and all(_is_sre_name(use, file) for use in uses)):
            return
        new = NewImport("re", SRE[module], file.names.local(node), at=statement)
    else:
        return
    message = f"{module} is re.{SRE[module]}, and private"
    yield Hit(node, message) if file.guard(node) else Hit(node, message, drop=(node,), imports=(new,))


def _is_sre_name(use: Node, file: File) -> bool:
    above = file.parent(use)
    return isinstance(above, cst.Attribute) and file.resolve(above) in _SRE_NAMES


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

names_changed = removals(
    "PY313-ntpath-isabs",
    package="python",
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#os-path",
    names={"ntpath.isabs": "a path that begins with one slash is not absolute since 3.13"},
    doc="""
    ``ntpath.isabs("/x")`` is False.

    On Windows, a path without a drive is relative to the current one; since Python 3.13 it is not called absolute. (The same
    is true of ``os.path.isabs`` there.)

    Manual: ask for the drive and the root with ``ntpath.splitroot`` (Python 3.12) where this matters.

    ```diff
     import ntpath
     import posixpath

     print(posixpath.isabs("/x"), ntpath.join("a", "b"))
    ```
    """,
)

tokens = removals(
    "PY312-token-types",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.12.html#tokenize",
    names={
        f"{module}.{name}": advice
        for module in ("token", "tokenize")
        for name, advice in {
            "ERRORTOKEN": "the tokenizer raises TokenError since 3.12",
            "STRING": "an f-string is FSTRING_START, FSTRING_MIDDLE and FSTRING_END since 3.12",
        }.items()
    },
    doc="""
    The tokenizer gives other tokens since Python 3.12.

    It is the one of the compiler now: an f-string is several tokens (PEP 701), and what is no token is an exception.

    Manual: deal with ``FSTRING_START``, ``FSTRING_MIDDLE`` and ``FSTRING_END`` as well, and with ``TokenError``.

    ```diff
     import tokenize

     print(tokenize.NAME, tokenize.TokenError)
    ```
    """,
)

fork = removals(
    "PY312-fork-with-threads",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    names={
        "os.fork": "warns since 3.12 in a process with threads",
        "os.forkpty": "warns since 3.12 in a process with threads",
    },
    pattern=rb"threading|concurrent\.futures",
    doc="""
    ``os.fork`` in a process with threads has a DeprecationWarning.

    Since Python 3.12: the child has one thread, and whatever locks the others held stay locked. Only in files that mention
    threads.

    Manual: fork before threads start, or use ``subprocess`` or ``multiprocessing`` with ``spawn`` or ``forkserver``.

    ```diff
     import os
     import threading

     print(os.getpid(), threading.current_thread())
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
