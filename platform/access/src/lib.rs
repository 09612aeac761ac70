//! Who may do what, and who may see what: partnerships, organisations, people and their roles, sign-in, and the `Scope`
//! that every command is handed.

mod account;
mod address;
mod figure;
mod limiter;
mod password;
mod people;
mod recognise;
mod role;
mod scope;
mod setting;
mod site;
mod snapshot;
mod staff;
mod term;
mod visibility;

pub use account::{
    NewSession, SignInLink, Token, TokenLine, account, account_by_email, account_of_session, end_session,
    end_sessions_of, end_token, ensure_account, forget_ended, hats_of, link_account, link_address, make_link,
    make_session, make_token, secret_hash, set_password, tokens_of, use_link, wear,
};
pub use address::{Page, RESERVED, is_slug};
pub use figure::Figure;
pub use limiter::Limiter;
pub use password::{PasswordError, check as check_password, hash as hash_password};
pub use people::{
    Holder, NewMembership, NewOrganisation, NewPartnership, NewPerson, add_membership, add_organisation, add_person,
    bump_epoch, create_partnership, has_administrator, person_with_email, put_setting, set_front_door,
};
pub use recognise::{
    Credential, Recognised, all_partnerships, any_partnership, hosts, partnership_with_slug, partnerships, recognise,
};
pub use role::{Right, Role, anyone_may, contributor_may, signed_in_may, table as rights_table};
pub use scope::{Covered, Done, Ground, Hat, Permit, Reach, Scope, Who};
pub use setting::{Setting, Statutory, name_partnership, open_partnership, setting_history};
pub use site::{Site, SiteSettings};
pub use snapshot::{Cover, LoadPart, Organisation, Part, Partnership, Snapshot};
pub use staff::{
    OrganisationFields, PersonFields, add_cover, change_membership, change_organisation, change_person, claim_person,
    end_cover, end_cover_with, end_keys_of, end_roles_of, invited, lasting_administrators, set_left,
};
pub use term::{Term, TermList, add_term, change_term, in_sentence};
pub use visibility::{
    CONCERN, ConcernRow, ISSUE, IssueRow, Sees, concern_rule, issue_rule, sees_concern, sees_issue, visible_concerns,
    visible_concerns_for, visible_issues, visible_issues_for,
};

/// This crate's tables.
pub const SLICE: db::Slice = db::slice!("access": "0001-access", "0002-people", "0003-term", "0004-first-sign-in");

db::housekeeping_tables! { "session", "session_hat", "sign_in", "sign_in_link" }
db::partnership_free_tables! { "partnership", "account", "session", "sign_in", "sign_in_link" }
