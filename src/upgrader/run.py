"""One command from an old project to a verified upgrade: scan, plan, apply, verify, report, in this order.

The user's working tree is never written to. The branch is made in a worktree, tests run in checkouts of their own, and
what was finished is remembered, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader import apply, engine, git
from upgrader.catalogue import load_rules, select_rules
from upgrader.interpreters import Interpreter, find_interpreter
from upgrader.journal import Journal, key_of, open_journal
from upgrader.model import (
    Change,
    Finding,
    Outcome,
    Pin,
    Plan,
    Project,
    ProjectSummary,
    Report,
    Skip,
    Step,
    TestRun,
    UpgraderError,
    Verdict,
    Versions,
)
from upgrader.pins.index import SimpleIndex, read_settings
from upgrader.pins.inventory import Inventory, choose_requirements, read_pins
from upgrader.pins.propose import propose
from upgrader.pins.resolve import Lock, as_of, lock_after, lock_before
from upgrader.pins.rewrite import add_requirement, rewrite
from upgrader.plan import choose_target, make_plan
from upgrader.project import read_project
from upgrader.verify.compare import compare
from upgrader.verify.environment import Environment
from upgrader.verify.matrix import run_matrix

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What the command line says about a run."""

    to_python: str | None = None
    to_django: str | None = None
    test_command: str | None = None
    review: bool = False
    branch: str | None = None
    in_place: bool = False
    resume: bool = False
    allow_dirty: bool = False
    allow_broken_baseline: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


# -- looking ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scanned:
    """A project, where it is to go, and what stands in it."""

    project: Project
    target: Versions
    inventory: Inventory
    findings: tuple[Finding, ...]
    skipped: tuple[Skip, ...]


def scan(path: Path, options: Options) -> Scanned:
    """Read a project and find what the rules have to say. Writes nothing, runs nothing of it, needs no network."""
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project.old, options.to_python, options.to_django)
    inventory = read_pins(project.root, project.files)
    looked = engine.scan(project.root, project.files, apply.rule_settings(project, target, _rule_ids(project, options)))
    return Scanned(
        project,
        target,
        inventory,
        tuple(finding for one in looked for finding in one.findings),
        (*project.skipped, *(row for one in looked for row in one.skipped)),
    )


def scan_report(scanned: Scanned, pins: Sequence[Pin] | None = None, steps: Sequence[Step] = ()) -> Report:
    """Return what a scan has to say; pins as they stand, unless proposals are given."""
    return Report(
        scanned.target,
        _summary(scanned.project),
        scanned.findings,
        tuple(scanned.inventory.pins if pins is None else pins),
        scanned.skipped,
        tuple(steps),
    )


def plan(path: Path, options: Options) -> tuple[Scanned, Plan]:
    """Scan, look up what the pins should become, and put the steps in order. Writes nothing."""
    scanned = scan(path, options)
    try:
        python: Path | None = find_interpreter(scanned.target.python, fetch=False).path
    except UpgraderError:
        python = None  # only a run needs it; uv resolves for a version it is told
    pins = _propose(scanned, python)
    return scanned, make_plan(
        scanned.project, scanned.target, scanned.findings, pins, scanned.skipped, review=options.review
    )


def _propose(scanned: Scanned, python: Path | None) -> tuple[Pin, ...]:
    settings = read_settings()
    return propose(
        scanned.inventory,
        scanned.target,
        scanned.project.old,
        SimpleIndex(settings),
        python,
        cooldown_days=scanned.project.config.cooldown_days,
        settings=settings,
    )


def _rule_ids(project: Project, options: Options) -> frozenset[str]:
    config = project.config
    chosen = select_rules(load_rules(), options.select or config.select, (*options.ignore, *config.ignore))
    return frozenset(rule.id for rule in chosen)


def _summary(project: Project) -> ProjectSummary:
    files = sum(path.suffix == ".py" for path in project.files)
    return ProjectSummary(project.root.name, project.old, files, project.test_command, project.why)


