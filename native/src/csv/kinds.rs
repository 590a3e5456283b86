//! What the values of a column have in common: the narrowest type that gives the text back.

use polars::prelude::*;

use super::dialect::{Dialect, Malformed, Raw};
use super::options::Values;
use super::walk::Visitor;
use crate::text::cells::boolean;
use crate::text::iso::Instant;
use crate::text::number::Numbers;

/// A kind of values.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Boolean,
    Number(Numbers),
    Date,
    Time,
    Datetime {
        zoned: bool,
        /// Whether some have digits behind the microseconds, or are out of the range of nanoseconds.
        fine: bool,
        far: bool,
    },
    Text,
}

impl Kind {
    fn of(text: &[u8], values: &Values) -> Self {
        if boolean(text).is_some() {
            return Self::Boolean;
        }
        if let Some(numbers) = Numbers::of(text, values.rules.point()) {
            return Self::Number(numbers);
        }
        if values.dates || values.rules.formats.given() {
            return Self::of_time(text, values);
        }
        Self::Text
    }

    fn of_time(text: &[u8], values: &Values) -> Self {
        let formats = &values.rules.formats;
        if formats.looks_for_dates(values.dates) && formats.date(text).is_some() {
            return Self::Date;
        }
        if formats.looks_for_times(values.dates) && formats.time(text).is_some() {
            return Self::Time;
        }
        let found = formats.looks_for_datetimes(values.dates);
        match found.then(|| formats.datetime(text)).flatten() {
            Some(instant) => Self::of_instant(instant),
            None => Self::Text,
        }
    }

    fn of_instant(instant: Instant) -> Self {
        Self::Datetime {
            zoned: instant.zoned,
            fine: instant.in_units(1_000_000).is_none(),
            far: instant.in_units(1_000_000_000).is_none(),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number(numbers), Self::Number(more)) => Self::Number(numbers.and(more)),
            (
                Self::Datetime { zoned, fine, far },
                Self::Datetime {
                    zoned: other_zoned,
                    fine: other_fine,
                    far: other_far,
                },
            ) if zoned == other_zoned => Self::Datetime {
                zoned,
                fine: fine || other_fine,
                far: far || other_far,
            },
            (kind, other) if kind == other => kind,
            _ => Self::Text,
        }
    }

    fn dtype(self) -> DataType {
        match self {
            Self::Boolean => DataType::Boolean,
            Self::Number(numbers) => numbers.dtype(),
            Self::Date => DataType::Date,
            Self::Time => DataType::Time,
            Self::Datetime {
                fine: true,
                far: true,
                ..
            } => DataType::String,
            Self::Datetime { zoned, fine, .. } => {
                let unit = if fine {
                    TimeUnit::Nanoseconds
                } else {
                    TimeUnit::Microseconds
                };
                DataType::Datetime(unit, zoned.then_some(TimeZone::UTC))
            },
            Self::Text => DataType::String,
        }
    }
}

/// What a column's values have in common.
#[derive(Clone, Copy, Default)]
struct Seen {
    kind: Option<Kind>,
    /// What they are by the formats that the user gives, which numbers may have too.
    said: Option<Kind>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        let join = |one: Option<Kind>, other: Option<Kind>| match (one, other) {
            (Some(one), Some(other)) => Some(one.and(other)),
            (one, other) => one.or(other),
        };
        self.kind = join(self.kind, other.kind);
        self.said = join(self.said, other.said);
    }

    /// Whether no further value changes it.
    fn is_text(self) -> bool {
        self.kind == Some(Kind::Text) && self.said.is_none_or(|said| said == Kind::Text)
    }

    fn dtype(self) -> Option<DataType> {
        let said = self.said.filter(|said| *said != Kind::Text);
        said.or(self.kind).map(Kind::dtype)
    }
}

/// The kinds of some rows' columns.
pub struct Kinds<'a> {
    dialect: &'a Dialect,
    values: &'a Values,
    /// How many columns there are; `None` for as many as the longest row has.
    most: Option<usize>,
    kinds: Vec<Seen>,
    scratch: Vec<u8>,
}

impl<'a> Kinds<'a> {
    pub fn new(dialect: &'a Dialect, values: &'a Values, most: Option<usize>) -> Self {
        Self {
            dialect,
            values,
            most,
            kinds: vec![Seen::default(); most.unwrap_or(0)],
            scratch: Vec::new(),
        }
    }

    /// What these rows and others have in common.
    pub fn merge(&mut self, other: &Self) {
        let length = self.kinds.len().max(other.kinds.len());
        self.kinds.resize(length, Seen::default());
        for (seen, other) in self.kinds.iter_mut().zip(&other.kinds) {
            seen.add(*other);
        }
    }

    /// The type of each column; `None` for those that have no value.
    pub fn dtypes(&self) -> Vec<Option<DataType>> {
        self.kinds.iter().map(|seen| seen.dtype()).collect()
    }
}

impl Visitor for Kinds<'_> {
    /// What is malformed, and in which column.
    type Error = (usize, Malformed);

    fn field(&mut self, column: usize, field: Raw<'_>) -> Result<(), Self::Error> {
        if self.most.is_none() && column == self.kinds.len() {
            self.kinds.push(Seen::default());
        }
        let Some(seen) = self.kinds.get_mut(column) else {
            return Ok(()); // more fields than columns
        };
        if seen.is_text() {
            return Ok(());
        }
        let text = field.text(self.dialect, &mut self.scratch);
        if text.is_empty() || self.values.nulls.has(text) {
            return Ok(());
        }
        let said = self.values.rules.formats.given();
        seen.add(Seen {
            kind: Some(Kind::of(text, self.values)),
            said: said.then(|| Kind::of_time(text, self.values)),
        });
        Ok(())
    }

    fn end(&mut self, _: usize) -> Result<(), Self::Error> {
        Ok(())
    }

    fn malformed(&mut self, column: usize, what: Malformed) -> Self::Error {
        (column, what)
    }
}
