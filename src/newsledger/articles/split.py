"""Document -> articles: the stories of a page with their openings and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsledger.articles.blocks import Block
from newsledger.articles.features import breaks_phrase, is_cut_off
from newsledger.articles.furniture import credit_start
from newsledger.articles.openings import read_opening
from newsledger.articles.page import Page, read_page
from newsledger.articles.sentences import split_sentences
from newsledger.articles.stories import Story, find_stories
from newsledger.records import Article, Document, Sentence, content_id

if TYPE_CHECKING:
    from collections.abc import Sequence

# Text that has lost its stops has more words than this for each sentence, and some to spare.
_WORDS_A_SENTENCE = 40
_WORDS_TO_SPARE = 30
# A last paragraph shorter than this may be a signature or an item of a list, which needs no stop.
_RUNNING_TEXT = 200
# A headline inside a story is no longer than this; what is longer is a sentence without a stop.
_LONGEST_CROSSHEAD = 60
# Above this share of paragraphs without a stop, the stop is missing from the last one too.
_UNSTOPPED = 0.3
# A photo credit at the end of a paragraph is no longer than this.
_CREDIT_REACH = 160


def split_articles(document: Document) -> tuple[Article, ...]:
    """Split a document into its articles: the main story first, then the teasers of other stories.

    Photo credits, bylines, time stamps and page furniture are in no sentence. A caption that is a sentence is one.

    Args:
        document: The page; its text is not changed.

    Returns:
        The articles in the order of the page, none for a page without text. All offsets are half-open and point into
        ``document.text``; articles do not overlap, and sentences lie in order inside their article.
    """
    page = read_page(document.text)
    return tuple(_article(document, page, story, index) for index, story in enumerate(find_stories(page)))


def _article(document: Document, page: Page, story: Story, index: int) -> Article:
    text, blocks = page.text, page.blocks[story.first : story.after]
    start, end = blocks[0].start, blocks[-1].end
    lead = _lead(page, story, title=document.title)
    opening = read_opening(text, *blocks[lead], speakers=page.speakers)
    stated = opening.dateline.date if opening.dateline else None
    sentences = [*_head_lines(text, blocks[:lead]), *(Sentence(*piece) for piece in opening.pieces)]
    heads = [False, *page.heads[story.first + lead + 1 : story.after]]
    body, stops_lost = _body(text, [Block(opening.body, blocks[lead].end), *blocks[lead + 1 :]], heads)
    return Article(
        article_id=content_id("a", document.document_id, start, end),
        document_id=document.document_id,
        article_index=index,
        start=start,
        end=end,
        kind=story.kind,
        cut_off=_is_cut_off(text, story.kind, blocks),
        dateline_place=opening.dateline.place if opening.dateline else None,
        dateline_date=stated or (page.date if story.kind == "main" else None),
        sentences=(*sentences, *body),
        stops_lost=stops_lost,
    )


def _lead(page: Page, story: Story, *, title: str | None) -> int:
    """Return which paragraph of the story is its first that is no headline; the page's title is one."""
    lead = page.heads.index(False, story.first) - story.first
    first = page.blocks[story.first]
    if lead == 0 and title and story.after - story.first > 1 and page.text[first.start : first.end] == title.strip():
        return 1
    return lead


def _head_lines(text: str, lines: Sequence[Block]) -> list[Sentence]:
    """Return the lines above a story: a kicker in capitals with the deck below it, or headlines."""
    kinds = ["headline"] * len(lines)
    if len(lines) > 1 and text[lines[0].start : lines[0].end].isupper():
        kinds[:2] = ["kicker", "deck" if len(lines) == 2 else "headline"]
    return [Sentence(*line, kind) for line, kind in zip(lines, kinds, strict=True)]


def _body(text: str, blocks: Sequence[Block], heads: Sequence[bool]) -> tuple[list[Sentence], bool]:
    """Return the sentences of a story below its opening, and whether it has lost its stops.

    Short headlines inside it are crossheads.
    """
    crossheads = [head and end - start <= _LONGEST_CROSSHEAD for (start, end), head in zip(blocks, heads, strict=True)]
    spans = [[block] if cross else _sentences(text, block) for block, cross in zip(blocks, crossheads, strict=True)]
    words = sum(text.count(" ", *block) for block in blocks)
    stops_lost = words > _WORDS_A_SENTENCE * sum(map(len, spans)) + _WORDS_TO_SPARE
    sentences: list[Sentence] = []
    for block, cross, found in zip(blocks, crossheads, spans, strict=True):
        if stops_lost and not cross:
            found = _sentences(text, block, stops_lost=True)
        sentences += [Sentence(*span, "headline" if cross else "body") for span in found]
    return sentences, stops_lost


def _sentences(text: str, block: Block, *, stops_lost: bool = False) -> list[Block]:
    tail = max(block.start, block.end - _CREDIT_REACH)
    end = tail + credit_start(text[tail : block.end])
    return [Block(*span) for span in split_sentences(text, block.start, end, stops_lost=stops_lost)]


def _is_cut_off(text: str, kind: str, blocks: Sequence[Block]) -> bool:
    """True when the story stops in mid-sentence.

    A teaser does so when it has no stop at its end. The main story may end with a list or a signature, or may have no
    stops at all, so that there a missing stop says less.
    """
    last = text[blocks[-1].start : blocks[-1].end]
    if not is_cut_off(last):
        return False
    if kind == "teaser" or breaks_phrase(last):
        return True
    if last.endswith(":"):
        return False
    unstopped = sum(is_cut_off(text[b.start : b.end]) for b in blocks)
    return len(last) >= _RUNNING_TEXT and len(blocks) > 1 and unstopped <= max(1, _UNSTOPPED * len(blocks))
