"""What is left to do by hand: failing tests put together by what looks like one cause, with all that is known of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from upgrader.model import Compared, Finding, Outcome, TakenBack, Task, TestResult, Verdict
from upgrader.verify.installed import Installed
from upgrader.verify.probe import FRAME

if TYPE_CHECKING:
    from upgrader.rule import Rule

_LINES = 8  #: of a traceback, as proof
_PLACES = 5
_WIDTH, _SHORT = 200, 40  #: of a message that is put together from lines, and of a first line that says too little
_CAUSES = 5
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
#: Errors that say what is gone: one cause, wherever they come up.
_TELLING = re.compile(
    r"(?:\w+\.)*(?:ImportError|ModuleNotFoundError|AttributeError|NameError|RemovedIn\w+Warning|ImproperlyConfigured"
    r"|TemplateSyntaxError|AppRegistryNotReady|FieldError|LookupError)\b"
)
#: What a test of anything may end in.
_VAGUE = re.compile(
    r"AssertionError(?:: (?:False is not true|True is not false|None is not true|assert False))?|assert False"
)
_NO_NAME = re.compile(
    r"cannot import name '?(?P<name>\w+)'? from '?(?P<module>[\w.]+?)'?(?= |$)"
    r"|module '(?P<module2>[\w.]+)' has no attribute '(?P<name2>\w+)'"
)
_NO_MODULE = re.compile(r"No module named '?(?P<module>[\w.]+)'?")
_NO_MEMBER = re.compile(r"(?:'(?P<kind>\w+)' object|type object '(?P<type>\w+)') has no attribute '(?P<name>\w+)'")
_CALLED = re.compile(
    r"(?P<name>\w+(?:\.\w+)*)\(\) (?:got an unexpected keyword|got multiple values|missing \d+ required|takes )"
)


@dataclass(frozen=True)
class Evidence:
    """What may explain a failure on the new side.

    ``said`` is the command's output, ``findings`` what the rules still have to say about the new code, ``warned`` what the
    old side warned of (``path:line: code`` with the warning), ``blocked`` are sentences on pins. ``wrote`` returns the
    title of the step that wrote a line of the new code, ``place`` the last place of the project in a text, ``defined`` where
    the project defines a class, or its member; or nothing. ``compared`` returns what is known about texts that were compared
    at a place. ``folders`` are paths and how to call them in what is shown.
    """

    said: str = ""
    findings: Sequence[Finding] = ()
    taken_back: Sequence[TakenBack] = ()
    blocked: Sequence[str] = ()
    warned: Sequence[tuple[str, str]] = ()
    rules: Sequence[Rule] = ()
    old: Installed | None = None
    new: Installed | None = None
    folders: Sequence[tuple[str, str]] = ()
    wrote: Callable[[str, int], str] = field(default=lambda path, line: "")
    defined: Callable[[str, str], str] = field(default=lambda name, member: "")
    place: Callable[[str], str] = field(default=lambda text: "")
    compared: Callable[[Compared, str], Iterable[str]] = field(default=lambda compared, at: ())


def find_tasks(verdict: Verdict, evidence: Evidence) -> tuple[Task, ...]:
    """Return what is left to do, the task with the most tests first."""
    tasks = [_task(failures, evidence) for failures in _grouped(_failures(verdict, evidence))]
    if verdict.outcome is Outcome.NOT_RUN and verdict.after is not None and verdict.after.why:
        tasks.append(Task(verdict.after.why, causes=tuple(evidence.blocked[:_CAUSES])))
    for requirement, reason in verdict.after.without if verdict.after is not None else ():
        tasks.append(Task(f"{requirement} cannot be installed: take it out, or another package", causes=(reason,)))
    for requirement, reason in verdict.after.against if verdict.after is not None else ():
        tasks.append(_installed_against(requirement, reason, evidence))
    done = {test for task in tasks for test in task.tests}
    for one in evidence.taken_back:
        if one.must:
            tests = tuple(test.id for test in one.tests if test.id not in done)
            cause = f"{one.rule} wrote it and was taken back, as it broke tests on the old side; the target wants it."
            place = f"{one.path}:{one.line}: {one.diff.splitlines()[0].lstrip('-+ ') if one.diff else ''}"
            tasks.append(Task(f"{one.rule}, by hand", (place,), (cause,), tests, tuple(one.diff.splitlines())))
    return tuple(sorted(tasks, key=lambda task: (-len(task.tests), task.what)))


def _installed_against(requirement: str, reason: str, evidence: Evidence) -> Task:
    """Return what is left to do about a release that was installed against what it says of itself."""
    name = requirement.partition("==")[0]
    known = [one for one in evidence.blocked if re.match(rf"{re.escape(name)}(?![\w.-])", one, re.IGNORECASE)]
    if reason.startswith("requires Python"):
        until = "Until then uv installs it as it is, and pip with --ignore-requires-python."
    else:
        bound = re.split(r"[<>=!~\[;]", reason.removeprefix("requires "))[0].strip()
        until = (
            f"Until then uv installs it where an override says which {bound} it is to be (`uv pip install --override`, or "
            "`override-dependencies` in [tool.uv]); pip does with --no-deps, from a file that names everything."
        )
    what = f"{requirement} {reason}: ask for a release that does not, replace it, or keep a copy of your own"
    return Task(what, causes=(*known[:1], until))


def headline(why: str) -> str:
    """Return the line of a traceback's end that says what went wrong."""
    lines = [line.rstrip() for line in why.splitlines() if line.strip()]
    if not lines:
        return "no reason is given"
    marked = [number for number, line in enumerate(lines) if re.match(r"E(?:\s|$)", line)]
    if marked:  # pytest: the first line of the last block of them
        first = marked[-1]
        while first - 1 in marked:
            first -= 1
        return lines[first][1:].strip()
    start = max((number for number, line in enumerate(lines) if line.startswith("Traceback (most recent")), default=-1)
    said = [line for line in lines[start + 1 :] if not line.startswith((" ", "\t", "File "))]
    if start >= 0:  # the exception itself comes last there
        said = [line for line in said if re.match(r"[\w.]+(?:: |$)", line)][-1:] or said[-1:]
    if not said:
        return lines[-1].strip()
    # a message of several lines may begin with next to nothing
    return " ".join(line.strip() for line in said)[:_WIDTH] if len(said[0]) < _SHORT else said[0].strip()


