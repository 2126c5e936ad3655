"""Compares two fingerprints of a project: how it is set up before and after. No input or output but reading them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from upgrader.model import Behaviour, Difference
from upgrader.verify.fingerprint import LATER, NOT_COMPARED, NOT_TOLD

#: Section by section, name by name: see fingerprint.py.
Fingerprint = dict[str, dict[str, str]]
_SAID = NOT_COMPARED + "settings of the project"
_FOREIGN = NOT_COMPARED + "packages"
_DEFAULTS = "default settings"
#: In place of a fact that is another one each time the project is booted.
UNSTEADY = "(unsteady)"


def read_fingerprint(path: Path) -> Fingerprint | None:
    """Return the fingerprint written to a file, None where there is none."""
    try:
        found: Fingerprint = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def differences(before: Fingerprint, after: Fingerprint) -> tuple[Difference, ...]:
    """Return what two fingerprints say differently, as far as both can tell; in the sections' order.

    Settings that neither side's project says are in a section of their own: there it is Django that has changed its mind.
    These, and what packages say of their own models, are not the project's own.
    """
    said = {**before.get(_SAID, {}), **after.get(_SAID, {})}
    found = []
    for section in before:
        if section.startswith(NOT_COMPARED):
            continue
        was, now = before[section], after.get(section, {NOT_TOLD: ""})
        if NOT_TOLD in now and NOT_TOLD not in was and was:
            found.append(Difference(section, NOT_TOLD, None, now[NOT_TOLD]))
        if NOT_TOLD in was or NOT_TOLD in now:
            continue
        names = [*was, *(name for name in now if name not in was)]
        names = [name for name in names if UNSTEADY not in (was.get(name), now.get(name))]
        for name in names:
            if was.get(name) != now.get(name):
                default = section == "settings" and name not in said
                own = not _is_others(section, name, before, after)
                found.append(Difference(_DEFAULTS if default else section, name, was.get(name), now.get(name), own))
    return tuple(found)


def steady(one: Fingerprint, other: Fingerprint) -> Fingerprint:
    """Return a fingerprint with what two of the same code do not agree on marked: a random folder is no behaviour."""
    result = {section: dict(facts) for section, facts in one.items()}
    for moving in differences(one, other):
        result["settings" if moving.section == _DEFAULTS else moving.section][moving.name] = UNSTEADY
    return result


def judge(stage: str, before: Fingerprint, after: Fingerprint) -> Behaviour:
    """Return what the fingerprint after a stage says, compared with the one before any change."""
    found = differences(before, after)
    untold = [f"{section} ({before[section][NOT_TOLD]})" for section in before if NOT_TOLD in before[section]]
    rest = f" Not told: {'; '.join(untold)}." if untold else ""
    facts = [
        (section, name)
        for section, names in before.items()
        if NOT_TOLD not in names and not section.startswith(NOT_COMPARED)
        for name in names
    ]
    if not found:
        return Behaviour(stage, True, f"The project is set up as before: {len(facts)} facts are the same.{rest}")
    own, others = [one for one in found if one.own], [one for one in found if not one.own]
    sections = Counter(one.section for one in others)
    told = sum(not _is_others(section, name, before) for section, name in facts)
    same = f"The project is set up as before: {told} facts of its own are the same."
    moved = f"{len(own)} {'fact' if len(own) == 1 else 'facts'} of the project's own {told} differ"
    said = [
        f"{moved}{'s' if len(own) == 1 else ''}: {', '.join(dict.fromkeys(one.section for one in own))}."
        if own
        else same
    ]
    if others:
        counted = ", ".join(f"{section} {count}" for section, count in sections.items())
        said.append(f"{len(others)} more are what Django and other packages changed themselves ({counted}).")
    return Behaviour(stage, True, " ".join(said) + rest, found)


def _is_others(section: str, name: str, *sides: Fingerprint) -> bool:
    """Return whether a fact is one that Django and other packages tell of themselves, on every side that has it."""
    if section == "settings":
        if name in LATER and name not in sides[0].get(section, {}):
            return True  # the old side does not know it: what it changes there is another fact
        return not any(name in side.get(_SAID, {}) for side in sides)
    having = [side for side in sides if name in side.get(section, {})]
    return all(f"{section}: {name}" in side.get(_FOREIGN, {}) for side in having)
