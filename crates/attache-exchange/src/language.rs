//! What language is the main text in?

/// Words that hold English sentences together and hardly stand in those of its neighbours.
const ENGLISH: &[&str] = &["the", "and", "from", "with", "its", "were", "which", "that"];

/// So many letters of running text are enough to trust the guess.
const ENOUGH: usize = 200;

/// ISO 639-3; `und` when the text is too short to tell. A sentence full of foreign names looks foreign: a short text is English when two of its
/// words are.
pub(crate) fn of(text: &str) -> String {
    // Two thousand characters tell as much as the whole.
    let start: String = text.chars().take(2000).collect();
    let letters = start.chars().filter(|c| c.is_alphabetic()).count();
    let english = letters < ENOUGH && english_words(&start) > 1;
    match whatlang::detect(&start) {
        _ if english => "eng".to_owned(),
        Some(found) if letters >= 40 && (found.is_reliable() || letters >= ENOUGH) => found.lang().code().to_owned(),
        _ => "und".to_owned(),
    }
}

/// How many of [`ENGLISH`] are in the text?
fn english_words(text: &str) -> usize {
    let is_in = |word: &&&str| {
        let mut words = text.split(|c: char| !c.is_alphabetic());
        words.any(|other| other.eq_ignore_ascii_case(word))
    };
    ENGLISH.iter().filter(is_in).count()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn short_texts_with_foreign_names_are_read() {
        assert_eq!(of("India builds the Su-30MKI under licence from Russia."), "eng");
        assert_eq!(
            of(
                "El presidente anunció ayer que el país comprará doce aviones de combate a Suecia, según dijo la agencia."
            ),
            "spa"
        );
        assert_eq!(of("Il a vendu."), "und");
    }
}
