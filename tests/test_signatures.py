"""Overridden methods to which Django passes more than it did: the tables, and what was rewritten, in real releases."""

from __future__ import annotations

import json
import os
import subprocess
import textwrap
from importlib import import_module
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version
from releases import PYTHONS, django

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix_file
from upgrader.model import Safety, Versions

signatures = import_module("upgrader.codemods.django.signatures")
NEW = Versions(Version("3.12"), Version("6.1"))


def fixed(source: str, old: str = "2.2") -> str:
    """Return ``source`` with every fix that a project on the Django ``old`` gets for 6.1."""
    text = textwrap.dedent(source)
    rules = frozenset(rule.id for rule in load_rules())
    settings = Settings(Versions(Version("3.8"), Version(old)), NEW, rules, safety=frozenset(Safety))
    looked = fix_file(PurePosixPath("shop/tests.py"), text.encode(), settings)
    assert looked.skipped == ()
    return looked.change.after.decode() if looked.change else text


ASK = """
    import importlib, inspect, json, sys
    from django.conf import settings
    import django
    settings.configure(INSTALLED_APPS=["django.contrib." + app for app in ("admin", "auth", "contenttypes", "messages",
        "sessions")], SECRET_KEY="x", USE_TZ=True, DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}})
    django.setup()
    found = {}
    for base, method in json.load(sys.stdin):
        module, _, last = base.rpartition(".")
        try:
            function = inspect.getattr_static(getattr(importlib.import_module(module), last), method)
        except (ImportError, AttributeError):
            continue
        function = getattr(function, "__func__", function)
        found[base + " " + method] = [str(name) for name in inspect.signature(function).parameters]
    print(json.dumps(found))
    """


@pytest.mark.slow
@pytest.mark.parametrize("release", list(PYTHONS))
def test_django_has_the_parameters_that_the_tables_say_from_their_release_on(release: str) -> None:
    rows = [(gone, base, row) for gone, table in signatures.TABLES.items() for row in table for base in row.bases]
    done = subprocess.run(
        [django(release), "-W", "ignore", "-c", textwrap.dedent(ASK)],
        input=json.dumps([(base, row.method) for _, base, row in rows]),
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        check=True,
    )
    real = json.loads(done.stdout)
    assert len(real) > 40
    for gone, base, row in rows:
        names = real.get(f"{base} {row.method}")
        if names is not None:
            if (row.method, release) == ("delete_cookie", "2.2"):
                continue  # it came in 2.2.15 as well
            has = row.name in names
            assert has is (Version(release) >= Version(gone)), (base, row.method, row.name, names)
            # what is given by position has to come where the override that we write takes it
            assert not has or row.by_keyword or names.index(row.name) == len(row.old) + 1, (base, row.method)


CONF = """
    from django.conf import settings
    import django
    settings.configure(SECRET_KEY="x", USE_TZ=False, INSTALLED_APPS=["django.contrib.contenttypes"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    django.setup()
    """


