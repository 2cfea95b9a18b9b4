"""Takes the picture in the README: `python docs/screenshot.py` after `briefbook build`; needs playwright and a Chromium."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 1180, 820


def main() -> int:
    site = ROOT / "site"
    article = next(iter(sorted((site / "articles").glob("*.html"))), None)
    if article is None:
        sys.stderr.write("build the book first\n")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for name, source in (("home.png", site / "index.html"), ("article.png", article)):
            page.goto(source.as_uri())
            page.screenshot(path=ROOT / "docs" / name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
