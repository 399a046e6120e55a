"""One fetch: redirects followed by hand, sizes and times bounded, every refusal with its reason.

No cookies, no credentials, no proxies. The body is bounded after decompression, so a bomb costs no more than a large
page.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpcore2
import httpx2

from newsledger.errors import InputError
from newsledger.ingest.raw import MAX_BYTES
from newsledger.ingest.web.address import Gate
from newsledger.ingest.web.connect import GuardedBackend

ROBOT = "newsledger"
"""The name that robots.txt rules are looked up by; the package has the same."""

SECONDS = 60.0
"""Longest time of one request in all, from the look-up of the name to the last byte."""

_REDIRECTS = 5
_LASTING_REDIRECTS = frozenset({301, 308})
_OTHER_REDIRECTS = frozenset({302, 303, 307})
_PASSING = frozenset({408, 425, 429})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_TIMEOUTS = {"connect": 10.0, "read": 20.0, "write": 20.0, "pool": 5.0}
_LONGEST_WAIT = 7 * 86400.0
_HOST = re.compile(r"[A-Za-z0-9_.:-]{1,253}")


class FetchError(InputError):
    """A URL that could not be read.

    Attributes:
        lasting: True when asking again will not help.
        status: HTTP status, or None.
        retry_after: Seconds that the server asks to wait, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        lasting: bool = False,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.lasting, self.status, self.retry_after = lasting, status, retry_after


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered.

    Attributes:
        url: Where the answer came from, after redirects.
        status: 200, or 304 when nothing changed.
        headers: Headers, names in lower case.
        body: The body, decompressed.
        moved: Where the URL has moved for good (301, 308), or None.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved: str | None = None


def user_agent(contact: str | None = None) -> str:
    """Return what the program calls itself to servers."""
    told = f"; {contact}" if contact else ""
    return f"{ROBOT}/{version(ROBOT)} (news reader; obeys robots.txt as {ROBOT}{told})"


class Fetcher:
    """Fetches URLs, one at a time; use it in a ``with`` statement.

    Args:
        gate: Which addresses may be connected to.
        contact: Address or URL of whoever runs the program, for the User-Agent.
        seconds: Longest time of one request.
        now: The time, in seconds since 1970, that dates in ``Retry-After`` are held against.
    """

    def __init__(
        self,
        gate: Gate,
        *,
        contact: str | None = None,
        seconds: float = SECONDS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._seconds, self._now = seconds, now
        self._headers = {"User-Agent": user_agent(contact), "Accept-Encoding": "gzip, deflate"}
        self.busy = False
        """True while the network is waited for: when a signal may break in."""
        self._backend = GuardedBackend(gate)
        self._pools: dict[str, httpcore2.ConnectionPool] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def _pool(self, scheme: str) -> httpcore2.ConnectionPool:
        """Return the connections of a scheme; certificates are loaded only when they are needed."""
        if scheme not in self._pools:
            self._pools[scheme] = httpcore2.ConnectionPool(
                ssl_context=httpx2.create_ssl_context() if scheme == "https" else None,
                max_connections=8,
                max_keepalive_connections=4,
                keepalive_expiry=20.0,
                network_backend=self._backend,
            )
        return self._pools[scheme]

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = MAX_BYTES,
        cut: bool = False,
        before: Callable[[str], None] | None = None,
    ) -> Fetched:
        """Fetch a URL.

        Args:
            url: ``http`` or ``https``.
            headers: More request headers, such as ``If-None-Match``.
            limit: Largest body in bytes, after decompression.
            cut: Return the first ``limit`` bytes of a larger body instead of refusing it.
            before: Called with each URL before it is asked for, redirects too; it may raise.

        Raises:
            FetchError: The URL cannot be read.
        """
        asked, moved, only_lasting = _checked(url), None, True
        for _ in range(_REDIRECTS + 1):
            if before:
                before(str(asked))
            self._backend.deadline = time.monotonic() + self._seconds
            answer = self._once(asked, headers or {}, limit=limit, cut=cut)
            if isinstance(answer, Fetched):
                return Fetched(answer.url, answer.status, answer.headers, answer.body, moved)
            status, target = answer
            only_lasting = only_lasting and status in _LASTING_REDIRECTS
            asked = _checked(target)
            moved = str(asked) if only_lasting else moved
        raise FetchError(f"more than {_REDIRECTS} redirects", hint="open the URL in a browser", lasting=True)

    def _once(self, url: httpx2.URL, headers: Mapping[str, str], *, limit: int, cut: bool) -> Fetched | tuple[int, str]:
        """Ask once; return the answer, or the status and target of a redirect."""
        self.busy = True
        try:
            request = httpx2.Request(
                "GET", url, headers={**self._headers, **headers}, extensions={"timeout": dict(_TIMEOUTS)}
            )
            response = self._send(request)
            try:
                return self._read(response, url, limit=limit, cut=cut)
            finally:
                response.close()
        except InputError as error:
            if isinstance(error, FetchError):
                raise
            raise FetchError(error.args[0], hint=error.hint, lasting=True) from error
        except (httpx2.InvalidURL, UnicodeError) as error:  # a host or a redirect that is no address
            raise FetchError(f"no address: {error}", hint="open the URL in a browser", lasting=True) from error
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
            raise FetchError(f"timed out: {error or url.host}", hint="the server is slow; try again later") from error
        except httpx2.DecodingError as error:
            raise FetchError(f"damaged compression: {error}", hint="try again later") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.HTTPError, OSError) as error:
            raise FetchError(
                str(error) or type(error).__name__, hint="is the address right? try again later"
            ) from error

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        raw = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        answer = self._pool(request.url.scheme).handle_request(raw)
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer), request=request)

    def _read(self, response: httpx2.Response, url: httpx2.URL, *, limit: int, cut: bool) -> Fetched | tuple[int, str]:
        status, headers = response.status_code, {k.lower(): v for k, v in response.headers.items()}
        if status in _LASTING_REDIRECTS | _OTHER_REDIRECTS and "location" in headers:
            return status, str(url.join(headers["location"]))
        if status == 304:
            return Fetched(str(url), status, headers, b"")
        if status != 200:
            raise self._refusal(status, headers, url)
        return Fetched(str(url), status, headers, _body(response, headers, limit=limit, cut=cut))

    def _refusal(self, status: int, headers: Mapping[str, str], url: httpx2.URL) -> FetchError:
        passing = status in _PASSING or status >= 500
        told = {
            404: "not found",
            410: "gone for good",
            401: "needs a login",
            403: "forbidden",
            429: "too many requests",
        }
        wait = _seconds_to_wait(headers.get("retry-after"), self._now()) if passing else None
        what = f"{url.host} answers {status}" + (f" ({told[status]})" if status in told else "")
        return FetchError(what, lasting=not passing, status=status, retry_after=wait)


