"""A small project for tests: a copy of the checkout with one study on texts written here, in the shapes users have.

Sentences are drawn by a seeded generator from three themes; nothing comes from a real article.
"""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
THEMES = {
    "conflict": [
        "Soldiers moved into the northern valley after rebels shelled an army post.",
        "The air strike hit a camp of armed fighters near the border crossing.",
        "Militants attacked a convoy and killed four police officers.",
        "The general said that only a larger offensive would break the insurgents.",
        "Villagers fled the shelling and slept in a school without water.",
        "The ministry should open talks with the rebels, a former envoy said.",
        "Bombing alone will not end the insurgency, analysts warned.",
        "A truce was agreed so that aid convoys could reach the wounded.",
        "Gunmen fired at the patrol before dawn and escaped into the hills.",
        "The foreign minister called for a summit with the neighbouring state.",
    ],
    "harvest": [
        "Farmers brought in the wheat before the rain came to the plains.",
        "The price of grain fell as the harvest proved larger than feared.",
        "A cooperative of growers bought new tractors with a loan from the bank.",
        "Orchards in the south lost apples to a late frost in the spring.",
        "Millers said that flour would be cheaper in the shops by summer.",
        "The irrigation canal carried water to fields that had been dry for years.",
        "Seed merchants sold barley and rye at the market in the old town.",
        "Dairy herds grazed on the upper meadows until the first snow.",
    ],
    "football": [
        "The striker scored twice and the home side won the derby.",
        "Supporters sang through the rain while the goalkeeper saved a penalty.",
        "The coach changed the defence at half time and the match turned.",
        "A midfielder signed for the club after a long season abroad.",
        "The league table shows three teams level before the last weekend.",
        "Referees met to discuss fouls and the new rule on substitutions.",
        "The stadium was full for the cup final between old rivals.",
        "Youth players trained on the frozen pitch behind the stand.",
    ],
}
OUTLETS = ["north.example", "south.example", "east.example"]
STUDY = """\
title: A smoke study on texts written for the tests
question: Does the whole way from files to a report hold?
corpus:
  sources:
    - path: data/raw/smoke/*.csv
      format: table
      columns: {key: id, title: headline, lead: standfirst, body: text, published: date, outlet: source, url: link}
      defaults: {language: en}
    - path: data/raw/smoke/*.json
      format: newsapi
    - path: data/raw/smoke/readings/*
      format: text
      role: reading
      optional: true
  window: {from: 2020-01-01, to: 2020-03-31}
  languages: [en]
  focus: {any: ["militant*", "rebel*", "insurgen*", "air strike*", shelling, fighters, gunmen], at_least: 2}
events:
  - {id: truce, date: 2020-02-01, until: 2020-02-05, label: The truce, any: [truce, talks]}
topics: {k: [3, 4], seeds: 2, resamples: 2}
bootstrap: {draws: 200}
"""
READING = """\
Jets over the hills may soothe a capital, but **Why Force** fails is plain: air strikes alone cannot end a war.

The answer should be intelligence sharing and sustained talks, not another offensive.
Source: NewsAPI:q
"""


def rows(number=72, seed=4):
    """Make rows of a table: a mostly clean export with the dirt that exports have."""
    chance = random.Random(seed)
    made = []
    for index in range(number):
        theme = list(THEMES)[index % 3]
        sentences = chance.sample(THEMES[theme], 6)
        day = f"2020-{1 + index % 3:02d}-{1 + chance.randrange(27):02d}"
        outlet = OUTLETS[chance.randrange(3)]
        lead = sentences[0]
        made.append(
            {
                "id": str(index),
                "headline": sentences[1].rstrip("."),
                "standfirst": lead,
                "text": " ".join([lead, *sentences[2:]]) if index % 2 else "\n\n".join(sentences[2:]),
                "date": day,
                "source": outlet,
                "link": f"https://www.{outlet}/{index}",
            }
        )
    made[3]["date"] = "someday"  # a broken date
    made[6]["date"] = "2031-01-01"  # outside the window
    made[9]["text"] = made[9]["standfirst"] = ""  # a headline alone
    made.append(dict(made[0]))  # the same record twice
    made.append({**made[1], "id": "900", "link": "https://north.example/900"})  # a copy
    made.append({**made[2], "id": "901", "headline": "", "standfirst": "", "text": "", "link": "x"})  # no text
    made.append({**made[4], "id": "902", "headline": "=HYPERLINK(1)", "link": "https://north.example/902"})
    made.append(
        {**made[5], "id": "903", "headline": "<script>alert(1)</script> at dawn", "link": "javascript:alert(1)"}
    )
    return made


def page():
    """Make a response in the shape of NewsAPI."""
    text = " ".join(THEMES["conflict"][:3])
    articles = [
        {
            "source": {"id": None, "name": "West Wire"},
            "author": None,
            "title": "Rebels hold the pass - West Wire",
            "description": "<p>Fighters &amp; rebels held the pass.</p>",
            "url": "https://west.example/pass",
            "urlToImage": None,
            "publishedAt": "2020-02-02T07:30:00.1234567Z",
            "content": f"{text} [+4895 chars]",
        },
        {
            "source": {"id": None, "name": "[Removed]"},
            "title": "[Removed]",
            "description": "[Removed]",
            "url": "https://removed.example",
            "publishedAt": "1970-01-01T00:00:00Z",
            "content": "[Removed]",
        },
    ]
    return {"status": "ok", "totalResults": 40, "articles": articles}


def copy_checkout(folder: Path) -> None:
    """Copy what git tracks, tests and published records aside, into ``folder``."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith(("tests/", "published/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def make_project(folder: Path, studies: str = "[smoke]") -> Path:
    """Copy what git tracks into ``folder`` and put the smoke study in; returns the folder."""
    copy_checkout(folder)
    (folder / "config/config.yaml").write_text(f"studies: {studies}\n", "utf-8")
    (folder / "config/studies/smoke.yaml").write_text(STUDY, "utf-8")
    raw = folder / "data/raw/smoke"
    raw.mkdir(parents=True)
    table = rows()
    with (raw / "export.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    (raw / "page.json").write_text(json.dumps(page()), "utf-8")
    return folder


def _command(folder: Path, profile: bool) -> tuple[list[str], dict[str, str]]:
    lib = os.pathsep.join(str(folder / "workflow" / part) for part in ("lib", "logger"))
    bin_folder = Path(sys.executable).parent
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PYTHONPATH": lib, "PATH": path, "MPLCONFIGDIR": str(folder / ".mpl")}
    ours = ["--workflow-profile", "workflow/profiles/default", "--logger", "newsframing"]
    return [str(bin_folder / "snakemake"), *(ours if profile else ["--cores", "2"])], environment


def run(folder: Path, *arguments: str, profile: bool = True, patience: int = 600) -> subprocess.CompletedProcess[str]:
    """Run Snakemake in a project as `make` does, on the copy's own library."""
    command, environment = _command(folder, profile)
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


def run_and_kill(folder: Path, when: Callable[[], object], patience: int = 300) -> None:
    """Start a run and kill it with all its children, without warning, once ``when`` holds."""
    command, environment = _command(folder, profile=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True, **quiet)
    for _ in range(patience * 10):
        if when() or running.poll() is not None:
            break
        time.sleep(0.1)
    assert running.poll() is None, "the run ended before it could be killed"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def files(folder: Path) -> dict[str, bytes]:
    """Read every file that a reader of the reports gets: tables, figures, pages, notebooks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "reports").rglob("*"))
        if path.is_file() and path.name != ".gitkeep"
    }
