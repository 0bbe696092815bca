//! Where does a paragraph begin behind its dateline, and which agency does the dateline credit?
//!
//! "HARARE, Feb. 12 (Meridian) - Zimbabwe has agreed": place, perhaps a day and the agency, a dash. It is no part of the sentence, and its day is
//! the report's. Newsrooms write it in many ways: "MOSCOW, March 3. /TASS/.", "New Delhi, Jan 5 (PTI) The", "BAKU, Azerbaijan, June 3. Trend:".

use crate::vocabulary::{NameKind, Vocabulary};

/// No dateline is longer, in bytes.
const LONGEST: usize = 110;
const DASHES: &[&str] = &[" -- ", " - ", " – ", " — ", "--", "—", ": "];
/// What closes a dateline behind its agency.
const CLOSES: &[&str] = &["--", "-", "–", "—", ":", ". -", ".", ","];
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
/// What stands in brackets at the head of a paragraph without being an agency.
const NOTES: &[&str] = &[
    "update",
    "updated",
    "photo",
    "photos",
    "file",
    "video",
    "corrected",
    "adds",
    "note",
];

/// The words of a paragraph before its first sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline<'t> {
    /// How many bytes they are.
    pub length: usize,
    /// The agency or outlet whose report it is, as written.
    pub agency: Option<&'t str>,
}

/// The dateline of a paragraph, if it has one; `opens` says that the body begins here, where an agency that no table knows may be named.
pub fn read<'t>(paragraph: &'t str, opens: bool, vocabulary: &Vocabulary) -> Option<Dateline<'t>> {
    bracketed(paragraph, opens, vocabulary)
        .or_else(|| dashed(paragraph, vocabulary))
        .or_else(|| stopped(paragraph, vocabulary))
}

/// "Baku (AFP) – ", "MOSCOW, March 3. /TASS/. ", "(Isthmus) Venezuela has", "New Delhi, Jan 5 (PTI) The".
fn bracketed<'t>(paragraph: &'t str, opens: bool, vocabulary: &Vocabulary) -> Option<Dateline<'t>> {
    let head = head(paragraph);
    let marks: [(&[char], &[char]); 2] = [(&['(', '['], &[')', ']']), (&['/'], &['/'])];
    marks.into_iter().find_map(|(left, right)| {
        let open = head.find(left)?;
        let close = open + 1 + head[open + 1..].find(right)?;
        let name = first_name(&head[open + 1..close]);
        let known = vocabulary.agency(name).is_some() || vocabulary.outlet(name).is_some();
        let before = head[..open].trim_end();
        let place = Place::of(before);
        let text = paragraph[close + 1..].trim_start();
        let mark = CLOSES.iter().find(|mark| text.starts_with(**mark));
        let rest = text[mark.map_or(0, |mark| mark.len())..].trim_start();
        let placed = match place {
            None => before.is_empty() && (known || opens),
            Some(place) => known || place.shouted || opens && (mark.is_some() || place.dated),
        };
        // No mark parts it from the sentence: "New Delhi, Jan 5 (PTI) The government".
        let parted = match mark {
            Some(_) => true,
            None => before.is_empty() || place.is_some_and(|place| place.dated || place.shouted && known),
        };
        let slashes = left == ['/'] && !known && !place.is_some_and(|place| place.dated);
        let found = placed && parted && !slashes && begins_sentence(rest) && may_be_agency(name, vocabulary);
        found.then_some(Dateline {
            length: paragraph.len() - rest.len(),
            agency: Some(name),
        })
    })
}

/// "WASHINGTON — The", "Caracas, Apr. 6 – The", "PARIS, AFP - The".
fn dashed<'t>(paragraph: &'t str, vocabulary: &Vocabulary) -> Option<Dateline<'t>> {
    let head = head(paragraph);
    let dash = DASHES.iter().filter_map(|dash| Some((head.find(dash)?, dash.len())));
    let (end, dash) = dash.min()?;
    let (line, rest) = (head[..end].trim_end(), paragraph[end + dash..].trim_start());
    let agency = last_part(line, vocabulary);
    let before = agency.map_or(line, |agency| {
        line[..offset(line, agency)].trim_end_matches([',', '.', ' '])
    });
    let place = Place::of(before);
    let town = before.split([',', '(']).next().unwrap_or_default().trim();
    // "HIMARS - Poland's": a weapon in capitals is no place.
    let weapon = vocabulary.weapons.designated(town).is_some();
    let long = town.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let is_place = place.is_some_and(|place| place.shouted && long || place.dated || agency.is_some()) && !weapon;
    let only_agency = before.is_empty() && agency.is_some();
    // A headline may go on behind a colon, a dateline only where it names an agency or a day.
    let colon = head[end..].starts_with(':') && agency.is_none() && !place.is_some_and(|place| place.dated);
    let found = (is_place || only_agency) && begins_sentence(rest) && !colon;
    found.then_some(Dateline {
        length: paragraph.len() - rest.len(),
        agency,
    })
}

