//! Columns that grow by a value of JSON at a time.

use polars::prelude::*;
use polars_arrow::array::{ListArray, StructArray};
use polars_arrow::bitmap::BitmapBuilder;
use polars_utils::aliases::{InitHashMaps, PlHashMap};

use super::distinct::Distinct;
use super::fault::{Fault, What};
use super::json::{Json, Raw};
use super::types::{Keys, Others, Type};
use crate::schema::name_of;
use crate::text::{Cells, Misfit, Rules};

/// How rows become values.
pub struct Reading {
    /// Whether values that do not fit are null.
    pub ignore_errors: bool,
    /// Whether all text was found to be UTF-8.
    pub utf8: bool,
    pub rules: Rules,
    /// Text as it is meant.
    pub scratch: Vec<u8>,
}

/// The values of a key, as they grow.
enum Growing {
    Skipped,
    Null(usize),
    Values(Cells, Takes, DataType),
    List {
        inner: Box<Column>,
        offsets: Vec<i64>,
        validity: BitmapBuilder,
    },
    Object {
        fields: Fields,
        validity: BitmapBuilder,
    },
}

/// The values of a key.
pub struct Column {
    values: Growing,
    /// The type that the user gives.
    given: Option<DataType>,
}

/// Which values are taken, and how.
#[derive(Clone, Copy, PartialEq)]
pub enum Takes {
    Booleans,
    /// Numbers that the type gives back as they are written.
    FoundNumbers,
    Numbers,
    /// Numbers, and text for what JSON has no numbers for.
    Floats,
    /// Text.
    Text,
    /// Text that says values: dates, times.
    Said,
    /// Numbers, and text that says such.
    Decimals,
    /// Text as it is meant, and anything else as it is written.
    Json,
}

impl Growing {
    fn new(of: &Type, rows: usize) -> Self {
        let values = |dtype: &DataType, takes| {
            let parsed = match dtype {
                DataType::Float16 => &DataType::Float64,
                dtype => dtype,
            };
            Self::Values(Cells::new(parsed, rows), takes, dtype.clone())
        };
        let list = |inner: &Type| {
            let mut offsets = Vec::with_capacity(rows + 1);
            offsets.push(0);
            Self::List {
                inner: Box::new(Column::new(inner, rows)),
                offsets,
                validity: BitmapBuilder::new(),
            }
        };
        let object = |keys: &Keys| Self::Object {
            fields: Fields::new(keys, rows),
            validity: BitmapBuilder::new(),
        };
        match of {
            Type::Skipped => Self::Skipped,
            Type::Null => Self::Null(0),
            Type::Boolean => values(&DataType::Boolean, Takes::Booleans),
            Type::Number(dtype) => values(dtype, Takes::FoundNumbers),
            Type::Text => values(&DataType::String, Takes::Text),
            Type::Json => values(&DataType::String, Takes::Json),
            Type::List(inner) => list(inner),
            Type::Object(keys) => object(keys),
            Type::Given(dtype) => match dtype {
                DataType::Null => Self::Null(0),
                DataType::List(inner) | DataType::Array(inner, _) => {
                    list(&Type::Given(inner.as_ref().clone()))
                },
                DataType::Struct(fields) => object(&Keys::given(fields)),
                dtype => values(dtype, Takes::of(dtype)),
            },
        }
    }
}

impl Takes {
    /// What a type takes that the user gives.
    fn of(dtype: &DataType) -> Self {
        match dtype {
            DataType::Boolean => Self::Booleans,
            DataType::String => Self::Json,
            DataType::Decimal(..) => Self::Decimals,
            dtype if dtype.is_float() => Self::Floats,
            dtype if dtype.is_integer() => Self::Numbers,
            DataType::Date | DataType::Time | DataType::Datetime(..) => Self::Said,
            _ => Self::Text,
        }
    }
}

impl Column {
    fn new(of: &Type, rows: usize) -> Self {
        Self {
            values: Growing::new(of, rows),
            given: match of {
                Type::Given(dtype) => Some(dtype.clone()),
                _ => None,
            },
        }
    }

