"""Fetching: answers of the web stored untouched, politely, with a record of each; never part of a run of a study."""
