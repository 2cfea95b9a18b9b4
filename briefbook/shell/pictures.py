"""Reads the pictures that the editor named: from the folder of content alone, and only what is a picture by its bytes."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from briefbook.formats.images import IMAGE_ENDINGS, read_image
from briefbook.model.book import Picture
from briefbook.model.diagnostics import Outcome, report
from briefbook.pipeline import PictureName
from briefbook.shell.project import read_bytes

PICTURE_MEGABYTES = 20
"""The most a picture may have: a camera's own file; a reader loads it with the page."""


def read_pictures(root: Path, content: PurePosixPath, names: Iterable[PictureName]) -> Outcome[tuple[Picture, ...]]:
    """The pictures of those names, each once, by path.

    Errors: `picture-unread` at each line that names one that is not there, not within `content`, or no picture.
    """
    found: dict[PurePosixPath, Picture] = {}
    unread: dict[PurePosixPath, str] = {}
    faults = []
    for name in names:
        if name.path not in found and name.path not in unread:
            picture, why = _read_picture(root / content, name.path)
            if picture:
                found[name.path] = picture
            else:
                unread[name.path] = why
        if name.path in unread:
            message = f"no picture {str(name.path)[:80]!r}: {unread[name.path]}"
            hint = f"put it at {content / 'pictures' / name.path.name}, and name it ../pictures/{name.path.name}"
            faults.append(report("picture-unread", message, name.named_in, name.line, hint=hint))
    return Outcome(tuple(found[path] for path in sorted(found)), tuple(faults))


def _read_picture(content: Path, path: PurePosixPath) -> tuple[Picture | None, str]:
    """A picture within the folder of content, or why there is none."""
    if path.is_absolute() or path.parts[:1] == ("..",):
        return None, f"it would stand outside {content.name}/"
    if path.suffix.lower() not in IMAGE_ENDINGS:
        return None, f"its name does not end in {', '.join(IMAGE_ENDINGS)}"
    target = content / path
    try:
        # A folder on the way may be a link too.
        if not target.resolve().is_relative_to(content.resolve()):
            return None, "a link that leads out of the folder is not followed"
        if not target.exists():
            return None, f"there is no such file in {content.name}/"
    except (OSError, RuntimeError, ValueError):  # a name no file can have, links in a ring
        return None, f"there is no such file in {content.name}/"
    data, why = read_bytes(target, content, PICTURE_MEGABYTES * 10**6)
    if why:
        return None, why
    image = read_image(data)
    if image is None:
        return None, "the file is no PNG, JPEG, GIF or WebP picture"
    return Picture(path=path, data=data, width=image.width, height=image.height), ""
