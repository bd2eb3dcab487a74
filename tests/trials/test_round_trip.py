"""Whole journals out of one store and into another, by both exports: nothing is lost or changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.conftest import Disco
from tests.trials.conftest import Trial
from tests.trials.journals import snapshots

from discoverycli.domain.snapshot import Snapshot, check_snapshot
from discoverycli.formats import journal_json, journal_markdown


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, by path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.trial("B6")
def test_a_journal_is_exported_from_an_empty_one_byte_for_byte_as_it_was_imported(
    trial: Trial, disco: Disco, world: Path
) -> None:
    """JSON into an empty journal, Markdown out of it, that into another, and JSON out again."""
    disco("init", "empty.db")

    @settings(
        max_examples=trial.count, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(snapshots())
    def back_and_forth(snapshot: Snapshot) -> None:
        check_snapshot(snapshot)
        as_json = "".join(journal_json.dump(snapshot)).encode()
        as_folder = {name: "".join(text).encode() for name, text in journal_markdown.dump(snapshot)}
        shutil.rmtree("folder", ignore_errors=True)
        for name in ("one.db", "two.db"):
            shutil.copy("empty.db", name)
        Path("one.json").write_bytes(as_json)

        disco("import", "one.json", "--journal", "one.db")
        disco("export", "--format", "markdown", "--output", "folder", "--journal", "one.db")
        assert files(Path("folder")) == as_folder
        disco("import", "folder", "--journal", "two.db")
        disco("export", "--output", "two.json", "--journal", "two.db")
        assert Path("two.json").read_bytes() == as_json
        trial.ran()

    back_and_forth()
