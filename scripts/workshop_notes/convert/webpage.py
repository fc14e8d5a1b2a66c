"""A web page as a Conversion."""

from __future__ import annotations

from lxml import etree

from workshop_notes.convert import webpage_clean, webpage_notes, webpage_text, webpage_tree
from workshop_notes.convert.balance import balanced
from workshop_notes.convert.conversion import Conversion, LeftOut
from workshop_notes.convert.decode import decode
from workshop_notes.convert.outline import outlined
from workshop_notes.convert.pandoc import numbers_in_cells, to_markdown
from workshop_notes.convert.pictures import LABEL
from workshop_notes.convert.webpage_write import Writer
from workshop_notes.normalize import hiding_characters, look_alikes, normalize
from workshop_notes.originals.finding import RESOLVE, Finding, as_problem
from workshop_notes.problem import Problem

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "p")


def convert(data: bytes, path: str) -> Conversion:
    """Convert a web page: hidden text and names withheld, furniture left out, the rest kept."""
    decoded, problems = decode(data, path, webpage_tree.declared_encoding(data))
    problems += [*hiding_characters(decoded, path), *look_alikes(decoded, path)]
    own = normalize(webpage_text.read(decoded))
    return of_page("html", path, decoded, own, problems)


def of_page(
    kind: str, path: str, page: str, own: str, problems: list[Problem], text: str = ""
) -> Conversion:
    """Convert the source of a page; `own` is another reading of all its words, for the account.

    `text` is the original's readable text where the page was made from another format.
    """
    root = webpage_tree.parse(page)
    found = root.find("body")
    body = root if found is None else found
    revisions = _revisions(body, path)
    if revisions:
        return Conversion(kind, "", "", problems=tuple(revisions))
    facts = webpage_tree.facts(root)
    cleaned = webpage_clean.withhold(root, body)
    readable = text or normalize(webpage_tree.text_of(body))
    notes, marks = webpage_notes.gather(body)
    webpage_clean.clean(body, cleaned)
    _heading_of_notes(body, notes, cleaned)
    writer = Writer(facts.get("address", ""))
    written = writer.page(body, notes)
    markdown = normalize(outlined(to_markdown(written)))
    if marks:
        cleaned.left_out.append((" ".join(marks), "footnote marks: the page sets its own"))
    left_out = [LeftOut(normalize(said), reason) for said, reason in cleaned.left_out]
    left_out += [LeftOut("", f"address of {writer.dropped} links")] if writer.dropped else []
    return balanced(
        kind,
        path,
        markdown,
        readable,
        left_out,
        problems,
        own=own,
        withheld=[LeftOut(normalize(said), reason) for said, reason in cleaned.withheld],
        added=[LABEL] * writer.pictures + numbers_in_cells(written),
        metadata=facts,
    )


def _revisions(body: etree._Element, path: str) -> list[Problem]:
    return [
        as_problem(
            Finding("hidden-tracked-change", what, "the page", number, always=True, fix=RESOLVE),
            path,
            False,
        )
        for tag, what in (("ins", "tracked insertions"), ("del", "tracked deletions"))
        if (number := sum(1 for _ in body.iter(tag)))
    ]


def _heading_of_notes(
    body: etree._Element, notes: list[etree._Element], cleaned: webpage_clean.Cleaned
) -> None:
    """The last block may be a heading that announced the notes, which stand elsewhere now."""
    if not notes:
        return
    for line in list(body.iter("hr"))[-1:]:
        if not _text_after(body, line):
            webpage_tree.drop(line)
    last = [element for element in body.iter(*_HEADINGS) if webpage_tree.text_of(element)][-1:]
    for element in last:
        if webpage_notes.heading_of_notes(element):
            cleaned.left_out.append((webpage_tree.text_of(element), "heading of the footnotes"))
            webpage_tree.drop(element)


def _text_after(body: etree._Element, line: etree._Element) -> bool:
    elements = list(body.iter())
    after = elements[elements.index(line) :]
    return any((element.tail or "").strip() for element in after) or any(
        (element.text or "").strip() for element in after if isinstance(element.tag, str)
    )
