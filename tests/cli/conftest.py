"""An invented fortnight, logged through the real program, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent.parent / "golden"

NOTES = (
    """---
with: Ana Silva @ Acme
as: prospect
segment: clinics
on: 2026-10-01
minutes: 30
---
They run payroll by hand.

> I spend every Friday on this.
!pain did: took four hours last Friday to reconcile #payroll
!workaround keeps a macro for it
!commit an introduction to their head of finance by 2026-12-01
H: bookkeepers lose a day a month to re-keying
H+ paid: hired a student to re-key invoices
J: reconcile supplier invoices before month end
J+ did: hired a spreadsheet for it
- [ ] send the summary by 2026-11-13
""",
    """---
with:
  - Ben Okoro @ Acme
  - Ana Silva @ Acme
on: 2026-11-12
channel: accompanied
title: Month end at Acme
---
Ana and Ben walked us through month end.
!pain did: lost two days in October #payroll @Ben
H1- says: never exports anything — Ben
H1+ did: re-keyed 300 invoices @Ana
J1- did: fired the spreadsheet @Ana
""",
    """---
with: Chloé Durand @ Bolt & Co
as: current
segment: retail
on: 2026-08-03
via: Sam of sales
---
!compliment love it
H1+ says: the same here
""",
    """---
with: Dana
on: 2026-11
kind: visit
---
The month only is known.
!goal closes the books in a day
H1? could not say
H: owners look at their cash every morning
H- did: has not looked since spring
J: When the bank calls, I want to know our cash, so I can answer at once
""",
    """---
with: Robin Vale @ Ourselves
as: internal
on: 2026-11-18
---
!idea a dashboard would help
H1+ did: we all know it
J: easily export invoices to the dashboard
J+ a dashboard
""",
)


@pytest.fixture
def told(disco, once):  # type: ignore[no-untyped-def]
    """`disco`, with the fortnight in its journal."""

    @once
    def tell() -> None:
        for note in NOTES:
            disco("log", "-", typed=note)

    return disco


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares text with a golden file, or writes the file when `DISCO_GOLDEN=write`."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("DISCO_GOLDEN") == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        with file.open(encoding="utf-8", newline="") as stored:
            assert text == stored.read()

    return compare


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are as long as on a terminal, though a test reads them."""
    monkeypatch.setattr("discoverycli.context.Context.on_screen", property(lambda self: True))
