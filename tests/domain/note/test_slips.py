from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discoverycli.domain.note.marks import escape_markers, parse_body
from discoverycli.domain.note.notes import Head, Who, note_of, parse_note, render_note
from discoverycli.domain.note.slips import slips
from discoverycli.domain.vocabulary import Rung, StatementKind

HEAD = Head((Who("Ida Falk"),))


def is_read(line: str) -> bool:
    marks = parse_body(line)
    return any((marks.statements, marks.evidence, marks.jobs, marks.new, marks.followups))


@pytest.mark.parametrize(
    ("line", "found", "meaning", "meant"),
    [
        ("H4 + did: moved the rows", "H4 + did:", "'H4+ did:'", ["H4+ did: moved the rows"]),
        ("+H4 did: moved it", "+H4 did:", "'H4+ did:'", ["H4+ did: moved it"]),
        ("?H4 moved it", "?H4", "'H4?'", ["H4? moved it"]),
        ("H4+did: moved it", "H4+did:", "'H4+ did:'", ["H4+ did: moved it"]),
        ("H4 -paid: 40 euros", "H4 -paid:", "'H4- paid:'", ["H4- paid: 40 euros"]),
        ("H4: did: moved it", "H4: did:", "'H4+ did:', 'H4- did:' or 'H4? did:'",
         ["H4+ did: moved it", "H4- did: moved it", "H4? did: moved it"]),
        ("H4: moved it", "H4:", "'H4+', 'H4-' or 'H4?'",
         ["H4+ moved it", "H4- moved it", "H4? moved it"]),
        ("J3 did: moved it", "J3 did:", "'J3+ did:' or 'J3- did:'",
         ["J3+ did: moved it", "J3- did: moved it"]),
        ("+ H4 did: moved it", "H4 did:", "'H4+ did:'", ["+ H4+ did: moved it"]),
        ("H4 H7- did: moved", "H4 H7- did:", "'H4- did:' and 'H7- did:', a line each",
         ["H4- did: moved\nH7- did: moved"]),
        ("- H4+, H7- moved", "H4+, H7-", "'H4+' and 'H7-', a line each",
         ["- H4+ moved\n- H7- moved"]),
        ("H4++ moved it", "H4++", "'H4+'", ["H4+ moved it"]),
        ("H 4+ moved it", "H 4+", "'H4+'", ["H4+ moved it"]),
        ("H-4 moves nothing", "H-4", "'H4-'", ["H4- moves nothing"]),
        ("H04+ moved it", "H04+", "'H4+'", ["H4+ moved it"]),
        ("H4 - moves nothing", "H4 -", "'H4-'", ["H4- moves nothing"]),
        ("H4 – moves nothing", "H4 –", "'H4-'", ["H4- moves nothing"]),
        ("H4 supports it", "H4 supports", "'H4+'", ["H4+ it"]),
        ("J3 fired the folder", "J3 fired", "'J3-'", ["J3- the folder"]),
        ("#H4+ moved it", "#H4+", "'H4+'", ["H4+ moved it"]),
        ("(H4+ did: moved it)", "(H4+ did:", "'H4+ did:'", ["H4+ did: moved it"]),
        ("*H4+ did:* moved it", "*H4+ did:*", "'H4+ did:'", ["H4+ did: moved it"]),
        ("**H4+** moved it", "**H4+**", "'H4+'", ["H4+ moved it"]),
        ("-H4- did: moved", "-H4- did:", "'H4- did:'", ["H4- did: moved"]),
        ("H4＋ did： moved", "H4＋ did：", "'H4+ did:'", ["H4+ did: moved"]),
        ("Н4+ moved it", "Н4+", "'H4+'", ["H4+ moved it"]),
        ("H4+, moved it", "H4+,", "'H4+ moved it'", ["H4+ moved it"]),
        ("J3 +", "J3 +", "'J3+'", ["J3+"]),
        ("H:clerks wait", "H:clerks", "'H: clerks wait'", ["H: clerks wait"]),
        ("**J:** count the till", "**J:**", "'J:'", ["J: count the till"]),
        ("! pain waits", "! pain", "'!pain'", ["!pain waits"]),
        ("¡goal waits", "¡goal", "'!goal'", ["!goal waits"]),
        ("！money 40", "！money", "'!money'", ["!money 40"]),
        ("*!pain* waits", "*!pain*", "'!pain'", ["!pain waits"]),
        ("[ ] call Bo", "[ ]", "'- [ ]'", ["- [ ] call Bo"]),
        ("-[x] called Bo", "-[x]", "'- [x]'", ["- [x] called Bo"]),
        ("* [] call Bo", "* []", "'- [ ]'", ["* [ ] call Bo"]),
        ("☑ called Bo", "☑", "'- [x]'", ["- [x] called Bo"]),
    ],
)  # fmt: skip
def test_what_looks_like_a_mark_is_named_with_what_was_meant(
    line: str, found: str, meaning: str, meant: list[str]
) -> None:
    assert not is_read(line)
    (warning,) = slips(f"first\n{line}\n", first_line=3)
    assert warning.line == 4
    assert warning.message == f"'{found}' is text; did you mean {meaning}?"
    assert list(warning.meant) == meant
    assert all(is_read(each) for text in meant for each in text.split("\n"))


