"""Records as fragments of HTML."""
