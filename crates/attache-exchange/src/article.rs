//! What article do these bytes hold?

use attache_model::{Article, ArticleId, BlockKind, Doubt, DoubtKind};
use serde_json::Value;

use crate::inputs::Form;
use crate::reading::{Hints, Reading};
use crate::{Input, InputError, decode, html, language, text};

/// Reads one article. It fails only when there is nothing to read at all; what was not sure is told by the doubts.
pub fn article(input: &Input) -> Result<(Article, Vec<Doubt>), InputError> {
    let path = || input.path.clone();
    if input.bytes.trim_ascii().is_empty() {
        return Err(InputError::Empty { path: path() });
    }
    if let Some((found, at)) = decode::binary(&input.bytes) {
        return Err(InputError::Binary {
            path: path(),
            found,
            at,
        });
    }
    let decoded = decode::decode(&input.bytes);
    if decoded.text.trim().is_empty() {
        return Err(InputError::Empty { path: path() });
    }
    let mut reading = match input.form {
        Form::JsonLine => json_line(&input.path, &decoded.text)?,
        _ => read(decoded.text, &Hints::default()),
    };
    reading.damage = reading.damage.or(decoded.damage);
    Ok(finish(input, reading))
}

/// As HTML when it looks like it, whatever the file's name says.
fn read(content: String, hints: &Hints) -> Reading {
    if html::looks_like(&content) {
        html::read(&content, hints)
    } else {
        text::read(content, hints)
    }
}

/// One object of JSON Lines.
fn json_line(path: &str, line: &str) -> Result<Reading, InputError> {
    let bad = |why: String| InputError::BadLine {
        path: path.to_owned(),
        why,
    };
    let value: Value = serde_json::from_str(line).map_err(|error| bad(format!("found no JSON: {error}")))?;
    let object = value
        .as_object()
        .ok_or_else(|| bad("found JSON that is no object".to_owned()))?;
    let first = |keys: &[&str]| {
        let texts = keys.iter().filter_map(|key| object.get(*key).and_then(Value::as_str));
        texts.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
    };
    let content = first(&["text", "body", "content", "html"]).ok_or_else(|| {
        let keys: Vec<&str> = object.keys().take(12).map(String::as_str).collect();
        bad(format!(
            "found no text under `text`, `body`, `content` or `html`, only the keys {}",
            keys.join(", ")
        ))
    })?;
    let hints = Hints {
        title: first(&["title", "headline"]),
        url: first(&["url", "link"]),
        date: first(&["date", "published", "date_published"]),
        outlet: first(&["outlet", "source", "site"]),
        byline: first(&["byline", "author"]),
    };
    let content = content.replace('\0', "");
    if html::looks_like(&content) {
        return Ok(html::read(&content, &hints));
    }
    let content = match &hints.title {
        Some(title) if !content.lines().take(12).any(|line| text::same(line, title)) => format!("{title}\n\n{content}"),
        _ => content,
    };
    Ok(text::read(content, &hints))
}

/// Fewer letters than these are no running text, in whatever script.
const FEW_LETTERS: usize = 25;

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn finish(input: &Input, reading: Reading) -> (Article, Vec<Doubt>) {
    let id = ArticleId::of([&input.bytes]);
    let read: Vec<&str> = reading
        .blocks
        .iter()
        .filter(|block| block.kind.is_read())
        .filter_map(|block| block.span.slice(&reading.text))
        .collect();
    let language = language::of(&read.join("\n"));
    let body = reading
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Body | BlockKind::Lead));
    let letters: usize = body
        .filter_map(|block| block.span.slice(&reading.text))
        .map(letters)
        .sum();
    let mut doubts = Vec::new();
    let mut doubt = |kind: DoubtKind, what: String| {
        doubts.push(Doubt {
            article: id.clone(),
            kind,
            span: None,
            what,
        })
    };
    if let Some(damage) = reading.damage {
        doubt(DoubtKind::Damaged, damage);
    }
    if letters < FEW_LETTERS {
        doubt(
            DoubtKind::NoText,
            "no running text was found; look whether the page needs a script or a login to show it".to_owned(),
        );
    } else if language != "eng" && language != "und" {
        doubt(
            DoubtKind::NotEnglish,
            format!("the main text is in `{language}`; only English is read for claims"),
        );
    }
    if reading.published.is_none() {
        doubt(
            DoubtKind::NoDate,
            "no date of publication was found; set it to resolve words such as \"on Monday\"".to_owned(),
        );
    }
    let article = Article {
        id: id.clone(),
        path: input.path.clone(),
        url: reading.url,
        outlet: reading.outlet,
        byline: reading.byline,
        published: reading.published,
        language,
        text: reading.text,
        blocks: reading.blocks,
        links: reading.links,
    };
    (article, doubts)
}
