"""Makes power cuts: a disk is rebuilt as it may look after one, from what a process did to it.

The model is the strictest that file systems promise: the data of a file is safe once that file
was synced, and a name in a folder once that folder was. What was not synced may be there or not,
in any order, and a write in part of its sectors. What SQLite keeps in shared memory (`-shm`) is
never there: it is written past the system's calls, and made anew by whoever opens the journal.
"""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

SECTOR = 512
_HEAD = struct.Struct("=IIQqII")


class Call(IntEnum):
    """What was done; the numbers are those of shim.c, `SAY` beside."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    SAY = 10


class Done(NamedTuple):
    """One call that succeeded, paths as they are below the folder; `SAY` holds JSON as path."""

    call: Call
    file: int
    at: int
    path: str
    other: str
    data: bytes

    @property
    def said(self) -> dict[str, Any]:
        """What the harness noted."""
        told: dict[str, Any] = json.loads(self.path)
        return told


def say(log: Path, **told: Any) -> None:
    """Notes in the record that something has happened by now."""
    path = json.dumps(told).encode()
    with log.open("ab", buffering=0) as file:
        file.write(_HEAD.pack(_HEAD.size + len(path), Call.SAY, 0, 0, len(path), 0) + path)


def read_record(log: Path, folder: Path) -> list[Done]:
    """Everything that was done below `folder`, in order."""
    data = log.read_bytes()
    root = str(folder.resolve())
    done: list[Done] = []
    start = 0
    while start < len(data):
        size, call, file, at, path, other = _HEAD.unpack_from(data, start)
        names = start + _HEAD.size
        texts = [data[names : names + path].decode(), data[names + path :][:other].decode()]
        if call != Call.SAY:
            texts = [text.removeprefix(root).removeprefix("/") for text in texts]
        bytes_at = names + path + other
        done.append(Done(Call(call), file, at, *texts, data[bytes_at : start + size]))
        start += size
    return done


class Kind(Enum):
    """What is left of that which was not synced."""

    NONE = "nothing"
    SOME = "some writes, in any order"
    TORN = "some writes, some in part"


@dataclass
class _File:
    """A file's bytes on the disk, and what was written since its last sync."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut off there

    def sync(self) -> None:
        for change in self.pending:
            _apply(self.safe, change)
        self.pending.clear()


@dataclass
class _Folder:
    """A folder's names on the disk, its names as programs see them, and the steps between."""

    safe: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    pending: list[dict[str, int | None]] = field(default_factory=list)

    def change(self, step: dict[str, int | None]) -> None:
        _name(self.seen, step)
        self.pending.append(step)

    def sync(self) -> None:
        for step in self.pending:
            _name(self.safe, step)
        self.pending.clear()


