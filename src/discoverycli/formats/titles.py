"""Owns what a title tells about an interview: the project, who was heard, a number in a study."""

from __future__ import annotations

import re
from dataclasses import dataclass

from discoverycli.formats.markdown import plain

_INTERVIEW = re.compile(
    r"(?P<before>.{0,120}?)\binterview\s*(?:\s[-–—|]|:|\bwith\b)\s*(?P<subject>\S.{0,200})",
    re.IGNORECASE,
)
_KIND_OF_INTERVIEW = re.compile(
    r"(?:^|\s)(?:adopter|user|end[- ]user|customer|client|expert|stakeholder|discovery|an|the)\s*$",
    re.IGNORECASE,
)
_PARTICIPANT = re.compile(
    r"(?P<who>(?:participant|interviewee|respondent|adopter|customer|user)\s*#?\s*\d{1,4})\b"
    r"[\s,.:|–—-]*(?P<rest>.*)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?P<who>p\d{1,4})\b[\s,.:|–—_-]*(?P<rest>.*)", re.IGNORECASE)
# "Customer interview: Questions" is about interviews, not with anyone.
_ABOUT_INTERVIEWS = re.compile(
    r"^(?:questions?|notes|template|guide|script|plan|summary|findings|results|report|tips)\b",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, taken apart.

    `subject` is who or which organisation was heard; `participant` a number in a study, and
    `rest` what stands behind it, often the date.
    """

    text: str
    project: str | None = None
    subject: str | None = None
    participant: str | None = None
    rest: str | None = None


def read_title(text: str) -> Title:
    """What a title says: `Kite Adopter Interview - Adopter 3`, `Interview with Acme`,
    `Participant 24, Friday, July 19`, `P4 interview, 26 April 2021`.
    """
    text = plain(text)
    if (found := _PARTICIPANT.fullmatch(text)) is not None:
        return Title(text, participant=_tidy(found["who"]), rest=found["rest"] or None)
    if (found := _CODE.fullmatch(text)) is not None and "interview" in text.casefold():
        return Title(text, participant=found["who"].upper(), rest=found["rest"] or None)
    if (found := _INTERVIEW.fullmatch(text)) is not None:
        subject = found["subject"].strip()
        if subject.islower() or _ABOUT_INTERVIEWS.search(subject.split()[-1]) is not None:
            return Title(text)
        project = found["before"]
        while (shorter := _KIND_OF_INTERVIEW.sub("", project)) != project:
            project = shorter
        project = project.strip(" -–—:|")
        return Title(text, project=project or None, subject=subject)
    return Title(text)


def _tidy(participant: str) -> str:
    """`participant #2` as it is said: `Participant 2`."""
    words = _SPACES.sub(" ", participant.replace("#", " ")).strip()
    return words[:1].upper() + words[1:]
