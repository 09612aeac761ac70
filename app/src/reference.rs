//! The reference page of the API: the same description that programs read, for people, without a script.

use std::sync::{Arc, LazyLock};

use access::{Page, Site};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use serde_json::Value;
use web::asking::Visit;
use web::{Answer, Shell, page};

use crate::description::description;

/// The order of its sections; what is tagged otherwise comes after them.
const SECTIONS: [(&str, &str); 11] = [
    ("concerns", "Concerns"),
    ("contributor", "A contributor’s own concern"),
    ("issues", "Issues"),
    ("places", "Places"),
    ("directory", "Organisations and people"),
    ("bodies", "Who meets and decides"),
    ("safety", "Staff-safety markers"),
    ("information", "Information governance"),
    ("imports", "Files of concerns"),
    ("operations", "Long work"),
    ("settings", "Administration"),
];
/// As many fields as an example shows.
const SHOWN: usize = 6;

static REFERENCE: LazyLock<Vec<Section>> =
    LazyLock::new(|| serde_json::to_value(description()).map(|whole| sections(&whole)).unwrap_or_default());

pub fn routes() -> Router<Arc<Site>> {
    Router::new().route("/{p}/api", get(reference))
}

#[derive(Template)]
#[template(path = "reference.html")]
struct Reference {
    shell: Shell,
    sections: &'static [Section],
    /// The address of the partnership, as programs write it.
    root: String,
    slug: String,
    described: String,
    account: String,
}

/// Operations on one kind of thing.
struct Section {
    tag: String,
    title: String,
    operations: Vec<Operation>,
}

/// One thing a program can ask for.
struct Operation {
    id: String,
    method: String,
    path: String,
    does: String,
    takes_key: bool,
    parameters: Vec<Field>,
    sends: Vec<Field>,
    answers: Vec<Field>,
    statuses: String,
    /// What an example sends, as JSON.
    body: Option<String>,
}

/// Something that is sent or comes back.
struct Field {
    name: String,
    kind: String,
    means: String,
}

async fn reference(visit: Visit, Path(_p): Path<String>) -> Answer {
    let scope = &visit.scope;
    let whole = scope.full_url(Page::Home);
    let slug = scope.snapshot.partnership.slug.clone();
    page(&Reference {
        shell: visit.shell("What programs can do").wide(),
        sections: &REFERENCE,
        root: whole.strip_suffix(&format!("/{slug}")).unwrap_or(&whole).to_owned(),
        slug,
        described: format!("{}/v1/openapi.json", scope.url(Page::Api)),
        account: scope.url(Page::Account),
    })
}

impl Reference {
    fn path(&self, operation: &Operation) -> String {
        operation.path.replace("{p}", &self.slug)
    }

    /// A line for a terminal that can be tried: what differs each time is in capitals.
    fn curl(&self, operation: &Operation) -> String {
        let part = |part: &str| match part.strip_prefix('{') {
            Some(name) => name.trim_end_matches('}').to_uppercase(),
            None => part.to_owned(),
        };
        let path = self.path(operation).split('/').map(part).collect::<Vec<_>>().join("/");
        let mut line = format!("curl '{}{path}'", self.root);
        if operation.method != "GET" {
            line.push_str(&format!(" -X {}", operation.method));
        }
        if operation.takes_key {
            line.push_str(" \\\n  -H 'Authorization: Bearer KEY'");
        }
        if let Some(body) = &operation.body {
            line.push_str(&format!(" \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'"));
        }
        line
    }
}

fn sections(whole: &Value) -> Vec<Section> {
    let mut sections: Vec<Section> = SECTIONS
        .iter()
        .map(|(tag, title)| Section { tag: (*tag).to_owned(), title: (*title).to_owned(), operations: Vec::new() })
        .collect();
    for (path, methods) in each(&whole["paths"]) {
        for (method, told) in each(methods).filter(|(_, told)| told.get("operationId").is_some()) {
            let tag = text(&told["tags"][0]);
            let at = sections.iter().position(|section| section.tag == tag).unwrap_or_else(|| {
                sections.push(Section { title: tag.clone(), tag, operations: Vec::new() });
                sections.len() - 1
            });
            sections[at].operations.push(Operation::of(whole, path, method, told));
        }
    }
    sections.retain(|section| !section.operations.is_empty());
    sections
}