/// "BAKU, Azerbaijan, June 3. Trend: ", "Yerevan, March 3, ARMENPRESS. The": a known agency behind place and day.
fn stopped<'t>(paragraph: &'t str, vocabulary: &Vocabulary) -> Option<Dateline<'t>> {
    let head = head(paragraph);
    let ends = [". ", ": ", ".\n", "\n"]
        .iter()
        .flat_map(|mark| head.match_indices(mark));
    let mut ends: Vec<(usize, usize)> = ends.map(|(at, mark)| (at, mark.len())).collect();
    ends.sort_unstable();
    ends.into_iter().find_map(|(end, mark)| {
        let line = &head[..end];
        let agency = last_part(line, vocabulary)?;
        let place = Place::of(line[..offset(line, agency)].trim_end_matches([',', '.', ' ']))?;
        let rest = paragraph[end + mark..].trim_start();
        (place.dated && begins_sentence(rest)).then_some(Dateline {
            length: paragraph.len() - rest.len(),
            agency: Some(agency),
        })
    })
}

fn head(paragraph: &str) -> &str {
    let near = paragraph.char_indices().map(|(at, c)| at + c.len_utf8());
    &paragraph[..near.take_while(|&at| at <= LONGEST).last().unwrap_or(0)]
}

fn offset(line: &str, part: &str) -> usize {
    part.as_ptr() as usize - line.as_ptr() as usize
}

/// "Eurowire" of "Eurowire, own reporting", "Danubia" of "Danubia/jm/ak".
pub fn first_name(names: &str) -> &str {
    let name = names.split([',', ';', '/', '|']).next().unwrap_or_default();
    name.split(". ").next().unwrap_or_default().trim().trim_end_matches('.')
}

/// The agency that the last part of a line names, behind a comma, a stop or a dash.
fn last_part<'t>(line: &'t str, vocabulary: &Vocabulary) -> Option<&'t str> {
    let part = line.rsplit([',', '.', '–', '—']).next()?.trim();
    vocabulary.agency(part).map(|_| part)
}

fn begins_sentence(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '\'' | '‘') || c.is_ascii_digit())
}

