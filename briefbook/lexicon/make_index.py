"""Makes places.idx, by which the lines of places.tsv are found: `python briefbook/lexicon/make_index.py`, whenever that has changed.

The layout is that of `briefbook/annotate/placenames.py`.
"""

from pathlib import Path

from briefbook.annotate.gazetteer import index_places

HERE = Path(__file__).parent


def main() -> None:
    (HERE / "places.idx").write_bytes(index_places((HERE / "places.tsv").read_bytes()))


if __name__ == "__main__":
    main()
