//! How do articles come in from a browser?
//!
//! A form brings files, or pasted text or HTML; their names are labels and lead to no file. The answer leads to the page of the job, which goes on by
//! itself and tells its progress as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use attache_exchange::Input;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::stream;

use crate::fault::Fault;
use crate::forms;
use crate::http::Doors;
use crate::jobs;

/// Bytes of one form, its files at most, how long it may take to come in, and how many may come in at the same time.
pub const MOST_BYTES: usize = 32 << 20;
const MOST_FILES: usize = 500;
const PATIENCE: Duration = Duration::from_secs(120);
pub const AT_ONCE: usize = 4;

/// `POST /add`
pub async fn add(State(doors): State<Doors>, headers: HeaderMap, form: Multipart) -> Response {
    let Ok(_place) = doors.uploads.try_acquire() else {
        return doors.refuse(&Fault::Busy);
    };
    let inputs = match tokio::time::timeout(PATIENCE, inputs(&doors, &headers, form)).await {
        Ok(inputs) => inputs,
        Err(_) => Err(Fault::NotDone("the articles took too long to come in".to_owned())),
    };
    match inputs.and_then(|inputs| jobs::start(&doors.room, inputs)) {
        Ok(number) => Redirect::to(&format!("/add/{number}")).into_response(),
        Err(fault) => doors.refuse(&fault),
    }
}

/// The token comes before anything else, so that a form of another site is turned away before it is read.
async fn inputs(doors: &Doors, headers: &HeaderMap, mut form: Multipart) -> Result<Vec<Input>, Fault> {
    let unreadable = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge {
            what: "what was sent".to_owned(),
            limit: format!("{} MB", MOST_BYTES >> 20),
        },
        _ => Fault::NotDone("the form could not be read; send it again".to_owned()),
    };
    let mut inputs = Vec::new();
    let mut allowed = false;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(label);
        let bytes = field.bytes().await.map_err(unreadable)?;
        if name == "token" {
            forms::allowed(&doors.room, headers, &String::from_utf8_lossy(&bytes))?;
            allowed = true;
        } else if !allowed {
            return Err(Fault::ForeignForm);
        } else if !bytes.iter().all(u8::is_ascii_whitespace) && matches!(name.as_str(), "files" | "text") {
            inputs.push(Input::new(file.unwrap_or_else(|| "pasted".to_owned()), bytes.to_vec()));
        }
        if inputs.len() > MOST_FILES {
            return Err(Fault::TooLarge {
                what: "the number of files".to_owned(),
                limit: MOST_FILES.to_string(),
            });
        }
    }
    match inputs.is_empty() {
        true => Err(Fault::NotDone(
            "nothing was sent\nhint: choose files, or paste the text of an article".to_owned(),
        )),
        false => Ok(inputs),
    }
}

/// The last part of a file's name.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if plain.is_empty() { "uploaded".to_owned() } else { plain }
}

/// `GET /add/{job}/events`: the job as JSON whenever it has changed, until it is over.
pub async fn events(State(doors): State<Doors>, Path(number): Path<u64>) -> Response {
    let Some(watched) = doors.room.jobs.watch(number) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let told = stream::unfold(Some(watched), |watched| async {
        let mut watched = watched?;
        let job = watched.borrow_and_update().clone();
        let event = Event::default().data(serde_json::to_string(&job).unwrap_or_default());
        if !job.is_over() {
            // At most ten times a second; an error says that nobody tells any more.
            tokio::time::sleep(Duration::from_millis(100)).await;
            let going_on = watched.changed().await.is_ok();
            return Some((Ok::<Event, Infallible>(event), going_on.then_some(watched)));
        }
        Some((Ok(event), None))
    });
    Sse::new(told).keep_alive(KeepAlive::default()).into_response()
}
