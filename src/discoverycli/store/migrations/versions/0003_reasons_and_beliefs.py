"""Beliefs before evidence, criteria in words, decisions, whys, and who sent whom."""

from __future__ import annotations

from alembic import op

from discoverycli.store.migrations.tables import make_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Four tables and three columns, all empty; one index finds a person's evidence too."""
    op.execute("ALTER TABLE person ADD COLUMN referred_by_id INTEGER REFERENCES person (id)")
    op.create_index("person_by_referrer", "person", ["referred_by_id"])
    op.execute("ALTER TABLE revision ADD COLUMN right_if TEXT")
    op.execute("ALTER TABLE revision ADD COLUMN wrong_if TEXT")
    op.drop_index("evidence_by_hypothesis", "evidence")
    op.create_index("evidence_by_hypothesis", "evidence", ["hypothesis_id", "person_id"])
    make_table(
        "prediction",
        "id int key, hypothesis_id int >hypothesis, author text, percent int, revision int, "
        "made_on day",
    )
    op.create_index("prediction_by_hypothesis", "prediction", ["hypothesis_id"])
    make_table(
        "decision",
        "id int key, uid text unique, text text, reason text?, author text, made_on day, "
        "version int",
    )
    make_table(
        "ground",
        "decision_id int key >decision, position int key, code text, "
        "hypothesis_id int? >hypothesis, holds flag =1, status text?, was text?, votes_for int?, "
        "votes_against int?, asked int?, revision int?",
    )
    op.create_index("ground_by_hypothesis", "ground", ["hypothesis_id"])
    make_table(
        "why",
        "id int key, hypothesis_id int? >hypothesis, statement_id int? >statement, number int, "
        "parent_id int? >why, text text, heard_id int? >statement, author text, added_on day",
    )
    op.create_index("why_by_hypothesis", "why", ["hypothesis_id", "number"])
    op.create_index("why_by_statement", "why", ["statement_id", "number"])
    op.create_index("why_by_heard", "why", ["heard_id"])
    op.create_index("why_by_parent", "why", ["parent_id"])
