"""Write what design-based estimators elsewhere need: probabilities, strata, stories, codes and predictions."""

from newsframing import steps
from newsframing.coding.plans import read_plans
from newsframing.evidence.groups import independent
from newsframing.evidence.response import design_table
from newsframing.frames.prevalence import articles_of_findings
from newsframing.tables import read_parquet, write_csv


def main(articles: str, gold: str, predictions: str, plans: list[str], copies: str, design: str) -> None:
    """Write design.csv, a row an article in focus and frame."""
    own = articles_of_findings(read_parquet(articles), copies)
    clusters = independent(own).set_axis(own["article_id"])
    write_csv(design_table(own, read_parquet(gold), read_parquet(predictions), read_plans(plans), clusters), design)


if "snakemake" in globals():
    files = {name: snakemake.input[name] for name in ("articles", "gold", "predictions")}
    params = snakemake.params
    steps.run(main, snakemake.log[0], **files, plans=params.plans, copies=params.copies, design=snakemake.output.design)
