"""The reading room: a local web app on one ledger. Pages are made on the server; no script is needed to use them."""

from newsledger.apps.web.app import create_app
from newsledger.apps.web.settings import Settings

__all__ = ["Settings", "create_app"]
