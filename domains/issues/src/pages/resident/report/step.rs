/// The pages of a report, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What is wrong.
    What,
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
    pub const ASKING: [Self; 4] = [Self::What, Self::Where, Self::Who, Self::Alike];

    /// As a form names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::What => "what",
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
            Self::What => &["words", "category"],
            Self::Where => &["place", "choice", "choice_for", "lat", "lon", "view", "whereabouts"],
            Self::Who => &["people", "contact", "name", "email", "phone", "address", "language"],
            Self::Alike => &["joins", "offered"],
            Self::Check => &[],
        }
    }

    /// The page before, if there is one.
    pub fn before(self) -> Option<Self> {
        Self::ASKING.into_iter().rev().find(|step| *step < self)
    }

    /// Its number, for "Question 2 of 4".
    pub fn number(self) -> usize {
        Self::ASKING.iter().position(|step| *step == self).map_or(Self::ASKING.len(), |at| at + 1)
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
        assert_eq!(Step::Alike.before(), Some(Step::Who));
        assert_eq!(Step::What.before(), None);
    }
}
