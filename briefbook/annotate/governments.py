"""Whether a capital means its government: "Washington accused Moscow"."""

import re

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import Place
from briefbook.model.entity import PlaceKind

_SUBJECT = re.compile(
    r"[ \u00a0](?:has[ \u00a0]|have[ \u00a0]|had[ \u00a0]|also[ \u00a0]|can[ \u00a0]|will[ \u00a0]|would[ \u00a0]|and[ \u00a0][^\W\d_]\w+[ \u00a0](?:have[ \u00a0]|had[ \u00a0])?)?(?:still[ \u00a0]|not[ \u00a0]|also[ \u00a0]|again[ \u00a0]|\w+ly[ \u00a0])?(\w+)"
)


_SUPPORTING = frozenset(
    {
        "work",
        "working",
        "supporting",
        "backing",
        "opposing",
        "arming",
        "urge",
        "accept",
        "reject",
        "support",
        "back",
        "agree",
        "act",
        "respond",
        "face",
    }
)


_GIVEN_BY_STATES = frozenset(
    {"apology", "support", "pressure", "aid", "arms", "message", "concessions", "response", "criticism", "approval"}
)


_LOCAL = frozenset({"in", "at", "near", "outside", "inside", "from", "around", "visit", "visited", "to"})


def is_metonym(text: str, start: int, end: int, place: Place | None) -> bool:
    """Whether a capital (or a seat of government) at these offsets means the government: "Washington accused Moscow".

    It does as the subject of a verb of government or after one, without a preposition of place before it.
    """
    if place is None or not (place.capital or place.kind is PlaceKind.OTHER):
        return False
    before = re.findall(r"[\w'’]+", text[max(0, start - 30) : start])
    previous = before[-1].lower() if before else ""
    if previous == "the" and len(before) > 1:
        previous = before[-2].lower()
    if previous == "from" and len(before) > 1 and before[-2].lower() in _GIVEN_BY_STATES:
        return True
    if previous in _LOCAL:
        return False
    subject = _SUBJECT.match(text, end)
    verbs = gazetteer.words("government")
    if subject and (subject[1].lower() in verbs or subject[1].lower() in _SUPPORTING) and text[end : end + 1] != ",":
        return True
    if previous in gazetteer.words("government_after"):
        return True
    if previous in {"with", "by", "between", "and", "for"} and len(before) > 1:
        earlier = before[-2].lower()
        if previous == "and":
            return False
        if previous == "with":
            return earlier in {
                "contracts",
                "contract",
                "ties",
                "talks",
                "relations",
                "deal",
                "agreement",
                "closely",
                "work",
                "working",
                "odds",
                "alliance",
                "cooperation",
                "negotiations",
                "negotiate",
                "treaty",
                "pact",
            }
        return previous == "between"
    if text[end : end + 2] in {"'s", "’s"}:
        following = re.match(r"['’]s[ \u00a0]([\w-]+)(?:[ \u00a0]([\w-]+))?", text[end:])
        if following:
            return bool(
                {following[1].lower(), (following[2] or "").lower()}
                & {
                    "position",
                    "policy",
                    "policies",
                    "support",
                    "refusal",
                    "demand",
                    "demands",
                    "allies",
                    "ally",
                    "influence",
                    "insistence",
                    "decision",
                    "proposal",
                    "plan",
                    "stance",
                    "response",
                    "offer",
                    "diplomats",
                    "diplomacy",
                    "government",
                    "intentions",
                    "interests",
                    "hold",
                    "arms",
                }
            )
    return False
