"""Proves that any text is only words, and that a snippet shows where they stand."""

from __future__ import annotations

import sqlite3
import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discoverycli.domain.text.search_words import MOST_WORDS, SNIPPET, Query, Run, keys
from discoverycli.store.search_index import INSERT, MAKE, entry

ANY_TEXT = st.text(st.characters(), max_size=80)


Form = Literal["NFC", "NFD"]


def form(text: str, which: Form) -> str:
    """A text with its letters composed (NFC) or decomposed (NFD)."""
    return unicodedata.normalize(which, text)


def shown(query: str, text: str) -> str:
    """A snippet with the words in brackets."""
    return "".join(f"[{r.text}]" if r.found else r.text for r in Query.read(query).snippet(text))


def test_every_word_is_quoted_so_that_none_is_an_operator() -> None:
    assert Query.read('a OR b NEAR("c" NOT title: x*').expression == (
        '"a" "OR" "b" "NEAR(""c""" "NOT" "title:" "x*"'
    )


def test_only_a_last_word_of_three_letters_finds_longer_words() -> None:
    assert Query.read("pay invo").expression == '"pay" "invo"*'
    assert Query.read("pay in").expression == '"pay" "in"'
    assert Query.read("pay in").prefix is None


def test_words_without_a_letter_or_digit_are_left_out() -> None:
    assert Query.read("-- !!! * … “” payroll ---").words == ("payroll",)
    assert Query.read("\0 ?! \udcff").words == ()


def test_words_behind_the_thirty_second_are_left_out() -> None:
    assert len(Query.read(" ".join(f"w{n}" for n in range(99))).words) == MOST_WORDS


def test_parts_of_words_are_counted_like_words() -> None:
    query = Query.read("one " + "-".join(f"w{n}" for n in range(99)) + " last")
    assert len(query.tokens) == MOST_WORDS
    assert query.words == ("one", "-".join(f"w{n}" for n in range(31)) + "-")
    assert query.prefix == ("w30",)


def test_a_word_that_is_there_twice_is_looked_for_once() -> None:
    query = Query.read("pay Invoices pay re-key RE/KEY invoices")
    assert query.words == ("pay", "RE/KEY", "invoices")
    assert query.expression == '"pay" "RE/KEY" "invoices"*'


def test_a_million_letters_are_read_at_once() -> None:
    assert len(Query.read("a" * 1_000_000).expression) < 20_000
    assert Query.read("- " * 500_000 + "late").words == ()


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("payroll", "Payroll by hand", "[Payroll] by hand"),
        ("cafe", "the Café", "the [Café]"),
        ("CAFÉ", "the cafe\u0301 there", "the [cafe\u0301] there"),
        ("re-key", "re-keying and rekey", "[re]-[keying] and rekey"),
        ("hand invo", "by hand: invoices, beforehand", "by [hand]: [invoices], beforehand"),
        ("four hours", "first\n!pain did: four hours\nlast", "… !pain did: [four] [hours] …"),
        ("nothing", "short text", "short text"),
    ],
)
def test_a_snippet_marks_the_words_on_their_lines(query: str, text: str, expected: str) -> None:
    assert shown(query, text) == expected


def test_a_snippet_goes_where_most_of_the_words_are() -> None:
    text = "payroll " + "x " * 500 + "payroll and invoices " + "y " * 500
    assert "[payroll] and [invoices]" in shown("payroll invoices", text)


def test_a_long_line_is_cut_at_blanks() -> None:
    found = shown("payroll", "word " * 200 + "payroll " + "word " * 200)
    assert found.startswith("… word")
    assert found.endswith("word …")


@given(ANY_TEXT, ANY_TEXT)
@example("a", "\0a")
@example("\u0301", "\u0301")
def test_a_snippet_is_a_part_of_the_text(query: str, text: str) -> None:
    runs = Query.read(query).snippet(text)
    inner = [run for run in runs if run not in (Run("… "), Run(" …"))]
    assert "".join(text.split()).find("".join("".join(r.text for r in inner).split())) >= 0
    assert len("".join(run.text for run in inner)) <= 2 * SNIPPET or len(text) <= 2 * SNIPPET


@given(ANY_TEXT.filter(lambda text: Query.read(text).words))
def test_a_text_holds_its_own_words(text: str) -> None:
    query = Query.read(text)
    assert query.found_in(" ".join(query.words))
    assert any(run.found for run in query.snippet(" ".join(query.words)))


