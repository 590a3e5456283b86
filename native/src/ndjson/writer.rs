//! Writes JSON, an object a line.

use polars::prelude::*;

use super::values::{Forms, NonFinite, Object, Refused, Values};
use crate::io::Output;
use crate::jvm::wire::Reader;
use crate::jvm::{Error, Result};
use crate::text::binary::BinaryText;
use crate::text::{Lines, TextWriter};

/// Begins an output of some columns.
pub fn open(options: &mut Reader<'_>, schema: Schema, output: Output) -> Result<TextWriter> {
    let forms = Forms {
        non_finite: match options.u8()? {
            0 => NonFinite::Refuse,
            1 => NonFinite::Null,
            2 => NonFinite::Text,
            other => return Err(Error::Argument(format!("unknown way of NaN {other}"))),
        },
        binary: BinaryText::decode_option(options)?,
    };
    BinaryText::check(forms.binary, &schema)?;
    let lines = Lines::new(&schema, move |rows, text| write(rows, text, forms));
    Ok(TextWriter::new(schema, output, lines, None))
}

/// Appends the rows, each of whose columns is one chunk.
fn write(rows: &mut DataFrame, text: &mut Vec<u8>, forms: Forms) -> Result<()> {
    let refused = Refused::default();
    let columns = rows.columns().iter();
    let arrays: Vec<_> = columns
        .map(|column| {
            let series = column.as_materialized_series();
            series.to_arrow(0, CompatLevel::newest())
        })
        .collect();
    let mut object = Object::default();
    for (column, array) in rows.columns().iter().zip(&arrays) {
        let values = Values::new(column.name(), array.as_ref(), forms, &refused)?;
        object.add(column.name(), values);
    }
    for row in 0..rows.height() {
        object.put(row, text);
        text.push(b'\n');
    }
    Ok(refused.check()?)
}
