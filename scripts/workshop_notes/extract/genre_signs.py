"""Signs of other genres: digests, research, news, announcements, pages of the web."""

from __future__ import annotations

from workshop_notes.extract.signs import sign

# Weights of 8 and more are what a text says of itself: they outweigh a workshop that it tells of.
GENRES = (
    sign(
        "digest",
        4,
        r"^[^\w\n]*what'?s in blue\b",
        head=True,
    ),
    sign(
        "digest",
        3,
        r"^[^\w\n]*(?:\w+ \d{4} )?monthly forecast\b",
        r"^[^\w\n]*expected council action\W*$",
        r"^[^\w\n]*key (?:recent developments|issues and options)\W*$",
    ),
    sign(
        "digest",
        2,
        r"\b(?:tomorrow (?:morning|afternoon)|this (?:morning|afternoon)|later "
        r"today)\b.{0,120}\b(?:council|vote|adopt)",
    ),
    sign(
        "digest",
        1.5,
        r"\b(?:put (?:a |the )?(?:draft |text )*in(?:to)? blue|in blue after|silence "
        r"(?:procedure|was broken)|after silence|draft (?:text|resolution) (?:was|in "
        r"blue))\b",
    ),
    sign(
        "digest",
        3,
        r"^[^\w\n]*(?:weekly|daily|monthly|morning) (?:digest|brief(?:ing)?|round-?up|update|"
        r"newsletter)\b",
        r"^[^\w\n]*(?:in this (?:issue|edition|week'?s)|this week in|news ?letter|"
        r"round-?up)\b",
        head=True,
    ),
    sign(
        "digest",
        2,
        r"\b(?:unsubscribe|you (?:are receiving|received) this (?:e-?mail|newsletter)|"
        r"view (?:this email )?in (?:your )?browser)\b",
    ),
    sign(
        "digest",
        3,
        r"\b(?:(?:new|recent|latest) (?:meeting )?(?:note|report|paper|publication|"
        r"brief)s? (?:by|from|of) .{3,90}?(?:argues|says|finds|examines|looks|"
        r"summari[sz]es|recommends|explores)|according to (?:the|a|this) (?:meeting "
        r")?note|the (?:meeting )?note (?:argues|says|recommends|finds|concludes|"
        r"reports)|(?:ipi|the authors?|the organizers) (?:argues?|writes?|concludes?) "
        r"that)",
    ),
    sign(
        "digest",
        2,
        r"\b(?:has|have|today|recently|this week) (?:\w+ )?(?:published|released|"
        r"issued) (?:a|its|their|the) (?:\w+ ){0,3}?(?:note|report|summary|paper|"
        r"brief)\b",
    ),
    sign(
        "research-report",
        3,
        r"^[^\w\n]*about the authors?\W*$",
    ),
    sign(
        "research-report",
        2,
        r"^[^\w\n]*(?:acknowledge?ments|remerciements)\W*$",
    ),
    sign(
        "research-report",
        1.5,
        r"^[^\w\n]*(?:executive summary|methodology|table of contents|bibliography|"
        r"references|endnotes)\W*$",
    ),
    sign(
        "research-report",
        2,
        r"\b(?:this (?:policy |issue |research |discussion |working )?(?:paper|brief|"
        r"study|report|article|chapter) (?:argues|examines|analy[sz]es|assesses|"
        r"explores|is based on|draws on|looks at|considers)|the authors? (?:wish|"
        r"thanks?|would like|is|are)|is a (?:\w+ ){0,3}(?:fellow|researcher|analyst|"
        r"professor) at|(?:\d+|field) interviews|interviews? (?:with|conducted)|"
        r"ISBN[\s:-]*\d|suggested citation|literature review)",
    ),
    sign(
        "research-report",
        1.5,
        r"^[^\w\n]*(?:policy (?:paper|brief)|issue brief|research (?:paper|report)|working "
        r"paper|occasional paper|study|thesis|journal of)\b",
        head=True,
    ),
    sign(
        "research-report",
        1.5,
        r"^[^\w\n]*by [A-Z][\w'.-]+(?: [A-Z][\w'.-]+){1,3}(?:(?:,| and) [A-Z][\w'.-]+(?: "
        r"[A-Z][\w'.-]+){1,3})*\W*$",
        head=True,
        case=True,
    ),
    sign(
        "announcement",
        3,
        r"\b(?:register (?:here|now|online|for|by|at)|registration (?:is|link|required|"
        r"opens?)|rsvp|save the date|(?:is|are) (?:pleased|delighted|honou?red) to "
        r"invite|please join (?:us|ipi|the)|join us (?:for|on|as)|cordially invite|you "
        r"are invited|inscri(?:vez-vous|ptions?)\b.{0,40}|vous invitent? à|add to "
        r"calendar)",
    ),
    sign(
        "announcement",
        3,
        r"\b(?:will|is to|are to|shall) (?:\w+ )?(?:host|hold|convene|organi[sz]e|"
        r"co-?host|co-?organi[sz]e|take place|be held|bring together)\b.{0,160}",
    ),
    sign(
        "announcement",
        3,
        r"\b(?:organiseront|tiendront|se tiendra|aura lieu|accueilleront|"
        r"coorganiseront)\b",
    ),
    sign(
        "announcement",
        1.5,
        r"^[^\w\n]*(?:concept note|guiding questions|call for papers|invitation|upcoming "
        r"events?|event details|livestream|watch live)\b",
    ),
    sign(
        "agenda",
        1.5,
        r"^[^\w\n]*\d{1,2}[:.h]\d{2}\s*(?:am|pm|a\.m\.|p\.m\.)?\s*(?:[-–]|to|"
        r"à)\s*\d{1,2}[:.h]\d{2}",
    ),
    sign("announcement", 3, r"\binvites? you\b", r"\bplease confirm (?:your|by)\b"),
    sign(
        "announcement",
        2,
        r"\bto (?:hold|host|convene|organi[sz]e) (?:a |an )?(?:\w+[ -]){0,2}"
        r"(?:workshop|roundtable|seminar|discussion)\b",
        head=True,
    ),
    sign(
        "agenda",
        2,
        r"^[^\w\n]*(?:(?:draft |provisional )?agenda|programme|program|ordre du jour|run of "
        r"show)\W*$",
        head=True,
    ),
    sign(
        "agenda",
        1,
        r"^[^\w\n]*(?:coffee break|lunch|registration|welcoming? remarks|opening remarks|"
        r"closing remarks|pause(?: café)?|déjeuner)\b",
    ),
    sign(
        "news",
        3,
        r"^[^\w\n]*(?:[A-Z][A-Z .,/]{2,40}(?:, \w+\.? \d{1,2})?\s*\((?:Reuters|AP|AFP|Xinhua|"
        r"UPI|ANI|IANS|PTI|[A-Z]{2,5} ?[Nn]ews)\)|[A-Z]{4,}(?: [A-Z]{3,})*, "
        r"[A-Z][a-z]+\.? \d{1,2} ?(?:\([\w ]+\))? ?(?:-|--)\s)",
        case=True,
    ),
    sign(
        "news",
        2,
        r"\b(?:told (?:reporters|journalists|afp|reuters|the bbc|al jazeera)|"
        r"\((?:reuters|afp|xinhua)\)|said in a (?:statement|tweet|press conference)|our "
        r"correspondent|breaking news|news agency)\b",
    ),
    sign(
        "news",
        1.5,
        r"^[^\w\n]*(?:by (?:our|staff|news)\b.{0,40}|staff (?:writer|reporter).{0,20}|"
        r"source: (?:xinhua|afp|reuters).{0,10})",
        head=True,
    ),
    sign(
        "job",
        3,
        r"\b(?:job (?:title|description|opening|summary)|duty station|deadline "
        r"for applications?|how to apply|apply (?:now|by|here)|required qualifications|"
        r"cover letter|offre d'emploi)\b",
    ),
    sign(
        "encyclopedia",
        3,
        r"\bfrom wikipedia\b",
        r"\bthe free encyclopa?edia\b",
        r"\bjump to (?:navigation|search)\b",
        r"\bdisambiguation\b",
        r"\[citation needed\]",
    ),
    sign(
        "encyclopedia",
        2,
        r"\b(?:is|was) (?:a|an|the) (?:\w+[ -]){0,5}(?:peacekeeping (?:mission|"
        r"operation|force)|special political mission)\b.{0,80}\b(?:established|created|"
        r"set up|authori[sz]ed)\b",
    ),
    sign(
        "mission-page",
        2,
        r"^[^\w\n]*(?:fact ?sheet|mandate|current mandate|headquarters|head of mission|"
        r"strength|facts and figures|leadership)\W*:?\s*$",
    ),
    sign(
        "event-page",
        2,
        r"\b(?:panel discussion|book launch|policy forum|launch event|keynote|fireside "
        r"chat|speaker series|public event|watch the (?:full )?(?:video|event|"
        r"recording))\b",
    ),
    sign(
        "event-page",
        2,
        r"^[^\w\n]*(?:opening remarks|speakers?|moderators?|panell?ists?|featured speakers|"
        r"intervenants?|modérat\w+)\s*:?\s*$",
        r"\bthe event was moderated by\b",
        r"\bmoderated by\b",
        r"\bspeakers included\b",
    ),
    sign(
        "comment",
        3,
        r"^[^\w\n]*(?:\d+ comments?|leave a (?:reply|comment)|replies to|re: |quote "
        r"originally posted|posted by \w+ (?:at|on))\b",
        head=True,
    ),
    sign(
        "digest",
        9,
        r"\bview this (?:e-?mail|newsletter|message) in (?:your |a )?browser\b",
        r"\b(?:update your preferences|unsubscribe from this list)\b",
        r"\byou (?:are receiving|receive|received) this (?:e-?mail|newsletter|digest)\b",
    ),
    sign(
        "digest",
        5,
        r"^[^\w\n]*(?:weekly|daily|monthly|morning)\s(?:\w+\s)?(?:digest|briefing|round-?up|"
        r"newsletter)",
        r"\baccording to (?:the|this|a) (?:meeting |workshop )?note\b",
        r"\b(?:the authors|the note) (?:report|reports|write|writes|conclude|concludes) that\b",
        r"\bread the full (?:note|report|summary) (?:on|at|here)\b",
    ),
    sign("digest", 3, r"\bunsubscribe\b", r"^[^\w\n]*in this issue\b", r"^[^\w\n]*worth reading\b"),
    sign(
        "news",
        8,
        r"^[^\w\n]*[A-Z]{3,}(?:[ -][A-Z]{3,})*(?:, \w+\.? \d{1,2})? \([A-Z][\w ]+\) ?(?:-|,|--)\s",
        case=True,
    ),
    sign(
        "news",
        4,
        r"^[^\w\n]*by (?:our|a) (?:\w+ )?(?:correspondent|reporter)\b",
        r"\btold (?:this newspaper|our reporter|reporters|journalists)\b",
        r"\brequests? for comment\b",
        r"\badditional reporting\b",
        r"\bsubscribe from \d",
    ),
    sign("transcript", 4, r"^[^\w\n]*(?:HOST|GUEST|INTERVIEWER|PRESENTER|ANCHOR)\s*:", case=True),
    sign("transcript", 3, r"\bpodcasts?\b", r"^[^\w\n]*listen: ?\d+ min", r"^[^\w\n]*\[music\]"),
    sign(
        "opinion",
        9,
        r"^[^\w\n]*(?:opinion|op-ed|commentary|tribune)\s*$",
        r"\bthe views (?:expressed )?(?:here )?are (?:the author's|those of the author|my) own\b",
    ),
    sign(
        "opinion",
        3,
        r"\bin my (?:view|opinion|experience)\b",
        r"(?<!Chapter )(?<!Annex )(?<!Phase )(?<!War )\bI (?:was|am|have|had|think|believe|sat|"
        r"heard|"
        r"saw|would|can|do|went|asked|argue|spoke|know|remember|felt|left)\b",
        case=True,
    ),
    sign(
        "research-report",
        6,
        r"\bdoi\s?:|\bhttps?://doi\.org/",
        r"^[^\w\n]*keywords\s*:",
        r"\b(?:submitted by|supervis(?:or|ed by)|a (?:thesis|dissertation))\b",
        r"\breceived .{4,30}accepted\b",
    ),
    sign("research-report", 3, r"^[^\w\n]*(?:chapter|chapitre) \d+", r"^[^\w\n]*abstract\s*:"),
    sign(
        "landing-page", 9, r"\b(?:showing|résultats?|results?) \d+ ?(?:-|to|à) ?\d+ (?:of|sur) \d+"
    ),
    sign(
        "announcement",
        6,
        r"\bcall for (?:papers|proposals|abstracts|applications)\b",
        r"\bregister to attend\b",
        r"\bsubmissions? (?:are|is|must be) (?:due|sent|invited)\b",
    ),
    sign("annual-report", 6, r"^[^\w\n]*annual report\b", r"^[^\w\n]*rapport annuel\b", head=True),
    sign("encyclopedia", 6, r"\bthe free encyclopa?edia\b", r"\bretrieved \d{1,2} \w+ \d{4}\b"),
    sign("event-page", 4, r"\bwatch the livestream\b", r"^[^\w\n]*panell?ists\b"),
)
