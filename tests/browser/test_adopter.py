"""What a user of Material sets in mkdocs.yml, and writes in a page, works with both builders."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Witness, serve, until, violations
from tests.conftest import skip_or_fail
from tests.end_to_end.conftest import once, project, run
from tests.tools import NODE_MODULES, ROOT, ZENSICAL

pytestmark = [
    pytest.mark.browser,
]

SETTINGS = """
INHERIT: shipped.yml
site_name: Carnets d’atelier
site_url: https://carnets.example/lieu/
repo_url: https://code.example/carnets
theme:
  name: material
  variant: classic
  custom_dir: overrides
  language: fr
  font: false
  logo: assets/own.svg
  favicon: assets/own.svg
  features:
    - navigation.tabs
    - navigation.tabs.sticky
    - navigation.sections
    - navigation.path
    - navigation.instant
    - navigation.top
    - content.code.copy
    - content.code.annotate
    - content.tooltips
    - content.footnote.tooltips
    - content.tabs.link
    - announce.dismiss
  palette:
    scheme: default
    primary: teal
    accent: deep orange
nav:
  - Accueil: index.md
  - Guides:
      - Premier: guides/first.md
      - Plus:
          - Profond: guides/deep.md
  - Toutes les notes: browse/index.md
extra_css:
  - assets/own.css
extra_javascript:
  - assets/mermaid.js
  - assets/own.js
copyright: Droits inventés
extra:
  social:
    - icon: fontawesome/brands/mastodon
      link: https://social.example/@carnets
  analytics:
    provider: google
    property: G-0
  report:
    private: mailto:redaction@carnets.example
"""
# Rules that stock Material breaks where a page uses its tooltips, annotations, lines, boxes, path.
MATERIALS_OWN = {
    "aria-dialog-name",
    "aria-hidden-focus",
    "color-contrast",
    "label",
    "landmark-unique",
    "link-name",
}
EVERYTHING = """---
title: Tout
---
# Tout ce que le thème sait montrer

!!! note "Une remarque"

    Dans la boîte.

??? question "Une question"

    Plié d’abord.

=== "Un"

    Premier onglet.

=== "Deux"

    Second onglet.

``` python title="exemple.py" hl_lines="2"
def answer() -> int:
    return 42  # (1)!
```

1. Une annotation.

:material-account-group: et ++ctrl+alt+del++

<div class="grid cards" markdown>

- Une carte
- Une autre carte

</div>

[Un bouton](first.md){ .md-button .md-button--primary }

- [x] fait
- [ ] à faire

| A | B |
|---|---|
| 1 | 2 |

Un mot avec une note.[^1]

[^1]: Le texte de la note.

``` mermaid
graph LR
  A[fichier] --> B[note];
```
"""
NAME = "Navigation Plan of the Middle and Lower Zub"
LONG = "\n\n".join(f"## Partie {n}\n\n{'Un texte. ' * 60}" for n in range(1, 9))


def _adopted(folder: Path) -> None:
    root = project(folder, ROOT / "tests" / "toy" / "notes")
    (root / "mkdocs.yml").rename(root / "shipped.yml")
    (root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (root / "docs" / "guides").mkdir()
    (root / "docs" / "guides" / "first.md").write_text(f"# Premier guide\n\n{LONG}\n", "utf-8")
    (root / "docs" / "guides" / "deep.md").write_text(EVERYTHING, "utf-8")
    missions = root / "notes" / "vocabularies" / "missions.yml"
    named = re.sub(
        r"(?m)^  label_fr: .*$", f"  label_fr: {NAME}", missions.read_text("utf-8"), count=1
    )
    missions.write_text(named, "utf-8")
    assets = root / "docs" / "assets"
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2z"/></svg>'
    )
    (assets / "own.svg").write_text(picture, "utf-8")
    style = ":root { --own: 7px } .md-typeset h1 { color: rgb(1 2 3) }"
    (assets / "own.css").write_text(style, "utf-8")
    (assets / "own.js").write_text("document$.subscribe(() => { window.own = 'ran' })", "utf-8")
    mermaid = NODE_MODULES / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js"
    if not mermaid.is_file():
        skip_or_fail("mermaid is not installed; run tests/tools.py")
    shutil.copy(mermaid, assets / "mermaid.js")
    main = root / "overrides" / "main.html"
    said = "{% block announce %}Nouvelle annonce{% endblock %}"
    main.write_text(main.read_text("utf-8") + said, "utf-8")
    run(root, "notes", "build")
    if (ZENSICAL / "bin").is_dir():
        run(root, "notes", "build", "--builder", "zensical", "--site-dir", "site-zensical")


@pytest.fixture(scope="module", params=["site", "site-zensical"], ids=["mkdocs", "zensical"])
def adopted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The adopter's site, by each builder."""
    site = once(tmp_path_factory, "adopter", _adopted) / str(request.param)
    if not site.is_dir():
        skip_or_fail("Zensical is not installed; run tests/tools.py")
    return site


