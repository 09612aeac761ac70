//! One person: all roles past and present, who stands in, and what is recorded of their posts for those who may see it.

use access::{Page, Right, Scope};
use askama::Template;
use axum::extract::Path;
use base::{Date, Id, Problem};
use web::asking::{Staff, Visit};
use web::components::{Button, InsetText, NotificationBanner, SummaryList, SummaryRow, Tag, mail_to, ringing};
use web::{Answer, Markup, Query, Shell, Words, personal};

use super::act::Key;
use super::fields::{day_words, span_words};
use super::people::{employer, sign_in_words};
use crate::commands::role_words;
use crate::model::{PostSight, reach_words, review_due, sees_post};
use crate::store::{self, CoverRow, Interest, PersonRow, Post, RoleRow, Training};

/// Everything about one person, in at most nine short statements.
pub(crate) struct Known {
    pub person: PersonRow,
    pub roles: Vec<RoleRow>,
    pub covers: Vec<CoverRow>,
    pub posts: Vec<(Id, Post)>,
    pub manages: Vec<(Id, String)>,
    pub record: store::Record,
    pub sight: PostSight,
}

/// Reads a person, and of what is recorded only what whoever asks may see.
///
/// # Errors
/// [`Problem::NotFound`] when they may see nothing of it.
pub(crate) async fn known(scope: &Scope, id: Id) -> Result<Known, Problem> {
    let reading = scope.clone();
    scope
        .site
        .db
        .read(move |tx| {
            let (scope, partnership) = (&reading, reading.partnership());
            let person = store::person(tx, partnership, id)?.ok_or(Problem::NotFound)?;
            let (roles, posts) = store::roles_and_posts(tx, partnership, id)?;
            let managers: Vec<Id> = posts.iter().filter_map(|(_, post)| post.line_manager).collect();
            let sight = sees_post(&scope.who, id, &managers);
            if !sight.interests {
                return Err(Problem::NotFound);
            }
            let record = store::record_of(tx, partnership, id)?;
            let covers = store::covers_of(tx, partnership, id, scope.now.date())?;
            let manages = store::people_of_manager(tx, partnership, id)?;
            Ok(Known { person, roles, covers, posts, manages, record, sight })
        })
        .await
}

struct RoleCard {
    card: SummaryList,
}

/// A line with a button that ends it.
struct Line {
    words: String,
    when: String,
    end: Option<Id>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    shell: Shell,
    token: String,
    act: String,
    give: String,
    employer: String,
    leaving: Option<String>,
    known: SummaryList,
    manages: bool,
    gone: bool,
    is_leaving: bool,
    can_invite: bool,
    send_words: &'static str,
    roles: Vec<RoleCard>,
    covers: Vec<Line>,
    people: Vec<(String, String)>,
    sees_interests: bool,
    interests: Vec<Line>,
    sees_record: bool,
    training: Vec<Line>,
    review: String,
    review_late: bool,
    reviews: String,
}