    /// Adds the value that is next, within `depth` others.
    #[inline]
    fn read(
        &mut self,
        json: &mut Json<'_>,
        reading: &mut Reading,
        depth: usize,
    ) -> Result<(), Fault> {
        let Some(first) = json.peek() else {
            return Err(What::Ends.into());
        };
        match &mut self.values {
            _ if first == b'n' => {
                json.literal("null")?;
                self.push_null();
                Ok(())
            },
            Growing::Values(cells, takes, _) => {
                let start = json.at;
                match value(cells, *takes, first, json, reading) {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(Misfit)) => {
                        json.at = start;
                        self.misfit(json, reading, depth)
                    },
                    Err(fault) => Err(fault),
                }
            },
            Growing::List {
                inner,
                offsets,
                validity,
            } if first == b'[' => {
                let mut length = offsets[offsets.len() - 1];
                json.list(depth + 1, |json| {
                    length += 1;
                    inner.read(json, reading, depth + 1)
                })?;
                offsets.push(length);
                validity.push(true);
                Ok(())
            },
            Growing::Object { fields, validity } if first == b'{' => {
                fields.read(json, reading, depth + 1)?;
                validity.push(true);
                Ok(())
            },
            Growing::Skipped => json.skip(depth).map(|_| ()),
            _ => self.misfit(json, reading, depth),
        }
    }

    #[cold]
    fn misfit(
        &mut self,
        json: &mut Json<'_>,
        reading: &mut Reading,
        depth: usize,
    ) -> Result<(), Fault> {
        let number = matches!(json.peek(), Some(b'-' | b'0'..=b'9'));
        let value = json.skip(depth)?;
        if reading.ignore_errors {
            self.push_null();
            return Ok(());
        }
        let value = String::from_utf8_lossy(value).into_owned();
        if let Some(given) = &self.given {
            return Err(What::Misfit(value, given.clone()).into());
        }
        Err(match &self.values {
            Growing::Null(_) => What::Narrow(value, "null".into()),
            Growing::Values(_, Takes::FoundNumbers, dtype) if number => {
                What::Narrow(value, name_of(dtype))
            },
            Growing::Values(_, Takes::FoundNumbers, _) => What::Mixed(value, "a number".into()),
            Growing::Values(_, _, dtype) => What::Mixed(value, name_of(dtype)),
            Growing::List { .. } => What::Mixed(value, "a list".into()),
            Growing::Object { .. } | Growing::Skipped => What::Mixed(value, "an object".into()),
        }
        .into())
    }

    fn push_null(&mut self) {
        match &mut self.values {
            Growing::Skipped => {},
            Growing::Null(length) => *length += 1,
            Growing::Values(cells, ..) => cells.push_null(),
            Growing::List {
                offsets, validity, ..
            } => {
                offsets.push(offsets[offsets.len() - 1]);
                validity.push(false);
            },
            Growing::Object { fields, validity } => {
                fields.push_null();
                validity.push(false);
            },
        }
    }

    /// The column; `None` if nobody asked for it.
    fn finish(self, name: PlSmallStr) -> PolarsResult<Option<Series>> {
        Ok(Some(match self.values {
            Growing::Skipped => return Ok(None),
            Growing::Null(length) => Series::new_null(name, length),
            Growing::Values(cells, ..) => match cells.finish(name) {
                Some(series) => series,
                None => return Ok(None),
            },
            Growing::List {
                inner,
                offsets,
                validity,
            } => {
                let inner = inner.finish(PlSmallStr::EMPTY)?;
                let inner = inner.unwrap_or_else(|| Series::new_null(PlSmallStr::EMPTY, 0));
                let values = inner.chunks()[0].clone();
                let dtype = ListArray::<i64>::default_datatype(values.dtype().clone());
                let validity = validity.into_opt_validity();
                let array = ListArray::try_new(dtype, offsets.try_into()?, values, validity)?;
                let dtype = DataType::List(Box::new(inner.dtype().clone()));
                // SAFETY: the values are the chunk of a series of the inner type.
                unsafe {
                    Series::from_chunks_and_dtype_unchecked(name, vec![array.boxed()], &dtype)
                }
            },
            Growing::Object { fields, validity } => {
                let length = fields.height;
                let series = fields.finish()?;
                let array = |series: &Series| series.chunks()[0].clone();
                let arrays: Vec<_> = series.iter().map(array).collect();
                let field =
                    |series: &Series| Field::new(series.name().clone(), series.dtype().clone());
                let dtype = DataType::Struct(series.iter().map(field).collect());
                let field = |series: &Series| {
                    let dtype = series.chunks()[0].dtype().clone();
                    ArrowField::new(series.name().clone(), dtype, true)
                };
                let arrow = ArrowDataType::Struct(series.iter().map(field).collect());
                let validity = validity.into_opt_validity();
                let array = StructArray::try_new(arrow, length, arrays, validity)?;
                // SAFETY: the values are the chunks of series of the fields' types.
                unsafe {
                    Series::from_chunks_and_dtype_unchecked(name, vec![array.boxed()], &dtype)
                }
            },
        }))
    }
}

