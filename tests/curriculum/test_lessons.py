"""Markdown becomes HTML that is safe and accessible, and what is in it is known."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.curriculum import blocks
from trainer.curriculum.lessons import Heading, Picture, TooDeep, is_external, render, sanitise, slug

VOID = {"br", "hr", "img"}
ALLOWED_SCHEMES = ("http://", "https://", "mailto:")


class Reader(HTMLParser):
    """Collects what a browser would see, and whether every element is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.balanced = True
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.balanced = False


def dangers(html: str) -> list[str]:
    """Everything in HTML that could run, style or lead where it should not."""
    found = []
    for tag, attributes in Reader(html).tags:
        if tag in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "svg",
            "math",
            "link",
            "meta",
            "base",
        }:
            found.append(tag)
        found += [
            f"{tag} {name}" for name in attributes if name.startswith("on") or name in ("style", "srcset", "srcdoc")
        ]
        for name in ("href", "src"):
            address = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", attributes.get(name) or "").lower()
            if ":" in address.split("/")[0].split("#")[0].split("?")[0] and not address.startswith(ALLOWED_SCHEMES):
                found.append(f"{tag} {name}={address}")
    return found


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{display:none}</style>",
    "<div data-block='check' id='reflection-x'>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x09;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](<java script:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x](a.png "t\\" onerror=\\"alert(1)")',
    "![x](a.png){onerror=alert(1) style='x' srcset=b.png}",
    "[x](a.md){onclick=alert(1) target=_blank style=color:red}",
    "## Title {onclick=alert(1) style=color:red}",
    "para\n{: onmouseover=alert(1) style=x }",
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```{.python onclick=alert(1) style=x}\ncode\n```",
    "``` { .python }\n</code></pre><script>alert(1)</script>\n```",
    "/// note | <script>alert(1)</script>\ntext\n///",
    "/// note | x\n    attrs: {onclick: alert(1), style: x}\n\ntext\n///",
    "/// reflection | x\n    key: '\"><script>alert(1)</script>'\n\ntext\n///",
    "/// task | x\n    minutes: '<script>alert(1)</script>'\n\ntext\n///",
    "/// task | x\n    minutes: [[[[1]]]]\n\ntext\n///",
    "/// note\n    a: &a [x, x]\n    b: &b [*a, *a]\n    attrs: *b\n\ntext\n///",
    "| <script> | b |\n|---|---|\n| <img onerror=x> | <b> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "[^<script>]\n\n[^<script>]: x",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "\x02wzxhzdk:0\x03<script>",
    "- [ ] <script>alert(1)</script>\n- [x] <input>",
    "*" * 3000,
    ">" * 3000 + "x",
    "[" * 3000,
    "![" * 2000,
    "- " * 1500 + "x",
    "`" * 5000,
    "(" * 3000 + ")" * 3000,
    "/// note\n" * 300,
    "<" * 5000,
    "_a_" * 2000,
    "|" * 2000 + "\n" + "|-" * 2000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_comes_out(text: str) -> None:
    try:
        html = render(text).html
    except TooDeep:
        return
    assert dangers(html) == []
    assert Reader(html).balanced


PIECES = [
    *(text for text in HOSTILE if len(text) < 120),
    *(f"/// {kind} | T\n" for kind in blocks.KINDS),
    *(
        "///\n",
        "\n\n",
        "    ",
        "- ",
        "1. ",
        "> ",
        "`",
        "```\n",
        "**",
        "_",
        "{#id}",
        "{: .x }",
        "|",
        "\n|-|-|\n",
        "[^1]",
    ),
    *(
        "<",
        ">",
        '"',
        "'",
        "&",
        "=",
        "on",
        "style",
        "\\",
        "javascript:",
        "(",
        ")",
        "[",
        "]",
        "!",
        ":   ",
        "x",
        " ",
        "\n",
    ),
]
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(st.one_of(FRAGMENTS, st.text()))
@settings(max_examples=250, deadline=None)
def test_no_text_makes_scripts_styles_or_handlers(text: str) -> None:
    try:
        rendered = render(text)
    except TooDeep:
        return
    assert dangers(rendered.html) == []
    assert Reader(rendered.html).balanced
    for prompt in rendered.prompts:
        assert dangers(prompt.html) == []


