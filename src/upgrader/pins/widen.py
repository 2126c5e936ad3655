"""A range that leaves a version out, widened just so that it holds it."""

from __future__ import annotations

import re

from packaging.specifiers import SpecifierSet
from packaging.version import Version

_CLAUSE = re.compile(r"(?P<operator>~=|===?|<=?|>=?|!=)(?P<space>\s*)(?P<version>[^\s,;()]+)")


def widen(specifier: str, version: Version) -> str:
    """Return a PEP 440 specifier that admits ``version``, in the words of the old one; only clauses in the way change.

    An upper bound moves to the next series at the same depth (``<3.0`` to ``<6.0`` and ``<2.3`` to ``<5.3`` for 5.2), a
    compatible or starred version keeps its number of parts (``~=2.2`` to ``~=5.2``, ``==2.2.*`` to ``==5.2.*``).
    """

    def move(clause: re.Match[str]) -> str:
        operator, old = clause["operator"], clause["version"]
        numbers = re.findall(r"\d+", old.removesuffix(".*"))
        parts = [str(number) for number in (*version.release, 0, 0, 0)]
        new = old
        if operator in ("~=", "==", "===") and not _admits(operator + old, version):
            new = ".".join(parts[: len(numbers)]) + (".*" if old.endswith(".*") else "")
        elif operator in ("<", "<=") and not _admits(operator + old, version):
            major_only = len(numbers) < 2 or not any(int(number) for number in numbers[1:])
            series = [version.major + 1, 0] if major_only else [version.major, version.minor + 1]
            operator, new = "<", ".".join(map(str, series[: max(1, min(2, len(numbers)))]))
        return f"{operator}{clause['space']}{new}"

    return _CLAUSE.sub(move, specifier)


def _admits(clause: str, version: Version) -> bool:
    return SpecifierSet(clause).contains(version, prereleases=True)
