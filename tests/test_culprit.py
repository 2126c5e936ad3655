"""The search for the change that does the damage: few questions, the smallest part taken out, the rest stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

from upgrader.culprit import (
    Contents,
    Layer,
    Piece,
    Symptoms,
    contents,
    find_culprit,
    pieces_of,
    search,
    without_pieces,
)
from upgrader.hunks import Hunk, join, split, without
from upgrader.model import Change


def no_merge(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Merge as little as a three-way merge has to: one of the two sides has not changed."""
    return ours if theirs == base else theirs if ours == base else None


def layer(rule: str, *changes: tuple[str, str, str], stage: str = "bridge") -> Layer:
    return Layer(
        "rules",
        stage,
        rule,
        tuple(Change(PurePosixPath(path), before.encode(), after.encode()) for path, before, after in changes),
    )


def numbered(files: Sequence[tuple[int, str]]) -> list[Piece]:
    """Return pieces of so many hunks for each (layer, path)."""
    return [
        Piece(number, PurePosixPath(path), Hunk(line, line + 1, (b"a\n",), (b"b\n",)))
        for number, (count, path) in enumerate(files)
        for line in range(count)
    ]


@st.composite
def two_hundred_hunks(draw: st.DrawFn) -> tuple[list[Piece], int]:
    sizes: list[int] = []
    while sum(sizes) < 200:
        sizes.append(draw(st.integers(1, 200 - sum(sizes))))
    return numbered([(size, f"{number}.py") for number, size in enumerate(sizes)]), draw(st.integers(0, 199))


@settings(max_examples=500, deadline=None)
@given(two_hundred_hunks())
def test_a_culprit_among_200_hunks_is_found_with_at_most_12_questions(case: tuple[list[Piece], int]) -> None:
    pieces, culprit = case
    asked = list[int]()

    def breaks(beginning: Sequence[Piece]) -> bool:
        asked.append(len(beginning))
        return culprit < len(beginning)

    assert find_culprit(pieces, breaks) == culprit
    assert len(asked) <= 12
    assert len(set(asked)) == len(asked)


def test_cuts_follow_the_borders_of_files_while_there_are_any() -> None:
    pieces = numbered([(3, "a.py"), (5, "b.py"), (2, "c.py")])
    asked = list[int]()

    def breaks(beginning: Sequence[Piece]) -> bool:
        asked.append(len(beginning))
        return len(beginning) > 5

    assert find_culprit(pieces, breaks) == 5
    assert asked[:2] == [3, 8]
    assert {3, 8} >= set(asked[:2])
    assert all(3 < one < 8 for one in asked[2:])


@given(st.binary(max_size=80), st.binary(max_size=80), st.data())
def test_a_change_is_the_sum_of_its_hunks_and_none_of_them_is_the_file_before(
    before: bytes, after: bytes, data: st.DataObject
) -> None:
    hunks = split(before, after)
    assert join(before, hunks) == after
    assert join(before, ()) == before
    some = [hunk for hunk in hunks if data.draw(st.booleans())]
    rest = [hunk for hunk in hunks if hunk not in some]
    kept = join(before, some)
    assert kept.count(b"\n") - before.count(b"\n") == sum(
        b"".join(one.new).count(b"\n") - b"".join(one.old).count(b"\n") for one in some
    )
    assert len(some) + len(rest) == len(hunks)


def test_a_hunk_that_was_taken_back_is_left_out_when_a_tool_does_it_again() -> None:
    change = Change(PurePosixPath("a.py"), b"one\ntwo\nthree\n", b"ONE\ntwo\nTHREE\n")
    assert without(change, ["-one\n+ONE"]).after == b"one\ntwo\nTHREE\n"


class Suite:
    """Stands for a test suite: a test fails while its text is in its file. Counts how often it is run."""

    def __init__(self, **tests: tuple[str, str]) -> None:
        self.tests = {name: (PurePosixPath(path), text.encode()) for name, (path, text) in tests.items()}
        self.runs = 0

    def observe(self, state: Contents, wanted: Symptoms) -> Symptoms:
        self.runs += 1
        return frozenset(name for name in wanted if self.tests[name][1] in state[self.tests[name][0]])


def final(layers: Sequence[Layer]) -> dict[str, str]:
    return {str(path): data.decode() for path, data in contents(layers, pieces_of(layers)).items()}


