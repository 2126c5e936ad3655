"""What a plan makes of findings and of where the pins go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from upgrader import run
from upgrader.model import Pin
from upgrader.pins.index import IndexSettings, SimpleIndex
from upgrader.scan import Options, Scanned, scan

CODE = """import jwt

print(jwt.encode({"id": 1}, "secret").decode())
"""


@pytest.mark.parametrize(("to", "found"), [("2.9.0", ["pyjwt2-encode"]), ("1.7.9", [])])
def test_rules_about_other_packages_ask_where_their_pins_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, found: list[str]
) -> None:
    (tmp_path / "requirements.txt").write_text("django==3.1.4\npyjwt==1.7.1\n")
    (tmp_path / "tokens.py").write_text(CODE)

    def propose(scanned: Scanned, options: Options, index: SimpleIndex) -> tuple[Pin, ...]:
        pins = scanned.inventory.pins
        return tuple(replace(pin, status="upgrade", to=to) if pin.name == "pyjwt" else pin for pin in pins)

    monkeypatch.setattr(run, "_propose", propose)
    options = Options(to_python="3.12", to_django="5.2")
    scanned = scan(tmp_path, options)
    planned = run._plan(scanned, options, SimpleIndex(IndexSettings("http://localhost:1"), tmp_path / "cache"))
    mine = [finding for finding in planned.findings if finding.rule.startswith("pyjwt2")]
    assert [finding.rule for finding in mine if finding.must] == [finding.rule for finding in mine] == found
    assert [step.rules for step in planned.steps if "pyjwt2-encode" in step.rules] == [tuple(found)] * len(found)