/// A person's page: for whoever manages people all of it; for the person, their line manager and those who decide, what is
/// theirs to see.
pub(super) async fn person(
    Staff(visit): Staff,
    Path((_p, Key(id))): Path<(String, Key)>,
    Query(typed): Query,
) -> Answer {
    let scope = &visit.scope;
    let known = known(scope, id).await?;
    let (person, today) = (&known.person, scope.now.date());
    let manages = scope.has(Right::ManagePeople);
    let gone = person.left_at.is_some_and(|left| left <= scope.now);
    let is_leaving = person.left_at.is_some() && !gone;
    let mut shell = visit.shell(person.name.clone()).unlisted();
    if manages {
        shell = shell.crumb(scope.snapshot.partnership.name.clone(), scope.url(Page::Home));
        shell = shell.crumb("People", scope.url(Page::People));
    }
    shell.notice = waits(&visit, typed.get("done")).or_else(|| super::act::notice(&visit, typed.get("done"), DONE));
    let sees_record = known.sight.record;
    let held = known.roles.iter().filter(|role| !role.is_over(role.valid_from)).map(|role| role.valid_from).min();
    let due = review_due(held, known.record.reviews.first().copied());
    let reviews: Vec<String> = known.record.reviews.iter().map(|day| day_words(*day)).collect();
    personal(&PersonPage {
        token: visit.form_token().unwrap_or_default(),
        act: scope.url(Page::Person(id)),
        give: scope.url(Page::PersonAct(id, "role")),
        employer: employer(scope, person),
        leaving: person.left_at.map(|left| {
            let day = left.day_words();
            if gone { format!("{} left on {day}.", person.name) } else { format!("{} leaves on {day}.", person.name) }
        }),
        known: contact(scope, person, sees_record),
        manages,
        gone,
        is_leaving,
        can_invite: manages && !gone && person.email.is_some(),
        send_words: if person.invited_at.is_some() { "Send the invitation again" } else { "Send an invitation" },
        roles: known.roles.iter().map(|role| role_card(&visit, &known, role, manages)).collect(),
        covers: known.covers.iter().map(|cover| cover_line(scope, &known, cover, manages)).collect(),
        people: known.manages.iter().map(|(id, name)| (name.clone(), scope.url(Page::Person(*id)))).collect(),
        sees_interests: known.sight.interests,
        interests: known.record.interests.iter().map(|one| interest_line(today, one)).collect(),
        sees_record,
        training: known.record.training.iter().map(training_line).collect(),
        review: match due {
            Some(day) => format!("The next is due by {}.", day_words(day)),
            None => "The first is due a year after the first role begins.".to_owned(),
        },
        review_late: !gone && due.is_some_and(|day| day <= today),
        reviews: reviews.join(", "),
        shell,
    })
}

/// That an invitation waits, where no mail server is named. Nobody is shown its link: who opens it signs in as them.
fn waits(visit: &Visit, said: Option<&str>) -> Option<Markup> {
    let scope = &visit.scope;
    if !scope.site.settings.mail_waits || !said.is_some_and(|said| ["invite", "again", "resent"].contains(&said)) {
        return None;
    }
    let command = format!("wardmote admin invite THEIR-ADDRESS --partnership {}", scope.snapshot.partnership.slug);
    let by_hand = format!(
        "<p class=\"govuk-body\">It goes by itself once a mail server is named in the configuration; if its days are over by \
         then, send it again. Nobody here is shown the link, because whoever opens it signs in as them.</p>\
         <p class=\"govuk-body\">Another administrator need not wait: whoever runs the installation prints a link to hand over \
         with <code>{}</code>.</p>",
        Markup::from(command)
    );
    let banner = NotificationBanner::important(visit.words, "No mail server is named, so the invitation waits");
    Some(banner.more(Markup::trusted(by_hand)).into())
}

const DONE: &[(&str, &str)] = &[
    ("invite", "The invitation is on its way. They can sign in once they open it"),
    ("again", "They were known already: the role is theirs as well, and a mail says so"),
    ("already", "They have been invited in that role already. Nothing was changed, and no second mail was sent"),
    ("resent", "The invitation is on its way again"),
    ("change", "The change is kept"),
    ("same", "Nothing was different, so nothing was changed"),
    ("role", "The role is given"),
    ("end", "The role has its last day"),
    ("cover", "Cover is arranged. It ends by itself"),
    ("end-cover", "The cover ended today"),
    ("leave", "The day is noted. What they hold goes back to whoever answers for the place"),
    ("stay", "They stay, and their roles go on"),
    ("post", "The post is kept"),
    ("interest", "The interest is declared"),
    ("end-interest", "The interest ended today"),
    ("training", "The training is noted"),
    ("review", "The review is noted"),
];

fn contact(scope: &Scope, person: &PersonRow, sees_record: bool) -> SummaryList {
    let mut list = SummaryList::new();
    if let Some(email) = &person.email {
        list = list.row("Work e-mail", mail_to(email));
    }
    if let Some(phone) = &person.phone {
        list = list.row("Work telephone", ringing(phone));
    }
    if sees_record {
        list = list.row("Sign-in", sign_in_words(scope, person).0);
    }
    list
}

