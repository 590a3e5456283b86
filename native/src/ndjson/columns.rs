//! Columns that grow by a value of JSON at a time.

use polars::prelude::*;
use polars_arrow::array::{ListArray, StructArray};
use polars_arrow::bitmap::BitmapBuilder;
use polars_utils::aliases::{InitHashMaps, PlHashMap};

use super::distinct::Distinct;
use super::fault::{Fault, What};
use super::json::Json;
use super::scalars::{Reading, Takes, value};
use super::strings::Known;
use super::types::{Keys, Others, Type};
use crate::schema::name_of;
use crate::text::{Cells, Misfit, Missing};

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
                self.push_null(&mut reading.missing);
                reading.missing.check().map_err(Fault::from)
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
            self.push_null(&mut reading.missing);
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

    fn push_null(&mut self, missing: &mut Missing) {
        match &mut self.values {
            Growing::Skipped => {},
            Growing::Null(length) => *length += 1,
            Growing::Values(cells, ..) => {
                cells.push_null();
                missing.add(1);
            },
            Growing::List {
                offsets, validity, ..
            } => {
                offsets.push(offsets[offsets.len() - 1]);
                validity.push(false);
                missing.add(1);
            },
            Growing::Object { fields, validity } => {
                fields.push_null(missing);
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

/// The values of an object's keys.
pub struct Fields {
    names: Vec<PlSmallStr>,
    /// The names as most rows have them, with what stands around them.
    known: Vec<Known>,
    columns: Vec<Column>,
    places: PlHashMap<PlSmallStr, usize>,
    /// The last row, counted from 1, that had each key.
    seen: Vec<usize>,
    unknown: Others,
    /// The keys of a row that nobody knows.
    others: Distinct,
    pub height: usize,
}

/// Where the next key of a row most likely is, which is behind the last, and how many were found.
#[derive(Default)]
struct Row {
    likely: usize,
    found: usize,
}

impl Fields {
    pub fn new(keys: &Keys, rows: usize) -> Self {
        let mut places = PlHashMap::with_capacity(keys.fields.len());
        for (place, (name, _)) in keys.fields.iter().enumerate() {
            places.insert(name.clone(), place);
        }
        let names = keys.fields.iter().map(|(name, _)| name);
        Self {
            known: names.clone().map(|name| Known::key(name)).collect(),
            names: names.cloned().collect(),
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

    /// Adds the object that is next.
    pub fn read(
        &mut self,
        json: &mut Json<'_>,
        reading: &mut Reading,
        depth: usize,
    ) -> Result<(), Fault> {
        self.height += 1;
        self.others.clear();
        let mut row = Row::default();
        if json.leniency.last_key {
            json.object_of_last(depth, |json, key| {
                self.entry(json, reading, depth, key, &mut row)
            })?;
        } else {
            let mut more = json.enter(depth)?;
            while more {
                match self.known.get(row.likely) {
                    Some(known) if json.take_known(known) => {
                        self.value(json, reading, depth, row.likely, &mut row)?;
                    },
                    _ => {
                        let key = json.key()?;
                        if key.escaped {
                            let mut name = Vec::new();
                            json.unescape(key.bytes, &mut name)?;
                            self.entry(json, reading, depth, &name, &mut row)?;
                        } else {
                            self.entry(json, reading, depth, key.bytes, &mut row)?;
                        }
                    },
                }
                more = json.another()?;
            }
        }
        if row.found < self.columns.len() {
            for (column, seen) in self.columns.iter_mut().zip(&self.seen) {
                if *seen < self.height {
                    column.push_null(&mut reading.missing);
                }
            }
            reading.missing.check()?;
        }
        Ok(())
    }

    /// Adds the value that is next, of whatever key.
    fn entry(
        &mut self,
        json: &mut Json<'_>,
        reading: &mut Reading,
        depth: usize,
        key: &[u8],
        row: &mut Row,
    ) -> Result<(), Fault> {
        let name = std::str::from_utf8(key).ok();
        if let Some(place) = name.and_then(|name| self.places.get(name)) {
            return self.value(json, reading, depth, *place, row);
        }
        let what = match (name, self.unknown) {
            (None, _) => What::NoUtf8,
            (_, Others::Late) => What::Unknown,
            (_, Others::NoField) => What::NoField,
            _ if !self.others.add(key) => What::Duplicate,
            _ => return json.skip(depth).map(|_| ()).map_err(|fault| fault.of(key)),
        };
        Err(Fault::from(what).of(key))
    }

    /// Adds the value that is next, of the key at a place.
    #[inline]
    fn value(
        &mut self,
        json: &mut Json<'_>,
        reading: &mut Reading,
        depth: usize,
        place: usize,
        row: &mut Row,
    ) -> Result<(), Fault> {
        row.likely = place + 1;
        if std::mem::replace(&mut self.seen[place], self.height) == self.height {
            return Err(Fault::from(What::Duplicate).of(self.names[place].as_bytes()));
        }
        row.found += 1;
        self.columns[place]
            .read(json, reading, depth)
            .map_err(|fault| fault.of(self.names[place].as_bytes()))
    }

    pub fn push_null(&mut self, missing: &mut Missing) {
        self.height += 1;
        for column in &mut self.columns {
            column.push_null(missing);
        }
    }

    /// The columns that somebody asked for.
    pub fn finish(self) -> PolarsResult<Vec<Series>> {
        let columns = self.names.into_iter().zip(self.columns);
        let series = columns.map(|(name, column)| column.finish(name));
        series.filter_map(PolarsResult::transpose).collect()
    }
}
