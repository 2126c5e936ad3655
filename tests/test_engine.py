"""The engine distrusts rules: whatever one does wrong costs that rule in that file, and says so."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import libcst as cst
import pytest
from only import only
from packaging.version import Version

from upgrader import sieve, sweep
from upgrader.catalogue import load_rules
from upgrader.engine import Looked, Settings, fix_file, scan_file
from upgrader.journal import write_whole
from upgrader.model import Safety, Versions
from upgrader.rule import DELETE, File, Hit, Rule
from upgrader.source import MAX_BYTES

Find = Callable[..., Iterable[Hit]]
Install = Callable[..., Settings]


def made(id: str, find: Find, node: type[cst.CSTNode] = cst.Name, safety: Safety = Safety.SAFE) -> Rule:
    return Rule(id, "python", None, "3.12", "", safety, (), (frozenset(),), (node,), find, "A rule.")


def renames(old: str, new: str) -> Find:
    def find(node: cst.Name, file: File) -> Iterator[Hit]:
        if node.value == old:
            yield Hit(node, f"{old} is now {new}", new)

    return find


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Make these rules all there are, and return settings that have them."""

    def installed(*rules: Rule, **more: object) -> Settings:
        only(rules, monkeypatch)
        versions = Versions(Version("3.8")), Versions(Version("3.12"))
        return Settings(*versions, frozenset(rule.id for rule in rules), **more)  # type: ignore[arg-type]

    yield installed
    sieve.sieve_for.cache_clear()


PATH = PurePosixPath("shop/x.py")
GOOD = made("GOOD", renames("old", "new"))


def fixed(source: str, settings: Settings) -> str:
    looked = fix_file(PATH, source.encode(), settings)
    return looked.change.after.decode() if looked.change else source


def rows(looked: Looked) -> list[str]:
    return [row.why for row in looked.skipped]


# -- rules that go wrong ---------------------------------------------------------------------------------------------


def test_a_rule_that_raises_is_named_and_the_others_go_on(install: Install) -> None:
    def find(node: cst.Name, file: File) -> Iterator[Hit]:
        raise ZeroDivisionError("oh")
        yield

    settings = install(made("BAD", find), GOOD)
    looked = fix_file(PATH, b"old\n", settings)
    assert rows(looked) == ["BAD failed here: ZeroDivisionError: oh"]
    assert looked.change is not None and looked.change.after == b"new\n"
    assert rows(scan_file(PATH, b"old\n", settings)) == ["BAD failed here: ZeroDivisionError: oh"]


def test_what_one_rule_writes_another_one_looks_for(install: Install) -> None:
    late = made("LATE", renames("new", "newest"))
    settings = install(GOOD, replace(late, needles=(frozenset(["new"]),)))
    assert fixed("old\n", settings) == "newest\n"


def test_a_rule_that_never_settles_is_left_out(install: Install) -> None:
    def find(node: cst.Name, file: File) -> Iterator[Hit]:
        if node.value.startswith("grow"):
            yield Hit(node, "more", node.value + "w")

    looked = fix_file(PATH, b"grow, old\n", install(made("BAD", find), GOOD))
    assert rows(looked) == ["BAD was left out here: it did not settle within 10 passes"]
    assert looked.change is not None and looked.change.after == b"grow, new\n"


def test_two_rules_that_fight_are_both_left_out(install: Install) -> None:
    settings = install(made("A", renames("x", "y")), made("B", renames("y", "x")), GOOD)
    looked = fix_file(PATH, b"x, old\n", settings)
    assert any(row.startswith("A was left out here: it does not get along") for row in rows(looked))
    assert looked.change is None or b"x" in looked.change.after


