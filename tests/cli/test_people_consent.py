"""`disco people consent`: what somebody agreed to, written down and taken back."""

from __future__ import annotations

import pytest


@pytest.fixture
def known(disco, once):  # type: ignore[no-untyped-def]
    """Ana, heard today, and Ben."""

    @once
    def tell() -> None:
        disco("log", "Ana Silva @ Acme", "!pain much", "--as", "prospect")
        disco("log", "Ben @ Acme", "words", "--on", "2024-01-31")

    return disco


def states(disco, who: str = "P1") -> list[str]:  # type: ignore[no-untyped-def]
    return list(disco("people", "consent", who, "--json").data["consent"].values())


def test_nobody_has_agreed_to_anything_before_they_are_asked(known) -> None:  # type: ignore[no-untyped-def]
    result = known("people", "consent", "ana")
    assert result.out.count("not asked") == 3
    assert "2028-11-20, unless they are heard again" in result.out


def test_what_is_agreed_to_is_shown_everywhere(known) -> None:  # type: ignore[no-untyped-def]
    known(
        "people", "consent", "Ana Silva", "--scope", "notes,quote", "--basis", "interest",
        "--on", "2026-11-02", "--until", "2027-05",
    )  # fmt: skip
    page = known("people", "show", "P1", "--json").data
    wanted = {"notes": "given", "recording": "not asked", "quote": "given"}
    listed = {each["code"]: each["consent"] for each in known("people", "--json").data}
    assert page["consent"] == listed["P1"] == wanted
    assert set(listed["P2"].values()) == {"not asked"}
    assert page["consents"][1] == {
        "scope": "quote", "state": "given", "basis": "interest", "given_on": "2026-11-02",
        "expires_on": "2027-05-31", "withdrawn_on": None, "author": "Robin",
    }  # fmt: skip
    assert "notes given, recording not asked, quote given" in known("show", "P1").out
    assert "notes given" in known("people", "--format", "csv").out
    assert known("people", "consent", "P1", "--json").data["kept_until"] == "2027-05-31"


def test_a_withdrawal_takes_back_what_is_named_else_everything(known) -> None:  # type: ignore[no-untyped-def]
    known("people", "consent", "P1", "--scope", "notes", "--scope", "recording,quote")
    known("people", "consent", "P1", "--withdraw", "--scope", "quote")
    assert states(known) == ["given", "given", "withdrawn"]
    known("people", "consent", "P1", "--withdraw")
    assert states(known) == ["withdrawn"] * 3
    assert known("people", "consent", "P1", "--json").data["kept_because"] == "withdrawn"
    known("people", "consent", "P1", "--scope", "quote")
    assert states(known) == ["withdrawn", "withdrawn", "given"]


def test_consent_can_be_undone_like_any_change(known) -> None:  # type: ignore[no-untyped-def]
    known("people", "consent", "P1", "--scope", "quote")
    known("undo", "--yes")
    assert states(known) == ["not asked"] * 3


def test_who_was_kept_too_long_is_told_so(known, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    page = known("people", "consent", "P2", "--json").data
    assert (page["kept_until"], page["overdue_days"]) == ("2026-01-31", 293)
    result = known("people", "consent", "P2")
    assert "293 days ago: hear them, ask again or forget them" in " ".join(result.out.split())
    known("config", "set", "privacy.retention_months", "36")
    assert known("people", "consent", "P2", "--json").data["overdue_days"] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--scope", "all"), 2, "'all' is not a scope"),
        (("--basis", "whim", "--scope", "quote"), 2, "'whim' is not a basis"),
        (("--until", "2027-01-01"), 2, "it is not said what they agree to"),
        (("--withdraw",), 2, "P1 has no consent to take back"),
        (("--withdraw", "--scope", "quote"), 2, "P1 never gave consent to 'quote'"),
        (("--withdraw", "--basis", "consent"), 2, "--withdraw takes no --basis"),
        (("--scope", "quote", "--on", "2026-11"), 2, "'2026-11' is not a day"),
        (("--scope", "quote", "--on", "tomorrow"), 2, "2026-11-21 is still to come"),
        (("--scope", "quote", "--until", "2026-11-19"), 2, "which is earlier"),
    ],
)
def test_what_is_not_understood_changes_nothing(known, arguments, code, said) -> None:  # type: ignore[no-untyped-def]
    result = known("people", "consent", "P1", *arguments, ok=False)
    assert result.code == code
    assert result.out == ""
    assert said in result.err
    assert states(known) == ["not asked"] * 3


def test_a_withdrawal_before_the_day_it_was_given_is_refused(known) -> None:  # type: ignore[no-untyped-def]
    known("people", "consent", "P1", "--scope", "quote")
    early = ("people", "consent", "P1", "--withdraw", "--on", "2026-11-19")
    assert "on 2026-11-20, after 2026-11-19" in known(*early, ok=False).err
    assert known("people", "consent", "P9", "--scope", "quote", ok=False).code == 3
