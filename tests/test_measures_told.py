from __future__ import annotations

from newsledger.measures.read import read_measures
from newsledger.reader.reading import RawMeasure, RawSpan, SentenceReading
from newsledger.records import Article, Sentence, make_document
from newsledger.records.measure import MeasureMention
from newsledger.resolve import Resolver


def raw(text: str, cue: str, kind: str, score: float, status: str = "in_force", **sides: str) -> RawMeasure:
    def span(words: str, sure: float) -> RawSpan:
        start = text.index(words)
        return RawSpan(start, start + len(words), sure)

    return RawMeasure(span(cue, score), kind, status, tuple((side, span(words, 0.9)) for side, words in sides.items()))


def read(text: str, *measures: RawMeasure) -> list[MeasureMention]:
    page = make_document(text, document_creation_time="2031-03-13")
    article = Article("a", page.document_id, 0, 0, len(text), "main", False, None, None, (Sentence(0, len(text)),))
    readings = [SentenceReading(0, (), (), measures)] if measures else []
    context = Resolver.load().context(article, page)
    return list(read_measures(page, article, (), (), context, readings))


def test_a_report_that_only_the_reader_sees_counts_when_it_is_sure() -> None:
    text = "Norway squeezed the banks of Belarus with fresh curbs."
    assert read(text) == []
    assert read(text, raw(text, "curbs", "sanction", 0.8, issuer="Norway", target="the banks of Belarus")) == []
    (found,) = read(text, raw(text, "curbs", "sanction", 0.95, issuer="Norway", target="the banks of Belarus"))
    assert (found.kind, found.status, found.cue.text) == ("sanction", "in_force", "curbs")
    assert [p.country for p in found.issuers] == ["NOR"]
    assert [p.country for p in found.targets] == ["BLR"]


def test_the_reader_says_who_takes_a_measure_where_the_rules_do_not() -> None:
    text = "The deal obliges all who signed in Santiago to sanction Peru."
    (found,) = read(text, raw(text, "sanction", "sanction", 0.9, issuer="all who signed in Santiago"))
    assert [p.country for p in found.targets] == ["PER"]
    text = "With Kenya and Togo looking on, Chile imposed sanctions on Peru."
    (found,) = read(text, raw(text, "sanctions", "sanction", 0.9, issuer="Kenya", target="Togo"))
    assert [p.country for p in found.issuers] == ["CHL"]
    assert [p.country for p in found.targets] == ["PER"]


def test_the_parties_of_a_truce() -> None:
    text = "Kenya brokered the truce that Sudan and Chad have kept since."
    (found,) = read(text, raw(text, "truce", "ceasefire", 0.9, issuer="Sudan and Chad"))
    assert {p.country for p in found.issuers} == {"SDN", "TCD"}
    assert found.targets == ()


def test_a_report_that_only_the_reader_sees_needs_a_word_of_its_kind() -> None:
    text = "Bolivia will send 400 police to the border next week."
    assert read(text, raw(text, "400 police to the border", "tariff", 0.99, issuer="Bolivia")) == []
    text = "Bolivia takes 12 per cent of what Chile sells there."
    assert len(read(text, raw(text, "12 per cent", "tariff", 0.99, issuer="Bolivia", target="Chile"))) == 1
