"""A certificate on paper: one page that a screen reader can read, whatever somebody is called."""

import io
from dataclasses import replace

import pypdf
import pytest

from trainer.certification.paper import Words, certificate

WORDS = Words(
    issuer="Acme",
    colour="#2f5d50",
    lang="en",
    holder="Tara Trainee",
    title="Set facilitator",
    confirms="This certifies that",
    entrusted="is entrusted with:",
    scope="Run a set meeting without an observer.",
    programme="Programme:",
    conditions="",
    condition_word="On condition:",
    period="Valid from 1 May 2026 to 30 April 2027",
    verify_word="Anybody can check how it stands today at",
    url="https://acme.example/verify/abcdefghjkmn",
)


def read(words: Words) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(certificate(words)))


def text(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_one_page_with_title_language_tags_and_a_link() -> None:
    reader = read(WORDS)
    root = reader.root_object
    assert len(reader.pages) == 1
    assert reader.metadata
    assert (reader.metadata.title, reader.metadata.author) == ("Set facilitator: Tara Trainee", "Acme")
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert links == [WORDS.url]
    for words in (WORDS.holder, WORDS.scope, WORDS.period, WORDS.url, "Programme: Set facilitator"):
        assert words in text(reader)
    assert "On condition" not in text(reader)


def test_the_language_is_the_one_it_is_told() -> None:
    assert read(replace(WORDS, lang="de")).root_object["/Lang"] == "de"


def test_a_condition_is_printed() -> None:
    assert "On condition: With a colleague." in text(read(replace(WORDS, conditions="With a\r\ncolleague.")))


@pytest.mark.parametrize(
    "holder",
    [
        '#read("/etc/passwd")',
        '] #panic("no") [',
        "$x^2$ *bold* _it_ `raw` <label> @ref",
        "\\ // /* comment",
        "O’Brien-Müller, Łukasz, Ольга, Ελένη",
        '"quoted" {json: true}',
    ],
)
def test_a_name_is_printed_and_never_run(holder: str) -> None:
    reader = read(replace(WORDS, holder=holder))
    assert " ".join(holder.split()) in text(reader)
    assert "pdfuaid" in reader.root_object["/Metadata"].get_object().get_data().decode()


@pytest.mark.parametrize(
    "holder", ["李小龍", "田中 太郎", "محمد", "दीपा", "Tara 😀", "a\x07b\x00c", "", "\ufffe", "x\u200dy"]
)
def test_no_name_keeps_a_certificate_from_being_printed(holder: str) -> None:
    reader = read(replace(WORDS, holder=holder, issuer=holder, title=holder, conditions=holder))
    assert len(reader.pages) == 1


def test_long_words_stay_on_one_page() -> None:
    long = replace(
        WORDS,
        holder="Maximiliane-Alexandra Featherstonehaugh-Wolfeschlegelsteinhausen of Many Names and a Few More Besides",
        conditions="Co-facilitates with a certified colleague. " * 23,
        scope="Run an action learning set meeting without an observer, in one room or by video call. " * 2,
        issuer="The International Institute of Something Rather Long and Hard to Remember, Overseas Branch",
    )
    reader = read(long)
    assert len(reader.pages) == 1
    assert long.url in text(reader)


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffff00", "#ff00ff", "#0000ff"])
def test_every_colour_of_an_organisation_can_be_printed(colour: str) -> None:
    assert len(read(replace(WORDS, colour=colour)).pages) == 1
