from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain.note.notes import (
    FIELDS,
    Head,
    Note,
    Who,
    is_untouched,
    note_of,
    note_template,
    parse_minutes,
    parse_note,
    parse_people,
    parse_who,
    render_note,
    render_who,
)
from discoverycli.domain.vocabulary import Channel, InterviewKind, Relation, Rung, StatementKind
from discoverycli.errors import InputError, LineError

EXAMPLE = """\
---
with: Ana Silva @ Acme        # or a list of them
as: prospect
segment: clinics
on: 2026-11-20
channel: direct
kind: interview
minutes: 30
---
Anything, in Markdown.

> their exact words
!pain did: took four hours last Friday to reconcile #payroll
!workaround keeps a macro for it
!commit an introduction to their head of finance by 2026-12-01
H3+ paid: hired a student to re-key invoices
H5- says: never exports anything
H6? asked, could not say
J2+ hired a spreadsheet for it
H: bookkeepers lose a day a month to re-keying
J: reconcile supplier invoices before month end
- [ ] send the summary by friday
"""

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
AWKWARD = st.text(st.sampled_from("ab @;\\,.:#\"'[]-\n\r\té🙂"))
NAMES = (STORABLE | AWKWARD).map(lambda text: " ".join(text.split())).filter(bool)
PEOPLE = st.builds(Who, NAMES, st.none() | NAMES, role=st.none())
TEXTS = (STORABLE | AWKWARD).filter(lambda text: text.strip())
HEADS = st.builds(
    Head,
    with_=st.lists(PEOPLE, max_size=3).map(tuple),
    as_=st.none() | st.sampled_from([*Relation]).map(str),
    segment=st.none() | TEXTS,
    on=st.none() | TEXTS,
    channel=st.none() | st.sampled_from([*Channel]).map(str),
    via=st.none() | TEXTS,
    kind=st.none() | st.sampled_from([*InterviewKind]).map(str),
    minutes=st.none() | st.integers(1, 1440),
    title=st.none() | TEXTS,
    study=st.none() | TEXTS,
)
BODIES = st.lists(
    st.sampled_from(["---\n", "--- ", "\r\n", "\ufeff", "> a\n", "!pain b\n", "with: c\n", " \n"])
    | STORABLE,
    max_size=6,
).map("".join)


def test_the_note_of_the_manual_is_read_completely() -> None:
    note = parse_note(EXAMPLE)
    assert note.head == Head(
        (Who("Ana Silva", "Acme"),),
        "prospect",
        "clinics",
        "2026-11-20",
        "direct",
        None,
        "interview",
        30,
    )
    assert note.body == EXAMPLE.split("---\n", 2)[2]
    assert [(s.line, s.kind, s.rung, s.verbatim, s.themes) for s in note.statements] == [
        (12, StatementKind.CONTEXT, Rung.SAYS, True, ()),
        (13, StatementKind.PAIN, Rung.DID, False, ("payroll",)),
        (14, StatementKind.WORKAROUND, Rung.PAID, False, ()),
        (15, StatementKind.COMMIT, Rung.KEEPS, False, ()),
    ]
    assert [(e.line, e.code, e.rung) for e in note.evidence] == [
        (16, "H3", Rung.PAID),
        (17, "H5", Rung.SAYS),
        (18, "H6", Rung.SAYS),
    ]
    assert [(j.line, j.code, j.hired) for j in note.jobs] == [(19, "J2", True)]
    assert [(n.line, n.prefix) for n in note.new] == [(20, "H"), (21, "J")]
    assert [(f.line, f.ours, f.due) for f in note.followups] == [
        (15, False, "2026-12-01"),
        (22, True, "friday"),
    ]
    assert note.warnings == ()


@given(HEADS, BODIES)
@example(Head(), "---\nwith: Ana\n---\n")
@example(Head(), "\ufeff---\n")
def test_a_rendered_note_reads_back_as_its_head_and_its_body(head: Head, body: str) -> None:
    note = parse_note(render_note(head, body))
    assert (note.head, note.body) == (head, body)
    ours = note_of(head, body)
    first_line = render_note(head, body).count("\n") - body.count("\n")
    assert [s.line for s in note.statements] == [s.line + first_line for s in ours.statements]
    assert [s.text for s in note.statements] == [s.text for s in ours.statements]


@given(PEOPLE)
@example(Who("ana@acme.com"))
@example(Who("@"))
@example(Who("Ana@Acme"))
@example(Who("a \\", "b \\ @ c; d"))
def test_a_person_reads_back_as_written(who: Who) -> None:
    assert parse_who(render_who(who)) == who
    assert parse_people(render_who(who)) == (who,)


@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_people_read_back_from_one_line(people: list[Who]) -> None:
    assert parse_people(" ; ".join(render_who(who) for who in people)) == tuple(people)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ana Silva @ Acme", Who("Ana Silva", "Acme")),
        ("  Ana\tSilva @Acme ", Who("Ana Silva", "Acme")),
        ("Ana Silva@Acme", Who("Ana Silva", "Acme")),
        ("Silva, Ana @ Smith and Sons, Inc.", Who("Silva, Ana", "Smith and Sons, Inc.")),
        ("P7", Who("P7")),
        ("ana@acme.com", Who("ana@acme.com")),
        ("ana@acme.com @ Acme", Who("ana@acme.com", "Acme")),
        ("Ana @ Acme @ Berlin", Who("Ana", "Acme @ Berlin")),
        ("Ana @", Who("Ana")),
        (r"Ana \@ home @ Acme\; Sons", Who("Ana @ home", "Acme; Sons")),
        (r"ACME\ana", Who(r"ACME\ana")),
    ],
)
def test_a_person_is_a_name_and_perhaps_an_organisation(text: str, who: Who) -> None:
    assert parse_who(text) == who


