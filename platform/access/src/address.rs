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
    /// Bodies: who meets and decides.
    Bodies,
    /// The same as a file: `csv`, `json`.
    BodiesAs(&'a str),
    /// Who sits in bodies, as a file.
    BodyMembers,
    /// One body, by its code.
    Body(&'a str),
    /// A body to be established.
    NewBody,
    /// A step of work on a body: `change`, `seat`, `initiative`, `end`.
    BodyAct(&'a str, &'a str),
    /// A step of work on what belongs to a body: the end of one of its `seats`, a change of one of its `initiatives`.
    BodyPart(&'a str, &'a str, Id),
    /// Who coordinates beside whom, and what worked.
    Coordinators,
    /// The same as a file: `csv`, `json`.
    CoordinatorsAs(&'a str),
    /// A note of what worked, to be taken back.
    TakeBack(Id),
    /// Partners' own boundaries against ours.
    PartnerLines,
    /// One partner's set of divisions, by its code.
    PartnerLinesOf(&'a str),
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
    /// The list of concerns as a file: `csv`, `json`.
    ConcernsAs(&'a str),
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
    /// The present filters of the list of issues, to be kept under a name.
    KeptLists,
    /// The end of one such list.
    KeptListEnd(Id),
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
    /// Who works here: organisations by kind and place, who to contact.
    Directory,
    /// The list of organisations as a file: `csv`, `json`.
    OrganisationsAs(&'a str),
    /// How much there is to do, area by area and person by person.
    Workload,
    /// The same as a file: `csv`, `json`.
    WorkloadAs(&'a str),
    /// Who serves each area, and how that changed.
    Deployment,
    /// The same as a file: `csv`, `json`.
    DeploymentAs(&'a str),
    /// One organisation, by its code.
    Organisation(&'a str),
    /// An organisation to be added, for administrators.
    NewOrganisation,
    /// A step of work on an organisation: `change`, `end`.
    OrganisationAct(&'a str, &'a str),
    /// People and their roles, for administrators.
    People,
    /// People and their roles as a file: `csv`, `json`.
    PeopleAs(&'a str),
    /// A file of people or organisations to put in.
    PeopleUpload,
    /// A file that was put in, until it is taken in.
    PeopleUploaded(Id),
    /// Somebody to be invited.
    Invite,
    /// One person, with all roles past and present.
    Person(Id),
    /// A step of work on a person: `change`, `role`, `leave`.
    PersonAct(Id, &'a str),
    /// A step of work on one of a person's roles: `change`, `cover`, `post`.
    RoleAct(Id, Id, &'a str),
    /// What waits for the person signed in.
    MyWork,
    /// Asking for something public to be taken down, by its reference.
    TakeDown(&'a Reference),
    /// Information governance: its first page (no name), or one of its lists (`take-downs`, `audit`).
    Information(&'a str),
    /// One record of such a list.
    InformationRecord(&'a str, &'a Reference),
    /// What programs can do: the reference page of the API.
    Api,
    /// Sign in.
    SignIn,
    /// The page a sign-in link opens.
    SignInLink(&'a str),
    /// The person's hats, sign-out.
    Account,
    /// The partnership's administration: what is set up and what is not.
    Admin,
    /// A part of it that settles something: `name`, `clocks`, `terms/theme`.
    Settings(&'a str),
    /// Long work that was begun: imports, redraws, exports.
    Operations,
    /// One of them, with how far it came.
    Operation(Id),
    /// Every place of any day, for whoever sets them up.
    AdminPlaces,
    /// One of them by its code, or `new` for one that is to be declared.
    AdminPlace(&'a str),
    /// A partner's lines to be put in.
    AdminPartnerLines,
    /// The end of a place, with what stands open there.
    EndPlace(&'a str),
    /// Where an area departs from whole wards.
    PlaceExceptions(&'a str),
    /// The end of one of them.
    EndException(&'a str, Id),
    /// A partner's lines or a cartogram that waits to be taken in.
    PlacesUpload(Id),
    /// Lines drawn anew from a day on.
    Redraws,
    /// Areas composed anew of their wards, from a day on.
    RecomposeAreas,
    /// One proposal of new lines.
    Redraw(Id),
    /// Concerns taken in from files, and a file to put in.
    Imports,
    /// A file that was put in, until it is taken in.
    Import(Id),
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
            Self::Bodies => "/bodies".into(),
            Self::BodiesAs(format) => format!("/bodies.{format}"),
            Self::BodyMembers => "/bodies/members.csv".into(),
            Self::Body(code) => format!("/bodies/{code}"),
            Self::NewBody => "/admin/bodies/new".into(),
            Self::BodyAct(code, act) => format!("/admin/bodies/{code}/{act}"),
            Self::BodyPart(code, "seats", seat) => format!("/admin/bodies/{code}/seats/{seat}/end"),
            Self::BodyPart(code, part, id) => format!("/admin/bodies/{code}/{part}/{id}/change"),
            Self::Coordinators => "/directory/coordinators".into(),
            Self::CoordinatorsAs(format) => format!("/directory/coordinators.{format}"),
            Self::TakeBack(id) => format!("/directory/coordinators/{id}/take-back"),
            Self::PartnerLines => "/places/partners".into(),
            Self::PartnerLinesOf(code) => format!("/places/partners/{code}"),
            Self::Report => "/concerns/new".into(),
            Self::Concern(reference) => format!("/concerns/{reference}"),
            Self::Secret(secret) => format!("/c/{secret}"),
            Self::ConcernAct(reference, act) => format!("/concerns/{reference}/{act}"),
            Self::Concerns => "/concerns".into(),
            Self::ConcernsAs(format) => format!("/concerns.{format}"),
            Self::HeldConcerns => "/concerns?held=true".into(),
            Self::Api => "/api".into(),
            Self::Issues => "/issues".into(),
            Self::IssuesAs(format) => format!("/issues.{format}"),
            Self::NewIssue => "/issues/new".into(),
            Self::Issue(reference) => format!("/issues/{reference}"),
            Self::IssueAct(reference, act) => format!("/issues/{reference}/{act}"),
            Self::KeptLists => "/issues/kept".into(),
            Self::KeptListEnd(id) => format!("/issues/kept/{id}/end"),
            Self::Tellings => "/tellings".into(),
            Self::Telling(id) => format!("/tellings/{id}"),
            Self::Letter(id) => format!("/tellings/{id}/letter"),
            Self::Approvals => "/approvals".into(),
            Self::Approval(id) => format!("/approvals/{id}"),
            Self::Directory => "/directory".into(),
            Self::OrganisationsAs(format) => format!("/directory/organisations.{format}"),
            Self::Workload => "/directory/workload".into(),
            Self::WorkloadAs(format) => format!("/directory/workload.{format}"),
            Self::Deployment => "/directory/deployment".into(),
            Self::DeploymentAs(format) => format!("/directory/deployment.{format}"),
            Self::Organisation(code) => format!("/directory/organisations/{code}"),
            Self::NewOrganisation => "/admin/organisations/new".into(),
            Self::OrganisationAct(code, act) => format!("/admin/organisations/{code}/{act}"),
            Self::People => "/admin/people".into(),
            Self::PeopleAs(format) => format!("/admin/people.{format}"),
            Self::PeopleUpload => "/admin/people/import".into(),
            Self::PeopleUploaded(id) => format!("/admin/people/import/{id}"),
            Self::Invite => "/admin/people/invite".into(),
            Self::Person(id) => format!("/admin/people/{id}"),
            Self::PersonAct(id, act) => format!("/admin/people/{id}/{act}"),
            Self::RoleAct(id, membership, act) => format!("/admin/people/{id}/roles/{membership}/{act}"),
            Self::MyWork => "/my-work".into(),
            Self::TakeDown(reference) => format!("/take-down?about={reference}"),
            Self::Information("") => "/admin/information".into(),
            Self::Information(list) => format!("/admin/information/{list}"),
            Self::InformationRecord(list, reference) => format!("/admin/information/{list}/{reference}"),
            Self::SignIn => "/account/sign-in".into(),
            Self::SignInLink(secret) => format!("/account/sign-in/{secret}"),
            Self::Account => "/account".into(),
            Self::Admin => "/admin".into(),
            Self::Settings(part) => format!("/admin/settings/{part}"),
            Self::Operations => "/admin/operations".into(),
            Self::Operation(id) => format!("/admin/operations/{id}"),
            Self::AdminPlaces => "/admin/places".into(),
            Self::AdminPlace(code) => format!("/admin/places/{code}"),
            Self::AdminPartnerLines => "/admin/places/partners".into(),
            Self::EndPlace(code) => format!("/admin/places/{code}/end"),
            Self::PlaceExceptions(code) => format!("/admin/places/{code}/exceptions"),
            Self::EndException(code, id) => format!("/admin/places/{code}/exceptions/{id}/end"),
            Self::PlacesUpload(id) => format!("/admin/places/uploads/{id}"),
            Self::Redraws => "/admin/redraws".into(),
            Self::RecomposeAreas => "/admin/redraws/areas".into(),
            Self::Redraw(id) => format!("/admin/redraws/{id}"),
            Self::Imports => "/admin/imports".into(),
            Self::Import(id) => format!("/admin/imports/{id}"),
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
