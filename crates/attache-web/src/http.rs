//! How does the reading room speak HTTP?
//!
//! Pages are read on threads of their own, so many at a time; every answer forbids scripts, frames and requests that are not the room's own.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use crate::answer::Format;
use crate::assets;
use crate::fault::Fault;
use crate::forms;
use crate::guest;
use crate::room::{Reply, Room};
use crate::upload;

/// How many pages are made at the same time; as many more wait, up to [`PATIENCE`].
const READERS: usize = 16;
const PATIENCE: Duration = Duration::from_secs(10);

/// Nothing comes from elsewhere, and nothing within a page runs or styles by itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The room with its places.
#[derive(Clone)]
pub(crate) struct Doors {
    pub(crate) room: Arc<Room>,
    places: Arc<Semaphore>,
    pub(crate) uploads: Arc<Semaphore>,
}

/// All routes, ready to be served.
pub fn router(room: Arc<Room>) -> Router {
    let doors = Doors {
        room,
        places: Arc::new(Semaphore::new(READERS)),
        uploads: Arc::new(Semaphore::new(upload::AT_ONCE)),
    };
    Router::new()
        .route("/assets/{name}", get(asset))
        .route("/weigh", post(weigh))
        .route("/decisions", post(decide).get(read))
        .route(
            "/add",
            post(upload::add)
                .get(read)
                .layer(DefaultBodyLimit::max(upload::MOST_BYTES)),
        )
        .route("/add/{job}/events", get(upload::events))
        .fallback(read)
        .layer(middleware::from_fn_with_state(doors.clone(), guest::admitted))
        .with_state(doors)
        .layer(middleware::map_response(guarded))
}

impl Doors {
    /// Runs `work` on a thread that may wait for the disk, when a place is free.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Room) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(_place)) = place else {
            return Err(Fault::Crowded);
        };
        let room = Arc::clone(&self.room);
        let done = tokio::task::spawn_blocking(move || work(&room)).await;
        done.unwrap_or_else(|_| {
            Err(Fault::NotDone(
                "the page broke off; this is a fault of attache itself".to_owned(),
            ))
        })
    }

    pub(crate) fn refuse(&self, fault: &Fault) -> Response {
        send(self.room.refuse(fault, Format::Html), None)
    }
}

async fn read(State(doors): State<Doors>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let known = headers.get(header::IF_NONE_MATCH).cloned();
    let read = doors
        .run(move |room| Ok(room.read(uri.path(), uri.query().unwrap_or_default())))
        .await;
    match read {
        Ok(reply) => send(reply, known),
        Err(fault) => doors.refuse(&fault),
    }
}

/// The reply with its ETag; `304` to whoever has it already.
fn send(reply: Reply, known: Option<HeaderValue>) -> Response {
    let etag = format!("\"{}\"", &blake3::hash(&reply.bytes).to_hex()[..16]);
    let has = |known: HeaderValue| {
        known
            .to_str()
            .is_ok_and(|known| known.split(',').any(|one| one.trim() == etag))
    };
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [
        (header::CONTENT_TYPE, reply.content_type),
        (header::ETAG, etag.as_str()),
        // Kept by the browser, but asked for again each time: the archive may have changed.
        (header::CACHE_CONTROL, "private, no-cache"),
    ];
    if status == StatusCode::OK && known.is_some_and(has) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (status, headers, reply.bytes).into_response()
}

async fn weigh(State(doors): State<Doors>, headers: HeaderMap, body: Bytes) -> Response {
    let weighed = doors
        .run(move |room| {
            forms::ours(room, &headers, forms::parse(&body))?;
            room.weigh()
        })
        .await;
    match weighed {
        Ok(()) => Redirect::to("/transfers").into_response(),
        Err(fault) => doors.refuse(&fault),
    }
}

async fn decide(State(doors): State<Doors>, headers: HeaderMap, body: Bytes) -> Response {
    let decided = doors
        .run(move |room| {
            let fields = forms::ours(room, &headers, forms::parse(&body))?;
            room.decide(&fields)
        })
        .await;
    match decided {
        Ok(next) => Redirect::to(&next).into_response(),
        Err(fault) => doors.refuse(&fault),
    }
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match assets::find(&name) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some((content_type, text)) => {
            let reply = Reply {
                status: 200,
                content_type,
                bytes: text.as_bytes().to_vec(),
            };
            send(reply, headers.get(header::IF_NONE_MATCH).cloned())
        }
    }
}

async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Without any, browsers would not say where a form comes from.
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
