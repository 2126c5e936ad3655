"""``plistlib``: the API of before Python 3.4, gone in 3.9."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, keyword, without_arg
from upgrader.model import Safety
from upgrader.rule import Carried, File, Hit, carries, moves, rule

DOCS = "https://docs.python.org/3/whatsnew/3.9.html#removed"

renamed = moves(
    "PY39-plistlib-bytes",
    package="python",
    since=None,
    gone="3.9",
    docs=DOCS,
    safety="review",
    moved={
        "plistlib.readPlistFromBytes": "plistlib.loads",
        "plistlib.writePlistToBytes": "plistlib.dumps",
    },
    doc="""
    ``readPlistFromBytes`` and ``writePlistToBytes`` are ``loads`` and ``dumps``.

    Deprecated since Python 3.4, removed in 3.9.

    Review: binary data comes back as ``bytes``; it was a ``plistlib.Data``, with the bytes in its ``data``.

    ```diff
     import plistlib

    -settings = plistlib.readPlistFromBytes(plistlib.writePlistToBytes({}))
    +settings = plistlib.loads(plistlib.dumps({}))
    ```

    ```diff
     from ours import plistlib

     plistlib.readPlistFromBytes(data)
    ```
    """,
)

READ = '''
def _read_plist(path_or_file):
    """Return what a property list holds, as plistlib.readPlist did."""
    if isinstance(path_or_file, str):
        with open(path_or_file, "rb") as file:
            return plistlib.load(file)
    return plistlib.load(path_or_file)
'''

WRITE = '''
def _write_plist(value, path_or_file):
    """Write a value as a property list, as plistlib.writePlist did."""
    if isinstance(path_or_file, str):
        with open(path_or_file, "wb") as file:
            plistlib.dump(value, file)
    else:
        plistlib.dump(value, path_or_file)
'''

carried = carries(
    "PY39-plistlib-files",
    package="python",
    gone="3.9",
    docs=DOCS,
    safety="review",
    functions={
        "plistlib.readPlist": Carried("_read_plist", READ, (NewImport("plistlib"),)),
        "plistlib.writePlist": Carried("_write_plist", WRITE, (NewImport("plistlib"),)),
    },
    doc="""
    ``readPlist`` and ``writePlist`` took a path or a file, as the functions do that replace them.

    Deprecated since Python 3.4, removed in 3.9.

    Review: binary data comes back as ``bytes``; it was a ``plistlib.Data``, with the bytes in its ``data``.

    ```diff
    -from plistlib import readPlist
    +import plistlib
    +
    +
    +def _read_plist(path_or_file):
    +    \"""Return what a property list holds, as plistlib.readPlist did.\"""
    +    if isinstance(path_or_file, str):
    +        with open(path_or_file, "rb") as file:
    +            return plistlib.load(file)
    +    return plistlib.load(path_or_file)
    +

    -settings = readPlist("settings.plist")
    +settings = _read_plist("settings.plist")
    ```

    ```diff
     from ours import readPlist

     settings = readPlist("settings.plist")
    ```
    """,
)


@rule(
    "PY39-plistlib-data",
    package="python",
    since=None,
    gone="3.9",
    docs=DOCS,
    safety="review",
    names=["plistlib.Data"],
)
def data(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``plistlib.Data`` is ``bytes``.

    The wrapper around binary data was deprecated in Python 3.4 and removed in 3.9.

    Review: its attribute ``data`` goes with it.

    ```diff
     import plistlib

    -plistlib.dumps({"icon": plistlib.Data(icon)})
    +plistlib.dumps({"icon": icon})
    -if isinstance(value, plistlib.Data):
    +if isinstance(value, bytes):
         pass
    ```

    ```diff
     from ours import Data

     Data(icon)
    ```
    """
    message = "plistlib.Data is bytes"
    call = file.parent(node)
    if file.guard(node):
        yield Hit(node, message)
    elif isinstance(call, cst.Call) and call.func is node:
        only = call.args[0] if len(call.args) == 1 and not call.args[0].star else None
        yield Hit(call, message, only.value) if only is not None else Hit(node, message)
    else:
        plain = file.ref("builtins.bytes", node)
        yield Hit(node, message, str(plain), imports=plain.imports)


@rule(
    "PY39-plistlib-use-builtin-types",
    package="python",
    since=None,
    gone="3.9",
    docs=DOCS,
    names=["plistlib.load", "plistlib.loads"],
)
def use_builtin_types(node: cst.Call, file: File) -> Iterator[Hit]:
    """``use_builtin_types`` is gone: binary data is ``bytes``.

    Deprecated since Python 3.4 together with ``plistlib.Data``, removed in 3.9.

    ```diff
     import plistlib

    -plistlib.loads(content, use_builtin_types=True)
    +plistlib.loads(content)
    ```

    ```diff
     import plistlib

     plistlib.loads(content, dict_type=dict)
    ```
    """
    old = keyword(node, "use_builtin_types")
    if old is None:
        return
    message = "use_builtin_types is gone: binary data is bytes"
    if file.guard(node):
        yield Hit(node, message)
    else:
        exact = file.code(old.value) == "True"
        new = without_arg(node, list(node.args).index(old))
        yield Hit(node, message, new, safety=None if exact else Safety.REVIEW)
