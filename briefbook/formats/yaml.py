"""Restricted YAML to and from the tree of `model.tree`: text, lists and mappings only, every value with its place.

Aliases, anchors, tags and repeated keys are refused, and nothing is converted: what a value is, the schema decides.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import yaml

from briefbook.model import tree
from briefbook.model.diagnostics import Diagnostic, Outcome, report

MAX_DEPTH = 12
"""Levels of nesting; a book's settings need four."""
MAX_CHARACTERS = 1_000_000
"""Of one YAML text; the largest chronology file we can imagine an editor write is a tenth of it."""

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written as YAML."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):  # noqa: N818 -- control flow inside this module, never seen outside
    def __init__(self, message: str, mark: Any, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.hint = mark.line, mark.column, hint


def parse_yaml(text: str, path: PurePosixPath, rule: str, first_line: int = 1) -> Outcome[tree.Node | None]:
    """The one document in `text`, or None with a diagnostic of `rule` where it cannot be read.

    Args:
        text: YAML; an empty text gives None and no diagnostic.
        path: For diagnostics.
        rule: For diagnostics.
        first_line: Number in the file of the text's first line.
    """
    if len(text) > MAX_CHARACTERS:
        return Outcome(
            None,
            (report(rule, f"{len(text)} characters of YAML; expected at most {MAX_CHARACTERS}", path, first_line),),
        )
    try:
        events = yaml.parse(text, Loader=_LOADER)
        return Outcome(_read_stream(events, first_line))
    except _Refused as fault:
        return Outcome(
            None, (report(rule, str(fault), path, first_line + fault.line, fault.column + 1, hint=fault.hint),)
        )
    except yaml.YAMLError as fault:
        return Outcome(None, (_syntax_fault(fault, text, path, rule, first_line),))


def _syntax_fault(fault: yaml.YAMLError, text: str, path: PurePosixPath, rule: str, first_line: int) -> Diagnostic:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    problem = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "not YAML"
    if mark is not None:
        line, column = mark.line, mark.column + 1
    else:
        bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
        line, column = (text.count("\n", 0, bad.start()), 0) if bad else (0, 0)
    opened = getattr(fault, "context_mark", None) or mark
    hint = _advise(
        str(problem), text[mark.index : mark.index + 1] if mark else "", first_line + (opened.line if opened else 0)
    )
    return report(rule, f"cannot read the YAML: {problem}", path, first_line + line, column, hint=hint)


_QUOTE = "put a text that holds `: ` or begins with a special character in quotation marks"
_ADVICE = {
    "',' or ']'": "close the list that begins in line {opened} with `]`",
    "',' or '}'": "close the mapping that begins in line {opened} with `}`",
    "end of stream": "close the quotation mark or bracket that opens in line {opened}",
    "mapping values": "put a text that holds `: ` in quotation marks; keys of one mapping begin in one column",
    "expected key": "close each quotation mark once; within double ones write \\\", within single ones ''; keys of one mapping"
    " begin in one column",
    "expected ':'": "write `key: value`",
    "'-' indicator": "begin every entry of the list with `- `, in one column",
    "escape character": "put the text in single quotation marks: in double ones a backslash begins an escape",
}
"""What a message of the parser has in it, and what to do about it; `{opened}` is the line where the trouble began."""


def _advise(problem: str, character: str, opened: int) -> str:
    if character == "\t":
        return "indent with spaces; no line may begin with a tab"
    return next((advice for words, advice in _ADVICE.items() if words in problem), _QUOTE).replace(
        "{opened}", str(opened)
    )


def _read_stream(events: Iterator[Any], first_line: int) -> tree.Node | None:
    found: tree.Node | None = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused("a second YAML document; expected one", event.start_mark)
        elif isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
            continue
        else:
            found = _read_node(event, events, first_line, 0)
    if isinstance(found, tree.Scalar) and found.empty:
        return None
    return found


def _read_node(event: Any, events: Iterator[Any], first_line: int, depth: int) -> tree.Node:
    mark = event.start_mark
    line, column = first_line + mark.line, mark.column + 1
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(f"the alias `*{event.anchor}`; aliases are not read", mark, "write the value out")
    if event.anchor is not None:
        raise _Refused(f"the anchor `&{event.anchor}`; anchors are not read", mark, "quote a text that begins with `&`")
    if event.tag is not None and event.tag != "!":
        raise _Refused(f"the tag `{event.tag}`; tags are not read", mark, "quote a text that begins with `!`")
    if depth > MAX_DEPTH:
        raise _Refused(f"more than {MAX_DEPTH} levels of nesting", mark)
    if isinstance(event, yaml.ScalarEvent):
        return tree.Scalar(
            text=event.value, quoted=event.style is not None and event.style != "", line=line, column=column
        )
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_read_node(event, events, first_line, depth + 1))
        return tree.Sequence(items=tuple(items), line=line, column=column)
    entries: list[tuple[tree.Scalar, tree.Node]] = []
    seen: dict[str, int] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _read_node(event, events, first_line, depth + 1)
        if not isinstance(key, tree.Scalar):
            raise _Refused("a list or mapping as a key; expected text", event.start_mark)
        if key.text in seen:
            raise _Refused(f"the key `{key.text}` stands twice, first in line {seen[key.text]}", event.start_mark)
        seen[key.text] = key.line
        entries.append((key, _read_node(next(events), events, first_line, depth + 1)))
    return tree.Mapping(entries=tuple(entries), line=line, column=column)


# Plain text that no YAML reader takes for anything else.
_PLAIN = re.compile(r"[^\W_][\w ,.;()/’‘“”–—+%$…\-]*(?<! )", re.UNICODE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# Source: YAML 1.1 core types bool, null, int, float, sexagesimal; other readers would not see text.
_NOT_TEXT = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)|[\d.,_:eExXobA-Fa-f+\-]*\d[\d.,_:eExX+\-A-Fa-f]*")


def format_yaml(value: Mapping[str, Value], indent: int = 0) -> str:
    """`value` as YAML in block style, keys in their order; values that are None or empty are left out.

    Reads back with `parse_yaml` to the same texts.
    """
    lines: list[str] = []
    pad = " " * indent
    for key, item in value.items():
        if item is None or item in ("", [], (), {}):
            continue
        if isinstance(item, Mapping):
            lines.append(f"{pad}{_format_scalar(key)}:\n{format_yaml(item, indent + 2)}".rstrip("\n"))
        elif isinstance(item, Sequence) and not isinstance(item, str):
            lines.append(f"{pad}{_format_scalar(key)}:")
            lines.extend(_format_item(entry, indent + 2) for entry in item)
        else:
            lines.append(f"{pad}{_format_scalar(key)}: {_format_scalar(item)}")
    return "".join(line + "\n" for line in lines)


def _format_item(entry: Value, indent: int) -> str:
    if isinstance(entry, Mapping):
        body = format_yaml(entry, indent + 2).rstrip("\n")
        return f"{' ' * indent}- {body.lstrip()}"
    if isinstance(entry, Sequence) and not isinstance(entry, str):
        return f"{' ' * indent}- [{', '.join(_format_scalar(x) for x in entry if not isinstance(x, (list, tuple, Mapping)))}]"
    return f"{' ' * indent}- {_format_scalar(entry)}"


def _format_scalar(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _DATE.fullmatch(text) or (_PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # JSON leaves these as they are; a YAML reader refuses or folds them.
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", quoted)