class Disk:
    """A disk behind a cache, which takes one call after the other."""

    def __init__(self, folder: Path) -> None:
        """What is in `folder` now was synced long ago."""
        self._ids = count(1)
        self._things: dict[int, _File | _Folder] = {}
        self._by_system: dict[int, int] = {}
        self._root = self._new(folder.stat().st_ino, _Folder())
        self._load(folder, self._root)

    def _load(self, folder: Path, number: int) -> None:
        for path in folder.iterdir():
            child = self._new(
                path.stat().st_ino,
                _Folder() if path.is_dir() else _File(bytearray(path.read_bytes())),
            )
            inside = self._things[number]
            assert isinstance(inside, _Folder)
            inside.safe[path.name] = inside.seen[path.name] = child
            if path.is_dir():
                self._load(path, child)

    def _new(self, system: int, thing: _File | _Folder) -> int:
        # The system gives the number of a file that is gone to the next one.
        number = self._by_system[system] = next(self._ids)
        self._things[number] = thing
        return number

    def _folder(self, path: str) -> tuple[_Folder, str]:
        *folders, name = path.split("/")
        inside = self._things[self._root]
        for each in folders:
            assert isinstance(inside, _Folder)
            inside = self._things[inside.seen[each]]
        assert isinstance(inside, _Folder)
        return inside, name

    def take(self, done: Done) -> None:
        """What one call does to the disk and to its cache."""
        match done.call:
            case Call.CREATE | Call.MKDIR:
                made = _File() if done.call is Call.CREATE else _Folder()
                inside, name = self._folder(done.path)
                inside.change({name: self._new(done.file, made)})
            case Call.WRITE | Call.TRUNCATE:
                file = self._things[self._by_system[done.file]]
                assert isinstance(file, _File)
                file.pending.append((done.at, done.data if done.call is Call.WRITE else None))
            case Call.SYNC:
                self._things[self._by_system[done.file]].sync()
            case Call.UNLINK | Call.RMDIR:
                inside, name = self._folder(done.path)
                inside.change({name: None})
            case Call.LINK | Call.RENAME:
                self._move(done)
            case Call.SAY:
                pass

    def _move(self, done: Done) -> None:
        source, name = self._folder(done.path)
        target, other = self._folder(done.other)
        step: dict[str, int | None] = {other: source.seen[name]}
        if done.call is Call.RENAME and source is target:
            target.change({name: None} | step)  # within a folder, both names change at once
            return
        target.change(step)
        if done.call is Call.RENAME:
            source.change({name: None})

    def seen(self) -> dict[str, bytes | None]:
        """What programs see: every path below the folder, `None` for a folder."""
        return dict(self._tree(self._root, lambda folder: folder.seen, _everything))

    def cut(self, kind: Kind, chance: random.Random) -> dict[str, bytes | None]:
        """What may be found after a power cut now."""
        likely = chance.choice((0.1, 0.5, 0.9, 1.0))

        def names(folder: _Folder) -> dict[str, int]:
            left = dict(folder.safe)
            for step in folder.pending if kind is not Kind.NONE else ():
                if chance.random() < likely:
                    _name(left, step)
            return left

        def data(file: _File) -> bytes:
            left = bytearray(file.safe)
            if kind is Kind.NONE:
                return bytes(left)
            some = [change for change in file.pending if chance.random() < likely]
            chance.shuffle(some)
            for change in some:
                torn = kind is Kind.TORN and chance.random() < 0.5
                for part in _sectors(change, chance) if torn else [change]:
                    _apply(left, part)
            return bytes(left)

        return dict(self._tree(self._root, names, data))

    def _tree(self, number: int, names: Any, data: Any, path: str = "") -> Iterator[Any]:
        thing = self._things[number]
        assert isinstance(thing, _Folder)
        for name, child in names(thing).items():
            below = self._things[child]
            if isinstance(below, _Folder):
                yield path + name, None
                yield from self._tree(child, names, data, f"{path}{name}/")
            elif not name.endswith("-shm"):
                yield path + name, data(below)


def write_out(found: dict[str, bytes | None], folder: Path) -> None:
    """Makes an empty `folder` hold what was found."""
    for path, data in found.items():
        if data is None:
            (folder / path).mkdir(mode=0o700)
        else:
            (folder / path).write_bytes(data)
            (folder / path).chmod(0o600)


def _everything(file: _File) -> bytes:
    whole = bytearray(file.safe)
    for change in file.pending:
        _apply(whole, change)
    return bytes(whole)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    at, data = change
    end = at if data is None else at + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data is None:
        del content[at:]
    else:
        content[at:end] = data


def _name(names: dict[str, int], step: dict[str, int | None]) -> None:
    for name, number in step.items():
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number


def _sectors(
    change: tuple[int, bytes | None], chance: random.Random
) -> Iterator[tuple[int, bytes | None]]:
    """The parts of a write that reached the disk."""
    at, data = change
    if data is None:
        yield change
        return
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (at + start) % SECTOR)
        if chance.random() < 0.5:
            yield at + start, data[start:end]
        start = end
