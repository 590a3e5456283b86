//! What Arrow calls the types of C schemas.

use super::said;
use super::structs::CSchema;
use crate::type_names::{NAMED, nested, part, timestamp};

/// Arrow's name of a field's type, for messages.
///
/// # Safety
/// It must be a valid schema.
pub unsafe fn type_name(schema: &CSchema) -> String {
    // SAFETY: the caller's word.
    unsafe {
        let values = name(schema, NAMED);
        match schema.dictionary.is_null() {
            false => format!("dictionary<{values}>"),
            true => values,
        }
    }
}

/// # Safety
/// It must be a valid schema.
unsafe fn name(schema: &CSchema, depth: usize) -> String {
    // SAFETY: the caller's word.
    let (values, format) = unsafe { (schema.dictionary.as_ref(), said::string(schema.format)) };
    if let Some(values) = values {
        // SAFETY: the caller's word.
        return unsafe { name(values, depth) };
    }
    let (kind, rest) = format.split_once(':').unwrap_or((&format, ""));
    let unit = match kind.get(2..) {
        Some("s") => "s",
        Some("m") => "ms",
        Some("u") => "us",
        _ => "ns",
    };
    let outer = match kind {
        "n" => "null",
        "b" => "bool",
        "c" => "int8",
        "C" => "uint8",
        "s" => "int16",
        "S" => "uint16",
        "i" => "int32",
        "I" => "uint32",
        "l" => "int64",
        "L" => "uint64",
        "e" => "float16",
        "f" => "float32",
        "g" => "float64",
        "z" => "binary",
        "Z" => "large_binary",
        "vz" => "binary_view",
        "u" => "utf8",
        "U" => "large_utf8",
        "vu" => "utf8_view",
        "w" => return format!("fixed_size_binary[{rest}]"),
        "d" => {
            let (digits, bits) = match rest.split(',').collect::<Vec<_>>()[..] {
                [precision, scale, bits] => (format!("({precision}, {scale})"), bits),
                [precision, scale] => (format!("({precision}, {scale})"), "128"),
                _ => (format!("({rest})"), ""),
            };
            return format!("decimal{bits}{digits}");
        },
        "tdD" => "date32",
        "tdm" => "date64",
        "tts" | "ttm" => return format!("time32[{unit}]"),
        "ttu" | "ttn" => return format!("time64[{unit}]"),
        "tss" | "tsm" | "tsu" | "tsn" => return timestamp(unit, rest),
        "tDs" | "tDm" | "tDu" | "tDn" => return format!("duration[{unit}]"),
        "tiM" => "interval[year_month]",
        "tiD" => "interval[day_time]",
        "tin" => "interval[month_day_nano]",
        "+l" => "list",
        "+L" => "large_list",
        "+vl" => "list_view",
        "+vL" => "large_list_view",
        "+w" => "fixed_size_list",
        "+s" => "struct",
        "+m" => "map",
        "+r" => "run_end_encoded",
        "+ud" => "dense_union",
        "+us" => "sparse_union",
        other => other,
    };
    if !kind.starts_with('+') {
        return outer.to_owned();
    }
    let count = usize::try_from(schema.n_children).unwrap_or(0);
    let parts = (0..count.min(NAMED)).map(|place| {
        // SAFETY: the caller's word.
        let (child, own) = unsafe {
            let child = &**schema.children.add(place);
            (child, said::string(child.name))
        };
        match depth {
            0 => "..".to_owned(),
            // SAFETY: the caller's word.
            _ => part(&own, &unsafe { name(child, depth - 1) }),
        }
    });
    nested(outer, parts.collect(), count)
}
