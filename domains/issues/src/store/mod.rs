//! Every line of this slice's SQL.

mod boxed;
mod desk;
mod figures;
mod filter;
mod given;
mod issue;
mod kept;
mod links;
mod list;
mod near;
mod placing;
mod said;
mod steps;
mod workload;

pub use desk::{Desk, desk};
pub use figures::{Counted, Figure, figures};
pub(crate) use figures::{Dated, changed_since, open_by_category, seen_in, set_figures};
pub use filter::{After, Filter, Flag, Shown, Sort};
pub use given::{Given, PlacesAndGivers, places_and_givers};
pub use issue::{
    Issue, IssuePlace, by_id, by_reference, held_by_organisation, held_by_person, insert, of_concern, places_of, save,
    set_hidden, set_title, touch,
};
pub use kept::{KeptList, kept_lists};
pub(crate) use kept::{end_kept_list, keep_list};
pub use links::{
    Brief, Link, NewLink, attach, briefly, concerns_of, count_voices, detach, forget_voices, issue_of_concern,
    issues_of_concerns, links_of,
};
pub use list::{Line, LinePlace, Spot, count, list, places_of_lines, spots, works};
pub use near::{Neighbour, alike};
pub use placing::{IssueSpot, Placing, issues_to_place, place_issues};
pub use said::{Said, said, said_in};
pub use steps::{
    NewStep, Step, Waiting, add, approve, blank_notes, steps_of, template, waiting, waiting_step, with_notes,
};
pub use workload::{Held, OpenAt, OpenOf, held_by, open_by_level, open_in, open_of_each};
