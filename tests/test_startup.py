"""What a command does not need, it does not import: a hook waits for every import."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["fix", "scan", "sieve", "sweep"])
def test_the_parser_is_not_imported_before_a_file_needs_it(module: str) -> None:
    code = f"import sys; import upgrader.{module}; print('libcst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
