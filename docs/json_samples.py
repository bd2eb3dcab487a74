"""The commands whose JSON the page of keys is checked against: together they print every key."""

from __future__ import annotations

import re
from dataclasses import dataclass


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
