"""Rules about settings that are spread over several modules."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version

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
            Versions(Version("3.8"), Version("2.2")), Versions(Version("3.12"), Version("6.1")), frozenset([rule])
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
