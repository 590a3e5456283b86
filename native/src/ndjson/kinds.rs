//! What the values of keys have in common.

use polars::prelude::*;
use polars_utils::aliases::PlHashMap;

use super::fault::{Fault, What};
use super::json::Json;
use super::types::{Keys, Others, Type};
use crate::text::number::Numbers;

/// The kinds of values that a key has.
#[derive(Default)]
pub struct Kind {
    /// The first that was not null.
    first: Option<Shape>,
    /// Whether there were others.
    mixed: bool,
    numbers: Seen,
    inner: Option<Box<Kind>>,
    keys: Option<Box<Kinds>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// Looks at the value that is next, within `depth` others.
    fn look(&mut self, json: &mut Json<'_>, depth: usize) -> Result<(), Fault> {
        let shape = match json.peek() {
            Some(b'n') => return json.literal("null"),
            Some(b't') => json.literal("true").map(|()| Shape::Boolean)?,
            Some(b'f') => json.literal("false").map(|()| Shape::Boolean)?,
            Some(b'"') => json.string().map(|_| Shape::Text)?,
            Some(b'[') => {
                let inner = self.inner.get_or_insert_default();
                json.list(depth + 1, |json| inner.look(json, depth + 1))?;
                Shape::List
            },
            Some(b'{') => {
                let keys = self.keys.get_or_insert_default();
                keys.look(json, depth + 1)?;
                Shape::Object
            },
            Some(b'-' | b'0'..=b'9') => {
                self.numbers.add(json.number()?);
                Shape::Number
            },
            _ => return Err(json.wanted("a value")),
        };
        self.mixed |= *self.first.get_or_insert(shape) != shape;
        Ok(())
    }

    /// Adds what later rows have.
    fn merge(&mut self, later: Self) {
        self.mixed |= later.mixed;
        if let Some(shape) = later.first {
            self.mixed |= *self.first.get_or_insert(shape) != shape;
        }
        self.numbers.merge(later.numbers);
        match (&mut self.inner, later.inner) {
            (Some(inner), Some(later)) => inner.merge(*later),
            (inner @ None, later) => *inner = later,
            _ => {},
        }
        match (&mut self.keys, later.keys) {
            (Some(keys), Some(later)) => keys.merge(*later),
            (keys @ None, later) => *keys = later,
            _ => {},
        }
    }

    /// The type of the first kind; if all are wanted, one for all.
    fn found(&self, all: bool) -> Type {
        match self.first {
            Some(_) if all && self.mixed => Type::Json,
            None => Type::Null,
            Some(Shape::Boolean) => Type::Boolean,
            Some(Shape::Number) => Type::Number(self.numbers.dtype()),
            Some(Shape::Text) => Type::Text,
            Some(Shape::List) => {
                let inner = self.inner.as_ref().map(|inner| inner.found(all));
                Type::List(Box::new(inner.unwrap_or(Type::Null)))
            },
            Some(Shape::Object) => {
                let keys = self.keys.as_ref().map(|keys| keys.found(all));
                Type::Object(keys.unwrap_or_default())
            },
        }
    }
}

/// The keys of an object, in the order in which they first appeared.
#[derive(Default)]
pub struct Kinds {
    names: Vec<PlSmallStr>,
    kinds: Vec<Kind>,
    places: PlHashMap<PlSmallStr, usize>,
    /// How many objects were seen.
    height: usize,
}

impl Kinds {
    pub fn is_empty(&self) -> bool {
        self.height == 0
    }

    /// Looks at a row. What is no JSON is left to the parser, which says where it is.
    pub fn row(&mut self, json: &mut Json<'_>) -> Result<(), Fault> {
        match json.peek() {
            Some(b'{') => self.look(json, 1),
            _ => Err(What::NoObject(String::new()).into()),
        }
    }

    fn look(&mut self, json: &mut Json<'_>, depth: usize) -> Result<(), Fault> {
        self.height += 1;
        let mut likely = 0;
        json.object(depth, |json, key| {
            let place = self.place(key, likely);
            likely = place + 1;
            self.kinds[place].look(json, depth)
        })
    }

    /// Where a key is, which most often is the one after the last.
    fn place(&mut self, key: &[u8], likely: usize) -> usize {
        if self
            .names
            .get(likely)
            .is_some_and(|name| name.as_bytes() == key)
        {
            return likely;
        }
        let name = String::from_utf8_lossy(key);
        if let Some(place) = self.places.get(name.as_ref()) {
            return *place;
        }
        self.add(name.as_ref().into(), Kind::default())
    }

    fn add(&mut self, name: PlSmallStr, kind: Kind) -> usize {
        let place = self.names.len();
        self.places.insert(name.clone(), place);
        self.names.push(name);
        self.kinds.push(kind);
        place
    }

    /// Adds what later rows have.
    pub fn merge(&mut self, later: Self) {
        self.height += later.height;
        for (name, kind) in later.names.into_iter().zip(later.kinds) {
            match self.places.get(&name) {
                Some(place) => self.kinds[*place].merge(kind),
                None => {
                    self.add(name, kind);
                },
            }
        }
    }

    /// The keys with the types of their first kinds; if all are wanted, with one for all.
    pub fn found(&self, all: bool) -> Keys {
        let kinds = self.kinds.iter().map(|kind| kind.found(all));
        Keys {
            fields: self.names.iter().cloned().zip(kinds).collect(),
            others: Others::Late,
        }
    }
}

/// The numbers of a key. Of those with few digits it is enough to count these.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// The most digits of whole numbers.
    whole: usize,
    negative: bool,
    /// The most digits before and behind the point.
    fraction: Option<(usize, usize)>,
    others: Option<Numbers>,
}

/// So many digits fit everything.
const FEW: usize = 15;

