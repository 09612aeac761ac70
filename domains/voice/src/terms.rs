use std::sync::Arc;

use access::{Part, Permit};
use base::{Date, Id, Problem};
use db::{Error, Tx, sql};

use crate::Category;

/// A partnership's categories, in its own order.
#[derive(Debug, Clone, Default)]
pub struct Categories {
    /// Those that somebody can choose today.
    pub in_force: Vec<Category>,
    /// Those that ended: old records name them still.
    pub ended: Vec<Category>,
}

impl Categories {
    /// By code, as the API and the forms name them.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Category> {
        self.in_force.iter().find(|category| category.code == code)
    }

    /// By key.
    ///
    /// # Errors
    /// A fault when a record names a category that is no term of its partnership.
    pub fn get(&self, id: Id) -> Result<&Category, Problem> {
        let mut all = self.in_force.iter().chain(&self.ended);
        all.find(|category| category.id == id).ok_or_else(|| Problem::fault("a record without a category"))
    }

    /// Groups in the partnership's order, each with its categories.
    #[must_use]
    pub fn groups(&self) -> Vec<(&str, Vec<&Category>)> {
        let mut groups: Vec<(&str, Vec<&Category>)> = Vec::new();
        for category in &self.in_force {
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
        self.in_force.iter().filter(|category| category.group_name == name).collect()
    }
}

/// The slice's share of the snapshot, as it stands today.
///
/// # Errors
/// Whatever the store answers.
pub fn load_categories(tx: &mut Tx<'_>, partnership: Id, today: Date) -> Result<Part, Error> {
    let in_force = tx.all(sql!(
        "select id, code, name, group_name, description, default_seriousness, public_place, answer_within, urgent_advice, \
         is_notice from category where partnership = $1 and valid_from <= $2 \
         and (valid_to is null or valid_to > $2) order by position, id",
        partnership,
        today
    ))?;
    let ended = tx.all(sql!(
        "select id, code, name, group_name, description, default_seriousness, public_place, answer_within, urgent_advice, \
         is_notice from category where partnership = $1 and valid_to <= $2 order by position, id",
        partnership,
        today
    ))?;
    Ok(Arc::new(Categories { in_force, ended }))
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

/// Says a category anew, and the first day on which nobody can choose it, if there is to be one. Its code stays.
///
/// # Errors
/// Whatever the store answers.
pub fn change_category(tx: &mut Tx<'_>, permit: &Permit, category: &Category, to: Option<Date>) -> Result<(), Error> {
    tx.run(sql!(
        "update category set name = $3, group_name = $4, description = $5, default_seriousness = $6, public_place = $7, \
         answer_within = $8, urgent_advice = $9, is_notice = $10, valid_to = $11 where partnership = $1 and id = $2",
        permit.partnership(),
        category.id,
        &category.name,
        &category.group_name,
        &category.description,
        category.default_seriousness,
        category.public_place,
        category.answer_within,
        &category.urgent_advice,
        category.is_notice,
        to
    ))?;
    access::bump_epoch(tx, permit)
}
