"""Stores hypotheses and their criteria."""

from dataclasses import asdict
from datetime import date
from functools import partial
from typing import NamedTuple

from sqlmodel import Session

from discoverycli.domain.rules import Rule
from discoverycli.domain.text.folding import text_key
from discoverycli.domain.text.words import one_line
from discoverycli.domain.vocabulary import HypothesisClass, Origin, Stakeholder
from discoverycli.domain.votes import Reason, not_counted
from discoverycli.errors import InputError, NotFoundError
from discoverycli.store import sql
from discoverycli.store.models.hypotheses import Hypothesis, Revision
from discoverycli.store.read.evidence_sql import LATEST, RULE, evidence_of, rule, rule_of
from discoverycli.store.sql import new_uid, next_number
from discoverycli.store.values import serves_words
from discoverycli.store.write import search

_LAST = f"""
SELECT {RULE}, r.number, r.right_if, r.wrong_if
FROM revision r WHERE r.hypothesis_id = :hypothesis AND {LATEST}
"""  # noqa: S608 - constants
_BELIEVED = "SELECT 1 FROM prediction WHERE hypothesis_id = :hypothesis LIMIT 1"


class Criteria(NamedTuple):
    """What decides on a hypothesis: its rule, and in words what would show it right or wrong."""

    rule: Rule
    right_if: str | None = None
    wrong_if: str | None = None


class Opinion(NamedTuple):
    """A hypothesis to write down. Without a rule it gets the default for whom it serves."""

    text: str
    risk_class: HypothesisClass = HypothesisClass.DESIRABILITY
    origin: Origin = Origin.TEAM
    importance: int = 3
    serves: tuple[Stakeholder, ...] = ()
    segment: str | None = None
    rule: Rule | None = None
    right_if: str | None = None
    wrong_if: str | None = None


def add(session: Session, opinion: Opinion, *, author: str, today: date) -> Hypothesis:
    """Stores a hypothesis.

    Raises:
        InputError: no words, or the same words are stored already.
    """
    key = text_key(opinion.text)
    if not key:
        raise InputError(
            "a hypothesis needs words", "disco hypotheses add 'WHO does WHAT because WHY'"
        )
    known = find_same(session, opinion.text)
    if known is not None:
        raise InputError(f"H{known} says that already", f"disco show H{known}")
    made = Hypothesis.build(
        id=next_number(session, "H"),
        uid=new_uid(),
        text=one_line(opinion.text),
        text_key=key,
        risk_class=opinion.risk_class,
        origin=opinion.origin,
        importance=opinion.importance,
        serves=serves_words(opinion.serves),
        segment=opinion.segment or None,
        author=author,
        created_on=today,
    )
    session.add(made)
    session.flush()
    rule = opinion.rule or Rule.default_for(opinion.serves)
    criteria = Criteria(rule, _words(opinion.right_if), _words(opinion.wrong_if))
    _revise(session, made.id, 1, criteria, None, author, today)
    search.index(session, "hypothesis", made.id, made.text, made.segment or "")
    return made


def find_same(session: Session, text: str) -> int | None:
    """The number of the hypothesis with the same words, if there is one."""
    found = sql.value(
        session, "SELECT id FROM hypothesis WHERE text_key = :key", {"key": text_key(text)}
    )
    return None if found is None else int(found)


def get(session: Session, number: int) -> Hypothesis:
    """A hypothesis. Raises `NotFoundError` when there is none of that number."""
    found = session.get(Hypothesis, number)
    if found is None:
        raise NotFoundError(f"there is no H{number}", "disco hypotheses --all")
    return found


class HypothesisChange(NamedTuple):
    """What to change of a hypothesis; fields that are left out stay, and `''` deletes one."""

    text: str | None = None
    risk_class: HypothesisClass | None = None
    origin: Origin | None = None
    importance: int | None = None
    serves: tuple[Stakeholder, ...] | None = None
    segment: str | None = None
    rule: Rule | None = None
    reason: str | None = None
    right_if: str | None = None
    wrong_if: str | None = None


def edit(
    session: Session, number: int, change: HypothesisChange, *, author: str, today: date
) -> Hypothesis:
    """Changes a hypothesis.

    Its criteria are frozen once evidence counts, or somebody has said how sure they are: changing
    them then makes a new revision and needs a reason. Its words are frozen then too: they must stay
    what people were asked, or were sure of.

    Raises:
        NotFoundError: there is no such hypothesis.
        InputError: frozen words, or frozen criteria without a reason.
    """
    found = get(session, number)
    frozen = _why_frozen(session, number, today)
    if change.text is not None and text_key(change.text) != found.text_key:
        _reword(session, found, change.text, frozen=frozen)
    found.take(change, "risk_class", "origin", "importance", "segment")
    if change.serves is not None:
        found.serves = serves_words(change.serves)
    if (change.rule, change.right_if, change.wrong_if) != (None, None, None):
        _change_criteria(session, found, change, frozen=frozen, author=author, today=today)
    found.version += 1
    session.flush()
    search.index(session, "hypothesis", found.id, found.text, found.segment or "")
    return found


