"""Owns the verbs of what people do and remember having done, and the forms questions need.

Limits: English, regular forms only; a verb that is not here is not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from discoverycli.domain.guide.solutions import set_of

VERBS: Final = set_of(
    "accept answer apply approve archive arrange ask assemble assess assign attend audit "
    "balance bill book borrow browse budget build buy calculate call cancel change charge "
    "chase check choose clean close collect combine compare complete connect contact copy "
    "correct count cover cut decide delay delegate delete deliver deploy discuss document "
    "download draft drop edit email employ enter estimate evaluate explain export fetch "
    "file fill find finish fix follow forecast forward gather grant group guess hand hide "
    "hire hold ignore import inform inspect install insure interview inventory invite "
    "invoice join judge keep key label learn leave lend list log maintain manage map match "
    "measure meet merge migrate monitor move negotiate notify open order organise organize "
    "outsource pack pay phone pick plan postpone prepare present price print process "
    "produce prove publish purchase push quote rate re-enter re-key re-type read rebook "
    "rebuild receive recommend reconcile record recruit redo refer refuse reject rely remind renew "
    "rent reorder repair repeat replace reply report request reschedule resend reserve "
    "respond restock retype return review rewrite run save scan schedule search sell send "
    "share ship shop show sign skip sort source split stop store submit subscribe supply "
    "survey swap switch sync talk test text throw track trade train transfer translate "
    "travel treat type update upgrade upload use verify visit wait watch weigh write"
)

LINKS: Final[Mapping[str, str]] = {
    "apply": "for", "ask": "for", "budget": "for", "chase": "after", "check": "for", "decide": "on",
    "follow": "up", "hand": "over", "key": "in", "log": "into", "look": "for", "pay": "for",
    "plan": "for", "prepare": "for", "rely": "on", "reply": "to", "respond": "to", "search": "for",
    "shop": "for", "sign": "up", "subscribe": "to", "switch": "to", "talk": "to", "travel": "to",
    "wait": "for", "deal": "with", "work": "on", "listen": "to", "hunt": "for", "fill": "in",
    "type": "in", "write": "down", "call": "back", "send": "out", "set": "up", "argue": "about",
    "go": "through", "sift": "through", "scroll": "through", "care": "for",
}  # fmt: skip
"""What links a verb and its thing: `pay for audits`."""

PARTICLES: Final = set_of("up back out off down away over in")

PAID: Final = set_of("buy order pay purchase rent subscribe")
"""Verbs of which the money goes to the thing, and not to the doing."""

_DOUBLED = set_of(
    "stop plan drop cut get put run shop ship skip split submit refer transfer swap log map "
    "scan set sit cancel travel label"
)


def s_form(verb: str) -> str:
    """`pays`, `fetches`, `applies`."""
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


def ing_form(verb: str) -> str:
    """`paying`, `choosing`, `planning`."""
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1]}ing" if verb in _DOUBLED else f"{verb}ing"


S_FORMS: Final = {s_form(verb): verb for verb in VERBS}
ING_FORMS: Final = {ing_form(verb): verb for verb in VERBS | LINKS.keys()}


def joining(verb: str) -> frozenset[str]:
    """What can stand between a verb and its thing."""
    return frozenset({*PARTICLES - {"in", "over"}, LINKS.get(verb, "up")})
