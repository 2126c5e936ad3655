"""What builds and starts things: ``setup.py``, modules that are run as programs, C functions that ctypes looks up."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.methods import meant
from upgrader.names import Node
from upgrader.rule import File, Hit, Rule, removals, rule

from ..plain.c_api import GONE, successor
from ..plain.commands import RUN_312, RUN_313

SETUPTOOLS = "https://setuptools.pypa.io/en/stable/history.html"

# -- setup.py ----------------------------------------------------------------------------------------------------------

_SETUP = ("setuptools.setup", "distutils.core.setup")


def _given(node: cst.Call, names: set[str], file: File) -> Iterator[cst.Arg]:
    """Yield the arguments of these names of ``setup()``, or of a ``dict()`` in a file that calls it."""
    function = file.resolve(node.func)
    if function in _SETUP or (function == "builtins.dict" and any(file.names.references.get(name) for name in _SETUP)):
        yield from (arg for arg in node.args if arg.keyword is not None and arg.keyword.value in names)


@rule(
    "SETUPTOOLS58-use-2to3",
    package="setuptools",
    since=None,
    gone="58",
    docs=SETUPTOOLS + "#v58-0-0",
    safety="manual",
    needles=["use_2to3 setup", "use_2to3_fixers setup", "convert_2to3_doctests setup"],
)
def use_2to3(node: cst.Call, file: File) -> Iterator[Hit]:
    """``setup(use_2to3=True)`` is refused.

    Versions of setuptools from 58 on stop with an error, and no older one runs on Python 3.12.

    Manual: drop the argument; the code has to be Python 3 as it stands.

    ```diff setup.py
     from setuptools import setup

    -setup(name="shop", use_2to3=True)
    +setup(name="shop")
    ```

    ```diff setup.py
     from ours import setup

     setup(name="shop", use_2to3=True)
    ```
    """
    for arg in _given(node, {"use_2to3", "use_2to3_fixers", "convert_2to3_doctests"}, file):
        yield Hit(arg, "setuptools refuses use_2to3: the code has to be Python 3 as it stands")


@rule(
    "SETUPTOOLS72-tests-require",
    package="setuptools",
    since=None,
    gone="72",
    docs=SETUPTOOLS + "#v72-0-0",
    safety="manual",
    needles=["tests_require setup", "test_suite setup", "test_loader setup"],
)
def tests_require(node: cst.Call, file: File) -> Iterator[Hit]:
    """``setup(tests_require=...)`` does nothing.

    It was for ``setup.py test``, which setuptools dropped in version 72. So were ``test_suite`` and ``test_loader``.

    Manual: name what the tests need in an extra or in a requirements file, and run them with their own program.

    ```diff setup.py
     from setuptools import setup

     setup(
         name="shop",
    -    tests_require=["pytest"],
    +    extras_require={"test": ["pytest"]},
     )
    ```

    ```diff setup.py
     import setuptools

     run(tests_require=["pytest"])
    ```
    """
    for arg in _given(node, {"tests_require", "test_suite", "test_loader"}, file):
        yield Hit(arg, "setup.py test is gone, and with it what tests_require and test_suite were for")


@rule(
    "SETUPTOOLS1-gone-helpers",
    package="python",
    since=None,
    gone="3.12",
    docs="https://numpy.org/doc/stable/reference/distutils_status_migration.html",
    safety="manual",
    names=["ez_setup", "numpy.distutils", "distribute_setup"],
)
def gone_helpers(node: cst.Import | cst.ImportFrom, file: File) -> Iterator[Hit]:
    """``numpy.distutils`` and ``ez_setup`` have nothing to build with.

    Both stand on ``distutils``: NumPy has its part of it on Python 3.11 and older only, ``ez_setup`` fetched setuptools
    where there was none.

    Manual: build with meson-python or with setuptools; name setuptools in ``[build-system]`` of pyproject.toml.

    ```diff setup.py
    -import ez_setup
    -from numpy.distutils.core import setup
    +from setuptools import setup
    ```

    ```diff setup.py
     import numpy
     from ours.numpy.distutils import core
    ```
    """
    yield Hit(node, "numpy.distutils and ez_setup are gone with distutils: build with setuptools or meson-python")


# -- programs ----------------------------------------------------------------------------------------------------------


def _started(node: cst.List | cst.Tuple, file: File) -> tuple[Node, str] | None:
    """Return the module that a list of arguments runs with ``-m``, as node and name."""
    texts = [
        element.value.evaluated_value if isinstance(element.value, cst.SimpleString) else None
        for element in node.elements
    ]
    first = node.elements[0].value if node.elements else None
    python = first is not None and (
        file.resolve(first) == "sys.executable"
        or (isinstance(texts[0], str) and texts[0].rpartition("/")[2].rstrip("0123456789.") == "python")
    )
    if not python or "-m" not in texts[:-1]:
        return None
    at = texts.index("-m") + 1
    options = [text for text in texts[1 : at - 1] if not (isinstance(text, str) and text.startswith("-"))]
    name = texts[at]
    return (node.elements[at].value, name) if isinstance(name, str) and not options else None


@rule(
    "PY312-run-modules",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#removed",
    safety="manual",
    needles=[f"m {name}" for name in RUN_312],
)
def run_312(node: cst.List | cst.Tuple, file: File) -> Iterator[Hit]:
    """``[sys.executable, "-m", "smtpd"]`` runs a module that is gone in Python 3.12.

    Manual: run the program that takes its place.

    ```diff
     import subprocess
     import sys

    -subprocess.run([sys.executable, "-m", "smtpd", "-n"])
    +subprocess.run([sys.executable, "-m", "aiosmtpd", "-n"])
    ```

    ```diff
     import subprocess

     subprocess.run(["ours", "-m", "smtpd"])
    ```
    """
    started = _started(node, file)
    if started is not None and started[1].partition(".")[0] in RUN_312:
        yield Hit(started[0], f"python -m {started[1]}: the module is gone in Python 3.12")


@rule(
    "PY313-run-modules",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#removed-modules-and-apis",
    safety="manual",
    needles=[f"m {name}" for name in RUN_313],
)
def run_313(node: cst.List | cst.Tuple, file: File) -> Iterator[Hit]:
    """``["python", "-m", "telnetlib"]`` runs a module that is gone in Python 3.13.

    Manual: run the program that takes its place.

    ```diff
     import subprocess

    -subprocess.run(["python3", "-m", "telnetlib", "localhost"])
    +subprocess.run(["telnet", "localhost"])
    ```

    ```diff
     import subprocess

     subprocess.run(["python3", "manage.py", "-m", "cgi"])
    ```
    """
    started = _started(node, file)
    if started is not None and started[1].partition(".")[0] in RUN_313:
        yield Hit(started[0], f"python -m {started[1]}: the module is gone in Python 3.13")


@rule(
    "PY315-run-http-cgi",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3/whatsnew/3.13.html#new-deprecations",
    safety="manual",
    needles=["m http server", "CGIHTTPRequestHandler"],
)
def run_http_cgi(node: cst.List | cst.Tuple, file: File) -> Iterator[Hit]:
    """``python -m http.server`` runs no CGI scripts from Python 3.15.

    ``--cgi`` is deprecated since 3.13.

    Manual: use a web server that runs CGI scripts.

    ```diff
     import subprocess
     import sys

    -subprocess.run([sys.executable, "-m", "http.server", "--cgi"])
    +subprocess.run([sys.executable, "-m", "http.server"])
    ```

    ```diff
     import subprocess

     subprocess.run(["ours", "-m", "http.server", "--cgi"])
    ```
    """
    started = _started(node, file)
    cgi = any(isinstance(e.value, cst.SimpleString) and e.value.raw_value == "--cgi" for e in node.elements)
    if started is not None and started[1] == "http.server" and cgi:
        yield Hit(started[0], "python -m http.server --cgi goes in Python 3.15")


@rule(
    "PY312-run-setuptools",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#ensurepip",
    safety="manual",
    needles=["c import setuptools", "c import pkg_resources", "venv", "EnvBuilder"],
    advice=True,
)
def run_setuptools(node: cst.List | cst.Tuple | cst.Call, file: File) -> Iterator[Hit]:
    """Environments that ``venv`` makes have no setuptools.

    From Python 3.12 only pip is in them; what imports ``setuptools`` or ``pkg_resources`` there has to install it.

    Manual: install setuptools into the environment.

    ```diff
     import venv

    -venv.create("env", with_pip=True)
    +make_environment("env", "setuptools")
    ```

    ```diff
     import venv

     venv.create("env")
     venv.create("env", with_pip=False)
    ```
    """
    if isinstance(node, cst.Call):
        made = meant(node.func, file) & {"venv.create", "venv.EnvBuilder"}
        pip = [arg.value for arg in node.args if arg.keyword is not None and arg.keyword.value == "with_pip"]
        found = bool(made and pip) and not (isinstance(pip[0], cst.Name) and pip[0].value == "False")
    else:
        texts = [e.value.evaluated_value for e in node.elements if isinstance(e.value, cst.SimpleString)]
        found = "-c" in texts and any(
            isinstance(text, str) and text.startswith(("import setuptools", "import pkg_resources")) for text in texts
        )
    if found:
        yield Hit(node, "an environment that venv makes has pip but no setuptools now")


# -- ctypes ------------------------------------------------------------------------------------------------------------

#: Macros, and what the interpreter still exports although no header declares it.
_NOT_LOOKED_UP = {
    "PyFrame_ExtendStack",
    "PyNullImporter_Type",
    "PyThread_type_sema",
    "Py_UNICODE_MATCH",
    "PyDoc_STRVAR_shared",
    "Py_ALLOW_RECURSION",
    "Py_END_ALLOW_RECURSION",
    "PyAST_Check",
    "PyAST_Compile",
    "PyAST_mod2obj",
    "PyAST_obj2mod",
    "PySymtable_Lookup",
    "PyErr_SetExcFromWindowsErrWithUnicodeFilename",
    "PyErr_SetFromErrnoWithUnicodeFilename",
    "PyErr_SetFromWindowsErrWithUnicodeFilename",
    "PyHeapType_GET_MEMBERS",
    "PyUnicode_EncodeMBCS",
    "Py_ADJUST_ERANGE1",
    "Py_ADJUST_ERANGE2",
    "Py_FORCE_DOUBLE",
    "Py_OVERFLOWED",
    "Py_SET_ERANGE_IF_OVERFLOW",
    "Py_SET_ERRNO_ON_MATH_ERROR",
    "Py_UNICODE_COPY",
    "Py_UNICODE_FILL",
    "PyUnicode_AS_DATA",
    "PyUnicode_AS_UNICODE",
    "PyUnicode_GET_DATA_SIZE",
    "PyUnicode_GET_SIZE",
    "PyUnicode_WCHAR_KIND",
    "PyUnicode_WSTR_LENGTH",
    "PyUnicode_GetSize",
    "PyUnicode_InternImmortal",
}


def _looked_up(version: str, more: str = "") -> Rule:
    names = sorted({*GONE[version].split()} - _NOT_LOOKED_UP | {*more.split()})
    return removals(
        f"PY{version.replace('.', '')}-ctypes-pythonapi",
        package="python",
        gone=version,
        docs=f"https://docs.python.org/3/whatsnew/{version}.html#c-api-changes",
        names={f"ctypes.pythonapi.{name}": successor(name) for name in names},
        doc=f"""
        ``ctypes.pythonapi`` does not find functions that are gone in Python {version}.

        Manual: use what takes the function's place.

        ```diff
         import ctypes

        -ctypes.pythonapi.{names[-1]}(x)
         ctypes.pythonapi.Py_IncRef(x)
        ```

        ```diff
         import ctypes

         ctypes.CDLL("ours.so").{names[-1]}(x)
        ```
        """,
    )


looked_up_39 = _looked_up("3.9", "PyAST_Check PyAST_Compile PyAST_mod2obj PyAST_obj2mod")
looked_up_310 = _looked_up("3.10")
looked_up_311 = _looked_up("3.11")
looked_up_312 = _looked_up("3.12", "PyCode_New PyCode_NewWithPosOnlyArgs")
