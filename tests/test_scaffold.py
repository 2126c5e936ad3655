"""A new rule's file loads as it is written, and its examples are tests from the first minute."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from only import only
from packaging.version import Version

from upgrader import cache, catalogue, sieve
from upgrader.cli import main
from upgrader.engine import fix_file
from upgrader.model import Versions
from upgrader.rule import Rule
from upgrader.sweep import Settings


def forget() -> None:
    """Forget which rules there are."""
    cache.rule_packages.cache_clear()
    cache._fingerprint.cache_clear()
    catalogue.load_rules.cache_clear()
    catalogue.cards.cache_clear()
    sieve.sieve_for.cache_clear()


@pytest.fixture
def other_rules() -> Iterator[None]:
    """Leave to the tests after this one the rules that there were."""
    yield
    forget()


def written(path: Path) -> Rule:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (rule,) = [value for value in vars(module).values() if isinstance(value, Rule)]
    return rule


@pytest.mark.parametrize(("id", "package", "gone"), [("PY313-a-name", "python", "3.13"), ("DJ110-x", "django", "1.10")])
def test_a_new_rule_does_what_its_examples_show(
    id: str, package: str, gone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["new-rule", id, "--folder", str(tmp_path)]) == 0
    (file,) = tmp_path.iterdir()
    rule = written(file)
    assert (rule.id, rule.package, rule.gone) == (id, package, gone)
    only([rule], monkeypatch)
    target = Versions(Version("3.13"), Version("5.2"))
    settings = Settings(Versions(Version("3.8"), Version("1.8")), target, frozenset([id]))
    for example in rule.examples:
        change = fix_file(PurePosixPath("x.py"), example.before.encode(), settings).change
        assert (change.after.decode() if change else example.before) == example.after


@pytest.mark.parametrize("id", ["PY313", "XX1-name", "PY313-Name", "PY312-imp-load-source"])
def test_an_id_that_is_none_or_taken_is_refused(id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-rule", id, "--folder", str(tmp_path)]) == 2
    assert id in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("mine = 1\n")
    assert main(["new-rule", "DJ51-mine", "--folder", str(tmp_path)]) == 2
    assert (tmp_path / "mine.py").read_text() == "mine = 1\n"


def test_rules_of_an_installed_package_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_rules: None
) -> None:
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "cache")
    assert main(["new-rule", "DJ51-of-theirs", "--folder", str(tmp_path / "site" / "their_rules")]) == 0
    (tmp_path / "site" / "their_rules" / "__init__.py").write_text("")
    about = tmp_path / "site" / "theirs-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[upgrader.rules]\ntheirs = their_rules\n")
    monkeypatch.syspath_prepend(tmp_path / "site")
    forget()
    (card,) = [card for card in catalogue.cards() if card.id == "DJ51-of-theirs"]
    assert catalogue.rule_of(card).title == "``old_name`` is now ``new_name``"
