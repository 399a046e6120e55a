"""Signs that hide names, wrong encodings and words parted at line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.ingest import read_records
from newsledger.ingest.mend import mend
from newsledger.records import Document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland ex\u00adpelled two Sud\u200bmark en\u2060voys.\ufeff", "Norland expelled two Sudmark envoys."),
        ("Norland&#8217;s navy &amp; the army &mdash; all of it.", "Norland’s navy & the army — all of it."),
        ("Norlandâ€™s navy seized â€œtwo shipsâ€\x9d in SÃ£o TomÃ©.", "Norland’s navy seized “two ships” in São Tomé."),
        ("Ｎｏｒｌａｎｄ　ｅｘｐｅｌｌｅｄ two.", "Norland expelled two."),
        ("The mayor of Lome\u0301 resigned.", "The mayor of Lomé resigned."),
        ("Norland expelled diplo-\nmats, and left.", "Norland expelled diplomats,\nand left."),
        ("The govern-\nment fell.", "The government\nfell."),
        ("The ex-\npelled men. They were expelled.", "The expelled\nmen. They were expelled."),
    ],
)
def test_what_hides_names_is_mended(text: str, expected: str) -> None:
    assert mend(text, wrapped=True) == expected
    (page,) = read_records([{"text": text}])
    assert isinstance(page, Document)
    assert page.text == expected


@pytest.mark.parametrize(
    "text",
    [
        "The anti-\ngovernment rebels held the rebel-\nheld town, a four-\nyear-old truce and the Norland-\nled force.",
        "A border-\ncrossing was shut, and the border too.",
        "“CAFÉ” and “café”… SÃO JOSÉ” by AT&T; a &lt; b in R&D",
        "Item one-\n- Item two",
    ],
)
def test_what_a_writer_wrote_stays(text: str) -> None:
    assert mend(text, wrapped=True) == text


@given(st.text(max_size=80))
def test_any_text_can_be_mended(text: str) -> None:
    mend(text, wrapped=True)
