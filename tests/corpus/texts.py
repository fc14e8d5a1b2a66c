"""Plain texts and Markdown: encodings, invisible characters, and text that Markdown would read."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.case import FIRST, LEAK, SECOND, TITLE, Case

FRENCH = "Les participants ont évoqué la sécurité à Exemplia, où la façade naïve a cédé."
BODY = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{FRENCH}\n"
_SEEN = (FIRST, SECOND, FRENCH)
_HIDING = (
    "hidden-tag-characters",
    "hidden-bidi",
    "hidden-zero-width",
    "hidden-selectors",
    "hidden-annotation",
    "hidden-private-use",
    "hidden-character",
)


def cases() -> Iterator[Case]:
    """Yield every encoding and every invisible character."""
    yield from _encodings()
    yield from _invisible()
    yield from _markup()


def _encodings() -> Iterator[Case]:
    for name, data in (
        ("utf-8", BODY.encode()),
        ("utf-8-with-mark", b"\xef\xbb\xbf" + BODY.encode()),
        ("utf-16-with-mark", BODY.encode("utf-16")),
        ("utf-16-big-with-mark", b"\xfe\xff" + BODY.encode("utf-16-be")),
        ("utf-16-bare", BODY.encode("utf-16-le")),
        ("utf-16-big-bare", BODY.encode("utf-16-be")),
        ("cp1252", BODY.encode("cp1252")),
        ("carriage-returns", BODY.replace("\n", "\r").encode()),
        ("windows-lines", BODY.replace("\n", "\r\n").encode()),
        ("unicode-lines", BODY.replace("\n", "\u2028").encode()),
    ):
        yield Case(f"text-{name}.txt", data, shows=_SEEN, never=("Ã©", "â€™", "\ufffd"))
    decomposed = BODY.replace("é", "e\u0301").replace("ç", "c\u0327")
    yield Case("text-decomposed.txt", decomposed.encode(), shows=_SEEN)
    doubled = (BODY * 3).encode().decode("cp1252", errors="replace").replace("\ufffd", "")
    yield Case("text-mojibake.txt", doubled.encode(), never=("sÃ©curitÃ©",))
    yield Case("text-mac-roman.txt", BODY.encode("mac-roman"), never=("sŽcurit", "Žvoqu"))


def _invisible() -> Iterator[Case]:
    message = "".join(chr(0xE0000 + ord(letter)) for letter in LEAK)
    yield Case(
        "text-tag-characters.txt",
        f"{BODY}{message}\n".encode(),
        refused=_HIDING,
        never=(message,),
        committed="hidden-character",
    )
    turned = LEAK[::-1]
    yield Case(
        "text-turned-round.txt",
        f"{BODY}\u202e{turned}\u202c\n".encode(),
        refused=_HIDING,
        committed="hidden-character",
    )
    bits = "".join("\u200b" if bit == "0" else "\u200c" for bit in f"{ord('Z'):032b}")
    yield Case(
        "text-zero-width-bits.txt",
        f"{BODY}A{bits} word.\n".encode(),
        refused=_HIDING,
        never=(bits,),
        committed="hidden-character",
    )
    selectors = "".join(chr(0xE0100 + ord(letter)) for letter in LEAK)
    yield Case(
        "text-variation-selectors.txt",
        f"{BODY}A{selectors} word.\n".encode(),
        refused=_HIDING,
        never=(selectors,),
        committed="hidden-character",
    )
    for name, letter in (
        ("soft-hyphen", "\u00ad"),
        ("zero-width-space", "\u200b"),
        ("word-joiner", "\u2060"),
        ("byte-order-mark", "\ufeff"),
        ("left-to-right-mark", "\u200e"),
    ):
        text = BODY.replace("mandate", f"man{letter}date")
        yield Case(f"text-{name}.txt", text.encode(), shows=_SEEN, never=(f"man{letter}date",))
    for name, letter in (("no-break-space", "\u00a0"), ("thin-space", "\u2009")):
        text = BODY.replace("mission’s mandate", f"mission’s{letter}mandate")
        yield Case(f"text-{name}.txt", text.encode(), shows=_SEEN)
    cyrillic = BODY.replace("Examplia", "Ex\u0430mpli\u0430")
    yield Case("text-look-alikes.txt", cyrillic.encode(), shows=(SECOND,))
    yield Case("text-control-characters.txt", BODY.replace("On May", "\x07On May").encode())


def _markup() -> Iterator[Case]:
    for number, line in enumerate(
        (
            "A *starred* word and a **doubly** starred one.",
            "A name_with_lines and _one around_ it.",
            "# not a heading but a hash",
            "1986. was a year that begins a line",
            "> was the answer",
            "A <b>tag</b> and <script>alert(1)</script> in the text.",
            "An &amp; entity and &lt; another.",
            "A [link](javascript:alert(1)) and ![picture](file:///etc/passwd).",
            "`code` and ``more`` and a \\ backslash.",
            "| a | b |",
            "a paragraph\n---",
            "[^1]: not a footnote",
            "*[HTML]: not an abbreviation",
            "::: not an admonition",
            "!!! note",
            "{: .class #id }",
            '--8<-- "/etc/passwd"',
            "{% include 'x' %} and {{ config }} in the text.",
            "$$ x $$ and \\( y \\) in the text.",
            ":smile: and ==marked== and ~~struck~~ and ^^raised^^.",
            "http://bare.example/path_with_lines_ and www.bare.example",
        )
    ):
        yield Case(f"text-markup-{number:02}.txt", f"{BODY}\n{line}\n\n{SECOND}\n".encode())
    comment = f"# {TITLE}\n\n{FIRST}\n\n<!-- {LEAK} -->\n\n{SECOND}\n"
    yield Case(
        "markdown-comment.md",
        comment.encode(),
        shows=(FIRST, SECOND),
        committed="hidden-html-comment",
    )
    label = f"# {TITLE}\n\n{FIRST}\n\n[//]: # ({LEAK})\n\n{SECOND}\n"
    yield Case(
        "markdown-label.md", label.encode(), shows=(FIRST, SECOND), committed="hidden-html-comment"
    )
    hidden = f'# {TITLE}\n\n{FIRST}\n\n<p style="display:none">{LEAK}</p>\n\n{SECOND}\n'
    yield Case(
        "markdown-hidden.md",
        hidden.encode(),
        shows=(FIRST, SECOND),
        committed="hidden-html",
        scrubs=False,
    )
