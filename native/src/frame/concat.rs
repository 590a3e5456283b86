//! Puts frames one below the other.

use jni::Env;
use jni::objects::{JClass, JLongArray};
use jni::sys::{jint, jlong};
use polars::prelude::*;

use super::{Frame, FrameHandle, check_below, deep};
use crate::fields::{FieldInfo, Fields};
use crate::jvm::{Error, Result};
use crate::{schema, series};

/// How columns may differ. `ConcatHow` in Java has the same order.
#[derive(Clone, Copy)]
struct How {
    widening: bool,
    diagonal: bool,
}

native! {
    "io.github.polars4j.internal.jni.NativeVerbs" [FrameHandle],
    static extern fn concat(frames: jlong[], how: jint) -> FrameHandle
}

fn concat(
    env: &mut Env<'_>,
    _: JClass<'_>,
    frames: JLongArray<'_>,
    how: jint,
) -> Result<FrameHandle> {
    let mut handles: Vec<jlong> = vec![0; frames.len(env)?];
    frames.get_region(env, 0, &mut handles)?;
    let frames = handles.into_iter();
    let frames = frames.map(|handle| FrameHandle::from(handle).get());
    let frames: Vec<_> = frames.collect::<Result<_>>()?;
    let frames: Vec<&Frame> = frames.iter().map(AsRef::as_ref).collect();
    let how = How {
        widening: how & 1 != 0,
        diagonal: how & 2 != 0,
    };
    let Some(first) = frames.first() else {
        return Err(Error::Argument("there is no frame to concat".into()));
    };
    let deepest = frames
        .iter()
        .max_by_key(|frame| schema::depth_of(frame.schema()));
    deep(deepest.unwrap_or(first), || {
        Ok(FrameHandle::store(below_each_other(&frames, how)?))
    })
}

fn below_each_other(frames: &[&Frame], how: How) -> Result<Frame> {
    let schema = common(frames, how)?;
    let mut fitted = frames.iter().map(|frame| fit(frame, &schema));
    let mut all = fitted.next().expect("there is a first frame")?;
    for frame in fitted {
        let frame = frame?;
        check_below(all.schema(), frame.schema())?;
        all.vstack_mut(&frame)?;
    }
    let fields = schema
        .iter_names()
        .map(|name| (name.clone(), said(frames, name)));
    Ok(Frame::new(all, Fields::new(fields)))
}

/// The columns of all, with types that hold the values of each.
fn common(frames: &[&Frame], how: How) -> Result<Schema> {
    let mut schema = frames[0].schema().as_ref().clone();
    for (place, frame) in frames.iter().enumerate().skip(1) {
        if !how.diagonal && !schema.iter_names().eq(frame.schema().iter_names()) {
            let fits = |_: &DataType, _: &DataType| true;
            let difference = schema::difference(&schema, frame.schema(), fits);
            let difference = difference.unwrap_or_default();
            return Err(mismatch(format!(
                "frame {place} does not fit: {difference}"
            )));
        }
        for (name, dtype) in frame.schema().iter() {
            let common = match schema.get(name) {
                None => dtype.clone(),
                Some(own) if own == dtype => continue,
                Some(own) => match series::lossless(own, dtype) {
                    Some(common) if how.widening => common,
                    common => {
                        let advice = match common {
                            Some(_) => "cast one, or concat with widening",
                            None => "no type holds the values of both: cast one",
                        };
                        return Err(mismatch(unlike(name, place, own, dtype, advice)));
                    },
                },
            };
            schema.with_column(name.clone(), common);
        }
    }
    Ok(schema)
}

fn unlike(name: &str, place: usize, own: &DataType, other: &DataType, advice: &str) -> String {
    let (own, other) = (schema::name_of(own), schema::name_of(other));
    format!("column '{name}' is {own}, and {other} in frame {place}: {advice}")
}

fn mismatch(message: String) -> Error {
    PolarsError::SchemaMismatch(message.into()).into()
}

/// The frame with these columns, null where it has none.
fn fit(frame: &Frame, schema: &Schema) -> Result<DataFrame> {
    let height = frame.height();
    let columns = schema.iter().map(|(name, dtype)| {
        let Some(place) = frame.schema().index_of(name) else {
            return Ok(Column::full_null(name.clone(), height, dtype));
        };
        let column = frame.columns()[place].as_materialized_series();
        match column.dtype() == dtype {
            true => Ok(column.clone().into_column()),
            false => Ok(series::exactly(column, dtype)?.into_column()),
        }
    });
    let columns: Vec<Column> = columns.collect::<Result<_>>()?;
    Ok(DataFrame::new(height, columns)?)
}

/// What is said of a column: by the frames that have it, and it may be null if some has it not.
fn said(frames: &[&Frame], name: &str) -> FieldInfo {
    let with = |frame: &&&Frame| frame.schema().contains(name);
    let mut owners = frames.iter().filter(with);
    let mut info = owners
        .next()
        .map_or_else(FieldInfo::default, |frame| frame.fields.get(name).clone());
    for frame in owners {
        info.join(frame.fields.get(name));
    }
    info.required &= frames.iter().all(|frame| with(&frame));
    info
}
