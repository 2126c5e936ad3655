"""``imp``, gone in Python 3.12."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, spread
from upgrader.model import Safety
from upgrader.rule import DELETE, Carried, File, Hit, carries, moves, removals, rule

DOCS = "https://docs.python.org/3.12/whatsnew/3.12.html#imp"

moved = moves(
    "PY312-imp-moved",
    package="python",
    since="3.4",
    gone="3.12",
    docs=DOCS,
    moved={
        "imp.reload": "importlib.reload",
        "imp.cache_from_source": "importlib.util.cache_from_source",
        "imp.source_from_cache": "importlib.util.source_from_cache",
        "imp.new_module": "types.ModuleType",
        "imp.SourcelessFileLoader": "importlib.machinery.SourcelessFileLoader",
    },
    doc="""
    Functions of ``imp`` that live on elsewhere.

    The module was deprecated since Python 3.4 and removed in 3.12; these have an exact replacement.

    ```diff
    -import imp
    +from importlib import reload

     import settings

    -imp.reload(settings)
    +reload(settings)
    ```

    ```diff
    -from imp import new_module
    +from types import ModuleType

    -plugin = new_module("plugin")
    +plugin = ModuleType("plugin")
    ```

    ```diff
     from tools import imp

     imp.reload("ours")
    ```
    """,
)

LOAD_SOURCE = '''
def _load_source(name, path):
    """Load a module from a file of any suffix, as imp.load_source did."""
    loader = importlib.machinery.SourceFileLoader(name, path)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    module = sys.modules.get(name) or importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return sys.modules[name]
'''


@rule(
    "PY312-imp-load-source",
    package="python",
    since="3.5",
    gone="3.12",
    docs=DOCS,
    names=["imp.load_source"],
)
def load_source(node: cst.Call, file: File) -> Iterator[Hit]:
    """``imp.load_source`` becomes a function of its own around the loader.

    It registered the module in ``sys.modules``, executed a module again that was there, and took files of any suffix.
    The recipe in the release notes does none of these, so the function is carried.

    ```diff
    -import imp
    +import importlib.machinery
    +import importlib.util
    +import sys

    -conf = imp.load_source("conf", "conf.txt")
    +
    +def _load_source(name, path):
    +    \"""Load a module from a file of any suffix, as imp.load_source did.\"""
    +    loader = importlib.machinery.SourceFileLoader(name, path)
    +    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    +    module = sys.modules.get(name) or importlib.util.module_from_spec(spec)
    +    sys.modules[name] = module
    +    loader.exec_module(module)
    +    return sys.modules[name]
    +
    +
    +conf = _load_source("conf", "conf.txt")
    ```

    ```diff
     from mypackage import imp

     imp.load_source("conf", "conf.txt")
    ```
    """
    if len(node.args) == 2 and not any(arg.star or arg.keyword for arg in node.args):
        needed = tuple(NewImport(module) for module in ("importlib.machinery", "importlib.util", "sys"))
        arguments = ", ".join(file.code(arg.value) for arg in node.args)
        yield Hit(node, "imp.load_source is gone", f"_load_source({arguments})", imports=needed, helpers=(LOAD_SOURCE,))
    else:
        yield Hit(node, "imp.load_source is gone")


@rule(
    "PY312-imp-values",
    package="python",
    since="3.4",
    gone="3.12",
    docs=DOCS,
    names=["imp.get_magic", "imp.get_tag"],
)
def values(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``imp.get_magic()`` and ``imp.get_tag()`` are constants elsewhere.

    Their sources returned ``importlib.util.MAGIC_NUMBER`` and ``sys.implementation.cache_tag``, nothing else.

    ```diff
    -import imp as loading
    +from importlib.util import MAGIC_NUMBER
    +from sys import implementation

    -print(loading.get_magic(), loading.get_tag())
    -readers = [loading.get_tag]
    +print(MAGIC_NUMBER, implementation.cache_tag)
    +readers = [lambda: implementation.cache_tag]
    ```

    ```diff
     def get_tag(imp):
         return imp.get_tag()
    ```
    """
    is_magic = file.resolve(node) == "imp.get_magic"
    message = f"{file.resolve(node)} is gone"
    call = file.parent(node)
    called = isinstance(call, cst.Call) and call.func is node and not call.args
    ref = file.ref("importlib.util.MAGIC_NUMBER" if is_magic else "sys.implementation", node)
    value = str(ref) if is_magic else f"{ref}.cache_tag"
    if file.guard(node):
        yield Hit(node, message)
    else:
        yield Hit(call if called else node, message, value if called else f"lambda: {value}", imports=ref.imports)


