//! Do writes come through from our own forms, and from nowhere else?

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use attache_exchange::Input;
use attache_model::{Decision, Ruling, Seen};
use attache_store::Archive;
use attache_web::{Desk, Progress, Wish};
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use tower::ServiceExt;

use crate::{Opened, TOKEN, open};

/// A desk that remembers what it was asked for.
#[derive(Default)]
struct Scribe {
    wishes: Mutex<Vec<Wish>>,
    read: Mutex<Vec<String>>,
}

impl Desk for Scribe {
    fn add(&self, inputs: Vec<Input>, _: &mut Archive, watch: &mut dyn FnMut(Progress)) -> Result<(), String> {
        for input in inputs {
            self.read.lock().unwrap().push(input.path);
            watch(Progress::Done);
        }
        watch(Progress::Weighing);
        watch(Progress::Ended {
            summary: "all read".to_owned(),
        });
        Ok(())
    }

    fn weigh(&self, _: &mut Archive) -> Result<(), String> {
        Ok(())
    }

    fn decide(&self, wish: Wish, who: &str, why: &str, archive: &mut Archive) -> Result<Decision, String> {
        if why.is_empty() {
            return Err("a decision needs its reason".to_owned());
        }
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner).push(wish);
        let claims = archive.claims().map_err(|error| error.to_string())?;
        let what = Ruling::Confirm {
            claims: claims.iter().take(1).map(Seen::of).collect(),
        };
        let decision = Decision::new("2024-06-14T12:00:00Z".parse().unwrap(), who, what, why, vec![]);
        archive
            .decide(std::slice::from_ref(&decision))
            .map_err(|error| error.to_string())?;
        Ok(decision)
    }

    fn who(&self) -> Option<String> {
        Some("ann".to_owned())
    }
}

fn opened() -> (Opened, Arc<Scribe>) {
    let scribe = Arc::new(Scribe::default());
    (open(Some(scribe.clone()), None), scribe)
}

async fn post(opened: &Opened, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Response<Body> {
    let mut request = Request::post(path).header(header::HOST, "127.0.0.1:7411");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body.into()).unwrap();
    attache_web::router(opened.room.clone()).oneshot(request).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

fn form(opened: &Opened, rest: &str) -> String {
    format!("token={TOKEN}&id={}&who=ann&{rest}", opened.sample.transfer)
}

#[tokio::test]
async fn forms_become_wishes() {
    let (opened, scribe) = opened();
    let id = opened.sample.transfer.to_string();
    let claim = opened.sample.claim.to_string();
    for (rest, wish) in [
        ("do=confirm&why=x".to_owned(), Wish::Confirm(vec![id.clone()])),
        (
            format!("do=reject&why=x&claim={claim}"),
            Wish::Reject(vec![claim.clone()]),
        ),
        (
            "do=correct&why=x&slot=quantity&value=14".to_owned(),
            Wish::Correct {
                id: id.clone(),
                slot: attache_model::SlotName::Quantity,
                value: "14".to_owned(),
            },
        ),
        (
            "do=merge&why=x&other=ab".to_owned(),
            Wish::Merge(vec![id.clone(), "ab".to_owned()]),
        ),
        (
            format!("do=split&why=x&claim={claim}"),
            Wish::Split(vec![claim.clone()]),
        ),
        ("do=undo&why=x".to_owned(), Wish::Undo(id.clone())),
        // The button of a queue, which names its own record.
        (
            "do=reject+ab12&why=x&back=/review".to_owned(),
            Wish::Reject(vec!["ab12".to_owned()]),
        ),
    ] {
        let response = post(&opened, "/decisions", &[], form(&opened, &rest)).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{rest}");
        assert_eq!(scribe.wishes.lock().unwrap().pop(), Some(wish), "{rest}");
    }
}

#[tokio::test]
async fn a_form_leads_back_to_the_queue_and_nowhere_else() {
    let (opened, _) = opened();
    for (back, to) in [
        ("/review?kind=event", "/review?kind=event"),
        ("https://bad.example", "/transfers/"),
        ("//bad.example/review", "/transfers/"),
    ] {
        let response = post(
            &opened,
            "/decisions",
            &[],
            form(&opened, &format!("do=confirm&why=x&back={back}")),
        )
        .await;
        let location = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
        assert!(location.starts_with(to), "{back} leads to {location}");
    }
}

#[tokio::test]
async fn what_is_missing_is_told() {
    let (opened, scribe) = opened();
    for rest in [
        "do=confirm",
        "do=split&why=x",
        "do=correct&why=x&slot=colour",
        "do=merge&why=x",
        "why=x",
    ] {
        let response = post(&opened, "/decisions", &[], form(&opened, rest)).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{rest}");
    }
    assert!(scribe.wishes.lock().unwrap().is_empty());
}

#[tokio::test]
async fn forms_of_other_sites_are_turned_away() {
    let (opened, scribe) = opened();
    let whole = form(&opened, "do=confirm&why=x");
    let without = whole.replace(TOKEN, "0000000000000000");
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[], &without),
        (&[("origin", "https://bad.example")], &whole),
        (&[("origin", "null")], &whole),
        (&[("sec-fetch-site", "cross-site")], &whole),
    ];
    for (headers, body) in cases {
        let response = post(&opened, "/decisions", headers, body.to_owned()).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(scribe.wishes.lock().unwrap().is_empty());
    let own: &[(&str, &str)] = &[("origin", "http://127.0.0.1:7411"), ("sec-fetch-site", "same-origin")];
    assert_eq!(
        post(&opened, "/decisions", own, whole).await.status(),
        StatusCode::SEE_OTHER
    );
}

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=b");

