"""What Python's parser is asked by several threads, and in a process that was forked meanwhile."""

import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from upgrader.parsing import parse_syntax


def test_one_thread_parses_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    real, inside, most = ast.parse, [], []

    def watched(source: str, feature_version: tuple[int, int] | None = None) -> ast.Module:
        inside.append(1)
        most.append(len(inside))
        tree = real(source, feature_version=feature_version)
        inside.pop()
        return tree

    monkeypatch.setattr(ast, "parse", watched)
    text = "def f(x):\n    return [x, {x: (x, x)}]\n" * 200
    with ThreadPoolExecutor(4) as threads:
        trees = list(threads.map(parse_syntax, [text] * 12))
    assert [len(tree.body) for tree in trees] == [200] * 12
    assert set(most) == {1}


def test_it_is_asked_again_where_somebody_else_parsed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    real, raised = ast.parse, iter(["AST constructor recursion depth mismatch (before=54, after=87)"] * 2)

    def disturbed(source: str, feature_version: tuple[int, int] | None = None) -> ast.Module:
        if why := next(raised, ""):
            raise SystemError(why)
        return real(source, feature_version=feature_version)

    monkeypatch.setattr(ast, "parse", disturbed)
    assert len(parse_syntax("a\nb\n").body) == 2
    raised = iter(["bad argument to internal function"])
    with pytest.raises(SystemError, match="bad argument"):
        parse_syntax("a")


FORKED = """
import os
from upgrader import parsing

with parsing._Turn.lock:
    child = os.fork()
    if child == 0:
        parsing.parse_syntax("1")
        os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_does_not_wait_for_a_thread_that_it_does_not_have() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "7\n"
