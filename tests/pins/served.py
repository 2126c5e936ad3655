"""A small package index on this machine: real HTTP, the real simple API, no network."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Made:
    """One file of one release, as a test wants it. ``tag`` is a wheel's tag, empty for a source archive."""

    name: str
    version: str
    uploaded: str = "2020-01-01"
    classifiers: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    requires_python: str = ">=3.6"
    yanked: bool = False
    tag: str = "py3-none-any"
    announced: bool = True  #: whether the page says that there is a metadata file
    padding: int = (
        -1
    )  #: a real wheel with so many bytes behind its metadata and no metadata file; -1: metadata file only
    code: tuple[tuple[str, str], ...] = ()  #: names and texts of the files in it; with any, it can be downloaded

    @property
    def filename(self) -> str:
        """The name of the file on the index."""
        stem = f"{self.name.replace('-', '_')}-{self.version}"
        return f"{stem}-{self.tag}.whl" if self.tag else f"{stem}.tar.gz"

    @property
    def sha256(self) -> str:
        """A digest of its own for every file, and the true one of what can be downloaded."""
        return hashlib.sha256(self.content if self.code else self.filename.encode()).hexdigest()

    @property
    def content(self) -> bytes:
        """The file itself."""
        return self.wheel if self.tag else self.archive

    @property
    def archive(self) -> bytes:
        """The source archive, with what setuptools writes into one."""
        said = "".join(line + "\n" for line in self.metadata.splitlines() if not line.startswith("Requires-Dist"))
        files = {
            "PKG-INFO": said,
            f"{self.name}.egg-info/requires.txt": "\n".join(self.requires),
            **dict(self.code),
        }
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as archive:
            for name, text in files.items():
                entry = tarfile.TarInfo(f"{self.name}-{self.version}/{name}")
                entry.size = len(text.encode())
                archive.addfile(entry, io.BytesIO(text.encode()))
        return gzip.compress(content.getvalue(), mtime=0)

    @property
    def metadata(self) -> str:
        """Its core metadata."""
        lines = ["Metadata-Version: 2.1", f"Name: {self.name}", f"Version: {self.version}"]
        lines += [f"Requires-Python: {self.requires_python}"]
        lines += [f"Classifier: {item}" for item in self.classifiers]
        lines += [f"Requires-Dist: {item}" for item in self.requires]
        return "\n".join(lines) + "\n\n"

    @property
    def wheel(self) -> bytes:
        """The wheel itself."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name, text in (
                *(self.code or ((f"{self.name}/__init__.py", ""),)),
                (f"{self.name}-{self.version}.dist-info/METADATA", self.metadata),
                (f"{self.name}-{self.version}.dist-info/RECORD", "x" * self.padding),
            ):
                archive.writestr(zipfile.ZipInfo(name), text)
        return content.getvalue()

    def as_json(self) -> dict[str, object]:
        """Its row on the project's page (PEP 691)."""
        digest = hashlib.sha256(self.metadata.encode()).hexdigest()
        row: dict[str, object] = {
            "filename": self.filename,
            "url": f"/files/{self.filename}",
            "hashes": {"sha256": self.sha256},
            "requires-python": self.requires_python,
            "upload-time": f"{self.uploaded}T00:00:00.000000Z",
            "yanked": self.yanked,
            "size": 1,
        }
        return row | ({"core-metadata": {"sha256": digest}} if self.announced and self.tag else {})


@dataclass
class Served:
    """A running index: its address, what it was asked for, and the credentials it wants (``user:password``)."""

    url: str
    asked: list[str] = field(default_factory=list)
    credentials: str = ""
    status: int = 0  #: answer everything with this status
    advisories: dict[str, list[dict[str, object]]] = field(default_factory=dict)  #: by ``name/version``


def _json(data: object) -> tuple[int, str, bytes]:
    return 200, "application/json", json.dumps(data).encode()


@contextmanager
def serve(*files: Made) -> Iterator[Served]:
    """Serve ``files`` until the end of the block."""
    pages: dict[str, list[Made]] = {}
    for file in files:
        pages.setdefault(file.name, []).append(file)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            index.asked.append(self.path)
            wanted = "Basic " + base64.b64encode(index.credentials.encode()).decode()
            if index.status:
                self._send(index.status, "text/plain", b"no")
            elif index.credentials and self.headers.get("Authorization") != wanted:
                self._send(401, "text/plain", b"who are you?")
            elif self.path.endswith(".whl") and "Range" in self.headers:
                self._send_tail(int(self.headers["Range"].rpartition("-")[2]))
            else:
                self._send(*self._found())

        def _send_tail(self, size: int) -> None:
            whole = next(file.wheel for file in files if self.path.endswith(file.filename))
            tail = whole[-size:]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {len(whole) - len(tail)}-{len(whole) - 1}/{len(whole)}")
            self.send_header("Content-Length", str(len(tail)))
            self.end_headers()
            self.wfile.write(tail)

        def _found(self) -> tuple[int, str, bytes]:
            name = self.path.rstrip("/").rpartition("/")[2]
            if self.path.startswith("/simple/") and name in pages:
                rows = [file.as_json() for file in pages[name]]
                versions = sorted({file.version for file in pages[name]})
                page = {"meta": {"api-version": "1.1"}, "name": name, "files": rows, "versions": versions}
                return 200, "application/vnd.pypi.simple.v1+json", json.dumps(page).encode()
            if self.path.startswith("/pypi/"):
                known = index.advisories.get(self.path.removeprefix("/pypi/").removesuffix("/json"))
                return (404, "text/plain", b"") if known is None else _json({"vulnerabilities": known})
            whole = [file for file in files if file.filename == name and file.code]
            if whole:
                return 200, "application/octet-stream", whole[0].content
            found = [file for file in files if f"{file.filename}.metadata" == name and file.tag and file.padding < 0]
            return (200, "text/plain", found[0].metadata.encode()) if found else (404, "text/plain", b"")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    index = Served(f"http://127.0.0.1:{server.server_port}/simple/")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield index
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
