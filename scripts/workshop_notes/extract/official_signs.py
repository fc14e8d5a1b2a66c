"""Signs of what offices write: releases, resolutions, letters, reports, statements."""

from __future__ import annotations

from workshop_notes.extract.signs import sign

# Weights of 8 and more are what a text says of itself: they outweigh a workshop that it tells of.
OFFICIAL = (
    sign(
        "press-release",
        3,
        r"^[^\w\n]*(?:SC|SG/SM|GA|PKO|AFR)/\d{3,5}\b",
    ),
    sign(
        "press-release",
        3,
        r"\b\d{3,5}(?:th|st|nd|rd)\s+meeting\s*\((?:AM|PM|night)",
        head=True,
    ),
    sign(
        "press-release",
        3,
        r"^[^\w\n]*(?:for immediate release|press release|communiqué de presse|media release|"
        r"news release)\b",
        head=True,
    ),
    sign(
        "press-release",
        3,
        r"\bsecurity council (?:today|this (?:morning|afternoon|evening))\b",
    ),
    sign(
        "press-release",
        2,
        r"^[^\w\n]*unanimously adopting\b",
        r"\bthe full text of (?:the )?resolution\b",
    ),
    sign(
        "press-release",
        2,
        r"^[^\w\n]*(?:for (?:media|press) (?:enquiries|inquiries)|media contacts?|notes? to "
        r"(?:editors|correspondents)|contacts? presse)\b",
    ),
    sign(
        "press-release",
        2,
        r"\b(?:welcomes?|condemns?|strongly condemned|"
        r"congratulates?)\b.{0,80}\b(?:ministry|government|"
        r"republic)\b.{0,60}(?:announce[ds]?|statement)",
    ),
    sign(
        "press-release",
        3,
        r"\b(?:press statement|presidential statement|statement by the (?:president|"
        r"spokes|secretary))",
        head=True,
    ),
    sign(
        "press-release",
        2,
        r"\bministry of foreign affairs\b.{0,80}\b(?:welcomes?|press|statement|"
        r"announces?)",
        head=True,
    ),
    sign(
        "resolution",
        3,
        r"^[^\w\n]*the security council,\s*$",
        r"\bacting under chapter vii\b.{0,80}:?\s*$",
    ),
    sign(
        "resolution",
        2,
        r"^[^\w\n]*(?:recalling|reaffirming|noting|expressing|determining|reiterating|"
        r"welcoming|stressing)\b.{5,400},\s*$",
    ),
    sign(
        "resolution",
        2,
        r"^[^\w\n]*\d{1,2}\.?\s+(?:\w+ ){0,2}?(?:decides|requests|urges|calls upon|"
        r"authorizes|demands|encourages|remain(?:s)? actively seized)\b",
    ),
    sign(
        "resolution",
        2,
        r"\bremain(?:s)? (?:actively )?seized of the matter\b",
    ),
    sign(
        "resolution",
        2,
        r"^[^\w\n]*(?:S/RES/\d+|resolution \d{4} \(\d{4}\)|adopted by the security council "
        r"at its)\b",
        head=True,
    ),
    sign(
        "letter",
        3,
        r"\bletter dated .{5,60} (?:from|addressed)\b.{0,160}",
        head=True,
    ),
    sign(
        "letter",
        3,
        r"\bI have the honou?r to\b",
        r"^[^\w\n]*(?:your )?excellency,",
        r"^[^\w\n]*dear (?:mr|ms|mrs|sir|madam|colleague|president)",
        r"^[^\w\n]*accept, (?:sir|excellency)",
    ),
    sign(
        "un-report",
        3,
        r"^[^\w\n]*report of the secretary-general\b",
        r"\bthe present report (?:is|was|covers|provides)\b",
        r"\bsubmitted pursuant to\b",
        r"^[^\w\n]*rapport du secrétaire général\b",
    ),
    sign(
        "un-report",
        1.5,
        r"\b(?:during|in) the reporting period\b",
        r"\bpériode considérée\b",
    ),
    sign(
        "communique",
        3,
        r"^[^\w\n]*(?:final )?communiqu[ée]\b(?! de presse)",
        head=True,
    ),
    sign(
        "communique",
        3,
        r"\bthe peace and security council\b.{0,60}\b(?:adopted|having (?:deliberated|"
        r"considered))",
    ),
    sign(
        "statement",
        3,
        r"^[^\w\n]*(?:statement|remarks|address|speech|allocution|déclaration|briefing) "
        r"(?:by|of|to|de|du)\b",
        head=True,
    ),
    sign(
        "letter",
        9,
        r"^[^\w\n]*letter dated .{5,160}addressed to\b",
        r"^[^\w\n]*(?:please )?accept, (?:sir|madam|excellency)",
        head=True,
    ),
    sign("letter", 4, r"^[^\w\n]*\(signed\)", r"assurances? of (?:my|our) highest consideration"),
    sign("press-release", 5, r"^[^\w\n]*(?:for immediate release|press release)\b", head=True),
    sign(
        "statement",
        9,
        r"\bcheck against delivery\b",
        r"^[^\w\n]*(?:mr|madam|mme)\.? (?:president|chair\w*|le président|la présidente),",
        r"\bI thank (?:you|the)\b",
    ),
)