def test_sqlite_takes_every_expression_and_finds_the_text_by_its_own_words() -> None:
    index = sqlite3.connect(":memory:")
    index.execute(
        "CREATE VIRTUAL TABLE s USING fts5(body, tokenize='unicode61 remove_diacritics 2')"
    )

    @given(st.text(st.characters(codec="utf-8"), max_size=60))
    def check(text: str) -> None:
        query = Query.read(text)
        index.execute("DELETE FROM s")
        index.execute("INSERT INTO s VALUES (?)", (" ".join(query.words),))
        if query.words:
            index.execute("SELECT * FROM s WHERE s MATCH ?", (query.expression,)).fetchall()

    check()
    index.execute("INSERT INTO s VALUES ('Der Café-Besitzer zahlte 30 € für re-keying')")
    for words in ("cafe besitzer", "RE-KEY", "30 fur", "zahlte"):
        found = index.execute(
            "SELECT count(*) FROM s WHERE s MATCH ?", (Query.read(words).expression,)
        ).fetchone()
        assert found == (1,), words


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("金曜日", "先週の金曜日に四時間", "先週の[金曜日]に四時間"),
        ("茶", "お茶を飲む", "お[茶]を飲む"),
        ("アクメ", "株式会社ｱｸﾒ", "株式会社[ｱｸﾒ]"),
        ("ガス", "カ\u3099スの料金", "[カ\u3099ス]の料金"),
        ("社", "ABC株式会社", "ABC株式会[社]"),
        ("acme", "Acme株式会社", "[Acme]株式会社"),
        ("ABC", "ＡＢＣ", "[ＡＢＣ]"),
        ("10月", "2026年10月に", "2026年[10月]に"),
        ("회사", "우리회사에서", "우리[회사]에서"),
        (
            "한글",
            "\u1112\u1161\u11ab\u1100\u1173\u11af의",
            "[\u1112\u1161\u11ab\u1100\u1173\u11af]의",
        ),
        ("เทพ", "กรุงเทพมหานคร", "กรุง[เทพ]มหานคร"),
        ("ຄຳ", "ພາສາຄຳໃໝ່", "ພາສາ[ຄຳ]ໃໝ່"),
        ("曜金", "金曜日", "金曜日"),
        ("日に", "金曜日。に", "金曜日。に"),
        ("Wi-Fi", "店内Wi-Fiが遅い", "店内[Wi]-[Fi]が遅い"),
        ("e-mail", "通过e-mail发送", "通过[e]-[mail]发送"),
        ("PDF/Excel", "发送PDF/Excel报表", "发送[PDF]/[Excel]报表"),
        ("PDF", "发送PDF/Excel报表", "发送[PDF]/Excel报表"),
        ("3.5", "花了3.5小时", "花了[3].[5]小时"),
        ("3.5小时", "花了3.5小时", "花了[3].[5小时]"),
        ("O'Reilly", "月末にO’Reillyの本", "月末に[O]’[Reilly]の本"),
        ("v2.0", "本、v2.0版", "本、[v2].[0]版"),
        ("1.2.3.4", "在1.2.3.4版", "在[1].[2].[3].[4]版"),
        ("a-b-c", "「a-b-cの」", "「[a]-[b]-[c]の」"),
        ("P&L", "本、Ｐ＆Ｌを見る", "本、[Ｐ]＆[Ｌ]を見る"),
        ("P&Lを", "本、P&Lを見る", "本、[P]&[Lを]見る"),
    ],
)
def test_words_inside_scripts_without_spaces_are_found_where_they_stand(
    query: str, text: str, expected: str
) -> None:
    assert shown(query, text) == expected
    assert Query.read(query).found_in(text) == ("[" in expected)
    assert by_sqlite(query, text) == ("[" in expected)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Wi-Fi", "店内のWiとFiが"),
        ("Wi-Fi", "Fi-Wiが遅い"),
        ("PDF/Excel", "通过PDF、Excel发送"),
        ("PDF/Excel", "金PDF 金Excel"),
        ("3.5", "3小时5分"),
        ("日に", "金曜日-に"),
        ("日に", "金曜日-a-に"),
    ],
)
def test_parts_of_a_word_with_a_sign_must_stand_side_by_side(query: str, text: str) -> None:
    assert not by_sqlite(query, text)


