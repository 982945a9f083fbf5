"""Events: articles that report one happening, as the study names it, the machine proposes it, a person decides."""

from newsframing.events.named import assign_events
from newsframing.events.proposed import propose_events
from newsframing.events.settled import events_account, events_by_outlet, events_to_show, read_edits, settle_events

__all__ = [
    "assign_events",
    "events_account",
    "events_by_outlet",
    "events_to_show",
    "propose_events",
    "read_edits",
    "settle_events",
]
