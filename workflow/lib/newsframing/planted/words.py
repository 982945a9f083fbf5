"""The words of the planted texts: an invented valley, told in sentences with slots. No sentence is anybody's but ours.

Each planted frame has sentences that its codebook's terms know (``hits``), some that they do not (``misses``), and
some that they mark although the frame is not there (``decoys``); ``vague`` ones stand in articles with and without it.
"""

from __future__ import annotations

from typing import NamedTuple


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SLOTS: dict[str, tuple[str, ...]] = {
    "place": _words(
        "Orlen Tarvik Sorrel Hamsby Kestrin Dunmoor Vessin Aldery Brackwell Norvik Pellam Ustrand Farrow Idelby Marl "
        "Quenby Rothe Selwick Torsby Wendle Yarrow Zellin Coldwater Eskdale Garrick Holmby Jarrow Lindum"
    ),
    "name": _words(
        "Ansel Birk Corin Dagny Edda Faber Gerd Halden Ilse Joss Karel Lennart Mira Nilo Oda Perrin Runa Silas Tamsin "
        "Ulla Viggo Wanda Yorick Zora"
    ),
    "family": _words(
        "Abelsen Brandt Corvin Dahl Ekker Fenn Grove Hask Iversen Jansk Kroll Lunde Moller Nyberg Ostrem Pryce Quist "
        "Rask Strand Thorne Udal Varga Wexler Ystad"
    ),
    "day": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "number": _words("six seven eight nine eleven twelve fourteen fifteen seventeen eighteen twenty thirty"),
    "time": (
        "before dawn",
        "at noon",
        "in the evening",
        "after the rain",
        "by nightfall",
        "overnight",
        "within a week",
    ),
}

#: each topic's own things, what they did, and who works with them; sentences of topics take all three
TOPICS: dict[str, dict[str, tuple[str, ...]]] = {
    "harvest": {
        "thing": _words(
            "wheat barley orchard tractor grain meadow irrigation fertiliser dairy flour maize potato beehive pasture "
            "apple cattle hay rye silo ploughland vineyard seedling miller granary"
        ),
        "did": _words("ripened dried sprouted rotted spoiled withered thrived bloomed shrank recovered"),
        "who": _words("grower farmhand beekeeper shepherd agronomist picker herdsman gardener"),
    },
    "harbour": {
        "thing": _words(
            "freighter dock crane cargo pier tugboat container lighthouse ferry anchor buoy trawler hull quay "
            "breakwater cable dredger keel customs warehouse sailcloth pilotage berth deckhouse"
        ),
        "did": _words("sailed docked unloaded drifted capsized moored rusted leaked floated departed"),
        "who": _words("skipper stevedore shipwright sailor fisherman purser welder diver"),
    },
    "theatre": {
        "thing": _words(
            "orchestra violin stage curtain comedy opera ballet rehearsal costume audience soprano novel gallery "
            "sculpture painting choir piano premiere dancer script puppet poem museum festival"
        ),
        "did": _words("premiered performed rehearsed toured applauded composed sang danced closed opened"),
        "who": _words("conductor playwright violinist curator sculptor tenor novelist choreographer"),
    },
    "railway": {
        "thing": _words(
            "locomotive carriage platform timetable signal tunnel viaduct freight sleeper junction ticket turnstile "
            "conductorless tram depot bogie rail siding commuter coach gauge footbridge switchyard brake"
        ),
        "did": _words("derailed stalled rerouted accelerated halted electrified overheated rattled shunted idled"),
        "who": _words("stationmaster signalman commuter mechanic dispatcher porter engineer conductress"),
    },
}
#: dense with words of the topic in an order of their own, as a formula of an outlet is no sign of a copy
TOPIC_SENTENCES = (
    "{thing_}, {thing2}, {thing3} and {thing4} {did} near {place}, {place2} and {place3} {time}.",
    "{name} {family}, {who} of {place}, showed {name2} {family2} {thing}, {thing2}, {thing3}, {thing4} and {thing5}.",
    "Neither {thing} nor {thing2}, {thing3} or {thing4} {did} as {place} and {place2} had hoped on {day}.",
    "{number_} {who2} papers list {thing}, {thing2}, {thing3}, {thing4}, {thing5} and {thing6} for {place}.",
    "{place}: {thing} {did}, {thing2} {did2}, {thing3} {did3}, {thing4} left for {place2}.",
    "{thing_} and {thing2} from {place}, {thing3} from {place2}, {thing4} and {thing5} from {place3}: "
    "{name} {family} keeps all.",
    "{name}, {name2} and {name3} {family} mended {thing}, {thing2}, {thing3} and one {thing4} {time}.",
    "{who_}, {who2} and {who3} spoke of {thing}, {thing2}, {thing3}, {thing4} and {thing5} in {place}.",
    "{day} brought {place} {thing}, {thing2} and {thing3}; {day2} took {thing4}, {thing5} and {thing6} away.",
    "{thing_} {did}, said nobody; {thing2}, {thing3}, {thing4} and {thing5} {did2} from {place} to {place2}.",
)
TITLES = (
    "{thing_} and {thing2} keep {place} busy",
    "{place} waits for its {thing}",
    "In {place}, the {thing} {did} again",
    "A {who} of {place} and the last {thing}",
    "{number_} questions about the {thing} of {place}",
)


