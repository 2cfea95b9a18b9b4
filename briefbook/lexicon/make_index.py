"""Makes what places.tsv is looked up by: `python briefbook/lexicon/make_index.py`, whenever that has changed.

places.idx finds the lines of a name (its layout: `briefbook/annotate/placenames.py`), divisions.tsv names countries and their
first-level divisions by their codes.
"""

from pathlib import Path

from briefbook.annotate.gazetteer import index_places, name_divisions

HERE = Path(__file__).parent


def main() -> None:
    table = (HERE / "places.tsv").read_bytes()
    (HERE / "places.idx").write_bytes(index_places(table))
    (HERE / "divisions.tsv").write_text(name_divisions(table), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
