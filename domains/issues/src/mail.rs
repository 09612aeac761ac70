//! The mails that tell contributors what became of their concern: written from the record at the moment they are sent,
//! plain text, one subject, one thing to do.

use access::{Ground, Page, Right, Scope};
use base::{Id, Problem};
use db::Tx;
use jobs::{Desk, Job};
use notify::Mail;
use voice::{ConcernStatus, News, SafeWay, Telling, Whereabouts};
use web::{Words, language};

use crate::reader::{Reader, reader_of};
use crate::saying;
use crate::store::Step;
use crate::story::Story;

/// Everything a mail says.
#[derive(Debug, Clone)]
struct Letter {
    partnership: String,
    reference: String,
    /// What to call them.
    name: Option<String>,
    told_on: String,
    news: News,
    reader: Option<Reader>,
    /// By when it is decided, while it is not.
    answer_by: Option<String>,
    /// What was decided and why, whom it waits for, and who decided.
    decided: Vec<String>,
    /// The contributor's own page.
    link: String,
}

/// Mails one piece of news to one contributor; the telling is told in the transaction that catches the mail. Whoever
/// stopped messages, whose concern was held meanwhile, or who was told already, is sent nothing.
///
/// # Errors
/// [`Problem::Unavailable`] when the mail server does not take it; whatever the store answers.
pub async fn tell(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let (reading, about) = (scope.clone(), job.about);
    let db = &desk.site.db;
    let Some((telling, mail)) = db.read(move |tx| compose(tx, &reading, about)).await? else {
        return db.housekeep("nobody to tell", move |tx| Ok(jobs::done(tx, &job)?)).await;
    };
    let (partnership, now) = (scope.partnership(), scope.now);
    let sent = move |tx: &mut Tx<'_>| {
        let permit = scope.may(Right::KeepContactLog, &Ground::default())?;
        voice::told(tx, &scope, &permit, &telling)?;
        Ok(jobs::done(tx, &job)?)
    };
    desk.post.send(db, partnership, mail, now, sent).await
}

