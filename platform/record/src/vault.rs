use std::fmt;

use base::{Dice, Id, Instant};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use db::{Error, Rows, ToValue, Tx, Value, sql};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The installation's one secret: wraps every subject's key and keys every look-up hash. Lives in a file of mode 0600,
/// never in the database nor in a backup.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

/// Seals and opens personal data (contact details, residents' words) under one key for each person or matter.
#[derive(Clone)]
pub struct Vault {
    master: MasterKey,
}

/// The key of one person or matter.
#[derive(Clone)]
pub struct SubjectKey {
    subject: Id,
    key: [u8; 32],
    wrapped: Vec<u8>,
}

/// The column `wrapped` of a statement whose first argument is the partnership: the key of the subject that a column names,
/// in the row of what is sealed under it. It is null once the key was destroyed. [`Vault::open`] takes it.
#[macro_export]
macro_rules! wrapped_key {
    ($subject:literal) => {
        concat!("(select wrapped from subject_key where partnership = $1 and subject = ", $subject, ") as wrapped")
    };
}

/// What came of opening something sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsealed {
    /// The words.
    Words(String),
    /// The key was destroyed at the subject's wish or by retention: nobody can read it any more.
    Erased,
}

impl Unsealed {
    /// The words, if anybody can still read them.
    #[must_use]
    pub fn words(self) -> Option<String> {
        match self {
            Self::Words(words) => Some(words),
            Self::Erased => None,
        }
    }
}

/// The vault could not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The bytes were not sealed under this key for this purpose.
    #[error("what was sealed cannot be opened with this installation's key")]
    Wrong,
}

impl MasterKey {
    /// A new one.
    #[must_use]
    pub fn draw(dice: &Dice) -> Self {
        Self(dice.bytes())
    }

    /// From a key file's 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For the key file.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MasterKey(…)")
    }
}
impl fmt::Debug for Vault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Vault(…)")
    }
}
impl fmt::Debug for SubjectKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SubjectKey({})", self.subject)
    }
}

impl Vault {
    /// A vault under this master key.
    #[must_use]
    pub const fn new(master: MasterKey) -> Self {
        Self { master }
    }

    /// Makes a key for `subject`. Key making stays outside write transactions; [`SubjectKey::store`] goes inside.
    #[must_use]
    pub fn new_key(&self, subject: Id, dice: &Dice) -> SubjectKey {
        let key: [u8; 32] = dice.bytes();
        let wrapped = self.wrap(subject, &key, dice);
        SubjectKey { subject, key, wrapped }
    }

    /// The key of `subject`; none when it was destroyed or never made.
    ///
    /// # Errors
    /// [`Error::Mapping`] when the stored key was not wrapped by this master key.
    pub fn key_of(&self, tx: &mut Tx<'_>, partnership: Id, subject: Id) -> Result<Option<SubjectKey>, Error> {
        let wrapped: Option<Vec<u8>> = tx.opt(sql!(
            "select wrapped from subject_key where partnership = $1 and subject = $2",
            partnership,
            subject
        ))?;
        wrapped.map(|wrapped| self.unwrap_key(subject, wrapped)).transpose()
    }

    /// The key of `subject`, made and stored if there was none yet; none when it was destroyed, which is for ever.
    ///
    /// # Errors
    /// As [`Vault::key_of`].
    pub fn key_or_new(
        &self,
        tx: &mut Tx<'_>,
        dice: &Dice,
        partnership: Id,
        subject: Id,
        now: Instant,
    ) -> Result<Option<SubjectKey>, Error> {
        if let Some(key) = self.key_of(tx, partnership, subject)? {
            return Ok(Some(key));
        }
        let erased: Option<Instant> =
            tx.opt(sql!("select at from erasure where partnership = $1 and subject = $2", partnership, subject))?;
        if erased.is_some() {
            return Ok(None);
        }
        let key = self.new_key(subject, dice);
        key.store(tx, partnership, now)?;
        Ok(Some(key))
    }

    /// Opens what was sealed for `purpose` under the key of `subject`, with that key as [`wrapped_key!`](crate::wrapped_key)
    /// brought it in the same row.
    ///
    /// # Errors
    /// As [`Vault::key_of`].
    pub fn open(
        &self,
        subject: Id,
        wrapped: Option<&[u8]>,
        purpose: &str,
        sealed: Option<&[u8]>,
    ) -> Result<Unsealed, Error> {
        let (Some(wrapped), Some(sealed)) = (wrapped, sealed) else { return Ok(Unsealed::Erased) };
        let key = self.unwrap_key(subject, wrapped.to_vec())?;
        Ok(key.open(purpose, sealed).map_or(Unsealed::Erased, Unsealed::Words))
    }