GET_SUFFIXES = '''
def _get_suffixes():
    """Return (suffix, mode, kind) for every kind of module file, as imp.get_suffixes did."""
    extensions = [(suffix, "rb", 3) for suffix in importlib.machinery.EXTENSION_SUFFIXES]
    sources = [(suffix, "r", 1) for suffix in importlib.machinery.SOURCE_SUFFIXES]
    return extensions + sources + [(suffix, "rb", 2) for suffix in importlib.machinery.BYTECODE_SUFFIXES]
'''

suffixes = carries(
    "PY312-imp-get-suffixes",
    package="python",
    gone="3.12",
    docs=DOCS,
    functions={
        "imp.get_suffixes": Carried("_get_suffixes", GET_SUFFIXES, (NewImport("importlib.machinery"),)),
    },
    doc="""
    ``imp.get_suffixes`` returned triples: the function is carried.

    ``importlib.machinery.all_suffixes()`` returns the suffixes alone.

    ```diff
    -import imp
    +import importlib.machinery

    -for suffix, mode, kind in imp.get_suffixes():
    +
    +def _get_suffixes():
    +    \"""Return (suffix, mode, kind) for every kind of module file, as imp.get_suffixes did.\"""
    +    extensions = [(suffix, "rb", 3) for suffix in importlib.machinery.EXTENSION_SUFFIXES]
    +    sources = [(suffix, "r", 1) for suffix in importlib.machinery.SOURCE_SUFFIXES]
    +    return extensions + sources + [(suffix, "rb", 2) for suffix in importlib.machinery.BYTECODE_SUFFIXES]
    +
    +
    +for suffix, mode, kind in _get_suffixes():
         print(suffix)
    ```

    ```diff
     from importlib.machinery import all_suffixes as get_suffixes

     print(get_suffixes())
    ```
    """,
)


@rule(
    "PY312-imp-is-builtin",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS,
    safety="review",
    names=["imp.is_builtin"],
)
def is_builtin(node: cst.Call, file: File) -> Iterator[Hit]:
    """``imp.is_builtin(name)`` becomes ``name in sys.builtin_module_names``.

    Removed with ``imp`` in Python 3.12.

    Review: it returned 1, 0, or -1 for what cannot be initialised twice; the new form is True or False.

    ```diff
    -import imp
    +from sys import builtin_module_names

    -if not imp.is_builtin("zlib"):
    +if not ("zlib" in builtin_module_names):
         print("shared library")
    ```

    ```diff
     imp = load()
     imp.is_builtin("zlib")
    ```
    """
    if len(node.args) != 1 or spread(node) or node.args[0].keyword or file.guard(node):
        yield Hit(node, "imp.is_builtin is gone")
        return
    ref = file.ref("sys.builtin_module_names", node)
    name = file.code(node.args[0].value)
    yield Hit(node, "imp.is_builtin is gone", f"{name} in {ref}", imports=ref.imports)


@rule(
    "PY312-imp-lock",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS,
    safety="review",
    names=["imp.acquire_lock", "imp.release_lock"],
)
def lock(node: cst.Call, file: File) -> Iterator[Hit]:
    """``imp.acquire_lock()`` and ``imp.release_lock()`` are dropped.

    Python 3.3 gave every module a lock of its own; the global one protects the import system's own tables only.

    Review: code that used the import lock as a lock of its own needs a ``threading.Lock``.

    ```diff
    -import imp
     import json

    -imp.acquire_lock()
    -json.loads("1")
    -imp.release_lock()
    +json.loads("1")
    ```

    ```diff
     from imp import acquire_lock, release_lock

     lock = acquire_lock
     held = release_lock() or 1
    ```
    """
    line = file.parent(node)
    if isinstance(line, cst.Expr) and not file.guard(node):
        yield Hit(line, "imp's lock is gone", DELETE)
    else:
        yield Hit(node, "imp's lock is gone")


FIND_MODULE = '''
def _find_module(name, path=None):
    """Return None, the path and the spec of a module for _load_module, as imp.find_module returned what it found."""
    find = importlib.util.find_spec if path is None else importlib.machinery.PathFinder.find_spec
    spec = find(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"No module named {name!r}", name=name)
    return None, spec.origin, spec
'''

