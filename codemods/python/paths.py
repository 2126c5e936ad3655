"""``pathlib``: what paths no longer do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from upgrader.methods import meant, renamed_methods
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

DOCS_312 = "https://docs.python.org/3/whatsnew/3.12.html#deprecated"
DOCS_313 = "https://docs.python.org/3/whatsnew/3.13.html#pathlib"
CLASSES = ("Path", "PurePath", "PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath")
PATHS = frozenset(f"pathlib.{name}" for name in CLASSES)


@rule(
    "PY312-path-link-to",
    package="python",
    since="3.10",
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#pathlib",
    safety="review",
    needles=["link_to pathlib"],
)
def link_to(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``path.link_to(target)`` is ``Path(target).hardlink_to(path)``.

    Deprecated in Python 3.10, removed in 3.12: the argument was what came to be, unlike everywhere else.

    Review: ``hardlink_to`` needs Python 3.10, and takes both ends the other way round.

    ```diff
     from pathlib import Path

     path = Path("a")
    -path.link_to("b")
    +Path("b").hardlink_to(path)
    ```

    ```diff
     from pathlib import Path

     Path("a").symlink_to("b")
     page.link_to("b")
    ```
    """
    if node.attr.value != "link_to" or not meant(node, file) & {f"{path}.link_to" for path in PATHS}:
        return
    message = "path.link_to(target) is Path(target).hardlink_to(path)"
    call = file.parent(node)
    if file.guard(node):
        yield Hit(node, message)
    elif isinstance(call, cst.Call) and call.func is node and len(call.args) == 1 and not call.args[0].star:
        path = file.ref("pathlib.Path", node)
        new = f"{path}({file.code(call.args[0].value)}).hardlink_to({file.code(node.value)})"
        yield Hit(call, message, new, imports=path.imports)
    elif file.resolve(node) is not None and not isinstance(call, cst.Call):
        yield Hit(node, message, node.with_changes(attr=cst.Name("hardlink_to")))
    else:
        yield Hit(node, message)


@rule(
    "PY313-with-path",
    package="python",
    since=None,
    gone="3.13",
    docs=DOCS_313,
    needles=["with pathlib"],
)
def with_path(node: cst.With, file: File) -> Iterator[Hit]:
    """``with Path(...)`` never did anything.

    It used to mark the path closed; without an effect since Python 3.9, deprecated in 3.11, removed in 3.13. What stands in
    the block comes out of it.

    ```diff
     from pathlib import Path

    -with Path("a") as path:
    -    # all of it
    -    print(path)
    +path = Path("a")
    +# all of it
    +print(path)
    ```

    ```diff
     from pathlib import Path

     with Path("a").open() as stream:
         print(stream)
     with open("a") as stream, other as path:
         print(path)
    ```
    """
    paths = [item for item in node.items if origins(item.item, file) & PATHS]
    if not paths:
        return
    message = "a path is no context manager"
    body = node.body
    only = node.items[0] if len(node.items) == 1 else None
    target = only.asname.name if only is not None and only.asname is not None else None
    block = file.parent(node)
    if (
        only is None
        or file.guard(node)
        or node.asynchronous is not None
        or not isinstance(body, cst.IndentedBlock)
        or body.footer
        or not isinstance(block, (cst.Module, cst.IndentedBlock))
        or not (target is None or isinstance(target, cst.Name))
    ):
        yield Hit(node, message)
        return
    value = file.code(only.item)
    first = f"{target.value} = {value}" if isinstance(target, cst.Name) else value
    assign = cst.parse_statement(first, config=file.module.config_for_parsing)
    inner: list[Any] = list(body.body)
    lines = getattr(inner[0], "leading_lines", ())
    comment = body.header.comment
    head = [cst.EmptyLine(comment=comment)] if comment is not None else []
    inner[0] = inner[0].with_changes(leading_lines=[*head, *lines])
    opening = assign.with_changes(leading_lines=node.leading_lines)
    yield Hit(node, message, cst.Module([opening, *inner]))


