//! What a schema of the C data interface says of a record batch and its columns.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::{IntegerType, Metadata, UnionMode, UnionType};
use polars_arrow::ffi::{ArrowSchema, import_field_from_c};

use super::check::broken;
use super::names::type_name;
use super::structs::CSchema;
use super::{in_column, said, stored};
use crate::arrow_fields::{own_fault, with_known_zones};
use crate::fields::{FieldInfo, Fields};
use crate::jvm::{Error, Result};
use crate::names;
use crate::near;

/// The schema of record batches.
pub struct BatchSchema {
    /// What their columns are read as.
    pub fields: Vec<ArrowField>,
    /// How these lie there.
    pub stored: Vec<ArrowField>,
    /// What is said of them besides.
    pub said: Fields,
    /// What the schema says of itself.
    pub metadata: Option<Arc<Metadata>>,
}

/// A field as it is read.
struct Read {
    field: ArrowField,
    /// The same by how its values lie.
    stored: ArrowField,
    said: FieldInfo,
    /// Why it cannot be read.
    why: Option<String>,
}

/// What is said of the parts of a type.
enum Parts {
    Own(Vec<FieldInfo>),
    /// It is read as the values in it.
    Values(FieldInfo),
}

impl BatchSchema {
    /// What frames of such batches have.
    pub fn columns(&self) -> Schema {
        let fields = self.fields.iter();
        let fields = fields.map(|field| (field.name.clone(), field.clone()));
        Schema::from_arrow_schema(&fields.collect())
    }

    /// # Safety
    /// It must be a valid schema.
    pub unsafe fn of(schema: &ArrowSchema) -> Result<Self> {
        // SAFETY: both are the C structure.
        let schema = unsafe { &*std::ptr::from_ref(schema).cast::<CSchema>() };
        if schema.release.is_none() {
            return Err(Error::Argument(
                "the ArrowSchema was released before".into(),
            ));
        }
        // SAFETY: the caller's word.
        let format = unsafe { said::string(schema.format) };
        if format != "+s" {
            let message = format!("a struct, as record batches are, is wanted, not a '{format}'");
            return Err(PolarsError::InvalidOperation(message.into()).into());
        }
        // SAFETY: the caller's word.
        let (children, metadata) = unsafe {
            let metadata = said::metadata(schema.metadata, "the schema's")?;
            (children(schema), metadata)
        };
        let columns = children.map(column).collect::<PolarsResult<Vec<_>>>()?;
        let written = columns.iter().map(|column| column.field.name.clone());
        let names = names::distinct(written.collect());
        let mut batches = Self {
            fields: Vec::with_capacity(columns.len()),
            stored: Vec::with_capacity(columns.len()),
            said: Fields::default(),
            metadata: (!metadata.is_empty()).then(|| Arc::new(metadata)),
        };
        let mut said = Vec::with_capacity(columns.len());
        for (name, mut column) in names.into_iter().zip(columns) {
            if column.field.name != name {
                column.said = column.said.renamed(&column.field.name);
            }
            column.field.name = name.clone();
            column.stored.name = name.clone();
            batches.fields.push(column.field);
            batches.stored.push(column.stored);
            said.push((name, column.said));
        }
        batches.said = Fields::new(said.into_iter());
        Ok(batches)
    }
}

/// The parts of a schema.
///
/// # Safety
/// It must be a valid one.
unsafe fn children(schema: &CSchema) -> impl Iterator<Item = &CSchema> {
    let count = usize::try_from(schema.n_children).unwrap_or(0);
    // SAFETY: the caller's word.
    (0..count).map(|index| unsafe { &**schema.children.add(index) })
}

/// A column, unless it cannot be read. The schema must be a valid one.
fn column(schema: &CSchema) -> PolarsResult<Read> {
    // SAFETY: the caller's word.
    unsafe {
        let name = said::string(schema.name);
        let read = said::check(schema, 1).and_then(|()| read(schema));
        let read = read.map_err(|error| in_column(&name, error))?;
        if let Some(why) = &read.why {
            polars_bail!(
                InvalidOperation: "column '{name}' is of Arrow's type {}, which cannot be read: {why}; \
                leave it out where the data is made", type_name(schema)
            );
        }
        Ok(read)
    }
}

/// # Safety
/// It must be a valid schema, and checked.
unsafe fn read(schema: &CSchema) -> PolarsResult<Read> {
    // SAFETY: the caller's word.
    let ((dtype, parts, mut why), name, metadata) = unsafe {
        let metadata = said::metadata(schema.metadata, "its")?;
        (type_of(schema)?, said::string(schema.name), metadata)
    };
    let mut stored = ArrowField::new(name.into(), dtype, schema.flags & 2 != 0);
    stored.metadata = (!metadata.is_empty()).then(|| Arc::new(metadata));
    let stored = with_known_zones(&stored);
    let field = stored.with_dtype(stored::read_as(stored.dtype()));
    if let Some(fault) = own_fault(&field) {
        why.get_or_insert(match field.dtype() {
            ArrowDataType::Timestamp(..) => near::ZONES.to_owned(),
            _ => format!("it has {fault}"),
        });
    }
    let said = match parts {
        Parts::Own(children) => FieldInfo::with(&field, children),
        Parts::Values(values) => FieldInfo::around(&field, values),
    };
    Ok(Read {
        field,
        stored,
        said,
        why,
    })
}

