"""Gives standard streams as a pipe does, for running `main()` in this process."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def streams(typed: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Standard streams as a pipe gives them: bytes behind text, and no terminal."""
    out, err = io.BytesIO(), io.BytesIO()
    saved = sys.stdin, sys.stdout, sys.stderr
    heard = signal.getsignal(signal.SIGINT)
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8", errors="surrogateescape")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        yield out, err
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.detach()  # type: ignore[attr-defined]
        sys.stdin, sys.stdout, sys.stderr = saved
        signal.signal(signal.SIGINT, heard)  # a command hears no Ctrl-C at its end
