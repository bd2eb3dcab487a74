"""The schema's history: one Alembic revision a step, numbered as the schema is."""
