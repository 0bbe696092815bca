//! Which words bound a number, and which say what it measures?

use attache_model::Bound;

use super::NumberUnit;
use crate::scan::Scan;

const BEFORE: &[(Bound, &[&str])] = &[
    (
        Bound::AtLeast,
        &[
            "more than",
            "at least",
            "no fewer than",
            "no less than",
            "not less than",
            "not fewer than",
            "well over",
            "just over",
            "slightly over",
            "slightly more than",
            "well above",
            "upwards of",
            "upward of",
            "in excess of",
            "a minimum of",
            "minimum of",
            "at a minimum",
            "greater than",
            "north of",
            "exceeding",
            "over",
            "above",
        ],
    ),
    (
        Bound::AtMost,
        &[
            "up to",
            "at most",
            "fewer than",
            "less than",
            "just under",
            "well under",
            "slightly less than",
            "as many as",
            "as much as",
            "no more than",
            "not more than",
            "a maximum of",
            "maximum of",
            "at the most",
            "under",
            "below",
        ],
    ),
    (
        Bound::About,
        &[
            "about",
            "around",
            "some",
            "nearly",
            "almost",
            "roughly",
            "approximately",
            "approx",
            "an estimated",
            "estimated",
            "close to",
            "in the region of",
            "circa",
            "just short of",
            "virtually",
            "practically",
            "an approximate",
            "perhaps",
        ],
    ),
];

/// The bound that the words at `at` set, and where the number would begin. Of two ("up to about 20") the first counts.
pub fn bound_before(scan: &Scan<'_>, at: usize) -> (Option<Bound>, usize) {
    let mut bound = None;
    let mut next = at;
    for _ in 0..3 {
        let Some((found, after)) = one_bound(scan, next) else {
            break;
        };
        bound = bound.or(Some(found));
        next = after;
    }
    (bound, next)
}

fn one_bound(scan: &Scan<'_>, at: usize) -> Option<(Bound, usize)> {
    for (marks, bound) in [("~≈∼", Bound::About), (">≥", Bound::AtLeast), ("<≤", Bound::AtMost)] {
        if scan.is_mark(at, marks) {
            return Some((bound, at + 1));
        }
    }
    let (bound, next) = BEFORE
        .iter()
        .find_map(|(bound, phrases)| Some((*bound, scan.any_phrase(at, phrases)?)))?;
    Some((
        bound,
        if scan.is_mark(next, ".") && scan.word_before(next) == "approx" {
            next + 1
        } else {
            next
        },
    ))
}

/// The bound that follows a number: "or more", "or so", "-odd", "+".
pub fn bound_after(scan: &Scan<'_>, at: usize) -> (Option<Bound>, usize) {
    let phrases: &[(Bound, &[&str])] = &[
        (
            Bound::AtLeast,
            &["or more", "or better", "and more", "and above", "and up"],
        ),
        (Bound::About, &["or so", "or thereabouts", "odd"]),
        (Bound::AtMost, &["or fewer", "or less"]),
    ];
    for (bound, phrases) in phrases {
        if let Some(next) = scan.any_phrase(at, phrases) {
            return (Some(*bound), next);
        }
    }
    if scan.is_mark(at, "+") && scan.is_glued(at) {
        return (Some(Bound::AtLeast), at + 1);
    }
    match scan.hyphen(at).map(|word| (scan.word(word), word + 1)) {
        Some(("odd", next)) => (Some(Bound::About), next),
        Some(("plus", next)) => (Some(Bound::AtLeast), next),
        _ => (None, at),
    }
}

/// What a number counts or measures by the words behind it, and one past the unit.
pub fn unit(scan: &Scan<'_>, at: usize) -> (NumberUnit, usize) {
    if scan.is_mark(at, "%") {
        return (NumberUnit::Percent, at + 1);
    }
    let word = scan.hyphen(at).unwrap_or(at);
    if let Some(next) = scan.any_phrase(word, &["percentage points", "percentage point"]) {
        return (NumberUnit::Measure("percentage point".to_owned()), next);
    }
    if let Some(next) = scan.any_phrase(word, &["percent", "per cent", "pct", "pc"]) {
        return (NumberUnit::Percent, next);
    }
    // "24 second-hand jets" are jets, not seconds.
    let joined = scan.word(word) == "second" && scan.hyphen(word + 1).is_some();
    if let Some((name, next)) = measure(scan, word).filter(|_| !joined) {
        return (NumberUnit::Measure(name), next);
    }
    (NumberUnit::Count, at)
}

