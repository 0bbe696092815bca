"""How does the language model learn events and figures along with trees and names? It goes on from a checkpoint that knows trees and names alone."""

import copy
import random
import time
from pathlib import Path

import torch

from data import Material, Pieces, Sample, batches, targets, tensors
from model import Reader, loss
from score import score_all
from telling import Telling
from telling import loss as telling_loss
from train import HERE, Trainer, hidden, options, pretrained
from train_telling import material as told_material


class Both(torch.nn.Module):
    """The language model and the heads for events and figures, learning together."""

    def __init__(self, reader):
        super().__init__()
        self.reader, self.telling = reader, Telling()
        self.encoder = reader.encoder

    def losses(self, group, hide, chance, pieces):
        if isinstance(group[0], Sample):
            return loss(self.reader(*tensors([hidden(s, chance, hide) for s in group], pieces)), targets(group))
        inputs = tensors([Sample(s.words) for s in group], pieces)
        vectors = self.reader.vectors(*inputs)
        padding = torch.ones(vectors.shape[:2], dtype=vectors.dtype)
        for row, sentence in enumerate(group):
            padding[row, : len(sentence.words)] = 0
        return telling_loss([o.float() for o in self.telling(vectors, padding)], group)


def deal(told, budget, chance):
    """Batches of told sentences of like length, of at most `budget` words."""
    told = sorted(told, key=lambda s: len(s.words) + chance.random() * 4)
    size = lambda s: max(1, budget // (len(s.words) + 4))
    groups = []
    while told:
        groups.append([told.pop() for _ in range(min(len(told), size(told[-1])))])
    return groups


def main():
    parser = options(__doc__, "ckpt-told", 5, 1600, 1e-4, 7e-4, 0.06)
    parser.add_argument("--start", required=True, type=Path, help="the checkpoint to go on from")
    parser.add_argument("--data", default=HERE / "../../shared/data", type=Path, help="folder of the treebanks, Wikigold and re3d")
    parser.add_argument("--own", default=HERE / "labelled", type=Path, help="folder of our labelled sentences")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    pieces = Pieces(pretrained() / "vocab.txt")
    material, told = Material(args.data, args.own), [s for s in told_material("train") if 0 < len(s.words) <= 120]
    reader = Reader(args.layers)
    reader.load_state_dict(torch.load(args.start, weights_only=True)["model"])
    model = Both(reader)

    def dealt(seed, chance):
        groups = batches(material.epoch(seed), pieces, args.budget, chance) + deal(copy.copy(told), args.budget, chance)
        chance.shuffle(groups)
        return groups

    per_epoch = len(dealt(0, random.Random(0)))
    trainer = Trainer(model, args.rate, args.head_rate, per_epoch * args.epochs, per_epoch // 3)
    args.out.mkdir(parents=True, exist_ok=True)
    print(f"{len(told)} sentences with events or figures beside the others; {per_epoch} steps an epoch", flush=True)
    for epoch in range(1, args.epochs + 1):
        began, seed = time.time(), args.seed * 1000 + epoch
        chance = random.Random(seed)
        trainer.epoch(epoch, dealt(seed, chance), lambda model, group: model.losses(group, args.hide, chance, pieces))
        torch.save({"model": reader.state_dict(), "epoch": epoch, "layers": args.layers}, args.out / f"epoch{epoch}.pt")
        print(f"epoch {epoch} saved after {time.time() - began:.0f} s", flush=True)
        print(f"epoch {epoch}", score_all(reader.eval(), pieces, args.data, args.own), flush=True)


if __name__ == "__main__":
    main()
