"""Who acts on whom as a network: GEXF 1.3 and GraphML, with counts of events by quad on every edge.

A node is a country or an organisation code, or a named actor where no code is known. Memory grows with the number of
different pairs, not with that of events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from newsledger.export.countries import country
from newsledger.export.merged import Merged
from newsledger.export.naming import code_name, party_name
from newsledger.export.settings import Settings
from newsledger.ontology.crosswalks import goldstein
from newsledger.records import Party

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


@dataclass(slots=True)
class Edge:
    """What one node did to another: events by quad, mentions, sums of intensity and of Goldstein's score."""

    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    mentions: int = 0
    intensity: float = 0.0
    goldstein: float = 0.0

    @property
    def events(self) -> int:
        """Number of events."""
        return sum(self.quads)


@dataclass(frozen=True, slots=True)
class Node:
    """A party; ``kind`` is ``country``, ``organisation`` or ``actor``, ``iso3`` is empty for all but countries."""

    node_id: str
    label: str
    kind: str
    iso3: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes in the order of their ids, edges by the ids of their ends, in order."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[tuple[str, str], Edge], ...]


def gexf_lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield a GEXF 1.3 file (gexf.net), as Gephi reads it."""
    network = build(events, settings)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n<meta><creator>newsledger</creator></meta>\n'
    yield '<graph defaultedgetype="directed" mode="static">\n'
    yield from _gexf_attributes("node", _NODE_VALUES)
    yield from _gexf_attributes("edge", _EDGE_VALUES)
    yield f'<nodes count="{len(network.nodes)}">\n'
    for node in network.nodes:
        values = _gexf_values({name: of(node) for name, (_, of) in _NODE_VALUES.items()})
        yield f"<node id={_attribute(node.node_id)} label={_attribute(node.label)}>{values}</node>\n"
    yield f'</nodes>\n<edges count="{len(network.edges)}">\n'
    for number, ((one, other), edge) in enumerate(network.edges):
        values = _gexf_values({name: of(edge) for name, (_, of) in _EDGE_VALUES.items()})
        ends = f"source={_attribute(one)} target={_attribute(other)}"
        yield f'<edge id="{number}" {ends} weight="{edge.events}">{values}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def graphml_lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield a GraphML file (graphml.graphdrawing.org), as igraph, networkx and yEd read it."""
    network = build(events, settings)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="n_label" for="node" attr.name="label" attr.type="string"/>\n'
    yield from _graphml_keys("node", _NODE_VALUES)
    yield from _graphml_keys("edge", _WEIGHT | _EDGE_VALUES)
    yield '<graph id="actors" edgedefault="directed">\n'
    for node in network.nodes:
        values: dict[str, object] = {"label": node.label}
        values |= {name: of(node) for name, (_, of) in _NODE_VALUES.items()}
        yield f"<node id={_attribute(node.node_id)}>{_graphml_values('n', values)}</node>\n"
    for number, ((one, other), edge) in enumerate(network.edges):
        values = {name: of(edge) for name, (_, of) in (_WEIGHT | _EDGE_VALUES).items()}
        ends = f"source={_attribute(one)} target={_attribute(other)}"
        yield f'<edge id="e{number}" {ends}>{_graphml_values("e", values)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def build(events: Iterable[Merged], settings: Settings) -> Network:
    """Return the network of some events; a pair of which one side is not named has no edge and is counted."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for event in events:
        ends = set()
        for dyad in event.dyads:
            one, other = _node(dyad.actor), _node(dyad.recipient)
            nodes |= {n.node_id: n for n in (one, other) if n}
            if one and other:
                ends.add((one.node_id, other.node_id))
        if not ends:
            settings.notes["events without an edge, because one side is not named"] += 1
        for pair in sorted(ends):
            _count(edges.setdefault(pair, Edge()), event)
    return Network(tuple(nodes[key] for key in sorted(nodes)), tuple(sorted(edges.items(), key=lambda e: e[0])))


def _count(edge: Edge, event: Merged) -> None:
    sample = event.sample
    edge.quads[int(sample.quad_code) - 1] += 1
    edge.mentions += len(event.reports)
    edge.intensity += sample.intensity
    edge.goldstein += goldstein(sample.cameo_code) or 0.0


def _node(party: Party | None) -> Node | None:
    if party is None:
        return None
    state = country(party.country)
    if state:
        return Node(state.iso3, state.name, "country", state.iso3)
    if party.country and not party.name:
        return Node(party.country, code_name(party.country) or party.country, "organisation", "")
    name = party_name(party)
    return Node(f"actor:{name.lower()}", name, "actor", "") if name else None


def _quad(number: int) -> Callable[[Edge], object]:
    return lambda edge: edge.quads[number]


_NODE_VALUES: dict[str, tuple[str, Callable[[Node], str]]] = {
    "kind": ("string", lambda n: n.kind),
    "iso3": ("string", lambda n: n.iso3),
}
_EDGE_VALUES: dict[str, tuple[str, Callable[[Edge], object]]] = {
    "events": ("int", lambda e: e.events),
    **{name: ("int", _quad(n)) for n, name in enumerate(QUADS)},
    "mentions": ("int", lambda e: e.mentions),
    "intensity_mean": ("double", lambda e: round(e.intensity / e.events, 4)),
    "goldstein_mean": ("double", lambda e: round(e.goldstein / e.events, 4)),
}
_WEIGHT: dict[str, tuple[str, Callable[[Edge], object]]] = {"weight": ("double", lambda e: float(e.events))}
_GEXF_TYPES = {"int": "integer"}


def legal_xml(text: str) -> str:
    """Return text without the characters that XML 1.0 forbids (its production [2] Char)."""
    return "".join(
        c for c in text if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def _attribute(text: str) -> str:
    return quoteattr(legal_xml(text))


def _gexf_attributes(where: str, table: Mapping[str, tuple[str, object]]) -> Iterator[str]:
    yield f'<attributes class="{where}" mode="static">\n'
    for name, (kind, _) in table.items():
        yield f'<attribute id="{name}" title="{name}" type="{_GEXF_TYPES.get(kind, kind)}"/>\n'
    yield "</attributes>\n"


def _graphml_keys(where: str, table: Mapping[str, tuple[str, object]]) -> Iterator[str]:
    for name, (kind, _) in table.items():
        yield f'<key id="{where[0]}_{name}" for="{where}" attr.name="{name}" attr.type="{kind}"/>\n'


def _gexf_values(values: Mapping[str, object]) -> str:
    inner = "".join(f'<attvalue for="{n}" value={_attribute(str(v))}/>' for n, v in values.items())
    return f"<attvalues>{inner}</attvalues>"


def _graphml_values(prefix: str, values: Mapping[str, object]) -> str:
    return "".join(f'<data key="{prefix}_{n}">{escape(legal_xml(str(v)))}</data>' for n, v in values.items())