/// The mail, if there is still somebody to tell.
fn compose(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<Option<(Telling, Mail)>, Problem> {
    let Some(telling) = voice::telling(tx, scope.partnership(), id)?.filter(|telling| telling.told_at.is_none()) else {
        return Ok(None);
    };
    let concern = voice::concerns_by_id(tx, scope, &[telling.concern])?.pop();
    let Some(concern) = concern.filter(|concern| !concern.is_protected()) else { return Ok(None) };
    let reached = voice::contacts(tx, scope, &[concern.id])?.pop();
    let Some((_, contact, SafeWay::Email, true)) = reached else { return Ok(None) };
    let Some(to) = contact.email else { return Ok(None) };

    let words = Words::for_language(&concern.language);
    let scope = &language::speaking(scope, words);
    let then = voice::places_of(tx, scope.partnership(), concern.id)?;
    let lies = Whereabouts { all: then.clone(), then };
    let story = Story::read(tx, scope, concern, lies)?;
    let by = story.answer_by(scope, words)?;
    let letter = Letter {
        partnership: scope.snapshot.partnership.name.clone(),
        reference: story.concern.reference.clone(),
        name: contact.name,
        told_on: words.day_of(story.concern.heard_at),
        news: telling.news,
        reader: reader_of(scope, words, &story.lies.then)?,
        answer_by: by.filter(|(by, _)| *by > scope.now).map(|(by, _)| words.day_of(by)),
        decided: decided(scope, words, &story, &telling),
        link: scope.full_url(Page::Secret(&voice::secret_of(scope, story.concern.id))),
    };
    let (subject, body) = letter.write(words);
    let key = telling.id;
    Ok(Some((telling, Mail { key, to, subject, body })))
}

/// What the step was that the news is about, and who took it.
fn decided(scope: &Scope, words: &Words, story: &Story, telling: &Telling) -> Vec<String> {
    let status = match telling.news {
        News::TakingForward => ConcernStatus::TakingForward,
        News::NotTakingForward => ConcernStatus::NotTakingForward,
        News::Resolved => ConcernStatus::Resolved,
        News::Heard | News::CameBack => return Vec::new(),
    };
    let Some(step) = story.steps.iter().find(|step| step.id == telling.about) else {
        return vec![saying::standing(words, status, None, None)];
    };
    let Step { outcome, said, .. } = step;
    let mut sentences = vec![saying::standing(words, status, *outcome, said.as_deref())];
    if status == ConcernStatus::TakingForward && story.concern.status == status {
        sentences.extend(story.issue.iter().flat_map(|issue| saying::waiting(words, issue)));
    }
    sentences.extend(saying::decider(scope, words, step));
    sentences
}

impl Letter {
    /// Subject and text.
    fn write(&self, words: &Words) -> (String, String) {
        let reference = &self.reference;
        let subject = match self.news {
            News::Heard => words.mail_heard_subject(reference),
            News::CameBack => words.mail_looking_subject(reference),
            News::TakingForward | News::NotTakingForward => words.mail_decided_subject(reference),
            News::Resolved => words.mail_ended_subject(reference),
        };
        let mut paragraphs = vec![
            self.name.as_ref().map_or_else(|| words.mail_hello().to_owned(), |name| words.mail_hello_name(name)),
            words.mail_told_us(&self.told_on, &self.partnership, reference),
        ];
        paragraphs.extend(self.news_itself(words));
        paragraphs.push(format!("{}\n{}", words.mail_open(), self.link));
        paragraphs.push(words.mail_keep().to_owned());
        paragraphs.push(words.mail_danger().to_owned());
        paragraphs.push(self.partnership.clone());
        (subject, paragraphs.join("\n\n") + "\n")
    }

    fn news_itself(&self, words: &Words) -> Vec<String> {
        let by = |said: fn(&Words, &str) -> String| self.answer_by.as_deref().map(|day| said(words, day));
        match self.news {
            News::Heard => {
                let reader = self.reader.as_ref().map(|reader| words.mail_reader(&reader.name, &reader.title));
                reader.into_iter().chain(by(|words, day| words.mail_answer_by(day))).collect()
            }
            News::CameBack => {
                let again = by(|words, day| words.mail_came_back(day));
                vec![again.unwrap_or_else(|| words.state_came_back().to_owned())]
            }
            News::TakingForward => self.decided.clone(),
            News::NotTakingForward => self.decided.iter().cloned().chain([words.mail_ask_again().to_owned()]).collect(),
            News::Resolved => self.decided.iter().cloned().chain([words.mail_still_there().to_owned()]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(news: News, decided: &[&str]) -> Letter {
        Letter {
            partnership: "Walsall Partnership".into(),
            reference: "C-7KQ4-M2XD".into(),
            name: None,
            told_on: "2 March 2027".into(),
            news,
            reader: Some(Reader { name: "Helen Prosser".into(), title: "area manager for Area 1".into(), phone: None }),
            answer_by: Some("16 March 2027".into()),
            decided: decided.iter().map(|sentence| (*sentence).to_owned()).collect(),
            link: "https://ward.example.org/walsall/c/AAAAAAAAAAAAAAAAAAAAAA".into(),
        }
    }

    /// Fails unless the mail is the one that was agreed in `src/mail/{name}.txt`.
    fn agreed(name: &str, letter: &Letter) {
        let (subject, body) = letter.write(Words::english());
        let written = format!("Subject: {subject}\n\n{body}");
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mail").join(format!("{name}.txt"));
        if std::env::var_os("WARDMOTE_AGREE").is_some() {
            std::fs::write(&path, &written).expect("the golden file");
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, golden, "{}: WARDMOTE_AGREE=1 agrees to what it is now", path.display());
    }

    #[test]
    fn each_mail_is_the_one_that_was_agreed() {
        agreed("heard", &letter(News::Heard, &[]));
        agreed("came-back", &letter(News::CameBack, &[]));
        let forward = ["We are doing something about it: The lamp is replaced on Friday.", "Helen Prosser decided."];
        agreed("taking-forward", &Letter { name: Some("Sam".into()), ..letter(News::TakingForward, &forward) });
        let not = ["We are not taking this forward, because: The light belongs to a shop.", "Helen Prosser decided."];
        agreed("not-taking-forward", &letter(News::NotTakingForward, &not));
        let sorted = ["Sorted: We put in a new lamp.", "Helen Prosser decided, for the partnership."];
        agreed("resolved", &letter(News::Resolved, &sorted));
    }

    #[test]
    fn a_subject_says_nothing_of_what_was_told() {
        for news in News::ALL {
            let (subject, body) = letter(*news, &[]).write(Words::english());
            assert!(subject.ends_with("C-7KQ4-M2XD"), "{subject}");
            assert_eq!(body.matches("https://").count(), 1, "one thing to do\n{body}");
        }
    }
}
