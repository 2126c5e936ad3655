"""What a conda environment file requires: packages of conda by the names they have on a Python index, and pip's own.

The format: https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html; what a package
specification means: https://docs.conda.io/projects/conda/en/latest/user-guide/concepts/pkg-specs.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from upgrader.model import Pin, Skip
from upgrader.pins.declared import make_pin

if TYPE_CHECKING:
    import yaml

# The parser is imported by what reads a file: nearly all projects have none, and every hook would pay for it.

_NAME = re.compile(r"environment(?:[-._]\w+)*\.ya?ml")
_SPEC = re.compile(r"(?:[\w./-]+::)?(?P<name>[A-Za-z0-9_][\w.-]*?)\s*(?P<bounds>[=<>!~].*)?")
_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,9}", re.ASCII)
_FUZZY = re.compile(r"(?P<operator>==?)\s*(?P<version>[\w.*+!]+)(?:=(?P<build>[\w.*]+))?")
#: What an index of Python packages does not have, or has of something else.
_NOT_PYTHON = frozenset(
    [
        *(
            "bzip2",
            "ca-certificates",
            "curl",
            "expat",
            "freetype",
            "gcc",
            "gdal",
            "geos",
            "git",
            "gxx",
            "krb5",
            "libffi",
        ),
        *(
            "ld_impl_linux-64",
            "libgcc-ng",
            "libpq",
            "libspatialite",
            "libstdcxx-ng",
            "libxml2",
            "libxslt",
            "make",
            "mysql",
        ),
        *(
            "memcached",
            "ncurses",
            "nginx",
            "nodejs",
            "openssl",
            "postgis",
            "postgresql",
            "proj",
            "python_abi",
            "r-base",
        ),
        *("readline", "redis", "redis-server", "sqlite", "tk", "xz", "yarn", "zlib"),
    ]
)
#: What conda calls otherwise than an index of Python packages.
_NAMES = {
    "matplotlib-base": "matplotlib",
    "msgpack-python": "msgpack",
    "opencv": "opencv-python",
    "pytorch": "torch",
    "redis-py": "redis",
}


def is_environment(file: PurePosixPath) -> bool:
    """Return whether people give conda's environment files this name."""
    return bool(_NAME.fullmatch(file.name))


def read(text: str, file: PurePosixPath) -> Iterator[Pin | Skip]:
    """Yield the packages of ``dependencies``, also those below ``pip``; a Skip for what is not understood.

    ``-r`` lines below ``pip`` are Skips: the file they name is read where it is a requirements file.
    """
    import yaml

    try:
        # the one in C, where there is one, takes a tenth of the time
        tree = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        yield Skip(file, f"is no YAML: {str(error).splitlines()[0]}")
        return
    for node in _items(_value(tree, "dependencies")):
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            yield from _spec(node.value.strip(), file, line)
        for inner in _items(_value(node, "pip")):
            said, line = str(inner.value).strip(), inner.start_mark.line + 1
            if said.startswith("-"):
                yield Skip(file, f"line {line}: {said} is not followed here; it counts where it is a requirements file")
            elif isinstance(inner, yaml.ScalarNode):
                yield make_pin(said, file, line)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    import yaml

    rows = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in rows if name.value == key), None)


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    import yaml

    return node.value if isinstance(node, yaml.SequenceNode) else []


def _spec(said: str, file: PurePosixPath, line: int) -> Iterator[Pin | Skip]:
    found = _SPEC.fullmatch(said)
    if not found:
        yield Skip(file, f"line {line}: {said!r} is no requirement and was left alone")
        return
    name, bounds = found["name"], (found["bounds"] or "").strip()
    if name in ("python", "pip"):
        return  # the one is a mention of a version (`mentions`), the other always there
    exact = _FUZZY.fullmatch(bounds)
    built = exact["build"] if exact else None
    specifier = to_specifier(bounds)
    if name.startswith("_") or name in _NOT_PYTHON or (built and not built.startswith("py")):
        yield Skip(file, f"line {line}: {said} is no Python package and was left alone")
    elif specifier is None:
        yield Skip(file, f"line {line}: {said!r} is not understood and was left alone")
    else:
        yield make_pin(f"{_NAMES.get(name, name)}{specifier}", file, line)


def to_specifier(bounds: str) -> str | None:
    """Return conda's bounds as PEP 440, None for what has no equivalent.

    A single ``=`` with two numbers means the series; with three it is what people pin a release with.
    """
    exact = _FUZZY.fullmatch(bounds)
    said = bounds
    if exact:
        version = exact["version"].removesuffix(".*")
        series = exact["operator"] == "=" and version.count(".") < 2 and not exact["build"]
        said = f"=={version}{'.*' if series or version != exact['version'] else ''}"
        if _NUMBERS.fullmatch(version):
            return said  # nearly every line
    try:
        SpecifierSet(said)
        for number in re.findall(r"[=<>!~]\s*([^\s=<>!~,]+)", said):
            Version(number.removesuffix(".*"))
    except (InvalidSpecifier, InvalidVersion):
        return None
    return said.replace(" ", "")


def move(text: str, pins: Sequence[Pin], moved: Callable[[Pin], str]) -> tuple[str, list[Pin]]:
    """Return the text with each pin's line at its new version, in conda's own words, and the pins that could not be.

    ``moved`` returns the requirement that a pin is to become. What was written is believed only when it is read so.
    """
    left = []
    file = PurePosixPath("environment.yml")
    for pin in pins:
        lines = text.splitlines(keepends=True)
        said, wanted = lines[pin.line - 1], moved(pin)
        lines[pin.line - 1] = new = (
            said.replace(pin.requirement, wanted, 1) if pin.requirement in said else _move_spec(said, pin, wanted)
        )
        whole = "".join(lines)
        found = [one.requirement for one in read(whole, file) if isinstance(one, Pin) and one.line == pin.line]
        if pin.becomes or new == said or len(found) != 1 or not _admits(found[0], str(pin.to)):
            left.append(pin)
        else:
            text = whole
    return text, left


def _move_spec(line: str, pin: Pin, wanted: str) -> str:
    found = re.search(r"(==?)\s*([\w.*]+)(=[\w.*]+)?", line)
    if not found:
        return line
    parts = str(pin.to).split(".")
    exact = found[1] == "==" or found[3] or pin.version
    number = str(pin.to) if exact else ".".join(parts[: len(found[2].removesuffix(".*").split("."))])
    return f"{line[: found.start()]}{found[1]}{number}{'.*' if found[2].endswith('.*') else ''}{line[found.end() :]}"


def _admits(requirement: str, version: str) -> bool:
    return Requirement(requirement).specifier.contains(version, prereleases=True)