def test_a_rule_that_would_lose_a_comment_is_left_out(install: Install) -> None:
    def find(node: cst.Call, file: File) -> Iterator[Hit]:
        if node.args:
            yield Hit(node, "no arguments", node.with_changes(args=[]))

    source = b"f(\n    old,  # why\n)\n"
    looked = fix_file(PATH, source, install(made("BAD", find, cst.Call), GOOD))
    assert rows(looked) == ["BAD was left out here: it would lose the comment '# why'"]
    assert looked.change is not None and looked.change.after == source.replace(b"old", b"new")


def test_the_comment_of_a_deleted_statement_goes_with_it(install: Install) -> None:
    def find(node: cst.SimpleStatementLine, file: File) -> Iterator[Hit]:
        if file.code(node).startswith("gone"):
            yield Hit(node, "gone", DELETE)

    settings = install(made("DEL", find, cst.SimpleStatementLine))
    assert fixed("a\ngone  # because\nb\n", settings) == "a\nb\n"


def test_a_rule_whose_output_does_not_parse_is_left_out(install: Install) -> None:
    def find(node: cst.Name, file: File) -> Iterator[Hit]:
        if node.value == "bad":
            yield Hit(node, "bad", node.with_changes(value="class"))

    looked = fix_file(PATH, b"bad, old\n", install(made("BAD", find), GOOD))
    (row,) = rows(looked)
    assert row.startswith("BAD was left out here: the result does not parse: line 1")
    assert looked.change is not None and looked.change.after == b"bad, new\n"


def test_replacement_code_that_is_no_expression_costs_the_rule(install: Install) -> None:
    looked = fix_file(PATH, b"bad, old\n", install(made("BAD", renames("bad", "1 +")), GOOD))
    assert any(row.startswith("BAD was left out here") for row in rows(looked))
    assert looked.change is not None and looked.change.after == b"bad, new\n"


def test_a_result_that_the_old_python_does_not_read_is_refused(install: Install) -> None:
    def find(node: cst.SimpleStatementLine, file: File) -> Iterator[Hit]:
        if file.code(node).startswith("bad"):
            yield Hit(node, "match", "match x:\n    case 1:\n        pass\n")

    looked = fix_file(PATH, b"bad\nold\n", install(made("BAD", find, cst.SimpleStatementLine), GOOD))
    (row,) = rows(looked)
    assert row.startswith("BAD was left out here: the result does not parse on Python 3.8")
    assert looked.change is not None and looked.change.after == b"bad\nnew\n"


def test_a_character_that_the_file_cannot_hold_costs_the_rule(install: Install) -> None:
    def find(node: cst.SimpleString, file: File) -> Iterator[Hit]:
        if node.value == "'euro'":
            yield Hit(node, "euro", "'\u20ac'")

    looked = fix_file(PATH, b"# coding: latin-1\nold = 'euro'\n", install(made("BAD", find, cst.SimpleString), GOOD))
    assert rows(looked)[0].startswith("BAD was left out here: 'latin-1' codec can't encode")
    assert looked.change is not None and b"new = 'euro'" in looked.change.after


@pytest.mark.parametrize("names", [("A", "B"), ("B", "A")])
def test_rules_meet_in_any_order(install: Install, names: tuple[str, str]) -> None:
    first, second = names
    settings = install(made(first, renames("old", "new")), made(second, renames("two", "three")))
    assert fixed("f(old, two, [old])\n", settings) == "f(new, three, [new])\n"


# -- what is suppressed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "old  # upgrader: ignore[GOOD] because\n",
        "old  # upgrader: ignore[GO] a beginning\n",
        "old  # noqa  # upgrader: ignore[OTHER,GOOD]\n",
        "# upgrader: ignore-file[GOOD]\nx\nold\n",
    ],
)
def test_a_comment_suppresses_a_rule(install: Install, source: str) -> None:
    settings = install(GOOD)
    assert scan_file(PATH, source.encode(), settings).findings == ()
    assert fixed(source, settings) == source


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ("new  # upgrader: ignore[GOOD]\n", "line 1: the ignore of GOOD matches nothing"),
        ("x\nnew  # upgrader: ignore[]\n", "line 2: the ignore of nothing matches nothing"),
        ("# upgrader: ignore-file[NONE]\nnew\n", "line 1: the ignore of NONE matches nothing"),
        ("old  # upgrader: ignore[GOOD,NONE]\n", "line 1: the ignore of NONE matches nothing"),
        ("x = '\x0c'\nnew  # upgrader: ignore[GOOD]\n", "line 2: the ignore of GOOD matches nothing"),
    ],
)
def test_a_suppression_without_effect_is_reported(install: Install, source: str, row: str) -> None:
    assert rows(scan_file(PATH, source.encode(), install(GOOD))) == [row]


