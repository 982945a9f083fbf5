"""Codes made by people: returned sheets and files of codes, tied to articles, and one value an article and frame.

A *label* is what stands in a file, a *frame* what the codebook calls it; a *cell* is one coder's answer on one label of
one article, unit and wave. Labels made by other tools (``foreign``) come in by the same files and are judged like ours.
"""