def _reword(session: Session, found: Hypothesis, text: str, *, frozen: str | None) -> None:
    if not text_key(text):
        raise InputError("a hypothesis needs words", "disco hypotheses edit CODE --text WORDS")
    if frozen is not None:
        because = "people have answered them" if frozen is _HEARD else frozen
        raise InputError(
            f"the words of H{found.id} are frozen: {because}",
            f"disco hypotheses add '{one_line(text)}', and park H{found.id}",
        )
    other = find_same(session, text)
    if other is not None:
        raise InputError(f"H{other} says that already", f"disco show H{other}")
    found.text, found.text_key = one_line(text), text_key(text)


def _change_criteria(
    session: Session,
    found: Hypothesis,
    change: HypothesisChange,
    *,
    frozen: str | None,
    author: str,
    today: date,
) -> None:
    """Changes the rule or the words in one revision; parts that are left out stay."""
    *criteria, number, right_if, wrong_if = sql.row(session, _LAST, {"hypothesis": found.id})
    before = Criteria(rule(criteria), right_if, wrong_if)
    after = Criteria(
        before.rule if change.rule is None else change.rule,
        before.right_if if change.right_if is None else _words(change.right_if),
        before.wrong_if if change.wrong_if is None else _words(change.wrong_if),
    )
    if after == before:
        return
    if frozen is None:
        _revise(session, found.id, number, after, None, author, today)
        return
    if not (change.reason or "").strip():
        raise InputError(
            f"the criteria of H{found.id} are frozen: {frozen}",
            "--reason WHY, which makes a new revision and keeps the old one in sight",
        )
    _revise(session, found.id, number + 1, after, change.reason, author, today)


def _words(text: str | None) -> str | None:
    return one_line(text or "") or None


_HEARD = "evidence counts already"
_SURE = "somebody has said how sure they are"


def _why_frozen(session: Session, number: int, today: date) -> str | None:
    """Why criteria and words may no longer change without a trace; `None` while they may."""
    if is_frozen(session, number, today):
        return _HEARD
    believed = sql.value(session, _BELIEVED, {"hypothesis": number})
    return None if believed is None else _SURE


def is_frozen(session: Session, number: int, today: date) -> bool:
    """Whether any evidence on a hypothesis counts, or has counted before it grew old."""
    rows = partial(sql.rows, session)
    by, facts = rule_of(rows, number), evidence_of(rows, number)
    reasons = (not_counted(fact, by, today=today) for fact in facts)
    return any(reason in (None, Reason.OLD) for reason in reasons)


def _revise(
    session: Session,
    hypothesis: int,
    number: int,
    criteria: Criteria,
    reason: str | None,
    author: str,
    today: date,
) -> None:
    key = {"hypothesis_id": hypothesis, "number": number}
    words = {"reason": reason, "right_if": criteria.right_if, "wrong_if": criteria.wrong_if}
    row = Revision.build(**key, **asdict(criteria.rule), **words, author=author, made_on=today)
    if there := session.get(Revision, (hypothesis, number)):
        row.reason = there.reason
    row.store(session, again=True)


def give_criteria(
    session: Session, number: int, rule: Rule, *, reason: str, author: str, today: date
) -> None:
    """Gives a hypothesis that has lost its criteria new ones, as its first."""
    _revise(session, number, 1, Criteria(rule), reason, author, today)


def park(session: Session, number: int, *, reason: str, until: date, today: date) -> Hypothesis:
    """Puts a hypothesis aside until a day to look again.

    Raises:
        NotFoundError: there is no such hypothesis.
        InputError: no reason, or a day that is not in the future.
    """
    found = get(session, number)
    if not reason.strip():
        raise InputError("parking needs a reason", "--reason WHY")
    if until <= today:
        raise InputError(f"{until} is not in the future", "--until DATE, the day to look again")
    found.parked_reason, found.parked_until = reason.strip(), until
    found.version += 1
    return found


def unpark(session: Session, number: int) -> Hypothesis:
    """Takes a parked hypothesis up again."""
    found = get(session, number)
    if found.parked_until is None:
        raise InputError(f"H{number} is not parked", f"disco hypotheses show H{number}")
    found.parked_reason, found.parked_until = None, None
    found.version += 1
    return found
