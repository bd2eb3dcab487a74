from __future__ import annotations

import tracemalloc
from itertools import takewhile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discoverycli.domain.note.marks import (
    EvidenceMark,
    FollowupMark,
    JobMark,
    Marks,
    Names,
    NewMark,
    StatementMark,
    Warning_,
    escape_markers,
    mark_at,
    parse_body,
    visible_lines,
)
from discoverycli.domain.vocabulary import DEFAULT_RUNGS, Rung, Stance, StatementKind

PIECES = st.sampled_from(
    [
        *"-*+>!?:#@\\ \n\r\t\"“”'",
        *(
            "\n> ",
            "\n!",
            "\n- ",
            "\n1. ",
            "[ ] ",
            "[x] ",
            "H3+ ",
            "h2-",
            "H",
            "J",
            "J2+ ",
            "H: ",
            "J: ",
        ),
        *(
            "pain ",
            "pian ",
            "commit ",
            "did: ",
            "paid:",
            " by ",
            "friday",
            "#payroll",
            "@Ana",
            "— Ana",
        ),
        *("```", "~~~~", "<!--", "-->", "\u2028", "\ufeff", "é", "🙂", "words "),
    ]
)
BODIES = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80)
PEOPLE = ["Ana Silva", "Bo Berg", "Bo Lind"]


def statement(line: str, *people: str) -> StatementMark:
    (mark,) = parse_body(line, people).statements
    return mark


def every_mark(
    marks: Marks,
) -> list[StatementMark | EvidenceMark | JobMark | NewMark | FollowupMark]:
    return [*marks.statements, *marks.evidence, *marks.jobs, *marks.new, *marks.followups]


@given(BODIES | st.text(st.characters()))
@example("<!--")
@example("```\n<!--\n```\n-->")
@example("> #a\n>\n> — Ana")
@example("> @Ana\n> -")
def test_any_text_is_a_body_and_its_marks_stand_on_its_lines(body: str) -> None:
    marks = parse_body(body, PEOPLE, first_line=7)
    lines = body.split("\n")
    for mark in every_mark(marks):
        line = lines[mark.line - 7]
        signs = {
            StatementMark: ("!", ">"),
            EvidenceMark: ("H", "h"),
            JobMark: ("J", "j"),
            NewMark: ("H:", "h:", "J:", "j:"),
            FollowupMark: ("[", "!"),
        }[type(mark)]
        assert any(sign in line for sign in signs)
        # The first line of a quote may say no more than who speaks.
        quote = takewhile(lambda each: ">" in each, lines[mark.line - 7 :])
        first_words = mark.text.split()[:1]
        assert all(word.strip("@#\"“”'") in "\n".join([line, *quote]) for word in first_words)
    for warning in marks.warnings:
        assert 0 <= warning.line - 7 < len(lines)


@given(BODIES)
@example("> @Anafriday")
def test_an_escaped_body_holds_no_marks_but_block_quotes(body: str) -> None:
    escaped = escape_markers(body)
    marks = parse_body(escaped, PEOPLE)
    before = parse_body(body, PEOPLE)
    assert all(mark.verbatim and mark.kind is StatementKind.CONTEXT for mark in marks.statements)
    assert every_mark(marks) == list(marks.statements)
    assert [mark for mark in before.statements if mark in marks.statements] == list(
        marks.statements
    )
    seen = ((place, line or "") for place, line in visible_lines(escaped))
    marked = ((place, line, mark_at(line)) for place, line in seen)
    quotes = {place + 1 for place, line, at in marked if at is not None and line[at] == ">"}
    assert not [w for w in marks.warnings if "code block" not in w.message and w.line not in quotes]
    assert escape_markers(escaped) == escaped
    assert len(escaped.split("\n")) == len(body.split("\n"))


def test_escaping_adds_one_backslash_before_each_mark_and_nothing_else() -> None:
    body = (
        "text\r\n  - !pain x\n> quote\nH3+ y\n1. [ ] todo\n```\n!pain z\n```\n[ ] no\n<!-- --> J: q"
    )
    assert escape_markers(body) == (
        "text\r\n  - \\!pain x\n> quote\n\\H3+ y\n1. \\[ ] todo\n"
        "```\n!pain z\n```\n[ ] no\n<!-- --> \\J: q"
    )


