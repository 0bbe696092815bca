//! How do articles come in from the browser?

use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::fault::Fault;
use crate::jobs::Job;
use crate::layout::token;
use crate::parts::count;
use crate::upload::MOST_BYTES;
use crate::visit::Visit;

pub fn form(visit: &Visit) -> Result<Answer, Fault> {
    if visit.room.desk.is_none() {
        return Err(Fault::ReadOnly);
    }
    visit.answer(
        "Add articles",
        || Ok(form_html(visit)),
        || Ok(json!({"most_bytes": MOST_BYTES, "fields": ["token", "files", "text"]})),
    )
}

fn form_html(visit: &Visit) -> Markup {
    html! {
        h1 { "Add articles" }
        p.lead { "Saved pages, text, or JSON Lines. Adding the same bytes twice changes nothing; nothing leaves this machine." }
        form.add method="post" action="/add" enctype="multipart/form-data" {
            (token(visit))
            label.drop for="files" { "Files: choose them, or drop them here" }
            input #files type="file" name="files" multiple;
            label for="text" { "or the text or HTML of one article" }
            textarea #text name="text" {}
            button.first { "Read" }
            p.faint { "At most " (MOST_BYTES >> 20) " MB at a time; larger piles go quicker with " code { "attache add PATH..." } "." }
        }
    }
}

pub fn job(visit: &Visit) -> Result<Answer, Fault> {
    let number = visit.param(0).parse().ok();
    let watched = number.and_then(|number| visit.room.jobs.watch(number));
    let job = watched
        .ok_or_else(|| Fault::NoPage {
            path: visit.path.to_owned(),
        })?
        .borrow()
        .clone();
    visit.answer("Reading articles", || Ok(job_html(&job)), || Ok(json!(job)))
}

fn job_html(job: &Job) -> Markup {
    html! {
        @match (&job.ended, &job.broken) {
            (_, Some(why)) => { h1 { "Reading broke off" } p.lead { (why) "." } }
            (Some(summary), None) => {
                h1 { "Read" }
                p.lead { (summary) "." }
                p { a href="/transfers" { "To the register" } " · " a href="/articles" { "To the articles" } " · " a href="/add" { "Add more" } }
            }
            (None, None) => {
                // Without scripts the page asks again by itself; the script takes this out and listens instead.
                meta http-equiv="refresh" content="2";
                h1 { @if job.weighing { "Weighing" } @else { "Reading" } }
                div.job data-events={ "/add/" (job.number) "/events" } {
                    progress max=(job.inputs) value=(job.done) { (job.done) " of " (job.inputs) }
                    p role="status" { (job.done) " of " (count(job.inputs, "input")) }
                }
            }
        }
        @if !job.failures.is_empty() { h2 { "What could not be read" } ul { @for what in &job.failures { li { (what) } } } }
        @if !job.doubts.is_empty() { h2 { "What was not clear" } ul { @for what in &job.doubts { li { (what) } } } }
    }
}
