"""Who keeps, who wraps and who leaves when a table is too wide."""

from hypothesis import given
from hypothesis import strategies as st

from discoverycli.render.columns import GAP, Need, fit

NEEDS = st.lists(
    st.builds(Need, st.integers(1, 400), st.booleans(), st.integers(0, 3)), min_size=1, max_size=12
)


def total(widths: list[int]) -> int:
    kept = [width for width in widths if width]
    return sum(kept) + GAP * (len(kept) - 1)


@given(NEEDS, st.integers(18, 300))
def test_columns_never_take_more_than_the_room(needs: list[Need], room: int) -> None:
    widths = fit(needs, room)
    assert widths is None or total(widths) <= room


@given(NEEDS, st.integers(18, 300))
def test_a_column_that_must_stay_stays(needs: list[Need], room: int) -> None:
    widths = fit(needs, room)
    assert widths is None or all(
        width or need.drop for width, need in zip(widths, needs, strict=True)
    )


@given(NEEDS, st.integers(18, 300))
def test_a_column_leaves_only_after_those_with_a_higher_drop(needs: list[Need], room: int) -> None:
    widths = fit(needs, room) or []
    gone = [need.drop for need, width in zip(needs, widths, strict=False) if not width]
    kept = [need.drop for need, width in zip(needs, widths, strict=False) if width]
    if gone and len(kept) > 1:
        assert max(kept) <= min(gone)


@given(NEEDS, st.integers(18, 300))
def test_no_column_is_wider_than_its_content(needs: list[Need], room: int) -> None:
    for width, need in zip(fit(needs, room) or [], needs, strict=False):
        assert width <= need.natural


@given(NEEDS)
def test_with_room_for_all_each_has_what_it_asks_for(needs: list[Need]) -> None:
    assert fit(needs, 10_000) == [need.natural for need in needs]


def test_the_rightmost_of_equals_leaves_first() -> None:
    assert fit([Need(10), Need(10, drop=1), Need(10, drop=1)], 25) == [10, 10, 0]


def test_wrapping_columns_share_what_is_left_by_what_they_want() -> None:
    code, long, short = fit([Need(4), Need(60, flex=True), Need(25, flex=True)], 60) or []
    assert code == 4
    assert long > short >= 20
    assert code + long + short + 2 * GAP in {59, 60}


def test_an_endless_name_in_a_column_that_does_not_wrap_sends_nobody_away() -> None:
    widths = fit([Need(9_000), Need(10, drop=1), Need(40, flex=True)], 80)
    assert widths is not None
    assert all(widths)


def test_too_many_columns_for_the_room_fit_nowhere() -> None:
    assert fit([Need(30)] * 5, 40) is None


def test_the_last_column_never_leaves() -> None:
    assert fit([Need(50, drop=1)], 18) == [18]