TAGS = ["a", "img", "p", "div", "span", "script", "svg", "td", "code", "style", "input"]
ATTRIBUTES = ["href", "src", "onclick", "style", "class", "id", "role", "tabindex", "srcset", "title", "align"]
WORDS = ["javascript:alert(1)", "x", "block", "0", "5", "data:x", "https://e.org", "\"'>", "region", "language-x"]


@given(st.lists(st.tuples(*map(st.sampled_from, (TAGS, ATTRIBUTES, WORDS)), st.booleans()), max_size=8))
@settings(max_examples=200, deadline=None)
def test_the_sanitiser_alone_is_enough(parts: list[tuple[str, str, str, bool]]) -> None:
    html = "".join(f"<{tag} {name}='{word}'>" + (f"</{tag}>" if shut else "x") for tag, name, word, shut in parts)
    assert dangers(sanitise(html)) == []


SHOWN = [
    ("**Leila:** We tried.", "<p><strong>Leila:</strong> We tried.</p>"),
    ("a <b>bold</b>", "<p>a &lt;b&gt;bold&lt;/b&gt;</p>"),
    ("<div>\n\nx\n\n</div>", "<p>&lt;div&gt;</p>\n<p>x</p>\n<p>&lt;/div&gt;</p>"),
    ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
    ("x {.lead}\n{: #here .lead .stranger }", '<p id="here" class="lead">x {.lead}</p>'),
    ("- [x] done", '<ul class="task-list">\n<li class="task-list-item"><span class="box">☑</span> done</li>\n</ul>'),
    ("```python\nx < 1\n```", '<pre><code class="language-python">x &lt; 1\n</code></pre>'),
    ("[e](https://example.org)", '<p><a href="https://example.org" rel="noopener">e</a></p>'),
    ("[m](mailto:a@example.org)", '<p><a href="mailto:a@example.org" rel="noopener">m</a></p>'),
    ("[l](other.md#x)", '<p><a href="to/other.md#x">l</a></p>'),
    ("![A set](a.png)", '<p><img alt="A set" loading="lazy" src="to/a.png"></p>'),
    ("/// moment\nIt rains.\n///", '<div class="block moment">\n<p>It rains.</p>\n</div>'),
    (
        "/// try\nAsk.\n///",
        '<div class="block try">\n<p class="block-title"><span class="block-kind">Try this</span></p>\n'
        "<p>Ask.</p>\n</div>",
    ),
    (
        "/// task | Run *it*\n    minutes: 20\n\nDo.\n///",
        '<div class="block task">\n<p class="block-title"><span class="block-kind">Practice task:</span> '
        'Run <em>it</em><span class="block-minutes"> (20 min)</span></p>\n<p>Do.</p>\n</div>',
    ),
    (
        "|a|b|\n|:-|-:|\n|1|2|",
        '<div aria-label="a, b" class="scroll" role="region" tabindex="0"><table>\n<thead>\n<tr>\n'
        '<th align="left" scope="col">a</th>\n<th align="right" scope="col">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td align="left">1</td>\n<td align="right">2</td>\n</tr>\n</tbody>\n</table></div>',
    ),
]


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_markdown_is_shown_as(text: str, html: str) -> None:
    shown = render(text, lambda target: "to/" + target).html
    assert _sorted_attributes(shown) == _sorted_attributes(html)


def _sorted_attributes(html: str) -> list[object]:
    """Markup without the order in which attributes are written."""
    return [
        re.sub(r"<(\w+)[^>]*>", r"<\1>", html),
        [(tag, sorted(part.items(), key=str)) for tag, part in Reader(html).tags],
    ]