def test_the_suppression_of_a_rule_that_is_switched_off_is_not_reported(install: Install) -> None:
    settings = install(GOOD, made("OTHER", renames("x", "y")))
    only = Settings(settings.old, settings.target, frozenset(["GOOD"]))
    assert rows(scan_file(PATH, b"x  # upgrader: ignore[OTHER]\n", only)) == []


def test_what_looks_like_a_suppression_in_a_string_is_none(install: Install) -> None:
    looked = scan_file(PATH, b'old = "# upgrader: ignore[GOOD]"\n', install(GOOD))
    assert len(looked.findings) == 1
    assert rows(looked) == []


@pytest.mark.parametrize(("glob", "ignored"), [("shop/*.py", True), ("*.py", True), ("tests/*.py", False)])
def test_per_file_ignores_switch_rules_off_by_path(install: Install, glob: str, ignored: bool) -> None:
    settings = install(GOOD, per_file_ignores=((glob, ("GO",)),))
    assert (scan_file(PATH, b"old\n", settings).findings == ()) is ignored
    assert fixed("old\n", settings) == ("old\n" if ignored else "new\n")


def test_a_tier_that_is_not_asked_for_is_reported_but_not_applied(install: Install) -> None:
    rule = made("REVIEW", renames("old", "new"), safety=Safety.REVIEW)
    settings = install(rule, safety=frozenset([Safety.SAFE]))
    assert fixed("old\n", settings) == "old\n"
    assert [finding.fixable for finding in scan_file(PATH, b"old\n", settings).findings] == [True]


@pytest.mark.parametrize(
    "source",
    [
        "m.old = x\n",
        "m.old += x\n",
        "del m.old\n",
        "a, (m.old, b) = x\n",
        "for m.old in x: pass\n",
        "with x as m.old: pass\n",
    ],
)
def test_what_sets_an_attribute_never_becomes_what_sets_a_name(install: Install, source: str) -> None:
    def find(node: cst.Attribute, file: File) -> Iterator[Hit]:
        yield Hit(node, "m.old is now new", "new")

    settings = install(made("BARE", find, cst.Attribute))
    assert fixed(source, settings) == source
    assert [finding.fixable for finding in scan_file(PATH, source.encode(), settings).findings] == [False]
    assert fixed("x = m.old\n", settings) == "x = new\n"


# -- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("old\n", (1, 1)),
        ("\n\n# about\n\nif x:\n    old\n", (6, 5)),
        ("x = '\u20ac', old\n", (1, 10)),
        ("'''\n'''; old\n", (2, 6)),
        ("f(\n    # why\n    old)\n", (3, 5)),
        ("x = 1; \\\n  old\n", (2, 3)),
    ],
)
def test_lines_and_columns_are_those_of_an_editor(install: Install, source: str, place: tuple[int, int]) -> None:
    (finding,) = scan_file(PATH, source.encode(), install(GOOD)).findings
    assert (finding.line, finding.column) == place


def test_guarded_code_is_found_but_is_no_must(install: Install) -> None:
    source = b"import sys\nif sys.version_info < (3,):\n    old\nold\n"
    first, second = scan_file(PATH, source, install(GOOD)).findings
    assert (first.must, first.message) == (False, "old is now new (guarded)")
    assert (second.must, second.message) == (True, "old is now new")


