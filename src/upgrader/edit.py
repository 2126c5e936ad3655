"""The only code that knows commas, parentheses, quotes, comments and line breaks.

Everything here takes nodes and gives new nodes; nothing decides *what* to change. Nodes outside an edit are kept as
they are, so libcst prints them byte for byte as they stood.
"""

from __future__ import annotations

import io
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import libcst as cst

from upgrader.names import Names, Node, _fields, dotted
from upgrader.printing import printed
from upgrader.stdlib import MODULES as STANDARD

SmallStatements = tuple[cst.BaseSmallStatement, ...]
NodeT = TypeVar("NodeT", bound=Node)
CommaT = TypeVar("CommaT", bound=cst.Comma | cst.MaybeSentinel)

#: Expressions that bind tighter than any operator: never in need of parentheses.
_PRIMARY = (
    cst.Name,
    cst.Attribute,
    cst.Call,
    cst.Subscript,
    cst.SimpleString,
    cst.FormattedString,
    cst.List,
    cst.Dict,
    cst.Set,
    cst.ListComp,
    cst.SetComp,
    cst.DictComp,
    cst.Ellipsis,
)
#: Expressions that need parentheses wherever a bare one could be misread.
_LOOSE = (cst.NamedExpr, cst.Tuple, cst.GeneratorExp, cst.Yield)
#: Nodes that set an expression apart by commas, brackets or keywords, so that it needs no parentheses there.
_DELIMITERS = (
    cst.Arg,
    cst.Assign,
    cst.AnnAssign,
    cst.AugAssign,
    cst.Return,
    cst.Expr,
    cst.Index,
    cst.Element,
    cst.DictElement,
    cst.If,
    cst.While,
    cst.Param,
    cst.Raise,
    cst.Assert,
    cst.Annotation,
    cst.For,
    cst.Slice,
    cst.AssignTarget,
    cst.CompFor,
    cst.WithItem,
    cst.Decorator,
    cst.FormattedStringExpression,
)


# -- expressions -----------------------------------------------------------------------------------------------------


def expression(code: str, old: cst.BaseExpression, parent: Node) -> cst.BaseExpression:
    """Parse ``code`` to stand where ``old`` stands in ``parent``: old's own parentheses kept, new ones where needed.

    Raises libcst.ParserSyntaxError when ``code`` is no expression.
    """
    breaks = _breaks_line(code)
    new = cst.parse_expression(f"({code})" if breaks else code)
    if old.lpar and breaks and not isinstance(new, cst.GeneratorExp):
        return new.with_changes(lpar=[*old.lpar, *new.lpar[1:]], rpar=[*new.rpar[:-1], *old.rpar])
    if old.lpar and not (new.lpar or isinstance(new, cst.GeneratorExp)):
        return new.with_changes(lpar=old.lpar, rpar=old.rpar)
    in_braces = isinstance(parent, cst.FormattedStringExpression) and code.lstrip().startswith("{")
    if new.lpar or (isinstance(new, _PRIMARY) and not in_braces):
        return new
    if in_braces:  # two braces would be a brace
        return new.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    apart = isinstance(parent, _DELIMITERS) and not (isinstance(parent, cst.Arg) and parent.star)
    if isinstance(parent, (cst.CompFor, cst.CompIf)) and isinstance(new, (cst.IfExp, cst.Lambda)):
        apart = False  # its "if" would be read as the comprehension's
    if isinstance(parent, cst.FormattedStringExpression) and isinstance(new, cst.Lambda):
        apart = False  # its colon would be read as that of a format
    if apart and not isinstance(new, _LOOSE):
        return new
    return new.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _breaks_line(code: str) -> bool:
    """Return whether ``code`` has a line break outside brackets and strings: valid only where it stood before."""
    if "\n" not in code:
        return False
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, tokenize.TokenError):
        return True
    return any(token.type == tokenize.NEWLINE and token.string for token in tokens[:-2])


def text_of(node: Node | None) -> str | None:
    """Return the value of a literal that is a text; None for bytes, for an f-string and for anything else."""
    if not isinstance(node, cst.SimpleString):
        return None
    source = node.value
    if source[0] in "\"'" and "\\" not in source:  # evaluating costs a call of the compiler
        quotes = 3 if len(source) > 5 and source[:3] in ('"""', "'''") else 1
        return source[quotes:-quotes]
    value = node.evaluated_value
    return value if isinstance(value, str) else None


