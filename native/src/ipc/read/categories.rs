//! Reads dictionaries, and makes columns of categories of them.
//!
//! polars looks the text of every row up among its categories. Here each dictionary is looked up
//! once, and the rows' keys are translated, or taken over where they are the same.

use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::*;
use polars_arrow::array::{Array, DictionaryArray, DictionaryKey, PrimitiveArray, StaticArray};
use polars_arrow::datatypes::IntegerType;
use polars_arrow::types::NativeType;
use polars_core::datatypes::PolarsCategoricalType;
use polars_core::with_match_categorical_physical_type;

use crate::enums;
use crate::memory;
use crate::parents::Faults;

/// Dictionaries by their ids.
pub type Dictionaries = PlHashMap<i64, Arc<Dictionary>>;

/// A dictionary, and what its values are among the categories of the types that they were asked for.
pub struct Dictionary {
    /// Null where polars has no value.
    pub values: Box<dyn Array>,
    /// Where that is, and why: it matters if a row has one of those.
    pub faults: Option<Faults>,
    codes: Mutex<Vec<Codes>>,
}

#[derive(Clone)]
struct Codes {
    /// The values as categories, null where there is none.
    series: Series,
    /// Whether each value's code is its place.
    identity: bool,
    /// Whether values have no code.
    lossy: bool,
}

impl Dictionary {
    pub fn new(values: Box<dyn Array>, faults: Option<Faults>) -> Self {
        Self {
            values,
            faults,
            codes: Mutex::default(),
        }
    }

    /// Whether polars has no value for one of its own.
    pub fn is_faulty(&self, place: usize) -> bool {
        let faults = self.faults.as_ref();
        faults.is_some_and(|faults| faults.rows.get_bit(place))
    }

    /// Why polars has none for that one.
    pub fn why(&self, place: usize) -> String {
        match self.faults.as_ref().map(Faults::first) {
            Some((first, why)) if first == place => why.to_owned(),
            Some((first, why)) => {
                format!("value {place} of its dictionary is as bad as value {first}: {why}")
            },
            None => String::new(),
        }
    }

    /// Looks the values up, if that was not done before.
    fn codes(&self, dtype: &DataType) -> PolarsResult<Codes> {
        let mut known = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(codes) = known.iter().find(|codes| codes.series.dtype() == dtype) {
            return Ok(codes.clone());
        }
        let values = vec![self.values.clone()];
        // SAFETY: the type is the array's own.
        let values =
            unsafe { Series::_try_from_arrow_unchecked("".into(), values, self.values.dtype())? };
        let nulls = values.null_count();
        let text = values.str()?.iter();
        let codes = with_match_categorical_physical_type!(dtype.cat_physical()?, |$C| {
            let found = CategoricalChunked::<$C>::from_str_iter("".into(), dtype.clone(), text)?;
            let codes = found.physical();
            let places = codes.iter().enumerate();
            let identity = places.fold(true, |same, (place, code)| {
                same && code.is_some_and(|code| code as usize == place)
            });
            let lossy = codes.null_count() > nulls;
            Codes { identity, lossy, series: found.into_series() }
        });
        known.push(codes.clone());
        Ok(codes)
    }

    /// Makes the dictionary's values known as categories of the type.
    pub fn look_up(&self, dtype: &DataType) -> PolarsResult<()> {
        self.codes(dtype).map(drop)
    }

    /// A column of categories, made of keys into this dictionary.
    pub fn series(
        &self,
        field: &ArrowField,
        array: &dyn Array,
        dtype: &DataType,
    ) -> PolarsResult<Series> {
        let codes = self.codes(dtype)?;
        if codes.lossy {
            enums::check(field, array)?;
        }
        let name = field.name.clone();
        let ArrowDataType::Dictionary(key, ..) = array.dtype() else {
            polars_bail!(ComputeError: "keys of type {:?}", array.dtype());
        };
        with_match_categorical_physical_type!(dtype.cat_physical()?, |$C| {
            match key {
                IntegerType::Int8 => codes.column::<i8, $C>(name, array),
                IntegerType::Int16 => codes.column::<i16, $C>(name, array),
                IntegerType::Int32 => codes.column::<i32, $C>(name, array),
                IntegerType::Int64 => codes.column::<i64, $C>(name, array),
                IntegerType::UInt8 => codes.column::<u8, $C>(name, array),
                IntegerType::UInt16 => codes.column::<u16, $C>(name, array),
                IntegerType::UInt32 => codes.column::<u32, $C>(name, array),
                IntegerType::UInt64 => codes.column::<u64, $C>(name, array),
                other => polars_bail!(ComputeError: "dictionary keys are {other:?}"),
            }
        })
    }
}

impl Codes {
    fn column<K, C>(&self, name: PlSmallStr, array: &dyn Array) -> PolarsResult<Series>
    where
        K: DictionaryKey,
        C: PolarsCategoricalType,
        CategoricalChunked<C>: IntoSeries,
    {
        let array: Option<&DictionaryArray<K>> = array.as_any().downcast_ref();
        let keys = array.expect("the array is of its own type").keys();
        let codes = self.series.cat::<C>()?.physical();
        let codes = codes.downcast_as_array();
        let column = match self.identity {
            true => match take_over(keys, codes.len()) {
                Some(column) => column,
                None => translate(keys, codes)?,
            },
            false => translate(keys, codes)?,
        };
        let column = ChunkedArray::<C::PolarsPhysical>::with_chunk(name, column);
        let dtype = self.series.dtype().clone();
        // SAFETY: each code is one that the mapping of this very type gave out, or stands in a null.
        let column =
            unsafe { CategoricalChunked::<C>::from_cats_and_dtype_unchecked(column, dtype) };
        Ok(column.into_series())
    }
}

/// The keys as codes, without a copy; `None` if they are of another width, or a null's key points
/// nowhere.
fn take_over<K: DictionaryKey, C: NativeType>(
    keys: &PrimitiveArray<K>,
    length: usize,
) -> Option<PrimitiveArray<C>> {
    let fits = |key: &K| (*key).try_into().is_ok_and(|key: usize| key < length);
    if size_of::<K>() != size_of::<C>() || !keys.values().iter().all(fits) {
        return None;
    }
    let codes = keys.values().clone().try_transmute::<C>().ok()?;
    Some(PrimitiveArray::new(
        C::PRIMITIVE.into(),
        codes,
        keys.validity().cloned(),
    ))
}

fn translate<K: DictionaryKey, C: NativeType>(
    keys: &PrimitiveArray<K>,
    codes: &PrimitiveArray<C>,
) -> PolarsResult<PrimitiveArray<C>> {
    let place = |key: K| key.try_into().unwrap_or(usize::MAX);
    if codes.null_count() > 0 {
        let values = keys.iter().map(|key| codes.get(place(*key?)));
        memory::probe_if_large(keys.len() * size_of::<C>())?;
        return Ok(values.collect());
    }
    let codes = codes.values();
    let values = keys.values().iter();
    let values = values.map(|key| codes.get(place(*key)).copied().unwrap_or_default());
    let values = memory::collect(values, keys.len())?;
    let validity = keys.validity().cloned();
    Ok(PrimitiveArray::new(
        C::PRIMITIVE.into(),
        values.into(),
        validity,
    ))
}
