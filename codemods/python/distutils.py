"""``distutils``, gone in Python 3.12 (PEP 632): what moved, what is carried, what has a modern counterpart.

Why exact moves are few: setuptools keeps a copy of distutils, but only its own commands and errors are public names.
"""

from collections.abc import Iterator, Sequence

import libcst as cst
from packaging.version import InvalidVersion, Version

from upgrader.edit import NewImport, argument, spread, with_arg
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import Carried, File, Hit, carries, moves, removals, rule

DOCS = "https://docs.python.org/3.12/whatsnew/3.12.html#distutils"
PEP = "https://peps.python.org/pep-0632/#migration-advice"

STDLIB = {
    "distutils.util.get_platform": "sysconfig.get_platform",
    "distutils.sysconfig.get_config_var": "sysconfig.get_config_var",
    "distutils.sysconfig.get_config_vars": "sysconfig.get_config_vars",
    "distutils.sysconfig.get_config_h_filename": "sysconfig.get_config_h_filename",
    "distutils.sysconfig.get_makefile_filename": "sysconfig.get_makefile_filename",
    "distutils.sysconfig.get_python_version": "sysconfig.get_python_version",
    "distutils.sysconfig.parse_config_h": "sysconfig.parse_config_h",
    "distutils.sysconfig.PREFIX": "sys.prefix",
    "distutils.sysconfig.EXEC_PREFIX": "sys.exec_prefix",
    "distutils.sysconfig.BASE_PREFIX": "sys.base_prefix",
    "distutils.sysconfig.BASE_EXEC_PREFIX": "sys.base_exec_prefix",
    "distutils.archive_util.make_archive": "shutil.make_archive",
}

stdlib = moves(
    "PY312-distutils-stdlib",
    package="python",
    since=None,
    gone="3.12",
    docs=PEP,
    moved=STDLIB,
    doc="""
    Functions of ``distutils`` that the standard library has under another name.

    PEP 632 removed distutils in Python 3.12; these existed twice.

    ```diff
    -from distutils.sysconfig import get_config_var
    +from sysconfig import get_config_var

     suffix = get_config_var("EXT_SUFFIX")
    ```

    ```diff
    -from distutils import sysconfig
    -from distutils.util import get_platform as platform
    +from sysconfig import get_config_vars, get_platform as platform

    -print(sysconfig.get_config_vars(), platform)
    +print(get_config_vars(), platform)
    ```

    ```diff
     from sysconfig import get_config_var
     from build_tools.distutils.util import get_platform

     print(get_config_var("EXT_SUFFIX"), get_platform())
    ```
    """,
)

SETUPTOOLS = {
    "distutils.core.setup": "setuptools.setup",
    "distutils.core.Command": "setuptools.Command",
    "distutils.core.Extension": "setuptools.Extension",
    "distutils.core.Distribution": "setuptools.Distribution",
    "distutils.cmd.Command": "setuptools.Command",
    "distutils.dist.Distribution": "setuptools.Distribution",
    "distutils.extension.Extension": "setuptools.Extension",
    "distutils.errors.CCompilerError": "setuptools.errors.CCompilerError",
    "distutils.errors.CompileError": "setuptools.errors.CompileError",
    "distutils.errors.DistutilsByteCompileError": "setuptools.errors.ByteCompileError",
    "distutils.errors.DistutilsClassError": "setuptools.errors.ClassError",
    "distutils.errors.DistutilsError": "setuptools.errors.BaseError",
    "distutils.errors.DistutilsExecError": "setuptools.errors.ExecError",
    "distutils.errors.DistutilsFileError": "setuptools.errors.FileError",
    "distutils.errors.DistutilsInternalError": "setuptools.errors.InternalError",
    "distutils.errors.DistutilsModuleError": "setuptools.errors.ModuleError",
    "distutils.errors.DistutilsOptionError": "setuptools.errors.OptionError",
    "distutils.errors.DistutilsPlatformError": "setuptools.errors.PlatformError",
    "distutils.errors.DistutilsSetupError": "setuptools.errors.SetupError",
    "distutils.errors.DistutilsTemplateError": "setuptools.errors.TemplateError",
    "distutils.errors.LibError": "setuptools.errors.LibError",
    "distutils.errors.LinkError": "setuptools.errors.LinkError",
    "distutils.errors.PreprocessError": "setuptools.errors.PreprocessError",
    "distutils.errors.UnknownFileError": "setuptools.errors.UnknownFileError",
    **{
        f"distutils.command.{module}{name}": f"setuptools.command.{module}{name}"
        for module in (
            "build",
            "build_clib",
            "build_ext",
            "build_py",
            "install",
            "install_lib",
            "install_scripts",
            "sdist",
        )
        for name in (f".{module}", "")
    },
}

