"""Which files rules look at, told by their names and a look at their bytes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

MAX_BYTES = 2_000_000  #: larger files are generated ones; parsing them costs minutes and memory


def file_kind(path: PurePosixPath) -> str:
    """Return what rules take a file for by its name: ``python``, ``plain`` or, for all others, ``template``."""
    return "python" if path.suffix == ".py" else "plain" if kind_of(path) else "template"


# -- templates --------------------------------------------------------------------------------------------------------

_SUFFIXES = {".html", ".htm", ".txt", ".xml", ".djhtml", ".email"}
_OTHERS = {".py", ".pyc", ".jinja", ".jinja2", ".j2", ".mako"}
_BLOCK_TAG = re.compile(rb"\{%[ \t]*[a-z_]+[^\n]*?%\}")


def may_be_template(path: PurePosixPath) -> bool:
    """Return whether a file is worth reading to see if it is a Django template, by where it lies."""
    folders = set(path.parts[:-1])
    if path.suffix in _OTHERS or "jinja2" in folders:
        return False
    return "templates" in folders or (path.suffix in _SUFFIXES and not folders & {"doc", "docs"})


def is_template(path: PurePosixPath, data: bytes) -> bool:
    """Return whether a file is a Django template: text below a ``templates`` folder, or text that holds template tags."""
    return b"\0" not in data and ("templates" in path.parts[:-1] or _BLOCK_TAG.search(data) is not None)


# -- plain text -------------------------------------------------------------------------------------------------------

CYTHON = {".pyx", ".pxd", ".pxi"}
_C = {".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", *CYTHON}
_SCRIPTS = {".sh", ".bash", ".mk", ".bat", ".ps1"}
_NAMES = {
    *(
        "Makefile",
        "makefile",
        "GNUmakefile",
        "Dockerfile",
        "Containerfile",
        "Procfile",
        "justfile",
        "tox.ini",
        "Jenkinsfile",
    ),
    *(
        ".travis.yml",
        ".gitlab-ci.yml",
        "appveyor.yml",
        ".appveyor.yml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
    ),
}
_SETTINGS = {"setup.cfg", "pyproject.toml", "pytest.ini", ".pytest.ini"}


def kind_of(path: PurePosixPath) -> str:
    """Return ``c``, ``commands`` or ``settings`` for a file that rules for plain text look at, else nothing."""
    if "templates" in path.parts[:-1]:
        return ""
    if path.suffix in _C:
        return "c"
    if path.name in _SETTINGS:
        return "settings"
    ci = path.suffix in (".yml", ".yaml") and path.parts[:2] in ((".github", "workflows"), (".circleci", path.name))
    script = path.suffix in _SCRIPTS or path.name in _NAMES or path.name.startswith("Dockerfile.")
    return "commands" if ci or script or _starts_services(path) else ""


def _starts_services(path: PurePosixPath) -> bool:
    """Return whether a file says how programs are started: of Docker Compose, systemd or supervisor."""
    compose = path.suffix in (".yml", ".yaml") and path.name.startswith(("docker-compose", "compose."))
    supervisor = path.suffix in (".conf", ".ini") and any("supervisor" in part for part in path.parts)
    return compose or supervisor or path.suffix == ".service"
