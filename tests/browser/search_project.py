"""An invented collection for the tests of search, tagged from this project's vocabularies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from tests.end_to_end.conftest import once, project
from tests.tools import ROOT

from workshop_notes.build.cache import FILE, Asked, Cache
from workshop_notes.build.make import build

VOCABULARIES = ROOT / "notes" / "vocabularies"
DAY = "2036-07-18"

# id → (missions, date, themes, resolutions, title, summary, paragraphs); all of it invented.
NOTES: dict[str, tuple[list[str], str, list[str], list[int], str, str, list[str]]] = {
    "2031/minusma": (
        ["MINUSMA"],
        "2031-05-20",
        ["political-process", "protection-of-civilians"],
        [2480],
        "Invented note A: The Case of MINUSMA",
        "An invented talk on patrols and wells.",
        [
            "The invented talk began with patrols around forty wells. The plain was calm.",
            "The protection of civilians was weighed; the protection of civilians came first.",
            "The organization of convoys was careful: each car carried water.",
        ],
    ),
    "2032/minusma": (
        ["MINUSMA"],
        "2032-05-18",
        ["elections"],
        [],
        "Invented note B: The Case of MINUSMA",
        "A year later, an invented vote.",
        [
            "An invented ballot was planned for spring. The blue lantern accord was praised.",
            "Weaving cooperatives, security, and lantern makers were to help with the vote.",
        ],
    ),
    "2031/minusca": (
        ["MINUSCA"],
        "2031-10-02",
        ["elections", "protection-of-civilians"],
        [],
        "Invented note C: The Case of MINUSCA",
        "An invented rally before an invented ballot.",
        [
            "The rally in the capital was peaceful (S/2031/7). R-ARCSS is another country's text.",
            "A ballot, a rally, and a second ballot: the invented calendar was full.",
        ],
    ),
    "2030/monusco": (
        ["MONUSCO"],
        "2030-11-12",
        ["transition-drawdown", "protection-of-civilians"],
        [],
        "Invented note D: The Case of MONUSCO",
        "How an invented drawdown might end.",
        [
            "The exit was measured by lanterns, not by dates. An exit strategy needs lanterns.",
            "Threats to civilians were named once. The AU sent an invented envoy.",
        ],
    ),
    "2031/unmiss": (
        ["UNMISS"],
        "2031-02-02",
        ["climate-security"],
        [],
        "Invented note E: The Case of UNMISS",
        "Invented floods in an invented valley.",
        [
            "Floods covered the invented valley. Sudan's invented market had closed.",
            "The R-ARCSS was cited, and <b>angle brackets</b> & ampersands stood in the text.",
        ],
    ),
    "2031/unitams": (
        ["UNITAMS"],
        "2031-04-26",
        ["political-process"],
        [],
        "Invented note F: The Case of UNITAMS",
        "An invented transition, told briefly.",
        ["The invented transition was slow. A council of weavers met."],
    ),
    "2032/taking-stock": (
        ["MINUSMA", "MINUSCA", "MONUSCO"],
        "2032-12-01",
        ["council-dynamics"],
        [],
        "Invented note G: Taking Stock of Lanterns",
        "What all invented workshops had in common.",
        ["Mandates like a decorated paper lantern were compared with short ones."],
    ),
}


def invented(factory: pytest.TempPathFactory) -> Path:
    """Give the site of the invented collection, built once for all tests."""
    return once(factory, "search", _built) / "project" / "site"


def write_notes(folder: Path) -> None:
    """Write the invented notes into `folder`, beside this project's vocabularies."""
    shutil.copytree(VOCABULARIES, folder / "vocabularies")
    for identifier, fields in NOTES.items():
        missions, date, themes, resolutions, title, summary, paragraphs = fields
        front = {
            "title": title,
            "mission": missions,
            "year": int(date[:4]),
            "date": date,
            "themes": themes,
            "series": "mandate-workshops",
            "event": "workshop",
            "organizers": ["ipi"] if "minus" in identifier else ["ipi", "stimson"],
            "resolutions": resolutions,
            "language": "en",
            "summary": summary,
            "source_url": "https://example.org/" + identifier,
            "status": "published",
        }
        front = {name: value for name, value in front.items() if value}
        path = folder / f"{identifier}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1_000)
        body = "\n\n".join(paragraphs).replace("<", "\\<")
        path.write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")


def _built(folder: Path) -> None:
    write_notes(folder / "invented")
    root = project(folder / "project", folder / "invented")
    build(root, root / "site", Asked(DAY), Cache(root / ".cache" / FILE))