setuptools = moves(
    "PY312-distutils-setuptools",
    package="python",
    since=None,
    gone="3.12",
    docs=PEP,
    safety="review",
    requires={"setuptools": "setuptools"},
    moved=SETUPTOOLS,
    doc="""
    What build scripts take from ``distutils`` is in ``setuptools``.

    PEP 632 removed distutils in Python 3.12 and names setuptools as its successor. ``setuptools.errors`` exists since
    setuptools 59, ``setuptools.command.build`` since 62.4.

    Review: ``setuptools.setup`` also reads pyproject.toml and setup.cfg, finds packages on its own when none are
    named, and installs by way of wheels; the commands are subclasses of those of distutils.

    ```diff
    -from distutils.core import Extension, setup
    +from setuptools import Extension, setup

     setup(name="speed", ext_modules=[Extension("speed", ["speed.c"])])
    ```

    ```diff
    -import distutils.core
    -from distutils.command.build_ext import build_ext
    -from distutils.errors import DistutilsSetupError as Wrong
    +from setuptools import setup
    +from setuptools.command.build_ext import build_ext
    +from setuptools.errors import SetupError as Wrong

    -distutils.core.setup(cmdclass={"build_ext": build_ext})
    +setup(cmdclass={"build_ext": build_ext})
     raise Wrong("no compiler")
    ```

    ```diff
     import sys

     if sys.version_info < (3, 10):
         from distutils.core import setup
     else:
         from setuptools import setup
     setup(name="speed")
    ```
    """,
)

STRTOBOOL = '''
def _strtobool(value):
    """Return 1 for a word that means yes and 0 for one that means no, as distutils.util.strtobool did."""
    word = value.lower()
    if word in ("y", "yes", "t", "true", "on", "1"):
        return 1
    if word in ("n", "no", "f", "false", "off", "0"):
        return 0
    raise ValueError(f"invalid truth value {word!r}")
'''

CONVERT_PATH = '''
def _convert_path(pathname):
    """Return a path written with slashes in the system's own way, as distutils.util.convert_path did."""
    if os.sep == "/" or not pathname:
        return pathname
    if pathname[0] == "/" or pathname[-1] == "/":
        raise ValueError(f"path {pathname!r} cannot begin or end with '/'")
    parts = [part for part in pathname.split("/") if part != "."]
    return os.path.join(*parts) if parts else os.curdir
'''

WRITE_FILE = '''
def _write_file(filename, contents):
    """Write lines that have no line ends yet to a file, as distutils.file_util.write_file did."""
    with open(filename, "w") as file:
        file.writelines(line + "\\n" for line in contents)
'''

