"""Does an event rest on a source? Named rules on the form of the sentence; the first that speaks decides.

A rule says yes, no, or nothing. What no rule decides is left to the reader's link. How often each rule is right on the
coded training news stands in ``docs/attribution.md`` (``python -m benchmarks.attribution``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsledger.extract.citing import ASIDE, LABEL, LEADING, MIDDLE, TAG, WHOLE, Citation, Range, answered_beside
from newsledger.extract.modality import cue_class, is_charge

SPEECH_ACTS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE", "SUPPORT"})
OWN_ACTS = SPEECH_ACTS | {"CONSULT", "SANCTION", "PROTEST", "RETREAT"}
"""Types whose actor is no authority for his own act: the speaker of a speech act, the host of a meeting."""
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_FIRST_PERSON = frozenset({"we", "i"})
_CLAUSE_BREAK = re.compile(r"; |[.!?][”\"]? |, (?:but|and|while|whereas|though|although) |— ")
_TITLES = frozenset(
    """
    the and for u.s. united states minister president officials official government secretary foreign state prime former
    department spokesman spokeswoman leader leaders chief general ministry party house white new
    """.split()  # noqa: SIM905
)
_SEMICOLON = re.compile(r";\s(?!.*;\s)", re.DOTALL)
_NEW_CLAUSE = re.compile(r", and (?:the )?$")
_AUXILIARY = re.compile(r"\b(?:has|have|had|will|would|could|should|may|might|must|can|to)\b", re.IGNORECASE)
_OWNS = re.compile(r"[’']s?\s+\w")
_RELATIVE = re.compile(r", (?:who|which|whose)\b")
_APPOSITION = (",", ", the", ", a", ", an")
_ARTICLES = frozenset({"", "the", "a", "an"})
_FEWEST_QUOTED = 3
"""Words that a quoted sentence has at least; fewer may be a name or a turn of phrase."""
_REPORTED_PAST = re.compile(r"\b(?:had|has|have)(?: \w+)? $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """An event and a source of one sentence; offsets are those of the sentence.

    Attributes:
        sentence: The words.
        event_type: PLOVER type.
        trigger: Where the event's words stand.
        actors: Where its actors stand.
        citation: The source.
        others: The other sources of the sentence.
        quotes: The stretches in quotation marks.
    """

    sentence: str
    event_type: str
    trigger: Range
    actors: Sequence[Range]
    citation: Citation
    others: Sequence[Citation]
    quotes: Sequence[Range]

    @property
    def quoted(self) -> bool:
        """True when the trigger stands in quotation marks."""
        return any(a <= self.trigger[0] < b for a, b in self.quotes)

    @property
    def before(self) -> bool:
        """True when the trigger stands before source and cue."""
        return self.trigger[1] <= self.citation.start

    @property
    def after(self) -> bool:
        """True when the trigger stands after source and cue."""
        return self.trigger[0] >= self.citation.end

    def words(self, span: Range) -> str:
        """Return the words of a span."""
        return self.sentence[span[0] : span[1]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the event rests on the source, and the rule that says so."""

    rests: bool
    rule: str


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _holds(span: Range, at: int | None) -> bool:
    return at is not None and span[0] <= at < span[1]


def own_act(case: Case) -> bool | None:
    """The speaker is the actor of his own speech act, and no authority for it."""
    if case.event_type in OWN_ACTS and any(_overlap(a, case.citation.span) for a in case.actors):
        return False
    return None


def own_act_by_name(case: Case) -> bool | None:
    """The actor is the speaker under a shorter or longer name."""
    if case.event_type not in SPEECH_ACTS:
        return None
    speaker = _names(case.words(case.citation.span))
    return False if any(_names(case.words(a)) & speaker for a in case.actors) else None


def own_act_by_pronoun(case: Case) -> bool | None:
    """The actor is a pronoun that stands for the speaker: "we urge …", she said."""
    if case.event_type not in SPEECH_ACTS or len(case.actors) != 1 or case.others:
        return None
    pronoun = case.words(case.actors[0]).lower()
    speaking = case.quoted if pronoun in _FIRST_PERSON else case.after and pronoun in _PRONOUNS
    return False if speaking and not _REPORTED_PAST.search(case.sentence[: case.trigger[0]]) else None


def another_cue_is_nearer(case: Case) -> bool | None:
    """In a later clause another source speaks: "she said …, but rebels claimed …"."""
    if not case.after or case.quoted:
        return None
    here, there = case.citation.end, case.trigger[0]
    breaks = [o for o in case.others if here <= o.start and o.end <= there]
    return False if any(_CLAUSE_BREAK.search(case.sentence[here : o.start]) for o in breaks) else None


def cue_is_the_event(case: Case) -> bool | None:
    """The cue itself carries the event: "condemned"."""
    cue = case.citation.cue
    return False if cue and _overlap(cue, case.trigger) else None


def within_the_citation(case: Case) -> bool | None:
    """What stands between a source and its cue describes the source."""
    return False if not case.before and not case.after and not case.quoted else None


def before_a_leading_cue(case: Case) -> bool | None:
    """What stands before "she said that …" is told by the article."""
    leads = case.citation.shape in (LEADING, ASIDE)
    return False if leads and case.before and not case.quoted else None


def part_of_a_phrase(case: Case) -> bool | None:
    """Who owns what is cited is not cited: "citing his country’s easing of controls"."""
    here = case.citation
    owns = here.cue and here.cue[1] <= here.span[0] and _OWNS.match(case.sentence[here.span[1] :])
    return False if owns else None


def own_voice_in_a_relative_clause(case: Case) -> bool | None:
    """What others did, said in a clause after ", who" or ", which", is the article's own aside."""
    if case.event_type not in SPEECH_ACTS or case.quoted or not case.after:
        return None
    return False if _RELATIVE.search(case.sentence[case.citation.end : case.trigger[0]]) else None