def test_a_mark_inside_a_quote_is_named_and_the_quote_stays() -> None:
    note = note_of(HEAD, "> H4+ did: moved it\n> !pain waits\n> H4+did: x\n> plain words")
    assert [each.message for each in note.warnings] == [
        "'> H4+' is a quote; did you mean 'H4+'?",
        "'> !pain' is a quote; did you mean '!pain'?",
        "'> H4+did:' is a quote; did you mean 'H4+ did:'?",
    ]
    assert [each.meant for each in note.warnings] == [
        ("H4+ did: moved it",), ("!pain waits",), ("H4+ did: x",),
    ]  # fmt: skip
    assert len(note.statements) == 1


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("> H1+, H1- did: x", "H1+ did: x\nH1- did: x"),
        ("  > H1 H2+ did: x", "  H1+ did: x\n  H2+ did: x"),
        ("    H1+, H2-  did: a  b", "    H1+ did: a  b\n    H2- did: a  b"),
        ("> > H1+, H2-, H3+ did: x", "H1+ did: x\nH2- did: x\nH3+ did: x"),
    ],
)
def test_of_several_marks_each_is_meant_in_a_line_of_its_own_outside_of_quotes(
    line: str, meant: str
) -> None:
    (warning,) = slips(line)
    assert warning.meant == (meant,)
    assert not slips(meant)
    assert all(is_read(each) for each in meant.split("\n"))


@pytest.mark.parametrize(
    ("line", "found", "meant"),
    [
        ("waits all day H4+ did: moved it", "H4+ did:", "waits all day\nH4+ did: moved it"),
        ("waits all day H4 - did: moved it", "H4 - did:", "waits all day\nH4 - did: moved it"),
        ("then !pain waits", "!pain", "then\n!pain waits"),
        ("!pain waits H4- paid: 40", "H4- paid:", "!pain waits\nH4- paid: 40"),
        ("@Ida H4+ moved it", "H4+", "H4+ moved it @Ida"),
        ("- - !pain waits - [ ] call", None, None),
        ("waits H: clerks wait", "H:", "waits\nH: clerks wait"),
        ("waits - [ ] call Bo", "- [ ]", "waits\n- [ ] call Bo"),
    ],
)
def test_a_mark_in_the_middle_of_a_line_wants_a_line_of_its_own(
    line: str, found: str | None, meant: str | None
) -> None:
    (warning,) = slips(line)
    if found is not None:
        assert warning.message == (
            f"'{found}' is in the middle of a line, so it is text; did you mean a line of its own?"
        )
        assert warning.meant == (meant,)


def test_several_marks_in_one_line_are_named_together() -> None:
    (warning,) = slips("a H4+ did: b !pain c")
    assert warning.message == (
        "'H4+ did:' and '!pain' are in the middle of a line, so they are text; "
        "did you mean a line each?"
    )
    assert warning.meant == ("a\nH4+ did: b\n!pain c",)