def string(old: cst.SimpleString, value: str) -> cst.SimpleString:
    """Return ``old`` with the raw text between its quotes replaced; prefix and quotes stay."""
    return old.with_changes(value=f"{old.prefix}{old.quote}{value}{old.quote}")


# -- arguments -------------------------------------------------------------------------------------------------------


def without_arg(call: cst.Call, index: int) -> cst.Call:
    """Return ``call`` without its argument number ``index``; the one before it inherits how the list ended."""
    args = list(call.args)
    gone = args.pop(index)
    if args and index == len(args):
        comma, after = gone.comma, gone.whitespace_after_arg
        before = args[-1].comma
        said = before.whitespace_after if isinstance(before, cst.Comma) else None
        if isinstance(said, cst.ParenthesizedWhitespace) and said.first_line.comment:
            # what is said behind the argument before stays with it
            if isinstance(comma, cst.Comma) and isinstance(comma.whitespace_after, cst.ParenthesizedWhitespace):
                ending = comma.whitespace_after.with_changes(first_line=said.first_line)
                comma = comma.with_changes(whitespace_after=ending)
            elif isinstance(after, cst.ParenthesizedWhitespace):
                after = after.with_changes(first_line=said.first_line)
        args[-1] = args[-1].with_changes(comma=comma, whitespace_after_arg=after)
        return call.with_changes(args=args)
    gap = gone.comma.whitespace_after if isinstance(gone.comma, cst.Comma) else None
    if not isinstance(gap, cst.ParenthesizedWhitespace) or not any(line.comment for line in gap.empty_lines):
        return call.with_changes(args=args)
    # what stands on lines of its own above the next argument stays
    if not index:
        return call.with_changes(args=args, whitespace_before_args=_merged(call.whitespace_before_args, gap, False))
    comma = args[index - 1].comma
    if isinstance(comma, cst.Comma):
        comma = comma.with_changes(whitespace_after=_merged(comma.whitespace_after, gap, False))
        args[index - 1] = args[index - 1].with_changes(comma=comma)
    return call.with_changes(args=args)


def with_arg(call: cst.Call, code: str) -> cst.Call:
    """Return ``call`` with one more argument at the end, ``code`` as in a call: ``x``, ``k=x`` or ``**x``."""
    parsed = cst.ensure_type(cst.parse_expression(f"f({code})"), cst.Call).args[0]
    args = list(call.args)
    if not args:
        space = call.whitespace_before_args
        return call.with_changes(
            args=[parsed], whitespace_before_args=space if _has_comment(space) else cst.SimpleWhitespace("")
        )
    last = args[-1]
    if isinstance(last.value, cst.GeneratorExp) and not last.value.lpar:
        # only an argument that is alone may be a generator without parentheses of its own
        bracketed = last.value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        last = args[-1] = last.with_changes(value=bracketed)
    layout = _layout(args[-2].comma if len(args) > 1 else None, call.whitespace_before_args)
    layout, comma, after = _behind(last.comma, last.whitespace_after_arg, layout)
    new = parsed.with_changes(comma=comma, whitespace_after_arg=after)
    args[-1] = last.with_changes(
        comma=cst.Comma(whitespace_after=layout), whitespace_after_arg=cst.SimpleWhitespace("")
    )
    return call.with_changes(args=[*args, new])


def with_entry(node: cst.Dict, code: str) -> cst.Dict:
    """Return a dictionary with one more entry at the end, ``code`` as in a display, laid out like those before it."""
    new = cst.ensure_type(cst.parse_expression(f"{{{code}}}"), cst.Dict).elements[0]
    if not node.elements:
        return node.with_changes(elements=[new])
    *others, last = node.elements
    layout = _layout(others[-1].comma if others else None, node.lbrace.whitespace_after)
    layout, comma, ending = _behind(last.comma, node.rbrace.whitespace_before, layout)
    brace = node.rbrace.with_changes(whitespace_before=ending)
    before = last.with_changes(comma=cst.Comma(whitespace_after=layout))
    return node.with_changes(elements=[*others, before, new.with_changes(comma=comma)], rbrace=brace)


