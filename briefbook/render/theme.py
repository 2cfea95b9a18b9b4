"""The theme as a value: templates and assets, the book's own laid over the default ones file by file.

A template is known by its name under `html/` ("article.html"); each default one also as `default/NAME`, so that an
override may extend what it replaces. Templates are text by people who may be careless or worse: they run in Jinja's
sandbox, escape what they print, and an unknown name in them is a fault with its line.
"""

import difflib
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import jinja2
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.text import digest

HTML, ASSETS = "html", "assets"
"""The folders of a theme that the site is made of."""
PRINT = "print"
"""That of the printed book's templates."""
DEFAULT = "default"
"""The name under which a default template is always to be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFile:
    """A file of a theme as it was read."""

    name: PurePosixPath
    """Within the theme: html/article.html, assets/book.css."""
    path: PurePosixPath
    """As messages name it."""
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The source of a template and where it stands."""

    source: str
    path: PurePosixPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the site is made with."""

    templates: Mapping[str, Template]
    """By name; default ones also under `default/`."""
    assets: Mapping[str, bytes]
    """By path under `assets/`."""
    digest: str
    """Of all of it."""


def assemble_theme(defaults: Iterable[ThemeFile], overrides: Iterable[ThemeFile] = ()) -> Outcome[Theme]:
    """The theme of both, an override in the place of the default of its name.

    Errors: `template-invalid` for a template that is not UTF-8, the default one stands in for it; `template-unused` for a
    file that takes no default's place and that nothing names.
    """
    defaults, overrides = tuple(defaults), tuple(overrides)
    templates: dict[str, Template] = {}
    assets: dict[str, bytes] = {}
    faults: list[Diagnostic] = []
    for files, own in ((defaults, False), (overrides, True)):
        for file in sorted(files, key=lambda f: f.name):
            folder, *rest = file.name.parts
            name = "/".join(rest)
            if folder == ASSETS and rest:
                assets[name] = file.data
            if folder != HTML or not rest:
                continue
            try:
                template = Template(source=file.data.decode("utf-8-sig"), path=file.path)
            except UnicodeDecodeError as error:
                line = file.data.count(b"\n", 0, error.start) + 1
                faults.append(report("template-invalid", "the template is not UTF-8 text", file.path, line))
                continue
            templates[name] = template
            if not own:
                templates[f"{DEFAULT}/{name}"] = template
    faults.extend(_find_unused(defaults, overrides))
    whole = digest(
        "".join(f"{name}\0{digest(t.source)}\n" for name, t in sorted(templates.items()))
        + "".join(f"{name}\0{digest(data)}\n" for name, data in sorted(assets.items()))
    )
    return Outcome(Theme(templates=templates, assets=assets, digest=whole), tuple(faults))


def _find_unused(defaults: Sequence[ThemeFile], overrides: Sequence[ThemeFile]) -> Iterator[Diagnostic]:
    known = {file.name.as_posix() for file in defaults}
    sources = b"\0".join(file.data for file in overrides)
    for file in overrides:
        folder, *rest = file.name.parts
        name = file.name.as_posix()
        if name in known or folder in {ASSETS, PRINT}:
            continue
        named = "/".join(rest).encode()
        if folder == HTML and rest and (b'"%b"' % named in sources or b"'%b'" % named in sources):
            continue
        near = difflib.get_close_matches(f"{HTML}/{file.name.name}", known, n=1, cutoff=0.8)
        near = near or difflib.get_close_matches(f"{ASSETS}/{file.name.name}", known, n=1, cutoff=0.8)
        hint = f"did you mean `{near[0]}`?" if near else f"templates stand in {HTML}/, styles and scripts in {ASSETS}/"
        yield report(
            "template-unused",
            "no default has this name, and no template names it; it is not used",
            file.path,
            hint=hint,
        )


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, which asks once of each type what a template may see and call: its checks are most of the cost of a page."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._seen: set[tuple[type, str]] = set()
        """Attributes of types that the sandbox lets be read; what it forbids is asked again."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may see the attribute, which the sandbox decides by the type of the object."""
        if isinstance(obj, type):
            return super().is_safe_attribute(obj, attr, value)
        key = (type(obj), attr)
        safe = key in self._seen or super().is_safe_attribute(obj, attr, value)
        if safe:
            self._seen.add(key)
        return safe

    def getattr(self, obj: object, attribute: str) -> object:
        """The attribute, if a template may see it."""
        if attribute in getattr(type(obj), "__dataclass_fields__", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: object, /, *args: object, **kwargs: object) -> object:
        """What the function gives, if a template may call it; a template's own macro it may."""
        if type(obj) is Macro:
            kwargs.pop("_block_vars", None)  # for functions that take the context
            kwargs.pop("_loop_vars", None)
            return obj(context.eval_ctx, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)


def make_environment(theme: Theme, *, defaults_only: bool = False) -> jinja2.Environment:
    """Jinja over the theme's templates: sandboxed, escaping, strict; with only the default ones where asked."""

    def load(name: str) -> tuple[str, str, None] | None:
        template = theme.templates.get(name)
        if defaults_only:
            template = theme.templates.get(name if name.startswith(f"{DEFAULT}/") else f"{DEFAULT}/{name}")
        return (template.source, str(template.path), None) if template else None

    environment = _Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters |= {"thousands": _thousands, "code": _code}
    return environment


def render_template(
    theme: Theme, environment: jinja2.Environment, name: str, values: Mapping[str, object]
) -> Outcome[str | None]:
    """The page, or None and a `template-invalid` that names the template's file and line."""
    try:
        return Outcome(environment.get_template(name).render(values))
    except jinja2.TemplateNotFound as error:
        where = theme.templates.get(name)
        message = f"there is no template `{error.name}`"
        return Outcome(None, (report("template-invalid", message, where.path if where else f"{HTML}/{name}"),))
    except jinja2.TemplateSyntaxError as error:
        message = error.message or "the template does not parse"
        return Outcome(None, (report("template-invalid", message, error.filename or name, error.lineno),))
    except Exception as error:  # noqa: BLE001 - whatever a template does wrong is a fault in somebody's input
        path, line = _place(theme, error, name)
        message = str(error) or type(error).__name__
        return Outcome(None, (report("template-invalid", message.splitlines()[0], path, line),))


def _place(theme: Theme, error: Exception, name: str) -> tuple[str, int]:
    """File and line of the innermost template the error passed through."""
    paths = {str(template.path) for template in theme.templates.values()}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in paths:
            return frame.filename, frame.lineno or 0
    template = theme.templates.get(name)
    return (str(template.path) if template else name), 0


def _code(text: str) -> Markup:
    """The text with what stands between backticks as code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # one of them is alone: they are no marks
        return escape(text)
    return Markup("").join(Markup("<code>{}</code>").format(p) if at % 2 else escape(p) for at, p in enumerate(pieces))


def _thousands(number: int) -> str:
    """1138 as 1,138."""
    return f"{number:,}"
