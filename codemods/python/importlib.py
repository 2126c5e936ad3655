"""``importlib``: old loaders and finders, resources, metadata."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, argument, keyword, spread
from upgrader.names import Node
from upgrader.rule import Carried, File, Hit, carries, removals, rule
from upgrader.values import origins

DOCS = "https://docs.python.org/3/whatsnew/3.12.html#importlib"
RESOURCES = "https://docs.python.org/3/library/importlib.resources.html#functional-api"
METADATA = "https://docs.python.org/3/library/importlib.metadata.html#entry-points"

FIND_LOADER = '''
def _find_loader(name):
    """Return the loader of a module, None when there is no such module, as importlib.find_loader did."""
    spec = importlib.util.find_spec(name)
    return None if spec is None else spec.loader
'''

find_loader = carries(
    "PY312-find-loader",
    package="python",
    gone="3.12",
    docs=DOCS,
    safety="review",
    functions={"importlib.find_loader": Carried("_find_loader", FIND_LOADER, (NewImport("importlib.util"),))},
    doc="""
    ``importlib.find_loader`` becomes a function around ``find_spec``.

    Deprecated in Python 3.4, removed in 3.12.

    Review: where the package around the module is missing, ``find_spec`` raises ModuleNotFoundError.

    ```diff
    -from importlib import find_loader
    +import importlib.util

    -print(find_loader("json") is not None)
    +
    +def _find_loader(name):
    +    \"""Return the loader of a module, None when there is no such module, as importlib.find_loader did.\"""
    +    spec = importlib.util.find_spec(name)
    +    return None if spec is None else spec.loader
    +
    +
    +print(_find_loader("json") is not None)
    ```

    ```diff
     from pkgutil import find_loader

     print(find_loader("json"))
    ```
    """,
)

_SPEC = "define find_spec, which returns a spec with a loader"

removed = removals(
    "PY312-importlib",
    package="python",
    gone="3.12",
    docs=DOCS,
    names={
        "importlib.util.module_for_loader": "define exec_module, the import system does what this did",
        "importlib.util.set_loader": "the import system sets it",
        "importlib.util.set_package": "the import system sets it",
        "importlib.abc.Loader.module_repr": "the import system has a repr for modules",
        "importlib.abc.FileLoader.module_repr": "the import system has a repr for modules",
        "importlib.abc.MetaPathFinder.find_module": _SPEC,
        "importlib.abc.PathEntryFinder.find_loader": _SPEC,
        "importlib.abc.PathEntryFinder.find_module": _SPEC,
        "importlib.machinery.BuiltinImporter.find_module": "use find_spec",
        "importlib.machinery.FileFinder.find_loader": "use find_spec",
        "importlib.machinery.FileFinder.find_module": "use find_spec",
        "importlib.machinery.FrozenImporter.find_module": "use find_spec",
        "importlib.machinery.PathFinder.find_module": "use find_spec",
    },
    doc="""
    Parts of the import system that went in Python 3.12.

    Deprecated since Python 3.4, when specs came (PEP 451).

    Manual: the message names what took the place. An import that nothing uses is dropped.

    ```diff
    -from importlib.util import set_loader
     from importlib.util import set_package as setting
     import importlib.machinery as m

     print(m.PathFinder.find_module("json"), setting)
    ```

    ```diff
     import importlib.machinery

     print(importlib.machinery.PathFinder.find_spec("json"))
    ```
    """,
)


@rule(
    "PY312-importlib-finder",
    package="python",
    since="3.3",
    gone="3.12",
    docs=DOCS,
    safety="review",
    names=["importlib.abc.Finder"],
)
def finder(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``importlib.abc.Finder`` becomes ``MetaPathFinder``.

    Deprecated in Python 3.3, removed in 3.12.

    Review: for a finder of entries in ``sys.path`` it is ``PathEntryFinder``. ``find_module`` is not called any
    more: see PY312-find-module.

    ```diff
     import importlib.abc

    -class Plugins(importlib.abc.Finder):
    +class Plugins(importlib.abc.MetaPathFinder):
         def find_spec(self, name, path=None, target=None): ...
    ```

    ```diff
     from tools.importlib.abc import Finder

     class Plugins(Finder): ...
    ```
    """
    ref = file.ref("importlib.abc.MetaPathFinder", node)
    if file.guard(node):
        yield Hit(node, "importlib.abc.Finder is gone")
    else:
        yield Hit(node, "importlib.abc.Finder is gone", str(ref), imports=ref.imports)


