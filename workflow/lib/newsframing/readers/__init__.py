"""Readers: files as users have them become records, one by one, as they stand there; nothing is cleaned here."""

from newsframing.readers.importing import READERS, import_source

__all__ = ["READERS", "import_source"]
