"""What does the model compute: from word pieces to tags, tree, names and sentence ends?"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from data import DEPREL, NAMES, SHAPES, UPOS

WIDE, ATTENTION_HEADS, INNER = 384, 12, 1536


class Dropout(nn.Module):
    """Dropout with one mask for the whole batch: drawing a mask for each sample would take a quarter of the training time."""

    def __init__(self, share):
        super().__init__()
        self.share = share

    def forward(self, x):
        if not self.training or self.share == 0.0:
            return x
        mask = (torch.rand(x.shape[1:]) >= self.share).to(x.dtype) / (1 - self.share)
        return x * mask


class Layer(nn.Module):
    """One transformer layer as in BERT (normalisation after each half)."""

    def __init__(self, dropout):
        super().__init__()
        self.qkv = nn.Linear(WIDE, 3 * WIDE)
        self.out = nn.Linear(WIDE, WIDE)
        self.norm1 = nn.LayerNorm(WIDE, eps=1e-12)
        self.up = nn.Linear(WIDE, INNER)
        self.down = nn.Linear(INNER, WIDE)
        self.norm2 = nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = Dropout(dropout)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, ATTENTION_HEADS, WIDE // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(WIDE // ATTENTION_HEADS) + mask, -1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, WIDE)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, layers, dropout):
        super().__init__()
        self.pieces = nn.Embedding(30522, WIDE)
        self.positions = nn.Embedding(512, WIDE)  # with the one token type added in
        self.shapes = nn.Embedding(len(SHAPES), WIDE)
        self.norm = nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        nn.init.zeros_(self.shapes.weight)

    def forward(self, ids, shapes, attention):
        x = self.pieces(ids) + self.shapes(shapes) + self.positions.weight[: ids.shape[1]]
        x = self.drop(self.norm(x))
        mask = (1.0 - attention.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_minilm(self, path):
        """Start from the pretrained weights."""
        from safetensors.torch import load_file

        w = load_file(path)
        w = {name.removeprefix("bert."): value for name, value in w.items()}
        own = {
            "pieces.weight": w["embeddings.word_embeddings.weight"],
            "positions.weight": w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0],
            "shapes.weight": torch.zeros(len(SHAPES), WIDE),
            "norm.weight": w["embeddings.LayerNorm.weight"],
            "norm.bias": w["embeddings.LayerNorm.bias"],
        }
        names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
        for i in range(len(self.layers)):
            for part in ("weight", "bias"):
                theirs = lambda name: w[f"encoder.layer.{i}.{name}.{part}"]
                own[f"layers.{i}.qkv.{part}"] = torch.cat([theirs(f"attention.self.{n}") for n in ("query", "key", "value")])
                for ours, name in names.items():
                    own[f"layers.{i}.{ours}.{part}"] = theirs(name)
        self.load_state_dict(own)


def half(size, dropout):
    return nn.Sequential(nn.Linear(WIDE, size), nn.GELU(), Dropout(dropout))


class Reader(nn.Module):
    """The encoder and its heads. Position 0 of every head axis is the root."""

    def __init__(self, layers=6, dropout=0.1, arc=320, label=96):
        super().__init__()
        self.layers = layers
        self.encoder = Encoder(layers, dropout)
        self.word = nn.Linear(2 * WIDE, WIDE)  # first and last piece → word; starts as their mean
        self.root = nn.Parameter(torch.zeros(WIDE))
        self.drop = Dropout(dropout)
        self.tags = nn.Linear(WIDE, len(UPOS))
        self.names = nn.Sequential(half(256, dropout), nn.Linear(256, len(NAMES)))
        self.ends = nn.Linear(WIDE, 1)
        self.arc_dependent, self.arc_head = half(arc, dropout), half(arc, dropout)
        self.arc = nn.Linear(arc, arc)
        self.label_dependent, self.label_head = half(label, dropout), half(label, dropout)
        self.label = nn.Linear(label, label * len(DEPREL))
        self.label_bias = nn.Linear(label, len(DEPREL))
        with torch.no_grad():
            self.word.weight.copy_(torch.cat([torch.eye(WIDE), torch.eye(WIDE)], 1) / 2)
            self.word.bias.zero_()
            nn.init.normal_(self.root, std=0.5)

    def vectors(self, input_ids, shape_ids, attention_mask, first_piece, last_piece):
        """The words' vectors, [batch, words, WIDE]."""
        pieces = self.encoder(input_ids, shape_ids, attention_mask)
        index = lambda at: at.unsqueeze(-1).expand(-1, -1, WIDE)
        return self.drop(self.word(torch.cat([pieces.gather(1, index(first_piece)), pieces.gather(1, index(last_piece))], -1)))

    def forward(self, *inputs):
        return self.heads(self.vectors(*inputs))

    def heads(self, words):
        batch, count, _ = words.shape
        nodes = torch.cat([self.root.expand(batch, 1, WIDE).to(words.dtype), words], 1)
        arcs = self.arc(self.arc_dependent(words)) @ self.arc_head(nodes).transpose(1, 2)
        dependent, head = self.label_dependent(words), self.label_head(nodes)
        relations = self.label(dependent).view(batch, count * len(DEPREL), -1) @ head.transpose(1, 2)
        relations = relations.view(batch, count, len(DEPREL), count + 1).transpose(2, 3) + self.label_bias(dependent).unsqueeze(2)
        return self.tags(words), arcs, relations, self.names(words), self.ends(words).squeeze(-1)


def loss(outputs, want, smoothing=0.03):
    """The sum of the heads' losses, each a mean over what is known."""
    tags, arcs, relations, names, ends = (o.float() for o in outputs)
    real = want["real"]
    total = F.cross_entropy(tags.flatten(0, 1), want["tags"].flatten(), ignore_index=-1, label_smoothing=smoothing, reduction="sum")
    parsed = want["heads"] >= 0
    closed = torch.cat([torch.zeros_like(real[:, :1]), ~real], 1).unsqueeze(1)
    arcs = arcs.masked_fill(closed, -1e4)
    total = total + F.cross_entropy(arcs.flatten(0, 1), want["heads"].flatten(), ignore_index=-1, reduction="sum")
    at_head = relations.gather(2, want["heads"].clamp(min=0)[:, :, None, None].expand(-1, -1, 1, relations.shape[-1])).squeeze(2)
    total = total + F.cross_entropy(at_head.flatten(0, 1), want["relations"].flatten(), ignore_index=-1, label_smoothing=smoothing, reduction="sum")
    total = total / parsed.sum().clamp(min=1)
    known = real & ~want["names"].all(-1)
    right = torch.logsumexp(names.masked_fill(~want["names"], -1e4), -1) - torch.logsumexp(names, -1)
    weight = want["weight"].unsqueeze(1) * known
    named = -(right * weight).sum() / weight.sum().clamp(min=1)
    asked = want["ends"] >= 0
    ended = F.binary_cross_entropy_with_logits(ends, want["ends"].clamp(min=0).float(), reduction="none")
    ended = (ended * asked).sum() / asked.sum().clamp(min=1)
    return total + 2.0 * named + 0.5 * ended