@rule(
    "PY314-path-keywords",
    package="python",
    since=None,
    gone="3.14",
    docs=DOCS_312,
    names=[*sorted(PATHS)],
)
def keywords(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Path`` takes no keywords.

    They were ignored; deprecated in Python 3.12, an error from 3.14.

    ```diff
     import pathlib

    -print(pathlib.Path("a", strict=True))
    +print(pathlib.Path("a"))
    ```

    ```diff
     import pathlib

     print(pathlib.Path("a"), pathlib.Path(**options))
    ```
    """
    extra = [arg for arg in node.args if arg.keyword is not None]
    if extra:
        message = "Path takes no keywords: it ignored them"
        args = [arg for arg in node.args if arg.keyword is None]
        if file.guard(node) or any(
            not isinstance(arg.value, (cst.Name, cst.Integer, cst.SimpleString)) for arg in extra
        ):
            yield Hit(node, message)
            return
        if args:
            last = node.args[-1]
            args[-1] = args[-1].with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)
        yield Hit(node, message, node.with_changes(args=args))


@rule(
    "PY314-path-relative-to",
    package="python",
    since=None,
    gone="3.14",
    docs=DOCS_312,
    safety="review",
    needles=["relative_to pathlib", "is_relative_to pathlib"],
)
def relative_to(node: cst.Call, file: File) -> Iterator[Hit]:
    """``relative_to`` takes one path.

    Several parts are deprecated in Python 3.12 and an error from 3.14.

    Review: the parts are joined as the kind of path that the file shows.

    ```diff
     from pathlib import Path

    -print(Path("/a/b/c").relative_to("/a", "b"))
    +print(Path("/a/b/c").relative_to(Path("/a", "b")))
    ```

    ```diff
     from pathlib import Path

     print(Path("/a/b/c").relative_to("/a"), Path("/a/b/c").relative_to("/a", walk_up=True))
     print(ours.relative_to("/a", "b"))
    ```
    """
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in ("relative_to", "is_relative_to"):
        return
    kinds = origins(node.func.value, file) & PATHS
    parts = [arg for arg in node.args if arg.keyword is None]
    if not kinds or len(parts) < 2:
        return
    message = f"{node.func.attr.value} takes one path"
    if file.guard(node) or len(parts) != len(node.args):
        yield Hit(node, message)
    else:
        path = file.ref(min(kinds), node)
        joined = ", ".join(file.code(arg.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for arg in parts)
        yield Hit(node, message, f"{file.code(node.func)}({path}({joined}))", imports=path.imports)


PRIVATE = (
    "_from_parts",
    "_from_parsed_parts",
    "_flavour",
    "_accessor",
    "_init",
    "_parse_args",
    "_make_child",
    "_cparts",
)


@rule(
    "PY312-path-private",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#pathlib",
    safety="manual",
    needles=[f"{name} pathlib" for name in PRIVATE],
)
def private(node: cst.Attribute | cst.AssignTarget, file: File) -> Iterator[Hit]:
    """Private parts of paths went when paths could be subclassed.

    Rewritten in Python 3.12 (``_accessor`` went in 3.11).

    Manual: a subclass needs nothing of it since 3.12; ``with_segments`` makes new paths.

    ```diff
     import pathlib

     print(pathlib.Path("a").parts, ours._flavour)
    ```
    """
    if isinstance(node, cst.Attribute):
        if node.attr.value in PRIVATE and (_is_path(node.value, file) or _kind(node.value, file)):
            yield Hit(node, f"{node.attr.value} of a path is private, and another since 3.12")
    elif isinstance(node.target, cst.Name) and node.target.value in PRIVATE:
        definition = file.class_around(node)
        if definition is not None and _subclasses_path(definition, file):
            yield Hit(node, f"{node.target.value} of a path is private, and another since 3.12")


def _is_path(node: Node, file: File) -> bool:
    return bool(origins(node, file) & PATHS) or file.resolve(node) in PATHS


def _kind(node: Node, file: File) -> bool:
    """Whether ``node`` is ``type(path)``."""
    if not isinstance(node, cst.Call) or file.resolve(node.func) != "builtins.type" or len(node.args) != 1:
        return False
    return _is_path(node.args[0].value, file)


def _subclasses_path(definition: cst.ClassDef, file: File) -> bool:
    return bool(file.ancestors(definition) & PATHS) or any(_kind(base.value, file) for base in definition.bases)


@rule(
    "PY312-path-subclass-new",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.12.html#pathlib",
    safety="manual",
    needles=["class pathlib __new__"],
)
def subclass_new(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``Path.__new__`` overridden: the arguments go to ``__init__`` now.

    Since Python 3.12 paths take their arguments in ``__init__``; what ``__new__`` does with them has no effect.

    Manual: override ``__init__``, and ``with_segments`` where derived paths need more.

    ```diff
     import pathlib


     class Name(str):
         def __new__(cls, *args):
             return super().__new__(cls, pathlib.Path(*args))
    ```
    """
    definition = file.class_around(node)
    if node.name.value == "__new__" and definition is not None and _subclasses_path(definition, file):
        yield Hit(node, "paths take their arguments in __init__ since 3.12")


later = renamed_methods(
    "PY315-path-methods",
    package="python",
    since=None,
    gone=None,
    docs=DOCS_313,
    safety="manual",
    moved={
        **{f"pathlib.{name}.is_reserved": "" for name in CLASSES},
        **{f"pathlib.Pure{name}.as_uri": "" for name in ("Path", "PosixPath", "WindowsPath")},
    },
    doc="""
    ``is_reserved`` of all paths, and ``as_uri`` of pure ones, are deprecated.

    ``is_reserved`` since Python 3.13, to go in 3.15; ``PurePath.as_uri`` since 3.14, to go in 3.19.

    Manual: ``os.path.isreserved`` (3.13) for the one, ``Path.as_uri`` for the other.

    ```diff
     import pathlib

     print(pathlib.Path("/a").as_uri(), ours.is_reserved())
    ```
    """,
)