impl Operation {
    fn of(whole: &Value, path: &str, method: &str, told: &Value) -> Self {
        let parameters = list(&told["parameters"]).filter(|one| one["name"] != "p").map(|one| Field {
            name: text(&one["name"]),
            kind: kind(&one["schema"]),
            means: match text(&one["description"]) {
                means if means.is_empty() && one["in"] == "path" => "In the address.".to_owned(),
                means => means,
            },
        });
        let sent = &told["requestBody"]["content"]["application/json"]["schema"];
        let sends = fields(whole, sent);
        let done = each(&told["responses"]).find(|(status, _)| status.starts_with('2')).map(|(_, answer)| answer);
        let answer = done.map_or(&Value::Null, |done| &done["content"]["application/json"]["schema"]);
        // Of a list, what one of it holds.
        let items = &resolved(whole, answer)["properties"]["items"]["items"];
        Self {
            id: text(&told["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            does: text(&told["summary"]),
            takes_key: told["responses"].get("401").is_some(),
            parameters: parameters.collect(),
            body: (!sent.is_null()).then(|| example(whole, sent)),
            sends,
            answers: fields(whole, if items.is_null() { answer } else { items }),
            statuses: each(&told["responses"]).map(|(status, _)| status).collect::<Vec<_>>().join(", "),
        }
    }
}

fn each(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn list(array: &Value) -> impl Iterator<Item = &Value> {
    array.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A schema, or the one it names.
fn resolved<'a>(whole: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        Some(name) => &whole["components"]["schemas"][name],
        None => schema,
    }
}

fn fields(whole: &Value, schema: &Value) -> Vec<Field> {
    let schema = resolved(whole, schema);
    let field = |(name, told): (&str, &Value)| Field {
        name: name.to_owned(),
        kind: kind(told),
        means: text(&told["description"]),
    };
    each(&schema["properties"]).map(field).collect()
}

/// What a value is, in a word or two.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return if name == "Instant" { "time" } else { name }.to_owned();
    }
    if let Some(one) = list(&schema["oneOf"]).chain(list(&schema["anyOf"])).find(|one| one["type"] != "null") {
        return kind(one);
    }
    let named = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).find(|kind| kind != "null").unwrap_or_default(),
        one => text(one),
    };
    match (named.as_str(), schema["format"].as_str()) {
        ("array", _) => format!("list of {}", kind(&schema["items"])),
        ("string", Some("date-time")) => "time".to_owned(),
        ("string", Some("date")) => "date".to_owned(),
        ("string", _) => "text".to_owned(),
        ("integer", _) => "whole number".to_owned(),
        ("boolean", _) => "true or false".to_owned(),
        ("", _) => "anything".to_owned(),
        (other, _) => other.to_owned(),
    }
}

/// What somebody might send.
fn example(whole: &Value, schema: &Value) -> String {
    let sample = |told: &Value| match kind(told).as_str() {
        "whole number" | "number" => "1".to_owned(),
        "true or false" => "true".to_owned(),
        "date" => "\"2027-03-03\"".to_owned(),
        "time" => "\"2027-03-03T18:30:00Z\"".to_owned(),
        "text" => "\"…\"".to_owned(),
        list if list.starts_with("list") => "[…]".to_owned(),
        _ => "{…}".to_owned(),
    };
    let shown = each(&resolved(whole, schema)["properties"]).take(SHOWN);
    let pairs: Vec<String> = shown.map(|(name, told)| format!("\"{name}\": {}", sample(told))).collect();
    format!("{{{}}}", pairs.join(", "))
}
