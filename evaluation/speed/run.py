"""How fast is `attache add`, beside trafilatura and spaCy on the same pages?

    python run.py ATTACHE FOLDER [--copies N] [--rounds N] [--peer PYTHON]
    python run.py ATTACHE FOLDER --grow 10        peak memory, by the number of pages
    python run.py ATTACHE --start                 start-up

FOLDER holds *.html or *.html.gz, at any depth. They are copied, unpacked, into one temporary folder that both read. `--copies` gives each page
that often, with a comment at its end that tells the copies apart, since attache does not read the same bytes twice. In each round attache and
the peer take turns, each pinned to one core where `taskset` is there; then attache alone has all cores. Nothing is needed beyond Python itself;
PYTHON is one that can import what `peer.py` asks for.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

ONE_THREAD = {"RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
PEER = Path(__file__).with_name("peer.py")


def lay_out(source, target, copies):
    """Every page of `source` in `target`, `copies` times; how many, and of how many bytes."""
    found = sorted(path for path in Path(source).rglob("*") if path.name.endswith((".html", ".html.gz")))
    if not found:
        raise SystemExit(f"{source}: no *.html or *.html.gz below it")
    size = 0
    for number, path in enumerate(found):
        page = path.read_bytes()
        page = gzip.decompress(page) if path.suffix == ".gz" else page
        for copy in range(copies):
            told_apart = page if copy == 0 else page + f"<!-- {copy} -->\n".encode()
            size += len(told_apart)
            (target / f"{copy:04}-{number:04}.html").write_bytes(told_apart)
    return len(found) * copies, size


def run(command, one_core=False):
    """Wall and processor seconds, peak MiB and standard output of a process."""
    if one_core and shutil.which("taskset"):
        command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
    environment = os.environ | (ONE_THREAD if one_core else {})
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        begun = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], env=environment, stdout=out, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        if process.returncode != 0:
            raise SystemExit(f"{command[0]} gave up: {told.read().decode(errors='replace')[-2000:]}")
        told.seek(0)
        out.seek(0)
        return {
            "wall": wall,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss / 1024,
            "out": out.read().decode(),
            "told": told.read().decode(),
        }


def add(attache, pages, one_core=False):
    """`attache add` into a new archive."""
    with tempfile.TemporaryDirectory() as folder:
        return run([attache, "--archive", Path(folder) / "a.db", "add", pages], one_core)


def describe(name, runs, pages):
    walls = sorted(one["wall"] for one in runs)
    middle = median(walls)
    print(
        f"{name:34} {pages / middle:8.1f} pages/s   {middle:7.2f} s ({walls[0]:.2f} to {walls[-1]:.2f})"
        f"   {median(one['cpu'] for one in runs):7.2f} s of processor   {max(one['peak'] for one in runs):6.0f} MiB"
    )


def compare(options, folder):
    pages, size = lay_out(options.folder, folder, options.copies)
    print(f"{pages} pages, {size / 2**20:.1f} MiB, {options.rounds} rounds, {len(os.sched_getaffinity(0))} cores")
    ours, peers, all_cores = [], [], []
    add(options.attache, folder)  # once for the file cache
    for _ in range(options.rounds):
        ours.append(add(options.attache, folder, one_core=True))
        peers.append(run([options.peer, PEER, folder], one_core=True))
    for _ in range(options.rounds):
        all_cores.append(add(options.attache, folder))
    told = [json.loads(one["out"].splitlines()[-1]) for one in peers]
    describe("attache add, one core", ours, pages)
    describe("trafilatura + spaCy, one core", peers, pages)
    describe("attache add, all cores", all_cores, pages)
    pairs = list(zip(ours, peers, told, strict=True))
    one_core = [peer["wall"] / our["wall"] for our, peer, _ in pairs]
    steady = [(peer["wall"] - own["start_s"]) / our["wall"] for our, peer, own in pairs]
    processor = [peer["cpu"] / our["cpu"] for our, peer, _ in pairs]
    whole = [peer["wall"] / our["wall"] for our, peer in zip(all_cores, peers, strict=True)]
    print(f"one core, whole run            {median(one_core):6.2f} times as fast as the peer ({min(one_core):.2f} to {max(one_core):.2f})")
    print(f"  without the peer's start-up  {median(steady):6.2f}")
    print(f"  by processor time            {median(processor):6.2f}")
    print(f"all cores                      {median(whole):6.2f}")
    parts = {key: round(median(one[key] for one in told), 2) for key in ("start_s", "extract_s", "parse_s", "pages_per_s")}
    print(f"the peer by its own clock      {parts}")
    print(f"the peer found                 {({key: told[0][key] for key in ('without_text', 'words', 'sentences', 'names')})}")
    said = [line for line in ours[0]["told"].splitlines() if " claims, " in line or " new article" in line]
    print("attache said                   " + "\n".join(said[:1]))


def grow(options, folder):
    for copies in (1, options.grow):
        part = folder / str(copies)
        part.mkdir()
        pages, _ = lay_out(options.folder, part, copies)
        describe(f"attache add, {pages} pages", [add(options.attache, part) for _ in range(options.rounds)], pages)
        shutil.rmtree(part)


def start(options, folder):
    """`register` on a new archive, and on one that holds one short article."""
    article = folder / "one.txt"
    article.write_text("Seoul will deliver 48 howitzers to Warsaw this year, the ministry said on Monday.\n")
    for name, paths in (("empty", []), ("of one article", [article])):
        archive = folder / f"{len(paths)}.db"
        if paths:
            run([options.attache, "--archive", archive, "add", *paths])
        else:
            (empty := folder / "none").mkdir()
            run([options.attache, "--archive", archive, "add", empty])
        runs = [run([options.attache, "--archive", archive, "register"]) for _ in range(20)]
        walls = sorted(1000 * one["wall"] for one in runs)
        print(f"attache register, archive {name:16} {median(walls):6.1f} ms ({walls[0]:.1f} to {walls[-1]:.1f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("attache", type=Path, help="the release binary")
    parser.add_argument("folder", type=Path, nargs="?", help="the pages")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", default="python3", help="the Python that runs peer.py")
    parser.add_argument("--grow", type=int, help="measure memory alone, for the pages once and this often")
    parser.add_argument("--start", action="store_true", help="measure start-up alone")
    options = parser.parse_args()
    if not (options.folder or options.start):
        parser.error("name a folder of pages, or --start")
    options.attache = options.attache.resolve()
    with tempfile.TemporaryDirectory() as folder:
        (start if options.start else grow if options.grow else compare)(options, Path(folder))


if __name__ == "__main__":
    main()
