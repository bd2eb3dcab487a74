"""Says what JSON keys mean, and checks that the program prints these keys and no others.

A page declares its shapes itself (`discoverycli.pages.fields`); those that are not declared there
yet stand here.

A shape is an object that commands print. Each of its lines is a key, a type and a meaning, parted
by two spaces or more. `key[].inner` and `key.inner` are the keys of objects inside. A type is one
of `TYPES`, `list` or `object` with keys of its own below, or another shape in braces; `?` behind it
allows null, `[]` makes it a list.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import discoverycli
from discoverycli.pages import fields

TYPES: dict[str, tuple[str, Any]] = {
    "text": ("text", lambda v: isinstance(v, str)),
    "code": ("code", lambda v: _matches(v, r"[A-Z][1-9][0-9]*(\.[1-9][0-9]*)?")),
    "day": ("day", lambda v: _matches(v, r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    "date": ("date", lambda v: _matches(v, r"[0-9]{4}(-[0-9]{2}){0,2}")),
    "time": ("time", lambda v: _matches(v, r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9:]{5}")),
    "week": ("week", lambda v: _matches(v, r"[0-9]{4}-W[0-9]{2}")),
    "whole": ("whole number", lambda v: type(v) is int),
    "share": ("number", lambda v: type(v) in (int, float) and 0 <= v <= 1),
    "flag": ("true or false", lambda v: isinstance(v, bool)),
    "counts": (
        "object of whole numbers",
        lambda v: isinstance(v, dict) and all(type(each) is int for each in v.values()),
    ),
    "anything": ("any value", lambda v: True),
    "scalar": ("whole number or text", lambda v: type(v) in (int, str)),
}
"""Type → (how the page calls it, whether a value is one)."""


def _matches(value: Any, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


class WrongKeysError(Exception):
    """The program and this table do not agree."""


@dataclass(frozen=True)
class Row:
    """One key: its type as it stands in the table, and its meaning."""

    type: str
    meaning: str

    @property
    def reserved(self) -> bool:
        """Whether nothing ever fills it in this version."""
        return self.meaning.startswith(("reserved", "always empty"))


@dataclass
class Shape:
    """An object's keys, and which of them were met with a value."""

    name: str
    says: str
    base: str | None
    rows: dict[str, Row]
    met: set[str] = field(default_factory=set)


def _rows(table: str) -> dict[str, Row]:
    rows = {}
    for line in table.strip().splitlines():
        parts = re.split(r"\s{2,}", line.strip(), maxsplit=2)
        if len(parts) != 3 or not parts[2].strip():
            raise WrongKeysError(f"'{line.strip()}' is not a key, a type and a meaning")
        rows[parts[0]] = Row(parts[1], parts[2])
    return rows


SHAPES: dict[str, Shape] = {}


def _shape(name: str, says: str, table: str, base: str | None = None) -> None:
    SHAPES[name] = Shape(name, says, base, _rows(table))


