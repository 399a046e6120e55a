"""Who is who: countries, sectors, names and places of the actors of an article, with the path to each code."""

from newsledger.resolve.actors import Actor, read_actors
from newsledger.resolve.codes import Codes
from newsledger.resolve.party import Context, code_party
from newsledger.resolve.resolver import Resolver

__all__ = ["Actor", "Codes", "Context", "Resolver", "code_party", "read_actors"]
