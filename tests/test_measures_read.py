from __future__ import annotations

import re
import time

import pytest

from newsledger.measures.read import read_measures
from newsledger.measures.reported import PART
from newsledger.records import Article, Sentence, make_document
from newsledger.records.measure import MEASURE_KINDS, MEASURE_STATUSES, MeasureMention
from newsledger.resolve import Resolver

LIST = (
    'President Okello announced sweeping "fair tariffs" on all trading partners. Uganda will charge a 10 percent '
    "baseline duty on imports from all countries from Saturday. Countries with a surplus with Uganda would face higher "
    "duties beginning on Wednesday, including Kenya (32 percent), Rwanda (34 percent) and Egypt (24 percent)."
)


def read(text: str, date: str | None = "2031-03-13", **page_of: str) -> list[MeasureMention]:
    page = make_document(text, document_creation_time=date, **page_of)
    ends = [m.end() for m in re.finditer(r"[.!?](?= [A-Z]|$)", text)]
    starts = [0, *(e + 1 for e in ends[:-1])]
    sentences = tuple(Sentence(a, b) for a, b in zip(starts, ends, strict=True))
    article = Article("a", page.document_id, 0, 0, len(text), "main", False, None, None, sentences)
    return list(read_measures(page, article, (), (), Resolver.load().context(article, page)))


def told(m: MeasureMention) -> tuple[object, ...]:
    start = m.in_force_from.value if m.in_force_from else None
    rate = m.rate.value if m.rate else None
    return m.kind, [p.country for p in m.issuers], [p.country for p in m.targets], rate, start, m.status


def test_a_list_of_states_and_rates_gives_a_measure_each() -> None:
    found = read(LIST)
    rated = {m.targets[0].country: m for m in found if m.rate}
    assert {code: m.rate and m.rate.value for code, m in rated.items()} == {"*": 10, "KEN": 32, "RWA": 34, "EGY": 24}
    assert {m.in_force_from and m.in_force_from.value for m in rated.values()} == {"2031-03-15", "2031-03-19"}
    assert all([p.country for p in m.issuers] == ["UGA"] for m in rated.values())
    assert rated["*"].rate
    assert rated["*"].rate.kind == "baseline"
    assert rated["KEN"].rate
    assert rated["KEN"].rate.kind == "replacing"
    assert {m.status for m in found} == {"announced"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kenya will raise its tariff on Ugandan milk from 10 percent to 25 percent on 1 July.",
            ("tariff", ["KEN"], ["UGA"], 25, "2031-07-01", "announced"),
        ),
        (
            "Chile lifted its sanctions on Peruvian banks on Monday.",
            ("sanction", ["CHL"], ["PER"], None, None, "lifted"),
        ),
        ("Chile is weighing an arms embargo on Peru.", ("embargo", ["CHL"], ["PER"], None, None, "proposed")),
        (
            "The travel ban on four Malian officials was approved by the Security Council.",
            ("travel_ban", ["UNO"], ["MLI"], None, None, "announced"),
        ),
        (
            "Ghana barred citizens of Togo and Benin from entering the country.",
            ("entry_ban", ["GHA"], ["TGO", "BEN"], None, None, "in_force"),
        ),
        (
            "Tariffs of 25 percent on Kenyan and Rwandan goods are in force since 4 March.",
            ("tariff", [], ["KEN", "RWA"], 25, "2031-03-04", "in_force"),
        ),
        (
            "Brazil imposed tariffs of more than 10 percent on goods from Chile.",
            ("tariff", ["BRA"], ["CHL"], 10, None, "in_force"),
        ),
        ("Zambia quit the Ottawa treaty.", ("treaty_left", ["ZMB"], [], None, None, "in_force")),
        ("A truce between Chad and Niger collapsed.", ("ceasefire", ["TCD", "NER"], [], None, None, "lifted")),
        (
            "“We will not lift the tariff on Kenyan tea,” Uganda said.",
            ("tariff", ["UGA"], ["KEN"], None, None, "in_force"),
        ),
    ],
)
def test_what_a_sentence_says(text: str, expected: tuple[object, ...]) -> None:
    assert [told(m) for m in read(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Exports to Kenya fell 13 percent in May as tariffs bit.",
        "Peru denied that it had imposed sanctions on Chile.",
        "Protesters called for a ceasefire.",
        "The award recognised her work with refugees in Jordan.",
        "Oil traders fear an embargo on Gabon.",
        "The ministers discussed the imposition of further sanctions on Chad.",
        "The envoy spoke about the need to continue the imposition of sanctions on Chad.",
        "The two presidents agreed to seek a lasting ceasefire.",
        "Officers on duty in Quito found 40 percent of the drugs.",
    ],
)
def test_talk_is_no_measure(text: str) -> None:
    assert read(text) == []