# -- grouping --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Failure:
    what: str
    at: str
    tests: tuple[str, ...]
    lines: tuple[str, ...]
    compared: Compared | None = None


def _failures(verdict: Verdict, evidence: Evidence) -> Iterator[_Failure]:
    """Yield what failed on the new side, tests that were hidden by an error behind it."""
    for result in verdict.broken:
        yield _failure(result, (result.id,))
    before = {result.id for result in verdict.before.results} if verdict.before else set()
    after = verdict.after.results if verdict.after else ()
    gone = set(verdict.vanished)
    for result in after:
        if result.outcome not in ("failed", "error") or result.id in before:
            continue
        hidden = tuple(sorted(id for id in gone if _hides(result.id, id)))
        gone -= set(hidden)
        yield _failure(result, hidden or (result.id,))
    if not gone or verdict.after is None:
        return
    ended = verdict.after.exit_code
    if not after or (ended is not None and ended not in (0, 1)) or not verdict.broken:
        lines = tuple(line.rstrip() for line in evidence.said.splitlines() if line.strip())[-_LINES:]
        what = _last_exception(evidence.said) or verdict.after.why
        if what:
            yield _Failure(what, evidence.place(evidence.said), tuple(sorted(gone)), lines)
            return
    yield _Failure("These tests were not collected, and no error says why.", "", tuple(sorted(gone)), ())


def _failure(result: TestResult, tests: tuple[str, ...]) -> _Failure:
    lines = tuple(line.rstrip() for line in result.why.splitlines() if line.strip())[-_LINES:]
    return _Failure(_ADDRESS.sub("0x...", headline(result.why)), result.at, tests, lines, result.compared)


def _hides(error: str, test: str) -> bool:
    """Return whether a test would have been there but for an error: of its module, class or package."""
    inside = re.fullmatch(r"(?:setUpClass|setUpModule|tearDownClass|tearDownModule) \((.+)\)", error)
    name = inside[1] if inside else error.partition("_FailedTest.")[2] or error
    return test.startswith((f"{name}::", f"{name}.", f"{name}/"))


def _grouped(failures: Iterable[_Failure]) -> list[list[_Failure]]:
    """Put together what says the same, or is of one kind and comes from one place in the project."""
    groups: list[list[_Failure]] = []
    known: dict[tuple[str, str], list[_Failure]] = {}
    for failure in failures:
        keys = [] if _VAGUE.fullmatch(failure.what) else [(failure.what, "")]
        keys += (
            [(failure.what.partition(":")[0], failure.at)] if failure.at and not _TELLING.match(failure.what) else []
        )
        keys = keys or [(failure.what, failure.at)]
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(failure)
        for key in keys:
            known.setdefault(key, group)
    return groups


def _last_exception(text: str) -> str:
    """Return what a command says last that went wrong: the first system check that fails, else an exception."""
    checks = re.findall(r"^(\S+: \(\w+\.E\d+\) .+)$", text, re.MULTILINE)
    if checks:
        return str(checks[0]) + (f" (and {len(checks) - 1} more failing system checks)" if len(checks) > 1 else "")
    lines = re.findall(r"^(?:E\s+)?((?:\w+\.)*[A-Z]\w*(?:: .*)?)$", text, re.MULTILINE)
    said = [line for line in lines if re.match(r"(?:\w+\.)*\w*(?:Error|Exception|Warning|Configured|Exit)\b", line)]
    return said[-1] if said else ""


