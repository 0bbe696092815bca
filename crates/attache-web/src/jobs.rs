//! What is being read at this moment, and how far is it?

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use attache_exchange::Input;
use serde::Serialize;
use tokio::sync::watch;

use crate::desk::Progress;
use crate::fault::Fault;
use crate::room::Room;

/// Finished jobs are remembered, so many of them.
const REMEMBERED: usize = 20;
/// Jobs that are read or wait for it, at most: each holds what was sent in memory.
const WAITING: usize = 8;
/// Doubts and failures are listed, so many of each.
const LISTED: usize = 200;

/// The articles that one visitor added together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Job {
    pub number: u64,
    /// How many inputs there are, and how many are done.
    pub inputs: usize,
    pub done: usize,
    pub failures: Vec<String>,
    pub doubts: Vec<String>,
    pub weighing: bool,
    /// The end of it in one line.
    pub ended: Option<String>,
    /// Why it broke off.
    pub broken: Option<String>,
}

impl Job {
    pub fn is_over(&self) -> bool {
        self.ended.is_some() || self.broken.is_some()
    }

    fn hear(&mut self, progress: Progress) {
        let list = |list: &mut Vec<String>, what| {
            if list.len() < LISTED {
                list.push(what);
            }
        };
        match progress {
            Progress::Done => self.done += 1,
            Progress::Failed { what } => list(&mut self.failures, what),
            Progress::Doubt { path, kind, what } => list(&mut self.doubts, format!("{path}: {kind}: {what}")),
            Progress::Weighing => self.weighing = true,
            Progress::Ended { summary } => self.ended = Some(summary),
        }
    }
}

/// All jobs, by number. One is read at a time: the next waits its turn.
#[derive(Default)]
pub struct Jobs {
    known: Mutex<BTreeMap<u64, watch::Sender<Job>>>,
    turn: Mutex<()>,
}

impl Jobs {
    fn begin(&self, inputs: usize) -> Result<u64, Fault> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.values().filter(|job| !job.borrow().is_over()).count() >= WAITING {
            return Err(Fault::Busy);
        }
        let number = known.last_key_value().map_or(0, |(last, _)| *last) + 1;
        let job = Job {
            number,
            inputs,
            ..Job::default()
        };
        known.insert(number, watch::Sender::new(job));
        let over: Vec<u64> = known
            .iter()
            .filter(|(_, job)| job.borrow().is_over())
            .map(|(number, _)| *number)
            .collect();
        for old in over.iter().rev().skip(REMEMBERED) {
            known.remove(old);
        }
        Ok(number)
    }

    /// How a job stands, now and whenever that changes.
    pub fn watch(&self, number: u64) -> Option<watch::Receiver<Job>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&number).map(watch::Sender::subscribe)
    }

    fn tell(&self, number: u64, change: impl FnOnce(&mut Job)) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = known.get(&number) {
            job.send_modify(change);
        }
    }
}

/// Has the inputs read on a thread of their own; the number of the job.
///
/// # Errors
/// [`Fault::ReadOnly`]; [`Fault::Busy`] when as many wait as may.
pub fn start(room: &Arc<Room>, inputs: Vec<Input>) -> Result<u64, Fault> {
    let desk = Arc::clone(room.desk.as_ref().ok_or(Fault::ReadOnly)?);
    let number = room.jobs.begin(inputs.len())?;
    let room = Arc::clone(room);
    std::thread::spawn(move || {
        let _turn = room.jobs.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let read = room.with_archive(|archive| {
            let mut end = None;
            let mut hear = |progress| match progress {
                // Told when the pages show it.
                Progress::Ended { .. } => end = Some(progress),
                going_on => room.jobs.tell(number, |job| job.hear(going_on)),
            };
            desk.add(inputs, archive, &mut hear).map_err(Fault::NotDone)?;
            room.read_again(archive)?;
            room.jobs
                .tell(number, |job| end.into_iter().for_each(|end| job.hear(end)));
            Ok(())
        });
        if let Err(fault) = read {
            room.jobs.tell(number, |job| job.broken = Some(fault.told().0));
        }
    });
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_may_wait_and_no_more() {
        let jobs = Jobs::default();
        let numbers: Vec<u64> = (0..WAITING).map(|_| jobs.begin(1).unwrap()).collect();
        assert!(matches!(jobs.begin(1), Err(Fault::Busy)));
        let end = Progress::Ended {
            summary: "read".to_owned(),
        };
        jobs.tell(numbers[0], |job| job.hear(end));
        assert!(jobs.begin(1).is_ok());
    }
}
