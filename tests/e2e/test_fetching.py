"""`make fetch` as it is run, against a server on this machine: kills, keys, and the founding case to its report."""

import csv
import os
import signal
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import pandas as pd
import pytest
import sites
import smoke
from webserver import Reply, Web, as_json, served

KEY = "k3y-that-nobody-may-see-0123456789"
STUDY = """\
title: A study that is fetched
corpus:
  sources:
    - fetch: {api: guardian, query: border, from: 2024-03-01, to: 2024-03-31, pages: 6}
    - path: config/urls/border-strikes.csv
      format: urls
  languages: [en]
topics: {k: [2], seeds: 1, resamples: 1}
bootstrap: {draws: 100}
"""


@pytest.fixture()
def project(tmp_path):
    folder = smoke.make_project(tmp_path)
    (folder / "config/studies/fetched.yaml").write_text(STUDY, "utf-8")
    return folder


def addresses(project):
    with (project / "config/urls/border-strikes.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def guardian(pages):
    def answer(query, headers):
        page = int(query["page"])
        results = []
        for n in range(page * 100, page * 100 + (50 if page <= pages else 0)):
            title, paragraphs = sites.article(n, "2024-03-18", "Guardian")
            fields = {"headline": title, "bodyText": " ".join(paragraphs), "lang": "en"}
            url = f"https://www.theguardian.com/world/{n}"
            day = f"2024-03-{n % 28 + 1:02d}T09:00:00Z"
            results.append({"id": f"world/{n}", "webUrl": url, "webPublicationDate": day, "fields": fields})
        stated = {"total": 50 * pages, "pages": pages}
        return as_json({"response": {"status": "ok", **stated, "results": results}})

    return answer


def start(project, study, server, **environment):
    """Start `make fetch` as the Makefile does, with all requests going to the server on this machine."""
    wanted = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(project / "workflow" / part) for part in ("lib", "logger")),
        "NEWSFRAMING_LOOPBACK": server,
        "GUARDIAN_API_KEY": KEY,
        **environment,
    }
    command = [sys.executable, "-m", "newsframing.fetching", *([study] if study else [])]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=project, env=wanted, **pipes)


def fetch(project, study, server, **environment):
    process = start(project, study, server, **environment)
    output, errors = process.communicate(timeout=300)
    assert "Traceback" not in errors
    assert KEY not in output + errors
    return process.returncode, output, errors


def holders(folder, key):
    """List the files that hold a key."""
    return [path for path in folder.rglob("*") if path.is_file() and key.encode() in path.read_bytes()]


def hold(web, place, answer, when=lambda query: True):
    """Hold back the first answer of a place: (an event for when it is asked for, one that lets it go)."""
    reached, go_on = threading.Event(), threading.Event()

    def held(query, headers):
        if when(query) and not reached.is_set():
            reached.set()
            go_on.wait(60)
        return answer(query, headers) if callable(answer) else answer

    web.on(*place, held)
    return reached, go_on


def kill(process, reached, go_on):
    """Kill a process as soon as it waits for the answer that is held back."""
    assert reached.wait(120)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    go_on.set()


def test_a_killed_fetch_goes_on_where_it_was(project):
    rows = addresses(project)
    web = sites.site(rows)
    place = ("content.guardianapis.com", "/search")
    reached = hold(web, place, guardian(4), lambda query: query["page"] == "3")
    with served(web) as server:
        kill(start(project, "fetched", server), *reached)
        kept = sorted(path.name for path in project.glob("data/raw/fetched/guardian-*/page-*.json"))
        assert kept == ["page-0001.json", "page-0002.json"]
        web.seen.clear()

        middle = urlsplit(rows[20]["url"])
        place = (middle.hostname, middle.path)
        kill(start(project, "fetched", server), *hold(web, place, web.answers[place]))
        asked = [seen["query"] for seen in web.seen if seen["host"] == "content.guardianapis.com"]
        assert [query.rpartition("page=")[2].partition("&")[0] for query in asked] == ["3", "4"]
        done = len(list(project.glob("data/raw/fetched/pages/*.html")))
        assert done == 20
        web.seen.clear()

        code, output, errors = fetch(project, "fetched", server)
        assert code == 0, errors
        assert len(web.paths()) == len(rows) - done
        assert f"{len(rows)} of {len(rows)} pages kept, {len(rows) - done} asked for now" in output
        web.seen.clear()
        assert fetch(project, "fetched", server)[0] == 0
        assert web.seen == []
    assert not list(project.glob("data/raw/**/.*.part"))
    assert holders(project, KEY) == []


