"""Look at a project: what breaks in it, what it pins. Writes nothing, runs nothing of it, needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from packaging.version import Version

from upgrader.cache import Seen, remembered
from upgrader.model import (
    Finding,
    Pin,
    Project,
    ProjectSummary,
    Report,
    Safety,
    Skip,
    Step,
    UpgraderError,
    Versions,
)
from upgrader.pins.inventory import Inventory
from upgrader.plan import choose_target
from upgrader.project import read_project_and_pins

if TYPE_CHECKING:
    from upgrader.sweep import Settings

# The engine and its rules are imported where they are needed: a scan that remembers everything needs neither.


@dataclass(frozen=True)
class Options:
    """What the command line says."""

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
    timeout: float | None = None
    only: tuple[str, ...] = ()
    jobs: int = 1
    allow_build: bool = False
    latest: bool = False
    cooldown: int | None = None
    keep_old: bool = False
    warnings: bool = False
    ladder: bool = False

    def cooldown_days(self, project: Project) -> int:
        """Return how old a release must be: as said here, else as configured."""
        return project.config.cooldown_days if self.cooldown is None else self.cooldown


#: What is not known without a package index, which a scan does not ask.
AS_PINNED = "Rules about other packages go by the versions pinned today; `upgrader plan` asks where these move."


@dataclass(frozen=True)
class Scanned:
    """A project, where it is to go, and what stands in it."""

    project: Project
    target: Versions
    inventory: Inventory
    findings: tuple[Finding, ...]
    skipped: tuple[Skip, ...]


def scan(path: Path, options: Options, moved: Mapping[str, Version] = MappingProxyType({})) -> Scanned:
    """Read the project at ``path`` and find what the rules have to say.

    Other packages than Python and Django are taken to stay as the project's files pin them, but for those ``moved``.
    """
    project, inventory = read_project_and_pins(path, test_command=options.test_command)
    others = {**dict(project.old.others), **moved}
    target = choose_target(project, options.to_python, options.to_django)
    target = replace(target, others=tuple(sorted(others.items())))
    required = frozenset(pin.name for pin in inventory.pins if pin.group != "constraint")
    seen = remembered(
        project.root,
        project.files,
        (*_matters(project, target, options), sorted(required)),
        partial(_look, project, target, options, required),
    )
    return Scanned(
        project,
        target,
        inventory,
        gather_advice(finding for one in seen for finding in one.findings),
        (*project.skipped, *(row for one in seen for row in one.skipped)),
    )


def gather_advice(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with one in the place of all that give the same advice: the first, which then names every place."""
    result: list[Finding] = []
    first: dict[tuple[str, str], int] = {}
    for finding in findings:
        here = f"{finding.path}:{finding.line}"
        at = first.setdefault((finding.rule, finding.message), len(result)) if finding.advice else len(result)
        if at < len(result):
            result[at] = replace(result[at], places=(*result[at].places, here))
        else:
            result.append(replace(finding, places=(here,)) if finding.advice else finding)
    return tuple(result)


def _matters(project: Project, target: Versions, options: Options) -> tuple[object, ...]:
    """Return what findings depend on besides files and rules."""
    config = project.config
    chosen = (options.select or config.select, options.ignore, config.ignore)
    others = (project.old.others, target.others)
    own = own_rules(project)
    texts = [path.read_bytes() for path in sorted(own.rglob("*.py"))] if own is not None else []
    return (project.old, target, *others, *chosen, sorted(config.per_file_ignores.items()), texts, config.utcnow)


def _look(
    project: Project, target: Versions, options: Options, required: frozenset[str], files: Sequence[PurePosixPath]
) -> Mapping[PurePosixPath, Seen]:
    from upgrader.sweep import scan_some

    settings = replace(rule_settings(project, target, options), required=required)
    looked = scan_some(project.root, project.files, settings, files)
    return {path: Seen(one.findings, one.skipped, one.asked) for path, one in looked.items()}


def rule_settings(
    project: Project, target: Versions, options: Options, safety: Iterable[Safety] = Safety, *, only: Sequence[str] = ()
) -> Settings:
    """Return the engine's settings: the rules that options and configuration choose, or ``only`` those."""
    from upgrader import catalogue
    from upgrader.sweep import Settings

    config = project.config
    own = own_rules(project)
    catalogue.use_folder(own)
    chosen = catalogue.select_rules(
        catalogue.cards(), options.select or config.select, (*options.ignore, *config.ignore)
    )
    ids = frozenset(rule.id for rule in chosen if not only or rule.id in only)
    ignores = tuple(sorted(config.per_file_ignores.items()))
    return Settings(project.old, target, ids, frozenset(safety), ignores, own_rules=own, utcnow=config.utcnow)


def own_rules(project: Project) -> Path | None:
    """Return the folder with the project's own rules, None when its configuration names none."""
    return project.root / project.config.rules if project.config.rules is not None else None


def scan_report(scanned: Scanned, pins: Sequence[Pin] | None = None, steps: Sequence[Step] = ()) -> Report:
    """Return what a scan has to say; pins as they stand, unless proposals are given."""
    project = scanned.project
    files = sum(path.suffix == ".py" for path in project.files)
    why = {**project.why, **({"packages": AS_PINNED} if pins is None and project.old.others else {})}
    return Report(
        scanned.target,
        ProjectSummary(project.root.name, project.old, files, project.test_command, why),
        scanned.findings,
        tuple(scanned.inventory.pins if pins is None else pins),
        scanned.skipped,
        tuple(steps),
        mentions=scanned.inventory.mentions,
    )


def check(path: Path, options: Options) -> Report:
    """Return what a scan finds, with the verdict of the last run here if there was one."""
    from upgrader.journal import open_journal  # what it needs to read JSON costs more than a scan of a small project

    scanned = scan(path, options)
    last = open_journal(scanned.project.root).last_report()
    report = scan_report(scanned)
    return replace(report, verdict=last.verdict, branch=last.branch) if last is not None else report


def last_report(path: Path) -> Report:
    """Return the report of the last run of the project at ``path``. Raises UpgraderError when there was none."""
    from upgrader.journal import open_journal

    report = open_journal(path).last_report()
    if report is None:
        raise UpgraderError(f"No run of {path.resolve()} is remembered here. Start one with `upgrader run`.")
    return report