@pytest.mark.parametrize("test", ["sys.version_info >= (3,)", "not six.PY2", "PY3"])
def test_a_branch_that_the_target_takes_is_not_guarded_and_the_other_one_is(install: Install, test: str) -> None:
    above = "import sys, six\nPY3 = sys.version_info[0] == 3\n"
    first, second = scan_file(PATH, f"{above}if {test}:\n    old\nelse:\n    old\n".encode(), install(GOOD)).findings
    assert (first.must, first.message) == (True, "old is now new")
    assert (second.must, second.message) == (False, "old is now new (guarded)")


@pytest.mark.parametrize(
    ("above", "must"),
    [
        ("if six.PY3:\n        return 1", False),
        ("if six.PY3:\n        print()\n        raise ValueError", False),
        ("if six.PY2:\n        return 1", True),
        ("if six.PY3:\n        print()", True),
        ("if six.PY3 and DEBUG:\n        return 1", True),
    ],
)
def test_what_stands_behind_a_test_of_the_version_that_leaves_is_guarded(
    install: Install, above: str, must: bool
) -> None:
    (found,) = scan_file(PATH, f"import six\ndef f():\n    {above}\n    old\n".encode(), install(GOOD)).findings
    assert found.must is must


@pytest.mark.parametrize(
    ("decorator", "must"),
    [
        ("unittest.skipIf(six.PY3, 'of 2')", False),
        ("unittest.skipIf(six.PY2, 'of 3')", True),
        ("unittest.skipUnless(six.PY2, 'of 2')", False),
        ("unittest.skipUnless(sys.version_info >= (3, 4), 'of 3')", True),
        ("pytest.mark.skipif(sys.version_info > (3, 7), reason='')", False),
        ("pytest.mark.skipif('sys.version_info < (3, 7)')", False),
    ],
)
def test_a_test_that_the_target_skips_is_guarded(install: Install, decorator: str, must: bool) -> None:
    source = f"import pytest, six, sys, unittest\n@{decorator}\ndef test():\n    old\n"
    (found,) = scan_file(PATH, source.encode(), install(GOOD)).findings
    assert found.must is must


def test_an_import_whose_failure_is_suppressed_is_guarded() -> None:
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(["PY312-asyncore"]))
    source = "import contextlib\nwith contextlib.suppress({}):\n    import asyncore\n"
    for error, must in (("ImportError", False), ("OSError", True)):
        (found,) = scan_file(PATH, source.format(error).encode(), settings).findings
        assert found.must is must


@pytest.mark.parametrize(
    ("handler", "must"), [("raise", True), ("raise Exception('install it')", True), ("x = 1", False)]
)
def test_an_import_whose_failure_is_raised_again_is_not_guarded(handler: str, must: bool) -> None:
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(["PY312-asyncore"]))
    source = f"try:\n    import asyncore\nexcept ImportError:\n    log()\n    {handler}\n"
    (found,) = scan_file(PATH, source.encode(), settings).findings
    assert found.must is must


def test_a_test_for_a_version_guards_no_name_whose_import_it_does_not_guard() -> None:
    versions = Versions(Version("3.8")), Versions(Version("3.12"))
    settings = Settings(*versions, frozenset(["PY312-distutils-version"]))
    use = "if VERSION > (2,):\n    print(StrictVersion('1.0') > StrictVersion('1.1'))\n"
    bare = f"from distutils.version import StrictVersion\nfrom django import VERSION\n{use}"
    found = scan_file(PATH, bare.encode(), settings).findings
    assert [(finding.must, finding.fixable) for finding in found] == [(True, True)] * 2
    guarded = f"from django import VERSION\nif VERSION > (2,):\n    from distutils.version import StrictVersion\n{use}"
    assert not any(finding.must for finding in scan_file(PATH, guarded.encode(), settings).findings)


