"""How many examples a property takes, by those of the set of tests that runs."""

from __future__ import annotations

from hypothesis import settings


def examples(times: float) -> settings:
    """Settings with that many times the examples of the profile: fewer for a property that is slow."""
    assert settings.default is not None
    return settings(max_examples=max(3, round(settings.default.max_examples * times)))
