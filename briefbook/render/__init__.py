"""A book becomes output files, in memory."""
