"""Stores jobs to be done."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from discoverycli.domain.text.folding import text_key
from discoverycli.domain.text.words import one_line
from discoverycli.domain.vocabulary import JobType, Stakeholder
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models.jobs import Job
from discoverycli.store.sql import new_uid, next_number
from discoverycli.store.values import serves_words
from discoverycli.store.write import search


class NewJob(NamedTuple):
    """A job to write down: a statement, or a story. Its three parts are read from the words
    where they are not given."""

    text: str
    type: JobType = JobType.CORE
    situation: str | None = None
    motivation: str | None = None
    outcome: str | None = None
    serves: tuple[Stakeholder, ...] = ()
    segment: str | None = None


def add(session: Session, wanted: NewJob, *, author: str, today: date) -> Job:
    """Stores a job.

    Raises:
        InputError: no words, or the same words are stored already.
    """
    key = text_key(wanted.text)
    if not key:
        raise InputError("a job needs words", "disco jobs add 'VERB OBJECT CLARIFIER'")
    known = find_same(session, wanted.text)
    if known is not None:
        raise InputError(f"J{known} says that already", f"disco jobs show J{known}")
    made = Job.build(
        id=next_number(session, "J"),
        uid=new_uid(),
        text=one_line(wanted.text),
        text_key=key,
        type=wanted.type,
        **_story(wanted),
        serves=serves_words(wanted.serves),
        segment=wanted.segment,
        author=author,
        created_on=today,
    )
    session.add(made)
    session.flush()
    search.index(session, "job", made.id, made.text, made.segment or "")
    return made


def find_same(session: Session, text: str) -> int | None:
    """The number of the job with the same words, if there is one."""
    found = sql.value(session, "SELECT id FROM job WHERE text_key = :key", {"key": text_key(text)})
    return None if found is None else int(found)


class JobChange(NamedTuple):
    """What to change of a job; fields that are left out stay. New words bring new story parts,
    given or read from them."""

    text: str | None = None
    type: JobType | None = None
    situation: str | None = None
    motivation: str | None = None
    outcome: str | None = None
    serves: tuple[Stakeholder, ...] | None = None
    segment: str | None = None


def edit(session: Session, number: int, change: JobChange) -> Job:
    """Changes a job.

    Raises:
        NotFoundError: there is no such job.
        InputError: no words, or another job has them.
    """
    found = session.get(Job, number)
    if found is None:
        raise NotFoundError(f"there is no J{number}", "disco jobs")
    if change.text is not None:
        if not text_key(change.text):
            raise InputError("a job needs words", f"disco jobs edit J{number} --text WORDS")
        other = find_same(session, change.text)
        if other is not None and other != number:
            raise InputError(f"J{other} says that already", f"disco jobs show J{other}")
        found.text, found.text_key = one_line(change.text), text_key(change.text)
        for name, part in _story(change).items():
            setattr(found, name, part)
    found.take(change, "type", "segment")
    if change.serves is not None:
        found.serves = serves_words(change.serves)
    found.version += 1
    session.flush()
    search.index(session, "job", found.id, found.text, found.segment or "")
    return found


def _story(job: NewJob | JobChange) -> dict[str, str | None]:
    """The three parts of a story: as given, else read from the words."""
    # Imported here, because a note that names no job does not need its grammar.
    from discoverycli.domain.jobs import parse_story

    parts = (job.situation, job.motivation, job.outcome)
    told = None if any(parts) else parse_story(job.text or "")
    if told is not None:
        parts = (told.situation, told.motivation, told.outcome)
    return dict(zip(("situation", "motivation", "outcome"), parts, strict=True))
