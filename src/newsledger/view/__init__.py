"""Records to what people look at: cells, HTML, SVG. Pure functions, the same for terminal, notebook, report and web.

Functions that give HTML return :class:`markupsafe.Markup`, which Jinja takes as it is. A fragment has no script and no
style of its own: it lives inside an element of class ``nl`` on a page with ``assets.stylesheet()`` and, for what moves,
``assets.script()``; both are files of ``view/static/``. Texts are escaped by :mod:`newsledger.view.markup` alone.
``links`` (:class:`newsledger.view.links.Links`) says where names lead; ``links.WEB`` are the addresses of
``newsledger serve``. Empty input gives a fragment that says so, never an empty string.

The register::

    pages.reader     reader(document, articles, mentions, *, claims=(), links=NOWHERE, limit=200_000)
    pages.events     event_table(events, *, links=NOWHERE, total=None, caption="")
                     event_page(event, mentions, pages, originals=None, *, links=NOWHERE, headed=True)
                     event_excerpt(event, mentions, pages, *, links=NOWHERE)
                     merge_reasons(event, mentions)
    pages.mentions   mention_card(mention, *, number=0, links=NOWHERE)  marked_sentence(mention)  why_table(mention)
    pages.measures   measure_table(states, *, on, links=NOWHERE)        rate_answer(answer, *, links=NOWHERE)
    pages.findings   finding_list(findings, *, links=NOWHERE)           finding_card(finding, *, links=NOWHERE)
    pages.codebook   codebook_index(*, links=NOWHERE)                   codebook_page(code, *, links=NOWHERE)
    pages.overview   number_cards(pairs)            facet(title, rows, *, links_to=None, most=12, named=str)
    pages.report     report_page(Report(…)) -> str  a whole self-contained page
    pages.notebook   Events  Measures  TariffRate   answers that show themselves in a notebook
    scoped           scoped(fragment) -> str        a fragment with its style, for a notebook

    draw.timeline    timeline(events, *, links=NOWHERE, names=None)
    draw.dyads       dyad_view(dyad, *, links=NOWHERE, names=None)
                     dyad_of(events, one, other, *, step="month", clock="event") -> Dyad   clock_for(events)
    draw.network     network(edges, *, links=NOWHERE, names=None)       edges_of(events) -> list[Edge]
    draw.worldmap    event_map(points, fills=(), *, links=NOWHERE, names=None)   points_of(events)  fills_of(events)
                     measure_map(states, *, on, links=NOWHERE, names=None)
    draw.counts      count_chart(event, mentions, pages)                counts by day of the report
    draw.sparks      spark(values, *, label)        bars(rows, *, caption="", links_to=None, named=str)
                     months(events, *, title="Events by month", clock="report")

    words            quad_badge(code)  type_badge(type, mode, quad)  stage_badge(stage)  certainty_badge(factuality)
                     source_badge(attribution)
    markup           tag(name, *children, **attributes)  table(columns, rows)  link(words, href)  away(words, url)
                     said(words of a page)  clean(text)  group(*children)
    names            name_of(code)  names_of(codes)
    assets           stylesheet()  script()  csp(*, inline=False)  ASSETS  asset(name)

``names`` maps codes to what they are called ("KEN" to "Kenya"); codes stay where it lacks one. Statistics are in plain
rows (``Dyad``, ``Edge``, ``Point``, ``Fill``), so that a large ledger may count in SQL and hand over the rows.
"""

from newsledger.view.cells import COLUMNS, cells
from newsledger.view.html import mentions_html
from newsledger.view.marks import Mark, marks_of

__all__ = ["COLUMNS", "Mark", "cells", "marks_of", "mentions_html"]
