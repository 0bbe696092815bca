//! Which files are articles, and what are their bytes?
//!
//! Folders are read through, sorted by name, one file at a time: what is held in memory is one article and the names of
//! the folders that lead to it. Hidden files and files of other kinds are skipped and counted; a file that was named
//! outright is always tried. JSON Lines are read line by line.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use crate::InputError;

/// The bytes of one article, and where they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// As given; a line of a JSON Lines file is `file.jsonl:12`.
    pub path: String,
    /// As retrieved, after decompression. Of a JSON Lines file: the one line.
    pub bytes: Vec<u8>,
    pub form: Form,
}

impl Input {
    /// An input that is in memory already; its form is found out from its bytes.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Input {
        Input {
            path: path.into(),
            bytes: bytes.into(),
            form: Form::Unknown,
        }
    }
}

/// What the bytes are said to be. What they look like decides when the two disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Html,
    Text,
    /// One JSON object.
    JsonLine,
    Unknown,
}

/// How much is read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one article, after decompression.
    pub article: u64,
    /// Bytes of one line of JSON Lines.
    pub line: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            article: 32 << 20,
            line: 64 << 20,
        }
    }
}

/// Files in folders that were passed over, counted by the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Reason (`hidden`, `.toml`, `not a file`, …) → number of files. At most a hundred reasons are told apart.
    pub by_reason: BTreeMap<String, u64>,
}

impl Skipped {
    pub fn count(&self) -> u64 {
        self.by_reason.values().sum()
    }

    fn add(&mut self, reason: &str) {
        let known = self.by_reason.len() < 100 || self.by_reason.contains_key(reason);
        let reason = if known { reason } else { "other kinds" };
        *self.by_reason.entry(reason.to_owned()).or_default() += 1;
    }
}

/// Reads `paths` (files, folders, `-` for standard input) in order. Errors stand among the inputs; reading goes on.
pub fn inputs(paths: &[PathBuf]) -> Inputs {
    Inputs {
        given: Vec::from(paths).into_iter(),
        folders: Vec::new(),
        lines: None,
        limits: Limits::default(),
        skipped: Skipped::default(),
    }
}

/// The running reading of some paths; see [`inputs`].
pub struct Inputs {
    given: std::vec::IntoIter<PathBuf>,
    folders: Vec<Folder>,
    lines: Option<Lines>,
    limits: Limits,
    skipped: Skipped,
}

struct Folder {
    path: PathBuf,
    /// Without links, to recognise a link back to it.
    canonical: PathBuf,
    names: std::vec::IntoIter<OsString>,
}

struct Lines {
    path: String,
    reader: Box<dyn BufRead + Send>,
    number: u64,
}

impl Inputs {
    pub fn with_limits(self, limits: Limits) -> Inputs {
        Inputs { limits, ..self }
    }

    /// What has been passed over so far.
    pub fn skipped(&self) -> &Skipped {
        &self.skipped
    }
}

