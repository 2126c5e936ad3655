"""Requirements files that pip-compile or uv made, compiled once more: uv does both, in the file's own style.

The pins stand in the file already (`rewrite`). Compiling it again takes out what nothing needs any more, puts what is new
in its place and names who needs what. Where anything else would change the file stays as it was written.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name
from uv import find_uv_bin

from upgrader.model import Change, UpgraderError
from upgrader.pins import requirements
from upgrader.pins.index import IndexSettings
from upgrader.pins.relock import Goal, run, uv_arguments
from upgrader.pins.resolve import timestamp, uv_environment

_HEAD = re.compile(r"\A(?:[ \t]*(?:#.*)?\n)*")
_COMMAND = re.compile(r"^#[ \t]+((?:uv )?pip[- ]compile\b.*)$", re.MULTILINE)
#: pip-compile before its release 6 had the comment continue the line of the hashes, and everything in one comment.
_OLD_STYLE = re.compile(r"--hash=\S+ \\\n[ \t]+# via \S")
_LEFT_OUT = "# The following packages were excluded from the output:"
_UNSAFE = "# The following packages are considered to be unsafe in a requirements file:"
#: Options of pip-compile: None for what uv does anyway or need not do, else what uv calls it. The rest is not for us.
_PIP_COMPILE = {
    "--generate-hashes": "--generate-hashes",
    "--strip-extras": "",
    "--no-annotate": "--no-annotate",
    "--annotation-style": "--annotation-style",
    "--extra": "--extra",
    "--all-extras": "--all-extras",
    **dict.fromkeys(
        ("-o", "--output-file", "--resolver", "--allow-unsafe", "--no-strip-extras", "-U", "--upgrade"), ""
    ),
    **dict.fromkeys(("--no-emit-index-url", "--no-emit-trusted-host", "--quiet", "-q", "-v", "--verbose"), ""),
    **dict.fromkeys(("--no-emit-options", "--no-emit-find-links"), ""),
}
_VALUED = {"-o", "--output-file", "--resolver", "--annotation-style", "--extra"}
_UNSAFE_NAMES = ("distribute", "pip", "setuptools", "wheel")


def recompile(
    root: Path, files: Iterable[PurePosixPath], to: Goal, settings: IndexSettings, *, allow_build: bool = False
) -> Iterator[Change]:
    """Yield the compiled ones of ``files`` below ``root`` as their tool would write them for the target.

    Of a package that stays in a file every line but its comment is as it was. The files are as they were afterwards.
    """
    for file in files:
        before = (root / file).read_bytes()
        try:
            text = before.decode()
            words, folder = _uv_words(text, root, file)
            if not words or "\r" in text:
                continue
            new = _compile(text, words, folder, root / file, to, settings, allow_build=allow_build)
            if new and _is_same(text, new, file):
                yield Change(file, before, new.encode())
        except (UnicodeDecodeError, UpgraderError):
            continue  # as it was written, which is complete
        finally:
            (root / file).write_bytes(before)


def _uv_words(text: str, root: Path, file: PurePosixPath) -> tuple[list[str], Path]:
    """Return what uv is to be told, and where, by the command in the head of a file; nothing where there is none."""
    head = _HEAD.match(text)
    found = _COMMAND.search(head[0]) if head else None
    if not found:
        return [], root
    by_uv = found[1].startswith("uv")
    words = (uv_arguments(found[1]) if by_uv else _from_pip_compile(found[1], text)) or []
    if words and _OLD_STYLE.search(text) and "--annotation-style" not in words:
        words += ["--annotation-style", "line"]
    sources = [word for word in words[2:] if re.fullmatch(r"[^-].*\.(?:in|txt|toml|cfg|py)", word)]
    if words and not sources:
        sources = [file.with_suffix(".in").name]  # what pip-compile takes by itself
        words += sources
    for folder in (root, (root / file).parent):
        if sources and all((folder / source).is_file() for source in sources):
            return words, folder
    return [], root


def _from_pip_compile(command: str, text: str) -> list[str]:
    try:
        rest = shlex.split(command)[1:]
    except ValueError:
        return []
    found = ["pip", "compile"]
    if re.search(r"^[\w.-]+\[", text, re.MULTILINE):
        found.append("--no-strip-extras")
    if "--allow-unsafe" not in rest:
        found += [
            f"--no-emit-package={name}" for name in _UNSAFE_NAMES[1:3] if not re.search(rf"^{name}==", text, re.M)
        ]
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("-"):
            if equals or name.startswith("/") or ".." in name:
                return []
            found.append(name)
        elif name not in _PIP_COMPILE:
            return []
        elif name in _VALUED:
            value = value if equals else rest.pop(0) if rest else ""
            found += [_PIP_COMPILE[name], value] if _PIP_COMPILE[name] else []
        elif _PIP_COMPILE[name]:
            found.append(_PIP_COMPILE[name])
    return found


def _compile(
    text: str, words: list[str], folder: Path, path: Path, to: Goal, settings: IndexSettings, *, allow_build: bool
) -> str:
    """Return the text that uv makes of a file, with the head and the end of the old one; nothing when it refuses."""
    built = [] if allow_build else ["--only-binary", ":all:"]
    version = [] if "--universal" in words else ["--python-version", to.series]
    limits = ["--exclude-newer", timestamp(to.cutoff), "--python", to.python, *version, *built]
    command = [find_uv_bin(), *words, "--no-header", "--output-file", str(path), "--quiet", "--color", "never", *limits]
    if run(command, folder, uv_environment(settings)):
        return ""
    head = _HEAD.match(text)
    new = re.sub(rf"\n*{_LEFT_OUT}(?:\n#.*)*\n*\Z", "\n", path.read_text(encoding="utf-8")).strip("\n")
    unsafe = re.search(rf"\n*{_UNSAFE}(?:\n#?[^\n]*)*\Z", text)
    if _OLD_STYLE.search(text):
        new = re.sub(r"^([ \t]+--hash=\S+)\n(?=[ \t]+# via)", r"\1 \\\n", new, flags=re.MULTILINE)
    return f"{to.in_command(head[0] if head else '')}{new}{unsafe[0] if unsafe else chr(10)}"


def _is_same(old: str, new: str, file: PurePosixPath) -> bool:
    """Return whether a file says the same as before, apart from packages that came or went and comments."""
    before, after = _rows(old, file), _rows(new, file)
    kept = all(name in after for name in before if name.startswith("-"))
    return bool(after) and kept and all(before.get(name, said) == said for name, said in after.items())


def _rows(text: str, file: PurePosixPath) -> dict[str, list[str]]:
    """Return the lines of each package without those that are only comments, and each option."""
    lines = text.split("\n")
    found: dict[str, list[str]] = {}
    for entry in requirements.parse(text, file):
        name = canonicalize_name(entry.requirement.name) if entry.requirement else f"{entry.option} {entry.text}"
        # what comes after the last hash, a comment or nothing, is a matter of style
        rows = [re.sub(r"(?<=\S)  #.*$|[ \t]*\\$", "", line) for line in lines[entry.line - 1 : entry.end]]
        rows = [line for line in rows if not line.lstrip().startswith("#")]
        found[name] = [*found.get(name, ()), *rows]
    return found
