"""What a scan remembers holds exactly as long as what it was made of."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import pytest

from upgrader import cache
from upgrader.model import Finding, Safety
from upgrader.scan import Options, scan


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "cache")
    root = tmp_path / "project"
    write(root / "requirements.txt", "Django==2.2.28\n")
    write(root / "shop" / "__init__.py", "")
    write(root / "shop" / "compat.py", "from unittest import TestCase as Case\n")
    write(
        root / "shop" / "views.py",
        "from shop.compat import Case\n\n\nclass Tests(Case):\n    def test(self):\n        self.assertEquals(1, 1)\n",
    )
    write(root / "shop" / "models.py", "from django.db import models\n\nx = models.NullBooleanField()\n")
    write(root / "shop" / "tasks.py", "import imp\n\nimp.reload(x)\n")
    yield root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the files that are looked at from now on."""
    from upgrader import scan as module

    seen: list[str] = []
    look = module._look

    def spy(
        project: object, target: object, options: object, required: object, files: Sequence[PurePosixPath]
    ) -> object:
        seen.extend(str(file) for file in files)
        return look(project, target, options, required, files)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_look", spy)
    return seen


def found(root: Path, **options: tuple[str, ...]) -> tuple[Finding, ...]:
    return scan(root, Options(**options)).findings  # type: ignore[arg-type]


def test_a_second_scan_says_the_same_without_a_look(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = found(project)
    assert {finding.path.name for finding in first} >= {"views.py", "tasks.py"}
    seen = looked_at(monkeypatch)
    assert found(project) == first
    assert seen == []


def test_a_file_that_changed_is_looked_at_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(project)
    seen = looked_at(monkeypatch)
    write(project / "shop" / "tasks.py", "import asyncio\n")
    assert not any(finding.path.name == "tasks.py" for finding in found(project))
    assert seen == ["shop/tasks.py"]


def test_what_a_file_was_resolved_through_counts_as_well(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(finding.path.name == "views.py" and finding.must for finding in found(project))
    seen = looked_at(monkeypatch)
    write(project / "shop" / "compat.py", "Case = object\n")
    assert not any(finding.path.name == "views.py" and finding.must for finding in found(project))
    assert {"shop/compat.py", "shop/views.py"} <= set(seen)
    assert "shop/tasks.py" not in seen


def test_a_new_file_may_change_what_every_name_means(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(project)
    seen = looked_at(monkeypatch)
    write(project / "imp.py", "def reload(x): pass\n")
    found(project)
    assert "shop/tasks.py" in seen


def test_other_options_are_another_scan(project: Path) -> None:
    assert {finding.rule[:2] for finding in found(project, select=("PY",))} == {"PY"}
    assert {finding.rule[:2] for finding in found(project, select=("DJ",))} == {"DJ"}


def test_another_form_of_utcnow_is_another_scan(project: Path) -> None:
    write(project / "shop" / "times.py", "from datetime import datetime\n\nprint(datetime.utcnow())\n")
    for form, safety in (("naive", Safety.SAFE), ("aware", Safety.REVIEW), ("naive", Safety.SAFE)):
        write(project / "upgrader.toml", f'utcnow = "{form}"\n')
        assert [finding.safety for finding in found(project, select=("PY312-utcnow",))] == [safety]


def test_a_cache_that_is_damaged_is_as_good_as_none(project: Path, tmp_path: Path) -> None:
    first = found(project)
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(b'{"state": 1}')
    assert found(project) == first


def test_a_cache_that_cannot_be_written_does_not_matter(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "file" / "cache")
    assert found(project)
