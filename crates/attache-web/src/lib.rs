//! What does a person see of the archive, and how do they correct it?
//!
//! ```text
//! address ──routes──▶ a page's `show` ──▶ Answer (HTML, JSON or CSV) ──▶ Reply ──http──▶ browser
//!                          │                                             └──publish──▶ a folder of files
//!            Register (in memory) + Archive (articles, claims)
//! ```
//!
//! [`Room::read`] answers an address without any network: the tests, [`Room::publish`] and the server share it. What the room may
//! not do itself (read articles, weigh, tell the time) it asks of a [`Desk`], which the binary provides; without one it is read-only.
//!
//! Pages read the register from memory ([`Register`], read once for each weighing) and articles and claims from the archive.

mod world;

mod register;
mod room;
mod routes;
mod shelf;
mod sums;

mod address;
mod adversary;
mod answer;
mod decisions;
mod desk;
mod facets;
mod fault;
mod layout;
mod visit;

mod pages;
mod parts;
mod pictures;

mod assets;
mod forms;
mod guest;
mod http;
mod jobs;
mod publish;
mod queue;
mod upload;

pub use desk::{Desk, Progress, Wish};
pub use fault::Fault;
pub use http::router;
pub use publish::File;
pub use register::{Register, Row};
pub use room::{Reply, Room, Settings};
pub use routes::{ROUTES, Route};
pub use world::{Alliance, Member, World};
