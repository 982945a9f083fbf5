"""Fetch one public corpus, checked by its sha256, with a note on where it comes from beside it."""
