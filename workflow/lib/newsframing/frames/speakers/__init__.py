"""Who speaks in a sentence: a state and its forces, an armed group, a civilian, …; by quotations and reporting verbs.

The coding rules that people follow, and how well these modules follow them, stand in docs/speakers.md.
"""