def _layout(between: object, opening: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """Return the whitespace before one more item of a row: that ``between`` the last two, else behind the bracket."""
    layout: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace(" ")
    if isinstance(between, cst.Comma):
        layout = between.whitespace_after
    elif isinstance(opening, cst.ParenthesizedWhitespace):
        layout = opening
    if isinstance(layout, cst.ParenthesizedWhitespace):
        layout = layout.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
    return layout


def _behind(
    comma: CommaT, closing: cst.BaseParenthesizableWhitespace, layout: cst.BaseParenthesizableWhitespace
) -> tuple[cst.BaseParenthesizableWhitespace, CommaT, cst.BaseParenthesizableWhitespace]:
    """Return ``layout``, ``comma`` and ``closing`` so that what is said behind the last item stays with it.

    Those are the whitespace that comes before a new item, what ends the last one, and the whitespace before the bracket.
    """
    ending = comma.whitespace_after if isinstance(comma, cst.Comma) else closing
    if isinstance(layout, cst.ParenthesizedWhitespace) and isinstance(ending, cst.ParenthesizedWhitespace):
        layout = layout.with_changes(first_line=ending.first_line)
        ending = ending.with_changes(first_line=cst.TrailingWhitespace())
        if isinstance(comma, cst.Comma):
            return layout, comma.with_changes(whitespace_after=ending), closing
        return layout, comma, ending
    return layout, comma, closing


def keyword(call: cst.Call, name: str) -> cst.Arg | None:
    """Return the keyword argument ``name`` of a call, None when it is not spelled out."""
    return next((arg for arg in call.args if arg.keyword is not None and arg.keyword.value == name), None)


def argument(call: cst.Call, position: int, name: str) -> cst.Arg | None:
    """Return an argument by keyword, else by position; None when absent or hidden behind ``*args``."""
    by_name = keyword(call, name)
    if by_name is not None:
        return by_name
    leading = call.args[: position + 1]
    if len(leading) <= position or any(arg.star or arg.keyword is not None for arg in leading):
        return None
    return leading[position]


def spread(call: cst.Call) -> bool:
    """Return whether ``*args`` or ``**kwargs`` hide what is passed."""
    return any(arg.star for arg in call.args)


def with_element(listed: cst.List | cst.Tuple, index: int, code: str) -> cst.List | cst.Tuple:
    """Return a list or tuple with one more element, ``x`` or ``*x``, behind number ``index``, laid out as that one is."""
    elements = list(listed.elements)
    place = elements[index]
    ending = place.comma
    between = ending
    if index == len(elements) - 1:
        between = elements[index - 1].comma if index else cst.MaybeSentinel.DEFAULT
        if not isinstance(between, cst.Comma):
            opening = _brackets_of(listed)[0]
            several_lines = isinstance(opening, cst.ParenthesizedWhitespace)
            between = cst.Comma(whitespace_after=opening if several_lines else cst.SimpleWhitespace(" "))
    assert isinstance(between, cst.Comma)
    layout = between.whitespace_after
    if isinstance(layout, cst.ParenthesizedWhitespace):
        # what is said behind the element stays with it; behind the last one it belongs to the bracket
        last = index == len(elements) - 1
        said = _brackets_of(listed)[1] if last else layout
        line = said.first_line if isinstance(said, cst.ParenthesizedWhitespace) else cst.TrailingWhitespace()
        between = between.with_changes(whitespace_after=layout.with_changes(first_line=line, empty_lines=[]))
        if isinstance(said, cst.ParenthesizedWhitespace):
            bare = said.with_changes(first_line=cst.TrailingWhitespace())
            if not last:
                ending = cst.Comma(whitespace_after=bare)
            elif isinstance(listed, cst.List):
                listed = listed.with_changes(rbracket=listed.rbracket.with_changes(whitespace_before=bare))
            else:
                rpar = listed.rpar[0].with_changes(whitespace_before=bare)
                listed = listed.with_changes(rpar=[rpar, *listed.rpar[1:]])
    new = cst.ensure_type(cst.parse_expression(f"[{code}]"), cst.List).elements[0].with_changes(comma=ending)
    before = [*elements[:index], place.with_changes(comma=between)]
    return listed.with_changes(elements=[*before, new, *elements[index + 1 :]])


def _brackets_of(
    listed: cst.List | cst.Tuple,
) -> tuple[cst.BaseParenthesizableWhitespace, cst.BaseParenthesizableWhitespace]:
    """Return the whitespace behind the opening bracket and before the closing one."""
    if isinstance(listed, cst.List):
        return listed.lbracket.whitespace_after, listed.rbracket.whitespace_before
    none = cst.SimpleWhitespace("")
    return (listed.lpar[-1].whitespace_after, listed.rpar[0].whitespace_before) if listed.lpar else (none, none)


# -- replacing and deleting ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewImport:
    """An import to have: ``from module import name as asname``, or ``import module as asname`` without ``name``.

    ``at`` is the import statement whose place it takes; None puts it where the module keeps such imports.
    """

    module: str
    name: str | None = None
    asname: str | None = None
    at: cst.Import | cst.ImportFrom | None = None

    @property
    def local(self) -> str:
        """The name it binds."""
        return self.asname or self.name or self.module.split(".")[0]

    def small_statement(self) -> cst.BaseSmallStatement:
        """Return it as a node."""
        asname = f" as {self.asname}" if self.asname and self.asname != (self.name or self.module) else ""
        code = f"from {self.module} import {self.name}{asname}" if self.name else f"import {self.module}{asname}"
        return cst.ensure_type(cst.parse_statement(code), cst.SimpleStatementLine).body[0]


def apply(
    names: Names,
    replacements: Mapping[Node, Node | None],
    drop: Iterable[cst.ImportAlias] = (),
    imports: Sequence[NewImport] = (),
    helpers: Sequence[str] = (),
) -> cst.Module:
    """Return the module with nodes replaced (None deletes a statement), import aliases dropped and imports added.

    ``helpers`` are sources of functions and classes to define below the imports, unless the module has one of that name.
    """
    changes: dict[int, Node | None] = {id(old): new for old, new in replacements.items()}
    owners = {id(old): old for old in replacements}
    lines: dict[int, list[cst.BaseSmallStatement]] = {}
    wanted = _merge(names, drop, imports, changes, owners, lines)
    dirty = {id(around) for old in owners.values() for around in names.parents(old)}
    module = cst.ensure_type(_build(names.module, changes, lines, dirty), cst.Module)
    for new in wanted:
        module = _insert(module, new)
    for helper in dict.fromkeys(helpers):
        module = _define(module, helper)
    if bool(module.body) != bool(names.module.body):
        # an empty file has no line, so none that ends
        module = module.with_changes(has_trailing_newline=bool(module.body or module.header or module.footer))
    return module


def _merge(
    names: Names,
    drop: Iterable[cst.ImportAlias],
    imports: Sequence[NewImport],
    changes: dict[int, Node | None],
    owners: dict[int, Node],
    lines: dict[int, list[cst.BaseSmallStatement]],
) -> list[NewImport]:
    """Work the import edits into ``changes`` and ``lines``; return the imports that still need a line of their own."""
    dropped = {id(alias) for alias in drop}
    touched: dict[int, cst.Import | cst.ImportFrom] = {}
    left: dict[int, list[cst.ImportAlias]] = {}
    after: dict[int, list[NewImport]] = defaultdict(list)

    def touch(statement: cst.Import | cst.ImportFrom) -> list[cst.ImportAlias]:
        touched[id(statement)] = statement
        assert not isinstance(statement.names, cst.ImportStar)
        kept = [changes.get(id(alias), alias) for alias in statement.names if id(alias) not in dropped]
        return left.setdefault(id(statement), [alias for alias in kept if isinstance(alias, cst.ImportAlias)])

    for alias in drop:
        statement = names.parent(alias)
        assert isinstance(statement, (cst.Import, cst.ImportFrom))
        touch(statement)
    homes = [
        node
        for node in names.nodes[cst.ImportFrom]
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar)
    ]
    own_lines: list[NewImport] = []
    for new in dict.fromkeys(imports):
        block = _block(names, new.at)
        home = next(
            (
                home
                for home in homes
                if new.name
                and names.module_of(home) == new.module
                and _block(names, home) is block
                and id(home) not in changes
                and (id(home) not in left or left[id(home)] or home is new.at)
            ),
            None,
        )
        if home is not None:
            aliases = touch(home)
            parsed = new.small_statement()
            assert isinstance(parsed, cst.ImportFrom) and not isinstance(parsed.names, cst.ImportStar)
            if not any(_spelled(alias) == _spelled(parsed.names[0]) for alias in aliases):
                _add_alias(aliases, parsed.names[0], home)
        elif new.at is not None:
            touch(new.at)
            after[id(new.at)].append(new)
        elif not _present(names, new):
            own_lines.append(new)
    for key, statement in touched.items():
        result: list[cst.BaseSmallStatement] = []
        if left[key]:
            result.append(_with_aliases(statement, left[key]))
        together: dict[str, list[cst.ImportAlias]] = {}
        for new in after[key]:
            parsed = new.small_statement()
            if isinstance(parsed, cst.ImportFrom) and not isinstance(parsed.names, cst.ImportStar):
                if new.module in together:
                    if not any(_spelled(alias) == _spelled(parsed.names[0]) for alias in together[new.module]):
                        _add_alias(together[new.module], parsed.names[0], parsed)
                    continue
                together[new.module] = aliases = list(parsed.names)
                parsed = parsed.with_changes(names=aliases)
            if not any(_code(parsed) == _code(small) for small in result):
                result.append(parsed)
        owners[key] = statement
        changes.pop(key, None)
        lines[key] = result
    return own_lines


