//! stub
use attache_model::{Bound, Span};
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    pub span: Span,
    pub value: f64,
    pub high: Option<f64>,
    pub bound: Bound,
    pub unit: NumberUnit,
}
#[derive(Clone, Debug, PartialEq)]
pub enum NumberUnit {
    Count,
    Percent,
    Money(String),
    Measure(String),
}
pub fn find(_text: &str, _within: Span) -> Vec<Number> {
    Vec::new()
}
