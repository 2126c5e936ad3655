"""Migrations of the project's own apps: what is there, and the one that goes with a change of a model."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from upgrader.model import Change
from upgrader.parsing import parse_syntax


@dataclass(frozen=True)
class App:
    """An app with migrations: its label, their folder, the last one's name, and all that they say."""

    label: str
    folder: PurePosixPath
    leaf: str
    text: str

    def says(self, *words: str) -> bool:
        """Return whether the migrations have all of these as string constants, in whatever case."""
        return all(re.search(rf"""["']{re.escape(word)}["']""", self.text, re.IGNORECASE) for word in words)


def read_app(root: Path, file: PurePosixPath) -> App | None:
    """Return the app in whose folder a file of models lies; None where it has no migrations, or no single last one."""
    for above in file.parents:
        if (root / above / "migrations" / "__init__.py").is_file():
            return _read(root, above)
    return None


def _read(root: Path, app: PurePosixPath) -> App | None:
    folder = app / "migrations"
    nodes: dict[str, set[str]] = {}
    squashed: dict[str, set[str]] = {}
    labels: set[str] = set()
    texts = []
    for path in sorted((root / folder).glob("*.py")):
        if path.name[0] in "_~":
            continue  # as Django's loader
        try:
            text = path.read_text(encoding="utf-8")
            found = _named(parse_syntax(text))
        except (OSError, SyntaxError, ValueError):
            return None
        if found is None:
            continue
        nodes[path.stem] = {name for _, name in found["dependencies"]}
        squashed[path.stem] = {name for _, name in found["replaces"]}
        texts.append(text)
        labels |= {label for label, name in found["dependencies"] if (root / folder / f"{name}.py").is_file()}
    replaced = {name for names in squashed.values() for name in names}
    named = {name for node, wanted in nodes.items() if node not in replaced for name in wanted}
    # what follows one that is squashed follows the squashed migration
    leaves = [name for name in nodes if name not in named | replaced and not squashed[name] & named]
    label = _label(root / app, labels)
    if len(leaves) != 1 or label is None or not re.match(r"\d{4}", leaves[0]):
        return None
    return App(label, folder, leaves[0], "\n".join(texts))


def _named(tree: ast.Module) -> dict[str, list[tuple[str, str]]] | None:
    """Return the pairs of app and name in the lists of a module's Migration class; None when it has no such class."""
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef) and statement.name == "Migration":
            found: dict[str, list[tuple[str, str]]] = {"dependencies": [], "replaces": []}
            for assign in statement.body:
                if isinstance(assign, ast.Assign) and isinstance(assign.targets[0], ast.Name):
                    pairs = found.get(assign.targets[0].id)
                    for node in ast.walk(assign.value) if pairs is not None else ():
                        elements = node.elts if isinstance(node, (ast.Tuple, ast.List)) else []
                        values = [str(element.value) for element in elements if isinstance(element, ast.Constant)]
                        if pairs is not None and len(values) == len(elements) == 2:
                            pairs.append((values[0], values[1]))
            return found
    return None


def _label(app: Path, labels: set[str]) -> str | None:
    """Return an app's label: what its migrations say of each other, else what apps.py says, else the folder's name."""
    if app.name in labels or not labels:
        try:
            given = re.findall(r"""^\s+label\s*=\s*["'](\w+)["']""", (app / "apps.py").read_text(), re.MULTILINE)
        except (OSError, ValueError):
            given = []
        return str(given[0]) if len(given) == 1 else app.name
    return labels.pop() if len(labels) == 1 else None


def index_name(table: str, columns: Sequence[str]) -> str:
    """Return the name that Django gives an index without one (``Index.set_name_with_model``)."""
    digest = hashlib.md5(usedforsecurity=False)
    for part in (table, *columns, "idx"):
        digest.update(part.encode())
    name = f"{table[:11]}_{columns[0][:7]}_{digest.hexdigest()[:6]}_idx"
    return f"D{name[1:]}" if name[0] == "_" or name[0].isdigit() else name


#: What makes a table anew on SQLite: all but adding a column that may be empty, and that only in later releases.
_REMAKES = r"(?:AlterField|AddField|RemoveField|RenameField|AlterUniqueTogether|AddConstraint|RemoveConstraint)"
_NAME_INDEX = '''class NameIndex(migrations.RenameIndex):
    """Make the index where it is gone: with a table that SQLite makes anew, Django 5.1 and later lose unnamed ones."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except ValueError:
            model = to_state.apps.get_model(app_label, self.model_name)
            (index,) = [index for index in model._meta.indexes if index.name == self.new_name]
            schema_editor.add_index(model, index)


'''


def _may_be_lost(app: App, operation: str) -> bool:
    """Return whether an operation renames an index of a table that the migrations make anew on SQLite."""
    model = re.match(r"migrations\.RenameIndex\(\s*model_name=\"(\w+)\"", operation)
    if model is None:
        return False
    named = rf"""{_REMAKES}\(\s*(?:(?:model_)?name=)?["']{model[1]}["']"""
    return re.search(named, app.text, re.IGNORECASE) is not None


def written_migrations(root: Path, wanted: Iterable[tuple[PurePosixPath, Sequence[str]]]) -> tuple[Change, ...]:
    """Return a new migration for each app: ``wanted`` has files of models with the operations that go with them."""
    by_app: dict[App, list[str]] = {}
    for path, operations in wanted:
        app = read_app(root, path) if operations else None
        if app is not None:
            by_app.setdefault(app, []).extend(operations)
    changes = []
    for app, wished in by_app.items():
        operations = list(dict.fromkeys(wished))
        kinds = {operation.partition("(")[0].rpartition(".")[2] for operation in operations}
        name = f"{int(app.leaf[:4]) + 1:04d}_{'name_indexes' if kinds == {'RenameIndex'} else 'upgrade'}"
        imported = "migrations, models" if any("models." in operation for operation in operations) else "migrations"
        written = [
            code.replace("migrations.RenameIndex(", "NameIndex(", 1) if _may_be_lost(app, code) else code
            for code in operations
        ]
        lines = "".join(f"        {line}\n" for code in written for line in f"{code},".split("\n"))
        text = (
            f"from django.db import {imported}\n\n\n{_NAME_INDEX if written != operations else ''}"
            "class Migration(migrations.Migration):\n"
            f'    dependencies = [("{app.label}", "{app.leaf}")]\n\n'
            f"    operations = [\n{lines}    ]\n"
        )
        changes.append(Change(app.folder / f"{name}.py", None, text.encode()))
    return tuple(changes)
