"""Write the document-term matrix of a study for other programs and studies, with frame scores; no text."""

from typing import Any

from newsframing import steps
from newsframing.tables import read_parquet, whole_file, write_csv
from newsframing.tokens.matrix import load_matrix
from newsframing.topics.exports import export_counts, readme, write_matrix_market, write_scores, write_vocabulary

DOCUMENT = [
    "article_id", "role", "outlet", "published", "language", "genre", "n_words", "focus", "is_copy", "cluster_id",
    "event_id", "content_hash", "url", "agency", "truncated",
]  # fmt: skip


def main(
    articles: str, scores: str, matrix: str, study: str, datasets: dict[str, Any], outputs: dict[str, str]
) -> None:
    """Write the five files; no text of an article is in them."""
    every = read_parquet(articles, DOCUMENT)
    export = export_counts(load_matrix(matrix), every[every["role"] == "counted"])
    write_matrix_market(export.counts, outputs["matrix"])
    write_vocabulary(export.vocabulary, outputs["vocabulary"])
    write_csv(export.documents, outputs["documents"])
    write_scores(read_parquet(scores), export.documents, outputs["frame_scores"])
    with whole_file(outputs["readme"]) as draft:
        draft.write_text(readme(export, study, datasets), "utf-8", newline="\n")


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        **snakemake.input,
        study=snakemake.wildcards.study,
        datasets=snakemake.params.datasets,
        outputs=dict(snakemake.output),
    )
