"""Which lines of a flat page are the article."""

from collections.abc import Sequence

from briefbook.clean.lines import Furniture, Line, Section, ends_sentence, is_prose


def score_lines(
    lines: Sequence[Line], words: Sequence[Furniture | None], sections: Sequence[Section], repeated: dict[int, int]
) -> list[float]:
    """How much each line speaks for the article (above 0) or against it."""
    inside = {i for section in sections for i in range(section.start, section.end)}
    scores = []
    for i, line in enumerate(lines):
        if not line.text:
            scores.append(0.0)
        elif i in inside or words[i]:
            scores.append(-20.0 if i in inside else -3.0)
        elif i in repeated:
            scores.append(-0.5)
        elif is_prose(line.text):
            scores.append(2.0 + min(len(line.text), 600) / 200)
        elif ends_sentence(line.text):
            scores.append(1.0)
        else:
            scores.append(-1.0)
    return scores


def find_span(scores: Sequence[float]) -> tuple[int, int]:
    """The stretch of lines whose scores add up to the most: first index and the one after the last; (0, 0) for none."""
    best, span, total, start = 0.0, (0, 0), 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best:
            best, span = total, (start, i + 1)
    return span
