//! What is done before the store is asked: screening for danger words, sealing, hashing. None of it in a transaction.

use access::Scope;
use base::{Id, Reference};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use record::SubjectKey;

use crate::{PROTECTED, Told};

/// Something told to us, sealed and ready to be stored.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The concern's key.
    pub id: Id,
    /// References to try in turn: a collision is redrawn.
    pub references: [Reference; 3],
    /// What was told, for everything that is not sealed.
    pub told: Told,
    /// The secret link's 22 characters.
    pub secret: String,
    pub(crate) secret_hash: [u8; 32],
    pub(crate) key: SubjectKey,
    pub(crate) words: Vec<u8>,
    pub(crate) whereabouts: Option<Vec<u8>>,
    pub(crate) contact: Option<Vec<u8>>,
    pub(crate) voice_hash: Option<[u8; 32]>,
    pub(crate) hold: Option<i64>,
    pub(crate) owner: Option<Id>,
}

/// Screens and seals what was told.
#[must_use]
pub fn prepare(scope: &Scope, told: Told) -> Prepared {
    let dice = scope.dice();
    let id = dice.id(told.heard_at);
    let key = scope.site.vault.new_key(id, dice);
    let everything = [Some(told.words.as_str()), told.whereabouts.as_deref()];
    let hold = everything.into_iter().flatten().find_map(screen::danger::held).map(|held| i64::from(held.version));
    let secret = secret_of(scope, id);
    let voice = told.contact.as_ref().and_then(crate::Contact::voice);
    let contact = told.contact.as_ref().filter(|contact| !contact.is_empty() || contact.name.is_some());
    Prepared {
        references: [(); 3].map(|()| Reference::draw('C', dice)),
        secret_hash: access::secret_hash(&secret),
        words: key.seal("concern.words", &told.words, dice),
        whereabouts: told.whereabouts.as_deref().map(|text| key.seal("concern.whereabouts", text, dice)),
        contact: contact
            .and_then(|contact| serde_json::to_string(contact).ok())
            .map(|json| key.seal("concern_contact", &json, dice)),
        voice_hash: voice.map(|voice| scope.site.vault.keyed_hash("voice", scope.partnership(), voice.as_bytes())),
        owner: (hold.is_some() || told.protection >= PROTECTED).then(|| scope.front_door()).flatten(),
        hold,
        id,
        key,
        secret,
        told,
    }
}

/// The 22 characters of a concern's secret link: derived each time, so that they are stored nowhere.
#[must_use]
pub fn secret_of(scope: &Scope, concern: Id) -> String {
    let hash = scope.site.vault.keyed_hash("secret link", scope.partnership(), concern.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash[..16])
}
