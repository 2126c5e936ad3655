"""The engine of the tables: names that were renamed, or moved to another module, or into the builtins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import libcst as cst

from upgrader.edit import NewImport, string
from upgrader.names import Node, dotted
from upgrader.removed import dropped
from upgrader.rule import File, Hit


def find_moves(moved: Mapping[str, str], requires: Mapping[str, str], file: File) -> Iterator[Hit]:
    """Yield a hit for each import and each attribute chain that means one of the old names, and for strings that name it."""
    yield from _strings({old: new for old, new in moved.items() if ":" not in new}, file)
    for old, new in moved.items():
        if ":" in new:
            yield from _onto_attribute(old, new, file)
            continue
        needs = tuple(requires[top] for top in [new.split(".")[0]] if top in requires)
        for alias in file.names.imported.get(old, ()):
            statement = file.parent(alias)
            message = f"{old} is now {new.removeprefix('builtins.')}"
            guard = file.guard(alias)
            if guard == "version" or (guard == "try" and not _falls_short(alias, moved, file)):
                yield Hit(alias, message)
            elif isinstance(statement, cst.ImportFrom):
                yield _from_import(alias, statement, old, new, message, needs, file, _arrives(new, moved, alias, file))
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
            elif _arrives(new, moved, node, file):
                yield Hit(node, message, new_name, requires=needs)
            else:
                ref = file.ref(new, node)
                yield Hit(node, message, str(ref), imports=ref.imports, requires=needs)


def _falls_short(alias: cst.ImportAlias, moved: Mapping[str, str], file: File) -> bool:
    """Whether what catches that an import is gone gives its names another meaning than they have today.

    Such code reaches back only: to what was there before the old names were.
    """
    statement, around = file.parent(alias), file.inside(alias, cst.Try)
    if not isinstance(statement, cst.ImportFrom) or around is None or isinstance(statement.names, cst.ImportStar):
        return False
    caught: dict[str, set[str]] = {}
    for qualified, aliases in file.names.imported.items():
        for other in aliases:
            handler = file.inside(other, cst.ExceptHandler)
            if handler is not None and file.parent(handler) is around:
                caught.setdefault(file.names.local(other), set()).add(qualified)
    for tried in statement.names:
        meant = next((name for name, aliases in file.names.imported.items() if tried in aliases), None)
        found = caught.get(file.names.local(tried))
        if meant is not None and found and moved.get(meant, meant) not in {moved.get(name, name) for name in found}:
            return True
    return False


def _arrives(new: str, moved: Mapping[str, str], at: Node, file: File) -> bool:
    """Whether another import that the table moves brings ``new`` under its own name."""
    name = new.rpartition(".")[2]
    scope = file.names.scope(at).find(name)
    bindings = scope.bindings[name] if scope is file.names.root else []
    return bool(bindings) and all(
        binding.qualified is not None and moved.get(binding.qualified) == new and not file.guard(binding.node)
        for binding in bindings
    )


def _onto_attribute(old: str, new: str, file: File) -> Iterator[Hit]:
    """Yield a hit for each use of a name that is now an attribute: ``package.module:Class.attribute`` as its new name."""
    module, _, path = new.partition(":")
    owner, _, attribute = path.partition(".")
    message = f"{old} is now {path} of {module}"
    places: dict[int, Node] = {}
    for alias in file.names.imported.get(old, ()):
        if not file.names.uses(alias):
            yield dropped(alias, message, file)  # nothing but an attribute could be imported
        elif file.names.scope(alias) is file.names.root:
            places.update((id(use), file.parent(alias)) for use in file.names.uses(alias))
    for node in file.names.references.get(old, ()):
        if file.guard(node) in ("try", "version"):
            yield Hit(node, message)
        else:
            ref = file.ref(f"{module}.{owner}", node)
            place = places.get(id(node))
            imports = tuple(
                replace(new_import, at=place) if isinstance(place, cst.ImportFrom) else new_import
                for new_import in ref.imports
            )
            yield Hit(node, message, f"{ref}.{attribute}", imports=imports)


def find_moved_modules(
    modules: Mapping[str, str], handled: Collection[str], requires: Mapping[str, str], file: File
) -> Iterator[Hit]:
    """Yield a hit for each import from a module that moved as a whole, or from below it, and for strings that name it.

    ``handled`` are names in it that have hits of their own.
    """
    everything = {*handled, *modules}
    for statement in _from_imports(file):
        module = file.names.module_of(statement)
        new = _renamed(module, modules)
        if new is None:
            continue
        needs = tuple(requires[top] for top in [new.split(".")[0]] if top in requires)
        message = f"{module} is now {new}"
        aliases = () if isinstance(statement.names, cst.ImportStar) else statement.names
        ours = [alias for alias in aliases if f"{module}.{dotted(alias.name)}" not in everything]
        if file.guard(statement) in ("try", "version"):
            if ours or not aliases:
                yield Hit(statement, message)
        elif len(ours) == len(aliases):
            expression = cst.parse_expression(new)
            assert isinstance(expression, (cst.Name, cst.Attribute))
            yield Hit(statement, message, statement.with_changes(module=expression), requires=needs)
        else:
            for alias in ours:
                asname = file.names.local(alias) if alias.asname is not None else None
                moved = NewImport(new, dotted(alias.name), asname, statement)
                yield Hit(alias, message, drop=(alias,), imports=(moved,), requires=needs)
    for qualified, imported in file.names.imported.items():
        new = None if qualified in everything else _renamed(qualified, modules)
        for alias in imported if new else ():
            plain = file.parent(alias)
            if new and isinstance(plain, cst.Import):
                message = f"{qualified} is now {new}"
                needs = tuple(requires[top] for top in [new.split(".")[0]] if top in requires)
                guarded = file.guard(alias) in ("try", "version")
                yield Hit(alias, message) if guarded else _import(alias, plain, qualified, new, message, needs, file)


def _from_imports(file: File) -> Iterator[cst.ImportFrom]:
    for node in file.names.nodes.get(cst.ImportFrom, ()):
        statement = cst.ensure_type(node, cst.ImportFrom)
        if not statement.relative:
            yield statement


def _renamed(name: str, modules: Mapping[str, str]) -> str | None:
    """Return the new name of a module by the longest listed name that it is or is below of; None when none is listed."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        old = ".".join(parts[:end])
        if old in modules:
            return ".".join([modules[old], *parts[end:]])
    return None