_shape(
    "init",
    "A journal, new or there already.",
    """
journal       text    its file
created       flag    whether it was made now
""",
)
_shape(
    "settings",
    "Every setting.",
    """
file          text    the settings file, whether or not there is one
settings      {setting}[]  each setting
""",
)
_shape(
    "setting",
    "One setting.",
    """
key           text     such as cadence.goal
value         scalar?  what it is
default       scalar?  what it is without a file
from          text     where the value comes from
allowed       text     what can be said
meaning       text     what it does
""",
)
_shape(
    "settings path",
    "Where the settings are.",
    """
path          text    the file, whether or not there is one
""",
)
_shape(
    "trusted",
    "Which folders of others may be used.",
    """
file          text    the list, in your own settings
trusted       text[]  each folder
""",
)
_shape(
    "export",
    "The whole journal as a file. Its version is in `disco`; `disco import` reads it.",
    """
disco          whole   the version of the format
counters       counts  the highest number ever given, by code letter
organisations  list    organisations; other records name them
organisations[].name           text   its name
organisations[].uid            text   its identity in every journal
people         list    everybody who was heard
people[].code           code    such as P7
people[].name           text    their name
people[].organisation   text?   where they belong
people[].relation       text    what they are to us
people[].segment        text?   their segment
people[].role           text?   what they do
people[].period_days    whole?  a period of their own
people[].snoozed_until  day?    reserved, always null
people[].created_on     day     since when they are known
people[].version        whole   counts the changes
people[].former_names   text[]  names they had before
people[].uid            text    their identity in every journal
hypotheses     list    opinions
hypotheses[].code           code    such as H3
hypotheses[].text           text    the opinion
hypotheses[].class          text    its class
hypotheses[].origin         text    whose idea it was
hypotheses[].importance     whole   1 to 5
hypotheses[].serves         text[]  current, future, company
hypotheses[].segment        text?   the segment it is about
hypotheses[].author         text    who wrote it down
hypotheses[].created_on     day     when
hypotheses[].parked_until   day?    the day to look again
hypotheses[].parked_reason  text?   why it is put aside
hypotheses[].version        whole   counts the changes
hypotheses[].uid            text    its identity in every journal
hypotheses[].revisions      list    its criteria
hypotheses[].revisions[].number      whole  1 for the first
hypotheses[].revisions[].voices      whole  voices for
hypotheses[].revisions[].majority    whole  the majority, in percent
hypotheses[].revisions[].lived       whole  voices on did or higher
hypotheses[].revisions[].prospects   whole  prospects
hypotheses[].revisions[].against     whole  votes against that refute
hypotheses[].revisions[].fresh_days  whole  the age limit
hypotheses[].revisions[].reason      text?  why they were changed
hypotheses[].revisions[].author      text   who made them
hypotheses[].revisions[].made_on     day    when
hypotheses[].movements      list    how its status changed
hypotheses[].movements[].moved_on   day    when
hypotheses[].movements[].was        text   the status before
hypotheses[].movements[].status     text   the status after
hypotheses[].movements[].interview  code?  the interview that moved it
jobs           list    jobs
jobs[].code        code    such as J2
jobs[].text        text    its words
jobs[].type        text    its type
jobs[].situation   text?   When …, of a story
jobs[].motivation  text?   I want to …
jobs[].outcome     text?   so I can …
jobs[].serves      text[]  current, future, company
jobs[].segment     text?   whose job it is
jobs[].author      text    who wrote it down
jobs[].created_on  day     when
jobs[].version     whole   counts the changes
jobs[].uid         text    its identity in every journal
interviews     list    interviews with what was heard
interviews[].code          code    such as I12
interviews[].held_on       date?   when, as much of it as is known
interviews[].date_text     text?   the date as a file said it
interviews[].kind          text    as of an interview
interviews[].channel       text    direct, accompanied or proxy
interviews[].via           text?   who passed it on
interviews[].minutes       whole?  how long it took
interviews[].title         text?   its title
interviews[].study         text?   the study it belongs to
interviews[].source        text?   the file it was imported from
interviews[].content_hash  text?   the fingerprint of what was imported
interviews[].author        text    who logged it
interviews[].logged_at     time    when
interviews[].version       whole   counts the changes
interviews[].uid           text    its identity in every journal
interviews[].notes         text    the body of the note, letter for letter
interviews[].people        list    who was heard
interviews[].people[].person    code   the person
interviews[].people[].relation  text   what they were to us on that day
interviews[].people[].segment   text?  their segment on that day
interviews[].statements    list    what was said
interviews[].statements[].code      code    such as S45
interviews[].statements[].person    code    who said it
interviews[].statements[].line      whole   the line of the note
interviews[].statements[].kind      text    its kind
interviews[].statements[].rung      text    its rung
interviews[].statements[].verbatim  flag    their own words, or a paraphrase
interviews[].statements[].text      text    the words
interviews[].statements[].themes    text[]  without the #
interviews[].evidence      list    what it says about hypotheses
interviews[].evidence[].hypothesis  code   what it is about
interviews[].evidence[].stance      text   supports, refutes or neutral
interviews[].evidence[].rung        text   its rung
interviews[].evidence[].person      code   who said or did it
interviews[].evidence[].text        text   the words
interviews[].evidence[].statement   code?  the statement it was linked from
interviews[].evidence[].linked      flag   linked by a command
interviews[].evidence[].line        whole  the line of the note
interviews[].evidence[].author      text   who added it
interviews[].evidence[].added_on    day    when
interviews[].hires         list    what was hired and fired
interviews[].hires[].job     code   the job
interviews[].hires[].hired   flag   true: hired; false: fired
interviews[].hires[].rung    text   its rung
interviews[].hires[].person  code   who did
interviews[].hires[].text    text   what it was
interviews[].hires[].line    whole  the line of the note
interviews[].followups     list    what was promised
interviews[].followups[].person   code   whom it concerns
interviews[].followups[].ours     flag   true: we promised; false: they did
interviews[].followups[].text     text   what
interviews[].followups[].due_on   day?   by when
interviews[].followups[].done_on  day?   when it was done
interviews[].followups[].line     whole  the line of the note
pauses         list    planned absences
pauses[].first_on  day    from
pauses[].last_on   day    to
pauses[].reason    text?  why
pauses[].author    text   who planned it
consents                 list   what people agreed to
consents[].person        code   who
consents[].scope         text   notes, recording or quote
consents[].basis         text   consent, contract or interest
consents[].given_on      day    when
consents[].expires_on    day?   the last day it holds
consents[].withdrawn_on  day?   when they took it back
consents[].author        text   who wrote it down
referrals      list    who sent whom
referrals[].person  code  who was sent
referrals[].by      code  by whom
criteria       list    criteria in words
criteria[].hypothesis  code   of which hypothesis
criteria[].revision    whole  of which of its revisions
criteria[].right_if    text?  what would prove it right
criteria[].wrong_if    text?  what would prove it wrong
predictions    list    beliefs from before there was evidence
predictions[].hypothesis  code   in what
predictions[].author      text   whose
predictions[].percent     whole  how sure, from 0 to 100
predictions[].revision    whole  by which of its criteria
predictions[].made_on     day    when
decisions      list    what was chosen
decisions[].code     code   such as D4
decisions[].text     text   what was chosen
decisions[].reason   text?  why, in words
decisions[].author   text   by whom
decisions[].made_on  day    when
decisions[].version  whole  counts the changes
decisions[].uid      text   its identity in every journal
decisions[].grounds  list   what it rests on
decisions[].grounds[].code           code    a hypothesis, job, statement or interview
decisions[].grounds[].holds          flag    whether it rests on that being so
decisions[].grounds[].status         text?   of a hypothesis, its status on that day
decisions[].grounds[].was            text?   the verdict it had, when it was stale
decisions[].grounds[].votes_for      whole?  votes for, on that day
decisions[].grounds[].votes_against  whole?  votes against
decisions[].grounds[].asked          whole?  voices asked
decisions[].grounds[].revision       whole?  its criteria on that day
whys           list    answers to why
whys[].root      code    the hypothesis or statement that they are about
whys[].number    whole   counts the answers there
whys[].under     whole?  the answer it is the reason of; null right below the root
whys[].text      text    the answer
whys[].heard     code?   the statement it was heard in
whys[].author    text    who wrote it down
whys[].added_on  day     when
""",
)
_shape(
    "undo",
    "What taking an operation back answers.",
    """
undone             whole    the number of the operation
by                 whole    the number of the operation that took it back
at                 time?    when the one taken back was done
author             text     by whom
command            text     its name, without its words
touched            {touched}[]  what it had touched, by kind
moved              {move}[]  what that moved
""",
)
_shape(
    "draft",
    "What was typed and is not in the journal.",
    """
path     text   the file that holds it
of       text   log, config, or the interview that was edited, such as I12
made_at  time   when it was last written
words    whole  how many it holds, below its head where it has one
begins   text   the first of them
held     flag   whether another program is writing it
""",
)
_shape(
    "draft page",
    "A draft, word for word.",
    """
text     text   all of it
""",
    base="draft",
)
_shape(
    "drafts dropped",
    "Drafts that were dropped.",
    """
dropped  text[]  where each lies for 30 days
""",
)

