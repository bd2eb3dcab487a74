"""Where a text names somebody: what goes, and what has to stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discoverycli.domain.text.mentions import FORGOTTEN, Mentions, Others

ANA = Mentions(["Ana Okoro", "Ana Silva"], Others(("Ben Adeyemi", "Chloé Durand"), ("Acme",)))

F = FORGOTTEN

names = st.lists(
    st.text(st.sampled_from("abcdefgéøßжя漢"), min_size=3, max_size=9), min_size=1, max_size=3
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ana Okoro said so", f"{FORGOTTEN} said so"),
        ("ask Ana Silva", f"ask {FORGOTTEN}"),
        ("ANA OKORO, ana okoro", f"{FORGOTTEN}, {FORGOTTEN}"),
        ("Okoro, Ana", FORGOTTEN),
        ("Ana's and Okoro's books", f"{FORGOTTEN}'s and {FORGOTTEN}'s books"),
        ("Ana Okoros Bücher", f"{FORGOTTEN}s Bücher"),
        ("@ana — Ana", f"@{FORGOTTEN} — {FORGOTTEN}"),
        ("notes/ana-okoro_2.md", f"notes/{FORGOTTEN}_2.md"),
        ("AnaOkoro", FORGOTTEN),
        ("ana.okoro@acme.com, aokoro@x.org, okoro.a@x.org", ", ".join([FORGOTTEN] * 3)),
        ("ana+list@acme.co.uk", FORGOTTEN),
        ("anaokoro99, Okoro7, ana1", ", ".join([FORGOTTEN] * 3)),
        ("in/ana%20okoro, q=ana+silva, %2Fana%2Eokoro", f"in/{F}, q={F}, %2F{F}"),
        ("#anaokoro, @AnaOkoro, #silva", f"#{F}, @{F}, #{F}"),
        ("AnaOkoroConsulting, askOkoro, anaokorogroup", f"{F}Consulting, ask{F}, {F}group"),
        ("OkoroAna, aokoro, @okoroa, okoroa7", ", ".join([F, F, f"@{F}", F])),
        ("Ana O. and A. Okoro, a.okoro, Okoro, A.", f"{F} and {F}, {F}, {F}"),
        ("A\u00adna Oko\u200bro", FORGOTTEN),
        ("Ana Okoro ana.okoro@acme.com", f"{F} {F}"),
        ("Okoro ana@acme.com <Ana okoro@x.org>", f"{F} {F} <{F} {F}>"),
        ("hello@ana-okoro.example", F),
        ("bananas and Anastasia stay", "bananas and Anastasia stay"),
        ("Ana e Ben, ana a dit, an okoro", f"{F} e Ben, {F} a dit, an {F}"),
        ("ben.adeyemi@acme.com", "ben.adeyemi@acme.com"),
        ("info@okoro.com", "info@okoro.com"),
    ],
)
def test_a_name_goes_in_every_spelling_and_nothing_like_it(text: str, left: str) -> None:
    assert ANA.replaced(text) == left
    assert ANA.found_in(text) is (left != text)


def test_a_name_over_two_lines_of_a_quote_leaves_two_lines_of_the_quote() -> None:
    assert ANA.replaced("> so Ana\n> Okoro said") == f"> so {FORGOTTEN}\n> said"


@pytest.mark.parametrize("text", ["Zoe Ørsted", "Zoë Ørsted", "Zoe\u0308 Ørsted", "ZOË ØRSTED"])
def test_accents_and_their_composition_make_no_difference(text: str) -> None:
    assert Mentions(["Zoë Ørsted"]).replaced(f"é {text}, é") == f"é {FORGOTTEN}, é"


@pytest.mark.parametrize("text", ["Mueller", "Muller", "MÜLLER", "jmueller", "Łukasz", "lukasz"])
def test_accents_left_off_or_written_out_make_no_difference(text: str) -> None:
    mentions = Mentions(["Jörg Müller", "Łukasz Müller"])
    assert mentions.replaced(f"ask {text} now") == f"ask {FORGOTTEN} now"


def test_a_given_name_of_two_is_one_however_it_is_joined() -> None:
    mentions = Mentions(["Anna-Maria O'Neil"])
    for text in ("Anna Maria O’Neil", "annamaria oneil", "AnnaMariaONeil", "anna_maria.o_neil"):
        assert mentions.replaced(text) == FORGOTTEN, text
    assert mentions.left_in("Anna said")


@pytest.mark.parametrize(
    "text",
    [
        "a rose garden", "Rose says so", "roses", "Lindqvister", "lindqvistr",
        "mail rose@roses.example", "Ro Lindqvist-Lindqvister",
    ],
)  # fmt: skip
def test_what_may_be_meant_and_stays_is_told(text: str) -> None:
    mentions = Mentions(["Rose Lindqvist"])
    assert mentions.left_in(mentions.replaced(text)) or "@" in text
    assert not Mentions(["Rose Lindqvist"]).left_in("prose, a quartz Linden, primrose path")


def test_only_a_whole_name_makes_an_organisation_theirs() -> None:
    mentions = Mentions(["Ana Silva"], whole=True)
    assert mentions.replaced("Ana Silva Consulting") == f"{FORGOTTEN} Consulting"
    assert mentions.replaced("AnaSilva GmbH") == f"{FORGOTTEN} GmbH"
    for text in ("Silva & Sons", "Ana's"):
        assert mentions.replaced(text) == text
        assert mentions.left_in(text)


def test_an_initial_tells_two_of_one_family_apart() -> None:
    both = Mentions(["Ana Silva"], Others(("João Silva",), ()))
    assert both.replaced("A. Silva, J. Silva, asilva") == f"{FORGOTTEN}, J. Silva, {FORGOTTEN}"


def test_scripts_without_blanks_are_searched_letter_by_letter() -> None:
    assert Mentions(["田中 太郎"]).replaced("田中太郎さんは") == f"{FORGOTTEN}さんは"
    assert Mentions(["田中 太郎"]).replaced("田中さんは") == f"{FORGOTTEN}さんは"
    assert ANA.replaced("私はAna Okoroさん") == f"私は{FORGOTTEN}さん"


def test_what_is_also_another_persons_name_stays_where_it_stands_alone() -> None:
    both = Mentions(["Ana Silva"], Others(("Ana Costa", "João Silva"), ()))
    assert both.replaced("Ana, Silva's Ana Costa, Ana Silva") == (
        f"Ana, Silva's Ana Costa, {FORGOTTEN}"
    )
    assert both.replaced("ana.costa@x.org ana.silva@x.org") == f"ana.costa@x.org {FORGOTTEN}"
    assert both.left_in("Ana, Silva's Ana Costa")
    assert not both.left_in("Ana Costa, Ana Silva, João Silva")


def test_in_a_room_only_those_who_were_there_count_as_others() -> None:
    others = Others(("Ana Costa", "Ben Silva"), ("Silva Dental",))
    room = Mentions(["Ana Silva"], others, present=["Ben Okoro"])
    assert room.replaced("Ana and Ben; Ana Costa was not there") == (
        f"{FORGOTTEN} and Ben; Ana Costa was not there"
    )
    assert room.replaced("at Silva Dental") == "at Silva Dental"


def test_a_longer_name_of_another_is_that_of_another() -> None:
    both = Mentions(["Ana Silva"], Others(("Ana Silva Costa",), ()))
    assert both.replaced("Ana Silva Costa, Ana Silva") == f"Ana Silva Costa, {FORGOTTEN}"


def test_two_people_of_one_name_cannot_be_told_apart_but_in_a_room() -> None:
    others = Others(("Ana Silva",), ())
    assert Mentions(["Ana Silva"], others).replaced("Ana Silva said") == "Ana Silva said"
    room = Mentions(["Ana Silva"], others, present=["Ben Okoro"])
    assert room.replaced("Ana Silva said") == f"{FORGOTTEN} said"


@pytest.mark.parametrize(
    ("text", "far", "near"),
    [
        ("they will pay", "they will pay", "they will pay"),
        ("Will they pay?", "Will they pay?", f"{FORGOTTEN} they pay?"),
        ("ask Will about it", f"ask {FORGOTTEN} about it", f"ask {FORGOTTEN} about it"),
        ("will young said", f"{FORGOTTEN} said", f"{FORGOTTEN} said"),
        ("a young firm", "a young firm", "a young firm"),
    ],
)
def test_a_name_that_is_a_word_goes_where_it_is_written_as_a_name(
    text: str, far: str, near: str
) -> None:
    assert Mentions(["Will Young"]).replaced(text) == far
    assert Mentions(["Will Young"], present=[]).replaced(text) == near


@pytest.mark.parametrize("name", ["Participant 4", "Head of Finance", "a bookkeeper", "P4"])
def test_what_people_are_called_who_have_no_name_goes_as_a_whole_only(name: str) -> None:
    texts = "the participant, 4 of them; finance and its head; bookkeepers, every bookkeeper; P44"
    assert Mentions([name]).replaced(texts) == texts
    assert Mentions([name]).replaced(f"so {name}, x") == f"so {FORGOTTEN}, x"


def test_an_organisation_goes_only_in_texts_about_their_interviews() -> None:
    room = Mentions(["Ana Silva"], present=[], organisation="Silva & Sons Ltd")
    assert room.replaced("at Silva & Sons Ltd") == f"at {FORGOTTEN}"
    assert room.replaced("sons") == "sons"


@given(names, st.text(max_size=60), st.text(max_size=60))
def test_a_full_name_is_never_left_in_a_text(parts: list[str], before: str, behind: str) -> None:
    name = " ".join(part.title() for part in parts)
    mentions = Mentions([name])
    text = mentions.replaced(f"{before} {name} {behind}")
    assert name not in text
    assert not mentions.found_in(text)
    assert text.count("\n") == f"{before} {name} {behind}".count("\n")


@given(st.text(max_size=200))
def test_a_text_that_names_nobody_is_left_as_it_is(text: str) -> None:
    assert Mentions(["Zebulonix Quarkowitz"]).replaced(text) == text


@given(st.text(), st.lists(st.text(max_size=12), max_size=4), st.text())
def test_no_name_however_odd_breaks_the_search(name: str, others: list[str], text: str) -> None:
    for present in (None, others):
        mentions = Mentions([name], Others(tuple(others), tuple(others)), present=present)
        assert not mentions.found_in(mentions.replaced(text).replace(FORGOTTEN, ""))


def test_long_texts_without_any_end_are_searched_in_a_moment() -> None:
    for text in ("a" * 300_000, "a.-" * 100_000 + "@" + "b." * 50_000, "é a, " * 60_000):
        assert ANA.replaced(text) == text
