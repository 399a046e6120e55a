"""The reading model: one pass of a small encoder over an article gives raw scored spans and links."""
