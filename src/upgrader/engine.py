"""Sieve, one walk, fix point: how rules meet files.

A file is parsed only when it contains the words of some rule; then one walk indexes it and every rule looks at the
index. Scan and fix run the same rules. The engine distrusts them: a fix must parse, settle and keep every comment, or
the file stays as it was and the rule is named.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath

import libcst as cst
from packaging.version import Version

from upgrader import catalogue
from upgrader.catalogue import Card, is_must
from upgrader.edit import NewImport, apply, expression
from upgrader.kinds import file_kind
from upgrader.model import Change, Finding, Safety, Skip
from upgrader.modules import Modules, stem
from upgrader.names import Names, Node, dotted
from upgrader.printing import Places, positions, printed
from upgrader.rule import DELETE, File, Hit, Rule
from upgrader.sieve import wanted
from upgrader.source import (
    NOT_EXACT,
    Text,
    Unparsable,
    Unreadable,
    check_compiles,
    check_grammar,
    check_parses,
    decode,
    encode,
    lost_comments,
    parse,
)
from upgrader.sweep import SUPPRESSION, Looked, Settings, fix, scan, scan_some

__all__ = ["Looked", "Settings", "fix", "fix_file", "rules_for", "scan", "scan_file", "scan_some"]

MAX_PASSES = 10

_NO_MODULES = Modules(Path(), ())  #: for a file on its own


# -- one file --------------------------------------------------------------------------------------------------------


def scan_file(
    path: PurePosixPath,
    data: bytes,
    settings: Settings,
    modules: Modules = _NO_MODULES,
    cards: Sequence[Card] | None = None,
) -> Looked:
    """Return the findings of the rules in one file's bytes: Python by its suffix, else a template.

    ``cards`` are those of the rules that the sieve lets through, where it was asked already.
    """
    if (what := file_kind(path)) != "python":
        from upgrader.plain import scan_plain
        from upgrader.templates import scan_template

        return (scan_plain if what == "plain" else scan_template)(path, data, settings)
    rules = rules_for(path, data, settings, modules, cards)
    if not rules and SUPPRESSION not in data:
        return Looked()
    try:
        text = decode(data)
        file = _file(path, text.text, settings, modules)
    except Unreadable as why:
        return Looked(skipped=(Skip(path, str(why)),))
    found, rows = run_rules(rules, file)
    if found or "upgrader:" in text.text:
        places, whole = positions(file.module, [hit.node for _, hit in found])
        if whole != text.text:
            rows.append(Skip(path, f"{NOT_EXACT}: it is only reported on"))
        kept, idle = _unsuppressed(found, places, text.text) if "upgrader:" in text.text else (found, [])
        rows += [Skip(path, why) for why in unused(idle, settings)]
        return Looked(findings=_findings(kept, places, file, settings), skipped=tuple(rows))
    return Looked(skipped=tuple(rows))


def fix_file(
    path: PurePosixPath,
    data: bytes,
    settings: Settings,
    modules: Modules = _NO_MODULES,
    cards: Sequence[Card] | None = None,
) -> Looked:
    """Return the change that the rules make to one file's bytes, all or nothing: Python by its suffix, else a template.

    ``cards`` are those of the rules that the sieve lets through, where it was asked already.
    """
    if (what := file_kind(path)) != "python":
        from upgrader.plain import fix_plain
        from upgrader.templates import fix_template

        return (fix_plain if what == "plain" else fix_template)(path, data, settings)
    rules = rules_for(path, data, settings, modules, cards, fixing=True)
    if not rules:
        return Looked()
    known = list(rules)
    rows: list[Skip] = []
    try:
        text = decode(data)
        file = _file(path, text.text, settings, modules, fixing=True)
    except Unreadable as why:
        return Looked(skipped=(Skip(path, str(why)),))
    while rules:
        try:
            fixed = _settle(file, text.text, rules, settings, modules)
            after = encode(fixed.text, text)
        except Unreadable as why:
            return Looked(skipped=(Skip(path, str(why)),))
        except (_Rejected, UnicodeEncodeError) as why:
            culprits = _culprits(file, text, rules, settings, modules)
            rows += [Skip(path, f"{rule.id} was left out here: {reason}") for rule, reason in culprits.items()]
            if not culprits:
                rows.append(Skip(path, f"left as it was: {why}"))
                break
            rules = [rule for rule in rules if rule not in culprits]
            continue
        # what one rule writes may be what another one looks for
        more = [] if after == data else [rule for rule in fixed.let_through if rule not in known]
        if more:
            known += more
            rules = sorted([*rules, *more], key=lambda rule: rule.id)
            continue
        rows += fixed.failures
        change = Change(path, data, after) if after != data else None
        rules_used, requires = tuple(sorted(fixed.rules)), tuple(sorted(fixed.requires))
        return Looked((), change, tuple(rows), rules_used, requires, tuple(fixed.operations), tuple(fixed.files))
    return Looked(skipped=tuple(rows))


class _Rejected(Exception):
    """A fix that the engine does not believe."""


@dataclass
class _Fixed:
    text: str
    let_through: Sequence[Rule] = ()  #: what the sieve says of the text, where it is another one
    rules: set[str] = field(default_factory=set)
    requires: set[str] = field(default_factory=set)
    operations: list[str] = field(default_factory=list)
    files: list[tuple[PurePosixPath, str]] = field(default_factory=list)
    failures: list[Skip] = field(default_factory=list)


def _settle(file: File, text: str, rules: Sequence[Rule], settings: Settings, modules: Modules) -> _Fixed:
    """Apply the rules to ``file`` until nothing changes.

    Raises _Rejected when that does not end, or ends badly, and Unreadable for what could not be printed back as it was.
    """
    fixed = _Fixed(text)
    losable: Counter[str] = Counter()
    asked = rules
    for number in range(MAX_PASSES):
        found, failures = run_rules(asked, file)
        fixed.failures += [row for row in failures if row not in fixed.failures]
        kept = found
        if "upgrader:" in fixed.text:
            kept, _ = _unsuppressed(found, positions(file.module, [hit.node for _, hit in found])[0], fixed.text)
        hits = [(rule, hit) for rule, hit in kept if hit.fixable and (hit.safety or rule.safety) in settings.safety]
        if hits and not number and printed(file.module) != text:
            raise Unreadable(NOT_EXACT)
        try:
            module = apply_hits(hits, file, fixed, losable)
        except Exception as error:  # what a rule wants to put there is as foreign as the rule
            reason = str(error).partition("\n")[0]
            raise _Rejected(f"its edit failed: {type(error).__name__}: {reason}") from None
        before = fixed.text
        if module is not file.module:
            try:
                fixed.text, again = _tidied(module, file, settings, modules, losable)
                fixed.let_through = rules_for(file.path, fixed.text.encode(), settings, modules, fixing=True)
                # the others cannot find anything in it
                asked = [rule for rule in rules if rule in fixed.let_through]
                if asked:
                    file = again or _file(file.path, fixed.text, settings, modules, fixing=True)
                else:
                    check_parses(fixed.text, settings.old.python)
            except Unreadable as why:
                raise _Rejected(f"the result {why}") from None
        if fixed.text == before or not asked:
            _check_comments(text, fixed.text, losable)
            _check_old_grammar(text, fixed.text, settings.old.python)
            return fixed
    raise _Rejected(f"it did not settle within {MAX_PASSES} passes")


def _check_old_grammar(before: str, after: str, python: Version) -> None:
    """Raise _Rejected when this interpreter could compile the file, or the old one read it, and can no longer."""
    if before == after:
        return
    try:
        check_compiles(before, after)
    except Unparsable as why:
        raise _Rejected(f"the result {why}") from None
    try:
        check_grammar(after, python)
    except Unparsable as why:
        try:
            check_grammar(before, python)
        except Unparsable:
            return
        sentence = str(why).replace("does not parse", f"does not parse on Python {python}", 1)
        raise _Rejected(f"the result {sentence}") from None


def _check_comments(before: str, after: str, losable: Counter[str]) -> None:
    if before == after:
        return
    try:
        lost = lost_comments(before, after) - losable
    except (SyntaxError, ValueError) as error:
        raise _Rejected(f"its tokens cannot be read: {error}") from None
    if lost:
        raise _Rejected(f"it would lose the comment {next(iter(lost))!r}")


def _culprits(file: File, text: Text, rules: Sequence[Rule], settings: Settings, modules: Modules) -> dict[Rule, str]:
    """Return the rules that fail on their own; when none does, all that change the file: they do not get along."""
    alone: dict[Rule, str] = {}
    changing: dict[Rule, str] = {}
    for rule in rules:
        try:
            fixed = _settle(file, text.text, [rule], settings, modules)
            encode(fixed.text, text)
        except (_Rejected, UnicodeEncodeError) as why:
            alone[rule] = str(why)
        else:
            if fixed.text != text.text:
                changing[rule] = "it does not get along with " + ", ".join(r.id for r in rules if r is not rule)
    return alone or changing


def _file(path: PurePosixPath, text: str, settings: Settings, modules: Modules, *, fixing: bool = False) -> File:
    module = parse(text, settings.old.python)
    try:
        names = Names(module, modules.package(path), modules.canonical, modules.hiding(path))
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    file = File(path, module, names, settings.old, settings.target, modules.ancestors)
    file.required = settings.required
    file.utcnow = settings.utcnow
    file.text = text
    file.heirs = lambda name: modules.heirs(f"{modules.name(path)}.{name}")
    file.settings = cache(lambda: modules.settings(path, text))
    file.app = lambda: modules.app(path)
    file.others = lambda word: {other: text for other, text in modules.with_word(word).items() if other != path}
    file.star_imported = lambda: modules.star_imported(path)
    public = _declared_public(file) | _in_type_comments(text)
    file.exported = lambda name: name in public or (fixing and (stem(path), name) in modules.exports)
    return file


def _declared_public(file: File) -> frozenset[str]:
    """Return the names in the module's ``__all__``, as far as they are plain strings."""
    found: set[str] = set()
    for binding in file.names.root.bindings.get("__all__", ()):
        around = file.inside(binding.node, cst.Assign)
        if around is not None and isinstance(around.value, (cst.List, cst.Tuple)):
            values = [element.value for element in around.value.elements]
            found.update(str(v.raw_value) for v in values if isinstance(v, cst.SimpleString))
    return frozenset(found)


