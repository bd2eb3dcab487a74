"""The documents keep their promises: two set-up commands, generated pages, anchors that exist."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "discoverycli"
GENERATED = ("docs/cli.md", "docs/json.md", "docs/notes.md", "README.md")
REWRITE = f"Write them anew: .venv/bin/python -m cogapp -r -I docs {' '.join(GENERATED)}"


def test_the_readme_opens_with_exactly_two_set_up_commands() -> None:
    opening = (ROOT / "README.md").read_text().partition("## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", opening, re.DOTALL)
    assert [len(block.strip().splitlines()) for block in blocks] == [1, 1]
    assert blocks[0].strip().endswith("disco demo")
    assert "pytest" in blocks[1].strip().split("&&")[-1]
    assert not re.search(r"\b(uv|sudo|source|activate|poetry)\b", "".join(blocks))


@pytest.mark.bulk
def test_the_generated_pages_are_what_the_program_says_now() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", "docs", *GENERATED],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\n{REWRITE}"


def test_every_anchor_named_in_the_source_exists() -> None:
    text = (ROOT / "docs" / "methods.md").read_text()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}
    anchors |= set(re.findall(r'<a (?:id|name)="([^"]+)"', text))
    named = {
        anchor
        for path in SOURCE.rglob("*.py")
        for anchor in re.findall(r"methods\.md#([\w-]+)", path.read_text())
    }
    assert named
    assert named <= anchors


def test_every_decision_says_choice_reason_and_what_would_reverse_it() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [int(p.name[:4]) for p in pages]
    assert numbers == sorted(set(numbers))
    for page in pages:
        text = page.read_text()
        for part in ("**Choice.**", "**Reason.**", "**What would reverse it.**"):
            assert part in text, page.name


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    wrong = re.compile(
        r"/root/|(?<![~\w])/work/|/tmp/v/|pypi\.org|files\.pythonhosted|registry\.npmjs"
    )
    found = [
        name
        for name in tracked
        if name != "tests/test_docs.py"
        and wrong.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


HYPOTHESIS = {
    "code": str, "text": str, "status": str, "was": (str, None), "class": str, "origin": str,
    "importance": int, "serves": [str], "segment": (str, None), "votes_for": int,
    "votes_against": int, "asked": int, "split": int, "fresh_until": (str, None),
    "checks": [{"name": str, "ok": bool, "have": (int, str), "need": (int, str)}],
}  # fmt: skip
PROMISED: dict[str, Any] = {
    "hypotheses --all": [HYPOTHESIS],
    "hypotheses show H1": HYPOTHESIS | {
        "evidence": [{
            "stance": str, "rung": str, "voice": str, "person": str, "relation": str,
            "interview": str, "held_on": (str, None), "text": str, "counted": bool,
            "reason": (str, None),
        }],
        "revisions": [dict], "predictions": [dict], "decisions": [dict],
    },
    "jobs": [{
        "code": str, "text": str, "type": str, "story": (dict, None), "serves": [str],
        "voices": int, "hired": int, "fired": int, "status": str, "lint": [dict],
    }],
    "people": [{
        "code": str, "name": str, "organisation": (str, None), "relation": str,
        "segment": (str, None), "last_contact": (str, None), "period_days": (int, None),
        "due_in_days": (int, None), "interviews": int,
        "consent": {"notes": str, "recording": str, "quote": str},
    }],
    "show I20": {
        "code": str, "held_on": (str, None), "precision": str, "kind": str, "channel": str,
        "via": (str, None), "minutes": (int, None), "notes": str,
        "people": [{"code": str, "name": str, "organisation": (str, None), "relation": str}],
        "statements": [{
            "code": str, "kind": str, "rung": str, "verbatim": bool, "text": str, "themes": [str],
        }],
        "evidence": [dict], "followups": [dict],
    },
    "report": {
        "week": (str, None), "first_day": str, "last_day": str, "interviews": [dict],
        "cadence": {
            "goal": int, "this_week": int, "status": str, "streak": int,
            "coverage": (float, None), "longest_gap_days": (int, None),
        },
        "balance": dict, "channels": dict, "changed": [dict], "unvalidated": [dict],
        "due": [dict], "followups": [dict], "next": [dict],
    },
    "report cadence": {
        "weeks": [{"week": str, "contacts": int, "status": str}], "streak": int,
        "coverage": (float, None), "longest_gap_days": (int, None), "floor_kept": (bool, None),
        "this_week": int, "pauses": [dict], "undated": int,
    },
    "import note.md": {
        "files": int, "read": int, "stored": int, "skipped": int, "refused": int,
        "interviews": int, "people": int, "statements": int, "hypotheses": int, "jobs": int,
        "problems": [{"file": str, "line": (int, None), "message": str}],
    },
    "log Ana !pain|it|hurts": {
        "interview": str, "people": [dict], "statements": [dict], "evidence": [dict],
        "moved": [{"code": str, "from": str, "to": str}], "draft": (str, None),
    },
}  # fmt: skip
"""Command → what other programs may rely on: keys with their types, `None` for null, a list's
element type in brackets. Adding is fine; taking away or changing breaks the promise."""


def _mismatch(value: Any, wanted: Any, place: str) -> str | None:
    """Where `value` is not what was promised."""
    if isinstance(wanted, tuple):
        found = [_mismatch(value, each, place) for each in wanted]
        return None if None in found else found[0]
    if isinstance(wanted, list):
        if not isinstance(value, list):
            return f"{place} is no list"
        pairs = ((each, wanted[0], f"{place}[{index}]") for index, each in enumerate(value))
        return next(filter(None, (_mismatch(*each) for each in pairs)), None)
    if isinstance(wanted, dict):
        if not isinstance(value, dict) or wanted.keys() - value.keys():
            return f"{place} lacks {wanted.keys() - set(value)}"
        pairs = ((value[key], of, f"{place}.{key}") for key, of in wanted.items())
        return next(filter(None, (_mismatch(*each) for each in pairs)), None)
    kind = type(None) if wanted is None else wanted
    return None if type(value) is kind else f"{place} is {value!r}, not {kind.__name__}"


def test_every_key_that_was_promised_to_programs_is_there_with_its_type(  # type: ignore[no-untyped-def]
    disco, world, monkeypatch
) -> None:
    disco("demo")
    monkeypatch.setenv("DISCO_JOURNAL", str(world / "disco-demo"))
    (world / "note.md").write_text("---\nwith: Ida\non: 2026-11-02\n---\n!pian none\n")
    for line, wanted in PROMISED.items():
        words = [word.replace("|", " ") for word in line.split()]
        printed = disco(*words, "--json").data
        assert printed
        assert _mismatch(printed, wanted, line) is None


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The meanings of JSON keys, fresh."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    spec = importlib.util.spec_from_file_location("json_page_here", ROOT / "docs" / "json_page.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_key_without_a_meaning_or_of_another_type_stops_the_pages(keys: ModuleType) -> None:
    sample = keys.json_samples.Sample("disco init elsewhere", "init")
    keys.check({"journal": "a.db", "created": True}, sample)
    for wrong in (
        {"journal": "a.db", "created": True, "more": 1},
        {"journal": "a.db"},
        {"journal": "a.db", "created": 1},
        {"journal": None, "created": True},
        [{"journal": "a.db", "created": True}],
    ):
        with pytest.raises(keys.WrongKeysError):
            keys.check(wrong, sample)


def test_a_documented_key_that_no_command_prints_stops_the_pages(keys: ModuleType) -> None:
    for sample in keys.json_samples.SAMPLES:
        assert sample.shape in keys.SHAPES
    with pytest.raises(keys.WrongKeysError, match=r"add commands to docs/json_samples\.py"):
        keys.check_all_met()


def test_the_page_of_json_keys_has_every_key_that_is_declared(keys: ModuleType) -> None:
    page = (ROOT / "docs" / "json.md").read_text()
    for shape in keys.SHAPES.values():
        assert f"### {shape.name}\n\n{shape.says}\n" in page, REWRITE
        for path, row in shape.rows.items():
            assert f"| `{path}` | {keys.type_name(row.type)} | {row.meaning} |" in page, REWRITE


def test_a_shape_without_a_place_on_the_page_stands_last_and_one_that_is_gone_is_told(
    keys: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = keys._ORDER
    unnamed = keys.SHAPES.keys() - set(order)
    monkeypatch.setattr(keys, "_ORDER", order[1:])
    assert list(keys._shapes()) == [*order[1:], *sorted({order[0], *unnamed})]
    monkeypatch.setattr(keys, "_ORDER", (*order, "unicorn"))
    with pytest.raises(keys.WrongKeysError, match=r"^take out of _ORDER of docs/json_page\.py"):
        keys._shapes()


def _noted(name: str) -> str:
    """The first block of text on a page."""
    found = re.search(r"```text\n(.*?)```", (ROOT / "docs" / name).read_text(), re.DOTALL)
    assert found
    return found[1]


def test_the_note_of_the_notes_page_shows_every_mark_and_can_be_logged(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "bookkeepers type twice")
    disco("hypotheses", "add", "owners want an export")
    disco("jobs", "add", "close the month before the holiday")
    made = disco("log", "-", "--json", typed=_noted("notes.md")).data
    assert made["warnings"] == []
    said = {(each["kind"], each["rung"]) for each in made["statements"]}
    assert said == {
        ("context", "says"),
        ("pain", "did"),
        ("workaround", "paid"),
        ("commit", "keeps"),
    }
    stances = [(each["hypothesis"], each["stance"]) for each in made["evidence"]]
    assert stances == [("H1", "supports"), ("H2", "refutes"), ("H2", "neutral"), ("H3", "supports")]
    assert (made["hypotheses"], made["jobs"]) == (["H3"], ["J2"])
    shown = disco("show", "I1", "--json").data
    assert [each["hired"] for each in shown["jobs"]] == [True, False]
    assert [each["ours"] for each in shown["followups"]] == [False, True, True]
    speakers = {each["kind"]: each["name"] for each in shown["statements"]}
    assert (speakers["context"], speakers["pain"]) == ("Ben Okoro", "Ana Silva")
    assert shown["notes"] == _noted("notes.md").split("---\n", 2)[2]


def test_what_a_note_leaves_out_is_what_the_notes_page_says(disco) -> None:  # type: ignore[no-untyped-def]
    first = disco("log", "Ana @ Acme", "hello", "--json").data
    assert first["people"][0]["relation"] == "unknown"
    assert (first["held_on"], first["channel"]) == ("2026-11-20", "direct")
    disco("log", "Ana", "hello again", "--as", "current", "--segment", "clinics")
    disco("log", "Ana", "hello from afar", "--via", "Otto")
    shown = disco("show", "I3", "--json").data
    assert (shown["channel"], shown["kind"], shown["minutes"]) == ("proxy", "interview", None)
    assert shown["people"][0]["relation"] == "current"
    assert shown["people"][0]["segment"] == "clinics"


def test_a_note_with_an_unknown_code_stores_nothing_and_names_the_line_and_the_draft(disco) -> None:  # type: ignore[no-untyped-def]
    disco("hypotheses", "add", "bookkeepers type twice")
    refused = disco("log", "-", typed="---\nwith: Ana\n---\nwords\nH9+ did\n", ok=False)
    assert refused.code == 3
    assert "line 5" in refused.err
    assert "drafts" in refused.err
    assert disco("show", "I1", ok=False).code == 3


def test_every_file_and_folder_that_the_table_of_contributing_names_is_there() -> None:
    """`<name>` and `<noun>` stand for any module of that folder."""
    page = (ROOT / "CONTRIBUTING.md").read_text()
    rows = re.findall(r"^\| an? .*\|$", page, re.MULTILINE)
    assert len(rows) >= 8
    for named in re.findall(r"`([a-z_]+/[\w/<>]*(?:\.\w+)?)`", "\n".join(rows)):
        pattern = re.sub(r"<\w+>", "*", named)
        found = [path for root in (SOURCE, ROOT) for path in root.glob(pattern.rstrip("/"))]
        assert found, f"{named} is not there"
    names = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    for constant in re.findall(r"`([A-Z][A-Z_]+)`", "\n".join(rows)):
        assert re.search(rf"^{constant}\b", names, re.MULTILINE), f"{constant} is not there"


def test_the_architecture_page_is_short_and_every_file_it_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert len(text.splitlines()) <= 120
    named = re.findall(r"`([a-z_]+/[\w/<>]*(?:\.\w+)?|[a-z_]+\.py)`", text)
    assert len(named) > 40
    for each in named:
        pattern = re.sub(r"<\w+>", "*", each).rstrip("/")
        assert [path for root in (SOURCE, ROOT) for path in root.glob(pattern)], (
            f"{each} is not there"
        )
    for link in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (ROOT / "docs" / link).exists(), link


def test_both_tables_of_where_to_add_name_the_same_things_and_files() -> None:
    """The short one says where to begin, the long one also what has to follow."""
    long, short = (
        {
            thing: set(re.findall(r"`([a-z_]+/[\w/<>]*(?:\.\w+)?)`", rest))
            for thing, rest in re.findall(
                r"^\| (an? [^|]+?) \| (.+) \|$", (ROOT / page).read_text(), re.MULTILINE
            )
        }
        for page in ("CONTRIBUTING.md", "docs/architecture.md")
    )
    assert len(short) >= 8
    for thing, files in short.items():
        assert files
        assert files <= long.get(thing, set()), f"{thing}: CONTRIBUTING.md lacks a file"
