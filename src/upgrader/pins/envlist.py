"""The environments that tox has for Pythons and Djangos: its list of them, and the lines that are for one Django only.

A list that multiplies Pythons by Djangos gets the target as an environment of its own, since neither does the new Django
run on the old Pythons nor the old Django on the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import Version

from upgrader.model import Skip, Versions
from upgrader.pins.widen import widen

_REGION = re.compile(r"^env_?list[ \t]*=.*(?:\n[ \t]+.*)*", re.MULTILINE)
_ENTRY = re.compile(r"(?:[^\s,\[\]\"'={}#]|\{[^}]*\})+")
_FACTOR = re.compile(
    r"(?<![\w.])(?P<name>py|django|dj)(?:(?P<major>\d)?\{(?P<group>[^}\n]*)\}|(?P<one>[1-9]\.?\d+)(?![\w.]))"
)
#: A version by itself, as a project may call its environments; nobody but its own lines says of what.
_BARE = re.compile(r"[-{,][1-9]\.\d+(?=[-},]|$)")
_LINE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<condition>[!\w.{},* -]*(?:django|dj)[!\w.{},* -]*):(?P<space>[ \t]+)(?P<said>\S[^\r\n]*)",
    re.MULTILINE,
)
_PRODUCTS = {"py": "python", "django": "django", "dj": "django"}


@dataclass(frozen=True)
class Factor:
    """A version that an environment's name has as a factor, ``number`` as written, with where that stands in the text."""

    product: str
    name: str
    number: str
    start: int
    end: int
    grouped: bool = False
    major: str = ""  #: before the group: ``py3{8,9}``

    @property
    def version(self) -> Version:
        """The release that is meant: 3.10 for ``py310``, 2.2 for ``django22``."""
        digits = self.major + self.number.replace(".", "")
        return Version(f"{digits[0]}.{digits[1:]}")

    def written(self, series: Version) -> str:
        """Return another release as this one is written."""
        return str(series.minor) if self.major else self.whole(series)

    def whole(self, series: Version) -> str:
        """Return another release as this one would be written alone."""
        return f"{series.major}{'.' if '.' in self.number else ''}{series.minor}"


@dataclass(frozen=True)
class _Entry:
    start: int
    end: int
    factors: tuple[Factor, ...]

    def of(self, product: str) -> list[Factor]:
        return [factor for factor in self.factors if factor.product == product]


def factors(text: str) -> Iterator[Factor]:
    """Yield the versions in the lists of environments of a file that tox reads."""
    for region in _REGION.finditer(text):
        for entry in _entries(text, region.start(), region.end()):
            yield from entry.factors


def move(text: str, file: PurePosixPath, target: Versions, *, keep_old: bool = False) -> tuple[str, list[Skip]]:
    """Return the text with an environment for the target, and rows for what a person has to see to.

    The newest Python and Django become the target; with ``keep_old``, and in a list that multiplies the two, they get it
    for company. What is only for that Django (``django30: Django>=3.0,<3.1``) goes along.
    """
    skipped: list[Skip] = []
    aims = {product: _series(wanted) for product in ("python", "django") if (wanted := target.of(product))}
    moved: dict[str, tuple[Factor, bool]] = {}
    for region in reversed(list(_REGION.finditer(text))):
        new, rows, done = _move_list(text, region, file, aims, keep_old=keep_old)
        moved |= done
        skipped = [*rows, *skipped]
        text = new
    if "django" in moved and "django" in aims:
        factor, replaced = moved["django"]
        text, rows = _move_lines(text, file, factor, aims["django"], replaced=replaced)
        skipped += rows
    return text, skipped


