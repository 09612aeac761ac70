//! How far it has come, for somebody who waits at a terminal; nobody else is told.

use indicatif::{ProgressBar, ProgressStyle};

/// One line that moves.
pub struct Progress {
    bar: ProgressBar,
    rows: u64,
}

impl Progress {
    /// Of rows, nobody knows how many.
    pub fn of_rows(doing: &'static str) -> Self {
        let bar = ProgressBar::new_spinner().with_prefix(doing);
        Self { bar: styled(bar, "{prefix}: {human_pos} rows, {elapsed}. {msg}"), rows: 0 }
    }

    /// Of a file of this many bytes.
    pub fn of_bytes(doing: &'static str, length: u64) -> Self {
        let bar = ProgressBar::new(length).with_prefix(doing);
        Self { bar: styled(bar, "{prefix}: {percent} % of {total_bytes}, {elapsed}. {msg}"), rows: 0 }
    }

    /// Rows of a table went by.
    pub fn passed(&mut self, table: &str, rows: u64) {
        self.rows += rows;
        self.bar.set_message(table.to_owned());
        self.bar.set_position(self.rows);
    }

    /// Bytes of the file went by.
    pub fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// How many rows went by.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// What is done now that nobody can count.
    pub fn now(&self, doing: &'static str) {
        self.bar.set_prefix(doing);
    }

    /// Clears the line.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}

fn styled(bar: ProgressBar, line: &'static str) -> ProgressBar {
    match ProgressStyle::with_template(line) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
