"""What holds for all tests."""

import signal


def pytest_configure() -> None:
    """Let tests interrupt themselves and what they start: a shell ignores Ctrl-C for what it starts in its background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
