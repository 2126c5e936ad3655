"""The command line: each subcommand a few lines around a function of the engine.

Machine output goes to stdout, everything for people to stderr. Exit codes: 0 nothing left to do, or upgraded and
verified; 1 findings, changed files, or something broke or was not verified; 2 wrong usage, or a failure of the tool.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from upgrader.masking import masked
from upgrader.model import Outcome, UpgraderError

if TYPE_CHECKING:
    from upgrader.model import Finding, Report
    from upgrader.scan import Options

# Heavy modules are imported by the subcommand that needs them: --help and the hook answer at once.

TARGETS = (
    "Python and Django to go to: a version, latest or lts (default: Python 3.12 and the newest Django that runs on it)"
)


def entry_point() -> NoReturn:
    """Run the program and leave with its exit code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run the program with these arguments and return its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        parsed = _parser().parse_args(arguments)
        code: int = parsed.command(parsed)
    except UpgraderError as error:
        _say(f"upgrader: {error}")
        return 2
    except KeyboardInterrupt:
        _say(
            "upgrader: Stopped; your files are as they were. `upgrader run --resume` goes on after the last finished step."
        )
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; Python would complain when it flushes
        return 2
    except Exception:
        _say(traceback.format_exc().rstrip())
        _say("upgrader: This is a bug in upgrader; your files are as they were. Please report it with the lines above.")
        return 2
    return code


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(masked(text), file=sys.stderr, flush=True)  # noqa: T201


# -- subcommands -----------------------------------------------------------------------------------------------------


def _scan(arguments: argparse.Namespace) -> int:
    from upgrader.scan import scan, scan_report

    report = scan_report(scan(arguments.path, _options(arguments)))
    _show(report, arguments)
    return 1 if _todo(report.findings) else 0


def _plan(arguments: argparse.Namespace) -> int:
    from upgrader.run import plan
    from upgrader.scan import scan_report

    scanned, planned = plan(arguments.path, _options(arguments))
    report = scan_report(scanned, planned.pins, planned.steps)
    _show(report, arguments)
    return 1 if _todo(planned.findings) or any(pin.status != "ok" for pin in planned.pins) else 0


def _fix(arguments: argparse.Namespace) -> int:
    from upgrader.fix import fix

    return fix(arguments.paths, _options(arguments), sys.stdout if arguments.diff else None, _say)


def _run(arguments: argparse.Namespace) -> int:
    from upgrader.run import run

    report = run(arguments.path, _options(arguments), _say)
    _show(report, arguments)
    return _verified(report)


def _verify(arguments: argparse.Namespace) -> int:
    from upgrader.run import verify

    report = verify(arguments.path, _options(arguments), _say)
    _show(report, arguments)
    return _verified(report)


def _check(arguments: argparse.Namespace) -> int:
    from upgrader.scan import check

    report = check(arguments.path, _options(arguments))
    _show(report, arguments)
    return 1 if any(finding.must for finding in report.findings) else 0 if report.verdict is None else _verified(report)


def _report(arguments: argparse.Namespace) -> int:
    from upgrader.scan import last_report

    report = last_report(arguments.path)
    _show(report, arguments)
    return _verified(report)


def _rules(arguments: argparse.Namespace) -> int:
    from upgrader.explain import list_rules

    _with_own_rules()
    sys.stdout.write(list_rules(arguments.format))
    return 0


def _with_own_rules() -> None:
    """Let the rules of the project in this folder be known, where its configuration names some."""
    from upgrader.catalogue import use_folder
    from upgrader.project.config import read_config

    own = read_config(Path.cwd()).rules
    use_folder(Path.cwd() / own if own is not None else None)


def _explain(arguments: argparse.Namespace) -> int:
    from upgrader.explain import explain

    _with_own_rules()
    explain(arguments.id)
    return 0


def _new_rule(arguments: argparse.Namespace) -> int:
    from upgrader.scaffold import new_rule

    _say(new_rule(arguments.id, arguments.folder))
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    from upgrader.workshop import undo

    undo(arguments.path, _say)
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    from upgrader.demo import demo

    report = demo(arguments.folder, _options(arguments), _say)
    _show(report, arguments)
    return _verified(report)


def _todo(findings: Sequence[Finding]) -> bool:
    """Whether there is anything but advice, of which nobody knows whether it asks for a change."""
    return any(not finding.advice for finding in findings)


def _verified(report: Report) -> int:
    return 0 if report.verdict is not None and report.verdict.outcome is Outcome.PASSED else 1


