//! What language is the main text in?

/// ISO 639-3; `und` when the text is too short to tell.
pub(crate) fn of(text: &str) -> String {
    // Two thousand characters tell as much as the whole.
    let start: String = text.chars().take(2000).collect();
    let letters = start.chars().filter(|c| c.is_alphabetic()).count();
    match whatlang::detect(&start) {
        Some(found) if letters >= 40 && (found.is_reliable() || letters >= 200) => found.lang().code().to_owned(),
        _ => "und".to_owned(),
    }
}
