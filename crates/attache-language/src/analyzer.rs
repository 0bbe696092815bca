//! What does the model say of a sentence: tags, tree, names, acts?
//!
//! The weights of models/english are part of the binary; every sentence is run by itself ([`Network`]).

use attache_model::Span;

use crate::analysis::{Sentence, Tag, Token};
use crate::network::{Lane, ModelError, Network, Passage};
use crate::pieces::SHAPES;
use crate::{acts, lemma, names, repair, tokenize, tree};

static WEIGHTS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/english/model.onnx"));
static LABELS: &str = include_str!("../../../models/english/labels.json");

/// The model was trained on at most this many words; longer sentences are cut.
const MOST_WORDS: usize = 200;
/// The model has 512 positions; two are `[CLS]` and `[SEP]`.
const MOST_PIECES: usize = 480;

const OUTPUTS: [&str; 9] = [
    "tags",
    "arcs",
    "relations",
    "names",
    "ends",
    "acts",
    "sides",
    "moods",
    "counts",
];

/// From these log-odds on a word ends a sentence inside of what the text's marks take for one.
const END: f32 = 0.0;

/// Reads sentences with the embedded model. Any number of threads may share one.
pub struct Analyzer {
    network: Network<9>,
    labels: Labels,
}

/// labels.json in this crate's own types, in the order of the scores.
struct Labels {
    tags: Vec<Tag>,
    relations: Vec<&'static str>,
    names: Vec<names::Mark>,
    acts: acts::Kinds,
}

#[derive(serde::Deserialize)]
struct LabelsFile {
    upos: Vec<String>,
    deprel: Vec<String>,
    names: Vec<String>,
    shapes: Vec<String>,
    acts: Vec<String>,
    counts: Vec<String>,
    sides: Vec<String>,
    times: Vec<String>,
}

/// Consecutive words that are run at once: a sentence, or a part of a very long one.
struct Chunk {
    words: Vec<Span>,
    passage: Passage,
}

/// Scores of one chunk, row by row.
struct Scores {
    tags: Vec<f32>,
    arcs: Vec<f32>,
    relations: Vec<f32>,
    names: Vec<f32>,
    ends: Vec<f32>,
    told: acts::Scores,
}

impl Analyzer {
    /// Loads the model that is part of the binary. Takes some tenths of a second: keep one and share it.
    pub fn shipped() -> Result<Analyzer, ModelError> {
        let analyzer = Analyzer {
            network: Network::load(WEIGHTS, &[], OUTPUTS)?,
            labels: Labels::read(LABELS)?,
        };
        analyzer.try_out()?;
        Ok(analyzer)
    }

    /// Tags, trees and names of `sentences`, each a slice of `text`; where one is really several that no mark divides, it comes back as
    /// several. The same sentence always gets the same reading, whatever stands beside it and however many threads are at work. One call
    /// runs on one thread; parallelise over articles.
    pub fn analyze(&self, text: &str, sentences: &[Span]) -> Vec<Sentence> {
        self.network.in_lane(|lane| {
            let read = |&span: &Span| self.sentences(text, span, lane);
            sentences.iter().flat_map(read).collect()
        })
    }

    /// One run on a fixed sentence, so that a model whose outputs have other sizes than its labels is refused at the start.
    fn try_out(&self) -> Result<(), ModelError> {
        let text = "The ship left.";
        let chunks = self.chunks(text, &tokenize(text, Span::new(0, text.len())));
        self.network
            .in_lane(|lane| chunks.iter().try_for_each(|chunk| self.run(chunk, lane).map(drop)))
    }

    /// The same for sentences whose words are known already, as in a treebank.
    pub fn analyze_words(&self, text: &str, sentences: &[Vec<Span>]) -> Vec<Sentence> {
        self.network.in_lane(|lane| {
            let read = |words: &Vec<Span>| self.read(text, whole(words), words, lane).0;
            sentences.iter().map(read).collect()
        })
    }