fn role_card(visit: &Visit, known: &Known, role: &RoleRow, manages: bool) -> RoleCard {
    let (scope, words) = (&visit.scope, visit.words);
    let today = scope.now.date();
    let title = role_words(scope, &role.role, role.title.as_deref());
    let place = reach_words(scope, &role.reach, role.reach_id);
    let over = role.is_over(today);
    let mut span = SummaryRow::new("Held", span_words(today, role.valid_from, role.valid_to));
    let act = |act: &'static str| scope.url(Page::RoleAct(known.person.id, role.id, act));
    if manages && !over {
        span = span.change(words, act("change"), format!("the days of {title}, {place}"));
        span = span.action("End", act("end"), format!("{title}, {place}"));
    }
    let mut card = SummaryList::new().with(span);
    if manages && !over {
        let stands_in =
            known.covers.iter().filter(|cover| cover.membership == role.id).map(|cover| cover.name.as_str());
        let names: Vec<&str> = stands_in.collect();
        let said = if names.is_empty() { "Nobody".to_owned() } else { names.join(", ") };
        card = card.with(SummaryRow::new("Stands in", said).action(
            "Arrange cover",
            act("cover"),
            format!("for {title}, {place}"),
        ));
    }
    if known.sight.record {
        card = post_rows(scope, words, known, role, card, manages.then(|| act("post")));
    }
    let state = if over {
        " (over)"
    } else if role.valid_from > today {
        " (to come)"
    } else {
        ""
    };
    RoleCard { card: card.card(format!("{title}, {place}{state}")) }
}

/// What is recorded of the post: for the person, their line manager and whoever manages people.
fn post_rows(
    scope: &Scope,
    words: &Words,
    known: &Known,
    role: &RoleRow,
    mut card: SummaryList,
    change: Option<String>,
) -> SummaryList {
    let post = known.posts.iter().find(|(id, _)| *id == role.id).map(|(_, post)| post.clone()).unwrap_or_default();
    let employed_by = employer(scope, &known.person);
    let owner = post.owner.and_then(|id| scope.snapshot.organisation(id)).map(|one| one.name.clone());
    let seconded = owner.as_ref().is_some_and(|owner| *owner != employed_by && !employed_by.is_empty());
    let manager = post.line_manager.and_then(|id| scope.snapshot.name_of(id)).map(str::to_owned);
    let contract = match (post.contract_from, post.contract_to) {
        (None, None) => None,
        (from, to) => Some(
            [from.map(|day| format!("from {}", day_words(day))), to.map(|day| format!("until {}", day_words(day)))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        ),
    };
    let rows = [
        (
            "Post owned by",
            owner.map(|owner| if seconded { format!("{owner} (seconded from {employed_by})") } else { owner }),
        ),
        ("Line manager", manager),
        ("Terms", post.terms),
        ("Contract", contract),
        ("Targets", post.targets),
        ("Assessed by", post.assessed_by),
        ("Appointed", post.appointed_how),
        ("Agreed by", post.agreed_by),
    ];
    let mut any = false;
    for (label, text) in rows {
        if let Some(text) = text {
            any = true;
            card = card.row(label, text);
        }
    }
    if let Some(href) = change {
        let said = if any { "Recorded" } else { "Nothing recorded" };
        card = card.with(SummaryRow::new("Post", said).change(words, href, "what is recorded of the post"));
    }
    card
}

fn cover_line(scope: &Scope, known: &Known, cover: &CoverRow, manages: bool) -> Line {
    let span = span_words(scope.now.date(), cover.valid_from, Some(cover.valid_to));
    let is_holder = cover.holder == known.person.id;
    let words = format!("{} for {}, {span}", cover.name, cover.holder_name);
    Line { words, when: String::new(), end: (manages && is_holder).then_some(cover.id) }
}

fn interest_line(today: Date, one: &Interest) -> Line {
    let when = format!("{}, declared {}", span_words(today, one.valid_from, one.valid_to), one.declared_at.day_words());
    Line { words: one.what.clone(), when, end: one.valid_to.is_none().then_some(one.id) }
}

fn training_line(one: &Training) -> Line {
    let when = one.attended_on.map_or_else(|| "needed".to_owned(), |day| format!("attended on {}", day_words(day)));
    Line { words: one.subject.clone(), when, end: one.attended_on.is_none().then_some(one.id) }
}
