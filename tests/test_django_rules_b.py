"""Rules for models, settings and overridden methods, against real releases of Django where source cannot prove them."""

from __future__ import annotations

import os
import re
import subprocess
import textwrap
from importlib import import_module
from pathlib import Path, PurePosixPath

import libcst as cst
import pytest
from packaging.version import Version
from releases import django

from upgrader.catalogue import load_rules
from upgrader.edit import apply, with_arg
from upgrader.engine import Looked, Settings, fix, fix_file, scan_file
from upgrader.model import Safety, Versions
from upgrader.names import Names

messages = import_module("upgrader.codemods.django.messages")
OLD = Versions(Version("3.8"), Version("2.2"))
NEW = Versions(Version("3.12"), Version("6.1"))


def settings(*rules: str, review: bool = True) -> Settings:
    safety = frozenset(Safety) if review else frozenset([Safety.SAFE])
    ids = frozenset(rules) or frozenset(rule.id for rule in load_rules())
    return Settings(old=OLD, target=NEW, rules=ids, safety=safety)


def fixed(source: str, *rules: str, path: str = "example.py", review: bool = True) -> str:
    text = textwrap.dedent(source)
    looked = fix_file(PurePosixPath(path), text.encode(), settings(*rules, review=review))
    assert looked.skipped == ()
    return looked.change.after.decode() if looked.change else text


def scanned(source: str, *rules: str, path: str = "example.py") -> Looked:
    return scan_file(PurePosixPath(path), textwrap.dedent(source).encode(), settings(*rules))


