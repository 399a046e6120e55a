"""Stories and copies; all texts are our own."""

from __future__ import annotations

import random

import pytest

from newsledger.cluster import group_stories
from newsledger.cluster.copies import CopySpace, in_order, originals, overlap, printed, rank
from newsledger.cluster.grouping import group_all
from newsledger.cluster.minhash import band_keys
from newsledger.cluster.rarity import rarity
from newsledger.cluster.terms import cosine, text_vector
from newsledger.records import Document, make_document

FERRY = """A ferry with 140 passengers ran aground off the island of Mafia on Tuesday night, the Tanzanian coast guard
said. The Bahari Queen was on its way from Kilwa to Dar es Salaam when it hit a reef in heavy rain. All passengers were
brought ashore by fishermen. Captain Juma Kombo said the radar had failed an hour earlier. The owner, Pwani Lines,
promised an inquiry and tickets for another crossing. Divers will look at the hull on Thursday before tugs from Tanga
try to pull the Bahari Queen off the reef. Two of its sister ships were withdrawn from service for a check."""
FERRY_2 = """Fishermen saved everyone on board the Bahari Queen, a ferry stuck on a reef near Mafia island since
Tuesday. Pwani Lines, which runs the ship between Kilwa and Dar es Salaam, said 140 people had been on board. Tugs
are coming from Tanga. A passenger told our reporter that the lights went out before the ferry struck the reef."""
CHESS = """Grandmaster Lindiwe Dube won the Harare Open on Tuesday after a rook ending of ninety moves against the
favourite, Pavel Horak. Dube, 19, is the first player from Bulawayo to take the title. Horak resigned when his last
pawn fell and praised her patience."""
CHESS_AGAIN = """Tariro Moyo of Mutare won the Harare Open for the first time. The engineer beat two former champions,
held the top seed from Zambia with the black pieces and needed only a draw in the last round, which she got in twenty
moves."""
FORM = """The minister of foreign affairs of {0}, {1}, will travel to {2} from {3} for talks with officials and members
of civil society. The minister will discuss trade, security and the climate, and will take part in a round table with
students. For further information please contact the press office of the ministry of foreign affairs."""


def page(text: str, day: str = "2031-03-12", **fields: str) -> Document:
    return make_document(text, document_creation_time=day, **fields)


def stories(*pages: Document) -> list[set[int]]:
    found = group_stories((p, ()) for p in pages)
    ids = [found[p.document_id] for p in pages]
    return sorted(({n for n, i in enumerate(ids) if i == story} for story in set(ids)), key=min)


def test_rare_words_are_rarer_than_common_ones() -> None:
    assert rarity("the") == 0.0
    assert rarity("the") < rarity("people") < rarity("ferry") <= rarity("bahari") == 1.0
    assert rarity("spokesperson") < rarity("gorilla")


def test_documents_are_grouped_by_what_they_report() -> None:
    assert stories(page(FERRY), page(CHESS), page(FERRY_2)) == [{0, 2}, {1}]


def test_reports_of_a_year_later_are_another_story() -> None:
    same_week, next_year = page(CHESS_AGAIN), page(CHESS_AGAIN, "2032-03-12")
    assert cosine(text_vector(CHESS), text_vector(CHESS_AGAIN)) > 0.1
    assert stories(page(CHESS), same_week) == [{0, 1}]
    assert stories(page(CHESS), next_year) == [{0}, {1}]


def test_a_story_keeps_its_id_when_later_reports_join() -> None:
    first, second = page(FERRY), page(FERRY_2, "2031-03-13")
    assert (
        group_stories([(first, ())])[first.document_id]
        == group_stories([(first, ()), (second, ())])[second.document_id]
    )


def test_the_original_is_the_earlier_by_the_clock_not_by_the_letters() -> None:
    seoul, london = "2031-03-12T09:00:00+09:00", "2031-03-12T01:30:00+00:00"
    assert sorted([london, seoul, "2031-03-12", "2031-03-11"], key=lambda t: rank(t, "d")) == [
        "2031-03-11", "2031-03-12", seoul, london,
    ]  # fmt: skip


def test_the_order_of_documents_does_not_matter() -> None:
    pages = [page(FERRY), page(CHESS), page(FERRY_2), page(CHESS, publisher="Another Times")]
    found = group_stories((p, ()) for p in pages)
    assert group_stories((p, ()) for p in reversed(pages)) == found


def edited(text: str, share: float, rng: random.Random) -> str:
    words = text.split()
    return " ".join(rng.choice(words) if rng.random() < share else w for w in words[: int(len(words) * 0.85)])


@pytest.mark.parametrize("seed", range(5))
def test_a_cut_retitled_reworded_copy_is_found_and_the_earliest_is_the_original(seed: int) -> None:
    copy = page("Ship stuck after storm\n" + edited(FERRY, 0.3, random.Random(seed)), "2031-03-13", publisher="B")
    pages = [copy, page(FERRY, publisher="A"), page(FERRY_2), page(CHESS)]
    found = originals(
        group_all([printed(p) for p in pages], CopySpace()), {p.document_id: p.document_creation_time for p in pages}
    )
    assert found[copy.document_id] == pages[1].document_id
    assert all(found[p.document_id] == p.document_id for p in pages[1:])


def test_a_form_filled_in_twice_is_no_copy() -> None:
    one = FORM.format("Kenya", "Achieng Otieno", "Lusaka and Lilongwe", "March 3 to 7") + " " + FERRY[:300]
    other = FORM.format("Peru", "Rosa Quispe", "Montevideo", "June 21 to 23") + " " + CHESS
    assert overlap(printed(page(one)), printed(page(other))) < CopySpace.threshold


READOUT = """The president of {0} received the ambassador of {1} at the palace on {2}. They spoke of relations, trade
and security in the region. The president thanked the ambassador for the work done during the mission and wished further
success. The ambassador brought greetings from the head of state and praised the hospitality of the people."""


def test_a_short_form_filled_in_twice_is_no_copy_and_a_corrected_report_is_one() -> None:
    one, other = READOUT.format("Ghana", "Norway", "Monday"), READOUT.format("Togo", "Chile", "Friday")
    assert overlap(printed(page(one)), printed(page(other))) < CopySpace.threshold
    corrected = FERRY.replace("140", "150").replace("Tuesday", "Wednesday")
    assert overlap(printed(page(FERRY)), printed(page(corrected))) >= CopySpace.threshold


def test_pages_without_words_are_no_copies_of_each_other() -> None:
    one, other = printed(page("It was he of the and.")), printed(page("\u00a1\u00bf \u2014"))
    assert overlap(one, other) == 0.0
    assert not set(printed(page("...")).keys)


def test_a_quotation_is_no_copy() -> None:
    quoting = " ".join([CHESS] * 3) + FERRY_2[:150]
    assert overlap(printed(page(quoting)), printed(page(FERRY_2))) < CopySpace.threshold


def test_the_longest_common_subsequence_is_in_order() -> None:
    assert in_order("abcd", "xaxbxcxd") == 4
    assert in_order("abcd", "dcba") == 1
    assert in_order("aab", "aba") == 2


def test_similar_sets_share_a_band_and_different_ones_do_not() -> None:
    one, other = [f"w{n}" for n in range(100)], [f"w{n}" for n in range(30, 130)]
    assert set(band_keys(one)) & set(band_keys(other))
    assert not set(band_keys(one)) & set(band_keys([f"v{n}" for n in range(100)]))
    assert band_keys(one) == band_keys(one[::-1])
    assert band_keys([]) == ()
