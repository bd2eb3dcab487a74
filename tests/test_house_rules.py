"""Proves what the house promises: who may import what, when, and how modules present themselves."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import discoverycli
from discoverycli.cli.reports.report import REPORTS

SOURCE = Path(discoverycli.__file__).parent
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "versions" not in p.parts)

# Folder → what its modules may import at the top beside the standard library and `errors`.
TOP_LEVEL = {
    "domain": {"discoverycli.domain", "discoverycli.errors"},
    "store/write": {
        "discoverycli.domain", "discoverycli.errors", "discoverycli.files", "discoverycli.store", "sqlmodel", "sqlalchemy",
    },
    "store/read": {"discoverycli.domain", "discoverycli.errors", "discoverycli.store"},
    "store": {
        "discoverycli.domain", "discoverycli.errors", "discoverycli.files", "discoverycli.store",
        "alembic", "pydantic", "sqlalchemy", "sqlmodel",
    },
    "safety": {
        "discoverycli.domain", "discoverycli.errors", "discoverycli.files", "discoverycli.privacy", "discoverycli.safety",
        "discoverycli.store", "sqlalchemy", "sqlmodel",
    },
    "privacy": {
        "discoverycli.domain", "discoverycli.errors", "discoverycli.files", "discoverycli.privacy", "discoverycli.store",
        "sqlmodel",
    },
    "analysis": {
        "discoverycli.analysis", "discoverycli.domain", "discoverycli.errors",
        "discoverycli.store.read",
    },
    "pages": {
        "discoverycli.analysis", "discoverycli.domain", "discoverycli.errors",
        "discoverycli.pages", "discoverycli.render",
    },
    "formats": {"discoverycli.domain", "discoverycli.errors", "discoverycli.formats"},
    "render": {"discoverycli.errors", "discoverycli.files", "discoverycli.render", "rich"},
    "cli/answers": {
        "discoverycli.cli", "discoverycli.clock", "discoverycli.context", "discoverycli.domain",
        "discoverycli.pages", "discoverycli.render", "discoverycli.store",
    },
    "cli": {
        "discoverycli.cli", "discoverycli.clock", "discoverycli.context", "discoverycli.domain",
        "discoverycli.errors", "discoverycli.privacy", "discoverycli.render", "discoverycli.safety",
        "discoverycli.settings", "discoverycli.store", "typer",
    },
}  # fmt: skip


def imports_of(path: Path, *, top_only: bool) -> Iterator[str]:
    """The modules a file imports, those for type checking alone left out."""
    nodes = list(ast.parse(path.read_text()).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            nodes.extend(node.orelse)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and top_only:
            continue
        else:
            nodes.extend(
                child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)
            )


def folder_of(path: Path) -> str:
    relative = path.relative_to(SOURCE).as_posix()
    for folder in sorted(TOP_LEVEL, key=len, reverse=True):
        if relative.startswith(folder + "/"):
            return folder
    return ""


@pytest.mark.parametrize(
    "path", [p for p in MODULES if folder_of(p)], ids=lambda p: p.relative_to(SOURCE).as_posix()
)
def test_a_module_imports_at_its_top_only_what_its_folder_may(path: Path) -> None:
    folder = folder_of(path)
    allowed = TOP_LEVEL[folder]
    for name in imports_of(path, top_only=True):
        root = name.split(".")[0]
        if root in sys.stdlib_module_names or name.startswith("discoverycli.__version__"):
            continue
        assert any(name == a or name.startswith(a + ".") for a in allowed), f"{name} in {folder}"
    if folder == "render" and path.stem not in ("terminal", "progress"):
        assert not any(name.startswith("rich") for name in imports_of(path, top_only=False))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_module_says_in_a_sentence_what_it_does(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text()))
    assert text
    assert text.split("\n\n")[0].rstrip().endswith((".", "?"))


def test_only_the_clock_reads_the_clock() -> None:
    reading = re.compile(r"\b(date\.today|datetime\.(now|utcnow|today)|time\.time)\(")
    readers = [p.relative_to(SOURCE).as_posix() for p in MODULES if reading.search(p.read_text())]
    assert readers == ["clock.py"]


def test_one_module_makes_engines() -> None:
    engines = [p.stem for p in MODULES if "create_engine(" in p.read_text()]
    assert engines == ["engine"]


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_no_folder_has_more_than_25_modules() -> None:
    modules = Counter(p.parent.relative_to(SOURCE).as_posix() for p in MODULES)
    assert {folder for folder, number in modules.items() if number > 25} == set()


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def every_import(path: Path, known: Collection[str]) -> Iterator[str]:
    """Our modules that a file imports: at its top, in functions, and for typing alone."""
    here = name_of(path)
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{here} imports by a relative name"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            while name and name not in known:
                name = name.rpartition(".")[0]
            # A package that imports its own modules is no circle: they import others by name.
            if name not in ("", "discoverycli", here) and not here.startswith(f"{name}."):
                yield name


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {name_of(path): path for path in SOURCE.rglob("*.py")}
    imports = {name: set(every_import(path, known)) for name, path in known.items()}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        pytest.fail(f"a circle of imports: {' <- '.join(circle)}")


def modules_after(*commands: tuple[str, ...]) -> set[str]:
    """The modules a real process has imported when some commands have ended."""
    script = (
        "import sys\n"
        "from discoverycli.main import main\n"
        f"for command in {commands!r}:\n"
        "    main(list(command))\n"
        "sys.stderr.write('\\nMODULES ' + ' '.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stderr.rpartition("MODULES ")[2].split())


READING = [
    ("hypotheses",),
    ("hypotheses", "--json"),
    ("hypotheses", "show", "H1"),
    ("report", "--week"),
    ("report", "cadence", "--check"),
    ("people",),
    ("people", "show", "P1"),
    ("people", "--anonymous"),
    ("jobs",),
    *(("report", name) for name in REPORTS),
    ("report", "matrix", "--by", "people", "--format", "csv"),
    ("prep", "P1"),
    ("why", "H1"),
    ("show", "I1"),
    ("search", "words"),
    ("next",),
    ("next", "H1", "--json"),
    ("doctor",),
    ("--help",),
    ("--version",),
]


HEAVY_TO_READ = {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "yaml"}


@pytest.fixture
def known(disco, once) -> None:  # type: ignore[no-untyped-def]
    @once
    def tell() -> None:
        note = "H: words that can be found\nH+ did: found them"
        disco("log", "Ana @ Acme", note, "--as", "prospect")


@pytest.mark.process
def test_no_reading_command_imports_the_object_mapper(known: None) -> None:
    """What one imports stays imported, so that one process tells of all of them."""
    assert not HEAVY_TO_READ & modules_after(*READING)


@pytest.mark.bulk
@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_a_reading_command_never_imports_the_object_mapper(known: None, arguments) -> None:  # type: ignore[no-untyped-def]
    assert not HEAVY_TO_READ & modules_after(arguments)


@pytest.mark.process
def test_a_log_on_an_existing_journal_imports_neither_migrations_nor_yaml(disco) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "the first")
    assert not {"alembic", "yaml", "rich.console"} & modules_after(
        ("log", "Ana @ Acme", "the second", "--on", "2026-11-19")
    )


WRITING = {
    ("report", "cadence", "--pause", "2027-01-01..2027-01-07"): {"pauses"},
    ("jobs", "add", "close the month"): {"jobs"},
    ("hypotheses", "add", "they wait"): {"hypotheses"},
    ("hypotheses", "decide", "ship it", "--because", "H1"): {"decisions", "hypotheses"},
    ("people", "consent", "P1", "--scope", "notes"): {"consent", "people"},
    ("log", "Ana @ Acme", "words"): {"hypotheses", "interviews", "jobs", "people"},
}


@pytest.mark.process
@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_a_command_loads_only_the_tables_it_writes_and_those_they_point_at(
    known: None, command: tuple[str, ...]
) -> None:
    loaded = {
        name.rpartition("models.")[2] for name in modules_after(command) if "store.models." in name
    }
    assert loaded - {"rows"} == WRITING[command]


@pytest.mark.process
def test_the_version_needs_no_option_parser() -> None:
    assert "typer" not in modules_after(("--version",))


@pytest.mark.process
def test_shell_completion_never_imports_the_object_mapper(disco, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    disco("log", "Ana @ Acme", "H: they type it twice")
    monkeypatch.setenv("_DISCO_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "disco show H")
    monkeypatch.setenv("COMP_CWORD", "2")
    script = (
        "import sys, atexit\n"
        "from discoverycli.main import main\n"
        "atexit.register(lambda: sys.stderr.write('MODULES ' + ' '.join(sys.modules)))\n"
        "sys.exit(main([]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert "H1" in done.stdout.split()
    heavy = {"sqlmodel", "sqlalchemy", "pydantic"}
    assert not heavy & set(done.stderr.rpartition("MODULES ")[2].split())