def _move_list(
    text: str, region: re.Match[str], file: PurePosixPath, aims: dict[str, Version], *, keep_old: bool
) -> tuple[str, list[Skip], dict[str, tuple[Factor, bool]]]:
    """Return the text with one list moved, rows, and the newest factor of each product with whether it was replaced."""
    entries = list(_entries(text, region.start(), region.end()))
    edits: dict[tuple[int, int], str] = {}
    done: dict[str, tuple[Factor, bool]] = {}
    both = [entry for entry in entries if all(entry.of(product) for product in ("python", "django"))]
    if both and len(aims) == 2:
        rest = [entry for entry in entries if entry not in both]
        reached = any(
            all(any(factor.version >= aims[product] for factor in entry.of(product)) for product in aims)
            for entry in both
        )
        pairs = {
            entry: {product: max(entry.of(product), key=lambda one: one.version) for product in aims} for entry in both
        }
        top = max([one.version for one in tops.values()] for tops in pairs.values())
        best = {entry: tops for entry, tops in pairs.items() if [one.version for one in tops.values()] == top}
        if not reached and all(version <= aims[product] for product, version in zip(aims, top, strict=True)):
            newest = [max(one.version for entry in both for one in entry.of(product)) for product in aims] == top
            single = all(len(entry.of(product)) == 1 for entry in best for product in aims)
            major = all(
                one.major in ("", str(aims[one.product].major)) for tops in best.values() for one in tops.values()
            )
            replaced = single and newest and major and not keep_old
            written: set[str] = set()
            for entry, tops in best.items():
                new = _only(text, entry, tops, aims)
                if replaced:
                    edits |= {(one.start, one.end): one.written(aims[product]) for product, one in tops.items()}
                elif new not in written:
                    at, new_text = _beside(text, region, entry, new)
                    edits[at, at] = new_text
                written.add(new)
                done = {product: (factor, replaced) for product, factor in tops.items()}
    else:
        rest = entries
    for product, aim in aims.items():
        found = [
            (factor, entry)
            for entry in rest
            if not _BARE.search(text[entry.start : entry.end])
            for factor in entry.of(product)
            if factor.major in ("", str(aim.major))
        ]
        below = [factor.version for factor, _ in found if factor.version < aim]
        if not below or any(factor.version >= aim for factor, _ in found):
            continue
        for factor, entry in found:
            if factor.version != max(below):
                continue
            new = factor.written(aim)
            if not keep_old:
                edits[factor.start, factor.end] = new
            elif factor.grouped or text[entry.start : entry.end].startswith("{"):
                prefix = "" if factor.grouped else factor.name
                edits[factor.end, factor.end] = f",{prefix}{new}"
            else:
                copy = text[entry.start : factor.start] + new + text[factor.end : entry.end]
                at, new = _beside(text, region, entry, copy)
                edits[at, at] = new
            done.setdefault(product, (factor, not keep_old))
    rows = []
    if not keep_old:
        line = text.count("\n", 0, region.start()) + 1
        for product, aim in aims.items():
            left = {
                factor.version
                for entry in entries
                for factor in entry.of(product)
                if factor.version < aim and (factor.start, factor.end) not in edits
            }
            if left:
                said = ", ".join(map(str, sorted(left)))
                rows.append(
                    Skip(
                        file,
                        f"line {line}: still names {product.capitalize()} {said}; remove what you no longer support",
                    )
                )
    for (start, end), new in sorted(edits.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text, rows, done


def read_name(name: str) -> Iterator[Factor]:
    """Yield the versions in the name of one environment."""
    for found in _FACTOR.finditer(name):
        if found["one"]:
            yield Factor(_PRODUCTS[found["name"]], found["name"], found["one"], *found.span("one"))


def _entries(text: str, start: int, end: int) -> Iterator[_Entry]:
    whole = re.sub(r"(?:(?<=\s)|^)#[^\r\n]*", lambda found: " " * len(found[0]), text[start:end])
    for entry in _ENTRY.finditer(whole, whole.index("=") + 1):
        found = []
        for factor in _FACTOR.finditer(whole, entry.start(), entry.end()):
            numbers = [(factor["one"], factor.start("one"))] if factor["one"] else []
            if factor["group"]:
                wanted = r"(?<![\w.])\d+(?![\w.])" if factor["major"] else r"(?<![\w.])[1-9]\.?\d+(?![\w.])"
                numbers = [
                    (one[0], factor.start("group") + one.start()) for one in re.finditer(wanted, factor["group"])
                ]
            for number, offset in numbers:
                at = start + offset
                grouped = factor["group"] is not None
                place = at, at + len(number)
                found.append(
                    Factor(_PRODUCTS[factor["name"]], factor["name"], number, *place, grouped, factor["major"] or "")
                )
        yield _Entry(start + entry.start(), start + entry.end(), tuple(found))


def _only(text: str, entry: _Entry, tops: dict[str, Factor], aims: dict[str, Version]) -> str:
    """Return an entry for the target alone: whole groups of Pythons and Djangos give way to one of each."""
    said = text[entry.start : entry.end]
    for product, factor in tops.items():
        new = f"{factor.name}{factor.whole(aims[product])}"
        names = "|".join(name for name, what in _PRODUCTS.items() if what == product)
        said = re.sub(
            rf"\{{[^{{}}]*\b(?:{names})\d[^{{}}]*\}}|\b(?:{names})(?:\d?\{{[^}}]*\}}|[1-9]\.?\d+)", new, said, count=1
        )
    return said


def _beside(text: str, region: re.Match[str], entry: _Entry, new: str) -> tuple[int, str]:
    """Return where to put what, so that ``new`` follows an entry as the others do."""
    quote = text[entry.start - 1] if text[entry.start - 1] in "\"'" else ""
    line = text.rfind("\n", 0, entry.start) + 1
    before = text[line : entry.start - len(quote)]
    end = text.find("\n", entry.end) if "\n" in text[entry.end :] else len(text)
    after = text[entry.end + len(quote) : end]
    if before.strip() or not re.fullmatch(r",?[ \t]*(?:#[^\n]*)?\r?", after):
        comma = re.search(r",[ \t]*(?=\S)", re.sub(r"\{[^}]*\}", "", region[0]))
        return entry.end, f"{quote}{comma[0] if comma else ', '}{quote}{new}"
    ends = "\r\n" if after.endswith("\r") else "\n"
    if quote and not after.startswith(","):
        return entry.end, f"{quote},{ends}{before}{quote}{new}"
    closing = f"{quote}," if after.startswith(",") else quote
    return end - after.endswith("\r"), f"{ends}{before}{quote}{new}{closing}"


def _move_lines(
    text: str, file: PurePosixPath, old: Factor, series: Version, *, replaced: bool
) -> tuple[str, list[Skip]]:
    """Return the text with what is for the old Django alone moved, or copied where that one stays."""
    rows: list[Skip] = []
    parts: list[str] = []
    end = 0
    for found in _LINE.finditer(text):
        condition = found["condition"]
        if not _has(condition, old):
            continue
        said, comment = _split(found["said"])
        wanted = _django(said, series)
        shared = "," in condition
        if not wanted and _is_bound(said):
            before = "".join(parts) + text[end : found.start()]
            line = before.count("\n") + (1 if shared or replaced else 2)
            why = f"{said} is for Django {old.version} in tox; see what it should be for {series}"
            rows.append(Skip(file, f"line {line}: {why}"))
        new = _with(condition, old, series, beside=shared and not replaced)
        moved = f"{found['indent']}{new}:{found['space']}{said if shared else wanted or said}"
        if shared or replaced:
            parts += [text[end : found.start()], moved + comment]
        else:
            ends = "\r\n" if text[found.end() :].startswith("\r") else "\n"
            parts += [text[end : found.start()], f"{found[0]}{ends}{moved}"]
        end = found.end()
    return "".join(parts) + text[end:], rows


def _has(condition: str, factor: Factor) -> bool:
    """Return whether a condition names a factor, by itself or in a group of numbers; not what is excluded."""
    if re.search(rf"(?<![\w!]){factor.name}{factor.major}{re.escape(factor.number)}(?![\w.])", condition):
        return True
    groups = re.findall(rf"(?<![\w!]){factor.name}\{{([^}}]*)\}}", condition)
    return any(factor.number in re.split(r"[, ]+", group) for group in groups)


def _with(condition: str, old: Factor, series: Version, *, beside: bool) -> str:
    """Return a condition with another version in the place of the old one, or ``beside`` it."""
    new, number = old.whole(series), re.escape(old.number)
    alone = rf"(?<![\w!]){old.name}{old.major}{number}(?![\w.])"
    if re.search(alone, condition):
        both = f"{old.name}{old.major}{old.number},{old.name}{new}"
        return re.sub(alone, both if beside else f"{old.name}{new}", condition)
    grouped = rf"({old.name}\{{(?:[^}}]*[, ])?){number}(?![\w.])"
    return re.sub(grouped, lambda found: f"{found[1]}{f'{old.number},{new}' if beside else new}", condition)


def _split(said: str) -> tuple[str, str]:
    """Return what a line says and the comment behind it."""
    found = re.search(r"\s+#.*$", said)
    return (said[: found.start()], found[0]) if found else (said, "")


def _is_bound(said: str) -> bool:
    """Return whether a requirement leaves releases out."""
    try:
        return bool(Requirement(said).specifier)
    except InvalidRequirement:
        return False


def _django(said: str, series: Version) -> str:
    """Return a requirement of Django for another one, nothing for any other."""
    try:
        requirement = Requirement(said)
    except InvalidRequirement:
        return ""
    if requirement.name.lower() != "django" or requirement.url:
        return ""
    before, separator, marker = said.partition(";")

    def lower(clause: re.Match[str]) -> str:
        length = len(re.sub(r"\.\*|[a-z]+\d+$", "", clause["version"]).split("."))
        parts = [str(series.major), str(series.minor), "0", "0"][: max(length, 2)]
        return f"{clause['operator']}{'.'.join(parts)}{'.*' if clause['version'].endswith('.*') else ''}"

    raised = re.sub(r"(?P<operator>(?:~=|===?|>=)\s*)(?P<version>\d+(?:\.\d+)*(?:\.\*|(?:a|b|rc)\d+)?)", lower, before)
    return widen(raised, series) + separator + marker


def _series(version: Version) -> Version:
    return Version(f"{version.major}.{version.minor}")
