"""``pkg_resources``, which went with setuptools.

It was never part of Python, but came with every interpreter and every virtual environment until Python 3.12, which
installs no setuptools; and setuptools 82 no longer has it. So code that imports it breaks with the interpreter, not with
a version the project chose: its rules belong to Python 3.12. What can be replaced exactly (or nearly) is; what cannot be
is reported, and ``setuptools<81`` among the requirements keeps it going.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, argument, spread
from upgrader.methods import renamed_methods
from upgrader.names import Node
from upgrader.rule import Carried, File, Hit, carries, moves, removals, rule
from upgrader.values import uses_of_value

DOCS = "https://setuptools.pypa.io/en/latest/pkg_resources.html"
ENSUREPIP = "https://docs.python.org/3.12/whatsnew/3.12.html#ensurepip"

versions = moves(
    "PY312-pkg-resources-packaging",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS,
    safety="review",
    requires={"packaging": "packaging"},
    moved={
        "pkg_resources.parse_version": "packaging.version.parse",
        "pkg_resources.packaging.version": "packaging.version",
        "pkg_resources.packaging.specifiers": "packaging.specifiers",
        "pkg_resources.packaging.requirements": "packaging.requirements",
        "pkg_resources.packaging.markers": "packaging.markers",
        "pkg_resources.extern.packaging": "packaging",
        "pkg_resources.extern.packaging.version": "packaging.version",
        "pkg_resources.extern.packaging.specifiers": "packaging.specifiers",
        "pkg_resources.extern.packaging.requirements": "packaging.requirements",
        "pkg_resources.extern.packaging.markers": "packaging.markers",
        "pkg_resources.SetuptoolsVersion": "packaging.version.Version",
    },
    doc="""
    ``pkg_resources.parse_version`` is ``packaging.version.parse``.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``. ``packaging`` is what it
    carried a copy of; it becomes a requirement.

    Review: for a version that PEP 440 does not know, setuptools before 66 gave a ``LegacyVersion``; packaging raises
    ``InvalidVersion``.

    ```diff
    -from pkg_resources import parse_version
    +from packaging.version import parse

    -if parse_version(django.__version__) >= parse_version("2.2"):
    +if parse(django.__version__) >= parse("2.2"):
         print("new")
    ```

    ```diff
    -import pkg_resources as pr
    +from packaging.version import parse

    -print(sorted(names, key=pr.parse_version))
    +print(sorted(names, key=parse))
    ```

    ```diff
     try:
         from pkg_resources import parse_version
     except ImportError:
         from packaging.version import parse as parse_version

     print(parse_version("1.0"))
    ```
    """,
)

#: of these, DistributionNotFound still has to be caught: nothing of them is rewritten
_RAISE = (
    "require",
    "working_set",
    "load_entry_point",
    "run_script",
    "WorkingSet",
    "Environment",
    "get_provider",
    "resolve",
)


def _version_of(node: Node, file: File) -> Node | None:
    """Return what distribution is asked for in ``get_distribution(x).version`` or ``require(x)[0].version``."""
    value = node.value if isinstance(node, cst.Attribute) and node.attr.value == "version" else None
    if isinstance(value, cst.Subscript) and file.code(value.slice[0]) == "0":
        value, wanted = value.value, "pkg_resources.require"
    else:
        wanted = "pkg_resources.get_distribution"
    if (
        isinstance(value, cst.Call)
        and len(value.args) == 1
        and not spread(value)
        and file.resolve(value.func) == wanted
    ):
        return value.args[0].value
    return None


def _is_requirement(name: Node) -> bool:
    """Whether a distribution is asked for in some version, not by its name alone."""
    return isinstance(name, cst.SimpleString) and bool(set("<>=![; ") & set(name.raw_value))


def _attributes_of(call: cst.Call, file: File) -> list[cst.Attribute]:
    """Return what is read of the one name that a call alone is assigned to; empty where there is more to it."""
    used = [use for use in uses_of_value(call, file) if use is not call]
    read = [above for use in used if isinstance(above := file.parent(use), cst.Attribute) and above.value is use]
    return read if len(read) == len(used) else []


def _is_distribution(call: cst.Call, file: File) -> bool:
    """Whether ``importlib.metadata.distribution`` does: of a distribution that is kept, only versions are read."""
    if file.resolve(call.func) != "pkg_resources.get_distribution" or len(call.args) != 1 or spread(call):
        return False
    read = {use.attr.value for use in _attributes_of(call, file)}
    kept = isinstance(file.parent(call), cst.Assign) and not file.guard(call)
    return kept and not _is_requirement(call.args[0].value) and bool(read) and read <= {"version", "parsed_version"}


@rule(
    "PY312-pkg-resources-version",
    package="python",
    since="3.8",
    gone="3.12",
    docs="https://docs.python.org/3/library/importlib.metadata.html#distribution-versions",
    safety="review",
    names=["pkg_resources.get_distribution", "pkg_resources.require"],
)
def distribution_version(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_distribution(name).version`` is ``importlib.metadata.version(name)``.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``.

    Review: ``importlib.metadata.version`` does not check the distribution's own requirements, takes a name only (no
    ``"name>=1"``), and raises ``PackageNotFoundError``.

    ```diff
    -import pkg_resources
    +from importlib.metadata import version

    -VERSION = pkg_resources.get_distribution("bookshop").version
    -OTHER = pkg_resources.require("django")[0].version
    +VERSION = version("bookshop")
    +OTHER = version("django")
    ```

    ```diff
    -from pkg_resources import get_distribution
    +from importlib.metadata import version as metadata_version

    -version = get_distribution(__name__).version
    +version = metadata_version(__name__)
    ```

    ```diff
    -from pkg_resources import get_distribution
    +from importlib.metadata import distribution
    +
    +from packaging.version import parse

    -shop = get_distribution("bookshop")
    -print(shop.version, shop.parsed_version)
    +shop = distribution("bookshop")
    +print(shop.version, parse(shop.version))
    ```

    ```diff
     from ours import pkg_resources

     VERSION = pkg_resources.get_distribution("bookshop").version
    ```
    """
    above: Node = file.parent(node)
    while isinstance(above, cst.Subscript):
        above = file.parent(above)
    name = _version_of(above, file)
    message = "pkg_resources is gone: importlib.metadata has what distributions say about themselves"
    if _is_distribution(node, file):
        distribution = file.ref("importlib.metadata.distribution", node)
        also: list[tuple[Node, Node | str]] = [(node.func, str(distribution))]
        parse = file.ref("packaging.version.parse", node)
        parsed = [use for use in _attributes_of(node, file) if use.attr.value == "parsed_version"]
        also += [(use, f"{parse}({file.code(use.value)}.version)") for use in parsed]
        imports = (*distribution.imports, *(parse.imports if parsed else ()))
        yield Hit(node, message, also=tuple(also), imports=imports, requires=("packaging",) if parsed else ())
    elif name is None or _is_requirement(name) or file.guard(node):
        yield Hit(node, message)
    else:
        version = file.ref("importlib.metadata.version", node)
        yield Hit(above, message, f"{version}({file.code(name)})", imports=version.imports)


