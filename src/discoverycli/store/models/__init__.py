"""Defines the tables of the journal, one line a field: its type, its privacy, its meaning.

Columns are defined nowhere else: `docs/write_schema.py` writes `store/schema.py` from these
modules, and everything that has to know them (checks, the guard, exports, pages without names,
forgetting) follows from that. What people write has a class; a command loads only the modules of
what it writes, and of what that points at. Rows are built with `Row.build`, which validates; plain
construction of a table class does not. Identifiers are the numbers of the printed codes (`H3` is
row 3) and come from `counter`, so that no code is ever reused, not even after a deletion."""
