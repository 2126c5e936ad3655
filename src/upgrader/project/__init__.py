"""Read a project once, as its files describe it: nothing of it is run or imported, nothing is written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath

from packaging.version import Version

from upgrader.model import Project, Skip, UpgraderError
from upgrader.pins.inventory import Chosen, Inventory, choose_requirements, read_pins
from upgrader.pins.locks import GROUP, is_lock
from upgrader.pins.requirements import is_requirements_file
from upgrader.project.config import load_toml, read_config, table_at
from upgrader.project.files import Listing, list_files
from upgrader.project.testing import Sources, find_test_command
from upgrader.project.tox import read_tox
from upgrader.project.versions import NO_DJANGO, read_versions

__all__ = ["read_project", "read_project_and_pins"]

_MANIFESTS = re.compile(r"pyproject\.toml|setup\.(py|cfg)|tox\.(ini|toml)|Pipfile|environment\.ya?ml")


def read_project(path: Path, *, test_command: str | None = None) -> Project:
    """Return the project of `read_project_and_pins` alone."""
    return read_project_and_pins(path, test_command=test_command)[0]


def read_project_and_pins(path: Path, *, test_command: str | None = None) -> tuple[Project, Inventory]:
    """Return, with its pins, the project in the folder ``path``: files, versions, manifests, configuration, test command.

    ``test_command`` stands above the configuration, and that above what the files say. ``old.django`` is None where no
    file says which Django; ``why["django"]`` then tells whether there is one. ``top`` is None outside of git.
    Raises ``UpgraderError`` for a folder that does not exist or has no Python files, and for a configuration, a
    requirements file or a pyproject.toml that cannot be understood.
    """
    if not path.exists():
        raise UpgraderError(f"{path} does not exist. Name the folder of the project.")
    if not path.is_dir():
        raise UpgraderError(f"{path} is a file. Name the folder of the project.")
    root = path.resolve()
    config = read_config(root)
    listing = list_files(root, config.exclude)
    files = listing.files
    if not any(file.suffix == ".py" for file in files):
        raise UpgraderError(_no_python(path, listing))
    inventory = read_pins(root, files, config.requirements)
    tox, skipped = read_tox(root, frozenset(files))
    chosen = choose_requirements(inventory, config.requirements)
    old, why = read_versions(root, listing.top, files, config, inventory, chosen, tox)
    packages = frozenset(pin.name for pin in inventory.pins) | (tox.packages if tox else frozenset())
    if inventory.pins:
        why["requirements"] = _why_requirements(inventory, chosen)
    command, why["test_command"] = _command(test_command, config.test_command, Sources(root, files, tox, packages))
    project = Project(
        root=root,
        top=listing.top,
        files=files,
        old=replace(old, others=_pinned(inventory, chosen)),
        config=config,
        manifests=_manifests(files, inventory),
        test_command=command,
        installable=_is_installable(root, files),
        why=why,
        skipped=_merged(listing.skipped, inventory.skipped, skipped),
        uses_django=old.django is not None or why["django"] != NO_DJANGO,
    )
    return project, inventory


def _pinned(inventory: Inventory, chosen: Chosen) -> tuple[tuple[str, Version], ...]:
    """Return the versions that exact pins name, Django's apart; where files disagree, the one the tests use.

    What no pin names is as a constraint or a lock file says.
    """
    held = {*chosen.constraints, *chosen.locked}
    limits = [pin for pin in inventory.pins if pin.group in ("constraint", GROUP) and pin.requirement in held]
    pins = {pin.name: pin.version for pin in (*limits, *reversed(chosen.pins)) if pin.version}
    return tuple((name, Version(version)) for name, version in sorted(pins.items()) if name != "django")


def _why_requirements(inventory: Inventory, chosen: Chosen) -> str:
    """Return in a sentence which files and groups make the environment of the tests, and which do not."""
    used: dict[PurePosixPath, list[str]] = {}
    for pin in chosen.pins:
        groups = used.setdefault(pin.file, [])
        if pin.group and pin.group not in groups and pin.group != GROUP:
            groups.append(pin.group)
    said = [f"{file} (with {', '.join(groups)})" if groups else str(file) for file, groups in used.items()]
    idle = sorted({pin.file for pin in inventory.pins if pin.group not in ("constraint", GROUP)} - used.keys())
    rest = f"; not from {', '.join(map(str, idle))}" if idle else ""
    return f"The tests get what they need from {', '.join(said) or 'nowhere'}{rest}."


def _no_python(path: Path, listing: Listing) -> str:
    if listing.top:
        return f"git tracks no Python files below {path}. Name another folder, or add the files with `git add`."
    return f"There are no Python files below {path}. Name the folder of the project."


def _command(argument: str | None, configured: str | None, sources: Sources) -> tuple[str | None, str]:
    if argument:
        return argument, "It was given on the command line."
    if configured:
        return configured, "The configuration says so."
    if found := find_test_command(sources):
        return found.command, found.why
    return None, "No file says how the tests are run: say it with --test-command or in [tool.upgrader]."


def _manifests(files: tuple[PurePosixPath, ...], inventory: Inventory) -> tuple[PurePosixPath, ...]:
    named = {file for file in files if len(file.parts) == 1 and (_MANIFESTS.fullmatch(file.name) or is_lock(file))}
    requirements = {file for file in files if is_requirements_file(file)}
    return tuple(sorted(named | requirements | {pin.file for pin in inventory.pins}))


def _is_installable(root: Path, files: tuple[PurePosixPath, ...]) -> bool:
    if PurePosixPath("setup.py") in files:
        return True
    table = load_toml(root / "pyproject.toml") if PurePosixPath("pyproject.toml") in files else {}
    said = (("poetry", "package-mode"), ("pdm", "distribution"), ("uv", "package"))
    if any(table_at(table, "tool", tool).get(word) is False for tool, word in said):
        return False
    return "project" in table or "build-system" in table


def _merged(*groups: tuple[Skip, ...]) -> tuple[Skip, ...]:
    return tuple(sorted({skip for group in groups for skip in group}, key=lambda skip: (skip.path, skip.why)))
