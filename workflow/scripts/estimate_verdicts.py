"""Give each claim of a study its verdict, and repeat it under other choices."""

from pathlib import Path
from typing import Any

from newsframing import steps
from newsframing.coding.plans import read_plans
from newsframing.counts.lacking import blocked, starts_from_counts, takes_texts, without_texts
from newsframing.evidence.agreeing import for_claims
from newsframing.evidence.balance import balance
from newsframing.evidence.groups import with_groups
from newsframing.evidence.hypotheses import finding, sides_of
from newsframing.evidence.needs import needs, with_needs
from newsframing.evidence.quotes import sentences_for_and_against
from newsframing.evidence.robustness import Tables, agreeing_share, robustness
from newsframing.evidence.verdicts import verdicts_table
from newsframing.frames.split import discovery_part
from newsframing.provenance import file_sha256
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet, write_csv


def main(
    study: str, inputs: dict[str, Any], settings: dict[str, Any], statuses: dict[str, Any], outputs: dict[str, str]
) -> None:
    """Write verdicts, robustness, what would change them, and the sentences that speak for either side of a claim."""
    claims, events = settings["hypotheses"], {event["id"]: event["date"] for event in settings.get("events") or []}
    optional = {name: read_parquet(inputs[name][0]) for name in ("gold", "predictions") if inputs[name]}
    today = {Path(file).stem: file_sha256(Path(file)) for file in inputs["codebooks"]}
    plans = read_plans(list(inputs["plans"]))
    agreement = None
    if inputs["agreement"]:
        sides = [side for claim in claims for side in sides_of(claim["compare"])]
        given = read_csv(inputs["agreement"][0]), read_parquet(inputs["codes"][0])
        agreement = for_claims(*given, sides, plans, today, settings["bootstrap"])
    articles = with_groups(
        read_parquet(inputs["articles"]), load_yaml(Path(inputs["outlets"])), settings.get("theatres")
    )
    if settings.get("split"):
        # what was seen while exploring is no test of what was found there
        articles = articles[~discovery_part(articles, settings["split"])]
    plan = plans.get("main")
    optional |= {"design": plan.articles} if plan else {}
    tables = Tables(articles, read_parquet(inputs["scores"]), read_parquet(inputs["evidence"]), **optional)
    material = tables.material(settings["copies"])
    grid, focus = settings.get("robustness") or {}, settings["corpus"].get("focus")
    if counts := starts_from_counts(settings):
        claims, focus = without_texts(claims), None
    findings = [finding(claim, material, agreement, events, **statuses[claim["id"]]) for claim in claims]
    if counts:
        findings = [blocked(one, claim) for one, claim in zip(findings, claims, strict=True)]
    repeatable = [claim for claim in claims if not (counts and takes_texts(claim))]
    repeated = robustness(repeatable, tables, grid, focus, settings["copies"], agreement, events)
    frames = {Path(file).stem: len(load_yaml(Path(file))["frames"]) for file in inputs["books"]}
    lacking = needs(findings, claims, material, frames, study, events)
    told = with_needs(findings, lacking)
    listed = {found.id for found in findings if found.lack in ("described", "voices")}
    write_csv(verdicts_table(told, agreeing_share(repeated)), outputs["verdicts"])
    write_csv(repeated, outputs["robustness"])
    write_csv(lacking, outputs["needs"])
    write_csv(balance(claims, material, events), outputs["balance"])
    write_csv(sentences_for_and_against(claims, material, events, listed), outputs["sentences"])


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        study=snakemake.wildcards.study,
        inputs={**dict(snakemake.input), "plans": snakemake.params.plans},
        settings=snakemake.params.study,
        statuses=snakemake.params.statuses,
        outputs=dict(snakemake.output),
    )
