"""Feeds of every kind to items, and feeds that mean harm or stop in the middle."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib

import pytest

from newsledger.errors import InputError
from newsledger.ingest.web import feed
from newsledger.ingest.web.feed import Item, feed_time, read_feed

URL = "http://news.test/feeds/world.xml"


def rss(items: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Example  Times</title><link>http://news.test/</link>{items}</channel></rss>"
    ).encode()


def entry(n: int, date: str = "<pubDate>Tue, 11 Mar 2031 23:30:00 -0500</pubDate>") -> str:
    return f"<item><title>Story {n}</title><link>/2031/story-{n}</link>{date}</item>"


def test_rss_items_have_links_and_the_publisher_s_own_hour() -> None:
    found = read_feed(rss(entry(1) + entry(2, "")), url=URL)
    assert (found.kind, found.title, found.whole) == ("rss", "Example Times", True)
    first, second = found.items
    assert first == Item("http://news.test/2031/story-1", "Story 1", "Example Times", "2031-03-11T23:30:00-05:00", None)
    assert (second.published, second.updated) == (None, None)


def test_an_item_may_be_known_by_its_guid_or_its_outlet() -> None:
    items = (
        "<item><guid>http://news.test/by-guid</guid></item><item><guid isPermaLink='false'>tag:1</guid></item>"
        "<item><link>http://other.test/x</link><source url='http://o.test/'>The Other</source></item>"
        "<item><link>javascript:alert(1)</link></item><item><link>file:///etc/passwd</link></item>"
    )
    found = read_feed(rss(items), url=URL).items
    assert [(i.url, i.publisher) for i in found] == [
        ("http://news.test/by-guid", "Example Times"),
        ("http://other.test/x", "The Other"),
    ]


def test_atom_keeps_publication_and_change_apart() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
    <entry><title>A</title><link href="a"/><updated>2031-03-11T10:00:00Z</updated></entry>
    <entry><title>B</title><link rel="alternate" href="b"/><published>2031-03-10T09:00:00+02:00</published>
    <updated>2031-03-11T10:00:00Z</updated></entry></feed>"""
    a, b = read_feed(data, url=URL).items
    assert (a.url, a.published, a.updated) == ("http://news.test/feeds/a", None, "2031-03-11T10:00:00+00:00")
    assert b.published == "2031-03-10T09:00:00+02:00"


def test_the_date_of_rss_1_is_that_of_publication() -> None:
    data = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>
    <item><link>http://news.test/1</link><dc:date>2031-03-10T08:00:00Z</dc:date></item></rdf:RDF>"""
    (item,) = read_feed(data, url=URL).items
    assert item.published == "2031-03-10T08:00:00+00:00"


def test_a_json_feed() -> None:
    rows = [{"id": "http://news.test/j", "date_published": "2031-03-10T08:00:00-03:00"}, {"id": "7"}, "junk", {}]
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": rows}).encode()
    found = read_feed(data, url=URL)
    assert (found.kind, found.items[0].published) == ("json feed", "2031-03-10T08:00:00-03:00")
    for bad in (b'{"version": "2"}', b'{"version": ', b"{" * 99999):
        with pytest.raises(InputError):
            read_feed(bad, url=URL)


SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> http://news.test/a?x=1&amp;y=2 </loc><lastmod>2031-03-11</lastmod>
<image:image><image:loc>http://news.test/a.jpg</image:loc></image:image>
<news:news><news:publication><news:name>Example Times</news:name></news:publication>
<news:publication_date>2031-03-10T08:00:00Z</news:publication_date><news:title>A &amp; B</news:title></news:news></url>
<url><loc>http://news.test/b</loc></url></urlset>"""


@pytest.mark.parametrize("data", [SITEMAP, gzip.compress(SITEMAP)])
def test_a_sitemap_packed_or_not(data: bytes) -> None:
    found = read_feed(data, url=URL)
    assert (found.kind, found.whole) == ("sitemap", True)
    assert found.items == (
        Item("http://news.test/a?x=1&y=2", "A & B", "Example Times", "2031-03-10T08:00:00+00:00", "2031-03-11"),
        Item("http://news.test/b"),
    )


