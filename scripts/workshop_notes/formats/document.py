"""What every format's reader gives: a tree of blocks, and all that it left out of it.

Also what all readers share of that: text put into the tree, characters of symbol fonts, raised
digits, alternative texts of pictures, addresses of links, and formulas in a line: `3/4`, `10^6`,
`√(a+b)`, `(a, b; c)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import (
    parse_qs,
    parse_qsl,
    quote,
    unquote,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from lxml import etree

from workshop_notes.bounded import read_own
from workshop_notes.formats.archive import UNWRITABLE, remove, swap, whole_text
from workshop_notes.formats.as_markdown import BLOCKS, plain_text
from workshop_notes.formats.hidden import LeftOut, counted, has_user_path
from workshop_notes.formats.names import names, ordered, reasons
from workshop_notes.problem import Problem
from workshop_notes.text.expressions import pattern, source

LABEL = "Image"  # what stands before the alternative text of a picture
UNSAID = "picture without alternative text"
UNREAD = "[?]"  # what stands for that which the original shows and nobody could read

SIGN_FONTS = {
    font: {
        int(first, 16) + at: sign
        for signs, first in reasons(f"font-{font}").items()
        for at, sign in enumerate(signs)
        if sign != " "
    }
    for font in ("symbol", "wingdings", "wingdings 2", "webdings")
}
# Dashes, dots, arrows, boxes and stars; what else stands as a bullet may say something.
_PLAIN_BULLETS = re.compile(
    "[-–—*·•‣⁃∙§o¨›»>\u2190-\u21ff\u25a0-\u25ff★☆\u2720-\u2775\u2794-\u27ff\u2900-\u297f\u2b00-\u2bff]*"
)
_SHOWN = 6
_QUESTIONS = read_own(Path(__file__).with_name("questions.yml"))
_OF_A_FONT = range(0xF000, 0xF100)  # codes that say nothing without their font
_SHIFTED = {
    "superscript": ("^", str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")),
    "subscript": ("_", str.maketrans("0123456789+-−=()ni", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙᵢ")),
}
_FIRST = re.compile(r"(?<![\w'’])\w")
_COUNTING = re.compile(r"[\d+−=]|-(?=\w)")  # what tells a power or an index from `3rd` and `CO`

_PICTURES = Path(__file__).with_name("pictures.yml")
_FILE_NAME, _AUTOMATIC = (pattern(_PICTURES, section) for section in ("file", "automatic"))
_GENERATED = re.compile(rf"(?:^|\s){source(_PICTURES, 'generated')}\.?\s*$", re.I)
_UNFILLED = pattern(Path(__file__).with_name("unfilled.yml"), "shown")
_TRACKING = re.compile("|".join(ordered("links")["tracking"]), re.I)
# Hosts that stand between a link and where it leads, by the parameter that says where that is.
_REDIRECTS = {key: re.compile("|".join(hosts)) for key, hosts in ordered("redirects").items()}
_REDIRECT_PATHS = ("", "/", "/url", "/l.php", "/redir/redirect", "/redirect", "/link")
_PROOFPOINT = re.compile(r"https://urldefense\.(?:com|us)/v3/__(.+?)__;", re.I)
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# Of formulas, in Word and in MathML.
_SKIPPED = names("formula")["skipped"]
_SIMPLE = re.compile(r"[\w.,√∑∏∫]*|\([^()]*\)")
_LETTERS = ("t", "mi", "mn", "mo", "mtext", "ms")
_OPERATORS = frozenset("=<>≤≥≈≠×·")
# Where the parts of a shape stand: by the names that Word gives them, or by their place.
_FRACTIONS, _ROOTS, _SCRIPTS = (
    ordered(f"formula-{shapes}") for shapes in ("fractions", "roots", "scripts")
)
_BUILT = frozenset({*_FRACTIONS, *_ROOTS, *_SCRIPTS})
_KNOWN = _SKIPPED | names("formula")["known"] | _BUILT | frozenset(_LETTERS)
_ACCENTS = reasons("formula-accents")
_NOTHING = re.compile(r"[0.]+\s*[a-z%]*")
_OFF = ("0", "off", "false")
_JOINS = re.compile(r"[\w)\]][\w(√]")


@dataclass
class Reading:
    """One original, read: the tree of its blocks, and everything that is not in the tree.

    `added` are words that the reader set itself, such as the label of a picture; `facts` may hold
    lang, address, published and title, never an author. Errors among `problems` refuse it.
    """

    body: etree._Element = field(default_factory=lambda: etree.Element("body"))
    left_out: list[LeftOut] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""  # the readable text, one line a block; "" where that of the tree serves
    counted: str = (
        ""  # all text of the original by another reader; "" where the table's count serves
    )
    is_clean: bool = False  # its furniture is left out already
    unsure: dict[str, None] = field(default_factory=dict)  # words that a line's end parts
    asked: dict[str, list[str]] = field(default_factory=dict)  # by the code of the question

    def leave_out(self, text: str, reason: str, withheld: bool = False) -> None:
        """Note a passage that is not on the page."""
        self.left_out.append(LeftOut(" ".join(text.split()), reason, withheld))

    def ask_about(self, code: str, *told: str) -> None:
        """Note what the editor is to be asked about."""
        self.asked.setdefault(code, []).extend(told)

    def not_read(self, what: str) -> str:
        """Give what stands for something that the original shows and nobody could read."""
        self.ask_about("not-read", what)
        return UNREAD

    def number_note(self, printed: str, label: str) -> None:
        """Note which number was printed at a note that the page numbers by itself."""
        if printed.strip() not in ("", label):
            self.ask_about("notes-renumbered", f"{printed} is {label}")

    def own_mark(self, mark: etree._Element, printed: str) -> None:
        """Tell whether the page's number of a note is the one that the original printed."""
        self.number_note(printed, mark.get("number", ""))
        if printed == mark.get("number"):
            mark.set("typed", "typed")
        elif printed:
            self.leave_out(printed, "footnote's mark: the page sets its own")

    def set_mark(self, block: etree._Element, mark: str) -> None:
        """Put a mark or number, which is no text of the original, before the text of a block."""
        if not mark:
            return
        self.added.append(mark)
        if UNREAD in mark:
            self.not_read("number of a list")
        block.text = f"{mark} {(block.text or '').lstrip()}"

    def signs(self, text: str, font: str, case: str = "") -> str:
        """Give what a font shows for a text, and its capitals as a style sets them.

        Where some letters were typed as such, they say more than capitals alone.
        """
        if case == "capitalize":
            text = _FIRST.sub(lambda one: one[0].upper(), text)
        elif case == "uppercase" and text == text.lower():
            text = text.upper()
        shown = _in_signs(text, font, lambda code: self.sign(font, code))
        if list(filter(str.isalnum, shown)) != list(filter(str.isalnum, text)):
            self.added.append(shown)
            self.leave_out(text, f"codes of signs of the font {font}")
        return shown

    def sign(self, font: str, code: int) -> str:
        """Give the sign that a font shows for a code."""
        return sign_of(font, code) or self.not_read(f"sign {code:X} of the font {font}")

    def formula(
        self, element: etree._Element, out: etree._Element, struck: Collection[etree._Element] = ()
    ) -> None:
        """Add a formula; of what cannot be said in a line, or is `struck`, nothing is said."""
        self._without_unsaid(element, struck)
        sub(out, "math").text = formula_text(element)

    def _without_unsaid(self, element: etree._Element, struck: Collection[etree._Element]) -> None:
        for one in list(element):
            text = " ".join(whole_text(one).split()) if _local(one) not in _SKIPPED else ""
            if not text:
                continue
            if _local(one) == "mphantom" or _stated(one, "phantPr", "show", "1") in _OFF:
                self.leave_out(text, "hidden text", withheld=True)
                remove(one)
            elif _local(one) not in _KNOWN or _is_struck(one) or one in struck:
                self.leave_out(text, "part of a formula")
                said = etree.Element("mtext")
                said.text = self.not_read("part of a formula")
                swap(one, said)
            else:
                self._without_unsaid(one, struck)

    def ask(self, path: str) -> None:
        """Ask the editor about words that are struck out, and about all else that was noted."""
        if struck := sum(map(shows, self.body.iter("s"))):
            self.ask_about("struck-out", counted(struck, "passage"))
        self.ask_about("unfilled", *(one[0] for one in _UNFILLED.finditer(whole_text(self.body))))
        self.ask_about("hyphen-unsure", *self.unsure)
        for code, told in self.asked.items():
            message, fix = _QUESTIONS[code]
            listed = list(dict.fromkeys(" ".join(one.split()) for one in told))
            more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
            message += f": {', '.join(listed[:_SHOWN])}{more}"
            if listed:
                self.problems.append(Problem(path, 1, 1, code, message, fix, "warning"))

    def picture(self, alternative: str) -> str:
        """Give what stands for a picture on the page, or "" if there is nothing to publish."""
        said = publishable(alternative)
        if not said:
            return ""
        self.added += [LABEL, said]
        return f" [{LABEL}: {said}] "


