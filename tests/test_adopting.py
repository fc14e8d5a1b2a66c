"""Another publisher begins from this project: an empty catalogue, words of their own, a site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from workshop_notes.adopting import changed_words
from workshop_notes.cli import main
from workshop_notes.vocabulary import VOCABULARIES

ROOT = Path(__file__).parents[1]
VOCABULARY = ROOT / "notes" / "vocabularies" / "missions.yml"
SEMINAR = (
    *("Séminaire du Lac : carnets", "--series", "Séminaires du Lac", "--language", "fr"),
    *(
        "--mission",
        "séminaire,séminaires,m",
        "--mandate",
        "cycle,cycles,m",
        "--resolution",
        "décision,décisions,f",
    ),
)
DERIVED_DATA = shutil.ignore_patterns("data")
RIVER = (
    *("River Commission of Zub: workshop notes", "--series", "River workshops"),
    *("--mission", "programme,programmes", "--mandate", "plan", "--resolution", "decision"),
    *("--council", "the Commission’s assembly"),
)


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project's own files in a repository of their own, with two notes of its catalogue."""
    root = tmp_path / "clone"
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets", ignore=DERIVED_DATA)
    for name in (
        "mkdocs.yml",
        "docs/about.md",
        "docs/add-a-note.md",
        "docs/report.md",
        "notes/TEMPLATE.md",
        ".gitignore",
        "scripts/workshop_notes/hook.py",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "notes" / "vocabularies", root / "notes" / "vocabularies")
    for name in ("2017/minusca.md", "2017/minusca.original.md", "2018/minusma.md"):
        (root / "notes" / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "notes" / name, root / "notes" / name)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "start")
    return root


def test_an_adopted_project_is_empty_passes_and_takes_a_note(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adopt", "--root", str(clone), *RIVER]) == 0
    left = [path.name for path in (clone / "notes").rglob("*.md")]
    assert left == ["TEMPLATE.md"]
    assert main(["check", "--root", str(clone)]) == 0, capsys.readouterr().out
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "adopted")
    assert main(["check", "--root", str(clone)]) == 0, capsys.readouterr().out
    settings = (clone / "mkdocs.yml").read_text("utf-8")
    assert 'site_name: "River Commission of Zub: workshop notes"' in settings
    assert "- Programmes: programmes/index.md" in settings
    missions = clone / "notes/vocabularies/missions.yml"
    missions.write_text(missions.read_text("utf-8") + "- id: DELTA\n  label: DELTA\n", "utf-8")
    new = ("--mission", "DELTA", "--date", "2031-05-20", "--title", "Silt")
    assert main(["new", "--root", str(clone), *new]) == 0
    text = (clone / "notes/2031/delta.md").read_text("utf-8")
    assert "Council" not in text


# Words of the first publisher, in whatever it said of itself; the ids of its missions come on top.
THEIRS = re.compile(
    r"Security Council|United Nations|\bUNS?C?\b|\bIPI\b|peace ?(?:keeping|operation)|Stimson"
    r"|undocs|Conseil de sécurité|\bONU\b|Nations Unies|maintien de la paix|S/RES"
)
MISSIONS = re.compile("|".join(re.findall(r"(?m)^- id: ([A-Z]{4,})$", VOCABULARY.read_text())))


def own(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![/-])\b(?:{words})s?\b(?![=/-])", re.IGNORECASE)


ADOPTERS = {
    "river": (RIVER, "en", "programme", "mission|mandate|resolution"),
    "seminar": (SEMINAR, "fr", "séminaire", "mission|mandat|résolution"),
}
FOLDERS = {"river": "programmes", "seminar": "seminaires"}
TITLES = {"en": "Silt", "fr": "Limon"}
NOTES = {
    "en": "On 20 May 2031 a workshop was held on silt in the delta.\n\n"
    "## What was discussed\n\nSome participants asked for more dams.\n",
    "fr": "Le 20 mai 2031, un atelier a été tenu sur le limon.\n\n"
    "## Ce qui a été discuté\n\nCertains participants ont demandé plus de barrages.\n",
}


