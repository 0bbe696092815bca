//! Does the room behave over HTTP?

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use tower::ServiceExt;

use crate::{Opened, open};

async fn ask(opened: &Opened, request: Request<Body>) -> Response<Body> {
    attache_web::router(opened.room.clone()).oneshot(request).await.unwrap()
}

fn get(path: &str) -> Request<Body> {
    Request::get(path)
        .header(header::HOST, "127.0.0.1:7411")
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn pages_forbid_what_is_not_theirs() {
    let opened = open(None, None);
    for path in ["/", "/assets/style.css", "/nowhere"] {
        let response = ask(&opened, get(path)).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let opened = open(None, None);
    let first = ask(&opened, get("/transfers")).await;
    let etag = first.headers()[header::ETAG].clone();
    let mut again = get("/transfers");
    again.headers_mut().insert(header::IF_NONE_MATCH, etag);
    let again = ask(&opened, again).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(to_bytes(again.into_body(), 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn other_names_for_this_machine_are_turned_away() {
    let opened = open(None, None);
    let mut request = get("/");
    request
        .headers_mut()
        .insert(header::HOST, "rebound.example".parse().unwrap());
    assert_eq!(ask(&opened, request).await.status(), StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn a_password_is_asked_for_where_there_is_one() {
    let opened = open(None, Some("secret"));
    let response = ask(&opened, get("/")).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
    let mut request = get("/");
    let given = "Basic YXR0YWNoZTpzZWNyZXQ=";
    request
        .headers_mut()
        .insert(header::AUTHORIZATION, given.parse().unwrap());
    assert_eq!(ask(&opened, request).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_room_without_a_desk_is_read_only() {
    let opened = open(None, None);
    let form = Request::post("/weigh")
        .header(header::HOST, "127.0.0.1:7411")
        .body(Body::from(format!("token={}", crate::TOKEN)))
        .unwrap();
    assert_eq!(ask(&opened, form).await.status(), StatusCode::FORBIDDEN);
}
