//! What do all pages share?

use maud::{DOCTYPE, Markup, html};

use crate::address::CURSOR;
use crate::answer::Format;
use crate::routes;
use crate::visit::Visit;

/// The pages that lead to all others: their address and what they are called.
const MENU: &[(&str, &str)] = &[
    ("/transfers", "Transfers"),
    ("/events", "Events"),
    ("/figures", "Figures"),
    ("/timeline", "Timeline"),
    ("/flows", "Flows"),
    ("/articles", "Articles"),
    ("/origins", "Origins"),
    ("/review", "Review"),
];

/// A whole page around `body`.
pub fn page(visit: &Visit, title: &str, body: Markup) -> Markup {
    let here = |path: &str| visit.path == path || visit.path.starts_with(&format!("{path}/"));
    let csv = routes::find(visit.path).is_some_and(|(route, _)| route.csv);
    let stale = !visit.published && !visit.archive.is_weighed().unwrap_or(true);
    document(
        title,
        html! {
            header.masthead {
                a.brand href="/" { "Attaché" }
                nav aria-label="Pages" {
                    ul {
                        @for (path, name) in MENU {
                            li { a href=(path) aria-current=[here(path).then_some("page")] { (name) } }
                        }
                    }
                }
                @if !visit.published {
                    form.search action="/search" role="search" {
                        label.aside for="q" { "Search articles" }
                        input #q type="search" name="q" placeholder="Search articles" value=[visit.query.get("q")];
                        button { "Search" }
                    }
                }
            }
            @if stale {
                div.notice role="status" {
                    p { "Claims have come in since the register was last weighed; what they say is not in it yet." }
                    @if visit.may_write() {
                        form method="post" action="/weigh" {
                            (token(visit))
                            button { "Weigh now" }
                        }
                    }
                }
            }
            main #main { (body) }
            footer {
                p {
                    "This page as data: "
                    a href=(visit.query.at(&Format::Json.address(visit.path))) { "JSON" }
                    @if csv {
                        ", " a href=(visit.query.without(CURSOR).at(&Format::Csv.address(visit.path))) { "CSV" }
                    }
                    ". A row is where to look, not a finding: follow it to its quotes before you cite it."
                }
                p {
                    a href="/about" { "How to read these pages" }
                    @if visit.may_write() { " · " a href="/add" { "Add articles" } }
                }
            }
        },
    )
}

/// The hidden field that tells a form of ours from another site's.
pub fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name="token" value=(visit.room.form_token); }
}

/// The page that tells what went wrong.
pub fn fault(wrong: &str, hint: Option<&str>) -> Markup {
    document(
        "That did not work",
        html! {
            header.masthead { a.brand href="/" { "Attaché" } }
            main #main {
                h1 { "That did not work" }
                p.lead { (wrong) "." }
                @if let Some(hint) = hint { p { "What to do: " (hint) "." } }
                p { a href="/" { "To the first page" } }
            }
        },
    )
}

fn document(title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Attaché" }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/style.css";
                script src="/assets/room.js" defer {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                (body)
            }
        }
    }
}