def _present(names: Names, new: NewImport) -> bool:
    qualified = f"{new.module}.{new.name}" if new.name else new.module
    wanted = _spelled(new.small_statement().names[0])  # type: ignore[attr-defined]
    return any(
        _spelled(alias) == wanted and _block(names, names.parent(alias)) is names.module
        for alias in names.imported.get(qualified, ())
    )


def _block(names: Names, statement: Node | None) -> Node:
    """Return the block (module or indented body) a small statement stands in; the module for None."""
    return names.module if statement is None else names.parent(names.parent(statement))


def _spelled(alias: cst.ImportAlias) -> tuple[str, str | None]:
    asname = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else None
    return dotted(alias.name), asname


def _code(node: Node) -> str:
    return printed(cst.Module([]), node).strip()


def _add_alias(aliases: list[cst.ImportAlias], new: cst.ImportAlias, home: cst.ImportFrom) -> None:
    """Insert ``new`` in order when the aliases are in order, else at the end; commas in the statement's own style."""
    keys = [_spelled(alias)[0] for alias in aliases]
    fold = str.casefold if keys != sorted(keys) else str
    in_order = [fold(key) for key in keys] == sorted(fold(key) for key in keys)
    place = sum(fold(key) <= fold(_spelled(new)[0]) for key in keys) if in_order else len(keys)
    if place < len(aliases):
        between = next((alias.comma for alias in aliases if isinstance(alias.comma, cst.Comma)), None)
        several_lines = len(aliases) == 1 and home.lpar is not None
        layout = home.lpar.whitespace_after if several_lines and home.lpar else cst.SimpleWhitespace(" ")
        comma = between if between and len(aliases) > 1 else cst.Comma(whitespace_after=layout)
        aliases.insert(place, new.with_changes(comma=comma))
        return
    if not aliases:
        aliases.append(new)
        return
    last = aliases[-1]
    if len(aliases) > 1:
        between = (
            aliases[-2].comma if isinstance(aliases[-2].comma, cst.Comma) else cst.Comma(cst.SimpleWhitespace(" "))
        )
    else:
        layout = home.lpar.whitespace_after if home.lpar else cst.SimpleWhitespace(" ")
        # "(name)" on one line has no layout to copy
        empty = isinstance(layout, cst.SimpleWhitespace) and not layout.value
        between = cst.Comma(whitespace_after=cst.SimpleWhitespace(" ") if empty else layout)
    aliases[-1] = last.with_changes(comma=between)
    aliases.append(new.with_changes(comma=last.comma))


