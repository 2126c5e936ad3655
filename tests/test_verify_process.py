"""A program that is run leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from upgrader.verify.process import kill_strays, run_group, terminate_like_interrupt

ENVIRONMENT = {"PATH": os.environ["PATH"]}


def lives(pid: int) -> bool:
    """Say whether a process runs; one that is dead and not yet waited for does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def python(text: str) -> list[str]:
    return [sys.executable, "-u", "-c", text]


def wait_for(path: Path) -> str:
    while not path.is_file() or not path.read_text().endswith("\n"):
        time.sleep(0.02)
    return path.read_text().strip()


LEAVES_ONE_BEHIND = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, file=open("pid", "w"))
"""


def test_exit_code_and_lines_are_handed_on_and_all_output_is_kept(tmp_path: Path) -> None:
    output, lines = tmp_path / "log", list[str]()
    output.write_text("earlier\n")
    text = (
        "import sys; print('one'); print('two', file=sys.stderr); sys.stdout.buffer.write(b'\\xff no end'); sys.exit(7)"
    )
    code = run_group(python(text), directory=tmp_path, environment=ENVIRONMENT, output=output, on_line=lines.append)
    assert code == 7
    assert lines == ["one", "two", "\ufffd no end"]
    assert output.read_bytes() == b"earlier\none\ntwo\n\xff no end"


def test_a_process_left_behind_is_ended_with_the_program(tmp_path: Path) -> None:
    code = run_group(python(LEAVES_ONE_BEHIND), directory=tmp_path, environment=ENVIRONMENT, output=tmp_path / "log")
    assert code == 0
    assert not lives(int((tmp_path / "pid").read_text()))


def test_a_program_that_does_not_end_is_stopped_with_its_children_even_when_it_will_not_listen(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + LEAVES_ONE_BEHIND
    deaf += "\nprint('said before')\ntime.sleep(600)"
    lines = list[str]()
    code = run_group(
        python(deaf),
        directory=tmp_path,
        environment=ENVIRONMENT,
        output=tmp_path / "log",
        on_line=lines.append,
        timeout=3,
    )
    assert code is None
    assert lines == ["said before"]
    assert not lives(int((tmp_path / "pid").read_text()))


def test_an_interrupt_ends_the_program_and_its_children_and_is_raised_again(tmp_path: Path) -> None:
    def interrupt(line: str) -> None:
        raise KeyboardInterrupt

    text = LEAVES_ONE_BEHIND + "\nprint('ready')\nimport time; time.sleep(600)"
    with pytest.raises(KeyboardInterrupt):
        run_group(python(text), directory=tmp_path, environment=ENVIRONMENT, output=tmp_path / "log", on_line=interrupt)
    assert not lives(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_us_ends_everything_that_we_started(tmp_path: Path, number: signal.Signals) -> None:
    text = LEAVES_ONE_BEHIND + "\nimport time; time.sleep(600)"
    caller = f"""
from pathlib import Path
from upgrader.verify.process import kill_strays, run_group, terminate_like_interrupt
with terminate_like_interrupt():
    run_group({python(text)!r}, directory=Path("."), environment={{}}, output=Path("log"))
"""
    tool = subprocess.Popen([sys.executable, "-c", caller], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    child = int(wait_for(tmp_path / "pid"))
    assert lives(child)
    tool.send_signal(number)
    _, said = tool.communicate(timeout=60)
    assert "KeyboardInterrupt" in said
    assert not lives(child)


def test_the_handler_of_sigterm_is_put_back_and_other_threads_are_left_alone() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with terminate_like_interrupt():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
    seen = []

    def elsewhere() -> None:
        with terminate_like_interrupt():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [before]


def test_what_left_its_group_is_found_by_its_environment(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux shows the environment of a process")
    daemon = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print(child.pid, file=open("pid", "w"))
"""
    mark = {"UPGRADER_TEST_MARK": str(tmp_path)}
    run_group(python(daemon), directory=tmp_path, environment={**ENVIRONMENT, **mark}, output=tmp_path / "log")
    child = int((tmp_path / "pid").read_text())
    assert lives(child)
    assert kill_strays("UPGRADER_TEST_MARK", f"{tmp_path}-other") == 0
    assert kill_strays("UPGRADER_TEST_MARK", str(tmp_path)) == 1
    assert not lives(child)


def test_programs_of_other_threads_can_be_stopped_and_none_is_started_after(tmp_path: Path) -> None:
    # in a process of its own: it does not start anything again
    text = f"""
import threading, time
from pathlib import Path
from upgrader.verify.process import run_group, stop_all
ended = []
def wait():
    ended.append(run_group({python(LEAVES_ONE_BEHIND + "import time; time.sleep(600)")!r},
                           directory=Path("."), environment={{}}, output=Path("log")))
thread = threading.Thread(target=wait)
thread.start()
while not Path("pid").is_file() or not Path("pid").read_text().endswith(chr(10)):
    time.sleep(0.02)
stop_all()
thread.join()
assert ended[0] < 0, ended
try:
    run_group(["true"], directory=Path("."), environment={{}}, output=Path("log"))
except KeyboardInterrupt:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", text], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout == "refused\n", done.stderr
    assert not lives(int((tmp_path / "pid").read_text()))
