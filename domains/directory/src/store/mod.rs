//! Every line of the slice's SQL.

mod organisations;
mod people;
mod posts;

pub use organisations::set_places;
pub use people::{
    After, CoverRow, Filter, PersonRow, RoleRow, State, all_people, all_roles, count, covers_of, people, people_called,
    person, person_with_address, roles_of,
};
pub use posts::{
    Interest, Post, Record, Training, add_interest, add_training, all_posts, attend, end_interest, hold_review,
    people_of_manager, put_post, record_of, roles_and_posts,
};
