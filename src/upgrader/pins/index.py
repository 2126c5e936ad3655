"""The package index: the only code of the pins stage that talks to one.

Which index is what the user told uv, else what they told pip, else the one ``pypi_simple`` knows. Pages are asked for
with the simple API (PEP 691), a release's metadata as its own small file (PEP 658), so nothing is ever built.
"""

from __future__ import annotations

import configparser
import hashlib
import io
import json
import os
import re
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

import requests
from packaging.metadata import parse_email
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from platformdirs import user_cache_path
from pypi_simple import (
    PYPI_SIMPLE_ENDPOINT,
    NoSuchProjectError,
    ProjectPage,
    PyPISimple,
    UnsupportedContentTypeError,
    UnsupportedRepoVersionError,
)
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from urllib3.util.retry import Retry

from upgrader.model import UpgraderError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FRESH = 600  # seconds a page is believed: long enough for all stages of one run, short enough to see a new release
_TAILS = (128 * 1024, 2 * 1024 * 1024)  # bytes of a wheel read for its metadata: few files, thousands of files
_TIMEOUT = (10, 60)  # seconds to connect, to answer
_LARGEST = 20 * 1024 * 1024  # bytes of an archive that is worth reading for what it says


@dataclass(frozen=True)
class File:
    """One file of a release; ``hashes`` maps algorithm to digest.

    ``uploaded`` and ``has_metadata`` are None where the index does not say.
    """

    name: str
    url: str
    wheel: bool
    requires_python: str | None = None
    yanked: bool = False
    uploaded: datetime | None = None
    hashes: dict[str, str] = field(default_factory=dict)
    has_metadata: bool | None = None
    size: int | None = None


@dataclass(frozen=True)
class Release:
    """One version of a project with its files, at least one."""

    version: Version
    files: tuple[File, ...]

    @property
    def uploaded(self) -> datetime | None:
        """When its first file was uploaded, None where the index does not say."""
        return min((file.uploaded for file in self.files if file.uploaded), default=None)

    @property
    def yanked(self) -> bool:
        """Whether every file was withdrawn (PEP 592)."""
        return all(file.yanked for file in self.files)


@dataclass(frozen=True)
class Metadata:
    """What a release says about itself: the fields of core metadata that decide about versions."""

    requires_python: SpecifierSet
    requires: tuple[Requirement, ...]
    classifiers: frozenset[str]


class Index(Protocol):
    """What the rest of the stage needs to know of an index."""

    def releases(self, name: str) -> tuple[Release, ...]:
        """Return the releases of a project in version order, nothing for an unknown one."""

    def metadata(self, release: Release) -> Metadata | None:
        """Return what a release says about itself, None where neither a file of its own nor an archive says it."""

    def download(self, file: File) -> bytes | None:
        """Return a file whose hash is the one the index gives, None where it cannot be had."""

    def advisories(self, name: str, version: Version) -> tuple[str, ...] | None:
        """Return the known vulnerabilities of a release, None where the index does not serve such data."""


@dataclass(frozen=True)
class IndexSettings:
    """Where packages come from: URLs, possibly with credentials in them, so never print one.

    ``best_match`` is pip's way with several indexes (all are one); without it the first index that has a project is
    the only one asked for it, which is uv's way. ``offline`` answers from what earlier runs kept, ``newest`` is the time
    after which uv is told to take nothing (``exclude-newer``).
    """

    default: str = PYPI_SIMPLE_ENDPOINT
    extra: tuple[str, ...] = ()
    best_match: bool = False
    offline: bool = False
    newest: datetime | None = None

    def environment(self) -> dict[str, str]:
        """Return the variables that tell uv the same; variables, because anyone may read another's command line."""
        variables = {"UV_DEFAULT_INDEX": self.default, "UV_INDEX": " ".join(self.extra)}
        if self.best_match and self.extra:
            variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
        if self.offline:
            variables["UV_OFFLINE"] = "1"
        return {name: value for name, value in variables.items() if value}


