"""PLOVER (types, modes, contexts, auxiliary modes, sectors, scores) and the CAMEO crosswalk: data and a thin loader.

Everything that a coder or an editor of the codebook may want to change is in the data files beside this module:

- ``plover/types.toml``: quads, intensities, modes and rewriting rules of the event types, all that coding needs;
- ``plover/types/<TYPE>.toml``: definition, mode descriptions, examples and neighbours, read for the codebook only;
- ``plover/contexts.toml``: the contexts with the cue phrases that find them;
- ``plover/sectors.toml``, ``plover/organisations.toml``, ``plover/auxiliary.toml``;
- ``cameo/crosswalk.csv`` (CAMEO to PLOVER) and ``cameo/back.csv`` (PLOVER to CAMEO);
- ``cameo/goldstein.csv``, ``cameo/sectors.csv``, ``states/``: what :mod:`newsledger.ontology.crosswalks` reads.

``docs/codebook.md`` is generated from them by ``training/build_codebook.py``.
"""

from newsledger.ontology.codebook import CodebookEntry, CodedExample, ModeEntry, Neighbour
from newsledger.ontology.ontology import Ontology, load
from newsledger.ontology.records import AuxiliaryMode, CameoCode, Context, EventType, Mode, Organisation, Sector

__all__ = [
    "AuxiliaryMode",
    "CameoCode",
    "CodebookEntry",
    "CodedExample",
    "Context",
    "EventType",
    "Mode",
    "ModeEntry",
    "Neighbour",
    "Ontology",
    "Organisation",
    "Sector",
    "load",
]