def test_faults_are_one_sentence_with_a_status(project):
    web = Web()
    web.on("content.guardianapis.com", "/search", as_json({"message": f"Invalid key {KEY}"}, 401))
    with served(web) as server:
        for study, environment, words in [
            (
                "fetched",
                {"GUARDIAN_API_KEY": ""},
                "GUARDIAN_API_KEY: the key of the Guardian's open platform is missing",
            ),
            ("fetched", {}, "does not accept the key (401), it says: Invalid key ***"),
            ("fetched", {"NEWSFRAMING_LOOPBACK": "http://news.example"}, "this machine alone"),
            ("smoke", {}, "no source of this study is fetched"),
            ("smok", {}, "did you mean 'smoke'?"),
            ("", {}, "make fetch STUDY=<id>"),
        ]:
            code, _, errors = fetch(project, study, server, **environment)
            assert code == 1
            assert words in errors
            assert errors.startswith("newsframing: ")
            assert errors.count("\n") == 1
    assert not list((project / "data/raw").glob("fetched/*"))
    assert holders(project, KEY) == []


def test_a_study_that_was_not_fetched_says_so_in_a_sentence(project):
    done = smoke.run(project, "--config", "studies=border-strikes")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("newsframing: ")]
    assert len(said) == 1, done.stderr
    assert "have not been fetched yet" in said[0]
    assert "make fetch STUDY=border-strikes" in said[0]
    assert not list((project / "data/processed").glob("*/articles.parquet"))


def test_the_founding_case_runs_to_its_report(project, monkeypatch):
    rows = addresses(project)
    web = sites.site(rows)
    web.on("www.rferl.org", "/robots.txt", Reply(200, "User-agent: *\nDisallow: /", "text/plain"))
    gone = urlsplit(rows[0]["url"])
    web.on(gone.hostname, gone.path, Reply(404, "gone"))
    with served(web) as server:
        code, output, errors = fetch(project, "border-strikes", server)
    assert code == 0, errors
    refused = sum("rferl.org" in row["url"] for row in rows)
    assert f"{refused} not: its robots.txt does not allow it" in output
    assert not [path for path in web.paths() if "rferl" in path]

    monkeypatch.setenv("GUARDIAN_API_KEY", KEY)
    done = smoke.run(project, "--config", "studies=border-strikes")
    assert done.returncode == 0, done.stderr
    reports = project / "reports/border-strikes"
    assert (reports / "index.html").stat().st_size > 5000
    flow = pd.read_csv(reports / "tables/corpus_flow.csv")
    assert flow["n_in"].iloc[0] == len(rows)
    unread = flow[flow["reason"] == "page not fetched"]
    assert unread["n_removed"].tolist() == [refused + 1]
    articles = pd.read_parquet(project / "data/processed/border-strikes/articles.parquet")
    assert len(articles) + flow["n_removed"].sum() == len(rows)
    assert len(articles) >= 50
    assert articles["focus"].mean() > 0.5
    assert articles["published"].notna().all()
    assert articles["event_id"].nunique() >= 5
    bodies = " ".join(articles["body"])
    for residue in ("All rights reserved", "Facebook", "Read more", "never"):
        assert residue not in bodies
    assert holders(project, KEY) == []
