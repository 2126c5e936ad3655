"""What a release's own code says about the target: imports that fail there, found by the rules that look at projects.

Only what breaks as soon as a module is imported counts, and only in modules that a program imports: no tests, no
commands, nothing in a ``try`` or an ``if``. The rest may never be reached.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import warnings
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from platformdirs import user_cache_path

from upgrader import engine
from upgrader.catalogue import is_must, load_rules
from upgrader.model import UpgraderError, Versions
from upgrader.pins.index import File, Index, Release, read_archive

_PYTHON = re.compile(r".+\.py")
_NOT_IMPORTED = re.compile(
    r"(^|/)(tests?|testing|testsuite|examples?|docs?|demo|build|scripts|management|south_migrations|_?vendor\w*|"
    r"py2|python2|setup\.py|conftest\.py|test_[^/]*|[^/]*_tests?\.py)(/|$)"
)
#: setuptools brings these back, and a project that misses it gets it (`missing.py`)
_MENDED = ("PY312-pkg-resources", "PY312-distutils")


@dataclass(frozen=True)
class Code:
    """Where a release's code imports what the target no longer has, and where it imports setuptools; empty: nowhere."""

    broken: str = ""
    setuptools: str = ""


def look_into(release: Release, target: Versions, index: Index, cache: Path | None = None) -> Code:
    """Return what the code of a release says: of its wheel, else of its source archive.

    An answer is kept under the file's hash in ``cache`` (else the user's).
    """
    file = next((file for file in _by_worth(release) if file.hashes.get("sha256")), None)
    if file is None:
        return Code()
    key = hashlib.sha256(f"{file.hashes['sha256']} {target} {_rules_key()}".encode()).hexdigest()
    kept = (cache or user_cache_path("upgrader")) / "code" / f"{key}.json"
    try:
        return Code(**json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        pass
    data = index.download(file)
    if data is None:
        return Code()
    found = _look(data, target)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(asdict(found)), encoding="utf-8")
    except OSError:
        pass  # without a cache it is looked at again
    return found


def _by_worth(release: Release) -> list[File]:
    return sorted(
        (file for file in release.files if not file.yanked),
        key=lambda file: (not file.wheel, not file.name.endswith("none-any.whl"), file.size or 0),
    )


def _look(data: bytes, target: Versions) -> Code:
    try:
        files = sorted(read_archive(data, _PYTHON))
    except UpgraderError:
        return Code()
    broken = setuptools = ""
    for name, text in files:
        if _NOT_IMPORTED.search(name):
            continue
        looked = engine.scan_file(PurePosixPath(name), text.encode(), _settings(target))
        wanted = "pkg_resources" in text or "setuptools" in text
        if not (looked.findings or wanted):
            continue
        imports = _imports(text)
        for finding in looked.findings:
            if finding.must and finding.line in imports and not finding.rule.startswith(_MENDED):
                broken = broken or f"{name} line {finding.line}: {finding.message}"
        lines = [line for line, modules in imports.items() if modules & {"pkg_resources", "setuptools"}]
        setuptools = setuptools or (f"{name} line {lines[0]}" if lines else "")
    return Code(broken, setuptools)


def _imports(text: str) -> dict[int, frozenset[str]]:
    """Return the lines of imports from elsewhere that run whenever the module is imported, with the modules they name."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return {}
    found: dict[int, frozenset[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            modules = frozenset(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = frozenset([node.module.partition(".")[0]])
        else:
            continue
        found |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), modules)
    return found


@cache
def _settings(target: Versions) -> engine.Settings:
    rules = frozenset(rule.id for rule in load_rules() if rule.nodes and is_must(rule, target))
    return engine.Settings(target, target, rules)


@cache
def _rules_key() -> str:
    """Return a word that changes with the rules, as far as their own fields tell."""
    rules = sorted((rule.id, str(rule.gone), sorted(map(sorted, rule.needles))) for rule in load_rules() if rule.nodes)
    return hashlib.sha256(repr(rules).encode()).hexdigest()
