"""Copies: the same text under another id, word for word or edited, and what they leave of independent stories."""

from newsframing.duplicates.accounts import copies_table, copying_table, independence_table
from newsframing.duplicates.clusters import WINDOW_DAYS, find_copies, mark_copies, represent
from newsframing.duplicates.texts import content_hash, normalised

__all__ = [
    "WINDOW_DAYS",
    "content_hash",
    "copies_table",
    "copying_table",
    "find_copies",
    "independence_table",
    "mark_copies",
    "normalised",
    "represent",
]
