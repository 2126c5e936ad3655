"""Changes what tests expect of Django's HTML to what the new Django announces: a step of its own, proven, to be reviewed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from upgrader import git
from upgrader.apply import write_changes
from upgrader.model import Change, Expectation, Step, TestResult, TestRun, Versions
from upgrader.proof import Side, failing, run_tests, settle
from upgrader.rendering.announced import series
from upgrader.rendering.differences import explain, same_markup
from upgrader.rendering.places import Frames, Literal, SourceEdit, nearest, place, read_literals, whole_file
from upgrader.report.remarks import one_line
from upgrader.source import Text, Unreadable, decode, decode_utf8, encode
from upgrader.workshop import EXPECTATION, EXPECTATIONS, STAGE, TRAILER, Workshop

_ROUNDS = 12  #: of partial runs: a test shows one difference at a time
_TRIES = 3  #: of runs of the whole suite
_LONGEST = 300_000  #: bytes of a file that may hold what a test expects
_DATA = {".expected", ".htm", ".html", ".out", ".snap", ".txt", ".xhtml", ".xml"}


def update_expectations(
    workshop: Workshop, side: Side, before: TestRun, run: TestRun
) -> tuple[TestRun, tuple[Expectation, ...]]:
    """Change on the branch what tests expect and Django announces to render differently; return the run after that.

    ``run`` is that of the branch as it is. An expectation is only changed if the table explains all of the difference, if
    it stands in one place, and if a test passes with the change that did not. What an earlier run of the same branch
    changed is returned, too.
    """
    earlier = recall_expectations(workshop)
    commit = workshop.end_of("switch")
    pending = {result.id: result for result in run.results if result.id in failing(before, run) and result.compared}
    old = before.versions
    if earlier or not any(_explained(result, old, side.versions) for result in pending.values()):
        return run, earlier
    workshop.say(f"{side.name}: tests expect HTML that Django renders differently now; looking for where they say so")
    sources = _Sources(workshop)
    _search(workshop, side, commit, pending, sources, old)
    broken = failing(before, run)
    for _ in range(_TRIES):
        found = sources.expectations()
        if not found:
            break
        _commit(workshop, sources, found, side.versions)
        confirmed = run_tests(workshop, side, workshop.end_of("switch"))
        now = failing(before, confirmed)
        if now - broken:  # by chance, it may be
            now = failing(before, settle(workshop, side, workshop.end_of("switch"), confirmed, before)[0])
        if confirmed.exit_code is not None and now < broken:
            workshop.say(f"{side.name}: {len(found)} expectation(s) of HTML changed to what Django announces.")
            return confirmed, found
        git.reset(workshop.checkout("branch"), commit)
        if not sources.forget(_named(result) for result in confirmed.results if result.id in now - broken):
            break
    workshop.say(f"{side.name}: no expectation can be changed so that its tests pass.")
    return run, ()


def step_of(found: Collection[Expectation], target: Versions) -> tuple[Step, ...]:
    """Return the step that changed expectations, if some were."""
    return (Step(EXPECTATIONS, _title(target)),) if found else ()


def in_words(found: Sequence[Expectation], target: Versions) -> str:
    """Return the sentence for the verdict, nothing where no expectation was changed."""
    if not found:
        return ""
    since = sorted({one.since for one in found}, key=lambda text: tuple(map(int, text.split("."))))
    releases = " and ".join(filter(None, (", ".join(since[:-1]), since[-1])))
    one = len(found) == 1
    return (
        f"{len(found)} expectation{'' if one else 's'} of HTML in tests {'was' if one else 'were'} changed to what "
        f"Django {releases} announce{'' if len(since) > 1 else 's'}: review the commit “{_title(target)}”."
    )


def recall_expectations(workshop: Workshop) -> tuple[Expectation, ...]:
    """Return what the branch's commits have changed of what tests expect."""
    found = git.trailers(workshop.top, workshop.base, workshop.branch, EXPECTATION)
    parsed = [re.fullmatch(r"(.+?):(\d+): (.+) \(Django (\S+), (\S+)\)", value) for value in found]
    return tuple(Expectation(PurePosixPath(m[1]), int(m[2]), m[3], m[4], m[5]) for m in parsed if m)


def _explained(result: TestResult, old: Versions, new: Versions) -> bool:
    return result.compared is not None and explain(result.compared, old, new) is not None


def _named(result: TestResult) -> str:
    """Return what a failure says of places: the files in it are those that it may have to do with."""
    paths = [path for path, _ in result.compared.frames] if result.compared else []
    return "\n".join([result.at, result.why, *paths])