@pytest.mark.parametrize("kind", list(StatementKind))
def test_every_kind_starts_on_its_own_rung(kind: StatementKind) -> None:
    mark = statement(f"!{kind.value} some words")
    assert mark == StatementMark(1, kind, DEFAULT_RUNGS[kind], "some words", verbatim=False)


@pytest.mark.parametrize("rung", list(Rung))
def test_a_rung_word_with_a_colon_overrides(rung: Rung) -> None:
    for line in (
        f"!pain {rung.word}: x",
        f"!PAIN {rung.word.upper()}:x",
        f"!pain: {rung.word} : x",
    ):
        assert (statement(line).rung, statement(line).text) == (rung, "x")
    (evidence,) = parse_body(f"H3+ {rung.word}: x").evidence
    (job,) = parse_body(f"J3+ {rung.word}: x").jobs
    assert evidence.rung is job.rung is rung


def test_a_rung_word_without_a_colon_is_text() -> None:
    assert statement("!pain did take hours").text == "did take hours"


def test_a_word_that_looks_like_a_rung_is_warned_about() -> None:
    marks = parse_body("!pain dit: took hours\n!pain note: took hours")
    meant = ("!pain did: took hours",)
    assert marks.warnings == (Warning_(1, "'dit:' is not a rung; did you mean 'did:'?", meant),)
    assert marks.statements[0].text == "dit: took hours"


@pytest.mark.parametrize(
    "before", ["", "  ", "\t", "- ", "* ", "+ ", "1. ", "12) ", "   -  ", "\ufeff"]
)
def test_indentation_and_one_bullet_may_stand_before_a_mark(before: str) -> None:
    for mark in ("!pain x", "> x"):
        assert statement(before + mark).text == "x"
    assert parse_body(f"{before}H3+ x").evidence
    assert parse_body(f"{before}J: x").new


@pytest.mark.parametrize(
    "line",
    [
        "words !pain x", "- - !pain x", "-!pain x", r"\!pain x", r"- \H3+ x", r"\> x", r"- \[ ] x",
        "[ ] no bullet", "! pain", "!", "!!!", "![image](x)", "H3 + x", "H3+x", "H0+ x", "H03+ x",
        "H3.2+ x", "S3+ x", "H:x", "J:\\folder", "H1234567890+ x", "-[ ] x", "- [] x", "H3",
    ],
)  # fmt: skip
def test_what_only_resembles_a_mark_is_text(line: str) -> None:
    assert every_mark(parse_body(line)) == []


def test_a_long_run_of_quote_signs_takes_no_memory() -> None:
    tracemalloc.start()
    (statement,) = parse_body(">" * 100_000 + " words").statements
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert statement.text == "words"
    assert peak < 3_000_000  # a tenth of what it was; the text itself is there several times


def test_lines_of_a_block_quote_are_one_verbatim_statement() -> None:
    marks = parse_body("> one\n>  two\n>\n>\n> three\n\n> four\n- > five\n- > six\ntext\n>")
    assert [(mark.line, mark.text) for mark in marks.statements] == [
        (1, "one two\n\nthree"),
        (7, "four"),
        (8, "five"),
        (9, "six"),
    ]
    assert all(mark.verbatim and mark.rung is Rung.SAYS for mark in marks.statements)


def test_a_fence_ends_a_quote_and_a_comment_does_not() -> None:
    body = "> a\n```\nx\n```\n> b\n<!-- aside -->\n> c"
    assert [mark.text for mark in parse_body(body).statements] == ["a", "b c"]


def test_a_quote_that_begins_with_an_empty_line_stands_where_its_words_are() -> None:
    assert [mark.line for mark in parse_body(">\n> words").statements] == [2]