ORDER = (
    "hypothesis", "hypothesis listed", "hypothesis page", "why", "why page", "why answer",
    "belief", "voice", "hypothesis answer", "hypothesis predicted", "hypothesis edited",
    "hypothesis linked", "move", "change", "job", "job page", "finding", "hire", "judged hire",
    "person", "standing", "consent", "consent page", "own copy", "person page", "person edited",
    "interview", "statement", "statement page", "evidence", "promise", "note answer",
    "note edited", "note unchanged", "import", "week", "contact", "due", "next", "habit",
    "cadence", "check", "balance", "share", "channels", "channel", "balance page", "calibration",
    "believed", "ageing", "aged", "next step", "person to ask", "prep", "open promise",
    "decision", "ground", "matrix", "votes", "matrix column", "gaps", "hit", "checkup finding",
    "init", "settings", "setting", "settings path", "trusted", "export", "operation", "touched",
    "undo", "past change", "forgotten", "backup", "backup made", "restore", "draft",
    "draft page", "drafts dropped", "guide", "fragile verdict",
)  # fmt: skip
"""The order in which the page has the shapes."""


def _declared() -> Iterator[fields.Shape[Any]]:
    """Every shape that is declared beside its page."""
    for module in pkgutil.walk_packages(discoverycli.__path__, "discoverycli."):
        if not module.name.startswith(("discoverycli.pages.", "discoverycli.cli.")):
            continue
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, fields.Shape) and each.name:
                yield each


