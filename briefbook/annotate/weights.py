"""What each kind of evidence weighs for what a name names.

Weights are in steps of a half. They were set by hand from the conventions of news writing, and checked on WikiGold and on the
casebook (docs/names.md); they are not fitted to any set.
"""

from briefbook.annotate.segments import ORGANISATION, OTHER, PERSON, PLACE

THRESHOLD = 2.0
"""What the best reading needs before a candidate is a name at all."""
MODEL = {
    "PERSON": (PERSON, 2.5),
    "GPE": (PLACE, 2.5),
    "LOC": (PLACE, 2.5),
    "FAC": (PLACE, 1.5),
    "ORG": (ORGANISATION, 2.0),
    "NORP": (OTHER, 2.5),
    "EVENT": (OTHER, 1.5),
    "PRODUCT": (OTHER, 1.5),
    "WORK_OF_ART": (OTHER, 2.0),
    "LAW": (OTHER, 2.0),
    "LANGUAGE": (OTHER, 2.0),
}
"""A language model's labels (OntoNotes) to a reading and its weight."""
TITLE_BEFORE = 4.0
SURNAME_LAST = 1.5
"""Two or three words that end in a listed surname, none of them common or a place."""
COMMON_IN_NAME = 1.5
"""Taken off a full name for each common word in it."""
WHO_AFTER = 2.0
"""", who" is said of nothing but people."""
KIN_BEFORE = 2.5
""""his wife, Doris"; "three sons, James and Peter"."""
LISTED = 2.5
"""For one of three or more names in a row, half of them people's beyond doubt."""
OF_AFTER_AGE = 1.5
""""Amber Tate, 19, of Beaverton"."""
ROLE_NOUN_BEFORE = 2.0
GIVEN_NAME_FIRST = 2.5
INITIAL_FIRST = 3.0
KNOWN_SURNAME = 4.0
KNOWN_GIVEN_NAME = 2.5
KNOWN_ALONE = 2.0
"""For a surname by which the press calls somebody without more."""
SAID_AFTER = 1.0
AGE_OR_ROLE_AFTER = 1.5
COORDINATED = 1.5
"""Joined to a person named in full ("Nick Barmby and Juninho")."""
PLACE_HEAD = 2.5
SEVERAL_WORDS = 1.0
"""For a name of several words that the gazetteer has, its first no given name."""
INSIDE_BEFORE = 1.5
FROM_BEFORE = 1.0
AT_BEFORE = 0.5
PLACE_NOUN_AFTER = 2.5
""""the Assal al-Ward area"."""
REGION_AFTER = 2.0
COUNTRY_BEHIND_TOWN = 4.0
"""The second name of "Amman, Jordan"."""
TOWN = 1.0
"""Strength of a place from which its name is more than a village's, which many surnames are too."""
DATELINE = 4.0
ORGANISATION_HEAD = 4.0
CUT_AS_ORGANISATION = 2.0
ACRONYM = 2.0
TEAM = 4.0
BYLINE = 2.5
STAFF_AFTER = 2.5
""""Merrill Lynch analyst Steve Fortuna": what stands before the office employs the person."""
COMPANY = 5.0
IN_A_NAME = 6.0
"""Taken off the place in "Tour of Spain": it is part of that name whatever a model says."""
COMMON_WORD = 2.0
PART_OF_LONGER = 2.0
THE_BEFORE = 2.0
QUOTED = 1.0
IN_A_TITLE = 2.0
"""Taken off a place within what a model reads as an event, a work, a product or a law ("the Geneva Convention")."""
UNSUPPORTED = 1.5
"""What a model's PERSON for one word that is also a place loses where nothing else speaks for a person."""
UNLIKELY = 2.25
"""What a model's place loses for an English word that the gazetteer has for a village at the most."""
UNLISTED = 0.75
"""What it loses for one word that no list of names has."""