def test_every_field_has_its_words_and_every_gap_its_reason() -> None:
    for m in read(LIST):
        page = LIST
        assert page[m.cue.start : m.cue.end] == m.cue.text
        for party in (*m.issuers, *m.targets):
            if party.start is not None:
                assert page[party.start : party.end] == party.text
        if m.rate:
            assert page[m.rate.start : m.rate.end] == m.rate.text
        assert all(g.reason for g in m.gaps)
        assert m.kind in MEASURE_KINDS
        assert m.status in MEASURE_STATUSES


def test_a_revoked_visa_is_a_measure_in_force() -> None:
    (m,) = read("Kenya revoked a dozen visas of Ugandan officials.")
    assert told(m) == ("visa_rule", ["KEN"], ["UGA"], None, None, "in_force")


def test_without_a_date_the_day_stays_open_with_a_reason() -> None:
    (m,) = read("Kenya will levy a 5 percent tariff on Ugandan tea from Saturday.", date=None)
    assert m.in_force_from
    assert m.in_force_from.earliest is None
    assert [g.reason for g in m.gaps if g.field == "in_force_from"]


def test_an_exception_alone_is_told_as_an_exception_of_the_articles_measure() -> None:
    text = (
        "Uganda announced a 32 percent tariff on Kenyan goods. An exception for Kenyan semiconductors would have a "
        "small effect, an official said."
    )
    measure, exception = read(text)
    assert (measure.aspect, exception.aspect, exception.status) == ("measure", "exception", None)
    assert [e.text for e in exception.exceptions] == ["Kenyan semiconductors"]
    assert told(exception)[:3] == ("tariff", ["UGA"], ["KEN"])


@pytest.mark.parametrize(
    ("text", "issuers", "targets"),
    [
        ("The president of Kenya announced a 15 percent duty on milk from Uganda.", ["KEN"], ["UGA"]),
        (
            "The president of Kenya met farmers. He would impose a 15 percent duty on milk from Uganda, he said.",
            ["KEN"],
            ["UGA"],
        ),
        ("Two Zambian banks were sanctioned by Canada and by Norway.", ["CAN", "NOR"], ["ZMB"]),
        ("Sanctions that Japan imposed on Zimbabwe were lifted on Monday.", ["JPN"], ["ZWE"]),
        ("A truce mediated by Kenya between Sudan and Chad collapsed.", ["SDN", "TCD"], []),
        ("Norway welcomed the lifting of the state of emergency in Tunisia.", ["TUN"], []),
        ("Citizens of Niger and Gabon were barred from entering Canada.", ["CAN"], ["NER", "GAB"]),
        ("Three Malian generals were placed on the sanctions list of the Security Council.", ["UNO"], ["MLI"]),
        ("Chad announced sanctions to weaken the army of Sudan.", ["TCD"], ["SDN"]),
        ("Kenya welcomes Norway’s announcement today to impose sanctions on Chad.", ["NOR"], ["TCD"]),
        ("Chad is grateful to Norway for the leadership of Norway in imposing sanctions on Sudan.", ["NOR"], ["SDN"]),
        ("Norway imposed sanctions on Chad for its aggression against Sudan.", ["NOR"], ["TCD"]),
        ("We have a truce now in Yemen, and it was extended.", ["YEM"], []),
        ("Kenya welcomes the announcement on the extension of the truce in Yemen.", ["YEM"], []),
        ("An aide gave no comment on the sanctions Kenya announced against Chad.", ["KEN"], ["TCD"]),
        ("Norway designated the group as a terrorist organisation of Mali.", ["NOR"], ["MLI"]),
        ("Kenya has been putting sanctions on Chad.", ["KEN"], ["TCD"]),
        ("Two Malian generals were added to the UN 1267/1989 Mali Sanctions List.", ["UNO"], ["MLI"]),
        ("The US struck Iran and announced new sanctions on its oil exports.", ["USA"], ["IRN"]),
        ("Ghana expelled two Malian envoys and imposed sanctions on Bamako's army.", ["GHA"], ["MLI"]),
        ("Norway followed Iceland in imposing sanctions on Belarus.", ["NOR"], ["BLR"]),
        ("Israel condemned Ireland for recognising Palestine as a state.", ["IRL"], ["PSE"]),
        ("Israel struck Yemen after Iran withdrew from the NPT.", ["IRN"], []),
        ("Peru and Chile met Fiji and imposed sanctions on Myanmar.", ["PER", "CHL"], ["MMR"]),
    ],
)
def test_who_takes_it_and_against_whom(text: str, issuers: list[str], targets: list[str]) -> None:
    (m, *_) = read(text)
    assert ([p.country for p in m.issuers], [p.country for p in m.targets]) == (issuers, targets)