def _with_aliases(
    statement: cst.Import | cst.ImportFrom, aliases: list[cst.ImportAlias]
) -> cst.Import | cst.ImportFrom:
    assert not isinstance(statement.names, cst.ImportStar)
    old_last = statement.names[-1]
    if aliases and not any(alias is old_last for alias in aliases) and isinstance(aliases[-1].comma, cst.Comma):
        # the last alias went: what now ends the list ends it as the old one did
        if (
            isinstance(statement, cst.ImportFrom)
            and statement.lpar is not None
            and isinstance(old_last.comma, cst.Comma)
        ):
            aliases = [*aliases[:-1], aliases[-1].with_changes(comma=_ending(aliases[-1].comma, old_last.comma))]
        else:
            aliases = [*aliases[:-1], aliases[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)]
    return statement.with_changes(names=aliases)


def _ending(kept: cst.Comma, ending: cst.Comma) -> cst.Comma:
    """Return the comma ``ending`` of a list with what is said behind the comma ``kept``."""
    said, layout = kept.whitespace_after, ending.whitespace_after
    if isinstance(said, cst.ParenthesizedWhitespace) and isinstance(layout, cst.ParenthesizedWhitespace):
        return ending.with_changes(whitespace_after=layout.with_changes(first_line=said.first_line))
    return ending


