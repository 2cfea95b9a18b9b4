"""Takes the pictures in docs/screenshots/: `python docs/screenshots.py [SITE]` after `briefbook build`; needs playwright and a Chromium.

Every page kind of the book in this checkout, or of another site, wide and narrow, light and dark.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SITE = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "site"
OUT = Path(__file__).parent / "screenshots"
WIDE, PHONE = {"width": 1180, "height": 820}, {"width": 360, "height": 740}


def first(pattern: str) -> str:
    """The first page of a folder, by name."""
    return min(path.relative_to(SITE).as_posix() for path in SITE.glob(pattern))


def busiest(folder: str) -> str:
    """The longest page of a folder: the one with most to show."""
    return (
        max(SITE.glob(f"{folder}/*.html"), key=lambda path: (path.stat().st_size, path.name))
        .relative_to(SITE)
        .as_posix()
    )


def shoot(browser: Browser, name: str, page: str, size: dict[str, int], scheme: str = "light", point: str = "") -> None:
    """One picture; with `point` the pointer rests on the first element it selects."""
    context = browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=1)  # type: ignore[arg-type]
    window = context.new_page()
    window.goto(f"{SITE.as_uri()}/{page}")
    if "?" in page:
        window.locator("#results section").first.wait_for()
    if point:
        window.locator(point).first.hover()
        window.locator(".preview").wait_for()
    window.screenshot(path=OUT / f"{name}.png")
    context.close()


def main() -> int:
    if not (SITE / "index.html").exists():
        sys.stderr.write("build the book first\n")
        return 1
    OUT.mkdir(exist_ok=True)
    article, person, place = first("articles/*.html"), busiest("people"), busiest("places")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, page in {
            "home": "index.html",
            "chronology": "chronology.html",
            "person": person,
            "people": "people.html",
            "place": place,
            "quotes": "quotes.html",
            "index": "index-of-names.html",
            "made": first("made/*.html"),
        }.items():
            shoot(browser, name, page, WIDE)
        shoot(browser, "article", article, WIDE, point=".text a.person")
        shoot(browser, "article-dark", article, WIDE, "dark")
        shoot(browser, "article-phone", article, PHONE)
        shoot(browser, "home-phone", "index.html", PHONE)
        shoot(browser, "chronology-phone", "chronology.html", PHONE, "dark")
        shoot(browser, "search", "search.html?q=geneva", WIDE)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
