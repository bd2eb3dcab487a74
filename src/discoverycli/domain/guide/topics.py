"""Finds what an opinion is about: the activity or thing in its words, without the claim.

Limits: English, by word lists and regular forms; a verb that is not listed is not found."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from discoverycli.domain.guide.solutions import SOLUTIONS, looks_like_solution
from discoverycli.domain.jobs import lint_statement
from discoverycli.domain.text.patterns import Pattern
from discoverycli.domain.text.words import set_of


class Topic(NamedTuple):
    """What to ask about.

    Args:
        act: what stands behind "When did you last": `spend time re-keying invoices`.
        doing: the same as a noun: `re-keying invoices`.
        thing: what money for it goes to: `audits` of `pay for audits`, else `doing`.
        deed: whether it is something one can decide for or against, such as paying for audits.
    """

    act: str
    doing: str
    thing: str
    deed: bool


VERBS = set_of("""accept answer apply approve archive arrange ask assemble assess assign attend
    audit balance bill book borrow browse budget build buy calculate call cancel change charge chase
    check choose clean close collect combine compare complete connect contact copy correct count
    cover cut decide delay delegate delete deliver deploy discuss document download draft drop edit
    email employ enter estimate evaluate explain export fetch file fill find finish fix follow
    forecast forward gather grant group guess hand hide hire hold ignore import inform inspect
    install insure interview inventory invite invoice join judge keep key label learn leave lend
    list log maintain manage map match measure meet merge migrate monitor move negotiate notify open
    order organise organize outsource pack pay phone pick plan postpone prepare present price print
    process produce prove publish purchase push quote rate re-enter re-key re-type read rebook
    rebuild receive recommend reconcile record recruit redo refer refuse reject rely remind renew
    rent reorder repair repeat replace reply report request reschedule resend reserve respond
    restock retype return review rewrite run save scan schedule search sell send share ship shop
    show sign skip sort source split stop store submit subscribe supply survey swap switch sync talk
    test text throw track trade train transfer translate travel treat type update upgrade upload use
    verify visit wait watch weigh write""")

_LINKED = """for apply ask budget check look pay plan prepare search shop wait hunt care;
    to reply respond subscribe switch talk travel listen; on decide rely work; in key fill type;
    up follow sign set; through go sift scroll; after chase; over hand; into log; with deal;
    down write; back call; out send; about argue"""
LINKS = {verb: link for link, *verbs in map(str.split, _LINKED.split(";")) for verb in verbs}
"""What links a verb and its thing: `pay for audits`."""

PARTICLES = set_of("up back out off down away over in")

PAID = set_of("buy order pay purchase rent subscribe")
"""Verbs of which the money goes to the thing, and not to the doing."""

_DOUBLED = set_of("""stop plan drop cut get put run shop ship skip split submit refer transfer swap
    log map scan set sit cancel travel label""")


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


S_FORMS = {s_form(verb): verb for verb in VERBS}
ING_FORMS = {ing_form(verb): verb for verb in VERBS | LINKS.keys()}


def joining(verb: str) -> frozenset[str]:
    """What can stand between a verb and its thing."""
    return frozenset({*PARTICLES - {"in", "over"}, LINKS.get(verb, "up")})


_TOKEN = Pattern(r"[^\W_]+(?:['’&.-][^\W_]+)*|[^\w\s]")
_MOST_WORDS = 4
"""Content words of a thing; more would read the opinion out."""
_LONGEST = 70
_NEAR = 7
"""Words between a verb of cost ("lose a day a month to") and what it is about."""

_ENGLISH = set_of("""the a an to of and their they on for with by from that do not more than are
    have has when before after every each it no at into over as about or who which is in""")
_FOREIGN = set_of("""der die das und ist nicht mit den dem ein eine einen wird werden sich auf für
    von zu im bei oder sie le la les des est et que dans pour avec une un du au aux sur pas ne ils
    elles el los las y es con por para una del al se sus su il lo gli che di non per sono het een
    van niet met zijn voor op och att det som inte på är os um uma não com de da do na""") - {"do"}

_BARRED = set_of("would could will should might may can shall must if won't can't cannot")
_POSSESSIVES = set_of("their his her our my your one's")
_ARTICLES = set_of("a an every each another")
_POINTERS = set_of("the this these that those")
_DETERMINERS = _POSSESSIVES | _ARTICLES | _POINTERS
_QUALITIES = set_of("""some any no all most many much more less fewer few several enough too very so
    such half whole entire other own same only just even about around almost nearly one two three
    four five six seven eight nine ten dozen dozens hundred hundreds thousand thousands first second
    third new old better faster easier slower cheaper simpler bigger smaller bad worse worst good
    best great fast slow quick manual tedious painful boring expensive cheap difficult easy hard
    small large big huge little minor major complicated complex confusing annoying frustrating wrong
    broken clunky separate proper real reliable clear automatic automated endless countless
    unnecessary""")
"""What an opinion says of a thing, and how much of it; never part of a question."""
_LOOSE = _QUALITIES | _DETERMINERS

_STOPS = set_of("""at by from in into on onto to with without within over under across between among
    against above below beyond before after during until since because when while where whenever
    once as than that which who whom whose what why how whether and or but nor so then per via
    despite through throughout for about along around near off toward towards upon except like
    instead rather i we you he she it they them us him me is are was were be been being am isn't
    aren't not never often always sometimes rarely seldom usually still already again twice once
    every each all both more less most sooner later earlier online offline abroad now today
    yesterday tomorrow alone together anyway first themselves themself himself herself itself do
    does did don't doesn't didn't has have had hasn't haven't take takes took cost means gets goes
    comes falls stays remains seems feels hurts eats fails happens kills causes leads ends starts
    too also only just anything something everything nothing""")
"""Where a thing ends: what follows is circumstance, another clause, or what is claimed of it."""
_TAILS = set_of("daily weekly monthly quarterly yearly hourly nightly")
"""The same, behind a thing; before it, they are part of it."""
_TURNS = set_of("costs needs makes keeps means wastes loses drives uses")
"""Nouns, or verbs of which the thing before them is the subject: by what follows."""

_TIMES = set_of("""time times second seconds minute minutes hour hours day days night nights week
    weeks weekend weekends month months quarter quarters year years morning mornings evening
    evenings monday mondays friday fridays sunday sundays saturday saturdays money euros dollars
    pounds effort""")

_NO_GERUND = set_of("""thing things something anything nothing everything morning evening during
    spring king ring string wing ceiling building buildings meeting meetings housing clothing
    wedding feeling feelings offering setting settings missing existing growing leading following
    including according ongoing outstanding upcoming incoming outgoing remaining working being
    having getting doing going losing spending wasting thinking knowing wanting needing willing
    boring confusing annoying frustrating interesting understanding believing coming becoming
    making""")
_NAMES = set_of("""training pricing billing accounting marketing banking advertising engineering
    manufacturing parking catering nursing bookkeeping onboarding""")
"""An activity where an opinion begins with it, else the name of a thing."""
_BEFORE_GERUND = _TIMES | set_of("""to on by with before after from of for at in without while when
    about against than is are was were be been not still often always just mostly only start starts
    stop stops avoid avoids keep keeps hate hates dislike dislikes love loves enjoy enjoys prefer
    prefers postpone postpones mind minds dread dreads fear fears finish finishes skip skips
    outsource outsources consider considers remember forget quit resent""")
_COSTS = set_of("""lose loses lost spend spends spent waste wastes wasted take takes took cost costs
    need needs sacrifice sacrifices burn burns""")
_CLAIMS = set_of("is are takes take costs cost was were needs makes eats fails means keeps")
"""What says something of a gerund that begins an opinion."""

_PLURALS = set_of("people staff men women children they we you teams families")
_COUNTS = set_of("two three four five six seven eight nine ten half most many few some all none")
_SINGLES = set_of("nobody everyone everybody someone somebody anyone it he she each")
_LETS_A_VERB = set_of("""not never rarely seldom often always usually still only also already first
    mostly then hardly online will would can must do don't won't cannot can't doesn't does should
    could may might sometimes""")
_NO_VERB_AFTER = _DETERMINERS | set_of("of in on at by for with from to no that who which")
_FEELINGS = set_of("""need needs hate hates fear fears dread dreads love loves like likes prefer
    prefers know knows own owns trust trusts miss misses want wants struggle struggles worry worries
    complain complains argue argues suffer suffers depend depends deal deals care cares""")
_TROUBLES = set_of("""trouble troubles problem problems difficulty difficulties issue issues pain
    afraid frustrated unhappy happy angry behind lost overwhelmed stuck""")
_BEHIND = set_of("back up out off down")
_ABOUT = set_of("with about on for from of over by")


@lru_cache(maxsize=8)
def topic_of(text: str) -> Topic | None:
    """What an opinion is about; `None` where its words do not tell.

    Looked for in this order: what its subject does ("pay for audits"), an -ing form ("lose a day
    to re-keying invoices"), an errand ("forget to renew licences"), a matter they feel about or
    lose time to ("struggle with claims"). Of an opinion phrased as a solution only what the
    solution is for. How much, how good and how often are left out: they are the claim.

    Limits: English, by word lists; a verb that is not on them is not seen.
    """
    words = [token.replace("’", "'") for token in _TOKEN.compiled.findall(text)]
    lower = [word.lower() for word in words]
    if not _reads_as_english(text, lower):
        return None
    ways = (_purpose,) if looks_like_solution(text) else (_deed, _gerund, _errand, _matter)
    for way in ways:
        topic = way(words, lower)
        if topic is None or len(topic.act) > _LONGEST:
            continue
        if _BARRED.isdisjoint(topic.act.lower().split()):
            return topic
    return None


def _reads_as_english(text: str, lower: Sequence[str]) -> bool:
    if any(letter > "\u024f" and letter.isalpha() for letter in text):
        return False
    foreign = sum(word in _FOREIGN for word in lower)
    return foreign < 2 and foreign <= sum(word in _ENGLISH for word in lower)


def _deed(words: list[str], lower: list[str]) -> Topic | None:
    """What the subject does: the first verb that stands where a verb can."""
    for at in range(1, len(words) - 1):
        verb = lower[at] if lower[at] in VERBS else S_FORMS.get(lower[at])
        if verb is not None and _is_verb(lower, at) and (found := _act(verb, words, lower, at + 1)):
            return found
    return None


def _is_verb(lower: list[str], at: int) -> bool:
    """Judges by the words beside it."""
    before, after = lower[at - 1], lower[at + 1]
    if before in _NO_VERB_AFTER:
        return False
    if before in _LETS_A_VERB or _is_adverb(before):
        return True
    if lower[at] in VERBS:
        many = before in _PLURALS or before in _COUNTS or before[:1].isdigit()
        return many or (before.endswith("s") and not before.endswith(("ss", "'s")))
    begins = after in _LOOSE or after in PARTICLES or after.endswith("s")
    named = before[:1].isalpha() and before not in _STOPS and not before.endswith("s")
    return before in _SINGLES or (named and begins)


def _act(verb: str, words: list[str], lower: list[str], start: int) -> Topic | None:
    thing, end = _thing(words, lower, start)
    linked = _link(verb, lower, start, near=not thing or _is_time(thing))
    link = "" if linked is None else f" {lower[linked]}"
    if linked is not None:
        thing, end = _thing(words, lower, linked + 1)
    if not thing or _is_time(thing):
        return None
    rest = f"{link} {thing}{_behind(lower, end)}"
    doing = f"{ing_form(verb)}{rest}"
    return Topic(f"{verb}{rest}", doing, thing if verb in PAID else doing, deed=True)


def _link(verb: str, lower: list[str], start: int, *, near: bool) -> int | None:
    """The place of the word that links a verb and its thing: right behind it; with `near`, also
    behind a sum or a time, as in "pay 20 a month for"."""
    if start < len(lower) and lower[start] in joining(verb):
        return start
    behind = lower[start : start + _NEAR] if near else []
    return start + behind.index(LINKS[verb]) if LINKS.get(verb) in behind else None


def _gerund(words: list[str], lower: list[str]) -> Topic | None:
    """`re-keying invoices`, where it is an activity, not a name or quality of a thing."""
    for at, word in enumerate(lower):
        if not word.endswith("ing") or len(word) < 5 or word in _NO_GERUND:
            continue
        if _is_activity(lower, at):
            doing = _spelled_out(words, lower, at)
            return Topic(f"spend time {doing}", doing, doing, deed=False)
    return None


def _is_activity(lower: list[str], at: int) -> bool:
    if at == 0:
        return not _CLAIMS.isdisjoint(lower[1:6])
    if lower[at] in _NAMES or not _TIMES.isdisjoint(lower[at + 1 : at + 2]):
        return False
    if lower[at - 1] in _BEFORE_GERUND or _is_adverb(lower[at - 1]):
        return True
    near = lower[max(at - _NEAR, 0) : at]
    return lower[at - 1] not in _NO_VERB_AFTER and not _COSTS.isdisjoint(near)


def _spelled_out(words: list[str], lower: list[str], at: int) -> str:
    start, link = at + 1, ""
    if start < len(words) and lower[start] in joining(ING_FORMS.get(lower[at], "")):
        link = f" {lower[start]}"
        start += 1
    thing, end = _thing(words, lower, start)
    if not thing:
        return lower[at] + (link if link.strip() in PARTICLES else "")
    return f"{lower[at]}{link} {thing}{_behind(lower, end)}"


def _behind(lower: list[str], at: int) -> str:
    """A particle behind a thing: ` back` of "calling patients back"."""
    return f" {lower[at]}" if at < len(lower) and lower[at] in _BEHIND else ""


def _errand(words: list[str], lower: list[str]) -> Topic | None:
    """`renew licences` of "forget to renew licences"."""
    for at in range(1, len(words)):
        is_errand = lower[at - 1] == "to" and lower[at] in VERBS
        if is_errand and (found := _act(lower[at], words, lower, at + 1)):
            return found
    return None


def _matter(words: list[str], lower: list[str]) -> Topic | None:
    """What they have a feeling about, have trouble with, or lose time to."""
    for at, word in enumerate(lower[:-1]):
        start = at + 1
        linked = lower[start] in _ABOUT
        if word in _FEELINGS and at:
            start += linked
        elif (linked and word in _TROUBLES) or (
            (linked or lower[start] == "to") and _is_spent(lower, at)
        ):
            start += 1
        else:
            continue
        thing, _ = _thing(words, lower, start)
        if thing and not _is_time(thing) and _TROUBLES.isdisjoint(thing.lower().split()):
            return _dealing_with(thing)
    return None


def _is_spent(lower: list[str], at: int) -> bool:
    return (lower[at] in _TIMES or lower[at] in _LOOSE) and not _COSTS.isdisjoint(
        lower[max(at - _NEAR, 0) : at]
    )


def _is_time(thing: str) -> bool:
    return set(thing.lower().split()) <= _TIMES | _ARTICLES | _POINTERS


def _dealing_with(thing: str) -> Topic:
    doing = f"dealing with {thing}"
    return Topic(f"deal with {thing}", doing, doing, deed=False)


def _purpose(words: list[str], lower: list[str]) -> Topic | None:
    """What a solution is for, without naming it."""
    topics = _purposes(words, lower)
    return next((each for each in topics if SOLUTIONS.hit(each.act.split()) is None), None)


def _purposes(words: list[str], lower: list[str]) -> Iterator[Topic]:
    solution = SOLUTIONS.find(lower)
    start = solution[1] if solution else 0
    rest, rest_lower = words[start:], lower[start:]
    for way in (_errand, _gerund):
        if found := way(["-", *rest], ["-", *rest_lower]):
            yield found
    if rest_lower[:1] and rest_lower[0] in ("of", "for", "about"):
        thing, _ = _thing(rest, rest_lower, 1)
        if thing and not _is_time(thing):
            yield _dealing_with(thing)


def _thing(words: Sequence[str], lower: Sequence[str], start: int) -> tuple[str, int]:
    """The thing that begins at `start`, as one says it to somebody, and where it ends."""
    begin = ""
    at = start
    while at < len(words) and _is_loose(lower[at]):
        if lower[at] in _POSSESSIVES:
            begin = "your"
        elif lower[at] in _ARTICLES:
            begin = begin or "a"
        elif lower[at] in _POINTERS:
            begin = begin or "the"
        at += 1
    found: list[str] = []
    while at < len(words) and len(found) < _MOST_WORDS and not _ends(lower, at, bool(found)):
        if lower[at] == "of" and not _goes_on(lower, at + 1):
            break
        found.append(words[at])
        at += 1
    if found and found[-1].lower() == "of":
        found.pop()
        at -= 1
    if not found:
        return "", start
    if begin == "a" and found[0][0].lower() in "aeiou":
        begin = "an"
    return " ".join([begin, *found] if begin else found), at


def _is_loose(word: str) -> bool:
    return word in _LOOSE or word[:1].isdigit() or _is_adverb(word)


def _ends(lower: Sequence[str], at: int, begun: bool) -> bool:
    word = lower[at]
    if word == "of":
        return not begun
    if not word[0].isalpha() or word in _STOPS or word in _BARRED or _is_adverb(word):
        return True
    if not begun:
        return False
    if word in _TAILS or word in _LOOSE:
        return True
    after = lower[at + 1] if at + 1 < len(lower) else ""
    return word in _TURNS and (_is_loose(after) or after in ("to", "them"))


def _goes_on(lower: Sequence[str], at: int) -> bool:
    return at < len(lower) and not _ends(lower, at, False) and not _is_loose(lower[at])


@lru_cache(maxsize=4096)
def _is_adverb(word: str) -> bool:
    return any(found.part == "adverb" for found in lint_statement(word))
