"""How many examples a property takes: a share of those of the set of tests that runs, or a multiple."""

from __future__ import annotations

from hypothesis import settings


def examples(share: float) -> settings:
    """Settings with that share of the profile's examples, fewer for a property that is slow to try."""
    assert settings.default is not None
    return settings(max_examples=max(3, round(settings.default.max_examples * share)))
