"""The canonical address of a note, where the original states one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from workshop_notes.extract.proposal import Evidence, Finding, Proposal
from workshop_notes.extract.reading import Reading

TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|mc_[a-z]+|ref|source|_hs\w+|igshid|cmp|lang)$", re.I
)
_STATED = re.compile(
    r"(?:\b(?:source|cite (?:to )?url|original(?:ly)?(?: published)?(?: at| on)?|read (?:more|the "
    r"(?:full|whole|original)[^:]{0,30})|full (?:text|note|report)[^:]{0,20}|available (?:at|from|"
    r"online at)|canonical|permalink|url|address|published at|texte intégral|lire la suite|"
    r"disponible (?:à l'adresse|sur)|adresse))\s*:?\s*(?P<address>https?://[^\s<>()\"']+)",
    re.IGNORECASE,
)


def source_url(reading: Reading, metadata: Mapping[str, str]) -> Finding:
    """Propose the address that the format states as canonical, or that the text gives as its own.

    Tracking parameters go. A link of the text to anything else is no address of the note.
    """
    stated = metadata.get("address", "")
    if stated.startswith(("http://", "https://")):
        return Finding(Proposal(_plain(stated), (Evidence(f"metadata: address {stated}", 1),)))
    for match in _STATED.finditer(reading.folded):
        line = reading.line_at(match.start())
        if line.role != "related":
            address = reading.text[match.start("address") : match.end("address")].rstrip(".,;")
            evidence = reading.evidence(match.start(), match.end())
            return Finding(Proposal(_plain(address), (evidence,)))
    return Finding()


def _plain(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = [(key, value) for key, value in parse_qsl(parts.query) if not TRACKING.match(key)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