def ran(release: str, source: str, folder: Path) -> str:
    """Return what a program prints under a release of Django."""
    program = folder / f"program{release}.py"
    program.write_text(source)
    done = subprocess.run(
        [django(release), "-W", "ignore", program],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


READING = """
    from django import forms
    from django.utils.dateparse import parse_datetime


    class Loose(forms.DateTimeField):
        input_formats = ["iso", "%d.%m.%Y"]

        def strptime(self, value, format):
            if format != "iso":
                return super().strptime(value, format)
            read = parse_datetime(value.replace("z", "+00:00"))
            if read is None:
                raise ValueError
            return read.replace(tzinfo=None, microsecond=7)


    for value in ["2020-01-02T03:04:05+01:00", " 2020-01-02 03:04 ", "24.12.2020", None, "", "nonsense", "2020-13-45 00:00"]:
        try:
            print(repr(Loose(required=False).clean(value)))
        except forms.ValidationError as error:
            print(error.messages)
    """


@pytest.mark.slow
def test_a_field_with_its_own_strptime_reads_what_it_read(tmp_path: Path) -> None:
    before = textwrap.dedent(CONF) + textwrap.dedent(READING)
    after = fixed(before)
    read = ran("2.2", before, tmp_path)
    assert "microsecond" in read or ", 7)" in read
    assert ran("2.2", after, tmp_path) == read
    assert ran("5.2", after, tmp_path) == ran("6.1", after, tmp_path) == read
    assert ran("5.2", before, tmp_path) != read


TESTING = """
    import unittest

    from django.test import TestCase, TransactionTestCase


    def decorate(case):
        before = case._pre_setup

        def _pre_setup(inner):
            print("decorated")
            before(inner)

        case._pre_setup = _pre_setup
        return case


    class Set(TransactionTestCase):
        def _pre_setup(self):
            super()._pre_setup()
            self.shop = "open"

        def _fixture_setup(self):
            super()._fixture_setup()
            self.loaded = True

        def test_one(self):
            print(self.shop, self.loaded)

        def test_two(self):
            print(self.shop, self.loaded)


    class Atomic(TestCase):
        def _fixture_setup(self):
            super()._fixture_setup()
            self.loaded = True

        def test_one(self):
            print(self.loaded, self.client.__class__.__name__)


    @decorate
    class Decorated(TransactionTestCase):
        def test_one(self):
            print(self.client.__class__.__name__)


    @decorate
    class DecoratedAtomic(TestCase):
        def test_one(self):
            print(self.client.__class__.__name__)


    suite = unittest.TestSuite(
        unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in (Set, Atomic, Decorated, DecoratedAtomic)
    )
    result = unittest.TextTestRunner(stream=open("/dev/null", "w")).run(suite)
    print(result.testsRun, len(result.errors), len(result.failures))
    """


@pytest.mark.slow
def test_what_prepares_a_test_case_runs_as_it_did(tmp_path: Path) -> None:
    before = textwrap.dedent(CONF) + textwrap.dedent(TESTING)
    after = fixed(before)
    said = ran("4.2", before, tmp_path)
    assert said.endswith("5 0 0\n")
    assert sorted(ran("5.2", after, tmp_path).split("\n")) == sorted(said.split("\n"))
    assert sorted(ran("6.1", after, tmp_path).split("\n")) == sorted(said.split("\n"))
    assert not ran("5.2", before, tmp_path).endswith(" 0 0\n")


INDEXES = """
    from django.db import connection, models


    class Tree(models.base.ModelBase):
        def __new__(cls, name, bases, attrs, **kwargs):
            made = super().__new__(cls, name, bases, attrs, **kwargs)
            fields = ("shop", "day")
            if not made._meta.abstract:
                if fields not in made._meta.index_together:
                    made._meta.index_together += (fields,)
                if fields not in made._meta.index_together:
                    made._meta.index_together += (fields,)
            return made


    class Sale(models.Model, metaclass=Tree):
        shop = models.IntegerField()
        day = models.IntegerField()

        class Meta:
            app_label = "shop"


    with connection.schema_editor() as editor:
        editor.create_model(Sale)
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Sale._meta.db_table)
    print(sorted(one["columns"] for one in found.values() if one["index"]))
    """


@pytest.mark.slow
def test_an_index_that_code_adds_to_a_model_is_made(tmp_path: Path) -> None:
    before = textwrap.dedent(CONF) + textwrap.dedent(INDEXES)
    after = fixed(before)
    made = ran("3.2", before, tmp_path)
    assert made == "[['shop', 'day']]\n"
    for release in ("2.2", "3.2", "5.2", "6.1"):
        assert ran(release, after, tmp_path) == made


LETTERS = """
    from django.core import mail
    from django.test import RequestFactory
    from django.test.utils import setup_test_environment
    from django.urls import path, resolve
    from django.views import View

    setup_test_environment()


    class Letter(mail.EmailMessage):
        def __init__(self, request, *args):
            super().__init__(*args)
            self.request = request


    class urls:
        urlpatterns = [path("cart/", View.as_view())]


    request = RequestFactory().get("/cart/")
    request.resolver_match = resolve("/cart/", urls)
    letter = Letter(request, "subject", "body", "a@shop.example", ["b@shop.example"])
    print(letter.send(), mail.outbox[0].subject, letter.request is request)
    """


@pytest.mark.slow
def test_a_message_that_keeps_the_request_is_sent_in_tests(tmp_path: Path) -> None:
    before = textwrap.dedent(CONF) + textwrap.dedent(LETTERS)
    after = fixed(before)
    sent = ran("4.2", before, tmp_path)
    assert sent == "1 subject True\n"
    with pytest.raises(AssertionError, match="Cannot pickle ResolverMatch"):
        ran("5.2", before, tmp_path)
    assert ran("4.2", after, tmp_path) == ran("5.2", after, tmp_path) == ran("6.1", after, tmp_path) == sent
