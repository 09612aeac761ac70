//! The questions of each page, asked of what was typed.

use base::FieldErrors;
use voice::{Categories, Category, Contact, LONGEST_WORDS, SafeWay};
use web::{Ask, Typed, Words};

use super::Step;

/// Languages we can be asked to use, each by its own name.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("en", "English"),
    ("cy", "Cymraeg"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("fa", "فارسی"),
    ("gu", "ગુજરાતી"),
    ("ckb", "کوردی"),
    ("lt", "Lietuvių"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("so", "Soomaali"),
    ("uk", "Українська"),
    ("ur", "اردو"),
];

/// The language in which somebody tells us: that of the page, until they choose another to be answered in.
pub fn said_in(words: &Words) -> &'static str {
    LANGUAGES.iter().map(|(code, _)| *code).find(|code| *code == words.tag()).unwrap_or(LANGUAGES[0].0)
}

/// The most people a concern can be said to affect.
const MOST_PEOPLE: i64 = 1_000_000;

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct What<'a> {
    pub category: &'a Category,
    pub words: String,
}

impl<'a> What<'a> {
    pub fn read(typed: &Typed, words: &Words, categories: &'a Categories) -> Result<Self, FieldErrors> {
        let page = typed.only(&[Step::What.fields(), Step::Kind.fields()].concat());
        let mut ask = page.ask(words);
        let told = ask.text("words", LONGEST_WORDS, words.report_words_missing());
        let category = ask.text("category", 100, words.report_category_missing());
        let category = category.and_then(|code| categories.by_code(&code));
        if category.is_none() {
            ask.refuse("category", words.report_category_missing());
        }
        ask.answers(|| Some(Self { category: category?, words: told? }))
    }
}

/// How many people it affects, and how to reach whoever tells us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub people: Option<i64>,
    pub safe_way: SafeWay,
    pub contact: Option<Contact>,
    pub language: String,
}

impl Who {
    pub fn read(typed: &Typed, words: &Words) -> Result<Self, FieldErrors> {
        let page = typed.only(Step::Who.fields());
        let mut ask = page.ask(words);
        let people = ask.optional_number("people", 1..=MOST_PEOPLE);
        let safe_way = ask.one_of("contact", words.report_contact_missing());
        let name = ask.optional_text("name", 100);
        let contact = safe_way.and_then(|way| reached(&mut ask, words, way, name));
        let language = ask.optional_text("language", 20).unwrap_or_else(|| said_in(words).to_owned());
        if !LANGUAGES.iter().any(|(code, _)| *code == language) {
            ask.refuse("language", words.field_choice());
        }
        ask.answers(|| Some(Self { people, safe_way: safe_way?, contact, language }))
    }

    /// Where they are reached by the way that is safe.
    pub fn address(&self) -> &str {
        let contact = self.contact.as_ref();
        let field = contact.and_then(|contact| match self.safe_way {
            SafeWay::Email => contact.email.as_deref(),
            SafeWay::Phone => contact.phone.as_deref(),
            SafeWay::Letter => contact.address.as_deref(),
            SafeWay::Nothing => None,
        });
        field.unwrap_or_default()
    }
}

/// Only what belongs to the safe way is kept: a number that somebody typed and then thought better of is not.
fn reached(ask: &mut Ask<'_>, words: &Words, way: SafeWay, name: Option<String>) -> Option<Contact> {
    let mut contact = Contact { name, ..Contact::default() };
    match way {
        SafeWay::Email => contact.email = checked(ask, "email", 254, words.report_email_missing(), is_email),
        SafeWay::Phone => contact.phone = checked(ask, "phone", 40, words.report_phone_missing(), is_phone),
        SafeWay::Letter => contact.address = checked(ask, "address", 500, words.report_address_missing(), |_| true),
        SafeWay::Nothing => {}
    }
    (contact != Contact::default()).then_some(contact)
}