fn part(name: &str, file: Option<&str>, text: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n")
}

#[tokio::test]
async fn uploads_are_read_and_their_end_is_told() {
    let (opened, scribe) = opened();
    let body = part("token", None, TOKEN)
        + &part("files", Some("../../etc/passwd"), "An article.")
        + &part("text", None, "Another.")
        + "--b--\r\n";
    let response = post(&opened, "/add", &[MULTIPART], body).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/add/1");
    let events = Request::get("/add/1/events")
        .header(header::HOST, "localhost")
        .body(Body::empty())
        .unwrap();
    let events = attache_web::router(opened.room.clone()).oneshot(events).await.unwrap();
    let told = tokio::time::timeout(Duration::from_secs(20), text(events))
        .await
        .unwrap();
    assert!(
        told.trim_end().ends_with('}') && told.contains("\"ended\":\"all read\""),
        "{told}"
    );
    assert_eq!(*scribe.read.lock().unwrap(), ["passwd", "pasted"]);
    assert!(opened.text("/add/1").contains("all read"));
}

#[tokio::test]
async fn uploads_without_token_or_too_large_are_turned_away() {
    let (opened, scribe) = opened();
    let late = part("files", Some("a.txt"), "An article.") + &part("token", None, TOKEN) + "--b--\r\n";
    assert_eq!(
        post(&opened, "/add", &[MULTIPART], late).await.status(),
        StatusCode::FORBIDDEN
    );
    let large = part("token", None, TOKEN) + &part("text", None, &"x".repeat(33 << 20)) + "--b--\r\n";
    let large = post(&opened, "/add", &[MULTIPART], large).await;
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let nothing = part("token", None, TOKEN) + "--b--\r\n";
    assert_eq!(
        post(&opened, "/add", &[MULTIPART], nothing).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(scribe.read.lock().unwrap().is_empty());
}

#[tokio::test]
async fn pages_that_write_have_forms_only_where_there_is_a_desk() {
    let (with, _) = opened();
    let without = open(None, None);
    let record = format!("/transfers/{}", with.sample.transfer);
    assert!(with.text(&record).contains("<form") && with.text("/review").contains("value=\"confirm "));
    assert!(!without.text(&record).contains("method=\"post\""));
    assert!(!without.text("/review").contains("method=\"post\""));
    assert_eq!(without.read("/add").status, 403);
}
