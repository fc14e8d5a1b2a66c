"""The wording of site furniture, in the languages that mirrors of notes use.

Classes of lines, never terms of a vocabulary; a pattern must match a line from end to end, or each
part of a line that is parted by bars, dots or wide gaps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_MONTH = (
    r"(?:jan(?:uary|vier)?|f[eé]v(?:rier)?|feb(?:ruary)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai"
    r"|june?|juin|july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?"
    r"|nov(?:ember|embre)?|d[eé]c(?:ember|embre)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre)\.?"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}[:h]\d\d(?:\s?[ap]\.?m\.?)?)?"
DATE = (
    rf"(?:{_WEEKDAY},?\s+)?(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th|er)?[-\s]+(?:de\s+)?)?{_MONTH},?[-\s]+(?:de\s+)?\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}){_CLOCK}"
)
_SPACED_DATE = re.compile(rf"{_MONTH}\d{{4}}", re.I)
_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|e-?mail|bluesky|mastodon)"
)
_SHARE = (
    r"(?:share|tweet|pin|print|e-?mail|partager|imprimer|imprimir|envoyer|compartir|enviar|teilen|drucken"
    r"|blogthis!?|поделиться|follow us|suivez-nous)"
)
_DOWNLOAD = r"(?:download|t[ée]l[ée]charger|descargar|herunterladen|baixar)"
_DOCUMENT = r"(?:pdf|report|document|documento|file|rapport|publication|informe|here)"
_MORE = r"\s*(?:…|\.\.\.|»|>|→)?\s*(?:https?://\S+)?"
_PUBLISHED = (
    r"(?:(?:first |originally )?published|posted|created|uploaded|updated|last (?:updated|modified)"
    r"|publi[ée]|mis en ligne|mise? à jour|publicado|actualizado|ver[öo]ffentlicht|erstellt)"
)
_FACT = (
    r"(?:category|cat[ée]gorie|categor[ií]a|hits|views|labels|tags|filed under|language|langue"
    r"|idioma|sprache|th[èe]me principal|tema principal|file type|total pages?|upload"
    r"|size|(?:reading|listening) time|temps de lecture|tiempo de lectura|listen|previous|next"
    r"|pr[ée]c[ée]dent|suivant|anterior|siguiente|blog archive|posted in|published in)"
)
_LABEL_WORDS = (
    r"(?:(?:primary )?countr(?:y|ies)|pays|pa[ií]s(?:es)?|sources?|fuentes?|format|formato"
    r"|publication date|date de publication|fecha de publicaci[óo]n|posted|originally published"
    r"|origin|origine?|origen|themes?|th[èe]mes?|temas?|languages?|langues?|idiomas?|attachments?"
    r"|pi[èe]ces jointes|archivos adjuntos|(?:view|voir|ver) (?:l.)?original|disaster types?|glide"
    r"|\+ ?\d+)"
)


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(patterns)})\s*", re.I)


# Each class by the words that tell it to an editor.
CLASSES: Mapping[str, re.Pattern[str]] = {
    "publication date": _whole(DATE),
    "publication line": _whole(
        rf"{_PUBLISHED}(?:\s+(?:online|on|le|el|am|at))*:?\s*{DATE}\.?",
        rf"{_PUBLISHED}(?: on| le| el| am)?",
        rf"category: ?\S.{{0,60}}\s{_PUBLISHED}(?: on)? {DATE}(?:\s+hits: ?\d+)?",
        r"(?:reports?|news and press releases?|analysis|situation reports?|evaluation and "
        r"lessons learned|rapport|analyse|informe) (?:from|de|by) .{2,100}",
    ),
    "citation line": _whole(
        r"(?:how to )?cite (?:to|this|as)(?: (?:url|page|article|item))?:?(?:\s*https?://\S+)?",
        r"how to cite: .{3,200}",
        r"(?:permalink|url): ?\S*",
    ),
    "share bar": _whole(
        rf"{_SHARE}(?: (?:this|on|via|to|by|sur|par|en|auf|it|page|article|post|cet|courriel))*"
        rf"(?: {_NETWORK})?[:!]?",
        rf"(?:share[:|]? )?(?:{_NETWORK}[\s,|/·]+){{1,8}}{_NETWORK}",
        rf"(?:share this|share|follow us|suivez-nous)[: ]*(?:on )?(?:{_NETWORK}[\s,|/·]*)*",
    ),
    "download box": _whole(
        rf"{_DOWNLOAD}(?: (?:the |le |la |el )?(?:full )?{_DOCUMENT}(?: (?:as|en) pdf)?)?"
        r"(?:\s*\([^)]{1,30}\))?",
        r"the (?:complete|full) version of this (?:item|document|report) is available as a "
        r"download\.?",
        r"(?:view|read|see) (?:the )?(?:original|full (?:report|text|article))(?: here)?",
        r"(?:voir|ver|afficher) (?:l.)?original",
        r"(?:attachments?|pi[èe]ces jointes|archivos adjuntos)",
        r"this (?:note|report|page|document) is also available in \w+\.?",
    ),
    "file details of a mirror": _whole(
        r"upload(?:ed)?(?: by)?: ?\S.{0,40}",
        r"post(?:ed)? on \d{1,2}-\w{3}-\d{4}",
        r"\d+ (?:views?|downloads?|pages?|vues?|reads?|min(?:ute)?s? read)",
        r"category:",
        r"total pages?: ?\d+",
        r"file type: ?\w+(?:, ?size: ?\d+ ?[kmg]?b)?",
        r"(?:transcript|description|load more|report this document|embed(?: size)?)",
        r"\S+\.(?:org|com|net|mx|info)\. all rights reserved\.(?: \d{4})?",
    ),
    "facts of the site": _whole(rf"{_FACT} ?: ?\S.{{0,150}}"),
    "comment form": _whole(
        r"no comments(?: yet)?[:.]?",
        r"(?:post|leave|add|write) a (?:comment|reply)",
        r"\d+ comments?",
        r"(?:laisser|ajouter) un commentaire",
        r"(?:newer|older) posts?",
    ),
    "link to more": _whole(
        rf"(?:read|see|find out|learn) more(?: (?:at|on|here))?:?{_MORE}",
        rf"(?:continue reading|lire la suite|leer más|weiterlesen){_MORE}",
    ),
    "newsletter box": _whole(
        r"(?:subscribe|sign up|s.abonner|abonnez-vous|suscr[ií]bete)"
        r"(?: (?:to|for|à|a|our|the|notre|your|weekly|nuestro))*"
        r"(?: (?:newsletter|mailing list|updates|lettre d.information|bolet[ií]n))?[.!]?",
        r"you (?:receive|are receiving) this e-?mail because .{0,80}",
        r"unsubscribe\.?",
        r"view this e-?mail in your browser",
    ),
    "navigation": _whole(
        r"(?:skip to|jump to) (?:main )?(?:content|navigation)",
        r"(?:aller au|passer au) contenu(?: principal)?",
        r"(?:pasar|saltar|ir) al contenido(?: principal)?",
        r"(?:pular|ir) para o conteúdo(?: principal)?",
        r"zum (?:haupt)?inhalt(?: springen)?",
        r"перейти к основному содержанию",
        r"back to top|haut de page|menu|search|home|accueil|inicio|rechercher|buscar",
        r"log ?in|sign in|se connecter|iniciar sesi[óo]n",
        r"(?:you are here|vous êtes ici|home|accueil|inicio)\s*[:»>/›|].{1,250}",
        r"(?:previous|next|pr[ée]c[ée]dent|suivant)(?: (?:post|article|page))?",
        r"(?:sitemap|plan du site|mapa del sitio|contact(?: us)?|contacto)",
    ),
    "legal line": _whole(
        r"(?:copyright|©|\(c\)).{0,100}",
        r"(?:.{1,60}[.,] )?(?:all rights reserved|tous droits réservés|todos los derechos "
        r"reservados)\.?(?: \d{4})?",
        r"(?:privacy policy|terms of use|cookie policy|mentions légales|aviso legal)",
        r"(?:we use cookies|this (?:web)?site uses cookies|ce site utilise des cookies).{0,200}",
        r"accept(?: all)?(?: cookies)?",
    ),
}
ANYWHERE = frozenset({"share bar", "download box", "newsletter box"})
RELATED = _whole(
    r"(?:similar|related|recommended) "
    r"(?:documents?|contents?|articles?|posts?|links?|publications?|reading)",
    r"you (?:may|might) also (?:like|be interested in)",
    r"(?:most read|most popular|latest news)",
    r"(?:voir|à lire|lire) aussi|(?:ver|leer) también",
    r"(?:documents?|articles?|contenus?) (?:similaires?|liés?|connexes?|associés?)",
    r"(?:contenidos?|art[ií]culos?|documentos?) relacionados?",
    r"more (?:from|on) .{2,60}",
)
_PERSON = r"(?:(?:[^\W\d_a-zà-ÿ][\w’'.-]*|and|et|y|de|von|van|di|al|el|bin|&|,)[\s,]*){2,12}"
BYLINE = re.compile(
    r"\s*(?i:(?:written |posted |prepared |reported )?by|par|por|von|authors?:|auteurs? ?:)\s+"
    rf"{_PERSON}"
)
NAMING = _whole(
    rf"posted by .{{2,80}}?(?: (?:at|on|le) (?:{DATE}|\d{{1,2}}:\d\d.{{0,5}}))?\.?",
    r"(?:authors?|auteurs?|autor(?:es)?|written by|by) ?: ?\S.{0,80}",
)
LABEL = _whole(
    r"articles?|news|publications?|reports?|documents?|blogs?|press|actualit[ée]s?|rapports?|notes?",
    r"meeting notes?|issue briefs?|policy (?:brief|paper)s?|comptes?[ -]rendus?",
)
DATED = _whole(rf"(?:release |publication )?date ?: ?{DATE}")
FACT_LABEL = _whole(_LABEL_WORDS)
GLUED_DATE = re.compile(r"\s*date\s+\d{4}-\d\d-\d\d(?:\s+|$)", re.I)
LONE_NUMBER = re.compile(r"\s*(?:page\s+)?\d{1,3}(?:\s*(?:/|of|sur)\s*\d{1,3})?\s*", re.I)
_WIDE_PARTS = re.compile(r"\s*[|·•]\s*|\s{3,}|\t\s*")
_PARTS = re.compile(r"\s*(?:[|·•]|\s{2,}|\t)\s*")
_LONGEST = 400  # characters
_TRAIL = re.compile(r"\s[»>›/→]\s")


@lru_cache(maxsize=4096)
def class_of(line: str) -> str:
    """Name the class of furniture that a line's wording belongs to, or ""."""
    if len(line) > _LONGEST:
        return ""
    reason = _class_of_part(line)
    if reason:
        return reason
    for pattern in (_WIDE_PARTS, _PARTS):
        parts = [part for part in pattern.split(line.strip()) if part]
        reasons = [_class_of_part(part) for part in parts]
        known = [
            reason or bool(LABEL.fullmatch(part))
            for part, reason in zip(parts, reasons, strict=True)
        ]
        if len(parts) > 1 and all(known) and any(reasons):
            return next(reason for reason in reasons if reason)
    short = len(parts) >= 4 and all(len(part.split()) <= 3 for part in parts)
    return "navigation" if short and "navigation" in reasons else ""


def names_somebody(line: str) -> bool:
    """Say whether a line is a byline, which names a person and is not to be printed."""
    if len(line) > _LONGEST:
        return False
    parts = [part for part in _PARTS.split(line.strip()) if part]
    return any(BYLINE.fullmatch(part) or NAMING.fullmatch(part) for part in parts) and all(
        BYLINE.fullmatch(part) or NAMING.fullmatch(part) or _class_of_part(part) for part in parts
    )


def is_trail(line: str) -> bool:
    """Say whether a line is a path of links such as Blog > Africa > Mali."""
    return len(_TRAIL.findall(line)) >= 1 and not re.search(r"[.!?]$", line.strip())


def _class_of_part(part: str) -> str:
    if _SPACED_DATE.fullmatch(re.sub(r"\s", "", part)):
        return "publication date"
    return next((reason for reason, pattern in CLASSES.items() if pattern.fullmatch(part)), "")