fn checked(ask: &mut Ask<'_>, field: &str, most: usize, missing: &str, fits: fn(&str) -> bool) -> Option<String> {
    let text = ask.text(field, most, missing)?;
    if fits(&text) {
        return Some(text);
    }
    ask.refuse(field, missing);
    None
}

/// Something before and after one `@`, a dot after it, no blanks: the rest is for the mail server to know.
fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    let [name, host] = parts[..] else { return false };
    let whole = !name.is_empty() && host.split('.').count() >= 2 && host.split('.').all(|part| !part.is_empty());
    whole && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "<>,;\"".contains(letter))
}

/// Seven digits or more, and what people put between them.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest = text.chars().filter(|letter| !letter.is_ascii_digit());
    (7..=16).contains(&digits) && rest.clone().all(|letter| " +()-./extEXT#".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn who(answers: &[(&str, &str)]) -> Result<Who, FieldErrors> {
        Who::read(&Typed::of(answers.iter().copied()), Words::english())
    }

    fn faults(answers: &[(&str, &str)]) -> String {
        who(answers).expect_err("something to mend").to_string()
    }

    #[test]
    fn only_the_safe_way_is_kept() {
        let all = [("email", "sam@example.org"), ("phone", "07700 900123"), ("address", "12 Example Street")];
        let told = |way| who(&[&[("contact", way), ("name", "Sam")], &all[..]].concat()).expect("fine");
        let by_phone = told("phone");
        assert_eq!((by_phone.address(), by_phone.safe_way), ("07700 900123", SafeWay::Phone));
        assert_eq!(by_phone.contact.and_then(|contact| contact.email), None);
        assert_eq!(told("email").address(), "sam@example.org");
        assert_eq!(told("letter").address(), "12 Example Street");
        let nothing = told("none");
        assert_eq!(nothing.address(), "");
        assert_eq!(nothing.contact.and_then(|contact| contact.name).as_deref(), Some("Sam"));
        assert_eq!(who(&[("contact", "none")]).expect("fine").contact, None);
    }

    #[test]
    fn what_cannot_reach_anybody_is_asked_again() {
        assert_eq!(faults(&[]), "contact");
        assert_eq!(faults(&[("contact", "pigeon")]), "contact");
        assert_eq!(faults(&[("contact", "letter")]), "address");
        assert_eq!(faults(&[("contact", "none"), ("language", "xx")]), "language");
        assert_eq!(faults(&[("contact", "none"), ("people", "many")]), "people");
        for email in ["sam", "sam@", "@example.org", "sam@example", "sam @example.org", "a@b@c.org", "sam@example..org"]
        {
            assert_eq!(faults(&[("contact", "email"), ("email", email)]), "email", "{email}");
        }
        for phone in ["", "12", "ring me on 07700 900123 after six", "0123456789012345678"] {
            assert_eq!(faults(&[("contact", "phone"), ("phone", phone)]), "phone", "{phone}");
        }
        for phone in ["07700 900123", "+44 (0)7700 900-123", "01632 960001 ext 12"] {
            assert!(who(&[("contact", "phone"), ("phone", phone)]).is_ok(), "{phone}");
        }
    }

    #[test]
    fn what_is_spoilt_on_another_page_is_asked_about_there() {
        let typed = Typed::read(b"words=bad%FF&category=litter&contact=none").expect("few fields");
        assert!(Who::read(&typed, Words::english()).is_ok());
        let categories = Categories::default();
        let what = What::read(&typed, Words::english(), &categories);
        assert_eq!(what.expect_err("spoilt, and no such category").to_string(), "words, category");
    }

    proptest! {
        #[test]
        fn anything_typed_is_answered_without_a_panic(way in "(email|phone|letter|none|.{0,4})", text in ".{0,60}") {
            let _ = who(&[("contact", &way), ("email", &text), ("phone", &text), ("address", &text), ("people", &text)]);
        }
    }
}
