"""Who is asking: signed cookies, the tokens of forms, and patience with wrong passwords."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import threading
from collections import deque
from dataclasses import asdict, dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.settings import Settings

COOKIE, REVIEWER = "newsledger_session", "newsledger_reviewer"
_YEAR = 365 * 24 * 3600
_LONGEST_NAME = 80
_TRIES, _WINDOW = 5, 60.0
"""Wrong passwords that are let pass in so many seconds, over all who try."""


@dataclass(frozen=True, slots=True)
class Session:
    """One browser. ``known`` is True once it has given the password, or when none is asked."""

    session_id: str
    known: bool


class Sessions:
    """Signed sessions: nothing is kept on the server, and a restart ends all of them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._wrong: deque[float] = deque()
        self._lock = threading.Lock()

    def of(self, request: Request) -> Session:
        """Return the session of a request, a new one when it has none that is ours."""
        found = self._read(request.cookies.get(COOKIE, ""))
        session = found or getattr(request.state, "new_session", None)
        if session is None:
            session = request.state.new_session = self.fresh()
        return replace(session, known=session.known or self._settings.password is None)

    @staticmethod
    def fresh() -> Session:
        """Return a new session, which has not given a password."""
        return Session(secrets.token_urlsafe(18), known=False)

    def is_new(self, request: Request) -> bool:
        """Tell whether a request has no session yet."""
        return self._read(request.cookies.get(COOKIE, "")) is None

    def keep(self, response: Response, session: Session) -> None:
        """Set the cookie of a session; it ends with the browser."""
        payload = base64.urlsafe_b64encode(json.dumps(asdict(session)).encode()).decode()
        value = f"{payload}.{self._sign('session', payload)}"
        response.set_cookie(COOKIE, value, httponly=True, samesite="strict", path="/")

    def _read(self, cookie: str) -> Session | None:
        payload, _, signature = cookie.partition(".")
        if not payload or not hmac.compare_digest(signature.encode(), self._sign("session", payload).encode()):
            return None
        try:
            return Session(**json.loads(base64.urlsafe_b64decode(payload)))
        except (ValueError, TypeError, binascii.Error):
            return None

    def token(self, session: Session) -> str:
        """Return the token that a form of this session carries."""
        return self._sign("form", session.session_id)

    def is_token(self, session: Session, given: str) -> bool:
        """Tell whether a form's token is that of the session, in constant time."""
        return hmac.compare_digest(given.encode(), self.token(session).encode())

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._settings.secret, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()

    def wait(self) -> float:
        """Return the seconds until a password may be tried again; 0 when it may be now."""
        with self._lock:
            now = self._settings.clock()
            while self._wrong and now - self._wrong[0] >= _WINDOW:
                self._wrong.popleft()
            return self._wrong[0] + _WINDOW - now if len(self._wrong) >= _TRIES else 0.0

    def is_password(self, given: str) -> bool:
        """Tell whether a password is right, in constant time; a wrong one is remembered for a while."""
        right = self._settings.password is not None and hmac.compare_digest(
            given.encode("utf-8", "replace"), self._settings.password.encode("utf-8", "replace")
        )
        if not right:
            with self._lock:
                self._wrong.append(self._settings.clock())
        return right


def reviewer_of(request: Request) -> str:
    """Return the name under which this browser decides, empty when it was never asked."""
    try:
        name = base64.urlsafe_b64decode(request.cookies.get(REVIEWER, "")).decode()
    except (ValueError, binascii.Error):
        return ""
    return tidy_name(name)


def keep_reviewer(response: Response, name: str) -> None:
    """Remember a reviewer's name for a year."""
    value = base64.urlsafe_b64encode(tidy_name(name).encode()).decode()
    response.set_cookie(REVIEWER, value, max_age=_YEAR, httponly=True, samesite="strict", path="/")


def tidy_name(name: str) -> str:
    """Return a name on one line, without what is not seen, and not too long."""
    return " ".join("".join(c for c in name if c.isprintable()).split())[:_LONGEST_NAME]
