//! How is an address answered, without any network?
//!
//! Many read at once: each borrows an open archive and a share of the register. The register is read again when it has been weighed anew; whoever asks
//! meanwhile is shown the one before.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use attache_store::Archive;
use serde_json::json;

use crate::address::Query;
use crate::answer::{Answer, Body, Format};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::jobs::Jobs;
use crate::layout;
use crate::register::Register;
use crate::routes;
use crate::visit::Visit;
use crate::world::World;

/// The archive, as people may read it.
pub struct Room {
    archive: PathBuf,
    pub(crate) world: World,
    /// Who writes for the reader; nobody when the room is read-only.
    pub(crate) desk: Option<Arc<dyn Desk>>,
    /// What a form must carry to be taken for one of ours.
    pub(crate) form_token: String,
    pub(crate) password: Option<String>,
    pub(crate) jobs: Jobs,
    open: Mutex<Vec<Archive>>,
    held: Arc<Held>,
}

/// What a room is made of.
pub struct Settings {
    pub archive: PathBuf,
    pub world: World,
    pub desk: Option<Arc<dyn Desk>>,
    /// Not to be guessed by another site.
    pub form_token: String,
    /// What a browser must give before it is shown anything. Without one, only requests to this machine's own names are answered.
    pub password: Option<String>,
}

/// An answer as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// An HTTP status.
    pub status: u16,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// More open archives than this are closed when they come back.
const KEPT_OPEN: usize = 32;

impl Room {
    /// # Errors
    /// As [`Archive::open_existing`] and [`Archive::records`].
    pub fn open(settings: Settings) -> Result<Room, Fault> {
        let archive = Archive::open_existing(&settings.archive)?;
        let register = Register::read(&archive)?;
        Ok(Room {
            archive: settings.archive,
            world: settings.world,
            desk: settings.desk,
            form_token: settings.form_token,
            password: settings.password,
            jobs: Jobs::default(),
            open: Mutex::new(vec![archive]),
            held: Arc::new(Held {
                register: RwLock::new(Arc::new(register)),
                reading: AtomicBool::new(false),
            }),
        })
    }

    /// The file that is read.
    pub fn archive(&self) -> &Path {
        &self.archive
    }

    /// Answers the address `path?query`. A fault is a page, too.
    pub fn read(&self, path: &str, query: &str) -> Reply {
        self.reply(path, query, false)
    }

    /// The page as it is written into a file.
    pub(crate) fn published(&self, path: &str, query: &str) -> Reply {
        self.reply(path, query, true)
    }

    fn reply(&self, address: &str, query: &str, published: bool) -> Reply {
        let (path, format) = Format::of(address);
        let answered = self.with_archive(|archive| {
            let register = self.register(archive)?;
            let route = routes::find(path).ok_or_else(|| Fault::NoPage { path: path.to_owned() });
            let (route, params) = route?;
            let visit = Visit {
                room: self,
                archive,
                register,
                path: if path.is_empty() { "/" } else { path },
                params,
                query: Query::parse(query),
                format,
                published,
            };
            let answer = (route.show)(&visit)?;
            Ok(finished(&visit, route.question, answer))
        });
        answered.unwrap_or_else(|fault| self.refuse(&fault, format))
    }

    /// The page that tells a fault.
    pub(crate) fn refuse(&self, fault: &Fault, format: Format) -> Reply {
        let (wrong, hint) = fault.told();
        let (content_type, bytes) = match format {
            Format::Html => (
                HTML,
                plain(&layout::fault(&wrong, hint.as_deref()).into_string()).into_bytes(),
            ),
            Format::Json | Format::Csv => (JSON, json!({"error": wrong, "hint": hint}).to_string().into_bytes()),
        };
        Reply {
            status: fault.status(),
            content_type,
            bytes,
        }
    }

    /// Has the register made again.
    pub(crate) fn weigh(&self) -> Result<(), Fault> {
        let desk = self.desk.as_ref().ok_or(Fault::ReadOnly)?;
        self.with_archive(|archive| {
            desk.weigh(archive).map_err(Fault::NotDone)?;
            self.read_again(archive)
        })
    }

    /// Lends an open archive to `work`.
    pub(crate) fn with_archive<T>(&self, work: impl FnOnce(&mut Archive) -> Result<T, Fault>) -> Result<T, Fault> {
        let lent = self.open.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut archive = match lent {
            Some(archive) => archive,
            None => Archive::open_existing(&self.archive)?,
        };
        let done = work(&mut archive);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() < KEPT_OPEN {
            open.push(archive);
        }
        done
    }

    /// The register as it was read last. Where it has been weighed anew since, it is read again meanwhile: nobody waits for that.
    fn register(&self, archive: &Archive) -> Result<Arc<Register>, Fault> {
        let register = self.held.get();
        if archive.weighed()? != register.weighed && !self.held.reading.swap(true, Ordering::AcqRel) {
            let (held, path) = (Arc::clone(&self.held), self.archive.clone());
            std::thread::spawn(move || {
                // Whoever asks next tries again, and is told what is wrong with the archive by its page.
                let read = Archive::open_existing(&path).and_then(|archive| Register::read(&archive));
                if let Ok(register) = read {
                    held.put(register);
                }
                held.reading.store(false, Ordering::Release);
            });
        }
        Ok(register)
    }

    /// Reads the register that was just made, so that whoever had it made sees it.
    pub(crate) fn read_again(&self, archive: &Archive) -> Result<(), Fault> {
        if archive.weighed()? != self.held.get().weighed {
            self.held.put(Register::read(archive)?);
        }
        Ok(())
    }
}

/// The register that pages are made from, and whether a newer one is being read.
struct Held {
    register: RwLock<Arc<Register>>,
    reading: AtomicBool,
}

impl Held {
    fn get(&self) -> Arc<Register> {
        Arc::clone(&self.register.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// An older register does not replace a newer one.
    fn put(&self, register: Register) {
        let mut held = self.register.write().unwrap_or_else(PoisonError::into_inner);
        if register.weighed >= held.weighed {
            *held = Arc::new(register);
        }
    }
}

pub(crate) const HTML: &str = "text/html; charset=utf-8";
pub(crate) const JSON: &str = "application/json";
const CSV: &str = "text/csv; charset=utf-8; header=present";

/// The answer with all that every page of its form has.
fn finished(visit: &Visit, question: &str, answer: Answer) -> Reply {
    let (content_type, bytes) = match answer.body {
        Body::Html(body) => {
            let page = layout::page(visit, &answer.title, body);
            (HTML, plain(&page.into_string()).into_bytes())
        }
        Body::Json { data, next } => {
            let envelope = json!({
                "address": visit.here(&visit.query),
                "title": answer.title,
                "question": question,
                "generation": visit.register.weighed,
                "data": data,
                "next": next,
            });
            (JSON, envelope.to_string().into_bytes())
        }
        Body::Csv(bytes) => (CSV, bytes),
    };
    Reply {
        status: 200,
        content_type,
        bytes,
    }
}

/// The text without the characters that turn its direction round or are not for reading: nothing that pages say needs them.
fn plain(text: &str) -> String {
    let is_read =
        |c: &char| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') && (!c.is_control() || *c == '\n');
    text.chars().filter(is_read).collect()
}
