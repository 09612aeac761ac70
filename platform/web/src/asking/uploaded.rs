use std::sync::Arc;

use access::{Scope, Site, Who};
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base::Problem;

use super::carry_on::{Why, carry_on};
use super::posted::{TOKEN, elsewhere, is_from_us};
use super::visit::Visit;
use crate::edge::MOST_UPLOAD;
use crate::{Refusal, Typed};

/// A form with a file, sent by somebody who works here. The file is read only once its sender is known.
pub struct Uploaded {
    /// Who asks.
    pub visit: Visit,
    /// What they typed beside it.
    pub typed: Typed,
    /// The file; nothing when none was chosen.
    pub file: Option<UploadedFile>,
}

/// A file as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// What its sender's machine calls it, without any folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl FromRequest<Arc<Site>> for Uploaded {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, site).await.map_err(IntoResponse::into_response)?;
        let from_us = is_from_us(&parts.headers, &parts.uri);
        match visit.scope.who {
            Who::Person(_) => {}
            _ if from_us => return Err(carry_on(&visit, &Typed::default(), Why::SignedOut)),
            _ => return Err(refused(elsewhere())),
        }
        let request = Request::from_parts(parts, body);
        let (mut typed, file) = match is_multipart(request.headers()) {
            true => read(Multipart::from_request(request, site).await.map_err(not_a_form)?).await.map_err(refused)?,
            false => (Typed::from_request(request, &()).await.map_err(IntoResponse::into_response)?, None),
        };
        let token = typed.take(TOKEN);
        if visit.owns(token.as_deref()) != Some(true) {
            return Err(carry_on(&visit, &typed, Why::OtherSession));
        }
        Ok(Self { visit, typed, file })
    }
}

fn refused(problem: Problem) -> Response {
    Refusal::from(problem).into_response()
}

/// A form without the coding that brings files brings none: its page says what is missing, to whoever may send it.
fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

fn not_a_form(_: MultipartRejection) -> Response {
    refused(Problem::field("", "Send the form as multipart/form-data"))
}

impl Uploaded {
    /// The scope, for a command.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.visit.scope.clone()
    }
}

async fn read(mut form: Multipart) -> Result<(Typed, Option<UploadedFile>), Problem> {
    let (mut answers, mut file) = (Vec::new(), None);
    while let Some(field) = form.next_field().await.map_err(cut_short)? {
        let name = field.name().unwrap_or_default().to_owned();
        let called = field.file_name().map(without_folder);
        let bytes = field.bytes().await.map_err(cut_short)?;
        match called {
            Some(called) if !bytes.is_empty() || !called.is_empty() => {
                file = Some(UploadedFile { name: called, bytes: bytes.to_vec() });
            }
            Some(_) => {}
            None => answers.push((name, String::from_utf8_lossy(&bytes).replace('\0', "").replace("\r\n", "\n"))),
        }
    }
    Ok((Typed::of(answers), file))
}

fn cut_short(error: MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        _ => Problem::field("file", "Send the file again: its end did not arrive"),
    }
}

/// Browsers of old send whole paths.
fn without_folder(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(120).collect()
}

/// The whole of a body that is a file, for a program that sends one.
///
/// # Errors
/// [`Problem::TooLarge`] over 32 MiB.
pub async fn file_body(body: axum::body::Body) -> Result<Vec<u8>, Problem> {
    let bytes = axum::body::to_bytes(body, MOST_UPLOAD).await.map_err(crate::forms::unread)?;
    Ok(bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_holds_no_folder() {
        assert_eq!(without_folder("C:\\Users\\ann\\survey.csv"), "survey.csv");
        assert_eq!(without_folder("../../survey.csv"), "survey.csv");
        assert_eq!(without_folder(""), "");
    }
}
