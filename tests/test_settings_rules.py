"""Rules about settings that are spread over several modules."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version
from releases import django

from upgrader.engine import Settings, fix
from upgrader.model import Versions

Fix = Callable[..., dict[str, str]]

MANAGE = 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "conf.prod"\n'


@pytest.fixture
def fixed(tmp_path: Path) -> Fix:
    """Return the texts of a project's files after a rule has fixed them on the way from Django 2.2 to 6.1."""

    def run(rule: str, **texts: str) -> dict[str, str]:
        files = {PurePosixPath("manage.py"): MANAGE, PurePosixPath("conf/__init__.py"): ""}
        files |= {PurePosixPath(f"conf/{name}.py"): text for name, text in texts.items()}
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text)
        settings = Settings(
            Versions(Version("3.8"), Version("2.2")), Versions(Version("3.12"), Version("6.1")), frozenset(rule.split())
        )
        looked = fix(tmp_path, files, settings)
        changed = {one.change.path: one.change.after.decode() for one in looked if one.change}
        assert all(not one.skipped for one in looked)
        return {name: changed.get(PurePosixPath(f"conf/{name}.py"), text) for name, text in texts.items()}

    return run


def run(texts: dict[str, str], **given: object) -> dict[str, object]:
    """Return the names of the last settings module, each of which star-imports the one before."""
    names: dict[str, object] = dict(given)
    for text in texts.values():
        exec("\n".join(line for line in text.splitlines() if "import" not in line), names)
    return names


BASE = 'INSTALLED_APPS = []\nDEFAULT_FILE_STORAGE = "shop.Disk"\n'