def _in_type_comments(text: str) -> frozenset[str]:
    """Return the names in the comments that say types, for which imports are there as well."""
    comments = _TYPE_COMMENT.findall(text) if "type:" in text else []
    return frozenset(name for comment in comments for name in _WORD.findall(comment))


_TYPE_COMMENT = re.compile(r"#[ \t]*type:(?![ \t]*ignore\b)([^#\n]*)")
_WORD = re.compile(r"[A-Za-z_]\w*")


def run_rules(rules: Iterable[Rule], file: File) -> tuple[list[tuple[Rule, Hit]], list[Skip]]:
    """Return the rules' hits in one file, and a row for each rule that crashed there."""
    found: list[tuple[Rule, Hit]] = []
    failures: list[Skip] = []
    for rule in rules:
        try:
            hits = [(rule, _believed(hit, rule, file)) for node in _wanted(rule, file) for hit in rule.find(node, file)]
        except Exception as error:  # a rule is foreign code: whatever it raises costs that rule in this file
            failures.append(Skip(file.path, f"{rule.id} failed here: {type(error).__name__}: {error}"))
        else:
            found += hits
    return found, failures


def _believed(hit: Hit, rule: Rule, file: File) -> Hit:
    """Return a hit without its edit where that would set a name of this file instead of an attribute of a module.

    Raises ValueError for a fix that is better than the rule says that its fixes are at best.
    """
    if hit.safety is not None and hit.safety is not rule.safety and hit.fixable:
        best = rule.at_best or rule.safety
        if hit.safety is Safety.SAFE is not best or (hit.safety is Safety.REVIEW and best is Safety.MANUAL):
            raise ValueError(f"a fix is {hit.safety}, and the rule says {best} at best")
    bare = hit.replace.isidentifier() if isinstance(hit.replace, str) else isinstance(hit.replace, cst.Name)
    if bare and isinstance(hit.node, cst.Attribute) and _is_set(hit.node, file):
        return Hit(hit.node, hit.message, safety=hit.safety, certain=hit.certain)
    return hit


