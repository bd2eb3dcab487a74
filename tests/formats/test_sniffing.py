from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from discoverycli.formats import FORMATS, SUFFIXES, ProblemKind, read, sniff


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("a.md", "---\nwith: Ana\n---\nx", "note"),
        ("a.txt", "---\nas: prospect\nWith: Ana\n---\nx", "note"),
        ("a.md", "---\ntitle: x\n---\nwith: Ana", "interview"),
        ("a.MARKDOWN", "words", "interview"),
        ("dir.yaml/a.md", "words", "interview"),
        ("a.yaml", "---\nwith: Ana\n---\n", "story"),
        ("a.yml", "", "story"),
        ("a.png", "", None),
        ("a", "", None),
        ("", "", None),
    ],
)
def test_the_format_follows_from_the_name_and_the_front_matter(
    path: str, text: str, name: str | None
) -> None:
    assert sniff(path, text) == name


def test_every_suffix_leads_to_a_format() -> None:
    assert set(SUFFIXES.values()) <= set(FORMATS)


def test_an_unknown_kind_of_file_is_refused_and_the_known_ones_are_listed() -> None:
    (problem,) = read("a.png", b"words").problems
    assert problem.refused
    assert problem.kind is ProblemKind.UNREADABLE
    assert ".md" in problem.message


def test_the_content_hash_is_that_of_the_lines_whatever_ends_them() -> None:
    data = b"---\nwith: Ana\non: 2026-11-20\n---\nwords\n\nand more\n"
    (entry,) = read("a.md", data).entries
    for same in (
        data.replace(b"\n", b"\r\n"),
        data.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + data,
        data + b"\n\n",
        data.replace(b"words", b"words \t"),
        data.replace(b"\n\n", b"\n"),
    ):
        assert read("b.md", same).entries[0].content_hash == entry.content_hash
    other = data.replace(b"and", b"but")
    assert read("a.md", other).entries[0].content_hash != entry.content_hash


def test_an_entry_is_known_by_the_hash_of_its_bytes_as_before() -> None:
    data = b"---\nwith: Ana\non: 2026-11-20\n---\nwords\n"
    windows = data.replace(b"\n", b"\r\n")
    was = hashlib.sha256(data).hexdigest(), hashlib.sha256(windows).hexdigest()
    for same in (data, windows, b"\xef\xbb\xbf" + data):
        assert set(was) <= set(read("a.md", same).entries[0].former_hashes)


@pytest.mark.process
def test_a_format_is_imported_only_when_a_file_needs_it() -> None:
    script = (
        "import sys, discoverycli.formats as f\n"
        "f.read('a.md', b'---\\nwith: Ana\\n---\\nx')\n"
        "print('yaml' in sys.modules, 'discoverycli.formats.story' in sys.modules)\n"
        "f.read('a.yaml', b'a: b')\n"
        "print('yaml' in sys.modules, 'discoverycli.formats.story' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\nTrue True\n"
