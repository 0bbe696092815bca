"""Which events do our own passages tell? Reads the marked passages of events/ and says what is wrong with their form."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from transfers import SPAN, TIMES, check, places, tell

TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)
ROLES = ["actor", "recipient"]
PARTIES = ["by", "to"]  # who acts, who is acted on; whoever they are, named in the trigger's sentence or not
STATES = {state["code"] for state in tomllib.loads((Path(__file__).parent / "../vocabulary/states.toml").read_text())["state"]}
# A sentence's end, well enough for prose that we wrote: no full stop behind an initial or a short title.
END = re.compile(r"(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bGen\.)(?<!\bLt\.)(?<!\bCol\.)(?<!\bSen\.)(?<!\bGov\.)(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")


@dataclass
class Told:
    """One event: its type, time and polarity, and spans (begin, end) in its sentence."""

    type: str
    time: str
    denied: bool
    sentence: int
    trigger: tuple
    spans: dict = field(default_factory=dict)  # role → list of spans
    parties: dict = field(default_factory=dict)  # "by", "to" → states' codes and names; only where the passage has them


@dataclass
class Passage:
    note: str
    sentences: list = field(default_factory=list)
    told: list = field(default_factory=list)


def event(line, sentences):
    """The event of one "@" line."""
    plain = SPAN.sub(" ", line[1:]).split()
    if len(plain) < 2 or plain[0] not in TYPES or plain[1] not in TIMES or plain[2:] not in ([], ["denied"]):
        raise ValueError("expected a type, a time and at most 'denied'")
    at, trigger, spans = located(line, sentences, "trigger", ROLES, PARTIES)
    if " " in sentences[at][slice(*trigger)]:
        raise ValueError("expected one trigger of one word")
    return Told(plain[0], plain[1], "denied" in plain, at, trigger, spans, parties(line, sentences))


def parties(line, sentences):
    """Whom a line names by state or group: codes of states, else names as the passage has them."""
    found = {role: [name for name in words.split("+") if name] for role, words, _ in SPAN.findall(line) if role in PARTIES}
    for name in (name for names in found.values() for name in names):
        if name not in STATES and not any(places(sentence, name) for sentence in sentences):
            raise ValueError(f"{name!r} is neither a state's code nor a name in the passage")
    return found


def located(line, sentences, first, roles, apart=()):
    """Where the spans of a line stand: their sentence, the span of the role `first`, and those of `roles`; what is `apart` are no spans."""
    spans = [span for span in SPAN.findall(line) if span[0] not in apart]
    triggers = [(words, number) for role, words, number in spans if role == first]
    if len(triggers) != 1 or not triggers[0][0]:
        raise ValueError(f"expected one {first}")
    if unknown := {role for role, _, _ in spans} - {first, *roles}:
        raise ValueError(f"unknown role {unknown.pop()!r}")
    word, number = triggers[0]
    found = [(at, span) for at, sentence in enumerate(sentences) for span in places(sentence, word)]
    if not found or number and int(number) > len(found):
        raise ValueError(f"{word!r} is not in the passage")
    others = [(role, words) for role, words, _ in spans if role != first]
    holds = lambda at: all(words and places(sentences[at], words) for _, words in others)
    fitting = [found[int(number) - 1]] if number else [(at, span) for at, span in found if holds(at)]
    if not fitting:
        missing = next((words for _, words in others if not places(sentences[found[0][0]], words)), "")
        raise ValueError(f"{missing!r} is not in the sentence of {word!r}")
    at, trigger = fitting[0]
    found = {}
    for role, words in others:
        named = places(sentences[at], words) if words else []
        if not named:
            raise ValueError(f"{words!r} is not in the sentence of {word!r}")
        found.setdefault(role, []).append(min(named, key=lambda span: abs(span[0] - trigger[0])))
    return at, trigger, found


def passages(path, faults=None, read=event):
    """The passages of a file; a fault in a line is added to `faults`, or raised where none are kept."""
    found, events = [], []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line.startswith("="):
            found.append(Passage(line[1:].strip()))
        elif line.startswith("@") and found:
            events.append((found[-1], number, line))
        elif line and found:
            found[-1].sentences += END.split(line.removeprefix("# "))
    tell(path, events, faults, lambda passage, line: read(line, passage.sentences))
    return [passage for passage in found if passage.sentences]


def described(found, told, what="events"):
    return f"{sum(len(p.sentences) for p in found)} sentences, {told} {what}"


if __name__ == "__main__":
    check(passages, described)
