"""How a project is set up, before and after: what is compared, what is passed over, and what is taken back for it."""

from __future__ import annotations

import subprocess
import textwrap
from pathlib import Path

import pytest
from packaging.version import Version

from upgrader import django_upgrade_words, git
from upgrader import tools as tools_module
from upgrader.interpreters import find_interpreter
from upgrader.model import Difference
from upgrader.run import run
from upgrader.scan import Options
from upgrader.verify.behaviour import Fingerprint, differences, judge, read_fingerprint, steady
from upgrader.verify.environment import Environment
from upgrader.verify.fingerprint import NOT_TOLD
from upgrader.verify.matrix import run_matrix

ONE: Fingerprint = {"urls": {"a/": "view.a", "b/": "view.b"}, "settings": {"DEBUG": "False", "MEDIA": "/tmp/x1"}}


def test_differences_are_told_fact_by_fact() -> None:
    other = {"urls": {"a/": "view.c", "d/": "view.d"}, "settings": dict(ONE["settings"])}
    assert differences(ONE, other) == (
        Difference("urls", "a/", "view.a", "view.c"),
        Difference("urls", "b/", "view.b", None),
        Difference("urls", "d/", None, "view.d"),
    )
    assert differences(ONE, ONE) == ()


def test_what_is_not_the_same_in_two_boots_of_one_code_is_no_behaviour() -> None:
    again = {"urls": dict(ONE["urls"]), "settings": {"DEBUG": "False", "MEDIA": "/tmp/x2"}}
    marked = steady(ONE, again)
    said = {"DEBUG": "", "MEDIA": ""}
    third = {
        "urls": dict(ONE["urls"]),
        "settings": {"DEBUG": "True", "MEDIA": "/tmp/x3"},
        "about settings of the project": said,
    }
    assert differences(marked, third) == (Difference("settings", "DEBUG", "False", "True"),)


def test_a_section_that_could_not_be_told_before_is_named_and_not_compared() -> None:
    before = {"urls": {NOT_TOLD: "ImportError: no module named views"}, "settings": {"DEBUG": "False"}}
    after = {"urls": {"a/": "view.a"}, "settings": {"DEBUG": "False"}}
    said = judge("bridge", before, after)
    assert said.differences == ()
    assert "urls (ImportError: no module named views)" in said.why


def test_a_section_that_can_no_longer_be_told_is_a_difference() -> None:
    after = {"urls": {NOT_TOLD: "ImportError: no views"}, "settings": dict(ONE["settings"])}
    assert differences(ONE, after) == (Difference("urls", NOT_TOLD, None, "ImportError: no views"),)


def test_a_setting_that_the_project_comes_to_say_as_it_was_is_the_same_and_one_of_djangos_own_is_told_apart() -> None:
    said = "about settings of the project"
    before = {"settings": {"USE_TZ": "False", "LANGUAGES": "['a']", "DEBUG": "True"}, said: {"DEBUG": ""}}
    explicit = {"settings": dict(before["settings"]), said: {"DEBUG": "", "USE_TZ": ""}}
    assert differences(before, explicit) == ()
    after = {"settings": {"USE_TZ": "True", "LANGUAGES": "['a', 'b']", "DEBUG": "False"}, said: {"DEBUG": ""}}
    assert [(one.section, one.name) for one in differences(before, after)] == [
        ("default settings", "USE_TZ"),
        ("default settings", "LANGUAGES"),
        ("settings", "DEBUG"),
    ]
    assert differences(steady(before, after), after) == ()


