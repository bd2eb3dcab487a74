"""An interview guide's questions: found, judged against real ones, and put better."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples

from discoverycli.domain.guide.lint import GENERAL, MOST, Fault, Linted, QuestionFinding, lint_guide
from discoverycli.domain.guide.questions import LONGEST, guide_questions
from discoverycli.errors import InputError

BESIDE = Path(__file__).parents[2].parent / "shared" / "corpus"
CORPUS = Path(os.environ.get("DISCO_CORPUS", BESIDE))
JUDGED = Path(__file__).parents[2] / "fixtures" / "questions" / "judged.json"

GOOD = (
    "When did you last reconcile invoices?",
    "Walk me through the last time you closed the books.",
    "Why do you bother?",
    "What are the implications of that?",
    "What else have you tried?",
    "How are you dealing with it now?",
    "Where does the money come from?",
    "Who else should I talk to?",
    "Is there anything else I should have asked?",
    "How much did that cost you?",
    "Can you show me how you do that?",
    "Would you mind if I recorded this?",
    "Would you be willing to introduce me to your head of finance?",
    "Sam, would you like to introduce yourself?",
    "Would it be OK if I took notes?",
    "How would you describe your role?",
    "How long would you say it took?",
    "What would you say takes the most time?",
    "Do you use a spreadsheet or an app for that?",
    "Do you do that every week, and if so, how?",
    "When the import fails, what do you do?",
    "If there was an error, what did you do?",
    "What's the hardest part about closing the books?",
    "How did you find that tool?",
    "How do you decide what to build and what to drop?",
    "Do you know who decides and who pays?",
    "What did you think it would do?",
    "How do you log in and do your first task?",
    "How do you use our product today?",
    "When did you last open our app?",
    "How did you improve your process?",
    "How do you plan your week?",
    "Do you want to add anything?",
    "Why didn't you buy it?",
    "Why don't you start at the beginning?",
    "What was easy and what was hard about it?",
    "How easy or difficult was it to set up?",
    "Is that right?",
    "Do you agree to be recorded?",
    "Do you have any problems with us recording this?",
    "May we contact you in the future?",
    "What did you choose, and why?",
    "Who would be the right person to talk to?",
    "¿Usaría usted una herramienta así?",
)
"""Questions that an interview is made of; a finding on any of them would cry wolf."""

BAD = {
    "Don't you hate doing expenses?": "leading negation",
    "Is it not slow?": "leading negation",
    "It takes a long time, doesn't it?": "leading tag",
    "You use a spreadsheet for that, right?": "leading tag",
    "You use a spreadsheet for that?": "leading claim",
    "The old one was better, no?": "leading tag",
    "Would you agree that onboarding is too slow?": "leading claim",
    "So that is the main reason?": "leading claim",
    "It sounds like month end is the worst?": "leading claim",
    "Surely you back up your files?": "leading claim",
    "Is it because nobody has the time?": "leading answer",
    "How frustrating is it to chase late payments?": "leading one-sided",
    "Was the manual helpful?": "leading one-sided",
    "Did you find the manual useful?": "leading one-sided",
    "Do you like your current tool?": "leading one-sided",
    "Are you frustrated with your bank?": "leading one-sided",
    "What benefits have you seen?": "leading assumes",
    "Has it given you any savings?": "leading assumes",
    "How does the dashboard help you?": "leading assumes",
    "How much time does it save you?": "leading assumes",
    "Do you have trouble with reconciling invoices?": "leading trouble",
    "Would you switch banks?": "hypothetical would",
    "What would make you switch?": "hypothetical would",
    "What if you could start again?": "hypothetical if",
    "Imagine you had more time.": "hypothetical imagine",
    "Will you renew?": "hypothetical will",
    "Do you plan to hire?": "hypothetical plans",
    "How likely are you to recommend it?": "hypothetical plans",
    "What does the future hold?": "hypothetical future",
    "Do you think you'll stay?": "hypothetical future",
    "What is on your wish list?": "hypothetical wish",
    "What should it look like?": "hypothetical should",
    "Could users do this themselves?": "hypothetical could",
    "How do you find customers, and how do you keep them?": "compound two questions",
    "Do you track time, and does your manager approve it?": "compound two questions",
    "Who decides and who pays?": "compound two questions",
    "How fast and reliable is your bank?": "compound two measures",
    "What do you think of our idea?": "pitching opinion",
    "Do you need a dashboard for that?": "pitching solution",
    "Would you use a tool that reconciles invoices?": "hypothetical would pitching solution",
    "We are building an app for that; what is missing?": "pitching ours",
    "Is our new feature useful?": "leading one-sided pitching ours",
}
"""Each rule by a question that breaks it, and what is found in that."""


def found(text: str) -> str:
    """`leading tag hypothetical would`: what is found in the questions of a text."""
    return " ".join(f"{each.kind} {each.rule}" for each in lint_guide(text).findings)


def asked(text: str, *, yaml: bool = False) -> list[tuple[int, str]]:
    return [tuple(each) for each in guide_questions(text, yaml=yaml).questions]


# What is a question


def test_a_question_ends_with_a_mark_wherever_it_stands() -> None:
    text = "# What is it?\n\nSome text. Is it here? And more.\n\n> Or here?\n\n| a? | b |\n"
    assert asked(text) == [(1, "What is it?"), (3, "Is it here?"), (5, "Or here?"), (7, "a?")]


def test_an_order_to_tell_is_a_question_and_a_remark_is_none() -> None:
    text = "1. Tell me about it.\n- Walk me through it\n- Bring a pen.\n\nDescribe it.\nThey show us.\n"
    assert asked(text) == [(1, "Tell me about it."), (2, "Walk me through it"), (5, "Describe it.")]


def test_an_order_inside_a_paragraph_is_a_remark_to_the_interviewer() -> None:
    assert asked("Take notes. Describe the study to them.") == []


def test_an_item_may_lack_its_mark() -> None:
    assert asked("- Would you use it\n- How do you do it today\n- When they left, we spoke\n") == [
        (1, "Would you use it"),
        (2, "How do you do it today"),
    ]


def test_a_wrapped_question_is_one_and_stands_where_it_begins() -> None:
    text = "- First of all and before we come to the rest of it\n  would you\n  use it?\n"
    assert asked(text) == [
        (1, "First of all and before we come to the rest of it would you use it?")
    ]


def test_code_front_matter_comments_and_addresses_are_not_read() -> None:
    text = (
        "---\ntitle: Would you?\n---\n<!-- Would you?\nWould you? -->\n```\nWould you?\n```\n"
        "See https://example.org/a?b=c and `why?` there.\n[Why](https://example.org/?q=1)\n"
    )
    assert asked(text) == []


def test_two_rules_around_text_are_no_front_matter() -> None:
    assert asked("---\nWould you use it?\n---\n") == [(2, "Would you use it?")]


def test_an_unclosed_code_block_is_told() -> None:
    assert lint_guide("Why?\n\n```\nWould you use it?\n") == Linted(1, (), unclosed=3)


def test_quoted_text_is_a_question_without_what_leads_up_to_it() -> None:
    assert asked("Then ask: “Would you use it?” and wait.") == [(1, "Would you use it?")]
    assert asked('- "Would you use it?"') == [(1, "Would you use it?")]


def test_markup_bullets_numbers_and_who_asks_are_no_part_of_a_question() -> None:
    for line in ("- [ ] **Why** did _you_ go?", "Q3: Why did you go?", "**Moderator:** Why did you go?",
                 "a) Why did you go?", "## 3. Why did you go?", "> - *Why* did you go?"):  # fmt: skip
        assert asked(line) == [(1, "Why did you go?")], line


def test_yaml_lists_are_read_and_their_comments_are_not() -> None:
    text = '# Why?\nquestions:\n  - "Would you use it?"\n  - ask: How do you do it?\n  # Really?\n'
    assert asked(text, yaml=True) == [(3, "Would you use it?"), (4, "How do you do it?")]


# Rules


@pytest.mark.parametrize("question", GOOD)
def test_a_good_question_is_left_alone(question: str) -> None:
    assert found(question) == ""


@pytest.mark.parametrize("question", BAD)
def test_each_rule_finds_what_breaks_it(question: str) -> None:
    assert found(question) == BAD[question]


def test_the_words_that_gave_it_away_stand_in_the_question() -> None:
    for question in BAD:
        for each in lint_guide(question.replace("'", "’")).findings:
            assert each.words
            assert each.words in each.question


def test_every_finding_gives_a_reason_in_one_sentence() -> None:
    reasons = {each.reason for question in BAD for each in lint_guide(question).findings}
    assert len(reasons) >= 15
    assert all(reason.endswith(".") and reason.count(".") == 1 for reason in reasons)


# Rewrites


@pytest.mark.parametrize(
    ("question", "rewrite"),
    [
        (
            "Would you use a tool that reconciles invoices?",
            "When did you last reconcile invoices? Walk me through it.",
        ),
        (
            "Would you pay for an app that lets you see unpaid bills?",
            "When did you last see unpaid bills? Walk me through it.",
        ),
        (
            "Wouldn't it be great if you could see all invoices in one place?",
            "When did you last need to see all invoices? Walk me through what you did.",
        ),
        (
            "How frustrating is it to chase late payments?",
            "When did you last chase late payments? Walk me through it.",
        ),
        (
            "Do you have trouble with reconciling invoices?",
            "When were you last reconciling invoices? Walk me through it.",
        ),
        (
            "Do you plan to hire another bookkeeper?",
            "What have you done so far to hire another bookkeeper?",
        ),
        ("What would make you switch banks?", "What made you switch banks the last time? Walk me through it."),
        (
            "What improvements have you seen since the move?",
            "What changed since the move, for better or worse?",
        ),
        (
            "How do you find customers and how do you keep them?",
            "How do you find customers? Then, on its own: How do you keep them?",
        ),
        (
            "How fast and reliable is your bank?",
            "How fast is your bank? Then, on its own: How reliable is your bank?",
        ),
    ],
)  # fmt: skip
def test_a_rewrite_is_made_of_the_questions_own_words(question: str, rewrite: str) -> None:
    assert {each.rewrite for each in lint_guide(question).findings} == {rewrite}


@pytest.mark.parametrize(
    "question",
    [
        "Would you buy it?",
        "Would you buy our product?",
        "Is this something you'd use?",
        "Is that because nobody has the time?",
        "Would you be happy?",
    ],
)
def test_where_the_words_give_nothing_the_rewrite_is_a_general_one(question: str) -> None:
    assert {each.rewrite for each in lint_guide(question).findings} < set(GENERAL.values())


_OPENERS = [
    "would you", "how would you", "what would you", "don't you", "do you", "if you could", "will you",
    "how hard is it to", "do you have trouble with", "what if you could", "are you planning to",
    "would it help to have", "we are building an app that", "would you use a tool that lets you",
    "would you use a system which", "is it hard to", "what benefits did you see after", "should",
    "how slow and costly is", "would you recommend", "would you pay 5 for", "so you", "could our app",
]  # fmt: skip
_WORDS = [
    "reconcile", "reconciles", "invoices", "the", "our", "your", "tool", "and", "how", "do", "you",
    "would", "to", "it", "if", "could", "will", "see", "which", "who", "what", "should", "plan", ",",
    "or", "hard", "right", "for", "that", "seeing", "again", "in the future", "a", "dashboard", "“", "(",
    "love", "benefits", "next year", "we", "are", "building", "because", "is", "trouble", "with", ".",
]  # fmt: skip
_QUESTIONS = st.builds(
    lambda opener, words, end: f"{opener} {' '.join(words)}{end}",
    st.sampled_from(_OPENERS),
    st.lists(st.sampled_from(_WORDS), max_size=12),
    st.sampled_from(["?", ", right?", ""]),
)


@given(_QUESTIONS)
def test_a_rewrite_is_a_question_and_never_one_that_the_rules_would_flag(question: str) -> None:
    for each in lint_guide(f"- {question}").findings:
        again = lint_guide(each.rewrite)
        assert again.questions
        assert again.findings == (), each


@pytest.mark.parametrize("kind", Fault)
def test_no_general_rewrite_would_be_flagged(kind: Fault) -> None:
    assert (lint_guide(GENERAL[kind]).questions, found(GENERAL[kind])) == (1, "")


# What must not matter


def _judgements(linted: Linted) -> list[tuple[str, Fault, str]]:
    return sorted((each.question, each.kind, each.rewrite) for each in linted.findings)


@examples(0.2)
@given(st.permutations([*GOOD, *BAD]))
def test_the_order_of_the_questions_changes_no_judgement(shuffled: list[str]) -> None:
    one = lint_guide("\n\n".join([*GOOD, *BAD]))
    other = lint_guide("\n\n".join(shuffled))
    assert (one.questions, _judgements(one)) == (other.questions, _judgements(other))


_DRESSES: tuple[Callable[[str], str], ...] = (
    lambda text: f"\n\n  {text}  \n\n",
    lambda text: f"- {text}",
    lambda text: f"  * {text}\r",
    lambda text: f"12. {text}",
    lambda text: f"- [ ] {text}",
    lambda text: f"### {text}",
    lambda text: f"> {text}",
    lambda text: f"| {text} |",
    lambda text: f"**{text}**",
    lambda text: f"_{text}_",
    lambda text: f"“{text}”",
    lambda text: f"Q7: {text}",
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace("'", "’"),
    str.upper,
    str.lower,
    str.title,
)


@pytest.mark.parametrize("question", [*GOOD, *BAD])
def test_blanks_bullets_numbers_markup_and_case_change_no_judgement(question: str) -> None:
    plain = lint_guide(question)
    for dress in _DRESSES:
        dressed = lint_guide(dress(question).replace("\r", ""))
        assert dressed.questions == plain.questions, dress(question)
        assert [(e.kind, e.rule) for e in dressed.findings] == [
            (e.kind, e.rule) for e in plain.findings
        ], dress(question)


@given(st.text() | st.text(alphabet="?.!-*#>|`~<!()[]{}“”\"'_:/ \n\t1aA,would you"))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    linted = lint_guide(text)
    lines = text.count("\n") + 1
    assert all(1 <= each.line <= lines for each in linted.findings)
    assert linted.flagged <= linted.questions
    assert lint_guide(text, yaml=True).questions >= 0


@pytest.mark.parametrize(
    ("piece", "size"),
    [
        *((piece, 1_000_000) for piece in ("a", "would you ", "(", "[a](", "<a ", "<!--")),
        *(
            (piece, 100_000)
            for piece in ("is it easy ", "and what a ", "so, ", "`", "“", "a: ", "? ")
        ),
        *((piece, 100_000) for piece in ("e.g. ", "if you a ", "http://", "- ", "a\n", "```\n")),
    ],
)
def test_a_megabyte_on_one_line_and_much_of_anything_else_is_read_to_its_end(
    piece: str, size: int
) -> None:
    text = piece * (size // len(piece)) + "\n\nWould you use it?\n"
    linted = lint_guide(text)
    if linted.unclosed is None:
        assert linted.findings[-1].question == "Would you use it?"
        assert linted.findings[-1].line == text.count("\n")
    assert all(len(each.question) <= LONGEST for each in linted.findings)


def test_more_questions_than_a_guide_can_hold_are_refused_and_not_judged_for_minutes() -> None:
    assert lint_guide("Why? " * MOST).questions == MOST
    with pytest.raises(InputError, match="more than 10,000 questions"):
        lint_guide("Why? " * (MOST + 1))


# Real questions


@pytest.fixture(scope="module")
def judged() -> list[dict[str, Any]]:
    """The questions judged by hand, with their `text`; skips by name where the notes are missing."""
    entries: list[dict[str, Any]] = json.loads(JUDGED.read_text(encoding="utf-8"))
    if not CORPUS.is_dir():
        missing = f"no corpus at {CORPUS}: set DISCO_CORPUS"
        if os.environ.get("DISCO_CORPUS_REQUIRED") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    known: dict[tuple[str, int, str], str] = {}
    for file in {entry["file"] for entry in entries}:
        text = (CORPUS / file).read_text(encoding="utf-8")
        for line, question in guide_questions(text).questions:
            digest = hashlib.sha256(question.encode()).hexdigest()[:12]
            known[file, line, digest] = question
    for entry in entries:
        entry["text"] = known[entry["file"], entry["line"], entry["hash"]]
    return entries


def _shares(entries: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """False alarms of the good questions, the bad ones found, and named kinds right and found."""
    tally = {"false alarms": [0, 0], "found": [0, 0], "kinds right": [0, 0], "kinds found": [0, 0]}
    for entry in entries:
        named = {each.kind.value for each in lint_guide(entry["text"]).findings}
        wanted = set(entry["kinds"])
        which = "found" if wanted else "false alarms"
        tally[which][0] += bool(named)
        tally[which][1] += 1
        right = len(named & wanted)
        for name, of in (("kinds right", named), ("kinds found", wanted)):
            tally[name][0] += right
            tally[name][1] += len(of)
    return {name: (count, of) for name, (count, of) in tally.items()}


def test_the_held_out_questions_were_drawn_by_their_hash_and_all_have_a_reason() -> None:
    entries = json.loads(JUDGED.read_text(encoding="utf-8"))
    assert len({entry["hash"] for entry in entries}) == len(entries) >= 60
    for entry in entries:
        assert entry["set"] == ("held-out" if entry["hash"][0] in "012345678" else "tuned")
        assert set(entry["kinds"]) <= set(Fault)
        assert entry["reason"]
        assert set(entry) == {"file", "line", "hash", "set", "kinds", "reason"}
    held_out = sum(entry["set"] == "held-out" for entry in entries)
    assert 2 * held_out >= len(entries)


@pytest.mark.parametrize(
    ("name", "false_alarms", "found", "right", "kinds"),
    [("held-out", 0.02, 0.80, 0.95, 0.80), ("tuned", 0.02, 0.90, 0.95, 0.90)],
)
def test_real_questions_raise_few_false_alarms_and_most_bad_ones_are_found(
    judged, record_property, name, false_alarms, found, right, kinds
) -> None:  # type: ignore[no-untyped-def]
    shares = _shares([entry for entry in judged if entry["set"] == name])
    told = "; ".join(
        f"{what} {count} of {of} ({100 * count / of:.1f} %)" for what, (count, of) in shares.items()
    )
    record_property("told", f"lint, {name} real questions: {told}")
    share = {what: count / of for what, (count, of) in shares.items()}
    assert share["false alarms"] <= false_alarms, told
    assert share["found"] >= found, told
    assert share["kinds right"] >= right, told
    assert share["kinds found"] >= kinds, told


def test_real_rewrites_are_never_flagged(judged) -> None:  # type: ignore[no-untyped-def]
    findings: list[QuestionFinding] = [
        each for entry in judged for each in lint_guide(entry["text"]).findings
    ]
    assert len(findings) > 50
    assert all(not lint_guide(each.rewrite).findings for each in findings)
