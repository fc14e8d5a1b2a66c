"""Structure-aware fuzzing of the intake: mutated documents through ingest and scrub.

    python bench/fuzz.py --mutants 5000 --seed 0

Each mutant is a file of the tests' corpus whose elements, attributes, objects, lines or bytes were
deleted, doubled, moved, nested or set to odd values. Where a file hides `LEAK`, what hides it is
left alone, so that the word may come out in no case. Counted are: accepted and refused mutants, and
what must not happen: an exception, a child that died, a limit reached, a leak. The exit code is 1
if any of these did; `--keep DIR` saves such mutants.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from corpus import opendocument, ordinary, pages, portable, texts, word  # noqa: E402
from corpus.case import LEAK, Case  # noqa: E402
from workshop_notes.sandbox import Job, Result, run_bounded  # noqa: E402

UNDERSTAND = "workshop_notes.ingest:understand"
SCRUB = "workshop_notes.formats.scrub:scrub_one"
MAIN_PARTS = ("word/document.xml", "content.xml")
ODD_VALUES = ("", "0", "-1", "1", "99999999999", "true", "x" * 300, "%s", "../x", "é\u0301", "1e9")
ODD_CHARACTERS = "\0\x07\u00ad\u200b\u202e\ufeff\ufffd\U000e0041\ue000é\u0301€“<>&*_#[]|`\\\t"


@dataclass(frozen=True)
class Mutant:
    """A mutated file, and whether its hidden word must stay hidden."""

    name: str
    data: bytes
    keeps_secret: bool


def main() -> int:
    """Run the mutants and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutants", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    started = time.perf_counter()
    counts: Counter[tuple[str, str]] = Counter()
    details: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="notes-fuzz-") as folder:
        made: list[Mutant] = []
        for result in run_bounded(
            _jobs(options.mutants, options.seed, Path(folder), made), options.workers
        ):
            mutant = made[int(result.job.path.stem)]
            result.job.path.unlink(missing_ok=True)
            outcome, detail = _outcome(mutant, result)
            kind = Path(mutant.name).suffix
            counts[kind, outcome] += 1
            if outcome not in ("accepted", "refused"):
                details[f"{outcome} {kind}: {detail}"] += 1
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    kept = options.keep / f"{result.job.path.stem}-{outcome}-{mutant.name}"
                    kept.write_bytes(mutant.data)
            total = counts.total()
            if sys.stderr.isatty() and total % 100 == 0:
                print(f"\r{total} of {options.mutants}", end="", file=sys.stderr)
    _print(counts, details, time.perf_counter() - started)
    return 1 if details else 0


def _jobs(number: int, seed: int, folder: Path, made: list[Mutant]) -> Iterator[Job]:
    chance = random.Random(seed)
    seeds = _seeds()
    kinds = sorted({Path(case.name).suffix for case in seeds})
    by_kind = {kind: [case for case in seeds if case.name.endswith(kind)] for kind in kinds}
    vocabularies = (ROOT / "notes" / "vocabularies").as_posix()
    for index in range(number):
        case = chance.choice(by_kind[kinds[index % len(kinds)]])
        mutant = _mutant(case, chance)
        made.append(mutant)
        path = folder / f"{index}{Path(case.name).suffix}"
        path.write_bytes(mutant.data)
        if index % 4 == 3:
            yield Job(SCRUB, path)
        else:
            yield Job(UNDERSTAND, path, (mutant.name, vocabularies))


def _seeds() -> list[Case]:
    groups = (word, opendocument, portable, pages, texts, ordinary)
    return [case for group in groups for case in group.cases()]


def _outcome(mutant: Mutant, result: Result) -> tuple[str, str]:
    problem = result.problem
    if mutant.keeps_secret and LEAK in repr(problem or result.value) and not _is_scrub(result):
        return "leak", mutant.name
    if problem is not None:
        if problem.code in ("limit-time", "limit-memory"):
            return problem.code, mutant.name
        if problem.code == "unreadable-original":
            return ("raised" if "(" in problem.message else "died"), problem.message
        return "refused", ""
    if _is_scrub(result):
        _, removed, problems = result.value
        if LEAK in repr(removed) + repr(problems):
            return "leak", mutant.name
        return ("refused" if problems else "accepted"), ""
    found = result.value.conversion.problems
    return ("refused" if any(one.level == "error" for one in found) else "accepted"), ""


def _is_scrub(result: Result) -> bool:
    return result.job.function == SCRUB


def _mutant(case: Case, chance: random.Random) -> Mutant:
    kind = Path(case.name).suffix
    times = chance.choice((1, 1, 2, 4, 8))
    by_bytes = chance.random() < 0.15
    # Bytes and objects changed at random may take away what hides a word.
    secret = LEAK.encode() in b"".join(_contents(case.data)) and not by_bytes
    try:
        if by_bytes:
            data = _bytes(case.data, chance, times)
        elif kind in (".docx", ".odt"):
            data = _parts(case.data, chance, times)
        elif kind == ".html":
            data = _page(case.data, chance, times)
        elif kind == ".pdf":
            data, secret = _objects(case.data, chance, times), False
        else:
            data, secret = _lines(case.data, chance, times), False
    except (ValueError, etree.LxmlError):
        data = _bytes(case.data, chance, times)
        secret = False
    return Mutant(case.name, data, secret)