carried = carries(
    "PY312-distutils-carried",
    package="python",
    gone="3.12",
    docs=PEP,
    functions={
        "distutils.util.strtobool": Carried("_strtobool", STRTOBOOL),
        "distutils.util.convert_path": Carried("_convert_path", CONVERT_PATH, (NewImport("os"),)),
        "distutils.file_util.write_file": Carried("_write_file", WRITE_FILE),
    },
    doc="""
    Small functions of ``distutils`` without a successor are carried along.

    PEP 632: "can be copied into the project". ``bool()`` is no ``strtobool``: that returned 1 and 0, and raised
    ValueError for anything else.

    ```diff
     import os
    -from distutils.util import strtobool
    +
    +
    +def _strtobool(value):
    +    \"""Return 1 for a word that means yes and 0 for one that means no, as distutils.util.strtobool did.\"""
    +    word = value.lower()
    +    if word in ("y", "yes", "t", "true", "on", "1"):
    +        return 1
    +    if word in ("n", "no", "f", "false", "off", "0"):
    +        return 0
    +    raise ValueError(f"invalid truth value {word!r}")
    +

    -DEBUG = strtobool(os.environ.get("DEBUG", "no"))  # off in production
    -parser.add_argument("--color", type=strtobool)
    +DEBUG = _strtobool(os.environ.get("DEBUG", "no"))  # off in production
    +parser.add_argument("--color", type=_strtobool)
    ```

    ```diff
     from tools.distutils.util import strtobool

     print(strtobool("yes"))
    ```
    """,
)

NEWER = '''
def _newer(source, target):
    """Return whether source is younger than target, or target is missing, as distutils.dep_util.newer did."""
    changed = os.stat(source).st_mtime
    return not os.path.exists(target) or int(changed) > int(os.stat(target).st_mtime)
'''

carried_review = carries(
    "PY312-distutils-newer",
    package="python",
    gone="3.12",
    docs=PEP,
    safety="review",
    functions={"distutils.dep_util.newer": Carried("_newer", NEWER, (NewImport("os"),))},
    doc="""
    ``distutils.dep_util.newer`` becomes a function of its own.

    Removed in Python 3.12 with distutils (PEP 632).

    Review: a missing source file raises FileNotFoundError instead of DistutilsFileError.

    ```diff
    -from distutils.dep_util import newer
    +import os

    -if newer("speed.pyx", "speed.c"):
    +
    +def _newer(source, target):
    +    \"""Return whether source is younger than target, or target is missing, as distutils.dep_util.newer did.\"""
    +    changed = os.stat(source).st_mtime
    +    return not os.path.exists(target) or int(changed) > int(os.stat(target).st_mtime)
    +
    +
    +if _newer("speed.pyx", "speed.c"):
         print("compile")
    ```

    ```diff
     from numpy.distutils.misc_util import newer

     newer("a", "b")
    ```
    """,
)

#: Successors whose result is not what the old function returned.
_OTHER_RESULT = {"shutil.copytree", "shutil.copy2", "os.makedirs", "shutil.rmtree", "shutil.move"}

#: Function, its successor, how many positional arguments both share, keywords added; calls with more are reported only.
COUNTERPARTS = {
    "distutils.spawn.find_executable": ("shutil.which", ("executable",), ""),
    "distutils.spawn.spawn": ("subprocess.check_call", ("cmd",), ""),
    "distutils.dir_util.copy_tree": ("shutil.copytree", ("src", "dst"), "dirs_exist_ok=True"),
    "distutils.dir_util.mkpath": ("os.makedirs", ("name", "mode"), "exist_ok=True"),
    "distutils.dir_util.remove_tree": ("shutil.rmtree", ("directory",), ""),
    "distutils.file_util.copy_file": ("shutil.copy2", ("src", "dst"), ""),
    "distutils.file_util.move_file": ("shutil.move", ("src", "dst"), ""),
    "distutils.util.split_quoted": ("shlex.split", ("s",), ""),
}


