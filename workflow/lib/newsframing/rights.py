"""What the project promises of articles, persons and coders, in the words in which reports and READMEs say it."""

from __future__ import annotations

#: what a page or a table quotes of one article, at most
MOST_SENTENCES, MOST_WORDS = 2, 50
QUOTING = (
    "Nothing that may be shown quotes more than two sentences or fifty words of an article. Whole texts stay local, "
    "under data/."
)
COUNTS = "Counts that are shared are of single words that stand in five articles or more."
LICENCE = (
    "Articles belong to their publishers. The licence of the code does not cover them, nor does that of a package in "
    "which a corpus comes."
)
PERSONS = "No table lists private persons: who speaks is told by kind, and by name only for public actors on a list."
VERDICTS = "A verdict is about these articles, not about an outlet's honesty."
READINGS = (
    "A text that is read against the corpus, such as the unsigned opinion piece with which the project began, is a "
    "source of hypotheses and no evidence: it moves no number."
)
CODERS = "Coders are told, in handbook, forms and sheets, that texts may be distressing, and may stop at any time."
ALL = (QUOTING, COUNTS, LICENCE, PERSONS, VERDICTS, READINGS, CODERS)
#: what coders are told before they read
DISTRESS = (
    "Some of these texts tell of violence, death and suffering. Take breaks; you may leave a row empty or stop at any "
    "time without giving a reason. Tell whoever handed you this sheet, so that others can take over."
)