def _add(declared: fields.Shape[Any]) -> None:
    base = [each.shape.name for each in declared.fields if isinstance(each, fields.KeysOf)]
    rows = dict(_declared_rows(declared, ""))
    SHAPES[declared.name] = Shape(
        declared.name, declared.says, next(filter(None, base), None), rows
    )


def _declared_rows(shape: fields.Shape[Any], prefix: str) -> Iterator[tuple[str, Row]]:
    """The keys of a shape, those of objects without a name in it behind their own."""
    for each in shape.fields:
        if isinstance(each, fields.KeysOf):
            if not each.shape.name:
                yield from _declared_rows(each.shape, prefix)
            continue
        path, kind = prefix + each.key, each.kind
        if isinstance(kind, str):
            name = kind.rstrip("?[]")
            yield path, Row(kind.replace(name, "code", 1) if len(name) == 1 else kind, each.meaning)
        elif kind.shape.name:
            yield path, Row(f"{{{kind.shape.name}}}{kind.mark}", each.meaning)
        else:
            many = kind.mark == "[]"
            yield path, Row("list" if many else f"object{kind.mark}", each.meaning)
            yield from _declared_rows(kind.shape, f"{path}[]." if many else f"{path}.")


for _each in _declared():
    _add(_each)
SHAPES = {name: SHAPES[name] for name in ORDER}


@dataclass(frozen=True)
class Sample:
    """A command line to run, and what it prints: an object, or with `many` a list of them."""

    line: str
    shape: str
    many: bool = False
    code: int = 0

    @property
    def command(self) -> str:
        """The command as the help pages name it."""
        words = self.line.split()
        names = [words[1]]
        if words[1] in GROUPS and len(words) > 2 and re.fullmatch("[a-z]+", words[2]):
            names.append(words[2])
        return f"disco {' '.join(names)}"


GROUPS = ("drafts", "hypotheses", "jobs", "people", "report", "config")

FILES = {
    "notes/undated.md": "# Interview with Wanda Prus\n\nCompany: Prus Tiles\n\nShe types it twice.\n",
    "notes/dated.md": "# Ivo Lang\n\nInterviewee: Ivo Lang, owner, Lang Baths\n"
    "Date: 8/9/2026\nStudy: autumn\n\nHe keeps a paper book.\n",
    "notes/ours.md": "---\nwith: Eda Kurt @ Kurt Tyres\nas: prospect\non: 2026-11-03\n---\n"
    "!pian none\nH: tyre shops close their books at night\nH+ did: closed them at eleven\n",
    "notes/README.md": "# Our notes\n",
    "notes/picture.png": "no note",
    "guide.md": "- Would you use a tool that reconciles invoices?\n```\nnot read\n",
    "shorter.md": "---\nwith: Uma Roy @ Roy Dairy\non: 2026-11-19\n---\nNothing of it stays.\n",
}
"""The files the samples read, by name."""