# -- the run ---------------------------------------------------------------------------------------------------------


def run(path: Path, options: Options, say: Say) -> Report:
    """Upgrade the project at ``path`` on a branch of its own and say what its tests made of it.

    Raises UpgraderError before anything is written when the project cannot be upgraded as it stands.
    """
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project.old, options.to_python, options.to_django)
    journal = open_journal(project.root)
    with journal.locked():
        with _repository(project, options, journal, target) as workshop:
            report = _Run(project, target, options, journal, workshop, say).whole()
        journal.store_report(report)
    return report


@dataclass(frozen=True)
class Workshop:
    """The repository a run works in: the user's own, or a copy of a folder that is in none (``in_place``)."""

    top: Path
    prefix: str  #: from the repository's top to the project, "" when they are the same
    base: str
    branch: str


def branch_name(options: Options, target: Versions) -> str:
    """Return the branch a run writes: the one asked for, else one that names the target."""
    return options.branch or f"upgrader/python{target.python}" + (f"-django{target.django}" if target.django else "")


@contextmanager
def _repository(project: Project, options: Options, journal: Journal, target: Versions) -> Iterator[Workshop]:
    """Give the repository to work in, checked: nothing uncommitted, a free branch name."""
    branch = branch_name(options, target)
    if options.in_place:
        top = journal.folder / "copy" / project.root.name
        shutil.rmtree(top, ignore_errors=True)
        for path in project.files:
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project.root / path, top / path, follow_symlinks=False)
        git.create_repository(top, [str(path) for path in project.files])
        yield Workshop(top, "", git.head(top) or "", branch)
        shutil.rmtree(top, ignore_errors=True)
        return
    if project.top is None:
        raise UpgraderError(f"{project.root} is not in a git repository. Run `git init` and commit, or use --in-place.")
    base = git.head(project.top)
    if base is None:
        raise UpgraderError("The repository has no commit yet. Commit the project, then run again.")
    changed = git.changed_files(project.top)
    if changed and not options.allow_dirty:
        raise UpgraderError(
            f"{len(changed)} file(s) are not committed ({', '.join(changed[:3])}{', ...' if len(changed) > 3 else ''}). "
            "Commit or stash them, or use --allow-dirty: the upgrade starts from the last commit."
        )
    git.check_branch_name(project.top, branch)
    if git.branch_exists(project.top, branch):
        if not options.resume:
            raise UpgraderError(
                f"The branch {branch} exists. Go on with --resume, remove it with `upgrader undo`, "
                "or name another with --branch."
            )
        base = git.git(project.top, "merge-base", "HEAD", branch).strip()
    prefix = project.root.relative_to(project.top).as_posix()
    yield Workshop(project.top, "" if prefix == "." else prefix, base, branch)


