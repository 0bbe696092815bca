//! Who may come in?
//!
//! With a password: whoever gives it (HTTP Basic, user name `attache`). Without one the room listens on loopback, where any page in the same browser
//! can send requests: those that name another host come from a site that has its name point here, and are turned away.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::fault::Fault;
use crate::forms::same;
use crate::http::Doors;

pub async fn admitted(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let Some(fault) = turned_away(request.headers(), doors.room.password.as_deref()) else {
        return next.run(request).await;
    };
    let mut response = doors.refuse(&fault);
    if matches!(fault, Fault::NoPassword) {
        let asks = HeaderValue::from_static("Basic realm=\"Attache\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, asks);
    }
    response
}

fn turned_away(headers: &HeaderMap, password: Option<&str>) -> Option<Fault> {
    let host = headers.get(header::HOST);
    match password {
        Some(password) => (!knows(headers, password)).then_some(Fault::NoPassword),
        None => host
            .is_some_and(|host| !host.to_str().is_ok_and(is_own_name))
            .then_some(Fault::StrangeHost),
    }
}

fn is_own_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => host.split(':').next(),
    };
    matches!(name, Some("localhost" | "127.0.0.1" | "::1"))
}

fn knows(headers: &HeaderMap, password: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some((scheme, given)) = given.and_then(|given| given.split_once(' ')) else {
        return false;
    };
    scheme.eq_ignore_ascii_case("basic") && same(given.trim(), &base64(format!("attache:{password}").as_bytes()))
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0u32, |group, at| {
            group << 8 | u32::from(chunk.get(at).copied().unwrap_or(0))
        });
        for digit in 0..4 {
            let filled = digit <= chunk.len();
            let place = (group >> (18 - 6 * digit)) & 63;
            text.push(if filled {
                char::from(DIGITS[place as usize])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_machines_own_names_are_known() {
        for own in ["localhost", "localhost:7411", "127.0.0.1:7411", "[::1]:7411"] {
            assert!(is_own_name(own), "{own}");
        }
        for other in [
            "example.org",
            "localhost.example.org:80",
            "127.0.0.1.example.org",
            "[::2]",
        ] {
            assert!(!is_own_name(other), "{other}");
        }
    }

    #[test]
    fn base64_as_the_standard_has_it() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
