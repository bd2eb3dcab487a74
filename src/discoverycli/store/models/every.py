"""Loads every table, for what has to know them all: the written schema, migrations, tests."""

from discoverycli.store.models import (  # noqa: F401
    books,
    consent,
    decisions,
    hypotheses,
    interviews,
    jobs,
    pauses,
    people,
    predictions,
    whys,
)
