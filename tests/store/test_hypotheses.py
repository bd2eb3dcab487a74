"""Reading hypotheses: remembered verdicts and those weighed again say the same."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session
from tests.examples import examples

from discoverycli.domain.rules import Rule
from discoverycli.domain.verdicts import verdict
from discoverycli.domain.vocabulary import (
    Channel,
    InterviewDate,
    Precision,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    Status,
)
from discoverycli.domain.votes import EvidenceFact
from discoverycli.errors import InputError, NotFoundError
from discoverycli.privacy.anonymizer import open_anonymous
from discoverycli.store import verdict_cache
from discoverycli.store.models import interviews, people
from discoverycli.store.read import evidence_sql
from discoverycli.store.read import hypotheses as read
from discoverycli.store.reader import open_reader
from discoverycli.store.write import evidence, hypotheses, verdicts
from discoverycli.store.writer import open_journal

TODAY = date(2026, 11, 20)
ORGANISATIONS = {1: 1, 2: 1, 3: 2, 4: None, 5: None, 6: None}
"""Person → organisation."""


class Heard(NamedTuple):
    """A piece of evidence to store."""

    person: int
    stance: Stance
    rung: Rung
    relation: Relation
    channel: Channel
    held: InterviewDate


@st.composite
def heard(draw: st.DrawFn) -> Heard:
    day = TODAY + timedelta(days=draw(st.integers(-120, 40)))
    dates = {
        Precision.DAY: InterviewDate.on(day),
        Precision.MONTH: InterviewDate.in_month(day.year, day.month),
        Precision.YEAR: InterviewDate.in_year(day.year),
        Precision.UNKNOWN: InterviewDate.unknown(),
    }
    days = st.sampled_from([*[Precision.DAY] * 6, *Precision])
    return Heard(
        draw(st.sampled_from(sorted(ORGANISATIONS))),
        draw(st.sampled_from(Stance)),
        draw(st.sampled_from(Rung)),
        draw(st.sampled_from(Relation)),
        draw(st.sampled_from(Channel)),
        dates[draw(days)],
    )


rules = st.builds(
    Rule,
    voices=st.integers(1, 3),
    majority=st.integers(51, 95),
    lived=st.integers(0, 1),
    prospects=st.integers(0, 1),
    fresh_days=st.sampled_from([20, 90, 180]),
    against=st.integers(1, 3),
)


@pytest.fixture
def peopled(journal_path: Path) -> Path:
    """A journal with six people and nothing heard yet."""
    with open_journal(journal_path) as session:
        for number in (1, 2):
            session.add(
                people.Organisation.build(
                    id=number, uid=f"o{number}", name=f"Org {number}", name_key=f"org {number}"
                )
            )
        session.flush()
        for person, organisation in ORGANISATIONS.items():
            session.add(
                people.Person.build(
                    id=person, uid=f"p{person}", name=f"P{person}", name_key=f"p{person}",
                    organisation_id=organisation, created_on=TODAY,
                )
            )  # fmt: skip
    return journal_path


def store(session: Session, number: int, interview: int, piece: Heard) -> EvidenceFact:
    """Stores a piece in an interview of its own and returns what a verdict should see of it."""
    session.add(
        interviews.Interview.build(
            id=interview, uid=f"i{interview}", held_on=piece.held.day,
            precision=piece.held.precision, kind="interview", channel=piece.channel, notes="",
            author="Robin", logged_at="2026-11-20T12:00:00", contact=False,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        interviews.Participation.build(
            interview_id=interview, person_id=piece.person, position=0, relation=piece.relation
        )
    )
    session.flush()
    session.add(
        interviews.Evidence.build(
            id=interview, hypothesis_id=number, interview_id=interview, person_id=piece.person,
            stance=piece.stance, rung=piece.rung, text="words", author="Robin", added_on=TODAY,
        )
    )  # fmt: skip
    session.flush()
    return EvidenceFact(
        interview, number, piece.stance, piece.rung, piece.person, ORGANISATIONS[piece.person],
        piece.relation, piece.channel, piece.held,
    )  # fmt: skip


def emptied(session: Session) -> None:
    """The journal without hypotheses and interviews."""
    tables = "evidence", "memo", "movement", "revision", "hypothesis", "participation", "interview"
    for table in tables:
        session.connection().exec_driver_sql(f"DELETE FROM {table}")


@examples(0.6)
@given(
    pieces=st.lists(heard(), max_size=12),
    rule=rules,
    parked=st.none() | st.integers(1, 200),
    days=st.lists(st.integers(-5, 400), min_size=1, max_size=8),
)
def test_remembered_and_fresh_verdicts_agree_on_any_day(
    peopled: Path, pieces: list[Heard], rule: Rule, parked: int | None, days: list[int]
) -> None:
    until = TODAY + timedelta(days=parked) if parked else None
    with open_journal(peopled) as session:
        emptied(session)
        made = hypotheses.add(
            session, hypotheses.Opinion("words", rule=rule), author="Robin", today=TODAY
        )
        facts = [store(session, made.id, number, each) for number, each in enumerate(pieces, 1)]
        if until:
            hypotheses.park(session, made.id, reason="later", until=until, today=TODAY)
        verdicts.reevaluate(session, [made.id], today=TODAY)
        number = made.id
    before = the_memo(peopled)
    steady = verdict_cache.load(before[-1]).steady_until or TODAY + timedelta(days=1)
    wanted = [TODAY + timedelta(days=each) for each in days]
    for day in (*wanted, TODAY, steady, steady + timedelta(days=1), *wanted):
        # What one reader weighs again, the next one finds.
        with open_reader(peopled) as reader:
            (found,) = read.standings(reader, day)
        assert found.hypothesis.number == number
        assert found.verdict == verdict(facts, rule, today=day, parked_until=until)
    after = the_memo(peopled)
    assert after[:-1] == before[:-1]
    assert verdict_cache.load(after[-1]) == verdict_cache.load(before[-1])


def the_memo(path: Path) -> Any:
    """The only one there is; what it says is last."""
    with open_reader(path) as reader:
        return reader.row(
            "SELECT hypothesis_id, computed_on, steady_until, status, result FROM memo"
        )


LATER = TODAY + timedelta(days=10)


@pytest.fixture
def run_out(peopled: Path) -> Path:
    """A journal whose only remembered verdict does not hold any more on `LATER`."""
    with open_journal(peopled) as session:
        made = hypotheses.add(session, hypotheses.Opinion("words"), author="R", today=TODAY)
        verdicts.reevaluate(session, [made.id], today=TODAY)
    change_memo(peopled, steady_until=TODAY.isoformat())
    return peopled


def counting(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    weighed: list[Any] = []

    def weigh(*given: Any, **more: Any) -> Any:
        weighed.append(given)
        return verdict(*given, **more)

    monkeypatch.setattr(evidence_sql, "verdict", weigh)
    return weighed


def test_what_has_run_out_is_weighed_by_the_first_reader_only(
    run_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = counting(monkeypatch)
    found = []
    for _ in range(3):
        with open_reader(run_out) as reader:
            found.append(read.standings(reader, LATER))
    assert len(weighed) == 1
    assert found[0] == found[1] == found[2]


def test_a_view_without_names_keeps_nothing(run_out: Path) -> None:
    before = the_memo(run_out)
    with open_anonymous(run_out, LATER) as reader:
        read.standings(reader, LATER)
    assert the_memo(run_out) == before


def test_what_was_stored_while_a_reader_read_is_not_replaced_by_what_it_weighed(
    run_out: Path,
) -> None:
    said = Heard(
        3, Stance.SUPPORTS, Rung.PAID, Relation.PROSPECT, Channel.DIRECT, InterviewDate.on(TODAY)
    )
    with open_reader(run_out) as reader:
        read.standings(reader, LATER)
        with open_journal(run_out) as session:
            store(session, 1, 3, said)
            verdicts.reevaluate(session, [1], today=TODAY)
        stored = the_memo(run_out)
    assert the_memo(run_out) == stored


def test_a_reader_neither_waits_for_a_writer_nor_fails(run_out: Path) -> None:
    before = the_memo(run_out)
    with open_journal(run_out), open_reader(run_out) as reader:
        began = reader.value("SELECT 1")
        (found,) = read.standings(reader, LATER)
        reader.keep_renewed()
    assert (began, found.verdict.asked) == (1, 0)
    assert the_memo(run_out) == before


def test_the_next_writer_notes_what_a_reader_found_to_have_moved(run_out: Path) -> None:
    change_memo(run_out, status="testing")
    with open_reader(run_out) as reader:
        assert read.standings(reader, LATER)[0].verdict.status is Status.UNVALIDATED
    with open_journal(run_out) as session:
        verdicts.reevaluate(session, [], today=LATER)
    with open_reader(run_out) as reader:
        (moved,) = reader.rows("SELECT moved_on, was, status FROM movement")
    assert moved == ((TODAY + timedelta(days=1)).isoformat(), "testing", "unvalidated")


@pytest.mark.parametrize("result", ["", "[]", '{"later": 1}', '{"later": {"since": "2026-11-29"}}'])
def test_what_is_damaged_is_weighed_and_left_to_the_doctor(run_out: Path, result: str) -> None:
    change_memo(run_out, result=result)
    for _ in range(2):
        with open_reader(run_out) as reader:
            assert read.standings(reader, LATER)[0].verdict.status is Status.UNVALIDATED


def change_memo(path: Path, **values: Any) -> None:
    with open_journal(path) as session:
        names = ", ".join(f"{name} = :{name}" for name in values)
        session.connection().exec_driver_sql(f"UPDATE memo SET {names}", values)


def test_a_remembered_verdict_is_taken_only_while_it_holds(peopled: Path) -> None:
    with open_journal(peopled) as session:
        made = hypotheses.add(session, hypotheses.Opinion("words"), author="R", today=TODAY)
        verdicts.reevaluate(session, [made.id], today=TODAY)
    told = verdict((), Rule(), today=TODAY)._replace(asked=77)
    change_memo(
        peopled,
        result=verdict_cache.dump(told),
        steady_until=(TODAY + timedelta(days=9)).isoformat(),
    )
    with open_reader(peopled) as reader:
        asked = {
            days: read.standings(reader, TODAY + timedelta(days=days))[0].verdict.asked
            for days in (-1, 0, 9, 10)
        }
    assert asked == {-1: 0, 0: 77, 9: 77, 10: 0}


def test_a_hypothesis_that_was_never_weighed_is_listed(peopled: Path) -> None:
    with open_journal(peopled) as session:
        hypotheses.add(session, hypotheses.Opinion("words"), author="R", today=TODAY)
    with open_reader(peopled) as reader:
        (found,) = read.standings(reader, TODAY)
    assert found.verdict.status is Status.UNVALIDATED


def test_everything_written_down_is_read_back(peopled: Path) -> None:
    opinion = hypotheses.Opinion(
        "words", importance=4, serves=(Stakeholder.COMPANY, Stakeholder.CURRENT), segment="labs"
    )
    with open_journal(peopled) as session:
        number = hypotheses.add(session, opinion, author="Robin", today=TODAY).id
        store(session, number, 3, Heard(3, Stance.REFUTES, Rung.PAID, Relation.FORMER,
                                        Channel.DIRECT, InterviewDate.in_month(2026, 10)))  # fmt: skip
        verdicts.reevaluate(session, [number], today=TODAY, interview=3)
    with open_reader(peopled) as reader:
        whole = read.one(reader, number)
    assert whole.hypothesis.serves == (Stakeholder.CURRENT, Stakeholder.COMPANY)
    assert (whole.hypothesis.segment, whole.hypothesis.created_on) == ("labs", TODAY)
    assert [each.rule for each in whole.revisions] == [Rule()]
    (piece,) = whole.evidence
    assert (piece.person_name, piece.organisation_name, piece.text) == ("P3", "Org 2", "words")
    assert piece.fact.held == InterviewDate.in_month(2026, 10)
    assert [(each.was, each.status, each.interview) for each in whole.movements] == [
        (Status.UNVALIDATED, Status.TESTING, 3)
    ]


def test_a_number_that_nothing_has_is_not_found(peopled: Path) -> None:
    with open_reader(peopled) as reader, pytest.raises(NotFoundError, match="there is no H7"):
        read.one(reader, 7)


def test_the_lowest_rung_of_a_link_is_not_taken_for_none(peopled: Path) -> None:
    said = Heard(
        3, Stance.SUPPORTS, Rung.PAID, Relation.PROSPECT, Channel.DIRECT, InterviewDate.on(TODAY)
    )
    with open_journal(peopled) as session:
        made = hypotheses.add(session, hypotheses.Opinion("words"), author="R", today=TODAY)
        store(session, made.id, 3, said)
        session.add(
            interviews.Statement.build(
                id=9, interview_id=3, person_id=3, line=1, kind="pain", rung=Rung.DID,
                verbatim=False, text="four hours",
            )
        )  # fmt: skip
        session.flush()
        by_statement = evidence.Link(made.id, Stance.SUPPORTS, statement=9, rung=Rung.NICE)
        by_interview = evidence.Link(made.id, Stance.SUPPORTS, interview=3, rung=Rung.NICE)
        for wanted in (by_statement, by_interview):
            linked = evidence.link(session, wanted, author="R", today=TODAY)
            assert linked.evidence.rung is Rung.NICE
        with pytest.raises(InputError, match="evidence on H1 already"):
            evidence.link(session, by_statement, author="R", today=TODAY)
