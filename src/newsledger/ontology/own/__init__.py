"""A codebook of the user's own: types and modes, and rules that map what was coded as PLOVER to them."""

from newsledger.ontology.own.book import OwnCode, OwnCodebook, OwnExample, OwnMode, OwnRule, OwnType
from newsledger.ontology.own.loading import read_codebook

__all__ = ["OwnCode", "OwnCodebook", "OwnExample", "OwnMode", "OwnRule", "OwnType", "read_codebook"]
