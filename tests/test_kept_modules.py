"""Modules that left the standard library and live on in a distribution: code that needs one makes it a requirement."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
from packaging.version import Version

from upgrader import cache
from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix_file, scan_file
from upgrader.model import Change, Safety, Versions
from upgrader.pins.index import File, Release
from upgrader.pins.rewrite import add_requirement
from upgrader.scan import Options, scan

OLD = Versions(Version("3.8"))
RULES = frozenset(rule.id for rule in load_rules() if rule.package == "python")
PATH = PurePosixPath("mail.py")


def settings(python: str, *required: str) -> Settings:
    return Settings(OLD, Versions(Version(python)), RULES, required=frozenset(required))


@pytest.mark.parametrize(
    ("source", "python", "requires"),
    [
        pytest.param("import telnetlib\n\ntelnetlib.Telnet()\n", "3.13", "standard-telnetlib", id="standard-*"),
        pytest.param("from cgi import FieldStorage\n\nFieldStorage()\n", "3.13", "legacy-cgi", id="cgi"),
        pytest.param("import asyncore\n\nasyncore.loop()\n", "3.12", "pyasyncore", id="asyncore"),
        pytest.param("import telnetlib\n\ntelnetlib.Telnet()\n", "3.12", "", id="still there"),
        pytest.param("import telnetlib\n", "3.13", "", id="not used"),
        pytest.param("import nis\n\nnis.maps()\n", "3.13", "", id="nothing keeps it"),
        pytest.param(
            "try:\n    import telnetlib\nexcept ImportError:\n    telnetlib = None\nprint(telnetlib)\n",
            "3.13",
            "",
            id="guarded",
        ),
    ],
)
def test_code_that_needs_a_module_requires_what_keeps_it(source: str, python: str, requires: str) -> None:
    looked = fix_file(PATH, source.encode(), settings(python))
    assert [one.partition(";")[0] for one in looked.requires] == ([requires] if requires else [])
    if requires:
        assert looked.change is None
        (finding,) = scan_file(PATH, source.encode(), settings(python)).findings
        assert (finding.must, finding.fixable, finding.safety) == (True, True, Safety.REVIEW)


def test_a_module_whose_distribution_is_required_is_not_reported() -> None:
    source = b"import telnetlib\nimport uu\n\ntelnetlib.Telnet(uu)\n"
    (finding,) = scan_file(PATH, source, settings("3.13", "standard-telnetlib")).findings
    assert finding.message.startswith("uu:")


def test_a_scan_knows_what_the_project_requires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "cache")
    root = tmp_path / "project"
    root.mkdir()
    (root / ".python-version").write_text("3.8\n")
    (root / "mail.py").write_text("import telnetlib\n\ntelnetlib.Telnet()\n")
    options = Options(to_python="3.13")
    assert [one.rule for one in scan(root, options).findings] == ["PY313-modules-m-to-z"]
    (root / "requirements.txt").write_text('standard-telnetlib; python_version >= "3.13"\n')
    assert scan(root, options).findings == ()


def test_the_marker_of_a_requirement_is_written_with_it(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("six==1.16.0\n")
    index = SimpleNamespace(releases=lambda name: (Release(Version("3.13.0"), (File("a.whl", "", wheel=True),)),))
    wanted = 'standard-uu; python_version >= "3.13"'
    change = add_requirement(tmp_path, (PurePosixPath("requirements.txt"),), wanted, "the code imports it", index)
    assert isinstance(change, Change)
    assert change.after == b'six==1.16.0\nstandard-uu==3.13.0; python_version >= "3.13"  # the code imports it\n'
