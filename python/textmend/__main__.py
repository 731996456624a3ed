"""`python -m textmend` is `textmend`."""

import sys

from textmend.cli import main

sys.exit(main())
