"""Fit one number of topics: the start made once, then every seed on all articles and every resample."""

from newsframing import steps
from newsframing.tables import write_csv
from newsframing.tokens import load_matrix
from newsframing.topics import save_model, search_k


def main(matrix: str, k: int, engine: str, seeds: int, resamples: int, model: str, search: str) -> None:
    """Write the model of the first seed, and a row a fit with its coherence, diversity and stability."""
    fitted = search_k(load_matrix(matrix), k, seeds, resamples, engine)
    save_model(fitted, model)
    write_csv(fitted.search, search)


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        matrix=snakemake.input.matrix,
        k=int(snakemake.wildcards.k),
        engine=params.engine,
        seeds=params.seeds,
        resamples=params.resamples,
        **snakemake.output,
    )
