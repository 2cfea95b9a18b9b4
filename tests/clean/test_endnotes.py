"""What stands below a story's last words and speaks of its author."""

import pytest

from briefbook.clean.endnotes import find_notes
from briefbook.clean.lines import read_lines

STORY = [
    "The ferry to Lismore was stopped on Monday after a wave broke two windows of its saloon, the company said.",
    "Passengers slept in the school at Port Appin, where the company had brought blankets and the baker had opened early.",
]


def notes_of(*below, authors=()):
    lines = read_lines("\n".join([*STORY, *below]))
    return [lines[i].text for i in sorted(find_notes(lines, range(len(lines)), authors))]


@pytest.mark.parametrize(
    "line",
    [
        "Maren Holt is a reporter in Flateyri.",
        "Maren Holt (aka mholt, @maren) is the founder of Tidal Media.",
        "Maren Holt Senior online editor, collector of white buttons.",
        "Holt is an economist and writer. Follow her on Chirper: @marenholt.",
        "Maren is a freelance columnist who built her first page in 1995.",
        "Correspondent Maren Holt may be reached at mholt@courier.example.",
        "Follow Maren Holt on Chirper and Threadbook. Follow us @courier.",
        "Follow @MarenHolt",
        "Maren Holt @marenholt",
        "Maren Holt is on Chirper at mholt, and on Facebook as Maren.",
        "-- By Maren Holt Follow @marenholt",
        "Would you like to be part of our team? Join our circle of writers.",
        "Questions? Comments? Email us at desk@courier.example",
        "If you have a question or comment for Maren Holt, you can submit it here.",
        "To contact the reporter on this story: Maren Holt in Flateyri at mholt@courier.example",
    ],
)
def test_who_wrote_the_story_and_how_to_reach_them_is_a_note(line):
    assert notes_of(line, authors=("Maren Holt",)) == [line]


def test_headlines_below_a_note_are_no_reason_to_overlook_it():
    note = "Maren Holt is a reporter in Flateyri."
    assert notes_of(note, "Island shop to close", "Baker wins a medal", authors=("Maren Holt",)) == [note]


def test_the_name_alone_above_a_note_is_part_of_it():
    note = "Maren is a freelance columnist who built her first page in 1995."
    assert notes_of("Maren Holt", note, authors=("Maren Holt",)) == ["Maren Holt", note]


def test_a_last_line_that_sends_its_reader_elsewhere_is_a_note():
    assert notes_of("To listen to the whole interview, click here.") == [
        "To listen to the whole interview, click here."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Holt is the captain of the ferry, and he has never lost a window before.",
        "Follow the coast for a mile and the road ends at the pier.",
        "Ann Sutherland, who bakes in Port Appin, is proud of her rye loaf.",
    ],
)
def test_a_last_paragraph_about_somebody_is_none(line):
    assert notes_of(line, authors=("Maren Holt",)) == []