def _is_set(node: Node, file: File) -> bool:
    """Whether something is assigned to ``node``, or it is deleted."""
    around = file.parent(node)
    while isinstance(around, (cst.Element, cst.StarredElement, cst.Tuple, cst.List)):
        node, around = around, file.parent(around)
    if isinstance(around, (cst.AugAssign, cst.AnnAssign, cst.For, cst.CompFor)):
        return around.target is node
    return isinstance(around, (cst.AssignTarget, cst.Del, cst.AsName))


def _wanted(rule: Rule, file: File) -> Iterator[Node]:
    """Yield the nodes a rule asked for by its annotation and ``names``, each once."""
    if not rule.names or rule.nodes == (cst.Module,):
        for kind in rule.nodes:
            yield from tuple(file.names.nodes.get(kind, ()))
        return
    seen: set[int] = set()
    for name in rule.names:
        for node in (*file.names.references.get(name, ()), *file.names.imported.get(name, ())):
            for found in _as_kind(node, rule.nodes, file):
                if id(found) not in seen:
                    seen.add(id(found))
                    yield found


def _as_kind(node: Node, kinds: Sequence[type[Node]], file: File) -> Iterator[Node]:
    parent = file.parent(node)
    for kind in kinds:
        if isinstance(node, kind):
            yield node
        elif kind is cst.Call and isinstance(parent, cst.Call) and parent.func is node:
            yield parent
        elif kind is cst.Decorator:
            call = parent if isinstance(parent, cst.Call) and parent.func is node else node
            above = file.parent(call)
            if isinstance(above, cst.Decorator):
                yield above
        elif kind is cst.ClassDef and isinstance(parent, cst.Arg):
            above = file.parent(parent)
            if isinstance(above, cst.ClassDef) and parent in above.bases:
                yield above
        elif kind in (cst.Import, cst.ImportFrom) and isinstance(node, cst.ImportAlias) and isinstance(parent, kind):
            yield parent


