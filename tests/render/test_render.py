"""The choice of a renderer, and what each costs to import."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import discoverycli
from discoverycli.render import RENDERERS, print_page, render
from discoverycli.render.blocks import Page

MODULES_AFTER = """
import sys
from discoverycli.render import render
from discoverycli.render.blocks import Note, Page
render(Page("t", (Note("日本"),), None), {format!r})
print(*sys.modules)
"""


def modules_after(format_: str) -> set[str]:
    code = MODULES_AFTER.format(format=format_)
    source = str(Path(discoverycli.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("format_", RENDERERS)
def test_a_page_prints_as_it_renders(week_page: Page, format_: str) -> None:
    out = io.StringIO()
    print_page(week_page, format_, file=out, width=80, colour=False)
    assert out.getvalue() == render(week_page, format_)


@pytest.mark.parametrize("format_", RENDERERS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-16"])
def test_no_encoding_makes_printing_fail(week_page: Page, format_: str, encoding: str) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    print_page(week_page, format_, file=out)
    out.flush()
    assert out.tell() > 0


def test_a_format_nobody_renders_is_the_callers_mistake(week_page: Page) -> None:
    with pytest.raises(KeyError):
        render(week_page, "papyrus")


@pytest.mark.process
@pytest.mark.parametrize("format_", ["json", "csv", "markdown"])
def test_only_the_renderer_asked_for_is_imported(format_: str) -> None:
    loaded = modules_after(format_)
    ours = {f"discoverycli.render.{name}" for name in RENDERERS.values()} & loaded
    assert ours == {f"discoverycli.render.{RENDERERS[format_]}"}
    assert not any(name.partition(".")[0] == "rich" for name in loaded)


@pytest.mark.process
def test_a_table_costs_the_small_part_of_rich_only() -> None:
    loaded = modules_after("table")
    assert "rich.cells" in loaded
    assert not loaded & {"rich.console", "rich.table", "rich.text"}


def test_the_weeks_json_and_csv_match_their_golden_files(
    week_page: Page, golden: Callable[[str, str], None]
) -> None:
    golden("week.json", render(week_page, "json"))
    golden("week.csv", render(week_page, "csv"))
