"""Pick the number of topics by the stated rule, describe the topics, estimate how much of the news each takes."""

from shutil import copyfile
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.tables import read_csv, read_parquet, whole_file, write_csv, write_parquet
from newsframing.tokens import load_matrix
from newsframing.topics import choose_k, doc_topics_table, load_model, topic_prevalence, topics_table
from newsframing.topics.across import mark_held, topics_across_k
from newsframing.topics.search import REPORTED_COLUMNS


def main(inputs: dict[str, Any], choose: int | None, bootstrap: dict[str, int], outputs: dict[str, str]) -> None:
    """Write the search over K, the choice, the topics, their prevalence and each article's share of each topic."""
    articles = read_parquet(inputs["articles"], ["article_id", "role", "outlet", "focus", "cluster_id"])
    search = pd.concat([read_csv(file) for file in inputs["searches"]], ignore_index=True)
    choice = choose_k(search, choose)
    model = next(m for m in map(load_model, inputs["models"]) if m.k == choice.k)
    across = topics_across_k(model, map(load_model, inputs["models"]))
    matrix = load_matrix(inputs["matrix"])
    estimates = topic_prevalence(
        matrix, model, articles[articles["role"] == "counted"], draws=bootstrap["draws"], seed=bootstrap["seed"]
    )
    write_csv(search.sort_values(["k", "seed", "resample"])[REPORTED_COLUMNS], outputs["search"])
    write_csv(choice.table.assign(why=choice.why), outputs["choice"])
    write_csv(across, outputs["across"])
    write_csv(mark_held(topics_table(matrix, model), across), outputs["topics"])
    write_csv(estimates, outputs["prevalence"])
    write_parquet(doc_topics_table(matrix, model), outputs["doc_topics"])
    with whole_file(outputs["tokens"]) as draft:
        copyfile(inputs["tokens"], draft)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input.items()),
        choose=snakemake.params.choose,
        bootstrap=snakemake.params.bootstrap,
        outputs=dict(snakemake.output),
    )
