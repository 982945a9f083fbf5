"""Codebooks: the schema is closed, faults are one sentence, the shipped ones are complete, terms travel."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.frames.codebook import Codebook, read_codebook
from newsframing.frames.lint import lint
from newsframing.frames.match import score
from newsframing.settings import load_yaml

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(ROOT / "workflow/schemas/codebook.yaml")
IDS = {
    "conflict": "military diplomacy economic humanitarian governance ideology intelligence",
    "force_stance": "force_justified force_effective force_insufficient force_backfires civilian_harm",
    "remedies": "force border_control law_enforcement intelligence diplomacy talks development",
    "causes": "sanctuary_claim state_patronage foreign_hand ideology grievance governance_failure force_blowback",
}
HANDBOOKS = {"war_peace": 20, "generic": 5, "policy": 15}


def shipped(name: str) -> Codebook:
    path = ROOT / f"config/codebooks/{name}.yaml"
    return read_codebook(load_yaml(path), SCHEMA, file=f"config/codebooks/{name}.yaml")


def frame(**keys: Any) -> dict[str, Any]:
    return {"id": "a", "label": "A", "definition": "What a is."} | keys


def read(*frames: dict[str, Any], **keys: Any) -> Codebook:
    return read_codebook({"frames": list(frames), **keys}, SCHEMA, file="config/codebooks/mine.yaml")


def test_only_id_label_and_definition_are_needed() -> None:
    book = read(frame())
    assert (book.id, book.kind, book.frames[0].measurable_by) == ("mine", "multi", "human")
    assert book.measured == ()


def test_terms_make_a_frame_measurable() -> None:
    (one,) = read(frame(terms=["truce*", {"term": "strike*", "not_after": ["a deal"], "with": ["army"]}])).measured
    assert one.terms[0].text == "truce*"
    assert (one.terms[1].not_after, one.terms[1].beside) == (("a deal",), ("army",))


def test_a_frames_cue_stands_for_the_codebooks_and_its_exclusions_are_added() -> None:
    book = read(
        frame(terms=["x"]), frame(id="b", terms=["y"], cue=["own"], not_with=["more"]), cue=["all"], not_with=["no"]
    )
    assert [[t.text for t in f.cue] for f in book.frames] == [["all"], ["own"]]
    assert [[t.text for t in f.not_with] for f in book.frames] == [["no"], ["no", "more"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"frames": [frame(termz=["x"])]}, ["mine.yaml", "frame 'a'", "termz", "did you mean 'terms'?"]),
        ({"frames": [frame()], "titel": "x"}, ["mine.yaml", "titel", "did you mean 'title'?"]),
        ({"frames": [{"id": "a", "label": "A"}]}, ["frame 'a'", "definition"]),
        ({"frames": []}, ["frames"]),
        ({"id": "mine"}, ["frames"]),
        ({"frames": [frame()], "kind": "singel"}, ["kind", "singel", "single"]),
        ({"frames": [frame(), frame()]}, ["frame 'a'", "twice"]),
        ({"frames": [frame(terms=["st*ke"])]}, ["frame 'a'", "terms", "st*ke", "at the end of a word"]),
        ({"frames": [frame(terms=["..."])]}, ["frame 'a'", "..."]),
        ({"frames": [frame(terms=[{"term": "x", "not_after": ["*"]}])]}, ["frame 'a'", "'*'"]),
        ({"frames": [frame(terms=["Air strike", "air  strike"])]}, ["frame 'a'", "twice"]),
        ({"frames": [frame(measurable_by="terms")]}, ["frame 'a'", "it has none"]),
        ({"frames": [frame(nearest={"frame": "aa", "rule": "r"})]}, ["frame 'a'", "nearest", "did you mean 'a'?"]),
        ({"frames": [frame(terms=[False])]}, ["frame 'a'", "terms[0]"]),
        ({"frames": [frame(id="A b")]}, ["id"]),
        ({"frames": [frame()], "status": {"taken": ["vow"], "rejected": ["Vow"]}}, ["status", "vow", "under two"]),
        ({"frames": [frame()], "status": {"refused": ["no"]}}, ["mine.yaml", "status", "refused"]),
        ({"frames": [frame()], "one_sided": [{"term": "x"}]}, ["mine.yaml", "one_sided", "side"]),
        ({"frames": [frame(near_misses=[{"text": "x"}])]}, ["frame 'a'", "near_misses", "why"]),
        ({"frames": [frame()], "id": "other"}, ["other", "mine"]),
        (["not a mapping"], ["mine.yaml", "not a codebook"]),
    ],
)
def test_a_fault_is_one_sentence_that_says_where_and_what(data: Any, said: list[str]) -> None:
    with pytest.raises(UserError) as caught:
        read_codebook(data, SCHEMA, file="config/codebooks/mine.yaml")
    assert "\n" not in str(caught.value)
    for part in said:
        assert part in str(caught.value)


def test_an_unknown_frame_names_the_nearest() -> None:
    with pytest.raises(UserError, match="did you mean 'military'"):
        shipped("conflict").frame("militari")


def test_every_key_of_the_schema_is_described_and_every_level_closed() -> None:
    seen = []

    def walk(node: dict[str, Any], place: str) -> None:
        if node.get("type") == "object":
            assert node.get("additionalProperties") is False, place
        for key, child in node.get("properties", {}).items():
            assert child.get("description"), f"{place}.{key}"
            seen.append(key)
            walk(child, f"{place}.{key}")
        for child in [node.get("items"), *node.get("anyOf", []), *node.get("$defs", {}).values()]:
            if child:
                walk(child, place)

    walk(SCHEMA, "codebook")
    assert {"frames", "nearest", "rule", "not_before", "cue_within"} <= set(seen)


@pytest.mark.parametrize("name", IDS)
def test_shipped_codebooks_are_complete(name: str) -> None:
    book = shipped(name)
    assert book.title and "Entman (1993" in book.source
    assert [f.id for f in book.frames] == IDS[name].split()
    for one in book.frames:
        assert one.by_terms
        assert one.include and one.exclude and one.examples and one.nearest_frame and one.nearest_rule, one.id
        elements = {"conflict": "aspect", "force_stance": "evaluation", "remedies": "remedy", "causes": "cause"}
        assert one.element == elements[name]


@pytest.mark.parametrize("name", [*IDS, *HANDBOOKS])
def test_a_person_could_code_with_each_shipped_codebook(name: str) -> None:
    book = shipped(name)
    assert len(book.frames) == HANDBOOKS.get(name, len(book.frames))
    for one in book.frames:
        assert one.include and one.exclude and one.examples and one.near_misses and one.nearest_rule, one.id
    assert [found for found in lint(book) if found.kind == "fault"] == []


def test_war_and_peace_items_come_in_ten_pairs_and_a_third_of_them_by_terms() -> None:
    book = shipped("war_peace")
    pairs = {frozenset((one.id, one.nearest_frame)) for one in book.frames}
    assert len(pairs) == 10
    assert len({pair for pair in pairs for one in book.measured if one.id in pair}) == 3
    assert shipped("generic").measured == shipped("policy").measured == ()


@pytest.mark.parametrize("name", IDS)
def test_a_near_miss_is_none_for_the_terms_either(name: str) -> None:
    book = shipped(name)
    wrong = [
        (one.id, miss.text) for one in book.frames for miss in one.near_misses if one.id in present(book, miss.text)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", IDS)
def test_each_example_carries_its_frame(name: str) -> None:
    book = shipped(name)
    for one in book.frames:
        for example in one.examples:
            assert one.id in present(book, example), (one.id, example)


def present(book: Codebook, headline: str) -> set[str]:
    articles = pd.DataFrame([{"article_id": "x", "title": headline, "lead": None, "body": None}])
    scores, _ = score(articles, [book])
    return set(scores.loc[scores["present"] == 1, "frame"])


#: headlines written for this test from the definitions, not from any corpus: what a coder would see in them
HEADLINES = [
    ("Missile barrage hits power plant as troops push towards river", "military"),
    ("Rebels seize airport after week of shelling", "military"),
    ("Army says it shot down forty drones overnight", "military"),
    ("Fighting rages on outskirts of besieged port", "military humanitarian"),
    ("Soldiers retake hilltop town in dawn offensive", "military"),
    ("Parliament approves tanks and ammunition for ally", "military governance"),
    ("Navy opens fire on smugglers' boats", "military"),
    ("Envoys return to Cairo for second round of ceasefire talks", "diplomacy"),
    ("UN Security Council to vote on truce resolution", "diplomacy"),
    ("Ankara recalls its ambassador in protest", "diplomacy"),
    ("Leaders strike a deal at peace summit in Doha", "diplomacy"),
    ("Neighbours agree prisoner swap after months of silence", "diplomacy"),
    ("Foreign ministers meet to mend relations", "diplomacy"),
    ("Oil jumps above $100 as new sanctions bite", "economic"),
    ("Grain ships sail again under export deal", "economic"),
    ("Ban on gas imports would cost Berlin billions, economists warn", "economic"),
    ("Currency plunges to record low", "economic"),
    ("Donors pledge funds to rebuild shattered city", "economic"),
    ("Traders count losses at closed crossing", "economic"),
    ("Thousands of refugees stream across bridge", "humanitarian"),
    ("Aid convoy reaches starving valley", "humanitarian"),
    ("Hospital overwhelmed as wounded children arrive", "humanitarian"),
    ("Families mourn victims of market bombing", "humanitarian military"),
    ("Civilians evacuated through safe corridor", "humanitarian"),
    ("Famine looms for half a million people, agency warns", "humanitarian"),
    ("Mass grave found near recaptured village", "humanitarian military"),
    ("Air strike kills dozens in crowded school", "military humanitarian"),
    ("Opposition leader jailed as parliament delays election", "governance"),
    ("Court sentences former minister over corruption", "governance"),
    ("Preachers spread hatred in seminaries, report says", "ideology"),
    ("Spy chief warns of hackers", "intelligence"),
    ("Batsman hits back as bowlers attack England", ""),
    ("Striker seals late win after goalkeeper blunder", ""),
    ("Teachers' strike enters second week", ""),
    ("Actress wins best drama award", ""),
    ("Study links coffee to fewer heart attacks", ""),
    ("Train drivers go on strike over pay", ""),
    ("Minister hits out at critics over school plan", ""),
]


def test_conflict_aspects_on_headlines_written_for_the_test() -> None:
    book = shipped("conflict")
    found = [present(book, text) for text, _ in HEADLINES]
    wanted = [set(frames.split()) for _, frames in HEADLINES]
    for aspect in ("military", "diplomacy", "economic", "humanitarian"):
        both = sum(aspect in f and aspect in w for f, w in zip(found, wanted, strict=True))
        only = [t for (t, _), f, w in zip(HEADLINES, found, wanted, strict=True) if (aspect in f) != (aspect in w)]
        assert 2 * both / (2 * both + len(only)) >= 0.8, (aspect, only)
    assert [text for (text, frames), f in zip(HEADLINES, found, strict=True) if not frames and f] == []


@pytest.mark.parametrize(
    "text",
    [
        "Pakistan attack falters as wickets tumble in Lahore cricket test",
        "Rangers beat rivals after football clash",
        "Pilots' strikes ground flights",
        "The two firms strike a deal",
        "Her battle with cancer was long",
        "He launched a charm offensive",
        "A panic attack in the studio",
        "The think tank published a paper",
    ],
)
def test_sport_labour_and_figures_of_speech_are_not_military(text: str) -> None:
    assert "military" not in present(shipped("conflict"), text)


@pytest.mark.parametrize(
    ("text", "frame_id"),
    [
        ("Bombs alone will never end this war, the elder said.", "force_insufficient"),
        ("There is no military solution to the conflict.", "force_insufficient"),
        ("The strikes were a legitimate response, the minister said.", "force_justified"),
        ("Each raid becomes a recruitment tool for the group.", "force_backfires"),
        ("The operation dealt a major blow to the network.", "force_effective"),
        ("Shelling killed nine civilians in the old town.", "civilian_harm"),
    ],
)
def test_evaluations_of_force(text: str, frame_id: str) -> None:
    assert frame_id in present(shipped("force_stance"), text)


@pytest.mark.parametrize(
    ("proposed", "happened", "frame_id"),
    [
        ("Both sides should share intelligence.", "Officers share intelligence in the building.", "intelligence"),
        ("He called for peace talks.", "The peace talks ended on Monday.", "talks"),
        ("They demand air strikes on the camps.", "The air strikes hit two camps.", "force"),
        ("She urged Kabul to resume dialogue.", "The dialogue lasted an hour.", "diplomacy"),
    ],
)
def test_a_remedy_is_proposed_not_merely_reported(proposed: str, happened: str, frame_id: str) -> None:
    book = shipped("remedies")
    assert frame_id in present(book, proposed)
    assert present(book, happened) == set()


@pytest.mark.parametrize(
    ("text", "frame_id", "status"),
    [
        ("Both sides should share intelligence.", "intelligence", "proposed"),
        ("Both sides should not share intelligence.", "intelligence", "rejected"),
        ("The minister pledged to deploy more troops.", "force", "taken"),
        ("He defended the air strikes on the camps.", "force", "taken"),
        ("The general ruled out peace talks.", "talks", "rejected"),
        ("She never called for air strikes.", "force", "rejected"),
        ("Raids cannot address the socio-economic causes of extremism.", "development", "proposed"),
    ],
)
def test_a_measure_is_proposed_taken_or_rejected(text: str, frame_id: str, status: str) -> None:
    articles = pd.DataFrame([{"article_id": "x", "title": text, "lead": None, "body": None}])
    _, evidence = score(articles, [shipped("remedies"), shipped("conflict")])
    assert set(evidence.loc[evidence["codebook"] == "conflict", "status"].dropna()) == set()
    own = evidence[(evidence["codebook"] == "remedies") & (evidence["frame"] == frame_id)]
    assert set(own["status"]) == {status}


def test_the_seed_article_shows_what_a_careful_reader_would_mark() -> None:
    seeds = sorted((ROOT.parent / "shared/seed").glob("*.txt"))
    if not seeds:
        pytest.skip("the seed article is not on this machine")
    text = seeds[0].read_text(encoding="utf-8").replace("**", "")
    articles = pd.DataFrame([{"article_id": "seed", "title": None, "lead": None, "body": text}])
    scores, evidence = score(articles, [shipped(name) for name in IDS])
    sentences = scores.set_index(["codebook", "frame"])["n_sentences"]
    stance = sentences["force_stance"]
    assert stance.idxmax() == "force_insufficient"
    assert (stance[["force_justified", "force_backfires", "civilian_harm"]] > 0).all()
    assert stance["force_effective"] == 0
    remedies = sentences["remedies"]
    assert (remedies[["diplomacy", "intelligence", "law_enforcement", "development"]] > 0).all()
    assert (remedies[["talks", "border_control"]] == 0).all()
    assert all(text[row.start : row.end].strip() for row in evidence.itertuples())
