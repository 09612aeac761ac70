//! Who may do what, as one table that an officer can read (the golden file `rights.txt` prints it).

db::words! {
    /// What somebody is in a partnership (domain.md, "Partners"). A partnership may call it something else; the key stays.
    pub enum Role {
        /// Configures; reads no case.
        Administrator = "administrator",
        /// Answers for the whole partnership; sees all areas, configures nothing.
        Director = "director",
        /// Answers for an area (ward or neighbourhood coordinator elsewhere).
        AreaManager = "area_manager",
        /// Helps area managers; may serve several areas; approves nothing.
        SupportOfficer = "support_officer",
        /// Elected for a ward, for a term.
        Councillor = "councillor",
        /// The senior officer who answers for an agency.
        PartnerLead = "partner_lead",
        /// Accepts or declines work for an agency in a place.
        TaskingContact = "tasking_contact",
        /// Works at the front line; records what is heard, suggests seriousness.
        Practitioner = "practitioner",
        /// Sends and answers an agency's referrals.
        ReferralHandler = "referral_handler",
        /// Looks after protected matters for an agency.
        SafeguardingLead = "safeguarding_lead",
        /// Leads a task group.
        TaskLead = "task_lead",
        /// Counts and compares; sees no names.
        Analyst = "analyst",
        /// Keeps the money.
        FinanceOfficer = "finance_officer",
        /// Democratic services.
        Clerk = "clerk",
        /// Writes for the public.
        Editor = "editor",
        /// Speaks for residents in a body.
        CommunityRep = "community_rep",
        /// Audit, retention, subject access.
        InformationGovernance = "information_governance",
    }
}

db::words! {
    /// One thing that can be done.
    pub enum Right {
        /// Tell the partnership something.
        ReportConcern = "report a concern",
        /// Act on one's own concern through its secret link.
        AnswerOwnConcern = "answer about one's own concern",
        /// Record for somebody else what was heard at a door, a stall or a meeting.
        RecordConcern = "record a concern for somebody",
        /// Read what residents said, in their words.
        ReadConcern = "read concerns",
        /// Read who said it and how to reach them.
        ReadContact = "read contact details",
        /// Take in concerns from a file, and undo it.
        ImportConcerns = "take in concerns from a file",
        /// Note a call, visit or letter; do the calls and letters that are to be made.
        KeepContactLog = "keep the contact log",
        /// Make an issue of concerns, add concerns to it.
        GroupConcerns = "group concerns into issues",
        /// Say how serious an issue is and whom it affects.
        AssessIssue = "assess an issue",
        /// Decide what is taken forward at neighbourhood and area level.
        DecideIssue = "decide an issue",
        /// Decide what has been taken up to the borough.
        DecideBoroughIssue = "decide a borough issue",
        /// Send an issue up or down a level.
        MoveIssue = "move an issue between levels",
        /// Say which agency and person holds an issue.
        AssignIssue = "assign an issue",
        /// Say how an issue ended and what was done.
        ResolveIssue = "resolve an issue",
        /// Approve words before the public reads them, as the second person.
        ApproveWords = "approve words for the public",
        /// Ask for something public to be taken down.
        AskTakeDown = "ask for something to be taken down",
        /// Decide what becomes of a request to take something down.
        TakeDown = "hide from the public",
        /// Raise the protection of a concern.
        RaiseProtection = "raise protection",
        /// Lower it from level 3 or above; two people.
        LowerProtection = "lower protection",
        /// Read concerns that are held or protected.
        ReadHeld = "read held concerns",
        /// Release a held concern.
        ReleaseHeld = "release held concerns",
        /// See every area's work side by side.
        SeeAllAreas = "see all areas",
        /// See how much there is to do and who serves where, area by area and person by person.
        SeeWorkload = "see who has how much to do",
        /// Change places, terms, settings.
        Configure = "configure the partnership",
        /// Invite people and give roles.
        ManagePeople = "manage people",
        /// Find, give and erase what is held about somebody who asks; set legal holds; see to retention.
        AnswerSubjects = "answer requests about somebody's own data",
        /// Set, look at again and end markers that warn whoever visits an address; answer appeals against them.
        KeepMarkers = "keep staff-safety markers",
        /// Be shown the markers on an address before a visit there.
        SeeMarkers = "see staff-safety markers before a visit",
        /// Read the audit.
        ReadAudit = "read the audit",
        /// Declare one's interests, note training and review dates: one's own, and those of the people one manages.
        KeepPost = "keep the record of one's own post",
        /// Establish, change and end bodies, give and end seats in them.
        KeepBodies = "keep bodies and who sits in them",
        /// Put a new initiative into the hands of a body that is there.
        AttachInitiative = "attach an initiative to a body",
        /// Tell colleagues what worked, and where.
        SharePractice = "tell colleagues what worked",
        /// Keep the filters of a list under a name of one's own.
        KeepOwnLists = "keep lists of one's own",
        /// Set one's own password, make and end keys for programs that act as oneself.
        KeepOwnAccount = "keep one's own account",
    }
}

use Right as R;

