"""What is in the wheel: the list of packages is written by hand, as the rules and fixtures lie beside ``src``."""

from pathlib import Path

import tomlkit

ROOT = Path(__file__).parents[1]


def test_every_package_is_listed() -> None:
    listed = tomlkit.parse((ROOT / "pyproject.toml").read_text("utf-8")).unwrap()["tool"]["setuptools"]["packages"]
    inits = [path.parent for folder in ("src", "codemods") for path in (ROOT / folder).rglob("__init__.py")]
    names = {".".join(path.relative_to(ROOT / "src" if "src" in path.parts else ROOT).parts) for path in inits}
    names = {name if name.startswith("upgrader") else f"upgrader.{name}" for name in names}
    assert "upgrader.rendering" in names
    assert names <= set(listed)
