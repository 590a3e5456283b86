//! Builds columns whose values all have the same width.

use jni::Env;
use jni::objects::JByteArray;
use jni::sys::jint;
use polars::prelude::*;
use polars_arrow::array::{BooleanArray, PrimitiveArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::types::NativeType;

use crate::jvm::{Error, Result};
use crate::memory;

/// Values of 1, 2, 4, 8 or 16 bytes each, as their bits.
pub enum Fixed {
    W1(Vec<u8>),
    W2(Vec<u16>),
    W4(Vec<u32>),
    W8(Vec<u64>),
    W16(Vec<u128>),
}

macro_rules! each {
    ($fixed:expr, $values:ident => $do:expr) => {
        match $fixed {
            Fixed::W1($values) => $do,
            Fixed::W2($values) => $do,
            Fixed::W4($values) => $do,
            Fixed::W8($values) => $do,
            Fixed::W16($values) => $do,
        }
    };
}

impl Fixed {
    /// With room for that many rows.
    pub fn new(width: jint, rows: usize) -> Result<Self> {
        Ok(match width {
            1 => Self::W1(memory::with_capacity(rows)?),
            2 => Self::W2(memory::with_capacity(rows)?),
            4 => Self::W4(memory::with_capacity(rows)?),
            8 => Self::W8(memory::with_capacity(rows)?),
            16 => Self::W16(memory::with_capacity(rows)?),
            _ => return Err(Error::Argument(format!("no value has {width} bytes"))),
        })
    }

    pub fn len(&self) -> usize {
        each!(self, values => values.len())
    }

    pub fn truncate(&mut self, rows: usize) {
        each!(self, values => values.truncate(rows))
    }

    /// All values; none stay here.
    pub fn take(&mut self) -> Self {
        match self {
            Self::W1(values) => Self::W1(std::mem::take(values)),
            Self::W2(values) => Self::W2(std::mem::take(values)),
            Self::W4(values) => Self::W4(std::mem::take(values)),
            Self::W8(values) => Self::W8(std::mem::take(values)),
            Self::W16(values) => Self::W16(std::mem::take(values)),
        }
    }

    /// Appends the first `used` bytes of a block, which are whole values in this machine's order.
    pub fn append(&mut self, env: &Env<'_>, block: &JByteArray<'_>, used: usize) -> Result<()> {
        each!(self, values => append(env, values, block, used))
    }

    /// Booleans are a byte each, `Float16` comes as `f32` or as its own bits.
    pub fn finish(self, name: &str, dtype: &DataType, validity: Option<Bitmap>) -> Result<Series> {
        macro_rules! numbers {
            ($values:ident as $type:ident) => {
                series::<$type>(bytemuck::cast_vec($values), validity)
            };
        }
        let physical = match (self, dtype.to_physical()) {
            (Self::W1(bytes), DataType::Boolean) => {
                memory::probe_bits(bytes.len())?;
                let values = Bitmap::from_trusted_len_iter(bytes.into_iter().map(|byte| byte != 0));
                let array = BooleanArray::new(ArrowDataType::Boolean, values, validity);
                BooleanChunked::with_chunk("".into(), array).into_series()
            },
            (Self::W1(values), DataType::Int8) => numbers!(values as Int8Type),
            (Self::W1(values), DataType::UInt8) => numbers!(values as UInt8Type),
            (Self::W2(values), DataType::Int16) => numbers!(values as Int16Type),
            (Self::W2(values), DataType::UInt16) => numbers!(values as UInt16Type),
            (Self::W2(values), DataType::Float16) => numbers!(values as Float16Type),
            (Self::W4(values), DataType::Int32) => numbers!(values as Int32Type),
            (Self::W4(values), DataType::UInt32) => numbers!(values as UInt32Type),
            (Self::W4(values), DataType::Float32) => numbers!(values as Float32Type),
            (Self::W4(values), DataType::Float16) => {
                let length = values.len();
                let values = values.into_iter().map(|bits| f32::from_bits(bits).into());
                series::<Float16Type>(memory::collect(values, length)?, validity)
            },
            (Self::W8(values), DataType::Int64) => numbers!(values as Int64Type),
            (Self::W8(values), DataType::UInt64) => numbers!(values as UInt64Type),
            (Self::W8(values), DataType::Float64) => numbers!(values as Float64Type),
            (Self::W16(values), DataType::Int128) => numbers!(values as Int128Type),
            (Self::W16(values), DataType::UInt128) => numbers!(values as UInt128Type),
            _ => return Err(super::unsuited()),
        };
        if dtype.is_categorical() || dtype.is_enum() {
            return Err(super::unsuited());
        }
        // SAFETY: the physical type is the one that the logical type is kept in, and every value of
        // it stands for one of the logical type.
        let series = unsafe { physical.from_physical_unchecked(dtype) }?;
        Ok(series.with_name(name.into()))
    }
}

fn append<T: NativeType + bytemuck::Pod>(
    env: &Env<'_>,
    values: &mut Vec<T>,
    block: &JByteArray<'_>,
    used: usize,
) -> Result<()> {
    let start = values.len();
    memory::reserve(values, used / size_of::<T>())?;
    values.resize(start + used / size_of::<T>(), T::default());
    let whole = bytemuck::cast_slice_mut(&mut values[start..]);
    Ok(block.get_region(env, 0, whole)?)
}

fn series<T: PolarsNumericType>(values: Vec<T::Native>, validity: Option<Bitmap>) -> Series
where
    ChunkedArray<T>: IntoSeries,
{
    let array = PrimitiveArray::from_vec(values).with_validity(validity);
    ChunkedArray::<T>::with_chunk("".into(), array).into_series()
}
