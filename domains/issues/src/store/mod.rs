//! Every line of this slice's SQL.

mod desk;
mod issue;
mod links;
mod list;
mod near;
mod said;
mod steps;

pub use desk::{Desk, desk};
pub use issue::{Issue, IssuePlace, by_id, by_reference, insert, of_concern, places_of, save, set_title, touch};
pub use links::{
    Brief, Link, NewLink, attach, briefly, concerns_of, count_voices, detach, issue_of_concern, issues_of_concerns,
    links_of,
};
pub use list::{After, Filter, Flag, Line, Shown, Sort, Spot, count, list, places_of_lines, spots};
pub use near::{Neighbour, alike};
pub use said::{Said, said, said_in};
pub use steps::{NewStep, Step, Waiting, add, approve, steps_of, template, waiting, waiting_step};
