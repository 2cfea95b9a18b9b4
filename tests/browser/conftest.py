"""The invented book's site on a disk, and Debian's Chromium to read it with."""

import importlib.util
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    builders = Path(__file__).parents[1] / "render" / "conftest.py"
    spec = importlib.util.spec_from_file_location("invented_book", builders)
    invented = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(invented)
    from briefbook.model.config import BookConfig, Config
    from briefbook.render.site import render_site

    config = Config(book=BookConfig(title="The Harbour Papers"), outputs=("html",))
    folder = tmp_path_factory.mktemp("site")
    for file in render_site(invented.make_book(), invented.read_theme(), config):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Reader:
    """A browser window on the site, straight from the disk; remembers what went wrong and what was asked of the network."""

    def __init__(self, browser, site: Path, **options: object) -> None:
        self.site = site
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, address: str):
        self.page.goto(f"{self.site.as_uri()}/{address}")
        return self.page

    def close(self) -> None:
        self.context.close()
        assert not self.faults
        assert all(url.startswith(self.site.as_uri()) for url in self.requests)


@pytest.fixture
def read(chromium, site):
    """Opens windows on the site; each must end without a fault or a request that leaves the book."""
    readers: list[Reader] = []

    def start(**options: object) -> Reader:
        readers.append(Reader(chromium, site, **options))
        return readers[-1]

    yield start
    for reader in readers:
        reader.close()