def test_a_rule_of_which_no_fix_would_be_applied_is_not_asked_to_fix(install: Install) -> None:
    asked: list[str] = []

    def find(node: cst.Name, file: File) -> Iterator[Hit]:
        asked.append(node.value)
        yield Hit(node, "old is gone", "new", safety=Safety.SAFE if node.value == "old" else None)

    some = replace(made("SOME", find, safety=Safety.REVIEW), at_best=Safety.SAFE)
    none = made("NONE", lambda node, file: asked.append("no"), safety=Safety.MANUAL)  # type: ignore[arg-type,return-value]
    settings = install(some, none, safety=frozenset([Safety.SAFE]))
    assert fixed("old, other\n", settings) == "new, other\n"
    assert "no" not in asked
    settings = install(replace(some, at_best=None), none, safety=frozenset([Safety.SAFE]))
    asked.clear()
    assert fixed("old, other\n", settings) == "old, other\n"
    assert asked == []


def test_a_fix_that_is_better_than_its_rule_says_costs_the_rule(install: Install) -> None:
    def find(node: cst.Name, file: File) -> Iterator[Hit]:
        yield Hit(node, "old is gone", "new", safety=Safety.SAFE)

    looked = scan_file(PATH, b"old\n", install(made("BAD", find, safety=Safety.REVIEW)))
    assert rows(looked) == ["BAD failed here: ValueError: a fix is safe, and the rule says review at best"]


