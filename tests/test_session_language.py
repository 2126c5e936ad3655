"""A language in the session: the middleware that a project gets does what Django itself did before 4.0."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version
from releases import django

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix
from upgrader.model import Versions

SETTINGS = """\
SECRET_KEY = "x"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shop.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LANGUAGES = [("en", "English"), ("de", "German"), ("fr", "French"), ("es", "Spanish"), ("it", "Italian")]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
"""
URLS = """\
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path
from django.utils.translation import get_language

import shop.signals


def language(request):
    return HttpResponse(get_language())


urlpatterns = [path("language/", language), path("i18n/", include("django.conf.urls.i18n"))]
urlpatterns += i18n_patterns(path("page/", language))
"""
SIGNALS = """\
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import translation


@receiver(user_logged_in)
def use_own_language(sender, request, user, **kwargs):
    request.session[translation.LANGUAGE_SESSION_KEY] = user.first_name
"""
VISIT = """\
import django

django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
User.objects.create_user("ann", password="x", first_name="fr")
User.objects.create_user("bob", password="x", first_name="no such")


def seen(client, url="/language/"):
    return client.get(url, HTTP_ACCEPT_LANGUAGE="de").content.decode()


client = Client()
print("a stranger", seen(client), seen(client, "/it/page/"))
client.login(username="ann", password="x")
print("logged in", seen(client), seen(client, "/it/page/"), seen(client))
client.logout()
client = Client()
client.login(username="ann", password="x")
client.post("/i18n/setlang/", {"language": "es"})
print("chosen", seen(client), seen(client, "/it/page/"), seen(client))
client.login(username="ann", password="x")
print("again", seen(client))
client = Client()
client.login(username="bob", password="x")
print("unknown", seen(client))
client = Client()
client.post("/i18n/setlang/", {"language": "es"})
print("chosen by a stranger", seen(client))
client.login(username="ann", password="x")
print("and logged in", seen(client))
"""


def make_site(root: Path, signals: str = SIGNALS, settings: str = SETTINGS) -> Path:
    files = {
        "manage.py": 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"\n',
        "shop/__init__.py": "",
        "shop/settings.py": settings,
        "shop/urls.py": URLS,
        "shop/signals.py": signals,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def fix_site(site: Path) -> None:
    ids = frozenset(rule.id for rule in load_rules() if rule.id.startswith("DJ40-language-session"))
    target = Settings(Versions(Version("3.8"), Version("2.2")), Versions(Version("3.12"), Version("5.2")), ids)
    files = [PurePosixPath(path.relative_to(site)) for path in site.rglob("*.py")]
    for one in fix(site, files, target):
        if one.change is not None:
            (site / one.change.path).write_bytes(one.change.after)


def visit(release: str, site: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site), "DJANGO_SETTINGS_MODULE": "shop.settings"}
    done = subprocess.run(
        [django(release), "-W", "ignore", "-c", VISIT], env=environment, capture_output=True, text=True, cwd=site
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_language_in_the_session_is_used_as_before(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    before = visit("2.2", site)
    assert "logged in fr it fr\n" in before
    fix_site(site)
    assert visit("2.2", site) == before
    assert visit("5.2", site) == before


def test_settings_get_a_middleware_and_a_module_where_a_language_stays_in_the_session(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    fix_site(site)
    assert (site / "shop/session_language.py").read_text().count("class SessionLanguageMiddleware") == 1
    line = '    "shop.session_language.SessionLanguageMiddleware",\n    "django.middleware.locale.LocaleMiddleware",\n'
    assert line in (site / "shop/settings.py").read_text()
    assert 'request.session["_language"] = user.first_name' in (site / "shop/signals.py").read_text()
    after = {path: path.read_bytes() for path in site.rglob("*.py")}
    fix_site(site)
    assert {path: path.read_bytes() for path in site.rglob("*.py")} == after


@pytest.mark.parametrize(
    ("signals", "settings"),
    [
        pytest.param(SIGNALS, SETTINGS.replace("SessionMiddleware", "OursMiddleware"), id="no session before it"),
        pytest.param(SIGNALS, SETTINGS.replace("shop.urls", "shop.here.urls"), id="settings elsewhere"),
        pytest.param("def choose(request):\n    return request.session['_language']\n", SETTINGS, id="only read"),
    ],
)
def test_settings_stay_as_they_are_where_nothing_is_kept_or_there_is_no_place(
    signals: str, settings: str, tmp_path: Path
) -> None:
    site = make_site(tmp_path, signals, settings)
    fix_site(site)
    assert (site / "shop/settings.py").read_text() == settings
    assert (site / "shop/signals.py").read_text() == signals
    assert not (site / "shop/session_language.py").exists()
