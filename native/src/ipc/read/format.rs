//! Which columns of a file or stream are wanted.

use polars::prelude::*;
use polars_io::RowIndex;
use polars_utils::aliases::InitHashMaps;

use super::schema::{FileSchema, Layout, Node};
use crate::io::Selection;
use crate::jvm::Result;

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
    pub node: Node,
    pub dtype: DataType,
}

impl FileSchema {
    /// The selected columns.
    pub fn wanted(&self, selection: &Selection) -> Result<Wanted> {
        selection.check(self.columns.iter().map(|column| &column.field.name))?;
        let places: PlHashMap<&str, usize> = (0..self.columns.len())
            .map(|index| (self.columns[index].field.name.as_str(), index))
            .collect();
        let wanted: Vec<usize> = match &selection.columns {
            Some(names) => names.iter().map(|name| places[name.as_str()]).collect(),
            None => (0..self.columns.len()).collect(),
        };
        let columns = wanted.into_iter().map(|index| self.column(index));
        let columns: Vec<Column> = columns.collect::<PolarsResult<_>>()?;
        let mut dictionaries = PlHashSet::new();
        for column in &columns {
            collect(&column.node, &mut dictionaries);
        }
        Ok(Wanted {
            columns,
            dictionaries,
        })
    }

    fn column(&self, index: usize) -> PolarsResult<Column> {
        let column = &self.columns[index];
        if let Some(refused) = &column.refused {
            let (name, arrow, why) = (&column.field.name, &refused.arrow, &refused.why);
            polars_bail!(
                InvalidOperation: "column '{name}' is of Arrow's type {arrow}, which cannot be read: {why}; \
                leave it out by naming the other columns with withColumns"
            );
        }
        Ok(Column {
            index,
            dtype: DataType::from_arrow_field(&column.field),
            field: column.field.clone(),
            node: column.node.clone(),
        })
    }

    /// The values of the dictionary.
    pub fn dictionary(&self, id: i64) -> Option<&Node> {
        let readable = self
            .columns
            .iter()
            .filter(|column| column.refused.is_none());
        readable
            .map(|column| find_dictionary(id, &column.node))
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
    /// Whether it is text with offsets.
    pub fn is_text(&self) -> bool {
        matches!(self.node.layout, Layout::Plain)
            && matches!(
                self.field.dtype(),
                ArrowDataType::Utf8 | ArrowDataType::LargeUtf8
            )
    }

    /// The dictionary of categories that it is made of keys into.
    pub fn categories(&self) -> Option<i64> {
        match self.node.layout {
            Layout::Dictionary(id) if self.dtype.is_categorical() || self.dtype.is_enum() => {
                Some(id)
            },
            _ => None,
        }
    }
}

/// The dictionaries that values need, in whatever depth.
fn collect(node: &Node, ids: &mut PlHashSet<i64>) {
    if let Layout::Dictionary(id) = node.layout {
        ids.insert(id);
    }
    node.children.iter().for_each(|node| collect(node, ids));
}

fn find_dictionary(id: i64, node: &Node) -> Option<&Node> {
    match node.layout {
        Layout::Dictionary(own) if own == id => node.children.first(),
        _ => node
            .children
            .iter()
            .find_map(|child| find_dictionary(id, child)),
    }
}