def test_the_one_hunk_is_taken_out_and_all_the_rest_stays() -> None:
    layers = [
        layer("PY-a", ("a.py", "x = 1\nk = 0\ny = 1\n", "x = 2\nk = 0\ny = 2\n"), ("b.py", "z = 1\n", "z = 2\n")),
        layer("PY-b", ("a.py", "x = 2\nk = 0\ny = 2\n", "x = 2\nk = 1\ny = 2\n"), ("c.py", "w = 1\n", "w = 2\n")),
    ]
    suite = Suite(test=("a.py", "y = 2"))
    found = search(layers, frozenset(["test"]), suite.observe, merge_lines, sound=True)
    (culprit,) = found.culprits
    assert (culprit.layer.rule, str(culprit.path), culprit.line) == ("PY-a", "a.py", 3)
    assert culprit.diff == "-y = 1\n+y = 2"
    assert culprit.cured == {"test"}
    assert found.left == frozenset()
    assert final(found.layers) == {"a.py": "x = 2\nk = 1\ny = 1\n", "b.py": "z = 2\n", "c.py": "w = 2\n"}
    assert suite.runs <= 5


def merge_lines(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Merge two versions that have as many lines as their base and change different ones."""
    lines = [one.splitlines(keepends=True) for one in (base, ours, theirs)]
    if len({len(one) for one in lines}) > 1:
        return no_merge(base, ours, theirs)
    merged = []
    for was, one, other in zip(*lines, strict=True):
        if was not in (one, other) and one != other:
            return None
        merged.append(other if one == was else one)
    return b"".join(merged)


def test_several_culprits_are_found_one_after_the_other() -> None:
    names = [f"{letter}.py" for letter in "abcdefgh"]
    layers = [layer(f"PY-{name[0]}", (name, "v = 1\n", "v = 2\n")) for name in names]
    suite = Suite(one=("b.py", "2"), two=("g.py", "2"), three=("g.py", "2"))
    found = search(layers, frozenset(["one", "two", "three"]), suite.observe, merge_lines, sound=True)
    assert {(str(one.path), one.cured) for one in found.culprits} == {
        ("b.py", frozenset(["one"])),
        ("g.py", frozenset(["two", "three"])),
    }
    assert [name for name, text in final(found.layers).items() if "1" in text] == ["b.py", "g.py"]


def test_a_rule_of_the_bridge_that_is_found_twice_goes_as_a_whole() -> None:
    names = [f"{letter}.py" for letter in "abcdefgh"]
    layers = [
        layer("PY-good", ("good.py", "v = 1\n", "v = 2\n")),
        layer("PY-bad", *((name, "v = 1\n", "v = 2\n") for name in names)),
    ]
    suite = Suite(**{name: (name, "2") for name in names})
    found = search(layers, frozenset(names), suite.observe, merge_lines, sound=True)
    assert found.left == frozenset()
    assert final(found.layers) == {"good.py": "v = 2\n", **dict.fromkeys(names, "v = 1\n")}
    assert suite.runs <= 12


def test_what_stays_broken_without_any_change_costs_one_run_and_nothing_is_taken_out() -> None:
    layers = [layer("DJ-a", ("a.py", "v = 1\n", "v = 2\n"), stage="switch")]
    suite = Suite(test=("a.py", "v"))
    found = search(layers, frozenset(["test"]), suite.observe, merge_lines)
    assert found.culprits == ()
    assert found.left == {"test"}
    assert suite.runs == 1


def test_a_hunk_without_which_the_file_does_not_parse_is_taken_out_with_the_rest_of_its_rule() -> None:
    before, after = "a = [\n    1,\n]\n\nz = 1\n", "a = (\n    1,\n)\n\nz = 2\n"
    layers = [layer("PY-a", ("a.py", before, after)), layer("PY-b", ("b.py", "v = 1\n", "v = 2\n"))]
    suite = Suite(test=("a.py", "a = ("))
    found = search(layers, frozenset(["test"]), suite.observe, merge_lines, sound=True)
    (culprit,) = found.culprits
    assert culprit.diff.startswith("-a = [\n+a = (\n...\n-]\n+)")
    assert final(found.layers) == {"a.py": before, "b.py": "v = 2\n"}


def test_a_later_layer_that_builds_on_what_is_taken_out_goes_with_it() -> None:
    layers = [
        layer("PY-a", ("a.py", "old()\n", "new()\n")),
        layer("PY-b", ("a.py", "new()\n", "newer()\n")),
    ]
    (first, _) = pieces_of(layers)
    assert final(without_pieces(layers, [first], merge_lines)) == {"a.py": "old()\n"}
