"""Reads who was heard from one free line: a name, a role and an organisation."""

import re
from collections import Counter

from discoverycli.domain.note.notes import Who
from discoverycli.domain.text.words import set_of
from discoverycli.domain.vocabulary import Code
from discoverycli.formats.markdown import plain

UNNAMED = "Interviewee"

_LEGAL = (
    r"(?:[Ii]nc|INC|[Ll]td|LTD|[Pp]ty\.? [Ll]td|LLC|LLP|[Pp]lc|PLC|[Cc]orp|Co|GmbH|gGmbH|AG|SE|SA"
    r"|S\.A|SAS|[Ss]rl|S\.r\.l|B\.?V|N\.?V|Oy|AB|AS|A/S|e\.V)"
)
_LEGAL_PART = re.compile(rf"{_LEGAL}\.?")
_LEGAL_END = re.compile(rf"[\s,]{_LEGAL}\.?$")
_NUMBERED = re.compile(
    r"(?:adopter|participant|customer|company|organi[sz]ation|user|respondent|interviewee|person)"
    r"(?:\s*[#-]?\s*\d{1,4}|[\s-][a-z])|p\d{1,4}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"([^(),]+?)\s*\(([^()]*)\)")
_DASH = re.compile(r"\s[-–—|]\s")
_AT = re.compile(r"\s(?:at|@|of|from|with)\s")
_SURE_AT = re.compile(r"\s(?:at|@)\s")
_WORD = r"[^\W\d_a-z][\w'’.-]{0,40}"
_FULL_NAME = rf"{_WORD}(?: {_WORD}){{1,3}}"
_NAMES_AT_END = re.compile(rf"(?:^|[,:;.] |\b[a-z]+ )({_FULL_NAME}(?: and {_FULL_NAME})?)$")
_SENTENCE_END = re.compile(r"(?<=[a-z]{2})[.!?]\s+")
_NAME_AFTER_WITH = re.compile(rf"\bwith ({_WORD})$")
_NEXT_NAME = re.compile(rf" and (?={_FULL_NAME}, )")
_NAME_AND_ROLE = re.compile(rf"{_FULL_NAME}, [^.!?]{{2,90}}")
_LONGEST_PEOPLE_LINE = 160
_NAME_FROM = re.compile(rf"({_FULL_NAME}) (?:from|at|of) ([^,;()]+)")
_AFTER_BRACKET = re.compile(r"(?<=\)) (?:and|&) ")
_PAIR = re.compile(r"\s(?:and|&)\s")
_MOST_WORDS = 6
_LINK_TO_ADDRESS = re.compile(r"\[(?:https?://|www\.)[^\[\]]*\]\([^()\s]*\)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_NAME_END = re.compile(r"[,;]|\s[-–—|]\s|\"|\.\s")
_LINKING = set_of("of and the for de da do dos del della di du des la le van von y e &")
_GENERAL = set_of("""
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
""")


def is_numbered(name: str) -> bool:
    """Whether a name is a number in a study, such as `P4` or `Adopter 3`, and so not unique."""
    return _NUMBERED.fullmatch(name.strip()) is not None


def scoped(name: str, scope: str | None) -> str:
    """A number in a study made unique by the study's name; other names stay as they are."""
    name = name.strip()
    if scope and is_numbered(name) and scope.casefold() not in name.casefold():
        return f"{scope} {name}"
    return name


def never_a_code(who: Who) -> Who:
    """`who` with a name that is none of our codes: another team's `P4` is not our P4."""
    if Code.parse(who.name) is None:
        return who
    word = "Participant" if who.name[0] in "Pp" else "Person"
    return who._replace(name=f"{word} {who.name[1:]}")


def people_in(text: str, organisation: str | None = None) -> list[Who]:
    """The people one label line names: `NAME, ROLE, COMPANY; NAME (ROLE, COMPANY)`.

    `organisation` is the one the document is about: where it is known, everyone belongs to it,
    and the same name at the end of a line is not repeated in the role. Where it is not, the last
    of three parts is the organisation; the second of two parts is taken for the role, unless it
    ends like a company (`Inc.`), because a wrong organisation would merge two votes into one.
    """
    chunks = [chunk for piece in plain(text).split(";") for chunk in _couple(piece.strip())]
    return [_person(chunk, organisation) for chunk in chunks if chunk]


def named_in_a_line(line: str, organisation: str) -> list[Who]:
    """The people of a line that is nothing but `FULL NAME, ROLE and FULL NAME, ROLE`."""
    text = plain(line)
    if len(text) > _LONGEST_PEOPLE_LINE or text.endswith((".", "!", "?", ":")):
        return []
    chunks = _NEXT_NAME.split(text)
    if not all(_NAME_AND_ROLE.fullmatch(chunk) for chunk in chunks):
        return []
    return [_person(chunk, organisation) for chunk in chunks]


def signature(text: str) -> tuple[str, str | None]:
    """The role and the organisation that stand behind a name: `, ROLE, COMPANY`, `, ROLE at X`.

    Roles have commas too ("Vice President, DevOps"), so that the caller decides whether the last
    part is a company at all.
    """
    return _role_and_company(_with_legal_forms(_cut(plain(text).lstrip(" ,.;:–—-"))))


def without_doubles(people: list[Who]) -> tuple[Who, ...]:
    """Everyone once, in the order they are named.

    Two lines with the same name are one person. Two lines with the same bare role are two people
    of whom nothing else is known, so they are numbered: the document says that both were there.
    """
    roles = Counter(who.name for who in people if who.name == who.role)
    seen: Counter[str] = Counter()
    kept: list[Who] = []
    for who in people:
        seen[who.name] += 1
        if who.name == who.role and roles[who.name] > 1:
            kept.append(who._replace(name=f"{who.name} {seen[who.name]}"))
        elif seen[who.name] == 1:
            kept.append(who)
    return tuple(kept)


def speakers_from(text: str, organisation: str) -> list[str]:
    """The full names that `text` puts before "from ORGANISATION"; after "with" one word will do."""
    before, found, _ = text.partition(f" from {organisation}")
    before = _SENTENCE_END.split(before)[-1]
    names = (_NAMES_AT_END.search(before) or _NAME_AFTER_WITH.search(before)) if found else None
    return [] if names is None else _PAIR.split(names[1])


def same_person(line: str, name: str) -> bool:
    """Whether a label line begins with the name that another line begins with."""
    return _words(_name_and_rest(line)[0]) == _words(_name_and_rest(name)[0])


def same_organisation(one: str, other: str) -> bool:
    """Whether one name is the other, or begins it word by word: `Kite` and `Kite, Inc.`"""
    first, second = sorted((_words(one), _words(other)), key=len)
    return bool(first) and second[: len(first)] == first


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


def _couple(text: str) -> list[str]:
    """`ANN LEE and BOB RAY`, `ANN (CTO) and BOB (CFO)`: two people, when that is certain."""
    bracketed, sides = _AFTER_BRACKET.split(text), _PAIR.split(text)
    if len(bracketed) > 1:
        return bracketed
    return sides if len(sides) == 2 and all(map(_is_full_name, sides)) else [text]


def _is_full_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() and "," not in word for word in words)


