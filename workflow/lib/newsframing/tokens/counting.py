"""Counts of keys that come chunk after chunk, and numbers put by in a file: what keeps memory from growing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import numpy as np


class KeyCounts:
    """Counts int64 keys; it holds a number for each different key, and merges only when new ones have piled up."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._keys = np.zeros(0, dtype=np.int64)
        self._counts = np.zeros(0, dtype=np.int64)
        self._new: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, keys: np.ndarray) -> None:
        """Count some keys, in any order."""
        if len(keys):
            self._new.append(_counted(keys))
        if sum(len(part) for part, _ in self._new) > len(self._keys):
            self._merge()

    def totals(self) -> tuple[np.ndarray, np.ndarray]:
        """Give the different keys in ascending order and how often each was added."""
        self._merge()
        return self._keys, self._counts

    def _merge(self) -> None:
        if not self._new:
            return
        keys = np.concatenate([self._keys, *(part for part, _ in self._new)])
        counts = np.concatenate([self._counts, *(part for _, part in self._new)])
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        self._keys, self._counts, self._new = keys[starts], np.add.reduceat(counts, starts), []


def _counted(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    ordered = np.sort(keys)
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return ordered[starts], np.diff(np.r_[starts, len(ordered)])


class Shelf:
    """Arrays of int32 put by in a temporary file, to be read again one by one; the file goes with the object."""

    def __init__(self) -> None:
        """Open an empty file."""
        self._file = tempfile.TemporaryFile(prefix="newsframing-")  # noqa: SIM115 (it is open as long as the object)
        self._sizes: list[int] = []

    def add(self, numbers: np.ndarray) -> None:
        """Put one array by."""
        self._file.write(np.ascontiguousarray(numbers, dtype=np.int32).data)
        self._sizes.append(len(numbers))

    def __iter__(self) -> Iterator[np.ndarray]:
        """Give the arrays in the order in which they came."""
        self._file.seek(0)
        for size in self._sizes:
            yield np.frombuffer(self._file.read(4 * size), dtype=np.int32)