/// Adds a value that is no list, no object and not null.
#[inline]
fn value(
    cells: &mut Cells,
    takes: Takes,
    first: u8,
    json: &mut Json<'_>,
    reading: &mut Reading,
) -> Result<Result<(), Misfit>, Fault> {
    use Takes::*;
    let Reading {
        utf8,
        rules,
        scratch,
        ..
    } = reading;
    Ok(match (first, takes) {
        (b'"', Text | Json) => {
            let raw = json.string()?;
            let text = meant(raw, json, *utf8, scratch)?;
            // SAFETY: `meant` has seen to it that it is UTF-8.
            if !unsafe { cells.push_text(text) } {
                return Ok(Err(Misfit));
            }
            Ok(())
        },
        (b'"', Said | Decimals) => {
            let raw = json.string()?;
            cells.push_given(meant(raw, json, *utf8, scratch)?, rules)
        },
        (b'"', Floats) => {
            let special = match json.string()?.bytes {
                b"NaN" => "NaN",
                b"Infinity" | b"inf" => "inf",
                b"-Infinity" | b"-inf" => "-inf",
                _ => return Ok(Err(Misfit)),
            };
            cells.push_given(special.as_bytes(), rules)
        },
        (b'-' | b'0'..=b'9', FoundNumbers) => cells.push_found(json.number()?, rules),
        (b'-' | b'0'..=b'9', Numbers | Floats | Decimals) => {
            cells.push_given(json.number()?, rules)
        },
        (b't', Booleans) => {
            json.literal("true")?;
            cells.push_given(b"true", rules)
        },
        (b'f', Booleans) => {
            json.literal("false")?;
            cells.push_given(b"false", rules)
        },
        (_, Json) => match (json.skip(0)?, *utf8) {
            // SAFETY: the whole text is UTF-8, and values begin and end at ASCII characters.
            (text, true) if unsafe { cells.push_text(text) } => Ok(()),
            (text, _) => cells.push_given(text, rules),
        },
        _ => Err(Misfit),
    })
}

/// Text as it is meant, which is UTF-8.
#[inline]
fn meant<'a>(
    raw: Raw<'a>,
    json: &Json<'_>,
    utf8: bool,
    scratch: &'a mut Vec<u8>,
) -> Result<&'a [u8], Fault> {
    if !utf8 && std::str::from_utf8(raw.bytes).is_err() {
        return Err(What::NoUtf8.into());
    }
    if !raw.escaped {
        return Ok(raw.bytes);
    }
    json.unescape(raw.bytes, scratch)?;
    Ok(scratch)
}

/// The values of an object's keys.
pub struct Fields {
    names: Vec<PlSmallStr>,
    columns: Vec<Column>,
    places: PlHashMap<PlSmallStr, usize>,
    /// The last row, counted from 1, that had each key.
    seen: Vec<usize>,
    unknown: Others,
    /// The keys of a row that nobody knows.
    others: Distinct,
    pub height: usize,
}

impl Fields {
    pub fn new(keys: &Keys, rows: usize) -> Self {
        let mut places = PlHashMap::with_capacity(keys.fields.len());
        for (place, (name, _)) in keys.fields.iter().enumerate() {
            places.insert(name.clone(), place);
        }
        Self {
            names: keys.fields.iter().map(|(name, _)| name.clone()).collect(),
            columns: keys
                .fields
                .iter()
                .map(|(_, of)| Column::new(of, rows))
                .collect(),
            places,
            seen: vec![0; keys.fields.len()],
            unknown: keys.others,
            others: Distinct::default(),
            height: 0,
        }
    }

    /// Where a key is, which most often is the one after the last.
    #[inline]
    fn place(&self, key: &[u8], likely: usize) -> Option<usize> {
        match self.names.get(likely) {
            Some(name) if name.as_bytes() == key => Some(likely),
            _ => self.places.get(std::str::from_utf8(key).ok()?).copied(),
        }
    }

    /// Adds the object that is next.
    pub fn read(
        &mut self,
        json: &mut Json<'_>,
        reading: &mut Reading,
        depth: usize,
    ) -> Result<(), Fault> {
        self.height += 1;
        self.others.clear();
        let (mut likely, mut found) = (0, 0);
        json.object(depth, |json, key| {
            let Some(place) = self.place(key, likely) else {
                let what = match (std::str::from_utf8(key), self.unknown) {
                    (Err(_), _) => What::NoUtf8,
                    (_, Others::Late) => What::Unknown,
                    (_, Others::NoField) => What::NoField,
                    _ if !self.others.add(key) => What::Duplicate,
                    _ => return json.skip(depth).map(|_| ()).map_err(|fault| fault.of(key)),
                };
                return Err(Fault::from(what).of(key));
            };
            likely = place + 1;
            if std::mem::replace(&mut self.seen[place], self.height) == self.height {
                return Err(Fault::from(What::Duplicate).of(key));
            }
            found += 1;
            self.columns[place]
                .read(json, reading, depth)
                .map_err(|fault| fault.of(key))
        })?;
        if found < self.columns.len() {
            for (column, seen) in self.columns.iter_mut().zip(&self.seen) {
                if *seen < self.height {
                    column.push_null();
                }
            }
        }
        Ok(())
    }

    pub fn push_null(&mut self) {
        self.height += 1;
        self.columns.iter_mut().for_each(Column::push_null);
    }

    /// The columns that somebody asked for.
    pub fn finish(self) -> PolarsResult<Vec<Series>> {
        let columns = self.names.into_iter().zip(self.columns);
        let series = columns.map(|(name, column)| column.finish(name));
        series.filter_map(PolarsResult::transpose).collect()
    }
}
