"""Which shades of an organisation's colour stay readable, in light and in dark?

Lightness is moved in Oklab (Björn Ottosson, 2020), where a step looks equally large in every hue; contrast is that of
WCAG 2.2. The shades are written as hex: checkers misread `oklch()`.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

READABLE = 4.6  # WCAG 2.2 asks for 4.5; the rest absorbs rounding to eight bits
PAGE = ("#faf8f4", "#141517")  # in light and in dark, as in kit.css
SURFACE = ("#ffffff", "#1d1e21")
INKS = ("#ffffff", "#15161a")


class Shade(NamedTuple):
    """A colour by lightness 0–1, chroma and hue in radians."""

    lightness: float
    chroma: float
    hue: float


def css(colour: str) -> str:
    """The style sheet of an organisation's colour `#rrggbb`. Raises ValueError for anything else."""
    rules = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in tokens(colour).items())
    return f":root{{{rules}}}\n"


def tokens(colour: str) -> dict[str, tuple[str, str]]:
    """Each token's hex in light and in dark: the accent, what is written on it, a soft ground, a ramp of four."""
    light, dark = _light(_shade(colour)), _dark(_shade(colour))
    return {name: (light[name], dark[name]) for name in light}


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _light(brand: Shade) -> dict[str, str]:
    lightness, chroma, hue = brand.lightness, min(brand.chroma, 0.17), brand.hue
    soft = _hex(Shade(0.955, chroma * 0.22, hue))
    accent = _apart(Shade(min(lightness, 0.58), chroma, hue), -0.005, (PAGE[0], SURFACE[0], soft))
    strong = _hex(Shade(max(_shade(accent).lightness - 0.09, 0.1), chroma, hue))
    steps = (Shade(0.94, chroma * 0.25, hue), Shade(0.85, chroma * 0.5, hue))
    deep = (Shade(0.58, chroma * 0.9, hue), Shade(0.40, chroma, hue))
    return _named(accent, strong, soft, [*map(_hex, steps), *(_apart(step, -0.005, INKS[:1]) for step in deep)])


def _dark(brand: Shade) -> dict[str, str]:
    lightness, chroma, hue = brand.lightness, min(brand.chroma, 0.15), brand.hue
    soft = _hex(Shade(0.28, chroma * 0.4, hue))
    accent = _apart(Shade(max(lightness, 0.76), chroma * 0.85, hue), 0.005, (PAGE[1], SURFACE[1], soft))
    strong = _hex(Shade(min(_shade(accent).lightness + 0.07, 0.97), chroma * 0.7, hue))
    deep = (Shade(0.30, chroma * 0.5, hue), Shade(0.42, chroma * 0.7, hue))
    steps = (Shade(0.66, chroma * 0.85, hue), Shade(0.85, chroma * 0.8, hue))
    return _named(accent, strong, soft, [*map(_hex, deep), *(_apart(step, 0.005, INKS[1:]) for step in steps)])


def _named(accent: str, strong: str, soft: str, ramp: Sequence[str]) -> dict[str, str]:
    named = {"accent": accent, "accent-strong": strong, "on-accent": _ink(accent, strong), "accent-soft": soft}
    for step, colour in enumerate(ramp, 1):
        named[f"h{step}"], named[f"h{step}-ink"] = colour, _ink(colour)
    return named


def _ink(*grounds: str) -> str:
    """White or near-black, whichever reads better on the worst of the grounds."""
    return max(INKS, key=lambda ink: min(contrast(ink, ground) for ground in grounds))


def _apart(shade: Shade, step: float, grounds: Sequence[str]) -> str:
    """Move the lightness until the shade can be read on, or under, every one of the grounds."""
    found = _hex(shade)
    while min(contrast(found, ground) for ground in grounds) < READABLE and 0 < shade.lightness < 1:
        shade = shade._replace(lightness=min(1.0, max(0.0, shade.lightness + step)))
        found = _hex(shade)
    return found


def _shade(colour: str) -> Shade:
    red, green, blue = map(_linear, _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Shade(lightness, math.hypot(a, b), math.atan2(b, a))


def _hex(shade: Shade) -> str:
    """The nearest colour that a screen can show: chroma is given up, lightness and hue are kept."""
    while True:
        channels = _rgb(shade)
        if shade.chroma < 0.001 or all(-0.0005 <= channel <= 1.0005 for channel in channels):
            return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, c)))):02x}" for c in channels)
        shade = shade._replace(chroma=shade.chroma * 0.95)


def _rgb(shade: Shade) -> tuple[float, float, float]:
    a, b = shade.chroma * math.cos(shade.hue), shade.chroma * math.sin(shade.hue)
    long = (shade.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (shade.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (shade.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _channels(colour: str) -> tuple[float, ...]:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"not a colour of the form #rrggbb: {colour!r}")
    return tuple(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Undo the gamma of sRGB."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)