def _strings(moved: Mapping[str, str], file: File) -> Iterator[Hit]:
    for call, first, text in file.named_by_text:
        new = _renamed(text, moved) if call.args[0].keyword is None else None
        if new is None:
            continue
        message = f"{text} is now {new}"
        plain = not first.prefix and not file.guard(call) and not new.startswith("builtins.")
        yield Hit(first, message, string(first, new)) if plain else Hit(first, message)


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
    arrives: bool,
) -> Hit:
    """Return the hit for a name in a ``from`` import; ``arrives`` tells that another import brings the new one too."""
    module, _, name = new.rpartition(".")
    local = file.names.local(alias)
    uses = file.names.uses(alias)
    if not module:
        asname = local if local != name else None
        return Hit(alias, message, drop=(alias,), imports=(NewImport(new, None, asname, statement),), requires=needs)
    keep_local = (
        alias.asname is not None
        or name == local
        or not uses
        or file.exported(local)
        or any(file.names.candidates(use) != {file.names.resolve(use)} for use in uses)
    )
    also: tuple[tuple[Node, Node | str], ...] = ()
    if module == "builtins":
        ambiguous = any(file.names.candidates(use) != {file.names.resolve(use)} for use in uses)
        if name != local and (not uses or file.exported(local) or ambiguous or file.names.bound(name)):
            return dropped(
                alias, message, file
            )  # a builtin cannot be imported under the old name without changing more
        return Hit(alias, message, also=tuple((use, name) for use in uses if name != local), drop=(alias,))
    if keep_local:
        asname = local if name != local else None
    else:
        present = any(file.names.local(other) == name for other in file.names.imported.get(new, ()))
        taken = file.names.bound(name) and not present and not arrives
        asname = local if taken else None
        also = () if taken else tuple((use, name) for use in uses)
        if arrives:
            return Hit(alias, message, also=also, drop=(alias,), requires=needs)
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
