use base::{Id, Reference};

/// Every page there is, so that an address is written in one place only. [`crate::Scope::url`] makes the address.
#[derive(Debug, Clone, Copy)]
pub enum Page<'a> {
    /// The partnership's home.
    Home,
    /// All places.
    Places,
    /// One place, by its code.
    Place(&'a str),
    /// The first page of telling us something.
    Report,
    /// A concern's public page.
    Concern(&'a Reference),
    /// A contributor's own page.
    Secret(&'a str),
    /// A step of work on a concern: `raise`, `lower`, `release`, `keep`.
    ConcernAct(&'a Reference, &'a str),
    /// Concerns, for staff.
    Concerns,
    /// Concerns held for the safeguarding lead.
    HeldConcerns,
    /// The list of issues.
    Issues,
    /// The list of issues as a file: `csv`, `json`, `geojson`, `atom`.
    IssuesAs(&'a str),
    /// What should become of some concerns: a new issue, or part of one.
    NewIssue,
    /// One issue.
    Issue(&'a Reference),
    /// A step of work on an issue: `assess`, `decide`.
    IssueAct(&'a Reference, &'a str),
    /// Calls and letters to make.
    Tellings,
    /// One of them.
    Telling(Id),
    /// The letter for one of them, to be printed.
    Letter(Id),
    /// Words waiting for a second person.
    Approvals,
    /// One of them.
    Approval(Id),
    /// What waits for the person signed in.
    MyWork,
    /// Sign in.
    SignIn,
    /// The page a sign-in link opens.
    SignInLink(&'a str),
    /// The person's hats, sign-out.
    Account,
    /// What a partnership asks for: privacy, accessibility, cookies, how we decide.
    Statutory(&'a str),
    /// The partnership's colours.
    Brand,
}

impl Page<'_> {
    /// The address below the partnership's own.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Home => String::new(),
            Self::Places => "/places".into(),
            Self::Place(code) => format!("/places/{code}"),
            Self::Report => "/concerns/new".into(),
            Self::Concern(reference) => format!("/concerns/{reference}"),
            Self::Secret(secret) => format!("/c/{secret}"),
            Self::ConcernAct(reference, act) => format!("/concerns/{reference}/{act}"),
            Self::Concerns => "/concerns".into(),
            Self::HeldConcerns => "/concerns?held=true".into(),
            Self::Issues => "/issues".into(),
            Self::IssuesAs(format) => format!("/issues.{format}"),
            Self::NewIssue => "/issues/new".into(),
            Self::Issue(reference) => format!("/issues/{reference}"),
            Self::IssueAct(reference, act) => format!("/issues/{reference}/{act}"),
            Self::Tellings => "/tellings".into(),
            Self::Telling(id) => format!("/tellings/{id}"),
            Self::Letter(id) => format!("/tellings/{id}/letter"),
            Self::Approvals => "/approvals".into(),
            Self::Approval(id) => format!("/approvals/{id}"),
            Self::MyWork => "/my-work".into(),
            Self::SignIn => "/account/sign-in".into(),
            Self::SignInLink(secret) => format!("/account/sign-in/{secret}"),
            Self::Account => "/account".into(),
            Self::Statutory(name) => format!("/about/{name}"),
            Self::Brand => "/brand.css".into(),
        }
    }
}

/// Words that no partnership may have for its slug, because the installation's own addresses begin with them.
pub const RESERVED: &[&str] =
    &["assets", "healthz", "readyz", "demo", "metrics", "api", "set-up", "favicon.ico", "robots.txt"];

/// Whether `slug` can name a partnership: 2 to 40 lower-case letters, digits and hyphens, none of ours.
#[must_use]
pub fn is_slug(slug: &str) -> bool {
    (2..=40).contains(&slug.len())
        && slug.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !slug.starts_with('-')
        && !slug.ends_with('-')
        && !RESERVED.contains(&slug)
}
