"""The register of standing rules, and findings: which act, as told, falls under which rule.

A finding is a lead for an analyst, never a verdict. ``basis`` keeps two kinds apart: ``text`` (a speaker, or the
article, says that a rule is broken) and ``register`` (the act as told meets the conditions of a rule of the register).
"""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.records.mention import Attribution, TextSpan

EFFECTS = ("banned", "required", "called_upon")
CHECKED_VALUES = ("text", "unchecked")
FINDING_BASES = ("text", "register")


@dataclass(frozen=True, slots=True)
class Citation:
    """A paragraph of an instrument.

    Attributes:
        instrument: Such as ``S/RES/1718 (2006)``, or the short name of a treaty.
        paragraph: Such as ``8(b)`` or ``article II``; None where only the instrument is known.
    """

    instrument: str
    paragraph: str | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A resolution with its date of adoption; ``checked`` is ``text`` where the date was compared with its text."""

    instrument: str
    date: str
    checked: str


@dataclass(frozen=True, slots=True)
class Departure:
    """A party that left a treaty, or suspended its part in it."""

    party: str
    announced: str
    effective: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One standing rule.

    Attributes:
        rule_id: ``regime/rule``.
        regime_id: The regime that it belongs to.
        title: What it says, in our words.
        effect: One of :data:`EFFECTS`.
        act: The act that it is about (``transfer``, ``workers``, ``launch``, ``nuclear_test`` …).
        bound: Who is bound: ``all_states``, ``parties``, or ISO 3166 alpha-3 codes.
        giver: Who hands over, as selectors (``PRK``, ``YEM.REB``, ``SDN:Darfur|RSF``, ``*:ISIL``); empty for anyone.
        taker: Who receives, as selectors; empty for anyone.
        either: Who stands on either side, as selectors; empty when ``giver`` or ``taker`` says it.
        goods: Classes of goods (:mod:`newsledger.measures.goods`); empty for none.
        except_goods: Classes below ``goods`` that the rule leaves out.
        exemptions: What would exempt an act.
        in_force_from: First ISO date, or None when it never came into force.
        in_force_to: Last ISO date, or None when no end is known.
        renewed_to: Last ISO date of the last renewal known to the register, or None.
        deadline: ISO date by which something had to be done, or None.
        citations: Paragraphs.
        checked: ``text`` where act, parties, paragraphs and beginning were compared with the text, else ``unchecked``.
        note: What else must be known, or None.
    """

    rule_id: str
    regime_id: str
    title: str
    effect: str
    act: str
    bound: tuple[str, ...]
    giver: tuple[str, ...]
    taker: tuple[str, ...]
    either: tuple[str, ...]
    goods: tuple[str, ...]
    except_goods: tuple[str, ...]
    exemptions: tuple[str, ...]
    in_force_from: str | None
    in_force_to: str | None
    renewed_to: str | None
    deadline: str | None
    citations: tuple[Citation, ...]
    checked: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Regime:
    """A set of rules with one history: the sanctions on one country, or a treaty.

    Attributes:
        regime_id: Such as ``un-dprk``.
        title: In our words.
        kind: ``un_sanctions`` or ``treaty``.
        issuer: ``UNO``, or None for a treaty.
        about: Countries that it is about.
        body: The committee that watches over it, or None.
        words: Names by which news calls it.
        instruments: Resolutions in order of date.
        opened: ISO date on which a treaty was opened for signature, or None.
        membership: ``closed`` (``parties`` are all), ``nearly_all``, ``open`` (parties not listed here), or None.
        parties: Parties of a closed treaty.
        not_party: States known not to be party.
        left: States that left or suspended.
        rules: Its rules.
        checked: ``text`` or ``unchecked``, for what the rules do not say themselves.
        note: What else must be known, or None.
    """

    regime_id: str
    title: str
    kind: str
    issuer: str | None
    about: tuple[str, ...]
    body: str | None
    words: tuple[str, ...]
    instruments: tuple[Instrument, ...]
    opened: str | None
    membership: str | None
    parties: tuple[str, ...]
    not_party: tuple[str, ...]
    left: tuple[Departure, ...]
    rules: tuple[Rule, ...]
    checked: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """One condition of a finding: what the rule asks, what the text gives, and the words."""

    field: str
    value: str | None
    words: TextSpan | None
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A lead: an act that, as told, falls under a rule, or that someone says breaks one.

    Attributes:
        finding_id: Content hash of document, basis, rules and words.
        basis: ``text`` or ``register``; the two are never mixed.
        document_id: The page.
        article_index: Article on the page.
        sentence_index: Sentence in the article.
        document_creation_time: Of the page, or None.
        text: The sentence.
        sentence_start: Offset of the sentence.
        sentence_end: End of the sentence.
        regime_id: Regime of the register; None when the text names no rule that the register knows.
        rule_ids: Rules of the register; empty for a ``text`` finding that names none.
        citations: Paragraphs of those rules that applied at the time of the act.
        instrument: Words that name the rule, in a ``text`` finding.
        act: The words of the act.
        grounds: Why: actor bound, act, counterpart, goods, date, deadline.
        deadline: ISO date by which the rule had to be met, or None.
        deadline_passed: Whether it had passed when the page was written; None when that cannot be told.
        exemptions: What would exempt the act.
        checked: ``text`` when all rules were compared with their texts, else ``unchecked``.
        attributions: On whose word, outermost first; empty for the article's own voice.
        factuality: Of the act (register) or of the breach (text), as its source presents it.
        confidence: Between 0 and 1, from factuality, attribution and what had to be left open.
        event_mention_ids: Event mentions whose words the act shares; empty when the reader marked none.
        lead: The finding as a sentence, worded as a lead.
    """

    finding_id: str
    basis: str
    document_id: str
    article_index: int
    sentence_index: int
    document_creation_time: str | None
    text: str
    sentence_start: int
    sentence_end: int
    regime_id: str | None
    rule_ids: tuple[str, ...]
    citations: tuple[Citation, ...]
    instrument: TextSpan | None
    act: TextSpan
    grounds: tuple[Ground, ...]
    deadline: str | None
    deadline_passed: bool | None
    exemptions: tuple[str, ...]
    checked: str
    attributions: tuple[Attribution, ...]
    factuality: str
    confidence: float
    event_mention_ids: tuple[str, ...]
    lead: str
