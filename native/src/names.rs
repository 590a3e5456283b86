//! Names of columns, which are different in a frame.

use polars::prelude::*;
use polars_utils::aliases::PlHashSet;

/// Names that stand there more than once get a number, as polars gives it.
pub fn distinct(names: Vec<PlSmallStr>) -> Vec<PlSmallStr> {
    let written: PlHashSet<PlSmallStr> = names.iter().cloned().collect();
    let mut counts: PlHashMap<PlSmallStr, usize> = PlHashMap::default();
    names
        .into_iter()
        .map(|name| {
            let count = counts.entry(name.clone()).or_default();
            let mut distinct = name.clone();
            while *count > 0 {
                distinct = format!("{name}_duplicated_{}", *count - 1).into();
                if !written.contains(&distinct) {
                    break;
                }
                *count += 1;
            }
            *count += 1;
            distinct
        })
        .collect()
}

/// What is said against fields of which two have one name.
pub fn repeated(fields: &[ArrowField]) -> Option<String> {
    let mut names = PlHashSet::default();
    let repeated = fields.iter().find(|field| !names.insert(&field.name));
    repeated.map(|field| format!("there is more than one field '{}'", field.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_there_again_get_a_number() {
        let names = ["x", "x_duplicated_0", "x", "y", "x"].map(PlSmallStr::from_static);
        let distinct = distinct(names.to_vec());
        assert_eq!(
            distinct,
            [
                "x",
                "x_duplicated_0",
                "x_duplicated_1",
                "y",
                "x_duplicated_2"
            ]
        );
    }
}
