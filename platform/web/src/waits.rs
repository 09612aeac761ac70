//! What waits for somebody, told by whichever slice it belongs to: `/my-work` shows it all without knowing who tells.

use access::Scope;
use base::Problem;
use db::Tx;

/// Something to do elsewhere, as the page of one's work names it.
#[derive(Debug, Clone)]
pub struct Waits {
    /// What, and how many: "Requests to take something down: 2".
    pub words: String,
    /// Where it is done.
    pub href: String,
    /// By when, or since when.
    pub more: String,
    /// It asks for something today.
    pub strong: bool,
}

/// How a slice above finds out what waits: at most one statement for a role, none for a role it has nothing for.
/// `inventory::submit! { web::WaitsFor(waits) }` puts it among the others.
pub struct WaitsFor(pub fn(&mut Tx<'_>, &Scope) -> Result<Vec<Waits>, Problem>);

inventory::collect!(WaitsFor);

/// What waits for the person signed in, of every slice that says so.
///
/// # Errors
/// Whatever the store answers.
pub fn waits(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Waits>, Problem> {
    let mut all = Vec::new();
    for WaitsFor(ask) in inventory::iter::<WaitsFor> {
        all.extend(ask(tx, scope)?);
    }
    Ok(all)
}