# -- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "row"),
    [
        pytest.param(b"old\n\0", "contains null bytes", id="null bytes"),
        pytest.param(b"print old\n", "does not parse: line 1", id="Python 2"),
        pytest.param(b"old = '\xff'\n", "encoding", id="not UTF-8"),
        pytest.param(b"old\n" * (MAX_BYTES // 4 + 1), "larger than 2 MB", id="too large"),
        pytest.param(b"old = " + b" + ".join([b"a"] * 3000) + b"\n", "nested too deeply", id="a sum of 3000 terms"),
        pytest.param(b"old = " + b"[" * 150 + b"]" * 150 + b"\n", "", id="150 brackets"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_row(install: Install, data: bytes, row: str) -> None:
    settings = install(GOOD)
    for looked in (scan_file(PATH, data, settings), fix_file(PATH, data, settings)):
        assert all(why.startswith(row) for why in rows(looked))
        assert bool(rows(looked)) is bool(row)
        assert bool(row) is not bool(looked.findings or looked.change)


@pytest.mark.parametrize(
    ("data", "row"),
    [
        pytest.param(b"print 'two'\n", "does not parse: line 1", id="Python 2 print"),
        pytest.param(b"try: x\nexcept E, e: pass\n", "does not parse: line 2", id="Python 2 except"),
        pytest.param(b"if x:\n    raise E, 'e'\n", "does not parse: line 2", id="Python 2 raise"),
        pytest.param(b"x = 1\nx = [1, 2\n", "does not parse: line 2", id="a bracket that is left open"),
        pytest.param(b"exec 'x'\n", "does not parse: line 1", id="Python 2 exec"),
        pytest.param(b"x = '\xff'\n", "encoding", id="not UTF-8"),
        pytest.param(b"x = 1\n" * (MAX_BYTES // 6 + 1), "larger than 2 MB", id="too large"),
        pytest.param(b"\0", "contains null bytes", id="null bytes"),
        pytest.param(b"""'''\nprint this or that\n'''\n""", None, id="prose"),
        pytest.param(b"# coding: latin-1\nx = '\xff'\n", None, id="latin-1 by its coding line"),
    ],
)
def test_a_file_in_which_no_rule_looks_for_anything_is_a_row_where_it_cannot_be_read(
    install: Install, tmp_path: Path, data: bytes, row: str | None
) -> None:
    (tmp_path / "x.py").write_bytes(data)
    rule = replace(GOOD, needles=(frozenset(["old"]),))
    looked = sweep.scan(tmp_path, [PurePosixPath("x.py")], install(rule))
    said = [why for one in looked for why in rows(one)]
    assert len(said) == (row is not None)
    assert all(why.startswith(str(row)) for why in said)


def test_files_that_cannot_be_opened_are_rows(install: Install, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("old\n")
    (tmp_path / "loop.py").symlink_to("loop.py")
    (tmp_path / "link.py").symlink_to("a.py")
    (tmp_path / "folder.py").mkdir()
    files = [PurePosixPath(name) for name in ("a.py", "loop.py", "link.py", "folder.py", "missing.py")]
    settings = install(GOOD)
    looked = sweep.scan(tmp_path, files, settings)
    assert [finding.path.name for one in looked for finding in one.findings] == ["a.py"]
    assert sorted(row.path.name for one in looked for row in one.skipped) == ["folder.py", "missing.py"]


def test_worker_processes_find_what_one_process_finds(tmp_path: Path) -> None:
    ids = frozenset(rule.id for rule in load_rules() if rule.id.startswith(("PY310", "PY312")))
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), ids)
    for number in range(50):
        (tmp_path / f"m{number}.py").write_text("from collections import Mapping\nMapping\n")
    files = [PurePosixPath(f"m{number}.py") for number in range(50)]
    alone = [scan_file(file, (tmp_path / file).read_bytes(), settings).findings for file in sorted(files)]
    assert all(alone)
    assert [one.findings for one in sweep.scan(tmp_path, files, settings)] == alone


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_written_file_keeps_its_mode(tmp_path: Path) -> None:
    script = tmp_path / "manage.py"
    script.write_text("old\n")
    script.chmod(0o751)
    write_whole(script, b"new\n")
    assert script.stat().st_mode & 0o777 == 0o751
    assert [path.name for path in tmp_path.iterdir()] == ["manage.py"]


@pytest.mark.parametrize(
    ("source", "after"),
    [
        pytest.param(
            "import a.b.c\nimport a.d\nprint(a.b.c.old, a.d.x)\n",
            "import a.d\nprint(new, a.d.x)\n",
            id="another one serves",
        ),
        pytest.param(
            "import a.b.c\nimport a.d\nprint(a.b.c.old, a.b.x)\n",
            "import a.b.c\nimport a.d\nprint(new, a.b.x)\n",
            id="what is left is not of the other one",
        ),
        pytest.param(
            "import a.b.c\nimport a.d\nprint(a.d.x)\n", "import a.b.c\nimport a.d\nprint(a.d.x)\n", id="never used"
        ),
        pytest.param(
            "import a.b.c\nimport a\nprint(a.b.c.old, a.b.x)\n",
            "import a.b.c\nimport a\nprint(new, a.b.x)\n",
            id="a package need not have its modules",
        ),
    ],
)
def test_an_import_that_shares_its_name_is_dropped_where_nothing_needs_it(
    source: str, after: str, install: Install
) -> None:
    def find(node: cst.Attribute, file: File) -> Iterator[Hit]:
        if file.code(node) == "a.b.c.old":
            yield Hit(node, "old is now new", "new")

    assert fixed(source, install(made("CHAIN", find, cst.Attribute))) == after


def test_an_import_that_only_a_type_comment_names_stays() -> None:
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(["PY311-typing-text"]))
    kept = "from typing import Text\n\n\ndef f(a):\n    # type: (Text) -> None\n    pass\n"
    assert fix_file(PATH, kept.encode(), settings).change is None
    dropped = kept.replace("# type: (Text) -> None", "# type: ignore[Text]")
    change = fix_file(PATH, dropped.encode(), settings).change
    assert change is not None
    assert b"import" not in change.after


def test_an_import_that_had_no_use_stays_where_another_function_has_the_same() -> None:
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.12")), frozenset(["PY312-invalid-escape"]))
    source = "def f():\n    from a import b\n    return b\n\n\ndef g():\n    from a import b\n    return '\\d'\n"
    change = fix_file(PATH, source.encode(), settings).change
    assert change is not None
    assert change.after.count(b"from a import b") == 2
