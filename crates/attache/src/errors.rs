//! How is it said that something went wrong, and what to try?
//!
//! An error says what was found, where, and what was expected; its hints come last, each on a line of its own. Libraries put
//! a hint into their message after a line break (`…\nhint: …`); here the two are told apart again, so that hints stay last
//! however many causes there are.

use std::fmt;
use std::io;

use crate::terminal::clean;

/// An error of the binary itself: what is wrong, and what to try.
#[derive(Debug)]
pub struct Advice {
    wrong: String,
    hint: String,
}

impl Advice {
    pub fn error(wrong: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
        anyhow::Error::new(Advice {
            wrong: wrong.into(),
            hint: hint.into(),
        })
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhint: {}", self.wrong, self.hint)
    }
}

impl std::error::Error for Advice {}

/// An error as it is shown: what is wrong, what that comes from, what to try.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub wrong: String,
    pub causes: Vec<String>,
    pub hints: Vec<String>,
}

/// Sorts an error and its causes into what is wrong and what to try. A cause that only repeats what stands above it is left out.
pub fn told(error: &anyhow::Error) -> Told {
    let mut told = Told::default();
    for (depth, cause) in error.chain().enumerate() {
        let (wrong, hints) = split_hints(&cause.to_string());
        let repeats = told.wrong.contains(&wrong) || told.causes.iter().any(|above| above.contains(&wrong));
        match depth {
            0 => told.wrong = wrong,
            _ if repeats => {}
            _ => told.causes.push(wrong),
        }
        for hint in hints {
            if !told.hints.contains(&hint) {
                told.hints.push(hint);
            }
        }
    }
    told
}

/// The message without its `hint:` lines, and those lines.
pub fn split_hints(message: &str) -> (String, Vec<String>) {
    let mut wrong = Vec::new();
    let mut hints = Vec::new();
    for line in message.lines() {
        match line.trim_start().strip_prefix("hint:") {
            Some(hint) => hints.push(clean(hint)),
            None => wrong.push(clean(line)),
        }
    }
    (wrong.join("\n"), hints)
}

/// The reader of the output has gone (`attache claims | head`): that is no error.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let plain = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        plain.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_come_last_and_once() {
        let cause = Advice::error("a.db: found version 9; expected at most 1", "use a newer attache");
        let error = cause.context("the archive cannot be opened\nhint: use a newer attache");
        let told = told(&error);
        assert_eq!(told.wrong, "the archive cannot be opened");
        assert_eq!(told.causes, ["a.db: found version 9; expected at most 1"]);
        assert_eq!(told.hints, ["use a newer attache"]);
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        let pipe = anyhow::Error::new(io::Error::from(io::ErrorKind::BrokenPipe)).context("writing claims");
        assert!(is_broken_pipe(&pipe));
        assert!(!is_broken_pipe(&anyhow::anyhow!("full")));
    }
}
