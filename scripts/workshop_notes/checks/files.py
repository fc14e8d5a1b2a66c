"""Rules for files: each is known by its place and is no link; an original hides nothing.

What is written by hand in docs/, pages and assets, keeps the same promises as notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop_notes.bounded import LARGEST, UnreadError, merged, read_own, read_text
from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.collection import Kind, is_original, kind_of, shown_path
from workshop_notes.guard.identify import identify, identify_text, is_public, names_somebody
from workshop_notes.guard.known import LANGUAGES
from workshop_notes.normalize import blanked
from workshop_notes.note import Note, parse_note
from workshop_notes.problem import Problem, has_errors, meant
from workshop_notes.text.languages import language_with_count
from workshop_notes.vocabulary import NAMES, Vocabularies, vocabularies_of
from workshop_notes.writing import digest_of

if TYPE_CHECKING:
    from workshop_notes.convert import Conversion

KNOWN: Mapping[str, Any] = read_own(Path(__file__).with_suffix(".yml"))
ELEMENTS, INLINE, SAID, LOADS, LEADS_AWAY = (
    tuple(KNOWN[name].split()) for name in ("elements", "inline", "said", "loads", "leads")
)
# Bytes of a style sheet, script or drawing: mermaid's own file, which is large, has three million.
LARGEST_ASSET = 5_000_000
# Letters of a line of a script or style sheet that somebody wrote. What has a longer one is a kept
# library as its makers' tools built it: it says nothing, and its versions look like addresses.
LONGEST_LINE = 2_000
CERTAIN = 5  # words of a language that say that a page is in it
PICTURE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]")
HANDLER = re.compile(r"on[a-z]+|srcdoc|http-equiv")
WEB = re.compile(r"[a-z]+://|//")
SCHEME = re.compile(r"(?:([a-z][a-z0-9+.-]*):|//)")
_FENCED = re.compile(
    r"^( {0,3}|[ \t>]*)(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*\2[`~]*[ \t]*$|\Z)", re.M | re.S
)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)[^`\n]*(?:\n[^`\n]+)*?(?<!`)\1(?!`)")
# What Material's Markdown shows as an icon or a key, and the lists of attributes: no prose.
_MATERIAL = re.compile(r":[a-z0-9_+-]+:|\+\+[a-z0-9+-]+\+\+|\{:?[ \w.#=-]*\}")
_ATTRIBUTES = re.compile(r"\{:?((?:[^{}\"'\n]|\"[^\"\n]*\"|'[^'\n]*')*)\}")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'}]+)""")
_IMAGE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^)\s>]+)")
_REFERENCE = re.compile(r"!\[([^\[\]]*)\](?:\[([^\[\]]*)\])?(?!\()")
_DEFINITION = re.compile(r"^[ >]{0,8}\[([^\]\n]+)\]:\s*<?([^\s>]+)", re.M)
LINK = re.compile(r"\]\(\s*<?\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
_LINK_TO = re.compile(r"(?<!!)\[([^\[\]]*)\]\(\s*<?([^)\s>]+)")
_ELSEWHERE = re.compile(r"""(?:(?:https?|wss?):)?//(?!www\.w3\.org/)[\w.-]+\.[\w-]+""")
_STRING = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\\n])*)\1""")
_BLOCK_REMARK = re.compile(r"/\*.*?\*/", re.S)
_REMARK = re.compile(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", re.S)
BYLINE = "byline"  # names who wrote in public, and no participant
_ANEW = "have the file made anew without it, or keep it out of the repository"
_LEADS = ("http", "https", "mailto", "tel")


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a page or a drawing: its name, attributes, and the line it begins on.

    What is loaded or led to in other words than an element's has no name.
    """

    name: str
    attributes: Mapping[str, str]
    line: int
    column: int
    body: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A page or an asset: its text, its elements, and for a page its fields as those of a note."""

    shown: str
    kind: Kind
    text: str
    elements: tuple[Element, ...] = ()
    note: Note | None = None


class _Reader(HTMLParser):
    """Reads the HTML in a page: its elements with their lines, and what it says without tags."""

    def __init__(self, text: str, without_code: str, first: int) -> None:
        super().__init__(convert_charrefs=False)
        self.elements: list[Element] = []
        self._first = first
        self._said = list(text)
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.feed(without_code)
        self.close()

    def said(self) -> str:
        """Give the text with what tags say in their place; its lines are those of the page."""
        lines = "".join(self._said).split("\n")
        return "\n".join(" ".join(unescape(line).splitlines()) or "" for line in lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"[a-z][a-z0-9-]*", tag):
            line, column = self.getpos()
            found = {name: value or "" for name, value in attrs}
            self.elements.append(Element(tag, found, line - 1 + self._first, column + 1))
            said = ". ".join(found[name] for name in SAID if found.get(name))
            self._replace(
                self.get_starttag_text() or "", said or (" " if tag not in INLINE else "")
            )

    def handle_endtag(self, tag: str) -> None:
        self._replace(f"</{tag}>", "" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and self.elements:
            last = self.elements[-1]
            self.elements[-1] = replace(last, body=last.body + data)
            self._replace(data, "")

    def handle_comment(self, data: str) -> None:
        line, column = self.getpos()
        inside = _Reader(data, data, self._first + line - 1)
        self.elements += [replace(one, column=column + 1) for one in inside.elements]
        self._replace("<!--", "    ")

    def _replace(self, tag: str, said: str) -> None:
        line, column = self.getpos()
        start = self._starts[line - 1] + column
        breaks = "\n" * tag.count("\n")
        self._said[start : start + len(tag)] = [said + breaks, *[""] * (len(tag) - 1)]


def unknown_file(path: Path, plain: bool, root: Path) -> Iterator[Problem]:
    """Every file under notes/ and docs/ is of a kind that is checked.

    Bad: `notes/2031/participants.csv`, `notes/2031/~$zuma.docx`, `docs/page.html`
    Good: `notes/2031/zuma.docx`, `docs/about.md`, `docs/assets/site.css`
    """
    if path.is_symlink() or (plain and kind_of(path, root)):
        return
    message = "no check knows this kind of file at this place" if plain else "this is no plain file"
    fix = next(one["do"] for one in KNOWN["ways_out"] if re.fullmatch(one["name"], path.name))
    if path.parent == root / "notes" / "vocabularies":
        known = [f"{name}.yml" for name in (*NAMES, "names")]
        fix = meant(path.name, known, f"the vocabularies are {', '.join(known)}")
    yield Problem(shown_path(path, root), 1, 1, "unknown-file", message, fix)


def linked_file(path: Path, plain: bool, root: Path) -> Iterator[Problem]:
    """No file or folder is a link: it would publish what lies elsewhere.

    Bad: `docs/draft.md` as a symbolic link to `notes/2031/draft.md`
    Good: a file of its own
    """
    if not plain and path.is_symlink():
        message, fix = "this is a symbolic link", "put the file itself here, or remove the link"
        yield Problem(shown_path(path, root), 1, 1, "linked-file", message, fix)


def judge_files(files: list[tuple[Path, bool]], root: Path) -> Iterator[Problem]:
    """Give the problems of files, each with whether it is a plain one."""
    for path, plain in files:
        for rule in (unknown_file, linked_file):
            yield from rule(path, plain, root)


def check_originals(
    root: Path, paths: Sequence[Path], notes: Sequence[Note], cache: Cache | None = None
) -> list[Problem]:
    """Check files that are, or are about to be, in the repository.

    Every file is searched for hidden data; a raw note's own text, and what it shows beside that,
    for whom it identifies, under the rule of its note and with its consented speakers; without a
    note, under the Chatham House rule.
    What `cache` remembers of a file's bytes is not looked for again.
    """
    problems = [problem for note in notes for problem in stale_original(note)]
    if not paths:
        return sorted(problems)
    # Imported here: a check of notes alone must not wait for child processes.
    from workshop_notes.sandbox import Job

    of_original = {note.beside: note for note in notes if note.beside}
    vocabularies = (root / "notes" / "vocabularies").as_posix()
    cache = cache or Cache(None)
    known = digest_of_files(root, "notes/vocabularies") if cache.is_open else ""
    jobs = []
    for path in paths:
        note = of_original.get(path)
        names = tuple(speaker.name for speaker in note.speakers) if note else ()
        public = note is not None and is_public(note)
        waivers = tuple(waiver.text for waiver in note.public) if note else ()
        language = note.language if note else ""
        arguments = (shown_path(path, root), vocabularies, public, names, waivers, language)
        digest = digest_of(path) if cache.is_open and path.is_file() else ""
        job = Job(f"{__name__}:check_one", path, arguments)
        jobs.append(((known, arguments), digest, job))
    for result in cache.bounded("original", jobs):
        problems.extend([result.problem] if result.problem else result.value)
    return problems


def stale_original(note: Note) -> Iterator[Problem]:
    """A note records the hash of the very original that lies beside it.

    Bad: an original that was changed after `notes ingest`
    Good: the note made anew from it, or compared with it and its `sha256` written anew
    """
    if note.original is None or not note.original.sha256:
        return
    path = note.beside
    if path and path.is_file() and not path.is_symlink():
        digest = digest_of(path)
        if digest != note.original.sha256:
            message = f"{path.name} is not the file that this note was made from"
            fix = "compare the two; then run `notes ingest --force` to make the note anew, or "
            fix += f"write `sha256: {digest}`"
            yield note.problem("original", "stale-original", message, fix)


def check_one(
    path: Path,
    data: bytes,
    shown: str,
    vocabularies: str,
    public: bool,
    names: tuple[str, ...],
    waivers: tuple[str, ...],
    language: str,
) -> list[Problem]:
    """Check one file; runs in a child process. What is of no note is read in the language it shows.

    `public` says that no rule protects its speakers.
    """
    # Imported here: only the child needs the readers of Word, PDF and pictures.
    from workshop_notes.convert import convert
    from workshop_notes.formats.hidden import SCRUB
    from workshop_notes.formats.scrub import unseen
    from workshop_notes.formats.table import scan, whole

    data = whole(data, path)
    problems = scan(data, shown, committed=True)
    if has_errors(problems) or not is_original(path):
        return problems
    conversion = convert(path, data, name=shown)
    known = vocabularies_of(vocabularies)
    stated = conversion.metadata.get("lang", "en")[:2].lower()
    blocks, language = _as_blocks(conversion), language or _spoken(conversion.text, stated)
    given: dict[str, Any] = {"language": language, "consented": names, "public": public}
    given["waivers"] = waivers
    for text in (blocks, _targets(conversion.markdown, blocks)):
        problems += identify_text(text, shown, known, weighed=text is blocks, **given)
    for one in conversion.aside:
        for found in identify_text(f"# {one.text}", shown, known, weighed=False, **given):
            if one.reason != BYLINE and found.code != "identifies-language":
                said = f"{found.message}, in what the note leaves out: {one.reason}"
                problems.append(replace(found, line=1, column=1, message=said, fix=_ANEW))
    hidden = () if public else unseen(data, conversion.format)
    if any(names_somebody(text, blocks, known, language) for text in hidden):
        message = "a name in what no reader sees"
        problems.append(Problem(shown, 1, 1, "hidden-property", message, SCRUB))
    return list(dict.fromkeys(problems))


def foreign_resource(written: Written) -> Iterator[Problem]:
    """A page loads nothing from elsewhere: no script, style, picture, font, frame or form.

    Bad: `<script src="https://cdn.example/x.js">`, `![](https://cdn.example/x.png)`
    Good: the file itself in `docs/assets/`; a link that readers may follow
    """
    for element in written.elements:
        for name, value in element.attributes.items():
            if name in SAID or name.startswith(("xmlns", "aria-")):
                continue
            away = element.name in ("a", "area", "") and name in LEADS_AWAY
            listed = re.split(r"[\s,]+", value) if name.endswith("srcset") else [value]
            inside = re.findall(r"url\(\s*[\"']?([^\"')]+)", value, re.I)
            if name != "style" and (name in LOADS or WEB.match(_bare(value))):
                inside += listed
            bare = map(_bare, inside)
            if not away and any(SCHEME.match(one) and not PICTURE_DATA.match(one) for one in bare):
                fix = "put the file into docs/assets/ and load it from there; readers may be led "
                fix += "elsewhere by a link, never watched from elsewhere"
                message, at = "this loads something from another address", element.column
                yield Problem(written.shown, element.line, at, "foreign-resource", message, fix)


def active_html(written: Written) -> Iterator[Problem]:
    """A page holds no program of its own, and only elements that show text, pictures and forms.

    Bad: `<script>…</script>`, `<p onclick="…">`, `<iframe>`, `[here](javascript:…)`
    Good: Markdown, `<div class="…">`, `<script src="assets/page.js">`
    """
    for element in written.elements:
        wrong = ""
        if element.name and element.name not in ELEMENTS:
            wrong = f"the element <{element.name}>"
        elif element.name == "script" and (element.body.strip() or written.kind == "picture"):
            wrong = "a program inside the page"
        for name, value in element.attributes.items():
            scheme = SCHEME.match(_bare(value))
            if HANDLER.fullmatch(name):
                wrong = f"the attribute '{name}'"
            elif (
                name in LEADS_AWAY
                and scheme
                and scheme[1] not in (None, *_LEADS)
                and not (PICTURE_DATA.match(_bare(value)) and element.name != "a")
            ):
                wrong = f"a link of kind '{scheme[1]}:'"
        if wrong:
            fix = "write it in Markdown; a program is a file of its own in docs/assets/"
            yield Problem(written.shown, element.line, element.column, "active-html", wrong, fix)


def judge_written(
    path: Path, kind: Kind, root: Path, vocabularies: Vocabularies, language: str = "en"
) -> Iterator[Problem]:
    """Give every problem of one page or asset that is made of text.

    `language` is the site's: a page that neither says nor shows which one it is in is in that one.
    """
    shown = shown_path(path, root)
    largest, larger = LARGEST, "split it"
    if kind != "page":
        largest, larger = LARGEST_ASSET, "load a smaller build of it"
    try:
        text = merged(read_text(path, shown, larger, largest), shown)
    except UnreadError as error:
        yield error.problem
        return
    if kind == "page":
        written, problems = _read_page(path, shown, text, language)
        yield from problems
    else:
        written = _read_asset(path, shown, kind, text)
    for rule in (foreign_resource, active_html):
        yield from rule(written)
    if written.note:
        code = _code_lines(written.note)
        for problem in identify(written.note, vocabularies):
            if problem.code != "identifies-language" or problem.line not in code:
                yield problem
        return
    longest = max(map(len, text.splitlines()), default=0)
    if kind in ("script", "style") and longest > LONGEST_LINE:
        return
    prose = kind in ("page", "text")
    yield from identify_text(_as_prose(written), shown, vocabularies, weighed=prose)
    if "/.well-known/" not in shown:
        # The rules of a style sheet are no accounts.
        bare = re.sub(r"@(?=[a-z-]+[ {])", " ", text) if kind == "style" else text
        yield from identify_text(bare, shown, vocabularies, public=True)


def without_code(markdown: str) -> str:
    """Give Markdown with spaces in the place of its code, which is shown and not read."""
    if "`" not in markdown and "~" not in markdown:
        return markdown
    return blanked(_CODE, blanked(_FENCED, markdown))


def is_text(path: Path, kind: Kind | None) -> bool:
    """Say whether a file in docs/ is a page, or an asset made of text."""
    return kind in ("page", "style", "script", "text") or path.suffix.lower() == ".svg"


def _as_blocks(conversion: Conversion) -> str:
    """Give an original's text as Markdown of as many lines: each a block, marked as the note's.

    Who stands in it is then judged as in the note, which has the same blocks.
    """
    from workshop_notes.formats.plain import unwrap

    lines = conversion.text.split("\n")
    if conversion.format == "md":
        return conversion.text
    if conversion.format == "txt":
        lines = unwrap(lines)
    marked = (line for line in conversion.markdown.split("\n") if line[:1] in ("#", ">"))
    marks = {line.lstrip("#> "): line[0] for line in marked}
    return "\n".join(f"{marks[one]} {one}  " if one in marks else f"{one}  " for one in lines)


def _targets(markdown: str, blocks: str) -> str:
    """Give where the links of an original lead, each in the line of `blocks` that has its words."""
    lines = blocks.split("\n")
    found = [""] * len(lines)
    for words, target in _LINK_TO.findall(markdown):
        at = blocks.count("\n", 0, max(0, blocks.find(words)))
        found[at] += f"[]({target}) " if target not in lines[at] else ""
    return "\n".join(found)


def _spoken(text: str, otherwise: str) -> str:
    """Give the language that a text shows it is in, if it is one that the guard reads."""
    guess, words = language_with_count(text)
    return guess if words >= CERTAIN and guess in LANGUAGES else otherwise


def _bare(address: str) -> str:
    return re.sub(r"[\x00-\x20]", "", address).replace("\\", "/").lower()


def _read_page(path: Path, shown: str, text: str, language: str) -> tuple[Written, list[Problem]]:
    note, found = parse_note(text, shown, path, shown)
    # A page has the builder's fields, which are not those of a note; YAML it must be.
    codes = ("bad-front-matter", "duplicate-field") if note else ("bad-front-matter",)
    problems = [
        one
        for one in found
        if one.code in codes or (note and re.search("'(?:speakers|public)'", one.message))
    ]
    note = note or Note(shown, path, body=text, shown=shown)
    head = text[: len(text) - len(note.body)]
    description = re.search(r"^description:[ \t]*(.*)$", head, re.M)
    if description:
        line = text.count("\n", 0, description.start()) + 1
        positions = {**note.positions, "summary": (line, 1)}
        note = replace(note, summary=description[1], positions=positions)
    body = without_code(note.body)
    said = re.search(r"^lang(?:uage)?:[ \t]*[\"']?([a-z]{2})", head, re.M)
    language = said[1] if said else _spoken(body, language)
    reader = _Reader(note.body, body, note.body_line)
    defined = {m[1].casefold(): m[2] for m in _DEFINITION.finditer(body)}
    set_ = [(m, {"src": m[1]}) for m in _IMAGE.finditer(body)]
    named = ((m, (m[2] or m[1]).casefold()) for m in _REFERENCE.finditer(body))
    set_ += [(m, {"src": defined[name]}) for m, name in named if name in defined]
    set_ += [(m, {"href": f"{m[1]}:"}) for m in LINK.finditer(body)]
    for m in _ATTRIBUTES.finditer(body):
        set_.append((m, {one[1].lower(): one[2].strip("\"'") for one in _ATTRIBUTE.finditer(m[1])}))
    elements = [
        *reader.elements,
        *(Element("", found, _line(body, m.start(), note.body_line), 1) for m, found in set_),
    ]
    prose = blanked(_MATERIAL, reader.said())
    note = replace(note, body=prose, language=language, rule="", status="published")
    return Written(shown, "page", text, tuple(elements), note), problems


def _read_asset(path: Path, shown: str, kind: Kind, text: str) -> Written:
    if path.suffix.lower() == ".svg":
        return Written(shown, kind, text, tuple(_drawn(text)))
    loads: Iterable[tuple[int, str]] = ()
    if kind == "style":
        # Imported here: a check of notes alone must not wait for it.
        import tinycss2

        loads = _addresses(tinycss2.parse_component_value_list(text))
    elif kind == "script":
        bare = blanked(_REMARK, text)
        found = (m for m in _STRING.finditer(bare) if _ELSEWHERE.match(m[2]))
        loads = ((_line(bare, m.start(), 1), m[2]) for m in found)
    elements = (Element("", {"src": address}, line, 1) for line, address in loads)
    return Written(shown, kind, text, tuple(elements))


def _drawn(text: str) -> Iterator[Element]:
    # Imported here: a check of notes alone must not wait for it.
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        yield Element(f"!{error.msg}"[:40], {}, error.lineno or 1, 1)
        return
    if root.getroottree().docinfo.internalDTD is not None and "<!ENTITY" in text.upper():
        yield Element("!ENTITY", {}, 1, 1)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        names = {etree.QName(key).localname.lower(): str(v) for key, v in element.attrib.items()}
        name = etree.QName(element).localname.lower()
        style = {"style": element.text or ""} if name == "style" else {}
        name = "g" if name == "style" else name
        yield Element(
            name, {**names, **style}, int(str(element.sourceline or 1)), 1, element.text or ""
        )


def _addresses(nodes: list[Any]) -> Iterator[tuple[int, str]]:
    """Find every address in a style sheet; a text that is one counts, wherever it stands."""
    for node in nodes:
        if node.type in ("url", "string"):
            yield node.source_line, node.value
        elif node.type == "function":
            yield from _addresses(node.arguments)
        elif hasattr(node, "content") and isinstance(node.content, list):
            yield from _addresses(node.content)


def _as_prose(written: Written) -> str:
    """Give what an asset says in words, each on its own line: remarks, or the text of a drawing."""
    if written.kind == "picture":
        return re.sub(r"<[^>]*>", lambda m: "\n" * m[0].count("\n") or " ", written.text)
    if written.kind == "text":
        return written.text
    said, end = [], 0
    remark = _BLOCK_REMARK if written.kind == "style" else _REMARK
    for m in remark.finditer(written.text):
        said += ["\n" * written.text.count("\n", end, m.start()), re.sub(r"[/*]", " ", m[0])]
        end = m.end()
    return "".join(said)


def _code_lines(page: Note) -> frozenset[int]:
    """Give the lines of a page's blocks of code: their words are of no language."""
    spans = [
        (_line(page.body, m.start(), page.body_line), _line(page.body, m.end(), page.body_line))
        for m in _FENCED.finditer(page.body)
    ]
    return frozenset(line for first, last in spans for line in range(first, last + 1))


def _line(text: str, at: int, first: int) -> int:
    return text.count("\n", 0, at) + first
