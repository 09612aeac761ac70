use access::{NewSession, Site};
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use base::{Id, Problem};
use web::asking::SESSION_COOKIE;

/// Begins a session and leads on to `next`. An older session of the same browser ends.
///
/// # Errors
/// Whatever the store answers.
pub async fn begin(site: &Site, account: Id, old: Option<[u8; 32]>, next: &str) -> Result<Response, Problem> {
    let session = NewSession::draw(&site.dice);
    let (kept, now) = (session.clone(), site.clock.now());
    site.db
        .housekeep("somebody signs in", move |tx| {
            if let Some(old) = old {
                access::end_session(tx, &old)?;
            }
            access::make_session(tx, &kept, account, now)
        })
        .await?;
    Ok(leading_to(next, &cookie(site, &session.secret, "")))
}

/// Leads to `next` without a session.
pub fn over(site: &Site, next: &str) -> Response {
    leading_to(next, &cookie(site, "", "; Max-Age=0"))
}

fn leading_to(next: &str, cookie: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

fn cookie(site: &Site, secret: &str, more: &str) -> String {
    let secure = if site.settings.public_url.starts_with("https://") { "; Secure" } else { "" };
    format!("{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
}

/// `next` when it is an address of this site, else `otherwise`: a link may not lead people elsewhere after they sign in.
pub fn ours<'a>(next: Option<&'a str>, otherwise: &'a str) -> &'a str {
    let is_ours = |next: &&str| {
        next.starts_with('/')
            && !next.starts_with("//")
            && next.len() <= 2_000
            && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    next.filter(is_ours).unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn nobody_is_led_elsewhere() {
        assert_eq!(ours(Some("/walsall/issues?level=1"), "/walsall"), "/walsall/issues?level=1");
        for elsewhere in [
            "https://example.org/",
            "//example.org/",
            "/\\example.org/",
            "javascript:alert(1)",
            "walsall",
            "",
            "/walsall\r\nSet-Cookie: a=b",
            "/ walsall",
        ] {
            assert_eq!(ours(Some(elsewhere), "/walsall"), "/walsall", "{elsewhere:?}");
        }
        assert_eq!(ours(None, "/walsall"), "/walsall");
    }
}
