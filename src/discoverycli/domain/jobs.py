"""Checks the grammar of jobs, stories and outcomes, and counts a job's voices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from discoverycli.domain.guide.solutions import SOLUTIONS, Phrases, words_of
from discoverycli.domain.rules import Rule
from discoverycli.domain.text.words import set_of
from discoverycli.domain.vocabulary import JobType, Stance
from discoverycli.domain.votes import EvidenceFact, voices


class JobFinding(NamedTuple):
    """A part of a statement, story or outcome that does not hold, and what to do about it."""

    part: str
    message: str
    hint: str


class Story(NamedTuple):
    """A job story: when, what they want to do then, and what that makes possible."""

    situation: str
    motivation: str
    outcome: str

    def __str__(self) -> str:
        return f"When {self.situation}, I want to {self.motivation}, so I can {self.outcome}"


class JobStatus(StrEnum):
    """Whether anyone was heard to hire or fire something for a job."""

    UNHEARD = "unheard"
    HEARD = "heard"
    STALE = "stale"


class JobVoices(NamedTuple):
    """Voices on a job. One that fired a thing and hired another is in both; in `voices` once."""

    voices: int
    hired: int
    fired: int
    status: JobStatus


Check = Callable[[list[str]], JobFinding | None]

_WHEN = re.compile(r"\s*(?:when(?:ever)?|while|if)\b", re.IGNORECASE)
_WANT = re.compile(
    r"\b(?:(?:i|we|you|he|she|they)\s+(?:wants?|needs?|would\s+like)|(?:i|we|they)['’]d\s+like)\s+to\b",
    re.IGNORECASE,
)
_SO = re.compile(
    r"\bso\s+(?:that\s+)?(?:i|we|you|he|she|they)\s+(?:can|could)\b|\bso\s+that\b", re.IGNORECASE
)
_STORY_FORM = "When …, I want to …, so I can …"

_NOT_VERBS = set_of("""a an the i we you he she they it my our your his her their its me us them one
    someone everyone anyone everybody somebody this that these those some any all each every no more
    less fewer many much most what who where when why how which whose whether in on at by for with
    without from of about into over before after during while until if because and or but so as than
    then not can could should would will shall may might must want wants need needs wish having
    being is are was were been has had does did better best easy easier easiest good great fast
    faster quick quicker new simple simpler nice cheap cheaper able automatic automated real-time
    efficient effective seamless happy there here also just only very payroll dashboard app software
    people time money management visibility data information user customer client team company
    ability bookkeeper accountant manager customer's user's""")
"""First words that are no verb a customer acts by, whatever follows."""

_VERBS = set_of("""bring ring sing sting swing wring spring fling string need feed embed exceed
    proceed succeed speed seed breed bleed heed shed wed shred weed focus bias canvas process
    discuss assess access pass miss cross dress press address possess guess express impress harness
    witness bless toss dismiss bypass compress stress canvass apply supply rely reply comply
    multiply fly ally tally rally imply mention question position function condition auction caution
    petition ration station partition commission provision audition envision transition section
    requisition proportion implement document comment complement supplement experiment segment
    augment cement ferment lament compliment fragment instrument balance finance enhance advance
    dance glance rebalance refinance invoice sequence reference influence fence commence evidence
    silence""")
"""Verbs whose ending says otherwise."""

_ENDINGS = {
    "an -ing form": ("ing",),
    "a past form": ("ed",),
    "an adverb": ("ly",),
    "a noun": ("tion", "sion", "ment", "ness", "ity", "ance", "ence"),
}

_EMOTIONS = Phrases("""happy happier feel feeling afraid anxious anxiety confident confidence worry
    worried worrying love hate enjoy delight delighted frustrated frustration stress stressed
    stress-free peace_of_mind proud comfortable excited relieved relief calm satisfied annoyed joy
    fear""")

_ADVERBS = Phrases("always never often fast faster better quite very again_and_again")

_LY_NOT_ADVERBS = set_of("""apply supply family rely reply comply multiply fly ally tally rally
    imply daily weekly monthly yearly quarterly hourly nightly fortnightly early only assembly
    anomaly july italy butterfly jelly poly monopoly belly bully holly lily silly ugly likely
    unlikely friendly costly elderly orderly lonely lovely homily melancholy""")

_PAIRS = set_of("""terms_and_conditions profit_and_loss research_and_development health_and_safety
    pros_and_cons supply_and_demand command_and_control mergers_and_acquisitions search_and_rescue
    bed_and_breakfast time_and_materials track_and_trace drag_and_drop accident_and_emergency""")
"""One thing with an "and" in its name."""

_VAGUE = Phrases("""easy easier easily better best good great simple simpler simply fast faster
    quick quicker quickly efficient efficiently effective effectively intuitive intuitively seamless
    seamlessly user-friendly nice nicer convenient conveniently smooth smoothly optimal optimally
    improved appropriate appropriately flexible robust modern adequate adequately properly
    reasonable as_possible high-quality""")

_CONTEXT = set_of("""before after when while during until by at in on within for from to across
    between without with under per into over among as against whenever once if through throughout
    about each every around outside inside despite because following upon along where wherever""")
"""Words that begin a circumstance."""

_TELLS_ALONE = set_of("daily weekly monthly quarterly yearly overnight abroad alone")

_NO_OBJECT = set_of("before after while during until without")
"""Words that, right after the verb, show that nothing is acted upon."""

_DIRECTIONS = set_of("minimize minimise increase")
_OTHER_DIRECTIONS: dict[str, str] = {
    **dict.fromkeys(set_of("reduce decrease lower cut shorten avoid less fewer"), "minimize"),
    **dict.fromkeys(set_of("maximize maximise improve raise grow boost more"), "increase"),
}
_METRICS = ("time", "likelihood", "number", "amount", "effort")
_OTHER_METRICS: dict[str, str] = {
    **dict.fromkeys(set_of("chance chances probability risk odds frequency"), "likelihood"),
    **dict.fromkeys(set_of("hours minutes days weeks duration delay speed"), "time"),
    **dict.fromkeys(set_of("count quantity"), "number"),
    **dict.fromkeys(set_of("cost costs money"), "amount"),
    **dict.fromkeys(set_of("work steps clicks"), "effort"),
}
_LINKS = set_of("""it takes to of that required needed spent on for taken a an the i we you they one
    someone users customers""")
"""Words between a metric and its object."""


def lint_job(job: str | Story, job_type: JobType) -> tuple[JobFinding, ...]:
    """What keeps a job's words from being a story, or else a statement."""
    return lint_story(job) if isinstance(job, Story) else lint_statement(job, job_type)


