"""``python -m upgrader``."""

from upgrader.cli import entry_point

if __name__ == "__main__":  # not when a worker process imports this module
    entry_point()
