"""What has to hold for any module: no rule fails, output parses, a second run changes nothing, order does not matter.

Modules are put together from the rules' own examples: each holds what some rule looks for, and side by side, in
functions, classes and branches, they hold what no author of one rule thought of.
"""

import importlib.util
import sys
import textwrap
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upgrader.catalogue import load_rules
from upgrader.modules import Modules

BENCH = Path(__file__).parent.parent / "bench" / "sources.py"


def bench_sources() -> Any:
    """Import ``bench/sources.py``, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("sources", BENCH)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sources"] = module
    spec.loader.exec_module(module)
    return module


SOURCES = bench_sources()
EXAMPLES = sorted(
    {example.before for rule in load_rules() for example in rule.examples if example.path == "example.py"}
)


def indented(header: str, body: str) -> str:
    # from __future__ and star imports stand at the top of a module only
    bare = not any(line.startswith(("from __future__", "from")) and "*" in line for line in body.splitlines())
    inside = bare and "from __future__" not in body and '"""' not in body and "'''" not in body
    return header + textwrap.indent(body, "    ") + "\n" if inside else body


WRAPPERS = [
    "",
    "def f(old, *args, **kwargs):\n",
    "class C:\n",
    "if x:\n",
    "try:\n    pass\nfinally:\n",
    "with y as z:\n",
]
PIECES = st.builds(indented, st.sampled_from(WRAPPERS), st.sampled_from(EXAMPLES))
MODULES = st.lists(PIECES, min_size=1, max_size=3).map("\n".join)


def is_python(text: str) -> bool:
    try:
        compile(text, "module", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(MODULES.filter(is_python))
def test_the_rules_hold_what_they_promise_on_any_module(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("module")
    (root / "module.py").write_text(text, encoding="utf-8")
    path = PurePosixPath("module.py")
    checked = SOURCES.check_file(root, path, SOURCES.everything(), Modules(root, [path]))
    assert checked.problems == ()
    assert checked.skipped == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SOURCES.DISTRIBUTIONS))
def test_the_rules_hold_what_they_promise_on_a_sample_of_real_code(name: str, tmp_path: Path) -> None:
    root = SOURCES.unpack(name, SOURCES.DISTRIBUTIONS[name], tmp_path)
    assert problems(root) == []


def problems(root: Path) -> list[Any]:
    files = SOURCES.python_files(root)
    modules, everything = Modules(root, files), SOURCES.everything()
    checked = [SOURCES.check_file(root, path, everything, modules) for path in SOURCES.sample(files, 60)]
    assert len(checked) == 60
    return [(str(one.path), one.problems) for one in checked if one.problems]
