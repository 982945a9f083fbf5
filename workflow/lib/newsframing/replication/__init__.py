"""What lets others rebuild a study: the record of it, the comparison with a rebuilt one, the deposit.

``record`` and ``listing`` say what a study's record holds, ``readme`` and ``crate`` describe it for people and for
machines, ``rebuild`` runs the study again in a scratch folder, ``compare`` holds the two against
each other, ``archive`` packs.
The commands (``make publish``, ``make verify``, ``make archive``) stand in ``__main__``.
"""
