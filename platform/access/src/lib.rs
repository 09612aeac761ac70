//! Who may do what, and who may see what: partnerships, organisations, people and their roles, sign-in, and the `Scope`
//! that every command is handed.

mod account;
mod address;
mod limiter;
mod password;
mod people;
mod recognise;
mod role;
mod scope;
mod site;
mod snapshot;
mod visibility;

pub use account::{
    LINK_LIVES, NewSession, SignInLink, Token, TokenLine, account, account_by_email, account_of_session, end_session,
    end_sessions_of, end_token, ensure_account, forget_ended, hats_of, link_account, link_address, make_link,
    make_session, make_token, secret_hash, set_password, tokens_of, use_link, wear,
};
pub use address::{Page, RESERVED, is_slug};
pub use limiter::Limiter;
pub use password::{PasswordError, check as check_password, hash as hash_password};
pub use people::{
    Holder, NewMembership, NewOrganisation, NewPartnership, NewPerson, add_membership, add_organisation, add_person,
    bump_epoch, create_partnership, has_administrator, person_with_email, put_setting,
};
pub use recognise::{
    Credential, Recognised, all_partnerships, any_partnership, hosts, partnership_with_slug, partnerships, recognise,
};
pub use role::{Right, Role, anyone_may, contributor_may, signed_in_may, table as rights_table};
pub use scope::{Done, Ground, Hat, Permit, Reach, Scope, Who};
pub use site::{Site, SiteSettings};
pub use snapshot::{LoadPart, Organisation, Part, Partnership, Snapshot};
pub use visibility::{
    CONCERN, ConcernRow, ISSUE, IssueRow, Sees, concern_rule, issue_rule, sees_concern, sees_issue, visible_concerns,
    visible_concerns_for, visible_issues, visible_issues_for,
};

/// This crate's tables.
pub const SLICE: db::Slice =
    db::Slice { name: "access", migrations: &[("0001-access", include_str!("../migrations/0001-access.sql"))] };

db::housekeeping_tables! { "session", "session_hat", "sign_in_link" }
db::partnership_free_tables! { "partnership", "account", "session", "sign_in_link" }