@pytest.mark.parametrize(
    ("query", "text", "themes", "found"),
    [
        ("#waste", "waste everywhere", (), False),
        ("#waste", "they throw it away", ("waste",), True),
        ("#Waste,", "they throw it away", ("waste",), True),
        ("waste", "they throw it away", ("waste",), True),
        ("#waste", "they throw it away", ("wasteful",), False),
        ("#p&l", "the books", ("p&l",), True),
        ("#p&l", "the books", ("p/l", "p", "l"), False),
        ("#c++", "the code", ("c",), False),
        ("#cafe", "the street", ("Café",), True),
        ("＃給与", "金曜日", ("給与",), True),
    ],
)
def test_a_sign_before_a_word_asks_for_the_theme(
    query: str, text: str, themes: tuple[str, ...], found: bool
) -> None:
    assert by_sqlite(query, text, themes) == found


def by_sqlite(query: str, text: str, themes: tuple[str, ...] = ()) -> bool:
    """Whether SQLite finds a text, indexed as the journal does it."""
    index = sqlite3.connect(":memory:")
    index.execute(MAKE)
    index.execute(INSERT, entry("statement", 1, "", text, themes))
    expression = (Query.read(query).expression,)
    found = index.execute("SELECT count(*) FROM search WHERE search MATCH ?", expression)
    return bool(found.fetchone()[0])


RUNNING = st.text(
    st.sampled_from("金曜日アガｱﾞー々กรุงเทําの10aé한글ﾊﾟ。、 #\u3099-.’／йсё\u0306\u0301ώأا\u0654"),
    max_size=30,
)


@given(RUNNING, st.integers(0, 29), st.integers(1, 6))
@example("金a-0の", 1, 3)
@example("0.a.0金", 0, 3)
@example("金a、0", 1, 3)
def test_any_part_of_a_running_text_is_found_by_sqlite_and_by_us(
    text: str, start: int, length: int
) -> None:
    part = text[start : start + length].replace("#", "")
    query = Query.read(part)
    if query.words and query.found_in(text):
        assert by_sqlite(part, text)


def test_text_of_words_with_spaces_needs_no_keys() -> None:
    assert keys("Der Café-Besitzer zahlte 30 €", "привет мир", "שלום") == ""
    assert keys(*(form("Việt Nam, Ångström, ẖ", each) for each in ("NFC", "NFD"))) == ""


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("новый счёт, настройка", "новый счёт счет НАСТРОЙКА настрой"),
        ("якийсь їжак — ґанок", "якийсь їжак ЇЖАК ґанок"),
        ("τιμολόγιο της ώρας, ᾠδή", "τιμολόγιο ΤΙΜΟΛΟΓΙΟ τιμολ ώρας ΩΡΑΣ ωδη"),
        ("سأل أحمد عن السؤال", "أحمد احمد سأل السؤال"),
        ("שָׁלוֹם לכם", "שלום שָׁלוֹם"),
        ("क़लम और ज़मीन", "क़लम ज़मीन कलम"),
        ("ஔவை", "ஔவை"),
        ("Ǽsir ǿre s\u0336t\u0336op", "ǽsir æsir ǿre øre stop"),
        ("Việt Nam Ångström", "việt viet ångström ANGSTROM"),
        ("счёт-фактура за 3.5 ч", "счёт-фактура счет-фактура 3.5"),
        ("日本のсчёт", "счёт счет"),
    ],
)
@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_however_its_letters_are_composed_a_word_is_found(
    text: str, queries: str, written: Form, asked: Form
) -> None:
    stored = form(text, written)
    for query in form(queries, asked).split():
        assert by_sqlite(query, stored), query
        assert Query.read(query).found_in(stored), query


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "query", ["но", "счетов", "чёт", "жак", "фактура-счет", "μολόγιο", "счёт-за"]
)
def test_no_part_of_a_word_with_marks_is_found(query: str, written: Form) -> None:
    text = form("новый счёт-фактура, їжак. τιμολόγιο", written)
    assert not by_sqlite(query, text)


def test_every_letter_is_found_however_it_is_composed() -> None:
    letters = [chr(number) for number in range(0x80, 0x20000) if chr(number).isalnum()]
    composed = [each for each in letters if form(each, "NFC") != form(each, "NFD")]
    index = sqlite3.connect(":memory:")
    index.execute(MAKE)
    for number, letter in enumerate(composed):
        for at, each in enumerate(("NFC", "NFD")):
            words = f"{form(letter, each)}x"  # type: ignore[arg-type]
            index.execute(INSERT, entry("job", 2 * number + at, "", words))
    for number, letter in enumerate(composed):
        alike = {2 * number, 2 * number + 1}
        for each in ("NFC", "NFD"):
            expression = Query.read(f"{form(letter, each)}x").expression  # type: ignore[arg-type]
            rows = index.execute("SELECT code FROM search WHERE search MATCH ?", (expression,))
            assert alike <= {int(code[1:]) for (code,) in rows}, (letter, each)
