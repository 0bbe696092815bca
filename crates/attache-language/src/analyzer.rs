//! What does the model say of a sentence: tags, tree, names?
//!
//! The weights of models/english are part of the binary; `training/README.md` describes their interface. Every sentence is run by itself,
//! without padding: the int8 layers scale their inputs by the largest value of the whole batch, so that in company a sentence would be
//! read a little differently than alone.

use std::sync::{Arc, Mutex, PoisonError};

use attache_model::Span;
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::analysis::{Sentence, Tag, Token};
use crate::pieces::{OTHER, Pieces, SHAPES, shape};
use crate::{lemma, names, repair, tokenize, tree};

static WEIGHTS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/english/model.onnx"));
static VOCABULARY: &str = include_str!("../../../models/english/vocab.txt");
static LABELS: &str = include_str!("../../../models/english/labels.json");

/// The model was trained on at most this many words; longer sentences are cut.
const MOST_WORDS: usize = 200;
/// The model has 512 positions; two are `[CLS]` and `[SEP]`.
const MOST_PIECES: usize = 480;

const INPUTS: [&str; 5] = ["input_ids", "shape_ids", "attention_mask", "first_piece", "last_piece"];
const OUTPUTS: [&str; 4] = ["tags", "arcs", "relations", "names"];

/// The shipped model and this program do not fit together. No text can cause this.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("the embedded model cannot be read: {0}")]
    Weights(String),
    #[error("the embedded model has no {kind} `{name}`; hint: export it again as training/README.md says")]
    Node { kind: &'static str, name: &'static str },
    #[error("models/english/labels.json cannot be read: {0}")]
    Labels(#[from] serde_json::Error),
    #[error("models/english/labels.json lists {found} under {list}, which this program does not know")]
    UnknownLabel { list: &'static str, found: String },
    #[error("models/english/vocab.txt has no piece `{0}`")]
    Vocabulary(&'static str),
    #[error("the embedded model cannot be run: {0}")]
    Run(String),
}

/// Reads sentences with the embedded model. Any number of threads may share one.
pub struct Analyzer {
    model: Model,
    inputs: [NodeId; 5],
    outputs: [NodeId; 4],
    pieces: Pieces,
    labels: Labels,
    /// Idle lanes: pools of one thread, one for each caller that has been here at the same time.
    lanes: Mutex<Vec<Arc<ThreadPool>>>,
}

/// labels.json in this crate's own types, in the order of the scores.
struct Labels {
    tags: Vec<Tag>,
    relations: Vec<&'static str>,
    names: Vec<names::Mark>,
}

#[derive(serde::Deserialize)]
struct LabelsFile {
    upos: Vec<String>,
    deprel: Vec<String>,
    names: Vec<String>,
    shapes: Vec<String>,
}

/// What the model is shown of some consecutive words.
struct Chunk {
    words: Vec<Span>,
    ids: Vec<i32>,
    shapes: Vec<i32>,
    first: Vec<i32>,
    last: Vec<i32>,
}

/// Scores of one chunk, row by row.
struct Scores {
    tags: Vec<f32>,
    arcs: Vec<f32>,
    relations: Vec<f32>,
    names: Vec<f32>,
}

impl Analyzer {
    /// Loads the model that is part of the binary. Takes some tenths of a second: keep one and share it.
    pub fn shipped() -> Result<Analyzer, ModelError> {
        // Packed weights make runs of a single sentence nearly as fast as batches: about 125 sentences against 150 in the time in which
        // unpacked ones manage 53 (six layers, 27 pieces, one thread of a busy machine).
        let mut options = ModelOptions::with_all_ops();
        let model = options
            .prepack_weights(true)
            .load_static_slice(WEIGHTS)
            .map_err(|error| ModelError::Weights(error.to_string()))?;
        let node = |kind, name| model.find_node(name).ok_or(ModelError::Node { kind, name });
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        for name in INPUTS {
            inputs.push(node("input", name)?);
        }
        for name in OUTPUTS {
            outputs.push(node("output", name)?);
        }
        let inputs = inputs.try_into().map_err(|_| ModelError::Node {
            kind: "input",
            name: "input_ids",
        })?;
        let outputs = outputs.try_into().map_err(|_| ModelError::Node {
            kind: "output",
            name: "tags",
        })?;
        let pieces = Pieces::new(VOCABULARY).map_err(ModelError::Vocabulary)?;
        let labels = Labels::read(LABELS)?;
        let analyzer = Analyzer {
            model,
            inputs,
            outputs,
            pieces,
            labels,
            lanes: Mutex::default(),
        };
        analyzer.try_out()?;
        Ok(analyzer)
    }

    /// Tags, trees and names of `sentences`, each a slice of `text`. The same sentence always gets the same reading, whatever stands
    /// beside it and however many threads are at work. One call runs on one thread; parallelise over articles.
    pub fn analyze(&self, text: &str, sentences: &[Span]) -> Vec<Sentence> {
        self.in_lane(|lane| sentences.iter().map(|&span| self.sentence(text, span, lane)).collect())
    }

    /// Runs `work` with a pool of one thread that nobody else uses meanwhile.
    ///
    /// The caller's thread blocks without working. Were it a rayon thread that waits for another pool, rayon would give it the next
    /// article in the meantime, and the next, one on top of the other: hence the plain thread between the two.
    fn in_lane<R: Send>(&self, work: impl Fn(&Arc<ThreadPool>) -> R + Sync) -> R {
        let idle = self.lanes.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let lane = idle.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let done = std::thread::scope(|scope| {
            let inside = || lane.run(|| work(&lane));
            let thread = std::thread::Builder::new()
                .name("language".to_owned())
                .spawn_scoped(scope, inside);
            thread.ok().and_then(|thread| thread.join().ok())
        });
        let done = done.unwrap_or_else(|| work(&lane));
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner).push(lane);
        done
    }

    /// One run on a fixed sentence, so that a model whose outputs have other sizes than its labels is refused at the start.
    fn try_out(&self) -> Result<(), ModelError> {
        let text = "The ship left.";
        let chunks = self.chunks(text, Span::new(0, text.len()));
        self.in_lane(|lane| chunks.iter().try_for_each(|chunk| self.run(chunk, lane).map(drop)))
    }

    fn sentence(&self, text: &str, span: Span, lane: &Arc<ThreadPool>) -> Sentence {
        let mut sentence = Sentence {
            span,
            tokens: Vec::new(),
            names: Vec::new(),
        };
        for chunk in self.chunks(text, span) {
            match self.run(&chunk, lane) {
                Ok(scores) => self.append(text, &chunk, &scores, &mut sentence),
                Err(_) => append_unread(text, &chunk, &mut sentence),
            }
        }
        repair::names(&mut sentence.tokens, &sentence.names);
        repair::possessors(&mut sentence.tokens);
        repair::objects(&mut sentence.tokens);
        repair::subjects(&mut sentence.tokens);
        sentence
    }

    /// The words of a sentence with their pieces: one chunk unless it is longer than the model allows.
    fn chunks(&self, text: &str, span: Span) -> Vec<Chunk> {
        let mut chunks: Vec<Chunk> = Vec::new();
        for word in tokenize(text, span) {
            let form = word.slice(text).unwrap_or_default();
            let mut ids = Vec::new();
            self.pieces.of(form, &mut ids);
            let full = |chunk: &Chunk| chunk.words.len() >= MOST_WORDS || chunk.ids.len() + ids.len() > MOST_PIECES;
            if chunks.last().is_none_or(full) {
                chunks.push(Chunk::begin(&self.pieces));
            }
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(word, shape(form), &ids);
            }
        }
        for chunk in &mut chunks {
            chunk.ids.push(self.pieces.end);
            chunk.shapes.push(OTHER);
        }
        chunks
    }

    fn run(&self, chunk: &Chunk, lane: &Arc<ThreadPool>) -> Result<Scores, ModelError> {
        let (words, pieces) = (chunk.words.len(), chunk.ids.len());
        let row = |values: &[i32]| Value::from(NdTensor::from_data([1, values.len()], values.to_vec()));
        let values = [
            row(&chunk.ids),
            row(&chunk.shapes),
            row(&vec![1; pieces]),
            row(&chunk.first),
            row(&chunk.last),
        ];
        let inputs = self
            .inputs
            .iter()
            .copied()
            .zip(values)
            .map(|(node, value)| (node, value.into()))
            .collect();
        let options = RunOptions::default().with_thread_pool(Some(lane.clone()));
        let outputs = self
            .model
            .run_n(inputs, self.outputs, Some(options))
            .map_err(|error| ModelError::Run(error.to_string()))?;
        let sizes = [
            self.labels.tags.len(),
            words + 1,
            (words + 1) * self.labels.relations.len(),
            self.labels.names.len(),
        ];
        let mut scores = Vec::with_capacity(4);
        for ((value, name), size) in outputs.into_iter().zip(OUTPUTS).zip(sizes) {
            let tensor = value.into_tensor::<f32>().ok_or(ModelError::Node {
                kind: "float output",
                name,
            })?;
            let values = tensor.to_vec();
            if values.len() != words * size {
                let what = format!(
                    "output `{name}` has {} scores for {words} words, expected {}",
                    values.len(),
                    words * size
                );
                return Err(ModelError::Run(what));
            }
            scores.push(values);
        }
        match <[Vec<f32>; 4]>::try_from(scores) {
            Ok([tags, arcs, relations, names]) => Ok(Scores {
                tags,
                arcs,
                relations,
                names,
            }),
            Err(_) => Err(ModelError::Run("outputs are missing".to_owned())),
        }
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
        for (word, &span) in chunk.words.iter().enumerate() {
            let column = heads[word].map_or(0, |head| head + 1);
            let row = &scores.relations[(word * (count + 1) + column) * kinds..][..kinds];
            let (head, relation) = match heads[word] {
                Some(head) => (Some(begin + head), self.labels.relation(row, false)),
                // The roots of later chunks hang on the first: a sentence has one root.
                None if begin > 0 => (sentence.root(), "parataxis"),
                None => (None, "root"),
            };
            let tag = tag_of(word);
            let form = span.slice(text).unwrap_or_default();
            sentence.tokens.push(Token {
                span,
                lemma: lemma(form, tag),
                tag,
                head,
                relation,
            });
        }
        for (label, tokens) in names::best_names(&scores.names, &self.labels.names) {
            let span = chunk.words[tokens.start].cover(chunk.words[tokens.end - 1]);
            sentence.names.push(crate::Name {
                label,
                span,
                tokens: begin + tokens.start..begin + tokens.end,
            });
        }
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

impl Chunk {
    fn begin(pieces: &Pieces) -> Chunk {
        Chunk {
            words: Vec::new(),
            ids: vec![pieces.begin],
            shapes: vec![OTHER],
            first: Vec::new(),
            last: Vec::new(),
        }
    }

    fn push(&mut self, word: Span, shape: i32, ids: &[i32]) {
        let position = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
        self.words.push(word);
        self.first.push(position(self.ids.len()));
        self.ids.extend(ids);
        self.shapes.resize(self.ids.len(), shape);
        self.last.push(position(self.ids.len() - 1));
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
        };
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