LOAD_MODULE = '''
def _load_module(name, file, path, spec):
    """Load what _find_module found under a name, anew where it was loaded already, as imp.load_module did."""
    folders = spec.submodule_search_locations
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders) or spec
    module = sys.modules.get(name) or importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return sys.modules[name]
'''


def _hands_on(file: File) -> bool:
    """Return whether a file only calls find_module and load_module: what the one finds is for the other."""
    pair = [node for name in ("imp.find_module", "imp.load_module") for node in file.names.references.get(name, ())]
    calls = all(isinstance(call := file.parent(node), cst.Call) and call.func is node for node in pair)
    kinds = any(file.names.references.get(f"imp.{kind}") for kind in (*_KINDS, *_MORE_KINDS))
    both = all(file.names.references.get(name) for name in ("imp.find_module", "imp.load_module"))
    return both and calls and not kinds and not any(file.guard(node) for node in pair)


def _is_import(node: cst.Call, file: File) -> bool:
    """Return whether a call is ``imp.load_module(name, *imp.find_module(name))``."""
    found = node.args[1].value if len(node.args) == 2 and node.args[1].star == "*" else None
    return (
        isinstance(found, cst.Call)
        and file.resolve(found.func) == "imp.find_module"
        and [file.code(arg) for arg in found.args] == [file.code(node.args[0].value)]
    )


@rule(
    "PY312-imp-find-module",
    package="python",
    since="3.5",
    gone="3.12",
    docs=DOCS,
    safety="review",
    names=["imp.find_module"],
)
def find_module(node: cst.Call, file: File) -> Iterator[Hit]:
    """``imp.find_module`` for ``imp.load_module`` becomes a function of its own around ``importlib``.

    Removed with ``imp`` in Python 3.12. In a file that calls both, the two functions are carried; where nothing looks at
    what is found, only whether it is, this one.

    Review: the first thing that is returned is None in the place of an open file, the third a spec that only
    ``_load_module`` can use; packages are named by their ``__init__.py``. Other code that looks at them has to change.

    ```diff
     import imp
    +import importlib.machinery
    +import importlib.util

    -found = imp.find_module("plugin", ["plugins"])
    +
    +def _find_module(name, path=None):
    +    \"""Return None, the path and the spec of a module for _load_module, as imp.find_module returned what it found.\"""
    +    find = importlib.util.find_spec if path is None else importlib.machinery.PathFinder.find_spec
    +    spec = find(name, path)
    +    if spec is None or spec.loader is None:
    +        raise ImportError(f"No module named {name!r}", name=name)
    +    return None, spec.origin, spec
    +
    +
    +found = _find_module("plugin", ["plugins"])
     plugin = imp.load_module("plugin", *found)
    ```

    ```diff
    -import imp
    +import importlib.machinery
    +import importlib.util

    +
    +def _find_module(name, path=None):
    +    \"""Return None, the path and the spec of a module for _load_module, as imp.find_module returned what it found.\"""
    +    find = importlib.util.find_spec if path is None else importlib.machinery.PathFinder.find_spec
    +    spec = find(name, path)
    +    if spec is None or spec.loader is None:
    +        raise ImportError(f"No module named {name!r}", name=name)
    +    return None, spec.origin, spec
    +
    +
     try:
    -    imp.find_module("django_comments")
    +    _find_module("django_comments")
         there = True
     except ImportError:
         there = False
    ```

    ```diff
     import imp

     print(imp.find_module("settings"))
    ```
    """
    above = file.parent(node)
    call = file.parent(above) if isinstance(above, cst.Arg) else None
    if isinstance(call, cst.Call) and file.resolve(call.func) == "imp.load_module" and _is_import(call, file):
        return  # load_module deals with both
    message = "imp.find_module: importlib.util.find_spec() returns a spec, or None where this raised ImportError"
    if spread(node) or not (_hands_on(file) or isinstance(above, cst.Expr)):
        yield Hit(node, message, safety=Safety.MANUAL)
        return
    needed = tuple(NewImport(module) for module in ("importlib.machinery", "importlib.util"))
    new = node.with_changes(func=cst.Name("_find_module"))
    # the handler of a missing module does not help: without imp the import of imp fails first
    place = node.func.value if isinstance(node.func, cst.Attribute) else node.func
    yield Hit(place, message, also=((node, new),), imports=needed, helpers=(FIND_MODULE,))


