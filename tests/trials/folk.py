"""Makes random journals of known people: who said which words, and what they are called."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

LATIN = ("zor", "vik", "kra", "blu", "dje", "fro", "gwi", "hux", "jaz", "qua", "xan", "ñu", "ša")
GREEK = ("ζω", "ρι", "κα", "μπλ", "θυ", "ξε", "ψη")
CYRILLIC = ("зу", "вик", "кра", "блю", "жё", "щи", "ы")
HAN = "龘靐齉麤鱻犇骉羴猋飝"
SCRIPTS = (LATIN, LATIN, LATIN, GREEK, CYRILLIC)


@dataclass
class Someone:
    """A person: their names, and every piece of words that is theirs alone."""

    number: int
    name: str
    parts: tuple[str, ...]
    organisation: str
    email: str
    phone: str
    former: str | None = None
    role: str | None = None
    quotable: bool = False
    words: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """As printed."""
        return f"P{self.number}"


@dataclass
class Folk:
    """A random journal: its people, and words that are nobody's."""

    people: list[Someone]
    organisations: list[str]
    go_betweens: list[str]
    common: list[str] = field(default_factory=list)
    interviews: int = 0
    told: list[str] = field(default_factory=list)
    """Given names that only an importer knew: in titles and roles."""

    def secrets(self) -> tuple[set[str], set[str]]:
        """Every name of one word, and everything longer that names somebody, folded."""
        words: set[str] = set()
        phrases: set[str] = set()
        for each in self.people:
            words |= {folded(part) for part in each.parts if len(part) >= 3}
            phrases |= {folded(text) for text in (each.name, each.email, each.phone)}
            if each.former:
                phrases.add(folded(each.former))
                words |= {folded(part) for part in each.former.split() if len(part) >= 3}
        for name in self.organisations:
            words.add(folded(name.split()[0]))
            phrases.add(folded(name))
        for name in self.go_betweens:
            words |= {folded(part) for part in name.split() if part[0].isupper()}
        words |= {folded(name) for name in self.told}
        return words, phrases


def folded(text: str) -> str:
    """As names are compared here: composed, in one case."""
    return unicodedata.normalize("NFC", text).casefold()


