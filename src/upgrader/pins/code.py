"""What a release's own code says about the target: imports that fail there, and names that are not there any more.

What comes from Django is looked up in the very release of Django that will be installed, what comes from the standard
library is what our rules say of it.

Only what breaks as soon as a module is imported counts, and only in modules that a program imports: no tests, no
commands, nothing in a ``try``, an ``if`` or a function. The rest may never be reached.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from threading import Lock

from packaging.version import Version
from platformdirs import user_cache_path

from upgrader import engine
from upgrader.catalogue import is_must, load_rules
from upgrader.model import Finding, UpgraderError, Versions
from upgrader.parsing import parse_syntax
from upgrader.pins.index import File, Index, Release, read_archive
from upgrader.pins.known import MODULES
from upgrader.pins.surface import ANYTHING, missing_from, read_surface
from upgrader.stdlib import GONE

_PYTHON = re.compile(r".+\.py|.+\.egg-info/top_level\.txt")
_DJANGO = re.compile(r"django/(?!conf/(?:locale/\w+|app_template|project_template)/).+\.py")
_SETUP = re.compile(r"[^/]+/setup\.py")  # what a build runs
_FORM = 8  # of an answer that is kept; another way to look asks again
_lock = Lock()  # several threads ask; one looks, for parsers do not like company (`parsing`)
_NOT_IMPORTED = re.compile(
    r"(^|/)((?:run)?tests?(\.py)?|testing|testsuite|examples?|example_\w+|docs?|demo|build|scripts|management|south_migrations|_?vendor\w*|"
    r"py2|python2|setup\.py|conftest\.py|test_[^/]*|[^/]*_tests?\.py)(/|$)"
)
#: Modules that were in every environment, with the interpreter or with Django, and the requirements that have them.
CAME_ALONG = {name: MODULES[name] for name in ("packaging", "pytz", "six")}
CAME_ALONG |= dict.fromkeys(("distutils", "pkg_resources", "setuptools"), MODULES["pkg_resources"])
#: setuptools brings these back, and a project that misses it gets it (`missing.py`)
_MENDED = ("PY312-pkg-resources", "PY312-distutils")


@dataclass(frozen=True)
class Code:
    """Where a release's code imports what the target no longer has (empty: nowhere), and where what came by itself once.

    ``silent`` has the place of the first import of each such module.
    """

    broken: str = ""
    silent: Mapping[str, str] = field(default_factory=dict)


def look_into(release: Release, target: Versions, index: Index, cache: Path | None = None) -> Code:
    """Return what the code of a release says: of its wheel, else of its source archive.

    An answer is kept under the file's hash in ``cache`` (else the user's).
    """
    file = next((file for file in _by_worth(release) if file.hashes.get("sha256")), None)
    if file is None:
        return Code()
    key = hashlib.sha256(f"{_FORM} {file.hashes['sha256']} {target}".encode()).hexdigest()
    kept = (cache or user_cache_path("upgrader")) / "code" / f"{key}-{_rules_key()[:16]}.json"
    if (found := _recall(kept)) is not None:
        return found
    data = index.download(file)
    if data is None:  # without a network, what other rules said before is the best there is
        return next(filter(None, map(_recall, sorted(kept.parent.glob(f"{key}-*.json")))), Code())
    with _lock:
        found = _look(data, target, _django_surface(target, index), built=not file.wheel)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(asdict(found)), encoding="utf-8")
    except OSError:
        pass  # without a cache it is looked at again
    return found


def asks_in_vain(release: Release, others: Mapping[str, Release], index: Index, cache: Path | None = None) -> str:
    """Return the first place where a release imports a name that another one, by its name in ``others``, has not.

    Empty where there is none, or nobody can tell: of packages that are compiled, or that make up modules as they go.
    """
    asking = _pure_wheel(release)
    asked = {name: file for name, one in others.items() if (file := _pure_wheel(one))}
    if asking is None or not asked:
        return ""
    hashes = [file.hashes["sha256"] for file in (asking, *asked.values())]
    kept = (
        (cache or user_cache_path("upgrader"))
        / "code"
        / f"{hashlib.sha256(repr((_FORM, hashes)).encode()).hexdigest()}.txt"
    )
    try:
        return kept.read_text(encoding="utf-8")
    except OSError:
        pass
    surfaces = {name: surface for name, file in asked.items() if (surface := _surface_of(file, index))}
    data = index.download(asking) if surfaces else None
    said = ""
    if data is not None:
        with _lock:
            said = _first_in_vain(data, {name: (others[name].version, one) for name, one in surfaces.items()})
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(said, encoding="utf-8")
    except OSError:
        pass
    return said


def _first_in_vain(data: bytes, surfaces: Mapping[str, tuple[Version, dict[str, frozenset[str]]]]) -> str:
    try:
        files = sorted(read_archive(data, _PYTHON))
    except UpgraderError:
        return ""
    for name, text in files:
        # deeper modules may be for who wants them
        if not name.endswith(".py") or _NOT_IMPORTED.search(name) or name.count("/") > 1:
            continue
        for statement in _imports(_body(text)):
            for other, (version, surface) in surfaces.items():
                for top in _tops(statement) & {module for module in surface if "." not in module}:
                    if lost := missing_from(surface, statement, top):
                        return f"imports in {name} line {statement.lineno}: {lost}, which {other} {version} has not"
    return ""


def _pure_wheel(release: Release) -> File | None:
    files = (file for file in _by_worth(release) if file.wheel and file.name.endswith("none-any.whl"))
    return next((file for file in files if file.hashes.get("sha256")), None)


def _surface_of(file: File, index: Index) -> dict[str, frozenset[str]]:
    """Return what a wheel offers for import, nothing where its modules are not only what its files say."""
    digest = file.hashes["sha256"]
    if digest not in _surfaces:
        data = index.download(file)
        try:
            files = {} if data is None else dict(read_archive(data, _PYTHON))
        except UpgraderError:
            files = {}
        with _lock:
            _surfaces[digest] = {} if any("sys.modules" in text for text in files.values()) else _read_surface(files)
    return _surfaces[digest]


def _read_surface(files: dict[str, str]) -> dict[str, frozenset[str]]:
    try:
        return read_surface({name: text for name, text in files.items() if name.endswith(".py")})
    except (SyntaxError, ValueError):
        return {}


def _recall(kept: Path) -> Code | None:
    try:
        return Code(**json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _by_worth(release: Release) -> list[File]:
    return sorted(
        (file for file in release.files if not file.yanked),
        key=lambda file: (not file.wheel, not file.name.endswith("none-any.whl"), file.size or 0),
    )


_surfaces: dict[str, dict[str, frozenset[str]]] = {}


def _django_surface(target: Versions, index: Index) -> dict[str, frozenset[str]]:
    """Return what the target's Django offers for import, nothing where its wheel cannot be had."""
    if target.django is None:
        return {}
    release = next((one for one in index.releases("django") if one.version == target.django), None)
    file = next(iter(_by_worth(release)), None) if release else None
    digest = file.hashes.get("sha256", "") if file else ""
    if digest not in _surfaces:
        data = index.download(file) if file else None
        _surfaces[digest] = read_surface(dict(read_archive(data, _DJANGO))) if data else {}
    return _surfaces[digest]


