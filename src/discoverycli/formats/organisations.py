"""Decides whether a phrase names an organisation or only describes one."""

from __future__ import annotations

import re

from discoverycli.formats.markdown import plain

_MOST_WORDS = 6
_LINK_TO_ADDRESS = re.compile(r"\[(?:https?://|www\.)[^\[\]]*\]\([^()\s]*\)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_NAME_END = re.compile(r"[,;]|\s[-–—|]\s|\"|\.\s")
_LINKING_WORDS = "of and the for de da do dos del della di du des la le van von y e &"
_GENERAL_WORDS = """
a an at ai academia uk us usa eu european american asian african indian german french british
international global national regional multinational leading large small private public fortune
big tech it ict digital open source software hardware technology technologies financial finance
fintech bank banking insurance insurer investment automotive healthcare health medical education
retail retailer telecom telco telecommunications energy logistics travel media government cloud
data security cybersecurity devops devsecops agile qa engineering science research development
consulting consultancy consultant services service solutions solution agency company firm group
organization organisation institution institute industry enterprise business corporation startup
start-up provider university college school project team department freelancer freelance self-
employed personal independent confidential various undisclosed
"""
_LINKING = frozenset(_LINKING_WORDS.split())
_GENERAL = frozenset(_GENERAL_WORDS.split())


def organisation_in(phrase: str) -> str | None:
    """The organisation that `phrase` names at its start, or `None` when it only describes one.

    Links and web addresses are taken off, and so is everything after the first comma, semicolon,
    dash or full stop. What is left is a name when it has at most six words that do not all stand
    in a list of general ones ("Regional Bank", "IT Agency"), and a web address stood beside it,
    or it is one word, or each of its words begins with a capital ("Museum of Clocks"). Anything
    else ("a maker of clocks for stations") is a description: two people with the same description
    are not known to be colleagues, so that each of them votes alone.
    """
    text = plain(_LINK_TO_ADDRESS.sub("", phrase))
    addressed = "](" in phrase or _ADDRESS.search(text) is not None
    text = _ADDRESS.sub("", text).lstrip(" :\"'")
    end = _NAME_END.search(text)
    name = text[: end.start() if end else None].strip(" :;,\"'")
    words = name.split()
    if not words or len(words) > _MOST_WORDS or all(_is_general(word) for word in words):
        return None
    named = addressed or len(words) == 1 or all(_may_begin_a_name(word) for word in words)
    return name if named else None


def _is_general(word: str) -> bool:
    bare = word.strip(".()").casefold()
    return bare in _GENERAL or bare in _LINKING or bare.isdigit()


def _may_begin_a_name(word: str) -> bool:
    letter = word.lstrip("(")[:1]
    return not letter.islower() or word in _LINKING
