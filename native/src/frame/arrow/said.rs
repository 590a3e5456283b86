//! Checks what a C schema says of its fields: polars-arrow panics at text that is not UTF-8, and recurses.

use std::ffi::{CStr, c_char};

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;

use super::structs::CSchema;
use crate::schema::MAX_DEPTH;

/// The text of a C string, of which null is an empty one.
///
/// # Safety
/// It must be a C string or null.
pub unsafe fn string(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the caller's word.
    let string = unsafe { CStr::from_ptr(pointer) };
    string.to_string_lossy().into_owned()
}

/// Refuses a field that nests too deep, or of which something is not UTF-8.
///
/// # Safety
/// It must be a valid schema.
pub unsafe fn check(schema: &CSchema, depth: usize) -> PolarsResult<()> {
    if depth > MAX_DEPTH {
        polars_bail!(InvalidOperation: "its type nests more than {MAX_DEPTH} deep");
    }
    // SAFETY: the caller's word.
    unsafe {
        for (text, what) in [(schema.name, "name"), (schema.format, "type")] {
            if !text.is_null() && CStr::from_ptr(text).to_str().is_err() {
                let text = string(text);
                polars_bail!(
                    InvalidOperation:
                    "the {what} '{text}' is not UTF-8, as Arrow has it: what makes it must encode it so"
                );
            }
        }
        if schema.format.is_null() {
            polars_bail!(InvalidOperation: "it has no type");
        }
        metadata(schema.metadata, "its")?;
        for index in 0..usize::try_from(schema.n_children).unwrap_or(0) {
            check(&**schema.children.add(index), depth + 1)?;
        }
        match schema.dictionary.as_ref() {
            Some(dictionary) => check(dictionary, depth + 1),
            None => Ok(()),
        }
    }
}

/// Keys and values, each behind its length, all behind the number of pairs. `whose` it is, is said of what is not
/// UTF-8.
///
/// # Safety
/// It must be such metadata or null.
pub unsafe fn metadata(metadata: *const c_char, whose: &str) -> PolarsResult<Metadata> {
    let mut all = Metadata::new();
    if metadata.is_null() {
        return Ok(all);
    }
    // SAFETY: the caller's word.
    let (pairs, mut at) = unsafe {
        let pairs = metadata.cast::<i32>().read_unaligned();
        (pairs, metadata.cast::<u8>().add(4))
    };
    let mut next = |what: &dyn Fn() -> String| {
        // SAFETY: the caller's word.
        let bytes = unsafe {
            let length = usize::try_from(at.cast::<i32>().read_unaligned()).unwrap_or(0);
            let bytes = std::slice::from_raw_parts(at.add(4), length);
            at = at.add(4 + length);
            bytes
        };
        std::str::from_utf8(bytes).map_err(|_| {
            polars_err!(
                InvalidOperation:
                "{} is not UTF-8, as Arrow has it: what makes it must encode it, as Base64 for instance",
                what()
            )
        })
    };
    for _ in 0..pairs {
        let key = next(&|| format!("a key of {whose} metadata"))?;
        let value = next(&|| format!("{whose} metadata '{key}'"))?;
        all.insert(key.into(), value.into());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use polars_arrow::ffi::export_field_to_c;

    use super::*;

    /// What is said against a list of such a field, with something changed in that.
    fn refused(metadata: &[(&str, &str)], edit: impl Fn(&mut CSchema)) -> Option<String> {
        let mut field = ArrowField::new("name".into(), ArrowDataType::Int32, true);
        if !metadata.is_empty() {
            let pairs = metadata.iter();
            let pairs = pairs.map(|(key, value)| ((*key).into(), (*value).into()));
            field.metadata = Some(std::sync::Arc::new(pairs.collect()));
        }
        let list = ArrowDataType::LargeList(Box::new(field));
        let mut schema = export_field_to_c(&ArrowField::new("list".into(), list, true));
        // SAFETY: both are the C structure, which has a child.
        unsafe {
            let schema = &mut *(&raw mut schema).cast::<CSchema>();
            edit(&mut **schema.children);
            check(schema, 1).err().map(|error| error.to_string())
        }
    }

    fn spoil(text: *const c_char, at: usize) {
        // SAFETY: it is so long, and ours.
        unsafe { *text.add(at).cast_mut().cast::<u8>() = 0xFF };
    }

    #[test]
    fn what_is_not_utf_8_is_refused_by_name() {
        assert_eq!(refused(&[("k", "v"), ("l", "")], |_| {}), None);
        let name = refused(&[], |field| spoil(field.name, 0)).unwrap();
        assert!(
            name.contains("the name '\u{fffd}ame' is not UTF-8"),
            "{name}"
        );
        let dtype = refused(&[], |field| spoil(field.format, 0)).unwrap();
        assert!(
            dtype.contains("the type '\u{fffd}' is not UTF-8"),
            "{dtype}"
        );
        let pairs = [("key", "value")];
        let key = refused(&pairs, |field| spoil(field.metadata, 4 + 4)).unwrap();
        assert!(key.contains("a key of its metadata is not UTF-8"), "{key}");
        let value = refused(&pairs, |field| spoil(field.metadata, 4 + 4 + 3 + 4)).unwrap();
        assert!(value.contains("its metadata 'key' is not UTF-8"), "{value}");
    }
}