    /// The key of `first`, as `wrapped` holds it, wrapped for `other` too: a copy of the one's words opens as the other's.
    ///
    /// # Errors
    /// As [`Vault::key_of`].
    pub fn wrapped_for(&self, other: Id, first: Id, wrapped: &[u8], dice: &Dice) -> Result<Vec<u8>, Error> {
        let SubjectKey { key, .. } = self.unwrap_key(first, wrapped.to_vec())?;
        Ok(self.wrap(other, &key, dice))
    }

    fn wrap(&self, subject: Id, key: &[u8; 32], dice: &Dice) -> Vec<u8> {
        seal(&self.derived("wrap", &[]), &dice.bytes(), key, subject.as_bytes())
    }

    fn unwrap_key(&self, subject: Id, wrapped: Vec<u8>) -> Result<SubjectKey, Error> {
        let key = open(&self.derived("wrap", &[]), &wrapped, subject.as_bytes())
            .and_then(|key| <[u8; 32]>::try_from(key).map_err(|_| VaultError::Wrong))
            .map_err(|_| Error::Mapping("subject_key.wrapped: another master key".into()))?;
        Ok(SubjectKey { subject, key, wrapped })
    }

    /// Destroys the key of `subject`: what was sealed under it is unreadable from now on, and from the day the oldest
    /// backup's key file goes, everywhere.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn erase(tx: &mut Tx<'_>, partnership: Id, subject: Id, at: Instant, reason: &str) -> Result<(), Error> {
        tx.run(sql!("delete from subject_key where partnership = $1 and subject = $2", partnership, subject))?;
        tx.run(sql!(
            "insert into erasure (partnership, subject, at, reason) values ($1, $2, $3, $4) \
             on conflict (partnership, subject) do nothing",
            partnership,
            subject,
            at,
            reason
        ))
        .map(|_| ())
    }

    /// [`Vault::erase`] for several subjects, in two statements for any number; what was kept of them before and after
    /// changes goes too.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn erase_all(
        tx: &mut Tx<'_>,
        partnership: Id,
        subjects: &[Id],
        at: Instant,
        reason: &str,
    ) -> Result<(), Error> {
        tx.run(sql!("delete from subject_key where partnership = $1 and subject in {list}", partnership, subjects))?;
        tx.run(sql!(
            "update revision set sealed = null where partnership = $1 and record in {list}",
            partnership,
            subjects
        ))?;
        let row = |subject: &Id| {
            vec![Value::Id(partnership), Value::Id(*subject), at.to_value(), Value::Text(reason.to_owned().into())]
        };
        let rows: Rows<'_> = subjects.iter().map(row).collect();
        tx.insert_many(sql!(
            "insert into erasure (partnership, subject, at, reason) values {rows} on conflict (partnership, subject) do nothing",
            rows
        ))
        .map(drop)
    }

    /// A hash only this installation can make: for looking up what is sealed, and for the audit's value hashes.
    /// `purpose` keeps hashes made for one use from being compared with another's.
    #[must_use]
    pub fn keyed_hash(&self, purpose: &str, partnership: Id, value: &[u8]) -> [u8; 32] {
        mac(&self.derived(purpose, partnership.as_bytes()), &[value])
    }

    /// The hash that an audit entry carries of what was changed.
    #[must_use]
    pub fn audit_hash(&self, partnership: Id, written: &str) -> [u8; 32] {
        self.keyed_hash("audit", partnership, written.as_bytes())
    }

    fn derived(&self, purpose: &str, more: &[u8]) -> [u8; 32] {
        mac(&self.master.0, &[b"wardmote ", purpose.as_bytes(), &[0], more])
    }
}

impl SubjectKey {
    /// Whose key this is.
    #[must_use]
    pub const fn subject(&self) -> Id {
        self.subject
    }

