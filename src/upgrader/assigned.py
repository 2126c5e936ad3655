"""Where settings get their values: assignments of settings modules, and keywords of ``override_settings`` and the like."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from upgrader.edit import without_arg
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit

#: Calls whose keywords are settings.
TAKES_SETTINGS = (
    "django.test.override_settings",
    "django.test.utils.override_settings",
    "django.conf.settings.configure",
)
CONFIGURATION = "configurations.Configuration"


@dataclass(frozen=True, eq=False)
class Setting:
    """One place where a setting gets its value.

    ``statement`` is the whole assignment for one of a settings module, ``call`` the call that takes it as ``argument``.
    """

    name: str
    value: cst.BaseExpression
    target: cst.Name
    statement: cst.Assign | cst.AnnAssign | None = None
    call: cst.Call | None = None
    argument: cst.Arg | None = None

    @property
    def place(self) -> cst.CSTNode:
        """The node to report."""
        return self.statement or self.argument or self.target


def assigned(file: File, *names: str) -> Iterator[Setting]:
    """Yield the places where one of the settings ``names`` is assigned, in a settings module and nowhere else.

    At the top level, in ``if`` and ``try`` blocks there, and in classes of django-configurations.
    """
    is_module: bool | None = None
    for kind in (cst.Assign, cst.AnnAssign):
        for node in file.names.nodes.get(kind, ()):
            assert isinstance(node, (cst.Assign, cst.AnnAssign))
            target = node.target if isinstance(node, cst.AnnAssign) else node.targets[0].target
            several = isinstance(node, cst.Assign) and len(node.targets) > 1
            if not isinstance(target, cst.Name) or target.value not in names or node.value is None or several:
                continue
            scope = file.names.scope(node)
            if scope.kind == "module":
                is_module = file.settings() is not None if is_module is None else is_module
                if is_module:
                    yield Setting(target.value, node.value, target, node)
            elif isinstance(scope.node, cst.ClassDef) and CONFIGURATION in file.ancestors(scope.node):
                yield Setting(target.value, node.value, target, node)


def passed(file: File, *names: str) -> Iterator[Setting]:
    """Yield the places where a call sets one of the settings ``names``: overrides in tests, ``settings.configure``."""
    for function in TAKES_SETTINGS:
        for node in file.names.references.get(function, ()):
            yield from _keywords(file.parent(node), node, names)
    for call in file.names.nodes.get(cst.Call, ()):
        # with self.settings(...): of a test case
        assert isinstance(call, cst.Call)
        func = call.func
        if isinstance(func, cst.Attribute) and func.attr.value == "settings" and is_name(func.value, "self"):
            yield from _keywords(call, func, names)


def _keywords(call: cst.CSTNode, func: cst.CSTNode, names: tuple[str, ...]) -> Iterator[Setting]:
    if isinstance(call, cst.Call) and call.func is func:
        for argument in call.args:
            if argument.keyword is not None and argument.keyword.value in names:
                yield Setting(argument.keyword.value, argument.value, argument.keyword, None, call, argument)


def gathered(file: File, *names: str) -> list[Setting] | None:
    """Return the assignments of the settings ``names``, None when they cannot become one assignment in the last one's place.

    They can where each is a line of its own at the top of this file, set once in all settings modules and read in none.
    """
    family = file.settings()
    places = list(assigned(file, *names))
    if family is None or not places:
        return None
    lines = [file.parent(setting.statement) for setting in places if setting.statement is not None]
    plain = all(
        isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 and file.parent(line) is file.module
        for line in lines
    )
    return places if plain and len(places) == mentions(family, names) == len({s.name for s in places}) else None


def mentions(family: str, names: Iterable[str]) -> int:
    """Return how often the settings ``names`` stand in the code of settings modules: strings and comments left out."""
    # what a settings module calls something else by such a name (env("EMAIL_HOST")) is in quotes
    code = re.sub(r"""#[^\n]*|"[^"\n]*"|'[^'\n]*'""", "", family)
    return len(re.findall(rf"\b(?:{'|'.join(names)})\b", code))


def together(places: Sequence[Setting], name: str, code: str, message: str, file: File) -> Iterator[Hit]:
    """Yield the hits that put the setting ``name`` with the value ``code`` in the place of what ``gathered`` returned.

    Each has the whole edit: half of it, because another rule has to do with one of the settings, would lose the others.
    """
    last = places[-1]
    edits: list[tuple[Node, Node | str]] = []
    for setting in places[:-1]:
        assert setting.statement is not None
        edits.append((file.parent(setting.statement), DELETE))
    edits += [(last.target, last.target.with_changes(value=name)), (last.value, cst.parse_expression(code))]
    for setting in places:
        yield Hit(setting.place, message.format(setting.name), also=tuple(edits))


def anywhere(family: str, name: str) -> bool:
    """Return whether a setting is assigned (or added to) anywhere in the text of the settings modules."""
    return re.search(rf"^[ \t]*{name}\b[^\n=]*=(?!=)", family, re.MULTILINE) is not None


def text_of(value: cst.BaseExpression) -> str | None:
    """Return the value of a plain string constant, None for anything else."""
    if isinstance(value, cst.SimpleString) and isinstance(value.evaluated_value, str):
        return value.evaluated_value
    return None


def is_name(value: cst.BaseExpression, name: str) -> bool:
    """Return whether ``value`` is spelled ``name``: True, False, None."""
    return isinstance(value, cst.Name) and value.value == name


def without(setting: Setting, file: File) -> tuple[cst.CSTNode, cst.CSTNode]:
    """Return the node to replace, and by what, so that the setting is no longer given."""
    if setting.call is not None and setting.argument is not None:
        return setting.call, without_arg(setting.call, list(setting.call.args).index(setting.argument))
    assert setting.statement is not None
    line = file.parent(setting.statement)
    alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
    return (line if alone else setting.statement), DELETE