SETUP = (
    "disco demo",
    "disco report cadence --pause 2026-12-21..2027-01-03 --reason holidays",
    "disco hypotheses park H6 --reason 'the lawyer is away' --until tomorrow",
    "disco people edit P3 --every 2w",
    "disco backup --output journal-20261120T141500Z.db",
)
"""Commands that are run before the samples, in a journal of their own."""

REFUSED = "disco log 'Uma Roy @ Roy Dairy' 'H99+ says: no such opinion'"
"""A command that leaves a draft."""

SAMPLES = (
    Sample("disco log 'Uma Roy @ Roy Dairy' '!pain did: four hours #typing' "
           "-m 'H2+ paid: a closing service' -m 'H: dairies close their books daily' "
           "-m 'H+ did: closed them last night' -m 'J: close the books before supper' "
           "-m '!pian none' -m 'J+ a notebook' --as current --on yesterday --minutes 20 "
           "--title 'a call' --segment food", "note answer"),
    Sample("disco log 'Otto Berg' -m '- [ ] bring the price list by friday' -m 'H2+ nice: lovely' --as prospect "
           "--on tomorrow", "note answer"),
    Sample("disco log 'Mo Lind @ Lind Glass' 'came by in October' --as prospect --on 2026-10",
           "note answer"),
    *(Sample(f"disco log 'Mo Lind' '{words}' --on 2026-10 --journal twice.db", "note answer")
      for words in ("came by in October", "came by in October", "came by in October,")),
    Sample("disco edit I21 --minutes 25", "note edited"),
    Sample("disco edit I21 --minutes 25", "note unchanged"),
    Sample("disco drafts", "draft", many=True),
    Sample("disco drafts show 2026", "draft page"),
    Sample("disco drafts drop 2026 --yes", "drafts dropped"),
    Sample("disco import notes", "import"),
    Sample("disco import notes", "import"),
    Sample("disco lint guide.md", "guide", code=1),
    Sample("disco hypotheses --all", "hypothesis listed", many=True),
    Sample("disco hypotheses add 'bakers want a dashboard' --segment food "
           "--rule 'voices=1 majority=51 lived=0 prospects=0'", "hypothesis answer"),
    Sample("disco hypotheses edit H11 --importance 5 --right-if 'a baker asks for it' "
           "--wrong-if 'none does'", "hypothesis edited"),
    Sample("disco hypotheses support H11 S1", "hypothesis linked"),
    Sample("disco hypotheses support H11 I21 'asked for it'", "hypothesis linked"),
    Sample("disco hypotheses refute H2 I20 'not for him'", "hypothesis linked"),
    Sample("disco hypotheses neutral H2 I16 'could not say'", "hypothesis linked"),
    Sample("disco hypotheses edit H11 --rule voices=2 --reason 'one is too few'",
           "hypothesis edited"),
    Sample("disco hypotheses edit H11 --rule voices=1 --reason 'and yet'", "hypothesis edited"),
    Sample("disco hypotheses show H11", "hypothesis page"),
    Sample("disco hypotheses show H7", "hypothesis page"),
    Sample("disco why H4", "why page"),
    Sample("disco why H4 --heard S5", "why answer"),
    Sample("disco why H4 'nobody owns the shoebox' --under 1", "why answer"),
    Sample("disco why H4 --heard S8 --under 2", "why answer"),
    Sample("disco why H4 'she has no time' --under 3", "why answer"),
    Sample("disco why H4 --remove 4 --yes", "why answer"),
    Sample("disco why S1 --heard S5", "why answer"),
    Sample("disco show S5", "statement page"),
    Sample("disco hypotheses show H4", "hypothesis page"),
    Sample("disco hypotheses park H5 --reason 'nobody asks' --until 'in 6 weeks'",
           "hypothesis answer"),
    Sample("disco hypotheses unpark H5", "hypothesis answer"),
    Sample("disco jobs", "job", many=True),
    Sample("disco jobs add 'easily export invoices' --segment food", "job"),
    Sample("disco jobs edit J4 --serves current", "job"),
    Sample("disco jobs show J1", "job page"),
    Sample("disco jobs lint 'easily export invoices'", "finding", many=True, code=1),
    Sample("disco people", "person", many=True),
    Sample("disco people edit P17 --name 'Greta Berg'", "person edited"),
    Sample("disco people edit P18 --as current --segment vets --role owner --every 2w",
           "person edited"),
    Sample("disco people consent P18 --scope notes,quote --until 2028-11-20", "consent page"),
    Sample("disco people consent P18 --scope quote --withdraw", "consent page"),
    Sample("disco people show P18", "person page"),
    Sample("disco people show P6", "person page"),
    Sample("disco people show 'Nadia Petrov'", "person page"),
    Sample("disco report", "week"),
    Sample("disco report --since 2026-09-01 --until 2026-11-20", "week"),
    Sample("disco report cadence", "cadence"),
    Sample("disco report cadence --check", "check"),
    Sample("disco report balance", "balance page"),
    Sample("disco report hypotheses", "hypothesis listed", many=True),
    Sample("disco report jobs", "job", many=True),
    Sample("disco report fragile", "fragile verdict", many=True),
    Sample("disco hypotheses add 'potters pay for glaze' --segment potters --serves future "
           "--rule 'voices=1 majority=51 lived=0 prospects=0' --journal gaps.db",
           "hypothesis answer"),
    Sample("disco hypotheses add 'potters sell at markets' --segment potters --serves current "
           "--journal gaps.db", "hypothesis answer"),
    Sample("disco hypotheses add 'tilers work alone' --journal gaps.db", "hypothesis answer"),
    Sample("disco log 'Pia Holt @ Holt Tiles' 'H1+ says: pays for it' -m 'H3+ did: worked alone' "
           "-m 'H: kilns are full' -m 'H+ did: waited for one' --as current --segment tiles "
           "--journal gaps.db", "note answer"),
    Sample("disco log 'Ivo Beck @ Beck Tiles' 'H1+ says: pays' -m 'H3+ did: alone' "
           "-m 'H4+ did: waited' --as current --segment tiles --journal gaps.db", "note answer"),
    Sample("disco log 'Ivo Beck' 'H4- did: had one to himself' --journal gaps.db", "note answer"),
    Sample("disco report matrix --journal gaps.db", "matrix"),
    Sample("disco report matrix H1 H4 --by segments --journal gaps.db", "matrix"),
    Sample("disco report gaps --journal gaps.db", "gaps"),
    Sample("disco report stale", "ageing"),
    Sample("disco hypotheses park H7 --reason 'not this year' --until 'in 6 weeks'",
           "hypothesis answer"),
    Sample("disco report stale", "ageing"),
    Sample("disco hypotheses unpark H7", "hypothesis answer"),
    Sample("disco people export P17", "own copy"),
    Sample("disco people export P18", "own copy"),
    Sample("disco people export 'Ivo Lang'", "own copy"),
    Sample("disco people export 'Nadia Petrov'", "own copy"),
    Sample("disco people export 'Ines Falk'", "own copy"),
    Sample("disco people export 'Sofia Lindqvist'", "own copy"),
    Sample("disco search invoices", "hit", many=True),
    Sample("disco show I20", "interview"),
    Sample("disco show I13", "interview"),
    Sample("disco show I16", "interview"),
    Sample("disco show I21", "interview"),
    Sample("disco show I24", "interview"),
    Sample("disco show 'Ivo Lang'", "person page"),
    Sample("disco show S1", "statement page"),
    Sample("disco show H2", "hypothesis page"),
    Sample("disco show J2", "job page"),
    Sample("disco hypotheses decide 'type receipts for them' --because H1 --because H7 "
           "--because S1 --reason 'the year ends'", "decision"),
    Sample("disco hypotheses refute H1 I20 'types nothing' --rung did", "hypothesis linked"),
    Sample("disco show D4", "decision"),
    Sample("disco report decisions", "decision", many=True),
    Sample("disco hypotheses show H7", "hypothesis page"),
    Sample("disco report", "week"),
    Sample("disco edit I21 --file shorter.md", "note edited"),
    Sample("disco people edit 'Lena Okafor' --organisation 'Castell Bikes'", "person edited"),
    Sample("disco hypotheses add 'printers wait for paper'", "hypothesis answer"),
    Sample("disco log 'Zed Kay @ Kay Inks' 'H12+ did: waited' --as prospect", "note answer"),
    Sample("disco undo --yes", "undo"),
    Sample("disco history", "operation", many=True),
    Sample("disco history H11", "past change", many=True),
    Sample("disco history H12", "past change", many=True),
    Sample("disco history I21", "past change", many=True),
    Sample("disco hypotheses add 'dairies count by hand' --segment food "
           "--wrong-if 'three of them show us a scale'", "hypothesis answer"),
    Sample("disco log 'Jo Roy @ Roy Dairy' 'H11- did: draws her own' --as current",
           "note answer"),
    Sample("disco people edit 'Uma Roy' --referred-by P18", "person edited"),
    Sample("disco people show 'Uma Roy'", "person page"),
    Sample("disco prep 'Uma Roy'", "prep"),
    Sample("disco prep 'Otto Berg'", "prep"),
    Sample("disco prep P18", "prep"),
    Sample("disco log 'Uma Roy' 'H11+ did: counted by hand' --as current", "note answer"),
    Sample("disco hypotheses show H11", "hypothesis page"),
    Sample("disco hypotheses add 'florists close early' "
           "--rule 'voices=1 majority=51 lived=0 prospects=0'", "hypothesis answer"),
    Sample("disco hypotheses predict 'florists close early' 70%", "hypothesis predicted"),
    Sample("disco log 'Fay Lo @ Lo Flowers' -m 'H: florists close early' -m 'H+ did: at four' "
           "--as prospect", "note answer"),
    Sample("disco hypotheses show 'florists close early'", "hypothesis page"),
    Sample("disco report calibration", "calibration"),
    Sample("disco hypotheses add 'tanners dry hides outside' "
           "--rule 'voices=2 majority=51 lived=0 prospects=0'", "hypothesis answer"),
    Sample("disco log 'Ida Tan @ Tan One' -m 'H: tanners dry hides outside' -m 'H+ did: so' "
           "--as prospect", "note answer"),
    Sample("disco log 'Ole Tan @ Tan Two' -m 'H: tanners dry hides outside' -m 'H+ did: so' "
           "--as prospect", "note answer"),
    Sample("disco people edit 'Ole Tan' --organisation 'Tan One'", "person edited"),
    Sample("disco export", "export"),
    Sample("disco doctor", "checkup finding", many=True),
    Sample("disco backup --output later.db", "backup made"),
    Sample("disco restore journal-20261120T141500Z.db --yes", "restore"),
    Sample("disco restore later.db --yes", "restore"),
    Sample("disco restore later.db --yes --journal notes/picture.png", "restore"),
    Sample("disco log 'Sofia Lindqvist; Elif Arslan' 'a talk with both'", "note answer"),
    Sample("disco log 'Sofia Lindqvist @ Nordlicht' 'somebody else'", "note answer"),
    Sample("disco people forget P8 --yes", "forgotten"),
    Sample("disco people forget P8", "forgotten"),
    Sample("disco people forget P3 --yes", "forgotten"),
    Sample("disco hypotheses add 'zoos weigh penguins' --segment zoos", "hypothesis answer"),
    Sample("disco next", "next step", many=True),
    Sample("disco next H2", "next step"),
    Sample("disco backup --list", "backup", many=True),
    Sample("disco restore", "backup", many=True),
    Sample("disco config set backups.keep 1", "setting"),
    Sample("disco backup", "backup made"),
    Sample("disco init elsewhere", "init"),
    Sample("disco config", "settings"),
    Sample("disco config get cadence.goal", "setting"),
    Sample("disco config set cadence.goal 1", "setting"),
    Sample("disco config unset cadence.goal", "setting"),
    Sample("disco config path", "settings path"),
    Sample("disco config trust elsewhere", "trusted"),
)  # fmt: skip