def answered_in_a_new_clause(case: Case) -> bool | None:
    """What others do in a main clause of its own is told by the article: "said …; Chad denied it"."""
    if case.event_type not in OWN_ACTS or case.quoted or not case.after:
        return None
    here, there = case.citation.end, case.trigger[0]
    begun = _SEMICOLON.search(case.sentence, here, there)
    for first, last in case.actors:
        if last > there or _AUXILIARY.search(case.sentence[last : case.trigger[1]]):
            continue
        if begun and first >= begun.end():
            return False
        named = case.sentence[first].isupper() and case.sentence[last:there].isspace()
        if named and first >= here and _NEW_CLAUSE.search(case.sentence[here:first]):
            return False
    return None


def answered_beside_the_charge(case: Case) -> bool | None:
    """What others say of it, in words set beside what was said, is the article's own: "…, a claim that Chad denies"."""
    if case.quoted or not case.after or case.event_type not in SPEECH_ACTS:
        return None
    beside = answered_beside(case.sentence, case.citation.end, case.trigger[0])
    return False if any(_holds(a, beside) for a in case.actors) else None


def who_answers_is_no_source(case: Case) -> bool | None:
    """Who answers in words set beside what was said did not say it: "…, a claim that Chad denies"."""
    beside = answered_beside(case.sentence, case.trigger[1], case.citation.end) if case.before else None
    return False if _holds(case.citation.span, beside) else None


def denied_charge(case: Case) -> bool | None:
    """Who denies a charge is no source of it: it was made all the same."""
    cue = case.citation.cue
    if case.event_type != "ACCUSE" or cue is None or cue_class(case.words(cue)) != "denial":
        return None
    return False if is_charge(case.words(case.trigger)) else None


def one_cue_one_source(case: Case) -> bool | None:
    """Words in apposition to a source are no second one, nor is a source read twice: "Patel, the director, said"."""
    here = case.citation
    for other in case.others:
        if other.cue is None or other.cue != here.cue:
            continue
        beside = other.span[1] <= here.span[0] and case.sentence[other.span[1] : here.span[0]].strip() in _APPOSITION
        if beside or _is_longer_by_its_article(case.sentence, here.span, other.span):
            return False
    return None


def _is_longer_by_its_article(sentence: str, here: Range, other: Range) -> bool:
    article = sentence[here[0] : other[0]].strip().lower()
    return here[1] == other[1] and here[0] < other[0] and article in _ARTICLES


def after_the_tag(case: Case) -> bool | None:
    """What follows a closing tag, outside quotation marks, is told by the article."""
    if case.citation.shape == TAG and case.after and not case.quoted:
        return False if case.quotes or case.event_type in SPEECH_ACTS else None
    return None


def before_the_quotation(case: Case) -> bool | None:
    """What stands before a quoted sentence is not its speaker's word, even where the stop between them is lost."""
    here = case.citation
    if here.shape != TAG or not case.before or case.quoted:
        return None
    for first, last in case.quotes:
        words = case.sentence[first:last]
        tagged = case.sentence[last + 1 : here.start].strip(" ,").lower() in _ARTICLES
        if (
            last < here.start
            and tagged
            and case.trigger[1] <= first
            and words[:1].isupper()
            and len(words.split()) >= _FEWEST_QUOTED
        ):
            return False
    return None


def under_the_tag(case: Case) -> bool | None:
    """A tag covers what stands before it."""
    return True if case.citation.shape in (TAG, MIDDLE) and case.before else None


def under_a_label(case: Case) -> bool | None:
    """A speaker's label covers what follows it."""
    return True if case.citation.shape == LABEL and case.after else None


def whole_sentence(case: Case) -> bool | None:
    """A frame such as "according to her" covers its sentence."""
    return True if case.citation.shape == WHOLE else None


def under_the_cue(case: Case) -> bool | None:
    """A leading cue covers the clause that follows it."""
    return True if case.citation.shape in (LEADING, MIDDLE) and case.after else None


Rule = Callable[[Case], bool | None]

RULES: dict[str, Rule] = {
    "cue-is-the-event": cue_is_the_event,
    "own-act": own_act,
    "own-act-by-name": own_act_by_name,
    "own-act-by-pronoun": own_act_by_pronoun,
    "another-cue-is-nearer": another_cue_is_nearer,
    "one-cue-one-source": one_cue_one_source,
    "part-of-a-phrase": part_of_a_phrase,
    "own-voice-in-a-relative-clause": own_voice_in_a_relative_clause,
    "answered-in-a-new-clause": answered_in_a_new_clause,
    "answered-beside-the-charge": answered_beside_the_charge,
    "who-answers-is-no-source": who_answers_is_no_source,
    "denied-charge": denied_charge,
    "within-the-citation": within_the_citation,
    "before-a-leading-cue": before_a_leading_cue,
    "after-the-tag": after_the_tag,
    "before-the-quotation": before_the_quotation,
    "under-the-tag": under_the_tag,
    "under-a-label": under_a_label,
    "whole-sentence": whole_sentence,
    "under-the-cue": under_the_cue,
}


def rests_on(case: Case) -> Verdict | None:
    """Return the verdict of the first rule that speaks, or None when none does."""
    for name, rule in RULES.items():
        answer = rule(case)
        if answer is not None:
            return Verdict(answer, name)
    return None


def _names(words: str) -> set[str]:
    found = {w.lower().removesuffix("’s").removesuffix("'s") for w in re.findall(r"[\w’'.-]+", words)}
    return {w for w in found if len(w) > 2} - _TITLES