class Maker:
    """Makes a random journal through the real program."""

    def __init__(self, seed: int, disco: Callable[..., Any], folder: Path) -> None:
        self.folder = folder
        self.rng = random.Random(seed)
        self.disco = disco
        self._canaries = count(1)
        self._seed = seed

    def make(self, people: int = 5, interviews: int = 6) -> Folk:
        """A journal of so many people and interviews."""
        organisations = [self._organisation() for _ in range(max(2, people // 2))]
        go_betweens = [f"{self._word(LATIN)} {self._word(LATIN)} of sales" for _ in range(2)]
        folk = Folk([], organisations, go_betweens)
        for number in range(1, people + 1):
            folk.people.append(self._someone(number, self.rng.choice(organisations)))
        for each in folk.people:  # so that codes are as counted here
            self._log(folk, [each])
        for _ in range(interviews):
            several = self.rng.sample(folk.people, self.rng.randint(2, min(3, people)))
            self._log(folk, several)
        self._settle(folk)
        self._import(folk)
        return folk

    def _import(self, folk: Folk) -> None:
        """A collection of interviews, of which only the headings say with whom."""
        folk.told = [f"{self._word(LATIN)}ev" for _ in range(2)]
        one, other = folk.told
        last = f"{self._word(LATIN)}ow"
        folk.told.append(last)
        text = (
            f"# K\n\n## Interview 1: {one} {last[0]}.\n\nDate: 2026-10-01\n\n"
            f"{one} asks {other}, {folded(one)} waits.\n\n## Interview 2: {other} {last}\n\n"
            f"Date: 2026-10-02\n\n{folded(other)[0]}{folded(last)} is {last}{other}, as ever.\n"
        )
        file = self.folder / f"kite-{self._seed}-interviews.md"
        file.write_text(text, encoding="utf-8")
        self.disco("import", str(file))
        file.unlink()
        for number in (len(folk.people) + 1, len(folk.people) + 2):
            self.disco("people", "consent", f"P{number}", "--scope", "quote")
        folk.interviews += 2

    def canary(self) -> str:
        """A word that stands nowhere else."""
        return f"canary{self._seed}x{next(self._canaries)}y"

    def mention(self, folk: Folk, present: Sequence[Someone] = ()) -> str:
        """A name or an address of somebody, in one of many spellings. In a note, `@name` of
        somebody who is present would say whose words they are."""
        who = self.rng.choice(folk.people)
        name = self.rng.choice([who.name, *(part for part in who.parts if len(part) >= 3)])
        spelled = [
            name, name.upper(), unicodedata.normalize("NFD", name), f"@{name.replace(' ', '.')}",
            f"{name}'s", f"({name})", f"{name}99",
        ]  # fmt: skip
        if len(who.parts) == 2:
            first, last = who.parts
            low = folded(first), folded(last)
            spelled += [f"{last}, {first}", f"{last}{first}", f"{low[0]}%20{low[1]}"]
            spelled += [f"{low[0][0]}{low[1]}", f"{first} {last[0]}.", f"{first[0]}. {last}"]
            spelled += [f"{first}{last}Notes", f"{low[0]}{low[1]}7"]
        if who in present:
            spelled = [each for each in spelled if not each.startswith("@")]
        address = [who.email, who.phone, f"https://in.example/{who.email}", who.organisation]
        return self.rng.choice([*spelled, *spelled, *address])

    def _word(self, script: tuple[str, ...]) -> str:
        return "".join(self.rng.choices(script, k=self.rng.randint(2, 3))).capitalize()

    def _organisation(self) -> str:
        return f"{self._word(LATIN)}ex {self.rng.choice(['Dental', 'Works', 'GmbH', 'Ltd'])}"

    def _someone(self, number: int, organisation: str) -> Someone:
        if self.rng.random() < 0.1:
            name = "".join(self.rng.sample(HAN, 3))
            parts: tuple[str, ...] = ()
        else:
            script = self.rng.choice(SCRIPTS)
            parts = (f"{self._word(script)}ov", f"{self._word(script)}e")
            name = " ".join(parts)
        email = f"{self._word(LATIN).lower()}.{number}@{organisation.split()[0].lower()}.example"
        phone = f"+49 30 {self.rng.randint(100, 999)} {self.rng.randint(1000, 9999)}"
        return Someone(number, name, parts, organisation, email, phone)

    def _log(self, folk: Folk, who: list[Someone]) -> None:
        folk.interviews += 1
        first = who[0]
        alone = len(who) == 1
        body = [self._line(folk, first, who) for _ in range(3)]
        if alone:
            body.append(self._said(first, f"plain {self.canary()}", folk))
            body.append(f"mail {first.email} or call {first.phone}")
        else:
            common = f"common {self.canary()}"
            folk.common.append(common.split()[1])
            body.append(f"{common} {self.mention(folk, who)}")
        for each in who[1:]:
            body += [f"{self._line(folk, each, who)} — {each.name}" for _ in range(2)]
        self.rng.shuffle(body)
        if folk.interviews == 1:
            body.insert(0, f"H: opinion {self.mention(folk)} loses a day")
            body.insert(1, f"J: reconcile invoices of {self.mention(folk)} before noon")
        options = ["--as", self.rng.choice(["prospect", "current"])]
        options += ["--on", f"2026-{self.rng.randint(6, 11):02}-{self.rng.randint(1, 20):02}"]
        if self.rng.random() < 0.4:
            options += ["--via", self.rng.choice(folk.go_betweens)]
        if self.rng.random() < 0.6:
            options += ["--title", f"A call with {self.mention(folk)}"]
        if self.rng.random() < 0.4:
            options += ["--segment", f"friends of {self.mention(folk)}"]
        head = "; ".join(
            f"{each.name} @ {each.organisation}" if alone else each.code for each in who
        )
        self.disco("log", head, *options, typed="\n".join(body))

    def _line(self, folk: Folk, who: Someone, present: Sequence[Someone]) -> str:
        """A marked line of somebody's, with words that stand nowhere else."""
        kinds = ["!pain did:", "!goal", ">", "!commit", "- [ ]"]
        if folk.interviews > 1:  # the first one writes H1 and J1 down
            kinds += ["H1+ paid:", "H1- says:", "J1+ did:"]
        kind = self.rng.choice(kinds)
        words = self._said(who, f"{self.canary()} for {self.mention(folk, present)} again", folk)
        bullet = "- " if kind == ">" else ""
        return f"{bullet}{kind} {words}"

    def _said(self, who: Someone, words: str, folk: Folk) -> str:
        who.words += [word for word in words.split() if word.startswith("canary")]
        return words

    def _settle(self, folk: Folk) -> None:
        """Roles, former names, consent, an absence, a parked opinion, changed criteria."""
        for each in folk.people:
            if self.rng.random() < 0.5:
                each.quotable = True
                self.disco("people", "consent", each.code, "--scope", "quote,notes")
            if self.rng.random() < 0.3:
                each.role = f"role {self.canary()}"
                self.disco("people", "edit", each.code, "--role", each.role)
            if self.rng.random() < 0.3 and each.parts:
                each.former = each.name
                each.parts = (each.parts[0], f"{self._word(LATIN)}ix")
                each.name = " ".join(each.parts)
                self.disco("people", "edit", each.code, "--name", each.name)
        reason = f"because of {self.mention(folk)}"
        pause = ("2026-12-24..2026-12-31", "--reason", reason)
        self.disco("report", "cadence", "--pause", *pause)
        self.disco("hypotheses", "add", f"it is {self.mention(folk)} who pays", "--segment", reason)
        self.disco("hypotheses", "park", "H2", "--reason", reason, "--until", "2027-01-31")
        criteria = ("--right-if", f"{self.mention(folk)} pays", "--wrong-if", self.mention(folk))
        self.disco("hypotheses", "add", "clinics pay late", *criteria)
        self.disco("hypotheses", "predict", "H3", "70%")
        self.disco("why", "H1", "--heard", "S1")
        self.disco("why", "H1", f"{self.mention(folk)} never has time", "--under", "1")
        self.disco("why", "S1", f"so says {self.mention(folk)}")
        because = ("--because", "H1", "--because-not", "H3", "--reason", reason)
        self.disco("hypotheses", "decide", f"call {self.mention(folk)} again", *because)
        self.disco("people", "edit", "P2", "--referred-by", "P1")
        self.disco("hypotheses", "edit", "H1", "--rule", "voices=4", "--reason", reason, ok=False)
