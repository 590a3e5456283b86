//! What C schemas say is read, or refused in Arrow's words.

use std::ffi::CStr;

use polars_arrow::ffi::export_field_to_c;

use super::*;

fn field(name: &str, dtype: ArrowDataType) -> ArrowField {
    ArrowField::new(name.into(), dtype, true)
}

/// The schema of a batch of one column, `x`, of that type in its C form.
fn read(dtype: ArrowDataType, format: Option<&CStr>) -> Result<BatchSchema> {
    let root = field("", ArrowDataType::Struct(vec![field("x", dtype)]));
    let schema = export_field_to_c(&root);
    // SAFETY: both are the C structure, which has a child; what it owns it does not free by the format.
    unsafe {
        let root = &*(&raw const schema).cast::<CSchema>();
        if let Some(format) = format {
            (**root.children).format = format.as_ptr();
        }
        BatchSchema::of(&schema)
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_column_and_type() {
    use ArrowDataType as T;
    let twice = T::Struct(vec![field("a", T::Int8), field("a", T::Int8)]);
    let union = T::Union(Box::new(UnionType {
        fields: vec![field("0", T::Int8), field("1", T::Utf8)],
        ids: None,
        mode: UnionMode::Dense,
    }));
    let inside = T::List(Box::new(field("item", union)));
    for (dtype, format, arrow, why) in [
        (T::Int8, Some(c"tiD"), "interval[day_time]", near::INTERVALS),
        (
            T::Int8,
            Some(c"d:5,-2"),
            "decimal128(5, -2)",
            near::DECIMALS,
        ),
        (
            T::Int8,
            Some(c"d:76,40,256"),
            "decimal256(76, 40)",
            near::DECIMALS,
        ),
        (
            T::Int8,
            Some(c"tsu:Mars/Olympus"),
            "timestamp[us, tz=Mars/Olympus]",
            near::ZONES,
        ),
        (T::Int8, Some(c"?"), "?", "it is not known"),
        (
            T::Struct(vec![]),
            Some(c"+ud:"),
            "dense_union<>",
            "it is a union of no types",
        ),
        (
            twice,
            None,
            "struct<a: int8, a: int8>",
            "there is more than one field 'a'",
        ),
        (
            inside,
            None,
            "list<item: dense_union<0: int8, 1: utf8>>",
            "its part 'item': polars has no unions of several types",
        ),
    ] {
        let Err(Error::Polars(error, _)) = read(dtype, format) else {
            panic!("{arrow} is not refused");
        };
        let wanted = format!(
            "column 'x' is of Arrow's type {arrow}, which cannot be read: {why}; leave it out where the data is made"
        );
        assert_eq!(error.to_string(), wanted);
    }
}

#[test]
fn what_polars_lacks_is_read_as_what_it_has() {
    use ArrowDataType as T;
    let lists = T::LargeList(Box::new(field("item", T::Utf8)));
    let large = T::LargeList(Box::new(field("item", T::Utf8View)));
    let runs = T::Struct(vec![field("run_ends", T::Int16), field("values", T::Int8)]);
    for (dtype, format, wanted) in [
        (T::Int8, c"d:60,2,256", T::Decimal(38, 2)),
        (lists.clone(), c"+vL", large.clone()),
        (lists, c"+vl", large),
        (runs.clone(), c"+r", T::Int8),
        (T::Struct(vec![field("0", T::Int8)]), c"+us:5", T::Int8),
    ] {
        let batches = read(dtype, Some(format)).ok().unwrap();
        assert_eq!(batches.fields[0].dtype, wanted);
    }
}
