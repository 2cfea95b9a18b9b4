"""Serves the last good site on loopback, tells open pages what was rebuilt, and lays what is wrong over them."""

import html
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from briefbook.model.book import OutputFile
from briefbook.model.diagnostics import BriefbookError, Diagnostic, Severity, report
from briefbook.render.plan import MakeFiles
from briefbook.shell.folder import read_manifest

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8000
PORTS_TRIED = 20
"""Ports above the default one that are tried where nobody asked for a certain one."""
OWN = "-/"
"""What is served under this is the server's own; no page of a book has such an address."""
HEARTBEAT = 15.0
"""Seconds after which a silent stream sends a comment, so that one whose reader has gone is noticed."""

_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}

_WAITING = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Building the book</title></head>
<body><main><h1>Building the book …</h1><p>This page changes by itself when the book is there.</p></main></body></html>
"""
_MISSING = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>No such page</title></head>
<body><main><h1>No such page</h1><p>The book has no page <code>{path}</code>. <a href="/">To the beginning</a></p></main>
</body></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is shown at one moment."""

    generation: int = 0
    """Counts the sites shown, from 1; 0 before the first."""
    pages: Mapping[str, bytes] = field(default_factory=dict)
    changed: tuple[tuple[int, frozenset[str]], ...] = ()
    """For the last generations, the paths that differ from the one before."""
    faults: tuple[Diagnostic, ...] = ()


REMEMBERED = 50
"""Generations whose changes are known; a page that is older reloads in any case."""


class Stage:
    """The news, guarded for the threads that show them and the one that changes them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._news = News()
        self._closed = False
        self._later: MakeFiles | None = None
        self._making = threading.Lock()
        self._made: tuple[MakeFiles | None, Mapping[str, bytes]] = (None, {})

    @property
    def news(self) -> News:
        """The current ones."""
        return self._news

    @property
    def closed(self) -> bool:
        """Whether the server goes away."""
        return self._closed

    def find_deferred(self, path: str) -> bytes | None:
        """A file that was not needed at once, made now; None where there is none of this path."""
        make = self._later
        if make is None or not path.startswith("assets/"):
            return None
        with self._making:
            if self._made[0] is not make:
                self._made = (make, {str(file.path): file.data for file in make()})
            return self._made[1].get(path)

    def show(
        self, files: Iterable[OutputFile] | None, faults: Iterable[Diagnostic], later: MakeFiles | None = None
    ) -> frozenset[str]:
        """Shows a new site (None: the last one stays) and what is wrong; the paths that changed.

        `later` makes the site's files that are not needed at once.
        """
        with self._changed:
            news = replace(self._news, faults=tuple(f for f in faults if f.severity is Severity.ERROR))
            different: frozenset[str] = frozenset()
            if files is not None:
                pages = {str(file.path): file.data for file in files}
                self._later = later
                old = news.pages
                different = frozenset(path for path in {*pages, *old} if pages.get(path) != old.get(path))
                if different:
                    generation = news.generation + 1
                    changed = (*news.changed, (generation, different))[-REMEMBERED:]
                    news = replace(news, generation=generation, pages=pages, changed=changed)
            if news != self._news:
                self._news = news
                self._changed.notify_all()
            return different

    def wait(self, known: News | None, timeout: float) -> News | None:
        """News other than those `known`, within so many seconds; None when there are none, or the server goes away."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._news is not known, timeout)
            return None if self._closed or self._news is known else self._news

    def close(self) -> None:
        """Lets every waiting thread go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def tell(news: News, since: int) -> dict[str, object]:
    """The news for a page that shows generation `since`, as JSON can hold them."""
    known = {generation for generation, _ in news.changed}
    changed: list[str] | None = None
    if 0 < since <= news.generation and all(g in known for g in range(since + 1, news.generation + 1)):
        changed = sorted(set().union(*(paths for g, paths in news.changed if g > since)))
    return {
        "generation": news.generation,
        # A page from before the server was started again knows a generation that is not yet.
        "restarted": since > news.generation,
        "changed": changed,
        "faults": [
            {"where": str(f.location), "message": f"{f.message} [{f.rule}]", "hint": f.hint} for f in news.faults
        ],
    }


_HEAD_END = re.compile(rb"</head>", re.IGNORECASE)
_POLICY = re.compile(rb'(<meta http-equiv="?Content-Security-Policy"? content=")([^"]*)(")', re.IGNORECASE)


def add_script(page: bytes, generation: int) -> bytes:
    """The page with the reloading script, and a policy that lets it ask this server; only what is served gets it."""
    tags = f'<link rel="stylesheet" href="/{OWN}reload.css"><script src="/{OWN}reload.js?since={generation}" defer></script>'
    page = _POLICY.sub(lambda match: match[1] + _allow_asking(match[2]) + match[3], page, count=1)
    return _HEAD_END.sub(lambda match: tags.encode() + match[0], page, count=1)


def _allow_asking(policy: bytes) -> bytes:
    """The policy with `'self'` for scripts, styles and connections; the rest stays."""
    directives: dict[str, list[str]] = {}
    for part in html.unescape(policy.decode("utf-8", "replace")).split(";"):
        name, *values = part.split()
        directives.setdefault(name.lower(), values)
    for name in ("script-src", "style-src", "connect-src"):
        values = [v for v in directives.get(name, directives.get("default-src", [])) if v != "'none'"]
        directives[name] = values if "'self'" in values else ["'self'", *values]
    return (
        html.escape("; ".join(" ".join((name, *values)) for name, values in directives.items()), quote=True)
        .replace("&#x27;", "'")
        .encode()
    )


@contextmanager
def serve_site(stage: Stage, port: int | None, fallback: Path | None = None) -> Iterator[str]:
    """Serves what is on the stage until the context ends; yields the address.

    Args:
        stage: What to show.
        port: A certain port; None for the first free one from the default upwards, 0 for any.
        fallback: The site as last built: what serving does not make (PDF, data) comes from there.

    Raises: BriefbookError when the port is taken.
    """
    server = _bind(stage, port, fallback)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        stage.close()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Another program must not be able to listen on the same port and answer for us.
    allow_reuse_port = False

    def __init__(self, port: int, stage: Stage, fallback: Path | None) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.stage = stage
        self.fallback = fallback

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that has gone is no fault of ours, and nothing is printed into somebody's terminal."""


