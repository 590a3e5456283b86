//! What the Arrow schema of a file's writer says of its columns.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polars::prelude::*;
use polars_arrow::datatypes::{ArrowSchema, Field as ArrowField};
use polars_arrow::io::ipc::read::deserialize_schema;
use polars_arrow_format::ipc::planus::{Builder, ReadAsRoot};
use polars_arrow_format::ipc::{
    Endianness, Field, FieldRef, KeyValueRef, Message, MessageHeader, MessageHeaderRef, MessageRef,
    MetadataVersion, Schema, SchemaRef, Type,
};
use polars_utils::aliases::InitHashMaps;

use super::footer::Footer;
use super::invalid::ARROW;
use super::schema::Refusal;
use crate::depth::check_shape;
use crate::jvm::error::catch_panic;
use crate::schema::MAX_DEPTH;

#[derive(Default)]
pub struct Hints {
    fields: ArrowSchema,
    /// Why columns cannot be read.
    faults: PlHashMap<String, Refusal>,
}

impl Hints {
    /// By the first schema that is one: what is none says nothing.
    pub fn of(footer: &Footer) -> Self {
        let pairs = footer.pairs.iter().filter(|(key, _)| key == ARROW);
        let mut schemas = pairs.filter_map(|(_, value)| Self::decode(value.as_deref()?));
        schemas.next().unwrap_or_default()
    }

    /// What is said of the column, or why it cannot be read.
    pub fn get(&self, name: &str) -> Result<Option<&ArrowField>, Refusal> {
        match self.faults.get(name) {
            Some(fault) => Err(fault.clone()),
            None => Ok(self.fields.get(name)),
        }
    }

    fn decode(encoded: &str) -> Option<Self> {
        let bytes = STANDARD.decode(encoded).ok()?;
        let message = match bytes.as_slice() {
            [255, 255, 255, 255, _, _, _, _, message @ ..] => message,
            message => message,
        };
        let header = MessageRef::read_as_root(message).ok()?.header().ok()?;
        let Some(MessageHeaderRef::Schema(schema)) = header else {
            return None;
        };
        check_shape(schema, message.len()).ok()?; // polars walks through it
        match deserialize(message) {
            Some(fields) => Some(Self {
                fields,
                faults: PlHashMap::new(),
            }),
            None => Self::by_field(schema),
        }
    }

    /// Of each field by itself: what polars does not understand of one does not matter to the others.
    fn by_field(schema: SchemaRef<'_>) -> Option<Self> {
        let mut hints = Self::default();
        for field in schema.fields().ok()?.into_iter().flatten().flatten() {
            let Ok(Some(name)) = field.name() else {
                continue;
            };
            if let Some(key) = not_text(field, MAX_DEPTH) {
                let fault = format!("metadata '{key}' that is not UTF-8");
                hints.faults.insert(name.to_owned(), fault);
                continue;
            }
            let read = Field::try_from(field).ok().and_then(|mut field| {
                read_views_as_lists(&mut field);
                deserialize(&message_of(field))
            });
            match read {
                Some(alone) => hints.fields.extend(alone),
                None => {
                    let fault = format!("an Arrow type in its writer's {ARROW} that polars lacks");
                    hints.faults.insert(name.to_owned(), fault);
                },
            }
        }
        Some(hints)
    }
}

fn deserialize(message: &[u8]) -> Option<ArrowSchema> {
    let read = catch_panic(|| Ok(deserialize_schema(message)?));
    read.map(|(schema, ..)| schema).ok()
}

/// Lists are views nowhere but in Arrow.
fn read_views_as_lists(field: &mut Field) {
    match field.type_ {
        Some(Type::ListView(_)) => field.type_ = Some(Type::List(Box::default())),
        Some(Type::LargeListView(_)) => field.type_ = Some(Type::LargeList(Box::default())),
        _ => {},
    }
    let children = field.children.iter_mut().flatten();
    children.for_each(read_views_as_lists);
}

/// A schema of that field alone.
fn message_of(field: Field) -> Vec<u8> {
    let schema = Schema {
        endianness: Endianness::Little,
        fields: Some(vec![field]),
        ..Schema::default()
    };
    let message = Message {
        version: MetadataVersion::V5,
        header: Some(MessageHeader::Schema(Box::new(schema))),
        ..Message::default()
    };
    Builder::new().finish(&message, None).to_vec()
}

/// The key of metadata that is not UTF-8, of the field or one below it.
fn not_text(field: FieldRef<'_>, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let metadata = field.custom_metadata().ok()?.into_iter().flatten();
    let mut own = metadata.flatten().filter_map(|pair: KeyValueRef<'_>| {
        let Ok(key) = pair.key() else {
            return Some("a key".to_owned());
        };
        pair.value()
            .is_err()
            .then(|| key.unwrap_or_default().to_owned())
    });
    own.next().or_else(|| {
        let mut children = field.children().ok()?.into_iter().flatten().flatten();
        children.find_map(|child| not_text(child, depth))
    })
}
