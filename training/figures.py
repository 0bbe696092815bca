"""Which figures do our own passages tell? Reads the marked passages of figures/ and says what is wrong with their form."""

from dataclasses import dataclass

from events import described, located, passages
from transfers import SPAN, check

MEASURES = "killed wounded missing detained displaced troops area distance duration money share members items".split()


@dataclass
class Counted:
    """One figure: its measure, and where its number and what it counts stand in its sentence."""

    measure: str
    sentence: int
    number: tuple
    spans: dict


def figure(line, sentences):
    """The figure of one "@" line."""
    plain = SPAN.sub(" ", line[1:]).split()
    if len(plain) != 1 or plain[0] not in MEASURES:
        raise ValueError("expected a measure")
    return Counted(plain[0], *located(line, sentences, "number", ["subject"]))


if __name__ == "__main__":
    check(lambda path, faults: passages(path, faults, figure), lambda found, told: described(found, told, "figures"))
