"""The requirements a Pipfile declares; its constraints are PEP 440 already."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath

from upgrader.model import Pin, Skip
from upgrader.pins.declared import extras_of, make_pin, other_indexes, source_link

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


#: What pipenv takes for a marker: ``sys_platform = "== 'win32'"``.
_MARKERS = ("python_version", "python_full_version", "os_name", "sys_platform", "platform_machine", "platform_system")


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    """Yield the packages and the development packages; a Skip for a file or a row that is not understood."""
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        yield Skip(file, f"is no TOML: {error}")
        return
    yield from other_indexes(data.get("source"), file)
    starts = [(re.match(r"[ \"']*([\w.-]+)", said), number) for number, said in enumerate(text.splitlines(), 1)]
    lines = {found[1]: number for found, number in reversed(starts) if found}
    for table, group in (("packages", ""), ("dev-packages", "dev")):
        rows = data.get(table, {})
        for name, value in rows.items() if isinstance(rows, dict) else ():
            version = value.get("version") if isinstance(value, dict) else value
            if link := source_link(name, value):
                yield make_pin(link, file, lines.get(name, 1), group)
                continue
            if not isinstance(version, str):
                yield Skip(file, f"{name} = {value!r} is not understood and was left alone")
                continue
            more = value if isinstance(value, dict) else {}
            markers = [f"({more['markers']})"] if more.get("markers") else []
            markers += [f"{key} {more[key]}" for key in _MARKERS if isinstance(more.get(key), str)]
            condition = f" ; {' and '.join(markers)}" if markers else ""
            said = f"{name}{extras_of(more)}{'' if version == '*' else version}{condition}"
            yield make_pin(said, file, lines.get(name, 1), group)