@pytest.mark.parametrize(
    "line",
    [
        "H1 + H2 revenue grew", "H1+H2 revenue grew", "H1/H2 split", "H1 and H2? Both.",
        "H1 grew by a fifth", "- H1 2026 results", "H1 (2026) - slow", "H1 - 2026", "H1 — calm",
        "H1-related work", "the H1+ cohort is small", "in H1- and H2-level talks",
        "is that about H1? It is.", "(see H1)", '"Is it H1?" she asked', "# H1: Findings",
        "## H1 - first half", "vitamin B12+ helps", "H2O - water", "H1N1 - the flu",
        "J-1 visa holders wait", "H-1B visa", "H-1 visas are slow", "H 1 000 people", "C-suite",
        "h:mm", "J:\\folder", "H&M: a shop", "each - with: it", "Vitamin H: biotin",
        "Appendix J: forms", "H. Ford said: no", "wow! pain is relative", "Oh no! Money is tight",
        "Pain: took hours", "did: nothing", "[1] a footnote", "[x](http://a.example)",
        "arr[] = x", "see `H1+ did:` in the manual", r"\!pain waits", r"\H1+ did: moved",
        r"- \[ ] call", "!pain did the books by hand", "!workaround keeps a macro for it",
        "!request would like a list", "H1- did not move", "H2+ says never", "H1 > H2", "H1:30",
        "https://a.example/?q=H1+did:x", "He paid! - then left", "the top 10 H1 - H3 headings",
    ],
)  # fmt: skip
def test_ordinary_prose_is_not_warned_about(line: str) -> None:
    assert note_of(HEAD, line).warnings == ()


def test_code_blocks_and_comments_hold_no_slips_and_a_comment_is_never_lost() -> None:
    assert slips("```\nH4+did: x\n```\n<!-- H4+did: x -->") == ()
    (warning,) = slips("H4+did: x <!-- H4 -->")
    assert warning.meant == ()


@pytest.mark.parametrize(
    ("line", "message", "meant"),
    [
        ("H4+ did moved it", "'did' has no colon, so it is text; did you mean 'did:'?",
         "H4+ did: moved it"),
        ("J3- keeps a tab", "'keeps' has no colon, so it is text; did you mean 'keeps:'?",
         "J3- keeps: a tab"),
        ("- !pain did- waited", "'did-' has no colon, so it is text; did you mean 'did:'?",
         "- !pain did: waited"),
        ("!pain (did) waited", "'(did)' has no colon, so it is text; did you mean 'did:'?",
         "!pain did: waited"),
        ("!pain did waited", "'did' has no colon, so it is text; did you mean 'did:'?",
         "!pain did: waited"),
        ("H4+ doing: x", "'doing:' is not a rung; did you mean 'did:'?", "H4+ did: x"),
        ("!pian: x", "'!pian' is not a kind of statement; did you mean '!pain'?", "!pain: x"),
    ],
)  # fmt: skip
def test_a_rung_or_a_kind_that_is_nearly_one_is_named(line: str, message: str, meant: str) -> None:
    (warning,) = parse_body(line).warnings
    assert (warning.message, warning.meant) == (message, (meant,))


def test_what_a_job_cannot_be_is_named_with_what_it_can() -> None:
    assert parse_body("J3? a tab").warnings[0].meant == ("J3+ a tab", "J3- a tab")


@pytest.mark.parametrize("line", ["H4- says", "H4- says:", "H4-", "!pain did @Ida", "J3+ keeps"])
def test_a_mark_with_only_a_rung_has_no_words_and_says_so(line: str) -> None:
    note = note_of(HEAD, line)
    (mark,) = (*note.statements, *note.evidence, *note.jobs)
    assert mark.text == ""
    (warning,) = note.warnings
    assert warning.message.startswith("nothing stands after ")


def test_a_lone_rung_is_a_rung() -> None:
    assert parse_body("H4- paid").evidence[0].rung is Rung.PAID


