"""The book as a site: every page of the plan, printed by its template."""

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath

from markupsafe import Markup

from briefbook.model.book import Book, OutputFile, Picture
from briefbook.model.config import Config
from briefbook.model.diagnostics import Diagnostic, Outcome, sort_diagnostics
from briefbook.model.memory import NO_MEMORY, Memory
from briefbook.model.text import digest
from briefbook.render.addresses import (
    root_of,
)
from briefbook.render.catalogue import assemble_catalogue
from briefbook.render.plan import Defer, PagePlan, make_frame, plan_site
from briefbook.render.theme import Theme, make_environment, render_template


def render_site(
    book: Book,
    theme: Theme,
    config: Config,
    memory: Memory = NO_MEMORY,
    pictures: Sequence[Picture] = (),
    defer: Defer | None = None,
) -> Outcome[tuple[OutputFile, ...]]:
    """Every file of the site, by path; where something defers, without the search index, whose making is handed to it.

    A page whose template is at fault is printed with the default theme; the fault is reported once
    (`template-invalid`).
    """
    catalogue = assemble_catalogue(book, pictures, memory.keep)
    frame = make_frame(book, catalogue, config)
    plans, files, make_search = plan_site(book, catalogue, config, frame)
    if defer is None:
        files += make_search()
    else:
        defer(make_search)
    environments = memory.keep(
        "environments",
        "",
        (theme.digest,),
        lambda: (make_environment(theme), make_environment(theme, defaults_only=True)),
    )
    faults: list[Diagnostic] = []
    constant = digest(repr((frame, theme.digest)))

    def print_page(plan: PagePlan) -> Outcome[bytes]:
        values = {
            "site": frame,
            "page": plan,
            "root": root_of(plan.path),
            "view": plan.view(),
            "structured": Markup(plan.structured),  # noqa: S704 - JSON with every < escaped
            "structured_digest": b64encode(sha256(plan.structured.encode()).digest()).decode(),
        }
        found: list[Diagnostic] = []
        text = None
        for environment in environments:
            if text is None:
                text, wrong = render_template(theme, environment, plan.template, values)
                found.extend(wrong)
        return Outcome(show_controls(text or "").encode("utf-8", "replace"), tuple(found))

    def recall_page(plan: PagePlan, inputs: tuple[object, ...]) -> Outcome[bytes]:
        def make() -> bytes:
            page = print_page(plan)
            if page.diagnostics:  # to be told again as long as it is so, and therefore not to be remembered
                raise _FaultyError(page)
            return page.value

        try:
            return Outcome(memory.remember("page", digest(repr(inputs)), make))
        except _FaultyError as error:
            return error.page

    for plan in plans:
        inputs = (constant, plan.path, plan.template, plan.title, plan.inputs, plan.previous, plan.next)
        page = memory.keep("page", plan.path, inputs, partial(recall_page, plan, inputs))
        faults.extend(page.diagnostics)
        if page.value:
            files.append(OutputFile(path=PurePosixPath(plan.path), data=page.value))
    files += [OutputFile(path=PurePosixPath("assets") / name, data=data) for name, data in theme.assets.items()]
    taken = {file.path for file in files}
    files += [OutputFile(path=p.path, data=p.data) for p in pictures if p.path not in taken]
    files.sort(key=lambda file: file.path)
    return Outcome(tuple(files), sort_diagnostics(faults))


class _FaultyError(Exception):
    """A page that is not as its template should have made it; never seen outside."""

    def __init__(self, page: Outcome[bytes]) -> None:
        super().__init__()
        self.page = page


# Source: WHATWG HTML, 13.2.3.5, control characters and noncharacters; Infra, 4.5 (code points).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def show_controls(text: str) -> str:
    """The text with the characters a page may not hold made visible: a clipping is shown as it came, whatever it has."""
    return _UNPRINTABLE.sub(lambda c: chr(0x2400 + ord(c[0])) if c[0] < " " else "\ufffd", text)
