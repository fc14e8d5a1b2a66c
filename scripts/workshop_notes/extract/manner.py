"""Manner: whether a text reports a discussion, or speaks for itself or to its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.extract.proposal import Evidence
from workshop_notes.extract.reading import Line, Reading, Sentence
from workshop_notes.extract.signs import sign

# However often a word of a manner comes, it weighs no more than three times.
MOST = 3
PERSONAL = ("text in the first person", "text to its readers", "message")
_SPEECH = (
    r"(?:agreed|asked|found|noted|argued|suggested|underscored|underlined|discussed|emphasi[sz]ed|"
    r"felt|saw|thought|stressed|recommended|proposed|highlighted|focused|wanted|raised|said|"
    r"called|warned|hoped|feared|doubted|debated|worried|wondered|regretted|recalled|reported|"
    r"described|insisted|believed|considered|weighed|disagreed|differed|welcomed|cautioned|urged|"
    r"pointed|mentioned|concluded|expressed|questioned|advised|spoke|held that|turned|added|"
    r"pleaded|preferred|objected|explored|examined|addressed|dwelt|listed|identified|told|heard|"
    r"would (?:like|prefer|have)|were (?:divided|split|of)|was (?:concern|agreement|support))"
)
_REPORTED = re.compile(
    r"\b(?:participants?|discussions?|discussants|attendees|some|several|many|most|others?|few|"
    r"members|sessions?|talks?|debates?|round-?tables?|work-?shops?|seminars?|they|there|speakers?)"
    rf"\b.{{0,60}}?\b{_SPEECH}\b|, (?:they|some|several|many|others|participants) (?:said|thought|"
    r"added|argued|felt|warned|noted|agreed|asked)\b|\baccording to (?:participants|some|several)|"
    r"\b(?:participant(?:e)?s?|plusieurs|certaine?s?|d'autres|beaucoup|la plupart|discussions?|"
    r"débats?|échanges?|séances?|atelier|ils|elles|membres)\b.{0,60}?\b(?:(?:a|ont|était|étaient) "
    r"(?:\w+ )?\w+(?:é|és|ée|ées|u|us|ue|ues|it|is)|ont-ils)\b|"
    r"\b(?:selon|pour) (?:les|des|plusieurs|certains) participant|"
    r"\bon a (?:\w+ )?(?:parlé|discuté|débattu)\b|\b(?:ont|a)-(?:t-)?(?:ils|on) ",
    re.IGNORECASE,
)
_PARTICIPANT = re.compile(r"\bparticipante?s?\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]{1,600}"')
MANNERS = (
    sign(
        "text in the first person",
        3.0,
        r"(?<!Chapter )(?<!Annex )(?<!Phase )(?<!War )(?<!World )\bI(?:'(?:m|ve|d|ll))? "
        r"(?:\w+ly )?[a-z]{2,}",
        r"\b[Mm]y (?:own )?[a-z]{3,}",
        r"\b(?:tell|told|asked|strikes?|struck|seems? to|let|with|for) me\b",
        r"\b(?:[Jj]e (?:ne |me |m'|n')?|[Jj]')[a-zéèàê]{2,}",
        case=True,
    ),
    sign(
        "text to its readers",
        2.0,
        r"\b(?:thank|thanks to|help|invite|ask|tell|send|give|show|sent|join|enable|remind) you\b",
        r"\byou(?:'(?:ll|re|ve|d))? (?:can|may|will|want|would|have|are(?! here)|should|must|need|"
        r"read|see|"
        r"find|think|agree|know|attended|said|heard|hear|change|do|did)\b",
        r"\byours?\b(?! (?:browser|cookie|e-?mail address))",
        r"\b(?:vous|votre|vos)\b",
    ),
    sign(
        "text to its readers",
        1.5,
        r"(?:^|(?<=[.!?:;] ))(?:please|kindly|(?:please )?(?:send|click|buy|order|register|"
        r"fill (?:in|out)|tell|bring|arrive|contact|choose|have a look|let us|see you|note that|"
        r"reply|complete|submit|attach|book|sign up|rsvp|cite this|email|write to)) \w+",
        r"(?:^|(?<=[.!?:;] ))(?:veuillez|merci de|prière de|envoyez|inscrivez|écrivez|cliquez)\b",
    ),
    sign(
        "text of those who organized",
        1.0,
        r"\b(?:[Ww]e|[Oo]ur|us|[Nn]ous|[Nn]otre|[Nn]os)\b",
        case=True,
    ),
    sign(
        "message",
        4.0,
        r"^\W*(?:dear|hello|hi|good (?:morning|afternoon)|greetings|cher|chère|chers|chères|"
        r"bonjour|madame|monsieur|mesdames)\b[^.\n]{0,60}[,!:]?\s*$",
        r"^\W*(?:(?:warm|best|kind|many|with best|with kind) (?:regards|wishes|thanks)|sincerely|"
        r"yours (?:sincerely|truly|faithfully)|regards|cheers|(?:bien )?cordialement|"
        r"(?:bien|sincères|meilleures) salutations|salutations distinguées|bien à vous)"
        r"\W*(?:[A-Z].{0,40})?$",
    ),
    sign(
        "paper of an office",
        1.5,
        r"^\W*(?:\d+[.)] )?(?:action|actions|present|absent|apologies|excused|venue|fee|budget|"
        r"budget line|grant (?:no|number|agreement)|project (?:title|number|no|code)|outputs?|"
        r"outcomes?|activities|indicators?|deliverables?|expenditure|results? \d+|objectives? \d+|"
        r"target|reached|hotel|dress code|wi-?fi|dietary needs|any other business|duties|"
        r"qualifications|minutes(?: of)?|education|languages|référence|lieu|présents|excusés|"
        r"honoraires|ordre du jour)\b[^:\n]{0,30}:",
        r"^\W*(?:to|from|cc|subject|sent|re|objet) ?:",
        r"\baction: ",
        r"\b(?:terms of reference for|log ?frame|reimburse\w*|invoices?|narrative report|"
        r"completion report|reporting period|grantees?|curriculum vitae|any other business|"
        r"mailing list|(?:the|our) (?:board|treasurer)|next meeting (?:is|will)|"
        r"factures?|remboursement)\b",
    ),
    sign(
        "post",
        2.0,
        r"(?<![\w/&#])#[a-z]\w{3,}",
        r"(?<![\w/.])@[a-z]\w{3,}\b(?!\.)",
        r"\b(?:link in (?:the )?(?:bio|comments?|first comment)|in the comments)\b",
    ),
    sign(
        "publisher's page",
        1.5,
        r"\bthis (?:chapter|book|article|essay|thesis|volume|episode|video|course|module|post|"
        r"blog)\b",
        r"\b(?:hardback|hardcover|paperback|e-?book|ISBN|\d{2,4} pages|pages \d+ ?- ?\d+|"
        r"reviewed by|book review|the (?:book|volume)|(?:this|the) reviewer)\b",
        r"^\W*(?:chapter|chapitre) \d+",
        r"\b(?:ce chapitre|ce livre|cet ouvrage|cet article)\b",
    ),
)
_LABELLED_TURN = re.compile(r"^\W*(?:Q|A|R|Question|Answer|Réponse)\s?\d{0,2}\s?[:.]\s")
_QUESTION = re.compile(r".{5,160}\?$")
_EVENTS = re.compile(r"\b(?:work-?shops|round-?tables|seminars|ateliers|tables rondes)\b", re.I)
_DATED_NAME = re.compile(
    r"\b[A-Z][A-Z0-9-]{3,}\b[^.;()]{0,30}[(,] ?(?:on |le |du )?(?:\w+ \d{1,2},? (?:19|20)\d\d|"
    r"\d{1,2} \w+ (?:19|20)\d\d)"
)


def discussion(reading: Reading, reporting: frozenset[int]) -> tuple[Sentence, ...]:
    """Find the sentences that report what was said; `reporting` are the starts of the event's."""
    found = []
    for sentence in reading.body:
        match = _REPORTED.search(sentence.text)
        told = sentence.start not in reporting or _PARTICIPANT.search(sentence.text)
        if match and told:
            found.append(sentence)
    return tuple(found)


