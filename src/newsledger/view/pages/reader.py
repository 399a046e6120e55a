"""A page as it was, its stories apart, with the words marked that carry something, and the events beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from newsledger.records import Article, Claim, Document, EventMention
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import away, classes, clean, definitions, group, said, tag
from newsledger.view.pages.mentions import mention_card
from newsledger.view.pages.segments import Span, marked, numbers_at, spans_of
from newsledger.view.words import FIELDS

LIMIT = 200_000
"""Characters of a page that are shown."""
_CARDS = 400
_KINDS = {"headline": "headline", "kicker": "kicker", "deck": "deck"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the page: a sentence of a kind, or text that is none (a caption, a credit, furniture)."""

    start: int
    end: int
    kind: str


def reader(
    document: Document,
    articles: Sequence[Article],
    mentions: Sequence[EventMention],
    *,
    claims: Sequence[Claim] = (),
    links: Links = NOWHERE,
    limit: int = LIMIT,
) -> Markup:
    """Return a page with its events.

    Args:
        document: The page.
        articles: Its stories.
        mentions: Its event mentions.
        claims: Sources cited on it; those on which no event rests are marked as well.
        links: Where names lead.
        limit: Characters shown; what is left out is counted.
    """
    ordered = sorted(mentions, key=lambda m: (m.trigger.start, m.event_mention_id))
    spans = spans_of(ordered, claims, length=min(len(document.text), limit))
    stories = sorted(articles, key=lambda a: (a.start, a.article_index))
    text = [*_page(document, stories, spans, limit)]
    return tag(
        "section",
        _head(document, stories, ordered),
        _legend(),
        tag(
            "div",
            tag("div", text, class_="nl-text", dir="auto"),
            _panel(ordered, claims, spans, links),
            class_="nl-columns",
        ),
        class_="nl-reader",
        data_nl="reader",
    )


def _head(document: Document, stories: Sequence[Article], mentions: Sequence[EventMention]) -> Markup:
    dated = document.document_creation_time
    when = (
        f"{dated} ({document.document_creation_time_basis})"
        if dated
        else f"undated: {document.document_creation_time_basis}"
    )
    pairs: list[tuple[str, Markup | str]] = [("written", when)]
    if document.publisher:
        pairs.insert(0, ("publisher", said(document.publisher)))
    if document.url:
        pairs.append(("address", away(said(document.url, limit=120), document.url)))
    glued = (
        f"{len(stories)} stories on one page" if len(stories) > 1 else "one story" if stories else "no story was found"
    )
    pairs.append(("holds", f"{glued}, {len(mentions)} event mention{'' if len(mentions) == 1 else 's'}"))
    title = document.title or document.external_id or document.document_id
    return tag("header", tag("h2", said(title)), definitions(pairs))


def _legend() -> Markup:
    items = [tag("li", tag("span", words, class_=f"nl-chip nl-chip-{field}")) for field, words in FIELDS.items()]
    signs = [tag("li", tag("span", sign, class_="nl-sign"), " ", words) for sign, words in _SIGNS]
    return tag("ul", items, signs, class_="nl-legend nl-fields", aria_label="What the marks mean")


_SIGNS = (("▷", "planned"), ("?", "possible"), ("✕", "denied"), ("◌", "source unnamed"), ("✂", "cut off"))


def _page(document: Document, stories: Sequence[Article], spans: Sequence[Span], limit: int) -> Iterator[Markup]:
    end = min(len(document.text), limit)
    at = 0
    for number, story in enumerate(stories):
        if story.start >= end:
            break
        yield from _furniture(document.text, at, min(story.start, end))
        yield _story(document.text, story, spans, end, name=f"Story {number + 1} of {len(stories)}")
        at = max(at, min(story.end, end))
    yield from _furniture(document.text, at, end)
    if len(document.text) > limit:
        yield tag(
            "p",
            f"The page goes on for {len(document.text) - limit} more characters, which are not shown.",
            class_="nl-empty",
        )