def test_in_a_governments_own_release_its_voice_is_the_issuer() -> None:
    release = {"publisher": "US State Department"}
    for text in (
        "We are imposing sanctions on four Sudanese traders.",
        "The Department is imposing sanctions on four Sudanese traders.",
        "Our sanctions on Sudanese traders remain in force.",
        "Four Sudanese traders are being designated under Executive Order 14098.",
    ):
        (m,) = read(text, **release)
        assert ([p.country for p in m.issuers], [p.country for p in m.targets]) == (["USA"], ["SDN"]), text
    (m,) = read("We have imposed sanctions on four Sudanese traders.")
    assert m.issuers == ()


def test_a_target_taken_from_elsewhere_says_so() -> None:
    text = "Four traders from Sudan armed the rebels. Today we are designating these individuals under E.O. 14098."
    (m,) = read(text, publisher="US State Department")
    assert [p.country for p in m.targets] == ["SDN"]
    assert any(g.field == "targets" and "sentence before" in g.reason for g in m.gaps)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bulgaria lifted its ban on Serbian poultry imports.", ("embargo", ["BGR"], ["SRB"], None, None, "lifted")),
        ("Norway ended its ban on all Icelandic fish exports.", ("embargo", ["NOR"], ["ISL"], None, None, "lifted")),
        ("Chile kept its ban on Argentine beef imports.", ("embargo", ["CHL"], ["ARG"], None, None, "in_force")),
        ("Ghana refuses to lift the embargo on Togo.", ("embargo", ["GHA"], ["TGO"], None, None, "in_force")),
        ("Once Kenya lifts its embargo on Somalia, trade will grow.", ("embargo", [], ["SOM"], None, None, "in_force")),
        ("Unless Egypt lifts its tariffs on Sudan, farmers will go.", ("tariff", [], ["SDN"], None, None, "in_force")),
        (
            "Chile lifted its sanctions on Peru once the troops had left.",
            ("sanction", ["CHL"], ["PER"], None, None, "lifted"),
        ),
        ("Norway no longer imposes sanctions on Serbia.", ("sanction", ["NOR"], ["SRB"], None, None, "lifted")),
        ("Peru hopes to join the Ottawa treaty.", ("treaty_joined", ["PER"], [], None, None, "proposed")),
        ("Kenya urged Chile to remove its sanctions on Sudan.", ("sanction", [], ["SDN"], None, None, "in_force")),
        (
            "The sanctions on Serbia are working, Norway's foreign minister said.",
            ("sanction", [], ["SRB"], None, None, "in_force"),
        ),
        (
            "Norway imposed sanctions on Serbia following talks with Croatia.",
            ("sanction", ["NOR"], ["SRB"], None, None, "in_force"),
        ),
        (
            "Canada imposed sanctions on Myanmar in coordination with Japan.",
            ("sanction", ["CAN"], ["MMR"], None, None, "in_force"),
        ),
        (
            "Peru imposed tariffs of 10 percent on goods from all countries except Chile.",
            ("tariff", ["PER"], ["*"], 10, None, "in_force"),
        ),
        ("Kenya cut tariffs on 90 percent of Ugandan goods.", ("tariff", ["KEN"], ["UGA"], None, None, "in_force")),
        (
            "Kenya lowered its tariff on Ugandan milk by 5 percent.",
            ("tariff", ["KEN"], ["UGA"], None, None, "in_force"),
        ),
        (
            "Kenya cut its tariff on Ugandan milk by half to 5 percent.",
            ("tariff", ["KEN"], ["UGA"], 5, None, "in_force"),
        ),
    ],
)
def test_ends_refusals_and_bystanders_are_not_taken_for_more(text: str, expected: tuple[object, ...]) -> None:
    assert [told(m) for m in read(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Norway declined to impose sanctions on Serbia.",
        "Parliament in Chile voted against imposing tariffs on Peruvian copper.",
        "Kenya has yet to ratify the Chemical Weapons Convention.",
        "Ghana tried to impose an embargo on Togo.",
        "Analysts expect Chile to impose sanctions on Peru.",
        "Whether Chile bans exports of lithium is unclear.",
        "Norway called on Japan to impose sanctions on Serbia.",
    ],
)
def test_what_is_refused_supposed_or_asked_of_another_is_no_report(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's tariff on Chilean wine rose to 50 percent from 25 percent.", [(["CHL"], 50, 25, ["wine"])]),
        ("Kenya cut its tariff on Ugandan tea from 12 percent to under 4 percent.", [(["UGA"], 4, 12, ["tea"])]),
        ("The 25 percent tariff on Chilean cars was cut to 10 percent.", [(["CHL"], 10, 25, ["cars"])]),
        ("Kenya raised the 10 percent tariff on Ugandan eggs to 20 percent.", [(["UGA"], 20, 10, ["eggs"])]),
        (
            "Japan imposed tariffs of 20 percent on Peru, Chile and Bolivia and 19 percent on Kenya and Ghana.",
            [(["PER", "CHL", "BOL"], 20, None, []), (["KEN", "GHA"], 19, None, [])],
        ),
        (
            "Norway put a 10 percent baseline tariff on all imports and an additional 24 percent on Japan.",
            [(["*"], 10, None, []), (["JPN"], 24, None, [])],
        ),
        (
            "Kenya imposed tariffs of 25 percent on steel and 10 percent on aluminium from Uganda.",
            [(["UGA"], 25, None, ["steel"]), (["UGA"], 10, None, ["aluminium"])],
        ),
        (
            "The tariff on Chilean watches was reduced from 39 percent to 15 percent.",
            [(["CHL"], 15, 39, ["watches"])],
        ),
    ],
)
def test_each_rate_has_its_own_states_goods_and_rate_before(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [
        ([t.country for t in m.targets], m.rate.value, m.rate.previous, [s.text for s in m.scope])
        for m in read(text) if m.rate
    ]  # fmt: skip
    assert found == expected


def test_one_rate_is_the_baseline_and_the_other_is_added() -> None:
    found = read("Norway put a 10 percent baseline tariff on all imports and an additional 24 percent on Japan.")
    assert [m.rate and m.rate.kind for m in found] == ["baseline", "additional"]


@pytest.mark.parametrize(
    ("text", "announced", "end"),
    [
        ("Sanctions on Gambia imposed in 2012 were lifted by Norway on Tuesday.", "2031-03-11", None),
        ("Peru lifted the tariff that it introduced in 2029 on Monday.", "2031-03-10", None),
        ("Japan renewed its sanctions on Myanmar, first imposed in 2021.", None, None),
        ("Peru removed its tariff on Chilean wine after three years.", None, None),
        ("Kenya paused its tariff on Ugandan milk for 90 days.", None, "P90D"),
        ("Chile's embargo on Peru will end on 1 May.", None, "2031-05-01"),
    ],
)
def test_the_day_of_an_end_is_not_that_of_the_beginning(text: str, announced: str | None, end: str | None) -> None:
    (m,) = read(text)
    assert (m.announced_on and m.announced_on.value, m.in_force_to and m.in_force_to.value) == (announced, end)


def test_a_long_sentence_is_read_in_good_time() -> None:
    part = "Kenya imposed tariffs of 25 percent on milk from Uganda and Chile lifted its sanctions on Peruvian banks, "
    started = time.perf_counter()
    read(part * 40 + "it said.")
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Norway removed a Malian bank from its sanctions list.", True),
        ("Norway removed Mali and Niger from its sanctions list.", False),
        ("Kenya lifted its travel ban on 12 Ugandan officials.", True),
        ("Kenya lifted the travel ban on the 12 Ugandan officials.", False),
        ("France suspended part of its sanctions on Mali.", True),
        ("Turkey lifted all three rounds of sanctions on Algeria.", False),
        ("New Zealand lifted its sanctions on Myanmar but kept those on the army's leaders.", True),
        ("Italy lifted the arms embargo on Eritrea, while Spain kept its own.", False),
        ("Brazil relaxed its sanctions on Cuba.", True),
        ("Canada lifted sanctions against Ghana for 90 days.", False),
        ("Canada lifted sanctions on Ghana in 2021.", False),
        ("Japan scrapped tariffs on 200 Chinese products.", True),
        ("Japan scrapped its 20 percent tariff on Chinese steel.", False),
        ("Peru lifted the state of emergency in two provinces.", True),
    ],
)
def test_the_end_of_a_part_is_told_from_that_of_the_whole(text: str, part: bool) -> None:
    (m,) = read(text)
    assert (m.status in {"lifted", "suspended"}, PART in m.rules) == (True, part)


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        (
            "Chile imposed a 20 percent tariff on copper, avocados and blueberries from Peru.",
            "copper avocados blueberries",
        ),
        ("A 20 percent tariff will be imposed on almonds and walnuts from Spain by Morocco.", "almonds walnuts"),
        ("Egypt imposed an 8 percent duty on Greek olive oil to protect its farmers.", "olive oil"),
        ("Egypt imposed an 8 percent duty on goods from Greece because of a row over gas.", ""),
        ("Turkey imposed a 15 percent tariff on Israeli goods over arms deliveries to the Kurds.", ""),
        ("Angered by its purchases of Russian oil, Norway imposed a 15 percent tariff on goods from Serbia.", ""),
        ("Kenya put a 12 percent tariff on Pakistani rice and vowed to add more.", "rice"),
        ("Kenya's 12 percent tariff on Pakistani rice cost millers a fortune.", "rice"),
        ("Australia imposed a 10 percent tariff on furniture from Malaysia, its trade minister said.", "furniture"),
        ("The EU imposed an arms embargo on the armed groups in Sudan.", "arms"),
        ("Russia banned imports of apples, pears and cheese from Poland.", "apples pears cheese"),
        ("Tariffs of 35 percent on Chinese tyres and solar panels took effect in Brazil.", "tyres solar panels"),
    ],
)
def test_goods_are_those_of_the_measure_and_not_those_of_its_reason(text: str, goods: str) -> None:
    (m,) = read(text)
    assert " ".join(s.text for s in m.scope if s.kind == "goods") == goods


