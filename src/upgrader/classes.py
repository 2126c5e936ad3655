"""What a class inherits from, over files and into the frameworks: never guessed from its name or its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from upgrader.django_classes import read_classes
from upgrader.names import Names

#: Names for framework classes that are not where they are defined, and classes of other packages, as far as rules ask.
FRAMEWORK: dict[str, tuple[str, ...]] = {
    "django.test.SimpleTestCase": ("unittest.TestCase",),
    "django.test.TransactionTestCase": ("django.test.SimpleTestCase",),
    "django.test.TestCase": ("django.test.TransactionTestCase",),
    "django.test.LiveServerTestCase": ("django.test.TransactionTestCase",),
    "django.contrib.staticfiles.testing.StaticLiveServerTestCase": ("django.test.LiveServerTestCase",),
    "django.test.testcases.SimpleTestCase": ("django.test.SimpleTestCase",),
    "django.test.testcases.TransactionTestCase": ("django.test.TransactionTestCase",),
    "django.test.testcases.TestCase": ("django.test.TestCase",),
    "unittest.IsolatedAsyncioTestCase": ("unittest.TestCase",),
    "unittest.case.TestCase": ("unittest.TestCase",),
    "unittest2.TestCase": ("unittest.TestCase",),
    "rest_framework.test.APISimpleTestCase": ("django.test.SimpleTestCase",),
    "rest_framework.test.APITransactionTestCase": ("django.test.TransactionTestCase",),
    "rest_framework.test.APITestCase": ("django.test.TestCase",),
    "rest_framework.test.APILiveServerTestCase": ("django.test.LiveServerTestCase",),
    "django.forms.Form": ("django.forms.BaseForm",),
    "django.forms.ModelForm": ("django.forms.BaseModelForm",),
    "django.forms.BaseModelForm": ("django.forms.BaseForm",),
    "django.forms.forms.BaseForm": ("django.forms.BaseForm",),
    "django.forms.forms.Form": ("django.forms.Form",),
    "django.forms.models.BaseModelForm": ("django.forms.BaseModelForm",),
    "django.forms.models.ModelForm": ("django.forms.ModelForm",),
    "django.db.models.base.Model": ("django.db.models.Model",),
    "django.contrib.gis.db.models.Model": ("django.db.models.Model",),
    "django.contrib.auth.models.AbstractBaseUser": ("django.db.models.Model",),
    "django.contrib.auth.base_user.AbstractBaseUser": ("django.contrib.auth.models.AbstractBaseUser",),
    "django.contrib.auth.models.AbstractUser": ("django.contrib.auth.models.AbstractBaseUser",),
    "django.contrib.auth.models.User": ("django.contrib.auth.models.AbstractUser",),
    "django.contrib.admin.ModelAdmin": ("django.contrib.admin.BaseModelAdmin",),
    "django.contrib.admin.options.BaseModelAdmin": ("django.contrib.admin.BaseModelAdmin",),
    "django.contrib.admin.options.ModelAdmin": ("django.contrib.admin.ModelAdmin",),
    "django.contrib.admin.options.InlineModelAdmin": ("django.contrib.admin.BaseModelAdmin",),
    "django.contrib.admin.TabularInline": ("django.contrib.admin.options.InlineModelAdmin",),
    "django.contrib.admin.StackedInline": ("django.contrib.admin.options.InlineModelAdmin",),
    "django.contrib.admin.views.main.ChangeList": (),
    "django.contrib.auth.backends.ModelBackend": ("django.contrib.auth.backends.BaseBackend",),
    "django.db.models.fields.Field": ("django.db.models.Field",),
    # made by a function, BaseManager.from_queryset
    "django.db.models.manager.Manager": ("django.db.models.manager.BaseManager",),
    "django.db.models.Manager": ("django.db.models.manager.Manager",),
}
#: The parts of a database backend, each a class in a module of that name. Those of Django inherit from each other, and from
#: the base backend in the end; ``base`` of each imports them all.
_PARTS = {
    "base": "Wrapper",
    "client": "Client",
    "creation": "Creation",
    "features": "Features",
    "introspection": "Introspection",
    "operations": "Operations",
    "schema": "SchemaEditor",
}
_BACKENDS = (
    *(f"django.db.backends.{name}" for name in ("mysql", "oracle", "postgresql", "postgresql_psycopg2", "sqlite3")),
    *(f"django.contrib.gis.db.backends.{name}" for name in ("mysql", "oracle", "postgis", "spatialite")),
)
FRAMEWORK.update(
    {
        f"{backend}.{module}.Database{name}": (f"django.db.backends.base.{part}.BaseDatabase{name}",)
        for backend in _BACKENDS
        for part, name in _PARTS.items()
        for module in (part, "base")
    }
)
_DJANGO = read_classes()
_FRAMEWORKS = frozenset({*FRAMEWORK, *_DJANGO, *(base for bases in FRAMEWORK.values() for base in bases)})
#: Modules that have every name of another.
_SAME = {
    "django.contrib.gis.db.models": "django.db.models",
    "django.contrib.gis.forms": "django.forms",
    "django.contrib.gis.admin": "django.contrib.admin",
}


def ancestors(
    definition: cst.ClassDef, names: Names, inherited: Callable[[str], frozenset[str]] = lambda name: frozenset()
) -> frozenset[str]:
    """Return the dotted names of every class that ``definition`` is known to inherit from.

    Bases in the same module are followed there, others through ``inherited`` (what a project class inherits from) and
    ``FRAMEWORK``. What cannot be resolved is left out.
    """
    found: set[str] = set()
    pending: list[cst.ClassDef] = [definition]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        for base in current.bases:
            name = names.resolve(base.value)
            if name is not None:
                found |= upwards(name, inherited)
            elif isinstance(base.value, cst.Name):
                scope = names.scope(base.value).find(base.value.value)
                bindings = scope.bindings[base.value.value] if scope else []
                pending += [binding.node for binding in bindings if isinstance(binding.node, cst.ClassDef)]
    return frozenset(found)


def mixed_with(
    known: frozenset[str], heirs: Callable[[], Iterable[frozenset[str]]], inherited: Callable[[str], frozenset[str]]
) -> frozenset[str]:
    """Return what a class that no framework has a part in is always mixed with; nothing for any other class.

    ``known`` are its own ancestors, ``heirs()`` those of each class that inherits from it; finding these reads the
    project. A heir that is a mere mixin itself does not count: what it is mixed with is among the heirs too.
    """
    if known & _FRAMEWORKS:
        return frozenset()
    whole = [frozenset(name for base in heir for name in upwards(base, inherited)) for heir in heirs()]
    real = [heir for heir in whole if heir & _FRAMEWORKS]
    return frozenset.intersection(*real) if real else frozenset()


def upwards(name: str, inherited: Callable[[str], frozenset[str]]) -> set[str]:
    """Return a class's dotted name and those of all that it inherits from, by ``inherited`` and in the frameworks."""
    found: set[str] = set()
    pending = [name]
    while pending:
        current = pending.pop()
        if current not in found:
            found.add(current)
            pending += [*FRAMEWORK.get(current, ()), *_DJANGO.get(current, ()), *inherited(current)]
            module, _, last = current.rpartition(".")
            if module in _SAME:
                pending.append(f"{_SAME[module]}.{last}")
    return found
