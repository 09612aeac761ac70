use crate::neutral;

/// A table as RFC 4180 has it, its heading first: [`lines`].
///
/// # Errors
/// When a row has another number of cells than the heading.
pub fn written(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let heading = heading.iter().map(|cell| (*cell).to_owned()).collect();
    lines(std::iter::once(heading).chain(rows))
}

/// Lines of a table. Cells a spreadsheet would take for a formula are made plain text.
///
/// # Errors
/// When a row has another number of cells than the first.
pub fn lines<Row, Cell>(rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, csv::Error>
where
    Row: AsRef<[Cell]>,
    Cell: AsRef<str>,
{
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        table.write_record(row.as_ref().iter().map(|cell| neutral(cell.as_ref()).into_owned()))?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}