def _story(text: str, story: Article, spans: Sequence[Span], end: int, *, name: str) -> Markup:
    about = [name, "main story" if story.kind == "main" else story.kind]
    about += [f"dateline {story.dateline_place}"] if story.dateline_place else []
    about += ["full stops were lost"] if story.stops_lost else []
    blocks = [_block(text, block, spans) for block in _blocks(text, list(_pieces(story, end)))]
    cut = tag("p", "✂ The text breaks off here.", class_="nl-cut-off") if story.cut_off and story.end <= end else None
    return tag(
        "article", tag("p", clean(" · ".join(about)), class_="nl-story-name"), blocks, cut,
        class_=classes("nl-story", f"is-{'main' if story.kind == 'main' else 'teaser'}"), aria_label=name,
    )  # fmt: skip


def _pieces(story: Article, end: int) -> Iterator[_Piece]:
    """Sentences of a story and what stands between them, in text order."""
    at = story.start
    for sentence in sorted(story.sentences, key=lambda s: (s.start, s.end)):
        if sentence.start < at or sentence.start >= end or sentence.end <= sentence.start:
            continue
        if sentence.start > at:
            yield _Piece(at, sentence.start, "between")
        yield _Piece(sentence.start, min(sentence.end, end), sentence.kind)
        at = min(sentence.end, end)
    if at < min(story.end, end):
        yield _Piece(at, min(story.end, end), "between")


def _blocks(text: str, pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Paragraphs: a line break between sentences, or something that is no sentence, begins a new one."""
    block: list[_Piece] = []
    for piece in pieces:
        between = text[piece.start : piece.end] if piece.kind == "between" else ""
        if piece.kind == "between" and not between.strip():
            if "\n" in between and block:
                yield block
                block = []
            continue
        if block and piece.kind == "between" and not any(map(str.isalnum, between)):
            block.append(piece)
            continue
        if block and (piece.kind != "body" or not _goes_on(block)):
            yield block
            block = []
        block.append(piece)
    if block:
        yield block


def _goes_on(block: Sequence[_Piece]) -> bool:
    """Tell whether a sentence may follow in the same paragraph."""
    return block[0].kind == "body"


def _block(text: str, pieces: Sequence[_Piece], spans: Sequence[Span]) -> Markup:
    kind = pieces[0].kind
    if kind == "between":
        return _aside(text, pieces[0].start, pieces[0].end)
    sentences = [_sentence(text, piece, spans, first=n == 0) for n, piece in enumerate(pieces)]
    name = _KINDS.get(kind)
    label = tag("span", name, class_="nl-kind") if name else None
    return tag("p", label, sentences, class_=classes("nl-block", f"nl-block-{name}" if name else None), dir="auto")


def _sentence(text: str, piece: _Piece, spans: Sequence[Span], *, first: bool) -> Markup:
    if piece.kind == "between":
        return tag("span", clean(text[piece.start : piece.end].strip()), class_="nl-note")
    words = tag("span", marked(text, piece.start, piece.end, spans), id=f"s-{piece.start}", class_="nl-sentence")
    return words if first else group(" ", words)


def _furniture(text: str, start: int, end: int) -> Iterator[Markup]:
    if end > start and text[start:end].strip():
        yield _aside(text, start, end)


def _aside(text: str, start: int, end: int) -> Markup:
    """Text in which nothing was read."""
    label = tag("span", "not read", class_="nl-kind")
    words = clean(text[start:end].strip(), limit=4_000)
    return tag(
        "p", label, words, class_="nl-block nl-block-aside", dir="auto", title="a caption, a credit or page furniture"
    )


def _panel(mentions: Sequence[EventMention], claims: Sequence[Claim], spans: Sequence[Span], links: Links) -> Markup:
    numbers = numbers_at(spans)
    speakers = {
        mention: claim.attribution.text for claim in claims for mention in claim.continued_event_mention_ids
    }  # fmt: skip
    cards = [
        mention_card(m, number=n, links=links, spans=numbers, speaks_on=speakers.get(m.event_mention_id))
        for n, m in enumerate(mentions[:_CARDS])
    ]
    left = len(mentions) - _CARDS
    more = tag("p", f"{left} more event mentions are not listed.", class_="nl-empty") if left > 0 else None
    none = tag("p", "No event was read on this page.", class_="nl-empty") if not mentions else None
    heard = tag("p", class_="nl-heard", aria_live="polite", data_nl="heard")
    return tag(
        "aside", tag("h3", "Events on this page"), heard, cards, more, none, class_="nl-panel", aria_label="Events"
    )
