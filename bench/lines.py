"""How long a scan takes over pins alone: 200,000 lines of each kind of file, in CPU seconds.

    python bench/lines.py                     # every kind
    python bench/lines.py poetry.lock uv.lock

Prints a table. Nothing is looked up: a scan asks no index.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

LINES = 200_000
_HASH = hashlib.sha256(b"").hexdigest()
_URL = "https://example.org/package"
_PROJECT = '[project]\nname = "site"\nversion = "1"\ndependencies = ["django==2.2.13"]\n'
_POETRY = (
    '[tool.poetry]\nname = "site"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.8"\ndjango = "2.2.13"\n'
)


def main(arguments: Sequence[str]) -> int:
    """Measure the kinds of files named, or all."""
    print("| file | lines | pins | CPU seconds |\n| --- | --- | --- | --- |")
    for kind in arguments or KINDS:
        with tempfile.TemporaryDirectory(prefix="upgrader-lines-") as temporary:
            root = Path(temporary)
            files = KINDS[kind]()
            for name, text in {"app.py": "import django\n", ".python-version": "3.8\n", **files}.items():
                (root / name).write_text(text, encoding="utf-8")
            lines = max(text.count("\n") for text in files.values())
            pins, seconds = measure(root)
            print(f"| {kind} | {lines} | {pins} | {seconds:.1f} |", flush=True)
    return 0


def measure(root: Path) -> tuple[int, float]:
    """Scan a folder with nothing remembered; return how many pins it has, and the CPU seconds that took."""
    output = root / "report.json"
    command = [sys.executable, "-m", "upgrader", "scan", ".", "--to-django", "5.2", "--format", "json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "XDG_CACHE_HOME": str(root / "cache")}
    subprocess.run(
        [*command, "--output", str(output)], cwd=root, env=environment, check=False, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(output.read_text(encoding="utf-8"))["summary"]["pins"], seconds


def repeated(form: str, lines: int) -> str:
    """Return as many of a text with ``{n}`` for a number as fill the lines."""
    each = form.count("\n")
    return "".join(form.replace("{n}", str(number)) for number in range(lines // each))


def of_requirements(form: str, name: str = "requirements.txt") -> dict[str, str]:
    """Return a requirements file, or one that it names with ``-c``."""
    if name == "requirements.txt":
        return {name: "Django==2.2.13\n" + repeated(form, LINES)}
    return {"requirements.txt": f"-c {name}\nDjango==2.2.13\n", name: repeated(form, LINES)}


def of_lock(name: str, manifest: str, head: str, form: str, end: str = "") -> dict[str, str]:
    """Return a lock file in TOML with its manifest; Django comes first in it."""
    django = form.replace("package-{n}", "django").replace("1.{n}", "2.2.13")
    return {"pyproject.toml": manifest, name: head + django + repeated(form, LINES) + end}


def pipfile_lock() -> dict[str, str]:
    """Return a Pipfile with its lock."""
    rows = {"django": {"hashes": [f"sha256:{_HASH}"], "version": "==2.2.13"}}
    rows |= {
        f"package-{n}": {"hashes": [f"sha256:{_HASH}"], "version": f"==1.{n}"} for n in range(LINES // 6)
    }  # six lines each
    lock = {"_meta": {"hash": {"sha256": _HASH}}, "default": rows, "develop": {}}
    return {"Pipfile": '[packages]\ndjango = "==2.2.13"\n', "Pipfile.lock": json.dumps(lock, indent=4) + "\n"}


_NAMED = '[[package]]\nname = "package-{n}"\nversion = "1.{n}"\n'
KINDS: dict[str, Callable[[], dict[str, str]]] = {
    "requirements.txt": lambda: of_requirements("package-{n}==1.{n}\n"),
    "ranges": lambda: of_requirements("package-{n}>=1.{n},<2\n"),
    "with markers": lambda: of_requirements("package-{n}==1.{n} ; python_version >= '3.6'  # via x\n"),
    "with hashes": lambda: of_requirements(f"package-{{n}}==1.{{n}} \\\n    --hash=sha256:{_HASH}\n    # via x\n"),
    "constraints.txt": lambda: of_requirements("package-{n}==1.{n}\n", "constraints.txt"),
    "poetry.lock": lambda: of_lock(
        "poetry.lock",
        _POETRY,
        "",
        _NAMED + f'description = ""\noptional = false\npython-versions = "*"\n'
        f'files = [\n    {{file = "p.whl", hash = "sha256:{_HASH}"}},\n]\n\n',
        '[metadata]\nlock-version = "2.0"\npython-versions = "^3.8"\ncontent-hash = "x"\n',
    ),
    "pdm.lock": lambda: of_lock(
        "pdm.lock",
        _PROJECT,
        '[metadata]\ngroups = ["default"]\nlock_version = "4.4"\n\n',
        _NAMED + f'groups = ["default"]\nfiles = [\n    {{file = "p.whl", hash = "sha256:{_HASH}"}},\n]\n\n',
    ),
    "uv.lock": lambda: of_lock(
        "uv.lock",
        _PROJECT,
        'version = 1\nrequires-python = ">=3.8"\n\n',
        _NAMED
        + f'source = {{ registry = "https://example.org/simple" }}\nwheels = [\n    {{ url = "{_URL}.whl", hash = '
        f'"sha256:{_HASH}", size = 1 }},\n]\n\n',
    ),
    "pylock.toml": lambda: of_lock(
        "pylock.toml",
        _PROJECT,
        'lock-version = "1.0"\ncreated-by = "x"\n\n',
        _NAMED.replace("[[package]]", "[[packages]]")
        + f'[[packages.wheels]]\nurl = "{_URL}.whl"\nhashes = {{ sha256 = "{_HASH}" }}\n\n',
    ),
    "Pipfile.lock": pipfile_lock,
    "environment.yml": lambda: {
        "environment.yml": "name: site\ndependencies:\n  - python=3.8\n  - django=2.2.13\n"
        + repeated("  - package-{n}=1.{n}\n", LINES)
    },
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
