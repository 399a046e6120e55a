from __future__ import annotations

import re

import pytest

from newsledger.errors import OntologyError
from newsledger.measures.ask import rate
from newsledger.measures.fold import fold
from newsledger.ontology import load
from newsledger.records.event import Told
from newsledger.view.assets import ASSETS, asset, csp, script, stylesheet
from newsledger.view.links import WEB
from newsledger.view.measures import UNDATED
from newsledger.view.pages.codebook import codebook_index, codebook_page
from newsledger.view.pages.events import event_excerpt, event_page, event_table, merge_reasons
from newsledger.view.pages.findings import finding_list
from newsledger.view.pages.measures import measure_table, rate_answer
from newsledger.view.pages.mentions import excerpt
from newsledger.view.pages.notebook import Events, Measures, TariffRate
from newsledger.view.pages.overview import facet, number_cards
from newsledger.view.scoped import scoped
from newsledger.view.words import CERTAINTIES, QUADS, STAGES, certainty_badge, stage_badge, type_badge
from tests.builders import document, mention
from tests.pictured import body_of, elements, event, rich_event, rich_finding, rich_measure, rich_page, words_of

BOOK = load()


def test_a_list_of_events_tells_numbers_stages_and_what_differs() -> None:
    told = Told("how many killed", "7", ("m-1",), ("A",))
    shown = event_table([event(versions=(told,)), event("2", stage="denied", day=None)], links=WEB, total=9)
    rows = body_of(shown).query_selector_all("tbody tr")
    assert "how many killed" in rows[0].text
    assert "denied" in rows[1].text
    assert "not told; reported 2031-03-11" in rows[1].text
    assert "2 of 9 events" in words_of(shown)
    assert rows[0].query_selector("a").getattr("href") == "/events/e-1"


def test_one_event_as_its_publishers_tell_it() -> None:
    page, _, found, _ = rich_page("Lantern")
    copy, _, second, _ = rich_page("Courier")
    pages = {page.document_id: page, copy.document_id: copy}
    shown = event_page(
        rich_event("Lantern", found, second), [found, second], pages, {copy.document_id: page.document_id}, links=WEB
    )
    body = body_of(shown)
    reports = body.query_selector_all(".nl-report")
    assert [r.query_selector("h4 a").text for r in reports] == ["Lantern", "Courier"]
    assert "at least 12 killed" in reports[0].text
    assert "a copy of the report of Lantern" in reports[1].text
    assert [n.text for n in body.query_selector_all(".nl-differ h4")] == ["how many killed", "actor"]
    assert len(body.query_selector_all(".nl-stages li")) == 2
    assert len(body.query_selector_all(".nl-why")) == 2


def test_why_mentions_are_one_event() -> None:
    _, _, found, _ = rich_page()
    assert "score 0.80" in words_of(merge_reasons(rich_event("x", found), [found]))
    assert "nothing was merged" in words_of(merge_reasons(event(), []))


def test_an_excerpt_quotes_the_first_report_and_names_the_others() -> None:
    page, _, found, _ = rich_page("Lantern")
    other, _, second, _ = rich_page("Courier")
    text = words_of(
        event_excerpt(rich_event("x", found), [found, second], {page.document_id: page, other.document_id: other})
    )
    assert "first told" in text
    assert "Courier" in text
    assert "Officials said Kenya" in text


@pytest.mark.parametrize(
    ("most", "expected"),
    [(200, "In Nairobi, after a long night, Kenya met Uganda and the two agreed on little."),
     (40, "…night, Kenya met Uganda and the two…"), (3, "…met…")],
)  # fmt: skip
def test_an_excerpt_of_a_sentence_keeps_its_event_word(most: int, expected: str) -> None:
    page = document("In Nairobi, after a long\nnight, Kenya met Uganda and the two agreed on little.")
    shown = excerpt(mention(page, "met"), most)
    assert words_of(shown) == expected
    assert "<strong>met</strong>" in shown


def test_measures_without_any_dated_report_name_no_day() -> None:
    assert "by reports of which none is dated" in words_of(measure_table([], on=UNDATED))


def test_measures_that_hold_come_first_with_their_history() -> None:
    states = fold([rich_measure("steel")], on="2031-04-01")
    text = words_of(measure_table(states, on="2031-04-01", links=WEB))
    assert "1 measure on 2031-04-01, 1 of them in force or due" in text
    assert "25 percent (additional)" in text
    answer = rate([rich_measure("steel")], importer="USA", origin="TWN", on="2031-04-01", goods="steel")
    assert "25 percent" in words_of(rate_answer(answer, links=WEB))
    none = rate([], importer="USA", origin="TWN", on="2031-04-01")
    assert "No report gives a rate" in words_of(rate_answer(none))


def test_findings_are_leads_and_the_two_kinds_stand_apart() -> None:
    from dataclasses import replace

    said = replace(rich_finding("b"), basis="text")
    text = words_of(finding_list([rich_finding("a"), said]))
    assert "leads to be checked, not verdicts" in text
    assert text.index("What the text says") < text.index("What the register says")
    assert "unchecked: look the paragraphs up" in text