@pytest.mark.parametrize(
    ("typed", "text", "verbatim"),
    [
        ('"It is slow"', "It is slow", True),
        ("“It’s slow” #speed", "It’s slow", True),
        ("‘I don’t know’", "I don’t know", True),
        ("'I don't know'", "I don't know", True),
        ("„Es dauert“", "Es dauert", True),
        ("« oui »", "oui", True),
        ('says "slow"', 'says "slow"', False),
        ('"slow" and "dear"', '"slow" and "dear"', False),
        ('"', '"', False),
        ('""', '""', False),
        ('" "', '" "', False),
        ('"slow', '"slow', False),
    ],
)
def test_text_wholly_inside_quotation_marks_is_verbatim(
    typed: str, text: str, verbatim: bool
) -> None:
    mark = statement(f"!pain {typed}")
    assert (mark.text, mark.verbatim) == (text, verbatim)


def test_closing_themes_leave_the_text_and_others_stay_as_words() -> None:
    mark = statement("!pain the #Payroll run, #1 of #month-end work #Überstunden #payroll #a")
    assert mark.text == "the Payroll run, #1 of month-end work"
    assert mark.themes == ("payroll", "month-end", "überstunden", "a")


def test_a_theme_needs_a_letter_and_a_blank_before_it() -> None:
    mark = statement("!pain C#minor and ticket #123")
    assert (mark.text, mark.themes) == ("C#minor and ticket #123", ())


@pytest.mark.parametrize(
    ("sign", "stance"),
    [("+", Stance.SUPPORTS), ("-", Stance.REFUTES), ("−", Stance.REFUTES), ("?", Stance.NEUTRAL)],
)
def test_evidence_has_a_code_a_stance_and_a_rung(sign: str, stance: Stance) -> None:
    for line in (f"h3{sign} paid: x", f"H3{sign}paid: x".replace(sign, sign + ": ")):
        assert parse_body(line).evidence == (EvidenceMark(1, "H3", stance, Rung.PAID, "x"),)
    assert parse_body(f"H3{sign} x").evidence == (EvidenceMark(1, "H3", stance, Rung.SAYS, "x"),)


def test_a_job_is_hired_or_fired_and_nothing_else() -> None:
    marks = parse_body("J2+ did: x\nj2- y\nJ2? z")
    assert marks.jobs == (
        JobMark(1, "J2", True, Rung.DID, "x"),
        JobMark(2, "J2", False, Rung.SAYS, "y"),
    )
    said = "'J2?' stays text: a job is hired (J2+) or fired (J2-)"
    assert marks.warnings == (Warning_(3, said, ("J2+ z", "J2- z")),)


def test_evidence_without_a_number_means_the_nearest_new_one_above() -> None:
    marks = parse_body("H+ early\nH: one\nJ: a job\nH+ did: x\nH: two\nh? y\nJ- z", first_line=10)
    assert marks.new == (
        NewMark(11, "H", "one"),
        NewMark(12, "J", "a job"),
        NewMark(14, "H", "two"),
    )
    assert [mark.code for mark in marks.evidence] == ["H@11", "H@14"]
    assert [mark.code for mark in marks.jobs] == ["J@12"]
    assert marks.warnings == (Warning_(10, "'H+' stays text: no H: line is above it"),)


def test_our_follow_ups_are_boxes_behind_a_bullet() -> None:
    marks = parse_body(
        "- [ ] send it by Friday.\n* [X] done by mail by 2026-12-01 #x\n1. [x] plain"
    )
    assert marks.followups == (
        FollowupMark(1, "send it by Friday.", True, "Friday"),
        FollowupMark(2, "done by mail by 2026-12-01 #x", True, "2026-12-01", done=True),
        FollowupMark(3, "plain", True, done=True),
    )


def test_a_commitment_is_a_statement_and_their_follow_up() -> None:
    marks = parse_body("!commit an introduction By next friday #sales — Ana\n!commit time", PEOPLE)
    assert [(mark.rung, mark.text) for mark in marks.statements] == [
        (Rung.KEEPS, "an introduction By next friday"),
        (Rung.KEEPS, "time"),
    ]
    assert marks.followups == (
        FollowupMark(
            1, "an introduction By next friday", False, "next friday", speaker="Ana Silva"
        ),
        FollowupMark(2, "time", False),
    )


