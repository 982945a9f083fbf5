"""Make the forms by which people judge topics, and the key to them, apart."""

from pathlib import Path

import pandas as pd

from newsframing import steps
from newsframing.frames.sentences import split_sentences
from newsframing.sheets import write_sheet
from newsframing.tables import read_csv, read_parquet, whole_file, write_parquet
from newsframing.tokens.matrix import load_matrix
from newsframing.topics import intrusion
from newsframing.topics.search import load_model

ARTICLE = ["article_id", "role", "title", "lead", "body", "cluster_id"]


def main(articles: str, matrix: str, models: list[str], choice: str, forms: list[str], told: str, answers: str) -> None:
    """Write each form as CSV and XLSX, the instructions as a text, and the answers where coders do not look."""
    counts, tried = load_matrix(matrix), read_csv(choice)
    k = int(tried.loc[tried["chosen"] == 1, "k"].iloc[0])
    model = next(m for m in map(load_model, models) if m.k == k)
    every = read_parquet(articles, ARTICLE)
    own = every[every["role"] == "counted"]
    made = [
        intrusion.word_form(model, counts.vocabulary),
        intrusion.document_form(model, counts, own, split_sentences),
    ]
    returned = f"data/raw/{Path(told).parts[-3]}/codings/"
    lines = []
    for form, file in zip(made, forms, strict=True):
        title, said = intrusion.instructions(form, returned)
        write_sheet(form.items, form.fields, title, said, Path(file).with_suffix(""))
        lines += [f"{title} ({Path(file).stem})", "", *said, ""]
    with whole_file(told) as draft:
        draft.write_text("\n".join(lines), "utf-8", newline="\n")
    write_parquet(pd.concat([form.answers for form in made], ignore_index=True), answers)


if "snakemake" in globals():
    steps.run(
        main,
        snakemake.log[0],
        **snakemake.input,
        forms=snakemake.output.forms,
        told=snakemake.output.told,
        answers=snakemake.output.answers,
    )
