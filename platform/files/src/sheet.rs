use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read as _};

/// The longest line we read, in bytes.
const LONGEST_LINE: usize = 1 << 20;
/// The most lines one row may take: words in several paragraphs do, and a quotation mark nobody closed takes the whole file.
const MOST_LINES: usize = 200;
/// The most columns a heading has.
const MOST_COLUMNS: usize = 200;

/// A table in a file: its heading, and its rows one by one.
#[derive(Debug)]
pub struct Sheet<R> {
    reader: R,
    separator: u8,
    heading: Vec<String>,
    /// Lines that were read and belong to no row yet.
    ahead: VecDeque<Vec<u8>>,
    /// The number of the next line, from 1.
    next_line: i64,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file it begins on, counted from 1 as an editor does.
    pub line: i64,
    /// Its cells, as many as the heading has; or what is wrong with it.
    pub cells: Result<Vec<String>, Broken>,
}

/// Why a row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A cell opens with a quotation mark that is never closed.
    #[error("A quotation mark opens here and is not closed. Close it, or take it out")]
    Unclosed,
    /// More cells than the heading.
    #[error("This row has more cells than the heading. Look for a comma that is not inside quotation marks")]
    TooMany,
    /// Longer than any row of ours.
    #[error("This row is longer than 1 MB. Shorten it")]
    TooLong,
}

/// Why a file is no table that we read.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// A workbook or another packed file.
    #[error("This is a workbook or a packed file, not CSV. Open it, and save the sheet you want as CSV UTF-8")]
    Packed,
    /// UTF-16.
    #[error("This was saved as Unicode text. Save it as CSV UTF-8")]
    Utf16,
    /// A PDF, a picture, a program.
    #[error("This is not a table. Save the sheet you want as CSV UTF-8")]
    NotText,
    /// Nothing in it.
    #[error("This file is empty. It needs a heading and at least one row under it")]
    Empty,
    /// A heading that is none.
    #[error("The first line is no heading: it needs the names of the columns, each once, up to 200 of them")]
    NoHeading,
    /// The disk or the other side.
    #[error("This file cannot be read: {0}")]
    Unread(#[from] io::Error),
}

impl<R: BufRead> Sheet<R> {
    /// Reads the heading.
    ///
    /// # Errors
    /// [`Refused`] when it is no table.
    pub fn open(mut reader: R) -> Result<Self, Refused> {
        refuse_what_is_no_text(reader.fill_buf()?)?;
        let mut sheet = Self { reader, separator: b',', heading: Vec::new(), ahead: VecDeque::new(), next_line: 1 };
        let Some(mut first) = sheet.line()? else { return Err(Refused::Empty) };
        if first.starts_with(b"\xEF\xBB\xBF") {
            first.drain(..3);
        }
        sheet.separator = separator_of(&first);
        sheet.ahead.push_front(first);
        sheet.next_line = 1;
        let heading = sheet.record()?.and_then(|row| row.cells.ok()).ok_or(Refused::Empty)?;
        let mut heading: Vec<String> = heading.iter().map(|cell| cell.trim().to_owned()).collect();
        while heading.last().is_some_and(String::is_empty) {
            heading.pop();
        }
        let twice = |at: usize| !heading[at].is_empty() && heading[..at].contains(&heading[at]);
        if heading.is_empty() || heading.len() > MOST_COLUMNS || (0..heading.len()).any(twice) {
            return Err(Refused::NoHeading);
        }
        sheet.heading = heading;
        Ok(sheet)
    }

    /// The names of the columns, in their order; one may be empty.
    #[must_use]
    pub fn heading(&self) -> &[String] {
        &self.heading
    }

