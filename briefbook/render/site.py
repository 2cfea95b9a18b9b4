"""The book as a site: every page of the plan, printed by its template, by as many hands as there are."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType

from markupsafe import Markup

from briefbook.model.book import Book, OutputFile, Picture, Standing
from briefbook.model.config import Config
from briefbook.model.diagnostics import Diagnostic, Outcome
from briefbook.model.memory import NO_MEMORY, Memory
from briefbook.model.text import digest
from briefbook.render.addresses import root_of
from briefbook.render.catalogue import assemble_catalogue
from briefbook.render.frame import make_frame
from briefbook.render.pageplan import PagePlan
from briefbook.render.plan import Defer, plan_site
from briefbook.render.theme import Theme, make_environment, render_template

Made = tuple[OutputFile | Standing, ...]
Known = Mapping[PurePosixPath, str]
"""What each page that stands from an earlier build was made of, as `OutputFile.made_of` said."""


def render_site(
    book: Book,
    theme: Theme,
    config: Config,
    faults: list[Diagnostic] | None = None,
    *,
    memory: Memory = NO_MEMORY,
    pictures: Sequence[Picture] = (),
    known: Known = MappingProxyType({}),
    defer: Defer | None = None,
) -> Iterator[OutputFile | Standing]:
    """Every file of the site, each made when it is asked for; what is at fault is added to `faults`.

    A page whose template is at fault is printed with the default theme; the fault is reported once
    (`template-invalid`).

    Args:
        book: To be published.
        theme: What its pages are made with.
        config: Its settings.
        faults: Told on the way.
        memory: Keeps the pages, or shares them out.
        pictures: Those of the texts.
        known: Pages that need not be made again where they are made of the same.
        defer: Takes the making of the search index, which is not among the files then.
    """
    press = Press(book, theme, config, pictures, known, memory)
    taken: set[PurePosixPath] = set()
    told: dict[Diagnostic, None] = {}
    for file in press.beside:
        taken.add(file.path)
        yield file
    if defer is not None:
        defer(press.make_search)
    for made, found in memory.share("pages", press, range(len(press.plans) + (defer is None))):
        told.update(dict.fromkeys(found))
        taken.update(file.path for file in made)
        yield from made
    yield from (OutputFile(path=p.path, data=p.data) for p in pictures if p.path not in taken)
    if faults is not None:
        faults.extend(told)


class Press:
    """Prints the pages of a book, each by its number in the plan.

    Whoever gets it in another process gets what it was made of, and plans the same pages again.
    """

    def __init__(
        self,
        book: Book,
        theme: Theme,
        config: Config,
        pictures: Sequence[Picture] = (),
        known: Known = MappingProxyType({}),
        memory: Memory = NO_MEMORY,
    ) -> None:
        self._made_of = (book, theme, config, pictures, dict(known))
        self._theme = theme
        self._known = known
        self._memory = memory
        catalogue = assemble_catalogue(book, pictures, memory.keep)
        self._frame = make_frame(book, catalogue, config)
        self.plans, beside, self.make_search = plan_site(book, catalogue, config, self._frame)
        assets = [OutputFile(path=PurePosixPath("assets") / name, data=data) for name, data in theme.assets.items()]
        self.beside = (*beside, *assets)
        """Files that are no pages, but for the search index."""
        self._environments = memory.keep(
            "environments",
            "",
            (theme.digest,),
            lambda: (make_environment(theme), make_environment(theme, defaults_only=True)),
        )
        self._constant = digest(repr((self._frame, theme.digest)))

    def __reduce__(self) -> tuple[type["Press"], tuple[object, ...]]:
        return (Press, self._made_of)

    def __call__(self, number: int) -> Outcome[Made]:
        """The page of this number, or that it stands; for the number after the last page the search index."""
        if number == len(self.plans):
            return Outcome(self.make_search())
        plan = self.plans[number]
        read = plan.inputs()
        inputs = (self._constant, plan.path, plan.template, plan.title, read, plan.previous, plan.next)
        view = (lambda: read) if plan.inputs is plan.view else plan.view
        return self._memory.keep("page", plan.path, inputs, partial(self._make, plan, view, inputs))

    def _make(self, plan: PagePlan, view: Callable[[], object], inputs: tuple[object, ...]) -> Outcome[Made]:
        path, made_of = PurePosixPath(plan.path), digest(repr(inputs))
        if self._known.get(path) == made_of:
            return Outcome((Standing(path=path, made_of=made_of),))
        page = self._recall(plan, view, made_of)
        # A page with a fault is made again, for the fault to be told again.
        file = OutputFile(path=path, data=page.value, made_of="" if page.diagnostics else made_of)
        return Outcome((file,) if page.value else (), page.diagnostics)

    def _recall(self, plan: PagePlan, view: Callable[[], object], made_of: str) -> Outcome[bytes]:
        def make() -> bytes:
            page = self._print(plan, view())
            if page.diagnostics:  # to be told again as long as it is so, and therefore not to be remembered
                raise _FaultyError(page)
            return page.value

        try:
            return Outcome(self._memory.remember("page", made_of, make))
        except _FaultyError as error:
            return error.page

    def _print(self, plan: PagePlan, view: object) -> Outcome[bytes]:
        structured = plan.structured()
        values = {
            "site": self._frame,
            "page": plan,
            "root": root_of(plan.path),
            "view": view,
            "structured": Markup(structured),  # noqa: S704 - JSON with every < escaped
            "structured_digest": b64encode(sha256(structured.encode()).digest()).decode(),
        }
        found: list[Diagnostic] = []
        text = None
        for environment in self._environments:
            if text is None:
                text, wrong = render_template(self._theme, environment, plan.template, values)
                found.extend(wrong)
        return Outcome(show_controls(text or "").encode("utf-8", "replace"), tuple(found))


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