def _person(text: str, organisation: str | None) -> Who:
    name, rest = _name_and_rest(text)
    if organisation is not None:
        role = ", ".join(_without_organisation(rest, organisation))
    elif len(rest) == 1 and _LEGAL_END.search(rest[0]):
        role, organisation = "", rest[0]
    else:
        role, organisation = _role_and_company(rest)
    name = name.replace(" @ ", " at ").strip(" ,;:") or UNNAMED
    unnumbered = name != UNNAMED and not is_numbered(name)
    if not role and unnumbered and organisation is not None and is_numbered(organisation):
        role = name
    return Who(name, organisation, role.strip(" ,;") or None)


def _role_and_company(parts: list[str]) -> tuple[str, str | None]:
    """The last of several parts is the company; a single one is cut at its last "at"."""
    if len(parts) >= 2:
        return ", ".join(parts[:-1]), parts[-1]
    text = f" {''.join(parts)}"
    found = list(_SURE_AT.finditer(text))
    if not found:
        return text[1:], None
    return text[: found[-1].start()].strip(), text[found[-1].end() :].strip() or None


def _name_and_rest(text: str) -> tuple[str, list[str]]:
    if (spoken := _NAME_FROM.fullmatch(text)) is not None:
        return spoken[1], [f"@ {spoken[2]}"]
    if (bracketed := _BRACKETED.fullmatch(text)) is not None:
        return bracketed[1], _with_legal_forms(_cut(bracketed[2]))
    name, *rest = _cut(text) or [""]
    if rest:
        return name, _with_legal_forms(rest)
    name, *rest = _DASH.split(name)
    if rest:
        return name, rest
    name, at, organisation = name.partition(" @ ")
    return name, [f"@ {organisation}"] if at else []


def _cut(text: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _with_legal_forms(parts: list[str]) -> list[str]:
    """`Kite` and `Inc.` are one part."""
    joined: list[str] = []
    for part in parts:
        if joined and _LEGAL_PART.fullmatch(part):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _without_organisation(rest: list[str], organisation: str) -> list[str]:
    *before, last = rest or [""]
    if same_organisation(last.removeprefix("@ "), organisation):
        return before
    for at in _AT.finditer(last):
        if "(" not in last[at.end() :] and same_organisation(last[at.end() :], organisation):
            return [*before, last[: at.start()]]
    return rest


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())


def _is_general(word: str) -> bool:
    bare = word.strip(".()").casefold()
    return bare in _GENERAL or bare in _LINKING or bare.isdigit()


def _may_begin_a_name(word: str) -> bool:
    letter = word.lstrip("(")[:1]
    return not letter.islower() or word in _LINKING
