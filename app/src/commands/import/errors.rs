use std::fs::File;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The rows that were not taken in, beside the file they stand in; made with the first of them.
pub struct Errors {
    pub path: PathBuf,
    file: Option<csv::Writer<File>>,
    failed: Option<csv::Error>,
}

impl Errors {
    pub fn beside(file: &Path) -> Self {
        Self { path: PathBuf::from(format!("{}.errors.csv", file.display())), file: None, failed: None }
    }

    /// Keeps faults: line, column and sentence of each.
    pub fn keep<'a>(&mut self, faults: impl Iterator<Item = (i64, &'a str, &'a str)>) {
        for fault in faults {
            if let Err(error) = self.write(fault) {
                self.failed.get_or_insert(error);
            }
        }
    }

    fn write(&mut self, (line, field, sentence): (i64, &str, &str)) -> Result<(), csv::Error> {
        if self.failed.is_some() {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let mut file = csv::Writer::from_path(&self.path)?;
                file.write_record(["line", "field", "error"])?;
                none.insert(file)
            }
        };
        file.write_record([line.to_string().as_str(), field, sentence])
    }

    pub fn finish(&mut self) -> Result<(), Failure> {
        let cannot = |error: String| Failure::because(format!("{} cannot be written: {error}.", self.path.display()));
        if let Some(error) = &self.failed {
            return Err(cannot(error.to_string()));
        }
        self.file.as_mut().map_or(Ok(()), csv::Writer::flush).map_err(|error| cannot(error.to_string()))
    }
}
