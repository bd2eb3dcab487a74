"""Writes verdicts as text to be cached, and reads them back unchanged."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from discoverycli.domain.verdicts import Check, Verdict
from discoverycli.domain.vocabulary import Status
from discoverycli.store.values import day


def dump(verdict: Verdict) -> str:
    """A verdict as text."""
    return _json(_plain(verdict))


def renewed(text: str, verdict: Verdict, today: date) -> str:
    """Text from `dump` with the verdict of a later day added, for readers until the next writer
    records what has moved. Damaged text stays as it is, for `disco doctor`."""
    try:
        found = {**json.loads(text), "later": {"since": today, **_plain(verdict)}}
    except (ValueError, TypeError):
        return text
    return _json(found)


def later(text: str, today: date) -> Verdict | None:
    """The verdict that `renewed` put there, where it is whole and holds today."""
    try:
        found = json.loads(text)["later"]
        holds = found["since"] <= today.isoformat() <= (found["steady_until"] or "9")
        return _verdict(found) if holds else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def load(text: str) -> Verdict:
    """The verdict that `dump` wrote."""
    return _verdict(json.loads(text))


_KEYS = {name: name.removeprefix("votes_") for name in Verdict._fields}


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {_KEYS[name]: value for name, value in verdict._asdict().items()}


def _verdict(data: dict[str, Any]) -> Verdict:
    found = Verdict._make(data[key] for key in _KEYS.values())
    return found._replace(
        status=Status(found.status),
        was=Status(found.was) if found.was else None,
        checks=tuple(Check(*check) for check in found.checks),
        fresh_until=day(found.fresh_until),
        steady_until=day(found.steady_until),
    )


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), default=date.isoformat)
