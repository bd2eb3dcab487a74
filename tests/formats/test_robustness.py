"""Feeds importers with anything: whatever is in it, nothing is raised and nothing opened.

Whole files that are damaged a little are a trial: `tests/trials/test_bad_input.py`.
"""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examples import examples
from tests.trials.damage import PIECES

from discoverycli.formats import SUFFIXES, Result, read


def is_whole(path: str, result: Result) -> None:
    """Every file ends in entries or in a refusal, and every problem names its file."""
    assert result.entries or any(problem.refused for problem in result.problems)
    assert all(problem.file.startswith(path) and problem.message for problem in result.problems)
    for entry in result.entries:
        assert entry.note.head.with_
        assert all(who.name.strip() for who in entry.note.head.with_)
        assert len(entry.content_hash) == 64


@given(st.sampled_from(sorted(SUFFIXES)), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    is_whole(f"a{suffix}", read(f"a{suffix}", data))


@given(
    st.sampled_from(sorted(SUFFIXES)),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=30),
)
def test_any_mixture_of_signs_is_read_or_refused(suffix: str, pieces: list[bytes]) -> None:
    is_whole(f"a{suffix}", read(f"a{suffix}", b"".join(pieces)))


@examples(0.5)
@given(st.text(max_size=30))
def test_any_path_is_taken_as_a_name_only(path: str) -> None:
    is_whole(path, read(path, b"Participant: Ana\n\nWords.\n"))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "(",
        "# ",
        "<!--",
        "**a",
        "|a|b|\n",
        "> x\n",
        "Date: x\n",
        "- x\n",
        "? \n",
        "a, ",
        "&amp;",
    ],
)
def test_a_long_file_of_one_sign_is_read_or_refused(suffix: str, unit: str) -> None:
    is_whole(f"a{suffix}", read(f"a{suffix}", b"Attendees: " + unit.encode() * 20_000))


HOSTILE = (
    "---\nwith: Ana @ ../../etc/passwd\non: 2026-11-20\n---\n![x](file:///etc/passwd)\n",
    "---\ntitle: Interview with /etc/passwd\n---\n{{> /etc/passwd }}\n\n../../etc/passwd\n",
    "Participant: Ana\n\n<img src='http://192.0.2.1/x.png'>\n[a]: file:///etc/passwd\n",
    "authored_by: file:///etc/passwd\nquotes: []\nimage: ../../x\ntitle: ATTACH 'x.db'\n",
    "authored_by: Ana\ntitle: !!python/object/apply:os.system ['id']\nquotes: []\n",
)  # fmt: skip
OPENED: list[str] = []
WATCHING = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if WATCHING and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        OPENED.append(f"{event} {arguments!r}")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", ["a.md", "a.yaml", "../../../../etc/passwd", "file:///etc/x.yaml"])
def test_no_path_or_address_in_a_file_is_followed(
    text: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(path, text.encode())  # imports what it needs
    sys.addaudithook(_watch)
    OPENED.clear()
    monkeypatch.setattr(sys.modules[__name__], "WATCHING", True)
    read(path, text.encode())
    monkeypatch.undo()
    assert OPENED == []
