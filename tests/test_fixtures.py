"""The old sites under ``fixtures/`` are what they say: they worked in their time, and do not work now.

``bookshop.reasons.toml`` lists what stands in the way, one entry per interface that is gone; its head explains the keys.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import findpython
import pytest
import uv
from packaging.requirements import Requirement

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FIXTURES = Path(__file__).parent.parent / "fixtures"
SITE = FIXTURES / "bookshop"
PINS = ("requirements.txt", "requirements-dev.txt")
WRITTEN = "2020-03-01"  # the day on which the pins were made
ENOUGH = 25  # reasons that the site must have not to run


@dataclass(frozen=True)
class Reason:
    """One entry of ``bookshop.reasons.toml``."""

    id: str
    file: str
    old: str
    breaks: str
    gone: str
    probe: str = ""
    pin: str = ""


REASONS = tuple(Reason(**entry) for entry in tomllib.loads((FIXTURES / "bookshop.reasons.toml").read_text())["reason"])

#: Runs the probes that come as JSON ``{id: source}``, all in one process, and writes ``{id: end of the traceback}``.
RUN_PROBES = """
import json, sys, traceback

def set_up():
    import django
    from django.conf import settings
    if not settings.configured:
        settings.configure(
            DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}},
            INSTALLED_APPS=['django.contrib.admin', 'django.contrib.auth', 'django.contrib.contenttypes',
                            'django.contrib.sessions', 'django.contrib.messages', 'django.contrib.staticfiles'],
            MIDDLEWARE=['django.contrib.sessions.middleware.SessionMiddleware',
                        'django.contrib.auth.middleware.AuthenticationMiddleware',
                        'django.contrib.messages.middleware.MessageMiddleware'],
            SECRET_KEY='probes',
            STATIC_URL='/static/',
            TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates',
                        'OPTIONS': {'context_processors': [
                            'django.template.context_processors.request',
                            'django.contrib.auth.context_processors.auth',
                            'django.contrib.messages.context_processors.messages']}}],
            TIME_ZONE='Europe/London',
            USE_TZ=True)
        django.setup()

errors = {}
for name, source in json.load(sys.stdin).items():
    try:
        set_up()
        exec(compile(source, name, 'exec'), {'__name__': name})
    except Exception as error:
        errors[name] = traceback.format_exception_only(type(error), error)[-1].strip()
json.dump(errors, sys.stdout)
"""


def call(
    *command: str | Path, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = ""
) -> tuple[int, str, str]:
    """Run a command that nothing in the caller's environment configures; return its code and both outputs."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "SSL_CERT_FILE", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={
            **kept,
            "PYTHONDONTWRITEBYTECODE": "1",
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_CONFIG": "1",
            **(env or {}),
        },
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def make_environment(folder: Path, version: str, *install: str | Path) -> Path:
    """Make a virtual environment and return its interpreter; skip the test where there is no such Python."""
    major, minor = map(int, version.split("."))
    interpreter = findpython.find(major, minor)
    if interpreter is None:
        pytest.skip(f"Python {version} is not installed")
    python = folder / "bin" / "python"
    for command in (
        ["venv", "--python", interpreter.executable, folder],
        ["pip", "install", "--python", python, "--only-binary", ":all:", *install],
    ):
        code, _, errors = call(uv.find_uv_bin(), *command, cwd=folder.parent)
        assert code == 0, errors
    return python


