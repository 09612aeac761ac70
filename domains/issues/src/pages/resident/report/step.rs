/// The pages of a report, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What is wrong, and the group of categories it belongs to.
    What,
    /// Which category of that group it is most like; passed over when the group has only one.
    Kind,
    /// Where it is.
    Where,
    /// How many people, and how to reach whoever tells us.
    Who,
    /// Whether it is one of the issues near there; passed over when there are none.
    Alike,
    /// Everything once more, and what will be public.
    Check,
}

impl Step {
    /// The pages that ask something.
    pub const ASKING: [Self; 5] = [Self::What, Self::Kind, Self::Where, Self::Who, Self::Alike];

    /// As a form names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Kind => "kind",
            Self::Where => "where",
            Self::Who => "who",
            Self::Alike => "alike",
            Self::Check => "check",
        }
    }

    /// The page a form names.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ASKING.into_iter().chain([Self::Check]).find(|step| step.key() == key)
    }

    /// The fields that stand on the page itself; all others travel hidden.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::What => &["words", "group"],
            Self::Kind => &["category"],
            Self::Where => &["place", "choice", "choice_for", "lat", "lon", "view", "whereabouts"],
            Self::Who => &["people", "contact", "name", "email", "phone", "address", "language"],
            Self::Alike => &["joins", "offered"],
            Self::Check => &[],
        }
    }

    /// "Question 2 of 3": which category it is belongs to the first question, and not everybody is asked whether theirs
    /// is one of the issues near there.
    pub const fn number(self) -> Option<(usize, usize)> {
        match self {
            Self::What | Self::Kind => Some((1, 3)),
            Self::Where => Some((2, 3)),
            Self::Who => Some((3, 3)),
            Self::Alike | Self::Check => None,
        }
    }

    /// The names of all fields that travel with this page.
    pub fn carried(self) -> impl Iterator<Item = &'static str> {
        let others = Self::ASKING.into_iter().filter(move |step| *step != self);
        std::iter::once("once").chain(others.flat_map(|step| step.fields().iter().copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_travels_or_stands_on_the_page_and_never_both() {
        for page in Step::ASKING.into_iter().chain([Step::Check]) {
            let carried: Vec<&str> = page.carried().collect();
            assert_eq!(Step::from_key(page.key()), Some(page));
            for field in Step::ASKING.iter().flat_map(|step| step.fields()) {
                assert!(carried.contains(field) != page.fields().contains(field), "{field} on {}", page.key());
            }
        }
    }
}