impl Seen {
    fn add(&mut self, text: &[u8]) {
        let digits = text.strip_prefix(b"-").unwrap_or(text);
        if digits.len() <= FEW && digits != b"0" {
            let whole = digits.iter().take_while(|b| b.is_ascii_digit()).count();
            let behind = digits.len().saturating_sub(whole + 1);
            if whole == digits.len() {
                self.whole = self.whole.max(whole);
                self.negative |= digits.len() < text.len();
                return;
            }
            let fraction = digits[whole + 1..].iter().all(u8::is_ascii_digit);
            if digits[whole] == b'.' && fraction && digits.iter().any(|b| !b"0.".contains(b)) {
                let (most, most_behind) = self.fraction.unwrap_or_default();
                self.fraction = Some((most.max(whole), most_behind.max(behind)));
                return;
            }
        }
        self.add_other(Numbers::of(text, b'.'));
    }

    fn add_other(&mut self, numbers: Option<Numbers>) {
        self.others = match (self.others, numbers) {
            (Some(others), Some(numbers)) => Some(others.and(numbers)),
            (others, numbers) => others.or(numbers),
        };
    }

    fn merge(&mut self, later: Self) {
        self.whole = self.whole.max(later.whole);
        self.negative |= later.negative;
        self.fraction = match (self.fraction, later.fraction) {
            (Some(a), Some(b)) => Some((a.0.max(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        self.add_other(later.others);
    }

    /// The narrowest type that gives all back.
    fn dtype(mut self) -> DataType {
        if self.whole > 0 {
            let sign = if self.negative { "-" } else { "" };
            let large = format!("{sign}{}", "1".repeat(self.whole));
            self.add_other(Numbers::of(large.as_bytes(), b'.'));
        }
        if let Some((before, behind)) = self.fraction {
            let large = format!("1{}.5", "0".repeat(before.saturating_sub(1)));
            let fine = format!("0.{}1", "0".repeat(behind.saturating_sub(1)));
            self.add_other(Numbers::of(large.as_bytes(), b'.'));
            self.add_other(Numbers::of(fine.as_bytes(), b'.'));
        }
        self.others.map_or(DataType::Int64, Numbers::dtype)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ndjson::json::Leniency;

    fn dtype_of(of: &Type) -> DataType {
        match of {
            Type::Null | Type::Skipped => DataType::Null,
            Type::Boolean => DataType::Boolean,
            Type::Number(dtype) | Type::Given(dtype) => dtype.clone(),
            Type::Text | Type::Json => DataType::String,
            Type::List(inner) => DataType::List(Box::new(dtype_of(inner))),
            Type::Object(keys) => {
                let field =
                    |(name, of): &(PlSmallStr, Type)| Field::new(name.clone(), dtype_of(of));
                DataType::Struct(keys.fields.iter().map(field).collect())
            },
        }
    }

    fn dtype(rows: &[&str]) -> DataType {
        let looked = |rows: &[&str]| {
            let mut kinds = Kinds::default();
            for row in rows {
                let mut json = Json::new(row.as_bytes(), Leniency::default());
                assert!(kinds.row(&mut json).is_ok(), "{row}");
            }
            kinds
        };
        let found = |kinds: Kinds| dtype_of(&Type::Object(kinds.found(false)));
        let all = found(looked(rows));
        for cut in 0..rows.len() {
            let mut merged = looked(&rows[..cut]);
            merged.merge(looked(&rows[cut..]));
            assert_eq!(found(merged), all);
        }
        all
    }

    #[test]
    fn keys_are_in_order_of_first_appearance() {
        let DataType::Struct(fields) = dtype(&[r#"{"c":1,"a":1}"#, r#"{"b":1,"a":1,"d":1}"#])
        else {
            panic!("a struct");
        };
        let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
        assert_eq!(names, ["c", "a", "b", "d"]);
    }

    #[test]
    fn numbers_take_the_type_that_gives_them_back() {
        use DataType::{Decimal, Float64, Int64, String, UInt64};
        for (numbers, expected) in [
            (&["1", "0", "-5"][..], Int64),
            (&["9223372036854775807"], Int64),
            (&["18446744073709551615", "1"], UInt64),
            (&["18446744073709551615", "-1"], Decimal(38, 0)),
            (&["123456789012345678901", "5"], Decimal(38, 0)),
            (&["1", "0.5", "12345.678"], Float64),
            (&["0.0", "-0.0", "1"], Float64),
            (&["1e5", "0"], Float64),
            (&["0.1", "9007199254740993"], Decimal(38, 1)),
            (&["0.001", "12345678901234567.25"], Decimal(38, 3)),
            (&["12345.75", "0.30000000000000003"], Decimal(38, 17)),
            (&["1e400"], String),
            (&["1", "123456789012345678901234567890123456789"], String),
        ] {
            let rows: Vec<_> = numbers.iter().map(|n| format!("{{\"a\":{n}}}")).collect();
            let rows: Vec<&str> = rows.iter().map(std::string::String::as_str).collect();
            let wanted = DataType::Struct(vec![Field::new("a".into(), expected)]);
            assert_eq!(dtype(&rows), wanted, "{numbers:?}");
        }
    }

    #[test]
    fn the_first_kind_goes_before_others() {
        let nested = dtype(&[
            r#"{"a":null,"l":[]}"#,
            r#"{"a":"x","l":[{"b":true}]}"#,
            r#"{"a":1}"#,
        ]);
        let inner = DataType::Struct(vec![Field::new("b".into(), DataType::Boolean)]);
        let wanted = vec![
            Field::new("a".into(), DataType::String),
            Field::new("l".into(), DataType::List(Box::new(inner))),
        ];
        assert_eq!(nested, DataType::Struct(wanted));
    }
}