def test_a_sitemap_index() -> None:
    data = b"<sitemapindex><sitemap><loc>/s1.xml.gz</loc><lastmod>2031-03-11</lastmod></sitemap></sitemapindex>"
    found = read_feed(data, url=URL)
    assert (found.kind, found.items[0].url, found.items[0].updated) == (
        "sitemap index",
        "http://news.test/s1.xml.gz",
        "2031-03-11",
    )


@pytest.mark.parametrize("cut", [60, 200, 330])
def test_a_feed_that_is_cut_off_gives_its_whole_items(cut: int) -> None:
    data = rss(entry(1) + entry(2) + entry(3))
    found = read_feed(data[:-cut], url=URL)
    assert not found.whole
    whole = read_feed(data, url=URL).items
    assert found.items == whole[: len(found.items)]
    assert len(found.items) < 3
    sitemap = read_feed(SITEMAP[:-30], url=URL)
    assert (len(sitemap.items), sitemap.whole) == (1, False)


RSS_BEGUN = b'<rss version="2.0"><channel><title>a</title></channel></rss>'
BOMB = "<!DOCTYPE x [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9)) + "]>"
SNOOP = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [BOMB, SNOOP])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_a_feed_with_entities_of_its_own_is_not_read(declared: str, encoding: str) -> None:
    for root in ("<rss><channel><title>&e8;&f;</title></channel></rss>", "<feed>&e8;</feed>", "<urlset>&e8;</urlset>"):
        data = (declared + root).encode(encoding)
        with pytest.raises(InputError):
            read_feed(data, url=URL)


def test_a_gap_before_the_root_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="gap"):
        read_feed(b"<!-- -->" + b"\n" * 60_000 + RSS_BEGUN, url=URL)
    with pytest.raises(InputError):
        read_feed(b"< rss>" + b"\n" * 60_000 + b"x", url=URL)


def test_half_an_emoji_is_replaced() -> None:
    told: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": "a \ud83d"}
    told["items"] = [{"url": "https://e.example/\ud83d", "title": "b \ud83d"}]
    data = json.dumps(told).encode()
    feed = read_feed(data, url=URL)
    (item,) = feed.items
    assert (feed.title, item.title, item.url) == ("a \ufffd", "b \ufffd", "https://e.example/\ufffd")


def test_a_sitemap_cannot_declare_entities_behind_a_long_remark() -> None:
    data = ("<!--" + "x" * 70000 + "-->" + BOMB + "<urlset><url><loc>&e8;</loc></url></urlset>").encode()
    with pytest.raises(InputError):
        read_feed(data, url=URL)


def test_a_packed_bomb_is_refused_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "FEED_BYTES", 2**20)
    pack = zlib.compressobj(9, wbits=31)
    data = b"".join([*(pack.compress(bytes(2**20)) for _ in range(20)), pack.flush()])
    tracemalloc.start()
    with pytest.raises(InputError, match="larger than"):
        read_feed(data, url=URL)
    assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    tracemalloc.stop()
    with pytest.raises(InputError, match="damaged gzip"):
        read_feed(b"\x1f\x8b" + b"junk" * 9, url=URL)


def test_deep_nesting_is_no_trouble() -> None:
    data = rss(entry(1) + "<item>" + "<a>" * 5_000 + "</item>")
    assert read_feed(data, url=URL).items[0].title == "Story 1"


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"<html><head><link rel=alternate type='application/rss+xml' href='/rss'></head>", "http://news.test/rss"),
        (b"<!doctype html><html><body>hi", "sitemap.xml"),
        (b"hello", "RSS, Atom"),
        (b"", "RSS, Atom"),
        (b"<svg/>", "RSS, Atom"),
    ],
)
def test_what_is_no_feed_says_what_to_do(data: bytes, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        read_feed(data, url=URL)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("given", "time"),
    [
        ("Mon, 10 Mar 2031 08:00:00 GMT", "2031-03-10T08:00:00+00:00"),
        ("10 Mar 31 08:00 EST", "2031-03-10T08:00:00-05:00"),
        ("2031-03-10", "2031-03-10"),
        ("2031-03-10T08:00", "2031-03-10T08:00:00"),
        ("2031-03-10 08:00:00.123+05:30", "2031-03-10T08:00:00+05:30"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("99999999999999999999", None),
    ],
)
def test_times_keep_their_offset_and_nonsense_is_none(given: str | None, time: str | None) -> None:
    assert feed_time(given) == time
