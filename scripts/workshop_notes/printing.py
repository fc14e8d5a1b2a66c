"""Printing: each note of a built site as a tagged PDF, beside its page.

WeasyPrint is optional: `pip install weasyprint`, and on Debian the package libpango-1.0-0.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

from workshop_notes.note import Note

VARIANT = "pdf/ua-1"
# Stands for the site where it has no address yet; nothing that leads there is printed.
NOWHERE = "https://site.invalid/"


class PrintingError(Exception):
    """The PDFs cannot be made; the message says what to install."""


def print_notes(site: Path, notes: Iterable[Note], site_url: str = "") -> list[Path]:
    """Write `NAME.pdf` into each note's folder of a built site and give the files.

    Nothing is fetched but the site's own files; links lead to `site_url`, or are plain text where
    the site has no address.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        message = "WeasyPrint is not installed; run `pip install weasyprint`, see CONTRIBUTING.md"
        raise PrintingError(message) from error
    base = site_url or NOWHERE

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Opens the site's own files and nothing else."""

        def fetch(self, url: str, headers: object = None) -> object:
            path = _own_file(site, base, url)
            return super().fetch(path.resolve().as_uri(), headers)

    written = []
    for note in notes:
        page = site / "notes" / note.id / "index.html"
        target = page.with_name(f"{Path(note.id).name}.pdf")
        address = urljoin(base, f"notes/{note.id}/")
        HTML(
            string=_without_dead_links(page.read_bytes(), address),
            base_url=address,
            url_fetcher=OwnFiles(),
        ).write_pdf(target, pdf_variant=VARIANT, custom_metadata=False)
        written.append(target)
    return written


def _own_file(site: Path, base: str, url: str) -> Path:
    if not url.startswith(base):
        raise ValueError("this is not a file of the site")
    path = (site / unquote(urlsplit(url[len(base) :]).path)).resolve()
    if not path.is_relative_to(site.resolve()):
        raise ValueError("this is not a file of the site")
    return path


def _without_dead_links(data: bytes, address: str) -> str:
    """Keep links within the page, to other sites and, where there is an address, to this one."""
    document = lxml.html.document_fromstring(data)
    for link in document.iter("a"):
        target = link.get("href") or "#"
        if not target.startswith("#") and urljoin(address, target).startswith(NOWHERE):
            del link.attrib["href"]
    text: str = lxml.html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>")
    return text