impl Iterator for Inputs {
    type Item = Result<Input, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next(self.limits.line) {
                    Some(line) => return Some(line),
                    None => self.lines = None,
                }
                continue;
            }
            let found = match self.folders.last_mut() {
                Some(folder) => match folder.names.next() {
                    Some(name) => self.visit_within(&name),
                    None => {
                        self.folders.pop();
                        continue;
                    }
                },
                None => {
                    let path = self.given.next()?;
                    self.visit_given(path)
                }
            };
            match found {
                Ok(Some(input)) => return Some(Ok(input)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Inputs {
    fn visit_given(&mut self, path: PathBuf) -> Result<Option<Input>, InputError> {
        if path.as_os_str() == "-" {
            return self.open("-".to_owned(), Kind::Sniff, Box::new(io::stdin()));
        }
        let metadata = fs::metadata(&path).map_err(|error| unreadable(&path, &error))?;
        if metadata.is_dir() {
            self.enter(path)?;
            return Ok(None);
        }
        let kind = Kind::of(&path).unwrap_or(Kind::Sniff);
        self.read(&path, kind, metadata.len())
    }

    fn visit_within(&mut self, name: &OsString) -> Result<Option<Input>, InputError> {
        let Some(folder) = self.folders.last() else {
            return Ok(None);
        };
        let path = folder.path.join(name);
        if name.to_string_lossy().starts_with('.') {
            self.skipped.add("hidden");
            return Ok(None);
        }
        let metadata = fs::metadata(&path).map_err(|error| unreadable(&path, &error))?;
        if metadata.is_dir() {
            self.enter(path)?;
            return Ok(None);
        }
        if !metadata.is_file() {
            self.skipped.add("not a file");
            return Ok(None);
        }
        match Kind::of(&path) {
            Some(Kind::Sniff) if !looks_readable(&path) => {
                self.skipped.add("no extension, not text");
                Ok(None)
            }
            Some(kind) => self.read(&path, kind, metadata.len()),
            None => {
                let extension = path.extension().map(|end| end.to_string_lossy().to_lowercase());
                self.skipped.add(&format!(".{}", extension.unwrap_or_default()));
                Ok(None)
            }
        }
    }

    fn enter(&mut self, path: PathBuf) -> Result<(), InputError> {
        let canonical = path.canonicalize().map_err(|error| unreadable(&path, &error))?;
        if let Some(outer) = self.folders.iter().find(|folder| folder.canonical == canonical) {
            return Err(InputError::Loop {
                path: shown(&path),
                back_to: shown(&outer.path),
            });
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(&path).map_err(|error| unreadable(&path, &error))? {
            names.push(entry.map_err(|error| unreadable(&path, &error))?.file_name());
        }
        names.sort();
        self.folders.push(Folder {
            path,
            canonical,
            names: names.into_iter(),
        });
        Ok(())
    }

    fn read(&mut self, path: &Path, kind: Kind, length: u64) -> Result<Option<Input>, InputError> {
        let plain = !matches!(kind, Kind::Lines | Kind::Gzip(_));
        if plain && length > self.limits.article {
            return Err(InputError::TooLarge {
                path: shown(path),
                limit: self.limits.article,
            });
        }
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        match kind {
            Kind::Gzip(inner) => self.open(
                shown(path),
                inner.kind(),
                Box::new(MultiGzDecoder::new(BufReader::new(file))),
            ),
            kind => self.open(shown(path), kind, Box::new(file)),
        }
    }

    /// One article, or the beginning of a stream of lines.
    fn open(&mut self, path: String, kind: Kind, source: Box<dyn Read + Send>) -> Result<Option<Input>, InputError> {
        let mut reader = BufReader::with_capacity(1 << 16, source);
        let lines = match kind {
            Kind::Lines => true,
            Kind::Sniff => {
                let start = reader.fill_buf().map_err(|error| damaged(&path, &error))?;
                start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
            }
            _ => false,
        };
        if lines {
            self.lines = Some(Lines {
                path,
                reader: Box::new(reader),
                number: 0,
            });
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let limit = self.limits.article;
        reader
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&path, &error))?;
        if bytes.len() as u64 > limit {
            return Err(InputError::TooLarge { path, limit });
        }
        let form = match kind {
            Kind::Html => Form::Html,
            Kind::Text => Form::Text,
            _ => Form::Unknown,
        };
        Ok(Some(Input { path, bytes, form }))
    }
}

impl Lines {
    /// The next line that is not blank.
    fn next(&mut self, limit: u64) -> Option<Result<Input, InputError>> {
        loop {
            self.number += 1;
            let mut bytes = Vec::new();
            let mut taken = (&mut self.reader).take(limit.saturating_add(1));
            match taken.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => {
                    // A broken stream has no further lines.
                    self.reader = Box::new(io::empty());
                    return Some(Err(damaged(&format!("{}:{}", self.path, self.number), &error)));
                }
            }
            if bytes.len() as u64 > limit {
                self.skip_line();
                return Some(Err(InputError::LineTooLong {
                    path: self.path.clone(),
                    line: self.number,
                    limit,
                }));
            }
            let line = bytes.trim_ascii();
            if line.is_empty() || line == b"\xef\xbb\xbf" {
                continue;
            }
            let path = format!("{}:{}", self.path, self.number);
            return Some(Ok(Input {
                path,
                bytes: line.to_vec(),
                form: Form::JsonLine,
            }));
        }
    }

    fn skip_line(&mut self) {
        loop {
            let (used, done) = match self.reader.fill_buf() {
                Ok([]) | Err(_) => return,
                Ok(chunk) => match chunk.iter().position(|byte| *byte == b'\n') {
                    Some(at) => (at + 1, true),
                    None => (chunk.len(), false),
                },
            };
            self.reader.consume(used);
            if done {
                return;
            }
        }
    }
}

/// How a file is to be opened, by its name.
#[derive(Clone, Copy)]
enum Kind {
    Html,
    Text,
    Lines,
    Sniff,
    Gzip(Inner),
}

#[derive(Clone, Copy)]
enum Inner {
    Html,
    Text,
    Lines,
    Sniff,
}

impl Inner {
    fn kind(self) -> Kind {
        match self {
            Inner::Html => Kind::Html,
            Inner::Text => Kind::Text,
            Inner::Lines => Kind::Lines,
            Inner::Sniff => Kind::Sniff,
        }
    }
}

impl Kind {
    /// `None` when the name says that it is something else.
    fn of(path: &Path) -> Option<Kind> {
        let Some(extension) = path.extension() else {
            return Some(Kind::Sniff);
        };
        match extension.to_string_lossy().to_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Some(Kind::Html),
            "txt" | "text" | "md" => Some(Kind::Text),
            "jsonl" | "ndjson" => Some(Kind::Lines),
            "gz" => {
                let inner = path.with_extension("");
                Some(Kind::Gzip(match Kind::of(&inner)? {
                    Kind::Html => Inner::Html,
                    Kind::Text => Inner::Text,
                    Kind::Lines => Inner::Lines,
                    Kind::Sniff => Inner::Sniff,
                    Kind::Gzip(_) => return None,
                }))
            }
            _ => None,
        }
    }
}

/// Do the first bytes of a file without an extension look like text?
fn looks_readable(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(1024).read_to_end(&mut start));
    // What cannot be opened is not skipped: opening it again reports why.
    read.is_err() || crate::decode::binary(&start).is_none()
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn unreadable(path: &Path, error: &io::Error) -> InputError {
    match error.kind() {
        io::ErrorKind::NotFound => InputError::Missing { path: shown(path) },
        _ => InputError::Unreadable {
            path: shown(path),
            why: error.to_string(),
        },
    }
}

fn damaged(path: &str, error: &io::Error) -> InputError {
    match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            InputError::Damaged {
                path: path.to_owned(),
                why: error.to_string(),
            }
        }
        _ => InputError::Unreadable {
            path: path.to_owned(),
            why: error.to_string(),
        },
    }
}
