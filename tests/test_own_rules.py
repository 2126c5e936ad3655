"""A project's own rules: loaded where its configuration names their folder, and nowhere else."""

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

import pytest

from upgrader import catalogue, sweep
from upgrader.cli import main
from upgrader.model import UpgraderError
from upgrader.project import read_project
from upgrader.scan import Options, rule_settings, scan

RULE = '''
import libcst as cst
from upgrader.rule import Hit, rule


@rule("OWN-old", package="python", since=None, gone="3.9", docs="https://example.org/", names=["shop.old"])
def old(node: cst.Name, file):
    """``old`` is now ``new``.

    ```diff
    -from shop import old
    +from shop import new
    -old
    +new
    ```

    ```diff
     from other import old

     old
    ```
    """
    yield Hit(node, "old is now new", "new")
'''


@pytest.fixture(autouse=True)
def no_rules_of_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    catalogue.use_folder(None)


def project(folder: Path, configuration: str = 'rules = "tools/rules"', rule: str = RULE) -> Path:
    (folder / "tools" / "rules").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(f"[tool.upgrader]\n{configuration}\n")
    (folder / "tools" / "rules" / "names.py").write_text(rule)
    (folder / "x.py").write_text("from shop import old\n\nprint(old)\n")
    return folder


def found(root: Path) -> list[str]:
    return [f"{finding.rule} {finding.path}:{finding.line}" for finding in scan(root, Options()).findings]


def test_own_rules_are_asked_like_all_others_and_their_folder_stays_as_it_is(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    before = sorted(root.rglob("*"))
    assert found(root) == ["OWN-old x.py:3"]
    assert sorted(root.rglob("*")) == before
    assert main(["fix", str(root / "x.py"), "--select", "OWN-old"]) == 1
    assert "print(new)" in (root / "x.py").read_text()


def test_own_rules_that_no_configuration_names_are_not_imported(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "", rule="raise SystemExit('imported')\n")
    assert found(root) == []


def test_a_rule_that_changes_is_asked_again(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    assert found(root) == ["OWN-old x.py:3"]
    catalogue.use_folder(None)
    other = project(tmp_path / "q", rule=RULE.replace("OWN-old", "OWN-new"))
    assert found(other) == ["OWN-new x.py:3"]
    assert found(root) == ["OWN-old x.py:3"]


def test_own_rules_are_there_in_a_process_that_is_started_anew(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    read = read_project(root)
    settings = rule_settings(read, read.old, Options())
    look = sweep._Look("scan", settings, root, read.files)
    with get_context("spawn").Pool(1, sweep._start, (look,)) as pool:
        ((_, looked),) = pool.apply(sweep._look_in_worker, ([PurePosixPath("x.py")],))
    assert [finding.rule for finding in looked.findings] == ["OWN-old"]


@pytest.mark.parametrize(
    ("configuration", "rule", "says"),
    [
        pytest.param('rules = "nowhere"', RULE, "which the configuration names for rules", id="no such folder"),
        pytest.param('rules = "tools/rules"', "1/0\n", "cannot be loaded: ZeroDivisionError", id="broken"),
        pytest.param(
            'rules = "tools/rules"', RULE.replace('"""', "'''", 1), "cannot be loaded: SyntaxError", id="syntax"
        ),
        pytest.param('rules = "tools/rules"', RULE.replace("```", ""), "cannot be loaded: RuleError", id="no examples"),
        pytest.param(
            'rules = "tools/rules"', RULE.replace("OWN-old", "PY312-imp-load-source"), "as another one is", id="taken"
        ),
        pytest.param("rules = 1", RULE, "rules in pyproject.toml must be the name of a folder", id="no name"),
    ],
)
def test_own_rules_that_cannot_be_loaded_are_said(tmp_path: Path, configuration: str, rule: str, says: str) -> None:
    with pytest.raises(UpgraderError, match=says):
        scan(project(tmp_path / "p", configuration, rule), Options())


def test_own_rules_can_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project(tmp_path / "p"))
    assert main(["rules"]) == 0
    assert "OWN-old" in capsys.readouterr().out
