//! What the partnership began with, and what a newer version of it would change, one thing at a time.

use access::Page;
use askama::Template;
use web::asking::{Staff, Working};
use web::components::{Button, Choice, SummaryList};
use web::{Answer, Form, Markup, Query, Shell, Typed, personal};

use super::{administrator, done_words, on, shell};
use crate::presets;
use crate::settled::Difference;

#[derive(Template)]
#[template(path = "administration/preset.html")]
struct PresetPage {
    shell: Shell,
    token: String,
    here: String,
    known: SummaryList,
    /// The version that is there and the one that was copied in.
    versions: Option<(u32, u32)>,
    questions: Vec<Markup>,
}

pub async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let scope = &visit.scope;
    let (snapshot, today) = (&scope.snapshot, scope.now.date());
    let preset = presets::copied_in(snapshot);
    let upgrade = presets::upgrade(snapshot, today)?;
    let named = preset.as_ref().map_or_else(|| snapshot.partnership.preset.clone(), |preset| preset.title.clone());
    let known = SummaryList::new()
        .row("Preset", named)
        .row("Version", preset.as_ref().map_or(0, |preset| preset.version).to_string())
        .row("What it is", preset.as_ref().map(|preset| preset.summary.clone()).unwrap_or_default())
        .row("What it brought", preset.map(|preset| preset.brings.join(". ")).unwrap_or_default());
    let form = Form::filled(visit.words, typed(upgrade.as_ref().map(|one| one.differences.as_slice())));
    let questions = upgrade.iter().flat_map(|upgrade| &upgrade.differences).map(|one| question(&form, one));
    personal(&PresetPage {
        shell: shell(&visit, "Preset", done_words(query.get("done"))),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::Settings("preset")),
        known,
        questions: questions.collect(),
        versions: upgrade.map(|upgrade| (upgrade.newer.version, upgrade.base.version)),
    })
}

/// What was changed here stays unless somebody says otherwise; everything else is taken.
fn typed(differences: Option<&[Difference]>) -> Typed {
    let chosen = |one: &Difference| (one.key.to_string(), if one.ours_since { "keep" } else { "take" });
    Typed::of(differences.unwrap_or_default().iter().map(chosen))
}

fn question(form: &Form, one: &Difference) -> Markup {
    let ours = one.ours.as_deref().unwrap_or("nothing");
    let theirs = one.theirs.as_deref().unwrap_or("it ends today; records that name it keep it");
    let hint = if one.ours_since { "You changed this since it was copied in." } else { "" };
    let question = form.radios(&one.key.to_string(), format!("{} ({})", one.key.words(), one.kind.words()));
    let question = if hint.is_empty() { question } else { question.hint(hint) };
    question
        .with(Choice::new("take", format!("Take it over: {theirs}")))
        .with(Choice::new("keep", format!("Keep what is here: {ours}")))
        .small()
        .into()
}

pub async fn send(Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let keys: Vec<String> =
        typed.iter().filter(|(_, chosen)| *chosen == "take").map(|(key, _)| key.to_owned()).collect();
    let scope = visit.scope.clone();
    scope.site.db.clone().write(move |tx| presets::take_over(tx, &scope, &keys).map(drop)).await?;
    on(&visit.scope.url(Page::Settings("preset")), "kept")
}
