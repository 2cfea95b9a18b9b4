"""Results of cleaning as JSON, for remembering them between builds."""

import json
from dataclasses import asdict
from pathlib import PurePosixPath

from briefbook.model.article import Document, Draft, Fate, Ledger, LineFate, Reason
from briefbook.model.diagnostics import Diagnostic, Location, Outcome, Severity

# A look-up costs a third of what the enumerations ask for one.
_FATES = {str(fate): fate for fate in Fate}
_REASONS: dict[str | None, Reason | None] = {None: None, **{str(reason): reason for reason in Reason}}


def encode_draft(outcome: Outcome[Draft | None]) -> bytes:
    """The outcome of cleaning one clipping as JSON, UTF-8."""
    draft = outcome.value
    record = {
        "draft": draft
        and {
            "path": str(draft.document.path),
            "text": draft.document.text,
            "seed": str(draft.ledger.seed),
            "sha256": draft.ledger.sha256,
            "lines": [[line.fate, line.reason, line.text, line.why] for line in draft.ledger.lines],
        },
        "diagnostics": [
            {**asdict(item), "location": [str(item.location.path), item.location.line, item.location.column]}
            for item in outcome.diagnostics
        ],
    }
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


def decode_draft(data: bytes) -> Outcome[Draft | None]:
    """The outcome that `encode_draft` encoded.

    Raises: ValueError, KeyError or TypeError for anything else; what is remembered is checked by its digest.
    """
    record = json.loads(data.decode("utf-8", "surrogatepass"))
    found = record["draft"]
    draft = None
    if found is not None:
        lines = tuple(
            LineFate(line=number, fate=_FATES[fate], reason=_REASONS[reason], text=text, why=why)
            for number, (fate, reason, text, why) in enumerate(found["lines"], start=1)
        )
        ledger = Ledger(seed=PurePosixPath(found["seed"]), sha256=found["sha256"], lines=lines)
        draft = Draft(document=Document(path=PurePosixPath(found["path"]), text=found["text"]), ledger=ledger)
    diagnostics = tuple(
        Diagnostic(
            rule=item["rule"],
            severity=Severity(item["severity"]),
            message=item["message"],
            location=Location(PurePosixPath(item["location"][0]), *item["location"][1:]),
            hint=item["hint"],
        )
        for item in record["diagnostics"]
    )
    return Outcome(draft, diagnostics)