def test_a_reflection_is_shown_with_its_link_and_collected_without() -> None:
    head = "/// reflection | Whose *approval* do I seek?\n    key: approval\n\n"
    text = head + "Think of `one` moment[^1] & [it](a.md).\n///\n\n[^1]: x"
    rendered = render(text, lambda target: "../m/a")
    assert '<a href="../../../reflections/approval">Write your four lines</a>' in rendered.html
    assert 'id="reflection-approval"' in rendered.html
    (prompt,) = rendered.prompts
    assert (prompt.key, prompt.title) == ("approval", "Whose approval do I seek?")
    assert prompt.html.startswith("<p>Think of <code>one</code> moment")
    assert '&amp; <a href="../m/a">it</a>.</p>' in prompt.html
    assert "Write your four lines" not in prompt.html
    assert "block-title" not in prompt.html


def test_what_a_lesson_holds() -> None:
    rendered = render(
        "## One `x<y` & *two*[^1]\n\nthree don't\n\n### Here {#there}\n\n[a](b.md) ![c](d.png) [a](b.md)\n\n[^1]: four"
    )
    assert rendered.headings == (Heading("one-x-y-two", "One x<y & two", 2), Heading("there", "Here", 3))
    assert rendered.links == ("b.md", "b.md")
    assert rendered.images == (Picture("d.png", "c"),)
    assert {"one-x-y-two", "there", "fn:1", "fnref:1"} <= set(rendered.ids)


def test_words_are_counted_without_markup() -> None:
    assert render("## One two\n\nthree-four **don't** 5 — …\n\n- six\n").words == 6


@pytest.mark.parametrize(
    ("text", "expected"), [("A b: c!", "a-b-c"), ("Übung 1", "übung-1"), ("…", "section"), ("", "section")]
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("target", "external"),
    [
        *[(target, True) for target in ("https://e.org", "HTTP://e.org/x", "mailto:a@b.c")],
        *[(target, False) for target in ("other.md", "//e.org", "https:/e.org", "https://", "javascript:x", "#a")],
    ],
)
def test_is_external(target: str, external: bool) -> None:
    assert is_external(target) is external


BLOCKS = [
    ("/// note\nx\n///", []),
    ("text\n/// note | T\nx\n///\ntext", []),
    ("//// note\n/// try\nx\n///\n////", []),
    ("```\n/// nothing\n```", []),
    ("~~~\n/// nothing\n```\n~~~", []),
    ("/// reflection | T\n    key: a-b_1\n\nx\n///", []),
    ("/// box\nx\n///", ["1: There is no block “box”"]),
    ("x\n\n/// note\nx", ["3: “/// note” has no partner"]),
    ("x\n///", ["2: “///” has no partner"]),
    ("/// reflection\n    key: a\n\nx\n///", ["1: A reflection needs a title"]),
    ("/// reflection | T\n\nx\n///", ["1: A reflection needs a “key”"]),
    ("/// reflection | T\n    key: A B\n\nx\n///", ["1: A reflection needs a “key”"]),
    ("/// task\n    minutes: soon\n\nx\n///", ["1: “minutes” of a task"]),
    ("/// task\n    minutes: 0\n\nx\n///", ["1: “minutes” of a task"]),
    ("/// note\n    key: a\n\nx\n///", ["1: A note has no option “key”"]),
    ("/// note\n    attrs: {id: x}\n\nx\n///", ["1: A note has no option “attrs”"]),
]


@pytest.mark.parametrize(("body", "expected"), BLOCKS)
def test_mistakes_in_blocks(body: str, expected: list[str]) -> None:
    found = [f"{one.line}: {one.message}" for one in blocks.check("f", body)]
    assert len(found) == len(expected)
    assert all(words.startswith(start) for words, start in zip(found, expected, strict=True)), found