@dataclass(frozen=True)
class _Run:
    """One run's surroundings; its stages are the methods below ``whole``, in order."""

    project: Project
    target: Versions
    options: Options
    journal: Journal
    workshop: Workshop
    say: Say

    def whole(self) -> Report:
        """Carry out all stages and return the report."""
        scanned = scan(self.project.root, self.options)
        inventory = scanned.inventory
        self.say(f"{self.project.root.name}: {self.project.old} to {self.target}.")
        index = SimpleIndex(read_settings())
        old_python, new_python = self._interpreter(self.project.old.python), self._interpreter(self.target.python)
        time = as_of(inventory.pins, index) or self._last_commit()
        try:
            before = self._before(inventory, old_python, time)
            self._check_baseline(before)
            self.say(
                f"{len(scanned.findings)} findings, {sum(f.must for f in scanned.findings)} of them must be fixed."
            )
            pins = _propose(scanned, new_python.path if isinstance(new_python, Interpreter) else None)
            planned = make_plan(
                self.project, self.target, scanned.findings, pins, scanned.skipped, review=self.options.review
            )
            steps, rows = self._write(planned, scanned, index)
            after = self._after(new_python)
            verdict = compare(before, after)
            report = Report(
                self.target,
                _summary(self.project),
                scanned.findings,
                tuple(pins),
                (*scanned.skipped, *rows),
                steps,
                verdict,
                None if self.options.in_place else self.workshop.branch,
            )
            if self.options.in_place:
                self._bring_home(verdict)
            return report
        finally:
            self._clean_up()

    def matrix(self) -> Report:
        """Run the tests before and after for a branch that is there."""
        scanned = scan(self.project.root, self.options)
        time = as_of(scanned.inventory.pins, SimpleIndex(read_settings())) or self._last_commit()
        try:
            before = self._before(scanned.inventory, self._interpreter(self.project.old.python), time)
            git.add_worktree(self.workshop.top, self._checkout("branch"), self.workshop.branch)
            after = self._after(self._interpreter(self.target.python))
        finally:
            self._clean_up()
        return replace(scan_report(scanned), verdict=compare(before, after), branch=self.workshop.branch)

    def _clean_up(self) -> None:
        for name in ("branch", "before", "after"):
            git.remove_worktree(self.workshop.top, self._checkout(name))

    # -- environments and tests

    def _interpreter(self, version: Version) -> Interpreter | str:
        """Return an interpreter, or the sentence that says why there is none."""
        try:
            return find_interpreter(version)
        except UpgraderError as why:
            return str(why)

    def _last_commit(self) -> datetime:
        return datetime.fromtimestamp(
            int(git.git(self.workshop.top, "log", "-1", "--format=%ct", self.workshop.base)), timezone.utc
        )

    def _before(self, inventory: Inventory, python: Interpreter | str, time: datetime) -> TestRun:
        chosen = choose_requirements(inventory, self.project.config.requirements)
        if isinstance(python, str):
            return _not_run("before", self.project.old, python)
        lock = lock_before(
            chosen.requirements, python.path, time, constraints=chosen.constraints, extra=self._test_tools()
        )
        return self._tests("before", self.project.old, python, lock, self.workshop.base, time)

    def _after(self, python: Interpreter | str) -> TestRun:
        if isinstance(python, str):
            return _not_run("after", self.target, python)
        root = self._root("branch")
        files = [path for path in self.project.files if (root / path).exists()]
        chosen = choose_requirements(read_pins(root, files), self.project.config.requirements)
        try:
            lock = lock_after(
                chosen.requirements,
                python.path,
                constraints=chosen.constraints,
                extra=self._test_tools(),
                cooldown_days=self.project.config.cooldown_days,
            )
        except UpgraderError as why:
            return _not_run("after", self.target, str(why))
        commit = git.head(self._checkout("branch")) or self.workshop.base
        return self._tests("after", self.target, python, lock, commit, None)

    def _test_tools(self) -> tuple[str, ...]:
        """Return what the test command needs by its own words."""
        words = (self.project.test_command or "").replace("/", " ").split()
        return tuple(name for name in ("pytest", "nose") if name in words or (name == "pytest" and "py.test" in words))

    def _tests(
        self, name: str, versions: Versions, python: Interpreter, lock: Lock, commit: str, time: datetime | None
    ) -> TestRun:
        """Run the tests of ``commit``, unless the same run is remembered."""
        command = self.project.test_command
        if command is None:
            return _not_run(name, versions, self.project.why["test_command"])
        tree = git.tree(self.workshop.top, commit, self.workshop.prefix)
        environment = repr(sorted(self.project.config.env.items()))
        key = key_of(name, tree, lock.key, str(python.version), command, environment)
        remembered = self.journal.recall(key)
        if remembered is not None:
            self.say(f"{name}: the same tests ran before; {_counts(remembered)}.")
            return remembered
        self.say(f"{name}: building {versions}, {len(lock.text.split('==')) - 1} packages, and running `{command}`")
        git.add_worktree(self.workshop.top, self._checkout(name), commit)
        locks = self.journal.folder / "locks"
        locks.mkdir(parents=True, exist_ok=True)
        lock_file = locks / f"{name}.txt"
        lock_file.write_text(lock.text, encoding="utf-8")
        (result,) = run_matrix(
            [Environment(name, python.path, lock_file, self._root(name), self.project.installable, time)],
            command,
            work=self.journal.folder / "tox",
            env=self.project.config.env,
            pass_env=self.project.config.pass_env,
        )
        result = replace(result, versions=versions)
        if result.exit_code is not None:
            self.journal.remember(key, result)
        self.say(f"{name}: {_counts(result)}.")
        return result

    def _check_baseline(self, before: TestRun) -> None:
        if before.exit_code is None and not before.results and self.options.allow_broken_baseline:
            return
        if before.exit_code not in (0, None) and not self.options.allow_broken_baseline:
            raise UpgraderError(
                f"The tests fail before anything was changed ({_counts(before)}; log: {before.log}). "
                "Mend them, name another command with --test-command, or use --allow-broken-baseline."
            )

    # -- writing

    def _checkout(self, name: str) -> Path:
        # the folder keeps its name: tests know it
        return self.journal.folder / name / self.workshop.top.name

    def _root(self, name: str) -> Path:
        return self._checkout(name) / self.workshop.prefix

    def _write(self, planned: Plan, scanned: Scanned, index: SimpleIndex) -> tuple[tuple[Step, ...], tuple[Skip, ...]]:
        """Write the steps to the branch; return those that changed something and the rows about the rest."""
        top, branch = self.workshop.top, self.workshop.branch
        git.add_worktree(top, self._checkout("branch"), self.workshop.base, branch)
        finished = apply.finished_steps(top, self.workshop.base, branch)
        kept: list[Step] = []
        rows: list[Skip] = []
        needed: set[str] = set()
        for step in planned.steps:
            if step.key in finished:
                kept.append(step)
                continue
            if step.key == "pins":
                applied = self._move_pins(step, planned, scanned, needed, index)
            else:
                applied = apply.change_code(step, self._root("branch"), self.project, self.target)
            rows += applied.skipped
            needed |= set(applied.requires)
            if apply.commit_step(self._root("branch"), applied, self.target):
                kept.append(step)
                self.say(f"committed: {step.title} ({len(applied.paths)} files)")
        return tuple(kept), tuple(rows)

    def _move_pins(
        self, step: Step, planned: Plan, scanned: Scanned, needed: set[str], index: SimpleIndex
    ) -> apply.Applied:
        root = self._root("branch")
        result = rewrite(scanned.inventory, planned.pins, self.target, root, index)
        apply.write_changes(root, result.changes)
        paths = {change.path for change in result.changes}
        rows = list(result.skipped)
        for requirement in sorted(needed):
            outcome = self._add_requirement(root, requirement, index)
            if isinstance(outcome, Change):
                apply.write_changes(root, [outcome])
                paths.add(outcome.path)
            elif outcome is not None:
                rows.append(outcome)
        return apply.Applied(step, tuple(sorted(paths)), tuple(rows))

    def _add_requirement(self, root: Path, requirement: str, index: SimpleIndex) -> Change | Skip | None:
        files = [path for path in self.project.files if (root / path).exists()]
        name = canonicalize_name(Requirement(requirement).name)
        if any(pin.name == name for pin in read_pins(root, files).pins):
            return None
        return add_requirement(root, files, requirement, "the upgraded code imports it", index)

    def _bring_home(self, verdict: Verdict) -> None:
        """Write the upgrade into the user's folder (``--in-place``), keeping what was there for ``undo``."""
        if verdict.outcome is Outcome.BROKE:
            self.say("Nothing was written: the tests broke.")
            return
        top = self.workshop.top
        names = git.git(top, "diff", "--name-only", "-z", self.workshop.base, self.workshop.branch).split("\0")
        backup = self.journal.folder / "backup"
        shutil.rmtree(backup, ignore_errors=True)
        changes = [PurePosixPath(name) for name in names if name]
        for path in changes:
            if (self.project.root / path).exists():
                (backup / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self.project.root / path, backup / path)
        apply.write_changes(
            self.project.root, [Change(path, None, (self._root("branch") / path).read_bytes()) for path in changes]
        )


