//! The keys that the rows of each row group are sorted by: checked, then noted in the footer.

use polars::prelude::*;
use polars_core::chunked_array::ops::row_encode::_get_rows_encoded;
use polars_parquet_format::SortingColumn;

use super::column::ColumnPlan;
use super::invalid::clip;
use crate::estimate;
use crate::jvm::Result;
use crate::memory;
use crate::sort_key::SortKey;

/// What the rows are sorted by.
#[derive(Default)]
pub struct Sorting {
    names: Vec<String>,
    places: Vec<usize>,
    descending: Vec<bool>,
    nulls_last: Vec<bool>,
    noted: Vec<SortingColumn>,
}

impl Sorting {
    /// Refuses keys that are not columns of single values.
    pub fn new(keys: &[SortKey], schema: &Schema, plans: &[ColumnPlan]) -> Result<Self> {
        let mut sorting = Self::default();
        for key in keys {
            let name = clip(&key.column);
            let Some((place, _, dtype)) = schema.get_full(&key.column) else {
                let message = format!("withSortedBy: there is no column '{name}'");
                return Err(PolarsError::ColumnNotFound(message.into()).into());
            };
            if dtype.is_nested() {
                return Err(refused(format!(
                    "withSortedBy: column '{name}' is nested, and Parquet notes the order of columns of single values \
                     only"
                )));
            }
            if sorting.places.contains(&place) {
                return Err(refused(format!(
                    "withSortedBy: column '{name}' is named twice"
                )));
            }
            let before = plans[..place].iter().map(ColumnPlan::leaves);
            sorting.noted.push(SortingColumn {
                column_idx: before.sum::<usize>() as i32,
                descending: key.descending,
                nulls_first: !key.nulls_last,
            });
            sorting.names.push(format!("'{name}'"));
            sorting.places.push(place);
            sorting.descending.push(key.descending);
            sorting.nulls_last.push(key.nulls_last);
        }
        Ok(sorting)
    }

    /// What the footer says of each row group.
    pub fn noted(&self) -> Option<Vec<SortingColumn>> {
        (!self.noted.is_empty()).then(|| self.noted.clone())
    }

    /// Refuses rows of a row group that are not sorted; `first` is the number of its first row.
    pub fn check(&self, pieces: &[DataFrame], first: usize) -> Result<()> {
        if self.places.is_empty() {
            return Ok(());
        }
        let mut row = first;
        let mut last: Option<Vec<u8>> = None;
        for piece in pieces {
            let keys = self.keys(piece)?;
            let rows = _get_rows_encoded(&keys, &self.descending, &self.nulls_last)?;
            let mut before = last.as_deref();
            for bytes in rows.iter() {
                if before.is_some_and(|before| before > bytes) {
                    return Err(refused(format!(
                        "withSortedBy: row {row} belongs before row {} by {}: sort the rows first, or leave \
                         withSortedBy out",
                        row - 1,
                        self.names.join(", ")
                    )));
                }
                before = Some(bytes);
                row += 1;
            }
            last = before.map(<[u8]>::to_vec);
        }
        Ok(())
    }

    /// The columns of the keys, with categories as the text that the file has.
    fn keys(&self, piece: &DataFrame) -> Result<Vec<Column>> {
        let mut keys = Vec::with_capacity(self.places.len());
        let mut bytes = 0usize;
        for place in &self.places {
            let column = &piece.columns()[*place];
            let chunks = column.as_materialized_series().chunks();
            bytes = bytes.saturating_add(estimate::of_copies(chunks));
            keys.push(match column.dtype() {
                DataType::Categorical(..) | DataType::Enum(..) => column.cast(&DataType::String)?,
                _ => column.clone(),
            });
        }
        memory::probe_if_large(bytes.saturating_mul(2))?;
        Ok(keys)
    }
}

fn refused(message: String) -> crate::jvm::Error {
    PolarsError::InvalidOperation(message.into()).into()
}
