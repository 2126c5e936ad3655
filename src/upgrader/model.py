"""The nouns of the pipeline: plain frozen data, no input or output.

Every stage is a function from these to these: ``scan`` makes findings, ``plan`` makes steps, ``apply`` makes changes,
``verify`` makes verdicts, ``report`` reads them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path, PurePosixPath

from packaging.version import Version


class UpgraderError(Exception):
    """Something the user can do something about: one sentence, then what to do next. Ends the program with code 2."""


class Safety(str, Enum):
    """What applying a rule's fix means for the program's behaviour."""

    SAFE = "safe"  #: same behaviour, applied by default
    REVIEW = "review"  #: applied with ``--review``, or by ``run`` as a commit of its own
    MANUAL = "manual"  #: reported with what to do

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Versions:
    """A pair of interpreter and framework, as ``Version(3.8)`` and ``Version(2.2)``; ``django`` is None without Django.

    ``others`` are the exact versions of other distributions, by normalized name, as far as they are known.
    """

    python: Version
    django: Version | None = None
    others: tuple[tuple[str, Version], ...] = ()

    def of(self, package: str) -> Version | None:
        """Return the version of ``python``, ``django`` or another distribution, None where it is not known."""
        if package in ("python", "django"):
            return self.python if package == "python" else self.django
        return self._by_name.get(package)

    @cached_property
    def _by_name(self) -> dict[str, Version]:
        return dict(self.others)

    def __str__(self) -> str:
        return f"Python {self.python}" + (f", Django {self.django}" if self.django else "")


@dataclass(frozen=True)
class Config:
    """``[tool.upgrader]`` of pyproject.toml, or upgrader.toml; every key is optional."""

    test_command: str | None = None
    python: str | None = None  #: the old interpreter, where the project's files do not say
    env: dict[str, str] = field(default_factory=dict)  #: variables for the test command
    pass_env: tuple[str, ...] = ()  #: names of variables that may pass from the caller's environment
    requirements: tuple[str, ...] = ()  #: the requirement files that make the test environment, where guessing is wrong
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] | None = None  #: glob patterns of files to leave alone; None for the usual folders
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cooldown_days: int = 7  #: releases younger than this many days are not proposed
    utcnow: str = "naive"  #: what takes the place of ``datetime.utcnow()``: "naive" as it was, or "aware"
    rules: str | None = None  #: a folder of the project with rules of its own: code that upgrader imports and runs


@dataclass(frozen=True)
class Project:
    """A project as its files describe it; nothing of it was run or imported.

    ``root`` is the folder given by the user, ``top`` the git repository it lies in (None without one). ``files`` are the
    files git tracks below ``root`` (every file, without git), relative to it. ``old`` are the versions it runs on today.
    ``why`` says for ``python``, ``django``, ``requirements`` and ``test_command`` where each was found.
    """

    root: Path
    top: Path | None
    files: tuple[PurePosixPath, ...]
    old: Versions
    config: Config
    manifests: tuple[PurePosixPath, ...]
    test_command: str | None
    installable: bool
    why: dict[str, str]
    skipped: tuple[Skip, ...] = ()
    uses_django: bool = True  #: also where ``old.django`` is None because no file says which


@dataclass(frozen=True)
class Skip:
    """Something that was not looked at, and why: a row in the report, never silence."""

    path: PurePosixPath
    why: str


@dataclass(frozen=True)
class Finding:
    """What a rule says about one place. Lines and columns count from 1, as editors do."""

    rule: str
    path: PurePosixPath
    line: int
    column: int
    message: str
    safety: Safety
    fixable: bool
    must: bool
    since: str | None
    gone: str | None
    docs: str
    advice: bool = False  #: only a hint: the place may well be right as it is
    places: tuple[str, ...] = ()  #: of advice for a whole project: every ``path:line`` that it is about


@dataclass(frozen=True)
class Pin:
    """One requirement as it stands in a file.

    ``version`` is the exact version of a ``==`` pin, None for anything looser; ``requirement`` is the PEP 508 text without
    hashes. ``status`` is ``ok`` (stays), ``upgrade`` (moves to ``to``), ``blocked`` (no release supports the target) or
    ``unknown`` (not understood, or not looked up), each with its ``why``. ``group`` is empty for what is always installed,
    ``constraint`` for a line that only limits a version, ``lock`` for what a lock file holds, else the name of the extra
    or dependency group it belongs to, as in ``more in dev`` where ``dev`` includes it.
    ``blocker`` is the kind of obstacle of a blocked pin: ``newer release`` (there is one, which the cooldown or a build
    keeps out), ``no release`` (there is none) or ``conflict``. ``bridge`` is the highest release for both ends, if any.
    ``becomes`` is the requirement that takes the line's place where that is more than another version: another package,
    or the same one for older Pythons alone.
    ``against`` is what a blocked release says against the target, as in ``requires Django <5``, where nothing else does:
    it is set aside for the tests, with ``to`` for the release that comes closest.
    """

    name: str
    version: str | None
    file: PurePosixPath
    line: int
    requirement: str = ""
    hashed: bool = False
    status: str = "unknown"
    to: str | None = None
    why: str = ""
    group: str = ""
    blocker: str = ""
    bridge: str | None = None
    becomes: str = ""
    against: str = ""

    @property
    def moves(self) -> bool:
        """Whether another version is written in its line: also where none supports the target and one comes closest."""
        return self.status == "upgrade" or (bool(self.against) and self.to is not None)


@dataclass(frozen=True)
class Mention:
    """A place that names a Python or Django version: a classifier, a CI matrix, a container image."""

    file: PurePosixPath
    line: int
    what: str
    version: str


@dataclass(frozen=True)
class Change:
    """New contents for one file, as bytes; ``before`` is None for a file that is added."""

    path: PurePosixPath
    before: bytes | None
    after: bytes


@dataclass(frozen=True)
class Step:
    """One commit's worth of change. ``key`` is stable over runs: the commit's trailer and ``--resume`` go by it.

    A step of the stage ``bridge`` is proven on the old side, one of the stage ``switch`` on the new side; ``verdict`` is
    what came of that.
    """

    key: str
    title: str
    rules: tuple[str, ...] = ()
    stage: str = "switch"
    verdict: str = ""


@dataclass(frozen=True)
class Plan:
    """Ordered steps and what stands in the way: a pure function of project, findings and target."""

    target: Versions
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    pins: tuple[Pin, ...]
    skipped: tuple[Skip, ...] = ()

    @property
    def blockers(self) -> tuple[Pin, ...]:
        """Dependencies with no release that supports the target."""
        return tuple(pin for pin in self.pins if pin.status == "blocked")


@dataclass(frozen=True)
class Compared:
    """Two texts that a failed assertion compared; ``how`` it did: ``equal``, ``html``, ``in``, ``in html``, ``not in``.

    ``left`` is what was to be in ``right``, or one of two that were to be equal (which of them was expected is not known);
    with ``how`` empty there were none. ``count`` is how often it was to be in there, None for any number of times.
    ``frames`` are the places in the project on the way there (path and line), ``texts`` the variables of the innermost
    one that hold HTML.
    """

    how: str = ""
    left: str = ""
    right: str = ""
    count: int | None = None
    frames: tuple[tuple[str, int], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TestResult:
    """What one test did: ``passed``, ``failed``, ``error``, ``skipped``, ``xfailed`` or ``xpassed``; duration in seconds.

    ``why`` are the last lines of a traceback, or a reason; ``at`` is the innermost place in the project's own code that
    it names, as ``path:line: code``; ``compared`` is what an assertion that failed had to compare, as far as that is text.
    """

    __test__ = False  # pytest collects classes by their name

    id: str
    outcome: str
    seconds: float = 0.0
    why: str = ""
    at: str = ""
    compared: Compared | None = None


@dataclass(frozen=True)
class Warned:
    """A warning that was recorded while tests ran: ``at`` is the first place of the project on the way to it.

    ``at`` reads ``path:line: code``; ``deprecation`` is True for what announces a change of Python or of a package.
    """

    category: str
    message: str
    at: str
    deprecation: bool = True


@dataclass(frozen=True)
class TestRun:
    """One run of the project's test command in one environment.

    ``exit_code`` is the command's own, None when it never ran; then ``why`` says the reason. ``log`` is the whole output.
    ``without`` are the requirements that could not be installed, each with the reason: the tests ran all the same.
    ``against`` are those that were installed although they say, as the reason, that they are not for these versions.
    """

    __test__ = False

    environment: str
    versions: Versions
    exit_code: int | None
    results: tuple[TestResult, ...] = ()
    seconds: float = 0.0
    why: str = ""
    log: Path | None = None
    warned: tuple[Warned, ...] = ()  #: of a run that collects warnings
    without: tuple[tuple[str, str], ...] = ()
    against: tuple[tuple[str, str], ...] = ()

    def ids(self, *outcomes: str) -> frozenset[str]:
        """Return the ids of the tests that ended in one of ``outcomes``."""
        return frozenset(result.id for result in self.results if result.outcome in outcomes)


class Outcome(str, Enum):
    """The four things a verdict can say."""

    PASSED = "passed"
    BROKE = "broke"
    ALREADY_BROKEN = "already broken"
    NOT_RUN = "not run"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Slower:
    """A test that takes much longer than it did; both times in seconds."""

    id: str
    before: float
    after: float


@dataclass(frozen=True)
class Verdict:
    """What the tests said, test by test. ``why`` is one sentence for people."""

    outcome: Outcome
    why: str
    before: TestRun | None = None
    after: TestRun | None = None
    passing: tuple[str, ...] = ()  #: passed before and after
    broken: tuple[TestResult, ...] = ()  #: passed before, does not pass after
    vanished: tuple[str, ...] = ()  #: ran before, was not collected after
    fixed: tuple[str, ...] = ()  #: did not pass before, passes after
    new: tuple[str, ...] = ()  #: was not there before
    already_broken: tuple[str, ...] = ()  #: did not pass before, does not pass after
    flaky: tuple[str, ...] = ()  #: did not end the same in two runs of the same code: not blamed
    slower: tuple[Slower, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()  #: there before and after, by another id each
    bridge: TestRun | None = None  #: the new code on the old side, as far as that runs there
    bridge_broken: tuple[TestResult, ...] = ()  #: passed before, did not pass on the bridge


@dataclass(frozen=True)
class TakenBack:
    """A change that was not kept because of what it did: ``diff`` is the change, ``tests`` failed with it.

    ``rule`` is a rule's id or a tool's name. ``must`` says that the target cannot do without the change: somebody has to
    make it by hand, and ``tests`` will tell when it is right.
    """

    step: str
    stage: str
    rule: str
    path: PurePosixPath
    line: int
    diff: str
    tests: tuple[TestResult, ...] = ()
    why: str = ""
    must: bool = False


@dataclass(frozen=True)
class Expectation:
    """A place in a test, or in a file of expected HTML, that was changed to what Django announces.

    ``what`` is the change, ``since`` the release of Django that renders it like this, ``docs`` where that is announced.
    """

    path: PurePosixPath
    line: int
    what: str
    since: str
    docs: str


@dataclass(frozen=True)
class Task:
    """Something that is left to do by hand, with its proof.

    ``what`` is what goes wrong, in a line; ``places`` are where it does in the project (``path:line: code``); ``causes``
    say what is known about it, the likeliest first; ``tests`` do not pass until it is done; ``lines`` are the last lines
    of what one of them says.
    """

    what: str
    places: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rung:
    """One station of a ladder: what the tests said there, and what is left to do to get there."""

    versions: Versions
    outcome: Outcome
    why: str
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One thing that a booted project says differently on two sides; None where a side has no such thing.

    ``own`` is False for what Django and other packages say of themselves: their models, their defaults.
    """

    section: str
    name: str
    before: str | None
    after: str | None
    own: bool = True


@dataclass(frozen=True)
class Behaviour:
    """What the fingerprint of a booted project said after a stage, compared with the one before any change.

    ``why`` is a sentence: that they are equal, or why there is no fingerprint.
    """

    stage: str
    ran: bool
    why: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything that one command has to say: the input of every output format."""

    target: Versions
    project: ProjectSummary
    findings: tuple[Finding, ...] = ()
    pins: tuple[Pin, ...] = ()
    skipped: tuple[Skip, ...] = ()
    steps: tuple[Step, ...] = ()
    verdict: Verdict | None = None
    branch: str | None = None
    taken_back: tuple[TakenBack, ...] = ()
    behaviour: tuple[Behaviour, ...] = ()
    tasks: tuple[Task, ...] = ()
    rungs: tuple[Rung, ...] = ()
    mentions: tuple[Mention, ...] = ()  #: where files name versions of Python and Django
    expectations: tuple[Expectation, ...] = ()


@dataclass(frozen=True)
class ProjectSummary:
    """The project as a report shows it."""

    name: str
    versions: Versions
    files: int
    test_command: str | None = None
    why: dict[str, str] = field(default_factory=dict)  #: where each of the above was found
