"""YAML and front matter are read with lines, and nothing hostile gets through or breaks anything."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.curriculum.source import DEEPEST, MOST_BYTES, Tree, Unreadable, decode, front_matter, read

VALUES = [
    ("a: NO", {"a": "NO"}),
    ("a: yes", {"a": "yes"}),
    ("a: 12:30", {"a": "12:30"}),
    ("a: 010", {"a": 10}),
    ("a: 0x1F", {"a": 31}),
    ("a: 2026-01-31", {"a": "2026-01-31"}),
    ("a: true\nb: False", {"a": True, "b": False}),
    ("a: ~\nb:\nc: null", {"a": None, "b": None, "c": None}),
    ("a: 1.5\nb: .inf\nc: .nan", {"a": 1.5, "b": ".inf", "c": ".nan"}),
    ("a: \"1.10\"\nb: '2'", {"a": "1.10", "b": "2"}),
    ("30: 4\ntrue: 5", {"30": 4, "true": 5}),
    ("- 1\n- [2, {a: 3}]", [1, [2, {"a": 3}]]),
    ("a: |\n  one\n  two\nb: >-\n  one\n  two", {"a": "one\ntwo\n", "b": "one two"}),
    ("a: b # c\n# d", {"a": "b"}),
    ("", None),
    ("# only a remark", None),
    ('a: ! 5\nb: !!str 5\nc: !!int "5"', {"a": "5", "b": "5", "c": 5}),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_reads_yaml_1_2(text: str, value: object) -> None:
    assert read(text).value == value


REFUSED = [
    ("a: &x 1\nb: *x", 1, "Anchors"),
    ("a: 1\nb: *x", 2, "Anchors"),
    ("a: &a [*a]", 1, "Anchors"),
    ("x: [&l [lol], *l]", 1, "Anchors"),
    ("a: 1\nb: !!python/object/apply:os.system [ls]", 2, "Tags"),
    ("a: !secret b", 1, "Tags"),
    ("a: !!binary aGk=", 1, "Tags"),
    ("%YAML 1.1\n---\na: yes", 2, "Directives"),
    ("%TAG ! tag:example.org,2026:\n---\na: b", 2, "Directives"),
    ("a: 1\n---\nb: 2", 2, "one YAML document"),
    ("a:\n\tb: 1", 2, "tab"),
    ("a:\n  - b\n \t- c", 3, "tab"),
    ("a: 1\nb: [2", 2, "not YAML"),
    ("a: b: c", 1, "not YAML"),
    ("a: 1\n'b", 2, "not YAML"),
    ("? [1]\n: 2", 1, "key is a word"),
    ("? {a: 1}\n: 2", 1, "key is a word"),
    ("a: 0x" + "f" * 400, 1, "number"),
    ("a: " + "9" * 5000, 1, "number"),
    ("a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), 1, "nested"),
    ("a: " + "[" * 100_000, 1, "nested"),
    ("a: " + "{a: " * 50_000, 1, "nested"),
    ("- " * 30_000, 1, "nested"),
]


@pytest.mark.parametrize(("text", "line", "words"), REFUSED)
def test_refuses(text: str, line: int, words: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read(text)
    assert (raised.value.line, words in str(raised.value.message)) == (line, True), str(raised.value.message)


def test_a_key_written_twice_is_told_with_its_line_and_the_first_one_stays() -> None:
    tree = read("a: 1\nb:\n  c: 1\n  c: {d: [1, 2]}\na: 3")
    assert tree.value == {"a": 1, "b": {"c": 1}}
    assert [(line, str(message)) for line, message in tree.mistakes] == [
        (4, "“c” is written twice."),
        (5, "“a” is written twice."),
    ]


LINES = "title: T\nitems:\n  - id: a\n    options:\n      - {text: one}\n      - text: two\n  - id: b\n"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("title",), 1),
        (("items",), 2),
        (("items", 0), 3),
        (("items", 0, "options"), 4),
        (("items", 0, "options", 1, "text"), 6),
        (("items", 1, "id"), 7),
        (("items", 1, "missing"), 7),
        (("nothing", "title"), 1),
        (("items", 0, "single", "options", 1), 6),
    ],
)
def test_every_path_has_a_line(path: tuple[str | int, ...], line: int) -> None:
    assert read(LINES).line(path) == line
    assert read(LINES, first_line=11).line(path) == line + 10


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        (b"a\nb\xff", 2, "UTF-8"),
        ("ä".encode("latin-1"), 1, "UTF-8"),
        ("text".encode("utf-16"), 1, "UTF-8"),
        (b"a\r\nb\r\n\x00", 3, "invisible"),
        (b"a\x02wzxhzdk:0\x03", 1, "invisible"),
        (b"\x1b[31m", 1, "invisible"),
        (b"a" * (MOST_BYTES + 1), 1, "longer"),
    ],
)
def test_decode_refuses(body: bytes, line: int, words: str) -> None:
    with pytest.raises(Unreadable) as raised:
        decode(body)
    assert (raised.value.line, words in str(raised.value.message)) == (line, True)


def test_decode_takes_a_byte_order_mark_and_any_line_ends() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\xe2\x80\xa8d") == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\ntitle: T\n---\nBody\n", ("title: T", "Body\n", 4)),
        ("--- \n---  \nBody", ("", "Body", 3)),
        ("Body\n---\n", (None, "Body\n---\n", 1)),
        ("", (None, "", 1)),
        ("---\na: 1\n---", ("a: 1", "", 4)),
    ],
)
def test_front_matter(text: str, parts: tuple[str | None, str, int]) -> None:
    assert front_matter(text) == parts


def test_front_matter_that_never_ends() -> None:
    with pytest.raises(Unreadable, match="not closed"):
        front_matter("---\ntitle: T\n")


PIECES = st.lists(
    st.sampled_from(
        ["a", "1", ":", " ", "\n", "- ", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "'", '"', "#", "?"]
    )
).map("".join)


def read_or_told(text: str) -> Tree | Unreadable:
    try:
        return read(text)
    except Unreadable as error:
        return error


@given(st.one_of(st.text(), PIECES))
@settings(max_examples=300, deadline=None)
def test_reading_says_something_about_any_text(text: str) -> None:
    read_or = read_or_told(text)
    assert isinstance(read_or, Tree) or (str(read_or.message) and 1 <= read_or.line <= len(text) + 1)


@given(st.binary())
@settings(max_examples=100, deadline=None)
def test_decoding_says_something_about_any_bytes(body: bytes) -> None:
    try:
        text = decode(body)
    except Unreadable:
        return
    assert not set(text) & {"\x00", "\x02", "\x03", "\r"}


LETTERS = st.text(st.characters(categories=["L", "N", "P"]))
SCALARS = st.one_of(st.integers(-(10**14), 10**14), st.booleans(), st.none(), LETTERS)
KEYS = st.text(st.characters(categories=["L", "N"]), min_size=1)


def grown(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)


@given(st.recursive(SCALARS, grown, max_leaves=12))
@settings(max_examples=100, deadline=None)
def test_json_is_yaml(value: object) -> None:
    assert read(json.dumps(value, ensure_ascii=False)).value == value