def read_settings(environ: Mapping[str, str] = os.environ, home: Path | None = None) -> IndexSettings:
    """Return the index that uv is configured for, else pip's, else the public one.

    Read are the variables and the machine's and the user's configuration files of both. Folders as indexes are left
    out: they do not say when anything was uploaded, and every choice here depends on that. Raises UpgraderError when
    a folder is the only index, or a configuration file cannot be read.
    """
    home = home or Path.home()
    settings = _uv_settings(environ, home) or _pip_settings(environ, home) or IndexSettings()
    if not _is_remote(settings.default):
        raise UpgraderError(
            "The configured package index is a folder, which does not say when releases were uploaded. "
            "Configure an index with an http or https address."
        )
    offline = environ.get("UV_OFFLINE", "").lower() in ("1", "true", "yes", "on")
    extra = tuple(filter(_is_remote, settings.extra))
    return IndexSettings(settings.default, extra, settings.best_match, offline, _newest(environ, home))


def _newest(environ: Mapping[str, str], home: Path) -> datetime | None:
    """Return uv's ``exclude-newer``, a moment or an age (https://docs.astral.sh/uv/reference/settings/#exclude-newer)."""
    said = environ.get("UV_EXCLUDE_NEWER") or next(
        (
            str(table["exclude-newer"])
            for table in map(_read_toml, _uv_files(environ, home))
            if "exclude-newer" in table
        ),
        "",
    )
    if not said:
        return None
    age = re.fullmatch(r"P?\s*(\d+)\s*(d|w|days?|weeks?)(?:\s+ago)?", said.strip(), re.IGNORECASE)
    if age:
        days = int(age[1]) * (7 if age[2].lower().startswith("w") else 1)
        return datetime.now(timezone.utc) - timedelta(days=days)
    try:
        # Python 3.10 does not read the Z that RFC 3339 writes for UTC
        moment = datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", said.strip()))
    except ValueError:
        raise UpgraderError(f"uv's exclude-newer is {said!r}, which is no date. Write it like 2026-01-31.") from None
    if "T" not in said.upper() and " " not in said.strip():
        moment += timedelta(days=1)  # uv: a date holds until its end
    return moment if moment.tzinfo else moment.astimezone()


def _is_remote(url: str) -> bool:
    return urlsplit(url).scheme in ("http", "https")


def _uv_settings(environ: Mapping[str, str], home: Path) -> IndexSettings | None:
    default = environ.get("UV_DEFAULT_INDEX") or environ.get("UV_INDEX_URL") or ""
    named = [_split_name(item) for item in environ.get("UV_INDEX", "").split()]
    named += [("", url) for url in environ.get("UV_EXTRA_INDEX_URL", "").split()]
    for file in _uv_files(environ, home):
        table = _read_toml(file)
        pip = table.get("pip", {})
        default = default or table.get("index-url", "") or pip.get("index-url", "")
        for row in table.get("index", []):
            url = _with_credentials(row.get("name", ""), row.get("url", ""), environ)
            if row.get("default"):
                default = default or url
            else:
                named.append(("", url))
        named += [("", url) for url in [*table.get("extra-index-url", []), *pip.get("extra-index-url", [])]]
    extra = tuple(dict.fromkeys(_with_credentials(name, url, environ) for name, url in named))
    name, default = _split_name(default)
    default = _with_credentials(name, default, environ)
    return IndexSettings(default or PYPI_SIMPLE_ENDPOINT, extra) if default or extra else None


def _uv_files(environ: Mapping[str, str], home: Path) -> Iterator[Path]:
    """Yield uv's configuration files, strongest first (https://docs.astral.sh/uv/concepts/configuration-files/)."""
    if environ.get("UV_NO_CONFIG"):
        return
    if environ.get("UV_CONFIG_FILE"):
        yield Path(environ["UV_CONFIG_FILE"])
        return
    if os.name == "nt":
        folders = [environ.get("APPDATA", ""), environ.get("PROGRAMDATA", "")]
    else:
        folders = [environ.get("XDG_CONFIG_HOME") or str(home / ".config")]
        folders += [*environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":"), "/etc"]
    yield from (Path(folder, "uv", "uv.toml") for folder in folders if folder)


