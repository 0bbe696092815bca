//! Where does a paragraph begin behind its dateline?
//!
//! "HARARE, Feb. 12 (Meridian) - Zimbabwe has agreed": place, perhaps a day and the agency, a dash. It is no part of the sentence, and its day is
//! the report's. Whom it credits is for [`crate::sources`] to say.

use crate::vocabulary::Vocabulary;

/// No dateline is longer, in bytes.
const LONGEST: usize = 90;
const DASHES: &[&str] = &[" -- ", " - ", " – ", " — ", "--", "—", ": "];

/// How many bytes of the paragraph are its dateline; 0 where it has none. A place that is not in capitals needs an outlet in brackets behind it.
pub fn length(paragraph: &str, vocabulary: &Vocabulary) -> usize {
    let near = paragraph
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|&at| at <= LONGEST);
    let head = &paragraph[..near.last().unwrap_or(0)];
    let dash = DASHES
        .iter()
        .filter_map(|dash| Some((head.find(dash)?, dash.len())))
        .min();
    let Some((end, dash)) = dash else { return 0 };
    let (line, rest) = (head[..end].trim_end(), &paragraph[end + dash..]);
    let place = line.split([',', '(']).next().unwrap_or_default().trim();
    let letters = || place.chars().filter(|c| c.is_alphabetic());
    // "HIMARS - Poland's": a weapon in capitals is no place.
    let weapon = vocabulary.weapons.designated(place).is_some();
    let is_place = letters().count() > 3 && !place.contains(|c: char| c.is_ascii_digit()) && !weapon;
    let shouted = is_place && letters().all(char::is_uppercase);
    // "Baku (AFP) – ".
    let name = line
        .strip_suffix(')')
        .and_then(|line| line.rsplit_once('('))
        .map(|(_, name)| name);
    let credited = is_place
        && name.is_some_and(|name| vocabulary.outlet(name).is_some())
        && letters().next().is_some_and(char::is_uppercase);
    let goes_on = rest
        .trim_start()
        .starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '\'' | '‘') || c.is_ascii_digit());
    let short = place.split_whitespace().count() <= 4;
    let colon = paragraph[end..].starts_with(':');
    if !(shouted || credited) || !short || !goes_on || colon && !credited {
        return 0;
    }
    paragraph.len() - rest.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::length;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn a_dateline_is_place_day_agency_and_dash() {
        let vocabulary = Vocabulary::shipped().expect("the vocabulary");
        let behind = |text: &'static str| &text[length(text, &vocabulary)..];
        assert_eq!(
            behind("HARARE, Feb. 12, 1987 (Meridian) - Zimbabwe has"),
            "Zimbabwe has"
        );
        assert_eq!(behind("WASHINGTON — The State Department"), "The State Department");
        assert_eq!(behind("HARARE, Zimbabwe (Meridian) -- Zimbabwe has"), "Zimbabwe has");
        assert_eq!(behind("Baku (AFP) – Israel has sold"), "Israel has sold");
        assert_eq!(
            behind("The F-16 - a fighter - was sold"),
            "The F-16 - a fighter - was sold"
        );
        assert_eq!(
            behind("HIMARS - Poland's new launchers - came"),
            "HIMARS - Poland's new launchers - came"
        );
        assert_eq!(behind("Mil Mi-17 (Hip) – Russia sold"), "Mil Mi-17 (Hip) – Russia sold");
        assert_eq!(behind("2019 – Russia delivers"), "2019 – Russia delivers");
        assert_eq!(behind("IRAN has sent rockets"), "IRAN has sent rockets");
        assert_eq!(behind(""), "");
    }
}
