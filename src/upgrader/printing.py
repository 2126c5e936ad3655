"""Source text of nodes: libcst's own printer without what only its position providers need, at half the cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext

import libcst as cst
from libcst._nodes.expression import _BaseParenthesizedNode
from libcst._nodes.internal import CodegenState

from upgrader.names import Node

Places = Mapping[int, tuple[int, int]]  #: line and column, both from 1, by the id() of a node

_NOTHING = nullcontext()


class _Printer(CodegenState):
    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.add_token = self.tokens.append  # type: ignore[method-assign,assignment]

    def record_syntactic_position(  # type: ignore[override]
        self, node: Node, *, start_node: Node | None = None, end_node: Node | None = None
    ) -> AbstractContextManager[None]:
        """Note nothing: a generator for each node would cost more than all else."""
        return _NOTHING


_parenthesize = _BaseParenthesizedNode._parenthesize


def _without_generator(self: _BaseParenthesizedNode, state: CodegenState) -> AbstractContextManager[None]:
    """Do what libcst does, without a generator for each expression that stands in no parentheses."""
    if self.lpar or self.rpar:
        return _parenthesize(self, state)
    return state.record_syntactic_position(self)


_BaseParenthesizedNode._parenthesize = _without_generator  # type: ignore[method-assign,assignment]


def printed(module: cst.Module, node: Node | None = None) -> str:
    """Return the source text of a node of ``module``, or of all of it."""
    state = _Printer(module)
    (node or module)._codegen(state)
    return "".join(state.tokens)


class _Positions(_Printer):
    """Notes where some of the nodes begin; libcst's own provider notes all, at seven times the cost."""

    def __init__(self, module: cst.Module, wanted: Iterable[Node]) -> None:
        super().__init__(module)
        self.wanted = {id(node) for node in wanted}
        self.starts: dict[int, int] = {}

    def before_codegen(self, node: Node) -> None:
        if id(node) in self.wanted:
            self.starts[id(node)] = len(self.tokens)


def positions(module: cst.Module, nodes: Iterable[Node]) -> tuple[Places, str]:
    """Return line and column (both from 1) of each node, by its id(), and the module's source text."""
    state = _Positions(module, nodes)
    module._codegen(state)
    found: dict[int, tuple[int, int]] = {}
    line, column, index = 1, 1, 0
    for key, start in sorted(state.starts.items(), key=lambda item: item[1]):
        line, column = _behind("".join(state.tokens[index:start]), line, column)
        index = start
        # leading blank lines and comments belong to statements: the place is where the code begins
        skip = start
        while skip < len(state.tokens) and (not state.tokens[skip].strip() or state.tokens[skip].startswith("#")):
            skip += 1
        found[key] = _behind("".join(state.tokens[start:skip]), line, column)
    return found, "".join(state.tokens)


def _behind(text: str, line: int, column: int) -> tuple[int, int]:
    """Return line and column behind a text that begins at these."""
    breaks = text.count("\n")
    return (line + breaks, len(text) - text.rfind("\n")) if breaks else (line, column + len(text))
