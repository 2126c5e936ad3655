"""``tarfile``, ``shutil``, ``tempfile``: archives and temporary files."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread, with_arg
from upgrader.methods import meant, renamed_methods
from upgrader.model import Safety
from upgrader.rule import File, Hit, moves, rule
from upgrader.values import origins

DOCS = "https://docs.python.org/3/library/tarfile.html#extraction-filters"


@rule(
    "PY314-tarfile-filter",
    package="python",
    since="3.8.17",
    gone=None,
    docs=DOCS,
    safety="review",
    needles=["tarfile extract", "tarfile extractall"],
)
def extract(node: cst.Call, file: File) -> Iterator[Hit]:
    """``TarFile.extractall`` wants a filter.

    Without one it warns since Python 3.12, and 3.14 takes ``filter="data"`` by itself, as is written out here. (The
    parameter came to 3.8.17, 3.9.17, 3.10.12 and 3.11.4 as well.)

    Review: the filter refuses what leads out of the folder (absolute paths, ``..``, links to elsewhere) and devices, and
    does not restore owners and some bits of the mode. For an archive that is trusted, ``filter="fully_trusted"`` keeps all.

    ```diff
     import tarfile

     with tarfile.open("a.tar.gz") as archive:
    -    archive.extractall("folder")
    -    archive.extract("name", path="folder")
    +    archive.extractall("folder", filter="data")
    +    archive.extract("name", path="folder", filter="data")
    ```

    ```diff
     import tarfile
     import zipfile

     tarfile.open("a.tar").extractall("folder", filter="fully_trusted")
     zipfile.ZipFile("a.zip").extractall("folder")
    ```
    """
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in ("extract", "extractall"):
        return
    if not meant(node.func, file) & {"tarfile.TarFile.extract", "tarfile.TarFile.extractall"}:
        unknown = node.func.attr.value == "extractall" and file.resolve(node.func) is None
        imported = "tarfile" in file.names.imported or any(name.startswith("tarfile.") for name in file.names.imported)
        if unknown and imported and not origins(node.func.value, file) and keyword(node, "filter") is None:
            message = f"extractall wants a filter, if {file.code(node.func.value)} is a TarFile"
            yield Hit(node, message, safety=Safety.REVIEW, certain=False)
        return
    if keyword(node, "filter") is None and not spread(node):
        message = f"{node.func.attr.value} of an archive wants a filter"
        yield Hit(node, message) if file.guard(node) else Hit(node, message, with_arg(node, 'filter="data"'))


_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")


@rule(
    "PY314-unpack-archive-filter",
    package="python",
    since="3.8.17",
    gone=None,
    docs=DOCS,
    safety="review",
    names=["shutil.unpack_archive"],
)
def unpack_archive(node: cst.Call, file: File) -> Iterator[Hit]:
    """``shutil.unpack_archive`` of a tar file wants a filter.

    Without one it warns since Python 3.12, and 3.14 takes ``filter="data"`` by itself. A zip file takes none, so only calls
    that name a tar file or its format are changed.

    Review: see PY314-tarfile-filter.

    ```diff
     import shutil

    -shutil.unpack_archive("a.tar.gz", "folder")
    +shutil.unpack_archive("a.tar.gz", "folder", filter="data")
    ```

    ```diff
     import shutil

     shutil.unpack_archive("a.zip", "folder")
     shutil.unpack_archive("a.tar", "folder", filter="fully_trusted")
     ours.unpack_archive("a.tar")
    ```
    """
    if keyword(node, "filter") is not None or spread(node):
        return
    name, kind = argument(node, 0, "filename"), argument(node, 2, "format")
    decides = kind if kind is not None else name
    value = (
        decides.value.evaluated_value if decides is not None and isinstance(decides.value, cst.SimpleString) else None
    )
    if not isinstance(value, str):
        yield Hit(node, "unpack_archive wants a filter, if this is a tar file", certain=False)
    elif value.lower().endswith(_TARS) or (kind is not None and value.endswith("tar")):
        message = "unpack_archive of a tar file wants a filter"
        yield Hit(node, message) if file.guard(node) else Hit(node, message, with_arg(node, 'filter="data"'))


exec_error = moves(
    "PY316-shutil-execerror",
    package="python",
    since=None,
    gone="3.16",
    docs="https://docs.python.org/3/deprecations/pending-removal-in-3.16.html",
    moved={"shutil.ExecError": "builtins.RuntimeError"},
    doc="""
    ``shutil.ExecError`` is raised by nothing.

    Not since Python 3.4; deprecated in 3.14, where it is an alias of RuntimeError, to go in 3.16.

    ```diff
     import shutil

     try:
         shutil.make_archive("a", "tar")
    -except shutil.ExecError:
    +except RuntimeError:
         pass
    ```

    ```diff
     from ours import ExecError

     print(ExecError)
    ```
    """,
)

filemode = moves(
    "PY38-tarfile-filemode",
    package="python",
    since=None,
    gone="3.8",
    docs="https://docs.python.org/3/whatsnew/3.8.html#api-and-feature-removals",
    moved={"tarfile.filemode": "stat.filemode"},
    doc="""
    ``tarfile.filemode`` is ``stat.filemode``.

    The same function since Python 3.3; removed in 3.8.

    ```diff
    -import tarfile
    +from stat import filemode

    -print(tarfile.filemode(0o644))
    +print(filemode(0o644))
    ```

    ```diff
     from ours import tarfile

     print(tarfile.filemode(0o644))
    ```
    """,
)

info = renamed_methods(
    "PY316-tarinfo-tarfile",
    package="python",
    since=None,
    gone="3.16",
    docs="https://docs.python.org/3/deprecations/pending-removal-in-3.16.html",
    safety="manual",
    moved={"tarfile.TarInfo.tarfile": ""},
    doc="""
    ``TarInfo.tarfile`` is undocumented and unused.

    Deprecated in Python 3.13, to go in 3.16.

    Manual: keep the archive beside the member.

    ```diff
     import tarfile

     print(tarfile.TarInfo("a").name, ours.tarfile)
    ```
    """,
)


@rule(
    "PY39-spooled-softspace",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#removed",
    safety="manual",
    needles=["softspace"],
)
def softspace(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``SpooledTemporaryFile.softspace`` is gone.

    It was for the print statement of Python 2.

    Manual: leave it out.

    ```diff
     import tempfile

     print(tempfile.SpooledTemporaryFile().name, ours.softspace)
    ```
    """
    if node.attr.value == "softspace" and "tempfile.SpooledTemporaryFile.softspace" in meant(node, file):
        yield Hit(node, "softspace was for the print statement of Python 2")