def adopted(clone: Path, name: str, terms: bool) -> Path:
    """Make a clone an adopter's project, with a note of theirs if asked, and give its site."""
    words, language, *_ = ADOPTERS[name]
    assert main(["adopt", "--root", str(clone), *words]) == 0
    if terms:
        for kind in ("missions", "themes"):
            path = clone / f"notes/vocabularies/{kind}.yml"
            term = f"- id: silt-{kind[:4]}\n  label: {TITLES[language]} {kind[0]}\n"
            path.write_text(path.read_text("utf-8") + term, "utf-8")
        fields = f"title: {TITLES[language]}\nmission: [silt-miss]\nyear: 2031\ndate: 2031-05-20\n"
        fields += f"themes: [silt-them]\nlanguage: {language}\nrule: chatham-house\n"
        note = clone / "notes/2031/silt.md"
        note.parent.mkdir()
        note.write_text(f"---\n{fields}status: published\n---\n\n{NOTES[language]}", "utf-8")
    assert main(["build", "--root", str(clone), "--strict"]) == 0
    return clone / "site"


@pytest.mark.parametrize("name", ADOPTERS)
@pytest.mark.parametrize("terms", [False, True], ids=["empty", "with-a-note"])
def test_an_adopted_site_builds_without_a_word_of_the_first_publisher(
    clone: Path, name: str, terms: bool
) -> None:
    _, _, said, ours = ADOPTERS[name]
    site = adopted(clone, name, terms)
    found = []
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".json", ".xml", ".csv", ".txt", ".js", ".mjs"):
            text = path.read_text("utf-8")
            shown = path.relative_to(site).as_posix()
            found += [(shown, word) for word in {*THEIRS.findall(text), *MISSIONS.findall(text)}]
            if path.suffix == ".html":
                seen = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", text)
                found += [(shown, word) for word in set(own(ours).findall(seen))]
    assert found == []
    assert broken_links(site) == []
    assert (site / FOLDERS[name] / "index.html").exists() == terms
    assert not any((site / one).exists() for one in ("missions", "resolutions", "decisions"))
    home = (site / "index.html").read_text("utf-8")
    assert (f">{said.capitalize()}s<" in re.sub(r"\s+", "", home)) == terms


def broken_links(site: Path) -> list[str]:
    """Give each link within the site that leads nowhere."""
    broken = []
    for page in sorted(site.rglob("*.html")):
        for link in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text("utf-8")):
            if re.match(r"[a-z]+:|//", link):
                continue
            base = site if link.startswith("/") else page.parent
            target = Path(os.path.normpath(base / unescape(link).lstrip("/")))
            if not (target / "index.html").exists() and not target.is_file():
                broken.append(f"{page.relative_to(site)}: {link}")
    return broken


def test_a_resolution_of_another_body_is_headed_by_that_body(clone: Path) -> None:
    assert main(["adopt", "--root", str(clone), *RIVER]) == 0
    path = clone / "notes/vocabularies/resolutions.yml"
    terms = (
        '- id: "7"\n  label: Decision 7\n- id: "8"\n  label: Decision 8\n  body: Senate of Zub\n'
    )
    path.write_text(path.read_text("utf-8") + terms, "utf-8")
    note = clone / "notes/2031/silt.md"
    note.parent.mkdir()
    body = "Resolution 2100 of the Commission’s assembly asked for dams. So did resolution 8."
    fields = "title: Silt\nyear: 2031\ndate: 2031-05-20\nstatus: published"
    note.write_text(f"---\n{fields}\n---\n\n{body}\n", "utf-8")
    assert main(["build", "--root", str(clone)]) == 0
    heads = {}
    for number in ("7", "8", "2100"):
        page = clone / f"site/decisions/{number}/index.html"
        kicker = (
            re.search(r'class="kicker">(.*?)<', page.read_text("utf-8")) if page.exists() else None
        )
        heads[number] = kicker[1] if kicker else ""
    assert heads == {"7": "the Commission’s assembly", "8": "Senate of Zub", "2100": ""}


def test_nothing_is_lost_where_work_is_uncommitted(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone / "notes/2017/minusca.md").write_text("changed", "utf-8")
    assert main(["adopt", "--root", str(clone), *RIVER]) == 2
    assert "uncommitted work" in capsys.readouterr().err
    assert (clone / "notes/2017/minusca.md").read_text("utf-8") == "changed"
    assert (clone / "notes/2018/minusma.md").exists()