/// How values lie, what is said of their parts, and why they cannot be read.
///
/// # Safety
/// It must be a valid schema, and checked.
unsafe fn type_of(schema: &CSchema) -> PolarsResult<(ArrowDataType, Parts, Option<String>)> {
    use ArrowDataType as T;
    // SAFETY: the caller's word.
    let (format, values) = unsafe { (said::string(schema.format), schema.dictionary.as_ref()) };
    if let Some(values) = values {
        // SAFETY: the caller's word.
        let (values, parts, why) = unsafe { type_of(values) }?;
        let dtype = T::Dictionary(key(&format)?, Box::new(values), schema.flags & 1 != 0);
        return Ok((dtype, parts, why));
    }
    let (mut fields, mut said, mut why) = (Vec::new(), Vec::new(), None);
    // SAFETY: the caller's word.
    for child in unsafe { children(schema) } {
        // SAFETY: likewise.
        let read = unsafe { read(child) }?;
        let name = &read.field.name;
        why = why.or(read.why.map(|why| format!("its part '{name}': {why}")));
        fields.push(read.stored);
        said.push(read.said);
    }
    let mut refuse = |message: &str| {
        why.get_or_insert(message.to_owned());
        T::Null
    };
    let mut only = || match fields.len() {
        1 => Ok(Box::new(fields.remove(0))),
        n => Err(broken(format!("a list of {n} children"))),
    };
    let (kind, rest) = format.split_once(':').unwrap_or((&format, ""));
    let dtype = match kind {
        "+l" => T::List(only()?),
        "+L" => T::LargeList(only()?),
        "+m" => T::Map(only()?, schema.flags & 4 != 0),
        "+w" => {
            let width = rest.parse();
            let width = width.map_err(|_| broken(format!("its type is '{format}'")))?;
            T::FixedSizeList(only()?, width)
        },
        "+vl" | "+vL" => stored::list_view(kind == "+vL", only()?),
        "+s" => match names::repeated(&fields) {
            Some(why) => refuse(&why),
            None => T::Struct(fields),
        },
        "+r" if fields.len() == 2 => {
            let values = Parts::Values(FieldInfo::of_runs(said.pop()));
            return Ok((stored::runs(fields), values, why));
        },
        "+ud" | "+us" => {
            let types: Vec<T> = fields
                .iter()
                .map(|field| stored::read_as(field.dtype()))
                .collect();
            if let Err(why) = near::of_union(types.iter()) {
                refuse(why);
            }
            let ids = rest.split(',').filter(|id| !id.is_empty()).map(str::parse);
            let ids = ids.collect::<std::result::Result<Vec<i32>, _>>();
            let union = UnionType {
                fields,
                ids: Some(ids.map_err(|_| broken(format!("its type is '{format}'")))?),
                mode: UnionMode::sparse(kind == "+us"),
            };
            let values = Parts::Values(FieldInfo::common(said.into_iter()));
            return Ok((T::Union(Box::new(union)), values, why));
        },
        "d" => match decimals(rest) {
            Ok(dtype) => dtype,
            Err(why) => refuse(why),
        },
        "tiM" | "tiD" | "tin" => refuse(near::INTERVALS),
        "+r" => return Err(broken("run ends without their values")),
        // SAFETY: the caller's word.
        _ => match unsafe { flat(schema) } {
            Some(dtype) => dtype,
            None => refuse("it is not known"),
        },
    };
    Ok((dtype, Parts::Own(said), why))
}

/// The type of what has no parts, if it is known.
///
/// # Safety
/// It must be a valid schema.
unsafe fn flat(schema: &CSchema) -> Option<ArrowDataType> {
    let flat = CSchema {
        metadata: std::ptr::null(),
        n_children: 0,
        children: std::ptr::null_mut(),
        dictionary: std::ptr::null_mut(),
        release: None,
        private_data: std::ptr::null_mut(),
        ..*schema
    };
    // SAFETY: both are the C structure, and this one is never released.
    let field = unsafe { import_field_from_c(&*(&raw const flat).cast::<ArrowSchema>()) };
    field.ok().map(|field| field.dtype)
}

fn key(format: &str) -> PolarsResult<IntegerType> {
    use IntegerType::*;
    Ok(match format {
        "c" => Int8,
        "C" => UInt8,
        "s" => Int16,
        "S" => UInt16,
        "i" => Int32,
        "I" => UInt32,
        "l" => Int64,
        "L" => UInt64,
        other => return Err(broken(format!("dictionary keys are of type '{other}'"))),
    })
}

/// Decimals by precision, scale and perhaps their bits.
fn decimals(said: &str) -> std::result::Result<ArrowDataType, &'static str> {
    let numbers = said.split(',').map(|number| number.trim().parse::<i64>());
    let numbers = numbers.collect::<std::result::Result<Vec<_>, _>>();
    let (precision, scale, bits) = match numbers.as_deref() {
        Ok([precision, scale]) => (*precision, *scale, 128),
        Ok([precision, scale, bits]) => (*precision, *scale, *bits),
        _ => return Err(near::DECIMALS),
    };
    near::of_decimals(bits, precision, scale)?;
    let (precision, scale) = (precision as usize, scale as usize);
    Ok(match bits {
        32 => ArrowDataType::Decimal32(precision, scale),
        64 => ArrowDataType::Decimal64(precision, scale),
        256 => ArrowDataType::Decimal256(precision, scale),
        _ => ArrowDataType::Decimal(precision, scale),
    })
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
