"""What does a certificate look like on paper? Values in, the bytes of a PDF out."""

import json
from dataclasses import dataclass

import segno
import typst

SOURCE = """
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title + ": " + told.holder, author: told.issuer)
#set page(paper: "a4", flipped: true, margin: 2.2cm)
#set text(font: "Libertinus Serif", size: 13pt, lang: told.lang, fallback: true)
#let ink = rgb(told.colour)
#place(rect(width: 100%, height: 100%, stroke: 0.8pt + ink))
#pad(x: 1.4cm, y: 1.2cm)[
  #text(size: 12pt, fill: ink, weight: "semibold")[#told.issuer]
  #v(1.1cm)
  #text(size: 12pt)[#told.confirms]
  #v(0.2cm)
  #heading(level: 1, outlined: false)[#text(size: 34pt, weight: "regular")[#told.holder]]
  #v(0.2cm)
  #text(size: 13pt)[#told.scope]
  #v(0.1cm)
  #text(size: 13pt)[#told.programme #told.title]
  #if told.conditions != "" [
    #v(0.1cm)
    #text(style: "italic")[#told.condition_word #told.conditions]
  ]
  #v(1fr)
  #grid(columns: (1fr, auto), align: (left + bottom, right + bottom),
    [
      #set text(size: 11pt)
      #told.period \\
      #told.verify_word \\
      #link(told.url)[#raw(told.url)]
    ],
    image(bytes(told.qr), format: "svg", width: 2.8cm, alt: told.verify_word),
  )
]
"""


@dataclass(frozen=True)
class Words:
    """Everything that is printed, in the reader's language."""

    issuer: str
    colour: str
    lang: str
    holder: str
    title: str
    confirms: str
    scope: str
    programme: str
    conditions: str
    condition_word: str
    period: str
    verify_word: str
    url: str


def certificate(words: Words) -> bytes:
    """A certificate as an accessible PDF. Names are data, never markup: nothing in them can change the page."""
    qr = segno.make(words.url, error="m").svg_inline(border=0, omitsize=True)
    svg = qr.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    told = json.dumps({**vars(words), "qr": svg})
    return typst.compile(SOURCE.encode(), sys_inputs={"told": told}, ignore_system_fonts=True, pdf_standards=["ua-1"])
