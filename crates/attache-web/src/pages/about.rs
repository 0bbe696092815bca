//! How are these pages to be read, and how do programs read them?

use maud::html;
use serde_json::json;

use crate::answer::Answer;
use crate::fault::Fault;
use crate::routes::ROUTES;
use crate::visit::Visit;

/// What the words of these pages mean.
const WORDS: &[(&str, &str)] = &[
    ("article", "one published text, as retrieved"),
    ("claim", "what a sentence of one article says, by whom, how surely"),
    (
        "record",
        "what many claims about the same transfer, event or figure add up to",
    ),
    (
        "origin",
        "the reporting from which claims first came; reprints of it count once",
    ),
    ("support", "the number of independent origins, never of articles"),
    ("stated", "the article says it: the words are marked"),
    ("inferred", "it was concluded: the reason stands beside it"),
    ("agreed", "one value, or compatible ones"),
    ("refined", "a more exact value within a looser one"),
    ("superseded", "a later word about a thing that moves"),
    ("disputed", "both cannot be true; both are shown"),
    ("denied", "an affirmed claim and a denial of it"),
    ("hedged", "nobody says it outright, however many repeat it"),
];

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    visit.answer(
        "How to read these pages",
        || {
            Ok(html! {
                h1 { "How to read these pages" }
                p.lead { "Every cell leads to the words that say it, to who said them, and to how sure they were. A row is where to look, not a finding." }
                h2 { "Words" }
                dl.words { @for (word, meaning) in WORDS { dt { (word) } dd { (meaning) } } }
                h2 { "Pages" }
                div.scroll tabindex="0" role="region" aria-label="Pages" {
                    table {
                        thead { tr { th scope="col" { "Address" } th scope="col" { "Question" } th scope="col" { "Also as" } } }
                        tbody { @for route in ROUTES { tr {
                            td { code { (route.path) } } td { (route.question) } td { "JSON" @if route.csv { ", CSV" } }
                        } } }
                    }
                }
                h2 { "Data" }
                p {
                    "Add " code { ".json" } " to any address, or " code { ".csv" } " to that of a table (the first page is " code { "/index.json" } "). "
                    "JSON comes in an envelope: " code { "address" } ", " code { "title" } ", " code { "question" } ", " code { "generation" }
                    " (goes up whenever the register was made anew), " code { "data" } ", and " code { "next" }
                    ", the address of the next page of a list, or null. CSV holds the whole list, not one page; of a search the best 400."
                }
            })
        },
        || {
            let pages = ROUTES.iter().map(|route| json!({"path": route.path, "question": route.question, "csv": route.csv}));
            Ok(json!({
                "pages": pages.collect::<Vec<_>>(),
                "words": WORDS.iter().map(|(word, meaning)| json!({"word": word, "meaning": meaning})).collect::<Vec<_>>(),
            }))
        },
    )
}