def _split_name(item: str) -> tuple[str, str]:
    """Split uv's ``name=url``; a URL alone has no name."""
    found = re.match(r"^([A-Za-z0-9._-]+)=(.*)$", item)
    return (found[1], found[2]) if found else ("", item)


def _with_credentials(name: str, url: str, environ: Mapping[str, str]) -> str:
    """Put the variables uv reads for a named index into its URL."""
    prefix = "UV_INDEX_" + re.sub(r"[^A-Z0-9]", "_", name.upper())
    user, password = environ.get(f"{prefix}_USERNAME", ""), environ.get(f"{prefix}_PASSWORD", "")
    parts = urlsplit(url)
    if not name or not (user or password) or "@" in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{parts.netloc}"))


def _pip_settings(environ: Mapping[str, str], home: Path) -> IndexSettings | None:
    default, extra = environ.get("PIP_INDEX_URL", ""), environ.get("PIP_EXTRA_INDEX_URL", "").split()
    for file in _pip_files(environ, home):
        # pip reads raw values too: a per cent sign in a password is no interpolation
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (OSError, UnicodeDecodeError, configparser.Error) as error:
            raise UpgraderError(f"pip's configuration {file} cannot be read. Correct it and start again.") from error
        for section in ("install", "global"):
            default = default or parser.get(section, "index-url", fallback="")
            extra = extra or parser.get(section, "extra-index-url", fallback="").split()
    return IndexSettings(default or PYPI_SIMPLE_ENDPOINT, tuple(extra), best_match=True) if default or extra else None


def _pip_files(environ: Mapping[str, str], home: Path) -> Iterator[Path]:
    """Yield pip's configuration files, strongest first (https://pip.pypa.io/en/stable/topics/configuration/)."""
    own = environ.get("PIP_CONFIG_FILE")
    if own == os.devnull:
        return
    if own:
        yield Path(own)
    if os.name == "nt":
        yield Path(environ.get("APPDATA", ""), "pip", "pip.ini")
        yield home / "pip" / "pip.ini"
        yield Path(environ.get("PROGRAMDATA", ""), "pip", "pip.ini")
        return
    yield Path(environ.get("XDG_CONFIG_HOME") or home / ".config", "pip", "pip.conf")
    if sys.platform == "darwin":
        yield home / "Library" / "Application Support" / "pip" / "pip.conf"
    yield home / ".pip" / "pip.conf"
    yield from (Path(folder, "pip", "pip.conf") for folder in environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":"))
    yield Path("/etc/pip.conf")


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise UpgraderError(f"uv's configuration {file} cannot be read. Correct it and start again.") from error


class _OwnHost(HTTPBasicAuth):
    """Credentials of an index's URL, sent to its host alone: files often lie on another, which must not learn them."""

    def __init__(self, url: str) -> None:
        request = requests.Request("GET", url).prepare()
        super().__init__("", "")
        self._host = urlsplit(request.url or "").hostname
        self._header = request.headers.get("Authorization")

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._header and urlsplit(request.url or "").hostname == self._host:
            request.headers["Authorization"] = self._header
        return request


