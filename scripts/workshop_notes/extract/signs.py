"""Signs that a text is no workshop's note, each with its kind and weight."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a kind of text: what it weighs, its pattern, and whether only the head counts."""

    kind: str
    weight: float
    pattern: re.Pattern[str]
    head: bool


def _sign(
    kind: str, weight: float, *alternatives: str, head: bool = False, case: bool = False
) -> Sign:
    flags = re.MULTILINE if case else re.MULTILINE | re.IGNORECASE
    return Sign(kind, weight, re.compile("|".join(alternatives), flags), head)


SIGNS = (
    _sign(
        "press-release",
        3,
        r"^[^\w\n]*(?:SC|SG/SM|GA|PKO|AFR)/\d{3,5}\b",
    ),
    _sign(
        "press-release",
        3,
        r"\b\d{3,5}(?:th|st|nd|rd)\s+meeting\s*\((?:AM|PM|night)",
        head=True,
    ),
    _sign(
        "press-release",
        3,
        r"^[^\w\n]*(?:for immediate release|press release|communiqué de presse|media release|"
        r"news release)\b",
        head=True,
    ),
    _sign(
        "press-release",
        3,
        r"\bsecurity council (?:today|this (?:morning|afternoon|evening))\b",
    ),
    _sign(
        "press-release",
        2,
        r"^[^\w\n]*unanimously adopting\b",
        r"\bthe full text of (?:the )?resolution\b",
    ),
    _sign(
        "press-release",
        2,
        r"^[^\w\n]*(?:for (?:media|press) (?:enquiries|inquiries)|media contacts?|notes? to "
        r"(?:editors|correspondents)|contacts? presse)\b",
    ),
    _sign(
        "press-release",
        2,
        r"\b(?:welcomes?|condemns?|strongly condemned|"
        r"congratulates?)\b.{0,80}\b(?:ministry|government|"
        r"republic)\b.{0,60}(?:announce[ds]?|statement)",
    ),
    _sign(
        "press-release",
        3,
        r"\b(?:press statement|presidential statement|statement by the (?:president|"
        r"spokes|secretary))",
        head=True,
    ),
    _sign(
        "press-release",
        2,
        r"\bministry of foreign affairs\b.{0,80}\b(?:welcomes?|press|statement|"
        r"announces?)",
        head=True,
    ),
    _sign(
        "resolution",
        3,
        r"^[^\w\n]*the security council,\s*$",
        r"\bacting under chapter vii\b.{0,80}:?\s*$",
    ),
    _sign(
        "resolution",
        2,
        r"^[^\w\n]*(?:recalling|reaffirming|noting|expressing|determining|reiterating|"
        r"welcoming|stressing)\b.{5,400},\s*$",
    ),
    _sign(
        "resolution",
        2,
        r"^[^\w\n]*\d{1,2}\.?\s+(?:\w+ ){0,2}?(?:decides|requests|urges|calls upon|"
        r"authorizes|demands|encourages|remain(?:s)? actively seized)\b",
    ),
    _sign(
        "resolution",
        2,
        r"\bremain(?:s)? (?:actively )?seized of the matter\b",
    ),
    _sign(
        "resolution",
        2,
        r"^[^\w\n]*(?:S/RES/\d+|resolution \d{4} \(\d{4}\)|adopted by the security council "
        r"at its)\b",
        head=True,
    ),
    _sign(
        "letter",
        3,
        r"\bletter dated .{5,60} (?:from|addressed)\b.{0,160}",
        head=True,
    ),
    _sign(
        "letter",
        3,
        r"\bI have the honou?r to\b",
        r"^[^\w\n]*(?:your )?excellency,",
        r"^[^\w\n]*dear (?:mr|ms|mrs|sir|madam|colleague|president)",
        r"^[^\w\n]*accept, (?:sir|excellency)",
    ),
    _sign(
        "un-report",
        3,
        r"^[^\w\n]*report of the secretary-general\b",
        r"\bthe present report (?:is|was|covers|provides)\b",
        r"\bsubmitted pursuant to\b",
        r"^[^\w\n]*rapport du secrétaire général\b",
    ),
    _sign(
        "un-report",
        1.5,
        r"\b(?:during|in) the reporting period\b",
        r"\bpériode considérée\b",
    ),
    _sign(
        "communique",
        3,
        r"^[^\w\n]*(?:final )?communiqu[ée]\b(?! de presse)",
        head=True,
    ),
    _sign(
        "communique",
        3,
        r"\bthe peace and security council\b.{0,60}\b(?:adopted|having (?:deliberated|"
        r"considered))",
    ),
    _sign(
        "digest",
        4,
        r"^[^\w\n]*what'?s in blue\b",
        head=True,
    ),
    _sign(
        "digest",
        3,
        r"^[^\w\n]*(?:\w+ \d{4} )?monthly forecast\b",
        r"^[^\w\n]*expected council action\W*$",
        r"^[^\w\n]*key (?:recent developments|issues and options)\W*$",
    ),
    _sign(
        "digest",
        2,
        r"\b(?:tomorrow (?:morning|afternoon)|this (?:morning|afternoon)|later "
        r"today)\b.{0,120}\b(?:council|vote|adopt)",
    ),
    _sign(
        "digest",
        1.5,
        r"\b(?:put (?:a |the )?(?:draft |text )*in(?:to)? blue|in blue after|silence "
        r"(?:procedure|was broken)|after silence|draft (?:text|resolution) (?:was|in "
        r"blue))\b",
    ),
    _sign(
        "digest",
        3,
        r"^[^\w\n]*(?:weekly|daily|monthly|morning) (?:digest|brief(?:ing)?|round-?up|update|"
        r"newsletter)\b",
        r"^[^\w\n]*(?:in this (?:issue|edition|week'?s)|this week in|news ?letter|"
        r"round-?up)\b",
        head=True,
    ),
    _sign(
        "digest",
        2,
        r"\b(?:unsubscribe|you (?:are receiving|received) this (?:e-?mail|newsletter)|"
        r"view (?:this email )?in (?:your )?browser)\b",
    ),
    _sign(
        "digest",
        3,
        r"\b(?:(?:new|recent|latest) (?:meeting )?(?:note|report|paper|publication|"
        r"brief)s? (?:by|from|of) .{3,90}?(?:argues|says|finds|examines|looks|"
        r"summari[sz]es|recommends|explores)|according to (?:the|a|this) (?:meeting "
        r")?note|the (?:meeting )?note (?:argues|says|recommends|finds|concludes|"
        r"reports)|(?:ipi|the authors?|the organizers) (?:argues?|writes?|concludes?) "
        r"that)",
    ),
    _sign(
        "digest",
        2,
        r"\b(?:has|have|today|recently|this week) (?:\w+ )?(?:published|released|"
        r"issued) (?:a|its|their|the) (?:\w+ ){0,3}?(?:note|report|summary|paper|"
        r"brief)\b",
    ),
    _sign(
        "research-report",
        3,
        r"^[^\w\n]*about the authors?\W*$",
    ),
    _sign(
        "research-report",
        2,
        r"^[^\w\n]*(?:acknowledge?ments|remerciements)\W*$",
    ),
    _sign(
        "research-report",
        1.5,
        r"^[^\w\n]*(?:executive summary|methodology|table of contents|bibliography|"
        r"references|endnotes)\W*$",
    ),
    _sign(
        "research-report",
        2,
        r"\b(?:this (?:policy |issue |research |discussion |working )?(?:paper|brief|"
        r"study|report|article|chapter) (?:argues|examines|analy[sz]es|assesses|"
        r"explores|is based on|draws on|looks at|considers)|the authors? (?:wish|"
        r"thanks?|would like|is|are)|is a (?:\w+ ){0,3}(?:fellow|researcher|analyst|"
        r"professor) at|(?:\d+|field) interviews|interviews? (?:with|conducted)|"
        r"ISBN[\s:-]*\d|suggested citation|literature review)",
    ),
    _sign(
        "research-report",
        1.5,
        r"^[^\w\n]*(?:policy (?:paper|brief)|issue brief|research (?:paper|report)|working "
        r"paper|occasional paper|study|thesis|journal of)\b",
        head=True,
    ),
    _sign(
        "research-report",
        1.5,
        r"^[^\w\n]*by [A-Z][\w'.-]+(?: [A-Z][\w'.-]+){1,3}(?:(?:,| and) [A-Z][\w'.-]+(?: "
        r"[A-Z][\w'.-]+){1,3})*\W*$",
        head=True,
        case=True,
    ),
    _sign(
        "announcement",
        3,
        r"\b(?:register (?:here|now|online|for|by|at)|registration (?:is|link|required|"
        r"opens?)|rsvp|save the date|(?:is|are) (?:pleased|delighted|honou?red) to "
        r"invite|please join (?:us|ipi|the)|join us (?:for|on|as)|cordially invite|you "
        r"are invited|inscri(?:vez-vous|ptions?)\b.{0,40}|vous invitent? à|add to "
        r"calendar)",
    ),
    _sign(
        "announcement",
        3,
        r"\b(?:will|is to|are to|shall) (?:\w+ )?(?:host|hold|convene|organi[sz]e|"
        r"co-?host|co-?organi[sz]e|take place|be held|bring together)\b.{0,160}",
    ),
    _sign(
        "announcement",
        3,
        r"\b(?:organiseront|tiendront|se tiendra|aura lieu|accueilleront|"
        r"coorganiseront)\b",
    ),
    _sign(
        "announcement",
        1.5,
        r"^[^\w\n]*(?:concept note|guiding questions|call for papers|invitation|upcoming "
        r"events?|event details|livestream|watch live)\b",
    ),
    _sign(
        "agenda",
        1.5,
        r"^[^\w\n]*\d{1,2}[:.h]\d{2}\s*(?:am|pm|a\.m\.|p\.m\.)?\s*(?:[-–]|to|"
        r"à)\s*\d{1,2}[:.h]\d{2}",
    ),
    _sign("announcement", 3, r"\binvites? you\b", r"\bplease confirm (?:your|by)\b"),
    _sign(
        "announcement",
        2,
        r"\bto (?:hold|host|convene|organi[sz]e) (?:a |an )?(?:\w+[ -]){0,2}"
        r"(?:workshop|roundtable|seminar|discussion)\b",
        head=True,
    ),
    _sign(
        "agenda",
        2,
        r"^[^\w\n]*(?:(?:draft |provisional )?agenda|programme|program|ordre du jour|run of "
        r"show)\W*$",
        head=True,
    ),
    _sign(
        "agenda",
        1,
        r"^[^\w\n]*(?:coffee break|lunch|registration|welcoming? remarks|opening remarks|"
        r"closing remarks|pause(?: café)?|déjeuner)\b",
    ),
    _sign(
        "news",
        3,
        r"^[^\w\n]*(?:[A-Z][A-Z .,/]{2,40}(?:, \w+\.? \d{1,2})?\s*\((?:Reuters|AP|AFP|Xinhua|"
        r"UPI|ANI|IANS|PTI|[A-Z]{2,5} ?[Nn]ews)\)|[A-Z]{4,}(?: [A-Z]{3,})*, "
        r"[A-Z][a-z]+\.? \d{1,2} ?(?:\([\w ]+\))? ?(?:-|--)\s)",
        case=True,
    ),
    _sign(
        "news",
        2,
        r"\b(?:told (?:reporters|journalists|afp|reuters|the bbc|al jazeera)|"
        r"\((?:reuters|afp|xinhua)\)|said in a (?:statement|tweet|press conference)|our "
        r"correspondent|breaking news|news agency)\b",
    ),
    _sign(
        "news",
        1.5,
        r"^[^\w\n]*(?:by (?:our|staff|news)\b.{0,40}|staff (?:writer|reporter).{0,20}|"
        r"source: (?:xinhua|afp|reuters).{0,10})",
        head=True,
    ),
    _sign(
        "job",
        3,
        r"\b(?:job (?:title|description|opening|summary)|duty station|deadline "
        r"for applications?|how to apply|apply (?:now|by|here)|required qualifications|"
        r"cover letter|offre d'emploi)\b",
    ),
    _sign(
        "encyclopedia",
        3,
        r"\bfrom wikipedia\b",
        r"\bthe free encyclopa?edia\b",
        r"\bjump to (?:navigation|search)\b",
        r"\bdisambiguation\b",
        r"\[citation needed\]",
    ),
    _sign(
        "encyclopedia",
        2,
        r"\b(?:is|was) (?:a|an|the) (?:\w+[ -]){0,5}(?:peacekeeping (?:mission|"
        r"operation|force)|special political mission)\b.{0,80}\b(?:established|created|"
        r"set up|authori[sz]ed)\b",
    ),
    _sign(
        "mission-page",
        2,
        r"^[^\w\n]*(?:fact ?sheet|mandate|current mandate|headquarters|head of mission|"
        r"strength|facts and figures|leadership)\W*:?\s*$",
    ),
    _sign(
        "event-page",
        2,
        r"\b(?:panel discussion|book launch|policy forum|launch event|keynote|fireside "
        r"chat|speaker series|public event|watch the (?:full )?(?:video|event|"
        r"recording))\b",
    ),
    _sign(
        "event-page",
        2,
        r"^[^\w\n]*(?:opening remarks|speakers?|moderators?|panell?ists?|featured speakers|"
        r"intervenants?|modérat\w+)\s*:?\s*$",
        r"\bthe event was moderated by\b",
        r"\bmoderated by\b",
        r"\bspeakers included\b",
    ),
    _sign(
        "comment",
        3,
        r"^[^\w\n]*(?:\d+ comments?|leave a (?:reply|comment)|replies to|re: |quote "
        r"originally posted|posted by \w+ (?:at|on))\b",
        head=True,
    ),
    _sign(
        "statement",
        3,
        r"^[^\w\n]*(?:statement|remarks|address|speech|allocution|déclaration|briefing) "
        r"(?:by|of|to|de|du)\b",
        head=True,
    ),
    # What these say of themselves outweighs any workshop that they tell of.
    _sign(
        "letter",
        9,
        r"^[^\w\n]*letter dated .{5,160}addressed to\b",
        r"^[^\w\n]*(?:please )?accept, (?:sir|madam|excellency)",
        head=True,
    ),
    _sign("letter", 4, r"^[^\w\n]*\(signed\)", r"assurances? of (?:my|our) highest consideration"),
    _sign("press-release", 5, r"^[^\w\n]*(?:for immediate release|press release)\b", head=True),
    _sign(
        "digest",
        9,
        r"\bview this (?:e-?mail|newsletter|message) in (?:your |a )?browser\b",
        r"\b(?:update your preferences|unsubscribe from this list)\b",
        r"\byou (?:are receiving|receive|received) this (?:e-?mail|newsletter|digest)\b",
    ),
    _sign(
        "digest",
        5,
        r"^[^\w\n]*(?:weekly|daily|monthly|morning)\s(?:\w+\s)?(?:digest|briefing|round-?up|"
        r"newsletter)",
        r"\baccording to (?:the|this|a) (?:meeting |workshop )?note\b",
        r"\b(?:the authors|the note) (?:report|reports|write|writes|conclude|concludes) that\b",
        r"\bread the full (?:note|report|summary) (?:on|at|here)\b",
    ),
    _sign(
        "digest", 3, r"\bunsubscribe\b", r"^[^\w\n]*in this issue\b", r"^[^\w\n]*worth reading\b"
    ),
    _sign(
        "news",
        8,
        r"^[^\w\n]*[A-Z]{3,}(?:[ -][A-Z]{3,})*(?:, \w+\.? \d{1,2})? \([A-Z][\w ]+\) ?(?:-|,|--)\s",
        case=True,
    ),
    _sign(
        "news",
        4,
        r"^[^\w\n]*by (?:our|a) (?:\w+ )?(?:correspondent|reporter)\b",
        r"\btold (?:this newspaper|our reporter|reporters|journalists)\b",
        r"\brequests? for comment\b",
        r"\badditional reporting\b",
        r"\bsubscribe from \d",
    ),
    _sign("transcript", 4, r"^[^\w\n]*(?:HOST|GUEST|INTERVIEWER|PRESENTER|ANCHOR)\s*:", case=True),
    _sign("transcript", 3, r"\bpodcasts?\b", r"^[^\w\n]*listen: ?\d+ min", r"^[^\w\n]*\[music\]"),
    # Other genres that tell of a workshop in passing.
    _sign(
        "opinion",
        9,
        r"^[^\w\n]*(?:opinion|op-ed|commentary|tribune)\s*$",
        r"\bthe views (?:expressed )?(?:here )?are (?:the author's|those of the author|my) own\b",
    ),
    _sign(
        "opinion",
        3,
        r"\bin my (?:view|opinion|experience)\b",
        r"(?<!Chapter )(?<!Annex )(?<!Phase )(?<!War )\bI (?:was|am|have|had|think|believe|sat|"
        r"heard|"
        r"saw|would|can|do|went|asked|argue|spoke|know|remember|felt|left)\b",
        case=True,
    ),
    _sign(
        "research-report",
        6,
        r"\bdoi\s?:|\bhttps?://doi\.org/",
        r"^[^\w\n]*keywords\s*:",
        r"\b(?:submitted by|supervis(?:or|ed by)|a (?:thesis|dissertation))\b",
        r"\breceived .{4,30}accepted\b",
    ),
    _sign("research-report", 3, r"^[^\w\n]*(?:chapter|chapitre) \d+", r"^[^\w\n]*abstract\s*:"),
    _sign(
        "landing-page", 9, r"\b(?:showing|résultats?|results?) \d+ ?(?:-|to|à) ?\d+ (?:of|sur) \d+"
    ),
    _sign(
        "statement",
        9,
        r"\bcheck against delivery\b",
        r"^[^\w\n]*(?:mr|madam|mme)\.? (?:president|chair\w*|le président|la présidente),",
        r"\bI thank (?:you|the)\b",
    ),
    _sign(
        "announcement",
        6,
        r"\bcall for (?:papers|proposals|abstracts|applications)\b",
        r"\bregister to attend\b",
        r"\bsubmissions? (?:are|is|must be) (?:due|sent|invited)\b",
    ),
    _sign("annual-report", 6, r"^[^\w\n]*annual report\b", r"^[^\w\n]*rapport annuel\b", head=True),
    _sign("encyclopedia", 6, r"\bthe free encyclopa?edia\b", r"\bretrieved \d{1,2} \w+ \d{4}\b"),
    _sign("event-page", 4, r"\bwatch the livestream\b", r"^[^\w\n]*panell?ists\b"),
)
