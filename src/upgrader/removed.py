"""The engine of the other tables: names and whole modules that are gone without an exact successor."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import libcst as cst
from packaging.requirements import Requirement

from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import Carried, File, Hit

_IMPORTERS = ("importlib.import_module", "builtins.__import__")


def find_removed(names: Mapping[str, str], file: File) -> Iterator[Hit]:
    """Yield a hit for each import of one of ``names`` and each attribute chain that means it, with its advice."""
    for old, advice in names.items():
        message = f"{old}: {advice}"
        own: set[int] = set()
        for alias in file.names.imported.get(old, ()):
            own |= {id(name) for name in file.names.uses(alias)}
            yield dropped(alias, message, file)
        for node in file.names.references.get(old, ()):
            if id(node) not in own and not _in_import_chain(node, old, file):
                yield Hit(node, message)


def find_unused(name: str, message: str, file: File) -> Iterator[Hit]:
    """Yield a hit for each import of ``name`` that nothing uses: a name that is gone breaks the file all the same."""
    for alias in file.names.imported.get(name, ()):
        if not file.names.uses(alias):
            yield dropped(alias, message, file)


def find_carried(functions: Mapping[str, Carried], file: File) -> Iterator[Hit]:
    """Yield a hit for each use of one of ``functions``, which is replaced by the function that the file then carries."""
    for old, carried in functions.items():
        message = f"{old} is gone, its code is short enough to keep"
        for alias in file.names.imported.get(old, ()):
            if not file.names.uses(alias):
                yield dropped(alias, message, file)
        for node in file.names.references.get(old, ()):
            if file.guard(node) or is_taken(carried.name, file):
                yield Hit(node, message)
            else:
                yield Hit(
                    node,
                    message,
                    carried.name,
                    imports=carried.imports,
                    helpers=(carried.source,),
                    requires=carried.requires,
                )


def is_taken(name: str, file: File) -> bool:
    """Whether the module binds ``name`` to anything but a function or class (which is ours from an earlier run)."""
    bindings = file.names.root.bindings.get(name, [])
    return not all(isinstance(binding.node, (cst.FunctionDef, cst.ClassDef)) for binding in bindings)


def find_removed_modules(
    modules: Mapping[str, str],
    handled: Collection[str],
    used: Collection[str],
    file: File,
    distributions: Mapping[str, str],
) -> Iterator[Hit]:
    """Yield a hit for each import of one of ``modules`` or from it, except of names in ``handled`` and ``used``.

    A plain ``import module`` is left out when every use of it is of such a name: those uses have findings of their own.
    ``distributions`` are requirements that keep modules alive; one that the project has leaves nothing to report.
    """
    kept = {module: Requirement(text).name for module, text in distributions.items()}
    modules = {module: advice for module, advice in modules.items() if kept.get(module) not in file.required}
    everything = {*handled, *used}
    for qualified, aliases in file.names.imported.items():
        message = _advice(qualified, modules)
        for alias in aliases if message else ():
            if _covered(qualified, handled) or (_covered(qualified, used) and file.names.uses(alias)):
                continue
            # a use that is guarded does not guard an import that is not
            uses = [_whole(use, file) for use in file.names.uses(alias)]
            open_uses = [use for use in uses if not file.guard(use)]
            plain = isinstance(file.parent(alias), cst.Import)
            covered = all(_all_covered(file.names.candidates(use), everything) for use in uses)
            if not (plain and open_uses and covered):
                hit = dropped(alias, message, file)
                requirement = distributions.get(message.partition(":")[0])
                if requirement and not hit.drop and not file.guard(alias):
                    hit = replace(hit, requires=(requirement,), safety=Safety.REVIEW)
                yield hit
    for module, statement in file.names.stars:
        message = _advice(module, modules)
        if message:
            yield Hit(statement, message)
    for call, first, text in file.named_by_text:
        message = _advice(text, modules)
        if message and file.resolve(call.func) in _IMPORTERS:
            yield Hit(first, message)


def dropped(alias: cst.ImportAlias, message: str, file: File) -> Hit:
    """Return a hit that drops the import of a name that is gone, where nothing uses it; else one that only reports."""
    unused = not file.names.uses(alias) and not file.exported(file.names.local(alias)) and not file.guard(alias)
    if unused and file.path.name != "__init__.py":
        # nothing reads it: without the import the file is as good on the new version as it was on the old
        return Hit(alias, f"{message} (imported without a use)", drop=(alias,), safety=Safety.REVIEW)
    return Hit(alias, message)


def _advice(qualified: str, modules: Mapping[str, str]) -> str:
    """Return the message for a dotted name by its longest listed prefix; empty when none is listed."""
    parts = qualified.split(".")
    for end in range(len(parts), 0, -1):
        module = ".".join(parts[:end])
        if module in modules:
            return f"{module}: {modules[module]}"
    return ""


def _covered(qualified: str, handled: Collection[str]) -> bool:
    parts = qualified.split(".")
    return any(".".join(parts[:end]) in handled for end in range(1, len(parts) + 1))


def _all_covered(names: frozenset[str | None], handled: Collection[str]) -> bool:
    return all(name is not None and _covered(name, handled) for name in names)


def _whole(name: Node, file: File) -> Node:
    """Return the longest attribute chain that starts with ``name``."""
    while isinstance(above := file.parent(name), cst.Attribute) and above.value is name:
        name = above
    return name


def _in_import_chain(node: Node, old: str, file: File) -> bool:
    """Whether ``node`` is the ``a.b`` that a plain ``import a.b`` binds: reported at the import."""
    return any(isinstance(file.parent(a), cst.Import) and not a.asname for a in file.names.imported.get(old, ()))
