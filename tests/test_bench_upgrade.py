"""The upgrade benchmark's own bookkeeping: nothing is upgraded here."""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest


def _load() -> Any:
    path = Path(__file__).parents[1] / "bench" / "upgrade.py"
    spec = importlib.util.spec_from_file_location("bench_upgrade", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_upgrade"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


upgrade = _load()


def options(django: str, **more: object) -> argparse.Namespace:
    given = {"to_python": "3.12", "to_django": django, "peers": False, "jobs": 2, "write": None, **more}
    return argparse.Namespace(**given)


GOOD = upgrade.Row("a", 2, 2, 2, outcome="passed", seconds=9, peers="0")
BAD = upgrade.Row("b", 3, 3, 1, 2, 0, 1, "broke", "2 tests do not pass.", 8)


def test_each_target_has_a_section_of_its_own_and_other_packages_stay(tmp_path: Path) -> None:
    file = tmp_path / "benchmark.md"
    upgrade.write_section(file, [GOOD, BAD], options("5.2"))
    upgrade.write_section(file, [BAD], options("6.1"))
    first = file.read_text()
    assert first.count("## Python 3.12, Django") == 2
    assert "- b: 2 tests do not pass." in first
    assert "| b | 3 | 1 | 2 | 0 | 1 | broke | 8 | - |" in first
    assert "1 of 2 upgraded." in first
    assert "0 of 1 upgraded." in first
    assert "0 of 1 by pyupgrade and django-upgrade alone." in first

    mended = upgrade.Row("b", 3, 3, 3, outcome="passed", seconds=7)
    upgrade.write_section(file, [mended], options("5.2"))
    head, five, six = file.read_text().split("\n## ")
    assert "| a | 2 | 2 | 0 | 0 | 0 | passed | 9 | 0 |" in five
    assert "| b | 3 | 3 | 0 | 0 | 0 | passed | 7 | - |" in five
    assert "2 of 2 upgraded." in five
    assert "- b:" not in five
    assert six.strip() == first.split("\n## ")[2].strip()
    assert head.strip() == upgrade.HEAD.strip()


def test_packages_whose_tests_were_changed_are_named_under_the_table(tmp_path: Path) -> None:
    file = tmp_path / "benchmark.md"
    some = [upgrade.Row(name, 2, 2, 2, outcome="passed", expectations=count) for name, count in (("a", 5), ("b-c", 1))]
    upgrade.write_section(file, [*some, BAD], options("5.2"))
    assert f"{upgrade.EXPECTED}a (5), b-c (1).\n" in file.read_text()
    upgrade.write_section(file, [GOOD, BAD], options("5.2"))
    assert f"{upgrade.EXPECTED}b-c (1).\n" in file.read_text()
    assert "- b: 2 tests do not pass." in file.read_text()


def test_an_error_is_a_row_what_was_measured_is_remembered_and_errors_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def unpack(package: dict[str, object], target: Path) -> Path:
        asked.append(str(package["name"]))
        if package["name"] == "b":
            raise LookupError("no source distribution")
        return target

    report = {"verdict": {"outcome": "passed", "why": "", "before": {"passed": 2}, "after": {"passed": 2}}}
    monkeypatch.setattr(upgrade, "unpack", unpack)
    monkeypatch.setattr(upgrade, "upgrade", lambda *_: report)
    packages = [{"name": name, "passes_on_old": 2} for name in ("a", "b", "c")]
    rows = upgrade.measure_all(packages, tmp_path, options("5.2"))
    assert [(row.name, row.outcome, row.upgraded) for row in rows] == [
        ("a", "passed", True),
        ("b", "error", False),
        ("c", "passed", True),
    ]
    assert rows[1].why == "LookupError: no source distribution"
    assert sorted(asked) == ["a", "b", "c"]
    upgrade.measure_all(packages, tmp_path, options("5.2"))
    assert sorted(asked) == ["a", "b", "b", "c"]
    assert set(json.loads((tmp_path / "results-3.12-5.2.json").read_text())) == {"a", "c"}
