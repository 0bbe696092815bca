//! How does an embedded network run on some consecutive words?
//!
//! The weights are part of the binary and shared by all threads; `training/README.md` describes their interface: five inputs, rows of one
//! passage of words, any further inputs that the caller fills, and any outputs. Every passage is run by itself, without padding: the int8
//! layers scale their inputs by the largest value of the whole batch, so that in company a passage would be read a little differently
//! than alone.

use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

use crate::pieces::{OTHER, Pieces, shape};

static VOCABULARY: &str = include_str!("../../../models/english/vocab.txt");

const INPUTS: [&str; 5] = ["input_ids", "shape_ids", "attention_mask", "first_piece", "last_piece"];

/// A shipped network and this program do not fit together. No text can cause this.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("the embedded model cannot be read: {0}")]
    Weights(String),
    #[error("the embedded model has no {kind} `{name}`; hint: export it again as training/README.md says")]
    Node { kind: &'static str, name: &'static str },
    #[error("a labels.json of models/ cannot be read: {0}")]
    Labels(#[from] serde_json::Error),
    #[error("a labels.json of models/ lists {found} under {list}, which this program does not know")]
    UnknownLabel { list: &'static str, found: String },
    #[error("models/english/vocab.txt has no piece `{0}`")]
    Vocabulary(&'static str),
    #[error("the embedded model cannot be run: {0}")]
    Run(String),
}

/// A network that scores words. Any number of threads may share one.
pub struct Network<const OUTPUTS: usize> {
    model: Model,
    /// The five of [`INPUTS`], and those of the caller.
    inputs: Vec<NodeId>,
    names: [&'static str; OUTPUTS],
    outputs: [NodeId; OUTPUTS],
    pieces: Pieces,
    /// Idle lanes: pools of one thread, one for each caller that has been here at the same time.
    lanes: Mutex<Vec<Lane>>,
}

/// A further input: whole numbers in the given shape, a batch of one passage.
pub struct Input {
    pub shape: Vec<usize>,
    pub values: Vec<i32>,
}

/// Where a run happens: a pool of one thread that nobody else uses meanwhile.
pub type Lane = Arc<ThreadPool>;

/// What the network is shown of some consecutive words.
pub struct Passage {
    ids: Vec<i32>,
    shapes: Vec<i32>,
    first: Vec<i32>,
    last: Vec<i32>,
}

impl Passage {
    pub fn words(&self) -> usize {
        self.first.len()
    }

    pub fn pieces(&self) -> usize {
        self.ids.len()
    }

    fn push(&mut self, ids: &[i32], shape: i32) {
        let position = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
        self.first.push(position(self.ids.len()));
        self.ids.extend(ids);
        self.shapes.resize(self.ids.len(), shape);
        self.last.push(position(self.ids.len() - 1));
    }
}

impl<const OUTPUTS: usize> Network<OUTPUTS> {
    /// Loads a network that is part of the binary. Takes some tenths of a second: keep one and share it.
    pub fn load(
        weights: &'static [u8],
        further: &[&'static str],
        names: [&'static str; OUTPUTS],
    ) -> Result<Network<OUTPUTS>, ModelError> {
        // Packed weights make runs of a single sentence nearly as fast as batches: about 125 sentences against 150 in the time in which
        // unpacked ones manage 53 (six layers, 27 pieces, one thread of a busy machine).
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_static_slice(weights)
            .map_err(|error| ModelError::Weights(error.to_string()))?;
        let node = |kind, name| model.find_node(name).ok_or(ModelError::Node { kind, name });
        let all = INPUTS.iter().chain(further);
        let inputs = all.map(|name| node("input", name)).collect::<Result<_, _>>()?;
        let mut outputs = [NodeId::from_u32(0); OUTPUTS];
        for (slot, name) in outputs.iter_mut().zip(names) {
            *slot = node("output", name)?;
        }
        Ok(Network {
            model,
            inputs,
            names,
            outputs,
            pieces: Pieces::new(VOCABULARY).map_err(ModelError::Vocabulary)?,
            lanes: Mutex::default(),
        })
    }

    /// An empty passage, to be filled word by word and then closed.
    pub fn passage(&self) -> Passage {
        Passage {
            ids: vec![self.pieces.begin],
            shapes: vec![OTHER],
            first: Vec::new(),
            last: Vec::new(),
        }
    }

    /// Adds a word, unless the passage would have more than `most` pieces with it.
    pub fn push(&self, passage: &mut Passage, word: &str, most: usize) -> bool {
        let mut ids = Vec::new();
        self.pieces.of(word, &mut ids);
        let fits = passage.ids.len() + ids.len() <= most;
        if fits {
            passage.push(&ids, shape(word));
        }
        fits
    }

    /// Adds a break between paragraphs; it counts as a word.
    pub fn push_break(&self, passage: &mut Passage) {
        passage.push(&[self.pieces.end], OTHER);
    }

    pub fn close(&self, passage: &mut Passage) {
        passage.ids.push(self.pieces.end);
        passage.shapes.push(OTHER);
    }

    /// Runs `work` in a lane of its own.
    ///
    /// The caller's thread blocks without working. Were it a rayon thread that waits for another pool, rayon would give it the next
    /// article in the meantime, and the next, one on top of the other: hence the plain thread between the two.
    pub fn in_lane<R: Send>(&self, work: impl Fn(&Lane) -> R + Sync) -> R {
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

    /// The outputs for a closed passage, row by row; `sizes` are the scores expected of each. `further` are the inputs of that name.
    pub fn run(
        &self,
        passage: &Passage,
        further: Vec<Input>,
        sizes: [usize; OUTPUTS],
        lane: &Lane,
    ) -> Result<[Vec<f32>; OUTPUTS], ModelError> {
        let row = |values: &[i32]| Value::from(NdTensor::from_data([1, values.len()], values.to_vec()));
        let mut values = vec![
            row(&passage.ids),
            row(&passage.shapes),
            row(&vec![1; passage.ids.len()]),
            row(&passage.first),
            row(&passage.last),
        ];
        values.extend(
            further
                .into_iter()
                .map(|input| Value::from(Tensor::from_data(&input.shape, input.values))),
        );
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
        let mut scores = [const { Vec::new() }; OUTPUTS];
        for (at, value) in outputs.into_iter().enumerate() {
            let name = self.names[at];
            let tensor = value.into_tensor::<f32>().ok_or(ModelError::Node {
                kind: "float output",
                name,
            })?;
            scores[at] = tensor.to_vec();
            if scores[at].len() != sizes[at] {
                let (found, words) = (scores[at].len(), passage.words());
                let what = format!(
                    "output `{name}` has {found} scores for {words} words, expected {}",
                    sizes[at]
                );
                return Err(ModelError::Run(what));
            }
        }
        Ok(scores)
    }
}