def lint_statement(text: str, job_type: JobType = JobType.CORE) -> tuple[JobFinding, ...]:
    """What keeps `text` from being a job statement: verb + object + contextual clarifier.

    Parts, in the order they are named: `verb`, `object`, `clarifier`, `solution`, `emotion`,
    `adverb`, `compound`; `statement` for an empty one. Emotions are what `emotional` and
    `social` jobs are about, and are found only in the other types.

    Limits: English, by word lists and endings, without a dictionary. A first word that is
    neither listed nor ends like another part of speech passes as a verb, so that an unusual
    verb is never refused; an unusual noun passes with it.

    Method:
        Ulwick's job statement; see `docs/methods.md#job-grammar`.
    """
    words = words_of(text)
    if not words:
        return (JobFinding("statement", "the job has no words", "a job like: " + _EXAMPLE),)
    findings = [_verb(words), _object(words), _clarifier(words[2:]), _solution(words)]
    if job_type not in (JobType.EMOTIONAL, JobType.SOCIAL):
        findings.append(_emotion(words))
    findings += [_adverb(words), _compound(words)]
    return tuple(finding for finding in findings if finding is not None)


def parse_story(text: str) -> Story | None:
    """The story told as 'When …, I want to …, so I can …'; `None` where a part is missing.

    "I need to", "I'd like to", "so that" and another person than "I" are read as well.
    """
    story = _story_parts(text)
    return story if all(story) else None


