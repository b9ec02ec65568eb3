"""Courses as people write them for other tools: each is a programme at once, or says where it is not one yet.

`foreign/<tool>/` holds a course, `foreign/<tool>.txt` what the checker says of it: as it came, and after its author
did what was asked.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from tests.programme import FILES
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.plain import plain
from trainer.curriculum.source import MOST_MARKDOWN

FOREIGN = Path(__file__).parent / "foreign"
COURSES = sorted(path.name for path in FOREIGN.iterdir() if path.is_dir())
ABOUT = {"programme.yaml": b"key: p\ntitle: P\n"}
LESSON = "modules/01-m/01-a.md"

# What an author does about the findings: other words in a file, or the file is moved away.
MENDED: dict[str, dict[str, tuple[str, str] | None]] = {
    "gitbook": {"modules/basics/breaking.md": ("![](<../../.gitbook/assets/image (1).png>)", "")},
    "hugo": {
        "modules/chapter-1/_index.md": ('+++\ntitle = "Chapter 1"\nweight = 1\n+++', "---\ntitle: Chapter 1\n---"),
        "modules/chapter-1/checkout.md": ("draft: true\n", ""),
        "modules/chapter-1/thanks.md": ('{{< ref "checkout.md" >}}', "checkout.md"),
    },
    "jekyll": {
        "modules/2020-posts/2020-01-31-first-steps.md": ("{% post_url 2020-02-07-second %}", "2020-02-07-second.md"),
        "modules/2020-posts/2020-02-07-second.md": ("Part 2: The round", '"Part 2: The round"'),
        "modules/2020-posts/2020-02-14-third.md": None,
    },
    "jupyter-book": {"modules/intro/analysis.ipynb": None},
    "moodle": {"modules/woche-1/seite2.html": None},
    "quarto": {"modules/one/_more.qmd": None},
}


def course(name: str) -> dict[str, bytes]:
    folder = FOREIGN / name
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mended(name: str) -> dict[str, bytes]:
    files = course(name)
    for path, change in MENDED.get(name, {}).items():
        body = files.pop(path)
        if change:
            old, new = change
            assert old.encode() in body
            files[path] = body.replace(old.encode(), new.encode())
    return files


def told(files: dict[str, bytes]) -> Iterator[str]:
    """What somebody learns of a folder: its mistakes; or the programme, with where its links lead, and the notes."""
    compilation = compile_programme(files)
    yield from map(str, compilation.findings)
    for module in compilation.programme.modules if compilation.programme else ():
        yield f"{module.key}: {module.title}"
        for lesson in module.lessons:
            yield f"  {lesson.key}: {lesson.title}"
            yield from (f"    → {link}" for link in LEADS.findall(lesson.html))
    yield from (f"note: {note}" for note in compilation.notes)


LEADS = re.compile(r'<(?:a|img) [^>]*(?:href|src)="(?!#fn)([^"]*)"')


def said(name: str) -> str:
    lines = ["as it came", *told(course(name))]
    if name in MENDED:
        lines += ["", "mended", *told(mended(name))]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", COURSES)
def test_a_course_from_elsewhere(name: str) -> None:
    assert said(name) == (FOREIGN / f"{name}.txt").read_text(encoding="utf-8")


# Front matter, comments, addresses and what the markup itself is made of are no words of a course.
NO_WORDS = re.compile(
    r"\A---\n.*?\n---\n|<!--.*?-->|\]\([^)]*\)|\]\[[^\]]*\]|^ *(?:```|~~~).*?$"
    r"|\{[:#.][^}]*\}|\[\^\w+\]|\{ ?width[^}]*\}|&\w+;",
    re.DOTALL | re.MULTILINE,
)
WORD = re.compile(r"[^\W\d_]{3,}")


@pytest.mark.parametrize("name", COURSES)
def test_no_word_of_it_is_lost(name: str) -> None:
    files = mended(name)
    programme = compile_programme(files).programme
    assert programme
    for path, body in files.items():
        if path.startswith("modules/") and path.endswith(".md"):
            text = body.decode("utf-8-sig").replace("\r\n", "\n")
            written = set(WORD.findall(NO_WORDS.sub(" ", text)))
            assert written - set(WORD.findall(_shown(programme))) == set(), path


def _shown(programme: CompiledProgramme) -> str:
    lessons = [lesson for module in programme.modules for lesson in module.lessons]
    alts = " ".join(re.findall(r'alt="([^"]*)"', " ".join(lesson.html for lesson in lessons)))
    return " ".join([alts, *(f"{lesson.title} {plain(lesson.html).text}" for lesson in lessons)])


def lesson(body: str | bytes, name: str = LESSON) -> dict[str, bytes]:
    return {**ABOUT, name: body.encode() if isinstance(body, str) else body}


def findings(files: dict[str, bytes]) -> list[str]:
    return [str(found) for found in compile_programme(files).findings]


def html_of(body: str) -> str:
    files = lesson(f"{body}\n\nEnd.\n")
    programme = compile_programme(files).programme
    assert programme, findings(files)
    return programme.modules[0].lessons[0].html.removesuffix("\n<p>End.</p>")


NESTED = "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"
LAID_OUT = [
    (
        "- a\n  - b\n    - c\n- d",
        "<ul>\n<li>a<ul>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>",
    ),
    ("1. a\n   - b\n2. c", "<ol>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>"),
    ("- a\n  - b", NESTED),
    ("- a\n\t- b", NESTED),
    ("- a\n    - b", NESTED),
    ("text:\n- a\n- b", "<p>text:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("in\n1986. x", "<p>in\n1986. x</p>"),
    ("1) a\n2) b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
    ("- a\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
    ("* a\n\n  b\n* c", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>"),
    ("- a\n\n      x\n        y", "<ul>\n<li>a<pre><code>x\n  y\n</code></pre>\n</li>\n</ul>"),
    (
        "- a\n\n  ```py\n  x\n  ```\n\n- b",
        '<ul>\n<li>\n<p>a</p>\n<pre><code class="language-py">x\n</code></pre>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>',
    ),
    ("> - a\n>   - b", f"<blockquote>\n{NESTED}\n</blockquote>"),
    ("> ```\n> x\n> ```", "<blockquote>\n<pre><code>x\n</code></pre>\n</blockquote>"),
    ("   ```\n   x\n   ```", "<pre><code>x\n</code></pre>"),
    ("    ```\n    x\n    ```", "<pre><code>```\nx\n```\n</code></pre>"),
    ("````\n```\n````", "<pre><code>```\n</code></pre>"),
    ("text\n```\nx\n```\ntext", "<p>text</p>\n<pre><code>x\n</code></pre>\n<p>text</p>"),
    ("x <!-- a --> y `<!-- b -->`", "<p>x  y <code>&lt;!-- b --&gt;</code></p>"),
    ("x\n\n<!--\na\n\n```\n-->\n\ny", "<p>x</p>\n<p>y</p>"),
    ("    <!-- a -->", "<pre><code>&lt;!-- a --&gt;\n</code></pre>"),
    ("<!-- a", "<p>&lt;!-- a</p>"),
    ("#tag is no heading", "<p>#tag is no heading</p>"),
    ("##Heading", '<h2 id="heading">Heading</h2>'),
    ("text\n{% end %}", "<p>text\n{% end %}</p>"),
    ("text\n{note}", "<p>text\n{note}</p>"),
    ("text\n{.lead}", '<p class="lead">text</p>'),
    ("a | b\n- | -\n1 | 2", None),
    ("* * *", "<hr>"),
    ("**bold**\n* a", "<p><strong>bold</strong></p>\n<ul>\n<li>a</li>\n</ul>"),
    ("<somebody@example.org>", '<p><a href="mailto:somebody@example.org" rel="noopener">somebody@example.org</a></p>'),
]


@pytest.mark.parametrize(("text", "html"), LAID_OUT)
def test_commonmark_is_laid_out_as_its_author_meant_it(text: str, html: str | None) -> None:
    shown = html_of(text)
    assert shown == html if html else shown.count("<td>") == 2


TITLES = [
    ("Text.", "A", "Text."),
    ("# One\n\nText.", "One", "Text."),
    ("\n\n# *One* & `two` {#x}\nText.", "One & two", "Text."),
    ("One\n===\nText.", "One", "Text."),
    ("import X from 'x'\n\n# One\n\nText.", "One", "import X from 'x' Text."),
    ("---\ntitle: One\n---\n# one\n\nText.", "One", "Text."),
    ("---\nminutes: 3\n---\n# One\n\nText.", "One", "Text."),
    ("---\nminutes: 3\n---\nText.", "A", "Text."),
    ("```\n# no\n```\n\n# One\n\nText.", "One", "# no Text."),
]


@pytest.mark.parametrize(("body", "title", "text"), TITLES)
def test_the_title_of_a_lesson(body: str, title: str, text: str) -> None:
    programme = compile_programme(lesson(body)).programme
    assert programme, findings(lesson(body))
    (found,) = programme.modules[0].lessons
    assert (found.title, plain(found.html).text) == (title, text)


@pytest.mark.parametrize(
    ("body", "line"),
    [("---\ntitle: One\n---\n# Two\n\nText.", 4), ("# One\n\n# Two\n\nText.", 3), ("## One\n\n# Two", 3)],
)
def test_another_heading_of_the_first_level_is_refused(body: str, line: int) -> None:
    assert findings(lesson(body)) == [
        f"{LESSON}:{line}: Sections begin at “##”: the title of the lesson is the page's heading."
    ]


QUOTE_IT = ":2: “title” must be words (put a number or a date in quotes)."
HEADS = [
    ("title: yes", "yes"),
    ("title: no", "no"),
    ("title: 12:30", "12:30"),
    ("title: 2026-01-31", "2026-01-31"),
    ("title: '1.10'", "1.10"),
    *((f"title: {value}", QUOTE_IT) for value in ("1.10", "0o17", "1e3", "true", "", "[a]", "{a: b}", "~", "-0")),
    ("yes: x", ":2: “yes” is not known here."),
    ("12:30: x", ":2: “12:30” is not known here."),
    ("title: A\ntitle: B", ":3: “title” is written twice."),
    ("title: &a A\nkey: *a", ":2: Anchors (&) and aliases (*) are not used here. Write the value out, or quote it."),
    ("<<: {title: A}", ":2: “<<” is not known here."),
    ("title: !!str A", "A"),
    ("title: !x A", ":2: Tags (!) are not used here. Put the value in quotes."),
    ("title: Part 1: A", ":2: This is not YAML: words with a colon and a space in them stand in quotes."),
    ("title: @a", ":2: This is not YAML: words that begin with such a sign stand in quotes."),
    ("title: A\n\tb: c", ":3: A tab indents this line. YAML is indented by spaces."),
    ("- a\n- b", ":2: “the file” must be a mapping."),
    ("just words", ":2: “the file” must be a mapping."),
    ("title: A\ndraft: true", ":3: “draft” says that this is not to be published"),
    ("title: A\ndraft: false", "A"),
]


@pytest.mark.parametrize(("head", "told"), HEADS)
def test_odd_front_matter(head: str, told: str) -> None:
    files = lesson(f"---\n{head}\n---\nText.\n")
    programme = compile_programme(files).programme
    if told.startswith(":"):
        assert any(found.startswith(LESSON + told) for found in findings(files)), findings(files)
    else:
        assert programme
        assert programme.modules[0].lessons[0].title == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("+++\ntitle = 'A'\n+++\nText.", ":1: This front matter is TOML"),
        ("---\ntitle: A\n\nText.", ":1: The front matter is not closed"),
        ("---\n---\n", ":3: There is no text in this file."),
        ("", ":1: There is no text in this file."),
        ("\r\n \r\n", ":1: There is no text in this file."),
    ],
)
def test_front_matter_that_cannot_be_read(body: str, told: str) -> None:
    (found,) = findings(lesson(body))
    assert found.startswith(LESSON + told)


def test_words_of_other_tools_are_passed_over_and_told() -> None:
    compilation = compile_programme(lesson("---\nlayout: post\nweight: 3\ntitle: A\n---\nText."))
    assert compilation.programme
    assert [str(note) for note in compilation.notes] == [
        f"{LESSON}:2: Passed over, as it means nothing here: layout, weight."
    ]


def with_line_ends(files: dict[str, bytes], sign: str, mark: bytes = b"") -> dict[str, bytes]:
    texts = (".md", ".yaml")
    return {
        path: mark + body.replace(b"\r\n", b"\n").replace(b"\n", sign.encode()) if path.endswith(texts) else body
        for path, body in files.items()
    }


@pytest.mark.parametrize("sign", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["", *COURSES])
def test_line_ends_and_byte_order_marks_change_nothing(name: str, sign: str, mark: bytes) -> None:
    files = mended(name) if name else FILES
    first, second = (compile_programme(with_line_ends(files, *how)) for how in (("\n", b""), (sign, mark)))
    assert first.programme
    assert second.programme
    assert first.programme.digest == second.programme.digest


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("# Über uns\n\nGrüße.".encode("latin-1"), 1),
        ("Text.\n\nGrüße.".encode("cp1252"), 3),
        ("Text.\n\nこんにちは".encode("shift_jis"), 3),
        ("Text.".encode("utf-16"), 1),
        ("Text.".encode("utf-32"), 1),
        (b"\xed\xa0\x80", 1),
        (b"\xc0\xae\xc0\xae/", 1),
        (b"\x1f\x8b\x08\x00", 1),
    ],
)
def test_another_encoding_is_refused(body: bytes, line: int) -> None:
    assert findings(lesson(body)) == [f"{LESSON}:{line}: This is not UTF-8. Save the file with the encoding UTF-8."]


DEEP = "Lists, quotes or brackets are nested too deeply."
CELLS = "A table has at most 20000 cells: make several of it."
SIZES = [
    (b"word " * 1_000_000, f":1: The file is longer than {MOST_MARKDOWN // 1024} KB: split it."),
    ("".join(f"## Heading {number}\n\ntext\n\n" for number in range(2000)), ""),
    ("| a | b |\n|---|---|\n" + "| x | y |\n" * 9990, ""),
    ("|a|b|\n|-|-|\n" + "|x|y|\n" * 10_100, f":1: {CELLS}"),
    ("word " * 3900, ""),
    ("word " * 5000, ":1: There are too many words here without an empty line: put one between paragraphs."),
    ("w" * 19_000, ""),
    ("- item\n" * 2500, ""),
    ("\n".join("  " * depth + "- x" for depth in range(15)), ""),
    ("\n".join("  " * depth + "- x" for depth in range(60)), f":41: {DEEP}"),
    ("> " * 15 + "x", ""),
    ("> " * 40 + "x", f":1: {DEEP}"),
    (" ".join(f"x[^{number}]" for number in range(400)) + "\n\n" + "\n".join(f"[^{n}]: y" for n in range(400)), ""),
    ("\n\n".join(f"[a](b{number}.md)" for number in range(3000)), None),
    ("\n\n".join(f"[a](#b{number})" for number in range(3000)) + "\n\n## c", None),
    ("\n\n".join(f"<!-- {number}" for number in range(9000)), ""),
    ("\n\n".join(f"`{number}" for number in range(9000)), ""),
]


@pytest.mark.parametrize(("body", "told"), SIZES, ids=range(len(SIZES)))
def test_what_is_large_is_compiled_or_refused_in_time(body: str | bytes, told: str | None) -> None:
    began = process_time()
    found = findings(lesson(body))
    assert process_time() - began < 15  # about two seconds where nobody else is at work
    if told is None:
        assert len(found) == 3000
    else:
        assert found == ([LESSON + told] if told else [])


NAMES = [
    ("modules/1-a/1-x.md", ("a", "A"), ("x", "X")),
    ("modules/Über uns/Grüße an alle.md", ("uber-uns", "Über uns"), ("grusse-an-alle", "Grüße an alle")),
    ("modules/U\u0308ber uns/Gru\u0308ße.md", ("uber-uns", "Über uns"), ("grusse", "Grüße")),
    ("modules/01 GROW Model/README.md", ("grow-model", "GROW Model"), ("readme", "README")),
    ("modules/50% off/100%25.md", ("50-off", "50% off"), ("100-25", "100%25")),
    ('modules/a&b/c\'d "e".md', ("a-b", "A&b"), ("c-d-e", 'C\'d "e"')),
    ("modules/a/" + "x" * 90 + ".md", ("a", "A"), ("x" * 64, "X" + "x" * 89)),
    ("modules/a/2024.md", ("a", "A"), ("2024", "2024")),
    ("modules/a/2024-03-04-spring.md", ("a", "A"), ("spring", "Spring")),
    ("modules/a/1.2. x.md", ("a", "A"), ("2-x", "2. x")),
]


@pytest.mark.parametrize(("path", "module", "found"), NAMES)
def test_names_of_files_make_keys_and_titles(path: str, module: tuple[str, str], found: tuple[str, str]) -> None:
    programme = compile_programme(lesson("Text.", path)).programme
    assert programme, findings(lesson("Text.", path))
    (made,) = programme.modules
    assert (made.key, made.title) == module
    assert (made.lessons[0].key, made.lessons[0].title) == found


NOT_HERE = "Nothing reads this file: it does not lie directly in the folder of a module."
NOT_SO = "Nothing reads this file: lessons end in “.md”, the rest in “.yaml”."
OUTSIDE = "This path does not lie inside the programme's folder."
BAD_NAMES = [
    ("modules/課程/a.md", "modules/課程/module.yaml:1: This name makes no key: say one, as in “key: first-steps”."),
    ("modules/a/課程.md", "modules/a/課程.md:1: This name makes no key: say one, as in “key: first-steps”."),
    ("modules/a/check.md", "modules/a/check.md:1: “check” has another meaning in addresses: say another key."),
    ("modules/glossary/a.md", "modules/glossary/module.yaml:1: “glossary” has another meaning in addresses"),
    ("modules/a.md", f"modules/a.md:1: {NOT_HERE}"),
    ("modules/01-m/b/c.md", f"modules/01-m/b/c.md:1: {NOT_HERE}"),
    ("modules/01-m/b.yaml", "modules/01-m/b.yaml:1: Nothing reads this file: a module has module.yaml and check.yaml."),
    ("modules/01-m/b.yml", f"modules/01-m/b.yml:1: {NOT_SO}"),
    ("modules/01-m/B.MD", f"modules/01-m/B.MD:1: {NOT_SO}"),
    ("modules/01-m/b.ipynb", f"modules/01-m/b.ipynb:1: {NOT_SO}"),
    ("modules/01-m/b.docx", "modules/01-m/b.docx:1: Only png, jpg, jpeg, gif, webp, pdf files can be shown."),
    ("../a.md", f"../a.md:1: {OUTSIDE}"),
    ("modules/a/../../../b.md", f"modules/a/../../../b.md:1: {OUTSIDE}"),
    ("/etc/a.md", f"/etc/a.md:1: {OUTSIDE}"),
    ("modules\\a\\b.md", f"modules\\\\a\\\\b.md:1: {OUTSIDE}"),
    ("modules/a/b\n.md", f"modules/a/b\\n.md:1: {OUTSIDE}"),
    ("modules/a/\u202eb.md", f"modules/a/\\u202eb.md:1: {OUTSIDE}"),
    ("modules/a/b\udcff.md", f"modules/a/b\\udcff.md:1: {OUTSIDE}"),
]


@pytest.mark.parametrize(("path", "told"), BAD_NAMES)
def test_names_that_cannot_be(path: str, told: str) -> None:
    found = findings({**lesson("Text."), path: b"Text."})
    assert len(found) == 1, found
    assert found[0].startswith(told)


def test_numbers_in_names_count_by_their_value_and_an_index_comes_first() -> None:
    names = ["10-ten", "9-nine", "index", "2. two", "zoo", "apple", "01 one"]
    programme = compile_programme({**ABOUT, **{f"modules/m/{name}.md": b"Text." for name in names}}).programme
    assert programme
    keys = [found.key for found in programme.modules[0].lessons]
    assert keys == ["index", "one", "two", "nine", "ten", "apple", "zoo"]


LINKS = [
    ("b.md", "b"),
    ("b", "b"),
    ("./b.md#s", "b#s"),
    ("../02-n/c.md", "../n/c"),
    ("../n/c", "../n/c"),
    ("../02-n/", "../n/index"),
    ("../02-n", "../n/index"),
    ("Über%20uns.md", "uber-uns"),
    ("<Über uns.md>", "uber-uns"),
    ("U%CC%88ber%20uns.md", "uber-uns"),
    ("b.md?x=1", None),
    ("b.html", None),
    ("/b.md", None),
    ("../../../b.md", None),
    ("../%2e%2e/programme.yaml", None),
    ("b.md%00", None),
    ("", None),
]


@pytest.mark.parametrize(("target", "address"), LINKS)
def test_links_between_lessons(target: str, address: str | None) -> None:
    others = {
        "modules/01-m/02-b.md": b"## S\n\nText.",
        "modules/01-m/\u00dcber uns.md": b"Text.",
        "modules/02-n/index.md": b"Text.",
        "modules/02-n/01-c.md": b"Text.",
    }
    compilation = compile_programme({**lesson(f"One.\n\nSee [it]({target})."), **others})
    if address is None:
        (found,) = compilation.findings
        assert (found.file, found.line) == (LESSON, 3)
    else:
        assert compilation.programme, compilation.findings
        first = next(one for one in compilation.programme.modules[0].lessons if one.key == "a")
        assert f'href="{address}"' in first.html


def test_an_anchor_by_the_rules_of_another_tool_is_told_by_ours() -> None:
    (found,) = findings(lesson("[x](#whats-new)\n\n## What's new?\n"))
    assert found.endswith("leads to a place that its lesson does not have: it has “#what-s-new”.")


def test_headings_in_any_language_can_be_linked_to() -> None:
    html = html_of("[a](#über-uns) [b](#課程)\n\n## Über uns\n\n## 課程")
    assert 'id="über-uns"' in html
    assert 'id="課程"' in html


def test_files_that_nothing_reads_are_noted_once_for_each_folder() -> None:
    strays = {"README.md": b"x", "docs/a.md": b"x", "docs/b.md": b"x", "rubric.yaml": b"a: b", "Makefile": b"x"}
    compilation = compile_programme({**lesson("Text."), **strays})
    assert [str(note) for note in compilation.notes] == [
        "README.md:1: Nothing reads this file.",
        "docs/a.md:1: Nothing reads this file and 1 others beside it.",
        "rubric.yaml:1: Nothing reads this file.",
    ]