    /// The next row that has anything in it; nothing at the end.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn row(&mut self) -> io::Result<Option<Row>> {
        while let Some(mut row) = self.record()? {
            let wanted = self.heading.len();
            if let Ok(cells) = &mut row.cells {
                if cells.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                if cells.iter().skip(wanted).any(|cell| !cell.trim().is_empty()) {
                    row.cells = Err(Broken::TooMany);
                } else {
                    cells.resize(wanted, String::new());
                }
            }
            return Ok(Some(row));
        }
        Ok(None)
    }

    /// Up to `most` further rows.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn rows(&mut self, most: usize) -> io::Result<Vec<Row>> {
        let mut rows = Vec::new();
        while rows.len() < most {
            match self.row()? {
                Some(row) => rows.push(row),
                None => break,
            }
        }
        Ok(rows)
    }

    /// The lines of one row: more than one where a cell in quotation marks holds line ends. Where that would swallow the
    /// file, the row is its first line alone, broken, and the others are read as rows of their own.
    fn record(&mut self) -> io::Result<Option<Row>> {
        let begins = self.next_line;
        let Some(mut record) = self.line()? else { return Ok(None) };
        let mut further: Vec<Vec<u8>> = Vec::new();
        let mut scan = Scan::new(self.separator);
        scan.read(&record);
        let mut swallows = false;
        while scan.is_open() && further.len() < MOST_LINES {
            let Some(line) = self.line()? else { break };
            swallows |= scan.read(&line);
            further.push(line);
        }
        if scan.is_open() || swallows {
            self.next_line -= i64::try_from(further.len()).unwrap_or_default();
            for line in further.into_iter().rev() {
                self.ahead.push_front(line);
            }
            return Ok(Some(Row { line: begins, cells: Err(Broken::Unclosed) }));
        }
        record.extend(further.into_iter().flatten());
        let cells = if record.len() > LONGEST_LINE { Err(Broken::TooLong) } else { Ok(self.cells(&record)) };
        Ok(Some(Row { line: begins, cells }))
    }

    /// One line with its end; what is longer than we read is cut, which makes its row too long.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let line = match self.ahead.pop_front() {
            Some(line) => line,
            None => {
                let mut line = Vec::new();
                let most = LONGEST_LINE as u64 + 1;
                self.reader.by_ref().take(most).read_until(b'\n', &mut line)?;
                if line.len() as u64 == most && !line.ends_with(b"\n") {
                    self.pass_over_line()?;
                }
                line
            }
        };
        if line.is_empty() {
            return Ok(None);
        }
        self.next_line += 1;
        Ok(Some(line))
    }

    fn pass_over_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(used);
            if ended {
                return Ok(());
            }
        }
    }

    fn cells(&self, record: &[u8]) -> Vec<String> {
        let text = text_of(record);
        // Most lines have no mark to read by: making a reader for each would take five times as long as all the rest.
        if let Some(plain) = plain_line(&text) {
            return plain.split(char::from(self.separator)).map(cleaned).collect();
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .buffer_capacity(text.len().max(1))
            .from_reader(text.as_bytes());
        let mut cells = csv::StringRecord::new();
        match reader.read_record(&mut cells) {
            Ok(true) => cells.iter().map(cleaned).collect(),
            _ => Vec::new(),
        }
    }
}

/// A line without its end, when nothing in it but the separator means anything.
fn plain_line(record: &str) -> Option<&str> {
    let line = record.strip_suffix('\n').unwrap_or(record);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let is_plain = !line.is_empty() && !line.contains(['"', '\r', '\n']) && !line.starts_with('\u{feff}');
    is_plain.then_some(line)
}

/// Letters no database takes go, and line ends become one.
fn cleaned(cell: &str) -> String {
    if cell.contains(['\0', '\r']) { cell.replace('\0', "").replace("\r\n", "\n") } else { cell.to_owned() }
}

/// UTF-8, or what Windows writes for it.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

