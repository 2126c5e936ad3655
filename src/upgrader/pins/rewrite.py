"""What is proposed, written into the project's files in their own style. Returns changes; writes nothing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from typing import Any

import tomlkit
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Item, String, Table

from upgrader.model import Change, Pin, Skip, Versions
from upgrader.pins import conda, locks, mentions, pyproject, requirements
from upgrader.pins.index import Index, Release, specifiers
from upgrader.pins.inventory import Inventory, readers
from upgrader.pins.propose import requirement_text

_HASH = re.compile(r"--hash[=\s]\s*[^\s\\]+")


@dataclass(frozen=True)
class Rewritten:
    """New contents for files, and what a person still has to change."""

    changes: tuple[Change, ...]
    skipped: tuple[Skip, ...]


def rewrite(
    inventory: Inventory,
    proposed: Sequence[Pin],
    target: Versions,
    root: Path,
    index: Index,
    *,
    keep_old: bool = False,
) -> Rewritten:
    """Return the files with the proposed pins and their version mentions at the target.

    Requirement files keep order, comments, markers, line ends and whether they end in one; exact stays exact, and a
    line with hashes gets those of every file of the new release. The tables of pyproject.toml and Pipfile, setup.cfg and
    what setup.py says literally are changed in place; what cannot be becomes a Skip that says what to write. A lock file
    is left to `relock`. ``keep_old`` keeps the old versions in what lists them (`mentions.move`). Raises UpgraderError
    when the index does not answer.
    """
    paths = {pin.file for pin in inventory.pins}
    locked = {locks.manifest(path, paths) for path in paths if locks.is_lock(path)}
    moving: dict[PurePosixPath, list[Pin]] = {}
    for pin in proposed:
        if pin.moves and (pin.to or pin.becomes):
            moving.setdefault(pin.file, []).append(pin)
    files = sorted({*moving, *(mention.file for mention in inventory.mentions)})
    changes: list[Change] = []
    skipped: list[Skip] = []
    for file in files:
        before = (root / file).read_bytes()
        mark, text = _mark(before), requirements.decode(before, file)
        pins = moving.get(file, [])
        if locks.is_lock(file):
            continue  # its own tool writes it (`relock`)
        if file.name in ("setup.py", "setup.cfg", "tox.ini", "tox.toml", "noxfile.py"):
            text, left = _rewrite_texts(text, file, pins)
            skipped += [_by_hand(pin) for pin in left]
        elif file.name in ("pyproject.toml", "Pipfile"):
            text, left = _rewrite_toml(text, file, pins)
            skipped += [_by_hand(pin) for pin in left]
        elif conda.is_environment(file):
            text, left = conda.move(text, pins, requirement_text)
            skipped += [_by_hand(pin) for pin in left]
        elif pins:
            text, unhashed = _rewrite_requirements(text, file, pins, index)
            skipped += unhashed
        if mentions.may_mention(file):
            text, rows = mentions.move(text, file, target, keep_old=keep_old, locked=file in locked)
            skipped += rows
        after = mark + text.encode()
        if after != before:
            changes.append(Change(file, before, after))
    return Rewritten(tuple(changes), tuple(skipped))


def add_requirement(
    root: Path,
    files: Sequence[PurePosixPath],
    requirement: str,
    why: str,
    index: Index | None = None,
    *,
    python: Version | None = None,
    cooldown_days: int = 7,
) -> Change | Skip:
    """Return the project's main requirement file with ``requirement`` (PEP 508) added at its end, and ``why`` beside it.

    The main file is requirements.txt, else the first below ``requirements/`` named base or common, else the first of
    all. In a file of exact pins the newest release for ``python`` that is older than the cooldown is pinned, with hashes
    where the file has them; both take an ``index``. Without such a file it goes into a manifest that lists what is always
    installed. A Skip says why nothing was added.
    """
    candidates = [path for path in files if requirements.is_requirements_file(path)]
    candidates = sorted(
        (path for path in candidates if not path.name.startswith("constraints")), key=requirements.main_first
    )
    if not candidates:
        return _add_to_manifest(root, files, Requirement(requirement), why)
    file = candidates[0]
    before = (root / file).read_bytes()
    text = requirements.decode(before, file)
    entries = [entry for entry in requirements.parse(text, file) if entry.requires]
    hashed = any(entry.hashes for entry in entries)
    wanted = Requirement(requirement)
    exact = bool(entries) and all("==" in str(entry.requirement) for entry in entries)
    cutoff = datetime.now(timezone.utc) - timedelta(days=cooldown_days)
    version = _newest(wanted, index, python, cutoff) if index and (hashed or exact) else None
    if hashed and not version:
        return Skip(file, f"add {requirement} with its hashes: {why}")
    marker = f"; {wanted.marker}" if wanted.marker else ""
    said = f"{wanted.name}=={version}{marker}" if version else requirement
    pin = Pin(canonicalize_name(wanted.name), None, file, 0, said, hashed, "upgrade", str(version), why)
    lines = _new_lines([pin], index, comment="") if version and index else [f"{said}  # {why}"]
    if lines is None:
        return Skip(file, f"add {requirement} with its hashes: {why}")
    return Change(file, before, _mark(before) + _append(text, lines).encode())


def add_to_source(root: Path, file: PurePosixPath, requirement: str, why: str) -> Change | None:
    """Return what a requirements file is compiled from with ``requirement`` added, None where there is no such file."""
    source = file.with_suffix(".in")
    if file.suffix == source.suffix or not (root / source).is_file():
        return None
    before = (root / source).read_bytes()
    text = requirements.decode(before, source)
    return Change(source, before, _mark(before) + _append(text, [f"{requirement}  # {why}"]).encode())


def _add_to_manifest(root: Path, files: Sequence[PurePosixPath], wanted: Requirement, why: str) -> Change | Skip:
    """Return the first manifest that has a place for a requirement with it added, a Skip where none has."""
    for name in ("pyproject.toml", "Pipfile", "setup.cfg", "setup.py", "environment.yml"):
        file = PurePosixPath(name)
        if file not in files:
            continue
        before = (root / file).read_bytes()
        text = requirements.decode(before, file)
        if file.suffix == ".toml" or name == "Pipfile":
            new = _with_entry(text, file, wanted)
        else:
            line = _last_line(text, file)
            new = _with_line(text, line, str(wanted)) if line else ""
            said, was = (
                {(_quoted(one.requirement, '"'), one.group) for one in _pins_in(each, file)} for each in (new, text)
            )
            if said != {*was, (_quoted(str(wanted), '"'), "")}:
                continue
        if new:
            return Change(file, before, _mark(before) + new.encode())
    return Skip(PurePosixPath("requirements.txt"), f"there is no requirement file to add {wanted} to: {why}")


def _with_entry(text: str, file: PurePosixPath, wanted: Requirement) -> str:
    """Return pyproject.toml or a Pipfile with a requirement more, nothing where it has no place for it."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError:
        return ""
    listed = document.get("project", {}).get("dependencies")
    tables = {"": document.get("packages")} if file.name == "Pipfile" else pyproject.poetry_tables(document)
    if isinstance(listed, Array):
        listed.append(str(wanted))
    elif always := tables.get(""):
        version = str(wanted.specifier) or "*"
        row = tomlkit.inline_table()
        row.update({"version": version, "markers": str(wanted.marker)})  # so do poetry and pipenv spell it
        always[wanted.name] = row if wanted.marker else version
    else:
        return ""
    return tomlkit.dumps(document)