def _build(
    node: Node, changes: Mapping[int, Node | None], lines: Mapping[int, list[cst.BaseSmallStatement]], dirty: set[int]
) -> Node:
    if id(node) in changes:
        new = changes[id(node)]
        assert new is not None, "only statements, decorators and elements can be deleted"
        return new
    if id(node) not in dirty:
        return node
    updates: dict[str, object] = {}
    for name in _fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            updates[name] = _build(value, changes, lines, dirty)
        elif isinstance(value, (list, tuple)):
            if name == "body":
                updates[name] = _build_body(node, value, changes, lines, dirty)
            elif name == "decorators":
                updates[name], after = _build_decorators(value, changes, lines, dirty)
                updates["lines_after_decorators"] = [*after, *getattr(node, "lines_after_decorators")]  # noqa: B009
            elif name == "elements":
                updates |= _build_elements(node, value, changes, lines, dirty)
            else:
                updates[name] = [_build(item, changes, lines, dirty) for item in value]
    if isinstance(node, cst.Set) and not updates.get("elements", True):
        return cst.parse_expression("set()")  # {} is a dict
    return node.with_changes(**updates)


def _build_decorators(
    decorators: Sequence[Node],
    changes: Mapping[int, Node | None],
    lines: Mapping[int, list[cst.BaseSmallStatement]],
    dirty: set[int],
) -> tuple[list[Node], list[cst.EmptyLine]]:
    """Build decorators, of which some may be deleted; return with them the lines that stood above the last deleted."""
    result: list[Node] = []
    pending: list[cst.EmptyLine] = []
    for decorator in decorators:
        above = [*pending, *getattr(decorator, "leading_lines")]  # noqa: B009
        if id(decorator) in changes and changes[id(decorator)] is None:
            pending = above
        else:
            result.append(_build(decorator, changes, lines, dirty).with_changes(leading_lines=above))
            pending = []
    return result, pending


def _build_elements(
    node: Node,
    elements: Sequence[Node],
    changes: Mapping[int, Node | None],
    lines: Mapping[int, list[cst.BaseSmallStatement]],
    dirty: set[int],
) -> dict[str, object]:
    """Build a list, tuple, set or dict of which elements may be deleted, each with the comment on its line.

    What stands on lines of its own above a deleted element, or above the one after it, stays.
    """
    kept: list[Node] = []
    opening, closing = _brackets(node)
    gap = getattr(opening, "whitespace_after", None)  # what stands before the next element
    for index, element in enumerate(elements):
        comma = getattr(element, "comma")  # noqa: B009 - elements of both kinds
        last = index == len(elements) - 1
        after = getattr(closing, "whitespace_before", None) if last else getattr(comma, "whitespace_after", None)
        if id(element) not in changes or changes[id(element)] is not None:
            kept.append(_build(element, changes, lines, dirty))
            gap = after
            continue
        gap = _merged(gap, after, last)
        if last and kept:
            kept[-1] = kept[-1].with_changes(comma=comma)
        elif kept:
            kept[-1] = kept[-1].with_changes(comma=getattr(kept[-1], "comma").with_changes(whitespace_after=gap))  # noqa: B009
        elif opening is not None:
            opening = opening.with_changes(whitespace_after=gap)
        if last and closing is not None and opening is not None:
            if not kept:
                opening = opening.with_changes(whitespace_after=cst.SimpleWhitespace(""))
                gap = gap if _has_comment(gap) else cst.SimpleWhitespace("")
            closing = closing.with_changes(whitespace_before=gap)
    names = _BRACKETS.get(type(node))
    updates: dict[str, object] = {"elements": kept}
    if names is not None:
        updates |= dict(zip(names, (opening, closing), strict=True))
    elif opening is not None:
        updates |= {"lpar": [*getattr(node, "lpar")[:-1], opening], "rpar": [closing, *getattr(node, "rpar")[1:]]}  # noqa: B009
    return updates


_BRACKETS = {cst.List: ("lbracket", "rbracket"), cst.Set: ("lbrace", "rbrace"), cst.Dict: ("lbrace", "rbrace")}