def lint_story(story: str | Story) -> tuple[JobFinding, ...]:
    """What keeps a job story from being one; parts `situation`, `motivation` and `outcome`.

    Every part must be there and name no product or solution; the situation is no role; the
    motivation begins with a verb and is one thing. Emotions and adverbs may stand: a story is
    told in the customer's own words.

    Method:
        The job story of Intercom; see `docs/methods.md#job-grammar`.
    """
    told, parts = ("", story) if isinstance(story, Story) else (story, _story_parts(story))
    is_role = words_of(told)[:1] in (["As"], ["as"])
    findings: list[JobFinding] = []
    for (part, checks), words in zip(_STORY_CHECKS.items(), map(words_of, parts), strict=True):
        if words:
            found = [check(words) for check in checks]
            findings += [each._replace(part=part) for each in found if each is not None]
        elif is_role and part == "situation":
            hint = "what has just happened to them"
            findings.append(JobFinding(part, "a role is not a situation", hint))
        else:
            findings.append(JobFinding(part, f"the story has no {part}", _STORY_FORM))
    return tuple(findings)


def lint_outcome(text: str) -> tuple[JobFinding, ...]:
    """What keeps `text` from being a desired outcome: direction + metric + object + clarifier.

    Parts, in the order they are named: `direction`, `metric`, `object`, `clarifier`, `qualifier`
    (easy, better …), `solution`, `compound`; `outcome` for an empty one. Where the direction or the
    metric is missing, what follows cannot be recognised and is not judged.

    Method:
        Ulwick's desired outcome statement; see `docs/methods.md#job-grammar`.
    """
    words = words_of(text)
    if not words:
        return (
            JobFinding("outcome", "the outcome has no words", "an outcome like: " + _AN_OUTCOME),
        )
    findings = _outcome_frame(words)
    found = (_vague(words), _solution(words), _compound(words))
    return (*findings, *(each for each in found if each is not None))


def job_voices(
    evidence: Iterable[EvidenceFact], rule: Rule | None = None, *, today: date
) -> JobVoices:
    """How many voices hired or fired something for a job, and whether that is fresh.

    A job's evidence is written with the job's number as `hypothesis`, hired as `supports` and fired
    as `refutes`. What counts and who is a voice is as for hypotheses. Hiring and firing do not
    contradict each other: someone who switched did both, so they are counted apart.

    Returns:
        `heard` when a voice counts today, `stale` when one would without the age limit, else
        `unheard`.

    Raises:
        ValueError: evidence about several jobs.
    """
    facts = tuple(evidence)
    rule = rule or Rule()

    def count(*stances: Stance, ageless: bool = False) -> int:
        chosen = [fact for fact in facts if fact.stance in stances]
        return len(voices(chosen, rule, today=today, ageless=ageless))

    either = (Stance.SUPPORTS, Stance.REFUTES)
    heard = count(*either)
    if heard:
        status = JobStatus.HEARD
    else:
        status = JobStatus.STALE if count(*either, ageless=True) else JobStatus.UNHEARD
    return JobVoices(heard, count(Stance.SUPPORTS), count(Stance.REFUTES), status)


_EXAMPLE = "reconcile supplier invoices before month end"
_AN_OUTCOME = "minimize the time it takes to match an invoice before month end"


def _verb(words: list[str]) -> JobFinding | None:
    first = words[0].lower()
    if first in _VERBS:
        return None
    if first == "to":
        rest = " ".join(words[1:]) or _EXAMPLE
        return JobFinding("verb", "starts with 'to'", f"without it: {rest}")
    if first in _NOT_VERBS:
        return JobFinding("verb", f"starts with '{words[0]}', not with a verb", f"like: {_EXAMPLE}")
    for kind, endings in _ENDINGS.items():
        if any(first.endswith(each) and len(first) > len(each) + 1 for each in endings):
            return JobFinding("verb", f"starts with '{words[0]}', {kind}", f"like: {_EXAMPLE}")
    if first.endswith("s") and not first.endswith("ss") and len(first) > 2:
        return JobFinding(
            "verb",
            f"starts with '{words[0]}', a plural or what someone else does",
            f"a bare verb, like: {_EXAMPLE}",
        )
    return None


