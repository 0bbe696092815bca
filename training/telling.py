"""What do words tell: events with their sides and time, figures with what they count? A layer and heads on the language model's word vectors."""

from dataclasses import dataclass, field

import torch
from torch import nn
from torch.nn import functional as F

from data import words
from events import TYPES, passages
from figures import MEASURES, figure
from model import WIDE, Layer, half
from transfers import TIMES

ACTS = ["none"] + TYPES
COUNTS = ["none"] + MEASURES
SIDES = ["actor", "recipient", "subject"]  # the last of a number, the others of an event
EVENT_SIDES, FIGURE_SIDES = [0, 1], [2]


@dataclass
class Sentence:
    """A sentence as words, with what is known of them; None where nothing is."""

    words: list
    acts: list = None  # of each word the index in ACTS of the event it tells, 0 for none
    counts: list = None  # of each word the index in COUNTS of what the number that it belongs to measures
    heads: list = field(default_factory=list)  # (trigger or last word of a number, index in TIMES or -1, whether denied)
    sides: list = field(default_factory=list)  # (trigger or last word of a number, word, index in SIDES)


def sentences(path, read=None):
    """(passage, number, text, spans of its words) for every sentence of a file."""
    for passage in passages(path, read=read) if read else passages(path):
        for number, text in enumerate(passage.sentences):
            yield passage, number, text, words(text)


def within(spans, span):
    return [i for i, (b, e) in enumerate(spans) if b < span[1] and e > span[0]]


def eventful(path):
    """The sentences of our own passages with the events that they tell."""
    samples = []
    for passage, number, text, spans in sentences(path):
        sample = Sentence([text[b:e] for b, e in spans], acts=[0] * len(spans))
        for told in (told for told in passage.told if told.sentence == number):
            trigger = within(spans, told.trigger)[0]
            sample.acts[trigger] = ACTS.index(told.type)
            sample.heads.append((trigger, TIMES.index(told.time), told.denied))
            sample.sides += [(trigger, i, SIDES.index(role)) for role, found in told.spans.items() for span in found for i in within(spans, span)]
        samples.append(sample)
    return samples


def figured(path):
    """The sentences of our own passages with the figures that they tell."""
    samples = []
    for passage, number, text, spans in sentences(path, figure):
        sample = Sentence([text[b:e] for b, e in spans], counts=[0] * len(spans))
        for told in (told for told in passage.told if told.sentence == number):
            inside = within(spans, told.number)
            for word in inside:
                sample.counts[word] = COUNTS.index(told.measure)
            sample.heads.append((inside[-1], -1, 0))
            sample.sides += [(inside[-1], i, 2) for span in told.spans.get("subject", []) for i in within(spans, span)]
        samples.append(sample)
    return samples


class Telling(nn.Module):
    """One layer over the words of a sentence, then scores of each word and of each pair of words."""

    def __init__(self, dropout=0.15, side=96):
        super().__init__()
        self.layer = Layer(dropout)
        self.acts = nn.Sequential(half(256, dropout), nn.Linear(256, len(ACTS)))
        self.counts = nn.Sequential(half(128, dropout), nn.Linear(128, len(COUNTS)))
        self.moods = nn.Linear(WIDE, len(TIMES) + 1)
        self.side_head, self.side_word = half(side, dropout), half(side, dropout)
        self.side = nn.Linear(side, side * len(SIDES))
        self.side_bias = nn.Linear(side, len(SIDES))

    def forward(self, vectors, padding):
        """`vectors` [batch, words, WIDE]; `padding` [batch, words]: 0 for a word, 1 where there is none."""
        batch, count, _ = vectors.shape
        vectors = self.layer(vectors, padding[:, None, None, :] * -10000.0)
        head, word = self.side_head(vectors), self.side_word(vectors)
        sides = self.side(head).view(batch, count * len(SIDES), -1) @ word.transpose(1, 2)
        sides = sides.view(batch, count, len(SIDES), count).transpose(2, 3) + self.side_bias(word).unsqueeze(1)
        return self.acts(vectors), sides, self.moods(vectors), self.counts(vectors)


def loss(outputs, group):
    """The sum of the heads' losses, each a mean over what is known of a batch of sentences."""
    acts, sides, moods, counts = outputs
    wide = acts.shape[1]
    column = lambda name: torch.tensor([(getattr(s, name) or [-1] * len(s.words)) + [-1] * (wide - len(s.words)) for s in group])
    total = 0.0
    for scores, known, weight in ((acts, column("acts"), 6.0), (counts, column("counts"), 3.0)):
        wrong = F.cross_entropy(scores.flatten(0, 1), known.flatten(), ignore_index=-1, reduction="sum")
        total = total + weight * wrong / (known >= 0).sum().clamp(min=1)
    heads = [(row, *head) for row, s in enumerate(group) for head in s.heads]
    if not heads:
        return total
    row, head, time, denied = torch.tensor(heads).unbind(1)
    want = torch.full((len(heads), wide, len(SIDES)), -1.0)
    place = {(row, head): at for at, (row, head, _, _) in enumerate(heads)}
    for at, (row_at, _, time_at, _) in enumerate(heads):
        for side in EVENT_SIDES if time_at >= 0 else FIGURE_SIDES:
            want[at, : len(group[row_at].words), side] = 0.0
    for row_at, s in enumerate(group):
        for head_at, word, side in s.sides:
            want[place[row_at, head_at], word, side] = 1.0
    asked = want >= 0
    wrong = F.binary_cross_entropy_with_logits(sides[row, head], want.clamp(min=0), reduction="none") * asked
    total = total + 4.0 * wrong.sum() / asked.sum().clamp(min=1)
    if (timed := time >= 0).any():
        mood = moods[row, head][timed]
        total = total + 0.3 * (F.cross_entropy(mood[:, :-1], time[timed]) + F.binary_cross_entropy_with_logits(mood[:, -1], denied[timed].float()))
    return total