def _brackets(node: Node) -> tuple[Node | None, Node | None]:
    """Return the brackets around the elements of ``node``; None for those of a bare tuple."""
    names = _BRACKETS.get(type(node))
    if names is not None:
        return getattr(node, names[0]), getattr(node, names[1])
    lpar: Sequence[Node] = getattr(node, "lpar", [])
    rpar: Sequence[Node] = getattr(node, "rpar", [])
    return (lpar[-1], rpar[0]) if lpar else (None, None)


def _merged(before: Node | None, after: Node | None, last: bool) -> Node | None:
    """Return the gap that a deleted element leaves between the gaps before and after it."""
    if not isinstance(before, cst.ParenthesizedWhitespace):
        # the comment on the deleted element's line goes with it
        if isinstance(after, cst.ParenthesizedWhitespace):
            return after.with_changes(first_line=cst.TrailingWhitespace())
        return after if last else before
    if isinstance(after, cst.ParenthesizedWhitespace):
        return after.with_changes(first_line=before.first_line, empty_lines=[*before.empty_lines, *after.empty_lines])
    return after if last and not _has_comment(before) else before


def _has_comment(gap: Node | None) -> bool:
    return isinstance(gap, cst.ParenthesizedWhitespace) and (
        gap.first_line.comment is not None or any(line.comment for line in gap.empty_lines)
    )


def _build_body(
    parent: Node,
    body: Sequence[Node],
    changes: Mapping[int, Node | None],
    lines: Mapping[int, list[cst.BaseSmallStatement]],
    dirty: set[int],
) -> list[Node]:
    """Build a block or a line of small statements, where things can vanish, multiply and pass on their comments."""
    result: list[Node] = []
    pending: list[cst.EmptyLine] = []
    for item in body:
        built = _build_lines(item, changes, lines, dirty)
        if not built:
            pending = _handed_down(pending, item)
            continue
        if hasattr(built[0], "leading_lines") and (pending or (not result and item is not body[0])):
            built[0] = _led_by(pending, built[0], first=not result)
            pending = []
        result.extend(built)
    if pending and hasattr(parent, "footer"):
        # nothing follows: kept comments end the block before
        if not result:
            result = [cst.SimpleStatementLine([cst.Pass()], leading_lines=[line for line in pending if line.comment])]
        elif isinstance(result[-1], cst.SimpleStatementLine) and any(line.comment for line in pending):
            result.append(cst.SimpleStatementLine([cst.Pass()], leading_lines=pending))
    if not result and not isinstance(parent, cst.Module):
        small = isinstance(parent, (cst.SimpleStatementLine, cst.SimpleStatementSuite))
        result = [cst.Pass() if small else cst.SimpleStatementLine([cst.Pass()])]
    if result and len(result) != len(body) and isinstance(result[-1], cst.BaseSmallStatement):
        last = body[-1]
        assert isinstance(last, cst.BaseSmallStatement)
        result[-1] = result[-1].with_changes(semicolon=last.semicolon)
    return result


def _build_lines(
    item: Node, changes: Mapping[int, Node | None], lines: Mapping[int, list[cst.BaseSmallStatement]], dirty: set[int]
) -> list[Node]:
    if id(item) in changes and changes[id(item)] is None:
        return []
    if id(item) in lines:  # one of several small statements on a line
        return list(lines[id(item)])
    if isinstance(item, cst.SimpleStatementLine) and id(item) in dirty and len(item.body) == 1:
        only = item.body[0]
        smalls: list[cst.BaseSmallStatement] | None = lines.get(id(only))
        if id(only) in changes and changes[id(only)] is None:
            smalls = []
        if smalls is not None:
            if not smalls:
                return []
            first = item.with_changes(body=[smalls[0]])
            return [first, *(cst.SimpleStatementLine([small]) for small in smalls[1:])]
    return [_build(item, changes, lines, dirty)]


def _handed_down(pending: list[cst.EmptyLine], gone: Node) -> list[cst.EmptyLine]:
    leading = list(getattr(gone, "leading_lines", ()))
    return [*[line for line in pending if line.comment], *leading] if pending else leading


def _led_by(pending: list[cst.EmptyLine], node: Node, first: bool) -> Node:
    """Put what stood above a deleted statement above the next: its comments always, its blank lines if there are none.

    ``first``: nothing is left before ``node`` in its block, so it begins without the blank lines that set it apart.
    """
    own = list(getattr(node, "leading_lines"))  # noqa: B009
    while first and own and not own[0].comment:
        own.pop(0)
    if own:
        pending = [line for line in pending if line.comment]
    return node.with_changes(leading_lines=[*pending, *own])


