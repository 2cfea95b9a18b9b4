"""briefbook turns a folder of clippings into an annotated briefing book."""

__version__ = "0.1.0"
