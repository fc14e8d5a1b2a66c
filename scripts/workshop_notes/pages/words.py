"""The words of the interface in English and French, dates and plurals included."""

from __future__ import annotations

import re

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.",
}
# Headings under which notes put what the participants asked of the Council.
ASKING_HEADINGS = re.compile(
    r"\b(ask(s|ed|ing)?|requests?|recommend\w*|proposals?|options for the (security )?council"
    r"|what the council (could|should)|demand(e|es|é|aient|ent)?|recommand\w*|propositions?)\b",
    re.IGNORECASE,
)
# Words without which no sentence asks for anything: a quick look before the careful one.
ASKING_WORDS = re.compile(
    r"asked|call|urged|recommend|propos|suggest|encourag|advised|demand|appel|préconis|suggèr",
    re.IGNORECASE,
)
ASKING_SENTENCES = re.compile(
    r"\b(participants?|experts?|speakers?|discussants?|member states|many|several|some|most"
    r"|intervenants|plusieurs|certains)\b"
    r"[^.;:]{0,80}?\b(asked (for|that|to|the|council)|call(ed|s)? (on|for|upon)|urged"
    r"|recommended|proposed|suggested"
    r"|encouraged|advised|ont (demandé|appelé|recommandé|proposé|suggéré|préconisé)"
    r"|demandent|appellent|recommandent|proposent|suggèrent)\b",
    re.IGNORECASE,
)
WORDS: dict[str, tuple[str, str]] = {
    "abstract": (
        "This is an abstract written for this site, not the published text.",
        "Ceci est un résumé rédigé pour ce site, et non le texte publié.",
    ),
    "adopted": ("Adopted", "Adoptée"),
    "adopted-next": ("Adopted next", "Adoptée ensuite"),
    "asked": ("What participants asked for", "Ce que les participants ont demandé"),
    "asked-short": ("Asked for", "Demandes"),
    "backlink": ("Back to note {} in the text", "Retour à l’appel de note {}"),
    "browse": ("Browse all notes", "Parcourir toutes les notes"),
    "bibtex": ("BibTeX", "BibTeX"),
    "chatham-house": ("Chatham House rule", "Règle de Chatham House"),
    "cite": ("Cite this note", "Citer cette note"),
    "compare": ("Compare {} and {}", "Comparer {} et {}"),
    "compare-short": ("Compare with the year before", "Comparer à l’année précédente"),
    "compare-mission": ("Compare {}: {} and {}", "Comparer {} : {} et {}"),
    "converter": ("Converted from", "Converti depuis"),
    "copy": ("Copy the link to this paragraph", "Copier le lien vers ce paragraphe"),
    "corrections": ("Corrections", "Corrections"),
    "country": ("Country", "Pays"),
    "discussed-in": ("discussed in", "évoqué dans"),
    "event": ("Date", "Date"),
    "evidence-memory": (
        "The date of this resolution has not been checked against a page.",
        "La date de cette résolution n’a pas été vérifiée sur une page.",
    ),
    "footnotes": ("Notes", "Notes"),
    "format": ("Format", "Format"),
    "from": ("From {}", "Du {}"),
    "funders": ("Funded by", "Financement"),
    "gap": ("no note in this collection", "aucune note dans cette collection"),
    "home": ("Home", "Accueil"),
    "hybrid": ("Hybrid", "Hybride"),
    "in-force": ("In force", "En vigueur"),
    "in-person": ("In person", "En présence"),
    "in-this-note": ("In this note", "Dans cette note"),
    "language": ("Language", "Langue"),
    "language-en": ("English", "anglais"),
    "language-fr": ("French", "français"),
    "left-out": ("{} words of the original, {} left out", "{} mots dans l’original, {} écartés"),
    "link-to": ("Link to this paragraph", "Lien vers ce paragraphe"),
    "mandate": ("The mandate around this workshop", "Le mandat autour de cet atelier"),
    "mentioned-in": ("Mentioned in", "Mentionné dans"),
    "mission": ("Mission", "Mission"),
    "missions": ("Missions", "Missions"),
    "next-year": ("Next: {}", "Suivante : {}"),
    "neighbours": ("Same mission, other years", "Même mission, autres années"),
    "no-next": (
        "No later resolution on this mission is listed.",
        "Aucune résolution ultérieure sur cette mission n’est répertoriée.",
    ),
    "note": ("Meeting note", "Compte rendu"),
    "organizers": ("Organized by", "Organisation"),
    "original": ("Original", "Original"),
    "previous-year": ("Before: {}", "Précédente : {}"),
    "pdf": ("This note as a PDF", "Cette note en PDF"),
    "provenance": ("Where this text comes from", "D’où vient ce texte"),
    "published": ("Published", "Publication"),
    "published-note": ("Read the published note", "Lire la note publiée"),
    "read": ("{} min read", "{} min de lecture"),
    "related": ("Related notes", "Notes apparentées"),
    "related-on": ("Also on {}", "Aussi sur {}"),
    "report": ("Report a problem with this page", "Signaler un problème sur cette page"),
    "resolution": ("Resolution", "Résolution"),
    "resolutions": ("Resolutions", "Résolutions"),
    "roundtable": ("Roundtable", "Table ronde"),
    "rule": ("Rule", "Règle"),
    "same-year": ("Same year: {}", "Même année : {}"),
    "seminar": ("Seminar", "Séminaire"),
    "series": ("Series", "Série"),
    "series-place": ("{} of {} on {} in this collection", "{} sur {} pour la {} dans ce recueil"),
    "source": ("Publisher’s page", "Page de l’éditeur"),
    "table": ("Table", "Tableau"),
    "term-until": ("term until {}", "mandat jusqu’au {}"),
    "themes": ("Themes", "Thèmes"),
    "un-document": ("UN document", "Document de l’ONU"),
    "untitled": ("Untitled note", "Note sans titre"),
    "virtual": ("Virtual", "En ligne"),
    "withdrawn": ("This note was withdrawn", "Cette note a été retirée"),
    "withdrawn-reason": ("Reason given: {}", "Motif indiqué : {}"),
    "workshop": ("Workshop", "Atelier"),
    "year": ("Year", "Année"),
    "you-are-here": ("Path to this page", "Chemin vers cette page"),
    "edit": ("Edit this note", "Modifier cette note"),
    "undated": ("undated", "sans date"),
}