fn separator_of(heading: &[u8]) -> u8 {
    let count = |wanted: u8| heading.iter().filter(|byte| **byte == wanted).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

fn refuse_what_is_no_text(start: &[u8]) -> Result<(), Refused> {
    match start {
        [] => Err(Refused::Empty),
        [b'P', b'K', 3 | 5, ..] | [0x1f, 0x8b, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] | [b'R', b'a', b'r', b'!', ..] => {
            Err(Refused::Packed)
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(Refused::Utf16),
        [b'%', b'P', b'D', b'F', ..] => Err(Refused::NotText),
        _ if start.iter().take(4_096).filter(|byte| **byte == 0).count() > 8 => Err(Refused::NotText),
        _ => Ok(()),
    }
}

/// Whether what was read so far ends inside a cell in quotation marks. A mark opens only where a cell begins.
struct Scan {
    separator: u8,
    at: At,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellBegins,
    Plain,
    Quoted,
    /// A mark inside quotation marks: it closes them, unless another follows.
    Mark,
}

impl Scan {
    const fn new(separator: u8) -> Self {
        Self { separator, at: At::CellBegins }
    }

    /// Answers whether a mark closed a cell in the middle of a word: then it was meant to open one, and the mark that is
    /// open stands in an earlier row.
    fn read(&mut self, bytes: &[u8]) -> bool {
        let mut in_a_word = false;
        for byte in bytes {
            in_a_word |= self.at == At::Mark && !matches!(byte, b'"' | b'\n' | b'\r') && *byte != self.separator;
            self.at = match (self.at, *byte) {
                (At::CellBegins, b'"') | (At::Mark, b'"') => At::Quoted,
                (At::Quoted, b'"') => At::Mark,
                (At::Quoted, _) => At::Quoted,
                (_, b'\n') => At::CellBegins,
                (_, byte) if byte == self.separator => At::CellBegins,
                _ => At::Plain,
            };
        }
        in_a_word
    }

    fn is_open(&self) -> bool {
        self.at == At::Quoted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet(text: &[u8]) -> Result<(Vec<String>, Vec<Row>), Refused> {
        let mut sheet = Sheet::open(text)?;
        let rows = sheet.rows(usize::MAX).expect("memory reads");
        Ok((sheet.heading().to_vec(), rows))
    }

    fn cells(row: &Row) -> Vec<&str> {
        row.cells.as_ref().expect("a whole row").iter().map(String::as_str).collect()
    }

    proptest! {
        #[test]
        fn what_a_writer_wrote_is_read_again(
            rows in prop::collection::vec(prop::collection::vec("[^\0\r\u{feff}]{0,12}", 3), 0..12),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["a", "b", "c"]).expect("a heading");
            for row in &rows {
                writer.write_record(row).expect("a row");
            }
            let (_, read) = sheet(&writer.into_inner().expect("a file")).expect("a table");
            let kept: Vec<&Vec<String>> =
                rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
            let read: Vec<&Vec<String>> = read.iter().map(|row| row.cells.as_ref().expect("whole")).collect();
            prop_assert_eq!(read, kept);
        }

        #[test]
        fn a_plain_line_has_the_cells_a_reader_of_tables_finds(line in "[^\"\r\n\0\u{feff}]{1,40}", end in "(\r?\n)?") {
            let record = format!("{line}{end}");
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(record.as_bytes());
            let read = reader.records().next().expect("a row").expect("it reads");
            let plain = plain_line(&record).expect("nothing in it means anything");
            prop_assert_eq!(plain.split(',').collect::<Vec<_>>(), read.iter().collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_read_without_a_panic_and_end(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(mut sheet) = Sheet::open(bytes.as_slice()) {
                let rows = sheet.rows(10_000).expect("memory reads");
                prop_assert!(rows.len() < 1_000);
                prop_assert!(rows.windows(2).all(|two| two[0].line < two[1].line), "lines only go on");
            }
        }
    }

    #[test]
    fn excel_is_read_as_it_writes() {
        let (heading, rows) =
            sheet(b"\xEF\xBB\xBFCategory;Description\r\nlitter;\"two\r\nlines\"\r\n;;\r\nlamps;it\x92s out\r\n")
                .expect("a table");
        assert_eq!(heading, ["Category", "Description"]);
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(cells(&rows[0]), ["litter", "two\nlines"]);
        assert_eq!(cells(&rows[1]), ["lamps", "it\u{2019}s out"]);
    }

    #[test]
    fn a_mark_in_the_middle_is_a_letter_and_an_open_one_spoils_its_row_alone() {
        let (_, rows) =
            sheet(b"a,b\n1,a 5\" pipe\n2,\"never closed\n3,whole\n4,\"said \"\"no\"\"\"\n").expect("a table");
        assert_eq!(cells(&rows[0]), ["1", "a 5\" pipe"]);
        assert_eq!((rows[1].line, rows[1].cells.clone()), (3, Err(Broken::Unclosed)));
        assert_eq!(cells(&rows[2]), ["3", "whole"]);
        assert_eq!((rows[3].line, cells(&rows[3])), (5, vec!["4", "said \"no\""]));
    }

    #[test]
    fn a_quoted_mark_far_below_does_not_swallow_what_lies_between() {
        let mut text = b"a,b\n1,\"open\n".to_vec();
        for n in 0..500 {
            text.extend(format!("{n},whole\n").into_bytes());
        }
        text.extend(b"2,\"x\"\n");
        let (_, rows) = sheet(&text).expect("a table");
        assert_eq!(rows[0].cells, Err(Broken::Unclosed));
        assert_eq!(rows.len(), 502);
        assert!(rows[1..].iter().all(|row| row.cells.is_ok()));
    }

    #[test]
    fn rows_are_as_wide_as_the_heading() {
        let (_, rows) = sheet(b"a,b,\n1\n1,2,,\n1,2,3\n").expect("a table");
        assert_eq!(cells(&rows[0]), ["1", ""]);
        assert_eq!(cells(&rows[1]), ["1", "2"]);
        assert_eq!(rows[2].cells, Err(Broken::TooMany));
    }

    #[test]
    fn a_line_without_end_is_one_broken_row() {
        let mut text = b"a,b\n1,".to_vec();
        text.extend(std::iter::repeat_n(b'x', 3 << 20));
        text.extend(b"\n2,whole\n");
        let (_, rows) = sheet(&text).expect("a table");
        assert_eq!(rows[0].cells, Err(Broken::TooLong));
        assert_eq!((rows[1].line, cells(&rows[1])), (3, vec!["2", "whole"]));
    }

    #[test]
    fn what_is_no_table_is_refused_and_never_unpacked() {
        assert!(matches!(sheet(b"PK\x03\x04 a zip bomb"), Err(Refused::Packed)));
        assert!(matches!(sheet(b"\x1f\x8b\x08"), Err(Refused::Packed)));
        assert!(matches!(sheet(b"\xff\xfea\0,\0"), Err(Refused::Utf16)));
        assert!(matches!(sheet(b"%PDF-1.7"), Err(Refused::NotText)));
        assert!(matches!(sheet(&[0; 64]), Err(Refused::NotText)));
        assert!(matches!(sheet(b""), Err(Refused::Empty)));
        assert!(matches!(sheet(b",,\n"), Err(Refused::NoHeading)));
        assert!(matches!(sheet(b"a,a\n"), Err(Refused::NoHeading)));
    }
}
