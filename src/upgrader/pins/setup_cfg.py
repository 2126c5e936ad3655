"""The requirements a setup.cfg declares for setuptools."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from upgrader.model import Pin, Skip
from upgrader.pins.declared import make_pin


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    """Yield what ``install_requires``, ``tests_require`` and the extras say; a Skip when the file is no setup.cfg."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        yield Skip(file, f"cannot be read: {str(error).splitlines()[0]}")
        return
    rows = [("", parser.get("options", "install_requires", fallback=""))]
    rows.append(("tests", parser.get("options", "tests_require", fallback="")))
    if parser.has_section("options.extras_require"):
        rows += parser.items("options.extras_require")
    for group, value in rows:
        if value.startswith(("file:", "attr:")):
            yield Skip(file, f"the requirements come from {value}, which is read where it is a requirements file")
            continue
        separator = r"\n" if "\n" in value else ";"  # setuptools: a list is one per line, or dangling with semicolons
        for item in re.split(separator, value):
            said = re.sub(r"(^|\s+)#.*$", "", item).strip()
            if said:
                yield make_pin(said, file, _line_of(said, text), group)


def _line_of(said: str, text: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if said in line), 1)
