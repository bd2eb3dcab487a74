"""Makes random journals: whole ones that hold together, with everything in them that can be.

People with and without an organisation, talks with several of them, every kind and channel,
statements with themes, evidence of every stance, what was hired, promises, pauses, consent,
revisions and movements, and in every text what Markdown, YAML, HTML or a terminal could trip over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from discoverycli.domain import snapshot as s
from discoverycli.domain.consent import Basis, Scope
from discoverycli.domain.text.folding import name_key, text_key
from discoverycli.domain.vocabulary import (
    Channel,
    Code,
    HypothesisClass,
    InterviewDate,
    InterviewKind,
    JobType,
    Origin,
    Relation,
    Rung,
    Stakeholder,
    Stance,
    StatementKind,
    Status,
)

HOSTILE = (
    "", " ", "---", "---\nwith: nobody\n---\n", "```\ncode", "~~~", "# Heading", "## People\n\n| a |",
    "| cell | cell |", "\\", "\\|", "a | b", '""', '"quoted"', "<script>alert(1)</script>",
    "<!-- never closed", "&#10;", "&amp;", "[bold]red[/bold]", "line\r\nline\r\n", "trailing  ",
    " leading", "no final newline", "\n\n\n", "\t", "emoji 🙂 and Zoë", "\u202eright to left",
    "\x1b[31mred", "\ufeffmark", "\u2028", "null", "yes", "2026-11-20", "H1+ did: words",
    "**bold** _it_ `code` ~no~ $x$", "$" * 30,
)  # fmt: skip

letters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
texts = st.one_of(st.sampled_from(HOSTILE), st.text(letters, max_size=20))
names = texts.filter(lambda text: bool(name_key(text)))
perhaps = st.none() | texts
days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
stretch = st.tuples(days, days)
helds = st.one_of(
    st.just(InterviewDate.unknown()),
    days.map(InterviewDate.on),
    days.map(lambda day: InterviewDate.in_month(day.year, day.month)),
    days.map(lambda day: InterviewDate.in_year(day.year)),
)
serves = st.sets(st.sampled_from(Stakeholder)).map(
    lambda chosen: tuple(each for each in Stakeholder if each in chosen)
)
versions = st.integers(1, 9)
lines = st.integers(0, 99)
MOST = 3


def of(prefix: str, numbers: list[int]) -> st.SearchStrategy[Code]:
    return st.sampled_from([Code(prefix, number) for number in numbers])


def many(build: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.integers(0, MOST).flatmap(lambda count: st.tuples(*[build] * count))


class Numbers:
    """Codes and identities that are given once."""

    def __init__(self) -> None:
        self.last = 0

    def uid(self) -> str:
        self.last += 1
        return f"{self.last:016x}"


@st.composite
def snapshots(draw: Callable[..., Any]) -> s.Snapshot:
    """Any journal that holds together, with gaps in its codes."""
    fresh = Numbers()
    numbers = st.lists(st.integers(1, 50), unique=True, min_size=draw(st.booleans()), max_size=MOST)
    taken = {letter: sorted(draw(numbers)) for letter in "PHJI"}
    organisations = tuple(
        s.Organisation(name, fresh.uid())
        for name in draw(st.lists(names, unique_by=name_key, max_size=2))
    )
    people = tuple(
        draw(
            st.builds(
                s.Person, st.just(Code("P", number)), names,
                st.lists(texts, max_size=2).map(tuple),
                st.sampled_from([None, *(each.name for each in organisations)]),
                st.sampled_from(Relation), perhaps, perhaps, st.none() | st.integers(0, 3650),
                st.none() | days, days, versions, st.just(fresh.uid()),
            )
        )
        for number in taken["P"]
    )  # fmt: skip
    opinions = draw(_worded(len(taken["H"])))
    movement = st.builds(
        s.Movement, days, st.sampled_from(Status), st.sampled_from(Status),
        st.none() | of("I", taken["I"]) if taken["I"] else st.none(),
    )  # fmt: skip
    hypotheses = tuple(
        draw(
            st.builds(
                s.Hypothesis, st.just(Code("H", number)), st.just(text),
                st.sampled_from(HypothesisClass), st.sampled_from(Origin), st.integers(1, 5), serves,
                perhaps, texts, days, st.none() | days, perhaps, versions, st.just(fresh.uid()),
                _revisions(), many(movement),
            )
        )
        for number, text in zip(taken["H"], opinions, strict=True)
    )  # fmt: skip
    jobs = tuple(
        draw(
            st.builds(
                s.Job, st.just(Code("J", number)), st.just(text), st.sampled_from(JobType), perhaps,
                perhaps, perhaps, serves, perhaps, texts, days, versions, st.just(fresh.uid()),
            )
        )
        for number, text in zip(taken["J"], draw(_worded(len(taken["J"]))), strict=True)
    )  # fmt: skip
    interviews: list[s.Interview] = []
    for number in taken["I"] if people else ():
        interviews.append(draw(_interview(number, taken, fresh, len(interviews))))
    hypotheses = tuple(_without_lost(each, interviews) for each in hypotheses)
    pause = st.builds(lambda both, *more: s.Pause(*sorted(both), *more), stretch, perhaps, texts)
    pauses = draw(st.lists(pause, unique_by=lambda each: (each.first_on, each.last_on), max_size=2))
    consents = tuple(
        each
        for code in sorted({each.code for each in people}, key=lambda code: code.number)
        for each in draw(_consents(code))
    )
    reasons = draw(_reasons(people, hypotheses, jobs, interviews, fresh))
    made = s.Snapshot(
        {}, organisations, people, hypotheses, jobs, tuple(interviews), tuple(pauses), **reasons
    )
    given_before = draw(
        st.fixed_dictionaries({}, optional={c: st.integers(1, 99) for c in "PHJISD"})
    )
    highest = made.highest()
    counters = {
        letter: max(given_before.get(letter, 0), highest.get(letter, 0))
        for letter in {*given_before, *highest}
    }
    return s.Snapshot(
        counters, organisations, people, hypotheses, jobs, tuple(interviews), tuple(pauses),
        consents, **reasons,
    )  # fmt: skip


@st.composite
def _reasons(
    draw: Callable[..., Any],
    people: tuple[s.Person, ...],
    hypotheses: tuple[s.Hypothesis, ...],
    jobs: tuple[s.Job, ...],
    interviews: list[s.Interview],
    fresh: Numbers,
) -> dict[str, Any]:
    """Who sent whom, criteria in words, beliefs, decisions, whys: each about what is there."""
    sent = []
    for place, person in enumerate(people):
        if place and draw(st.booleans()):
            by = draw(st.sampled_from(people[:place]))
            if by.code != person.code and all(each.person != person.code for each in sent):
                sent.append(s.Referral(person.code, by.code))
    revisions = [(each.code, revision.number) for each in hypotheses for revision in each.revisions]
    criteria = tuple(
        s.Criteria(code, number, draw(perhaps), draw(texts))
        for code, number in revisions
        if draw(st.booleans())
    )
    beliefs = {}
    for code, number in revisions:
        author = draw(texts)
        beliefs.setdefault(
            (code, author),
            s.Prediction(code, author, draw(st.integers(0, 100)), number, draw(days)),
        )
    statements = [each.code for interview in interviews for each in interview.statements]
    opinions = [each.code for each in hypotheses]
    known = [*opinions, *(each.code for each in [*jobs, *interviews]), *statements]
    counts = st.none() | st.integers(0, 99)
    status = st.none() | st.sampled_from(Status)
    decisions = []
    for number in draw(st.lists(st.integers(1, 50), unique=True, max_size=2)):
        codes = draw(st.lists(st.sampled_from(known), unique=True, max_size=3)) if known else []
        grounds = tuple(
            draw(st.builds(s.Ground, st.just(code), st.booleans(), status, status, *[counts] * 4))
            for code in codes
        )
        worded = (draw(names.filter(lambda text: bool(text_key(text)))), draw(perhaps), draw(texts))
        decisions.append(
            s.Decision(Code("D", number), *worded, draw(days), draw(versions), fresh.uid(), grounds)
        )
    whys = []
    for root in [*opinions, *statements]:
        for number in range(1, draw(st.integers(0, 2)) + 1):
            under = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
            text = draw(names.filter(lambda text: bool(text_key(text))))
            heard = draw(st.none() | st.sampled_from(statements)) if statements else None
            whys.append(s.Why(root, number, under, text, heard, draw(texts), draw(days)))
    return {
        "referrals": tuple(sorted(sent, key=lambda each: each.person.number)),
        "criteria": tuple(each for each in criteria),
        "predictions": tuple(beliefs.values()),
        "decisions": tuple(sorted(decisions, key=lambda each: each.code.number)),
        "whys": tuple(whys),
    }


@st.composite
def _consents(draw: Callable[..., Any], person: Code) -> list[s.Consent]:
    scopes = sorted(draw(st.sets(st.sampled_from(Scope))))
    ends = st.none() | st.dates(date(2028, 1, 1), date(2030, 12, 31))
    return [
        draw(
            st.builds(
                s.Consent, st.just(person), st.just(scope), st.sampled_from(Basis), days, ends, ends,
                texts,
            )
        )
        for scope in scopes
    ]  # fmt: skip


def _worded(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(names, unique_by=text_key, min_size=count, max_size=count)


def _without_lost(hypothesis: s.Hypothesis, interviews: list[s.Interview]) -> s.Hypothesis:
    codes = {None, *(each.code for each in interviews)}
    kept = tuple(each for each in hypothesis.movements if each.interview in codes)
    return replace(hypothesis, movements=kept)


@st.composite
def _revisions(draw: Callable[..., Any]) -> tuple[s.Revision, ...]:
    numbers = draw(st.lists(st.integers(1, 9), unique=True, min_size=1, max_size=2))
    return tuple(
        draw(
            st.builds(
                s.Revision, st.just(number), st.integers(1, 100), st.integers(51, 99),
                st.integers(0, 100), st.integers(0, 100), st.integers(1, 100), st.integers(1, 3650),
                perhaps, texts, days,
            )
        )
        for number in sorted(numbers)
    )  # fmt: skip


@st.composite
def _interview(
    draw: Callable[..., Any], number: int, taken: dict[str, list[int]], fresh: Numbers, index: int
) -> s.Interview:
    present = draw(st.lists(of("P", taken["P"]), unique=True, min_size=1, max_size=MOST))
    person = st.sampled_from(present)
    words = draw(st.lists(texts, min_size=1, max_size=MOST))
    statements = tuple(
        draw(
            st.builds(
                s.Statement, st.just(Code("S", index * MOST + position + 1)), person, lines,
                st.sampled_from(StatementKind), st.sampled_from(Rung), st.booleans(), st.just(text),
                st.sets(texts, max_size=2).map(lambda found: tuple(sorted(found, key=str.encode))),
            )
        )
        for position, text in enumerate(words)
    )  # fmt: skip
    said = st.none() | st.sampled_from([e.code for e in statements]) if statements else st.none()
    evidence = st.just(())
    if taken["H"]:
        evidence = many(
            st.builds(
                s.Evidence, of("H", taken["H"]), st.sampled_from(Stance), st.sampled_from(Rung),
                person, texts, said, st.booleans(), lines, texts, days,
            )
        )  # fmt: skip
    hires = st.just(())
    if taken["J"]:
        hires = many(
            st.builds(
                s.Hire, of("J", taken["J"]), st.booleans(), st.sampled_from(Rung), person, texts,
                lines,
            )
        )  # fmt: skip
    followup = st.builds(
        s.Followup, person, st.booleans(), texts, st.none() | days, st.none() | days, lines
    )
    return draw(
        st.builds(
            s.Interview,
            code=st.just(Code("I", number)),
            held_on=helds,
            date_text=perhaps,
            minutes=st.none() | st.integers(1, 1440),
            via=perhaps,
            title=perhaps,
            study=perhaps,
            source=perhaps,
            content_hash=st.none() | st.just(f"hash of {number}"),
            kind=st.sampled_from(InterviewKind),
            channel=st.sampled_from(Channel),
            author=texts,
            logged_at=texts,
            version=versions,
            uid=st.just(fresh.uid()),
            notes=texts,
            people=st.tuples(
                *(
                    st.builds(s.Attendance, st.just(each), st.sampled_from(Relation), perhaps)
                    for each in present
                )
            ),
            statements=st.just(statements),
            evidence=evidence,
            hires=hires,
            followups=many(followup),
        )
    )