def _look(data: bytes, target: Versions, django: dict[str, frozenset[str]], *, built: bool) -> Code:
    try:
        files = sorted(read_archive(data, _PYTHON))
    except UpgraderError:
        return Code()
    broken = ""
    silent: dict[str, str] = {}
    still_there = {name for name in CAME_ALONG if Version(GONE.get(name, "0")) > target.python}
    own = {part.removesuffix(".py") for name, _ in files for part in PurePosixPath(name).parts[:2]}
    installed = _installed(files) if built else {name for name, _ in files}
    for name, text in files:
        if not name.endswith(".py") or name not in installed:
            continue
        if _NOT_IMPORTED.search(name) and not (built and _SETUP.fullmatch(name)):
            continue
        body = _body(text)
        if not body:
            continue
        looked = engine.scan_file(PurePosixPath(name), text.encode(), _settings(target, bool(django)))
        found = [one for one in looked.findings if one.must and not one.rule.startswith(_MENDED)]
        hints = {one.line: one.message for one in found}
        for statement in _imports(body):
            lost = missing_from(django, statement, "django") if django else ""
            said = f"{lost}, which Django {target.django} has not" if lost else hints.get(statement.lineno, "")
            said = said or _gone_module(statement, target, own)
            broken = broken or (f"imports in {name} line {statement.lineno}: {said}" if said else "")
            for module in () if _SETUP.fullmatch(name) else sorted(_tops(statement) & CAME_ALONG.keys() - still_there):
                silent.setdefault(module, f"{name} line {statement.lineno}")
        broken = broken or _fails(name, body, [one for one in found if one.rule in _gone(target)])
        broken = broken or _lacks(name, body, target, django)
    return Code(broken, silent)


