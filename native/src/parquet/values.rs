//! Values that polars takes for others.

use polars::prelude::*;
use polars_parquet_format::Type;

use super::footer::Logical;
use super::schema::{Node, annotation};

/// The nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// What to look for in a column that was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watch {
    /// Polars turns what lies beyond nanoseconds into the last of them.
    int96: bool,
    /// A day ends before 24:00.
    time: bool,
}

impl Watch {
    pub fn of(node: &Node) -> Self {
        let own = Self {
            int96: node.element.physical == Some(Type::INT96),
            time: matches!(annotation(&node.element), Some(Logical::Time(_))),
        };
        node.children.iter().map(Self::of).fold(own, |a, b| Self {
            int96: a.int96 || b.int96,
            time: a.time || b.time,
        })
    }

    pub fn check(self, column: &Column) -> PolarsResult<()> {
        match self == Self::default() {
            true => Ok(()),
            false => self.look(column.as_materialized_series()),
        }
    }

    fn look(self, series: &Series) -> PolarsResult<()> {
        match series.dtype() {
            DataType::List(_) => self.look(&series.list()?.get_inner()),
            DataType::Array(..) => self.look(&series.array()?.get_inner()),
            DataType::Struct(_) => {
                let fields = series.struct_()?.fields_as_series();
                fields.iter().try_for_each(|field| self.look(field))
            },
            DataType::Datetime(TimeUnit::Nanoseconds, _) if self.int96 => {
                let physical = series.to_physical_repr();
                match row(physical.i64()?, |value| value == i64::MAX) {
                    Some((row, _)) => polars_bail!(
                        InvalidOperation:
                        "row {row} has an INT96 that nanoseconds do not reach (they go from \
                         1677-09-21 to 2262-04-11)"
                    ),
                    None => Ok(()),
                }
            },
            DataType::Time if self.time => {
                let physical = series.to_physical_repr();
                match row(physical.i64()?, |value| !(0..DAY).contains(&value)) {
                    Some((row, value)) => polars_bail!(
                        InvalidOperation:
                        "row {row} has a time of {value} ns, which is not within a day"
                    ),
                    None => Ok(()),
                }
            },
            _ => Ok(()),
        }
    }
}

/// The first value that is so, and where it is.
fn row(values: &Int64Chunked, is: impl Fn(i64) -> bool) -> Option<(usize, i64)> {
    let at = values.iter().position(|value| value.is_some_and(&is))?;
    Some((at, values.get(at)?))
}