def _object(words: list[str]) -> JobFinding | None:
    if len(words) > 1 and words[1].lower() not in _NO_OBJECT:
        return None
    return JobFinding(
        "object", f"does not say what they {words[0].lower()}", f"verb and object: {_EXAMPLE}"
    )


def _clarifier(words: list[str]) -> JobFinding | None:
    for index, word in enumerate(words):
        lower = word.lower()
        if lower in _TELLS_ALONE or (lower in _CONTEXT and index + 1 < len(words)):
            return None
    return JobFinding(
        "clarifier", "does not say in which circumstance", "add one: before month end"
    )


def _no(phrases: Phrases, part: str, what: str, hint: str) -> Check:
    def check(words: list[str]) -> JobFinding | None:
        hit = phrases.hit(words)
        return None if hit is None else JobFinding(part, f"'{hit}' {what}", hint)

    return check


_solution = _no(SOLUTIONS, "solution", "is a solution", "say what they get done with it")
_emotion = _no(_EMOTIONS, "emotion", "is an emotion", "an emotional job of its own")
_vague = _no(_VAGUE, "qualifier", "cannot be measured", "say what is counted or timed")


def _adverb(words: list[str]) -> JobFinding | None:
    hit = _ADVERBS.hit(words) or next((word for word in words if _ends_as_adverb(word)), None)
    if hit is None:
        return None
    return JobFinding("adverb", f"'{hit}' says how well", "a desired outcome of its own")


def _ends_as_adverb(word: str) -> bool:
    return len(word) > 3 and word.lower().endswith("ly") and word.lower() not in _LY_NOT_ADVERBS


def _compound(words: list[str]) -> JobFinding | None:
    for index, word in enumerate(words):
        phrase = " ".join(words[max(0, index - 1) : index + 2]).lower()
        if word.lower() in ("and", "or", "&") and phrase not in _PAIRS:
            return JobFinding("compound", f"'{word}' joins two things", "one statement for each")
    return None


_STORY_CHECKS: dict[str, tuple[Check, ...]] = {
    "situation": (_solution,),
    "motivation": (_verb, _solution, _compound),
    "outcome": (_solution,),
}


def _story_parts(text: str) -> Story:
    when = _WHEN.match(text)
    want = _WANT.search(text)
    so = _SO.search(text, want.end() if want else 0)
    end = so.start() if so else len(text)
    situation = text[when.end() : want.start() if want else end] if when else ""
    motivation = text[want.end() : end] if want else ""
    outcome = text[so.end() :] if so else ""
    return Story(*map(_trim, (situation, motivation, outcome)))


def _trim(part: str) -> str:
    return " ".join(part.split()).strip(" ,.;:…")


def _outcome_frame(words: list[str]) -> list[JobFinding]:
    """The first fault only."""
    direction = words[0].lower()
    if direction not in _DIRECTIONS:
        better = _OTHER_DIRECTIONS.get(direction, "minimize or increase")
        return [JobFinding("direction", f"'{words[0]}' is no direction", better)]
    rest = words[1:]
    while rest and rest[0].lower() in ("the", "a", "an"):
        rest = rest[1:]
    if not rest or rest[0].lower() not in _METRICS:
        said = f"'{rest[0]}' is no metric" if rest else "has no metric"
        better = _OTHER_METRICS.get(rest[0].lower(), "") if rest else ""
        return [JobFinding("metric", said, better or "one of: " + ", ".join(_METRICS))]
    metric, rest = rest[0].lower(), rest[1:]
    while rest and rest[0].lower() in _LINKS:
        rest = rest[1:]
    if not rest or rest[0].lower() in _CONTEXT | _TELLS_ALONE:
        return [JobFinding("object", f"does not say the {metric} of what", f"like: {_AN_OUTCOME}")]
    clarifier = _clarifier(rest[1:])
    return [] if clarifier is None else [clarifier]
