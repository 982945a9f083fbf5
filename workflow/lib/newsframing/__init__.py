"""Newsframing: how the press frames a story, from raw articles to tables, figures and reports."""
