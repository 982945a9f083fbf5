"""Pages: escaped HTML, executed notebooks and the site that a study leaves; nothing is loaded from outside."""
