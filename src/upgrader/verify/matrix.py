"""Runs the project's test command in every environment of the matrix, and says what each test did there."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import tomli_w
from packaging.version import Version

from upgrader.model import TestRun, UpgraderError, Versions
from upgrader.verify import probe
from upgrader.verify.environment import (
    Environment,
    NotBuilt,
    build,
    python_of,
    read_versions,
    tool_variables,
    tox_command,
    tox_file,
)
from upgrader.verify.process import kill_strays, run_group, terminate_like_interrupt
from upgrader.verify.results import read_results, read_warnings

_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_FOR_THE_SHELL = re.compile(r"[|&;<>()$`*?\[~#!{\n]")
#: What a test command gets of the caller's environment: where programs and libraries are, language, user, scratch space.
_PASSED = (
    *("LANG", "LANGUAGE", "LC_*", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS"),
)


def run_matrix(
    environments: Sequence[Environment],
    command: str,
    *,
    work: Path,
    env: Mapping[str, str],
    pass_env: Sequence[str] = (),
    on_line: Callable[[str, str | None], None] | None = None,
    timeout: float | None = None,
    only: Collection[str] | None = None,
    fingerprint: Path | None = None,
    warnings: bool = False,
) -> tuple[TestRun, ...]:
    """Run ``command`` in each of ``environments``, one after the other, and return a run for each, in their order.

    ``work`` is a folder of ours that keeps environments from call to call; each run gets a new folder below it, with its
    log. ``env`` are variables for the command, ``pass_env`` names (or patterns) of variables that may pass from the
    caller; nothing else but PATH, language and the like does, and HOME is an empty folder. ``on_line`` is told the
    environment's name and each line of output as it appears, and None at the end. ``timeout`` is for each run of the
    command, in seconds.
    ``only`` are the ids of the tests to run, None for all. With ``fingerprint`` no test is run: the command goes on until
    Django is set up, and how it is set up is written to that file. With ``warnings`` the run collects warnings.

    A run that could not take place, or did not end in time, has no exit code and says why. Tests of two environments
    never run at the same time: they would share databases, ports and files. Ctrl-C and SIGTERM kill every process and
    raise KeyboardInterrupt. Raises UpgraderError for a command that is not one.
    """
    variables, arguments = read_command(command)
    work.mkdir(parents=True, exist_ok=True)
    work = work.resolve()
    _write_tox(environments, work)
    runs = []
    with terminate_like_interrupt():
        for environment in environments:
            tell = (lambda line, name=environment.name: on_line(name, line)) if on_line else None
            what = "-fingerprint" if fingerprint else "-warnings" if warnings else ""
            folder = _new_folder(work / "runs", f"{environment.name}{what}")
            more = {"UPGRADER_FINGERPRINT": str(fingerprint)} if fingerprint else {}
            if warnings:
                more["UPGRADER_WARNINGS"] = "1"
            if only is not None:
                (folder / "only.json").write_text(json.dumps(sorted(only)), "utf-8")
                more["UPGRADER_ONLY"] = str(folder / "only.json")
            seen = {**env, **variables, **more}
            try:
                runs.append(_run(environment, arguments, seen, pass_env, work, folder, tell, timeout, not more))
            finally:
                if on_line is not None:
                    on_line(environment.name, None)
    return tuple(runs)


def read_command(command: str) -> tuple[dict[str, str], list[str]]:
    """Return the variables set in front of a command, and its arguments, as a shell would take it.

    A command that needs a shell (pipes, ``&&``, variables, wildcards) becomes an argument of ``sh -c`` as it is.
    Raises UpgraderError for an empty command, or one with an open quote.
    """
    if _FOR_THE_SHELL.search(command):
        return {}, ["sh", "-c", command]
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UpgraderError(f"The test command has an open quote: {command}. Close it.") from error
    variables = {}
    while words and (assignment := _ASSIGNMENT.fullmatch(words[0])):
        variables[assignment[1]] = assignment[2]
        del words[0]
    if not words:
        raise UpgraderError("The test command is empty. Name one with --test-command.")
    return variables, words


def _write_tox(environments: Sequence[Environment], work: Path) -> None:
    """Write the matrix. The command itself is in a file of its own: tox would substitute braces in it."""
    for environment in environments:
        file = tox_file(environment, work)
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(probe.__file__, file.parent / "probe.py")
        shutil.copyfile(environment.lock, file.parent / "lock.txt")
        table = {
            "env_list": [environment.name],
            "no_package": True,
            "env": {
                environment.name: {
                    "runner": "uv-venv-runner",
                    "base_python": [str(environment.interpreter)],
                    "skip_install": True,
                    "deps": ["-r {tox_root}/lock.txt"],
                    "commands": [["{env_python}", "{tox_root}/probe.py", "{tox_root}/job.json"]],
                }
            },
        }
        file.write_text(tomli_w.dumps(table), "utf-8")


def _new_folder(parent: Path, name: str) -> Path:
    parent.mkdir(exist_ok=True)
    number = 1
    while True:
        folder = parent / f"{name}-{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def _run(
    environment: Environment,
    arguments: Sequence[str],
    variables: Mapping[str, str],
    pass_env: Sequence[str],
    work: Path,
    folder: Path,
    on_line: Callable[[str], None] | None,
    timeout: float | None,
    whole: bool,
) -> TestRun:
    log, records, end = folder / "log", folder / "records", folder / "end.json"
    records.mkdir()
    (folder / "home").mkdir()
    log.touch()
    versions = Versions(Version("0"))
    try:
        versions = read_versions(environment)
        not_installed = build(environment, work, log, on_line)
    except NotBuilt as error:
        return TestRun(environment.name, versions, None, why=str(error), log=log)
    seen = _variables(environment, variables, pass_env, work)
    job = {
        "arguments": list(arguments),
        "directory": str(environment.source.resolve()),
        "environment": {"HOME": str(folder / "home"), **seen, "UPGRADER_PROBE": str(records)},
        "log": str(log),
        "end": str(end),
        "owner": os.getpid(),
    }
    file = tox_file(environment, work)
    (file.parent / "job.json").write_text(json.dumps(job), "utf-8")
    start = log.stat().st_size
    began = time.monotonic()
    # what is no column of the matrix but a question in between goes without tox
    direct = [python_of(environment, work), file.parent / "probe.py", file.parent / "job.json"]
    ended = run_group(
        tox_command(environment, work, "--skip-env-install") if whole else direct,
        directory=work,
        environment=tool_variables(work),
        output=folder / "tox.log",
        follow=log,
        on_line=on_line,
        timeout=timeout,
    )
    kill_strays("UPGRADER_PROBE", str(records))
    seconds = time.monotonic() - began
    results = read_results(records)
    said = log.read_bytes()[start:].decode("utf-8", "replace")
    if ended is None:
        why = f"The tests did not end within {timeout:g} s on Python {versions.python} and were stopped."
        exit_code = None
    elif not end.is_file():
        why = (
            f"The test command's end on Python {versions.python} is not known: the process that waited for it is gone."
        )
        exit_code = None
    else:
        how = json.loads(end.read_text("utf-8"))
        exit_code, seconds = int(how["exit_code"]), float(how["seconds"])
        why = _explain(exit_code, arguments, said, versions, recorded=bool(results))
    why = " ".join(part for part in (why, not_installed) if part)
    return TestRun(environment.name, versions, exit_code, results, seconds, why, log, read_warnings(records))


def _explain(exit_code: int, arguments: Sequence[str], said: str, versions: Versions, *, recorded: bool) -> str:
    """Return a sentence about an end that is more than failing tests."""
    number = -exit_code if exit_code < 0 else exit_code - 128
    if number in {known.value for known in signal.Signals} and (exit_code < 0 or arguments[0] == "sh"):
        return f"The test command was ended by {signal.Signals(number).name} on Python {versions.python}."
    if exit_code in (126, 127) and not recorded:
        return f"The test command could not be started on Python {versions.python}: {_last_line(said)}"
    if exit_code != 0 and not recorded:
        return f"The test command ended with exit code {exit_code} before its first test: {_last_line(said)}"
    return ""


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return "it said nothing."
    return lines[-1] if len(lines[-1]) <= 300 else f"{lines[-1][:300]}..."


def _variables(
    environment: Environment, variables: Mapping[str, str], pass_env: Sequence[str], work: Path
) -> dict[str, str]:
    """Return all the variables that the test command sees, except those of the single run."""
    binaries = python_of(environment, work).parent
    allowed = (*_PASSED, *pass_env)
    passed = {
        name: value
        for name, value in os.environ.items()
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in allowed)
    }
    return {
        **passed,
        "PATH": os.pathsep.join([str(binaries), *_outside_environments(os.environ.get("PATH", os.defpath))]),
        "VIRTUAL_ENV": str(binaries.parent),
        "PYTHONNOUSERSITE": "1",
        "PYTHONUNBUFFERED": "1",  # so that output shows when it is written
        "PYTHONHASHSEED": "0",  # the same on each side and each time
        **variables,
    }


def _outside_environments(path: str) -> list[str]:
    """Return the folders of PATH that are no virtual environment's: a ``pytest`` from there would be another Python's."""
    ours = Path(sys.prefix, "Scripts" if os.name == "nt" else "bin")
    return [
        folder
        for folder in path.split(os.pathsep)
        if folder and Path(folder) != ours and not (Path(folder).parent / "pyvenv.cfg").exists()
    ]
