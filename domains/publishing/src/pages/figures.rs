//! A place in figures: what came up and was settled month by month, what is open, whether decisions come in time. The place
//! stands beside the whole partnership, and every chart is a table as well.

use access::Scope;
use askama::Template;
use askama::filters::HtmlSafe;
use base::{Date, Id, Problem};
use issues::figures::{MONTHS, month};
use issues::store::{Counted, Figure};
use voice::Categories;
use web::components::Details;
use web::{Markup, Words, chart};

/// Categories that a page shows; what is open of others is one line.
const SHOWN: usize = 6;
/// Fewer than these say nothing as a share.
const ENOUGH: i64 = 5;

/// The charts of a place with their tables.
#[derive(Template)]
#[template(path = "figures.html")]
struct Figures {
    words: &'static Words,
    months: Vec<Month>,
    opened: Markup,
    settled: Markup,
    about: Vec<About>,
    in_time: Vec<Share>,
    source: String,
    why: Details,
}

impl HtmlSafe for Figures {}

struct Month {
    name: String,
    opened: i64,
    settled: i64,
}

/// What open issues are about.
struct About {
    category: String,
    open: String,
    /// Its share of what is open, here and in the whole; none where too little is open here to say.
    shares: Vec<Share>,
}

/// A share of one whole, with what it was counted from.
struct Share {
    whose: String,
    words: String,
    bar: Markup,
}

/// The figures of a place; nothing where nothing was counted yet.
///
/// # Errors
/// A fault when categories are not part of this program.
pub(super) fn of_place(scope: &Scope, words: &'static Words, place: Id, figures: &[Figure]) -> Result<Markup, Problem> {
    let counted_at = figures.iter().map(|one| one.counted_at).max();
    let Some(counted_at) = counted_at.filter(|_| figures.iter().any(|one| one.place == place)) else {
        return Ok(Markup::default());
    };
    let amount = |of: Id, counted: Counted, month: Option<Date>| -> i64 {
        let own = figures.iter().filter(|one| one.place == of && one.counted == counted);
        own.filter(|one| month.is_none_or(|month| one.month == month)).map(|one| one.amount).sum()
    };
    let everywhere = scope.partnership();
    let whole = &scope.snapshot.partnership.name;

    let days: Vec<Date> = (0..MONTHS).rev().map(|before| month(counted_at, before)).collect();
    let months: Vec<Month> = days
        .iter()
        .map(|day| Month {
            name: words.month_of(*day),
            opened: amount(place, Counted::Opened, Some(*day)),
            settled: amount(place, Counted::Settled, Some(*day)),
        })
        .collect();
    let most = months.iter().map(|month| month.opened.max(month.settled)).max().unwrap_or_default();
    let drawn = |of: fn(&Month) -> i64| {
        let columns = months.iter().zip(&days).map(|(month, day)| (words.short_month_of(*day), of(month)));
        chart::by_month(&columns.collect::<Vec<_>>(), most)
    };

    let share = |of: Id, part: i64, all: i64| -> Share {
        let is_here = of == place;
        let enough = all >= ENOUGH;
        let bar = if is_here { chart::bar } else { chart::pale_bar };
        Share {
            whose: if is_here { words.place_figures_here().to_owned() } else { whole.clone() },
            words: if enough {
                words.place_figures_percent(part * 100 / all)
            } else {
                words.place_figures_few().to_owned()
            },
            bar: if enough { bar(part, all) } else { Markup::default() },
        }
    };
    let in_time = |of: Id| {
        let (decided, in_time) = (amount(of, Counted::Decided, None), amount(of, Counted::InTime, None));
        let share = share(of, in_time, decided);
        let words = if decided < ENOUGH { share.words } else { words.place_figures_of(decided, in_time, &share.words) };
        Share { words, ..share }
    };
    Ok(Markup::of(&Figures {
        words,
        opened: drawn(|month| month.opened),
        settled: drawn(|month| month.settled),
        about: about(scope, words, place, figures, &share)?,
        in_time: if place == everywhere { vec![in_time(place)] } else { vec![in_time(place), in_time(everywhere)] },
        source: words.place_figures_source(words.day_of(counted_at), words.month_of(days[0])),
        why: Details::new(words.place_figures_why(), words.place_figures_why_text()),
        months,
    }))
}

/// What is open by what it is about, the most first.
fn about(
    scope: &Scope,
    words: &'static Words,
    place: Id,
    figures: &[Figure],
    share: &impl Fn(Id, i64, i64) -> Share,
) -> Result<Vec<About>, Problem> {
    let categories = scope.snapshot.part::<Categories>()?;
    let everywhere = scope.partnership();
    let open = |of: Id| figures.iter().filter(move |one| one.place == of && one.counted == Counted::Open);
    let all_of = |of: Id| open(of).map(|one| one.amount).sum::<i64>();
    let (all_here, all) = (all_of(place), all_of(everywhere));
    let whole_of = |category: Id| open(everywhere).find(|one| one.category == category).map_or(0, |one| one.amount);
    let mut here: Vec<&Figure> = open(place).collect();
    here.sort_by_key(|one| (std::cmp::Reverse(one.amount), one.category));
    let line = |category: String, part: i64, whole: i64| About {
        category,
        open: words.place_figures_open(part),
        shares: match all_here {
            ..ENOUGH => Vec::new(),
            _ if place == everywhere => vec![share(place, part, all_here)],
            _ => vec![share(place, part, all_here), share(everywhere, whole, all)],
        },
    };
    let mut lines = Vec::new();
    for one in here.iter().take(SHOWN) {
        lines.push(line(categories.get(one.category)?.name.clone(), one.amount, whole_of(one.category)));
    }
    let shown: i64 = here.iter().take(SHOWN).map(|one| one.amount).sum();
    if shown < all_here {
        let whole: i64 = here.iter().take(SHOWN).map(|one| whole_of(one.category)).sum();
        lines.push(line(words.place_figures_other().to_owned(), all_here - shown, all - whole));
    }
    Ok(lines)
}
