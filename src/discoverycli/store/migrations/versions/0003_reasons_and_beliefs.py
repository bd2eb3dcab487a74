"""Beliefs before evidence, criteria in words, decisions, whys, and who sent whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from discoverycli.domain.vocabulary import Status
from discoverycli.store.columns import Day, Flag, Word

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
    _beliefs()
    _decisions()
    _whys()


def _beliefs() -> None:
    op.create_table(
        "prediction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hypothesis_id", sa.Integer(), sa.ForeignKey("hypothesis.id"), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_on", Day(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("prediction_by_hypothesis", "prediction", ["hypothesis_id"])


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.Text(), nullable=False, unique=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_on", Day(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "ground",
        sa.Column("decision_id", sa.Integer(), sa.ForeignKey("decision.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("hypothesis_id", sa.Integer(), sa.ForeignKey("hypothesis.id"), nullable=True),
        sa.Column("holds", Flag(), nullable=False, server_default="1"),
        sa.Column("status", Word(Status), nullable=True),
        sa.Column("was", Word(Status), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sqlite_strict=True,
    )
    op.create_index("ground_by_hypothesis", "ground", ["hypothesis_id"])


def _whys() -> None:
    op.create_table(
        "why",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hypothesis_id", sa.Integer(), sa.ForeignKey("hypothesis.id"), nullable=True),
        sa.Column("statement_id", sa.Integer(), sa.ForeignKey("statement.id"), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("why.id"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("heard_id", sa.Integer(), sa.ForeignKey("statement.id"), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("added_on", Day(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("why_by_hypothesis", "why", ["hypothesis_id", "number"])
    op.create_index("why_by_statement", "why", ["statement_id", "number"])
    op.create_index("why_by_heard", "why", ["heard_id"])
    op.create_index("why_by_parent", "why", ["parent_id"])
