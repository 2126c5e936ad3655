"""Commands that are gone, in scripts, makefiles, container and CI files; and options of build files."""

from __future__ import annotations

import re

from upgrader.plain import plain_rule

#: A Python on a command line: python3.8, $(PYTHON), ${PYTHON}, {envpython}, py -3, uv run python.
_PYTHON = (
    r"(?:(?<![\w.])(?:python[\d.]*|pypy3?|py)\b|\$\(PYTHON\d?\)|\$\{?PYTHON\d?\}?|\{envpython\})"
    r"(?:\s+-[WX]\s*\S+|\s+-(?!m\b)\S+)*"
)

RUN_312 = {
    "asyncore": "",
    "asynchat": "",
    "distutils": "",
    "imp": "",
    "smtpd": "python -m aiosmtpd -n -l localhost:1025, of the package aiosmtpd, takes mail as it did",
}
RUN_313 = {
    "cgi": "",
    "crypt": "",
    "lib2to3": "use what still writes new code: pyupgrade or LibCST",
    "mailcap": "",
    "nntplib": "",
    "sndhdr": "",
    "telnetlib": "use telnet or nc",
    "uu": "use uuencode and uudecode",
}


def _modules(modules: dict[str, str], version: str) -> dict[str, str]:
    return {
        rf"{_PYTHON}\s+-m\s*{name}(?![\w-])": f"python -m {name}: the module is gone in Python {version}"
        + (f"; {successor}" if successor else "")
        for name, successor in modules.items()
    }


run_312 = plain_rule(
    "PY312-command-modules",
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#removed",
    kinds=["commands", "settings"],
    needles=list(RUN_312),
    patterns=_modules(RUN_312, "3.12"),
    doc="""
    Run modules that are gone in Python 3.12: ``python -m smtpd``.

    With ``asyncore``, ``asynchat``, ``distutils``, ``imp`` and ``smtpd`` went what they did as programs.

    Manual: use the program that takes its place.

    ```diff mail.sh
    -python -m smtpd -n -c DebuggingServer localhost:1025
    +python -m aiosmtpd -n -l localhost:1025
    ```

    ```diff mail.sh
     # python -m smtpd
     python -m smtpd_ours
    ```
    """,
)

run_313 = plain_rule(
    "PY313-command-modules",
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#removed-modules-and-apis",
    kinds=["commands", "settings"],
    needles=[*RUN_313, "2to3"],
    patterns={
        **_modules(RUN_313, "3.13"),
        r"(?:^|[;&|]|\brun:?)\s*2to3(?:-3(?:\.\d+)?)?\s+-": "2to3 is gone in Python 3.13; use what still writes new code",
    },
    doc="""
    Run modules that are gone in Python 3.13: ``python -m telnetlib``.

    With the modules of PEP 594 and ``lib2to3`` went what they did as programs, and the command ``2to3``.

    Manual: use the program that takes its place.

    ```diff deploy.sh
    -python3 -m telnetlib localhost 25
    +telnet localhost 25
    ```

    ```diff deploy.sh
     # python3 -m telnetlib localhost 25
     python3 -m http.server
     cat docs/2to3 -n
    ```
    """,
)

http_cgi = plain_rule(
    "PY315-command-http-cgi",
    gone="3.15",
    docs="https://docs.python.org/3/whatsnew/3.13.html#new-deprecations",
    kinds=["commands", "settings"],
    needles=["http server cgi"],
    patterns={rf"{_PYTHON}\s+-m\s*http\.server\b[^\n#]*\s--cgi\b": "python -m http.server --cgi goes in Python 3.15"},
    doc="""
    Serve CGI scripts with another server than ``http.server``.

    ``--cgi`` is deprecated since Python 3.13 and goes in 3.15.

    Manual: use a web server that runs CGI scripts.

    ```diff serve.sh
    -python -m http.server --cgi 8000
    +python -m http.server 8000
    ```

    ```diff serve.sh
     python -m http.server --directory cgi
    ```
    """,
)

