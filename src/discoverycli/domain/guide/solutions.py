"""Recognises words of products and solutions, and opinions that are phrased as one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import set_of
from discoverycli.domain.vocabulary import HypothesisClass

ABOUT_SOLUTIONS = (HypothesisClass.FEASIBILITY, HypothesisClass.USABILITY)
"""Classes whose hypotheses are about a solution by nature."""

_WORD = Pattern(r"[^\W_]+(?:['&.-][^\W_]+)*|&")


class Phrases:
    """Words and phrases of up to three words, to find in a text; given as for `set_of`.

    `starts` are the words that one of them can begin with, in the plural too.
    """

    def __init__(self, words: str, *others: Phrases) -> None:
        self._known: frozenset[str] = set_of(words).union(*(each._known for each in others))
        starts = {phrase.partition(" ")[0] for phrase in self._known}
        self.starts: frozenset[str] = frozenset(starts | {f"{start}s" for start in starts})

    def __contains__(self, phrase: object) -> bool:
        return phrase in self._known

    def find(self, lower: Sequence[str], start: int = 0) -> tuple[int, int] | None:
        """Where the first phrase stands from `start` on, the longest first; plurals too.

        `lower` are the words of a text in lower case.
        """
        for begin in range(start, len(lower)):
            if lower[begin] not in self.starts:
                continue
            for end in range(min(begin + 3, len(lower)), begin, -1):
                phrase = " ".join(lower[begin:end])
                if phrase in self._known or (phrase[-1] == "s" and phrase[:-1] in self._known):
                    return begin, end
        return None

    def hit(self, words: Sequence[str]) -> str | None:
        """The first of the phrases in a text, as typed."""
        found = self.find(lowered(words))
        return None if found is None else " ".join(words[found[0] : found[1]])


def words_of(text: str) -> list[str]:
    """The words of a text as typed, with straight apostrophes."""
    return _WORD.compiled.findall(text.replace("’", "'"))


def lowered(words: Sequence[str]) -> list[str]:
    """Words in lower case."""
    return [word.lower() for word in words]


SOLUTIONS = Phrases("""dashboard app tool button feature ai a.i platform integration plugin plug-in
    add-on addon widget chatbot bot website web_site webpage portal software api saas spreadsheet
    excel csv notification popup pop-up dropdown checkbox login sso crm erp gpt chatgpt llm
    blockchain automation automate algorithm wizard webhook sdk ui ux toolbar sidebar copilot
    prototype mvp solution module slack jira salesforce notion zapier hubspot sap quickbooks xero
    powerpoint whatsapp google_sheets google_docs google_drive microsoft_teams power_bi tableau
    export_to_excel export_to_csv export_to_pdf pdf_export csv_export data_export search_bar
    dark_mode machine_learning artificial_intelligence mobile_app single_sign-on drag_and_drop
    push_notification user_interface browser_extension new_system""")
"""Products and solutions, in the singular; the plural is found too."""

_WANTS = Phrases("""want wants need needs prefer prefers expect expects would_love would_like
    would_use would_buy would_pay_for will_use will_buy will_pay_for ask_for asks_for asking_for
    wish_for""")
_ARTEFACTS = Phrases(
    """report alert filter template export page screen timeline reminder newsletter
    checklist inbox shortcut""",
    SOLUTIONS,
)
"""What a wish can be for; some are verbs too and then stand after "to"."""

_AWAY_FROM = set_of("stop avoid quit leave drop cancel abandon escape")
_CLAUSES = set_of("because when before after so that which but while if than until since")
_BUILDS = set_of("""add build create develop launch ship introduce integrate implement offer provide
    redesign automate replace release rewrite embed include make let allow enable display""")
_IMPERATIVES = set_of(
    "add build create develop launch ship introduce integrate implement redesign automate embed"
)
_WE_BUILD = Phrases(
    "we_should we_could we_can we_will we'll we_must we_need_to we_want_to let's let_us if_we"
)
_PROMISES = set_of("""would will could should can helps help saves save solves solve lets let allows
    allow enables enable""")
_THEIR_OWN = set_of("their his her its existing current old today's legacy")

_SIGNS = _WANTS.starts | _PROMISES | _BUILDS
"""Words of which one stands in every text that smells; most texts have none of them."""


def smells_like_solution(text: str, risk_class: HypothesisClass) -> str | None:
    """The words by which a hypothesis of that class should be asked for its problem."""
    return None if risk_class in ABOUT_SOLUTIONS else looks_like_solution(text)


def looks_like_solution(text: str) -> str | None:
    """The words by which a hypothesis reads like a solution, such as 'want a dashboard'.

    Four shapes are known: somebody wants or would use a thing that can be built; we should,
    could or will build, or "if we build"; an order ("Add …"); and a thing that would, will or
    can do something. A tool that people have, pay for or complain about is part of their
    problem and passes. `None` when none is found.

    Limits: English, by word lists. Hypotheses of feasibility and usability are about a
    solution by nature: `smells_like_solution` asks this only of the others.
    """
    words = words_of(text)
    lower = lowered(words)
    if _SIGNS.isdisjoint(lower):
        return None
    return _wish(words, lower) or _plan(words, lower) or _promise(words, lower)


def _wish(words: list[str], lower: list[str]) -> str | None:
    """'want a dashboard': a wish, and in the same clause a thing that can be built."""
    start = 0
    while (want := _WANTS.find(lower, start)) is not None:
        begin, start = want
        clause = _clause(lower, start)
        thing = _ARTEFACTS.find(clause)
        if thing is None or not _AWAY_FROM.isdisjoint(clause[: thing[0]]):
            continue
        name = " ".join(clause[thing[0] : thing[1]])
        acted = thing[0] > 0 and clause[thing[0] - 1] == "to"
        if not acted or name in SOLUTIONS:
            return " ".join(words[begin : start + thing[1]])
    return None


def _clause(lower: list[str], start: int) -> list[str]:
    """Up to eight words from `start`, ending where another clause or wish begins."""
    near = lower[start : start + 8]
    return [*takewhile(lambda word: word not in _CLAUSES and word not in _WANTS, near)]


def _plan(words: list[str], lower: list[str]) -> str | None:
    """'we should build', 'if we add', or an order to build."""
    if lower and lower[0] in _IMPERATIVES:
        return words[0]
    start = 0
    while (we := _WE_BUILD.find(lower, start)) is not None:
        begin, start = we
        if start < len(lower) and lower[start] in _BUILDS:
            return " ".join(words[begin : start + 1])
    return None


def _promise(words: list[str], lower: list[str]) -> str | None:
    """'an app would', 'a tool that lets': a solution that is to do something."""
    start = 0
    while (thing := SOLUTIONS.find(lower, start)) is not None:
        begin, start = thing
        if not _THEIR_OWN.isdisjoint(lower[max(0, begin - 3) : begin]):
            continue
        after = start + 1 if words[start : start + 1] in (["that"], ["which"]) else start
        if after < len(lower) and lower[after] in _PROMISES:
            return " ".join(words[begin : after + 1])
    return None
