"""One contract for all engines: the same input gives the same ledger, whatever runs it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from newsledger.engine import Item, on_ray, on_spark, work
from newsledger.errors import EngineError
from newsledger.ingest import Kind, Raw
from newsledger.ledger import Ledger
from newsledger.records import Document, DocumentCoding, Skip
from tests.engine_stub import LoadStub, StubCoder
from tests.engine_world import code, dump, pages, told, undisturbed, with_path


def _missing(engine: str) -> str | None:
    if engine == "ray" and find_spec("ray") is None:
        return "ray is not installed: pip install 'newsledger[ray]'"
    if engine == "spark" and (find_spec("pyspark") is None or not on_spark.has_java()):
        return "pyspark or Java is missing: pip install 'newsledger[spark]'"
    return None


@pytest.fixture(scope="module", params=["local", "ray", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """An engine, started once for all tests of it."""
    name: str = request.param
    if reason := _missing(name):
        pytest.skip(reason)
    before = os.environ.copy()
    os.environ.update(with_path())
    stop = _START[name]()
    yield name
    stop()
    os.environ.clear()
    os.environ.update(before)


def _start_ray() -> Callable[[], None]:
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    stop: Callable[[], None] = ray.shutdown
    return stop


def _start_spark() -> Callable[[], None]:
    stop: Callable[[], None] = on_spark.make_session(2).stop
    return stop


_START: dict[str, Callable[[], Callable[[], None]]] = {
    "local": lambda: lambda: None,
    "ray": _start_ray,
    "spark": _start_spark,
}


@dataclass(frozen=True)
class Refusing(StubCoder):
    """Knows what it would code, and codes nothing."""

    def code(self, document: Document) -> DocumentCoding:
        raise AssertionError("coded again")


@dataclass(frozen=True)
class LoadRefusing:
    def __call__(self) -> Refusing:
        return Refusing()


def test_the_ledger_is_the_same_row_for_row_and_what_it_holds_is_told_as_if_coded(engine: str, tmp_path: Path) -> None:
    texts = pages(24)
    expected = dump(undisturbed(tmp_path / "expected", texts))
    cuts = [(1, 7), (2, 3), (2, 64)] if engine == "local" else [(2, 5)]
    for jobs, shard in cuts:
        book = Ledger(tmp_path / f"{jobs}-{shard}")
        shards = code(book, texts, engine=engine, jobs=jobs, shard=shard)
        assert told(shards) == ([d.text for d in texts], [])
        assert dump(book) == expected
    shards = code(book, texts, engine=engine, jobs=1, shard=20, load=LoadRefusing())
    assert told(shards) == ([d.text for d in texts], [])
    assert [c for s in shards for c in s.codings] == [StubCoder().code(d) for d in texts]
    assert sum(s.known for s in shards) == len(texts)
    assert dump(book) == expected


def test_no_page_stops_the_others_and_all_keep_their_place(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is no page, one that is empty, one that crashes, one that fails, one that hangs, in one run."""
    monkeypatch.setattr(work, "_UNTOLD_SECONDS", 0.0)
    raw = [Raw(f"page-{n}", Kind.TEXT, body) for n, body in enumerate([b"Police met two men.", b""])]
    texts = pages(10, p1="crash", p5="fail", p9="hang")
    items: list[Item] = [Skip("s-1", "a.pdf", "a PDF", None), *raw, *texts[:9]]
    found, skips = told(code(Ledger(tmp_path), [*items, texts[9]], engine=engine, jobs=2, shard=4, seconds=4))
    assert found == ["Police met two men.", *(d.text for n, d in enumerate(texts) if n not in {1, 5, 9})]
    bad = [texts[n].document_id for n in (1, 5, 9)]
    assert [s.origin for s in skips] == ["a.pdf", "page-1", *bad]
    assert all(s.reason.startswith("coding failed: ") for s in skips[2:])
    assert "RecursionError: too deep" in skips[3].reason
    assert "took longer than" in skips[4].reason


@dataclass(frozen=True)
class LoadNothing:
    def __call__(self) -> StubCoder:
        raise ZeroDivisionError("no coder")


def test_a_coder_that_cannot_be_loaded_ends_the_run(engine: str) -> None:
    with pytest.raises(EngineError, match="cannot load the coder: ZeroDivisionError"):
        code(None, pages(6), engine=engine, jobs=1, load=LoadNothing())


@pytest.mark.parametrize("name", ["ray", "spark"])
def test_an_engine_that_is_not_installed_is_an_error_with_a_hint(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_ray if name == "ray" else on_spark, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match=rf"pip install 'newsledger\[{name}\]'"):
        code(None, pages(6), engine=name)


def test_spark_without_java_is_an_error_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_spark, "find_spec", lambda _: object())
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EngineError, match="needs Java"):
        code(None, pages(6), engine="spark")


def test_an_unknown_engine_is_an_error_with_a_hint() -> None:
    with pytest.raises(EngineError, match="engines: local, ray, spark"):
        code(None, pages(6), engine="dask", load=LoadStub())


def test_workers_import_nothing_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "queue.py").write_text("raise RuntimeError('taken from the current folder')\n")
    where = [str(Path(p).absolute()) for p in sys.path if p]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["", *where])
    texts, skips = told(code(None, pages(6), jobs=2))
    assert (len(texts), skips) == (6, [])