def say(lang: str, key: str, *values: object) -> str:
    """Give the words for `key` in a language, English for any but French; unknown keys as typed."""
    english, french = WORDS.get(key, (key, key))
    words = french if lang == "fr" else english
    return words.format(*values) if values else words


def day(date: str, lang: str = "en") -> str:
    """Write an ISO date, month, year or range `a/b` as people do; anything else as it stands."""
    first, _, last = date.partition("/")
    if last:
        return _range(first, last, lang)
    parts = first.split("-")
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return date
    if len(parts) == 1:
        return parts[0]
    month = _month(parts[1], lang)
    if len(parts) == 2:
        return f"{month} {parts[0]}"
    return f"{_day_number(parts[2], lang)} {month} {parts[0]}"


def short_day(date: str, lang: str = "en") -> str:
    """Write the day and month of an ISO date in the least room: `20 May`, `May`, or nothing."""
    parts = date.partition("/")[0].split("-")
    if len(parts) < 2 or not all(part.isdigit() for part in parts):
        return ""
    month = SHORT_MONTHS["fr" if lang == "fr" else "en"].split()[(int(parts[1]) - 1) % 12]
    return f"{int(parts[2])} {month}" if len(parts) == 3 else month


def listed(items: list[str], lang: str = "en") -> str:
    """Join phrases with commas and a last `and`."""
    if len(items) < 2:
        return "".join(items)
    last = " et " if lang == "fr" else " and "
    return ", ".join(items[:-1]) + last + items[-1]


def count(number: int, one: str, many: str) -> str:
    """Give a number with its noun."""
    return f"{number:,} {one if number == 1 else many}".replace(",", " ")


def _range(first: str, last: str, lang: str) -> str:
    a, b = first.split("-"), last.split("-")
    if len(a) == len(b) == 3 and a[:2] == b[:2]:
        return f"{int(a[2])}–{day(last, lang)}" if a[2].isdigit() else f"{first}–{last}"
    if len(a) == len(b) == 3 and a[0] == b[0]:
        return f"{_day_number(a[2], lang)} {_month(a[1], lang)} – {day(last, lang)}"
    return f"{day(first, lang)} – {day(last, lang)}"


def _month(number: str, lang: str) -> str:
    return MONTHS["fr" if lang == "fr" else "en"].split()[(int(number) - 1) % 12]


def _day_number(number: str, lang: str) -> str:
    return "1er" if lang == "fr" and int(number) == 1 else str(int(number))
