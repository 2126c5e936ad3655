"""The pins benchmark: requirement sets of sites of 2019 to 2021, moved to a current Python and Django, and installed.

    python bench/sites.py                                   # every set of tests/pins/sites, Django 5.2 and 6.1
    python bench/sites.py saleor wagtail --to-django 5.2
    python bench/sites.py --resolve-only                    # propose, install nothing

For each set: what is proposed, whether uv installs it into a fresh environment (wheels, and what the old environment
builds, too), whether ``uv pip check`` finds it consistent, whether what is installed can be imported with Django set up,
and whether each blocker is true: uv must refuse every release from the pinned one on, together with the target's Django.
A blocker named by its code is installed and imported: Python must refuse it where its code is blamed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePosixPath

from packaging.version import Version
from uv import find_uv_bin

from upgrader.interpreters import find_interpreter
from upgrader.model import Pin, UpgraderError, Versions
from upgrader.pins.closure import to_build
from upgrader.pins.index import Index, SimpleIndex
from upgrader.pins.inventory import read_pins
from upgrader.pins.propose import propose
from upgrader.pins.resolve import compile_set, timestamp
from upgrader.pins.rewrite import rewrite

SITES = Path(__file__).parent.parent / "tests" / "pins" / "sites"
FILE = PurePosixPath("requirements.txt")


@dataclass
class Row:
    """What came of one set and one target."""

    site: str
    target: Versions
    pins: tuple[Pin, ...] = ()
    error: str = ""
    installed: str = "not tried"
    consistent: str = "not tried"
    imported: str = "not tried"
    seconds: float = 0.0
    blockers: dict[str, str] = field(default_factory=dict)


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; 0 when every set installs, is consistent, can be imported, and every blocker named is true."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sets")
    parser.add_argument("--to-python", default="3.12", metavar="VERSION")
    parser.add_argument("--to-django", action="append", metavar="VERSION", help="default: 5.2 and 6.1")
    parser.add_argument("--resolve-only", action="store_true", help="install nothing")
    parser.add_argument("--show", action="store_true", help="print every pin")
    options = parser.parse_args(arguments)
    index = SimpleIndex()
    rows = []
    for file in sorted(SITES.glob("*.txt")):
        for django in options.to_django or ["5.2", "6.1"]:
            if not options.names or file.stem in options.names:
                target = Versions(Version(options.to_python), Version(django))
                rows.append(measure(file, target, index, install=not options.resolve_only))
                print(line(rows[-1]), file=sys.stderr, flush=True)
                if options.show:
                    print(
                        "\n".join(
                            f"    {one.name} {one.version} {one.status} {one.to} {one.why}" for one in rows[-1].pins
                        )
                    )
    print(render(rows))
    return 0 if all(is_good(row) for row in rows) else 1


def measure(file: Path, target: Versions, index: Index, *, install: bool) -> Row:
    """Propose, rewrite, install and check one set."""
    started = time.monotonic()
    row = Row(file.stem, target)
    python = find_interpreter(target.python).path
    with tempfile.TemporaryDirectory(prefix="upgrader-pins-") as temporary:
        root = Path(temporary)
        (root / FILE).write_bytes(file.read_bytes())
        inventory = read_pins(root, [FILE])
        django = next(pin.version for pin in inventory.pins if pin.name == "django")
        old = Versions(Version("3.8"), Version(str(django)))
        try:
            row.pins = propose(inventory, target, old, index, python)
        except UpgraderError as error:
            row.error = str(error)
            return row
        for pin in row.pins:
            if pin.status == "blocked":
                row.blockers[pin.name] = refuted(pin, row.pins, index, python)
        for change in rewrite(inventory, row.pins, target, root, index).changes:
            (root / change.path).write_bytes(change.after)
        blocked = {pin.line for pin in row.pins if pin.status == "blocked" and pin.line}
        lines = (root / FILE).read_text(encoding="utf-8").splitlines()
        kept = [said for number, said in enumerate(lines, 1) if number not in blocked]
        (root / FILE).write_text("\n".join(kept) + "\n", encoding="utf-8")
        if install:
            built = to_build(read_pins(root, [FILE]).pins, old.python, target.python, index)
            row.installed, row.consistent = install_set(root, python, built)
            if row.installed == "yes":
                names = dict.fromkeys(pin.name for pin in read_pins(root, [FILE]).pins)
                row.imported = run(
                    [str(root / "venv" / "bin" / "python"), "-W", "ignore", "-c", _IMPORT_ALL, *names], root
                )
    row.seconds = time.monotonic() - started
    return row


def install_set(root: Path, python: Path, built: frozenset[str]) -> tuple[str, str]:
    """Install the requirement file into a fresh environment and check it; return what uv complained about, or ``yes``."""
    run([find_uv_bin(), "venv", "--quiet", "--no-config", "--python", str(python), "venv"], root)
    only = ["--only-binary", ":all:", *(word for name in sorted(built) for word in ("--no-binary", name))]
    where = ["--quiet", "--no-config", "--python", str(root / "venv")]
    installed = run([find_uv_bin(), "pip", "install", *where, *only, "-r", str(FILE)], root)
    consistent = run([find_uv_bin(), "pip", "check", *where], root) if installed == "yes" else "not tried"
    return installed, consistent


def run(command: Sequence[str], folder: Path) -> str:
    """Return ``yes`` when a command succeeds, else what it says."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "yes" if done.returncode == 0 else " ".join(done.stderr.split())