# -- searching -------------------------------------------------------------------------------------------------------


def _search(
    workshop: Workshop, side: Side, commit: str, pending: dict[str, TestResult], sources: _Sources, old: Versions
) -> None:
    """Collect the edits with which tests pass; each round runs those tests that have got a new one."""
    for _ in range(_ROUNDS):
        changed = [result for result in pending.values() if sources.adjust(result, old, side.versions)]
        if not changed:
            return
        ids = [result.id for result in changed]
        run = run_tests(workshop, side, commit, only=ids, overlay=sources.overlay())
        for result in run.results:
            if result.id not in ids:
                continue
            if result.outcome in ("passed", "xpassed"):
                sources.passing.add(result.id)
                pending.pop(result.id, None)
            else:
                pending[result.id] = result


@dataclass
class _File:
    """A file as it was, and the edits to it, in its own offsets, each with the tests that want it.

    ``run`` are those with which its tests ran last: what they said is about the ``text`` with these.
    """

    was: Text
    edits: dict[SourceEdit, set[str]] = field(default_factory=dict)
    run: tuple[SourceEdit, ...] = ()

    @property
    def kept(self) -> tuple[SourceEdit, ...]:
        found = (edit for edit, tests in self.edits.items() if tests)
        return tuple(sorted(found, key=lambda one: (one.start, one.end)))

    @property
    def text(self) -> str:
        return self.with_edits(self.run)

    def with_edits(self, edits: Iterable[SourceEdit]) -> str:
        parts, last = [], 0
        for edit in edits:
            parts += [self.was.text[last : edit.start], edit.text]
            last = edit.end
        return "".join([*parts, self.was.text[last:]])

    def back(self, offset: int) -> int | None:
        """Return where an offset of ``text`` was before; None inside of what took the place of something."""
        moved = 0
        for edit in self.run:
            start = edit.start + moved
            if offset < start:
                break
            if start < offset < start + len(edit.text) or (offset == start + len(edit.text) and edit.start < edit.end):
                return edit.end if offset == start + len(edit.text) else None
            if offset == start:
                break
            moved += len(edit.text) - (edit.end - edit.start)
        return offset - moved


