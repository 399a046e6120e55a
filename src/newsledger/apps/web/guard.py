"""What stands before every page: who may call, what an answer may do in a browser, HEAD, how much may be sent."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsledger.apps.web.sessions import Sessions
from newsledger.apps.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = re.compile("/static/.*|/login", re.DOTALL)
"""What is shown without a password."""
_LONGEST_BODY = 1_000_000
DATA = (".json", ".csv", ".parquet", ".atom")


class Guard:
    """An ASGI app around another one."""

    def __init__(self, app: ASGIApp, settings: Settings, sessions: Sessions) -> None:
        self._app, self._settings, self._sessions = app, settings, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        head = scope["method"] == "HEAD"
        answer = self._refusal(request)
        inner: Scope = {**scope, "method": "GET"} if head else scope

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "private, no-cache")
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await (answer or self._app)(inner, receive, guarded)

    def _refusal(self, request: Request) -> Response | None:
        if not self._settings.may_be_called(request.headers.get("host", "")):
            return _plain(421, "This server does not go by that name.", "Call it by the address that it printed.")
        if request.method not in _SAFE:
            if not same_origin(request):
                return _plain(
                    403, "This was sent from another site.", "Open the page on this server and send it there."
                )
            if not _fits(request.headers.get("content-length", "0")):
                return _plain(413, "This is too long.", "A form may have a million bytes.")
        return self._locked(request)

    def _locked(self, request: Request) -> Response | None:
        """Ask for the password."""
        path = request.url.path
        if self._settings.password is None or _OPEN.fullmatch(path) or self._sessions.of(request).known:
            return None
        given = _basic(request.headers.get("authorization", ""))
        if given is not None:
            wait = self._sessions.wait()
            if wait > 0:
                return _plain(429, "Too many wrong passwords.", "Wait a minute.", {"Retry-After": str(int(wait) + 1)})
            if self._sessions.is_password(given):
                return None
        if path.endswith(DATA) or given is not None or request.method not in _SAFE:
            hint = "Send it as the password of HTTP Basic authentication, with any name."
            return _plain(
                401, "This server asks for a password.", hint, {"WWW-Authenticate": 'Basic realm="newsledger"'}
            )
        wanted = quote(path + (f"?{request.url.query}" if request.url.query else ""), safe="")
        return RedirectResponse(f"/login?next={wanted}", status_code=303)


def same_origin(request: Request) -> bool:
    """Tell whether a request that changes something was sent by a page of this server.

    ``Sec-Fetch-Site`` says so; a browser that does not send it says where the page is from. Under ``no-referrer`` a
    form has the origin ``null``, which is no evidence by itself.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    if site is not None:
        return site == "same-origin" and origin in {"null", _own(request)}
    return origin == _own(request)


def _own(request: Request) -> str:
    return f"{request.url.scheme}://{urlsplit(str(request.url)).netloc}"


def _fits(length: str) -> bool:
    return length.isascii() and length.isdigit() and int(length) <= _LONGEST_BODY


def _basic(header: str) -> str | None:
    """Return the password of HTTP Basic authentication."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (ValueError, binascii.Error):
        return ""


def _plain(status: int, message: str, hint: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{message}\nHint: {hint}\n", status_code=status, headers=headers)