/// "300m away" and "300m." are metres; "300m rounds" are millions.
pub fn metres_follow(scan: &Scan<'_>, at: usize) -> bool {
    matches!(
        scan.word(at),
        "" | "away"
            | "long"
            | "from"
            | "high"
            | "deep"
            | "wide"
            | "tall"
            | "above"
            | "below"
            | "of"
            | "north"
            | "south"
            | "east"
            | "west"
    )
}

/// A unit at `at` by its singular British name, and one past it.
fn measure(scan: &Scan<'_>, at: usize) -> Option<(String, usize)> {
    let glued = scan.is_glued(at);
    let word = scan.word(at);
    let square = match word {
        "square" => Some(at + 1),
        "sq" => Some(if scan.is_mark(at + 1, ".") { at + 2 } else { at + 1 }),
        _ => None,
    };
    if let Some(noun) = square {
        return length(scan.word(noun), true).map(|name| (format!("square {name}"), noun + 1));
    }
    if word == "nautical" {
        return matches!(scan.word(at + 1), "mile" | "miles").then(|| ("nautical mile".to_owned(), at + 2));
    }
    if matches!(word, "km" | "m")
        && (scan.is_mark(at + 1, "²") || scan.digits(at + 1) == Some("2"))
        && scan.is_glued(at + 1)
    {
        return length(word, true).map(|name| (format!("square {name}"), at + 2));
    }
    if word == "km" && scan.is_mark(at + 1, "/") && scan.word(at + 2) == "h" {
        return Some(("kilometre per hour".to_owned(), at + 3));
    }
    if let Some(name) = length(word, glued) {
        return Some((name.to_owned(), at + 1));
    }
    let name = match word {
        "kg" | "kilo" | "kilos" | "kilogram" | "kilograms" | "kilogramme" | "kilogrammes" => "kilogram",
        "ton" | "tons" => "ton",
        "tonne" | "tonnes" => "tonne",
        "lb" | "lbs" | "pound" | "pounds" => "pound",
        "kiloton" | "kilotons" | "kt" => "kiloton",
        "hectare" | "hectares" | "ha" => "hectare",
        "acre" | "acres" => "acre",
        "litre" | "litres" | "liter" | "liters" => "litre",
        "gallon" | "gallons" => "gallon",
        "barrel" | "barrels" => "barrel",
        "knot" | "knots" => "knot",
        "mph" => "mile per hour",
        "kph" | "kmh" => "kilometre per hour",
        "megawatt" | "megawatts" | "mw" => "megawatt",
        "gigawatt" | "gigawatts" | "gw" => "gigawatt",
        "degree" | "degrees" => "degree",
        "second" | "seconds" => "second",
        "minute" | "minutes" => "minute",
        "hour" | "hours" => "hour",
        "day" | "days" => "day",
        "night" | "nights" => "night",
        "week" | "weeks" => "week",
        "month" | "months" => "month",
        "year" | "years" => "year",
        "decade" | "decades" => "decade",
        "century" | "centuries" => "century",
        _ => return None,
    };
    Some((name.to_owned(), at + 1))
}

fn length(word: &str, abbreviated: bool) -> Option<&'static str> {
    Some(match word {
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => "kilometre",
        "metre" | "metres" | "meter" | "meters" => "metre",
        "m" if abbreviated => "metre",
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => "centimetre",
        "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters" => "millimetre",
        "mile" | "miles" => "mile",
        "foot" | "feet" | "ft" => "foot",
        "inch" | "inches" => "inch",
        "yard" | "yards" => "yard",
        _ => return None,
    })
}
