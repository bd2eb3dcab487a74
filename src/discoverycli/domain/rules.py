"""Defines the rule of a hypothesis: what makes it validated or refuted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from discoverycli.domain.vocabulary import Stakeholder
from discoverycli.errors import InputError

_RULE_WORDS: dict[str, tuple[str, int, int]] = {
    "voices": ("voices", 1, 100),
    "majority": ("majority", 51, 99),
    "lived": ("lived", 0, 100),
    "prospects": ("prospects", 0, 100),
    "fresh": ("fresh_days", 1, 3650),
    "against": ("against", 1, 100),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a hypothesis must show before anyone may call it validated or refuted.

    Args:
        voices: voices for.
        majority: how sure the majority must be, in percent; see `needed_for_majority`.
        lived: voices for on `did` or higher. A refutation needs one such voice against, and
            none where `lived` is 0: raising the bar for a validation must not shield an
            opinion from being refuted.
        prospects: voices for that hold a supporting prospect.
        fresh_days: evidence counts on its day and this many days after it.
        against: voices against that a refutation needs.

    Raises:
        InputError: a number outside its range. The majority starts at 51, below which one
            count could be a majority for and against at once.
    """

    voices: int = 5
    majority: int = 95
    lived: int = 1
    prospects: int = 2
    fresh_days: int = 180
    against: int = 4

    def __post_init__(self) -> None:
        for word, (name, low, high) in _RULE_WORDS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(
                    f"{word}={value} is outside the range of a rule", f"{word} from {low} to {high}"
                )

    @classmethod
    def default_for(cls, serves: Iterable[Stakeholder]) -> "Rule":
        """The default rule; it asks for no prospects where only the current customer is served."""
        return cls(prospects=0) if set(serves) == {Stakeholder.CURRENT} else cls()

    @classmethod
    def parse(cls, words: str, base: "Rule | None" = None) -> "Rule":
        """The rule that `words` spell, such as `voices=4 fresh=90`; the rest is `base`'s.

        Words are parted by spaces or commas, in any order; `describe` gives them back.

        Raises:
            InputError: a word that is no rule, is said twice, or is out of range.
        """
        changes: dict[str, int] = {}
        for word in words.replace(",", " ").split():
            name, _, number = word.lower().partition("=")
            if name not in _RULE_WORDS or not re.fullmatch("[0-9]{1,9}", number):
                raise InputError(
                    f"'{word}' is not part of a rule", f"words like: {cls().describe()}"
                )
            field = _RULE_WORDS[name][0]
            if field in changes:
                raise InputError(f"'{name}' is given twice in the rule", f"one {name}=NUMBER")
            changes[field] = int(number)
        return replace(base or cls(), **changes)

    def describe(self) -> str:
        """The rule in the words `parse` reads."""
        return " ".join(
            f"{word}={getattr(self, name)}" for word, (name, _, _) in _RULE_WORDS.items()
        )