def _not_run(name: str, versions: Versions, why: str) -> TestRun:
    return TestRun(name, versions, None, why=why)


def _counts(run: TestRun) -> str:
    if run.exit_code is None:
        return f"not run: {run.why}"
    passed, total = len(run.ids("passed", "xfailed")), len(run.results)
    return f"{passed} of {total} tests pass" + (f", exit code {run.exit_code}" if run.exit_code else "")


# -- around the run --------------------------------------------------------------------------------------------------


def verify(path: Path, options: Options, say: Say) -> Report:
    """Run the matrix alone: the tests before and after, for the branch of the last run.

    Raises UpgraderError when there is no branch to verify.
    """
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project.old, options.to_python, options.to_django)
    branch = branch_name(options, target)
    if project.top is None or not git.branch_exists(project.top, branch):
        raise UpgraderError(f"There is no branch {branch} to verify. Make one with `upgrader run`.")
    journal = open_journal(project.root)
    with (
        journal.locked(),
        _repository(project, replace(options, resume=True, allow_dirty=True), journal, target) as workshop,
    ):
        return _Run(project, target, options, journal, workshop, say).matrix()


def check(path: Path, options: Options) -> Report:
    """Return what a scan finds, with the verdict of the last run here if there was one. Needs no network."""
    scanned = scan(path, options)
    last = open_journal(scanned.project.root).last_report()
    report = scan_report(scanned)
    return replace(report, verdict=last.verdict, branch=last.branch) if last is not None else report


