"""The settings: their defaults, and the file beside the journal that changes them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from discoverycli.domain.consent import DEFAULT_MONTHS
from discoverycli.domain.people import DEFAULT_PERIODS
from discoverycli.domain.vocabulary import Relation, Stakeholder
from discoverycli.errors import JournalError, reason
from discoverycli.store.location import SETTINGS

if TYPE_CHECKING:
    from discoverycli.domain.rules import Rule


class Settings(NamedTuple):
    """What a team can set; `disco config` explains each."""

    author: str | None = None
    relation: Relation | None = None
    goal: int = 1
    floor_days: int = 14
    weeks: int = 12
    prospects_percent: int = 50
    voices: int = 5
    majority: int = 95
    lived: int = 1
    prospects: int = 2
    against: int = 4
    fresh_days: int = 180
    periods: Mapping[Relation, int | None] = MappingProxyType(DEFAULT_PERIODS)
    retention_months: int = DEFAULT_MONTHS
    backups: int = 10

    def rule_for(self, serves: Iterable[Stakeholder]) -> "Rule":
        """The rule of a new hypothesis; it asks for prospects as `Rule.default_for` does."""
        from discoverycli.domain.rules import Rule

        asks_for_prospects = Rule.default_for(serves).prospects > 0
        return Rule(
            voices=self.voices,
            majority=self.majority,
            lived=self.lived,
            prospects=self.prospects if asks_for_prospects else 0,
            against=self.against,
            fresh_days=self.fresh_days,
        )


def load(folder: Path) -> Settings:
    """The settings in `folder`; the defaults where it has no settings file.

    Raises:
        InputError: the file is not understood; the setting or line is named.
        JournalError: the folder cannot be looked into.
    """
    path = folder / SETTINGS
    try:
        if not path.exists():
            return Settings()
    except PermissionError as error:
        raise JournalError(
            f"{folder} cannot be opened: {reason(error)}", "check its path and rights"
        ) from None
    from discoverycli.settings.settings_file import load_text, parse

    return parse(load_text(path), path).settings
