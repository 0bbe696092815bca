//! What can be wrong with a file that is to be read, and how is that said?
//!
//! Each message says what was found, where, and what was expected; the `hint:` line says what to try. None of these
//! errors stops the reading of the other files.

/// Why a file (or one line of it) gave no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    #[error(
        "{path}: no such file or folder\nhint: check the spelling; a relative path starts at the folder you are in"
    )]
    Missing { path: String },

    #[error("{path}: cannot be read: {why}\nhint: check that you may read it and that it is still there")]
    Unreadable { path: String, why: String },

    #[error(
        "{path}: links back to {back_to}, which holds it; the folder is read once\nhint: remove the link, or name the folders to read one by one"
    )]
    Loop { path: String, back_to: String },

    #[error("{path}: is empty; expected the text or the HTML of an article\nhint: fetch it again, or delete it")]
    Empty { path: String },

    #[error(
        "{path}: found {found} at byte {at}; expected text or HTML\nhint: convert it to text first (pdftotext, unzip, …), or leave it out"
    )]
    Binary {
        path: String,
        found: &'static str,
        at: usize,
    },

    #[error(
        "{path}: more than {limit} bytes; expected one article\nhint: a file of many articles is read as JSON Lines (.jsonl), one article a line"
    )]
    TooLarge { path: String, limit: u64 },

    #[error(
        "{path}:{line}: the line is longer than {limit} bytes; it is skipped\nhint: JSON Lines has one article a line; a JSON array is not read"
    )]
    LineTooLong { path: String, line: u64, limit: u64 },

    #[error(
        "{path}: {why}; expected a JSON object such as {{\"title\": \"…\", \"text\": \"…\", \"date\": \"2024-06-14\"}}\nhint: the text goes under `text`, `body`, `content` or `html`"
    )]
    BadLine { path: String, why: String },

    #[error(
        "{path}: the compressed data end early or are damaged: {why}\nhint: fetch it again; `gzip -t` tells whether it is whole"
    )]
    Damaged { path: String, why: String },
}

impl InputError {
    /// The file, with the line for JSON Lines, as it was given.
    pub fn path(&self) -> &str {
        match self {
            InputError::Missing { path }
            | InputError::Unreadable { path, .. }
            | InputError::Loop { path, .. }
            | InputError::Empty { path }
            | InputError::Binary { path, .. }
            | InputError::TooLarge { path, .. }
            | InputError::LineTooLong { path, .. }
            | InputError::BadLine { path, .. }
            | InputError::Damaged { path, .. } => path,
        }
    }
}
