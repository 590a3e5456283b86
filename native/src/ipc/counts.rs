//! How many rows the record batches of a file have, as polars says it in the footer.

use polars_arrow_format::ipc::KeyValue;
use polars_io::ipc::pl_ipc_metadata::POLARS_IPC_METADATA_KEY;

const BEGIN: &str = r#"{"record_batch_cum_len":["#;
const END: &str = "]}";

/// The rows up to the end of each record batch. Nothing is said where they are more than most builds of
/// polars count: these would refuse the file.
pub struct Counts(Option<Vec<u32>>);

impl Default for Counts {
    fn default() -> Self {
        Self(Some(Vec::new()))
    }
}

impl Counts {
    pub fn push(&mut self, rows: usize) {
        self.0 = self.0.take().and_then(|mut ends| {
            let rows = u32::try_from(rows).ok()?;
            ends.push(
                ends.last()
                    .map_or(Some(rows), |last| last.checked_add(rows))?,
            );
            Some(ends)
        });
    }

    /// What stands in the footer.
    pub fn entry(self) -> Option<KeyValue> {
        let ends: Vec<_> = self.0?.iter().map(u32::to_string).collect();
        Some(KeyValue {
            key: Some(POLARS_IPC_METADATA_KEY.to_owned()),
            value: Some(format!("{BEGIN}{}{END}", ends.join(","))),
        })
    }
}

/// The rows of each of `batches` record batches, where an entry of a footer says them. What polars writes
/// with dictionaries has other numbers in between, and says nothing.
pub fn rows_of(key: &str, value: &str, batches: usize) -> Option<Vec<usize>> {
    if key != POLARS_IPC_METADATA_KEY {
        return None;
    }
    let numbers = value.strip_prefix(BEGIN)?.strip_suffix(END)?;
    let numbers = numbers.split_terminator(',');
    let mut last = 0;
    let rows: Option<Vec<usize>> = numbers
        .map(|number| {
            let end: usize = number.parse().ok()?;
            let rows = end.checked_sub(std::mem::replace(&mut last, end))?;
            Some(rows)
        })
        .collect();
    rows.filter(|rows| rows.len() == batches)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(rows: &[usize]) -> Option<KeyValue> {
        let mut counts = Counts::default();
        rows.iter().for_each(|rows| counts.push(*rows));
        counts.entry()
    }

    #[test]
    fn what_is_written_is_understood() {
        for rows in [vec![], vec![0], vec![2, 1], vec![5, 0, 7]] {
            let entry = entry(&rows).unwrap();
            let (key, value) = (entry.key.unwrap(), entry.value.unwrap());
            assert_eq!(rows_of(&key, &value, rows.len()), Some(rows.clone()));
            assert_eq!(rows_of(&key, &value, rows.len() + 1), None);
            assert_eq!(rows_of("other", &value, rows.len()), None);
        }
    }

    #[test]
    fn the_text_is_that_of_polars() {
        let value = entry(&[2, 1]).unwrap().value.unwrap();
        assert_eq!(value, r#"{"record_batch_cum_len":[2,3]}"#);
    }

    #[test]
    fn more_rows_than_polars_counts_are_not_said() {
        let most = u32::MAX as usize;
        assert!(entry(&[most, 0]).is_some());
        assert!(entry(&[most, 1]).is_none());
        assert!(entry(&[most + 1]).is_none());
        assert!(entry(&[most, 1, 1]).is_none());
    }

    #[test]
    fn what_makes_no_sense_says_nothing() {
        for value in [
            "",
            "{}",
            r#"{"record_batch_cum_len":[3,2]}"#,
            r#"{"record_batch_cum_len":[-3,2]}"#,
            r#"{"record_batch_cum_len":[3,x]}"#,
            r#"{"record_batch_cum_len":[3,]}"#,
            r#"{"record_batch_cum_len":[3,99999999999999999999999]}"#,
        ] {
            assert_eq!(rows_of(POLARS_IPC_METADATA_KEY, value, 2), None, "{value}");
        }
    }
}
