//! What does a page know of the one who asks?

use std::sync::Arc;

use attache_store::Archive;
use maud::Markup;
use serde_json::Value;

use crate::address::{CURSOR, Query};
use crate::answer::{Answer, Body, Format};
use crate::fault::Fault;
use crate::register::Register;
use crate::room::Room;
use crate::world::World;

/// One question to one page.
pub struct Visit<'a> {
    pub room: &'a Room,
    pub archive: &'a Archive,
    pub register: Arc<Register>,
    /// The path without the ending that asks for a form.
    pub path: &'a str,
    /// What the variable segments of the path say, in their order.
    pub params: Vec<String>,
    pub query: Query,
    pub format: Format,
    /// Is the page written into a file, where no query and no form can be answered?
    pub published: bool,
}

impl Visit<'_> {
    pub fn world(&self) -> &World {
        &self.room.world
    }

    /// The variable segment at this place; the route says how many there are.
    pub fn param(&self, at: usize) -> &str {
        self.params.get(at).map_or("", String::as_str)
    }

    /// May this visitor correct the archive?
    pub fn may_write(&self) -> bool {
        !self.published && self.room.desk.is_some()
    }

    /// This page under another query.
    pub fn here(&self, query: &Query) -> String {
        query.at(self.path)
    }

    /// Answers in the form that was asked for; only that one is made.
    pub fn answer(
        &self,
        title: impl Into<String>,
        html: impl FnOnce() -> Result<Markup, Fault>,
        data: impl FnOnce() -> Result<Value, Fault>,
    ) -> Result<Answer, Fault> {
        self.table(title, html, data, || {
            Err(Fault::NoForm {
                what: "this page",
                format: "CSV",
            })
        })
    }

    /// As [`Visit::answer`], for a page that is a table.
    pub fn table(
        &self,
        title: impl Into<String>,
        html: impl FnOnce() -> Result<Markup, Fault>,
        data: impl FnOnce() -> Result<Value, Fault>,
        csv: impl FnOnce() -> Result<Vec<u8>, Fault>,
    ) -> Result<Answer, Fault> {
        let body = match self.format {
            Format::Html => Body::Html(html()?),
            Format::Json => Body::Json {
                data: data()?,
                next: None,
            },
            Format::Csv => Body::Csv(csv()?),
        };
        Ok(Answer {
            title: title.into(),
            body,
        })
    }

    /// The page of a list that begins behind the cursor, and the cursor of the next. `name` gives each entry a name of its own.
    pub fn page<'e, T>(
        &self,
        entries: &'e [T],
        size: usize,
        name: impl Fn(&T) -> &str,
    ) -> Result<(&'e [T], Option<String>), Fault> {
        let from = match self.query.get(CURSOR) {
            None => 0,
            Some(cursor) => {
                1 + entries
                    .iter()
                    .position(|entry| name(entry) == cursor)
                    .ok_or(Fault::LostPlace)?
            }
        };
        let page: &[T] = entries.get(from..).unwrap_or_default();
        let page = page.get(..size).unwrap_or(page);
        let more = from + page.len() < entries.len();
        let cursor = page.last().filter(|_| more).map(|last| name(last).to_owned());
        Ok((page, cursor))
    }

    /// The address of the next page, in the same form.
    pub fn next(&self, cursor: &str) -> String {
        self.query.with(CURSOR, cursor).at(&self.format.address(self.path))
    }
}

impl Answer {
    /// The list goes on at the cursor.
    pub fn going_on(mut self, visit: &Visit, cursor: Option<&str>) -> Answer {
        if let Body::Json { next, .. } = &mut self.body {
            *next = cursor.map(|cursor| visit.next(cursor));
        }
        self
    }
}