def apply_hits(hits: Sequence[tuple[Rule, Hit]], file: File, fixed: _Fixed, losable: Counter[str]) -> cst.Module:
    """Apply as many hits as do not touch the same code; the others get their turn in the next pass."""
    replacements: dict[Node, Node | None] = {}
    drop: list[cst.ImportAlias] = []
    imports: list[NewImport] = []
    helpers: list[str] = []
    taken: set[int] = set()
    arriving: dict[str, NewImport] = {}
    for rule, hit in hits:
        edits = [*([(hit.node, hit.replace)] if hit.replace is not None else []), *hit.also]
        nodes = [node for node, _ in edits] + list(hit.drop)
        inside = {id(part) for node in nodes for part in _parts(node)}
        around = {id(outer) for node in nodes for outer in file.names.parents(node)}
        if inside & taken or any(id(other) in around for other in replacements):
            continue
        if any(arriving.setdefault(new.local, new) != new for new in _binding(hit.imports)):
            continue  # two modules of one name: the next pass knows that the name is taken
        for node, new in edits:
            replacements[node] = None if new is DELETE else _node(new, node, file)
            if new is DELETE:
                losable.update(_comments_in(node))
        losable.update(_comments_with(hit.drop, file))
        taken |= inside
        drop += hit.drop
        imports += hit.imports
        helpers += hit.helpers
        fixed.rules.add(rule.id)
        fixed.requires.update(hit.requires)
        fixed.operations += hit.operations
        fixed.files += hit.files
    if not (replacements or drop or imports or helpers):
        return file.module
    return apply(file.names, replacements, drop, imports, helpers)