def test_what_packages_changed_themselves_is_counted_and_not_taken_for_the_projects_own() -> None:
    theirs = {"about packages": {"model fields: auth.User.name": "", "model fields: shop.Box.size": ""}}
    before = {"model fields": {"auth.User.name": "30", "shop.Item.name": "30", "shop.Box.size": "1"}, **theirs}
    after = {"model fields": {"auth.User.name": "150", "shop.Item.name": "30", "shop.Box.size": "1"}, **theirs}
    said = judge("after", before, after)
    assert [(one.name, one.own) for one in said.differences] == [("auth.User.name", False)]
    assert said.why == (
        "The project is set up as before: 1 facts of its own are the same. "
        "1 more are what Django and other packages changed themselves (model fields 1)."
    )
    mine = {"about packages": {"model fields: auth.User.name": ""}}
    taken_over = judge(
        "after", before, {**after, "model fields": {**after["model fields"], "shop.Box.size": "2"}, **mine}
    )
    assert [(one.name, one.own) for one in taken_over.differences] == [
        ("auth.User.name", False),
        ("shop.Box.size", True),
    ]
    assert taken_over.why.startswith("1 fact of the project's own 1 differs: model fields.")


SITE = {
    ".python-version": "3.8\n",
    "requirements.txt": "django==3.1.14\n",
    "manage.py": """
        import os, sys
        from django.core.management import execute_from_command_line
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
        execute_from_command_line(sys.argv)
    """,
    "site_settings.py": """
        import os
        SECRET_KEY = "not for your eyes"
        BASE_DIR = os.path.dirname(os.path.abspath(__file__))
        CONTRIB = ["admin", "auth", "contenttypes", "messages", "sessions"]
        INSTALLED_APPS = ["django.contrib." + name for name in CONTRIB] + ["polls"]
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "PASSWORD": "hunter2"}}
        MIDDLEWARE = [
            "django.middleware.common.CommonMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ]
        ROOT_URLCONF = "polls.urls"
        TEMPLATES = [{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [os.path.join(BASE_DIR, "templates")],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }]
        USE_TZ = False
    """,
    "templates/good.html": "{% if x %}{{ x }}{% endif %}\n",
    "templates/bad.html": "{% if x %}\n",
    "polls/__init__.py": "",
    "polls/urls.py": """
        from django.urls import path
        from polls import views
        urlpatterns = [path("vote/<int:number>/", views.vote, name="vote")]
    """,
    "polls/views.py": """
        from django.http import HttpResponse
        def vote(request, number):
            return HttpResponse(str(number))
    """,
    "polls/models.py": """
        from django.db import models
        from django.db.models import NullBooleanField as MaybeField


        class Answer(models.Model):
            text = models.CharField(max_length=20)
            right = MaybeField()
    """,
    "polls/admin.py": """
        from django.contrib import admin
        from polls.models import Answer
        admin.site.register(Answer, list_display=["text"])
    """,
    "polls/migrations/__init__.py": "",
    "polls/migrations/0001_initial.py": """
        from django.db import migrations, models


        class Migration(migrations.Migration):
            operations = [
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("text", models.CharField(max_length=20)),
                        ("right", models.NullBooleanField()),
                    ],
                ),
            ]
    """,
    "polls/tests.py": """
        from django.test import SimpleTestCase

        class VoteTests(SimpleTestCase):
            def test_number(self):
                self.assertEqual(self.client.get("/vote/3/").content, b"3")
    """,
}


def make(folder: Path) -> Path:
    for name, text in SITE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))
    return folder


