"""Takes back what broke something: finds it in the branch's own commits, and commits the branch without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from upgrader import engine, git
from upgrader.apply import step_settings
from upgrader.catalogue import cards, is_must
from upgrader.culprit import Contents, Culprit, Layer, Merge, Search, Symptoms, contents, pieces_of, search
from upgrader.journal import key_of, write_whole
from upgrader.model import Change, Difference, Plan, Step, TakenBack, TestRun
from upgrader.modules import Modules
from upgrader.proof import Side, failing, run_tests, settle, take_fingerprint
from upgrader.verify.behaviour import Fingerprint, differences
from upgrader.workshop import EXPECTATIONS, STAGE, TRAILER, Workshop

BACK = "back"  #: the first word of the step keys of such commits
MAX_PARTIAL_RUNS = 40  #: for one stage; then what was found by then is what there is


@dataclass(frozen=True)
class Settled:
    """A stage after its proof: its last run, what is flaky in it, what was taken back."""

    run: TestRun
    flaky: frozenset[str] = frozenset()
    taken_back: tuple[TakenBack, ...] = ()


class _Enough(Exception):
    """No more partial runs."""


def prove(
    workshop: Workshop, plan: Plan, side: Side, before: TestRun, stage: str, ran: TestRun | None = None
) -> Settled:
    """Run the tests of the branch on one side; take back what breaks them, as far as that can be found.

    ``ran`` is the run of the whole suite on the branch as it is, where there was one already. What was taken back by an
    earlier run of the same branch is part of the result.
    """
    commit = workshop.end_of(stage)
    run, flaky = settle(workshop, side, commit, ran or run_tests(workshop, side, commit), before)
    earlier = recall_taken_back(workshop, stage)
    # a test that goes by another name in every run cannot be asked for alone
    broken = failing(before, run) & {result.id for result in before.results}
    if not broken or not before.ids("passed", "xpassed") or commit != workshop.end_of("switch"):
        return Settled(run, flaky, earlier)  # with the next stage on top of it, it was searched by an earlier run
    workshop.say(f"{side.name}: {len(broken)} test(s) that passed do not; looking for the change that does it")
    found = _find_broken(workshop, plan, side, before, run, broken, stage, commit)
    if found is None or not found.culprits:
        workshop.say(f"{side.name}: no single change can be taken back to make them pass.")
        return Settled(run, flaky, earlier)
    why = {result.id: result for result in run.results}
    taken = [
        replace(_record(one, plan), tests=tuple(why[id] for id in sorted(one.cured) if id in why))
        for one in found.culprits
    ]
    _commit_taken_back(workshop, stage, taken, _final(found), len(earlier))
    head = workshop.end_of(stage)
    confirmed, more_flaky = settle(workshop, side, head, run_tests(workshop, side, head), before)
    if confirmed.exit_code is None or not failing(before, confirmed) < broken:
        workshop.say(f"{side.name}: taking it back helps some tests and breaks others; everything is kept as it was.")
        git.reset(workshop.checkout("branch"), commit)
        return Settled(run, flaky, earlier)
    return Settled(confirmed, flaky | more_flaky, (*earlier, *taken))


def keep_behaviour(workshop: Workshop, plan: Plan, side: Side, before: Fingerprint) -> tuple[TakenBack, ...]:
    """Take back the safe changes of the bridge that move the fingerprint, and return them.

    Changes that are to be reviewed may move it: that is what the review is for.
    """
    commit = workshop.end_of("bridge")
    earlier = recall_taken_back(workshop, "bridge")
    now, _why = take_fingerprint(workshop, side, commit)
    moved = differences(before, now) if now is not None else ()
    if earlier or not moved or commit != workshop.end_of("switch"):
        return earlier
    layers = read_layers(workshop, plan, ("bridge",))
    safe = tuple(layer for layer in layers if not layer.step.startswith("review:"))
    if not safe:
        return earlier
    seen = {_named(one): one for one in moved}

    def observe(state: Contents, wanted: Symptoms) -> Symptoms:
        there, _why = take_fingerprint(workshop, side, commit, _overlay(workshop, state, commit))
        if there is None:
            return wanted
        found = {_named(one): one for one in differences(before, there)}
        seen.update(found)
        return wanted & frozenset(found)

    symptoms = frozenset(seen)
    if len(safe) < len(layers):
        symptoms = observe(contents(safe, pieces_of(safe)), symptoms)
    if not symptoms:
        return ()
    workshop.say(
        f"bridge: {len(symptoms)} fact(s) of how the project is set up moved; looking for the change that does it"
    )
    found = search(safe, symptoms, _budgeted(observe), _merge(workshop), sound=True)
    taken = []
    for one in found.culprits:
        facts = [describe(seen[name]) for name in sorted(one.cured)]
        taken.append(replace(_record(one, plan), why="; ".join(facts)))
    if taken:
        # the review steps come after the safe ones: they keep what does not build on what is gone
        whole = _rebuilt(layers, found.layers, _merge(workshop))
        _commit_taken_back(workshop, "bridge", taken, contents(whole, pieces_of(whole)), 0)
    return tuple(taken)


def describe(one: Difference) -> str:
    """Return a difference as a clause."""
    if one.before is None:
        return f"{one.section}: {one.name} is new: {one.after}"
    if one.after is None:
        return f"{one.section}: {one.name} is gone; it was {one.before}"
    return f"{one.section}: {one.name} was {one.before} and would be {one.after}"


# -- searching -------------------------------------------------------------------------------------------------------


def _find_broken(
    workshop: Workshop,
    plan: Plan,
    side: Side,
    before: TestRun,
    run: TestRun,
    broken: Symptoms,
    stage: str,
    commit: str,
) -> Search | None:
    def observe(state: Contents, wanted: Symptoms) -> Symptoms:
        overlay = _overlay(workshop, state, commit)
        return failing(before, run_tests(workshop, side, commit, only=wanted, overlay=overlay)) & wanted

    layers = read_layers(workshop, plan, (stage,))
    budgeted = _budgeted(observe)
    if stage == "bridge":
        return search(layers, broken, budgeted, _merge(workshop), sound=True)
    # On the new side the old code breaks as well: what fails there is usually missing, not wrong. Two guesses are worth
    # a run: what was written for the new side only, and what was written into the files that the tracebacks name.
    everything = read_layers(workshop, plan, ("bridge", "switch"))
    named = _named_files(run, broken)
    close = tuple(
        replace(layer, changes=chosen)
        for layer in everything
        if (chosen := tuple(change for change in layer.changes if str(change.path) in named))
    )
    for suspects in (layers, close):
        if suspects:
            found = search(suspects, broken, budgeted, _merge(workshop))
            if found.culprits:
                return found
    return None


def _budgeted(observe: Callable[[Contents, Symptoms], Symptoms]) -> Callable[[Contents, Symptoms], Symptoms]:
    """Return ``observe`` with a memory, and with everything still there once it was asked too often."""
    known: dict[tuple[str, Symptoms], Symptoms] = {}

    def ask(state: Contents, wanted: Symptoms) -> Symptoms:
        key = (key_of(*(f"{path}\0{state[path].hex()}" for path in sorted(state))), wanted)
        if key not in known:
            if len(known) >= MAX_PARTIAL_RUNS:
                return wanted
            known[key] = observe(state, wanted)
        return known[key]

    return ask


def _named_files(run: TestRun, broken: Symptoms) -> frozenset[str]:
    """Return the ends of the paths that the tracebacks of failing tests, and of what was not collected, name."""
    text = "\n".join(result.why for result in run.results if result.id in broken or result.outcome == "error")
    if run.log is not None and run.log.is_file():
        text += run.log.read_text("utf-8", errors="replace")[-200_000:]
    found: set[str] = set()
    for name in re.findall(r"[\w./\\-]+\.py", text):
        parts = PurePosixPath(name.replace("\\", "/")).parts
        found |= {"/".join(parts[start:]) for start in range(len(parts))}
    return frozenset(found)


def _merge(workshop: Workshop) -> Merge:
    return lambda base, ours, theirs: git.merge_file(workshop.top, base, ours, theirs)


def _overlay(workshop: Workshop, state: Contents, commit: str) -> Contents:
    """Return those contents that are not what the commit has."""
    return {
        path: data
        for path, data in state.items()
        if git.content(workshop.top, commit, _in_repository(workshop, path)) != data
    }


def _named(one: Difference) -> str:
    return f"{one.section}: {one.name}"


def _rebuilt(layers: Sequence[Layer], changed: Sequence[Layer], merge: Merge) -> tuple[Layer, ...]:
    """Return ``layers`` with the first of them ``changed``; the others are moved onto these."""
    result = list(changed)
    now = {change.path: change.after for layer in changed for change in layer.changes}
    for layer in layers[len(changed) :]:
        changes = []
        for change in layer.changes:
            before = change.before or b""
            start = now.get(change.path, before)
            merged = change.after if start == before else merge(before, start, change.after)
            now[change.path] = start if merged is None else merged
            changes.append(Change(change.path, start, now[change.path]))
        result.append(replace(layer, changes=tuple(changes)))
    return tuple(result)


# -- layers ----------------------------------------------------------------------------------------------------------


def read_layers(workshop: Workshop, plan: Plan, stages: Sequence[str]) -> tuple[Layer, ...]:
    """Return what the code steps of some stages changed, from the branch's commits, rule by rule.

    Files that the step of the pins, or that of expectations, has changed as well are left out: they are not the rules'
    alone.
    """
    top = workshop.top
    keys: dict[str, list[str]] = {}
    for key, commit in git.trailers(top, workshop.base, workshop.branch, TRAILER).items():
        keys.setdefault(commit, []).append(key)
    steps = {step.key: step for step in plan.steps}
    others = [commit for commit, (key, *_) in keys.items() if key.startswith(("pins", EXPECTATIONS))]
    pinned = {name for commit in others for name in git.changed_paths(top, commit)}
    layers: list[Layer] = []
    for commit in git.commits(top, workshop.base, workshop.branch):
        key = keys.get(commit, [""])[0]
        back = key.split(":") if key.startswith(f"{BACK}:") else []
        step = Step(key, "", stage=back[1]) if back else steps.get(key)
        if step is None or step.stage not in stages or key == "pins":
            continue
        changes = []
        for name in git.changed_paths(top, commit):
            before, after = git.content(top, f"{commit}^", name), git.content(top, commit, name)
            path = PurePosixPath(name)
            if name not in pinned and before is not None and after is not None and path.is_relative_to(workshop.prefix):
                changes.append(Change(path.relative_to(workshop.prefix), before, after))
        layers += _by_rule(workshop, step, changes)
    return tuple(layer for layer in layers if layer.changes)


def _by_rule(workshop: Workshop, step: Step, changes: Sequence[Change]) -> list[Layer]:
    """Return a step as a layer for each of its rules, found by applying one rule more each time."""
    if len(step.rules) == 1 or not step.key.startswith("rules"):
        rule = step.rules[0] if step.rules else step.key.partition(":")[0]
        return [Layer(step.key, step.stage, rule, tuple(changes))]
    root = workshop.root("branch")
    settings = step_settings(step, workshop)
    modules = Modules(root, workshop.files())
    parts: dict[str, list[Change]] = {}
    for change in changes:
        before = change.before or b""
        rules = engine.fix_file(change.path, before, settings, modules).rules
        states = [before]
        for number in range(1, len(rules) + 1):
            some = replace(settings, rules=frozenset(rules[:number]))
            fixed = engine.fix_file(change.path, before, some, modules).change
            states.append(fixed.after if fixed is not None else before)
        if not rules or states[-1] != change.after:
            parts.setdefault("several rules", []).append(change)
            continue
        for rule, start, end in zip(rules, states, states[1:], strict=False):
            if start != end:
                parts.setdefault(rule, []).append(Change(change.path, start, end))
    return [Layer(step.key, step.stage, rule, tuple(parts[rule])) for rule in sorted(parts)]


# -- committing ------------------------------------------------------------------------------------------------------


def recall_taken_back(workshop: Workshop, stage: str) -> tuple[TakenBack, ...]:
    """Return what the branch's commits have taken back already."""
    found = git.trailers(workshop.top, workshop.base, workshop.branch, TRAILER)
    keys = sorted(key for key in found if key.startswith(f"{BACK}:{stage}:"))
    remembered = [workshop.journal.recall_taken_back(_memory(workshop, key)) for key in keys]
    return tuple(one for one in remembered if one is not None)


