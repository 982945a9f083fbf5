"""Studies that start mid-way, from shared counts and frame scores, because their texts may not be passed on.

``shared`` reads and checks what was shared, ``corpus`` makes of it what cleaning, copies, events and matching leave in
other studies, ``lacking`` says what cannot be computed without texts.
"""