def _task(failures: Sequence[_Failure], evidence: Evidence) -> Task:
    first = failures[0]
    places = tuple(dict.fromkeys(one.at for one in failures if one.at))
    others = len({one.what for one in failures}) - 1
    what = first.what if len(first.what) <= 300 else f"{first.what[:300]}..."
    if others:
        what += f" (and {others} like it)"
    texts = evidence.compared(first.compared, first.at) if first.compared is not None else ()
    causes = tuple(dict.fromkeys((*texts, *_causes(first.what, places, "\n".join(first.lines), evidence))))[:_CAUSES]
    tests = tuple(sorted({test for one in failures for test in one.tests}))
    return Task(what, places, causes, tests, tuple(_plain(line, evidence.folders) for line in first.lines))


def _plain(line: str, folders: Iterable[tuple[str, str]]) -> str:
    for folder, name in folders:
        line = line.replace(folder, name)
    return line


# -- causes ----------------------------------------------------------------------------------------------------------


def _causes(what: str, places: Sequence[str], said: str, evidence: Evidence) -> Iterator[str]:
    """Yield what is known about a failure, the likeliest cause first."""
    spots = [spot for place in places[:_PLACES] if (spot := _spot(place))]
    there = [one for path, line in spots for one in evidence.findings if (str(one.path), one.line) == (path, line)]
    yield from map(_finding, there)
    for one in evidence.taken_back:
        if any(path == str(one.path) for path, _ in spots):
            yield f"{one.rule} changed {one.path}:{one.line} and was taken back."
    package = _raised_in(said, evidence)
    if package and _NO_MODULE.search(what):
        yield f"It is raised in {package}, a package that the project installs: another release or package is needed."
    else:
        yield from _explain(what, evidence)
    words = set(re.findall(r"['\"`]([\w.]{3,})['\"`]", what))
    named = [one for one in evidence.findings if one.must and words & set(re.findall(r"[\w.]{3,}", one.message))]
    yield from map(_finding, named[:2])
    codes = {(path, place.partition(": ")[2]) for place in places for path, _ in [_spot(place) or ("", 0)]}
    for place, warning in evidence.warned:
        if (spot := _spot(place)) and (spot[0], place.partition(": ")[2]) in codes:
            yield f"The old side warned here: {warning}"
    for path, line in spots:
        if title := evidence.wrote(path, line):
            yield f"{path}:{line} was written by the step “{title}”."
    paths = {path for path, _ in spots} | set(re.findall(r"[\w/-]+\.(?:py|html|txt)\b", said))
    near = [one for one in evidence.findings if one.must and str(one.path) in paths and one not in there]
    yield from (f"In the same file: {_finding(one)}" for one in near[:2])
    hints = [one for one in evidence.findings if one.advice and one not in there and _files_of(one) & paths]
    yield from (f"What changed for this file: {_finding(one)}" for one in hints[:3])


def _files_of(one: Finding) -> set[str]:
    return {str(one.path), *(place.rpartition(":")[0] for place in one.places)}


def _raised_in(said: str, evidence: Evidence) -> str:
    """Return the package, and where in it, of the last place of a traceback; nothing for the project and for Python."""
    places = re.findall(FRAME, said, re.MULTILINE)
    if not places or evidence.new is None:
        return ""
    one, number, other, line = places[-1]
    came = evidence.new.owner_of(one or other)
    return f"{came} ({(one or other).rpartition('site-packages/')[2]}:{number or line})" if came else ""


def _spot(place: str) -> tuple[str, int] | None:
    found = re.match(r"(.+?):(\d+): ?", place)
    return (found[1], int(found[2])) if found else None


def _finding(one: Finding) -> str:
    more = f" {one.docs}" if one.docs else ""
    return f"{one.rule} at {one.path}:{one.line}: {one.message}{more}"


def _explain(what: str, evidence: Evidence) -> Iterator[str]:
    """Yield what rules and the installed packages know about an error of a known kind."""
    if found := _NO_NAME.search(what):
        module, name = found["module"] or found["module2"], found["name"] or found["name2"]
        yield from _of_rules(f"{module}.{name}", evidence.rules)
        yield from _moved(module, name, evidence)
    elif found := _NO_MODULE.search(what):
        yield from _of_rules(found["module"], evidence.rules)
        yield from _missing(found["module"], evidence)
    elif found := _NO_MEMBER.search(what):
        yield from _member(found["kind"] or found["type"], found["name"], evidence)
    elif found := _CALLED.search(what):
        yield from _signature(found["name"], evidence)