class Wording(NamedTuple):
    """The sentences of a planted frame."""

    hits: tuple[str, ...]
    misses: tuple[str, ...]
    decoys: tuple[str, ...]
    vague: tuple[str, ...]


#: (codebook, frame): its sentences
FRAMES: dict[tuple[str, str], Wording] = {
    ("conflict", "military"): Wording(
        (
            "Soldiers from {place} fired mortars at the hills of {place2} {time}.",
            "A battalion moved its howitzers from {place} towards {place2} on {day}.",
            "Gunmen and troops fought for {number} hours above {place}, {name} {family} recalled.",
        ),
        (
            "Men in grey uniforms took the heights of {place} from those of {place2} {time}.",
            "The bridge of {place} changed hands {number} times before {day} was over.",
        ),
        ("An army of ants crossed the market square of {place} on {day}.",),
        ("There was smoke over {place} {time}, and {name} {family} closed the shutters.",),
    ),
    ("force_stance", "force_justified"): Wording(
        (
            "There was no choice but to answer the raid on {place}, and {place2} had the right to respond {time}.",
            "After {day} it was self defence that took the columns from {place} to {place2}.",
            "Those who hold {place} must be defeated, and the march to {place2} was a necessary response.",
        ),
        (
            "Anyone in the place of {name} {family} would have hit back for {place}, and rightly so.",
            "What happened to {place} could not stay without an answer from {place2}.",
        ),
        ("The bakers of {place} saw no choice but to close on {day}.",),
        ("The people of {place} will remember what was done to {place2} {time}.",),
    ),
    ("force_stance", "civilian_harm"): Wording(
        (
            "Residential buildings of {place} were hit, and {number} civilians were killed {time}.",
            "Families from {place} were caught in the crossfire on the road to {place2}.",
            "Civilian casualties in {place} rose to {number} on {day}.",
        ),
        (
            "A grandmother and {number} children of the {family} house in {place} did not live to see {day}.",
            "Of the wedding guests in {place}, {number} were buried {time}.",
        ),
        ("A report in {place} used the words civilian infrastructure for its {number} wells.",),
        ("The lamps of {place} stayed dark {time}, and the street of {name} {family} was empty.",),
    ),
    ("remedies", "force"): Wording(
        (
            "Only military action can bring order to {place}, and {place2} should ask for it {time}.",
            "More troops must go to {place} and {place2} before {day}.",
            "Use of force is the one way to free {place} from those who came {time}.",
        ),
        (
            "The columns should march on {place} by {day} and finish what began in {place2}.",
            "It is time to drive them out of {place} with everything that {place2} has.",
        ),
        ("A painting of air strikes hangs in the town hall of {place}.",),
        ("Something has to be done about {place}, and soon, for {place2} is near.",),
    ),
    ("remedies", "talks"): Wording(
        (
            "Peace talks with the men in the hills should begin in {place} before {day}.",
            "The elders of {place} call for a ceasefire and an amnesty {time}.",
            "Both sides must come to the negotiating table in {place}, and {place2} offers a hall for it.",
        ),
        (
            "Somebody should climb up to the men above {place} and hear what they want of {place2}.",
            "Let the two of them sit down in {place} over bread and salt, {time} if need be.",
        ),
        ("The truce between the two choirs of {place} held until {day}.",),
        ("The quarrel of {place} and {place2} is older than {name} {family}.",),
    ),
    ("remedies", "diplomacy"): Wording(
        (
            "Diplomatic pressure on the capital beyond {place} would do more for {place2} than anything else.",
            "The neighbours should agree on a joint mechanism for the crossing at {place} by {day}.",
            "What {place} needs is mediation by a third state, and restraint {time}.",
        ),
        (
            "The cabinet beyond the pass of {place} ought to be written to again about {place2}.",
            "Let the two capitals settle the matter of {place} by letter before {day}.",
        ),
        ("With diplomacy the landlord of {place} got his {number} tenants to leave {time}.",),
        ("Across the pass, {place} watches what {place2} will do on {day}.",),
    ),
}  # fmt: skip

#: who says a sentence, by the workflow's kind of speaker; "journalist": nobody is quoted
SPEAKERS: dict[str, tuple[str, ...]] = {
    "state_military": (
        "{sentence}, an army spokesman said on {day}.",
        "{sentence}, Colonel {name} {family} of the army said.",
        "{sentence}, the defence ministry said on {day}.",
    ),
    "civilian": (
        "{sentence}, a resident of {place} said.",
        "{sentence}, {name} {family}, a farmer, said.",
        "{sentence}, a teacher from {place} said on {day}.",
    ),
    "analyst": (
        "{sentence}, an analyst in {place} said.",
        "{sentence}, {name} {family}, a professor of history, said.",
        "{sentence}, a researcher told reporters on {day}.",
    ),
}
#: one event, told by several outlets, and named in passing on other days
EVENT = "Velmar"
EVENT_SENTENCES = (
    "The dam of Velmar broke {time}, and water reached the mill of {name} {family} on {day}.",
    "In Velmar {number} houses by the dam were empty, {name} {family} found.",
    "What is left of the dam at Velmar can be seen from {place}, {number} miles down the river.",
    "Boats came up from {place} to Velmar {time} with {number} helpers.",
)
PASSING = "The road from {place} to Velmar was dry on {day}."
