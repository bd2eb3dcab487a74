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
    return json.dumps(_plain(verdict), separators=(",", ":"))


def renewed(text: str, verdict: Verdict, today: date) -> str:
    """Text from `dump` with the verdict of a later day added, for readers until the next writer
    records what has moved. Damaged text stays as it is, for `disco doctor`."""
    try:
        found = {**json.loads(text), "later": {"since": today.isoformat(), **_plain(verdict)}}
    except (ValueError, TypeError):
        return text
    return json.dumps(found, separators=(",", ":"))


def later(text: str, today: date) -> Verdict | None:
    """The verdict that `renewed` put there, where it is whole and holds today."""
    try:
        found = json.loads(text)["later"]
        holds = found["since"] <= today.isoformat() <= (found["steady_until"] or "9")
        return _verdict(found) if holds else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "status": verdict.status.value,
        "was": verdict.was.value if verdict.was else None,
        "for": verdict.votes_for,
        "against": verdict.votes_against,
        "asked": verdict.asked,
        "neutral": verdict.neutral,
        "split": verdict.split,
        "checks": [[check.name, check.ok, check.have, check.need] for check in verdict.checks],
        "fresh_until": _iso(verdict.fresh_until),
        "steady_until": _iso(verdict.steady_until),
    }


def load(text: str) -> Verdict:
    """The verdict that `dump` wrote."""
    return _verdict(json.loads(text))


def _verdict(data: dict[str, Any]) -> Verdict:
    return Verdict(
        status=Status(data["status"]),
        was=Status(data["was"]) if data["was"] else None,
        votes_for=data["for"],
        votes_against=data["against"],
        asked=data["asked"],
        neutral=data["neutral"],
        split=data["split"],
        checks=tuple(Check(*check) for check in data["checks"]),
        fresh_until=day(data["fresh_until"]),
        steady_until=day(data["steady_until"]),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