# -- where imports live ----------------------------------------------------------------------------------------------


def _insert(module: cst.Module, new: NewImport) -> cst.Module:
    """Insert an import line among the module's leading imports: by group (standard library first), then by name."""
    body = list(module.body)
    for index, line in enumerate(body):
        home = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        if new.name and isinstance(home, cst.ImportFrom) and _module_of(home) == new.module:
            assert not isinstance(home.names, cst.ImportStar)
            aliases = list(home.names)
            _add_alias(aliases, cst.ensure_type(new.small_statement().names[0], cst.ImportAlias), home)  # type: ignore[attr-defined]
            body[index] = line.with_changes(body=[home.with_changes(names=aliases)])
            return module.with_changes(body=body)
    rank = _rank(new.module)
    start = next((i for i, line in enumerate(body) if not _is_preamble(line)), len(body))
    end = start
    spots: list[tuple[int, tuple[int, str]]] = []
    for index in range(start, len(body)):
        ranked = _import_rank(body[index])
        if ranked is None:
            break
        spots.append((index, ranked))
        end = index + 1
    line = cst.SimpleStatementLine([new.small_statement()])
    lower = [(index, ranked) for index, ranked in spots if ranked <= rank]
    if lower:
        index, ranked = lower[-1]
        if ranked[0] != rank[0]:
            line = line.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
        body.insert(index + 1, line)
        return module.with_changes(body=body)
    if spots:
        index, ranked = spots[0]
        first = body[index]
        leading = list(getattr(first, "leading_lines"))  # noqa: B009
        blank = [entry for entry in leading if not entry.comment]
        if ranked[0] != rank[0]:
            body[index] = first.with_changes(
                leading_lines=[cst.EmptyLine(indent=False), *(e for e in leading if e.comment)]
            )
        else:
            body[index] = first.with_changes(leading_lines=[e for e in leading if e.comment])
        body.insert(index, line.with_changes(leading_lines=blank))
        return module.with_changes(body=body)
    if start:
        line = line.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    body.insert(end, line)
    if end + 1 < len(body) and not getattr(body[end + 1], "leading_lines", None):
        body[end + 1] = body[end + 1].with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    return module.with_changes(body=body)


def _module_of(home: cst.ImportFrom) -> str | None:
    """Return the module of a plain absolute ``from`` import to which names can be added."""
    absolute = home.module is not None and not home.relative and not isinstance(home.names, cst.ImportStar)
    return dotted(home.module) if absolute and home.module is not None else None


def _define(module: cst.Module, helper: str) -> cst.Module:
    definition = cst.parse_statement(helper, config=module.config_for_parsing)
    assert isinstance(definition, (cst.FunctionDef, cst.ClassDef))
    body = list(module.body)
    if any(isinstance(line, type(definition)) and line.name.value == definition.name.value for line in body):
        return module
    place = next((i for i, line in enumerate(body) if not _is_preamble(line) and _import_rank(line) is None), len(body))
    two_blank = [cst.EmptyLine(indent=False), cst.EmptyLine(indent=False)]
    body.insert(place, definition.with_changes(leading_lines=two_blank if place else []))
    if place + 1 < len(body):
        following = body[place + 1]
        own = [line for line in getattr(following, "leading_lines", ()) if line.comment]
        body[place + 1] = following.with_changes(leading_lines=[*two_blank, *own])
    return module.with_changes(body=body)


def _is_preamble(line: Node) -> bool:
    if not isinstance(line, cst.SimpleStatementLine):
        return False
    small = line.body[0]
    if isinstance(small, cst.ImportFrom):
        return isinstance(small.module, cst.Name) and small.module.value == "__future__"
    return isinstance(small, cst.Expr) and isinstance(small.value, (cst.SimpleString, cst.ConcatenatedString))


def _import_rank(line: Node) -> tuple[int, str] | None:
    if not isinstance(line, cst.SimpleStatementLine):
        return None
    small = line.body[0]
    if isinstance(small, cst.Import):
        return _rank(dotted(small.names[0].name))
    if isinstance(small, cst.ImportFrom):
        module = dotted(small.module) if small.module else ""
        return (3, module) if small.relative else _rank(module)
    return None


def _rank(module: str) -> tuple[int, str]:
    top = module.split(".")[0]
    return (0 if top in STANDARD else 1), module.lower()