def _gone_module(statement: ast.Import | ast.ImportFrom, target: Versions, own: set[str]) -> str:
    """Return what an import says of a module that Python has no more, whatever rules say of its uses; empty for others.

    setuptools brings distutils back. ``own`` are the names in the archive, among them modules that it has itself.
    """
    gone = {name for name in _tops(statement) & GONE.keys() if Version(GONE[name]) <= target.python} - {"distutils"}
    return next((f"{name}, which Python {target.python} has not" for name in sorted(gone - own)), "")


def _installed(files: list[tuple[str, str]]) -> set[str]:
    """Return the files of a source archive that its build puts in place, as far as it shows, and its ``setup.py``.

    An archive of setuptools lists the names; else it is what packages hold, and modules beside them.
    """
    listed = [text for name, text in files if name.endswith("/top_level.txt")]
    tops = {line.strip() for text in listed for line in text.splitlines()}
    packages = {name.rpartition("/")[0] for name, _ in files if name.endswith("/__init__.py")}
    found = set()
    for name, _ in files:
        parts = PurePosixPath(name).parts[1:]
        parts = parts[1:] if len(parts) > 1 and parts[0] in ("src", "lib", "python3", "py3") else parts
        folder = name.rpartition("/")[0]
        placed = len(parts) == 1 or folder in packages
        wanted = bool(parts) and (not tops or parts[0].removesuffix(".py") in tops)
        if _SETUP.fullmatch(name) or (placed and wanted and PurePosixPath(name).stem.isidentifier()):
            found.add(name)
    return found


def _body(text: str) -> list[ast.stmt]:
    """Return the statements of a module that imports anything; none of what does not parse."""
    if "import" not in text:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return parse_syntax(text).body
    except (SyntaxError, ValueError):
        return []


def _imports(body: list[ast.stmt]) -> list[ast.Import | ast.ImportFrom]:
    """Return the imports from elsewhere that run whenever the module is imported."""
    return [
        node for node in body if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level)
    ]


def _fails(name: str, body: list[ast.stmt], gone: list[Finding]) -> str:
    """Return the first place where importing a module evaluates what findings say is gone, with what they say."""
    reached = {(node.lineno, node.col_offset + 1) for node in _reached(body)} if gone else set()
    found = (f"fails in {name} line {one.line}: {one.message}" for one in gone if (one.line, one.column) in reached)
    return next(found, "")


def _lacks(name: str, body: list[ast.stmt], target: Versions, django: dict[str, frozenset[str]]) -> str:
    """Return the first place where importing a module asks one of Django's for a name that it has not."""
    modules = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in _imports(body)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if f"{node.module}.{alias.name}" in django
    }
    for node in _reached(body) if modules else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            if not isinstance(node.ctx, ast.Load):
                return ""  # it puts names of its own there
            module = modules[node.value.id]
            if not {node.attr, ANYTHING} & django[module]:
                said = f"{module}.{node.attr}, which Django {target.django} has not"
                return f"fails in {name} line {node.lineno}: {said}"
    return ""


def _reached(body: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """Yield the expressions that are evaluated whenever the module is imported, in their order."""
    for node in body:
        if isinstance(node, ast.If | ast.Try | ast.Lambda | ast.IfExp | ast.BoolOp | ast.While | ast.With):
            continue  # who knows
        if isinstance(node, ast.expr):
            yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = filter(None, node.args.kw_defaults)
            yield from _reached([*node.decorator_list, *node.args.defaults, *defaults])
        else:
            yield from _reached(ast.iter_child_nodes(node))


@cache
def _gone(target: Versions) -> frozenset[str]:
    """Return the rules about what raises an error wherever it is evaluated: names that are gone, and a few more."""
    tables = {rule.id for rule in load_rules() if rule.table and rule.package == "python" and is_must(rule, target)}
    return frozenset(tables | ({"DJ40-providing-args"} if target.django else set()))


def _tops(statement: ast.Import | ast.ImportFrom) -> set[str]:
    names = [statement.module or ""] if isinstance(statement, ast.ImportFrom) else [one.name for one in statement.names]
    return {name.partition(".")[0] for name in names}


@cache
def _settings(target: Versions, python_alone: bool) -> engine.Settings:
    """Return the rules for what is gone in the target, those for Python alone where Django itself can be asked."""
    packages = ("python",) if python_alone else ("python", "django")
    rules = frozenset(
        rule.id
        for rule in load_rules()
        if rule.nodes and is_must(rule, target) and (rule.package in packages or rule.id in _gone(target))
    )
    return engine.Settings(target, target, rules)


@cache
def _rules_key() -> str:
    """Return a word that changes with the rules, as far as their own fields tell."""
    rules = sorted((rule.id, str(rule.gone), sorted(map(sorted, rule.needles))) for rule in load_rules() if rule.nodes)
    return hashlib.sha256(repr(rules).encode()).hexdigest()
