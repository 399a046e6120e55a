"""A week of feeds from a server on loopback, with everything that goes wrong on the way."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from newsledger.errors import LedgerError
from newsledger.ingest.web.fetch import Fetched
from newsledger.ingest.web.state import KEEP_SECONDS, FeedState, WatchState, known_feeds
from newsledger.ingest.web.watch import ATTEMPTS, _validator
from newsledger.ledger import Ledger, run_query
from tests.builders import coding
from tests.watch_world import DAY, World
from tests.web_server import Answer


def test_a_week_of_looks_codes_each_story_once(world: World) -> None:
    for today in range(1, 8):
        world.publish(*range(max(1, today - 3), today + 1), etag=f'"{today}"')
        status = world.run()
        assert (status.new, status.documents, status.waiting) == (1, 1, 0)
        assert world.site.paths == ["/feed", f"/story-{today}"]
        assert world.run().new == 0
        assert world.site.asked[-1][1]["if-none-match"] == f'"{today}"'
        assert world.site.paths == ["/feed"]
        world.clock.time += DAY
    assert len(world.coder.coded) == 7
    dates = world.rows(
        "select document_creation_time, document_creation_time_basis, publisher from documents order by 1"
    )
    assert len(dates) == 7
    assert {(basis, publisher) for _, basis, publisher in dates} == {("feed", "Example Times")}
    assert dates[0][0] == "2031-02-17T09:20:00+00:00"


def test_the_same_story_in_two_feeds_and_twice_in_one_is_read_once(world: World) -> None:
    twice = "<item><link>/story-1?utm_source=rss#top</link></item><item><link>/story-1</link></item>"
    world.publish(1, extra=twice)
    world.publish(1, 2, path="/other")
    assert world.run("/feed", "/other").documents == 2
    assert sorted(world.site.paths) == ["/feed", "/other", "/story-1?utm_source=rss", "/story-2"]
    assert world.rows("select count(*) from documents") == [(2,)]


def test_an_item_without_a_date_gets_none_of_today(world: World) -> None:
    world.page(1)
    world.site.put("/feed", "<rss version='2.0'><channel><item><link>/story-1</link></item></channel></rss>")
    world.run()
    ((moment, basis),) = world.rows("select document_creation_time, document_creation_time_basis from documents")
    assert moment is None
    assert "no date" in basis


def test_a_page_that_fails_is_tried_again_and_then_given_up(world: World) -> None:
    world.publish(1, 2)
    world.site.put("/story-1", status=500)
    assert (world.run().documents, world.feed().problem) == (1, None)
    tries = 1
    while world.run().waiting:
        tries += "/story-1" in world.site.paths
        world.clock.time += 6 * 3600
        assert tries <= ATTEMPTS
    assert ("/story-1" in world.site.paths) or tries >= ATTEMPTS - 1
    ((origin, reason),) = world.rows("select origin, reason from skipped")
    assert origin.endswith("/story-1")
    assert f"500 ({ATTEMPTS} times in a row)" in reason
    assert world.run().new == 0


def test_a_page_that_comes_back_is_read(world: World) -> None:
    world.publish(1)
    good = world.site.answers["/story-1"]
    world.site.answers["/story-1"] = [Answer(status=503, headers={"Retry-After": "7200"}), cast("Answer", good)]
    assert world.run().waiting == 1
    world.clock.time += 3600
    assert world.run().waiting == 1
    assert "/story-1" not in world.site.paths
    world.clock.time += 3700
    assert (world.run().documents, world.run().waiting) == (1, 0)


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        (Answer(status=404), "not found"),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/latest"}), "no public address"),
        (Answer(status=302, headers={"Location": "http://127.0.0.1:9/"}), "no public address"),
        (Answer(b"\x89PNG", headers={"Content-Type": "image/png"}), "not a page"),
        (Answer(b"<html></html>", headers={"Content-Type": "text/html"}), "no main text"),
    ],
)
def test_a_page_that_can_never_be_read_is_skipped_with_its_reason(world: World, story: Answer, reason: str) -> None:
    world.publish(1, 2)
    world.site.answers["/story-1"] = story
    status = world.run()
    assert (status.documents, status.skipped, status.waiting) == (1, 1, 0)
    ((told,),) = world.rows("select reason from skipped")
    assert reason in told
    world.run()
    assert "/story-1" not in world.site.paths


def test_robots_forbid_a_page_and_the_feed(world: World) -> None:
    world.site.put("/robots.txt", "User-agent: newsledger\nDisallow: /story-1\n")
    world.publish(1, 2)
    world.run()
    assert world.site.paths == ["/feed", "/story-2"]
    assert "robots.txt" in world.rows("select reason from skipped")[0][0]
    world.site.put("/robots.txt", "User-agent: *\nDisallow: /feed\n")
    assert world.run().failing == 1
    assert world.site.paths == []


def test_a_feed_that_fails_is_left_alone_longer_each_time(world: World) -> None:
    world.site.put("/feed", status=500)
    waits = []
    for _ in range(4):
        assert world.run().failing == 1
        assert "500" in world.problems[0]
        waits.append(world.feed().next - world.clock.time)
        assert world.run().failing == 1
        assert world.site.asked == []
        world.clock.time = world.feed().next
    assert all(later > 1.3 * earlier for earlier, later in pairwise(waits))
    world.publish(1)
    assert (world.run().documents, world.feed().failures) == (1, 0)


def test_a_feed_that_asks_for_patience_gets_it(world: World) -> None:
    world.site.put("/feed", status=429, Retry_After="50000")
    world.run()
    assert world.feed().next - world.clock.time >= 50000


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(world: World) -> None:
    world.publish(1, path="/new")
    world.site.put("/feed", status=301, Location="/new")
    world.run()
    assert world.feed().location == world.site.root + "/new"
    world.run()
    assert world.site.paths == ["/new"]
    world.site.put("/new", status=404)
    for _ in range(3):
        world.clock.time += 3 * DAY
        world.run()
    assert world.feed().location is None


def test_a_feed_that_is_gone_is_never_asked_again(world: World) -> None:
    world.site.put("/feed", status=410)
    assert world.run().failing == 1
    assert "not asked again" in world.problems[0]
    world.clock.time += 30 * DAY
    world.run()
    assert world.site.asked == []
    with world.watcher(once=False) as watcher:
        assert list(watcher.run())[-1].failing == 1  # and an endless watch of nothing ends


def test_a_feed_that_is_cut_off_gives_what_is_whole_and_is_read_in_full_the_next_time(world: World) -> None:
    world.publish(1, 2, 3, etag='"1"')
    whole = cast("Answer", world.site.answers["/feed"])
    world.site.put("/feed", whole.body[:-60], ETag='"1"')
    assert (world.run().documents, world.feed().etag) == (2, None)
    assert "cut off" in world.problems[0]
    world.site.answers["/feed"] = whole
    assert (world.run().documents, world.feed().etag) == (1, '"1"')


@pytest.mark.parametrize(
    "body", [b"<html><body>Sorry", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss><channel/></rss>", b"", b"\x1f\x8bjunk"]
)
def test_what_is_no_feed_is_a_problem_and_no_crash(world: World, body: bytes) -> None:
    world.publish(1, path="/good")
    world.site.put("/feed", body)
    status = world.run("/feed", "/good")
    assert (status.failing, status.documents) == (1, 1)
    assert world.feed().problem


def test_a_sitemap_index_and_what_it_lists(world: World) -> None:
    for n in (1, 2, 3):
        world.page(n)

    def index(*rows: tuple[str, str]) -> str:
        listed = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{day}</lastmod></sitemap>" for loc, day in rows)
        return f"<sitemapindex>{listed}</sitemapindex>"

    def sitemap(*numbers: int) -> str:
        return "<urlset>" + "".join(f"<url><loc>/story-{n}</loc></url>" for n in numbers) + "</urlset>"

    world.site.put("/feed", index(("/s1", "2031-03-01"), ("/s2", "2031-03-02")))
    world.site.put("/s1", sitemap(1))
    world.site.put("/s2", sitemap(2))
    assert world.run().documents == 2
    assert world.run().documents == 0
    assert world.site.paths == ["/feed"]
    world.site.put("/feed", index(("/s2", "2031-03-03")))
    world.site.put("/s2", sitemap(2, 3))
    assert (world.run().documents, world.site.paths) == (1, ["/feed", "/s2", "/story-3"])
    assert [f.url.rsplit("/", 1)[1] for f in known_feeds(world.folder)] == ["feed", "s2"]
    basis = world.rows("select distinct document_creation_time_basis from documents")
    assert basis == [("no date is given, and neither page nor feed states one",)]


def test_since_leaves_out_what_is_older(world: World) -> None:
    world.publish(1, 2, 3)
    assert world.run(since="2031-02-18").documents == 2
    assert world.run(since="2031-01-01").documents == 1


def test_a_folder_is_watched_and_a_longer_file_adds_only_what_is_new(world: World, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text("The ministers met in Oslo.")
    lines = [f'{{"id": "{n}", "text": "The ministers met in town {n}."}}\n' for n in range(40)]
    (inbox / "b.jsonl").write_text("".join(lines[:35]))
    (inbox / "c.tmp").write_text("not read")
    (inbox / ".hidden.txt").write_text("not read")
    assert world.run(str(inbox)).documents == 36
    assert world.run(str(inbox)).documents == 0
    (inbox / "b.jsonl").write_text("".join(lines))
    os.utime(inbox / "b.jsonl", ns=(1, 1))
    assert world.run(str(inbox)).documents == 5
    assert world.rows("select count(*) from documents") == [(41,)]


def test_a_file_that_is_still_written_waits_for_the_next_look(world: World, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text("The ministers met in Oslo.")
    os.utime(inbox / "a.txt", (world.clock.time - 1, world.clock.time - 1))
    with world.watcher(str(inbox), once=False, every=60) as watcher:
        found = []
        for status in watcher.run():
            if status.idle:
                found.append(status.documents)
            if len(found) == 2:
                break
    assert found == [0, 1]


def test_an_endless_watch_sleeps_between_looks_and_never_spins(world: World) -> None:
    world.publish(1, etag='"1"')
    world.site.put("/robots.txt", "User-agent: *\nCrawl-delay: 200\n")
    looks = 0
    with world.watcher(once=False, every=600) as watcher:
        for status in watcher.run():
            looks += status.idle
            if looks == 6:
                break
    assert world.site.paths.count("/feed") == 6
    assert sum(world.clock.slept) >= 5 * 0.75 * 600
    assert min(world.clock.slept) > 1


def test_a_run_that_is_killed_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(*range(1, 6), etag='"1"')
    monkeypatch.setattr(WatchState, "done", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        world.run()
    monkeypatch.undo()
    assert world.rows("select count(*) from documents") == [(5,)]
    assert world.run().waiting == 0  # noted now, though the feed says that nothing changed
    assert world.rows("select count(*) from documents") == [(5,)]
    monkeypatch.setattr(Ledger, "commit_rows", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    world.publish(*range(1, 9), etag='"2"')
    with pytest.raises(KeyboardInterrupt):
        world.run()
    monkeypatch.undo()
    assert world.run().documents == 3
    assert world.rows("select count(*) from documents") == [(8,)]


def test_the_state_does_not_grow_with_time(world: World) -> None:
    with WatchState(world.folder) as state:

        def known() -> int:
            return int(state._db.execute("select count(*) from items").fetchone()[0])

        from newsledger.ingest.web.feed import Item

        feed, now = FeedState("http://x.test/feed"), 0.0
        for day in range(40):
            now = day * DAY
            items = [Item(f"http://x.test/{day}-{n}") for n in range(2)] + [Item("http://x.test/always")]
            state.read(FeedState(feed.url, changed=now), items, now)
            while page := state.next_page("x.test", now):
                state.done([page.key])
            state.forget(now)
        assert known() == 2 * (KEEP_SECONDS / DAY + 1) + 1


def test_two_watches_of_one_ledger_are_one_too_many(world: World) -> None:
    with WatchState(world.folder), pytest.raises(LedgerError, match="another process"), WatchState(world.folder):
        pass
    (world.folder / "watch.sqlite").write_bytes(b"no database at all" * 99)
    with pytest.raises(LedgerError, match="delete it"), WatchState(world.folder):
        pass


def test_many_small_commits_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import newsledger.ledger.store as store

    monkeypatch.setattr(store, "_FILES", 3)
    book = Ledger(tmp_path)
    from tests.builders import document

    for n in range(4):
        book.commit([coding(document(f"Troops met rebels in village {n}."))])
    before = run_query(book, "from event_mentions order by all").to_pylist()
    version = book.versions()[-1].version
    book.compact()
    table = book.table("event_mentions")
    assert table is not None
    assert len(table.file_uris()) == 1
    assert run_query(book, "from event_mentions order by all").to_pylist() == before
    assert len(run_query(book, "from documents", as_of=version - 1)) == 3


@pytest.mark.parametrize(("given", "kept"), [('"a1"', '"a1"'), ('"\u00e9"', None), ('"a\n1"', None), (None, None)])
def test_a_validator_that_no_header_can_carry_is_left_out(given: str | None, kept: str | None) -> None:
    got = Fetched("https://news.example/feed", 200, {"etag": given} if given else {}, b"")
    assert _validator(got, "etag") == kept
