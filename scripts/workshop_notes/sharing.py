"""Sharing: what a built site gets last: pictures, robots, policies, PDFs of its notes.

Each page says that it loads this site's own files, and nothing else: the theme's own small scripts
are let in by their hash; a script or handler within the text, which came from an editor and not
from a template, is not.

WeasyPrint, which prints, is optional: `pip install weasyprint`, on Debian with libpango-1.0-0."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

from workshop_notes.build.cache import Staged
from workshop_notes.note import Note
from workshop_notes.printed import printed
from workshop_notes.problem import Problem
from workshop_notes.sandbox import packed, shared_out, unpacked
from workshop_notes.views.edition import Edition, Site
from workshop_notes.writing import below, put, write_whole

if TYPE_CHECKING:
    from PIL import ImageFont

# The size that hosts ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
MARGIN = 80
BAND = 20
TITLE_SIZES = (72, 64, 56, 48, 40, 34)
TITLE_ROOM = 340
SMALL = 32
COLOURS = 48  # of a picture
LEADING = 1.22
PAPER, INK, SOFT = (252, 251, 248), (27, 32, 38), (90, 97, 106)
# Change it with the drawing, so that no picture of an older one is kept.
DRAWING = "2"
NAME = "picture.png"
# What the builder writes for its own search, and maps for those who mend its scripts.
UNUSED = re.compile(
    r"search\.json|search/search_index\.json|assets/javascripts/(?:lunr|workers)/.*"
    r"|assets/javascripts/[^/]*\.map|assets/stylesheets/.*\.map"
)
Colour = tuple[int, int, int]
CODE = "not-let-in"
_ATTRIBUTES = r"((?:[^>\"']|\"[^\"]*\"|'[^']*')*)"
SCRIPT = re.compile(rf"<script\b{_ATTRIBUTES}>(.*?)</script\s*>", re.S | re.I)
STYLE = re.compile(rf"<style\b{_ATTRIBUTES}>(.*?)</style\s*>", re.S | re.I)
SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.I)
KIND = re.compile(r"\btype\s*=\s*[\"']?([^\"'\s>]+)", re.I)
TEXT = re.compile(r"<article\b.*</article\s*>", re.S | re.I)
HEAD = re.compile(r"(<head[^>]*>(?:\s*<meta charset=[^>]*>)?)", re.I)
# What a browser runs; any other `type` is data.
RUN = ("", "module", "text/javascript", "application/javascript", "importmap")
DIAGRAM = 'class="mermaid"'
DIAGRAMS = re.compile(r"<script\b[^>]*\bsrc=[^>]*mermaid", re.I)
ONE_HOST = (
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    # Colours of missions and widths of bars are attributes; they run nothing.
    "style-src-attr 'unsafe-inline'",
)
VARIANT = "pdf/ua-1"
# Stands for the site where it has no address yet; nothing that leads there is printed.
NOWHERE = "https://site.invalid/"


@dataclass(frozen=True)
class Picture:
    """What a page's picture shows, beside a band in the colour of its mission."""

    title: str
    above: str
    site: str
    hue: int | None = None

    @property
    def key(self) -> str:
        """Name the picture by all that it shows."""
        return hashlib.sha256(repr((DRAWING, self)).encode()).hexdigest()


class PrintingError(Exception):
    """The PDFs cannot be made; the message says what to install."""


