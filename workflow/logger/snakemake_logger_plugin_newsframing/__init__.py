"""The progress display of `make`: a line a finished step, and for a failed one its sentence and its log.

Snakemake finds this package by its name (`--logger newsframing`). Its own display stays for `snakemake --cores all`.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

#: how a script marks the one sentence that a user should read
MARK = "newsframing: "
#: lines of a log that are shown where a failed step left no such sentence
TAIL = 15
LOCKED = MARK + (
    "another run is at work in this folder, or one was killed; if none is, run make unlock and then make again"
)
#: what Snakemake adds to an error that the failed step has told already
REPEATED = ("Exiting because", "WorkflowError:\nAt least one")


def last_lines(log: str) -> list[str]:
    """Give the end of a failed step's log; nothing where it ends in the sentence that the step has said itself."""
    try:
        lines = Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [] if lines and lines[-1].startswith(MARK) else lines[-TAIL:]


class LogHandler(LogHandlerBase):
    """Writes progress to standard error."""

    def __post_init__(self) -> None:
        """Start with no steps known."""
        self.started: dict[int, tuple[str, float]] = {}
        self.shown_errors: set[str] = set()
        self.done, self.total, self.began = 0, 0, time.monotonic()

    @property
    def writes_to_stream(self) -> bool:
        """Say that it takes the place of Snakemake's own display."""
        return True

    @property
    def writes_to_file(self) -> bool:
        """Say that it writes no file."""
        return False

    @property
    def has_filter(self) -> bool:
        """Say that it decides itself what to show."""
        return True

    @property
    def has_formatter(self) -> bool:
        """Say that it words its lines itself."""
        return True

    @property
    def needs_rulegraph(self) -> bool:
        """Say that it does not need the graph."""
        return False

    def emit(self, record: logging.LogRecord) -> None:
        """Show one event of the run, where it is one that a person follows."""
        event = getattr(record, "event", None)
        if event == LogEvent.RUN_INFO:
            self.total = int(getattr(record, "stats", {}).get("total", 0))
        elif event == LogEvent.JOB_INFO:
            self.started[record.jobid] = (self._title(record), time.monotonic())  # type: ignore[attr-defined]
        elif event == LogEvent.JOB_FINISHED:
            self._finished(int(getattr(record, "job_id", -1)))
        elif event == LogEvent.JOB_ERROR:
            self._failed(record)
        elif event == LogEvent.ERROR or (event is None and record.levelno >= logging.ERROR):
            self._said(record)
        elif event is None and record.levelno >= logging.INFO:
            message = record.getMessage()
            if message.startswith("Nothing to be done"):
                self._write("newsframing: everything is up to date; no step had to run")

    @staticmethod
    def _title(record: Any) -> str:
        name = str(record.rule_name).replace("_", " ")
        wildcards = getattr(record, "wildcards", None) or {}
        return f"{name} · {' '.join(str(value) for value in wildcards.values())}" if wildcards else name

    def _finished(self, job: int) -> None:
        title, began = self.started.get(job, (f"step {job}", time.monotonic()))
        self.done += 1
        width = len(str(self.total))
        self._write(f"[{self.done:>{width}}/{self.total}] {time.monotonic() - began:5.1f} s  {title}")

    def _failed(self, record: Any) -> None:
        title, _ = self.started.get(record.jobid, (str(record.rule_name), 0.0))
        self._write(f"The step '{title}' failed")
        for log in _texts(getattr(record, "log", [])):
            for line in last_lines(log) if log.endswith(".log") else ():
                self._write(f"    {line}")
            self._write(f"    its log: {log}")

    def _said(self, record: logging.LogRecord) -> None:
        """Show what Snakemake itself says of an error, but for what the failed step has said already."""
        message = record.getMessage().strip()
        repeated = "non-zero exit status" in message or message.startswith(REPEATED)
        if "cannot be locked" in message:
            message = LOCKED
        if message and not repeated and message not in self.shown_errors:
            self.shown_errors.add(message)
            self._write(message)

    @staticmethod
    def _write(line: str) -> None:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, Iterable) else []