def test_a_language_without_words_is_refused(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adopt", "--root", str(clone), "Zub", "--language", "pt"]) == 2
    assert "en, fr" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "said", "becomes"),
    [
        ("en", "Mission", "Programme"),
        ("en", "# missions", "# programmes"),
        ("en", "What the notes on {mission} discussed", None),
        ("en", "The resolutions on it", "The decisions on it"),
        ("en", "permission", None),
        ("fr", "mission inactive", "programme inactif"),
        ("fr", "Toutes les missions", "Tous les programmes"),
        ("fr", "met fin à la mission", "met fin au programme"),
        ("fr", "Toute cette mission en un dossier", "Tout ce programme en un dossier"),
        ("fr", "Mission politique spéciale", "Programme politique spécial"),
        ("fr", "pour la {mission}", "pour le {mission}"),
        ("fr", "Prochains mandats", "Prochaines échéances"),
        ("fr", "période de mandat", "période d’échéance"),
        ("fr", "Le texte de la résolution", "Le texte de la decision"),
        ("fr", "Résolutions de l’année", "Decisions de l’année"),
    ],
)
def test_words_change_whole_and_keep_their_capital(
    language: str, said: str, becomes: str | None
) -> None:
    words = {
        "mission": "programme",
        "missions": "programmes",
        "resolution": "decision",
        "resolutions": "decisions",
        "mandate": "échéance",
        "mandates": "échéances",
    }
    genders = {"mission": "m", "resolution": "f", "mandate": "f"}
    found = dict(changed_words(f'  "key": "{said}",\n', words, language, genders))
    assert found.get("key") == becomes


def test_a_word_that_names_none_of_ours_agrees_with_theirs() -> None:
    text = (ROOT / "overrides/words/fr.html").read_text("utf-8")
    genders = {"mission": "m", "resolution": "m"}
    found = dict(changed_words(text, {"mission": "projet", "missions": "projets"}, "fr", genders))
    assert found["founded-by"] == "Créé par"
    assert found["adopted-heading"] == "Adoptés cette année-là"
    assert not [said for said in found.values() if re.match("(?:Créé|Adopté)e", said)]


def test_git_keeps_what_is_written_into_docs_and_leaves_out_what_is_derived(clone: Path) -> None:
    adopted(clone, "river", terms=True)
    for name in ("docs/rules/index.md", "docs/img/a.png", "docs/blog/posts/first.md"):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_text("# Rules\n", "utf-8")
    git(clone, "add", "docs")
    added = git(clone, "diff", "--cached", "--name-only", "--diff-filter=A").split()
    assert added == ["docs/blog/posts/first.md", "docs/img/a.png", "docs/rules/index.md"]


@pytest.mark.parametrize(
    ("name", "flag", "code"),
    [
        ("docs/rules/index.md", "", "ignored-file"),
        ("notes/2031/silt.md", "", "ignored-file"),
        ("docs/notes/2031/silt/index.md", "--force", "derived-file"),
    ],
)
def test_what_git_would_lack_or_keep_in_vain_is_refused(
    clone: Path, capsys: pytest.CaptureFixture[str], name: str, flag: str, code: str
) -> None:
    adopted(clone, "river", terms=True)
    (clone / name).parent.mkdir(parents=True, exist_ok=True)
    if not (clone / name).exists():
        (clone / name).write_text("# Rules\n", "utf-8")
    if flag:
        git(clone, "add", flag, name)
    else:
        (clone / ".gitignore").write_text(f"/{name}\n", "utf-8")
    capsys.readouterr()
    assert main(["check", "--root", str(clone)]) == 1
    (line,) = [one for one in capsys.readouterr().out.splitlines() if ": warning: " not in one]
    assert line.startswith(f"{name}:1:1: ") and line.endswith(f"[{code}]")


