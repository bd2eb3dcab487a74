"""The journal: people, interviews, what was heard, and the opinions it bears on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from discoverycli.store.columns import Day, Flag

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Every table of the first journal, and its search index."""
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "hypothesis",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.Text(), nullable=False, unique=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.Text(), nullable=False, unique=True),
        sa.Column("risk_class", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("serves", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_on", Day(), nullable=False),
        sa.Column("parked_reason", sa.Text(), nullable=True),
        sa.Column("parked_until", Day(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.Text(), nullable=False, unique=True),
        sa.Column("held_on", Day(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("date_text", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("study", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=True, unique=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("logged_at", sa.Text(), nullable=False),
        sa.Column("contact", Flag(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("interview_by_contact", "interview", ["contact", "precision", "held_on"])
    op.create_index(
        "interview_by_day", "interview", ["held_on", "precision", "channel", "contact", "minutes"]
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.Text(), nullable=False, unique=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.Text(), nullable=False, unique=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("situation", sa.Text(), nullable=True),
        sa.Column("motivation", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("serves", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_on", Day(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False, unique=True),
        sqlite_strict=True,
    )
    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("first_on", Day(), nullable=False),
        sa.Column("last_on", Day(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "memo",
        sa.Column("hypothesis_id", sa.Integer(), sa.ForeignKey("hypothesis.id"), primary_key=True),
        sa.Column("computed_on", Day(), nullable=False),
        sa.Column("steady_until", Day(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hypothesis_id", sa.Integer(), sa.ForeignKey("hypothesis.id"), nullable=False),
        sa.Column("moved_on", Day(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interview.id"), nullable=True),
        sqlite_strict=True,
    )
    op.create_index("movement_by_day", "movement", ["moved_on"])
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("former_names", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id"), nullable=True),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("period_days", sa.Integer(), nullable=True),
        sa.Column("snoozed_until", Day(), nullable=True),
        sa.Column("last_contact", Day(), nullable=True),
        sa.Column("created_on", Day(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("person_by_name", "person", ["name_key"])
    op.create_index("person_by_organisation", "person", ["organisation_id"])
    op.create_table(
        "revision",
        sa.Column("hypothesis_id", sa.Integer(), sa.ForeignKey("hypothesis.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("majority", sa.Integer(), nullable=False),
        sa.Column("lived", sa.Integer(), nullable=False),
        sa.Column("prospects", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("fresh_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_on", Day(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "followup",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interview.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("ours", Flag(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", Day(), nullable=True),
        sa.Column("done_on", Day(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("followup_by_due", "followup", ["done_on", "due_on"])
    op.create_index("followup_by_interview", "followup", ["interview_id"])
    op.create_table(
        "hire",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("job_id", sa.Integer(), sa.ForeignKey("job.id"), nullable=False),
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interview.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("hired", Flag(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("hire_by_interview", "hire", ["interview_id"])
    op.create_index("hire_by_job", "hire", ["job_id"])
    op.create_table(
        "participation",
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interview.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=True),
        sqlite_strict=True,
    )
    op.create_index("participation_by_person", "participation", ["person_id"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interview.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("verbatim", Flag(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("statement_by_interview", "statement", ["interview_id"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hypothesis_id", sa.Integer(), sa.ForeignKey("hypothesis.id"), nullable=False),
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interview.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("statement_id", sa.Integer(), sa.ForeignKey("statement.id"), nullable=True),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("linked", Flag(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("added_on", Day(), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("evidence_by_hypothesis", "evidence", ["hypothesis_id"])
    op.create_index("evidence_by_interview", "evidence", ["interview_id"])
    op.create_index("evidence_by_statement", "evidence", ["statement_id"])
    op.create_table(
        "theme",
        sa.Column("statement_id", sa.Integer(), sa.ForeignKey("statement.id"), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sqlite_strict=True,
    )
    op.create_index("theme_by_name", "theme", ["name"])
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5("
        "code UNINDEXED, noun UNINDEXED, title, body, tokenize='unicode61 remove_diacritics 2')"
    )