def _binding(imports: Iterable[NewImport]) -> list[NewImport]:
    """Return what imports bind one name to each, wherever they stand; ``import a.b`` binds ``a`` as often as it likes."""
    return [replace(new, at=None) for new in imports if new.name or new.asname]


def _comments_with(aliases: Iterable[cst.ImportAlias], file: File) -> list[str]:
    """Return the comments that belong to import aliases: behind each, and at the end of its line."""
    found: list[str] = []
    for alias in aliases:
        line = file.inside(alias, cst.SimpleStatementLine)
        found += _comments_in(alias) + (_comments_in(line.trailing_whitespace) if line else [])
    return found


def _comments_in(node: Node) -> list[str]:
    return [part.value for part in _parts(node) if isinstance(part, cst.Comment)]


def _parts(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _parts(child)


def _node(new: Node | str, old: Node, file: File) -> Node:
    if not isinstance(new, str):
        return new
    if isinstance(old, cst.BaseExpression):
        return expression(new, old, file.parent(old))
    first, *more = cst.parse_module(new, config=file.module.config_for_parsing).body
    if more:
        # several statements for one line: a module prints as its statements, wherever it stands
        return cst.Module([first.with_changes(leading_lines=getattr(old, "leading_lines", ())), *more])
    statement = cst.parse_statement(new, config=file.module.config_for_parsing)
    if isinstance(old, cst.BaseSmallStatement):
        return cst.ensure_type(statement, cst.SimpleStatementLine).body[0]
    return statement.with_changes(leading_lines=getattr(old, "leading_lines", ()))


def _tidied(
    module: cst.Module, before: File, settings: Settings, modules: Modules, losable: Counter[str]
) -> tuple[str, File | None]:
    """Drop the imports that this pass left without a use; those that had none before are the project's own business.

    Returns the text and the file that it makes, if that was made: what could be printed exactly before still can. Raises
    Unreadable.
    """
    text = printed(module)
    file = _file(before.path, text, settings, modules, fixing=True)
    used_before = {_key(alias, before) for alias in _aliases(before) if before.names.uses(alias)}
    idle = [
        alias
        for alias in _aliases(file)
        if _key(alias, file) in used_before
        and not file.exported(file.names.local(alias))
        and not file.guard(alias)
        and (_is_left_over(alias, before, file) or (not file.names.uses(alias) and not _is_bound_twice(alias, file)))
    ]
    if not idle:
        return text, file
    losable.update(_comments_with(idle, file))
    return printed(apply(file.names, {}, idle)), None


def _is_bound_twice(alias: cst.ImportAlias, file: File) -> bool:
    return len(file.names.root.bindings.get(file.names.local(alias), ())) > 1


def _is_left_over(alias: cst.ImportAlias, before: File, file: File) -> bool:
    """Whether nothing uses ``a.b`` of ``import a.b`` any more, where others like ``import a.c`` are there for all uses."""
    name, top = dotted(alias.name), file.names.local(alias)
    plain = [
        dotted(binding.node.name)
        for binding in file.names.root.bindings.get(top, ())
        if isinstance(binding.node, cst.ImportAlias) and binding.node.asname is None
    ]
    if len(plain) < 2 or len(plain) < len(file.names.root.bindings[top]) or not isinstance(alias.name, cst.Attribute):
        return False
    if not any(_within(chain, name) for chain in _chains(before.names.imported.get(name, ()), before)):
        return False
    others = [other for other in plain if not _within(name, other)]  # a package need not have its modules
    return all(any(_within(chain, other) for other in others) for chain in _chains([alias], file))


def _chains(aliases: Iterable[cst.ImportAlias], file: File) -> list[str]:
    """Return the attribute chains that begin with the names that imports bind."""
    found = []
    for use in (use for alias in aliases for use in file.names.uses(alias)):
        chain: Node = use
        while isinstance(around := file.parent(chain), cst.Attribute) and around.value is chain:
            chain = around
        found.append(file.code(chain))
    return found


def _within(name: str, outer: str) -> bool:
    return name == outer or name.startswith(f"{outer}.")


def _aliases(file: File) -> list[cst.ImportAlias]:
    return [alias for aliases in file.names.imported.values() for alias in aliases]


def _key(alias: cst.ImportAlias, file: File) -> tuple[str, str, str]:
    statement = file.parent(alias)
    module = file.names.module_of(statement) if isinstance(statement, cst.ImportFrom) else ""
    within = [
        node.name.value for node in file.names.parents(alias) if isinstance(node, (cst.FunctionDef, cst.ClassDef))
    ]
    return module, file.code(alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)), ".".join(within)