    /// Stores the wrapped key in the transaction that first seals something under it.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn store(&self, tx: &mut Tx<'_>, partnership: Id, now: Instant) -> Result<(), Error> {
        tx.run(sql!(
            "insert into subject_key (partnership, subject, wrapped, made_at) values ($1, $2, $3, $4)",
            partnership,
            self.subject,
            &self.wrapped,
            now
        ))
        .map(|_| ())
    }

    /// Stores many at once.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn store_all(tx: &mut Tx<'_>, partnership: Id, keys: &[&Self], now: Instant) -> Result<(), Error> {
        let row =
            |(subject, wrapped)| vec![Value::Id(partnership), Value::Id(subject), wrapped, Value::Int(now.micros())];
        let rows: Rows<'_> = keys.iter().map(|key| row((key.subject, key.wrapped.to_value()))).collect();
        tx.insert_many(sql!("insert into subject_key (partnership, subject, wrapped, made_at) values {rows}", rows))
            .map(|_| ())
    }

    /// Seals `words` for `purpose` (the column they go to: the same bytes cannot be passed off as another column's).
    #[must_use]
    pub fn seal(&self, purpose: &str, words: &str, dice: &Dice) -> Vec<u8> {
        seal(&self.key, &dice.bytes(), words.as_bytes(), purpose.as_bytes())
    }

    /// Opens what [`SubjectKey::seal`] made.
    ///
    /// # Errors
    /// [`VaultError::Wrong`] when it was sealed under another key or for another purpose.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<String, VaultError> {
        let words = open(&self.key, sealed, purpose.as_bytes())?;
        String::from_utf8(words).map_err(|_| VaultError::Wrong)
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a short key with zeros to one block; doing it here leaves nothing that could fail.
    let mut block = [0_u8; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Nonce, then ciphertext and tag.
fn seal(key: &[u8; 32], nonce: &[u8; 24], words: &[u8], purpose: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let sealed = cipher.encrypt(&XNonce::from(*nonce), Payload { msg: words, aad: purpose }).unwrap_or_default();
    [nonce.as_slice(), &sealed].concat()
}

fn open(key: &[u8; 32], sealed: &[u8], purpose: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (nonce, words) = sealed.split_first_chunk::<24>().ok_or(VaultError::Wrong)?;
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), Payload { msg: words, aad: purpose })
        .map_err(|_| VaultError::Wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vault(seed: u64) -> (Vault, Dice) {
        let dice = Dice::seeded(seed);
        (Vault::new(MasterKey::draw(&dice)), dice)
    }

    proptest! {
        #[test]
        fn words_come_back_only_under_their_key_and_purpose(words in ".{0,200}", seed: u64) {
            let (vault, dice) = vault(seed);
            let mine = vault.new_key(dice.id(Instant::default()), &dice);
            let other = vault.new_key(dice.id(Instant::default()), &dice);
            let sealed = mine.seal("words", &words, &dice);
            prop_assert_eq!(mine.open("words", &sealed), Ok(words));
            prop_assert_eq!(mine.open("contact", &sealed), Err(VaultError::Wrong));
            prop_assert_eq!(other.open("words", &sealed), Err(VaultError::Wrong));
        }
    }

    #[test]
    fn what_came_with_its_key_opens_and_without_it_is_erased() {
        let (vault, dice) = vault(3);
        let subject = dice.id(Instant::default());
        let key = vault.new_key(subject, &dice);
        let sealed = key.seal("words", "A lamp is out", &dice);
        let open = |vault: &Vault, wrapped, sealed| vault.open(subject, wrapped, "words", sealed);
        let words = Unsealed::Words("A lamp is out".into());
        assert_eq!(open(&vault, Some(&key.wrapped), Some(&sealed)), Ok(words));
        assert_eq!(open(&vault, None, Some(&sealed)), Ok(Unsealed::Erased));
        assert_eq!(open(&vault, Some(&key.wrapped), None), Ok(Unsealed::Erased));
        let other = Vault::new(MasterKey::draw(&dice));
        assert!(
            open(&other, Some(&key.wrapped), Some(&sealed)).is_err(),
            "another master key is a fault, not an erasure"
        );
    }

    #[test]
    fn hashes_for_one_use_differ_from_anothers() {
        let (vault, dice) = vault(1);
        let partnership = dice.id(Instant::default());
        let one = vault.keyed_hash("contact", partnership, b"a@example.org");
        assert_ne!(one, vault.keyed_hash("voice", partnership, b"a@example.org"));
        assert_ne!(one, vault.keyed_hash("contact", dice.id(Instant::default()), b"a@example.org"));
        assert_eq!(one, vault.keyed_hash("contact", partnership, b"a@example.org"));
    }

    #[test]
    fn nothing_secret_is_printed() {
        let (vault, dice) = vault(2);
        assert_eq!(format!("{vault:?} {:?}", MasterKey::draw(&dice)), "Vault(…) MasterKey(…)");
    }
}