@pytest.mark.parametrize(
    ("line", "text", "speaker"),
    [
        ("!pain @Ana takes hours", "takes hours", "Ana Silva"),
        ("!pain @ana: takes hours", "takes hours", "Ana Silva"),
        ("!pain takes hours @AnaSilva", "takes hours", "Ana Silva"),
        ("!pain takes @Ana hours", "takes Ana hours", "Ana Silva"),
        ('!pain "takes hours" — Ana', "takes hours", "Ana Silva"),
        ("!pain takes hours -- Ana Silva #x", "takes hours", "Ana Silva"),
        ("!pain takes hours #x —Ana", "takes hours", "Ana Silva"),
        ("> takes hours\n> — Ana", "takes hours", "Ana Silva"),
        ("> takes hours\n>\n> — Bo Lind", "takes hours", "Bo Lind"),
        ("!pain @Bo takes hours", "@Bo takes hours", None),
        ("!pain @acme takes hours", "@acme takes hours", None),
        ("!pain mail ana@acme.com", "mail ana@acme.com", None),
        ("!pain takes hours — always", "takes hours — always", None),
        ("!pain takes hours - Ana", "takes hours - Ana", None),
    ],
)
def test_a_speaker_is_named_only_by_what_fits_one_person(
    line: str, text: str, speaker: str | None
) -> None:
    mark = statement(line, *PEOPLE)
    assert (mark.text, mark.speaker) == (text, speaker)


KNOWN = {"P1": Names(("Ana Silva",), ("Ann Lima",)), "Ben Okoro": Names(("P2",), ("Benny Roy",))}


@pytest.mark.parametrize(("line", "warned"), [
    ("!pain takes hours @Carl", "@Carl"), ("H3+ did: x @Carl", "@Carl"),
    ("!pain takes hours @Carl #payroll", "@Carl"), ("- [ ] send it @Carl", "@Carl"),
    ("> it is slow @Carl", "@Carl"), ("!pain takes @Carl hours", None), ("!pain sent @acme", None),
    ("!pain takes hours @Ana", None), ("takes hours @Carl", None), ("!pain a @ Carl", None),
])  # fmt: skip
def test_a_name_at_the_end_of_a_mark_that_is_nobody_here_is_warned_of(line, warned) -> None:  # type: ignore[no-untyped-def]
    said = f"'{warned}' is not in this note's 'with', so it stays text"
    warnings = parse_body(line, ("Ana Silva", "Ben Okoro")).warnings
    assert [each.message for each in warnings] == ([said] if warned else [])


@pytest.mark.parametrize(
    ("signed", "speaker"),
    [
        ("@Ana", "P1"), ("@p1", "P1"), ("— Ann Lima", "P1"), ("— Lima", None),
        ("@Ben", "Ben Okoro"), ("@P2", "Ben Okoro"), ("— Benny", "Ben Okoro"), ("@P3", None),
    ],
)  # fmt: skip
def test_a_speaker_is_known_by_every_name_and_by_their_code(signed: str, speaker: str) -> None:
    (found,) = parse_body(f"!pain x {signed}", ["P1", "Ben Okoro"], known=KNOWN).statements
    assert found.speaker == speaker


def test_a_name_that_two_have_or_had_is_that_of_whoever_has_it_now() -> None:
    known = {"Lea Silva": Names((), ("Ana Silva",)), "Bo Silva": Names((), ("Ana Silva",))}

    def speaker(*people: str) -> str | None:
        return parse_body("!pain x @Ana", people, known=known).statements[0].speaker

    assert speaker("Lea Silva", "Ana Costa") == "Ana Costa"
    assert speaker("Lea Silva", "Cy") == "Lea Silva"
    assert speaker("Lea Silva", "Bo Silva") is None
    assert speaker("Lea Silva", "Ana Costa", "Ana Roy") is None