def share(staged: Staged, edition: Edition, kept: Path) -> None:
    """Write into a staged site what makes it found and shown elsewhere, and drop what nobody reads.

    A picture that was drawn by an earlier build is taken from the folder `kept`.
    """
    address = edition.site.address
    if not staged.path("robots.txt").is_file():
        sitemap = f"Sitemap: {address}sitemap.xml\n" if address else ""
        staged.put("robots.txt", f"User-agent: *\nAllow: /\n{sitemap}".encode())
    if address:
        # A link to a picture needs the site's address.
        for page, picture in pictures(edition):
            if staged.path(f"{page}index.html").is_file():
                staged.put(f"{page}{NAME}", _kept(picture, kept))
        staged.put("opensearch.xml", opensearch(edition.site).encode())
    else:
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (staged.folder / name).unlink(missing_ok=True)
    names = [name for name, kind in below(staged.folder) if kind == "file" and is_unused(name)]
    for name in names:
        (staged.folder / name).unlink()
    for name in ("lunr", "workers"):
        shutil.rmtree(staged.folder / "assets" / "javascripts" / name, ignore_errors=True)


def is_unused(name: str) -> bool:
    """Say whether nobody reads a file of the builder's, by its name below the site."""
    return UNUSED.fullmatch(name) is not None


def pictures(edition: Edition) -> Iterator[tuple[str, Picture]]:
    """Give the address of each page that has a picture, and what it shows."""
    seen, hues, site = edition.whole, edition.hues, edition.site.name
    yield "", Picture(site, "", "")
    missions = seen.vocabularies.missions
    for note in seen.oldest_first:
        names = [term.named(note.language) for term in map(missions.get, note.mission) if term]
        above = " · ".join((*names, str(note.year or "")))
        hue = hues.get(note.mission[0]) if note.mission else None
        yield f"notes/{note.id}/", Picture(note.title, above.strip(" ·"), site, hue)
    for name in sorted({mission for note in seen.oldest_first for mission in note.mission}):
        term = missions.get(name)
        if term:
            full = term.text("full_name") or term.label
            picture = Picture(full, term.label, site, hues.get(name))
            yield edition.site.term("mission", name), picture


def draw(picture: Picture) -> bytes:
    """Draw a picture as PNG; the same bytes for the same words wherever the same Pillow runs."""
    # Imported here and below: most builds draw nothing.
    from PIL import Image, ImageDraw

    band = _colour(picture.hue) if picture.hue is not None else INK
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, small = ImageDraw.Draw(image), _font(SMALL)
    pen.rectangle((0, 0, BAND, HEIGHT), fill=band)
    if _readable(picture.above):
        pen.text((MARGIN, MARGIN), picture.above, font=small, fill=band)
    if picture.title.strip() and _readable(picture.title):
        font, lines = _fitted(picture.title)
        step = round(font.size * LEADING)
        for place, line in enumerate(lines):
            pen.text((MARGIN, MARGIN + 70 + place * step), line, font=font, fill=INK)
    if _readable(picture.site):
        pen.text((MARGIN, HEIGHT - MARGIN - SMALL), picture.site, font=small, fill=SOFT)
    file = BytesIO()
    flat = image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat.save(file, "PNG", compress_level=6)
    return file.getvalue()


def opensearch(site: Site) -> str:
    """Give the description by which a browser offers the site's search in its address bar."""
    names = [_cut(site.name, most) for most in (16, 48, 1024)]
    return printed("opensearch.xml", names=names, address=site.address)


def write_policies(site: Path) -> list[Problem]:
    """Put the policy into the head of each page below a folder.

    Gives a warning for each script that the policy keeps out, so that nobody wonders in silence.
    """
    pages = [(name, site / name) for name, _ in below(site) if name.endswith(".html")]

    def written(place: int) -> bytes:
        name, path = pages[place]
        page = path.read_text(encoding="utf-8")
        put(path, with_policy(page).encode())
        said = [Problem(name, 1, 1, CODE, *one, "warning") for one in _kept_out(page)]
        return packed("value", said)

    return [one for _, data in sorted(shared_out(len(pages), written)) for one in unpacked(data)[1]]


def with_policy(page: str) -> str:
    """Give the page with its policy before anything that its head loads."""
    said = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
        '<meta name="referrer" content="same-origin">'
    )
    return HEAD.sub(lambda found: f"{found[0]}{said}", page, count=1)


