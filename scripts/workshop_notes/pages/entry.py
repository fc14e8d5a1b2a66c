"""Entry: a note as it is read for showing, with what it names, discusses and asks for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from workshop_notes.link import Lexicon, Target, link_first_mentions
from workshop_notes.note import Note, without_leading_title
from workshop_notes.pages.address import note_address
from workshop_notes.pages.body import Body, Paragraph, read_body, sentences
from workshop_notes.pages.words import ASKING_SENTENCES, ASKING_WORDS

ASKED_AT_MOST = 6


@dataclass(frozen=True)
class Entry:
    """A note as it is shown.

    `themes` holds the paragraphs that discuss each of its themes, `named` the paragraph and the
    sentence that first name a term or another note, `asked` what participants asked for: the note's
    own section on it, else the sentences that say so, each with its paragraph.
    """

    note: Note
    body: Body
    themes: Mapping[str, tuple[Paragraph, ...]]
    named: Mapping[Target, tuple[Paragraph, str]]
    asked: tuple[tuple[Paragraph, str], ...]

    @property
    def address(self) -> str:
        """The note's address."""
        return note_address(self.note.id)

    @property
    def lang(self) -> str:
        """The language of the interface around the note."""
        return "fr" if self.note.language == "fr" else "en"

    @property
    def terms(self) -> set[Target]:
        """Every term that the note is tagged with or names."""
        note = self.note
        return (
            {target for target in self.named if target.kind != "note"}
            | {Target("theme", name) for name in note.themes}
            | {Target("resolution", number) for number in note.resolutions}
            | {Target("mission", name) for name in note.mission}
        )


def read_entry(
    note: Note,
    names: Lexicon,
    triggers: Lexicon,
    sources: Mapping[str, str],
    attributes: Callable[[Target, str, str], dict[str, str] | None],
) -> Entry:
    """Read a note: terms and titles by `names`, themes by `triggers`, notes by their `sources`.

    The first mention of each term becomes a link with the `attributes` of (target, address of the
    note, language).
    """
    lang = "fr" if note.language == "fr" else "en"
    body = read_body(without_leading_title(note), note.id, lang)
    themes: dict[str, list[Paragraph]] = {name: [] for name in note.themes}
    named: dict[Target, tuple[Paragraph, str]] = {}
    for paragraph in body.paragraphs:
        found = {mention.target.id for mention in triggers.mentions(paragraph.text)}
        for theme in found & themes.keys():
            themes[theme].append(paragraph)
        for mention in names.mentions(paragraph.text):
            if mention.target not in named:
                named[mention.target] = (paragraph, _around(paragraph.text, mention.start))
    for target, paragraph, text in _links(note, body, sources):
        named.setdefault(target, (paragraph, text))
    _link(body, names, named, lambda target: attributes(target, note_address(note.id), lang))
    discussed = {name: tuple(row) for name, row in themes.items()}
    return Entry(note, body, discussed, named, tuple(_asked(body)))


def _link(
    body: Body,
    names: Lexicon,
    named: Mapping[Target, object],
    attributes: Callable[[Target], dict[str, str] | None],
) -> None:
    # What tables name is not among the named, so with a table the search goes on to the end.
    has_table = body.tree.find(".//table") is not None
    link_first_mentions(body.tree, names, attributes, None if has_table else named)


def _asked(body: Body) -> list[tuple[Paragraph, str]]:
    if body.asked:
        return [(paragraph, paragraph.text) for paragraph in body.asked]
    found = [
        (paragraph, sentence)
        for paragraph in body.paragraphs
        if ASKING_WORDS.search(paragraph.text)
        for sentence in paragraph.sentences
        if ASKING_SENTENCES.search(sentence)
    ]
    return found[:ASKED_AT_MOST]


def _links(
    note: Note, body: Body, sources: Mapping[str, str]
) -> Iterator[tuple[Target, Paragraph, str]]:
    paragraphs = {paragraph.anchor: paragraph for paragraph in body.paragraphs}
    for element in body.tree.iter("a"):
        address = element.get("href") or ""
        if address.startswith("http"):
            identifier = sources.get(address, "")
        else:
            path = posixpath.normpath("/" + note_address(note.id) + address.partition("#")[0])
            hit = re.match(r"/notes/(.+)$", path)
            identifier = hit[1] if hit else ""
        holder = next((e for e in element.iterancestors() if e.get("id") in paragraphs), None)
        if identifier and identifier != note.id and holder is not None:
            paragraph = paragraphs[holder.get("id") or ""]
            text = "".join(str(part) for part in element.itertext())
            start = max(0, paragraph.text.find(" ".join(text.split())))
            yield Target("note", identifier), paragraph, _around(paragraph.text, start)


def _around(text: str, place: int) -> str:
    end = 0
    for sentence in sentences(text):
        end = text.find(sentence, end) + len(sentence)
        if place < end:
            return sentence
    return text
