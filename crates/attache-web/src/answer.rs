//! In which forms is a page given?

use maud::Markup;
use serde_json::Value;

/// The form that the ending of an address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Html,
    Json,
    Csv,
}

impl Format {
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Html => "HTML",
            Format::Json => "JSON",
            Format::Csv => "CSV",
        }
    }

    /// The path without its ending, and the form that the ending asks for.
    pub fn of(path: &str) -> (&str, Format) {
        let ends = |ending, format| path.strip_suffix(ending).map(|path| (path, format));
        let (path, format) = ends(".json", Format::Json)
            .or_else(|| ends(".csv", Format::Csv))
            .unwrap_or((path, Format::Html));
        // The first page has no name of its own: `/index.json`.
        (path.strip_suffix("/index").unwrap_or(path), format)
    }

    /// The path with the ending that asks for this form.
    pub fn address(self, path: &str) -> String {
        let path = if path == "/" && self != Format::Html {
            "/index"
        } else {
            path
        };
        match self {
            Format::Html => path.to_owned(),
            Format::Json => format!("{path}.json"),
            Format::Csv => format!("{path}.csv"),
        }
    }
}

/// What a page answers, in the one form that was asked for.
#[derive(Debug)]
pub struct Answer {
    /// The head of the page.
    pub title: String,
    pub body: Body,
}

#[derive(Debug)]
pub enum Body {
    /// The page without what all pages share.
    Html(Markup),
    /// The data within the envelope, and the address at which the list goes on.
    Json { data: Value, next: Option<String> },
    /// With its header; every cell made inert.
    Csv(Vec<u8>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_ask_for_forms() {
        assert_eq!(Format::of("/transfers.json"), ("/transfers", Format::Json));
        assert_eq!(Format::of("/index.json"), ("", Format::Json));
        assert_eq!(Format::of("/"), ("/", Format::Html));
        assert_eq!(Format::Csv.address("/articles"), "/articles.csv");
        assert_eq!(Format::Json.address("/"), "/index.json");
    }
}
