"""Declares tables and their columns: a field with its type, its privacy, its meaning."""

from typing import Any, ClassVar, Final, TypeVar

from pydantic import ConfigDict
from sqlalchemy import Column, ForeignKey, Index, Table
from sqlmodel import Field, Session, SQLModel

from discoverycli.domain.text.words import require_storable

R = TypeVar("R", bound="Row")
STRICT: dict[str, Any] = {"sqlite_strict": True}

KEPT: Final = "kept"
"""Shown to anybody as it is: numbers, days, words of a list."""
WORDS: Final = "words"
"""What people said: shown to others where they agreed to be quoted, and without names."""
CLEANED: Final = "cleaned"
"""What we wrote, or a name: shown to others without names."""
HIDDEN: Final = "hidden"
"""Never shown to others. So is a column that is not marked."""


def field(
    kind: Any,
    privacy: str,
    means: str = "",
    *,
    of: str = "",
    server_default: str | None = None,
    **how: Any,
) -> Any:
    """A field of a class.

    Args:
        kind: the type of its column.
        privacy: what others are shown of it.
        means: what it says, where its name does not.
        of: what it holds, where the type does not say: a list of words, `Code`, `moment`.
        server_default: what older rows have.
        how: more for `Field`.
    """
    info = {"privacy": privacy, "of": of}
    described = {"info": info, "doc": means, "server_default": server_default}
    return Field(sa_type=kind, sa_column_kwargs=described, **how)


def column(
    name: str, kind: Any, privacy: str, means: str = "", *, of: str = "", to: str = "", **how: Any
) -> Column[Any]:
    """As `field`, of a table without a class; `to` is the column it points at."""
    points_at = [ForeignKey(to)] if to else []
    how.setdefault("nullable", False)
    info = {"privacy": privacy, "of": of}
    return Column(name, kind, *points_at, info=info, doc=means, **how)


def table(name: str, means: str, *parts: Column[Any] | Index, **how: Any) -> None:
    """A table that only the program writes, by plain SQL. It has no class: mapping one takes
    about as long as writing a hundred rows."""
    Table(name, SQLModel.metadata, *parts, comment=means, **STRICT, **how)


class Row(SQLModel):
    """What every table shares."""

    __table_args__: ClassVar[Any] = STRICT
    # A table's validator is built when its first row is: a command touches few of them.
    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]

    @classmethod
    def build(cls: type[R], **values: Any) -> R:
        """A row of checked values.

        Raises:
            InputError: a text that not every database can store.
        """
        for value in values.values():
            if isinstance(value, str):
                require_storable(value)
        return cls.model_validate(values)

    def store(self, session: Session, *, again: bool = False) -> None:
        """Stores the row now; `again`: in place of the one with the same key, if there is one."""
        if again:
            session.merge(self)
        else:
            session.add(self)
        session.flush()

    def take(self, change: object, *names: str) -> None:
        """Sets the columns of these names that a change gives: what is left out (`None`) stays, and
        an empty value takes away what is there."""
        for name in names:
            value = getattr(change, name)
            if value is not None:
                setattr(self, name, value or None)
