"""Mending: what `check --fix` writes anew in a note's fields, where one answer alone is right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

import yaml

from workshop_notes.bounded import compose, merge_marker
from workshop_notes.fields import FORMS, Field, names, table
from workshop_notes.note import FENCE
from workshop_notes.problem import folded
from workshop_notes.text.dates import find_dates
from workshop_notes.vocabulary import Vocabularies, Vocabulary

_LINE = re.compile(r"([A-Za-z][\w -]*?):[ \t]+(\S.*?)[ \t]*")


def mended(text: str, vocabularies: Vocabularies) -> tuple[str, list[str]]:
    """Give a note's file with its fields mended, and a line for each thing done.

    Mended are names of fields, their order, lists, ids, values and dates that are spelled
    otherwise than the table of fields asks, doubles in lists, and quotation marks that YAML needs.
    The body, comments and whatever has two answers stay as they are.
    """
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if lines[0].lstrip("\ufeff").rstrip() != FENCE or not end or merge_marker(text):
        return text, []
    front, done = _quoted(lines[1:end])
    root = _composed(front)
    if root is None or any(key.start_mark.column for key, _ in root.value):
        return text, []
    for key, node in reversed(root.value):
        front, did = _field(front, key, node, vocabularies)
        done += did
    front, did = _ordered(front)
    return "\n".join([lines[0], *front, *lines[end:]]), [*sorted(done), *did]


def _composed(front: Sequence[str]) -> yaml.MappingNode | None:
    try:
        root = compose("\n".join(front) + "\n")
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def _quoted(front: list[str]) -> tuple[list[str], list[str]]:
    """Quote the value of each line that alone is no YAML, if the whole is YAML then."""
    if _composed(front) is not None:
        return front, []
    anew, done = [], []
    for line in front:
        found = _LINE.fullmatch(line)
        if found and _composed([line]) is None:
            one = table().get(found[1])
            if one is not None and one.shape == "text":
                anew.append(f"{found[1]}: {json.dumps(_bare(found[2]), ensure_ascii=False)}")
                done.append(f"{found[1]}: put in quotation marks")
                continue
        anew.append(line)
    return (anew, done) if _composed(anew) is not None else (front, [])


def _bare(value: str) -> str:
    """Give a value without the quotation marks around it, or the one that was left open."""
    opening = value[:1] if value[:1] in "\"'" else ""
    return value.removeprefix(opening).removesuffix(opening).replace('\\"', '"')


def _field(
    front: list[str], key: yaml.Node, node: yaml.Node, vocabularies: Vocabularies
) -> tuple[list[str], list[str]]:
    name, done = str(key.value), []
    right = _name(name)
    taken = right != name and any(line.startswith(f"{right}:") for line in front)
    one = table().get(right)
    if one is None or taken:
        return front, []
    at = key.start_mark.line
    if right != name:
        front = [*front[:at], right + front[at][key.end_mark.column :], *front[at + 1 :]]
        done.append(f"{right}: the field was written '{name}'")
    line = front[at]
    whole = node.end_mark.line == at or isinstance(node, yaml.ScalarNode)
    if not whole or node.start_mark.line != at or "#" in line:
        return front, done
    values = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not all(isinstance(item, yaml.ScalarNode) for item in values):
        return front, done
    texts = [str(item.value) for item in values]
    anew = _values(one, texts, isinstance(node, yaml.SequenceNode), vocabularies)
    if anew is not None and node.end_mark.line == at:
        done += [f"{right}: {line[len(right) + 1 :].strip()} → {anew}"]
        front = [*front[:at], f"{right}: {anew}", *front[at + 1 :]]
    return front, done


def _values(
    one: Field, texts: list[str], is_sequence: bool, vocabularies: Vocabularies
) -> str | None:
    """Give the field's value as YAML, or None where it is right or not to be told."""
    if not any(texts) or (one.shape == "text" and not one.values and not one.vocabulary):
        return None
    vocabulary: Vocabulary | None = getattr(vocabularies, one.vocabulary or " ", None)
    if one.is_list and not is_sequence and vocabulary is not None:
        whole = _one(one, texts[0], vocabulary)
        texts = [texts[0]] if whole else re.split(r"\s*[,;]\s*", texts[0])
    if is_sequence and not one.is_list:
        texts = texts if len(texts) == 1 else []
    found = [_one(one, text, vocabulary) for text in texts]
    known = list(dict.fromkeys(right or text for right, text in zip(found, texts, strict=True)))
    if not found or (is_sequence == one.is_list and known == texts):
        return None
    if is_sequence != one.is_list and None in found:
        return None
    return f"[{', '.join(map(_plain, known))}]" if one.is_list else _plain(known[0])


def _one(one: Field, text: str, vocabulary: Vocabulary | None) -> str | None:
    """Give the one right spelling of a value, None where it is not to be told."""
    if vocabulary is not None:
        number = re.fullmatch(r"(?i)(?:[a-z/. ]*/)?(?:res\w*\.? )?(\d{1,4})(?: ?\(\d{4}\))?", text)
        if one.shape == "numbers" and number:
            return number[1]
        named = vocabulary.resolve(text)
        alike = [term.id for term in vocabulary.terms if _letters(text) == _letters(term.id)]
        return named.id if named else alike[0] if len(alike) == 1 else None
    if one.values or one.shape == "status":
        return next((value for value in one.values if _letters(value) == _letters(text)), None)
    if one.shape in FORMS:
        if FORMS[one.shape](text):
            return text
        short = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", text)
        ranged = re.sub(r"\s*(?:/|–|—| to )\s*(?=\d{4}-)", "/", text)
        numbers = f"{short[1]}-{int(short[3]):02}-{int(short[4]):02}" if short else ""
        candidates = (numbers, ranged, "" if short else _only_date(text))
        return next((day for day in candidates if day and FORMS[one.shape](day)), None)
    return text if one.shape == "addresses" else None


def _only_date(text: str) -> str:
    """Give the date of a text that holds one date and nothing else, "" otherwise."""
    dates = find_dates(text)
    around = text[: dates[0].start] + text[dates[0].end :] if len(dates) == 1 else "x"
    return "" if re.search(r"\w", around) else dates[0].value


def _name(name: str) -> str:
    """Give the field that a name means: its case, its hyphens and its number do not count."""
    plain = re.sub(r"[-\s]", "_", folded(name))
    return next((one for one in (plain, f"{plain}s", plain[:-1]) if one in names()), name)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", folded(text))


def _plain(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9][\w./-]*", text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _ordered(front: list[str]) -> tuple[list[str], list[str]]:
    """Put the fields into the table's order, each with the comments above it."""
    order = {name: place for place, name in enumerate(names())}
    parts = list(_parts(front))
    places = [order.get(name, -1) for name, _ in parts]
    if places == sorted(places) or -1 in places or len(set(places)) < len(places):
        return front, []
    parts.sort(key=lambda part: order[part[0]])
    return [line for _, lines in parts for line in lines], ["the fields were put into their order"]


def _parts(front: list[str]) -> Iterator[tuple[str, list[str]]]:
    root = _composed(front)
    keys = [(str(key.value), key.start_mark.line) for key, _ in root.value] if root else []
    starts = []
    for _, at in keys:
        while at and (not front[at - 1].strip() or front[at - 1].startswith("#")):
            at -= 1
        starts.append(at)
    # What stands above the first field is its own.
    starts[:1] = [0] * bool(starts)
    for (name, _), start, end in zip(keys, starts, [*starts[1:], len(front)], strict=True):
        yield name, front[start:end]
