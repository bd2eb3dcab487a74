"""The documents keep their promises: two set-up commands, generated pages, anchors that exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "discoverycli"


def test_the_readme_opens_with_exactly_two_set_up_commands() -> None:
    opening = (ROOT / "README.md").read_text().partition("## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", opening, re.DOTALL)
    assert [len(block.strip().splitlines()) for block in blocks] == [1, 1]
    assert blocks[0].strip().endswith("disco demo")
    assert "pytest" in blocks[1].strip().split("&&")[-1]
    assert not re.search(r"\b(uv|sudo|source|activate|poetry)\b", "".join(blocks))


def test_the_generated_pages_are_what_the_program_says_now() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", "docs", "docs/cli.md", "README.md"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


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
    assert [int(p.name[:4]) for p in pages] == list(range(1, len(pages) + 1))
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