def _commit_taken_back(
    workshop: Workshop, stage: str, taken: Sequence[TakenBack], final: Contents, number: int
) -> None:
    """Commit the files as they are without what was taken back, file by file, each remembered with its proof."""
    by_path: dict[PurePosixPath, list[TakenBack]] = {}
    for one in taken:
        by_path.setdefault(one.path, []).append(one)
    for path, ones in by_path.items():
        keys = []
        for one in ones:
            number += 1
            keys.append(f"{BACK}:{stage}:{number:02d}")
            workshop.journal.store_taken_back(_memory(workshop, keys[-1]), one)
            workshop.say(f"taken back: {one.rule} in {path}, line {one.line}")
        write_whole(workshop.root("branch") / path, final[path])
        git.commit(workshop.checkout("branch"), [_in_repository(workshop, path)], _message(stage, ones, keys))


def _message(stage: str, ones: Sequence[TakenBack], keys: Sequence[str]) -> str:
    rules = list(dict.fromkeys(one.rule for one in ones))
    lines = [f"Take back {', '.join(rules)} in {ones[0].path}", ""]
    for one in ones:
        for test in one.tests[:5]:
            lines += [f"It broke {test.id}:", *(f"    {line}" for line in test.why.strip().splitlines()[-4:]), ""]
        lines += [*([f"{one.why}.", ""] if one.why else []), *(f"    {line}" for line in one.diff.splitlines()), ""]
    lines += [
        *(f"{TRAILER}: {key}" for key in keys),
        f"{STAGE}: {stage}",
        *(f"Upgrader-Rule: {rule}" for rule in rules),
    ]
    return "\n".join(lines) + "\n"


def _record(one: Culprit, plan: Plan) -> TakenBack:
    rules = {rule.id: rule for rule in cards()}
    must = one.layer.rule in rules and is_must(rules[one.layer.rule], plan.target)
    return TakenBack(one.layer.step, one.layer.stage, one.layer.rule, one.path, one.line, one.diff, must=must)


def _final(found: Search) -> Contents:
    return contents(found.layers, pieces_of(found.layers))


def _memory(workshop: Workshop, key: str) -> str:
    return key_of("taken back", workshop.base, workshop.branch, key)


def _in_repository(workshop: Workshop, path: PurePosixPath) -> str:
    return str(PurePosixPath(workshop.prefix, path))