    fn sentences(&self, text: &str, span: Span, lane: &Lane) -> Vec<Sentence> {
        let words = tokenize(text, span);
        let (sentence, ends) = self.read(text, span, &words, lane);
        if ends.is_empty() {
            return vec![sentence];
        }
        // Trees are learned from single sentences: each is run again by itself.
        let begins = std::iter::once(0).chain(ends.iter().copied());
        let parts = begins.zip(ends.iter().copied().chain([words.len()]));
        let read = |(begin, end): (usize, usize)| {
            let words = &words[begin..end];
            self.read(text, whole(words), words, lane).0
        };
        parts.map(read).collect()
    }

    /// A sentence of these words, and the words before which it seems to end.
    fn read(&self, text: &str, span: Span, words: &[Span], lane: &Lane) -> (Sentence, Vec<usize>) {
        let mut ends = Vec::new();
        let mut sentence = Sentence {
            span,
            tokens: Vec::new(),
            names: Vec::new(),
            acts: Vec::new(),
            counts: Vec::new(),
        };
        for chunk in self.chunks(text, words) {
            match self.run(&chunk, lane) {
                Ok(scores) => {
                    let inside = scores.ends.iter().take(chunk.words.len() - 1);
                    let begin = sentence.tokens.len();
                    ends.extend(
                        inside
                            .enumerate()
                            .filter(|(_, score)| **score > END)
                            .map(|(word, _)| begin + word + 1),
                    );
                    self.append(text, &chunk, &scores, &mut sentence);
                }
                Err(_) => append_unread(text, &chunk, &mut sentence),
            }
        }
        repair::all(&mut sentence.tokens, &sentence.names);
        (sentence, ends)
    }

    /// Words of a sentence with their pieces: one chunk unless it is longer than the model allows.
    fn chunks(&self, text: &str, words: &[Span]) -> Vec<Chunk> {
        let mut chunks: Vec<Chunk> = Vec::new();
        for &word in words {
            let form = word.slice(text).unwrap_or_default();
            let added = chunks.last_mut().is_some_and(|chunk| {
                let fits = chunk.words.len() < MOST_WORDS && self.network.push(&mut chunk.passage, form, MOST_PIECES);
                chunk.words.extend(fits.then_some(word));
                fits
            });
            if !added {
                let mut passage = self.network.passage();
                self.network.push(&mut passage, form, MOST_PIECES);
                chunks.push(Chunk {
                    words: vec![word],
                    passage,
                });
            }
        }
        for chunk in &mut chunks {
            self.network.close(&mut chunk.passage);
        }
        chunks
    }

    fn run(&self, chunk: &Chunk, lane: &Lane) -> Result<Scores, ModelError> {
        let words = chunk.words.len();
        let [acts, sides, moods, counts] = self.labels.acts.sizes(words);
        let sizes = [
            words * self.labels.tags.len(),
            words * (words + 1),
            words * (words + 1) * self.labels.relations.len(),
            words * self.labels.names.len(),
            words,
            acts,
            sides,
            moods,
            counts,
        ];
        let [tags, arcs, relations, names, ends, acts, sides, moods, counts] =
            self.network.run(&chunk.passage, Vec::new(), sizes, lane)?;
        Ok(Scores {
            tags,
            arcs,
            relations,
            names,
            ends,
            told: acts::Scores {
                acts,
                sides,
                moods,
                counts,
            },
        })
    }