def test_a_quote_without_words_is_named() -> None:
    assert [each.line for each in parse_body("a\n>\n>  \nb\n> c\n>").warnings] == [2]


@pytest.mark.parametrize("bullet", [*"•◦‣▪–—·●○■➢*§o\uf0b7", "⁃", "\u200b", "\u200b•"])
def test_bullets_of_word_processors_are_bullets(bullet: str) -> None:
    blank = "" if bullet == "\u200b" else "\t"
    (mark,) = parse_body(f"{bullet}{blank}H4- did: moved it").evidence
    assert (mark.rung, mark.text) == (Rung.DID, "moved it")
    assert slips(f"{bullet}{blank}H4- did: moved it") == ()


def test_a_dash_at_the_end_of_a_line_is_still_a_signature() -> None:
    (mark,) = parse_body("– !pain waits — Ida", ["Ida Falk"]).statements
    assert (mark.text, mark.speaker) == ("waits", "Ida Falk")


MARKS = st.sampled_from(["H4+", "J3-", "h12-", "H4?"])
RUNGS = st.sampled_from([rung.word for rung in Rung])
BREAKS = st.sampled_from(["", " ", "  ", "*", "**", ": "])
KINDS = st.sampled_from([kind.value for kind in StatementKind])
BEFORE = st.sampled_from(
    ["", "  ", "- ", "-", "• ", "1. ", "– ", "o ", "+", "(", "*", "**", "#", '"', "> ", "- - ",
     "she said ", "Ida: ", "she said -", "she said • ", "she said (", "\u200b"]
)  # fmt: skip


@given(BEFORE, MARKS, BREAKS, RUNGS, st.sampled_from([":", " :", "："]))
@example("", "H4+", "", "did", ":")
@example("she said -", "H4?", ": ", "nice", " :")
def test_whatever_has_a_code_a_sign_and_a_rung_is_read_or_named(
    before: str, mark: str, between: str, rung: str, colon: str
) -> None:
    body = f"{before}{mark[:-1]}{between.rstrip('*: ')}{mark[-1]}{between}{rung}{colon} x"
    note = note_of(HEAD, body)
    assert note.evidence or note.jobs or note.warnings, body
    assert note.body == body


@given(BEFORE, st.sampled_from(["!", "! ", "¡", "！", "!!"]), KINDS)
def test_whatever_has_a_kind_behind_an_exclamation_mark_is_read_or_named(
    before: str, sign: str, kind: str
) -> None:
    body = f"{before}{sign}{kind} waits"
    note = note_of(HEAD, body)
    named = bool(note.warnings) or any(not mark.verbatim for mark in note.statements)
    assert named or (sign == "! " and before.startswith(("she", "Ida"))), body


@given(st.text(st.sampled_from("HhJj14+-?!:[]x *>#\\`\n\r\t“—•pain did:"), max_size=60))
def test_any_text_can_be_looked_at_and_every_meaning_stands_for_its_line(body: str) -> None:
    lines = body.split("\n")
    for warning in slips(body, 0):
        assert 0 <= warning.line < len(lines)
        assert lines[warning.line] not in warning.meant
    note = parse_note(render_note(HEAD, body))
    assert note.body == body


def test_text_of_others_is_not_looked_at() -> None:
    assert note_of(HEAD, escape_markers("H4+did: x\n! pain"), foreign=True).warnings == ()


@pytest.mark.parametrize(
    "piece",
    ["H4+did: x ", "a H4+ b ", "`a ``b ", "H4 ", "H4    ", "H4, ", "- ", "(*", "!", "! pain "],
)
def test_a_very_long_line_is_looked_at_once(piece: str) -> None:
    assert len(slips(piece * 40_000 + "[ ] H4+did: x")) <= 1


def test_a_very_long_note_has_a_hundred_slips_named_and_the_rest_counted() -> None:
    found = slips("H4+did: x\n" * 5000)
    assert len(found) == 101
    assert found[-1].message == "and 4900 more lines like these below"