def test_a_settings_module_copies_the_storages_that_it_imports(fixed: Fix) -> None:
    texts = fixed(
        "DJ51-storages",
        base=BASE,
        prod='from .base import *\nif S3:\n    DEFAULT_FILE_STORAGE = "shop.Bucket"\nSTATICFILES_STORAGE = "shop.Static"\n',
    )
    base = run({"base": texts["base"]})["STORAGES"]
    assert base == {
        "default": {"BACKEND": "shop.Disk"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    assert run(texts, S3=False)["STORAGES"] == {"default": base["default"], "staticfiles": {"BACKEND": "shop.Static"}}
    assert run(texts, S3=True)["STORAGES"] == {
        "default": {"BACKEND": "shop.Bucket"},
        "staticfiles": {"BACKEND": "shop.Static"},
    }


def test_both_storages_of_a_module_are_one_dictionary_though_another_has_them_as_well(fixed: Fix) -> None:
    texts = fixed(
        "DJ51-storages",
        base=f'{BASE}STATIC_URL = "/static/"\nSTATICFILES_STORAGE = "shop.Static"\n',
        prod='from .base import *\nSTATICFILES_STORAGE = "shop.Fast"\n',
    )
    assert texts["base"].count("STORAGES") == 1
    assert run({"base": texts["base"]})["STORAGES"] == {
        "default": {"BACKEND": "shop.Disk"},
        "staticfiles": {"BACKEND": "shop.Static"},
    }
    assert run(texts)["STORAGES"] == {"default": {"BACKEND": "shop.Disk"}, "staticfiles": {"BACKEND": "shop.Fast"}}


def test_storages_of_a_sibling_are_not_there_to_copy(fixed: Fix) -> None:
    dev = 'from .base import *\nDEFAULT_FILE_STORAGE = "shop.Memory"\n'
    texts = fixed(
        "DJ51-storages",
        base="INSTALLED_APPS = []\n",
        dev=dev,
        prod='from .base import *\nDEFAULT_FILE_STORAGE = "shop.Bucket"\n',
    )
    del texts["dev"]
    assert run(texts)["STORAGES"] == {
        "default": {"BACKEND": "shop.Bucket"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def test_storages_that_another_settings_module_reads_are_left(fixed: Fix) -> None:
    prod = "from .base import *\nTHUMBNAIL_STORAGE = DEFAULT_FILE_STORAGE\n"
    assert fixed("DJ51-storages", base=BASE, prod=prod) == {"base": BASE, "prod": prod}


def test_a_setting_that_a_sibling_has_is_not_written_out(fixed: Fix) -> None:
    texts = {"base": "INSTALLED_APPS = []\n", "prod": "from .base import *\nUSE_TZ = True\n"}
    assert fixed("DJ50-use-tz", **texts) == texts


def test_a_setting_is_written_out_once_where_the_applications_are(fixed: Fix) -> None:
    texts = {"base": "INSTALLED_APPS = []\n", "prod": 'from .base import *\nTIME_ZONE = "UTC"\n'}
    assert fixed("DJ50-use-tz", **texts) == {**texts, "base": "INSTALLED_APPS = []\nUSE_TZ = False\n"}


MAIL = 'INSTALLED_APPS = []\nEMAIL_HOST = "mail.example.com"\n'
DUMMY = '"django.core.mail.backends.dummy.EmailBackend"'


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("from django.conf import settings\nsend(settings.EMAIL_HOST)\n", id="it is read"),
        pytest.param('getattr(settings, "EMAIL_HOST")\n', id="it is read by its name"),
        pytest.param("from conf.base import EMAIL_HOST\n", id="it is imported"),
        pytest.param("from .base import *\nEMAIL_PORT = 99\n", id="another module sets one"),
        pytest.param("if x:\n    EMAIL_PORT = 99\n", id="one is set under a condition"),
        pytest.param("from django.core.mail import get_connection\n", id="a connection is asked for"),
        pytest.param('LOG = {"email_backend": "x"}\n', id="the log has a backend of its own"),
        pytest.param("with override_settings(EMAIL_PORT=99):\n    pass\n", id="one is overridden"),
    ],
)
def test_mail_settings_are_all_or_nothing_over_the_project(fixed: Fix, other: str) -> None:
    assert fixed("DJ2028-mailers", base=MAIL, other=other) == {"base": MAIL, "other": other}


def test_an_override_of_the_backend_changes_with_the_mail_settings(fixed: Fix) -> None:
    test = f"from django.test import override_settings\nwith override_settings(EMAIL_BACKEND={DUMMY}):\n    pass\n"
    texts = fixed("DJ2028-mailers", base=MAIL, test=test)
    assert "EMAIL_" not in texts["base"] and "MAILERS" in texts["base"]
    assert f'override_settings(MAILERS={{"default": {{"BACKEND": {DUMMY}}}}})' in texts["test"]


CONNECTION = """
import warnings; warnings.simplefilter("ignore")
from django.core import mail
made = mail.mailers["default"]
print(type(made).__module__, sorted((k, v) for k, v in vars(made).items() if k not in ("alias", "_lock")))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        'EMAIL_HOST = "h"\nEMAIL_HOST_USER = "u"\nEMAIL_HOST_PASSWORD = "p"\nEMAIL_TIMEOUT = 9',
        "EMAIL_USE_TLS = True",
        "EMAIL_USE_SSL = True\nEMAIL_PORT = 465",
        'EMAIL_SSL_CERTFILE = "/c"\nEMAIL_SSL_KEYFILE = "/k"\nEMAIL_USE_TLS = False',
        'EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"\nEMAIL_HOST = "h"',
        'EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"\nEMAIL_FILE_PATH = "mail"',
    ],
)
def test_mail_goes_where_it_went(fixed: Fix, lines: str, tmp_path: Path) -> None:
    before = f'INSTALLED_APPS = []\nSECRET_KEY = "x"\n{lines}\n'
    after = fixed("DJ2028-mailers", base=before)["base"]
    assert "EMAIL_" not in after
    said = []
    for text in (before, after):
        (tmp_path / "mailed.py").write_text(text)
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mailed", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [django("6.1"), "-c", CONNECTION], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        said.append(done.stdout.replace("''", "None"))  # no user and no password: the old defaults were empty
    assert said[0] == said[1]


def test_settings_that_become_one_go_together_or_not_at_all(fixed: Fix) -> None:
    source = """\
SECRET_KEY = "x"
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["shop"]
DEFAULT_FILE_STORAGE = "shop.storage.Bucket"
STATICFILES_STORAGE = "django.contrib.staticfiles.storage.CachedStaticFilesStorage"
"""
    text = fixed("DJ51-storages DJ31-cached-static-files-storage", prod=source)["prod"]
    assert '"BACKEND": "shop.storage.Bucket"' in text
    assert '"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"' in text


APPS = "from django.apps import AppConfig\n\n\nclass BooksConfig(AppConfig):\n    name = '{}'\n"


@pytest.mark.parametrize(
    ("listed", "name"),
    [("conf.books", "conf.books"), ("books", "books"), ("books.apps.BooksConfig", "books")],
)
def test_the_configuration_of_an_app_gets_the_name_that_the_settings_list(
    listed: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "conf" / "books").mkdir(parents=True)
    texts = {"conf/settings.py": f"INSTALLED_APPS = ['{listed}']\n", "conf/books/apps.py": APPS.format("books")}
    for path, text in texts.items():
        (tmp_path / path).write_text(text)
    versions = Versions(Version("3.8"), Version("2.2")), Versions(Version("3.12"), Version("5.2"))
    looked = fix(tmp_path, map(PurePosixPath, texts), Settings(*versions, frozenset(["DJ32-app-config-name"])))
    changed = {str(one.change.path): one.change.after.decode() for one in looked if one.change}
    assert {**texts, **changed}["conf/books/apps.py"] == APPS.format(name)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "starts"), [("books", False), ("conf.books", True)])
def test_django_starts_with_the_right_name_of_an_app_only(name: str, starts: bool, tmp_path: Path) -> None:
    (tmp_path / "conf" / "books").mkdir(parents=True)
    (tmp_path / "conf" / "books" / "apps.py").write_text(APPS.format(name))
    code = "import django.conf as c, django\nc.settings.configure(INSTALLED_APPS=['conf.books'])\ndjango.setup()\n"
    done = subprocess.run([django("5.2"), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is starts, done.stderr


MIXIN = "from django.utils.deprecation import MiddlewareMixin\n\n\n"


@pytest.mark.parametrize(
    ("made", "called"),
    [
        ("class Shop(MiddlewareMixin):\n    header = 1\n", "Shop(lambda request: None)"),
        ("class Shop(MiddlewareMixin):\n    def __init__(self, get_response):\n        super().__init__(get_response)\n",
         "Shop(lambda request: None)"),
        ("class Shop(MiddlewareMixin):\n    def __init__(self):\n        pass\n", "Shop()"),
        ("class Shop:\n    header = 1\n", "Shop()"),
    ],
)  # fmt: skip
def test_a_middleware_of_another_file_is_made_with_a_response(made: str, called: str, tmp_path: Path) -> None:
    texts = {"middleware.py": MIXIN + made, "test_shop.py": "from middleware import Shop\n\nShop()\n"}
    for path, text in texts.items():
        (tmp_path / path).write_text(text)
    versions = Versions(Version("3.8"), Version("2.2")), Versions(Version("3.12"), Version("5.2"))
    settings = Settings(*versions, frozenset(["DJ40-middleware-without-response"]))
    looked = fix(tmp_path, map(PurePosixPath, texts), settings)
    changed = {str(one.change.path): one.change.after.decode() for one in looked if one.change}
    assert {**texts, **changed}["test_shop.py"] == f"from middleware import Shop\n\n{called}\n"
