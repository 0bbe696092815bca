//! Which tags and texts does the HTML hold, one after the other?
//!
//! One pass, in time linear in the bytes whatever they are: nesting costs nothing here. It is exact enough for reading
//! off texts and metadata; the tree for the main text is built by a real parser.

use std::borrow::Cow;

/// One step through the page.
pub(super) enum Piece<'a> {
    Open {
        tag: &'a str,
        attributes: &'a str,
        empty: bool,
    },
    Close {
        tag: &'a str,
    },
    Text(&'a str),
    /// What stands in `<script>`, with the attributes of the tag.
    Script {
        attributes: &'a str,
        content: &'a str,
    },
}

pub(super) struct Stream<'a> {
    html: &'a str,
    at: usize,
    /// The element whose content is not markup, and its attributes.
    raw: Option<(&'a str, &'a str)>,
}

pub(super) fn pieces(html: &str) -> Stream<'_> {
    Stream { html, at: 0, raw: None }
}

impl<'a> Stream<'a> {
    /// The byte at which the next piece begins.
    pub fn position(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// The content of `<script>`, `<style>` and the like, up to the closing tag.
    fn raw_content(&mut self, tag: &'a str, attributes: &'a str) -> Option<Piece<'a>> {
        let rest = self.rest();
        let end = closing(rest, tag).unwrap_or(rest.len());
        let content = rest.get(..end).unwrap_or_default();
        self.at += end;
        match tag {
            tag if tag.eq_ignore_ascii_case("script") => Some(Piece::Script { attributes, content }),
            tag if tag.eq_ignore_ascii_case("title") || tag.eq_ignore_ascii_case("textarea") => {
                Some(Piece::Text(content))
            }
            _ => None,
        }
    }
}

impl<'a> Iterator for Stream<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if let Some((tag, attributes)) = self.raw.take() {
                if let Some(piece) = self.raw_content(tag, attributes) {
                    return Some(piece);
                }
                continue;
            }
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let Some(after) = rest.strip_prefix('<') else {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return rest.get(..end).map(Piece::Text);
            };
            if after.starts_with("!--") {
                self.at += after.find("-->").map_or(rest.len(), |end| end + 4);
                continue;
            }
            if after.starts_with(['!', '?']) {
                self.at += after.find('>').map_or(rest.len(), |end| end + 2);
                continue;
            }
            let (closes, name_at) = if after.starts_with('/') { (true, 2) } else { (false, 1) };
            let named = rest.get(name_at..).unwrap_or_default();
            if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A lone `<` is text.
                let end = after.find('<').map_or(rest.len(), |end| end + 1);
                self.at += end;
                return rest.get(..end).map(Piece::Text);
            }
            let length = named
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))
                .unwrap_or(named.len());
            let (tag, behind) = named.split_at(length);
            let end = tag_end(behind);
            let attributes = behind.get(..end).unwrap_or_default();
            self.at += name_at + length + end + usize::from(end < behind.len());
            if closes {
                return Some(Piece::Close { tag });
            }
            let empty = attributes.ends_with('/');
            let raw = [
                "script", "style", "title", "textarea", "svg", "iframe", "noframes", "template", "math", "object",
            ];
            if !empty && raw.iter().any(|name| tag.eq_ignore_ascii_case(name)) {
                self.raw = Some((tag, attributes));
            }
            return Some(Piece::Open { tag, attributes, empty });
        }
    }
}

/// The byte of the `>` that ends a tag, quoted values passed over; the end of the text when there is none.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    let mut value = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            // Quotation marks count only where a value begins: stray ones must not swallow the page.
            (None, b'"' | b'\'') if value => {
                quote = Some(byte);
                value = false;
            }
            (None, b'=') => value = true,
            (None, byte) if !byte.is_ascii_whitespace() => value = false,
            (None, _) => {}
        }
    }
    text.len()
}

/// Where `</tag` begins, whatever its case.
fn closing(text: &str, tag: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find("</") {
        let at = from + found;
        let name = text.get(at + 2..at + 2 + tag.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(tag)) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// The decoded value of an attribute.
pub(super) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let name_end = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len())
            .max(1);
        let name_end = (name_end..=rest.len()).find(|at| rest.is_char_boundary(*at))?;
        let (name, behind) = rest.split_at(name_end);
        let behind = behind.trim_start();
        let Some(value) = behind.strip_prefix('=').map(str::trim_start) else {
            if name.eq_ignore_ascii_case(wanted) {
                return Some(String::new());
            }
            rest = behind;
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..)?;
                let end = inner.find(quote).unwrap_or(inner.len());
                (inner.get(..end)?, inner.get(end + 1..).unwrap_or_default())
            }
            _ => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                value.split_at(end)
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decode(value).trim().to_owned());
        }
        rest = after;
    }
}

/// Character references decoded; those of Windows-1252 (`&#146;`) as browsers do.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let decoded = html_escape::decode_html_entities(text);
    if !decoded.contains(|c: char| ('\u{80}'..='\u{9f}').contains(&c)) {
        return decoded;
    }
    let mend = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9f) => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&[byte])
            .0
            .chars()
            .next()
            .unwrap_or(c),
        _ => c,
    };
    Cow::Owned(decoded.chars().map(mend).collect())
}
