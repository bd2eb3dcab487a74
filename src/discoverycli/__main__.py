"""Runs `python -m discoverycli`."""

import sys

from discoverycli.main import main

sys.exit(main())