@pytest.mark.parametrize("text", ["", "   ", "@ Acme", "@Acme"])
def test_a_person_needs_a_name(text: str) -> None:
    with pytest.raises(InputError, match="names nobody"):
        parse_who(text)


def test_only_semicolons_separate_people() -> None:
    people = (Who("Ana", "Smith and Sons, Inc."), Who("P7"))
    assert parse_people("Ana @ Smith and Sons, Inc.; ; P7;") == people
    with pytest.raises(InputError, match="names nobody"):
        parse_people(" ; ")


@pytest.mark.parametrize("field", ["Ana @ Acme; P7", "[Ana @ Acme, P7]", "\n- Ana @ Acme\n- P7"])
def test_a_note_may_be_with_several_people(field: str) -> None:
    note = parse_note(f"---\nwith: {field}\n---\n!pain x — Ana")
    assert note.head.with_ == (Who("Ana", "Acme"), Who("P7"))
    assert note.statements[0].speaker == "Ana"


def test_text_without_front_matter_is_a_note_without_a_head() -> None:
    note = parse_note("words\n!pain x")
    assert (note.head, note.body, note.statements[0].line) == (Head(), "words\n!pain x", 2)


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("wiht: Ana", "'wiht' is not a field of a note", "with:"),
        ("xyzzy: Ana", "'xyzzy' is not a field of a note", "one of: with, as, "),
        ("as: propsect", "'propsect' is not a relation", "one of: prospect, "),
        ("channel: phone", "'phone' is not a channel", "one of: direct, "),
        ("kind: chat", "'chat' is not a kind of interview", "one of: interview, "),
        ("minutes: soon", "'soon' is not a number of minutes", "from 1 to 1440"),
        ("minutes: 0", "'0' is not a number of minutes", "from 1 to 1440"),
        ("with: '@ Acme'", "'@ Acme' names nobody", "PERSON @ ORGANISATION"),
        ("with: ['']", "'' names nobody", "PERSON @ ORGANISATION"),
        ("on: [today]", "'on' takes one value", "on: value"),
    ],
)
def test_a_wrong_field_is_an_error_on_its_line(line: str, message: str, hint: str) -> None:
    with pytest.raises(LineError) as raised:
        parse_note(f"---\ntitle: x\n{line}\n---\n")
    assert raised.value.line == 3
    assert message in raised.value.message
    assert hint in raised.value.hint


def test_words_of_a_field_may_be_in_either_case_and_stay_as_typed() -> None:
    head = parse_note("---\nAs: Prospect\nKIND: Visit\n---\n").head
    assert (head.as_, head.kind) == ("Prospect", "Visit")


def test_a_blank_field_is_left_out() -> None:
    blank = "".join(f"{name}: {'' if name < 'm' else '  '}\n" for name in FIELDS)
    assert parse_note(f"---\n{blank}---\n").head == Head()
    assert parse_note("---\nsegment: ' '\nwith: []\n---\n").head == Head()


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30", 30),
        (" 45 min ", 45),
        ("5m", 5),
        ("90 Minutes", 90),
        ("1h", 60),
        ("1 h 30 min", 90),
        ("2 hours", 120),
        ("1h30", 90),
        ("1440", 1440),
    ],
)
def test_minutes_may_have_a_unit(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "h", "-5", "1.5h", "0", "1441", "25h", "30 s", "٣٠", "9" * 50]
)
def test_minutes_are_a_whole_number_within_a_day(text: str) -> None:
    with pytest.raises(InputError, match="not a number of minutes"):
        parse_minutes(text)


@given(st.text())
def test_a_whole_note_is_read_or_refused_in_a_sentence(text: str) -> None:
    for candidate in (text, f"---\n{text}\n---\n"):
        try:
            note = parse_note(candidate)
        except InputError:
            continue
        assert candidate.endswith(note.body)


@pytest.mark.parametrize("bad", ["\0", "\ud800"])
def test_text_that_cannot_be_stored_is_refused(bad: str) -> None:
    with pytest.raises(InputError, match="line 2, column 3"):
        parse_note(f"words\nab{bad}")


@given(HEADS)
@examples(0.5)
def test_the_template_says_what_is_known_and_is_untouched(head: Head) -> None:
    template = note_template(head)
    assert parse_note(template).head == head
    assert parse_note(template)._replace(body_line=1) == Note(head, "\n")
    assert is_untouched(template, head)
    assert is_untouched(template.replace("\n", "\r\n") + "\n \n", head)
    assert not is_untouched(template + "words", head)
    assert not is_untouched(template, head._replace(title=f"not {head.title}"))


def test_the_template_offers_every_field_that_is_commonly_asked() -> None:
    template = note_template()
    for name in ("with", "as", "segment", "on", "channel", "kind", "minutes"):
        assert f"\n{name}:" in template
    for kind in StatementKind:
        assert f" {kind.value}" in template
    assert max(map(len, template.split("\n"))) <= 100


def test_a_template_is_touched_once_a_field_is_filled_or_spoilt() -> None:
    assert is_untouched("")
    assert is_untouched(" \n")
    assert not is_untouched(note_template().replace("with:", "with: Ana"))
    assert not is_untouched(note_template().replace("with:", "wiht: Ana"))
    assert not is_untouched("words")


def test_a_role_is_not_written() -> None:
    head = Head(with_=(Who("Ana", "Acme", "head of finance"),))
    assert render_note(head, "") == "---\nwith: Ana @ Acme\n---\n"