class _Body(httpx2.SyncByteStream):
    """The body of an answer of httpcore."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self):  # type: ignore[no-untyped-def]
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _body(response: httpx2.Response, headers: Mapping[str, str], *, limit: int, cut: bool) -> bytes:
    """Return the body, decompressed piece by piece and never more than the limit."""
    codings = [coding.strip().lower() for coding in headers.get("content-encoding", "").split(",")]
    if len(codings) > 2 or not _ENCODINGS.issuperset(codings):
        raise FetchError(f"the body is compressed as {', '.join(codings)}, which was not asked for", lasting=True)
    pieces, size = [], 0
    for piece in response.iter_bytes():
        pieces.append(piece)
        size += len(piece)
        if max(size, response.num_bytes_downloaded) > limit:
            if cut:
                break
            raise FetchError(f"larger than {limit // 2**20} MB", hint="no news page or feed is so large", lasting=True)
    return b"".join(pieces)[:limit]


def _checked(url: str) -> httpx2.URL:
    """Return a URL that may be asked for, without its fragment.

    Raises:
        FetchError: It is no http or https URL, or carries a password.
    """
    try:
        found = httpx2.URL(url).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"not a URL: {error}", lasting=True) from error
    if found.scheme not in {"http", "https"} or not found.host:
        raise FetchError(f"{found.scheme or 'this'} is not http or https", lasting=True)
    if not _HOST.fullmatch(found.raw_host.decode("ascii", "replace")):
        raise FetchError(f"{found.host!r} is no host name", lasting=True)
    if found.userinfo:
        raise FetchError("the URL carries a password", hint="leave out the part before @", lasting=True)
    return found


def _seconds_to_wait(value: str | None, now: float) -> float | None:
    """Return the seconds of a ``Retry-After`` header, which is a number or a date."""
    if not value:
        return None
    if value.strip().isdigit():
        return min(float(value.strip()[:9]), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, until - now), _LONGEST_WAIT)
