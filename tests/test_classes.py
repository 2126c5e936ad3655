"""What classes inherit from, over the framework's own hierarchy."""

from __future__ import annotations

import json
import os
import subprocess
import textwrap

import libcst as cst
import pytest
from releases import django

from upgrader.classes import ancestors
from upgrader.django_classes import read_classes
from upgrader.names import Names


def inherited(source: str) -> frozenset[str]:
    names = Names(cst.parse_module(textwrap.dedent(source)))
    return ancestors(cst.ensure_type(names.nodes[cst.ClassDef][-1], cst.ClassDef), names)


@pytest.mark.parametrize(
    ("source", "ancestor"),
    [
        ("from django import forms\nclass A(forms.TextInput): ...", "django.forms.widgets.Widget"),
        ("from django.contrib.gis.db import models\nclass A(models.CharField): ...", "django.db.models.fields.Field"),
        ("from django.views.generic import ListView as L\nclass A(L): ...", "django.views.generic.base.View"),
        ("from django.contrib.auth.models import AbstractUser\nclass A(AbstractUser): ...", "django.db.models.Model"),
        ("from django.contrib.admin import TabularInline as B\nclass A(B): ...", "django.contrib.admin.BaseModelAdmin"),
        ("from django.db import models\nclass A(models.Model): ...", "django.db.models.base.Model"),
    ],
)  # fmt: skip
def test_a_class_inherits_through_the_public_names_of_django(source: str, ancestor: str) -> None:
    assert ancestor in inherited(source)


def test_a_class_of_the_same_name_from_elsewhere_inherits_nothing() -> None:
    assert inherited("from shop.forms import TextInput\nclass A(TextInput): ...") == {"shop.forms.TextInput"}


ASK = """
    import importlib, json, sys
    from django.conf import settings
    import django
    apps = "admin auth contenttypes flatpages messages sessions sitemaps sites staticfiles".split()
    settings.configure(INSTALLED_APPS=["django.contrib." + app for app in apps], SECRET_KEY="x", SITE_ID=1, USE_TZ=True)
    django.setup()
    found = {}
    for name in json.load(sys.stdin):
        module, _, last = name.rpartition(".")
        try:
            known = getattr(importlib.import_module(module), last)
        except Exception:
            continue
        own = known.__module__ + "." + known.__qualname__
        bases = [own] if own != name else [b.__module__ + "." + b.__qualname__ for b in known.__bases__]
        found[name] = bases
    print(json.dumps(found))
    """


@pytest.mark.slow
@pytest.mark.parametrize("release", ["1.11", "2.2", "3.2", "4.2", "5.2", "6.1"])
def test_the_table_has_every_base_that_the_release_has(release: str) -> None:
    known = read_classes()
    done = subprocess.run(
        [django(release), "-W", "ignore", "-c", textwrap.dedent(ASK)],
        input=json.dumps(list(known)),
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        check=True,
    )
    real = json.loads(done.stdout)
    assert len(real) > 500
    for name, bases in real.items():
        assert {base for base in bases if base in known} <= set(known[name]), name