/// May the words name an agency: a few with a capital, and no state or town?
pub fn may_be_agency(name: &str, vocabulary: &Vocabulary) -> bool {
    if vocabulary.outlet(name).is_some() || vocabulary.agency(name).is_some() {
        return true;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || matches!(*word, "of" | "the" | "and" | "&");
    let place = |kind| {
        matches!(
            kind,
            NameKind::State | NameKind::Demonym | NameKind::Seat | NameKind::City | NameKind::Leader | NameKind::Group
        )
    };
    let mut meanings = vocabulary.names.find(name);
    let is_place = meanings
        .any(|(start, end, found)| start == 0 && end == name.len() && found.iter().any(|meaning| place(meaning.kind)));
    (1..=5).contains(&words.len())
        && (2..40).contains(&name.len())
        && words.iter().all(capital)
        && name.starts_with(char::is_uppercase)
        && !name.contains(|c: char| c.is_ascii_digit())
        && !NOTES.contains(&words[0].to_lowercase().as_str())
        && vocabulary.weapons.designated(name).is_none()
        && !is_place
}

/// What the words before the agency or the dash are.
#[derive(Clone, Copy)]
struct Place {
    /// The place is in capitals.
    shouted: bool,
    /// A day or month stands behind it.
    dated: bool,
}

impl Place {
    /// Names with capitals, and perhaps a day; `None` for words of a sentence.
    fn of(text: &str) -> Option<Place> {
        let words: Vec<&str> = text
            .split([' ', ',', '.', '\u{a0}'])
            .filter(|word| !word.is_empty())
            .collect();
        let linking = [
            "of", "the", "and", "de", "el", "al", "near", "in", "on", "du", "la", "del", "aboard", "y",
        ];
        let name = |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
        let month = |word: &str| {
            let lower = word.to_lowercase();
            word.len() >= 3 && MONTHS.iter().any(|month| lower.starts_with(month) && lower.len() <= 9)
        };
        let fits = |word: &&str| name(word) || is_number(word) || linking.contains(word);
        let first = words.first()?;
        let town: String = text
            .split([',', '('])
            .next()?
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        let number = words.iter().any(|word| is_number(word));
        let day = number && words.iter().any(|word| month(word));
        let short = words.len() <= 9;
        (short && words.iter().all(fits) && name(first)).then_some(Place {
            shouted: town.chars().count() > 1 && town.chars().all(char::is_uppercase),
            dated: day,
        })
    }
}

/// A day or a year: "5", "5th", "2021", "19/11".
fn is_number(word: &str) -> bool {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let suffix = &word[bare.len()..];
    !bare.is_empty()
        && bare.chars().all(|c| c.is_ascii_digit() || c == '/')
        && bare.len() <= 10
        && matches!(suffix, "" | "st" | "nd" | "rd" | "th")
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn a_dateline_is_place_day_agency_and_dash() {
        let vocabulary = Vocabulary::shipped().expect("the vocabulary");
        let found = |text: &'static str| match read(text, true, &vocabulary) {
            Some(line) => (line.agency.unwrap_or("-"), &text[line.length..]),
            None => ("?", text),
        };
        for (text, agency, rest) in [
            (
                "HARARE, Feb. 12, 1987 (Meridian) - Zimbabwe has",
                "Meridian",
                "Zimbabwe has",
            ),
            ("WASHINGTON — The State Department", "-", "The State Department"),
            (
                "HARARE, Zimbabwe (Meridian) -- Zimbabwe has",
                "Meridian",
                "Zimbabwe has",
            ),
            ("Baku (AFP) – Israel has sold", "AFP", "Israel has sold"),
            ("Berlin (dpa) - Germany", "dpa", "Germany"),
            ("(Reuters) - Poland said", "Reuters", "Poland said"),
            ("(Isthmus) Venezuela has moved", "Isthmus", "Venezuela has moved"),
            ("[AFP] France has", "AFP", "France has"),
            ("New Delhi, Jan 5 (PTI) The government", "PTI", "The government"),
            ("HANOI, Nov. 19 (Xinhua) -- Vietnam", "Xinhua", "Vietnam"),
            ("ISLAMABAD, May 3 (APP): Pakistan", "APP", "Pakistan"),
            ("DUBAI, 5th March, 2020 (WAM) -- The UAE", "WAM", "The UAE"),
            ("MOSCOW, March 3. /TASS/. Russia", "TASS", "Russia"),
            (
                "KYIV. Aug 2 (Interfax-Ukraine) – Ukraine",
                "Interfax-Ukraine",
                "Ukraine",
            ),
            ("BAKU, Azerbaijan, June 3. Trend: Azerbaijan", "Trend", "Azerbaijan"),
            (
                "Yerevan, March 3, ARMENPRESS. The president",
                "ARMENPRESS",
                "The president",
            ),
            ("PARIS, AFP - France", "AFP", "France"),
            ("Reuters - Poland said", "Reuters", "Poland said"),
            ("WASHINGTON, Feb. 3 (UPI) -- The", "UPI", "The"),
            ("Caracas, Apr. 6 – The Venezuelan Navy", "-", "The Venezuelan Navy"),
            ("GEORGETOWN, Guyana (Isthmus) — Venezuela", "Isthmus", "Venezuela"),
            ("SEOUL/TOKYO, Oct 2 (Yonhap) -- South", "Yonhap", "South"),
            ("LAGOS (News Agency of Nigeria) – The", "News Agency of Nigeria", "The"),
        ] {
            assert_eq!(found(text), (agency, rest), "{text}");
        }
        for text in [
            "The F-16 - a fighter - was sold",
            "HIMARS - Poland's new launchers - came",
            "Mil Mi-17 (Hip) – Russia sold",
            "2019 – Russia delivers",
            "IRAN has sent rockets",
            "The minister (Labour) - who had left - spoke",
            "NATO - the alliance - met",
            "Ankara: Turkey sold drones",
            "KABUL (Afghanistan) – The army",
            "He said (AFP was told) that it came",
            "",
        ] {
            assert_eq!(found(text), ("?", text));
        }
    }
}
