//! Exports arrays in a form that every consumer reads: without offsets, which Arrow Java ignores, and without
//! buffers for arrays of nulls, as the specification wants it.

use std::ffi::c_void;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::array::Array;
use polars_arrow::datatypes::PhysicalType;
use polars_arrow::ffi::{ArrowArray, export_array_to_c};
use polars_arrow::types::PrimitiveType;

use super::structs::CArray;
use crate::fields::{EXTENSION, EXTENSION_METADATA};

/// The array in its C form.
pub fn export(array: Box<dyn Array>) -> ArrowArray {
    let dtype = array.dtype().clone();
    let mut exported = export_array_to_c(array);
    // SAFETY: both are the C structure, and it is an array of that type.
    unsafe { rebase(&mut *(&raw mut exported).cast(), &dtype) };
    exported
}

/// The field with extension types in its metadata, and in that of its parts: of a type, polars-arrow's C form does not
/// say that it stores a dictionary.
pub fn with_plain_types(mut field: ArrowField) -> ArrowField {
    use ArrowDataType as T;
    let mut said = Vec::new();
    while let T::Extension(extension) = field.dtype {
        let metadata = extension.metadata.map(|text| (EXTENSION_METADATA, text));
        said.extend(metadata.into_iter().chain([(EXTENSION, extension.name)]));
        field.dtype = extension.inner;
    }
    if !said.is_empty() {
        let mut metadata = field.metadata.as_deref().cloned().unwrap_or_default();
        metadata.extend(said.into_iter().map(|(key, text)| (key.into(), text)));
        field.metadata = Some(Arc::new(metadata));
    }
    let boxed = |inner: Box<ArrowField>| Box::new(with_plain_types(*inner));
    field.dtype = match field.dtype {
        T::LargeList(inner) => T::LargeList(boxed(inner)),
        T::FixedSizeList(inner, width) => T::FixedSizeList(boxed(inner), width),
        T::Struct(fields) => T::Struct(fields.into_iter().map(with_plain_types).collect()),
        flat => flat,
    };
    field
}

/// What a rebased array owns.
struct Rebased {
    original: CArray,
    buffers: Vec<*const c_void>,
    _bits: Vec<Vec<u8>>,
}

/// Makes the array begin at its buffers' beginning.
///
/// # Safety
/// It must be an array of that type.
unsafe fn rebase(array: &mut CArray, dtype: &ArrowDataType) {
    // SAFETY: the caller's word.
    let child = |index: usize, field: &ArrowField| unsafe {
        rebase(&mut **array.children.add(index), field.dtype());
    };
    match dtype {
        ArrowDataType::List(inner)
        | ArrowDataType::LargeList(inner)
        | ArrowDataType::FixedSizeList(inner, _) => child(0, inner),
        ArrowDataType::Struct(fields) => {
            let fields = fields.iter().enumerate();
            fields.for_each(|(index, field)| child(index, field));
        },
        ArrowDataType::Dictionary(_, values, _) => {
            // SAFETY: the caller's word.
            unsafe { rebase(&mut *array.dictionary, values) }
        },
        ArrowDataType::Null => array.n_buffers = 0,
        _ => {},
    }
    if array.offset != 0 && array.n_buffers > 0 {
        // SAFETY: the caller's word.
        unsafe { begin_at_offset(array, dtype) };
    }
}

/// # Safety
/// It must be an array of that type.
unsafe fn begin_at_offset(array: &mut CArray, dtype: &ArrowDataType) {
    let (offset, length) = (array.offset as usize, array.length as usize);
    // SAFETY: the caller's word.
    let buffers = unsafe { std::slice::from_raw_parts(array.buffers, array.n_buffers as usize) };
    let mut buffers = buffers.to_vec();
    let mut bits = Vec::new();
    let mut shift_bits = |buffer: &mut *const c_void| {
        if buffer.is_null() || length == 0 {
            return;
        }
        let start = buffer.cast::<u8>().wrapping_add(offset / 8);
        *buffer = start.cast();
        let within = offset % 8;
        if within != 0 {
            // SAFETY: as above: the bitmap reaches to the array's end.
            let bytes = unsafe { std::slice::from_raw_parts(start, (within + length).div_ceil(8)) };
            let bit = |i: usize| bytes[(within + i) / 8] >> ((within + i) % 8) & 1;
            let byte = |n: usize| (8 * n..length.min(8 * n + 8)).rfold(0, |b, i| b << 1 | bit(i));
            let copy: Vec<u8> = (0..length.div_ceil(8)).map(byte).collect();
            *buffer = copy.as_ptr().cast();
            bits.push(copy);
        }
    };
    shift_bits(&mut buffers[0]);
    let width = match dtype.to_physical_type() {
        PhysicalType::Boolean => {
            shift_bits(&mut buffers[1]);
            0
        },
        PhysicalType::Primitive(primitive) => width(primitive),
        PhysicalType::Dictionary(key) => match ArrowDataType::from(key).to_physical_type() {
            PhysicalType::Primitive(primitive) => width(primitive),
            _ => 0,
        },
        PhysicalType::FixedSizeBinary => match dtype {
            ArrowDataType::FixedSizeBinary(size) => *size,
            _ => 0,
        },
        PhysicalType::Utf8 | PhysicalType::Binary | PhysicalType::List | PhysicalType::Map => 4,
        PhysicalType::LargeUtf8 | PhysicalType::LargeBinary | PhysicalType::LargeList => 8,
        PhysicalType::Utf8View | PhysicalType::BinaryView => 16,
        _ => 0,
    };
    if width != 0 && !buffers[1].is_null() {
        buffers[1] = buffers[1].wrapping_byte_add(offset * width);
    }
    let mut rebased = Box::new(Rebased {
        original: std::mem::replace(array, CArray::empty()),
        buffers,
        _bits: bits,
    });
    *array = CArray {
        length: rebased.original.length,
        null_count: rebased.original.null_count,
        offset: 0,
        n_buffers: rebased.original.n_buffers,
        n_children: rebased.original.n_children,
        buffers: rebased.buffers.as_mut_ptr(),
        children: rebased.original.children,
        dictionary: rebased.original.dictionary,
        release: Some(release),
        private_data: Box::into_raw(rebased).cast(),
    };
}

fn width(primitive: PrimitiveType) -> usize {
    match primitive {
        PrimitiveType::Int8 | PrimitiveType::UInt8 => 1,
        PrimitiveType::Int16 | PrimitiveType::UInt16 | PrimitiveType::Float16 => 2,
        PrimitiveType::Int32 | PrimitiveType::UInt32 | PrimitiveType::Float32 => 4,
        PrimitiveType::Int64
        | PrimitiveType::UInt64
        | PrimitiveType::Float64
        | PrimitiveType::DaysMs => 8,
        PrimitiveType::Int128 | PrimitiveType::UInt128 | PrimitiveType::MonthDayNano => 16,
        PrimitiveType::MonthDayMillis => 12,
        PrimitiveType::Int256 => 32,
    }
}

unsafe extern "C" fn release(array: *mut CArray) {
    // SAFETY: called once, by the consumer, with the array that `begin_at_offset` made.
    unsafe {
        let mut rebased = Box::from_raw((*array).private_data.cast::<Rebased>());
        (*array).release = None;
        if let Some(release) = rebased.original.release {
            release(&raw mut rebased.original);
        }
    }
}
