"""Compares two fingerprints of a project: how it is set up before and after. No input or output but reading them."""

from __future__ import annotations

import json
from pathlib import Path

from upgrader.model import Behaviour, Difference
from upgrader.verify.fingerprint import NOT_COMPARED, NOT_TOLD

#: Section by section, name by name: see fingerprint.py.
Fingerprint = dict[str, dict[str, str]]
_SAID = NOT_COMPARED + "settings of the project"
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
        found += [
            Difference(
                _DEFAULTS if section == "settings" and name not in said else section, name, was.get(name), now.get(name)
            )
            for name in names
            if was.get(name) != now.get(name)
        ]
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
    told = sum(
        len(names)
        for section, names in before.items()
        if NOT_TOLD not in names and not section.startswith(NOT_COMPARED)
    )
    if not found:
        return Behaviour(stage, True, f"The project is set up as before: {told} facts are the same.{rest}")
    sections = dict.fromkeys(one.section for one in found)
    return Behaviour(stage, True, f"{len(found)} facts differ: {', '.join(sections)}.{rest}", found)
