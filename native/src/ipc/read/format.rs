//! The schema and metadata of a file or stream, and which of its columns are wanted.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_arrow::io::ipc::{IpcField, IpcSchema};
use polars_io::RowIndex;
use polars_utils::aliases::InitHashMaps;

use crate::frame::arrow::check;
use crate::io::Selection;
use crate::jvm::Result;

pub struct Format {
    pub schema: ArrowSchema,
    pub ipc: IpcSchema,
    pub metadata: Option<Arc<Metadata>>,
    /// How deep its types nest.
    pub depth: usize,
}

/// What is to be read.
pub struct Wanted {
    /// In the order in which they are asked for.
    pub columns: Vec<Column>,
    /// The ids of the dictionaries that they need.
    pub dictionaries: PlHashSet<i64>,
}

/// A column that is wanted.
pub struct Column {
    /// Its place in the file.
    pub index: usize,
    pub field: ArrowField,
    pub ipc: IpcField,
    pub dtype: DataType,
    /// Whether its values have to be held against what polars has.
    pub scaled: bool,
}

impl Format {
    /// The selected columns.
    pub fn wanted(&self, selection: &Selection) -> Result<Wanted> {
        selection.check(self.schema.iter_names())?;
        let wanted: Vec<usize> = match &selection.columns {
            Some(names) => {
                let places = names.iter().map(|name| self.schema.try_index_of(name));
                places.collect::<PolarsResult<_>>()?
            },
            None => (0..self.schema.len()).collect(),
        };
        let columns = wanted.into_iter().map(|index| {
            let (_, field) = self.schema.get_at_index(index).expect("it was found");
            Column::new(index, field.clone(), self.ipc.fields[index].clone())
        });
        let columns: Vec<Column> = columns.collect();
        let mut dictionaries = PlHashSet::new();
        for column in &columns {
            collect(&column.ipc, &mut dictionaries);
        }
        Ok(Wanted {
            columns,
            dictionaries,
        })
    }

    /// The field whose values the dictionary holds.
    pub fn dictionary(&self, id: i64) -> Option<(&ArrowDataType, &IpcField)> {
        let fields = self.schema.iter_values().zip(&self.ipc.fields);
        fields
            .map(|(field, ipc)| find_dictionary(id, field.dtype(), ipc))
            .find_map(|found| found)
    }
}

impl Wanted {
    /// The schema of the frames that it gives.
    pub fn schema(&self, row_index: Option<&RowIndex>) -> Schema {
        let index = row_index.map(|index| (index.name.clone(), IDX_DTYPE));
        let columns = self.columns.iter();
        let columns = columns.map(|column| (column.field.name.clone(), column.dtype.clone()));
        index.into_iter().chain(columns).collect()
    }
}

impl Column {
    fn new(index: usize, field: ArrowField, ipc: IpcField) -> Self {
        Self {
            index,
            dtype: DataType::from_arrow_field(&field),
            scaled: check::is_scaled(field.dtype()),
            field,
            ipc,
        }
    }

    /// Whether it is text with offsets.
    pub fn is_text(&self) -> bool {
        matches!(
            self.field.dtype(),
            ArrowDataType::Utf8 | ArrowDataType::LargeUtf8
        )
    }

    /// Whether it is made of keys into a dictionary of categories.
    pub fn is_categories(&self) -> bool {
        self.dtype.is_categorical() || self.dtype.is_enum()
    }
}

/// The dictionaries that a column needs, in whatever depth.
fn collect(field: &IpcField, ids: &mut PlHashSet<i64>) {
    ids.extend(field.dictionary_id);
    field.fields.iter().for_each(|field| collect(field, ids));
}

fn find_dictionary<'a>(
    id: i64,
    dtype: &'a ArrowDataType,
    field: &'a IpcField,
) -> Option<(&'a ArrowDataType, &'a IpcField)> {
    match dtype {
        ArrowDataType::Dictionary(_, values, _) if field.dictionary_id == Some(id) => {
            Some((values, field))
        },
        ArrowDataType::Dictionary(_, values, _) => find_dictionary(id, values, field),
        ArrowDataType::List(child)
        | ArrowDataType::LargeList(child)
        | ArrowDataType::Map(child, _)
        | ArrowDataType::FixedSizeList(child, _) => {
            find_dictionary(id, child.dtype(), field.fields.first()?)
        },
        ArrowDataType::Struct(fields) => fields
            .iter()
            .zip(&field.fields)
            .find_map(|(child, field)| find_dictionary(id, child.dtype(), field)),
        _ => None,
    }
}