@pytest.mark.parametrize(
    ("text", "status", "rate"),
    [
        ("Japan halved its tariff on Peruvian fish to 5 percent.", "in_force", 5),
        ("Japan slashed the tariff on Peruvian fish from 20 percent to 5 percent.", "in_force", 5),
        ("Japan bumped up the tariff on Peruvian fish to 35 percent.", "in_force", 35),
        ("Japan scaled back its tariff on Peruvian fish to 15 percent.", "in_force", 15),
        ("Japan will quadruple its tariff on Peruvian fish to 40 percent.", "announced", 40),
    ],
)
def test_verbs_of_change_give_a_status_and_a_rate_that_replaces(text: str, status: str, rate: float) -> None:
    (m,) = read(text)
    assert m.rate
    assert (m.status, m.rate.value, m.rate.kind) == (status, rate, "replacing")


@pytest.mark.parametrize(
    ("text", "targets", "status"),
    [
        ("Ghana will ban exports of timber from 1 May.", ["*"], "announced"),
        ("Ghana postponed the ban on exports of timber.", ["*"], "suspended"),
        ("Ghana lifted its rice import ban.", ["*"], "lifted"),
        ("Ghana lifted its import ban on Togolese eggs.", ["TGO"], "lifted"),
        ("Ghana imposed an arms embargo.", [], "in_force"),
    ],
)
def test_a_ban_on_exports_is_on_all_countries_as_a_noun_too(text: str, targets: list[str], status: str) -> None:
    (m,) = read(text)
    assert ([t.country for t in m.targets], m.status) == (targets, status)