def _pins_in(text: str, file: PurePosixPath) -> list[Pin]:
    return [one for reader in readers(file) for one in reader(text, file) if isinstance(one, Pin)]


def _last_line(text: str, file: PurePosixPath) -> Pin | None:
    """Return the last of what is always installed, where a list of it ends."""
    return max((pin for pin in _pins_in(text, file) if not pin.group), key=lambda pin: pin.line, default=None)


def _with_line(text: str, last: Pin, wanted: str) -> str:
    """Return a text with a requirement before the ``last`` of a list, so that what follows that one stays with it.

    On a line of its own where that one has a line of its own, else beside it.
    """
    lines = text.splitlines(keepends=True)
    line = lines[last.line - 1]
    end = "\r\n" if line.endswith("\r\n") else "\n"
    alone = re.match(rf"(?P<indent>[ \t]*(?:-[ \t]+)?)(?P<quote>[\"']?){re.escape(last.requirement)}(?![\w.])", line)
    if last.file.suffix == ".yml":
        alone = alone or re.match(r"(?P<indent>[ \t]*-[ \t]+)(?P<quote>)", line)
    if alone and (alone["indent"] or alone["quote"]):
        quote, comma = alone["quote"], "," if alone["quote"] else ""
        lines.insert(last.line - 1, f"{alone['indent']}{quote}{_quoted(wanted, quote)}{quote}{comma}{end}")
        return "".join(lines)
    beside = re.search(rf"(?P<quote>[\"']){re.escape(last.requirement)}(?P=quote)", line)
    if not beside:
        return ""
    quote = beside["quote"]
    lines[last.line - 1] = f"{line[: beside.start()]}{quote}{_quoted(wanted, quote)}{quote}, {line[beside.start() :]}"
    return "".join(lines)


def _quoted(requirement: str, quote: str) -> str:
    """Return a requirement as it can stand within these quotes: a marker may be spelled with either."""
    return requirement.replace('"', "'") if quote == '"' else requirement


