"""Owns noticing personal data that an imported text should perhaps not hold."""

from __future__ import annotations

import re

from discoverycli.domain.text.words import pluralize
from discoverycli.formats.entries import Problem, ProblemKind

_WEB_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-zA-Z0-9-]{1,63}\.){1,8}[a-zA-Z]{2,24}\b")
_PHONES = (
    re.compile(r"(?<![\w+.,/])\+\d(?:[ ()./-]{0,2}\d){7,14}(?!\w)"),
    re.compile(r"(?<![\w.,/+-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.,/+-])\(?0\d{2,4}\)?[ /-]\d{3,4}[ -]?\d{3,5}(?![\w-])"),
)


def privacy_problems(path: str, text: str) -> list[Problem]:
    """One problem that counts e-mail addresses and telephone numbers, without repeating any."""
    text = _WEB_ADDRESS.sub(" ", text)
    emails = len(_EMAIL.findall(text))
    text = _EMAIL.sub(" ", text)
    phones = 0
    for pattern in _PHONES:
        text, found = pattern.subn(" ", text)
        phones += found
    held = [pluralize(emails, "e-mail address", "e-mail addresses")] if emails else []
    held += [pluralize(phones, "telephone number")] if phones else []
    if not held:
        return []
    message = f"holds {' and '.join(held)}; take out what nobody needs"
    return [Problem(path, None, message, ProblemKind.PRIVACY)]
