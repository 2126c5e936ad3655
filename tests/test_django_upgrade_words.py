"""Where it is said that django-upgrade has nothing to change, it changes nothing."""

from importlib import import_module
from pathlib import Path

import pytest

from upgrader.catalogue import load_rules
from upgrader.django_upgrade_words import NEEDLES, _is_known, may_change
from upgrader.tools import DJANGO_UPGRADE_OFF

_data = import_module("django_upgrade.data")
_main = import_module("django_upgrade.main")
FIXTURES = Path(__file__).parent.parent / "fixtures"


def changed(source: str, path: str) -> bool:
    settings = _data.Settings(target_version=(6, 1), skip_fixers=set(DJANGO_UPGRADE_OFF))
    return bool(_main.apply_fixers(source, settings, path) != source)


def test_the_release_that_is_installed_is_known_and_so_is_each_of_its_fixers() -> None:
    assert _is_known()
    assert sorted({*NEEDLES, *DJANGO_UPGRADE_OFF}) == sorted(_data.FIXERS)


@pytest.mark.parametrize(
    ("source", "may"),
    [
        pytest.param("from django.core.exceptions import ValidationError\n", False, id="none of its words"),
        pytest.param("from django.utils.encoding import force_text\n", True, id="a word"),
        pytest.param("files.find(name)\n", False, id="one word of several"),
        pytest.param(
            "from django.utils import timezone\n\nnow = timezone.now(timezone.utc)\n", True, id="all of several"
        ),
        pytest.param("from django.db.models import ForeignKeys\n", False, id="the beginning of a longer word"),
    ],
)
def test_a_file_with_its_words_is_told(source: str, may: bool) -> None:
    assert may_change(source.encode()) is may


def test_what_is_changed_has_its_words() -> None:
    sources = {
        (example.before, example.path) for rule in load_rules() if rule.kind == "python" for example in rule.examples
    } | {(path.read_text(encoding="utf-8"), str(path.relative_to(FIXTURES))) for path in FIXTURES.rglob("*.py")}
    changing = {(source, path) for source, path in sources if changed(source, path)}
    assert len(changing) > 50
    assert [(path, source) for source, path in changing if not may_change(source.encode())] == []
