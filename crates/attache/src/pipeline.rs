//! How do articles become the register? The main flow.
//!
//! ```text
//! add     bytes ──exchange──▶ Article ──reading──▶ (claims, doubts) ──store──▶ archive
//! weigh   archive ──▶ claims, decisions ──weighing──▶ records, origins ──store──▶ archive
//! ```
//!
//! `add` holds a few chunks of articles at a time, however many there are: one thread gathers input, all cores read, one
//! writes. Each chunk is one transaction; a run that was cut off goes on where it stopped when it is started again, since
//! articles that are in the archive are not read twice.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::{Result, anyhow};
use attache_exchange::{Input, InputError};
use attache_model::{ArticleId, Doubt};
use attache_reading::{Reader, VERSION};
use attache_store::{Added, Archive, Outcome};
use rayon::prelude::*;

pub use crate::weighing::{weigh, weigh_all};

/// What came of adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub new: u64,
    /// The same bytes were in the archive already.
    pub known: u64,
    /// New ones that are kept and searchable, but not read.
    pub not_english: u64,
    pub failed: u64,
    pub claims: u64,
    pub doubts: u64,
}

/// What happens on the way, for those who watch.
pub enum Event<'a> {
    /// One more input is done, well or not.
    Done,
    Failed(Failure),
    Doubt(&'a str, &'a Doubt),
}

/// Why an input gave no article.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(
        "{path}: reading it broke off: {why}\nhint: this is a fault of attache itself; please report it, with the file if you may share it"
    )]
    Broken { path: String, why: String },
}

/// Reads `inputs` into the archive. Failures are told to `watch` and stop nothing; only the archive itself can end it.
pub fn add(
    inputs: &mut (impl Iterator<Item = Result<Input, InputError>> + Send),
    archive: &mut Archive,
    reader: &Reader,
    watch: &mut dyn FnMut(Event),
) -> Result<Tally> {
    let lookup = Archive::open_existing(archive.path())?;
    thread::scope(|scope| {
        let (to_read, unread) = sync_channel(1);
        let (to_write, unwritten) = sync_channel(1);
        let gathering = scope.spawn(move || gather(inputs, &lookup, &to_read));
        scope.spawn(move || {
            for chunk in unread {
                let chunk: Vec<Gathered> = chunk;
                let read: Vec<Result<Added, Failure>> =
                    chunk.into_par_iter().map(|input| read(input, reader)).collect();
                if to_write.send(read).is_err() {
                    break;
                }
            }
        });
        let mut tally = Tally::default();
        for chunk in unwritten {
            write(chunk, archive, &mut tally, watch)?;
        }
        gathering
            .join()
            .map_err(|panic| anyhow!("gathering the input broke off: {}", message(panic.as_ref())))??;
        Ok(tally)
    })
}

/// An input, and whether the archive has it already.
type Gathered = (Result<Input, InputError>, bool);

/// A chunk goes on when it holds this many inputs for each core …
const CHUNK_INPUTS: usize = 16;
/// … or this many bytes.
const CHUNK_BYTES: usize = 16 << 20;

fn gather(
    inputs: &mut impl Iterator<Item = Result<Input, InputError>>,
    lookup: &Archive,
    to_read: &SyncSender<Vec<Gathered>>,
) -> Result<()> {
    let full = CHUNK_INPUTS * rayon::current_num_threads();
    let mut chunk = Vec::new();
    let mut bytes = 0;
    for input in inputs {
        let known = match &input {
            Ok(input) => lookup.has(&ArticleId::of([&input.bytes]))?,
            Err(_) => false,
        };
        bytes += input.as_ref().map_or(0, |input| input.bytes.len());
        chunk.push((input, known));
        if chunk.len() >= full || bytes >= CHUNK_BYTES {
            bytes = 0;
            if to_read.send(std::mem::take(&mut chunk)).is_err() {
                return Ok(());
            }
        }
    }
    // Nobody is listening any more when writing has failed; that error is told there.
    let _ = to_read.send(chunk);
    Ok(())
}

/// One article, on any core. What is in the archive already is not read again.
fn read((input, known): Gathered, reader: &Reader) -> Result<Added, Failure> {
    let input = input?;
    let read = || {
        let (article, mut doubts) = attache_exchange::article(&input)?;
        let reading = if known {
            Default::default()
        } else {
            reader.read(&article)
        };
        doubts.extend(reading.doubts);
        Ok(Added {
            article,
            raw: None,
            claims: reading.claims,
            doubts,
            reader: VERSION.to_owned(),
        })
    };
    let added: Result<Added, Failure> = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        Err(Failure::Broken {
            path: input.path.clone(),
            why: message(panic.as_ref()),
        })
    });
    added.map(|added| Added {
        raw: Some(input.bytes),
        ..added
    })
}

fn write(
    chunk: Vec<Result<Added, Failure>>,
    archive: &mut Archive,
    tally: &mut Tally,
    watch: &mut dyn FnMut(Event),
) -> Result<()> {
    let mut read = Vec::with_capacity(chunk.len());
    for result in chunk {
        match result {
            Ok(added) => read.push(added),
            Err(failure) => {
                tally.failed += 1;
                watch(Event::Failed(failure));
                watch(Event::Done);
            }
        }
    }
    for (added, outcome) in read.iter().zip(archive.add(&read)?) {
        match outcome {
            Outcome::Known => tally.known += 1,
            Outcome::New => {
                tally.new += 1;
                tally.not_english += u64::from(!added.article.may_be_english());
                tally.claims += added.claims.len() as u64;
                tally.doubts += added.doubts.len() as u64;
                added
                    .doubts
                    .iter()
                    .for_each(|doubt| watch(Event::Doubt(&added.article.path, doubt)));
            }
        }
        watch(Event::Done);
    }
    Ok(())
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no reason given".to_owned())
}