def check(value: Any, sample: Sample) -> None:
    """That what a sample printed is of its shape; remembers which keys were met with a value.

    Raises:
        WrongKeysError: a key that is missing, has no meaning here, or is of another type.
    """
    if sample.many and not (isinstance(value, list) and value):
        raise WrongKeysError(f"{sample.line}: not a list with something in it")
    for each in value if sample.many else [value]:
        _check_object(each, SHAPES[sample.shape], "", sample.line)


def _check_object(value: Any, shape: Shape, prefix: str, line: str) -> None:
    if not isinstance(value, dict):
        raise WrongKeysError(f"{line}: '{shape.name}' {prefix} is not an object")
    known = dict(_children(shape, prefix))
    for key in value.keys() - known.keys():
        raise WrongKeysError(f"{line}: '{prefix}{key}' has no meaning in '{shape.name}'")
    for key, (owner, row) in known.items():
        if key not in value:
            raise WrongKeysError(f"{line}: '{prefix}{key}' of '{shape.name}' is not printed")
        _check_value(value[key], owner, prefix + key, row.type, line)


def _children(shape: Shape, prefix: str) -> Iterator[tuple[str, tuple[Shape, Row]]]:
    """The keys right below `prefix`, the shape's own and those of what it is based on.

    A key of its own replaces one of the same name in its base.
    """
    if shape.base is not None:
        yield from _children(SHAPES[shape.base], prefix)
    for path, row in shape.rows.items():
        key = path.removeprefix(prefix)
        if path.startswith(prefix) and not re.search(r"[.\[]", key):
            yield key, (shape, row)