/// What anybody may do, signed in or not.
const ANYONE: &[Right] = &[R::ReportConcern, R::AskTakeDown];
/// What the holder of a concern's secret link may do with that concern.
const CONTRIBUTOR: &[Right] = &[R::AnswerOwnConcern];
/// What everybody may do who is signed in, whatever their role and its scope.
const SIGNED_IN: &[Right] = &[R::KeepPost, R::KeepOwnLists, R::KeepOwnAccount];

impl Role {
    /// The rights this role gives within its scope.
    #[must_use]
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Self::Administrator => &[R::Configure, R::ManagePeople, R::KeepBodies],
            Self::Director => &[
                R::RecordConcern,
                R::ReadConcern,
                R::ReadContact,
                R::ImportConcerns,
                R::KeepContactLog,
                R::GroupConcerns,
                R::AssessIssue,
                R::DecideIssue,
                R::DecideBoroughIssue,
                R::MoveIssue,
                R::AssignIssue,
                R::ResolveIssue,
                R::ApproveWords,
                R::TakeDown,
                R::RaiseProtection,
                R::SeeAllAreas,
                R::SeeWorkload,
                R::KeepMarkers,
                R::SeeMarkers,
                R::SeeWorkload,
                R::AttachInitiative,
                R::SharePractice,
            ],
            Self::AreaManager => &[
                R::RecordConcern,
                R::ReadConcern,
                R::ReadContact,
                R::ImportConcerns,
                R::KeepContactLog,
                R::GroupConcerns,
                R::AssessIssue,
                R::DecideIssue,
                R::MoveIssue,
                R::AssignIssue,
                R::ResolveIssue,
                R::ApproveWords,
                R::TakeDown,
                R::RaiseProtection,
                R::SeeWorkload,
                R::SeeMarkers,
                R::SeeWorkload,
                R::AttachInitiative,
                R::SharePractice,
            ],
            Self::SupportOfficer => &[
                R::RecordConcern,
                R::ReadConcern,
                R::ReadContact,
                R::ImportConcerns,
                R::KeepContactLog,
                R::GroupConcerns,
                R::AssignIssue,
                R::RaiseProtection,
                R::SeeMarkers,
                R::SharePractice,
            ],
            Self::Practitioner | Self::TaskingContact => &[R::RecordConcern, R::RaiseProtection, R::SeeMarkers],
            Self::PartnerLead | Self::ReferralHandler => &[R::RecordConcern, R::RaiseProtection],
            Self::SafeguardingLead => {
                &[R::RecordConcern, R::ReadHeld, R::ReleaseHeld, R::RaiseProtection, R::LowerProtection, R::SeeMarkers]
            }
            Self::Councillor | Self::CommunityRep => &[R::RecordConcern, R::RaiseProtection],
            Self::Clerk => &[R::RecordConcern, R::RaiseProtection, R::KeepBodies, R::AttachInitiative],
            Self::Editor => &[R::ApproveWords],
            Self::InformationGovernance => &[R::ReadAudit, R::TakeDown, R::AnswerSubjects, R::KeepMarkers],
            Self::TaskLead | Self::Analyst | Self::FinanceOfficer => &[],
        }
    }

    /// The role in words, for a page.
    #[must_use]
    pub fn words(self) -> String {
        let mut words = self.as_str().replace('_', " ");
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        words
    }
}

/// Whether anybody at all has `right`.
#[must_use]
pub fn anyone_may(right: Right) -> bool {
    ANYONE.contains(&right)
}

/// Whether the holder of a secret link has `right` over that concern.
#[must_use]
pub fn contributor_may(right: Right) -> bool {
    CONTRIBUTOR.contains(&right) || anyone_may(right)
}

/// Whether everybody who is signed in has `right`.
#[must_use]
pub fn signed_in_may(right: Right) -> bool {
    SIGNED_IN.contains(&right) || anyone_may(right)
}

/// The whole table as text: a line a right, a column a role.
#[must_use]
pub fn table() -> String {
    let mut text = String::from("Who may do what. A role gives its rights only within its scope.\n\n");
    for right in Right::ALL {
        let mut holders: Vec<String> = Role::ALL
            .iter()
            .filter(|role| role.rights().contains(right))
            .map(|role| role.words().to_lowercase())
            .collect();
        if anyone_may(*right) {
            holders.insert(0, "anyone".into());
        }
        if SIGNED_IN.contains(right) {
            holders.insert(0, "everybody who is signed in".into());
        }
        if CONTRIBUTOR.contains(right) {
            holders.insert(0, "the holder of the concern's secret link".into());
        }
        text.push_str(&format!("{}: {}\n", right.as_str(), holders.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_one_that_was_agreed() {
        let agreed = include_str!("../rights.txt");
        assert_eq!(
            table(),
            agreed,
            "the rights changed: read the new table, then write it to platform/access/rights.txt"
        );
    }

    #[test]
    fn who_configures_reads_no_case_and_who_reads_cases_configures_nothing() {
        for role in Role::ALL {
            let rights = role.rights();
            assert!(!(rights.contains(&R::Configure) && rights.contains(&R::ReadConcern)), "{role}");
        }
    }

    #[test]
    fn every_right_is_somebodys() {
        for right in Right::ALL {
            assert!(
                signed_in_may(*right)
                    || contributor_may(*right)
                    || Role::ALL.iter().any(|r| r.rights().contains(right)),
                "nobody may {right}"
            );
        }
    }
}
