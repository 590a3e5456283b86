//! What a schema of the C data interface says of a record batch and its columns.

use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::datatypes::Metadata;
use polars_arrow::ffi::{ArrowSchema, import_field_from_c};

use super::structs::CSchema;
use super::{check, in_column, said};
use crate::arrow_fields;
use crate::fields::{FieldInfo, Fields};
use crate::jvm::{Error, Result};
use crate::names;

/// The schema of record batches.
pub struct BatchSchema {
    /// Without extension types.
    pub fields: Vec<ArrowField>,
    /// What is said of them besides.
    pub said: Fields,
    /// What the schema says of itself.
    pub metadata: Option<Arc<Metadata>>,
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
        let mut fields = Vec::new();
        let mut fields_said = Vec::new();
        for index in 0..usize::try_from(schema.n_children).unwrap_or(0) {
            // SAFETY: the caller's word.
            let field = unsafe {
                let child = *schema.children.add(index);
                let name = said::string((*child).name);
                let field = said::check(&*child, 1)
                    .and_then(|()| import_field_from_c(&*child.cast::<ArrowSchema>()));
                field.map_err(|error| in_column(&name, error))?
            };
            let field = arrow_fields::with_known_zones(&field);
            if let Some(fault) = arrow_fields::fault(&field) {
                let error = polars_err!(ComputeError: "it has {fault}");
                return Err(in_column(&field.name, error).into());
            }
            let dtype = check::storage(field.dtype());
            check::check_type(&dtype).map_err(|error| in_column(&field.name, error))?;
            fields_said.push((field.name.clone(), FieldInfo::of(&field)));
            fields.push(ArrowField { dtype, ..field });
        }
        let written = fields.iter().map(|field: &ArrowField| field.name.clone());
        let names = names::distinct(written.collect());
        for (name, (field, said)) in names
            .into_iter()
            .zip(fields.iter_mut().zip(&mut fields_said))
        {
            let written = std::mem::replace(&mut field.name, name);
            if field.name != written {
                said.1 = std::mem::take(&mut said.1).renamed(&written);
            }
            said.0 = field.name.clone();
        }
        // SAFETY: the caller's word.
        let metadata = unsafe { said::metadata(schema.metadata, "the schema's") }?;
        Ok(Self {
            fields,
            said: Fields::new(fields_said.into_iter()),
            metadata: (!metadata.is_empty()).then(|| Arc::new(metadata)),
        })
    }
}