def test_an_additional_tariff_is_a_measure_of_its_own() -> None:
    first, more, without, ended, added = (
        read(text)[0].measure_id
        for text in (
            "Chile imposed a 10 percent tariff on goods from Peru.",
            "Chile imposed an additional 15 percent tariff on goods from Peru.",
            "Chile lifted the additional tariff on goods from Peru.",
            "Chile lifted the tariff on goods from Peru.",
            "Chile added a 10 percent tariff on goods from Peru.",
        )
    )
    assert more == without != first == ended == added


def test_a_last_day_is_read_with_other_verbs_too() -> None:
    for text in (
        "Japan's sanctions on Mali lapse on 30 June 2031.",
        "Japan's sanctions on Mali run out on 30 June 2031.",
    ):
        (m,) = read(text)
        assert m.in_force_to
        assert (m.status, m.in_force_to.latest) == ("lifted", "2031-06-30")


@pytest.mark.parametrize(
    ("text", "issuers", "targets"),
    [
        # Who is anonymous does not take a measure against his own state.
        ("The minister lifted the travel ban on Bangladeshi lawmakers.", [], ["BGD"]),
        ("The appeals court struck down the 20 percent tariff on Cambodian garments.", [], ["KHM"]),
        # Joined owners.
        ("UK and Swiss sanctions have squeezed Moldova's banks.", ["GBR", "CHE"], ["MDA"]),
        ("Japanese, Norwegian and Swiss sanctions on Myanmar remain in place.", ["JPN", "NOR", "CHE"], ["MMR"]),
        ("Canada's and Australia's sanctions on Iran were extended.", ["CAN", "AUS"], ["IRN"]),
        ("After a call between Ankara and London, UK sanctions on Syria were lifted.", ["GBR"], ["SYR"]),
        # A participle without "be".
        ("A Georgian judge sanctioned by Vilnius has resigned.", ["LTU"], ["GEO"]),
        ("Two Serbian arms dealers, blacklisted last May by Canada, were seen in Vienna.", ["CAN"], ["SRB"]),
        ("A Turkish journalist, barred from entering Germany, appealed.", ["DEU"], ["TUR"]),
        ("Norway sanctioned a Sudanese warlord on Monday.", ["NOR"], ["SDN"]),
        ("The decision makes the Albanian politician ineligible for entry into Canada.", ["CAN"], ["ALB"]),
        # The comma that ends the clause in front.
        ("After Norway imposed sanctions on Eritrea, Sudan recalled its envoy.", ["NOR"], ["ERI"]),
        ("After Norway imposed sanctions on Eritrea, Sudan and Chad, Kenya protested.", ["NOR"], ["ERI", "SDN", "TCD"]),
        ("Norway imposed sanctions on Eritrea, Sudan and Chad after talks.", ["NOR"], ["ERI", "SDN", "TCD"]),
        # A reason ends the list of targets, and it may go on behind it.
        ("Britain imposed sanctions on two Emirati shippers for carrying Venezuelan oil.", ["GBR"], ["ARE"]),
        (
            "Chile imposed sanctions on a Thai bank for paying Myanmar's army and two Lao traders for selling it fuel.",
            ["CHL"],
            ["THA", "LAO"],
        ),
        # The target before the measure.
        ("London kept the Mali weapons embargo.", ["GBR"], ["MLI"]),
        ("The Brazil steel tariffs took effect.", [], ["BRA"]),
        ("India lifted its rice export ban.", ["IND"], ["*"]),
        # Whom a tariff hits.
        ("Jakarta called the 19 percent tariff unfair.", [], ["IDN"]),
        ("Taipei is negotiating over the 20 percent tariff.", [], ["TWN"]),
        ("Cambodia's exports fell after the 36 percent tariff took effect.", [], []),
        ("Ankara replied with a 25 percent duty on American rice.", ["TUR"], ["USA"]),
        # One of a bloc, one who joins others, one who is talked into it.
        ("Denmark was the only NATO member to impose sanctions on Georgia.", ["DNK"], ["GEO"]),
        ("New Zealand joined Japan and Norway in sanctioning Myanmar.", ["NZL", "JPN", "NOR"], ["MMR"]),
        ("Albania and Serbia joined the EU in imposing sanctions on Belarus.", ["ALB", "SRB", "EUR"], ["BLR"]),
        ("Lima hailed the decision by Colombia to lift its ban on Peruvian rice.", ["COL"], ["PER"]),
        ("Jordan persuaded Britain to lift its sanctions on Syria.", ["GBR"], ["SYR"]),
        ("Judges in Luxembourg overturned the sanctions on a Belarusian banker.", ["EUR"], ["BLR"]),
        # Words.
        ("Taiwan lifted its ban on Japanese beef.", ["TWN"], ["JPN"]),
        ("China tightened its curbs on rare earths.", ["CHN"], []),
        ("Algeria shut its airspace to Moroccan planes.", ["DZA"], ["MAR"]),
        ("Colombia reopened its border with Venezuela.", ["COL"], ["VEN"]),
    ],
)
def test_the_sides_of_a_measure(text: str, issuers: list[str], targets: list[str]) -> None:
    (found,) = read(text)
    assert [p.country for p in found.issuers] == issuers
    assert [p.country for p in found.targets] == targets


@pytest.mark.parametrize(
    "text",
    [
        "The firm was delisted from the Oslo exchange.",
        "The pub shut its doors to tourists.",
        "Peru tightened curbs on street vendors.",
    ],
)
def test_words_that_are_no_measure(text: str) -> None:
    assert read(text) == []