def _check_value(value: Any, shape: Shape, path: str, type_: str, line: str) -> None:
    plain = type_.removesuffix("?")
    if value is None and plain != type_:
        return
    wrong = WrongKeysError(f"{line}: '{path}' of '{shape.name}' is not {type_}: {value!r}")
    if plain.endswith("[]") or plain == "list":
        if not isinstance(value, list):
            raise wrong
        for each in value:
            if plain == "list":
                _check_object(each, shape, f"{path}[].", line)
            else:
                _check_value(each, shape, path, plain.removesuffix("[]"), line)
        if not value:
            return
    elif plain == "object":
        _check_object(value, shape, f"{path}.", line)
    elif plain.startswith("{"):
        _check_object(value, SHAPES[plain.strip("{}")], "", line)
    elif not TYPES[plain][1](value):
        raise wrong
    shape.met.add(path)


def check_all_met() -> None:
    """That every key was met with a value, but for those that are reserved.

    Raises:
        WrongKeysError: naming those that were not.
    """
    for shape in SHAPES.values():
        unmet = [
            path for path, row in shape.rows.items() if path not in shape.met and not row.reserved
        ]
        if unmet:
            raise WrongKeysError(f"no sample prints {', '.join(unmet)} of '{shape.name}'")


def type_name(type_: str) -> str:
    """A type as the page calls it."""
    plain = type_.removesuffix("?")
    if plain.endswith("[]"):
        name = f"list of {type_name(plain.removesuffix('[]'))}"
    elif plain.startswith("{"):
        shape = plain.strip("{}")
        name = f"[{shape}](#{anchor(shape)})"
    else:
        name = {"list": "list of objects", "object": "object"}.get(plain) or TYPES[plain][0]
    return name if plain == type_ else f"{name}, or null"


def anchor(name: str) -> str:
    """The anchor of a shape's heading."""
    return name.replace(" ", "-")