def sign_of(font: str, code: int) -> str:
    """Give the sign that a font shows for a code; "" where that is not known."""
    known = SIGN_FONTS.get(font.lower(), {})
    if not known and code >= 0xA0 and code not in _OF_A_FONT and chr(code).isprintable():
        return chr(code)
    return known.get(code - 0xF000 if code in _OF_A_FONT else code, "")


def bullet(text: str, font: str) -> str:
    """Give the bullet of a list as a mark that says something, such as ✓; "" for any other."""
    shown = _in_signs(text.strip(), font, lambda code: sign_of(font or "symbol", code) or UNREAD)
    return "" if _PLAIN_BULLETS.fullmatch(shown) else shown


def _in_signs(text: str, font: str, sign: Callable[[int], str]) -> str:
    """Give a text with the sign in the place of each code, where it is one of the font."""
    is_of_signs = font.lower() in SIGN_FONTS
    return "".join(
        sign(ord(one)) if ord(one) in _OF_A_FONT or (is_of_signs and one.strip()) else one
        for one in text
    )


def put(element: etree._Element, text: str) -> None:
    """Add text at the end of an element."""
    if not text:
        return
    text = UNWRITABLE.sub("", text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def sub(element: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """Add an element at the end of another one."""
    return etree.SubElement(element, tag, attributes)


def set_as(out: etree._Element, *, struck: bool, bold: bool, italic: bool) -> etree._Element:
    """Give the place in an element for text that is set in a certain way."""
    for tag, is_so in (("s", struck), ("strong", bold), ("em", italic)):
        out = sub(out, tag) if is_so else out
    return out


def shows(element: etree._Element) -> bool:
    """Say whether an element holds text or the mark of a footnote."""
    return any(
        (part.text and part.text.strip())
        or part.tag == "mark"
        or (part is not element and part.tail and part.tail.strip())
        for part in element.iter()
    )


def lines_of(body: etree._Element) -> list[str]:
    """Give the text of a tree, one innermost block a line, footnotes at the end, without marks."""
    text: list[str] = []
    notes: list[str] = []
    for element in body.iter(*BLOCKS, "caption"):
        if not any(child.tag in BLOCKS for child in element):
            inside = element.tag == "note" or next(element.iterancestors("note"), None) is not None
            (notes if inside else text).append(plain_text(element))
    return [line for line in (*text, *notes) if line]


def shifted(text: str, position: str) -> str:
    """Give raised (`superscript`) or lowered (`subscript`) text so that it reads as such.

    Figures and operators take their raised forms (`10⁻³`); with letters and strokes, which have
    none, they stand in brackets (`e^(-x)`, `8^(1/3)`). Lowered letters alone stand behind a stroke
    (`x_max`); raised ones, as in `3rd`, and other signs stay as they are.
    """
    bare = text.strip()
    is_index = position == "subscript" and bare.isalpha()
    if position not in _SHIFTED or not (is_index or _COUNTING.search(bare) or bare in ("n", "i")):
        return text
    mark, forms = _SHIFTED[position]
    other = any(one.isalpha() or one in "./×*" for one in bare.translate(dict.fromkeys(forms)))
    return text.replace(bare, f"{mark}{_bracketed(bare)}" if other else bare.translate(forms))


def part_formulas(body: etree._Element) -> None:
    """Part formulas from letters and figures beside them that would be read as part of them."""
    end, is_beside = "", False
    for one, side in pieces(body):
        is_formula = one.tag == "math" and side == "text"
        if one.tag in BLOCKS or one.tag == "br":
            end = ""
        if text := getattr(one, side) or "":
            if (is_formula or is_beside) and _JOINS.fullmatch(end + text[0]):
                setattr(one, side, f" {text}")
            end, is_beside = text[-1], is_formula


def pieces(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield where each text below an element stands: as the text of one, or as its tail."""
    yield element, "text"
    for child in element:
        yield from pieces(child)
        yield child, "tail"


def publishable(alternative: str) -> str:
    """Give the alternative text to publish, or "" where a program or a file's path wrote it."""
    text = " ".join(alternative.split())
    while _GENERATED.search(text):
        text = _GENERATED.sub("", text).strip(" .,")
    if has_user_path(text) or _FILE_NAME.search(text) or _AUTOMATIC.fullmatch(text):
        return ""
    return text


def clean_address(address: str, base: str = "") -> str:
    """Give the address to link to, or "" where there is none that a public page may link to.

    Only http, https and mailto are kept; a relative address needs `base`, the page's own. Tracking
    parameters, user names and passwords go, and what only stands between the link and its end.
    """
    address = _UNSEEN.sub("", address.strip().replace(" ", "%20"))
    if base and not address.startswith("#"):
        address = urljoin(base, address)
    address = _unwrapped(address)
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme == "mailto":
        mailbox = parts.path.replace("%20", "")
        return f"mailto:{mailbox}" if _MAILBOX.fullmatch(mailbox) else ""
    if scheme not in ("http", "https") or not parts.hostname:
        return ""
    stated = parse_qsl(parts.query, keep_blank_values=True)
    query = [(name, value) for name, value in stated if not _TRACKING.fullmatch(name)]
    safe = "/?:@!$&',;=%~.-_+"
    kept = urlencode(query) if len(query) < len(stated) else quote(parts.query, safe=safe)
    fragment = "" if parts.fragment.startswith(":~:") else quote(parts.fragment, safe=safe)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    path = quote(parts.path, safe=safe.replace("?", ""))
    return urlunsplit((scheme, host + port, path, kept, fragment))


def _unwrapped(address: str) -> str:
    """Give the address that a redirecting one leads to; some carry the reader's own address."""
    for _ in range(4):
        try:
            parts = urlsplit(address)
        except ValueError:
            return address
        host = (parts.hostname or "").lower()
        inner = ""
        if found := _PROOFPOINT.match(address):
            inner = unquote(found[1])
        elif parts.path.rstrip("/") in _REDIRECT_PATHS:
            stated = parse_qs(parts.query)
            led = (name for name, pattern in _REDIRECTS.items() if pattern.fullmatch(host))
            inner = next((stated[name][0] for name in led if name in stated), "")
        if not inner.startswith(("http://", "https://", "mailto:")):
            return address
        address = inner
    return address


def walk(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of a tree in order, comments and instructions aside."""
    return (element for element in root.iter() if isinstance(element.tag, str))


def formula_text(element: etree._Element) -> str:
    """Give a formula (`m:oMath` or `math`) in one line."""
    return " ".join(_formula(element).split())


def _formula(element: etree._Element | None) -> str:
    local = _local(element)
    if element is None or local in _SKIPPED:
        return ""
    if local in _LETTERS:
        text = element.text or ""
        return f" {text} " if text.strip() in _OPERATORS and text.strip() else text
    inner = [one for one in element if _local(one)]
    parts = {_local(one): one for one in inner} | {str(at): one for at, one in enumerate(inner)}
    if local in _BUILT:
        return _built(element, local, parts) or f"√{_bracketed(_joined(inner))}"
    if local in ("acc", "bar"):
        top = "\u0304" if _stated(element, "barPr", "pos") == "top" else "\u0332"
        mark = top if local == "bar" else _stated(element, "accPr", "chr", "\u0302")
        return _accented(_formula(parts.get("e")), mark)
    if local == "nary":
        sign = _stated(element, "naryPr", "chr") or "∫"
        return f"{sign}{_scripts(parts.get('sub'), parts.get('sup'))} {_formula(parts.get('e'))} "
    if local in ("d", "mfenced"):
        return _fenced(element, inner, local)
    if local in ("m", "eqArr", "mtable"):
        rows = [
            ", ".join(filter(None, map(str.strip, map(_formula, _cells(row))))) for row in inner
        ]
        return f"({'; '.join(filter(None, rows))})"
    if local == "func":
        return f"{_formula(parts.get('fName'))} {_formula(parts.get('e'))}"
    return _joined(inner)


def _built(element: etree._Element, local: str, parts: Mapping[str, etree._Element]) -> str:
    """Give a fraction, root, power or index; "" for a root whose parts have no names."""
    if local in _FRACTIONS:
        over, under = (parts.get(name) for name in _FRACTIONS[local])
        is_bare = _NOTHING.fullmatch(element.get("linethickness", ""))
        if is_bare or _stated(element, "fPr", "type") == "noBar":
            return f"({_formula(over).strip()}; {_formula(under).strip()})"
        return f"{_held(over)}/{_held(under)}"
    if local in _ROOTS:
        degree, radicand = (parts.get(name) for name in _ROOTS[local])
        said = _formula(degree).strip()
        root = f"√{_held(radicand)}" if radicand is not None else ""
        return f"({said}){root}" if said else root
    base, low, high = (parts.get(name) for name in _SCRIPTS[local])
    is_mark = local.startswith("m")
    if is_mark and (accent := _ACCENTS.get((_formula(low) + _formula(high)).strip())):
        return _accented(_formula(base), accent)
    scripts = _scripts(low, high)
    return scripts + _based(base) if local == "sPre" else _based(base) + scripts


def _joined(inner: Iterable[etree._Element]) -> str:
    """Join neighbours, with a blank where one would be read as part of the other."""
    text, built = "", False
    for one in inner:
        said, is_built = _formula(one), _local(one) in _BUILT
        meets = bool(re.search(r"[\w)]\Z", text) and re.match(r"[\w(√]", said))
        counts = text[-1:].isdigit() or _local(one) in _FRACTIONS
        text += f" {said}" if meets and (built or (is_built and counts)) else said
        built = is_built
    return text


def _fenced(element: etree._Element, inner: list[etree._Element], local: str) -> str:
    if local == "mfenced":
        left, right = element.get("open", "("), element.get("close", ")")
        between = element.get("separators", ",").strip()[:1]
    else:
        left, between, right = (
            _stated(element, "dPr", name, usual)
            for name, usual in (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))
        )
        inner = [one for one in inner if _local(one) == "e"]
    between += " " if between in (",", ";") else ""
    text = between.join(_formula(one).strip() for one in inner)
    if left == "(" and text.startswith("(") and text.endswith(")") and len(inner) == 1:
        return text
    return f"{left}{text}{right}"


def _based(element: etree._Element | None) -> str:
    """Give what bears scripts, in brackets where it is a fraction or bears others."""
    text = _formula(element)
    is_built = element is not None and any(_local(one) in _BUILT for one in element.iter())
    is_fenced = text.startswith("(") and text.endswith(")")
    return f"({text.strip()})" if is_built and not is_fenced else text


def _accented(text: str, mark: str) -> str:
    """Set a mark over or under each letter, so that no other letter comes of it."""
    bare = text.strip()
    marked = "".join(letter + mark for letter in bare)
    return marked if unicodedata.normalize("NFC", marked) == marked else f"({bare}){mark}"


def _is_struck(element: etree._Element) -> bool:
    lines = (f"strike{name}" for name in ("H", "V", "BLTR", "TLBR"))
    is_on = any(_stated(element, "borderBoxPr", line, "0") not in _OFF for line in lines)
    return is_on or "strike" in element.get("notation", "")


def _scripts(low: etree._Element | None, high: etree._Element | None) -> str:
    below, above = _held(low), _held(high)
    return (f"_{below}" if below else "") + (f"^{above}" if above else "")


def _held(element: etree._Element | None) -> str:
    """Give a part, in brackets where it would be read with what stands beside it."""
    return _bracketed(_formula(element))


def _bracketed(text: str) -> str:
    text = text.strip()
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _cells(row: etree._Element) -> list[etree._Element]:
    is_row = _local(row) in ("mr", "mtr", "mlabeledtr")
    return [cell for cell in row if _local(cell)] if is_row else [row]


def _local(element: etree._Element | None) -> str:
    """Give the name of an element without its space; "" for what is none."""
    is_one = element is not None and isinstance(element.tag, str)
    return etree.QName(element).localname if is_one else ""


def _stated(element: etree._Element, properties: str, name: str, default: str = "") -> str:
    for one in element.iterfind(f"{{*}}{properties}/{{*}}{name}"):
        return next((str(known) for known in one.attrib.values()), "")
    return default