def test_every_mark_of_a_voice_knows_its_speaker() -> None:
    marks = parse_body("H3+ @Ana x\nJ2+ x — Bo Berg\n- [ ] @Ana send it", PEOPLE)
    assert marks.evidence[0].speaker == "Ana Silva"
    assert (marks.jobs[0].speaker, marks.jobs[0].text) == ("Bo Berg", "x")
    assert (marks.followups[0].speaker, marks.followups[0].text) == ("Ana Silva", "send it")


def test_a_full_name_wins_over_a_first_name_and_two_of_a_name_are_nobody() -> None:
    assert statement("!pain @Ana x", "Ana", "Ana Silva").speaker == "Ana"
    assert statement("!pain @Ana x", "Ana Silva", "Ana Silva").speaker is None
    assert statement("!pain @p7 x", "P7").speaker == "P7"
    assert statement("!pain @Zoe\u0308 x", "Zo\u00eb Kay").speaker == "Zo\u00eb Kay"


def test_code_and_comments_hold_no_marks() -> None:
    fences = "```\n!pain a\n~~~\n```\n- ~~~\n  !pain b\n~~~\n"
    comments = "<!-- !pain c\n!pain d --> tail\n!pain e <!-- no --> f"
    body = fences + comments
    assert [mark.text for mark in parse_body(body).statements] == ["e f"]


def test_an_open_comment_is_text_and_an_open_fence_is_warned_about() -> None:
    marks = parse_body("<!-- oops\n!pain a\n````\n!pain b\n```")
    assert [mark.text for mark in marks.statements] == ["a"]
    assert marks.warnings == (Warning_(3, "the code block is never closed: the rest stays text"),)


def test_a_comment_may_close_and_open_on_one_line() -> None:
    body = "<!-- a\n--> !pain b <!-- c\n!pain d -->\n!pain e"
    assert [mark.text for mark in parse_body(body).statements] == ["b", "e"]


def test_an_unknown_kind_is_text_with_the_nearest_kind_named() -> None:
    marks = parse_body("!pian x\n!qqq y\n!pains, z")
    assert marks.statements == ()
    assert [warning.message for warning in marks.warnings] == [
        "'!pian' is not a kind of statement; did you mean '!pain'?",
        "'!qqq' is not a kind of statement, so the line stays text",
        "'!pains,' is not a kind of statement; did you mean '!pain'?",
    ]


def test_a_mark_without_text_is_kept_and_warned_about() -> None:
    marks = parse_body("!pain\nH3+ paid:\nJ2-\n!commit #x")
    assert [mark.text for mark in every_mark(marks)] == ["", "", "", ""]
    assert [warning.line for warning in marks.warnings] == [1, 2, 3, 4]
    assert marks.warnings[1].message == "nothing stands after H3+ paid:"


def test_a_new_thing_or_promise_without_text_stays_text_with_a_warning() -> None:
    marks = parse_body("H:\nJ: \n- [ ]\n> #x")
    assert every_mark(marks) == []
    assert [warning.line for warning in marks.warnings] == [1, 2, 3, 4]


def test_past_a_hundred_warnings_the_rest_is_counted() -> None:
    warnings = parse_body("!zzz\n" * 250).warnings
    assert len(warnings) == 101
    assert warnings[-1].message == "and 150 more lines like these below"


def test_windows_lines_leave_no_trace_in_the_text() -> None:
    marks = parse_body("!pain one\r\n> two\r\n> three\r\n- [ ] four by friday\r\n")
    assert [mark.text for mark in marks.statements] == ["one", "two three"]
    assert marks.followups[0].due == "friday"


@pytest.mark.parametrize(
    ("piece", "statements"),
    [
        ("> a\n", 1),
        ("!pain #", 1),
        ("!p ", 0),
        ("<!-- ", 0),
        ("`", 0),
        ("H+\n", 0),
        ("!pain did: x #y @Ana — Bo\n", 5000),
    ],
)
def test_a_very_long_body_is_read_like_a_short_one(piece: str, statements: int) -> None:
    marks = parse_body(piece * 5000, PEOPLE)
    assert len(marks.statements) == statements
    assert len(marks.warnings) <= 101