def policy(page: str) -> str:
    """Give the policy of one page: own files, and the theme's scripts and styles by hash."""
    around = TEXT.sub("", page)
    scripts = [text for attributes, text in SCRIPT.findall(around) if _runs_inside(attributes)]
    styles = [text for _, text in STYLE.findall(around)]
    # A diagram's drawing brings a style of its own, which nobody can know before it is drawn.
    style = ["'unsafe-inline'"] if DIAGRAM in page else _hashes(styles)
    loaded = [["script-src", "'self'", *_hashes(scripts)], ["style-src", "'self'", *style]]
    return "; ".join((*ONE_HOST, *map(" ".join, loaded)))


def print_notes(site: Path, notes: Iterable[Note], site_url: str) -> list[Path]:
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


def _cut(text: str, most: int) -> str:
    """Keep the whole words that fit, or what fits of the first."""
    return text if len(text) <= most else text[: most + 1].rsplit(" ", 1)[0][:most]


def _kept(picture: Picture, folder: Path) -> bytes:
    path = folder / f"{picture.key}.png"
    if not path.is_file():
        write_whole(path, draw(picture))
    return path.read_bytes()


def _fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Give the largest letters in which the title fits, and its lines; the last may end in `…`."""
    width = WIDTH - 2 * MARGIN
    for size in TITLE_SIZES:
        font = _font(size)
        lines = _wrapped(title, font)
        room = TITLE_ROOM // round(size * LEADING)
        if len(lines) <= room and all(font.getlength(line) <= width for line in lines):
            return font, lines
    lines = lines[:room]
    while lines[-1] and font.getlength(f"{lines[-1]} …") > width:
        lines[-1] = lines[-1][:-1]
    return font, [*lines[:-1], f"{lines[-1].rstrip()} …"]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH - 2 * MARGIN or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _readable(text: str) -> bool:
    """Say whether the font has every letter: boxes in a picture are worse than no words."""
    return all(map(_has_letter, set(text)))


@cache
def _has_letter(letter: str) -> bool:
    font = _font(SMALL)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    import font_source_serif_pro as fonts
    from PIL import ImageFont

    return ImageFont.truetype(fonts.SourceSerifProSemibold, size)


def _colour(hue: int) -> Colour:
    """Give the colour that the pages show a mission in: oklch(.44 .11 hue) as sRGB.

    Björn Ottosson's published matrices.
    """
    a, b = (0.11 * turn(math.radians(hue)) for turn in (math.cos, math.sin))
    long = (0.44 + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (0.44 - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (0.44 - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (round(255 * _gamma(min(1.0, max(0.0, light)))) for light in linear)
    return red, green, blue


def _gamma(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * float(light ** (1 / 2.4)) - 0.055


def _kept_out(page: str) -> Iterator[tuple[str, str]]:
    """Say what of a page its policy keeps out, and what to do."""
    kept = "keep a copy in docs/assets and name that under extra_javascript"
    for attributes, _ in chain.from_iterable(map(SCRIPT.findall, TEXT.findall(page))):
        if _runs_inside(attributes):
            file = "put it into a file of docs/assets and name that under extra_javascript"
            yield "a script within the text does not run", file
    for attributes, _ in SCRIPT.findall(page):
        source = SOURCE.search(attributes)
        if source and "//" in source[1]:
            yield f"{source[1]} lies on another host and is not loaded", kept
    if DIAGRAM in page and not DIAGRAMS.search(page):
        message = (
            "the diagram is shown as text: Material would fetch its renderer from another host"
        )
        yield message, "keep mermaid.min.js in docs/assets and name it under extra_javascript"


def _runs_inside(attributes: str) -> bool:
    kind = KIND.search(attributes)
    return not SOURCE.search(attributes) and (kind[1].lower() if kind else "") in RUN


def _hashes(texts: Iterable[str]) -> list[str]:
    digests = {base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts}
    return [f"'sha256-{digest}'" for digest in sorted(digests)]


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
