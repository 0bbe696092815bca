"""Which network finds the transfers of a passage?

The encoder of model.py over a whole passage; on its words one more layer that also sees what the tree and the vocabulary know of each word
(clues) and its head. Then three heads: which words tell a step of a transfer and which step (`steps`), what else holds of that telling
(`marks`), and which other words fill its roles (`told`, `held`). A role is filled for a trigger and an item together: the score of a word is
the sum of its scores beside the trigger and beside the item, so that "tanks to one and jets to another" comes apart. Either depends on the
two words and on the path between them.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from model import WIDE, Dropout, Encoder, Layer
from transfers import MARKS, ROLES, STAGES, TIMES

STEPS = ["none"] + STAGES
LABELS = {"time": TIMES} | MARKS
SINGLE = "item"  # the role that a trigger fills alone
SIZE = 64


class Pairs(nn.Module):
    """For each anchor, how well every word fills each role: [batch, role, anchor, word]; `paths` are [batch, anchor, word]."""

    def __init__(self, roles, paths, dropout):
        super().__init__()
        self.roles = roles
        self.anchor = nn.Sequential(nn.Linear(WIDE, SIZE), nn.GELU(), Dropout(dropout), nn.Linear(SIZE, roles * SIZE))
        self.filler = nn.Sequential(nn.Linear(WIDE, roles * SIZE), nn.GELU(), Dropout(dropout))
        self.bias = nn.Linear(WIDE, roles)
        self.path = nn.Embedding(paths, roles)
        nn.init.constant_(self.bias.bias, -2.5)  # few words fill a role
        nn.init.zeros_(self.path.weight)

    def forward(self, anchors, words, paths):
        split = lambda x: x.view(*x.shape[:2], self.roles, SIZE).transpose(1, 2)
        scores = split(self.anchor(anchors)) @ split(self.filler(words)).transpose(2, 3) / math.sqrt(SIZE)
        return scores + self.bias(words).transpose(1, 2).unsqueeze(2) + self.path(paths).permute(0, 3, 1, 2)


class TransferFinder(nn.Module):
    """`clues` are the sizes of the vocabularies of each clue, `paths` of the paths; 0 is always the unknown."""

    def __init__(self, clues, paths, layers=6, dropout=0.1):
        super().__init__()
        self.sizes = {"layers": layers, "clues": clues, "paths": paths}
        self.encoder = Encoder(layers, dropout)
        self.word = nn.Linear(2 * WIDE, WIDE)
        self.head = nn.Linear(WIDE, WIDE)
        self.clues = nn.ModuleList(nn.Embedding(size, WIDE) for size in clues)
        self.norm = nn.LayerNorm(WIDE)
        self.layer = Layer(dropout)
        self.drop = Dropout(dropout)
        self.steps = nn.Sequential(nn.Linear(WIDE, 192), nn.GELU(), Dropout(dropout), nn.Linear(192, len(STEPS)))
        self.marks = nn.Sequential(nn.Linear(WIDE, 192), nn.GELU(), Dropout(dropout), nn.Linear(192, sum(map(len, LABELS.values()))))
        self.told = Pairs(len(ROLES), paths, dropout)
        self.held = Pairs(len(ROLES), paths, dropout)
        with torch.no_grad():
            self.word.weight.copy_(torch.cat([torch.eye(WIDE), torch.eye(WIDE)], 1) / 2)
            self.word.bias.zero_()
            for table in self.clues:
                nn.init.normal_(table.weight, std=0.3)

    def forward(self, input_ids, shape_ids, attention_mask, first_piece, last_piece, clues, heads, paths, anchors=None):
        """Every word is an anchor, unless `anchors` [batch, anchor] asks only about some: learning needs few."""
        pieces = self.encoder(input_ids, shape_ids, attention_mask)
        index = lambda at: at.unsqueeze(-1).expand(-1, -1, WIDE)
        words = self.word(torch.cat([pieces.gather(1, index(first_piece)), pieces.gather(1, index(last_piece))], -1))
        known = sum(table(clues[:, :, at]) for at, table in enumerate(self.clues))
        words = self.drop(self.norm(words + self.head(words.gather(1, index(heads))) + known))
        # A padded word points at the begin of the passage, a real one behind it.
        real = (first_piece > 0).to(words.dtype)
        words = self.drop(self.layer(words, (1.0 - real)[:, None, None, :] * -10000.0))
        asked = words if anchors is None else words.gather(1, index(anchors))
        return self.steps(words), self.marks(words), self.told(asked, words, paths), self.held(asked, words, paths)


def loss(outputs, want):
    steps, marks, told, held = (o.float() for o in outputs)
    total = F.cross_entropy(steps.flatten(0, 1), want["steps"].flatten(), ignore_index=-1, reduction="sum")
    total = total / (want["steps"] > 0).sum().clamp(min=1)
    count = len(want["at"])
    if count:
        at, trigger, item = want["at"], want["trigger"], want["item"]  # the last two as places in `anchors`
        rows, begin = marks[at, want["anchors"][at, trigger]], 0
        for kind, (name, values) in enumerate(LABELS.items()):
            total = total + F.cross_entropy(rows[:, begin : begin + len(values)], want["labels"][:, kind], reduction="sum") / count
            begin += len(values)
        # A pair of trigger and item: scores [pair, role, word]; the item's own role comes from the trigger alone.
        alone = torch.tensor([role == SINGLE for role in ROLES])[None, :, None]
        scores = told[at, :, trigger] + held[at, :, item].masked_fill(alone, 0.0)
        each = F.binary_cross_entropy_with_logits(scores, want["fills"].float(), reduction="none")
        total = total + (each * want["asked"]).sum() / count
    return total