def boot(site: Path, python: str, django: str, work: Path) -> Fingerprint:
    lock = work / f"{django}.txt"
    work.mkdir(exist_ok=True)
    lock.write_text(
        f"django=={django}\nasgiref==3.{'8.1' if django >= '5' else '3.4'}\nsqlparse==0.4.4\npytz==2023.3\n"
    )
    column = Environment("boot", find_interpreter(Version(python)).path, lock, site)
    path = work / f"{len(list(work.iterdir()))}.json"
    (booted,) = run_matrix([column], "python manage.py test", work=work / "tox", env={}, fingerprint=path)
    found = read_fingerprint(path)
    assert found is not None, booted.why
    assert booted.results == ()  # no test has run
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("python", "django"), [("3.8", "2.2.28"), ("3.8", "3.1.14")])
def test_an_aliased_field_that_becomes_not_null_moves_the_fingerprint_and_its_right_successor_does_not(
    tmp_path: Path, python: str, django: str
) -> None:
    site = make(tmp_path / "site")
    before = boot(site, python, django, tmp_path / "work")
    models = site / "polls" / "models.py"
    old = models.read_text()
    assert before["pending migrations"] == {}
    assert not [section for section, facts in before.items() if NOT_TOLD in facts]
    assert "hunter2" not in str(before)
    assert "not for your eyes" not in str(before)
    assert str(site) not in str(before)
    assert before["urls"] == {"vote/<int:number>/": "polls.views.vote named vote; {}; number: IntConverter"}
    assert before["templates"]["django: good.html"] == "compiles"
    assert before["templates"]["django: bad.html"].startswith("TemplateSyntaxError")
    assert "list_display" in before["admin"]["polls.Answer"]
    assert before["middleware"]["01"].endswith("django.middleware.common.CommonMiddleware")

    models.write_text(old.replace("NullBooleanField as", "BooleanField as"))
    found = {(one.section, one.name): one for one in differences(before, boot(site, python, django, tmp_path / "work"))}
    assert found["model fields", "polls.Answer.right"] == Difference(
        "model fields",
        "polls.Answer.right",
        "django.db.models.BooleanField(blank=True, null=True)",
        "django.db.models.BooleanField()",
    )
    assert "AlterField" in (found["pending migrations", "polls 1"].after or "")

    models.write_text(
        old.replace("import NullBooleanField as MaybeField", "import BooleanField").replace(
            "MaybeField()", "BooleanField(null=True, blank=True)"
        )
    )
    right = {(one.section, one.name) for one in differences(before, boot(site, python, django, tmp_path / "work"))}
    # the migration still says it by the old name: that is the pending change, not the field
    assert ("model fields", "polls.Answer.right") not in right


@pytest.mark.slow
def test_the_newest_django_can_be_booted_too(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    for name in ("polls/models.py", "polls/migrations/0001_initial.py"):
        text = (site / name).read_text()
        text = text.replace("import NullBooleanField as MaybeField", "import BooleanField as MaybeField")
        text = text.replace("MaybeField()", "MaybeField(null=True, blank=True)")
        text = text.replace("models.NullBooleanField()", "models.BooleanField(null=True, blank=True)")
        (site / name).write_text(text)
    told = boot(site, "3.12", "5.2", tmp_path / "work")
    assert not [section for section, facts in told.items() if NOT_TOLD in facts]
    assert told["model fields"]["polls.Answer.right"] == "django.db.models.BooleanField(blank=True, null=True)"


@pytest.mark.slow
def test_a_safe_fix_that_makes_a_column_not_null_is_taken_back_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """django-upgrade's own fixer does that under an alias; here it is switched on, and our rule off."""
    site = make(tmp_path / "site")
    git.create_repository(site, [str(path.relative_to(site)) for path in site.rglob("*.*")])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delitem(tools_module.DJANGO_UPGRADE_OFF, "null_boolean_field")
    # the words of a fixer that is off are not looked for
    word = b"NullBooleanField"
    monkeypatch.setitem(django_upgrade_words._BY_WORD, word, [frozenset([word])])
    said = list[str]()
    options = Options(to_python="3.12", to_django="5.2", ignore=("DJ40-null-boolean-field",))
    report = run(site, options, said.append)
    back = [one for one in report.taken_back if one.path.name == "models.py"]
    assert [(one.rule, one.stage) for one in back] == [("django_upgrade", "bridge")], said
    assert "NullBooleanField" in back[0].diff
    assert (
        "model fields: polls.Answer.right was django.db.models.BooleanField(blank=True, null=True) and would be "
        "django.db.models.BooleanField()" in back[0].why
    )
    (bridge,) = [one for one in report.behaviour if one.stage == "bridge"]
    assert bridge.ran
    assert bridge.differences == ()
    models = subprocess.run(
        ["git", "show", f"{report.branch}~1:polls/models.py"], cwd=site, capture_output=True, text=True, check=True
    ).stdout
    assert "NullBooleanField" in models
