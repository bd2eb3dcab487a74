"""A discovery journal for the command line: interviews in, verdicts on opinions out."""

__version__ = "0.1.0"