@pytest.mark.parametrize(
    "code",
    [
        *(t.code for t in BOOK.types), *(c.code for c in BOOK.contexts), *(s.code for s in BOOK.sectors),
        *(o.code for o in BOOK.organisations), *(a.code for a in BOOK.auxiliary),
        *(f"{t.code}/{m.code}" for t in BOOK.types for m in t.modes), "arrest", "sanction", "gov",
    ],
)  # fmt: skip
def test_every_code_has_a_page_with_examples(code: str) -> None:
    body = body_of(codebook_page(code, links=WEB))
    assert body.query_selector(".nl-entry")
    assert len(body.text) > 60
    assert body.query_selector("li i") or body.query_selector("blockquote")


@pytest.mark.parametrize("context", [c.code for c in BOOK.contexts])
def test_the_examples_of_a_context_have_it(context: str) -> None:
    examples = BOOK.context(context).examples
    assert len(examples) == 2
    assert all(context in BOOK.contexts_of(e) for e in examples)


@pytest.mark.parametrize("code", ["SANCTON", "ASSAULT/arrest", "<b>", ""])
def test_a_code_that_does_not_exist_is_an_error(code: str) -> None:
    with pytest.raises(OntologyError):
        codebook_page(code)


def test_the_index_leads_to_every_code() -> None:
    found = {a["href"].partition("#")[0] for n, a in elements(codebook_index(links=WEB)) if n == "a"}
    codes = {t.code for t in BOOK.types} | {c.code for c in BOOK.contexts} | {s.code for s in BOOK.sectors}
    assert {f"/codebook/{code}" for code in codes} <= found


def test_signs_and_words_tell_what_colours_tell() -> None:
    for table in (QUADS, STAGES, CERTAINTIES):
        assert all(look.sign and look.word for look in table.values())
    assert len({q.sign for q in QUADS.values()}) == 4
    assert "✕ did not happen" in words_of(certainty_badge("CT-"))
    assert "▷ planned" in words_of(stage_badge("planned"))
    assert "◆ ASSAULT/aerial" in words_of(type_badge("ASSAULT", "aerial", "4"))


def test_a_facet_counts_the_rest() -> None:
    shown = facet("Parties", [("KEN", 5), ("UGA", 3), ("TCD", 1)], most=2)
    assert "1 more" in words_of(shown)
    assert "1,234" in words_of(number_cards([("events", 1234)]))


def test_answers_show_themselves_in_a_notebook() -> None:
    states = fold([rich_measure()], on="2031-04-01")
    answer = TariffRate.of(rate([rich_measure()], importer="USA", origin="TWN", on="2031-04-01"))
    for shown in (Events([event()] * 60), Measures(states, "2031-04-01"), answer):
        html = shown._repr_html_()
        assert type(html) is str
        assert html.startswith('<div class="nl nl-notebook"><style>')
        assert "<script" not in html
    assert "50 of 60 events" in Events([event()] * 60)._repr_html_()
    assert Measures(states, "2031-04-01") == states


# -- style and script


def rules() -> list[tuple[str, str]]:
    """Selectors with what they set, those within media and container queries included."""
    text = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.DOTALL)
    text = re.sub(r"@(media|container)[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", r"\2", text)
    return [(s.strip(), body) for s, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text)]


def test_every_rule_is_bound_to_our_class() -> None:
    for selector, _ in rules():
        for one in selector.split(","):
            assert re.search(r"\.nl\b|\.nl-page\b", one), one
    notebook = scoped(event_table([]))
    assert ".nl-page" not in notebook


def test_the_style_asks_for_nothing_from_outside() -> None:
    for name in ASSETS:
        assert not re.search(r"url\(|@import|https?:|//[a-z]+\.", asset(name))
    with pytest.raises(KeyError):
        asset("../words.py")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", stylesheet())
}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "sunk"])
@pytest.mark.parametrize(
    "ink",
    [
        "ink",
        "soft",
        "link",
        "q1",
        "q2",
        "q3",
        "q4",
        *(f"f-{f}" for f in ("trigger", "actor", "source", "time", "place")),
    ],
)
def test_text_can_be_read_on_every_ground(ink: str, ground: str, theme: int) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["strong", "focus"])
def test_lines_that_mean_something_can_be_seen(line: str, theme: int) -> None:
    assert contrast(COLOURS[line][theme], COLOURS["paper"][theme]) >= (3.0 if line == "focus" else 2.4)


def test_the_script_makes_no_markup_from_text() -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|\.style\b|fetch\(", script()
    )


def test_the_policy_allows_our_own_files_and_nothing_else() -> None:
    assert "unsafe" not in csp() + csp(inline=True)
    assert csp(inline=True).count("'sha256-") == 2
    assert "default-src 'none'" in csp(inline=True)


def test_the_class_of_every_mark_and_fill_has_a_rule() -> None:
    text = stylesheet()
    for quad in "01234":
        assert f".nl-mark-q{quad} " in text
        assert f".nl-fill-q{quad} " in text
    for track in range(4):
        assert f".nl-t{track}-quantity " in text
