"""`python -m briefbook`."""

import sys

from briefbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
