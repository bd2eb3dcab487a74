"""The journal: people, interviews, what was heard, and the opinions it bears on."""

from __future__ import annotations

from alembic import op

from discoverycli.store.migrations.tables import make_table

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Every table of the first journal, and its search index."""
    make_table("counter", "name text key, last int")
    make_table(
        "hypothesis",
        "id int key, uid text unique, text text, text_key text unique, risk_class text, "
        "origin text, importance int, serves text, segment text?, author text, created_on day, "
        "parked_reason text?, parked_until day?, version int",
    )
    make_table(
        "interview",
        "id int key, uid text unique, held_on day?, precision text, date_text text?, kind text, "
        "channel text, via text?, minutes int?, title text?, study text?, notes text, "
        "source text?, content_hash text? unique, author text, logged_at text, contact flag, "
        "version int",
    )
    op.create_index("interview_by_contact", "interview", ["contact", "precision", "held_on"])
    op.create_index(
        "interview_by_day", "interview", ["held_on", "precision", "channel", "contact", "minutes"]
    )
    make_table(
        "job",
        "id int key, uid text unique, text text, text_key text unique, type text, "
        "situation text?, motivation text?, outcome text?, serves text, segment text?, "
        "author text, created_on day, version int",
    )
    make_table("organisation", "id int key, uid text unique, name text, name_key text unique")
    make_table("pause", "id int key, first_on day, last_on day, reason text?, author text")
    make_table(
        "memo",
        "hypothesis_id int key >hypothesis, computed_on day, steady_until day?, status text, "
        "result text",
    )
    make_table(
        "movement",
        "id int key, hypothesis_id int >hypothesis, moved_on day, was text, status text, "
        "interview_id int? >interview",
    )
    op.create_index("movement_by_day", "movement", ["moved_on"])
    make_table(
        "person",
        "id int key, uid text unique, name text, name_key text, former_names text =[], "
        "organisation_id int? >organisation, relation text, segment text?, role text?, "
        "period_days int?, snoozed_until day?, last_contact day?, created_on day, version int",
    )
    op.create_index("person_by_name", "person", ["name_key"])
    op.create_index("person_by_organisation", "person", ["organisation_id"])
    make_table(
        "revision",
        "hypothesis_id int key >hypothesis, number int key, voices int, majority int, lived int, "
        "prospects int, against int, fresh_days int, reason text?, author text, made_on day",
    )
    make_table(
        "followup",
        "id int key, interview_id int >interview, person_id int >person, ours flag, text text, "
        "due_on day?, done_on day?, line int",
    )
    op.create_index("followup_by_due", "followup", ["done_on", "due_on"])
    op.create_index("followup_by_interview", "followup", ["interview_id"])
    make_table(
        "hire",
        "id int key, job_id int >job, interview_id int >interview, person_id int >person, "
        "hired flag, rung int, text text, line int",
    )
    op.create_index("hire_by_interview", "hire", ["interview_id"])
    op.create_index("hire_by_job", "hire", ["job_id"])
    make_table(
        "participation",
        "interview_id int key >interview, person_id int key >person, position int, relation text, "
        "segment text?",
    )
    op.create_index("participation_by_person", "participation", ["person_id"])
    make_table(
        "statement",
        "id int key, interview_id int >interview, person_id int >person, line int, kind text, "
        "rung int, verbatim flag, text text",
    )
    op.create_index("statement_by_interview", "statement", ["interview_id"])
    make_table(
        "evidence",
        "id int key, hypothesis_id int >hypothesis, interview_id int >interview, "
        "person_id int >person, statement_id int? >statement, stance text, rung int, text text, "
        "linked flag, line int, author text, added_on day",
    )
    op.create_index("evidence_by_hypothesis", "evidence", ["hypothesis_id"])
    op.create_index("evidence_by_interview", "evidence", ["interview_id"])
    op.create_index("evidence_by_statement", "evidence", ["statement_id"])
    make_table("theme", "statement_id int key >statement, name text key")
    op.create_index("theme_by_name", "theme", ["name"])
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5("
        "code UNINDEXED, noun UNINDEXED, title, body, tokenize='unicode61 remove_diacritics 2')"
    )
