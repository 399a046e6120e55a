"""The ledger: Delta Lake tables that hold the record, and DuckDB views over them that answer questions."""

from newsledger.ledger.load import load_records
from newsledger.ledger.query import VIEWS, connect, run_query
from newsledger.ledger.refresh import refresh, refresh_if_writable
from newsledger.ledger.store import Ledger, Version

__all__ = ["VIEWS", "Ledger", "Version", "connect", "load_records", "refresh", "refresh_if_writable", "run_query"]