def manage(python: Path, site: Path, *arguments: str, code: int | None = 0) -> str:
    """Run a management command in ``site``; return what it said."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site), "DJANGO_SETTINGS_MODULE": "conf"}
    done = subprocess.run(
        [python, "-W", "ignore", "-m", "django", *arguments], cwd=site, env=environment, capture_output=True, text=True
    )
    assert code is None or done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


CONF = """
    SECRET_KEY = "x"
    USE_TZ = False
    DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
    INSTALLED_APPS = ["shop"]
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
    """


def make_site(root: Path, **modules: str) -> Path:
    for name, text in {"conf": CONF, "shop/__init__": "", "shop/migrations/__init__": "", **modules}.items():
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return root


def fix_site(site: Path, *rules: str) -> None:
    for path in site.rglob("*.py"):
        path.write_text(fixed(path.read_text(), *rules, path=str(path.relative_to(site))))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("f()", "f(k=1)", id="the only argument"),
        pytest.param("f(a,b,)", "f(a,b,k=1,)", id="a trailing comma on one line"),
        pytest.param(
            "f(\n    a,  # c\n    b,\n)", "f(\n    a,  # c\n    b,\n    k=1,\n)", id="a comment is not copied"
        ),
        pytest.param(
            "f(\n    a,  # c\n)", "f(\n    a,  # c\n    k=1,\n)", id="the last comment stays with its argument"
        ),
        pytest.param("f(\n    a  # c\n)", "f(\n    a,  # c\n    k=1\n)", id="the same without a trailing comma"),
        pytest.param("f(\n    a,\n    # c\n)", "f(\n    a,\n    k=1,\n    # c\n)", id="a comment that ends the list"),
    ],
)
def test_an_argument_is_added_in_the_layout_of_the_call(before: str, after: str) -> None:
    call = cst.ensure_type(cst.parse_expression(before), cst.Call)
    assert cst.Module([]).code_for_node(with_arg(call, "k=1")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("[a, GONE, c]", "[a, c]", id="in the middle"),
        pytest.param("[a, GONE]", "[a]", id="at the end"),
        pytest.param("(a, GONE)", "(a,)", id="a tuple of one stays a tuple"),
        pytest.param("{GONE: 1, c: 3}", "{c: 3}", id="of a dict"),
        pytest.param("[\n    GONE,\n]", "[]", id="the only one"),
        pytest.param("[\n    a,  # a\n    GONE,  # g\n]", "[\n    a,  # a\n]", id="with the comment on its line"),
        pytest.param("[\n    GONE,\n    # c\n    c,\n]", "[\n    # c\n    c,\n]", id="not with the next one's comment"),
        pytest.param("[\n    a,\n    # g\n    GONE,\n]", "[\n    a,\n    # g\n]", id="not with comments above it"),
    ],
)
def test_an_element_is_deleted_with_its_comma_and_the_comment_on_its_line(before: str, after: str) -> None:
    names = Names(cst.parse_module(f"x = {before}\n"))
    elements = [*names.nodes[cst.Element], *names.nodes[cst.DictElement]]
    gone = next(element for element in elements if "GONE" in names.module.code_for_node(element))
    assert apply(names, {gone: None}).code == f"x = {after}\n"


# -- NullBooleanField ------------------------------------------------------------------------------------------------

NULL_BOOLEAN = "DJ40-null-boolean-field"


def test_an_unpacked_mapping_may_hold_null_so_it_is_merged_under_review() -> None:
    source = "from django.db import models\nx = models.NullBooleanField('x', null=True, **options)\n"
    merged = '{**options, "null": True, "blank": True}'
    assert fixed(source, NULL_BOOLEAN) == (f"from django.db import models\nx = models.BooleanField('x', **{merged})\n")
    assert fixed(source, NULL_BOOLEAN, review=False) == source


@pytest.mark.parametrize("use", ["class Maybe(NullBooleanField): pass", "isinstance(x, NullBooleanField)"])
def test_a_subclass_or_a_bare_reference_is_reported_and_left(use: str) -> None:
    source = f"from django.db.models import NullBooleanField\n{use}\n"
    assert [finding.safety for finding in scanned(source, NULL_BOOLEAN).findings] == [Safety.MANUAL]
    assert fixed(source, NULL_BOOLEAN) == source


MODELS = """
    from django.db import models
    from django.db.models import NullBooleanField as NBF

    options = {"blank": False, "db_index": True}


    class Answer(models.Model):
        first = models.NullBooleanField()
        second = NBF("second", null=True, help_text="x")
        third = models.fields.NullBooleanField(blank=False, default=None)
        fourth = models.NullBooleanField(**options)
    """
COLUMNS = """
    import django; django.setup()
    from django.db import connection
    from shop.models import Answer
    with connection.cursor() as cursor:
        print(sorted((c.name, c.null_ok) for c in connection.introspection.get_table_description(cursor, "shop_answer")))
    answer = Answer()
    answer.full_clean()
    answer.save()
    print(Answer.objects.filter(first=None, second=None, third=None, fourth=None).count())
    """


@pytest.mark.slow
@pytest.mark.parametrize("release", ["2.2", "3.2", "4.2", "6.1"])
def test_null_boolean_columns_stay_nullable_and_makemigrations_sees_nothing(release: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"shop/models": MODELS})
    manage(django("2.2"), site, "makemigrations", "shop")
    manage(django("2.2"), site, "migrate")
    assert (site / "shop/migrations/0001_initial.py").read_text().count("NullBooleanField(") == 4

    fix_site(site, NULL_BOOLEAN)

    python = django(release)
    assert "NullBoolean" not in "".join(path.read_text() for path in site.rglob("*.py"))
    assert "No changes detected" in manage(python, site, "makemigrations", "--check", "--dry-run")
    manage(python, site, "check")
    for _fresh in (False, True):  # the database that the old code made, then one that the fixed migrations make
        said = manage(python, site, "shell", "-c", textwrap.dedent(COLUMNS))
        expected = [(name, True) for name in ("first", "fourth", "second", "third")]
        assert str([*expected[:2], ("id", False), *expected[2:]]) in said
        assert said.rstrip().endswith("1")
        (site / "db.sqlite3").unlink()
        manage(python, site, "migrate")


# -- index_together --------------------------------------------------------------------------------------------------

TOGETHER = """
    from django.db import models


    class Sale(models.Model):
        shop = models.IntegerField()
        day = models.DateField()
        book = models.IntegerField()

        class Meta:
            indexes = [models.Index(fields=["book"], name="by_book")]
            index_together = [["shop", "day"], ["day", "book"]]
    """


@pytest.mark.slow
@pytest.mark.parametrize("release", ["4.2", "5.2", "6.1"])
def test_index_together_needs_one_migration_that_renames_indexes(release: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"shop/models": TOGETHER})
    manage(django("2.2"), site, "makemigrations", "shop")
    manage(django("2.2"), site, "migrate")
    before = (site / "shop/migrations/0001_initial.py").read_text()

    fix_site(site, "DJ51-index-together")

    assert (site / "shop/migrations/0001_initial.py").read_text() == before
    python = django(release)
    said = manage(python, site, "makemigrations", "shop", "-n", "names")
    assert said.lower().count("rename unnamed index") == 2
    assert "Create index" not in said and "Remove index" not in said and "Alter" not in said
    manage(python, site, "migrate")
    assert "No changes detected" in manage(python, site, "makemigrations", "--check", "--dry-run")


MORE_TOGETHER = """
    from django.db import models


    class Shop(models.Model):
        name = models.CharField(max_length=9)


    class Sale(models.Model):
        shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
        day = models.DateField(db_column="at")
        book = models.IntegerField()

        class Meta:
            indexes = [models.Index(fields=["book"], name="by_book")]
            index_together = [["shop", "day"], ["day", "book"]]


    class Rent(models.Model):
        day = models.DateField()
        book = models.IntegerField()

        class Meta:
            db_table = "rent"
            index_together = ("day", "book")
    """


def fix_project(site: Path, *rules: str) -> list[str]:
    """Fix a whole project; return the paths of new files."""
    files = [path.relative_to(site) for path in site.rglob("*.py")]
    changes = [one.change for one in fix(site, map(PurePosixPath, files), settings(*rules)) if one.change]
    for change in changes:
        (site / change.path).write_bytes(change.after)
    return [str(change.path) for change in changes if change.before is None]


@pytest.mark.slow
@pytest.mark.parametrize("release", ["4.2", "5.2", "6.1"])
def test_the_migration_that_goes_with_index_together_is_written(release: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"shop/models": MORE_TOGETHER})
    manage(django("2.2"), site, "makemigrations", "shop")
    manage(django("2.2"), site, "migrate")

    assert fix_project(site, "DJ51-index-together") == ["shop/migrations/0002_name_indexes.py"]

    python = django(release)
    assert "No changes detected" in manage(python, site, "makemigrations", "--check", "--dry-run")
    for _fresh in (False, True):  # the database that the old code made, then a new one
        assert "OK" in manage(python, site, "migrate")
        (site / "db.sqlite3").unlink()


MADE_ANEW = """
    from django.db import migrations, models


    class Migration(migrations.Migration):
        dependencies = [("shop", "0001_initial")]
        operations = [
            migrations.AlterField("Rent", "book", models.BigIntegerField()),
            migrations.CreateModel("Old", [("a", models.IntegerField()), ("b", models.IntegerField())]),
            migrations.AlterIndexTogether("Old", {("a", "b")}),
        ]
    """
DROPPED = """
    from django.db import migrations, models


    class Migration(migrations.Migration):
        dependencies = [("shop", "0002_anew")]
        operations = [
            migrations.AlterField("Old", "b", models.BigIntegerField()),
            migrations.AlterIndexTogether("Old", set()),
            migrations.DeleteModel("Old"),
        ]
    """


@pytest.mark.slow
@pytest.mark.parametrize("release", ["4.2", "5.2", "6.1"])
def test_what_sqlite_loses_on_the_way_is_made_or_left(release: str, tmp_path: Path) -> None:
    site = together_site(tmp_path, **{"0002_anew": MADE_ANEW, "0003_dropped": DROPPED})
    models = site / "shop/models.py"
    models.write_text(models.read_text().replace("book = models.IntegerField", "book = models.BigIntegerField"))
    if release != "4.2":
        with pytest.raises(AssertionError, match=r"index_together|Found wrong number"):
            manage(django(release), site, "migrate")
    assert fix_project(site, "DJ51-index-together", "DJ51-dropped-index-together") == [
        "shop/migrations/0004_name_indexes.py"
    ]
    python = django(release)
    (site / "db.sqlite3").unlink(missing_ok=True)
    assert "OK" in manage(python, site, "migrate")
    assert "No changes detected" in manage(python, site, "makemigrations", "--check", "--dry-run")
    shown = manage(
        python,
        site,
        "shell",
        "-c",
        "from django.db import connection as c; print(sorted(c.introspection.get_constraints(c.cursor(), 'rent')))",
    )
    assert "rent_day_6260f2_idx" in shown


@pytest.mark.slow
def test_indexes_get_the_names_that_django_gives_them(tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"shop/models": MORE_TOGETHER})
    manage(django("2.2"), site, "makemigrations", "shop")
    fix_project(site, "DJ51-index-together")
    names = re.findall(r'new_name="(\w+)"', (site / "shop/migrations/0002_name_indexes.py").read_text())
    unnamed = re.sub(r', name="(?!by_book)\w+"', "", (site / "shop/models.py").read_text())
    (site / "shop/models.py").write_text(unnamed)
    said = manage(
        django("6.1"),
        site,
        "shell",
        "-c",
        "from shop.models import *; print(*(i.name for m in (Sale, Rent) for i in m._meta.indexes if i.name != 'by_book'))",
    )
    assert len(names) == 3
    assert said.split()[-3:] == names


def together_site(root: Path, **migrations: str) -> Path:
    first = """
        from django.db import migrations, models


        class Migration(migrations.Migration):
            operations = [
                migrations.CreateModel(
                    "Rent",
                    [
                        ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField()),
                        ("book", models.IntegerField()),
                    ],
                    {"db_table": "rent", "index_together": {("day", "book")}},
                )
            ]
        """
    models = """
        from django.db import models


        class Rent(models.Model):
            day = models.DateField()
            book = models.IntegerField()

            class Meta:
                db_table = "rent"
                index_together = ("day", "book")
        """
    given = {f"shop/migrations/{name}": text for name, text in migrations.items()}
    return make_site(root, **{"shop/models": models, "shop/migrations/0001_initial": first, **given})


def test_the_migration_of_a_fixed_model_has_the_name_that_the_model_says(tmp_path: Path) -> None:
    site = together_site(tmp_path)
    assert fix_project(site, "DJ51-index-together") == ["shop/migrations/0002_name_indexes.py"]
    assert 'models.Index(fields=["day", "book"], name="rent_day_6260f2_idx")' in (site / "shop/models.py").read_text()
    assert (site / "shop/migrations/0002_name_indexes.py").read_text() == textwrap.dedent(
        """\
        from django.db import migrations


        class Migration(migrations.Migration):
            dependencies = [("shop", "0001_initial")]

            operations = [
                migrations.RenameIndex(
                    model_name="rent",
                    new_name="rent_day_6260f2_idx",
                    old_fields=("day", "book"),
                ),
            ]
        """
    )
    assert fix_project(site, "DJ51-index-together") == []


def test_no_migration_is_written_where_two_are_the_last_one(tmp_path: Path) -> None:
    other = 'class Migration:\n    dependencies = [("shop", "0001_initial")]\n'
    site = together_site(tmp_path, **{"0002_a": other, "0002_b": other})
    assert fix_project(site, "DJ51-index-together") == []
    assert 'models.Index(fields=["day", "book"])' in (site / "shop/models.py").read_text()


def test_a_squashed_migration_is_followed_by_what_follows_the_ones_it_replaces(tmp_path: Path) -> None:
    squashed = 'class Migration:\n    replaces = [("shop", "0001_initial"), ("shop", "0002_a")]\n'
    second = 'class Migration:\n    dependencies = [("shop", "0001_initial")]\n'
    third = 'class Migration:\n    dependencies = [("shop", "0002_a")]\n'
    site = together_site(tmp_path, **{"0001_squashed": squashed, "0002_a": second, "0003_b": third})
    assert fix_project(site, "DJ51-index-together") == ["shop/migrations/0004_name_indexes.py"]
    assert '("shop", "0003_b")' in (site / "shop/migrations/0004_name_indexes.py").read_text()


def test_each_message_has_what_the_rule_about_them_looks_for_first() -> None:
    for pattern, parts in messages._OLD:
        said = "x".join(parts).translate(str.maketrans("“”’", '""\''))  # noqa: RUF001
        assert pattern.search(said), parts
        assert messages._SAYS.search(said), parts


# -- case-insensitive fields, and what old migrations say ------------------------------------------------------------

CASELESS = """
    from django.contrib.postgres.fields import CICharField, CIEmailField, CITextField
    from django.db import models
    from django.utils.translation import gettext_lazy as _


    class Named(models.Model):
        name = CICharField(max_length=20)

        class Meta:
            abstract = True


    class Book(models.Model):
        code = CICharField(_("code"), max_length=9, unique=True)
        mail = CIEmailField(blank=True, default="")
        note = CITextField(null=True, choices=[("a", "A")])
    """


@pytest.mark.slow
@pytest.mark.parametrize("release", ["4.2", "6.1"])
def test_the_migration_that_goes_with_case_insensitive_fields_is_all_there_is(release: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"shop/models": CASELESS})
    manage(django("2.2"), site, "makemigrations", "shop")
    before = (site / "shop/migrations/0001_initial.py").read_text()
    assert before.count("django.contrib.postgres.fields.citext.CI") == 3

    assert fix_project(site, "DJ51-citext") == ["shop/migrations/0002_upgrade.py"]

    assert (site / "shop/migrations/0001_initial.py").read_text() == before
    python = django(release)
    manage(python, site, "check")
    assert "No changes detected" in manage(python, site, "makemigrations", "--check", "--dry-run")
    said = manage(python, site, "showmigrations", "--plan", "shop")
    assert "shop.0002_upgrade" in said


def test_the_migration_of_case_insensitive_fields_makes_the_collation_once_and_takes_indexes_off(
    tmp_path: Path,
) -> None:
    first = """
        from django.contrib.postgres.fields import CICharField, CIEmailField, CITextField
        from django.db import migrations, models


        class Migration(migrations.Migration):
            operations = [
                migrations.CreateModel("Book", [("code", CICharField()), ("mail", CIEmailField()), ("note", CITextField())])
            ]
        """
    site = make_site(tmp_path, **{"shop/models": CASELESS, "shop/migrations/0001_initial": first})
    assert fix_project(site, "DJ51-citext") == ["shop/migrations/0002_upgrade.py"]
    text = (site / "shop/migrations/0002_upgrade.py").read_text()
    assert text.count("CREATE COLLATION IF NOT EXISTS case_insensitive") == 1
    assert re.findall(r"field=(.*),\n", text) == [
        'models.CharField("code", max_length=9)',
        'models.CharField("code", max_length=9, unique=True, db_collation="case_insensitive")',
        'models.EmailField(blank=True, default="", db_collation="case_insensitive")',
        'models.TextField(null=True, choices=[("a", "A")], db_collation="case_insensitive")',
    ]


OLD_FIELDS = """
    from django.contrib.postgres.fields import JSONField
    from django.contrib.postgres.fields.jsonb import JSONField as Data
    from django.db import models


    class Shop(models.Model):
        data = JSONField(default=dict, blank=True)


    class Book(models.Model):
        shop = models.ForeignKey(Shop)
        data = Data(null=True)
        more = models.OneToOneField("Book", null=True, related_name="+")
    """


@pytest.mark.slow
def test_old_migrations_say_the_same_as_models_whose_relations_have_on_delete(tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"shop/models": OLD_FIELDS})
    manage(django("1.11"), site, "makemigrations", "shop")
    written = (site / "shop/migrations/0001_initial.py").read_text()
    # what Django 1.8 wrote: on_delete came to migrations in 1.9
    first = written.replace("on_delete=django.db.models.deletion.CASCADE, ", "", 1)
    (site / "shop/migrations/0001_initial.py").write_text(first)

    fix_site(site, "DJ20-on-delete")
    for release in ("1.11", "2.2"):
        assert "No changes detected" in manage(django(release), site, "makemigrations", "--check", "--dry-run")

    fix_site(site, "DJ40-postgres-json-field")
    assert "contrib.postgres" not in (site / "shop/migrations/0001_initial.py").read_text()
    for release in ("3.2", "6.1"):
        assert "No changes detected" in manage(django(release), site, "makemigrations", "--check", "--dry-run")


# -- default_app_config ----------------------------------------------------------------------------------------------


def test_of_several_configs_the_one_that_the_package_names_is_the_default(tmp_path: Path) -> None:
    apps = """\
        from django.apps import AppConfig


        class BaseConfig(AppConfig):
            name = "shop"


        class ShopConfig(BaseConfig):
            verbose_name = "Shop"
        """
    site = make_site(tmp_path, **{"shop/apps": apps, "shop/__init__": 'default_app_config = "shop.apps.ShopConfig"\n'})
    fix_project(site, "DJ41-default-app-config")
    assert (site / "shop/__init__.py").read_text() == ""
    expected = textwrap.dedent(apps).replace("(BaseConfig):\n", "(BaseConfig):\n    default = True\n")
    assert (site / "shop/apps.py").read_text() == expected


def test_configs_are_found_by_what_they_inherit_from_in_another_module(tmp_path: Path) -> None:
    apps = """\
        from core.application import Base


        class OnlyConfig(Base):
            name = "shop"


        class WholeConfig(OnlyConfig):
            label = "shop"
        """
    core = "from django.apps import AppConfig\nclass Base(AppConfig):\n    pass\n"
    package = 'default_app_config = "shop.apps.WholeConfig"\n'
    site = make_site(tmp_path, **{"shop/apps": apps, "shop/__init__": package, "core/application": core})
    fix_project(site, "DJ41-default-app-config")
    assert "class WholeConfig(OnlyConfig):\n    default = True\n" in (site / "shop/apps.py").read_text()


@pytest.mark.parametrize("origin", ["core.application", "elsewhere.apps"])
def test_a_config_that_is_imported_is_one_more(origin: str, tmp_path: Path) -> None:
    apps = f"from {origin} import BaseConfig\n\n\nclass ShopConfig(BaseConfig):\n    name = 'shop'\n"
    core = "from django.apps import AppConfig\nclass BaseConfig(AppConfig):\n    pass\n"
    package = "default_app_config = (\n    'shop.apps.ShopConfig')\n"
    site = make_site(tmp_path, **{"shop/apps": apps, "shop/__init__": package, "core/application": core})
    fix_project(site, "DJ41-default-app-config")
    assert "(BaseConfig):\n    default = True\n" in (site / "shop/apps.py").read_text()


def test_a_config_that_is_in_another_module_is_imported_by_a_new_one(tmp_path: Path) -> None:
    package = "default_app_config = 'shop.config.ShopConfig'\n"
    config = "from django.apps import AppConfig\n\n\nclass ShopConfig(AppConfig):\n    name = 'shop'\n"
    site = make_site(tmp_path, **{"shop/__init__": package, "shop/config": config})
    assert fix_project(site, "DJ41-default-app-config") == ["shop/apps.py"]
    assert (site / "shop/__init__.py").read_text() == ""
    assert "from shop.config import ShopConfig\n" in (site / "shop/apps.py").read_text()
    (site / "shop/__init__.py").write_text(package)
    assert fix_project(site, "DJ41-default-app-config") == []
    assert (site / "shop/__init__.py").read_text() == package


def test_several_configs_of_which_the_package_names_none_stay_as_they_are(tmp_path: Path) -> None:
    apps = "from django.apps import AppConfig\nclass A(AppConfig):\n    name = 'shop'\nclass B(A):\n    label = 'x'\n"
    site = make_site(tmp_path, **{"shop/apps": apps})
    fix_project(site, "DJ41-default-app-config")
    assert (site / "shop/apps.py").read_text() == apps


# -- geographic queries ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("models", "after"),
    [
        pytest.param(
            "class City(models.Model):\n    name = models.CharField()\n    at = models.PointField()\n",
            'City.objects.annotate(distance=Distance("at", point))',
            id="the one geometry",
        ),
        pytest.param(
            "class City(models.Model):\n    at = models.PointField()\n    area = models.PolygonField()\n",
            "City.objects.distance(point)",
            id="one of two",
        ),
        pytest.param(
            "class Q:\n    def distance(self): ...\nclass City(models.Model):\n    at = models.PointField()\n",
            "City.objects.distance(point)",
            id="a method of the project's own",
        ),
    ],
)
def test_a_geographic_method_is_a_function_of_the_model_s_one_geometry(models: str, after: str, tmp_path: Path) -> None:
    use = "from shop.models import City\n\nnear = City.objects.distance(point)\n"
    source = f"from django.contrib.gis.db import models\n\n\n{models}"
    site = make_site(tmp_path, **{"shop/models": source, "shop/near": use})
    fix_project(site, "DJ20-geo-queries")
    assert f"near = {after}\n" in (site / "shop/near.py").read_text()


# -- assignments to relations ----------------------------------------------------------------------------------------


def test_an_assignment_to_a_relation_is_told_by_the_models_of_the_project(tmp_path: Path) -> None:
    models = """\
        from django.db import models
        from modelcluster.fields import ParentalManyToManyField


        class Book(models.Model):
            tags = models.ManyToManyField("Tag", related_name="books")
            kinds = ParentalManyToManyField("Kind")
        """
    use = """\
        from shop.models import Book, Tag


        class Tests:
            def setUp(self):
                self.book = Book.objects.create()
                self.book.tags = [Tag()]
                self.book.kinds = [1]

            def test(self):
                for tag in Tag.objects.all():
                    tag.books = Book.objects.filter(old=True)
                    tag.names = ["a"]
        """
    site = make_site(tmp_path, **{"shop/models": models, "shop/tests": use})
    files = [PurePosixPath("shop/models.py"), PurePosixPath("shop/tests.py")]
    before = Versions(Version("3.6"), Version("1.11"))
    wanted = Settings(old=before, target=NEW, rules=frozenset(["DJ20-related-assignment"]), safety=frozenset(Safety))
    (change,) = [one.change for one in fix(site, files, wanted) if one.change]
    expected = textwrap.dedent(use).replace("tags = [Tag()]", "tags.set([Tag()])")
    expected = expected.replace("books = Book.objects.filter(old=True)", "books.set(Book.objects.filter(old=True))")
    assert change.after.decode() == expected


# -- groups of a query -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meta", "after"),
    [
        pytest.param('class Meta:\n        ordering = ["name", "-id"]', '.order_by("name", "-id")', id="plain names"),
        pytest.param("class Meta:\n        ordering = [F('name').asc()]", "", id="an expression"),
        pytest.param("class Meta:\n        verbose_name = 'a'", "", id="no ordering"),
        pytest.param("class Meta(Base.Meta):\n        verbose_name = 'a'", "", id="perhaps inherited"),
    ],
)
def test_groups_keep_the_ordering_of_a_model_of_the_project(meta: str, after: str, tmp_path: Path) -> None:
    models = (
        f"from django.db import models\n\n\nclass Book(models.Model):\n    name = models.TextField()\n\n    {meta}\n"
    )
    query = 'Book.objects.values("shop").annotate(n=Count("pk"))'
    use = f"from django.db.models import Count\n\nfrom shop.models import Book\n\nfound = {query}\n"
    site = make_site(tmp_path, **{"shop/models": models, "shop/found": use})
    fix_project(site, "DJ31-ordered-groups")
    assert (site / "shop/found.py").read_text() == use.replace(query, query + after)


# -- SQL of a connection ---------------------------------------------------------------------------------------------

SQL = """
    from django.conf import settings
    from django.db import connection

    databases = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    settings.configure(DATABASES=databases, USE_TZ=True, TIME_ZONE="UTC")
    print(connection.ops.date_trunc_sql("month", "sold"))
    print(connection.ops.date_extract_sql("year", "sold"))
    print(connection.ops.datetime_trunc_sql("hour", "sold", "UTC"))
    print(connection.ops.datetime_extract_sql("hour", "sold", None))
    print(connection.ops.datetime_cast_date_sql("sold", "Europe/Paris"))
    print(connection.ops.time_extract_sql("hour", "sold"))
    print(connection.ops.binary_placeholder_sql(b"x"))
    """


@pytest.mark.slow
def test_the_sql_of_a_connection_is_what_it_was(tmp_path: Path) -> None:
    old, new = tmp_path / "old.py", tmp_path / "new.py"
    old.write_text(textwrap.dedent(SQL))
    new.write_text(fixed(SQL, "DJ22-connection"))
    said = [
        subprocess.run([django(release), "-W", "ignore", path], capture_output=True, text=True, check=True).stdout
        for release, path in (("3.2", old), ("6.1", new))
    ]
    assert said[0] == said[1]
    assert said[0].count("\n") == 7
