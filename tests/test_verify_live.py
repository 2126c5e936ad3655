"""What is shown while tests run."""

import io
import sys

import pytest

from upgrader.verify.live import watching


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_than_on_a_terminal_lines_are_streamed_if_asked_for() -> None:
    said: list[str] = []
    with watching(said.append, stream=True) as on_line:
        assert on_line is not None
        on_line("before", "one")
        on_line("before", None)
    assert said == ["before | one"]
    with watching(said.append, stream=False) as on_line:
        assert on_line is None


def test_a_terminal_shows_what_runs_and_nothing_of_what_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with watching(lambda text: None, stream=True) as on_line:
        assert on_line is not None
        on_line("before", "first line")
        on_line("before", None)
        on_line("after", "second line")
    shown = terminal.getvalue()
    assert "second line" in shown
    assert "first line" not in shown.split("second line")[-1]
