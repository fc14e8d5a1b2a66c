"""Index: shards by ranges of words, the first file, cards of notes; all of it text, and scripts.

Below `assets/search/` of a site stand, each a classic script that a page opened from disk can load:

- `entry.js`: what every query needs: table of words, names, months, ranges of the shards;
- `far.js`: names for words that nothing else holds;
- `wN.js`: whole lists of notes for a range of words, a line a word: `word TAB lists TAB forms`;
- `pN_K.js`: the places of the same words in the notes, for phrases in quotes and words that stand
  close, in pieces: the first line of `wN.js` tells with which word each begins. A collection of
  more than PLACED letters has none: there the page reads the notes that hold a phrase's words;
- `cN.js`: cards of PIECE notes, a line a note;
- `search.js`, `box.js`: the programs.

Notes are numbered by the day of their workshop, the oldest 0: the newest first is the highest
first. A note and its translations are one, found by the words and languages of all; the words of a
translation stand behind a mark of their own. Lists are written for BLOCK notes at a time. All lists
are remembered, and the words of each note by its content: one changed note has its words put among
the others', which rewrites their shards.

The programs are modules that Node tests as they are. They are sent joined, as one classic script:
a browser runs no module of a page opened from disk, and imports would be nine requests in four
rounds, where a slow line has time for one.

Of the theme's style sheets, of which an answer needs a tenth, the page loads an extract first, and
the sheets themselves after its first answer.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, groupby, zip_longest
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from workshop_notes.bounded import read_own
from workshop_notes.build.cache import Cache, digest_of_files
from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.search import names, weights
from workshop_notes.search.names import names_of, vocabulary_names
from workshop_notes.search.weights import TEXTS, day_of, others, texts_of
from workshop_notes.writing import write_if_changed

T = TypeVar("T")
FOLDER = "assets/search"
# Notes whose lists are made, and remembered, together.
BLOCK = 64
# Changed notes whose words are put among the others'; for more all lists are made anew.
FEW = 64
# Stands between the places of a word in notes of one block.
BETWEEN = "0"
# Notes in one file of cards: five rows out of anywhere are then five small files.
PIECE = 16
# Characters in one shard, about: a collection of few notes has small ones, so that a first answer
# is small too; one of many has no more files than the first file can name in a few KB.
SMALL_SHARD, LARGE_SHARD = 5_000, 12_000
MOST_SMALL = 200
# Characters in one file of places: a word that most notes hold has one of its own.
PLACES = 6_000
# Letters of all notes up to which the places of words are written: they take more than the rest.
PLACED = 32_000_000
# Digits write numbers: no vowel, so that no name comes to stand in a list by chance, and no digit,
# which begins the notes of one level. The last STOPS end a number.
DIGITS = "bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ!#%'()*+,-.;=?[]^_{|}~"
STOPS = 46
# Keys that every note has one of, of which the first file holds no list.
UNLISTED = "dn"

PROGRAMS = {
    "search.js": ("store", "reading", "ranking", "answer", "shown", "box", "page", "main"),
    "box.js": ("boot",),
}

_LEVEL = re.compile(r"(\d)(\D+)")
_MODULE_LINE = re.compile(r"^(?:import\b[^;]*;|export (?=\w))", re.MULTILINE)
_SCRIPT_COMMENT = re.compile(r"^\s*(?:/\*\*.*?\*/|//.*?)$", re.DOTALL | re.MULTILINE)

# A word's lists: levels of notes, places in notes, forms of the word and how many notes have them.
Lists = dict[str, tuple[str, str, Mapping[str, int]]]
# The same in one note, a line a word: `word TAB level TAB places TAB form TAB form …`.
Read = str
Row = tuple[str, tuple[str, str, list[str]]]

# Of the styles that the search page shows first.
SEARCH_PAGE = "search/index.html"
EXTRACT = "assets/search-first.css"
# A property of one's own may be used by another, and that by a third.
CHAIN = 3

_LATE = re.compile(r"<noscript data-late>(.*?)</noscript>", re.DOTALL)
_SHEET = re.compile(r'<link\b(?=[^>]*\brel="?stylesheet)[^>]*\bhref="?([^">\s]+)')
_MARKUP = re.compile(r"<(?!meta)[a-z][^>]*>")
_NAMED = re.compile(r'"[a-z][\w -]*"')
_WORD = re.compile(r"-?[a-z][\w-]*", re.IGNORECASE)
_STATE = re.compile(r"::?[\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?")
_EITHER = re.compile(r":(?:is|where)\(([^()]*)\)")
_SPACE = re.compile(r"\s*([{;,>]|:(?=\s))\s*")
_PROPERTY = re.compile(r'(--[\w-]+):(?:"[^"]*"|[^;{}"])*;?')
_EMPTY = re.compile(r"[^{}]+\{\}\n?")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
# Properties that wait for the sheets; and what lies in another file, is for paper, or a pointer.
LATER = tuple(read_own(Path(__file__).with_name("styles.yml"))["later"])
_LATER = re.compile(r"url\((?!['\"]?data:)|print|:hover")

# Fields of a document: how each is searched, filtered and sorted.
FACETS = ("mission", "themes", "organizers", "funders", "resolutions")
SINGLE_FACETS = ("series", "event", "format", "language")
SYNONYM_KINDS = "mtog"


def write_index(collection: Collection, site: Path, known: Cache | None = None) -> list[str]:
    """Write the whole index of the notes that readers may see into a built site.

    Withdrawn notes give nothing. What stood in the folder and is not written now goes. Gives the
    names of the files that changed.
    """
    files = site_files(collection, site.joinpath, known or Cache(None))
    changed = [name for name, text in files.items() if write_if_changed(site / name, text)]
    for path in sorted((site / FOLDER).iterdir()):
        if f"{FOLDER}/{path.name}" not in files:
            path.unlink()
    return changed


def site_files(collection: Collection, path: Callable[[str], Path], known: Cache) -> dict[str, str]:
    """Give the index by its names below a site, with the styles that the search page shows first.

    `path` says where a file of the site lies.
    """
    files = index_files(collection, known)
    first = first_styles(path, files["search.js"], known)
    return {f"{FOLDER}/{name}": text for name, text in files.items()} | {EXTRACT: first}


def index_files(collection: Collection, known: Cache | None = None, of: str = "") -> dict[str, str]:
    """Give every file of the index: name → text. What `known` remembers is not read again.

    By the name `of` it remembers the lists of this collection.
    """
    notes, known = collection.workshops, known or Cache(None)
    # They follow from the vocabularies alone.
    of_files = digest_of_files(collection.root, "notes/vocabularies") if known.is_open else ""
    makers = (names.vocabulary_names, names.far_names)
    rows = known.once("names", of_files, lambda: [make(collection.vocabularies) for make in makers])
    lists = _lists_of(collection, rows[0], known, of)
    files: dict[str, str] = {}
    placed = _is_placed(notes)
    ranges, stamps = [], []
    for place, shard in enumerate(_shards(lists)):
        ranges.append(shard[0])
        found = {word: (lists[word][1],) for word in shard if lists[word][1]}
        pieces = list(_shards(found, PLACES))
        begins = " ".join(piece[0] for piece in pieces)
        body = "\n".join((f"~\t\t{begins}", *(_line(word, lists[word]) for word in shard)))
        where = ["\n".join(f"{word}\t{lists[word][1]}" for word in piece) for piece in pieces]
        stamps.append(_stamp(body + "".join(where)))
        files[f"w{place}.js"] = _script(f"w{place}", stamps[-1], body)
        for number, text in enumerate(where):
            name = f"p{place}_{number}"
            files[f"{name}.js"] = _script(name, stamps[-1], text)
    cards = []
    for place, piece in enumerate(_pieces(notes, PIECE)):
        text = "\n".join(map(_card, piece))
        cards.append(_stamp(text))
        files[f"c{place}.js"] = _script(f"c{place}", cards[-1], text)
    held = sorted(key for key in lists if key[0] == "!" and key[1] not in UNLISTED)
    near, rest = names.split_names(set(held), *rows)
    far = _json(rest)
    entry = {
        "notes": len(notes),
        "placed": placed,
        "block": BLOCK,
        "piece": PIECE,
        "digits": DIGITS,
        "stops": STOPS,
        "strongest": weights.STRONGEST,
        "ranges": "\t".join(ranges),
        "stamps": "".join(stamps),
        "cards": "".join(cards),
        "far": _stamp(far),
        "dates": _dates(notes),
        "weights": read_own(Path(__file__).with_name("ranking.yml")),
        "words": known.once("typed", "", names.typed_for_browser),
        "names": near,
        "held": held,
    }
    files["far.js"] = _script("far", _stamp(far), far)
    files["entry.js"] = _script("entry", "", _json(entry))
    return files | _programs()


def first_styles(path: Callable[[str], Path], program: str, known: Cache | None = None) -> str:
    """Give the rules of the page's late sheets that may fit what it or its program names.

    `path` says where a file of the site lies. A rule fits if each class, element, attribute and
    value of one of its selectors is a word of either. What lies in another file, and what is for
    paper, waits for the sheets. What `known` remembers is not looked for again.
    """
    page = path(SEARCH_PAGE).read_text(encoding="utf-8") if path(SEARCH_PAGE).is_file() else ""
    late = _LATE.search(page)
    if not late:
        return ""
    names = (posixpath.normpath(f"{SEARCH_PAGE}/../{href}") for href in _SHEET.findall(late[1]))
    sheets = (path(name) for name in names)
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.is_file())
    markup = "".join(_MARKUP.findall(page) + _NAMED.findall(program))
    held = sorted(set(_WORD.findall(markup)))
    return (known or Cache(None)).once("styles", (held, text), partial(_extract, text, {*held}))


def export_search(collection: Collection, folder: Path) -> list[Path]:
    """Write the files for both servers into a folder; gives them.

    Typesense: create the collection of `typesense-schema.json` (POST /collections), import
    `documents.jsonl` (POST /collections/notes/documents/import?action=upsert), put each group of
    `typesense-synonyms.json`, and ask with `query_by` and `query_by_weights` of TEXTS.
    OpenSearch: PUT /notes with `opensearch-index.json`, POST /notes/_bulk with the bulk file, and
    ask with `multi_match` of type `cross_fields` over `title^3`, `names^0.7` and so on.
    """
    called = names_of(collection.vocabularies)
    documents = [document(note, called) for note in collection.oldest_first]
    lines = [json.dumps(one, ensure_ascii=False) for one in documents]
    ids = [json.dumps({"index": {"_id": one["id"]}}) for one in documents]
    synonyms = list(groups(collection))
    servers = read_own(Path(__file__).with_name("servers.yml"))
    filters = servers["opensearch"]["settings"]["analysis"]["filter"]
    filters["names"]["synonyms"] = [", ".join(group) for group in synonyms]
    numbered = [{"id": f"group-{at}", "synonyms": one} for at, one in enumerate(synonyms, 1)]
    files = {
        "documents.jsonl": "\n".join(lines) + "\n",
        "typesense-schema.json": _whole(servers["typesense"]),
        "typesense-synonyms.json": _whole(numbered),
        "opensearch-index.json": _whole(servers["opensearch"]),
        "opensearch-bulk.ndjson": "\n".join(chain(*zip(ids, lines, strict=True))) + "\n",
    }
    for name, text in files.items():
        write_if_changed(folder / name, text)
    return [folder / name for name in files]


def document(note: Note, called: Mapping[tuple[str, str], list[str]]) -> dict[str, Any]:
    """Give a note as a document: the fields of the index, its facets, its day as a number.

    `called` says what each term is called.
    """
    keys = [("m", one) for one in note.mission] + [("t", one) for one in note.themes]
    names = [name for key in keys for name in called.get(key, ()) if name] + others(note)
    texts = texts_of(note)
    day = (day_of(note) or "0").split("/")[0]
    number = int("".join(day.split("-")).ljust(8, "0")[:8]) if day[:1].isdigit() else 0
    return {
        "id": note.id,
        "address": f"notes/{note.id}/",
        **{field: texts.get(field, "") for field in TEXTS if field != "names"},
        "names": list(dict.fromkeys(names)),
        **{field: list(map(str, getattr(note, field))) for field in FACETS},
        **{field: getattr(note, field) for field in SINGLE_FACETS},
        "year": note.year or 0,
        "day": number,
    }


def groups(collection: Collection) -> Iterator[list[str]]:
    """Give names that mean the same, of the vocabularies: two or more in each group."""
    for kind, *_, packed in vocabulary_names(collection.vocabularies):
        names = [name for name in packed.split("|") if name]
        if kind in SYNONYM_KINDS and len(names) > 1:
            yield names


def _lists_of(collection: Collection, named: list[names.Row], known: Cache, of: str) -> Lists:
    """Give the lists of all words, in their order: where few notes changed since the last time,
    the last lists with their words; else all are made anew."""
    placed, notes = _is_placed(collection.workshops), collection.workshops
    themes = [(one.id, sorted(one.facts.items())) for one in collection.vocabularies.themes.terms]
    about = hashlib.sha256(_json([placed, named, themes]).encode()).hexdigest()
    contents = (map(_content, collection.texts([note])) for note in notes)
    given = [_digest("".join((about, *content))) for content in contents]
    read = cache(partial(weights.reader, collection, placed=placed))
    last = known.get("lists", of)
    was: Sequence[str]
    lists: Lists
    was, lists = last if isinstance(last, tuple) else ([], {})
    pairs = enumerate(zip_longest(was, given, fillvalue=""))
    changed = [(place, *pair) for place, pair in pairs if pair[0] != pair[1]]
    if not changed:
        return lists
    before = {one: known.get("words", repr(one)) for _, one, _ in changed[:FEW] if one}
    if len(changed) > FEW or None in before.values():
        lists = _joined(known.each("words", given, partial(_words, read, notes)))
    else:
        new = [(place, one) for place, _, one in changed if one]
        words = partial(_words, read, [notes[place] for place, _ in new])
        now = dict(zip(new, known.each("words", [one for _, one in new], words), strict=True))
        for place, old, one in changed:
            _mend(lists, place, str(before.get(old, "")), now.get((place, one), ""))
        lists = dict(sorted(lists.items()))
    known.put("lists", of, (given, lists))
    return lists


def _words(
    reader: Callable[[], Callable[[Note], weights.Words]], notes: Sequence[Note], place: int
) -> Read:
    found = reader()(notes[place])
    places = {word: _in_gaps(where, 0) for word, where in found.places.items()}
    return "\n".join(
        "\t".join((word, str(level), places.get(word, ""), *sorted({*found.forms.get(word, ())})))
        for word, level in found.levels.items()
    )


def _rows(read: Read) -> Iterator[Row]:
    for line in filter(None, read.split("\n")):
        word, level, where, *forms = line.split("\t")
        yield word, (level, where, forms)


def _joined(read: Sequence[Read]) -> Lists:
    """Join the words of notes: the lists of blocks, each after its number."""
    levels: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for number, block in enumerate(_pieces(read, BLOCK)):
        begin = _number(number)
        here: dict[str, dict[str, list[int]]] = defaultdict(dict)
        there: dict[str, list[str]] = defaultdict(list)
        for at, (word, (level, where, seen)) in (
            (at, row) for at, one in enumerate(block) for row in _rows(one)
        ):
            here[word].setdefault(level, []).append(at)
            forms[word].update(seen)
            if where:
                there[word].append(_number(at) + where)
        for word, by_level in here.items():
            levels[word].append(begin + _in_levels(by_level))
        for word, where_in in there.items():
            places[word].append(begin + BETWEEN.join(where_in))
    return {
        word: (" ".join(parts), " ".join(places.get(word, ())), dict(forms[word]))
        for word, parts in sorted(levels.items())
    }


def _mend(lists: Lists, place: int, was: Read, now: Read) -> None:
    """Put the words of the note at a place as they are `now` where they stood as they were."""
    number, at = divmod(place, BLOCK)
    old, new = dict(_rows(was)), dict(_rows(now))
    for word in (one for one in {**old, **new} if old.get(one) != new.get(one)):
        level, where, seen = new.get(word, ("", "", []))
        levels, places, forms = lists.get(word, ("", "", {}))
        counted = Counter(forms)
        counted.subtract(old.get(word, ("", "", []))[2])
        counted.update(seen)
        by_level = {
            found[1]: [one for one in _numbers(found[2]) if one != at]
            for found in _LEVEL.finditer(_part(levels, number))
        }
        if level:
            by_level[level] = sorted([*by_level.get(level, []), at])
        levels = _with(levels, number, _in_levels(by_level))
        there = _with(_part(places, number), at, where, BETWEEN)
        lists[word] = (levels, _with(places, number, there), dict(+counted))
        if not levels:
            del lists[word]


def _part(text: str, number: int) -> str:
    """Give what stands after a number in a joined text."""
    begin = _number(number)
    found = (one.removeprefix(begin) for one in text.split(" ") if one.startswith(begin))
    return next(found, "")


def _with(text: str, number: int, part: str, between: str = " ") -> str:
    """Give a joined text with a part after a number; without one, if it is empty."""
    begin = _number(number)
    parts = [one for one in text.split(between) if one and not one.startswith(begin)]
    parts += [begin + part] if part else []
    return between.join(sorted(parts, key=lambda one: next(_numbers(one, gaps=False))))


def _in_levels(by_level: Mapping[str, Sequence[int]]) -> str:
    """Write which notes of a block have a word at which level, the strongest first."""
    some = sorted((row for row in by_level.items() if row[1]), reverse=True)
    return "".join([f"{level}{_in_gaps(numbers)}" for level, numbers in some])


def _line(word: str, lists: tuple[str, str, Iterable[str]]) -> str:
    levels, _, forms = lists
    shown = " ".join(one for one in sorted(forms) if one != word)
    return "\t".join((word, levels, shown)).rstrip("\t")


def _in_gaps(numbers: Sequence[int], before: int = -1) -> str:
    """Write ascending numbers as the gaps between them."""
    pairs = zip([before, *numbers], numbers, strict=False)
    return "".join([_number(after - last - 1) for last, after in pairs])


@cache
def _number(value: int) -> str:
    """Write a whole number: digits that go on, the least weighty last, then one that stops."""
    text = DIGITS[value % STOPS]
    value //= STOPS
    going = len(DIGITS) - STOPS
    while value:
        value -= 1
        text = DIGITS[STOPS + value % going] + text
        value //= going
    return text


def _numbers(text: str, *, gaps: bool = True) -> Iterator[int]:
    """Read what `_in_gaps` wrote; without `gaps`, single numbers."""
    value, last = 0, -1
    for digit in text:
        place = DIGITS.index(digit)
        if place >= STOPS:
            value = value * (len(DIGITS) - STOPS) + place - STOPS + 1
        else:
            found = value * STOPS + place
            last, value = found + (last + 1 if gaps else 0), 0
            yield last


def _shards(lists: Mapping[str, Sequence[object]], most: int = 0) -> Iterator[list[str]]:
    """Give the words of each shard, all in order; its first texts are at `most` so long."""
    total = sum(len(str(first)) for first, *_ in lists.values())
    most = most or (SMALL_SHARD if total <= SMALL_SHARD * MOST_SMALL else LARGE_SHARD)
    shard: list[str] = []
    size = 0
    for word, (first, *_) in lists.items():
        cost = len(word) + len(str(first)) + 2
        if shard and size + cost > most:
            yield shard
            shard, size = [], 0
        shard.append(word)
        size += cost
    if shard:
        yield shard


def _is_placed(notes: Sequence[Note]) -> bool:
    return sum(note.letters for note in notes) <= PLACED


def _pieces(all_of: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (all_of[first : first + size] for first in range(0, len(all_of), size))


def _card(note: Note) -> str:
    values = (
        note.id,
        note.title,
        " ".join(note.mission),
        weights.day_of(note),
        " ".join(note.themes),
        note.event,
        note.language,
        note.summary,
    )
    return "\t".join(" ".join(value.split()) for value in values)


def _dates(notes: Sequence[Note]) -> str:
    """Give where each month begins among the numbers of the notes: `2020-05 17,…`."""
    found: dict[str, int] = {}
    for number, note in enumerate(notes):
        found.setdefault((weights.day_of(note) or "?")[:7], number)
    return ",".join(f"{month} {number}" for month, number in found.items())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _content(note: Note) -> str:
    """Give a digest of whatever `weights.reader` may look at."""
    if note.content:
        return f"{note.id} {note.content}"
    texts = (note.id, note.title, note.summary, note.date, note.language, note.series)
    lists = (note.mission, note.themes, note.organizers, note.funders, note.resolutions)
    facts = repr((texts, note.event, note.format, lists, weights.others(note)))
    return _digest(facts + note.body)


@cache
def _programs() -> dict[str, str]:
    """Give the programs: modules joined in the order of their imports, as one classic script."""
    folder = Path(__file__).with_name("browser")
    found = {}
    for name, modules in PROGRAMS.items():
        text = "".join((folder / f"{one}.mjs").read_text(encoding="utf-8") for one in modules)
        plain = _SCRIPT_COMMENT.sub("", _MODULE_LINE.sub("", text))
        lines = [line.strip() for line in plain.splitlines()]
        found[name] = "(() => {\n" + "\n".join(line for line in lines if line) + "\n})();\n"
    return found


def _script(name: str, stamp: str, text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return f"notesSearch(`{name}`,`{stamp}`,`\n{plain}`)\n"


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:4]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _extract(text: str, held: set[str]) -> str:
    rules = _fitting(tinycss2.parse_stylesheet(text, True, True), held)
    css = "".join(
        f"{around}{''.join(rule for _, rule in some)}{'}' * around.count('{')}"
        for around, some in groupby(rules, key=itemgetter(0))
    )
    for _ in range(CHAIN):
        css = _without_unused(css)
    return _SPACE.sub(r"\1", _EMPTY.sub("", css))


def _without_unused(css: str) -> str:
    used = set(_USED.findall(css))
    return _PROPERTY.sub(lambda found: found[0] if found[1] in used else "", css)


def _fitting(nodes: Iterable[Node], held: set[str], around: str = "") -> Iterator[tuple[str, str]]:
    """Give each rule that fits: what stands around it, and the rule."""
    for node in nodes:
        begin = tinycss2.serialize(getattr(node, "prelude", None) or ()).strip()
        if isinstance(node, AtRule) and node.lower_at_keyword in ("media", "supports"):
            if not _LATER.search(begin):
                inside = tinycss2.parse_rule_list(node.content or (), True, True)
                yield from _fitting(inside, held, f"{around}@{node.lower_at_keyword} {begin}{{")
        elif isinstance(node, QualifiedRule):
            parts = groupby(node.prelude, lambda token: token == ",")
            listed = (tinycss2.serialize(part).strip() for is_comma, part in parts if not is_comma)
            fits = ",".join(one for one in listed if _is_held(one, held))
            said = ";".join(
                text
                for one in tinycss2.parse_blocks_contents(node.content, True, True)
                if isinstance(one, Declaration) and not one.name.startswith(LATER)
                for text in (one.serialize().strip(),)
                if not _LATER.search(text)
            )
            if fits and said:
                yield around, f"{fits}{{{said}}}\n"


def _is_held(selector: str, held: set[str]) -> bool:
    either = _EITHER.search(selector)
    if either:
        ways = either[1].split(",")
        return any(_is_held(selector.replace(either[0], f" {way}", 1), held) for way in ways)
    return not _LATER.search(selector) and held.issuperset(_WORD.findall(_STATE.sub(" ", selector)))


def _whole(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
