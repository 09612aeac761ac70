use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use base::Dice;

/// A password cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Under 12 characters.
    #[error("Use 12 characters or more: three words you will remember do well")]
    Short,
    /// Over 200 characters.
    #[error("Use 200 characters or fewer")]
    Long,
    /// The hash could not be made.
    #[error("The password could not be kept; try again")]
    Failed,
}

/// Hashes a new password (argon2id, the crate's recommended cost). Slow by design: never inside a transaction.
///
/// # Errors
/// When it is too short or too long.
pub fn hash(password: &str, dice: &Dice) -> Result<String, PasswordError> {
    match password.chars().count() {
        0..12 => return Err(PasswordError::Short),
        201.. => return Err(PasswordError::Long),
        _ => {}
    }
    let salt: [u8; 16] = dice.bytes();
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| PasswordError::Failed)
}

/// Whether `password` is the one that was hashed. Where there is no hash the same work is done, so that the time taken
/// does not say whether an account exists.
#[must_use]
pub fn check(password: &str, hashed: Option<&str>) -> bool {
    const NOBODYS: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$d2FyZG1vdGVub2JvZHk$3tEEbnGTyEPC6xBYPBZ6sFpYt4b2tYxwB8YkkT4Eh1A";
    let known = PasswordHash::new(hashed.unwrap_or(NOBODYS));
    let right = known.is_ok_and(|known| Argon2::default().verify_password(password.as_bytes(), &known).is_ok());
    right && hashed.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let dice = Dice::seeded(1);
        let kept = hash("three plain words", &dice).expect("long enough");
        assert!(kept.starts_with("$argon2id$"));
        assert!(check("three plain words", Some(&kept)));
        assert!(!check("three plain word", Some(&kept)));
        assert!(!check("three plain words", None));
        assert_eq!(hash("short", &dice), Err(PasswordError::Short));
    }
}