class _Sources:
    """The files of the branch that tests or their expectations are in, as they are and as they are to be."""

    def __init__(self, workshop: Workshop) -> None:
        self._root = workshop.root("branch")
        self._files = workshop.files()
        self._known: dict[PurePosixPath, _File | None] = {}
        self._literals: dict[PurePosixPath, tuple[str, tuple[Literal, ...]]] = {}
        self.passing: set[str] = set()  #: tests that pass with the edits

    def adjust(self, result: TestResult, old: Versions, new: Versions) -> bool:
        """Add the edits that a failed test wants; return whether there were any that it did not have before."""
        one = result.compared
        explained = explain(one, old, new) if one is not None else None
        if one is None or explained is None:
            return False
        for literals in self._candidates(one.frames, explained.expected):
            found = place(explained.expected, explained.edits, literals, one.frames)
            if found is None:  # the text may be known as Django lays it out
                found = self._as_markup(result, explained.expected, literals, old, new)
            if found is not None:
                return self._add(found, result.id)
        return False

    def _as_markup(
        self, result: TestResult, expected: str, literals: Sequence[Literal], old: Versions, new: Versions
    ) -> tuple[SourceEdit, ...] | None:
        one = result.compared
        assert one is not None
        if "html" not in one.how:
            return None
        literal = nearest([literal for literal in literals if same_markup(literal.text, expected)], one.frames)
        if literal is None:
            return None
        other = replace(one, left=literal.text) if one.left == expected else replace(one, right=literal.text)
        explained = explain(other, old, new)
        return None if explained is None else place(explained.expected, explained.edits, [literal], one.frames)

    def _add(self, edits: Iterable[SourceEdit], test: str) -> bool:
        moved: list[SourceEdit] = []
        for edit in edits:
            file = self._file(edit.path)
            start, end = (file.back(edit.start), file.back(edit.end)) if file else (None, None)
            if start is None or end is None:
                return False
            moved.append(replace(edit, start=start, end=end))
            if file is not None and any(_clash(moved[-1], other, file.was.text) for other in file.kept):
                return False
        new = False
        for edit in moved:
            file = self._file(edit.path)
            assert file is not None
            tests = file.edits.setdefault(edit, set())
            new = new or test not in tests
            tests.add(test)
        return new

    def _candidates(self, frames: Frames, expected: str) -> Iterator[tuple[Literal, ...]]:
        """Yield what the expectation may stand in: the code on the way to the assertion first, then other test files."""
        near = [PurePosixPath(path) for path in dict.fromkeys(path for path, _ in frames)]
        yield tuple(literal for path in near for literal in self._read(path))
        bare = "".join(expected.split())
        far = [literal for path in self._files if path not in near and _is_test(path) for literal in self._read(path)]
        for path in self._files:
            file = self._file(path) if path.suffix in _DATA else None
            if file is not None and ("".join((text := file.text).split()) == bare or same_markup(text, expected)):
                far.append(whole_file(path, text))
        near_too = [literal for path in near for literal in self._read(path)]
        yield (*near_too, *far)

    def _read(self, path: PurePosixPath) -> tuple[Literal, ...]:
        file = self._file(path) if path.suffix == ".py" else None
        if file is None:
            return ()
        text = file.text
        if self._literals.get(path, ("",))[0] != text:
            self._literals[path] = (text, read_literals(path, text))
        return self._literals[path][1]

    def _file(self, path: PurePosixPath) -> _File | None:
        if path not in self._known:
            self._known[path] = None
            try:
                data = (self._root / path).read_bytes() if path in self._files else b""
                if b"<" in data and len(data) <= _LONGEST * (5 if path.suffix == ".py" else 1):
                    self._known[path] = _File(decode(data) if path.suffix == ".py" else decode_utf8(data))
            except (OSError, Unreadable):
                pass
        return self._known[path]

    def overlay(self) -> dict[PurePosixPath, bytes]:
        """Return the contents of the files that have edits, with which tests are about to run."""
        for file in filter(None, self._known.values()):
            file.run = file.kept
        return {path: data for path, file in self._known.items() if file and (data := _encoded(file)) is not None}

    def expectations(self) -> tuple[Expectation, ...]:
        """Return what has changed for tests that pass; all other edits are forgotten."""
        found = []
        for path, file in sorted(self._known.items()):
            for edit in list(file.edits) if file else ():
                assert file is not None
                file.edits[edit] &= self.passing
                if file.edits[edit]:
                    line = file.was.text.count("\n", 0, edit.start) + 1
                    found.append(Expectation(path, line, edit.what, edit.row.since, edit.row.docs))
        return tuple(dict.fromkeys(sorted(found, key=lambda one: (one.path, one.line, one.what))))

    def forget(self, said: Iterable[str]) -> bool:
        """Forget the edits of files that failures name; return whether there were any."""
        texts = list(said)
        named = [
            file
            for path, file in self._known.items()
            if file and file.kept and any(str(path) in text or path.stem in text for text in texts)
        ]
        for file in named:
            file.edits.clear()
        return bool(named)


def _is_test(path: PurePosixPath) -> bool:
    """Return whether a file that no traceback names may still be that of tests; code that is tested is never changed."""
    return path.suffix == ".py" and any(part.startswith(("test", "conftest")) for part in path.parts)


def _clash(one: SourceEdit, other: SourceEdit, text: str) -> bool:
    """Return whether two tests want an attribute of one tag differently."""
    names = one.text.partition("=")[0], other.text.partition("=")[0]
    start, end = sorted((one.start, other.start))
    return one != other and names[0] == names[1] and not re.search("[<>]", text[start:end])


def _encoded(file: _File) -> bytes | None:
    if not file.kept:
        return None
    try:
        return encode(file.with_edits(file.kept), file.was)
    except UnicodeEncodeError:
        return None


# -- committing ------------------------------------------------------------------------------------------------------


def _title(target: Versions) -> str:
    return f"Expect the HTML that Django {series(target)} renders"


def _commit(workshop: Workshop, sources: _Sources, found: Sequence[Expectation], target: Versions) -> None:
    changes = [Change(path, None, data) for path, data in sources.overlay().items()]
    write_changes(workshop.root("branch"), changes)
    paths = [str(PurePosixPath(workshop.prefix, change.path)) for change in changes]
    git.commit(workshop.checkout("branch"), paths, _message(found, target))


def _message(found: Sequence[Expectation], target: Versions) -> str:
    lines = [
        _title(target),
        "",
        "Tests hold what Django rendered until now. Only what its release notes announce was changed, each time with a",
        f"test that passes with it. These tests expect Django {series(target)} now, and fail on the older one.",
        "",
        "Review: whether a page that somebody wrote scripts or styles for may change like this, too.",
        "",
        f"{TRAILER}: {EXPECTATIONS}",
        f"{STAGE}: switch",
        *(
            f"{EXPECTATION}: {one_line(f'{one.path}:{one.line}: {one.what} (Django {one.since}, {one.docs})')}"
            for one in found
        ),
    ]
    return "\n".join(lines) + "\n"
