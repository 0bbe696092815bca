//! stub
use attache_model::{Date, Span, When};
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Anchor {
    pub published: Option<Date>,
    pub running: Option<When>,
}
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    pub span: Span,
    pub when: Option<When>,
    pub relative: bool,
}
pub fn find(_text: &str, _within: Span, _anchor: Anchor) -> Vec<DateMention> {
    Vec::new()
}
