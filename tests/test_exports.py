"""Which names of a file the rest of the project takes from it, and so keep their spelling."""

from pathlib import Path, PurePosixPath

from upgrader.modules import exported_names


def written(folder: Path, files: dict[str, str]) -> frozenset[tuple[str, str]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return exported_names(folder, map(PurePosixPath, files))


def test_names_imported_over_several_lines_are_exported(tmp_path: Path) -> None:
    found = written(tmp_path, {"a.py": "from .compat import (\n    one,  # why\n    two as three,\n)\n"})
    assert {("compat", "one"), ("compat", "two")} <= found


def test_a_star_import_exports_only_what_its_file_mentions(tmp_path: Path) -> None:
    found = written(tmp_path, {"base.py": "used = other = 1\n", "dev.py": "from .base import *\nprint(used)\n"})
    assert ("base", "used") in found
    assert ("base", "other") not in found


def test_a_star_import_of_a_star_import_reaches_the_first(tmp_path: Path) -> None:
    files = {"base.py": "", "dev.py": "from .base import *\n", "test.py": "from .dev import *\nprint(used)\n"}
    assert ("base", "used") in written(tmp_path, files)


def test_a_package_goes_by_its_folder(tmp_path: Path) -> None:
    found = written(tmp_path, {"conf/__init__.py": "from .base import *\nprint(used)\n", "conf/base.py": ""})
    assert ("base", "used") in found


def test_a_name_from_somebody_elses_module_of_the_same_name_is_not_exported(tmp_path: Path) -> None:
    files = {"shop/decorators.py": "from django.utils.decorators import available_attrs\n"}
    assert written(tmp_path, files) == frozenset()


def test_a_module_inside_a_package_makes_nobody_elses_package_the_projects_own(tmp_path: Path) -> None:
    text = "from django.core.files.storage import get_storage_class\n"
    files = {"site/__init__.py": "", "site/storage.py": "", "site/off/__init__.py": "", "site/off/django.py": text}
    assert written(tmp_path, files) == frozenset()