@rule(
    "PY312-pkg-resources-not-found",
    package="python",
    since="3.8",
    gone="3.12",
    docs="https://docs.python.org/3/library/importlib.metadata.html#importlib.metadata.PackageNotFoundError",
    safety="review",
    names=["pkg_resources.DistributionNotFound"],
)
def not_found(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``DistributionNotFound`` is ``PackageNotFoundError``.

    What ``importlib.metadata`` raises where ``pkg_resources`` raised ``DistributionNotFound``.

    Review: ``PackageNotFoundError`` is a ``ModuleNotFoundError``; its text is another. Left alone in a file that goes on
    using what raises the old one (``require``, ``working_set``, ...).

    ```diff
    -import pkg_resources
    +from importlib.metadata import PackageNotFoundError

     try:
         version = find()
    -except pkg_resources.DistributionNotFound:
    +except PackageNotFoundError:
         version = "unknown"
    ```

    ```diff
     from ours import DistributionNotFound

     try:
         version = find()
     except DistributionNotFound:
         version = "unknown"
    ```

    ```diff
     from pkg_resources import DistributionNotFound, get_distribution

     try:
         show(get_distribution("bookshop"))
     except DistributionNotFound:
         print("unknown")
    ```
    """
    message = "pkg_resources.DistributionNotFound is importlib.metadata.PackageNotFoundError"
    used = [name for name in _RAISE if f"pkg_resources.{name}" in (file.names.imported | file.names.references)]
    versions_read = (
        ("require",) if not [n for n in file.names.references["pkg_resources.require"] if not _read(n, file)] else ()
    )
    stays = [n for n in file.names.references["pkg_resources.get_distribution"] if not _is_replaced(n, file)]
    if set(used) - set(versions_read) or stays or file.guard(node):
        yield Hit(node, message)
    else:
        error = file.ref("importlib.metadata.PackageNotFoundError", node)
        yield Hit(node, message, str(error), imports=error.imports)


def _is_replaced(node: Node, file: File) -> bool:
    """Whether this ``get_distribution`` is one that another rule replaces."""
    call = file.parent(node)
    if isinstance(call, cst.ImportAlias):
        return True
    if not isinstance(call, cst.Call) or file.guard(call):
        return False
    name = _version_of(file.parent(call), file)
    return _is_distribution(call, file) or (name is not None and not _is_requirement(name))


def _read(node: Node, file: File) -> bool:
    """Whether ``node`` is the ``require`` of ``require(x)[0].version``."""
    above = file.parent(file.parent(file.parent(node)))
    return _version_of(above, file) is not None


RESOURCE_FILENAME = '''
def _resource_filename(package, name):
    """Return the path of a file beside a module, as pkg_resources.resource_filename did."""
    module = importlib.import_module(package)
    return os.path.join(os.path.dirname(module.__file__), *name.split("/"))
'''

filename = carries(
    "PY312-pkg-resources-filename",
    package="python",
    gone="3.12",
    docs="https://importlib-resources.readthedocs.io/en/latest/migration.html",
    safety="review",
    functions={
        "pkg_resources.resource_filename": Carried(
            "_resource_filename", RESOURCE_FILENAME, (NewImport("importlib"), NewImport("os"))
        )
    },
    doc="""
    ``resource_filename`` becomes a function of its own.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``. ``importlib.resources.files``
    takes packages only before 3.12 (``pkg_resources`` took any module, mostly ``__name__``) and needs Python 3.9; on the
    way to ``importlib.resources.as_file`` the path would live only as long as a ``with`` block.

    Review: a package inside a zip file has no such path; ``pkg_resources`` unpacked it.

    ```diff
    -from pkg_resources import resource_filename
    +import importlib
    +import os
    +
    +
    +def _resource_filename(package, name):
    +    \"""Return the path of a file beside a module, as pkg_resources.resource_filename did.\"""
    +    module = importlib.import_module(package)
    +    return os.path.join(os.path.dirname(module.__file__), *name.split("/"))
    +

    -TEMPLATES = resource_filename(__name__, "templates")
    +TEMPLATES = _resource_filename(__name__, "templates")
    ```

    ```diff
     from ours import resource_filename

     TEMPLATES = resource_filename(__name__, "templates")
    ```
    """,
)

_RESOURCES = {
    "pkg_resources.resource_string": ("", "pkgutil.get_data", ""),
    "pkg_resources.resource_stream": ("io.BytesIO", "pkgutil.get_data", ""),
    "pkg_resources.resource_exists": ("os.path.exists", "", "_resource_filename"),
    "pkg_resources.resource_isdir": ("os.path.isdir", "", "_resource_filename"),
    "pkg_resources.resource_listdir": ("os.listdir", "", "_resource_filename"),
}


@rule(
    "PY312-pkg-resources-data",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/library/pkgutil.html#pkgutil.get_data",
    safety="review",
    names=list(_RESOURCES),
)
def resources(node: cst.Call, file: File) -> Iterator[Hit]:
    """``resource_string`` is ``pkgutil.get_data``, which runs on every version and takes any module as they did.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``. ``importlib.resources.files``
    would be the newer way, but takes packages only before Python 3.12 and does not exist on 3.8.

    Review: a missing file raises ``FileNotFoundError`` from both; ``resource_stream`` was an open file and becomes a buffer
    in memory. The package must be given by name (``pkg_resources`` also took a ``Requirement``).

    ```diff
    -import pkg_resources
    +import io
    +import pkgutil

    -schema = pkg_resources.resource_string(__name__, "schema.json").decode()
    -lines = pkg_resources.resource_stream("bookshop", "data/names.txt")
    +schema = pkgutil.get_data(__name__, "schema.json").decode()
    +lines = io.BytesIO(pkgutil.get_data("bookshop", "data/names.txt"))
    ```

    ```diff
    -from pkg_resources import resource_listdir
    +import importlib
    +import os
    +
    +
    +def _resource_filename(package, name):
    +    \"""Return the path of a file beside a module, as pkg_resources.resource_filename did.\"""
    +    module = importlib.import_module(package)
    +    return os.path.join(os.path.dirname(module.__file__), *name.split("/"))
    +

    -print(resource_listdir("bookshop", "data"))
    +print(os.listdir(_resource_filename("bookshop", "data")))
    ```

    ```diff
     from ours import resource_string

     schema = resource_string(__name__, "schema.json")
    ```
    """
    name = file.resolve(node.func) or ""
    outer, inner, helper = _RESOURCES[name]
    message = f"{name} is gone"
    package = argument(node, 0, "package_or_requirement")
    resource = argument(node, 1, "resource_name")
    if spread(node) or len(node.args) != 2 or package is None or resource is None or file.guard(node):
        yield Hit(node, message)
        return
    call = f"{inner or helper}({file.code(package.value)}, {file.code(resource.value)})"
    modules = [used.rpartition(".")[0].replace("os.path", "os") for used in (outer, inner) if used]
    modules += ["importlib", "os"] if helper else []
    yield Hit(
        node,
        message,
        f"{outer}({call})" if outer else call,
        imports=tuple(NewImport(module) for module in dict.fromkeys(modules)),
        helpers=(RESOURCE_FILENAME,) if helper else (),
    )


@rule(
    "PY312-pkg-resources-entry-points",
    package="python",
    since="3.10",
    gone="3.12",
    docs="https://docs.python.org/3/library/importlib.metadata.html#entry-points",
    safety="review",
    names=["pkg_resources.iter_entry_points"],
)
def entry_points(node: cst.Call, file: File) -> Iterator[Hit]:
    """``iter_entry_points`` is ``importlib.metadata.entry_points``.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``.

    Review: the selection by keyword needs Python 3.10. The entry points are others: ``load()`` does not check requirements,
    ``module_name`` is ``module``, ``resolve()`` is ``load()``; all distributions on ``sys.path`` are looked at. What is not
    gone through where it stands gets an iterator, as before.

    ```diff
    -from pkg_resources import iter_entry_points
    +from importlib.metadata import entry_points

    -plugins = {entry.name: entry.load() for entry in iter_entry_points("bookshop.plugins")}
    -one = list(iter_entry_points(group="bookshop.plugins", name="one"))
    +plugins = {entry.name: entry.load() for entry in entry_points(group="bookshop.plugins")}
    +one = list(entry_points(group="bookshop.plugins", name="one"))
    ```

    ```diff
    -import pkg_resources
    +from importlib.metadata import entry_points

    -found = pkg_resources.iter_entry_points("bookshop.plugins", "one")
    +found = iter(entry_points(group="bookshop.plugins", name="one"))
     one = next(found)
    ```

    ```diff
     from ours import iter_entry_points

     plugins = list(iter_entry_points("bookshop.plugins"))
    ```
    """
    message = "pkg_resources.iter_entry_points is importlib.metadata.entry_points"
    group, name = argument(node, 0, "group"), argument(node, 1, "name")
    if spread(node) or group is None or file.guard(node):
        yield Hit(node, message)
        return
    found = file.ref("importlib.metadata.entry_points", node)
    arguments = [f"group={file.code(group.value)}"] + ([f"name={file.code(name.value)}"] if name is not None else [])
    call = f"{found}({', '.join(arguments)})"
    yield Hit(node, message, call if _gone_through(node, file) else f"iter({call})", imports=found.imports)


_GO_THROUGH = {f"builtins.{name}" for name in ("any", "all", "dict", "list", "map", "max", "set", "sorted", "tuple")}


def _gone_through(node: cst.Call, file: File) -> bool:
    """Return whether a value is iterated over where it stands: an iterator or not is the same there."""
    above = file.parent(node)
    if isinstance(above, (cst.For, cst.CompFor)):
        return True
    call = file.parent(above)
    return isinstance(above, cst.Arg) and isinstance(call, cst.Call) and file.resolve(call.func) in _GO_THROUGH


entry_point = renamed_methods(
    "PY312-pkg-resources-entry-point",
    package="python",
    since="3.9",
    gone="3.12",
    docs="https://docs.python.org/3/library/importlib.metadata.html#entry-points",
    safety="review",
    moved={
        "pkg_resources.EntryPoint.module_name": "module",
        "pkg_resources.EntryPoint.resolve": "load",
        "pkg_resources.EntryPoint.require": "",
    },
    doc="""
    Entry points of ``importlib.metadata`` have a ``module``, no ``module_name``.

    They come out of ``entry_points()``, which takes the place of ``iter_entry_points()``.

    Review: ``load()`` does not check requirements, as ``resolve()`` did not; there is no ``require()``.

    ```diff
     from pkg_resources import iter_entry_points

     for plugin in iter_entry_points("bookshop.plugins"):
    -    print(plugin.name, plugin.module_name, plugin.resolve())
    +    print(plugin.name, plugin.module, plugin.load())
    ```

    ```diff
     import pkg_resources

     print(plugin.module_name, path.resolve())
    ```
    """,
)


PARSE_REQUIREMENTS = '''
def _parse_requirements(lines):
    """Yield the requirements in a text or in lines, as pkg_resources.parse_requirements did."""
    lines = iter(lines.splitlines() if isinstance(lines, str) else lines)
    for line in lines:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        line = line.partition(" #")[0].strip()
        while line.endswith("\\\\"):
            line = line[:-1].strip() + next(lines, "").strip()
        yield Requirement(line)
'''

requirements = carries(
    "PY312-pkg-resources-requirements",
    package="python",
    gone="3.12",
    docs="https://packaging.pypa.io/en/stable/requirements.html",
    safety="review",
    functions={
        "pkg_resources.parse_requirements": Carried(
            "_parse_requirements",
            PARSE_REQUIREMENTS,
            (NewImport("packaging.requirements", "Requirement"),),
            ("packaging",),
        )
    },
    doc="""
    ``parse_requirements`` becomes a function of its own around ``packaging``.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``. ``packaging`` is what it
    carried a copy of; it becomes a requirement.

    Review: the requirements are those of packaging: ``project_name`` and ``key`` are ``name``, ``specs`` is ``specifier``.

    ```diff
    -from pkg_resources import parse_requirements
    +from packaging.requirements import Requirement
    +
    +
    +def _parse_requirements(lines):
    +    \"""Yield the requirements in a text or in lines, as pkg_resources.parse_requirements did.\"""
    +    lines = iter(lines.splitlines() if isinstance(lines, str) else lines)
    +    for line in lines:
    +        line = line.strip()
    +        if not line or line.startswith("#"):
    +            continue
    +        line = line.partition(" #")[0].strip()
    +        while line.endswith("\\\\"):
    +            line = line[:-1].strip() + next(lines, "").strip()
    +        yield Requirement(line)
    +

    -install_requires = [str(wanted) for wanted in parse_requirements(open("requirements.txt"))]
    +install_requires = [str(wanted) for wanted in _parse_requirements(open("requirements.txt"))]
    ```

    ```diff
     from ours import parse_requirements

     print(parse_requirements("django"))
    ```
    """,
)


@rule(
    "PY312-pkg-resources-namespace",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/library/pkgutil.html#pkgutil.extend_path",
    safety="review",
    needles=["pkg_resources declare_namespace"],
)
def declare_namespace(node: cst.Call, file: File) -> Iterator[Hit]:
    """``declare_namespace`` is ``pkgutil.extend_path``, which is part of Python.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``.

    Review: all distributions that share the namespace should declare it in the same way. With nothing else in its
    ``__init__.py``, a namespace needs no such file at all.

    ```diff
    -__import__("pkg_resources").declare_namespace(__name__)
    +__path__ = __import__("pkgutil").extend_path(__path__, __name__)
    ```

    ```diff
    -import pkg_resources
    +import pkgutil

    -pkg_resources.declare_namespace(__name__)
    +__path__ = pkgutil.extend_path(__path__, __name__)
    ```

    ```diff
     try:
         __import__("pkg_resources").declare_namespace(__name__)
     except ImportError:
         __path__ = __import__("pkgutil").extend_path(__path__, __name__)
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or function.attr.value != "declare_namespace":
        return
    owner = function.value
    imported = (
        isinstance(owner, cst.Call)
        and file.resolve(owner.func) == "builtins.__import__"
        and len(owner.args) == 1
        and isinstance(owner.args[0].value, cst.SimpleString)
        and owner.args[0].value.raw_value == "pkg_resources"
    )
    if not imported and file.resolve(function) != "pkg_resources.declare_namespace":
        return
    message = "pkg_resources.declare_namespace is gone: pkgutil.extend_path is part of Python"
    statement = file.parent(node)
    plain = len(node.args) == 1 and file.code(node.args[0].value) == "__name__"
    if not plain or not isinstance(statement, cst.Expr) or file.guard(node):
        yield Hit(node, message)
        return
    module = '__import__("pkgutil")' if imported else "pkgutil"
    new = f"__path__ = {module}.extend_path(__path__, __name__)"
    yield Hit(statement, message, new, imports=() if imported else (NewImport("pkgutil"),))


HANDLED = (
    "parse_version",
    "packaging",
    "extern.packaging",
    "SetuptoolsVersion",
    "get_distribution",
    "DistributionNotFound",
    "resource_filename",
    *[name.partition(".")[2] for name in _RESOURCES],
    "iter_entry_points",
    "parse_requirements",
    "declare_namespace",
)

module = removals(
    "PY312-pkg-resources",
    package="python",
    gone="3.12",
    docs=DOCS,
    modules={
        "pkg_resources": "not there without setuptools, and not in setuptools 82; "
        "use importlib.metadata and packaging, or require setuptools<81",
        "pkg_resources.require": "importlib.metadata does not check requirements; "
        "use importlib.metadata.requires and packaging, or require setuptools<81",
        "pkg_resources.working_set": "use importlib.metadata.distributions(), or require setuptools<81",
        "pkg_resources.load_entry_point": "use importlib.metadata.entry_points, or require setuptools<81",
        "pkg_resources.VersionConflict": "importlib.metadata does not check requirements; or require setuptools<81",
    },
    used=[f"pkg_resources.{name}" for name in HANDLED],
    doc="""
    ``pkg_resources`` is not there any more.

    An environment of Python 3.12 has no setuptools, and setuptools 82 no ``pkg_resources``. What other rules replace
    (versions, data files, entry points, requirements, namespaces) is not reported here again.

    Manual: use ``importlib.metadata`` and ``packaging``. Until then, ``setuptools<81`` among the requirements keeps it.

    ```diff
     from pip._vendor.pkg_resources import working_set

     print(list(working_set))
    ```
    """,
)


@rule(
    "PY312-setuptools-not-installed",
    package="python",
    since=None,
    gone="3.12",
    docs=ENSUREPIP,
    safety="manual",
    names=["setuptools"],
)
def setuptools_import(node: cst.ImportAlias, file: File) -> Iterator[Hit]:
    """``setuptools`` is not part of a new environment.

    ``ensurepip`` and ``venv`` stopped installing it in 3.12.

    Manual: name ``setuptools`` among the requirements. (A ``setup.py`` gets it from the build.)

    ```diff setup.py
     from setuptools import setup

     setup()
    ```
    """
    if file.path.name != "setup.py" and not file.guard(node):
        yield Hit(node, "setuptools has to be among the requirements: Python 3.12 does not install it", certain=False)
