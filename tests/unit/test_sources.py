"""Lines at the end of sections that say where their numbers come from; regions of one name told apart."""

from newsframing.pages.sources import distinct_regions, with_sources

NUMBER = '<p><data value="1" data-cell="{}.csv#a/n">1</data></p>\n'
PAGE = (
    '<nav><a href="x">x</a></nav><main id="main">\n<h1>T</h1>\n'
    + NUMBER.format("flow")
    + '<aside class="note">\n<h2>Limits</h2>\n'
    + NUMBER.format("days")
    + '</aside>\n<section class="prose">\n<h2>One</h2>\n</section>\n'
    + NUMBER.format("b")
    + NUMBER.format("a")
    + NUMBER.format("a")
    + '<h2>Two</h2>\n<p>No number.</p>\n<details class="code parameters">x</details></main>'
)


def test_each_section_ends_with_its_tables_and_their_rules():
    made = with_sources(PAGE, {"a": "estimate_a", "b": "estimate_b"})
    assert made.count('class="sources method"') == 3
    assert made.replace("\n", "").count("</aside><p class=") == 1
    line = '<a href="tables/a.csv">a.csv</a> (rule <code>estimate_a</code>), <a href="tables/b.csv">b.csv</a>'
    assert made.index('<section class="prose">') < made.index(line) < made.index("<h2>Two")
    assert made.index("flow.csv</a>") < made.index("<aside")
    assert "</details></main>" in made and made.index("Two</h2>") > made.rindex("sources")


def test_a_page_without_numbers_stays_as_it_is():
    assert with_sources("<main><h2>A</h2><p>b</p></main>", {}) == "<main><h2>A</h2><p>b</p></main>"
    assert with_sources("no page", {}) == "no page"


def test_regions_of_one_name_are_numbered():
    region = '<div class="scroll" role="region" tabindex="0" aria-label="Words">'
    made = distinct_regions(region + region + region.replace("Words", "Others"))
    assert [part.split('"')[0] for part in made.split('aria-label="')[1:]] == ["Words", "Words, 2", "Others"]