def refuted(pin: Pin, pins: Sequence[Pin], index: Index, python: Path) -> str:
    """Return why a blocker is true: uv's refusal of every release from the pinned one on, else Python's of its code."""
    django = next(f"django=={one.to or one.version}" for one in pins if one.name == "django")
    cutoff = timestamp(datetime.now(timezone.utc) - timedelta(days=7))
    arguments = ["--python", str(python), "--exclude-newer", cutoff, "--only-binary", ":all:"]
    if pin.blocker == "conflict" and (said := failing_import(pin, django, python)):
        return said  # uv knows nothing of what a release imports
    wanted = [f"{pin.name}>={pin.version}", django]
    others = [f"{one.name}=={one.to or one.version}" for one in pins if one.status in ("ok", "upgrade") and one.version]
    try:
        compile_set(wanted + (others if pin.blocker == "conflict" else []), arguments)
    except UpgraderError as error:
        return f"uv refuses: {error}"
    return failing_import(pin, django, python) or "NOT TRUE: uv finds a set"


def failing_import(pin: Pin, django: str, python: Path) -> str:
    """Return what Python says when the newest release is installed with Django and imported where its code is blamed.

    Empty when nothing is blamed there, or it can be imported.
    """
    blamed = re.search(r": (\S+), the newest, (?:imports|fails) in (\S+)\.py line", pin.why)
    if not blamed:
        return ""
    parts = [part for part in blamed[2].split("/") if not part.endswith(f"-{blamed[1]}")]
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    with tempfile.TemporaryDirectory(prefix="upgrader-import-") as temporary:
        root = Path(temporary)
        run([find_uv_bin(), "venv", "--quiet", "--no-config", "--python", str(python), "venv"], root)
        where = ["--quiet", "--no-config", "--python", str(root / "venv")]
        installed = run([find_uv_bin(), "pip", "install", *where, django, f"{pin.name}=={blamed[1]}"], root)
        if installed != "yes":
            return f"uv cannot install it: {installed[:300]}"
        said = run([str(root / "venv" / "bin" / "python"), "-c", _IMPORT, module], root)
    last = said.rpartition("Error: ")
    failed = "ImportError" in said or "ModuleNotFoundError" in said
    return f"Python cannot import {module}: {last[2][:200]}" if failed else ""


