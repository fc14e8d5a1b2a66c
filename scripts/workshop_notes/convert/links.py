"""Addresses of links: kept where they lead to the web or a mailbox, without what tracks."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)"
    r"|mkt_tok|ml_subscriber\w*|vero_id|oly_(?:anon|enc)_id|s_cid|ref_src|ref_url|spm|_ga|_gl"
    r"|wt\.\w+|pk_\w+|piwik_\w+|matomo_\w+|trk\w*|cmpid|ncid|sr_share|__twitter_impression",
    re.I,
)
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def clean_address(address: str, base: str = "") -> str:
    """Give the address to link to, or "" where there is none that a public page may link to.

    Only http, https and mailto are kept; a relative address needs `base`, the page's own. Tracking
    parameters, user names and passwords go.
    """
    address = _UNSEEN.sub("", address)
    if base and not address.startswith("#"):
        address = urljoin(base, address)
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme == "mailto":
        mailbox = parts.path
        return f"mailto:{mailbox}" if _MAILBOX.fullmatch(mailbox) else ""
    if scheme not in ("http", "https") or not parts.hostname:
        return ""
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    ]
    if len(query) == len(parse_qsl(parts.query, keep_blank_values=True)):
        kept = quote(parts.query, safe="/?:@!$&',;=%~.-_+")
    else:
        kept = urlencode(query)
    path = quote(parts.path, safe="/:@!$&',;=%~.-_+")
    fragment = quote(parts.fragment, safe="/?:@!$&',;=%~.-_+")
    fragment = "" if fragment.startswith(":~:") else fragment
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit((scheme, host + port, path, kept, fragment))