def _newest(wanted: Requirement, index: Index, python: Version | None, cutoff: datetime) -> Version | None:
    fitting = [
        release.version
        for release in index.releases(wanted.name)
        if not release.yanked
        and not release.version.is_prerelease
        and release.version in wanted.specifier
        and (release.uploaded is None or release.uploaded <= cutoff)
        and (python is None or any(python in specifiers(file.requires_python) for file in release.files))
    ]
    return max(fitting, default=None)


def _by_hand(pin: Pin) -> Skip:
    return Skip(
        pin.file, f"line {pin.line}: change {pin.requirement!r} to {requirement_text(pin)!r} by hand: {pin.why}"
    )


def _mark(data: bytes) -> bytes:
    """Return the byte order mark of a file, nothing when it has none; `requirements.decode` leaves it out."""
    return codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""


def _rewrite_requirements(text: str, file: PurePosixPath, pins: Sequence[Pin], index: Index) -> tuple[str, list[Skip]]:
    skipped: list[Skip] = []
    by_line = {pin.line: pin for pin in pins if pin.line}
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    for entry in requirements.parse(text, file):
        pin = by_line.get(entry.line)
        if not pin:
            continue
        raw = "".join(lines[entry.line - 1 : entry.end])
        new = _rewrite_entry(raw, entry, pin, index)
        if new is None:
            unhashed = Skip(file, f"line {entry.line}: the index offers no hashes for {pin.name} {pin.to}")
            skipped.append(_by_hand(pin) if pin.becomes else unhashed)
            continue
        lines[entry.line - 1 : entry.end] = [new] + [""] * (entry.end - entry.line)
    text = "".join(lines)
    added = _new_lines([pin for pin in pins if not pin.line], index)
    if added is None:
        return text, [*skipped, Skip(file, "new requirements could not be added: the index offers no hashes for them")]
    return _append(text, added), skipped


def _rewrite_entry(raw: str, entry: requirements.Entry, pin: Pin, index: Index) -> str | None:
    """Return the lines of one requirement at its new version, None when it needs hashes that there are none of."""
    new = raw.replace(entry.text, requirement_text(pin), 1)
    if entry.text not in raw and pin.becomes:
        return None
    if entry.text not in raw:  # continued in the middle of the requirement itself
        new = re.sub(r"(===?\s*)[^\s;,#\\]+", lambda found: found[1] + str(pin.to), raw, count=1)
    if not entry.hashes:
        return new
    hashes = _hashes(pin, index)
    old = list(_HASH.finditer(new))
    if not hashes or not old:
        return None
    first = re.search(r"[ \t]*(?:\\(?:\r\n|\r|\n))?[ \t]*$", new[: old[0].start()])
    before = first[0] if first else " "
    between = new[old[0].end() : old[1].start()] if len(old) > 1 else before
    head = new[: old[0].start() - len(before)]
    return head + before + between.join(hashes) + new[old[-1].end() :]


def _hashes(pin: Pin, index: Index) -> list[str]:
    """Return ``--hash`` options for every file of a pin's new release that is not yanked, in pip-compile's order."""
    name = Requirement(pin.becomes).name if pin.becomes else pin.name
    release: Release | None = next(
        (release for release in index.releases(name) if str(release.version) == pin.to), None
    )
    files = [file for file in release.files if not file.yanked] if release else []
    if not files or not all("sha256" in file.hashes for file in files):
        return []
    return sorted(f"--hash=sha256:{file.hashes['sha256']}" for file in files)


def _new_lines(pins: Iterable[Pin], index: Index, comment: str = "via") -> list[str] | None:
    """Return the lines for packages that were not there before, None when one has no hashes and needs them."""
    lines: list[str] = []
    for pin in pins:
        why = f"# via {pin.why.removeprefix('needed by ')}" if comment else f"# {pin.why}"
        if not pin.hashed:
            lines.append(f"{pin.requirement}  {why}")
            continue
        hashes = _hashes(pin, index)
        if not hashes:
            return None
        lines += [
            f"{pin.requirement} \\",
            *(f"    {item} \\" for item in hashes[:-1]),
            f"    {hashes[-1]}",
            f"    {why}",
        ]
    return lines


def _append(text: str, lines: Sequence[str]) -> str:
    """Return a text with lines at its end, with its own line ends and without one at the end where it had none."""
    if not lines:
        return text
    end = "\r\n" if "\r\n" in text else "\n"
    if not text or text.endswith(("\n", "\r")):
        return text + end.join(lines) + end
    return text + end + end.join(lines)