def run_probes(python: Path, reasons: list[Reason], cwd: Path, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """Run the probes of ``reasons`` in one process; return the error of each that raised one."""
    probes = json.dumps({reason.id: reason.probe for reason in reasons})
    code, output, errors = call(python, "-c", RUN_PROBES, cwd=cwd, env=env, stdin=probes)
    assert code == 0, errors
    result: dict[str, str] = json.loads(output)
    return result


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python 3.8 with the site's pins, and what else an environment held in their time."""
    wanted = [part for name in PINS for part in ("-r", SITE / name)]
    folder = tmp_path_factory.mktemp("before") / "env"
    python = make_environment(folder, "3.8", "--require-hashes", *wanted)
    tools = ["pip", "setuptools", "wheel"]
    code, _, errors = call(
        uv.find_uv_bin(), "pip", "install", "--python", python, "--exclude-newer", WRITTEN, *tools, cwd=folder.parent
    )
    assert code == 0, errors
    return python


@pytest.fixture(scope="session")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python 3.12 with Django 5.2 and today's releases of what the site asks for."""
    wanted = [name for name in asked_for("requirements.in") if name != "django"]
    return make_environment(tmp_path_factory.mktemp("after") / "env", "3.12", "Django~=5.2.0", *wanted)


def asked_for(name: str) -> list[str]:
    """Return the names of the packages in one of the site's ``.in`` files, in lower case."""
    lines = (SITE / name).read_text().splitlines()
    return [Requirement(line).name.lower() for line in lines if line and not line.startswith(("#", "-"))]


def test_every_reason_has_an_id_of_its_own() -> None:
    assert len({reason.id for reason in REASONS}) == len(REASONS)


def test_no_two_reasons_are_the_same_text_in_the_same_file() -> None:
    assert len({(reason.file, reason.old) for reason in REASONS}) == len(REASONS)


def test_there_are_enough_reasons_and_enough_of_them_have_a_probe() -> None:
    assert len(REASONS) >= ENOUGH
    assert sum(bool(reason.probe) for reason in REASONS) >= ENOUGH


def test_reasons_come_from_every_kind_of_file() -> None:
    files = [reason.file for reason in REASONS]
    for part in (
        "/tests/",
        "/migrations/",
        "/settings/",
        "/templates/",
        "/management/",
        "requirements.txt",
        "models.py",
    ):
        assert any(part in file for file in files), part
    assert len(set(files)) >= ENOUGH - 5


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.id)
def test_reason_stands_in_the_site(reason: Reason) -> None:
    assert reason.old in (SITE / reason.file).read_text(encoding="utf-8")
    assert re.fullmatch(r"(python 3\.(9|1[0-2])|django [345]\.[0-2])", reason.gone)


@pytest.mark.parametrize("name", PINS)
def test_every_pin_is_exact_and_hashed(name: str) -> None:
    text = "\n".join(line for line in (SITE / name).read_text().splitlines() if not line.lstrip().startswith("#"))
    pinned = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        pin, *hashes = re.split(r"\s*\\\n\s*", entry.rstrip("\\ \n"))
        requirement = Requirement(pin)
        assert re.fullmatch(r"==\d+(\.\d+)+", str(requirement.specifier)), pin
        assert hashes, pin
        assert len(set(hashes)) == len(hashes), pin
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), hashes
        pinned.append(requirement.name)
    assert pinned == sorted(set(pinned))
    assert set(asked_for(name.replace(".txt", ".in"))) <= set(pinned)


@pytest.mark.slow
def test_the_old_site_passes_its_own_tests(before: Path, tmp_path: Path) -> None:
    code, _, errors = call(before, "manage.py", "test", cwd=SITE, env={"TMPDIR": str(tmp_path)})
    assert code == 0, errors
    ran = re.search(r"^Ran (\d+) tests in ", errors, re.MULTILINE)
    assert ran is not None, errors
    assert int(ran[1]) >= 30
    assert re.search(r"^OK$", errors, re.MULTILINE), errors


@pytest.mark.slow
def test_every_probe_passes_in_the_old_environment(before: Path, tmp_path: Path) -> None:
    assert run_probes(before, [reason for reason in REASONS if reason.probe], tmp_path) == {}


@pytest.mark.slow
def test_every_probe_breaks_in_the_new_environment_as_the_reason_says(after: Path, tmp_path: Path) -> None:
    reasons = [reason for reason in REASONS if reason.probe and not reason.pin]
    seen = run_probes(after, reasons, tmp_path)
    surprises = {
        reason.id: seen.get(reason.id, "nothing broke")
        for reason in reasons
        if not seen.get(reason.id, "").startswith(reason.breaks)
    }
    assert surprises == {}


@pytest.mark.slow
@pytest.mark.parametrize("reason", [reason for reason in REASONS if reason.pin], ids=lambda reason: reason.id)
def test_old_pin_breaks_in_the_new_environment(reason: Reason, after: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pin"
    install = (
        "pip",
        "install",
        "--python",
        after,
        "--target",
        folder,
        "--no-deps",
        "--only-binary",
        ":all:",
        reason.pin,
    )
    code, _, errors = call(uv.find_uv_bin(), *install, cwd=tmp_path)
    if not reason.probe:
        assert code != 0
        assert reason.breaks in " ".join(errors.split())
        return
    assert code == 0, errors
    seen = run_probes(after, [reason], tmp_path, {"PYTHONPATH": str(folder)})
    assert seen.get(reason.id, "nothing broke").startswith(reason.breaks)