def _show(report: Report, arguments: argparse.Namespace) -> None:
    from upgrader.report import render

    if arguments.output is None:
        # https://no-color.org and https://force-color.org: set and not empty
        forced = bool(os.environ.get("FORCE_COLOR"))
        color = (sys.stdout.isatty() or forced) and not os.environ.get("NO_COLOR")
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
        sys.stdout.write(render(report, arguments.format, width=width, color=color))
        return
    text = render(report, arguments.format)
    try:
        arguments.output.write_text(text, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise UpgraderError(f"{arguments.output} cannot be written: {error.strerror}. Name another file.") from None


# -- arguments -------------------------------------------------------------------------------------------------------


def _options(arguments: argparse.Namespace) -> Options:
    from upgrader.scan import Options

    given = vars(arguments)
    if given.get("offline"):
        os.environ["UV_OFFLINE"] = "1"  # what uv goes by, and all that we start
    return Options(**{name: given[name] for name in Options.__dataclass_fields__ if name in given})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="upgrader",
        description="Upgrade a Django project to a current Python and Django, and prove it with the project's own tests.",
        epilog="Exit codes: 0 nothing left to do, or upgraded and verified; 1 findings, changed files, or not verified; "
        "2 wrong usage, or a failure of upgrader itself.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    scan = _command(commands, "scan", _scan, "list what breaks; writes nothing, runs nothing of the project")
    plan = _command(commands, "plan", _plan, "show the steps, the new pins and what stands in the way; writes nothing")
    fix = _command(commands, "fix", _fix, "rewrite files where they are")
    run = _command(commands, "run", _run, "upgrade on a branch of its own and prove it with the project's tests")
    verify = _command(commands, "verify", _verify, "run the tests before and after again")
    check = _command(commands, "check", _check, "for CI: what must still be fixed, and the last verdict")
    report = _command(commands, "report", _report, "show the last run again")
    rules = _command(commands, "rules", _rules, "list the rules")
    explain = _command(commands, "explain", _explain, "explain a rule, with examples")
    new_rule = _command(commands, "new-rule", _new_rule, "start a rule of your own, with its examples")
    undo = _command(commands, "undo", _undo, "take the last run back")
    demo = _command(commands, "demo", _demo, "upgrade a small old site that comes with upgrader")

    fix.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    for command in (scan, plan, run, verify, check, report, undo):
        command.add_argument(
            "path", nargs="?", type=Path, default=Path(), metavar="PATH", help="the project (default: .)"
        )
    demo.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="where to put the site (default: a temporary folder)"
    )
    new_rule.add_argument("id", metavar="ID", help="the new rule's id, such as PY313-name or DJ51-name")
    new_rule.add_argument(
        "--folder",
        type=Path,
        metavar="FOLDER",
        help="where to write it (default: among the rules of a clone, else here)",
    )
    explain.add_argument("id", metavar="ID", help="a rule's id, as scan shows it")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="output format (default: text)")
    for command in (scan, plan, fix, run, verify, check, demo):
        command.add_argument("--to-python", metavar="VERSION", help=TARGETS)
        command.add_argument("--to-django", metavar="VERSION", help="likewise")
    for command in (scan, plan, run, verify, check, report, demo):
        _add_output(command)
    for command in (scan, plan, fix, run, check):
        command.add_argument(
            "--select", type=_ids, default=(), metavar="ID,..", help="only these rules (ids or beginnings of ids)"
        )
        command.add_argument("--ignore", type=_ids, default=(), metavar="ID,..", help="not these rules")
    for command in (plan, fix, run):
        command.add_argument("--review", action="store_true", help="apply the fixes that want a review, too")
    fix.add_argument("--diff", action="store_true", help="show the changes on stdout, write nothing")
    for command in (plan, run, verify, demo):
        command.add_argument(
            "--allow-build", action="store_true", help="build packages from source that were not built so far"
        )
        command.add_argument(
            "--cooldown", type=_days, metavar="DAYS", help="take no release younger than this, as in 7d (default: 7d)"
        )
        command.add_argument(
            "--offline", action="store_true", help="ask no package index: go by what earlier runs remember"
        )
    for command in (plan, run, demo):
        command.add_argument(
            "--latest", action="store_true", help="move pins to the newest release, not the lowest that will do"
        )
    for command in (run, demo):
        command.add_argument(
            "--keep-old", action="store_true", help="where CI and tools list versions, keep the old ones beside the new"
        )
    for command in (run, verify):
        command.add_argument("--test-command", metavar="CMD", help="how the tests are run (default: found by itself)")
        command.add_argument(
            "--allow-broken-baseline", action="store_true", help="go on when tests fail before any change"
        )
        command.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="stop test runs that take longer")
    run.add_argument(
        "--ladder",
        action="store_true",
        help="when the tests break, go through Django 3.2, 4.2 and 5.2 one by one, on a branch of its own",
    )
    run.add_argument(
        "--warnings", action="store_true", help="collect what the old side warns of, however long the tests take"
    )
    verify.add_argument(
        "--only", type=_sides, default=(), metavar="SIDE,..", help="only these of before, bridge and after"
    )
    verify.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help="run the old and the new side at once, if 2 or more (default: 1)",
    )
    run.add_argument("--branch", metavar="NAME", help="the branch to write (default: upgrader/pythonX.Y-djangoX.Y)")
    run.add_argument(
        "--in-place", action="store_true", help="write into the folder itself; it need not be a repository"
    )
    run.add_argument("--resume", action="store_true", help="go on with the branch of a run that was stopped")
    run.add_argument(
        "--allow-dirty", action="store_true", help="start from the last commit although files are not committed"
    )
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, function: object, text: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.set_defaults(command=function)
    return parser


def _add_output(command: argparse.ArgumentParser) -> None:
    formats = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")
    command.add_argument("--format", choices=formats, default="text", help="output format (default: text)")
    command.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file instead of stdout")


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _days(text: str) -> int:
    found = re.fullmatch(r"(\d+)d?", text.strip())
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days; write it like 7d")
    return int(found[1])


def _sides(text: str) -> tuple[str, ...]:
    sides = _ids(text)
    if not set(sides) <= {"before", "bridge", "after"}:
        raise argparse.ArgumentTypeError(f"{text} is not some of before, bridge, after")
    return sides


def _seconds(text: str) -> float:
    seconds = float(text)  # argparse says "invalid value" of what is no number
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a time in seconds")
    return seconds


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> NoReturn:
        from importlib.metadata import version

        sys.stdout.write(f"upgrader {version('upgrader')}\n")
        parser.exit()
