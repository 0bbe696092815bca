//! How do decisions travel between those who work on one register?
//!
//! As JSON Lines: one decision a line, exactly as it was made. Its id is a hash of what it says, so that nobody changes it on the way.

use std::io::BufRead;

use attache_model::Decision;
use serde_json::Value;

/// Why a line is no decision.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    #[error("line {line}: cannot be read: {why}")]
    Unreadable { line: usize, why: String },

    #[error(
        "line {line}: {why}; expected a decision as `attache decisions --format jsonl` writes it\nhint: one decision a line, unchanged"
    )]
    NoDecision { line: usize, why: String },

    #[error(
        "line {line}: decision `{id}` does not say what its id says: it was changed after it was made\nhint: ask who sent it for the line as it was written"
    )]
    Altered { line: usize, id: String },
}

/// One decision: what `attache decisions --format jsonl` writes on one line.
pub fn decision_json(decision: &Decision) -> Value {
    serde_json::to_value(decision).unwrap_or(Value::Null)
}

/// The decisions of a JSON Lines text; empty lines are passed over.
///
/// # Errors
/// The first line that is no decision.
pub fn decisions(input: impl BufRead) -> Result<Vec<Decision>, DecisionError> {
    let mut decisions = Vec::new();
    for (line, text) in (1..).zip(input.lines()) {
        let text = text.map_err(|error| DecisionError::Unreadable {
            line,
            why: error.to_string(),
        })?;
        if text.trim().is_empty() {
            continue;
        }
        let decision: Decision = serde_json::from_str(&text).map_err(|error| DecisionError::NoDecision {
            line,
            why: error.to_string(),
        })?;
        if decision.content_id() != decision.id {
            return Err(DecisionError::Altered {
                line,
                id: decision.id.0,
            });
        }
        decisions.push(decision);
    }
    Ok(decisions)
}

#[cfg(test)]
mod tests {
    use attache_model::{DecisionId, Ruling};

    use super::*;

    fn decision() -> Decision {
        let what = Ruling::Undo {
            decision: DecisionId("0123456789abcdef".to_owned()),
        };
        Decision::new("2024-06-14T12:00:00Z".parse().unwrap(), "ann", what, "a slip", vec![])
    }

    #[test]
    fn a_decision_travels_unchanged() {
        let text = format!("\n{}\n", decision_json(&decision()));
        assert_eq!(decisions(text.as_bytes()).unwrap(), [decision()]);
    }

    #[test]
    fn what_was_changed_on_the_way_is_refused() {
        let told = |text: &str| decisions(text.as_bytes()).unwrap_err().to_string();
        let altered = decision_json(&decision()).to_string().replace("ann", "eve");
        let altered = told(&format!("\n{altered}"));
        assert!(altered.starts_with("line 2: decision `"), "{altered}");
        assert!(altered.contains("changed after it was made\nhint: "), "{altered}");
        let other = told("{\"title\": 3}");
        assert!(
            other.contains("line 1: missing field") && other.contains("hint: "),
            "{other}"
        );
    }
}