def _rewrite_texts(text: str, file: PurePosixPath, pins: Sequence[Pin]) -> tuple[str, list[Pin]]:
    """Return setup.py or setup.cfg with the requirements moved where they stand, and the pins that could not be."""
    left = []
    done: set[tuple[int, str]] = set()
    for pin in pins:
        if (pin.line, pin.requirement) in done:
            continue
        said = _read_back(text, file)
        alike = {
            one.group for one in pins if (one.line, one.requirement, one.to) == (pin.line, pin.requirement, pin.to)
        }
        alone, several = ([_moved(one, pin, groups) for one in said] for groups in ({pin.group}, alike))
        for new in _with_text(text, pin):
            found = _read_back(new, file)
            if found in (alone, several):
                text = new
                if found != alone:  # several lists name one
                    done.add((pin.line, pin.requirement))
                break
        else:
            left.append(pin)
    return text, left


def _with_text(text: str, pin: Pin) -> Iterator[str]:
    """Yield a text with one requirement replaced, for each place where it stands, the nearest to its line first.

    The line is that of the file as it was found: what came above it may have changed since.
    """
    places = list(re.finditer(rf"(?<![\w.\-]){re.escape(pin.requirement)}(?![\w.*])", text))
    for found in sorted(places, key=lambda place: abs(text.count("\n", 0, place.start()) + 1 - pin.line)):
        yield text[: found.start()] + requirement_text(pin) + text[found.end() :]


def _read_back(text: str, file: PurePosixPath) -> list[tuple[str, str]]:
    """Return requirements and groups as a reader finds them: what was written is believed only when it is read so."""
    return [(one.requirement, one.group) for one in _pins_in(text, file)]


def _moved(said: tuple[str, str], pin: Pin, groups: set[str]) -> tuple[str, str]:
    return (requirement_text(pin), said[1]) if said[0] == pin.requirement and said[1] in groups else said


def _rewrite_toml(text: str, file: PurePosixPath, pins: Sequence[Pin]) -> tuple[str, list[Pin]]:
    """Return pyproject.toml or a Pipfile with the pins of its tables moved, and the pins that could not be."""
    if not pins:
        return text, []
    try:
        document = tomlkit.parse(text)
    except TOMLKitError:
        return text, list(pins)
    moved: set[Pin] = set()
    for group, array in pyproject.requirement_lists(document) if file.name == "pyproject.toml" else ():
        for place, item in enumerate(array):
            here = (pin for pin in pins if pyproject.group_of(pin) == group)
            pin = next((pin for pin in here if isinstance(item, str) and _says(item, pin)), None)
            if pin and isinstance(item, String):
                array[place] = _like(item, requirement_text(pin))
                moved.add(pin)
    if file.name == "Pipfile":
        tables = {"": document.get("packages", {}), "dev": document.get("dev-packages", {})}
    else:
        tables = pyproject.poetry_tables(document)
    for pin in pins:
        table = tables.get(pin.group, {})
        name = next((name for name in table if pin not in moved and canonicalize_name(name) == pin.name), None)
        other = Requirement(pin.becomes).name if pin.becomes else ""
        if other and canonicalize_name(other) == pin.name:
            if name and _mark_entry(table, name, str(Requirement(pin.becomes).marker)):
                moved.add(pin)
            continue
        if other and not isinstance(table, Table):
            continue
        if name and _move_entry(table, name, Version(str(pin.to))):
            if other:
                table.value._replace(name, other, table[name])
            moved.add(pin)
    return tomlkit.dumps(document), [pin for pin in pins if pin not in moved]


def _move_entry(table: Any, name: str, version: Version) -> bool:
    """Move one entry of poetry or pipenv, ``name = "..."`` or ``name = {version = "..."}``; return whether it is one."""
    holder, key = (table[name], "version") if isinstance(table[name], dict) else (table, name)
    old = holder.get(key)
    if not isinstance(old, String):
        return False
    holder[key] = _like(old, pyproject.move_poetry(str(old), version))
    return True


def _mark_entry(table: Any, name: str, marker: str) -> bool:
    """Give one entry of poetry or pipenv a marker, which holds whatever it had; return whether it is one."""
    old = table[name]
    spelled = marker.replace('"', "'")
    if isinstance(old, String):
        row = tomlkit.inline_table()
        row.update({"version": str(old), "markers": spelled})
        table[name] = row
    elif isinstance(old, dict) and "version" in old and not {"python", "platform"} & old.keys():
        old["markers"] = spelled
    else:
        return False
    return True


def _says(text: str, pin: Pin) -> bool:
    try:
        return str(Requirement(text)) == str(Requirement(pin.requirement))
    except InvalidRequirement:
        return False


def _like(old: String, text: str) -> Item:
    """Return a TOML string in the quotes of another."""
    literal = old.as_string().startswith("'") and "'" not in text
    return tomlkit.string(text, literal=literal)