def _contents(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def _bytes(data: bytes, chance: random.Random, times: int) -> bytes:
    changed = bytearray(data)
    for _ in range(times):
        if not changed:
            break
        at = chance.randrange(len(changed))
        how = chance.randrange(4)
        if how == 0:
            changed[at] = chance.randrange(256)
        elif how == 1:
            del changed[at : at + chance.randrange(1, 40)]
        elif how == 2:
            changed[at:at] = changed[at : at + chance.randrange(1, 200)]
        else:
            changed[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
    return bytes(changed)


def _parts(data: bytes, chance: random.Random, times: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    written = [name for name in parts if name.endswith((".xml", ".rels"))]
    secret = any(LEAK.encode() in part for part in parts.values())
    main = [name for name in MAIN_PARTS if name in parts]
    name = chance.choice(main if secret or chance.random() < 0.7 else written)
    root = etree.fromstring(parts[name])
    _tree(root, chance, times)
    parts[name] = etree.tostring(root)
    if not secret and chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), content)
    return target.getvalue()


def _page(data: bytes, chance: random.Random, times: int) -> bytes:
    root = html.document_fromstring(data)
    _tree(root, chance, times)
    return etree.tostring(root, method="html", encoding="utf-8")


def _tree(root: etree._Element, chance: random.Random, times: int) -> None:
    """Mutate elements; those that hold or hide the secret stay as they are."""
    guarded = {
        each
        for element in root.iter()
        if LEAK in "".join((element.text or "", element.tail or "", *map(str, element.values())))
        for each in (element, *element.iterancestors())
    }
    top = {element for element in guarded if element.getparent() is not None}
    inner = {child for element in top if not _holds_many(element) for child in element.iter()}
    style = {"style", "styles", "automatic-styles", "head", "background", "fldChar", "instrText"}
    free = [
        element
        for element in root.iter()
        if isinstance(element.tag, str)
        and element is not root
        and element not in guarded
        and element not in inner
        and not style & {_local(each) for each in (element, *element.iterancestors())}
    ]
    for _ in range(times):
        if not free:
            return
        _change(chance.choice(free), free, chance)


def _holds_many(element: etree._Element) -> bool:
    """Say whether an element is a body, which holds more than what is hidden."""
    return _local(element) in ("body", "text", "document", "html", "document-content")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _change(element: etree._Element, free: Sequence[etree._Element], chance: random.Random) -> None:
    parent = element.getparent()
    if parent is None:
        return
    how = chance.randrange(7)
    if how == 0:
        parent.remove(element)
    elif how == 1:
        parent.insert(parent.index(element), _copy(element))
    elif how == 2:
        other = chance.choice(free)
        if other not in (element, *element.iterancestors(), *element.iter()):
            other.append(element)
    elif how == 3 and element.attrib:
        element.set(chance.choice(list(map(str, element.attrib))), chance.choice(ODD_VALUES))
    elif how == 4:
        element.tag = chance.choice(free).tag
    elif how == 5:
        inner = element
        for _ in range(chance.choice((1, 5, 60))):
            copy = etree.SubElement(inner, element.tag)
            inner = copy
    else:
        odd = "".join(letter for letter in ODD_CHARACTERS if letter >= " ")
        element.text = (element.text or "") + chance.choice(odd) * chance.choice((1, 3, 500))


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _objects(data: bytes, chance: random.Random, times: int) -> bytes:
    for _ in range(times):
        how = chance.randrange(5)
        numbers = list(re.finditer(rb"(?<=[\s\[/])-?\d+(?=[\s\]/>])", data))
        names = list(re.finditer(rb"/[A-Za-z]{2,}", data))
        objects = list(re.finditer(rb"\d+ 0 obj.*?endobj", data, re.S))
        if how == 0 and numbers:
            match = chance.choice(numbers)
            odd = chance.choice((b"0", b"-1", b"1", b"99999999", b"2147483648"))
            data = data[: match.start()] + odd + data[match.end() :]
        elif how == 1 and names:
            match, other = chance.choice(names), chance.choice(names)
            data = data[: match.start()] + other.group() + data[match.end() :]
        elif how == 2 and objects:
            match = chance.choice(objects)
            data = data[: match.start()] + data[match.end() :]
        elif how == 3 and objects:
            match, other = chance.choice(objects), chance.choice(objects)
            data = data[: match.start()] + other.group() + data[match.end() :]
        else:
            data = _bytes(data, chance, 1)
    return data


def _lines(data: bytes, chance: random.Random, times: int) -> bytes:
    lines = data.decode("utf-8", errors="replace").split("\n")
    for _ in range(times):
        at = chance.randrange(len(lines))
        how = chance.randrange(6)
        if how == 0:
            lines[at] = ""
        elif how == 1:
            lines.insert(at, chance.choice(lines))
        elif how == 2:
            place = chance.randrange(len(lines[at]) + 1)
            odd = chance.choice(ODD_CHARACTERS) * chance.choice((1, 4, 400))
            lines[at] = lines[at][:place] + odd + lines[at][place:]
        elif how == 3:
            lines[at] = chance.choice(("#", "- ", "1. ", "> ", "    ", "| ", "[^1]: ")) + lines[at]
        elif how == 4:
            lines[at] = lines[at].swapcase()
        else:
            lines[at] = " ".join(reversed(lines[at].split()))
    encoding = chance.choice(("utf-8",) * 6 + ("utf-16", "utf-16-le", "cp1252"))
    return "\n".join(lines).encode(encoding, errors="replace")


def _print(counts: Counter[tuple[str, str]], details: Counter[str], seconds: float) -> None:
    outcomes = ("accepted", "refused", "raised", "died", "limit-time", "limit-memory", "leak")
    print("kind    " + "".join(f"{outcome:>14}" for outcome in outcomes))
    for kind in sorted({kind for kind, _ in counts}):
        print(f"{kind:8}" + "".join(f"{counts[kind, outcome]:14}" for outcome in outcomes))
    print(f"{counts.total()} mutants in {seconds:.0f} s, {sum(details.values())} faults")
    for detail, number in sorted(details.items()):
        print(f"{number:5}  {detail}")


if __name__ == "__main__":
    raise SystemExit(main())
