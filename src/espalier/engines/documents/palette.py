"""Colours of documents and charts in one place, readable in grey and for colour-blind eyes."""

from .cells import Shade

INK = "1F2933"
MUTED_INK = "52606D"
RULE = "9AA5B1"
ACCENT = "1F4E79"
HEADER_FILL = "E4EBF2"

SHADES = {
    Shade.MUTED: "F0F2F4",
    Shade.GOOD: "D3EBE3",
    Shade.WARN: "FCEBC5",
    Shade.BAD: "F8D9CB",
    Shade.SCALE_1: "EAF2FA",
    Shade.SCALE_2: "CFE1F2",
    Shade.SCALE_3: "AFCDE8",
    Shade.SCALE_4: "8BB6DC",
    Shade.SCALE_5: "66A0CF",
}

# Okabe and Ito (2008), "Color Universal Design": told apart with every common colour blindness.
CATEGORIES = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#595959",
)
SEQUENCE = ("#F2F6FA", "#C6DAEC", "#8FB8DA", "#4F8FC0", "#1F669E", "#0B3C66")
MISSING = "#D9D9D9"