#: Imports a module as a Django site would: with applications set up.
_IMPORT = """
import importlib, sys
import django
from django.conf import settings
names = "admin auth contenttypes messages sessions sites staticfiles".split()
settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in names], SECRET_KEY="x", SITE_ID=1)
django.setup()
importlib.import_module(sys.argv[1])
"""


#: Imports the packages of distributions, and the modules of theirs that Django sites import most, as a site would. Says
#: which cannot be imported; what an optional package or a setting of the site is missing for is not its fault.
_IMPORT_ALL = """
import importlib, importlib.metadata, os, sys, traceback
import django
from django.conf import settings
names = "admin auth contenttypes humanize messages sessions sites staticfiles".split()
settings.configure(
    INSTALLED_APPS=[f"django.contrib.{name}" for name in names], SECRET_KEY="x", SITE_ID=1, STATIC_URL="/static/",
    STATIC_ROOT="static", DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()
from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
failed = []
for name in sys.argv[1:]:
    files = [f.parts for f in importlib.metadata.distribution(name).files or () if f.suffix == ".py" and ".." not in f.parts]
    modules = {".".join(parts)[:-3].removesuffix(".__init__") for parts in files}
    tops = sorted({parts[0] for parts in files if parts[1:] == ("__init__.py",)} - {"tests", "test", "examples", "docs"})
    wanted = "apps models fields admin middleware forms views utils".split()
    for module in [one for top in tops for one in (top, *(f"{top}.{part}" for part in wanted)) if one in modules]:
        try:
            importlib.import_module(module)
        except (AppRegistryNotReady, ImproperlyConfigured):
            continue
        except BaseException as error:
            last = traceback.extract_tb(error.__traceback__)[-1].filename
            optional = isinstance(error, ModuleNotFoundError) and str(error.name).partition(".")[0] not in (*tops, "django")
            standard = str(getattr(error, "name", "")).partition(".")[0] in {"distutils", "imp", "asyncore", "cgi"}
            unset = "INSTALLED_APPS" in str(error) or os.path.join("django", "conf") in last
            if not (optional and not standard or unset):
                failed.append(f"{module} ({type(error).__name__}: {error})")
sys.exit("; ".join(failed) or 0)
"""


def is_good(row: Row) -> bool:
    """Return whether a set installs (or was not to be installed), is consistent, imports, and its blockers are true."""
    tried = {row.installed, row.consistent, row.imported} <= {"yes", "not tried"}
    return not row.error and tried and not any(why.startswith("NOT TRUE") for why in row.blockers.values())


def line(row: Row) -> str:
    """Return a row for people who watch."""
    said = "; ".join(one[:900] for one in (row.installed, row.consistent, row.imported))
    return f"{row.site:14} {row.target} {statuses(row)}; installs, consistent, imports: {said} {row.error}"


def statuses(row: Row) -> str:
    """Return how many pins ended how."""
    counted = Counter(pin.status for pin in row.pins)
    return ", ".join(f"{number} {status}" for status, number in sorted(counted.items()))


def render(rows: Sequence[Row]) -> str:
    """Return the table in Markdown, and every blocker below it."""
    heads = "| site | target | pins | what becomes of them | installs | consistent | imports | seconds |"
    lines = [heads, "|" + " --- |" * 8]
    for row in rows:
        installs, consistent, imports = (
            one.split(":")[0][:40] for one in (row.installed, row.consistent, row.imported)
        )
        number = sum(bool(pin.version) for pin in row.pins)
        cells = [row.site, row.target, number, statuses(row) or row.error, installs, consistent, imports]
        cells.append(f"{row.seconds:.0f}")
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    lines.append("")
    for row in rows:
        for pin in row.pins:
            if pin.status == "blocked":
                lines.append(
                    f"- {row.site}, Django {row.target.django}: {pin.name} {pin.version} ({pin.blocker}): {pin.why}"
                )
                lines.append(f"  - {row.blockers[pin.name]}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
