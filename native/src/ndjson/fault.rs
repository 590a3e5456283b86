//! What is wrong with a row, told by the key.

use polars::prelude::*;

use crate::schema::{MAX_DEPTH, name_of};
use crate::text::cut;

pub struct Fault(Box<Found>);

struct Found {
    /// The keys that lead there, the innermost first.
    path: Vec<String>,
    what: What,
}

pub enum What {
    /// It ends within a value.
    Ends,
    /// What is wanted, and what is there.
    NoJson(String, String),
    Deep,
    /// It goes over several lines, where each row has its own.
    Lines,
    NoObject(String),
    NoUtf8,
    /// A control character within text.
    Control(u8),
    Escape(String),
    Duplicate,
    /// A key of a row that was not looked at when the columns were found.
    Unknown,
    /// A key that the type has no field for which the user gave.
    NoField,
    /// A value that is not of the type that the user gave.
    Misfit(String, DataType),
    /// A value that the type of the rows before has no room for; all rows may have a type with room.
    Narrow(String, String),
    /// A value of another kind than in the rows before.
    Mixed(String, String),
    /// What is said already.
    Told(PolarsError),
}

impl From<PolarsError> for Fault {
    fn from(error: PolarsError) -> Self {
        What::Told(error).into()
    }
}

impl From<What> for Fault {
    #[cold]
    fn from(what: What) -> Self {
        Self(Box::new(Found {
            path: Vec::new(),
            what,
        }))
    }
}

impl Fault {
    /// The fault of a value, in an object that has it by this key.
    #[cold]
    pub fn of(mut self, key: &[u8]) -> Self {
        self.0.path.push(String::from_utf8_lossy(key).into_owned());
        self
    }

    /// What ends too early where each row has its line goes over several.
    pub fn in_lines(mut self) -> Self {
        if self.is_end() {
            self.0.what = What::Lines;
        }
        self
    }

    /// Whether more text may help.
    pub fn is_end(&self) -> bool {
        matches!(self.0.what, What::Ends)
    }

    pub fn told(self) -> PolarsError {
        const ALL: &str =
            "infer from more rows, or from all (withInferSchemaLength, withInferSchemaAll)";
        let Found { mut path, what } = *self.0;
        path.reverse();
        let path = path.join(".");
        let path = cut(&path);
        let of = match path.is_empty() {
            true => String::new(),
            false => format!(" in key '{path}'"),
        };
        let message = match what {
            What::Ends => format!("it is no JSON: it ends too early{of}"),
            What::NoJson(wanted, found) => {
                format!("it is no JSON: `{found}`, where {wanted} is wanted{of}")
            },
            What::Deep => format!("it nests more than {MAX_DEPTH} deep{of}"),
            What::Lines => format!(
                "it is no JSON: its line ends too early{of} (rows go over several lines where the first one does)"
            ),
            What::NoObject(value) => {
                format!(
                    "it is no JSON object, as each row is to be: `{}`",
                    cut(&value)
                )
            },
            What::Control(byte) => {
                let message = "it is no JSON: text has a control character as it is";
                format!("{message}{of}, U+{byte:04X}, where `\\u{byte:04x}` is wanted")
            },
            What::NoUtf8 => format!("text must be UTF-8{of}"),
            What::Escape(escape) if is_surrogate(&escape) => format!(
                "`{escape}` is no character{of}: withLossyEscapes makes U+FFFD of half a pair of surrogates"
            ),
            What::Escape(escape) => format!(
                "it is no JSON: `{escape}` is no character{of} (a backslash is written `\\\\`; before `\"`, `/`, b, f, n, \
                 r, t, and u with four hexadecimal digits, it stands for a character)"
            ),
            What::Duplicate => {
                format!("key '{path}' is there twice: withLastDuplicateKey takes its last value")
            },
            What::Unknown => {
                let message = format!(
                    "key '{path}' is not among those of the rows that gave the columns: {ALL}, or name the \
                     columns that are wanted (withColumns), which leaves other keys out"
                );
                return PolarsError::SchemaMismatch(message.into());
            },
            What::Told(error) => return error,
            What::NoField => format!(
                "key '{path}' is no field of the type that withSchemaOverrides gives: give a Struct that has it, or \
                 String, which takes the JSON of every value"
            ),
            What::Misfit(value, dtype) => {
                let named = name_of(&dtype);
                let message = format!(
                    "could not read `{}` as {} in key '{path}'{}: withSchemaOverrides gives another type (String takes \
                     the JSON of every value), withIgnoreErrors makes null of what does not fit",
                    cut(&value),
                    cut(&named),
                    why(&dtype)
                );
                return match dtype.is_integer() {
                    true => PolarsError::InvalidOperation(message.into()),
                    false => PolarsError::ComputeError(message.into()),
                };
            },
            What::Narrow(value, dtype) => {
                let message = format!(
                    "key '{path}' has `{}`, and the rows that gave the columns have {} alone: {ALL}, or give it a \
                     type (withSchemaOverrides)",
                    cut(&value),
                    cut(&dtype)
                );
                return PolarsError::SchemaMismatch(message.into());
            },
            What::Mixed(value, dtype) => format!(
                "key '{path}' has `{}`, and is {} in rows before: withSchemaOverrides as String takes the JSON \
                 of every value",
                cut(&value),
                cut(&dtype)
            ),
        };
        PolarsError::ComputeError(message.into())
    }
}

/// Whether it is an escape as it should be, and so half a pair alone.
fn is_surrogate(escape: &str) -> bool {
    let digits = escape.strip_prefix("\\u").unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// What a type asks for that is not plain.
fn why(dtype: &DataType) -> &'static str {
    match dtype {
        DataType::Decimal(..) => " (no digit is rounded away)",
        dtype if dtype.is_float() => " (no number becomes infinite or zero)",
        DataType::Date | DataType::Time => " (text in ISO 8601)",
        DataType::Datetime(_, Some(_)) => " (text in ISO 8601, with an offset from UTC)",
        DataType::Datetime(TimeUnit::Nanoseconds, _) => {
            " (text in ISO 8601, of the years 1677 to 2262)"
        },
        DataType::Datetime(TimeUnit::Microseconds, _) => {
            " (text in ISO 8601, without digits after the microseconds)"
        },
        DataType::Datetime(..) => " (text in ISO 8601, without digits after the milliseconds)",
        _ => "",
    }
}
