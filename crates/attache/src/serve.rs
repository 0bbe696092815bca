//! How is the reading room opened?
//!
//! It listens on loopback unless told otherwise; where other machines can reach it, it asks for a password. What the room may not have itself
//! (reader, weighing, clock, randomness) is lent to it here.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use attache_exchange::Input;
use attache_model::{Date, Decision};
use attache_reading::Reader;
use attache_reading::vocabulary::{Organisation, Vocabulary};
use attache_store::Archive;
use attache_web::{Alliance, Desk, Member, Progress, Room, Settings, Wish, World};

use crate::cli::{DecideWhat, ServeOptions};
use crate::decide;
use crate::errors::Advice;
use crate::pipeline::{self, Event, Tally};
use crate::show;
use crate::terminal::{Terminal, count};

pub fn run(options: &ServeOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let address = SocketAddr::new(options.address, options.port);
    let password = options.password.clone().filter(|password| !password.is_empty());
    if !address.ip().is_loopback() && password.is_none() {
        return Err(Advice::error(
            format!(
                "{} can be reached from other machines, and no password was given",
                address.ip()
            ),
            "give --password, or leave --address away to listen on this machine only",
        ));
    }
    if !path.exists() && !options.read_only {
        Archive::open(path)?;
    }
    drop(show::open_weighed(path, terminal)?);
    let desk: Option<Arc<dyn Desk>> = match options.read_only {
        true => None,
        false => Some(Arc::new(Clerk::default())),
    };
    let room = Room::open(Settings {
        archive: path.to_owned(),
        world: world()?,
        desk,
        form_token: secret()?,
        password,
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the server cannot be started")?;
    runtime.block_on(listen(address, Arc::new(room), terminal))?;
    Ok(true)
}

async fn listen(address: SocketAddr, room: Arc<Room>, terminal: &mut Terminal) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        Advice::error(
            format!("cannot listen on {address}: {error}"),
            "another program may be using the port; --port takes another, 0 any that is free",
        )
    })?;
    let bound = listener.local_addr()?;
    terminal.note(format_args!("the reading room is open at http://{bound}/"));
    terminal.hint("open it in a browser; Ctrl-C closes it");
    axum::serve(listener, attache_web::router(room))
        .with_graceful_shutdown(async {
            // Where the signal cannot be heard, the room stays open until it is ended otherwise.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await
        .context("the server broke off")
}

/// What the pages know of the world: names of states, and alliances with their members.
pub fn world() -> Result<World> {
    let vocabulary = Vocabulary::shipped()?;
    let names = vocabulary
        .states
        .iter()
        .map(|state| (state.code.clone(), state.name.clone()));
    let alliances = vocabulary.organisations.iter().filter(|body| body.kind == "alliance");
    Ok(World::new(names, alliances.map(alliance).collect()))
}

fn alliance(body: &Organisation) -> Alliance {
    let first = |state: &str| body.joined.get(state).copied().or(body.from);
    let last = |state: &str| -> Option<Date> { body.left.get(state).copied().or(body.until) };
    let mut states: Vec<&String> = body.members.iter().chain(body.left.keys()).collect();
    states.sort();
    states.dedup();
    let members = states.into_iter().map(|state| Member {
        state: state.clone(),
        since: first(state),
        until: last(state),
    });
    Alliance {
        name: body.name.clone(),
        members: members.collect(),
    }
}

/// Thirty-two digits that nobody can guess.
fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Reads, weighs and looks at the clock for the room.
#[derive(Default)]
struct Clerk {
    reader: OnceLock<Reader>,
}

impl Clerk {
    /// The reader is heavy: it is made when the first article comes.
    fn reader(&self) -> Result<&Reader> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader);
        }
        let reader = Reader::shipped()?;
        Ok(self.reader.get_or_init(|| reader))
    }
}

impl Desk for Clerk {
    fn add(&self, inputs: Vec<Input>, archive: &mut Archive, watch: &mut dyn FnMut(Progress)) -> Result<(), String> {
        let told = |error: anyhow::Error| format!("{error:#}");
        let reader = self.reader().map_err(told)?;
        let mut inputs = inputs.into_iter().map(Ok);
        let tally = pipeline::add(&mut inputs, archive, reader, &mut |event| {
            watch(match event {
                Event::Done => Progress::Done,
                Event::Failed(failure) => Progress::Failed {
                    what: failure.to_string(),
                },
                Event::Doubt(path, doubt) => Progress::Doubt {
                    path: path.to_owned(),
                    kind: doubt.kind.to_string(),
                    what: doubt.what.clone(),
                },
            });
        })
        .map_err(told)?;
        watch(Progress::Weighing);
        self.weigh(archive)?;
        watch(Progress::Ended {
            summary: summary(&tally),
        });
        Ok(())
    }

    fn weigh(&self, archive: &mut Archive) -> Result<(), String> {
        pipeline::weigh(archive).map_err(|error| format!("{error:#}"))
    }

    fn decide(&self, wish: Wish, who: &str, why: &str, archive: &mut Archive) -> Result<Decision, String> {
        let what = match wish {
            Wish::Confirm(ids) => DecideWhat::Confirm { ids },
            Wish::Reject(ids) => DecideWhat::Reject { ids },
            Wish::Correct { id, slot, value } => DecideWhat::Correct { id, slot, value },
            Wish::Merge(ids) => DecideWhat::Merge { ids },
            Wish::Split(ids) => DecideWhat::Split { ids },
            Wish::Undo(id) => DecideWhat::Undo { id },
        };
        decide::decide(&what, Some(who), Some(why), archive).map_err(|error| format!("{error:#}"))
    }

    fn who(&self) -> Option<String> {
        decide::ambient_name()
    }
}

fn summary(tally: &Tally) -> String {
    let Tally {
        new,
        known,
        failed,
        claims,
        doubts,
        ..
    } = *tally;
    let mut parts = vec![
        count(new, "new article"),
        count(claims, "claim"),
        count(doubts, "doubt"),
    ];
    if known > 0 {
        parts.push(format!("{known} known already"));
    }
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    parts.join(", ")
}