def test_pages_of_former_addresses_are_swept(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adopted(clone, "river", terms=True)
    settings = clone / "mkdocs.yml"
    text = settings.read_text("utf-8")
    for was, now in (("missions: programmes", "missions: plans"), ("programmes/i", "plans/i")):
        assert was in text
        text = text.replace(was, now)
    settings.write_text(text, "utf-8")
    assert main(["check", "--root", str(clone)]) == 0, capsys.readouterr().out
    assert main(["build", "--root", str(clone), "--strict"]) == 0
    assert (clone / "docs/plans/silt-miss/index.md").is_file()
    assert not (clone / "docs/programmes").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--mission", "bassin,bassins,x", "--language", "fr"], "WORD,WORDS,m"),
        (["--mission", "bassin,bassins,m,f", "--language", "fr"], "WORD,WORDS,m"),
        (["--mission", "bassin,bassins", "--language", "fr"], "the gender, m or f"),
        (["--mission", "bassin", "--language", "fr"], "the gender, m or f"),
        (["--address", "velmar.example"], "begin it with https://"),
    ],
)
def test_words_and_addresses_that_cannot_be_used_are_refused(
    clone: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    assert main(["adopt", "--root", str(clone), "Zub", *options]) == 2
    assert says in capsys.readouterr().err
    assert not git(clone, "status", "--porcelain")


def test_what_the_builder_warns_of_is_told_at_each_build(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adopted(clone, "river", terms=False)
    about = clone / "docs/about.md"
    about.write_text(about.read_text("utf-8") + "\n[Rules](rulse.md)\n", "utf-8")
    for _ in range(2):
        capsys.readouterr()
        assert main(["build", "--root", str(clone)]) == 0
        (said,) = [one for one in capsys.readouterr().out.splitlines() if "rulse.md" in one]
        assert said.startswith("docs/about.md:1:1: warning: ")
        assert said.endswith("[builder-warning]")


def test_a_commit_that_the_history_does_not_hold_is_no_beginning(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adopt", "--root", str(clone), *RIVER]) == 0
    settings = clone / "mkdocs.yml"
    text = re.sub(r"since: \w+", f"since: {'0' * 40}", settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    assert main(["check", "--root", str(clone)]) == 1
    assert "mkdocs.yml:" in (out := capsys.readouterr().out) and "there is no commit '000" in out


@pytest.mark.parametrize(
    ("there", "says"),
    [
        ("", "is missing"),
        ("misions.yml", "is 'misions.yml' meant for it?"),
        ("missions.yml", "no term"),
    ],
)
def test_a_vocabulary_that_is_missing_or_misnamed_is_one_problem(
    clone: Path, capsys: pytest.CaptureFixture[str], there: str, says: str
) -> None:
    missions = clone / "notes/vocabularies/missions.yml"
    if there == missions.name:
        missions.write_text("", "utf-8")
    else:
        missions.rename(missions.with_name(there)) if there else missions.unlink()
    assert main(["check", "--root", str(clone)]) == 1
    found = capsys.readouterr().out.splitlines()
    (said,) = [line for line in found if line.startswith("notes/vocabularies/missions.yml:1:1: ")]
    assert says in said
    assert not [line for line in found if "unknown-mission" in line or "identifies-" in line]


def test_a_term_is_renamed_by_the_address_at_which_it_stands(clone: Path) -> None:
    adopted(clone, "river", terms=True)
    assert main(["rename", "--root", str(clone), "programmes/silt-miss", "SILT"]) == 0
    assert "- id: SILT" in (clone / "notes/vocabularies/missions.yml").read_text("utf-8")


def test_a_note_in_a_language_that_is_not_guarded_says_so_once(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = clone / "notes/2018/minusma.md"
    fields = "title: Taller\nmission: [MINUSMA]\nyear: 2018\ndate: 2018-05-20\nlanguage: es\n"
    body = "La delegada propuso otra cosa.\n\nNo hubo respuesta del grupo.\n"
    note.write_text(f"---\n{fields}status: published\n---\n\n{body}", "utf-8")
    assert main(["check", "--root", str(clone), str(note)]) == 1
    found = capsys.readouterr().out.splitlines()
    told = [line for line in found if "identifies-language" in line and ":10:" in line]
    assert len(told) == 1 and "the field `language`" in told[0]


def test_empty_vocabularies_explain_every_key(clone: Path) -> None:
    assert main(["adopt", "--root", str(clone), *RIVER]) == 0
    for name, fields in VOCABULARIES.items():
        head = (clone / f"notes/vocabularies/{name}.yml").read_text("utf-8")
        assert [field for field in fields if f"\n# {field} " not in f"\n{head}"] == []
    names = (clone / "notes/vocabularies/names.yml").read_text("utf-8")
    assert names.startswith("# Names of people")