def manners(reading: Reading) -> Iterator[tuple[str, float, Evidence]]:
    """Yield what is not a note's manner, as (kind, weight, evidence).

    A note speaks of participants. It has no first person, no reader whom it tells what to do, no
    questions answered, no greeting, no business of an office, and one event. What stands in
    quotation marks is somebody else's and does not count.
    """
    text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), reading.folded)
    spoken = False
    for one in MANNERS:
        count = 0
        for match in one.pattern.finditer(text):
            first = match.start() + len(match[0]) - len(match[0].lstrip())
            if count == MOST:
                break
            if reading.line_at(first).role == "body":
                count += 1
                spoken = spoken or one.kind in PERSONAL
                yield one.kind, one.weight, reading.evidence(first, match.end())
    for line in _lines(reading, _LABELLED_TURN):
        yield "interview", 2.5, reading.line_evidence(line)
    # Questions may be headings; where somebody speaks or is spoken to, they are asked.
    for line in _lines(reading, _QUESTION) if spoken else ():
        yield "interview", 1.0, reading.line_evidence(line)
    for sentence in reading.body:
        if len(_DATED_NAME.findall(sentence.text)) > 1 and _EVENTS.search(sentence.text):
            yield "list of workshops", 4.0, reading.evidence(sentence.start, sentence.end)


def _lines(reading: Reading, pattern: re.Pattern[str]) -> list[Line]:
    """Give the lines of a pattern, up to four, if there are several."""
    lines = [
        line
        for line in reading.lines
        if line.role == "body" and pattern.match(reading.line_text(line))
    ]
    return lines[: MOST + 1] if len(lines) > 1 else []
