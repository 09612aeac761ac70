//! Who else works in a place: what a place's own page says.

use access::{Page, Scope};
use base::{Id, Problem};
use web::components::{SummaryList, mail_to, ringing};
use web::{Markup, Words};

use super::{service_words, share};
use crate::partners::{PartnerLines, WHOLE};

/// The partners' divisions that lie over a place today, each with whom to ring; nothing where no partner's lines are kept.
///
/// # Errors
/// A fault when places are not part of this program.
pub fn who_works_here(scope: &Scope, words: &Words, place: Id) -> Result<Option<SummaryList>, Problem> {
    let over = scope.snapshot.part::<PartnerLines>()?.over(place);
    if over.is_empty() {
        return Ok(None);
    }
    let list = over.into_iter().fold(SummaryList::new(), |list, one| {
        let division = Markup::link(&one.division.name, &scope.url(Page::PartnerLinesOf(&one.set.code)));
        let part = match one.overlap.of_place {
            whole if whole >= WHOLE => Markup::default(),
            some => words.partners_part(share(words, some)).into(),
        };
        let organisation = scope.snapshot.organisation(one.set.organisation);
        let reach = organisation.map(|organisation| {
            let name = Markup::link(&organisation.name, &scope.url(Page::Organisation(&organisation.code)));
            let ways = [organisation.phone.as_deref().map(ringing), organisation.email.as_deref().map(mail_to)];
            let all: Vec<String> =
                std::iter::once(name).chain(ways.into_iter().flatten()).map(|one| one.to_string()).collect();
            Markup::trusted(all.join("<br>"))
        });
        let says = format!("{division}{part}<br>{}", reach.unwrap_or_default());
        list.row(service_words(words, one.set.service), Markup::trusted(says))
    });
    Ok(Some(list))
}
