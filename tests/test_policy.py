"""The policy of a page lets in this site's files and the theme's own scripts, and nothing else."""

import base64
import hashlib
from pathlib import Path

from workshop_notes.sharing import policy, with_policy, write_policies

PAGE = """<!doctype html>
<html><head>
    <meta charset="utf-8">
<title>x</title>
<style>:root{{}}</style>
<script>one=1</script>
<script type="application/ld+json">{{"a": 1}}</script>
</head><body>
<script>two=">"</script>
<article class="md-content__inner md-typeset">{text}</article>
<script src="assets/site.js"></script>
</body></html>"""


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_nothing_is_let_in_by_default() -> None:
    assert policy(PAGE.format(text="")).startswith("default-src 'none'; ")
    assert "unsafe-eval" not in policy(PAGE.format(text=""))
    assert "script-src 'self' 'unsafe-inline'" not in policy(PAGE.format(text=""))


def test_the_themes_own_scripts_and_styles_are_let_in_by_hash() -> None:
    said = policy(PAGE.format(text=""))
    assert hash_of("one=1") in said
    assert hash_of('two=">"') in said
    assert hash_of(":root{}") in said
    assert said.count("sha256-") == 3  # data and files need none


def test_a_script_within_the_text_is_kept_out_and_named(tmp_path: Path) -> None:
    page = PAGE.format(text="<p>Text</p><script>evil()</script>")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(page, "utf-8")
    (found,) = write_policies(tmp_path)
    written = (tmp_path / "a" / "index.html").read_text("utf-8")
    assert hash_of("evil()") not in written
    assert hash_of("one=1") in written
    assert found.path == "a/index.html"
    assert "does not run" in found.message
    assert "extra_javascript" in found.fix
    assert found.level == "warning"


def test_a_script_of_another_host_is_named(tmp_path: Path) -> None:
    page = PAGE.format(text='<script src="https://far.example/x.js"></script>')
    (tmp_path / "index.html").write_text(page, "utf-8")
    (found,) = write_policies(tmp_path)
    assert "https://far.example/x.js lies on another host" in found.message


def test_a_diagram_without_its_renderer_is_named_and_one_with_it_may_bring_styles(
    tmp_path: Path,
) -> None:
    page = PAGE.format(text='<pre class="mermaid"><code>a</code></pre>')
    (tmp_path / "index.html").write_text(page, "utf-8")
    (found,) = write_policies(tmp_path)
    assert "mermaid.min.js" in found.fix
    page = page.replace("assets/site.js", "assets/mermaid.min.js")
    assert "style-src 'self' 'unsafe-inline'" in policy(page)
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert write_policies(tmp_path) == []


def test_the_policy_stands_before_all_that_loads_and_after_the_charset() -> None:
    for page in (PAGE.format(text=""), "<html><head><title>x</title></head></html>"):
        written = with_policy(page)
        place = written.index("Content-Security-Policy")
        assert place < written.index("<title>")
        assert 'name="referrer"' in written
        assert written.count("Content-Security-Policy") == 1
    assert with_policy(PAGE.format(text="")).index("charset") < 1024
    assert with_policy("<p>no head") == "<p>no head"
