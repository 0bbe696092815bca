//! What does an address ask for beyond its path, and how is the next address written?

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The part of an address behind `?`: keys with values, in their order. A key may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

/// The key under which a list goes on: opaque, given by the page before.
pub const CURSOR: &str = "cursor";

impl Query {
    pub fn parse(text: &str) -> Query {
        let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
        Query(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    pub fn has(&self, key: &str, value: &str) -> bool {
        self.all(key).any(|known| known == value)
    }

    pub fn number(&self, key: &str) -> Option<i64> {
        self.get(key)?.trim().parse().ok()
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The same with `key` set to `value` alone. Whoever asks for something else begins on the first page.
    pub fn with(&self, key: &str, value: impl fmt::Display) -> Query {
        let mut query = self.without(key);
        query.0.push((key.to_owned(), value.to_string()));
        query
    }

    /// The same with one more value for `key`.
    pub fn and(mut self, key: &str, value: &str) -> Query {
        self.0.push((key.to_owned(), value.to_owned()));
        self
    }

    pub fn without(&self, key: &str) -> Query {
        self.only(|known| known != key)
    }

    /// The same with those keys alone that `keep` names.
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Query {
        let kept = self.0.iter().filter(|(known, _)| keep(known) && known != CURSOR);
        Query(kept.cloned().collect())
    }

    /// The same with `value` added to what `key` asks for, or taken away where it is there.
    pub fn toggled(&self, key: &str, value: &str) -> Query {
        let on = self.has(key, value);
        let kept = self
            .0
            .iter()
            .filter(|(known, had)| known != CURSOR && !(known == key && had == value));
        let mut query = Query(kept.cloned().collect());
        if !on {
            query.0.push((key.to_owned(), value.to_owned()));
        }
        query
    }

    /// `path?a=b`, or the path alone.
    pub fn at(&self, path: &str) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(self.0.iter());
        match text.finish() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}

/// What stays as it is within one segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A name as one segment of a path.
pub fn segment(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}

/// A path taken apart; `None` when a segment is no UTF-8.
pub fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8();
            decoded.ok().map(|text| text.into_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_question_begins_on_the_first_page() {
        let query = Query::parse("supplier=BLR&cursor=abc&year=");
        assert_eq!(
            query.with("supplier", "RUS").at("/transfers"),
            "/transfers?supplier=RUS"
        );
        assert_eq!(
            query.toggled("stage", "no date").at("/t"),
            "/t?supplier=BLR&stage=no+date"
        );
        assert_eq!(query.toggled("supplier", "BLR").at("/t"), "/t");
    }

    #[test]
    fn names_are_one_segment() {
        assert_eq!(segment("a/b ü"), "a%2Fb%20%C3%BC");
        assert_eq!(segments("/states/a%2Fb"), Some(vec!["states".into(), "a/b".into()]));
        assert_eq!(segments("/states/%ff"), None);
    }
}