def _bind(stage: Stage, port: int | None, fallback: Path | None) -> _Server:
    ports = (port,) if port is not None else (*range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED), 0)
    for number in ports:
        try:
            return _Server(number, stage, fallback)
        except (OSError, OverflowError):
            continue
    message = f"port {port} is taken or not allowed"
    raise BriefbookError(report("project-unusable", message, ".", hint="leave out --port to take a free one"))


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "briefbook"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answers with a page, an asset, or the server's own."""
        # A page elsewhere that lets its own name point here must not be able to read the book.
        port = self.server.server_port
        if self.headers.get("Host", "") not in {f"{name}:{port}" for name in (LOOPBACK, "localhost", "[::1]")}:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"This server answers to localhost only.\n", ".txt")
            return
        address = urlsplit(self.path)
        path = unquote(address.path).lstrip("/")
        since = parse_qs(address.query).get("since", ["0"])[0]
        number = int(since) if since.isascii() and since.isdigit() and len(since) < 10 else 0
        if path == f"{OWN}events":
            self._send_events(number)
        elif path == f"{OWN}state":
            self._send(HTTPStatus.OK, json.dumps(tell(self.server.stage.news, number)).encode(), ".json")
        elif path in {f"{OWN}reload.js", f"{OWN}reload.css"}:
            name = path.removeprefix(OWN)
            self._send(HTTPStatus.OK, resources.files(__package__).joinpath(name).read_bytes(), name)
        else:
            self._send_page(path)

    def do_HEAD(self) -> None:
        """The same without the body."""
        self.do_GET()

    def _send_page(self, path: str) -> None:
        news = self.server.stage.news
        for candidate in (path, f"{path.rstrip('/')}/index.html".lstrip("/"), f"{path}.html"):
            data = news.pages.get(candidate)
            if data is not None:
                if candidate != path and path and not path.endswith("/") and candidate.endswith("/index.html"):
                    break  # relative links would lead astray; the page says where to go
                if candidate.endswith(".html"):
                    data = add_script(data, news.generation)
                self._send(HTTPStatus.OK, data, candidate)
                return
        if (data := self.server.stage.find_deferred(path)) is not None:
            self._send(HTTPStatus.OK, data, path)
            return
        if (data := self._read_built(path)) is not None:
            self._send(HTTPStatus.OK, data, path)
            return
        if not news.generation:
            self._send(HTTPStatus.OK, add_script(_WAITING.encode(), 0), ".html")
            return
        own = news.pages.get("404.html") or _MISSING.format(path=html.escape(path)).encode()
        self._send(HTTPStatus.NOT_FOUND, add_script(own, news.generation), ".html")

    def _read_built(self, path: str) -> bytes | None:
        """A file of the site as last built that serving does not make: the printed book, the data."""
        folder = self.server.fallback
        name = PurePosixPath(path)
        if folder is None or name.suffix == ".html" or name not in read_manifest(folder):
            return None
        target = folder / name
        try:
            inside = target.resolve().is_relative_to(folder.resolve())
            return target.read_bytes() if inside and target.is_file() else None
        except (OSError, ValueError):
            return None

    def _send(self, status: HTTPStatus, data: bytes, name: str) -> None:
        self.send_response(status)
        suffix = PurePosixPath(f"x{name}" if name.startswith(".") else name).suffix.lower()
        self.send_header("Content-Type", _KINDS.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self._send_common()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _send_common(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def _send_events(self, since: int) -> None:
        """A stream of news that ends when its reader or the server goes."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self._send_common()
        if self.command == "HEAD":
            return
        stage = self.server.stage
        known: News | None = None
        try:
            while not stage.closed:
                news = stage.wait(known, HEARTBEAT)
                if news is None:
                    self.wfile.write(b": still here\n\n")
                else:
                    self.wfile.write(f"data: {json.dumps(tell(news, since))}\n\n".encode())
                    since, known = news.generation, news
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: a terminal in which somebody writes is no access log."""