    /// Decodes the scores and adds the chunk to its sentence.
    fn append(&self, text: &str, chunk: &Chunk, scores: &Scores, sentence: &mut Sentence) {
        let (count, begin) = (chunk.words.len(), sentence.tokens.len());
        let kinds = self.labels.relations.len();
        let heads = tree::best_tree(&scores.arcs, count);
        let tag_of = |word: usize| {
            let row = &scores.tags[word * self.labels.tags.len()..][..self.labels.tags.len()];
            self.labels.tags[tree::best(row)]
        };
        let placed = |word: usize| {
            let column = heads[word].map_or(0, |head| head + 1);
            let row = &scores.relations[(word * (count + 1) + column) * kinds..][..kinds];
            match heads[word] {
                Some(head) => (Some(begin + head), self.labels.relation(row, false)),
                // The roots of later chunks hang on the first: a sentence has one root.
                None if begin > 0 => (sentence.root(), "parataxis"),
                None => (None, "root"),
            }
        };
        let places: Vec<(Option<usize>, &str)> = (0..count).map(placed).collect();
        for (word, &span) in chunk.words.iter().enumerate() {
            let (head, relation) = places[word];
            let is_passive = places.contains(&(Some(begin + word), "aux:pass"));
            let tag = repair::tag(relation, is_passive, tag_of(word));
            let form = span.slice(text).unwrap_or_default();
            sentence.tokens.push(Token {
                span,
                lemma: lemma(form, tag),
                tag,
                head,
                relation,
            });
        }
        let forms: Vec<&str> = chunk
            .words
            .iter()
            .map(|word| word.slice(text).unwrap_or_default())
            .collect();
        let tags: Vec<Tag> = sentence.tokens[begin..].iter().map(|token| token.tag).collect();
        let found = names::best_names(&scores.names, &self.labels.names);
        for (label, tokens) in names::whole(found, &forms, &tags) {
            let span = chunk.words[tokens.start].cover(chunk.words[tokens.end - 1]);
            sentence.names.push(crate::Name {
                label,
                span,
                tokens: begin + tokens.start..begin + tokens.end,
            });
        }
        let told = &self.labels.acts;
        sentence.acts.extend(told.acts(&scores.told, count, begin));
        sentence.counts.extend(told.counts(&scores.told, count, begin));
    }
}

fn whole(words: &[Span]) -> Span {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.cover(*last),
        _ => Span::new(0, 0),
    }
}

/// The fallback when the model cannot run: plain words under the first one.
fn append_unread(text: &str, chunk: &Chunk, sentence: &mut Sentence) {
    for &span in &chunk.words {
        let head = (!sentence.tokens.is_empty()).then_some(0);
        let relation = if head.is_some() { "dep" } else { "root" };
        let lemma = span.slice(text).unwrap_or_default().to_lowercase();
        sentence.tokens.push(Token {
            span,
            lemma,
            tag: Tag::X,
            head,
            relation,
        });
    }
}

impl Labels {
    fn read(json: &str) -> Result<Labels, ModelError> {
        let file: LabelsFile = serde_json::from_str(json)?;
        let unknown = |list, found: String| ModelError::UnknownLabel { list, found };
        if file.shapes != SHAPES {
            return Err(unknown("shapes", file.shapes.join(" ")));
        }
        let mut labels = Labels {
            tags: Vec::new(),
            relations: Vec::new(),
            names: Vec::new(),
            acts: acts::Kinds::default(),
        };
        if file.sides != acts::SIDES {
            return Err(unknown("sides", file.sides.join(" ")));
        }
        for name in file.acts.into_iter().skip(1) {
            let kind = name.parse().map_err(|_| unknown("acts", name))?;
            labels.acts.types.push(kind);
        }
        for name in file.counts.into_iter().skip(1) {
            let measure = name.parse().map_err(|_| unknown("counts", name))?;
            labels.acts.measures.push(measure);
        }
        for name in file.times {
            let time = name.parse().map_err(|_| unknown("times", name))?;
            labels.acts.times.push(time);
        }
        for name in file.upos {
            labels
                .tags
                .push(Tag::from_name(&name).ok_or_else(|| unknown("upos", name))?);
        }
        for name in file.deprel {
            labels
                .relations
                .push(tree::relation(&name).ok_or_else(|| unknown("deprel", name))?);
        }
        for name in file.names {
            labels
                .names
                .push(names::Mark::from_name(&name).ok_or_else(|| unknown("names", name))?);
        }
        Ok(labels)
    }

    /// The best relation; only the root's own word is `root`.
    fn relation(&self, scores: &[f32], is_root: bool) -> &'static str {
        let mut best = None;
        for (&relation, &score) in self.relations.iter().zip(scores) {
            if (relation == "root") == is_root && best.is_none_or(|(_, known)| score > known) {
                best = Some((relation, score));
            }
        }
        best.map_or("dep", |(relation, _)| relation)
    }
}
