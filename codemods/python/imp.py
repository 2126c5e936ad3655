"""``imp``, gone in Python 3.12."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport
from upgrader.rule import File, Hit, moves, rule

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
