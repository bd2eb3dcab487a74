"""Shows statement as a page."""

from __future__ import annotations

from collections.abc import Sequence

from discoverycli.analysis.statement import StatementAccount
from discoverycli.domain.text.words import person_label
from discoverycli.domain.vocabulary import RUNG_MEANINGS, Code
from discoverycli.pages import interview as interviews
from discoverycli.pages import statement_tables, why
from discoverycli.pages.json_values import sheet
from discoverycli.pages.phrases import code
from discoverycli.render.blocks import Block, Facts, Inline, JsonValue, Lines, Note, Page, Prose


def statement_page(account: StatementAccount) -> Page:
    """The statement as a page."""
    statement, interview = account.statement, account.interview
    pairs: list[tuple[str, Inline]] = [
        ("said by", person_label(statement.name, statement.organisation)),
        ("kind", statement.kind.value),
        ("rung", f"{statement.rung.word}: {RUNG_MEANINGS[statement.rung]}"),
        ("words", "their own" if statement.verbatim else "paraphrased"),
    ]
    blocks: list[Block] = [Facts(tuple(pairs))]
    if account.evidence:
        blocks.append(statement_tables.evidence_table(account.evidence, title="Evidence"))
    blocks += [
        *_answers_to(account.answered),
        Note(why.line(account.why)),
        interviews.head(interview, title=f"Heard in I{interview.number}"),
        Prose(interview.notes, title="Notes"),
    ]
    return Page(
        title=(code("S", statement.number), " ", *statement_tables.words(statement)),
        blocks=tuple(blocks),
        data=_data(account),
        table=sheet(statement_tables.STATEMENT_KEYS, [statement_tables.statement_data(statement)]),
    )


def _answers_to(answered: Sequence[tuple[Code, int]]) -> list[Block]:
    """What the statement is an answer to."""
    lines = tuple((f"answer {number} to why ", code(*root)) for root, number in answered)
    return [Lines(lines)] if lines else []


def _data(account: StatementAccount) -> JsonValue:
    interview = account.interview
    return {
        **statement_tables.statement_data(account.statement),
        "precision": interview.held.precision.value,
        "channel": interview.channel.value,
        "relation": next(
            each.relation.value
            for each in interview.people
            if each.number == account.statement.person
        ),
        "evidence": [statement_tables.evidence_data(each) for each in account.evidence],
        "answers": [{"code": str(root), "number": number} for root, number in account.answered],
        **why.WHYS.data(account.why),
    }
