"""Other people's engines are believed by what they leave in the files, after the same checks as our own rules."""

from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version

from upgrader import tools
from upgrader.kinds import MAX_BYTES
from upgrader.model import UpgraderError, Versions
from upgrader.tools import TOOLS, Tool, run_tool

OLD = Versions(Version("3.8"), Version("2.2"))
TARGET = Versions(Version("3.12"), Version("5.2"))
FILE = PurePosixPath("x.py")


def tool(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """Return a tool that runs ``code`` for each file, with its text as ``text``, and writes the result back."""
    body = "\n".join(f"    {line}" for line in code.splitlines())
    program = (
        "import sys, pathlib\nfor name in sys.argv[1:]:\n    path = pathlib.Path(name)\n    text = path.read_text()\n"
    )
    (tmp_path / "a_tool.py").write_text(f"{program}{body}\n    path.write_text(text)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Tool("a_tool", lambda old, target: [])


def run(tool: Tool, root: Path, source: str) -> tuple[str, list[str]]:
    """Return what becomes of a file, and the rows."""
    root.mkdir(exist_ok=True)
    (root / FILE).write_text(source)
    changes, skipped = run_tool(tool, root, [FILE], OLD, TARGET)
    left = (root / FILE).read_text()
    assert [change.after.decode() for change in changes] == ([left] if left != source else [])
    return left, [row.why for row in skipped]


def test_a_tool_runs_until_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tool("text = text.replace('xx', 'x', 1)", tmp_path, monkeypatch)
    assert run(slow, tmp_path / "p", "xxxx\n") == ("x\n", [])


def test_a_tool_that_does_not_settle_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = tool("text += 'x\\n'", tmp_path, monkeypatch)
    assert run(growing, tmp_path / "p", "x\n") == (
        "x\n",
        ["a_tool did not settle within 5 passes; left as it was"],
    )


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("text = text.replace('x', '(')", "the result does not parse: line 1"),
        (
            "text = text.replace('x', 'f(a=1, a=2)')",
            "the result does not compile: line 1: keyword argument repeated: a",
        ),
        ("text = text.replace('# why', '')", "it would lose the comment '# why'"),
    ],
)
def test_a_result_that_cannot_be_believed_is_put_back(
    code: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, rows = run(tool(code, tmp_path, monkeypatch), tmp_path / "p", "x  # why\n")
    assert left == "x  # why\n"
    assert len(rows) == 1 and rows[0].startswith(f"a_tool's change was not kept: {why}")


def test_a_name_that_nothing_binds_any_more_is_no_result(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text("from __future__ import division\n\nprint(division.getMandatoryRelease(), u'x')\n")
    (pyupgrade,) = (tool for tool in TOOLS if tool.name == "pyupgrade")
    versions = Versions(Version("3.8")), Versions(Version("3.12"))
    changes, skipped = run_tool(pyupgrade, tmp_path, [PurePosixPath("old.py")], *versions)
    assert changes == ()
    assert [row.why for row in skipped] == [
        "pyupgrade's change was not kept: the result uses division, which nothing binds any more"
    ]


def test_a_comment_that_speaks_to_a_linter_may_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linter = tool("text = text.replace('  # noqa', '')", tmp_path, monkeypatch)
    assert run(linter, tmp_path / "p", "x  # noqa\n") == ("x\n", [])


@pytest.mark.parametrize("line", ["# coding: utf-8", "# -*- coding: utf-8 -*-", "# vim: set fileencoding=UTF8 :"])
def test_a_comment_that_names_the_encoding_of_every_file_may_go(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modern = tool("text = ''.join(text.splitlines(True)[-1:])", tmp_path, monkeypatch)
    assert run(modern, tmp_path / "p", f"{line}\nx\n") == ("x\n", [])


def test_a_tool_that_fails_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tool("path.write_text('y')\nsys.exit('out of order')", tmp_path, monkeypatch)
    strict = Tool("a_tool", broken.arguments, ran=frozenset({0}))
    with pytest.raises(UpgraderError, match="a_tool failed: out of order"):
        run(strict, tmp_path / "p", "x\n")
    assert (tmp_path / "p" / FILE).read_text() == "x\n"


def test_a_file_name_is_never_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tool("text = text.replace('x', 'y')", tmp_path, monkeypatch)
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "-v.py").write_text("x\n")
    changes, _ = run_tool(plain, tmp_path / "p", [PurePosixPath("-v.py")], OLD, TARGET)
    assert [change.after for change in changes] == [b"y\n"]


def test_the_real_tools_upgrade_many_files_at_once(tmp_path: Path) -> None:
    files = [PurePosixPath(f"m{number}.py") for number in range(5)]
    for file in files:
        (tmp_path / file).write_text("from django.utils.translation import ugettext\n\nx = set([1]), ugettext('a')\n")
    for each in TOOLS:
        run_tool(each, tmp_path, files, OLD, TARGET)
    wanted = "from django.utils.translation import gettext\n\nx = {1}, gettext('a')\n"
    assert [(tmp_path / file).read_text() for file in files] == [wanted] * 5


def test_a_few_files_are_given_to_a_tool_within_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "_run", None)  # no process of its own
    before = Path.cwd()
    left, rows = run(TOOLS[0], tmp_path / "p", "x = set([1])\n")
    assert (left, rows) == ("x = {1}\n", [])
    assert Path.cwd() == before


def test_a_file_that_a_tool_left_as_it_is_is_not_given_to_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert run(TOOLS[0], tmp_path / "p", "x = set([1])\n") == ("x = {1}\n", [])
    given: list[object] = []

    def settle(*arguments: object) -> tools._Settled:
        given.append(arguments[-1])
        return tools._Settled()

    monkeypatch.setattr(tools, "_settle", settle)
    assert run(TOOLS[0], tmp_path / "p", "x = {1}\n") == ("x = {1}\n", [])
    assert given == []
    run(TOOLS[0], tmp_path / "p", "x = {2}\n")
    assert given == [[FILE]]


def test_a_file_too_large_to_be_read_is_not_given_to_a_tool(tmp_path: Path) -> None:
    source = "x = set([1])\n" * (MAX_BYTES // 13 + 1)
    assert run(TOOLS[0], tmp_path / "p", source) == (source, [])


RENAMES = "text = text.replace('import old', 'import new')"


def test_a_name_that_another_file_imports_is_not_taken_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renaming = tool(RENAMES, tmp_path, monkeypatch)
    source = "try:\n    from shop import old\nexcept ImportError:\n    from shop import older as old\n"
    root = tmp_path / "p"
    root.mkdir()
    (root / "user.py").write_text(f"from .{FILE.stem} import old\n")
    (root / FILE).write_text(source)
    changes, skipped = run_tool(renaming, root, [FILE], OLD, TARGET, (root, [FILE, PurePosixPath("user.py")]))
    assert changes == ()
    assert [row.why for row in skipped] == [
        "a_tool's change was not kept: old, which other files import from here, would be gone"
    ]
    assert (root / FILE).read_text() == source


def test_a_name_that_no_other_file_imports_may_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renaming = tool(RENAMES, tmp_path, monkeypatch)
    assert run(renaming, tmp_path / "p", "from shop import old\n") == ("from shop import new\n", [])
