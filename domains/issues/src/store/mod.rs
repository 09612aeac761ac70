//! Every line of this slice's SQL.

mod issue;
mod links;
mod list;
mod near;
mod steps;

pub use issue::{Issue, IssuePlace, by_id, by_reference, insert, places_of, save, set_title};
pub use links::{attach, concerns_of, contributors, count_voices, issue_of_concern, issues_of_concerns};
pub use list::{Counts, Filter, Flag, Line, Sort, counts, list, marks};
pub use near::{in_box, near, same_place};
pub use steps::{NewStep, Step, Waiting, add, approve, steps_of, template, waiting, waiting_step};