@pytest.fixture(scope="module")
def address(adopted: Path) -> Iterator[str]:
    """Where the adopter's site is served."""
    yield from serve(adopted)


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Page]:
    """A window on the adopter's site."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["guides/deep/", "notes/2031/zuma/", "missions/zuma/"])
def test_settings_show_on_every_kind_of_page(window: Page, path: str) -> None:
    window.goto(path)
    expect(window.locator("html")).to_have_attribute("lang", "en" if "notes" in path else "fr")
    expect(window.locator("header .md-logo img")).to_be_visible()
    assert window.locator("header .md-logo img").evaluate("image => image.naturalWidth") > 0
    icon = window.locator("link[rel=icon]").get_attribute("href") or ""
    assert icon.endswith("assets/own.svg")
    colour = "element => getComputedStyle(element).backgroundColor"
    assert window.locator("header.md-header").evaluate(colour) == "rgb(0, 148, 133)"
    expect(window.locator(".md-banner")).to_contain_text("Nouvelle annonce")
    assert window.evaluate("getComputedStyle(document.body).getPropertyValue('--own')") == "7px"
    assert window.locator("h1").first.evaluate("e => getComputedStyle(e).color") == "rgb(1, 2, 3)"
    assert window.evaluate("window.own") == "ran"
    expect(window.locator(".md-tabs").first).to_contain_text("Guides")
    expect(window.locator(".md-footer")).to_contain_text("Droits inventés")
    expect(window.locator(".md-footer .md-social a")).to_be_visible()
    expect(window.locator("header .md-source")).to_be_visible()
    expect(window.locator("link[rel=canonical]")).to_have_attribute(
        "href", f"https://carnets.example/lieu/{path}"
    )


def test_a_nested_page_shows_its_section_and_its_path(window: Page) -> None:
    window.goto("guides/deep/")
    sidebar = window.locator(".md-sidebar--primary")
    expect(sidebar.get_by_role("link", name="Premier")).to_be_visible()
    expect(sidebar.get_by_role("link", name="Profond")).to_be_visible()
    expect(window.locator(".md-path").first).to_contain_text("Guides")


def test_a_page_moves_to_another_without_loading_anew(
    window: Page, adopted: Path, address: str
) -> None:
    # Material looks pages up in the sitemap, which knows the site's address, not the test's port.
    sitemap = (adopted / "sitemap.xml").read_text("utf-8")
    here = sitemap.replace("https://carnets.example/lieu/", address)
    window.route("**/sitemap.xml", lambda route: route.fulfill(body=here, content_type="text/xml"))
    window.goto("guides/first/")
    window.evaluate("window.kept = 1")
    # Zensical adds the inherited navigation to the adopter's own.
    window.locator(".md-tabs").get_by_role("link", name="Toutes les notes").first.click()
    expect(window.locator("#browse")).to_be_visible()
    window.locator("#browse tbody a").first.click()
    expect(window.locator("article.note")).to_be_visible()
    assert window.evaluate("window.kept") == 1
    window.locator("#search-box-query").fill("zuma")
    expect(window.locator("#search-box-results li").first).to_be_visible()
    window.locator(".site-search button").click()
    expect(window.locator("#search-page")).to_be_visible()
    assert "/search/?q=zuma" in window.url


def test_every_feature_of_a_hand_written_page_shows(window: Page, axe: str) -> None:
    window.goto("guides/deep/")
    expect(window.locator(".admonition.note")).to_contain_text("Dans la boîte")
    details = window.locator("details.question")
    details.locator("summary").click()
    expect(details.get_by_text("Plié d’abord")).to_be_visible()
    window.get_by_text("Deux", exact=True).click()
    expect(window.get_by_text("Second onglet.")).to_be_visible()
    expect(window.get_by_text("Premier onglet.")).not_to_be_visible()
    code = window.locator("div.highlight").first
    expect(code.locator(".filename")).to_have_text("exemple.py")
    keyword = code.locator(".k").first.evaluate("e => getComputedStyle(e).color")
    assert keyword != code.locator("code").evaluate("e => getComputedStyle(e).color")
    code.hover()
    expect(code.locator(".md-code__button, .md-clipboard").first).to_be_visible()
    expect(code.locator(".md-annotation")).to_be_visible()
    expect(window.locator(".twemoji svg").first).to_be_visible()
    expect(window.locator(".keys kbd")).to_have_count(3)
    boxes = [box.bounding_box() for box in window.locator(".grid.cards > ul > li").all()]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"]
    expect(window.locator(".md-typeset a.md-button--primary")).to_be_visible()
    expect(window.locator(".task-list-control input")).to_have_count(2)
    expect(window.locator(".md-typeset table td").first).to_have_text("1")
    window.locator(".footnote-ref").hover()
    expect(window.locator(".md-tooltip2")).to_contain_text("Le texte de la note")
    window.mouse.move(0, 0)
    expect(window.locator("div.mermaid")).to_be_visible()
    assert {rule for rule, _ in violations(window, axe)} <= MATERIALS_OWN


@pytest.mark.parametrize(("width", "share"), [(390, 0.4), (1280, 0.4)])
def test_long_names_leave_the_grid_its_years(
    browser: Browser, address: str, width: int, share: float
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address)
    window = context.new_page()
    window.goto("missions/")
    name = window.locator(".matrix tbody th", has_text=NAME)
    named, corner = name.bounding_box(), window.locator(".matrix thead th").first
    assert named and named["width"] <= share * width
    of_corner = "e => [getComputedStyle(e).position, getComputedStyle(e).backgroundColor]"
    position, colour = corner.evaluate(of_corner)
    assert position == "sticky" and colour == name.evaluate(of_corner)[1] != "rgba(0, 0, 0, 0)"
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_back_to_top_comes_with_the_way_back(window: Page) -> None:
    window.goto("guides/first/")
    window.evaluate("scrollTo(0, 3000)")
    window.wait_for_timeout(200)
    window.mouse.wheel(0, -400)
    top = window.locator("button.md-top")
    expect(top).to_be_visible()
    top.click()
    until(window, "scrollY === 0")


def test_nothing_comes_from_another_host_and_the_policy_holds(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address)
    witness = Witness(context, address)
    for path in ("", "guides/deep/", "guides/first/", "notes/2031/zuma/", "report/", "search/"):
        witness.visit(path)
        witness.page.wait_for_timeout(300)
    context.close()
    assert (witness.away, witness.kept_out, witness.said) == ([], [], [])


def test_whoever_is_identified_gets_the_private_way(window: Page) -> None:
    window.goto("report/?page=notes/2031/zuma/")
    link = window.get_by_role("region", name="m’identifie").get_by_role("link")
    expect(link).to_have_attribute(
        "href", "mailto:redaction@carnets.example?subject=notes%2F2031%2Fzuma%2F"
    )
    public = window.get_by_role("region", name="Autre chose").get_by_role("link")
    expect(public).to_have_attribute(
        "href", "https://code.example/carnets/issues/new?title=notes%2F2031%2Fzuma%2F"
    )


def test_links_to_the_site_show_a_picture(adopted: Path, window: Page) -> None:
    window.goto("notes/2031/zuma/")
    picture = window.locator("meta[property='og:image']").get_attribute("content")
    assert picture == "https://carnets.example/lieu/notes/2031/zuma/picture.png"
    assert (adopted / "notes/2031/zuma/picture.png").read_bytes().startswith(b"\x89PNG")
    assert (adopted / "robots.txt").is_file()
    assert (adopted / "opensearch.xml").is_file()
    assert (adopted / "sitemap.xml").is_file()