options = plain_rule(
    "PY310-command-options",
    gone="3.10",
    docs="https://docs.python.org/3/using/cmdline.html",
    kinds=["commands", "settings"],
    needles=["oldparser", "showalloccount"],
    patterns={
        rf"{_PYTHON}\s+-X\s*oldparser\b": "-X oldparser: there is one parser from Python 3.10",
        rf"{_PYTHON}\s+-X\s*showalloccount\b": "-X showalloccount does nothing from Python 3.9",
    },
    doc="""
    Options of the interpreter that do nothing: ``-X oldparser``, ``-X showalloccount``.

    Manual: drop the option.

    ```diff run.sh
    -python -X oldparser manage.py check
    +python manage.py check
    ```

    ```diff run.sh
     python -X dev manage.py check
    ```
    """,
)

setup_test = plain_rule(
    "SETUPTOOLS72-test-command",
    package="setuptools",
    gone="72",
    docs="https://setuptools.pypa.io/en/stable/history.html#v72-0-0",
    kinds=["commands", "settings"],
    needles=["setup py test", "setup py ptr", "setup py pytest"],
    patterns={
        r"\bsetup\.py\s+(?:-q\s+)?(?:test|ptr|pytest)(?![\w.-])": "setup.py test is gone: run the tests themselves"
    },
    doc="""
    ``setup.py test`` is gone.

    setuptools dropped the command in version 72; nothing older is made for Python 3.13.

    Manual: run ``python -m pytest``, ``python -m unittest`` or ``manage.py test``.

    ```diff tox.ini
     [testenv]
     commands =
    -    python setup.py test
    +    python -m unittest discover
    ```

    ```diff tox.ini
     [testenv]
     commands =
         python setup.py sdist
         # python setup.py test
    ```
    """,
)

_KEYS = (
    *("author-email", "maintainer-email", "description-file", "description-content-type", "home-page", "download-url"),
    *("long-description", "long-description-content-type", "license-file", "license-files", "project-urls"),
    *(
        "install-requires",
        "setup-requires",
        "tests-require",
        "extras-require",
        "package-dir",
        "package-data",
        "py-modules",
    ),
    *("include-package-data", "zip-safe", "python-requires", "test-suite", "dependency-links"),
)


def _key(key: str) -> str:
    return rf"^{re.escape(key)}(?=[ \t]*=)"


dashes = plain_rule(
    "SETUPTOOLS54-dashes",
    package="setuptools",
    gone=None,
    docs="https://setuptools.pypa.io/en/stable/history.html#v54-1-0",
    kinds=["settings"],
    needles=[key.replace("-", " ") for key in _KEYS],
    patterns=dict.fromkeys(map(_key, _KEYS), "setup.cfg: keys have underscores, no dashes"),
    mended={_key(key): key.replace("-", "_") for key in _KEYS},
    safety="safe",
    only=lambda plain: plain.path.name == "setup.cfg",
    doc="""
    Keys of ``setup.cfg`` have underscores.

    ``description-file`` and its kind are deprecated in setuptools since version 54, and were errors in 78.0. Every version
    reads both.

    ```diff setup.cfg
     [metadata]
    -author-email = someone@example.com
    -python-requires=>=3.8
    +author_email = someone@example.com
    +python_requires=>=3.8
    ```

    ```diff setup.cfg
     [metadata]
     author_email = someone@example.com
     [tool:ours]
     max-line-length = 100
    ```
    """,
)

use_2to3 = plain_rule(
    "SETUPTOOLS58-use-2to3-cfg",
    package="setuptools",
    gone="58",
    docs="https://setuptools.pypa.io/en/stable/history.html#v58-0-0",
    kinds=["settings"],
    needles=["use_2to3"],
    patterns={r"^use_2to3\w*[ \t]*=": "setup.cfg: setuptools refuses use_2to3"},
    only=lambda plain: plain.path.name == "setup.cfg",
    doc="""
    Do without ``use_2to3``: setuptools refuses it.

    Versions from 58 on stop with an error, and no older one runs on Python 3.12.

    Manual: drop the key; the code has to be Python 3 as it stands.

    ```diff setup.cfg
     [options]
    -use_2to3 = true
     zip_safe = false
    ```

    ```diff setup.cfg
     [options]
     zip_safe = false
     # use_2to3 = true
    ```
    """,
)
