"""Fetching: what must not be reached, what must not be swallowed, and what is said of it."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from newsledger.errors import InputError
from newsledger.ingest.media import plain_url
from newsledger.ingest.web.address import Gate, is_public
from newsledger.ingest.web.fetch import Fetched, Fetcher, FetchError, user_agent
from newsledger.ingest.web.manners import Manners, Pace, pause
from newsledger.ingest.web.page import Told, page_document
from tests.web_server import HTML, Answer, FakeClock, Site, serving

MB = 2**20


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    with Fetcher(Gate([site.host]), seconds=20) as found:
        yield found


def refused(fetcher: Fetcher, url: str, **more: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url, **more)
    return caught.value


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:a00:1",
        "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1:2:3:4:80ff:fffe",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0x7f.0.0.1",
        "127.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_loopback_is_barred_however_it_is_written(site: Site, host: str) -> None:
    with Fetcher(Gate()) as fetcher:
        error = refused(fetcher, f"http://{host}:{site.port}/")
    assert "no public address" in str(error)
    assert "--allow-private" in str(error)
    assert error.lasting
    assert site.asked == []


def test_an_octal_address_is_no_url(fetcher: Fetcher) -> None:
    assert refused(fetcher, "http://0177.0.0.1/").lasting


def test_an_allowed_host_is_read_and_its_neighbours_are_not(site: Site, fetcher: Fetcher) -> None:
    site.put("/", "hello")
    assert fetcher.get(site.root + "/").body == b"hello"
    with serving() as other:
        assert refused(fetcher, other.root + "/").lasting
        assert other.asked == []


def test_link_local_and_metadata_stay_barred_even_when_allowed() -> None:
    gate = Gate(["169.254.169.254", "metadata.test"], resolve=lambda host, port: ["169.254.169.254", "fd00:ec2::254"])
    for host in ("169.254.169.254", "metadata.test"):
        with pytest.raises(InputError, match="no public address"):
            gate.addresses(host, 80)


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [["93.184.215.14", "127.0.0.1"], ["127.0.0.1"]]
    looked_up, connected = [], []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return answers.pop(0)

    def connect(address: tuple[str, int], *_: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", connect)
    with Fetcher(Gate(resolve=resolve)) as fetcher:
        assert not refused(fetcher, "http://rebind.test/").lasting
        assert "no public address" in str(refused(fetcher, "http://rebind.test/"))
    assert looked_up == ["rebind.test"] * 2
    assert connected == [("93.184.215.14", 80)]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("http://169.254.169.254/latest/meta-data/", "no public address"),
        ("http://127.0.0.1:1/", "no public address"),
        ("http://[::ffff:10.0.0.1]/", "no public address"),
        ("file:///etc/passwd", "not http"),
        ("ftp://127.0.0.1/", "not http"),
        ("http://a:b@127.0.0.1/", "password"),
        ("/loop", "more than 5 redirects"),
    ],
)
def test_a_redirect_is_checked_like_a_first_address(site: Site, fetcher: Fetcher, target: str, message: str) -> None:
    site.put("/go", status=302, Location=target)
    site.put("/loop", status=302, Location="/loop")
    error = refused(fetcher, site.root + "/go")
    assert message in str(error)
    assert error.lasting


@pytest.mark.parametrize("target", ["http://h:abc/", "http://a..example/x", f"http://{'a' * 64}.example/"])
def test_an_address_that_is_none_is_an_error_like_any_other(site: Site, fetcher: Fetcher, target: str) -> None:
    site.put("/go", status=302, Location=target)
    assert refused(fetcher, site.root + "/go").lasting
    assert refused(fetcher, target).lasting


def test_a_page_that_moved_for_good_says_where(site: Site, fetcher: Fetcher) -> None:
    site.put("/old", status=301, Location="/older")
    site.put("/older", status=308, Location="/new#part")
    site.put("/new", "here")
    got = fetcher.get(site.root + "/old")
    assert (got.body, got.url, got.moved) == (b"here", site.root + "/new", site.root + "/new")
    site.put("/older", status=302, Location="/new")
    assert fetcher.get(site.root + "/old").moved == site.root + "/older"


def bomb(megabytes: int, wbits: int = 31) -> bytes:
    pack = zlib.compressobj(9, wbits=wbits)
    return b"".join([*(pack.compress(bytes(MB)) for _ in range(megabytes)), pack.flush()])


@pytest.mark.parametrize(
    ("body", "coding"), [(bomb(30), "gzip"), (bomb(30, 15), "deflate"), (gzip.compress(bomb(30)), "gzip, gzip")]
)
def test_a_bomb_is_refused_before_it_is_unpacked(site: Site, fetcher: Fetcher, body: bytes, coding: str) -> None:
    site.put("/bomb", body, Content_Encoding=coding)
    assert len(body) < MB
    error = refused(fetcher, site.root + "/bomb", limit=MB)
    assert "larger than 1 MB" in str(error)
    assert error.lasting


def test_a_compressed_page_is_unpacked_and_a_strange_coding_refused(site: Site, fetcher: Fetcher) -> None:
    site.put("/page", gzip.compress(b"hello"), Content_Encoding="gzip")
    assert fetcher.get(site.root + "/page").body == b"hello"
    site.put("/page", b"....", Content_Encoding="br")
    assert "compressed as br" in str(refused(fetcher, site.root + "/page"))
    site.put("/page", b"no gzip at all", Content_Encoding="gzip")
    assert "damaged compression" in str(refused(fetcher, site.root + "/page"))


def test_an_endless_body_is_cut_off(site: Site, fetcher: Fetcher) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            pass

    site.answers["/"] = Answer(wire=endless)
    assert "larger than" in str(refused(fetcher, site.root + "/", limit=MB))
    assert len(fetcher.get(site.root + "/", limit=1000, cut=True).body) == 1000


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_meets_the_deadline(site: Site, part: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"" if part == "head" else b"\r\n"))
            while True:
                handler.wfile.write(b"a")
                handler.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass

    site.answers["/"] = Answer(wire=drip)
    with Fetcher(Gate([site.host]), seconds=0.3) as fetcher:
        began = time.monotonic()
        error = refused(fetcher, site.root + "/")
    assert "timed out" in str(error)
    assert not error.lasting
    assert time.monotonic() - began < 10


def test_a_body_that_stops_early_is_an_error_that_may_pass(site: Site, fetcher: Fetcher) -> None:
    site.put("/", b"only this", Content_Length="1000")
    assert not refused(fetcher, site.root + "/").lasting


@pytest.mark.parametrize(
    ("status", "header", "lasting", "wait"),
    [
        (404, None, True, None),
        (410, None, True, None),
        (403, None, True, None),
        (500, None, False, None),
        (503, "120", False, 120.0),
        (429, "Fri, 28 Feb 2031 00:05:40 GMT", False, 3600.0),
        (429, "soon", False, None),
        (429, "9" * 400, False, 86400.0 * 7),
        (404, "120", True, None),
    ],
)
def test_a_status_says_whether_to_come_back(
    site: Site, status: int, header: str | None, lasting: bool, wait: float | None
) -> None:
    site.put("/", b"", status=status, **({"Retry_After": header} if header else {}))
    with Fetcher(Gate([site.host]), now=lambda: 1_930_000_000.0 - 60) as fetcher:
        error = refused(fetcher, site.root + "/")
    assert (error.status, error.lasting, error.retry_after) == (status, lasting, wait)
    assert str(status) in str(error)


def test_servers_are_told_who_asks(site: Site) -> None:
    site.put("/", "x", Set_Cookie="id=1")
    with Fetcher(Gate([site.host]), contact="desk@example.org") as fetcher:
        fetcher.get(site.root + "/")
        fetcher.get(site.root + "/")
    assert site.asked[1][1]["user-agent"] == user_agent("desk@example.org")
    assert "newsledger/" in user_agent()
    assert "cookie" not in site.asked[1][1]


@pytest.mark.parametrize("url", ["http://", "http://a b/", "https://exa mple/", "gopher://x/", "http://[::1"])
def test_what_is_no_url_is_refused(fetcher: Fetcher, url: str) -> None:
    assert refused(fetcher, url).lasting


# Manners


def test_robots_rules_are_obeyed_and_asked_for_once(site: Site, fetcher: Fetcher) -> None:
    site.put(
        "/robots.txt",
        "User-agent: *\nDisallow: /\n\nUser-agent: newsledger\nDisallow: /*?print=\nAllow: /a\nCrawl-delay: 7",
    )
    clock = FakeClock()
    manners = Manners(fetcher, clock, delay=1)
    for path in ("/a", "/b"):
        manners.may_ask(site.root + path)
    assert clock.slept == [1.0, 7.0]  # the delay is known only after the rules were read
    with pytest.raises(FetchError, match="forbids") as caught:
        manners.may_ask(site.root + "/a?print=1")
    assert caught.value.lasting
    assert [path for path, _ in site.asked] == ["/robots.txt"]
    clock.time += 90_000
    manners.may_ask(site.root + "/a")
    assert len(site.asked) == 2


@pytest.mark.parametrize(("status", "free"), [(404, True), (403, True), (500, False), (429, False)])
def test_without_rules_all_is_free_and_with_unreadable_ones_nothing(
    site: Site, fetcher: Fetcher, status: int, free: bool
) -> None:
    site.put("/robots.txt", status=status)
    manners = Manners(fetcher, FakeClock(), delay=0)
    if free:
        manners.may_ask(site.root + "/a")
        return
    with pytest.raises(FetchError, match="cannot be read") as caught:
        manners.may_ask(site.root + "/a")
    assert not caught.value.lasting


def test_pauses_grow_are_bounded_and_always_the_same() -> None:
    waits = [pause(n, first=60, longest=86400, key="k") for n in range(1, 40)]
    assert waits == [pause(n, first=60, longest=86400, key="k") for n in range(1, 40)]
    assert 45 <= waits[0] <= 75
    assert all(64800 <= wait <= 108000 for wait in waits[12:])
    assert pause(1, first=60, longest=86400, key="other") != waits[0]


def test_the_memory_of_hosts_is_bounded() -> None:
    clock = FakeClock()
    pace = Pace(clock, delay=1)
    for n in range(5000):
        pace.asked(f"host{n}", None)
        clock.time += 0.1
    assert len(pace._next) <= 512


# Pages


def page(body: bytes, kind: str | None = HTML, url: str = "http://x.test/a") -> Fetched:
    return Fetched(url, 200, {"content-type": kind} if kind else {}, body)


def html(words: str, charset: str, head: str = "") -> bytes:
    text = f"<html><head><title>T</title>{head}</head><body><article><p>{words}</p></article></body></html>"
    return text.encode(charset)


WORDS = "Der Außenminister traf am Montag den Gesandten in Zürich, teilte das Ministerium später mit, und fuhr ab."
RUSSIAN = "Министр встретил посла в понедельник утром, и затем они долго говорили о границе между двумя странами."


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (html(WORDS, "utf-8"), "text/html; charset=iso-8859-1"),
        (html(WORDS, "utf-8"), None),
        (html(WORDS, "latin-1"), "text/html; charset=ISO-8859-1"),
        (html(WORDS, "cp1252"), "text/html; charset=no-such-thing"),
        (html(WORDS, "utf-16"), "text/html"),
        (html(WORDS, "utf-16-le"), "text/html; charset=utf-16le"),
        (html(WORDS, "latin-1", '<meta charset="iso-8859-1">'), "text/html"),
    ],
)
def test_a_page_is_read_in_its_charset_whatever_the_server_says(body: bytes, kind: str | None) -> None:
    assert WORDS in page_document(page(body, kind)).text


def test_a_charset_that_only_the_server_names_is_used() -> None:
    assert RUSSIAN in page_document(page(html(RUSSIAN, "cp1251"), "text/html; charset=windows-1251")).text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\x89PNG....", "image/png"),
        (b"%PDF-1.7", "application/octet-stream"),
        (b"%PDF-1.7", "application/pdf"),
        (b"body {}", "text/css"),
        (b"\x00\x01\x02" * 99, "text/plain"),
        (b"   ", "text/plain"),
    ],
)
def test_what_is_no_page_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(InputError):
        page_document(page(body, kind))


def test_the_date_says_what_it_rests_on() -> None:
    stated = html(WORDS, "utf-8", '<meta property="article:published_time" content="2031-03-09T10:00:00Z">')
    bare = page(html(WORDS, "utf-8"))
    feed = Told(published="2031-03-10T08:00:00+01:00", updated="2031-03-11")
    document = page_document(page(stated), feed)
    assert (document.document_creation_time, document.document_creation_time_basis) == (feed.published, "feed")
    document = page_document(page(stated), Told(updated="2031-03-11"))
    assert document.document_creation_time_basis == "html metadata"
    document = page_document(bare, Told(updated="2031-03-11"))
    assert (document.document_creation_time, document.document_creation_time_basis) == ("2031-03-11", "feed (updated)")
    document = page_document(bare)
    assert document.document_creation_time is None
    assert "neither page nor feed" in document.document_creation_time_basis


def test_an_address_loses_what_only_counts_readers() -> None:
    assert plain_url("HTTP://X.test/a?id=3&utm_source=rss&fbclid=9#top") == "http://x.test/a?id=3"
    assert plain_url("http://x.test?q=a%20b") == "http://x.test/?q=a%20b"
