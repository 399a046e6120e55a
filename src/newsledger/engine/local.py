"""Local engine: shards of documents through one or more worker processes, results in input order.

A shard is a handful of documents; what comes back is the same however documents are cut into shards and however many
workers there are, because a document is coded on its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from newsledger.engine.coder import Coder
from newsledger.ontology.own import OwnCodebook
from newsledger.records import Document, DocumentCoding, Skip, content_id
from newsledger.resolve import Actor

SHARD_DOCUMENTS = 32
SHARD_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Shard:
    """The result of one shard: codings in input order, and what had to be left out."""

    codings: tuple[DocumentCoding, ...]
    skips: tuple[Skip, ...]


@dataclass(slots=True)
class Progress:
    """Running totals."""

    documents: int = 0
    mentions: int = 0
    skips: int = 0

    def add(self, shard: Shard) -> None:
        """Count a finished shard."""
        self.documents += len(shard.codings)
        self.mentions += sum(len(c.mentions) for c in shard.codings)
        self.skips += len(shard.skips)


_Batch = tuple[list[Document], list[Skip]]
_Own = tuple[tuple[Actor, ...], OwnCodebook | None]


def run(
    items: Iterable[Document | Skip],
    *,
    jobs: int = 1,
    actors: tuple[Actor, ...] = (),
    codebook: OwnCodebook | None = None,
) -> Iterator[Shard]:
    """Code documents and yield finished shards in input order.

    Args:
        items: Documents, and skips to pass through.
        jobs: Number of worker processes; 1 codes in this process.
        actors: Actors of the user's own, from :func:`newsledger.resolve.read_actors`.
        codebook: A codebook of the user's own, from :func:`newsledger.ontology.own.read_codebook`.
    """
    batches = _batches(items)
    if jobs <= 1:
        coder = Coder.load(actors, codebook) if actors or codebook else Coder.load()
        for documents, skips in batches:
            yield code_shard(coder, documents, skips)
        return
    yield from _run_parallel(batches, jobs, (actors, codebook))


def code_shard(coder: Coder, documents: Iterable[Document], skips: Iterable[Skip] = ()) -> Shard:
    """Code the documents of a shard; one that fails becomes a skip and the others go on."""
    codings, left_out = [], list(skips)
    for document in documents:
        try:
            codings.append(coder.code(document))
        except Exception as error:
            left_out.append(_failure(document, error))
    return Shard(tuple(codings), tuple(left_out))


def _failure(document: Document, error: Exception) -> Skip:
    origin = document.external_id or document.url or document.document_id
    reason = f"coding failed: {type(error).__name__}: {error}"
    hint = "please report this with the text; the other documents were coded"
    return Skip(content_id("s", origin, reason), origin, reason, hint)


def _batches(items: Iterable[Document | Skip]) -> Iterator[_Batch]:
    documents: list[Document] = []
    skips: list[Skip] = []
    size = 0
    for item in items:
        if isinstance(item, Skip):
            skips.append(item)
            continue
        documents.append(item)
        size += len(item.text)
        if len(documents) >= SHARD_DOCUMENTS or size >= SHARD_CHARACTERS:
            yield documents, skips
            documents, skips, size = [], [], 0
    if documents or skips:
        yield documents, skips


_worker_coder: Coder | None = None


def _start_worker(actors: tuple[Actor, ...], codebook: OwnCodebook | None) -> None:
    import signal

    global _worker_coder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it stops asking for more
    _worker_coder = Coder.load(actors, codebook)


def _work(batch: _Batch) -> Shard:
    assert _worker_coder is not None
    return code_shard(_worker_coder, *batch)


def _run_parallel(batches: Iterator[_Batch], jobs: int, own: _Own) -> Iterator[Shard]:
    """Keep a few shards in flight a worker, so that memory does not grow with the input."""
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=own) as pool:
        waiting: deque[Future[Shard]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_work, batch))
                if len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
