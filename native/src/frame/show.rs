//! Shows a `DataFrame` to a person: cells as polars prints them, and statistics.

use std::borrow::Cow;

use jni::Env;
use jni::objects::{JByteArray, JClass, JIntArray, JLongArray};
use jni::sys::jint;
use polars::prelude::*;

use super::FrameHandle;
use crate::jvm::wire::Writer;
use crate::jvm::{Error, Result};
use crate::series;

native! {
    "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle],
    static extern fn cells(frame: FrameHandle, rows: jlong[], columns: jint[]) -> jbyte[]
}

/// For each of the columns its type and the texts of the rows, as polars prints them.
fn cells<'local>(
    env: &mut Env<'local>,
    _: JClass<'local>,
    frame: FrameHandle,
    rows: JLongArray<'local>,
    columns: JIntArray<'local>,
) -> Result<JByteArray<'local>> {
    let mut row_numbers = vec![0; rows.len(env)?];
    rows.get_region(env, 0, &mut row_numbers)?;
    let mut indices = vec![0; columns.len(env)?];
    columns.get_region(env, 0, &mut indices)?;
    let frame = frame.get()?;
    let wire = super::deep(&frame, || write_cells(&frame, &row_numbers, indices))?;
    wire.into_java(env)
}

fn write_cells(frame: &DataFrame, rows: &[i64], columns: Vec<i32>) -> Result<Writer> {
    let mut wire = Writer::default();
    for index in columns {
        let column = usize::try_from(index).ok();
        let column = column.and_then(|index| frame.columns().get(index));
        let column = column.ok_or_else(|| Error::Index(format!("column {index}")))?;
        let values = column.as_materialized_series();
        wire.str(&values.dtype().to_string());
        for row in rows {
            let row = usize::try_from(*row).ok().filter(|row| *row < values.len());
            let row = row.ok_or_else(|| Error::Index("no such row".into()))?;
            let value = values.slice(row as i64, 1);
            let text = match value.null_count() {
                0 => Some(text_of(&value)?),
                _ => None,
            };
            wire.optional_str(text.as_deref());
        }
    }
    Ok(wire)
}

/// The one value's text.
fn text_of(value: &Series) -> PolarsResult<String> {
    let value = series::printable(value);
    value.str_value(0).map(Cow::into_owned)
}

/// Where polars looks each time it prints a frame; there is no other way to say it.
const MAX_ROWS: &str = "POLARS_FMT_MAX_ROWS";

native! { "io.github.polars4j.internal.jni.NativeLibrary", static extern fn show_rows(rows: jint) }

/// Has frames printed with so many rows, negative for all, unless the environment says how many.
fn show_rows(_: &mut Env<'_>, _: JClass<'_>, rows: jint) -> Result<()> {
    if std::env::var_os(MAX_ROWS).is_none_or(|value| value.is_empty()) {
        // SAFETY: as for the number of threads in `jvm/threads.rs`; it happens once, when the
        // library is loaded.
        unsafe { std::env::set_var(MAX_ROWS, rows.to_string()) };
    }
    Ok(())
}

native! { "io.github.polars4j.internal.jni.NativeFrame" [FrameHandle], static extern fn describe(frame: FrameHandle) -> FrameHandle }

const STATISTICS: [&str; 9] = [
    "count",
    "null_count",
    "mean",
    "std",
    "min",
    "25%",
    "50%",
    "75%",
    "max",
];

fn describe(_: &mut Env<'_>, _: JClass<'_>, frame: FrameHandle) -> Result<FrameHandle> {
    let frame = frame.get()?;
    let statistics = super::deep(&frame, || statistics_of(&frame))?;
    Ok(FrameHandle::store(statistics))
}

fn statistics_of(frame: &DataFrame) -> Result<DataFrame> {
    let mut columns = vec![Column::new("statistic".into(), STATISTICS)];
    for column in frame.columns() {
        if column.name() == "statistic" {
            let message = "a column is named 'statistic', as that of the statistics' names is";
            return Err(PolarsError::Duplicate(message.into()).into());
        }
        columns.push(statistics(column.as_materialized_series())?);
    }
    Ok(DataFrame::new(STATISTICS.len(), columns)?)
}

fn statistics(values: &Series) -> PolarsResult<Column> {
    let dtype = values.dtype();
    let nulls = values.null_count();
    let count = values.len() - nulls;
    let name = values.name().clone();
    if dtype.is_primitive_numeric() || dtype.is_decimal() || dtype.is_bool() {
        let floats = values.cast(&DataType::Float64)?;
        let ranked = !dtype.is_bool();
        let std = match ranked {
            true => floats.std(1),
            false => None,
        };
        let at = |quantile| match ranked {
            true => number(floats.quantile_reduce(quantile, QuantileMethod::Nearest)?),
            false => Ok(None),
        };
        let numbers = [
            Some(count as f64),
            Some(nulls as f64),
            floats.mean(),
            std,
            number(floats.min_reduce()?)?,
            at(0.25)?,
            at(0.5)?,
            at(0.75)?,
            number(floats.max_reduce()?)?,
        ];
        return Ok(Column::new(name, numbers));
    }
    let mut texts: [Option<String>; 9] = Default::default();
    texts[0] = Some(count.to_string());
    texts[1] = Some(nulls.to_string());
    if dtype.is_temporal() && count > 0 {
        let numbers = values.to_physical_repr().cast(&DataType::Int64)?;
        let text = |number: i64, dtype: &DataType| {
            let number = Int64Chunked::from_slice("".into(), &[number]).into_series();
            let physical = number.cast(&dtype.to_physical())?;
            text_of(&physical.cast(dtype)?).map(Some)
        };
        let mean = numbers.mean().unwrap_or_default();
        let day = 86_400_000_000.0;
        texts[2] = match dtype {
            DataType::Date => {
                let moment = DataType::Datetime(TimeUnit::Microseconds, None);
                text((mean * day).round() as i64, &moment)?
            },
            _ => text(mean.round() as i64, dtype)?,
        };
        let floats = numbers.sort(SortOptions::default())?;
        let sorted = floats.drop_nulls();
        let sorted = sorted.i64()?;
        let at = |quantile: f64| {
            let index = ((count - 1) as f64 * quantile).round() as usize;
            text(sorted.get(index).unwrap_or_default(), dtype)
        };
        texts[4] = at(0.0)?;
        texts[5] = at(0.25)?;
        texts[6] = at(0.5)?;
        texts[7] = at(0.75)?;
        texts[8] = at(1.0)?;
    } else if dtype.is_string() {
        texts[4] = string(values.min_reduce()?);
        texts[8] = string(values.max_reduce()?);
    }
    Ok(Column::new(name, texts.as_slice()))
}

fn number(scalar: Scalar) -> PolarsResult<Option<f64>> {
    Ok(scalar.value().extract::<f64>())
}

fn string(scalar: Scalar) -> Option<String> {
    scalar.value().get_str().map(str::to_owned)
}