def last_report(path: Path) -> Report:
    """Return the report of the last run of the project at ``path``. Raises UpgraderError when there was none."""
    report = open_journal(path).last_report()
    if report is None:
        raise UpgraderError(f"No run of {path.resolve()} is remembered here. Start one with `upgrader run`.")
    return report


def undo(path: Path, say: Say) -> None:
    """Take the last run back: delete its branch, or restore what ``--in-place`` changed.

    Raises UpgraderError when there is nothing to take back, or when something was changed since by hand.
    """
    root = path.resolve()
    journal = open_journal(root)
    report = last_report(path)
    with journal.locked():
        if report.branch is None:
            _restore(root, journal, say)
            return
        project = read_project(path)
        if project.top is None or not git.branch_exists(project.top, report.branch):
            raise UpgraderError(f"The branch {report.branch} is gone already. There is nothing to undo.")
        base = git.git(project.top, "merge-base", "HEAD", report.branch).strip()
        ours = set(apply.finished_steps(project.top, base, report.branch).values())
        others = set(git.git(project.top, "rev-list", f"{base}..{report.branch}").split()) - ours
        if others:
            raise UpgraderError(
                f"{len(others)} commit(s) on {report.branch} are not from upgrader. "
                "Move them, or delete the branch with git."
            )
        git.git(project.top, "branch", "-D", report.branch)
        say(f"Deleted the branch {report.branch}.")


def _restore(root: Path, journal: Journal, say: Say) -> None:
    backup = journal.folder / "backup"
    files = [path.relative_to(backup) for path in sorted(backup.rglob("*")) if path.is_file()]
    if not files:
        raise UpgraderError("The last run changed no file. There is nothing to undo.")
    for file in files:
        shutil.copy2(backup / file, root / file)
    shutil.rmtree(backup)
    say(f"Restored {len(files)} file(s).")