_FINDERS = {"importlib.abc.Finder", "importlib.abc.MetaPathFinder", "importlib.abc.PathEntryFinder"}
_PLACES = ("sys.meta_path", "sys.path_hooks", *_FINDERS)


@rule(
    "PY312-find-module",
    package="python",
    since="3.4",
    gone="3.12",
    docs=DOCS,
    safety="review",
    needles=["find_module meta_path", "find_module path_hooks", "find_module Finder", "find_module MetaPathFinder"],
)
def find_module_only(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Give finders that only have ``find_module`` a ``find_spec``, which is what Python 3.12 calls.

    Deprecated since Python 3.4; nothing fails from 3.12 on, the finder is just never asked.

    Review: the loader that ``find_module`` returns should have ``exec_module``; ``load_module`` goes in Python 3.15.

    ```diff
    +from importlib.util import spec_from_loader
     import sys

     class Plugins:
         def find_module(self, name, path=None): ...
    +
    +    def find_spec(self, name, path=None, target=None):
    +        loader = self.find_module(name, path)
    +        return None if loader is None else spec_from_loader(name, loader)

     sys.meta_path.append(Plugins())
    ```

    ```diff
     import sys

     class Plugins:
         def find_module(self, name, path=None): ...
         def find_spec(self, name, path=None, target=None): ...

     sys.meta_path.append(Plugins())
    ```
    """
    if not any(file.names.references.get(place) for place in _PLACES) or not isinstance(node.body, cst.IndentedBlock):
        return
    methods = {s.name.value: s for s in node.body.body if isinstance(s, cst.FunctionDef)}
    old = methods.get("find_module")
    registered = any(file.inside(place, cst.ClassDef) is not node for place in _uses_of_places(file))
    if old is None or "find_spec" in methods or not (registered or file.ancestors(node) & _FINDERS):
        return
    message = "find_module is not called any more, find_spec is"
    if old.decorators or file.guard(node):
        yield Hit(old, message)
        return
    takes_path = len(old.params.params) > 2 or old.params.star_arg is not cst.MaybeSentinel.DEFAULT
    ref = file.ref("importlib.util.spec_from_loader", file.module)
    source = (
        "def find_spec(self, name, path=None, target=None):\n"
        f"    loader = self.find_module(name{', path' if takes_path else ''})\n"
        f"    return None if loader is None else {ref}(name, loader)\n"
    )
    method = cst.ensure_type(cst.parse_statement(source, config=file.module.config_for_parsing), cst.FunctionDef)
    method = method.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    body = node.body.with_changes(body=[*node.body.body, method])
    yield Hit(node, message, node.with_changes(body=body), imports=ref.imports)


def _uses_of_places(file: File) -> list[Node]:
    return [node for place in ("sys.meta_path", "sys.path_hooks") for node in file.names.references.get(place, ())]


_LOADERS = {
    f"importlib.machinery.{name}" for name in ("SourceFileLoader", "SourcelessFileLoader", "ExtensionFileLoader")
}


@rule(
    "PY315-load-module",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3/library/importlib.html#importlib.abc.Loader.load_module",
    safety="manual",
    needles=["load_module importlib", "load_module Loader"],
)
def load_module(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """Report ``load_module`` of loaders.

    Deprecated since Python 3.4, to be removed in 3.15.

    Manual: ``module = importlib.util.module_from_spec(spec)``, put it into ``sys.modules``, then
    ``spec.loader.exec_module(module)``.

    ```diff
     from importlib.machinery import SourceFileLoader

     loader = SourceFileLoader("conf", "conf.txt")
    -conf = loader.load_module()
    +loader.exec_module(conf)
    ```

    ```diff
     import importlib
     import imp

     imp.load_module("x", None, None, None)
     plugins.load_module("x")
    ```
    """
    if node.attr.value == "load_module" and origins(node.value, file) & _LOADERS:
        yield Hit(node, "load_module of loaders goes in Python 3.15, exec_module stays")


_LEGACY = ("contents", "is_resource", "open_binary", "open_text", "path", "read_binary", "read_text")


@rule(
    "PY311-importlib-resources",
    package="python",
    since="3.9",
    gone=None,
    docs=RESOURCES,
    safety="review",
    names=[f"importlib.resources.{name}" for name in _LEGACY],
)
def legacy_resources(node: cst.Call, file: File) -> Iterator[Hit]:
    """Functions of ``importlib.resources`` become methods of ``files()``.

    Deprecated in Python 3.11; 3.13 took that back for all but ``contents``, with other parameter names.

    Review: errors differ (an ``open`` of a missing resource raises FileNotFoundError either way); resources may lie in
    sub-folders now.

    ```diff
     import importlib.resources as ir

    -print(ir.read_text("json", "tool.py"), ir.open_binary("json", "tool.py"))
    -with ir.path("json", "tool.py") as path:
    -    print(path, ir.is_resource("json", "tool.py"), ir.contents("json"))
    +print(ir.files("json").joinpath("tool.py").read_text(encoding="utf-8"), ir.files("json").joinpath("tool.py").open("rb"))
    +with ir.as_file(ir.files("json").joinpath("tool.py")) as path:
    +    print(path, ir.files("json").joinpath("tool.py").is_file(), [entry.name for entry in ir.files("json").iterdir()])
    ```

    ```diff
     from tools.resources import read_text

     print(read_text("json", "tool.py"))
    ```
    """
    if not (keyword(node, "package") or keyword(node, "resource")):
        yield from _by_files(node, file)


@rule(
    "PY313-importlib-resources-names",
    package="python",
    since="3.9",
    gone="3.13",
    docs=RESOURCES,
    safety="review",
    names=[f"importlib.resources.{name}" for name in _LEGACY],
)
def resources_by_name(node: cst.Call, file: File) -> Iterator[Hit]:
    """Replace functions of ``importlib.resources`` that are called with ``package=`` or ``resource=``.

    They came back in Python 3.13, but call these parameters ``anchor`` and ``path_names``.

    Review: as for PY311-importlib-resources.

    ```diff
    -from importlib.resources import read_text
    +from importlib.resources import files

    -print(read_text(package="json", resource="tool.py", encoding="ascii"))
    +print(files("json").joinpath("tool.py").read_text(encoding="ascii"))
    ```

    ```diff
     from importlib.resources import read_text

     print(read_text("json", "tool.py"))
    ```
    """
    if keyword(node, "package") or keyword(node, "resource"):
        yield from _by_files(node, file)


def _by_files(node: cst.Call, file: File) -> Iterator[Hit]:
    name = (file.resolve(node.func) or "").rpartition(".")[2]
    message = f"importlib.resources.{name} is replaced by files()"
    package, resource = argument(node, 0, "package"), argument(node, 1, "resource")
    encoding, errors = argument(node, 2, "encoding"), argument(node, 3, "errors")
    expected = [arg for arg in (package, resource, encoding, errors) if arg is not None]
    wanted = 1 if name == "contents" else 2
    if package is None or len(expected) != len(node.args) or len(expected) < wanted or spread(node) or file.guard(node):
        yield Hit(node, message)
        return
    files = file.ref("importlib.resources.files", node)
    folder = f"{files}({file.code(package.value)})"
    imports = files.imports
    if name == "contents":
        yield Hit(node, message, f"[entry.name for entry in {folder}.iterdir()]", imports=imports)
        return
    assert resource is not None
    entry = f"{folder}.joinpath({file.code(resource.value)})"
    how = f"encoding={file.code(encoding.value)}" if encoding is not None else 'encoding="utf-8"'
    if errors is not None:
        how += f", errors={file.code(errors.value)}"
    if name == "path":
        as_file = file.ref("importlib.resources.as_file", node)
        yield Hit(node, message, f"{as_file}({entry})", imports=(*imports, *as_file.imports))
        return
    call = {
        "is_resource": "is_file()",
        "open_binary": 'open("rb")',
        "open_text": f'open("r", {how})',
        "read_binary": "read_bytes()",
        "read_text": f"read_text({how})" if errors is None else f'open("r", {how}).read()',
    }[name]
    yield Hit(node, message, f"{entry}.{call}", imports=imports)


@rule(
    "PY313-importlib-resource-type",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#importlib",
    names=["importlib.resources.Resource"],
)
def resource_type(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``importlib.resources.Resource`` was ``Union[str, PathLike]``.

    Removed in Python 3.13.

    ```diff
    -from importlib.resources import Resource
    +from os import PathLike
    +from typing import Union

    -def read(name: Resource) -> bytes: ...
    +def read(name: Union[str, PathLike]) -> bytes: ...
    ```

    ```diff
     from import_export.resources import Resource

     print(Resource)
    ```
    """
    union, path = file.ref("typing.Union", node), file.ref("os.PathLike", node)
    if file.guard(node):
        yield Hit(node, "importlib.resources.Resource is gone")
    else:
        imports = (*union.imports, *path.imports)
        yield Hit(node, "importlib.resources.Resource is gone", f"{union}[str, {path}]", imports=imports)


_ENTRY_POINTS = frozenset(["importlib.metadata.entry_points", "importlib_metadata.entry_points"])


@rule(
    "PY312-entry-points",
    package="python",
    since="3.10",
    gone="3.12",
    docs=METADATA,
    safety="review",
    needles=["entry_points metadata", "entry_points importlib_metadata"],
)
def entry_points(node: cst.Call | cst.Subscript | cst.ComparisonTarget, file: File) -> Iterator[Hit]:
    """``entry_points()`` is no dictionary of groups any more: ``select(group=...)`` chooses.

    Deprecated in Python 3.10, changed in 3.12.

    Review: ``select`` exists from Python 3.10 on, so code that has to run on 3.8 too needs a branch; a group that is
    missing gives an empty result where ``entry_points()[group]`` raised KeyError.

    ```diff
     from importlib.metadata import entry_points

    -for plugin in entry_points().get("plugins", ()):
    +for plugin in entry_points().select(group="plugins"):
         plugin.load()
     found = entry_points()
    -print(found["plugins"] if "plugins" in found else ())
    +print(found.select(group="plugins") if "plugins" in found.groups else ())
    ```

    ```diff
     from importlib.metadata import entry_points

     print(entry_points(group="plugins"), distribution.entry_points.get("x"))
    ```
    """
    message = "entry_points() is no dictionary any more"
    if isinstance(node, cst.ComparisonTarget):
        if isinstance(node.operator, (cst.In, cst.NotIn)) and _is_all(node.comparator, file):
            new = f"{file.code(node.comparator)}.groups"
            yield Hit(node.comparator, message, None if file.guard(node) else new)
    elif isinstance(node, cst.Subscript):
        index = node.slice[0].slice if len(node.slice) == 1 else None
        if isinstance(index, cst.Index) and _is_all(node.value, file):
            new = f"{file.code(node.value)}.select(group={file.code(index.value)})"
            yield Hit(node, message, None if file.guard(node) else new)
    elif isinstance(node.func, cst.Attribute) and _is_all(node.func.value, file):
        method = node.func.attr.value
        if method == "get" and node.args and not spread(node):
            new = f"{file.code(node.func.value)}.select(group={file.code(node.args[0].value)})"
            yield Hit(node, message, None if file.guard(node) else new)
        elif method in ("items", "values", "keys"):
            yield Hit(node, message)


def _is_all(node: cst.BaseExpression, file: File) -> bool:
    """Whether ``node`` is what ``entry_points()`` without a group returned."""
    if isinstance(node, cst.Call):
        return file.resolve(node.func) in _ENTRY_POINTS and not node.args
    if isinstance(node, cst.Name) and origins(node, file) & _ENTRY_POINTS:
        scope = file.names.scope(node).find(node.value)
        assigns = [file.inside(binding.node, cst.Assign) for binding in scope.bindings[node.value]] if scope else []
        return all(isinstance(a, cst.Assign) and isinstance(a.value, cst.Call) and not a.value.args for a in assigns)
    return False


@rule(
    "PY313-entry-point-tuple",
    package="python",
    since=None,
    gone="3.12",
    docs=METADATA,
    safety="manual",
    needles=["EntryPoint metadata", "EntryPoint importlib_metadata"],
)
def entry_point_tuple(node: cst.Assign, file: File) -> Iterator[Hit]:
    """Report entry points that are taken apart like a tuple.

    Deprecated in Python 3.11, gone in 3.12.

    Manual: use the attributes ``name``, ``value`` and ``group``.

    ```diff
     from importlib.metadata import EntryPoint

    -name, point = EntryPoint("a", "b:c", "g")
    +point = EntryPoint("a", "b:c", "g")
    ```

    ```diff
     from importlib.metadata import EntryPoint

     point = EntryPoint("a", "b:c", "g")
     name, value = point.name, point.value
    ```
    """
    taken = any(isinstance(target.target, (cst.Tuple, cst.List)) for target in node.targets)
    kinds = {"importlib.metadata.EntryPoint", "importlib_metadata.EntryPoint"}
    if taken and origins(node.value, file) & kinds:
        yield Hit(node, "an entry point is no tuple any more")


@rule(
    "PY312-metadata-missing",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    needles=["metadata importlib", "metadata importlib_metadata"],
)
def metadata_key(node: cst.Subscript, file: File) -> Iterator[Hit]:
    """``metadata(package)[key]`` becomes ``.get(key)``, which is what it does today.

    Python 3.12 deprecates the None for a missing key: it will be a KeyError. ``Name``, ``Version`` and
    ``Metadata-Version`` are never missing.

    ```diff
     from importlib.metadata import metadata

    -print(metadata("pip")["License"], metadata("pip")["Version"])
    +print(metadata("pip").get("License"), metadata("pip")["Version"])
    ```

    ```diff
     from importlib.metadata import metadata, version

     print(version("pip")[0], metadata["License"])
    ```
    """
    index = node.slice[0].slice if len(node.slice) == 1 else None
    if not isinstance(index, cst.Index) or not origins(node.value, file) & {
        "importlib.metadata.metadata",
        "importlib_metadata.metadata",
    }:
        return
    if file.code(index.value).strip("\"'") in ("Name", "Version", "Metadata-Version"):
        return
    stored = isinstance(file.parent(node), (cst.AssignTarget, cst.Del, cst.AugAssign))
    if not stored:
        new = f"{file.code(node.value)}.get({file.code(index.value)})"
        yield Hit(node, "a missing key of metadata will raise KeyError", None if file.guard(node) else new)


@rule(
    "PY39-resolve-name",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#changes-in-the-python-api",
    safety="review",
    names=["importlib.util.resolve_name"],
)
def resolve_name(node: cst.Call, file: File) -> Iterator[Hit]:
    """Catch the ImportError that a relative name beyond the top is from Python 3.9 on.

    ``importlib.util.resolve_name`` now agrees with the import statement.

    Review: the handler catches both now; other code in the ``try`` block may raise ImportError too.

    ```diff
     from importlib.util import resolve_name

     try:
         resolve_name("..x", "pkg")
    -except ValueError:
    +except (ValueError, ImportError):
         pass
    ```

    ```diff
     from importlib.util import resolve_name

     try:
         resolve_name("..x", "pkg")
     except ImportError:
         pass
    ```
    """
    yield from _also_caught(node, "builtins.ValueError", "ImportError", file)


@rule(
    "PY311-metadata-no-name",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3/library/importlib.metadata.html#distribution-versions",
    safety="review",
    names=[
        f"{module}.{name}" for module in ("importlib.metadata",) for name in ("version", "distribution", "metadata")
    ],
)
def no_name(node: cst.Call, file: File) -> Iterator[Hit]:
    """Catch the ValueError that an empty distribution name is from Python 3.11 on.

    ``importlib.metadata`` refuses to look for the distribution called ``""``.

    Review: the handler catches both now. Only a literal empty name is found.

    ```diff
     from importlib.metadata import PackageNotFoundError, version

     try:
         version("")
    -except PackageNotFoundError:
    +except (PackageNotFoundError, ValueError):
         pass
    ```

    ```diff
     from importlib.metadata import PackageNotFoundError, version

     try:
         version("pip")
     except PackageNotFoundError:
         pass
    ```
    """
    first = node.args[0].value if node.args else None
    if isinstance(first, cst.SimpleString) and first.evaluated_value == "":
        yield from _also_caught(node, "importlib.metadata.PackageNotFoundError", "ValueError", file)


def _also_caught(node: Node, old: str, new: str, file: File) -> Iterator[Hit]:
    """Yield a hit on the handler around ``node`` that catches ``old``, which is to catch ``new`` too."""
    around = file.inside(node, cst.Try)
    for handler in around.handlers if around is not None else ():
        if isinstance(handler.type, (cst.Name, cst.Attribute)) and file.resolve(handler.type) == old:
            yield Hit(handler.type, f"{new} is raised here now", f"({file.code(handler.type)}, {new})")


_SUBMODULES = {
    "concurrent": ("futures",),
    "importlib": ("abc", "machinery", "metadata", "resources", "util"),
    "urllib": ("error", "parse", "request"),
}


@rule(
    "PY313-implicit-submodule",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/reference/import.html#submodules",
    names=[f"{package}.{name}" for package, names in _SUBMODULES.items() for name in names],
)
def implicit_submodule(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """Import the submodules that are used, not only their package.

    ``import importlib`` alone gives ``importlib.util`` only when something else has imported that, and what the
    standard library imports for itself changes: ``concurrent.futures`` came with unittest until Python 3.8,
    ``importlib.abc`` with pkgutil until 3.9, ``urllib.parse`` with pathlib until 3.12.

    ```diff
     import importlib
    +import importlib.util

     print(importlib.util.find_spec("json"))
    ```

    ```diff
     import importlib
     import urllib.request
     from importlib.util import find_spec

     print(importlib.util.find_spec("json"), urllib.request.urlopen, importlib.import_module)
    ```
    """
    name = file.resolve(node) or ""
    package = name.partition(".")[0]
    if not isinstance(node.value, cst.Name) or node.value.value != package:
        return
    imported = file.names.imported
    if any(other == name or other.startswith(f"{name}.") for other in imported) or file.guard(node):
        return
    if any(module == name for module, _ in file.names.stars):
        return
    others = [cst.ensure_type(s, cst.ImportFrom) for s in file.names.nodes.get(cst.ImportFrom, ())]
    if any(file.names.module_of(statement).startswith(name) for statement in others):
        return
    home = next((alias for alias in imported.get(package, ()) if file.names.scope(alias) is file.names.root), None)
    needed = (NewImport(name),) if home is not None else ()
    yield Hit(node, f"{name} is used, but only {package} is imported", imports=needed)
