//! What comes with a form, and is it one of ours?

use axum::http::{HeaderMap, header};

use crate::fault::Fault;
use crate::room::Room;

/// The fields of a sent form, in their order.
pub type Fields = Vec<(String, String)>;

/// The fields of a form that is ours: from this site, with the token.
///
/// # Errors
/// [`Fault::ReadOnly`], [`Fault::ForeignForm`].
pub fn ours(room: &Room, headers: &HeaderMap, fields: Fields) -> Result<Fields, Fault> {
    allowed(room, headers, field(&fields, "token"))?;
    Ok(fields)
}

/// May whoever sent these headers and this token write?
pub fn allowed(room: &Room, headers: &HeaderMap, token: &str) -> Result<(), Fault> {
    if room.desk.is_none() {
        return Err(Fault::ReadOnly);
    }
    let elsewhere = headers
        .get("sec-fetch-site")
        .and_then(|site| site.to_str().ok())
        .is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let foreign = match (origin, host) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
        _ => false,
    };
    if elsewhere || foreign || !same(token, &room.form_token) {
        return Err(Fault::ForeignForm);
    }
    Ok(())
}

pub fn parse(body: &[u8]) -> Fields {
    form_urlencoded::parse(body).into_owned().collect()
}

/// The value of a field; empty where it is missing.
pub fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value.trim())
}

/// Compares in a time that does not tell how much is right.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