class SimpleIndex:
    """An `Index` over the network, with a cache on disk; safe to use from several threads.

    Every method raises UpgraderError when the index cannot be reached or refuses.
    """

    def __init__(self, settings: IndexSettings | None = None, cache: Path | None = None) -> None:
        """Ask the index of ``settings`` (else the configured one); keep answers below ``cache`` (else the user's)."""
        self._settings = settings or read_settings()
        self._cache = (cache or user_cache_path("upgrader")) / "index"
        self._pages: dict[str, tuple[Release, ...]] = {}
        self._metadata: dict[str, Metadata | None] = {}
        self._serves_advisories: bool | None = None
        self._clients = [_client(url) for url in (*self._settings.extra, self._settings.default)]

    @property
    def settings(self) -> IndexSettings:
        """The settings it was made with, for uv."""
        return self._settings

    def releases(self, name: str) -> tuple[Release, ...]:
        """Return the releases of a project in version order, nothing for an unknown one."""
        name = canonicalize_name(name)
        if name not in self._pages:
            files: list[tuple[Version, File]] = []
            for client in self._clients:
                files += self._page(client, name)
                if files and not self._settings.best_match:
                    break
            self._pages[name] = _releases(files)
        return self._pages[name]

    def metadata(self, release: Release) -> Metadata | None:
        """Return what a release says about itself, None where neither a file of its own nor an archive says it.

        A source archive's word is what its author's machine wrote into it; ``setup.py`` may say another thing here.
        """
        # Mirrors leave out whether there is a metadata file, and have it all the same: for a wheel it is worth asking.
        offered = [file for file in release.files if file.has_metadata or (file.wheel and file.has_metadata is None)]
        sources = [file for file in release.files if not file.wheel]
        file = next((file for file in (*offered, *sources) if not file.yanked), None)
        if not file:
            return None
        if file.url not in self._metadata:
            path = self._cache / "metadata" / _key(file.url)
            text = _read(path)
            if text is None:
                text = self._fetch_metadata(file)
                _write(path, text)
            self._metadata[file.url] = parse_metadata(text) if text else None
        return self._metadata[file.url]

    def download(self, file: File) -> bytes | None:
        """Return a file whose hash is the one the index gives, None where it cannot be had or is very large."""
        digest = file.hashes.get("sha256")
        if self._settings.offline or not digest or (file.size or 0) > _LARGEST:
            return None
        try:
            response = self._client_for(file.url).s.get(file.url, timeout=_TIMEOUT)
        except requests.RequestException as error:
            raise _unreachable(file.url, error) from error
        content = response.content
        return content if response.ok and hashlib.sha256(content).hexdigest() == digest else None

    def advisories(self, name: str, version: Version) -> tuple[str, ...] | None:
        """Return the vulnerabilities of a release, each ``id (fixed in ...)``, None where the index does not say.

        Asked is the JSON API beside the simple one.
        """
        client = self._clients[-1]
        if self._settings.offline or self._serves_advisories is False or not client.endpoint.endswith("/simple/"):
            return None
        url = f"{client.endpoint.removesuffix('simple/')}pypi/{canonicalize_name(name)}/{version}/json"
        try:
            rows = client.s.get(url, timeout=_TIMEOUT).json()["vulnerabilities"]
            known = tuple(_advisory(row) for row in rows if not row.get("withdrawn"))
        except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError):
            if self._serves_advisories is None:
                self._serves_advisories = False  # an index without it has none for the next release either
            return None
        self._serves_advisories = True
        return known

    def _client_for(self, url: str) -> PyPISimple:
        """Return the client of the index on the same host, whose credentials it may send."""
        host = urlsplit(url).hostname
        return next((one for one in self._clients if urlsplit(one.endpoint).hostname == host), self._clients[-1])

    def _page(self, client: PyPISimple, name: str) -> list[tuple[Version, File]]:
        path = self._cache / "pages" / f"{_key(client.endpoint + name)}.json"
        text = _read(path, newer_than=0 if self._settings.offline else time.time() - _FRESH)
        if text is not None:
            return [(Version(row["version"]), _file(row)) for row in json.loads(text)]
        if self._settings.offline:
            raise UpgraderError(f"Nothing is remembered about {name}. Run once without --offline.")
        try:
            rows = list(_rows(client.get_project_page(name, timeout=_TIMEOUT)))
        except NoSuchProjectError:
            rows = []
        except (requests.RequestException, UnsupportedContentTypeError, UnsupportedRepoVersionError) as error:
            raise _unreachable(client.endpoint, error) from error
        _write(path, json.dumps(rows))
        return [(Version(row["version"]), _file(row)) for row in rows]

    def _fetch_metadata(self, file: File) -> str:
        """Return a file's core metadata, nothing when it cannot be had without the whole file."""
        if self._settings.offline:
            raise UpgraderError(f"Nothing is remembered about {file.name}. Run once without --offline.")
        session = self._client_for(file.url).s
        try:
            response = session.get(f"{file.url}.metadata", timeout=_TIMEOUT) if file.wheel else None
            if response is None or response.status_code == requests.codes.not_found:
                return _metadata_in_wheel(session, file) if file.wheel else _metadata_in_archive(self.download(file))
            response.raise_for_status()
        except requests.RequestException as error:
            raise _unreachable(file.url, error) from error
        return response.content.decode("utf-8", errors="replace")


