"""The engine of the tables: names that were renamed, or moved to another module, or into the builtins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.edit import NewImport
from upgrader.names import Node
from upgrader.rule import File, Hit


def find_moves(moved: Mapping[str, str], requires: Mapping[str, str], file: File) -> Iterator[Hit]:
    """Yield a hit for each import and each attribute chain that means one of the old names."""
    for old, new in moved.items():
        needs = tuple(requires[top] for top in [new.split(".")[0]] if top in requires)
        for alias in file.names.imported.get(old, ()):
            statement = file.parent(alias)
            message = f"{old} is now {new.removeprefix('builtins.')}"
            if file.guard(alias) in ("try", "version"):
                yield Hit(alias, message)
            elif isinstance(statement, cst.ImportFrom):
                yield _from_import(alias, statement, old, new, message, needs, file)
            elif isinstance(statement, cst.Import):
                yield _import(alias, statement, old, new, message, needs, file)
        own = {id(name) for alias in file.names.imported.get(old, ()) for name in file.names.uses(alias)}
        for node in file.names.references.get(old, ()):
            if id(node) in own or _spelled_by_import(node, old, file):
                continue
            message = f"{old} is now {new.removeprefix('builtins.')}"
            if file.guard(node) in ("try", "version"):
                yield Hit(node, message)
                continue
            old_module, _, _ = old.rpartition(".")
            new_module, _, new_name = new.rpartition(".")
            if old_module == new_module and isinstance(node, cst.Attribute):
                yield Hit(node, message, node.with_changes(attr=node.attr.with_changes(value=new_name)), requires=needs)
            else:
                ref = file.ref(new, node)
                yield Hit(node, message, str(ref), imports=ref.imports, requires=needs)


def _spelled_by_import(node: Node, old: str, file: File) -> bool:
    """Whether ``node`` is the ``a.b`` that a plain ``import a.b`` binds: it goes with its import."""
    return any(
        isinstance(file.parent(alias), cst.Import) and not alias.asname for alias in file.names.imported.get(old, ())
    ) and isinstance(node, (cst.Name, cst.Attribute))


def _from_import(
    alias: cst.ImportAlias,
    statement: cst.ImportFrom,
    old: str,
    new: str,
    message: str,
    needs: tuple[str, ...],
    file: File,
) -> Hit:
    module, _, name = new.rpartition(".")
    local = file.names.local(alias)
    uses = file.names.uses(alias)
    keep_local = (
        alias.asname is not None
        or name == local
        or not uses
        or file.exported(local)
        or any(file.names.candidates(use) != {file.names.resolve(use)} for use in uses)
    )
    also: tuple[tuple[Node, Node | str], ...] = ()
    if module == "builtins":
        if (keep_local and name != local) or (file.names.bound(name) and name != local):
            return Hit(alias, message)  # a builtin cannot be imported under the old name without changing more
        return Hit(alias, message, also=tuple((use, name) for use in uses if name != local), drop=(alias,))
    if keep_local:
        asname = local if name != local else None
    else:
        taken = file.names.bound(name) and not any(
            file.names.local(other) == name for other in file.names.imported.get(new, ())
        )
        asname = local if taken else None
        also = () if taken else tuple((use, name) for use in uses)
    present = any(file.names.local(other) == (asname or name) for other in file.names.imported.get(new, ()))
    if module == file.names.module_of(statement) and not present:
        # only the name changes: the alias stays in its place, with its comma and its comment
        renamed = alias.with_changes(name=cst.Name(name))
        if asname is not None and alias.asname is None:
            renamed = renamed.with_changes(asname=_as(asname))
        return Hit(alias, message, renamed, also=also, requires=needs)
    return Hit(
        alias,
        message,
        also=also,
        drop=(alias,),
        imports=(NewImport(module, name, asname, at=statement),),
        requires=needs,
    )


def _import(
    alias: cst.ImportAlias, statement: cst.Import, old: str, new: str, message: str, needs: tuple[str, ...], file: File
) -> Hit:
    if alias.asname is not None:
        local = file.names.local(alias)
        module, _, name = new.rpartition(".")
        new_import = (
            NewImport(new, None, local, at=statement) if not module else NewImport(module, name, local, at=statement)
        )
        return Hit(alias, message, drop=(alias,), imports=(new_import,), requires=needs)
    also: tuple[tuple[Node, Node | str], ...] = tuple((node, new) for node in file.names.references.get(old, ()))
    return Hit(alias, message, also=also, drop=(alias,), imports=(NewImport(new, at=statement),), requires=needs)


def _as(name: str) -> cst.AsName:
    space = cst.SimpleWhitespace(" ")
    return cst.AsName(cst.Name(name), whitespace_before_as=space, whitespace_after_as=space)