@rule(
    "PY312-imp-load-module",
    package="python",
    since="3.5",
    gone="3.12",
    docs=DOCS,
    safety="review",
    names=["imp.load_module"],
)
def load_module(node: cst.Call, file: File) -> Iterator[Hit]:
    """``imp.load_module(name, *imp.find_module(name))`` becomes ``importlib.import_module(name)``.

    Removed with ``imp`` in Python 3.12. In a file that calls ``find_module`` as well, both functions are carried.

    Review: ``load_module`` executed a module again that was imported already, ``import_module`` returns it.

    ```diff
    -import imp
    +from importlib import import_module

    -plugin = imp.load_module(name, *imp.find_module(name))
    +plugin = import_module(name)
    ```

    ```diff
     import imp
    +import importlib.util
    +import sys

    +
    +def _load_module(name, file, path, spec):
    +    \"""Load what _find_module found under a name, anew where it was loaded already, as imp.load_module did.\"""
    +    folders = spec.submodule_search_locations
    +    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders) or spec
    +    module = sys.modules.get(name) or importlib.util.module_from_spec(spec)
    +    sys.modules[name] = module
    +    spec.loader.exec_module(module)
    +    return sys.modules[name]
    +
    +
     file, path, description = imp.find_module(name, [folder])
    -plugin = imp.load_module(name, file, path, description)
    +plugin = _load_module(name, file, path, description)
    ```

    ```diff
     import imp

     plugin = imp.load_module(name, file, path, description)
    ```
    """
    message = "imp.load_module is gone, importlib.util.module_from_spec() and a loader's exec_module() remain"
    stars = [arg.star for arg in node.args]
    if _is_import(node, file) and not file.guard(node):
        ref = file.ref("importlib.import_module", node)
        yield Hit(node, "imp.load_module is gone", f"{ref}({file.code(node.args[0].value)})", imports=ref.imports)
    elif stars in (["", "*"], [""] * 4) and not any(arg.keyword for arg in node.args) and _hands_on(file):
        needed = tuple(NewImport(module) for module in ("importlib.util", "sys"))
        new = node.with_changes(func=cst.Name("_load_module"))
        yield Hit(node, message, new, imports=needed, helpers=(LOAD_MODULE,))
    else:
        yield Hit(node, message)


_KINDS = ("C_BUILTIN", "C_EXTENSION", "IMP_HOOK", "PKG_DIRECTORY", "PY_CODERESOURCE", "PY_COMPILED")
_MORE_KINDS = ("PY_FROZEN", "PY_RESOURCE", "PY_SOURCE", "SEARCH_ERROR")

removed = removals(
    "PY312-imp",
    package="python",
    gone="3.12",
    docs=DOCS,
    names={
        "imp.is_frozen": "compare the origin of importlib.util.find_spec(name) with 'frozen'",
        "imp.load_compiled": "use importlib.machinery.SourcelessFileLoader",
        "imp.load_dynamic": "use importlib.machinery.ExtensionFileLoader with a spec",
        "imp.load_package": "use importlib.util.spec_from_file_location() on the package's __init__.py",
        "imp.lock_held": "every module has a lock of its own since Python 3.3",
        "imp.NullImporter": "put None into sys.path_importer_cache",
        "imp.init_builtin": "use importlib.import_module()",
        "imp.init_frozen": "use importlib.import_module()",
        **dict.fromkeys(
            [f"imp.{kind}" for kind in (*_KINDS, *_MORE_KINDS)], "importlib knows no kinds, it has loaders"
        ),
    },
    modules={"imp": "gone in Python 3.12, use importlib"},
    handled=moved.names,
    used={
        "imp.load_source",
        "imp.get_magic",
        "imp.get_tag",
        "imp.get_suffixes",
        "imp.is_builtin",
        "imp.acquire_lock",
        "imp.release_lock",
        "imp.load_module",
        "imp.find_module",
    },
    doc="""
    The rest of ``imp`` is gone in Python 3.12.

    Deprecated since Python 3.4.

    Manual: the release notes list what in ``importlib`` comes nearest. An import that nothing uses is dropped.

    ```diff
     import imp

     frozen = imp.is_frozen("settings")
    -import imp
    ```

    ```diff
     from importlib import machinery as imp

     print(imp.PY_SOURCE)
    ```
    """,
)
