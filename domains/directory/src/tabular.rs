//! Rows of a file by field, whatever its columns are called. `files` reads and writes the file.

use std::collections::BTreeMap;

use base::{Date, Problem};
use files::Sheet;
use record::OperationFault;
use serde::{Deserialize, Serialize};

/// The largest file that is read in one piece, in bytes.
pub const MOST_BYTES: usize = 16 << 20;

/// Which column of a file is which field, where its own heading does not say so.
#[derive(Debug, Clone, Default)]
pub struct Columns(BTreeMap<String, String>);

impl Columns {
    /// Reads `COL=FIELD` pairs.
    ///
    /// # Errors
    /// The sentence to say about the first that names no field.
    pub fn read(pairs: &[String], fields: &[&str]) -> Result<Self, String> {
        let mut columns = BTreeMap::new();
        for pair in pairs {
            match pair.rsplit_once('=').map(|(column, field)| (column, field.trim())) {
                Some((column, field)) if fields.contains(&field) => {
                    columns.insert(heading(column), field.to_owned());
                }
                _ => {
                    return Err(format!(
                        "--map {pair} names no field. Write COL=FIELD, with one of {}.",
                        fields.join(", ")
                    ));
                }
            }
        }
        Ok(Self(columns))
    }
}

/// One row of a file, by field.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    /// The line it begins on.
    pub line: i64,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// Whether the file has a column for a field.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.cells.contains_key(field)
    }

    /// What stands in a field; nothing when it is empty.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.cells.get(field).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// [`Row::get`], to keep.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<String> {
        self.get(field).map(str::to_owned)
    }

    /// A day in a field.
    ///
    /// # Errors
    /// What to mend.
    pub fn day(&self, field: &'static str) -> Result<Option<Date>, Problem> {
        let Some(text) = self.get(field) else { return Ok(None) };
        let sentence = || format!("{text} is no day: write it like 3/3/2027 or 2027-03-03");
        files::day(text).map(Some).ok_or_else(|| Problem::field(field, sentence()))
    }

    /// Something wrong with this row.
    #[must_use]
    pub fn fault(&self, field: &str, sentence: impl Into<String>) -> OperationFault {
        OperationFault { line: self.line, field: field.to_owned(), sentence: sentence.into() }
    }
}

/// Every row of a file whose first line names its columns. Rows that cannot be read are faults; the others are whole.
///
/// # Errors
/// Invalid when it is no such file, or lacks a column that is `needed`.
pub fn rows(
    bytes: &[u8],
    columns: &Columns,
    fields: &[&str],
    needed: &[&str],
) -> Result<(Vec<Row>, Vec<OperationFault>), Problem> {
    let refused = |sentence: String| Problem::field("file", sentence);
    if bytes.len() > MOST_BYTES {
        return Err(refused(format!("The file is larger than {} MB. Send it in parts", MOST_BYTES >> 20)));
    }
    let mut sheet = Sheet::open(bytes).map_err(|no_table| refused(no_table.to_string()))?;
    let field_of = |column: String| {
        columns.0.get(&column).cloned().or_else(|| fields.contains(&column.as_str()).then_some(column))
    };
    let named: Vec<Option<String>> = sheet.heading().iter().map(|column| field_of(heading(column))).collect();
    let missing: Vec<&str> =
        needed.iter().copied().filter(|field| !named.iter().flatten().any(|known| known == field)).collect();
    if !missing.is_empty() {
        let sentence = "name it in the first line, or say which it is";
        return Err(refused(format!("The file has no column {}: {sentence}", missing.join(", "))));
    }
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    while let Some(row) = sheet.row().map_err(Problem::fault)? {
        match row.cells {
            Ok(cells) => {
                let cells = named.iter().zip(&cells);
                let cells =
                    cells.filter_map(|(field, cell)| Some((field.clone()?, files::plain(cell.trim()).to_owned())));
                rows.push(Row { line: row.line, cells: cells.collect() });
            }
            Err(broken) => {
                faults.push(OperationFault { line: row.line, field: String::new(), sentence: broken.to_string() });
            }
        }
    }
    Ok((rows, faults))
}

fn heading(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Row>, Vec<OperationFault>) {
        rows(text.as_bytes(), &Columns::default(), &["name", "valid_from"], &["name"]).expect("a file")
    }

    #[test]
    fn a_file_as_a_spreadsheet_saves_it() {
        let (rows, faults) =
            read("\u{feff}Name,Valid From\r\n\"Prosser, Helen\",3/3/2027\r\n,\r\n'+44 1632,2027-03-04\r\n");
        assert!(faults.is_empty());
        let read: Vec<_> =
            rows.iter().map(|row| (row.line, row.get("name"), row.day("valid_from").expect("a day"))).collect();
        let day = |day| Some(Date::constant(2027, 3, day));
        assert_eq!(read, [(2, Some("Prosser, Helen"), day(3)), (4, Some("+44 1632"), day(4))]);
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        let (rows, faults) = read("name,valid_from\nAnn,31/2/2027\nBea,1,too much\n");
        let no_day = format!("{:?}", rows[0].day("valid_from"));
        assert!(no_day.contains("31/2/2027 is no day: write it like 3/3/2027 or 2027-03-03"), "{no_day}");
        assert_eq!((faults.len(), faults[0].line), (1, 3));
        let none = format!("{:?}", super::rows(b"who\nAnn\n", &Columns::default(), &["name"], &["name"]));
        assert!(none.contains("no column name"), "{none}");
    }

    #[test]
    fn a_column_may_be_called_otherwise() {
        let columns = Columns::read(&["Full name=name".to_owned()], &["name"]).expect("a field");
        let (rows, _) = rows(b"FULL NAME\nAnn\n", &columns, &["name"], &["name"]).expect("a file");
        assert_eq!(rows[0].get("name"), Some("Ann"));
        assert!(Columns::read(&["a=b".to_owned()], &["name"]).is_err());
    }
}