@rule(
    "PY312-distutils-counterpart",
    package="python",
    since="3.8",
    gone="3.12",
    docs=PEP,
    safety="review",
    names=list(COUNTERPARTS),
)
def counterpart(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """File and process functions of ``distutils`` become their counterparts in the standard library.

    Removed in Python 3.12 (PEP 632); ``shutil``, ``os``, ``subprocess`` and ``shlex`` do nearly the same.

    Review: the results differ (``copytree`` and ``copy2`` return the destination, ``copy_tree`` a list, ``copy_file`` a
    pair; ``makedirs`` nothing), and so do the errors (OSError, CalledProcessError). ``shutil.which`` wants
    the execute bit and does not find a file in the current directory; ``rmtree`` raises where ``remove_tree`` logged;
    ``move`` overwrites a file where ``move_file`` refused; ``copy_file`` removed the destination first. Calls with
    further arguments are reported only.

    ```diff
    -from distutils.dir_util import copy_tree, mkpath
    -from distutils.spawn import find_executable
    +from os import makedirs
    +from shutil import copytree, which

    -mkpath(
    +makedirs(
         "build",  # not in git
    +    exist_ok=True,
     )
    -copy_tree("static", "build")
    -print(find_executable("sh"))
    +copytree("static", "build", dirs_exist_ok=True)
    +print(which("sh"))
    ```

    ```diff
    -import distutils.dir_util as dirs
    +from functools import partial
    +from shutil import copytree, rmtree

    -tasks = [dirs.copy_tree, dirs.remove_tree]
    +tasks = [partial(copytree, dirs_exist_ok=True), rmtree]
    ```

    ```diff
     from distutils.dir_util import copy_tree

     copied = copy_tree("static", "build")
     copy_tree("static", "build", preserve_mode=0)
     copy_tree(*pair)
    ```
    """
    old = file.resolve(node) or ""
    new, parameters, extra = COUNTERPARTS[old]
    message = f"{old} is gone, {new} is nearest"
    ref = file.ref(new, node)
    call = file.parent(node)
    if file.guard(node):
        yield Hit(node, message)
    elif not (isinstance(call, cst.Call) and call.func is node):
        partial = file.ref("functools.partial", node)
        value = f"{partial}({ref}, {extra})" if extra else str(ref)
        yield Hit(node, message, value, imports=(*ref.imports, *(partial.imports if extra else ())))
    elif (
        spread(call)
        or len(call.args) > len(parameters)
        or any(arg.keyword for arg in call.args)
        or (new in _OTHER_RESULT and not isinstance(file.parent(call), cst.Expr))
    ):
        yield Hit(node, message)
    elif extra:
        renamed = with_arg(call, extra).with_changes(func=cst.parse_expression(str(ref)))
        yield Hit(call, message, renamed, imports=ref.imports)
    else:
        yield Hit(node, message, str(ref), imports=ref.imports)


@rule(
    "PY312-distutils-python-lib",
    package="python",
    since=None,
    gone="3.12",
    docs=PEP,
    safety="review",
    names=["distutils.sysconfig.get_python_lib", "distutils.sysconfig.get_python_inc"],
)
def python_lib(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_python_lib`` and ``get_python_inc`` become ``sysconfig.get_path``.

    Removed with distutils in Python 3.12 (PEP 632).

    Review: the paths are the same except where a distribution patched one of the two modules (Debian's
    ``dist-packages``). Calls with a ``prefix``, or with flags that are no literals, are reported only.

    ```diff
    -from distutils.sysconfig import get_python_inc, get_python_lib
    +from sysconfig import get_path

    -print(get_python_inc(), get_python_lib(), get_python_lib(plat_specific=True))
    -print(get_python_lib(0, 1))
    +print(get_path("include"), get_path("purelib"), get_path("platlib"))
    +print(get_path("stdlib"))
    ```

    ```diff
     from distutils.sysconfig import get_python_lib

     print(get_python_lib(prefix="/opt"), get_python_lib(*args), get_python_lib(flag))
    ```
    """
    is_lib = (file.resolve(node.func) or "").endswith("lib")
    flags = []
    for position, name in enumerate(("plat_specific", "standard_lib" if is_lib else "prefix")):
        given = argument(node, position, name)
        flags.append(None if given is None else file.code(given.value))
    expected = sum(flag is not None for flag in flags)
    known = not spread(node) and len(node.args) == expected and set(flags) <= {None, "0", "1", "True", "False"}
    on = [flag in ("1", "True") for flag in flags]
    if not known or file.guard(node) or (not is_lib and flags[1] is not None):
        yield Hit(node, f"{file.resolve(node.func)} is gone, sysconfig.get_path() is nearest")
        return
    if is_lib:
        path = ("platstdlib" if on[0] else "stdlib") if on[1] else ("platlib" if on[0] else "purelib")
    else:
        path = "platinclude" if on[0] else "include"
    ref = file.ref("sysconfig.get_path", node)
    yield Hit(node, f"{file.resolve(node.func)} is gone", f'{ref}("{path}")', imports=ref.imports)


@rule(
    "PY312-distutils-execute",
    package="python",
    since=None,
    gone="3.12",
    docs=PEP,
    safety="review",
    names=["distutils.util.execute"],
)
def execute(node: cst.Call, file: File) -> Iterator[Hit]:
    """``execute(f, args)`` becomes the plain call ``f(*args)``.

    Removed with distutils in Python 3.12 (PEP 632); all it did was to log the call at level INFO, then to make it.

    Review: nothing is logged any more. Calls with ``verbose`` or ``dry_run`` are reported only.

    ```diff
    -from distutils.util import execute
    -
    -execute(print, ("x", 1))
    -execute(print, ["x"], "printing")
    -execute(print, args)
    +print("x", 1)
    +print("x")
    +print(*args)
    ```

    ```diff
     from distutils.util import execute

     execute(print, ("x",), dry_run=1)
     execute(*what)
    ```
    """
    simple = 2 <= len(node.args) <= 3 and not spread(node) and not any(arg.keyword for arg in node.args)
    if not simple or file.guard(node) or not isinstance(file.parent(node), cst.Expr):
        yield Hit(node, "distutils.util.execute is gone")
        return
    function, arguments = node.args[0].value, node.args[1].value
    if isinstance(arguments, (cst.Tuple, cst.List)):
        inner = ", ".join(
            file.code(element.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for element in arguments.elements
        )
    else:
        inner = f"*{file.code(arguments)}"
    callee = file.code(function)
    if not isinstance(function, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)):
        callee = f"({callee})"
    yield Hit(node, "distutils.util.execute is gone", f"{callee}({inner})")


@rule(
    "PY312-distutils-log",
    package="python",
    since=None,
    gone="3.12",
    docs=PEP,
    safety="review",
    names=[f"distutils.log.{level}" for level in ("debug", "info", "warn", "error", "fatal")],
)
def log(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``distutils.log`` becomes a logger of ``logging``.

    Removed with distutils in Python 3.12 (PEP 632). The arguments are the same.

    Review: what is shown is up to the configuration of ``logging``: without one, warnings and errors
    only, on standard error.

    ```diff
    -from distutils import log
    +from logging import getLogger

    -log.info("compiled %s", name)
    -log.warn("no compiler")
    -log.fatal("stop")
    +getLogger(__name__).info("compiled %s", name)
    +getLogger(__name__).warning("no compiler")
    +getLogger(__name__).critical("stop")
    ```

    ```diff
     from myproject import log

     log.info("compiled %s", name)
    ```
    """
    level = (file.resolve(node) or "").rpartition(".")[2]
    modern = {"warn": "warning", "fatal": "critical"}.get(level, level)
    ref = file.ref("logging.getLogger", node)
    message = f"distutils.log.{level} is gone"
    if file.guard(node):
        yield Hit(node, message)
    else:
        yield Hit(node, message, f"{ref}(__name__).{modern}", imports=ref.imports)


LOOSE = Carried(
    "_LooseVersion",
    '''@functools.total_ordering
class _LooseVersion:
    """Compares versions as distutils.version.LooseVersion did: numbers as numbers, everything else as text."""

    def __init__(self, vstring=None):
        if vstring:
            self.parse(vstring)

    def parse(self, vstring):
        self.vstring = vstring
        parts = [part for part in re.split(r"(\\d+|[a-z]+|\\.)", vstring) if part and part != "."]
        self.version = [int(part) if part.isdecimal() else part for part in parts]

    def __str__(self):
        return self.vstring

    def __repr__(self):
        return f"LooseVersion ('{self}')"

    def _cmp(self, other):
        mine, its = self.version, (_LooseVersion(other) if isinstance(other, str) else other).version
        return 0 if mine == its else -1 if mine < its else 1

    def __eq__(self, other):
        return self._cmp(other) == 0

    def __lt__(self, other):
        return self._cmp(other) < 0
''',
    (NewImport("functools"), NewImport("re")),
)
STRICT = Carried(
    "_StrictVersion",
    '''@functools.total_ordering
class _StrictVersion:
    """Compares versions as distutils.version.StrictVersion did: two or three numbers, then perhaps a1 or b1."""

    def __init__(self, vstring=None):
        if vstring:
            self.parse(vstring)

    def parse(self, vstring):
        match = re.match(r"(\\d+)\\.(\\d+)(?:\\.(\\d+))?(?:([ab])(\\d+))?$", vstring, re.ASCII)
        if not match:
            raise ValueError(f"invalid version number '{vstring}'")
        major, minor, patch, letter, number = match.groups()
        self.version = (int(major), int(minor), int(patch or 0))
        self.prerelease = (letter, int(number)) if letter else None

    def __str__(self):
        numbers = ".".join(map(str, self.version if self.version[2] else self.version[:2]))
        return numbers + ("%s%d" % self.prerelease if self.prerelease else "")

    def __repr__(self):
        return f"StrictVersion ('{self}')"

    def _cmp(self, other):
        other = _StrictVersion(other) if isinstance(other, str) else other
        mine, its = [(one.version, one.prerelease is None, one.prerelease or ()) for one in (self, other)]
        return 0 if mine == its else -1 if mine < its else 1

    def __eq__(self, other):
        return self._cmp(other) == 0

    def __lt__(self, other):
        return self._cmp(other) < 0
''',
    (NewImport("functools"), NewImport("re")),
)


@rule(
    "PY312-distutils-version",
    package="python",
    since=None,
    gone="3.12",
    docs=PEP,
    safety="review",
    at_best="safe",
    needles=["distutils StrictVersion", "distutils LooseVersion"],
)
def version(module: cst.Module, file: File) -> Iterator[Hit]:
    """``StrictVersion`` and ``LooseVersion`` become ``packaging.version.Version``, or a class that the file carries.

    Removed with distutils in Python 3.12; PEP 632 names ``packaging``. Between constants that are plain numbers of
    the same length nothing changes, so that is done without asking.

    Review: ``Version`` raises InvalidVersion (a ValueError) for what is no PEP 440 version, such as a kernel's
    release or ``1.0-SNAPSHOT``. It sorts ``1.0b1`` before ``1.0`` and takes ``1.0`` and ``1.0.0`` for equal, both
    unlike ``LooseVersion``; it does not compare with strings and has no ``vstring``. So it is used only where every
    version of the file meets versions alone, in comparisons and as a sort key; elsewhere the file carries a class
    that does the same.

    ```diff
    -from distutils.version import LooseVersion, StrictVersion
    +from packaging.version import Version

    -OLDEST = LooseVersion("2.0")
    +OLDEST = Version("2.0")

    -assert LooseVersion("1.10") > LooseVersion("1.9")
    -if LooseVersion(sys.argv[1]) >= OLDEST:
    -    print(sorted(releases, key=StrictVersion), StrictVersion(release))
    +assert Version("1.10") > Version("1.9")
    +if Version(sys.argv[1]) >= OLDEST:
    +    print(sorted(releases, key=Version), Version(release))
    ```

    ```diff
    -from distutils.version import LooseVersion
    +import functools
    +import re

    -found = LooseVersion(platform.release())
    -print(found.version, LooseVersion("1") < "2")
    +
    +@functools.total_ordering
    +class _LooseVersion:
    +    \"""Compares versions as distutils.version.LooseVersion did: numbers as numbers, everything else as text.\"""
    +
    +    def __init__(self, vstring=None):
    +        if vstring:
    +            self.parse(vstring)
    +
    +    def parse(self, vstring):
    +        self.vstring = vstring
    +        parts = [part for part in re.split(r"(\\d+|[a-z]+|\\.)", vstring) if part and part != "."]
    +        self.version = [int(part) if part.isdecimal() else part for part in parts]
    +
    +    def __str__(self):
    +        return self.vstring
    +
    +    def __repr__(self):
    +        return f"LooseVersion ('{self}')"
    +
    +    def _cmp(self, other):
    +        mine, its = self.version, (_LooseVersion(other) if isinstance(other, str) else other).version
    +        return 0 if mine == its else -1 if mine < its else 1
    +
    +    def __eq__(self, other):
    +        return self._cmp(other) == 0
    +
    +    def __lt__(self, other):
    +        return self._cmp(other) < 0
    +
    +
    +found = _LooseVersion(platform.release())
    +print(found.version, _LooseVersion("1") < "2")
    ```

    ```diff
     from packaging import version
     from myproject.distutils import StrictVersion

     print(version.StrictVersion("1"), StrictVersion("1.0"))
    ```
    """
    uses = [(name, node) for name in CARRIED_VERSIONS for node in file.names.references.get(name, ())]
    known = all(_stays_among_versions(node, name, file) for name, node in uses)
    for name, node in uses:
        carried = CARRIED_VERSIONS[name]
        if file.guard(node):
            yield Hit(node, f"{name} is gone")
        elif known:
            safety = Safety.SAFE if _all_plain(uses, file) else None
            ref = file.ref("packaging.version.Version", node)
            message = f"{name} is gone, packaging.version.Version follows PEP 440"
            yield Hit(node, message, str(ref), imports=ref.imports, requires=("packaging",), safety=safety)
        else:
            message = f"{name} is gone, its code is short enough to keep"
            yield Hit(
                node,
                message,
                carried.name,
                imports=carried.imports,
                helpers=(carried.source,),
                safety=Safety.SAFE,
            )


CARRIED_VERSIONS = {"distutils.version.StrictVersion": STRICT, "distutils.version.LooseVersion": LOOSE}


def _stays_among_versions(node: cst.Name | cst.Attribute, name: str, file: File) -> bool:
    """Whether what this use makes meets nothing but other versions, as far as the file shows."""
    call = file.parent(node)
    if not (isinstance(call, cst.Call) and call.func is node):
        return isinstance(call, cst.Arg) and call.keyword is not None and call.keyword.value == "key"
    if any(_literal(arg.value) is not None and not _is_version(arg.value) for arg in call.args):
        return False
    sides = _compared(call, file)
    if sides:
        return all(_is_made(side, file) or _is_constant(side, file) for side in sides)
    around = file.parent(call)
    if isinstance(around, cst.Assign) and len(around.targets) == 1 and isinstance(around.targets[0].target, cst.Name):
        return all(
            (others := _compared(use, file)) and all(_is_made(one, file) or _is_constant(one, file) for one in others)
            for use in _uses(around.targets[0].target, file)
        )
    return name.endswith("StrictVersion")


def _is_made(node: Node, file: File) -> bool:
    return isinstance(node, cst.Call) and file.resolve(node.func) in _VERSIONS


def _is_constant(node: Node, file: File) -> bool:
    """Whether ``node`` is a variable that is assigned once, a version."""
    if not isinstance(node, cst.Name):
        return False
    scope = file.names.scope(node).find(node.value)
    bindings = scope.bindings[node.value] if scope else []
    around = file.inside(bindings[0].node, cst.Assign) if len(bindings) == 1 else None
    return around is not None and _is_made(around.value, file)


def _uses(target: cst.Name, file: File) -> list[cst.Name]:
    scope = file.names.scope(target)
    return [
        name
        for name in file.names.nodes[cst.Name]
        if isinstance(name, cst.Name)
        and name is not target
        and name.value == target.value
        and not isinstance(file.parent(name), (cst.Attribute, cst.Arg))
        and file.names.scope(name).find(name.value) is scope
    ]


def _all_plain(uses: Sequence[tuple[str, Node]], file: File) -> bool:
    """Whether all versions of the file are constants of equally many numbers: then both orders are one."""
    calls = [file.parent(node) for _, node in uses]
    lengths = {_numeric(call) if isinstance(call, cst.Call) else None for call in calls}
    return len(lengths) == 1 and None not in lengths


_VERSIONS = {"distutils.version.StrictVersion", "distutils.version.LooseVersion", "packaging.version.Version"}


def _compared(call: cst.BaseExpression, file: File) -> list[cst.BaseExpression]:
    """Return all sides of the comparison that ``call`` is a side of; nothing when it is in none."""
    around = file.parent(call)
    if isinstance(around, cst.ComparisonTarget):
        around = file.parent(around)
    if not isinstance(around, cst.Comparison):
        return []
    return [around.left, *(target.comparator for target in around.comparisons)]


def _literal(node: cst.BaseExpression) -> str | None:
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    return value if isinstance(value, str) else None


def _numeric(side: Node) -> int | None:
    """Return how many numbers the constant in ``Version("1.2")`` has; None when it is anything else than numbers."""
    text = _literal(side.args[0].value) if isinstance(side, cst.Call) and len(side.args) == 1 else None
    parts = text.split(".") if text else []
    return len(parts) if parts and all(part.isdecimal() for part in parts) else None


def _is_version(node: cst.BaseExpression) -> bool:
    try:
        Version(_literal(node) or "")
    except InvalidVersion:
        return False
    return True


_VENDORED = (
    "no public successor; it is importable after `import setuptools` (as distutils, or in setuptools._distutils)"
)

removed = removals(
    "PY312-distutils",
    package="python",
    gone="3.12",
    docs=DOCS,
    modules={
        "distutils": "gone in Python 3.12, see the advice of PEP 632 for what you use of it",
        "distutils.ccompiler": _VENDORED,
        "distutils.command": _VENDORED,
        "distutils.command.clean": _VENDORED,
        "distutils.cygwinccompiler": _VENDORED,
        "distutils.debug": "read the environment variable DISTUTILS_DEBUG",
        "distutils.fancy_getopt": "use argparse",
        "distutils.filelist": "use glob or os.walk",
        "distutils.msvccompiler": _VENDORED,
        "distutils.sysconfig": "use sysconfig; customize_compiler and parse_makefile have no public successor",
        "distutils.text_file": "use open()",
        "distutils.util": "use what PEP 632 names, or carry the function: its source is a few lines",
        "distutils.version": "use packaging.version",
        "distutils.versionpredicate": "use packaging.requirements",
    },
    handled={*STDLIB, *SETUPTOOLS, "distutils.command.bdist_wininst"},
    used={
        *COUNTERPARTS,
        *_VERSIONS,
        "distutils.util.strtobool",
        "distutils.util.convert_path",
        "distutils.util.execute",
        "distutils.file_util.write_file",
        "distutils.dep_util.newer",
        "distutils.sysconfig.get_python_lib",
        "distutils.sysconfig.get_python_inc",
        "distutils.log",
    },
    doc="""
    ``distutils`` is gone in Python 3.12.

    Deprecated in 3.10 by PEP 632. Where setuptools is imported first, its own copy answers to the name ``distutils``.

    Manual: PEP 632 lists where each part went. What build commands need is public in setuptools; the rest is a few
    lines to carry. An import that nothing uses is dropped.

    ```diff
    -from distutils import util
     from distutils.ccompiler import new_compiler

     print(new_compiler())
    ```

    ```diff
     from numpy import distutils
     import setuptools

     print(distutils, setuptools)
    ```
    """,
)

wininst = removals(
    "PY310-bdist-wininst",
    package="python",
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#removed",
    modules={"distutils.command.bdist_wininst": "build wheels"},
    doc="""
    The command ``bdist_wininst`` is gone in Python 3.10.

    Deprecated in 3.8.

    Manual: ``pip`` installs wheels on Windows. An import that nothing uses is dropped.

    ```diff
    -from distutils.command import bdist_wininst
     from distutils.command.bdist_wininst import bdist_wininst as installer

     print(installer)
    ```

    ```diff
     from tools.command import bdist_wininst

     print(bdist_wininst)
    ```
    """,
)
