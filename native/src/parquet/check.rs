//! Refuses schemas that nest too deep for the Parquet readers of polars, which recurse.

use polars::prelude::*;

use super::footer::Element;
use crate::schema::MAX_DEPTH;

/// A list is of two groups, around which is the root.
const MOST: usize = 2 * MAX_DEPTH + 1;

/// Refuses a schema that nests too deep.
pub fn check_elements(schema: &[Element]) -> PolarsResult<()> {
    match depth(schema) > MOST {
        true => polars_bail!(InvalidOperation: "its types nest more than {MAX_DEPTH} deep"),
        false => Ok(()),
    }
}

fn depth(schema: &[Element]) -> usize {
    // how many children are to come, of the groups that are open
    let mut open: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for element in schema {
        if let Some(left) = open.last_mut() {
            *left = left.saturating_sub(1);
        }
        open.push(element.children);
        deepest = deepest.max(open.len());
        while open.last().is_some_and(|left| *left == 0) {
            open.pop();
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(children: usize) -> Element {
        Element {
            children,
            ..Element::default()
        }
    }

    #[test]
    fn depth_is_what_lies_in_what() {
        let nested = |depth| (1..depth).map(|_| element(1)).chain([element(0)]);
        let check = |schema: Vec<Element>| check_elements(&schema);
        assert!(check(nested(MOST).collect()).is_ok());
        assert!(check(nested(MOST + 1).collect()).is_err());
        assert!(check(nested(100_000).collect()).is_err());
        let side_by_side = [element(500)]
            .into_iter()
            .chain((0..500).map(|_| element(0)));
        assert!(check(side_by_side.collect()).is_ok());
        let twice = [element(2)]
            .into_iter()
            .chain(nested(MOST - 1))
            .chain(nested(MOST));
        assert!(check(twice.collect()).is_err());
    }
}
