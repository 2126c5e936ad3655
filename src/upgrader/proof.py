"""The two test runs of an upgrade: the base in the old environment, the branch in the new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from packaging.version import Version

from upgrader import git
from upgrader.interpreters import Interpreter, find_interpreter
from upgrader.journal import key_of
from upgrader.model import TestRun, UpgraderError, Versions
from upgrader.pins.closure import to_build
from upgrader.pins.index import Index, SimpleIndex
from upgrader.pins.inventory import Inventory, choose_requirements, read_pins
from upgrader.pins.resolve import Lock, as_of, lock_after, lock_before
from upgrader.verify.environment import Environment
from upgrader.verify.matrix import run_matrix
from upgrader.workshop import Workshop


def run_before(workshop: Workshop, inventory: Inventory, index: Index) -> TestRun:
    """Run the tests of the base under the old interpreter with the packages of the time that the pins mean.

    Raises UpgraderError when the index does not answer or the old requirements cannot be resolved.
    """
    project = workshop.project
    python = interpreter(project.old.python)
    if isinstance(python, str):
        return _not_run("before", project.old, python)
    time = as_of(inventory.pins, index) or _last_commit(workshop)
    chosen = choose_requirements(inventory, project.config.requirements)
    lock = lock_before(chosen.requirements, python.path, time, constraints=chosen.constraints, extra=_extra(workshop))
    return _run_tests(workshop, "before", project.old, python, lock, workshop.base, time)


def run_after(workshop: Workshop) -> TestRun:
    """Run the tests of the branch under the new interpreter with what its own requirement files say."""
    project, target = workshop.project, workshop.target
    python = interpreter(target.python)
    if isinstance(python, str):
        return _not_run("after", target, python)
    inventory = read_pins(workshop.root("branch"), workshop.files())
    chosen = choose_requirements(inventory, project.config.requirements)
    try:
        lock = lock_after(
            chosen.requirements,
            python.path,
            constraints=(*chosen.constraints, *_django(target)),
            extra=_extra(workshop),
            cooldown_days=workshop.options.cooldown_days(project),
            allow_build=workshop.options.allow_build,
            sources=to_build(inventory.pins, project.old.python, target.python, SimpleIndex()),
        )
    except UpgraderError as why:
        return _not_run("after", target, str(why))
    commit = git.head(workshop.checkout("branch")) or workshop.base
    return _run_tests(workshop, "after", target, python, lock, commit, None)


def check_baseline(workshop: Workshop, before: TestRun) -> None:
    """Raise UpgraderError when the tests fail before anything was changed, unless the user allows it."""
    if before.exit_code in (0, None) or workshop.options.allow_broken_baseline:
        return
    raise UpgraderError(
        f"The tests fail before anything was changed ({counts(before)}; log: {before.log}). "
        "Mend them, name another command with --test-command, or use --allow-broken-baseline."
    )


def interpreter(version: Version) -> Interpreter | str:
    """Return an interpreter, or the sentence that says why there is none."""
    try:
        return find_interpreter(version)
    except UpgraderError as why:
        return str(why)


def counts(run: TestRun) -> str:
    """Return a run in a few words."""
    if run.exit_code is None:
        return f"not run: {run.why}"
    passed, total = len(run.ids("passed", "xfailed")), len(run.results)
    return f"{passed} of {total} tests pass" + (f", exit code {run.exit_code}" if run.exit_code else "")


def _run_tests(
    workshop: Workshop,
    name: str,
    versions: Versions,
    python: Interpreter,
    lock: Lock,
    commit: str,
    time: datetime | None,
) -> TestRun:
    """Run the tests of a commit, unless the same run is remembered: same tree, environment and command."""
    project, journal = workshop.project, workshop.journal
    command = project.test_command
    if command is None:
        return _not_run(name, versions, project.why["test_command"])
    tree = git.tree(workshop.top, commit, workshop.prefix)
    key = key_of(name, tree, lock.key, str(python.version), command, repr(sorted(project.config.env.items())))
    remembered = journal.recall(key)
    if remembered is not None:
        workshop.say(f"{name}: the same tests ran before; {counts(remembered)}.")
        return remembered
    packages = sum("==" in line for line in lock.text.splitlines())
    workshop.say(f"{name}: building {versions} with {packages} packages, then running `{command}`")
    git.add_worktree(workshop.top, workshop.checkout(name), commit)
    file = journal.folder / "locks" / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(lock.text, encoding="utf-8")
    (result,) = run_matrix(
        [Environment(name, python.path, file, workshop.root(name), project.installable, time)],
        command,
        work=journal.folder / "tox",
        env=project.config.env,
        pass_env=project.config.pass_env,
    )
    result = replace(result, versions=versions)
    if result.exit_code is not None:
        journal.remember(key, result)
    workshop.say(f"{name}: {counts(result)}.")
    return result


def _extra(workshop: Workshop) -> tuple[str, ...]:
    """Return what the tests need although no file may say so: the runner their command names, and Django."""
    words = (workshop.project.test_command or "").replace("/", " ").split()
    runners = {"pytest": "pytest", "py.test": "pytest", "nosetests": "nose"}
    found = {runners[word]: None for word in words if word in runners}
    return (*found, *(["django"] if workshop.target.django else []))


def _django(target: Versions) -> tuple[str, ...]:
    """Return the constraint that holds Django at the target's series where the files leave it open."""
    return (f"django=={target.django}.*",) if target.django else ()


def _last_commit(workshop: Workshop) -> datetime:
    seconds = git.git(workshop.top, "log", "-1", "--format=%ct", workshop.base)
    return datetime.fromtimestamp(int(seconds), timezone.utc)


def _not_run(name: str, versions: Versions, why: str) -> TestRun:
    return TestRun(name, versions, None, why=why)
