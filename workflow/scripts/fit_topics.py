"""Fit one number of topics: the start made once, then every seed on all articles and every resample."""

from newsframing import steps
from newsframing.tables import read_parquet, write_csv
from newsframing.tokens import load_matrix
from newsframing.topics import save_model, search_k
from newsframing.topics.structural import covariates


def main(
    matrix: str, articles: list[str], k: int, engine: str, seeds: int, resamples: int, model: str, search: str
) -> None:
    """Write the model of the first seed, and a row a fit with its coherence, diversity, stability and likelihood.

    ``articles``: the table that tells outlet and day, for an engine that uses them; else nothing.
    """
    counts = load_matrix(matrix)
    tables = [read_parquet(file, ["article_id", "outlet", "published"]) for file in articles]
    design = covariates(tables[0], counts.article_ids) if tables else None
    fitted = search_k(counts, k, seeds, resamples, engine, design)
    save_model(fitted, model)
    write_csv(fitted.search, search)


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        matrix=snakemake.input.matrix,
        articles=[snakemake.input.articles] if snakemake.input.get("articles") else [],
        k=int(snakemake.wildcards.k),
        engine=params.engine,
        seeds=params.seeds,
        resamples=params.resamples,
        **snakemake.output,
    )
