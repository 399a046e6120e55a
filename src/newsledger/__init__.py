"""Newsledger reads the news and keeps the ledger of world politics."""