def _metadata_in_wheel(session: requests.Session, file: File) -> str:
    """Return core metadata out of a wheel by reading its end alone, where its directory and its metadata lie."""
    for size in _TAILS:
        response = session.get(file.url, headers={"Range": f"bytes=-{size}"}, timeout=_TIMEOUT, stream=True)
        with response:
            found = re.fullmatch(r"bytes (\d+)-\d+/\d+", response.headers.get("Content-Range", ""))
            if response.status_code != requests.codes.partial_content or not found:
                return ""
            tail = response.content
        sparse = io.BytesIO()  # zeros stand for what lies before the tail
        sparse.seek(int(found[1]))
        sparse.write(tail)
        try:
            with zipfile.ZipFile(sparse) as wheel:
                name = next(name for name in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
                return wheel.read(name).decode("utf-8", errors="replace")
        except (zipfile.BadZipFile, StopIteration, zlib.error, EOFError):
            continue  # the tail was too short
    return ""


def _metadata_in_archive(data: bytes | None) -> str:
    """Return core metadata out of a source archive: its PKG-INFO, and the requirements setuptools writes beside it."""
    try:
        names = {} if data is None else {name.partition("/")[2]: text for name, text in read_archive(data, _SAYS)}
    except UpgraderError:
        return ""
    said = names.get("PKG-INFO", "")
    required = next((text for name, text in sorted(names.items()) if name.endswith(".egg-info/requires.txt")), "")
    if not said or re.search(r"^Requires-Dist:", said, re.MULTILINE):
        return said
    return "".join(f"Requires-Dist: {line}\n" for line in _dependencies(required)) + said


_SAYS = re.compile(r"[^/]+/(?:PKG-INFO|(?:[^/]+/)*[^/]+\.egg-info/requires\.txt)")


def read_archive(data: bytes, wanted: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield name and text of the files in a wheel or source archive that ``wanted`` matches; nothing is unpacked.

    Raises UpgraderError for what is no archive.
    """
    content = io.BytesIO(data)
    try:
        if zipfile.is_zipfile(content):
            with zipfile.ZipFile(content) as wheel:
                for entry in wheel.infolist():
                    if wanted.fullmatch(entry.filename) and entry.file_size <= _LARGEST:
                        yield entry.filename, wheel.read(entry).decode("utf-8", errors="replace")
            return
        content.seek(0)
        with tarfile.open(fileobj=content) as archive:
            for member in archive:
                if member.isfile() and wanted.fullmatch(member.name) and member.size <= _LARGEST:
                    file = archive.extractfile(member)
                    if file is not None:
                        yield member.name, file.read().decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise UpgraderError("What the package index sent is no archive. Check the index.") from error


def _dependencies(text: str) -> Iterator[str]:
    """Yield the requirements of a ``requires.txt``: sections are ``[extra]``, ``[:marker]`` or ``[extra:marker]``."""
    condition = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            extra, _, marker = line.strip("[]").partition(":")
            both = [f"({marker})"] if marker else []
            condition = " and ".join([*both, *([f'extra == "{extra}"'] if extra else [])])
        else:
            yield f"{line} ; {condition}" if condition else line


def _advisory(row: Mapping[str, Any]) -> str:
    fixed = ", ".join(row.get("fixed_in") or ())
    name = next((alias for alias in row.get("aliases") or () if alias.startswith("CVE-")), row.get("id", "?"))
    return f"{name} (fixed in {fixed})" if fixed else str(name)


def parse_metadata(text: str) -> Metadata:
    """Read core metadata; a field that means nothing (old releases have such) says nothing."""
    raw, _ = parse_email(text)
    needed: list[Requirement] = []
    for line in raw.get("requires_dist", []):
        try:
            needed.append(Requirement(line))
        except InvalidRequirement:
            continue
    return Metadata(specifiers(raw.get("requires_python")), tuple(needed), frozenset(raw.get("classifiers", [])))


def specifiers(text: str | None) -> SpecifierSet:
    """Return a Requires-Python field as specifiers; an invalid one admits everything, as it does for installers."""
    try:
        return SpecifierSet(text or "")
    except InvalidSpecifier:
        return SpecifierSet()


def _client(url: str) -> PyPISimple:
    session = requests.Session()
    retries = Retry(total=3, backoff_factor=0.3, status_forcelist=(429, 500, 502, 503, 504), raise_on_status=False)
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=retries, pool_maxsize=16))
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    if bare != url:  # without credentials in the URL, requests looks into netrc by itself
        session.auth = _OwnHost(url)
    return PyPISimple(bare, session=session)  # addresses of files are made from this one, and kept on disk


def _rows(page: ProjectPage) -> Iterator[dict[str, Any]]:
    for package in page.packages:
        if package.package_type not in ("wheel", "sdist") or not package.version:
            continue
        try:
            version = Version(package.version)
        except InvalidVersion:
            continue  # releases from before PEP 440 cannot be asked for either
        yield {
            "version": str(version),
            "name": package.filename,
            "url": package.url,
            "wheel": package.package_type == "wheel",
            "requires_python": package.requires_python,
            "yanked": package.is_yanked,
            "uploaded": package.upload_time.timestamp() if package.upload_time else None,
            "hashes": dict(package.digests),
            "has_metadata": package.has_metadata,
            "size": package.size,
        }


def _file(row: dict[str, Any]) -> File:
    values = {name: value for name, value in row.items() if name != "version"}
    if values["uploaded"] is not None:
        values["uploaded"] = datetime.fromtimestamp(values["uploaded"], timezone.utc)
    return File(**values)


def _releases(files: Iterable[tuple[Version, File]]) -> tuple[Release, ...]:
    grouped: dict[Version, list[File]] = {}
    for version, file in files:
        grouped.setdefault(version, []).append(file)
    return tuple(Release(version, tuple(grouped[version])) for version in sorted(grouped))


def _unreachable(url: str, error: Exception) -> UpgraderError:
    """Say what an index did, by its host alone: the URL may hold a password."""
    host = urlsplit(url).hostname
    status = (
        error.response.status_code if isinstance(error, requests.HTTPError) and error.response is not None else None
    )
    if status in (401, 403):
        return UpgraderError(
            f"The package index {host} refuses access ({status}). "
            "Check the credentials in netrc or in uv's or pip's settings."
        )
    if status:
        return UpgraderError(f"The package index {host} answered with error {status}. Try again later.")
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return UpgraderError(f"The package index {host} cannot be reached. Check the network and start again.")
    return UpgraderError(f"What {host} answered is no package index. Check the index in uv's or pip's settings.")


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path, newer_than: float = 0) -> str | None:
    try:
        return path.read_text(encoding="utf-8") if path.stat().st_mtime > newer_than else None
    except OSError:
        return None


def _write(path: Path, text: str) -> None:
    """Keep text for the next run; a cache that cannot be written is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except OSError:
        return
