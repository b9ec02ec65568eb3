"""What does a certificate look like on paper? Values in, the bytes of a PDF out."""

import json
import unicodedata
from dataclasses import dataclass
from typing import Any

import segno
import typst

from trainer import theme

SOURCE = """
#let told = json(bytes(sys.inputs.told))
#let ink = rgb(told.ink)
#set document(title: told.title + ": " + told.holder, author: told.issuer)
#set page(paper: "a4", flipped: true, margin: (x: 3.2cm, top: 2.4cm, bottom: 2.2cm), background: pad(1cm,
  rect(width: 100%, height: 100%, stroke: 2pt + ink, inset: 3pt, rect(width: 100%, height: 100%, stroke: 0.5pt + ink))))
#set text(font: "Libertinus Serif", size: 13pt, lang: told.lang, fallback: true)
#set par(leading: 0.55em, spacing: 0.7em)
#let fitted(words, most, large, small) = text(size: if words.clusters().len() > most { small } else { large }, words)
#align(center)[
  #pdf.artifact(box(width: 1.5cm, height: 1.5cm, for seat in range(6) {
    let turn = seat * 60deg - 90deg
    let size = if seat == 0 { 3.6pt } else { 3pt }
    place(center + horizon, dx: 0.55cm * calc.cos(turn), dy: 0.55cm * calc.sin(turn),
      circle(radius: size, fill: if seat == 0 { ink } else { ink.lighten(55%) }))
  }))
  #v(0.1cm)
  #text(fill: ink, weight: "semibold", tracking: 0.04em, fitted(told.issuer, 60, 15pt, 12pt))
  #v(1fr)
  #text(style: "italic")[#told.confirms]
  #heading(level: 1, outlined: false, text(weight: "regular", fitted(told.holder, 40, 38pt, 22pt)))
  #v(0.3cm)
  #text(style: "italic")[#told.entrusted]
  #block(width: 85%, fitted(told.scope, 120, 17pt, 13pt))
  #v(0.4cm)
  #told.programme #told.title
  #if told.conditions != "" [
    #block(width: 95%, inset: (y: 0.1cm))[*#told.condition_word* #fitted(told.conditions, 300, 12pt, 10pt)]
  ]
]
#v(1.4fr)
#grid(columns: (1fr, auto), align: (left + bottom, right + bottom),
  [
    #set text(size: 11pt)
    *#told.period* \\
    #told.verify_word \\
    #link(told.url)[#text(fill: ink)[#told.url]]
  ],
  image(bytes(told.qr), format: "svg", width: 2.6cm, alt: told.verify_word + " " + told.url),
)
"""
UNPRINTABLE = frozenset({"Cc", "Cs", "Cn"})


@dataclass(frozen=True)
class Words:
    """Everything that is printed, in the issuer's language."""

    issuer: str
    colour: str
    lang: str
    holder: str
    title: str
    confirms: str
    entrusted: str
    scope: str
    programme: str
    conditions: str
    condition_word: str
    period: str
    verify_word: str
    url: str


def certificate(words: Words) -> bytes:
    """A certificate as an accessible PDF. Names are data, never markup: nothing in them can change the page.

    A name in letters that the built-in font does not have is set in a font of the system; where there is none
    either, the page is printed all the same, without the promise of PDF/UA.
    """
    told = json.dumps({name: _printable(value) for name, value in vars(words).items()} | _drawn(words))
    for options in ({"ignore_system_fonts": True, "pdf_standards": ["ua-1"]}, {"pdf_standards": ["ua-1"]}):
        try:
            return _compile(told, **options)
        except typst.TypstError:
            continue
    return _compile(told)


def _compile(told: str, **options: Any) -> bytes:
    return bytes(typst.compile(SOURCE.encode(), sys_inputs={"told": told}, **options))


def _drawn(words: Words) -> dict[str, str]:
    """The shade of the colour that can be read on white, and the address to scan."""
    qr = segno.make(words.url, error="m").svg_inline(border=0, omitsize=True)
    svg = qr.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return {"ink": theme.tokens(words.colour)["accent"][0], "qr": svg}


def _printable(text: str) -> str:
    """Control characters have no shape on paper; lines run on."""
    return "".join(" " if unicodedata.category(sign) in UNPRINTABLE else sign for sign in text)
