"""Stores evidence that is added by hand."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from discoverycli.domain.vocabulary import Rung, Stance
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models.interviews import Evidence, Statement
from discoverycli.store.sql import next_number
from discoverycli.store.write import hypotheses

_PEOPLE_OF = "SELECT person_id FROM participation WHERE interview_id = :number ORDER BY position"


class Link(NamedTuple):
    """Evidence to add by hand: a statement's or an interview's words on a hypothesis."""

    hypothesis: int
    stance: Stance
    statement: int | None = None
    interview: int | None = None
    person: int | None = None
    rung: Rung | None = None
    text: str = ""


class Linked(NamedTuple):
    """Evidence that was added by hand, and the stance and rung it had before, if it was there."""

    evidence: Evidence
    was: tuple[Stance, Rung] | None


def link(session: Session, wanted: Link, *, author: str, today: date) -> Linked:
    """Adds evidence to a hypothesis. A statement, or the same words in an interview, have one
    stance: linked once more by hand, they take the new one.

    Raises:
        NotFoundError: no such hypothesis, statement or interview.
        InputError: it is there already, or it is not clear who said it.
    """
    hypotheses.get(session, wanted.hypothesis)
    if wanted.statement is not None:
        statement = session.get(Statement, wanted.statement)
        if statement is None:
            raise NotFoundError(f"there is no S{wanted.statement}", "disco search WORDS")
        interview, person = statement.interview_id, statement.person_id
        text = wanted.text or statement.text
        rung = statement.rung if wanted.rung is None else wanted.rung
    else:
        assert wanted.interview is not None
        interview, person = wanted.interview, _voice(session, wanted)
        text, rung = wanted.text, Rung.SAYS if wanted.rung is None else wanted.rung
    place = {"hypothesis_id": wanted.hypothesis, "interview_id": interview, "person_id": person}
    known = session.exec(select(Evidence).filter_by(**place)).all()
    linked = [each for each in known if each.linked and each.statement_id == wanted.statement]
    before = next((e for e in linked if wanted.statement is not None or e.text == text), None)
    made = Evidence.build(
        id=next_number(session, "evidence") if before is None else before.id,
        **place,
        statement_id=wanted.statement,
        stance=wanted.stance,
        rung=rung,
        text=text,
        linked=True,
        author=author,
        added_on=today,
    )
    alike = [each for each in known if (each.stance, each.text) == (made.stance, made.text)]
    if any(each.id != made.id or each.rung == made.rung for each in alike):
        # Nothing is evidence twice, by hand or by the note.
        raise InputError(
            f"that is evidence on H{wanted.hypothesis} already",
            f"disco hypotheses show H{wanted.hypothesis}",
        )
    was = None if before is None else (before.stance, before.rung)
    made.store(session, again=before is not None)
    return Linked(made, was)


def _voice(session: Session, wanted: Link) -> int:
    """Whose words in an interview they are."""
    people = sql.firsts(session, _PEOPLE_OF, {"number": wanted.interview})
    if not people:
        raise NotFoundError(f"there is no I{wanted.interview}", "disco report --quarter")
    if wanted.person is not None:
        if wanted.person not in people:
            raise InputError(
                f"P{wanted.person} was not in I{wanted.interview}",
                f"disco show I{wanted.interview}",
            )
        return wanted.person
    if len(people) > 1:
        raise InputError(
            f"several people were in I{wanted.interview}",
            "--person " + " or --person ".join(f"P{each}" for each in people),
        )
    return int(people[0])