def _of_rules(dotted: str, rules: Iterable[Rule]) -> Iterator[str]:
    inside = None
    for rule in rules:
        if dotted in rule.table or dotted in rule.names:
            new = rule.table.get(dotted)
            become = f" It is {new} now." if new else ""
            gone = f", gone in {rule.package} {rule.gone}" if rule.gone else ""
            yield f"{rule.id} knows {dotted}{gone}: {rule.title}.{become} {rule.docs}".rstrip()
            inside = None
            break
        named = (*rule.names, *rule.table)
        if inside is None and (any(one.startswith(f"{dotted}.") for one in named) or f"``{dotted}``" in rule.doc):
            inside = rule
    if inside is not None:
        yield f"{inside.id} knows what is in {dotted}: {inside.title}. {inside.docs}".rstrip()


def _moved(module: str, name: str, evidence: Evidence) -> Iterator[str]:
    if evidence.new is None:
        return
    package = module.partition(".")[0]
    now = [one.module for one in evidence.new.definitions(name, package) if one.module != module]
    came = evidence.new.distribution_of(package)
    if now:
        yield f"In {came or package}, {name} is defined in {', '.join(now[:3])}."
    elif came:
        was = evidence.old.distribution_of(package) if evidence.old else None
        yield f"{came} defines no {name}{f'; {was} did' if was and was != came else ''}."


def _missing(module: str, evidence: Evidence) -> Iterator[str]:
    if evidence.new is None:
        return
    package, _, rest = module.partition(".")
    was = evidence.old.distribution_of(package) if evidence.old else None
    came = evidence.new.distribution_of(package)
    if came and rest:
        last = module.rpartition(".")[2]
        yield f"{came} has no module {module}{f'; {was} had' if was and was != came else ''}."
        now = [one.module for one in evidence.new.definitions(last, package)]
        if now:
            yield f"{last} is defined in {', '.join(now[:3])} there."
    elif was and not came:
        name = was.rpartition(" ")[0]
        new = evidence.new.version_of(name)
        if new:
            yield f"{package} came with {was} on the old side; {name} {new} of the new side has no such module any more."
        else:
            yield (
                f"{package} came with {was} on the old side and is not installed on the new one: nothing requires it "
                "there. Add it to the requirements if the code needs it."
            )


def _member(kind: str, name: str, evidence: Evidence) -> Iterator[str]:
    if kind == "NoneType":
        return  # whatever was to have the member is missing; who has one of that name says nothing
    known = [rule for rule in evidence.rules if any(one.endswith(f".{name}") for one in (*rule.names, *rule.table))]
    if len(known) <= 3:
        yield from (f"{rule.id} knows a {name}: {rule.title}. {rule.docs}".rstrip() for rule in known)
    if place := evidence.defined(kind, ""):
        yield f"{kind} is the project's own: {place}"
    if evidence.old is None or evidence.new is None:
        return
    was, now = evidence.old.definitions(kind, member=name), evidence.new.definitions(kind, member=name)
    if was and not now:
        yield f"{kind}.{name}({was[0].signature}) was defined in {was[0].module}; the new side has no such method."
        return
    before, after = evidence.old.methods(name, "django"), evidence.new.methods(name, "django")
    if after and not before:
        has = ", ".join(one.module for one in after[:3])
        new = f"{name}({after[0].signature}) is new in {_django(evidence.new)}"
        yield f"{new}, a method of {has}: what stands in for one has to have it."
    said = evidence.old.says(name, "django") if not after and not before else ()
    if said and not evidence.new.says(name, "django"):
        where = ", ".join(said[:3])
        yield f"{_django(evidence.old)} set {name} in {where}; {_django(evidence.new)} knows no such attribute."


def _django(installed: Installed) -> str:
    return f"Django {installed.version_of('django')}"


def _signature(called: str, evidence: Evidence) -> Iterator[str]:
    *around, name = called.split(".")
    owner = around[-1] if around else ""
    if owner and (place := evidence.defined(owner, name)):
        yield f"{called} is the project's own: {place}"
    if evidence.old is None or evidence.new is None or (not owner and name in ("__init__", "__new__")):
        return
    arguments = (owner, "", name) if owner else (name,)
    shown, was, now = called, evidence.old.definitions(*arguments), evidence.new.definitions(*arguments)
    if not now and owner and not name.startswith("__"):  # the project's own, overriding a method of Django
        shown, was, now = name, evidence.old.methods(name, "django"), evidence.new.methods(name, "django")
    for one in now:
        then = next((other for other in was if other.module == one.module), None)
        if then is not None and then.signature != one.signature:
            yield f"{shown} of {one.module} took ({then.signature}) and takes ({one.signature}) now."
