"""The tables of names that Django moved or removed, held against real releases; and what docstrings cannot show."""

from __future__ import annotations

import subprocess
from pathlib import PurePosixPath

import libcst as cst
import pytest
from packaging.version import Version
from releases import django

from upgrader.catalogue import load_rules
from upgrader.engine import Looked, Settings, fix_file, scan_file
from upgrader.model import Versions

RESOLVE = """
import importlib, sys, warnings
warnings.simplefilter("ignore")
import django
from django.conf import settings
apps = ["admin", "auth", "contenttypes", "flatpages", "messages", "sessions", "sites", "staticfiles"]
settings.configure(INSTALLED_APPS=["django.contrib." + app for app in apps], SECRET_KEY="x", USE_TZ=True)
django.setup()

def there(name):
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except Exception:
            continue
        for part in parts[end:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False

for name in sys.stdin.read().split():
    if there(name):
        print(name)
"""

#: Still there, and refused by a system check or with other arguments only.
STAYING = {
    "django.contrib.postgres.fields.JSONField",
    "django.contrib.postgres.fields.jsonb.JSONField",
    "django.core.handlers.wsgi.LimitedStream",
    "django.urls.resolvers.get_ns_resolver",
    "django.views.decorators.cache.cache_page",
    "django.views.static.was_modified_since",
}


@pytest.mark.slow
@pytest.mark.parametrize("release", ["2.2", "3.2", "4.2", "5.2", "6.1"])
def test_what_the_tables_call_gone_is_not_in_the_release(release: str) -> None:
    gone = {
        name
        for rule in load_rules()
        if rule.package == "django" and rule.gone is not None and rule.nodes == (cst.Module,)
        if Version(rule.gone) <= Version(release)
        for name in rule.names
        if name.startswith("django.")
    }
    done = subprocess.run(
        [django(release), "-c", RESOLVE], input="\n".join(gone), capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) <= STAYING
    assert gone


def looked_at(rule: str, source: str, old: str = "2.2", fix: bool = False) -> Looked:
    versions = Versions(Version("3.8"), Version(old))
    settings = Settings(old=versions, target=Versions(Version("3.12"), Version("5.2")), rules=frozenset([rule]))
    return (fix_file if fix else scan_file)(PurePosixPath("example.py"), source.encode(), settings)


def test_a_file_whose_pytz_stays_requires_pytz_which_came_with_old_django() -> None:
    source = "import pytz\nzone = pytz.timezone(pytz.country_timezones['fr'][0])\n"
    looked = looked_at("DJ50-pytz", source, fix=True)
    assert looked.change is None
    assert looked.requires == ("pytz",)
    assert looked_at("DJ50-pytz", source, old="4.2", fix=True).requires == ()


def test_a_class_with_a_shared_zone_of_pytz_is_reported_and_left() -> None:
    source = "import pytz\n\n\nclass Shop:\n    def open(self):\n        self.zone = pytz.timezone('Europe/Paris')\n"
    assert looked_at("DJ50-pytz", source, fix=True).change is None
    assert [finding.must for finding in looked_at("DJ50-pytz", source).findings] == [True]


def test_an_old_assertion_is_told_by_the_project_s_django() -> None:
    source = "class T:\n    def test(self):\n        self.assertFormError(answer, 'form', 'name', 'no')\n"
    old = looked_at("DJ50-form-errors", source, fix=True).change
    assert old is not None and b"answer.context['form'], 'name', 'no'" in old.after
    assert looked_at("DJ50-form-errors", source, old="4.2", fix=True).change is None


def test_an_include_with_a_namespace_asks_for_a_name_before_django_2_only() -> None:
    source = "from django.conf.urls import include\n\ninclude('books.urls', namespace='books')\n"
    assert looked_at("DJ20-include-namespace", source, old="1.11").findings
    assert not looked_at("DJ20-include-namespace", source).findings


def test_two_modules_of_one_name_do_not_take_it_from_each_other() -> None:
    source = (
        "from django.conf.urls import url\n\n"
        "urlpatterns = [url('a', 'shop.views.home'), url('b', 'books.views.home')]\n"
    )
    change = looked_at("DJ110-string-view", source, fix=True).change
    assert change is not None
    assert change.after.decode() == (
        "from books import views as books_views\n"
        "from django.conf.urls import url\n"
        "from shop import views\n\n"
        "urlpatterns = [url('a', views.home), url('b', books_views.home)]\n"
    )


@pytest.mark.parametrize(
    ("caught", "tried"),
    [
        # what is caught is of before Django 1.5, or of another meaning: the names of today are tried
        ("force_unicode as force_text, smart_bytes", "force_str as force_text, smart_bytes"),
        ("force_str as force_text, smart_str as smart_bytes", "force_str as force_text, smart_bytes"),
        # what is caught is right on the target
        ("force_str as force_text, smart_bytes", "force_text, smart_bytes"),
    ],
)
def test_an_import_that_is_tried_is_changed_where_what_catches_it_reaches_back_only(caught: str, tried: str) -> None:
    source = (
        "try:\n    from django.utils.encoding import force_text, smart_bytes\nexcept ImportError:\n"
        f"    from django.utils.encoding import {caught}\nprint(force_text(b'a'), smart_bytes('a'))\n"
    )
    change = looked_at("DJ40-moved", source, fix=True).change
    after = change.after.decode() if change is not None else source
    assert after == source.replace("import force_text, smart_bytes", f"import {tried}")
    done = subprocess.run([django("5.2"), "-c", after], capture_output=True, text=True, check=False)
    assert ("force_unicode" in source and change is None) or done.stdout == "a b'a'\n", done.stderr
