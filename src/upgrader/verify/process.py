"""Runs one program so that nothing of it survives: not on a timeout, not on Ctrl-C, not when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

_GLANCE = 0.1  # seconds between two looks at the program and its log
_GRACE = 2.0  # seconds between asking a group to end and ending it


_running: list[subprocess.Popen[bytes]] = []
_stopped = threading.Event()


def run_group(
    arguments: Sequence[str | Path],
    *,
    directory: Path,
    environment: Mapping[str, str],
    output: Path,
    follow: Path | None = None,
    on_line: Callable[[str], None] | None = None,
    timeout: float | None = None,
) -> int | None:
    """Run a program in a process group of its own; return its exit code, None if it took longer than ``timeout`` seconds.

    Its output is appended to ``output``. Lines that appear in ``follow`` (``output`` itself, unless another file is named)
    from now on go to ``on_line``. Whatever is left of the group when the program ends, when the time is up, or when this
    function is left by an exception such as KeyboardInterrupt is killed. A process that has left the group is not.
    """
    if _stopped.is_set():
        raise KeyboardInterrupt
    follow = follow or output
    follow.touch()
    output.touch()
    position = follow.stat().st_size
    deadline = None if timeout is None else time.monotonic() + timeout
    with output.open("ab") as log:
        program = subprocess.Popen(
            [str(part) for part in arguments],
            cwd=directory,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _running.append(program)
    try:
        with follow.open("rb") as written:
            written.seek(position)
            lines = _Lines(on_line)
            while program.poll() is None:
                lines.feed(written.read())
                if deadline is not None and time.monotonic() > deadline:
                    _kill_group(program)
                    lines.feed(written.read(), last=True)
                    return None
                with suppress(subprocess.TimeoutExpired):
                    program.wait(_GLANCE)
            lines.feed(written.read(), last=True)
        return program.returncode
    finally:
        _running.remove(program)
        _kill_group(program)


def stop_all() -> None:
    """End every program that ``run_group`` runs in this process, in whatever thread, and start no more."""
    _stopped.set()
    for program in tuple(_running):
        _kill_group(program)


class _Lines:
    """Puts pieces of a file together to lines."""

    def __init__(self, on_line: Callable[[str], None] | None) -> None:
        self._on_line = on_line
        self._rest = b""

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if last and self._rest:
            lines.append(self._rest)
            self._rest = b""
        if self._on_line is not None:
            for line in lines:
                self._on_line(line.decode("utf-8", "replace").rstrip("\r"))


def _kill_group(program: subprocess.Popen[bytes]) -> None:
    """End all of a group, whether or not its leader is still there."""
    if not hasattr(os, "killpg"):  # Windows: no groups to speak of
        program.kill()
        program.wait()
        return
    try:
        _signal_group(program, signal.SIGTERM)
        until = time.monotonic() + _GRACE
        while _signal_group(program, 0) and time.monotonic() < until:
            time.sleep(_GLANCE / 2)
            program.poll()  # a leader that nobody waited for would count as alive
    finally:  # a second Ctrl-C must not leave anything behind either
        _signal_group(program, signal.SIGKILL)
        program.wait()


def kill_strays(variable: str, value: str) -> int:
    """Kill every process that was started with ``variable`` set to ``value``, and return how many.

    For what has left its process group, as daemons do. On Linux only: nowhere else do processes show their environment.
    """
    wanted = f"{variable}={value}".encode()
    killed = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)
                killed += 1
        except OSError:  # it is gone, or not ours
            continue
    return killed


def _signal_group(program: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to a group; return whether there was anyone to get it."""
    try:
        os.killpg(program.pid, number)
    except (ProcessLookupError, PermissionError):  # macOS says "not permitted" of a group of zombies
        return False
    return True


@contextmanager
def terminate_like_interrupt() -> Iterator[None]:
    """Make SIGTERM raise KeyboardInterrupt meanwhile, so that it cleans up as Ctrl-C does; in the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
