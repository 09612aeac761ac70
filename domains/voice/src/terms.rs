use std::sync::Arc;

use access::{Part, Permit};
use base::{Date, Id, Problem};
use db::{Error, Tx, sql};

use crate::Category;

/// A partnership's categories in force, in its own order.
#[derive(Debug, Clone, Default)]
pub struct Categories(pub Vec<Category>);

impl Categories {
    /// By code, as the API and the forms name them.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Category> {
        self.0.iter().find(|category| category.code == code)
    }

    /// By key.
    ///
    /// # Errors
    /// A fault when a record names a category that is no term of its partnership.
    pub fn get(&self, id: Id) -> Result<&Category, Problem> {
        self.0.iter().find(|category| category.id == id).ok_or_else(|| Problem::fault("a record without a category"))
    }

    /// Groups in the partnership's order, each with its categories.
    #[must_use]
    pub fn groups(&self) -> Vec<(&str, Vec<&Category>)> {
        let mut groups: Vec<(&str, Vec<&Category>)> = Vec::new();
        for category in &self.0 {
            match groups.iter_mut().find(|(name, _)| *name == category.group_name) {
                Some((_, members)) => members.push(category),
                None => groups.push((&category.group_name, vec![category])),
            }
        }
        groups
    }

    /// The categories of one group; none when there is no such group.
    #[must_use]
    pub fn of_group(&self, name: &str) -> Vec<&Category> {
        self.0.iter().filter(|category| category.group_name == name).collect()
    }
}

/// The slice's share of the snapshot. Terms that ended stay readable, because old records name them; they come last.
///
/// # Errors
/// Whatever the store answers.
pub fn load_categories(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Part, Error> {
    let categories = tx.all(sql!(
        "select id, code, name, group_name, description, default_seriousness, public_place, answer_within, urgent_advice, \
         is_notice from category where partnership = $1 and valid_from <= $2 \
         and (valid_to is null or valid_to > $2) order by position, id",
        partnership,
        today
    ))?;
    Ok(Arc::new(Categories(categories)))
}

/// Adds a category.
///
/// # Errors
/// A unique error when the code is taken from that day.
pub fn add_category(tx: &mut Tx<'_>, permit: &Permit, new: &Category, position: i64, from: Date) -> Result<(), Error> {
    tx.run(sql!(
        "insert into category (partnership, id, code, name, group_name, description, default_seriousness, public_place, \
         answer_within, urgent_advice, is_notice, position, valid_from) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        permit.partnership(),
        new.id,
        &new.code,
        &new.name,
        &new.group_name,
        &new.description,
        new.default_seriousness,
        new.public_place,
        new.answer_within,
        &new.urgent_advice,
        new.is_notice,
        position,
        from
    ))?;
    access::bump_epoch(tx, permit)
}