def rules_for(
    path: PurePosixPath,
    data: bytes,
    settings: Settings,
    modules: Modules = _NO_MODULES,
    cards: Sequence[Card] | None = None,
    *,
    fixing: bool = False,
) -> list[Rule]:
    """Return the rules that could say something about a file: by its bytes, the target and the per-file ignores."""
    if cards is None:
        cards = wanted(path, data, settings, modules, fixing=fixing)
    rules = [catalogue.rule_of(card) for card in cards]
    return [rule for rule in rules if rule.sieve is None or rule.sieve(data)]


# -- findings --------------------------------------------------------------------------------------------------------


def _findings(found: Sequence[tuple[Rule, Hit]], places: Places, file: File, settings: Settings) -> tuple[Finding, ...]:
    result = []
    for rule, hit in found:
        guard = file.guard(hit.node)
        if guard and rule.advice:
            continue  # code that tests for what there is needs no hint
        must = is_must(rule, settings.target) and guard is None and hit.certain and not rule.advice
        safety = hit.safety or rule.safety
        fixable = hit.fixable and safety is not Safety.MANUAL
        message = f"{hit.message} (guarded)" if guard else hit.message
        line, column = places.get(id(hit.node), (1, 1))  # the top, for a node that a rule made itself
        about = (rule.since, rule.gone, rule.docs, rule.advice)
        result.append(Finding(rule.id, file.path, line, column, message, safety, fixable, must, *about))
    return tuple(sorted(result, key=lambda finding: (finding.line, finding.column, finding.rule)))


IGNORE = re.compile(r"#\s*upgrader:\s*(ignore|ignore-file)\[([^\]]*)\]")


def _unsuppressed(
    found: Sequence[tuple[Rule, Hit]], places: Places, text: str
) -> tuple[list[tuple[Rule, Hit]], list[tuple[int, str]]]:
    """Return the hits that no comment suppresses, and line and id of each suppression that matches nothing."""
    said = _comments_by_line(text)
    ignores = [
        (number, match[1] == "ignore-file", name)
        for number, line in enumerate(text.split("\n"), 1)
        if (match := IGNORE.search(line)) and match[0] in said.get(number, "")
        for name in match[2].replace(" ", "").split(",")
    ]
    used: set[tuple[int, str]] = set()
    kept = []
    for rule, hit in found:
        line = places.get(id(hit.node), (1, 1))[0]
        matching = {
            (number, name)
            for number, whole_file, name in ignores
            if (whole_file or number == line) and name and rule.id.startswith(name)
        }
        used |= matching
        if not matching:
            kept.append((rule, hit))
    return kept, [(number, id) for number, _, id in ignores if (number, id) not in used]


def _comments_by_line(text: str) -> dict[int, str]:
    """Return the comment on each line that has one: what looks like one in a string is none."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (SyntaxError, tokenize.TokenError):
        return {}
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def unused(ignores: Iterable[tuple[int, str]], settings: Settings) -> Iterator[str]:
    """Yield a sentence for each suppression without effect; that of a rule that was not asked is none of them."""
    for number, id in ignores:
        known = id and any(card.id.startswith(id) for card in catalogue.cards())
        if not known or any(rule.startswith(id) for rule in settings.rules):
            yield f"line {number}: the ignore of {id or 'nothing'} matches nothing"
