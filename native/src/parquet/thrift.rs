//! Reads Thrift's compact protocol from bytes that may be damaged: it allocates nothing that the bytes do not
//! hold, and recurses no deeper than [`DEEPEST`].

use polars::prelude::*;

use super::invalid::invalid;

/// How deep structures that nobody asks for may lie in each other.
const DEEPEST: usize = 32;

/// What kind of value a field has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    True,
    False,
    I8,
    I16,
    I32,
    I64,
    Double,
    Binary,
    List,
    Set,
    Map,
    Struct,
}

impl Kind {
    fn of(code: u8) -> PolarsResult<Self> {
        use Kind::*;
        const KINDS: [Kind; 12] = [
            True, False, I8, I16, I32, I64, Double, Binary, List, Set, Map, Struct,
        ];
        let kind = usize::from(code)
            .checked_sub(1)
            .and_then(|at| KINDS.get(at));
        kind.copied()
            .ok_or_else(|| invalid("its metadata has a value of an unknown kind"))
    }
}

/// A place in the bytes.
pub struct Compact<'a> {
    bytes: &'a [u8],
}

impl<'a> Compact<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn take(&mut self, n: usize) -> PolarsResult<&'a [u8]> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(n)
            .ok_or_else(|| invalid("its metadata ends too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> PolarsResult<u8> {
        Ok(self.take(1)?[0])
    }

    fn varint(&mut self) -> PolarsResult<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(invalid("its metadata has a number of too many bytes"))
    }

    fn integer(&mut self) -> PolarsResult<i64> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub fn i64(&mut self, kind: Kind) -> PolarsResult<i64> {
        match kind {
            Kind::I64 => self.integer(),
            _ => Err(wrong_kind()),
        }
    }

    pub fn i32(&mut self, kind: Kind) -> PolarsResult<i32> {
        match kind {
            Kind::I32 => self.integer()?.try_into().map_err(|_| wrong_kind()),
            _ => Err(wrong_kind()),
        }
    }

    pub fn i8(&mut self, kind: Kind) -> PolarsResult<i8> {
        match kind {
            Kind::I8 => Ok(self.byte()? as i8),
            _ => Err(wrong_kind()),
        }
    }

    pub fn bool(&mut self, kind: Kind) -> PolarsResult<bool> {
        match kind {
            Kind::True => Ok(true),
            Kind::False => Ok(false),
            _ => Err(wrong_kind()),
        }
    }

    pub fn string(&mut self, kind: Kind) -> PolarsResult<&'a str> {
        std::str::from_utf8(self.bytes(kind)?)
            .map_err(|_| invalid("a text in its metadata is not UTF-8"))
    }

    pub fn bytes(&mut self, kind: Kind) -> PolarsResult<&'a [u8]> {
        if kind != Kind::Binary {
            return Err(wrong_kind());
        }
        let length = self.length()?;
        self.take(length)
    }

    fn length(&mut self) -> PolarsResult<usize> {
        usize::try_from(self.varint()?).map_err(|_| wrong_kind())
    }

    /// Calls `field` with each field's number and kind; says whether it has read the value.
    pub fn structure(
        &mut self,
        kind: Kind,
        mut field: impl FnMut(&mut Self, i64, Kind) -> PolarsResult<bool>,
    ) -> PolarsResult<()> {
        if kind != Kind::Struct {
            return Err(wrong_kind());
        }
        let mut id: i64 = 0;
        loop {
            let header = self.byte()?;
            if header == 0 {
                return Ok(());
            }
            id = match header >> 4 {
                0 => self.integer()?,
                delta => id.wrapping_add(i64::from(delta)),
            };
            let kind = Kind::of(header & 0x0f)?;
            if !field(self, id, kind)? {
                self.skip(kind, DEEPEST)?;
            }
        }
    }

    /// A list of structures.
    pub fn structures<T>(
        &mut self,
        kind: Kind,
        mut item: impl FnMut(&mut Self) -> PolarsResult<T>,
    ) -> PolarsResult<Vec<T>> {
        if kind != Kind::List {
            return Err(wrong_kind());
        }
        let (kind, length) = self.list()?;
        if kind != Kind::Struct && length > 0 {
            return Err(wrong_kind());
        }
        (0..length).map(|_| item(self)).collect()
    }

    /// The kind and number of a list's items, each of which takes a byte at the least.
    fn list(&mut self) -> PolarsResult<(Kind, usize)> {
        let header = self.byte()?;
        let length = match header >> 4 {
            15 => self.length()?,
            short => usize::from(short),
        };
        if length > self.bytes.len() {
            return Err(invalid(
                "a list in its metadata is longer than the metadata",
            ));
        }
        let kind = match header & 0x0f {
            0 if length == 0 => Kind::Struct, // what some writers give for nothing
            code => Kind::of(code)?,
        };
        Ok((kind, length))
    }

    fn skip(&mut self, kind: Kind, deepest: usize) -> PolarsResult<()> {
        let deeper = deepest
            .checked_sub(1)
            .ok_or_else(|| invalid("its metadata nests too deep"))?;
        match kind {
            Kind::True | Kind::False => {},
            Kind::I8 => _ = self.byte()?,
            Kind::I16 | Kind::I32 | Kind::I64 => _ = self.varint()?,
            Kind::Double => _ = self.take(8)?,
            Kind::Binary => {
                let length = self.length()?;
                self.take(length)?;
            },
            Kind::List | Kind::Set => {
                let (kind, length) = self.list()?;
                for _ in 0..length {
                    self.skip_item(kind, deeper)?;
                }
            },
            Kind::Map => {
                let length = self.length()?;
                if length == 0 {
                    return Ok(());
                }
                let kinds = self.byte()?;
                let (key, value) = (Kind::of(kinds >> 4)?, Kind::of(kinds & 0x0f)?);
                for _ in 0..length.min(self.bytes.len() + 1) {
                    self.skip_item(key, deeper)?;
                    self.skip_item(value, deeper)?;
                }
            },
            Kind::Struct => loop {
                let header = self.byte()?;
                if header == 0 {
                    break;
                }
                if header >> 4 == 0 {
                    self.varint()?;
                }
                self.skip(Kind::of(header & 0x0f)?, deeper)?;
            },
        }
        Ok(())
    }

    /// Within lists a boolean takes a byte.
    fn skip_item(&mut self, kind: Kind, deepest: usize) -> PolarsResult<()> {
        match kind {
            Kind::True | Kind::False => self.byte().map(|_| ()),
            kind => self.skip(kind, deepest),
        }
    }
}

fn wrong_kind() -> PolarsError {
    invalid("its metadata has a value of the wrong kind")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(bytes: &[u8]) -> PolarsResult<Vec<(i64, Kind)>> {
        let mut ids = Vec::new();
        Compact::new(bytes).structure(Kind::Struct, |_, id, kind| {
            ids.push((id, kind));
            Ok(false)
        })?;
        Ok(ids)
    }

    #[test]
    fn what_nobody_asks_for_is_skipped() {
        let bytes = [
            0x15, 0x02, // 1: an i32
            0x18, 0x02, b'a', b'b', // 2: a text
            0x19, 0x25, 0x02, 0x04, // 3: a list of two i32s
            0x1b, 0x01, 0x58, 0x02, 0x01, b'x', // 4: a map of an i32 to a text
            0x1c, 0x11, 0x00, // 5: a structure of a boolean
            0x0c, 0x40, 0x00, // 32: an empty structure
            0x00,
        ];
        use Kind::{Binary, I32, List, Map, Struct};
        assert_eq!(
            ids(&bytes).unwrap(),
            [
                (1, I32),
                (2, Binary),
                (3, List),
                (4, Map),
                (5, Struct),
                (32, Struct)
            ]
        );
        for end in 0..bytes.len() {
            assert!(ids(&bytes[..end]).is_err(), "{end} bytes");
        }
    }

    #[test]
    fn lengths_beyond_the_bytes_are_refused() {
        assert!(ids(&[0x18, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]).is_err());
        assert!(ids(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]).is_err());
        assert!(
            ids(&[
                0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0
            ])
            .is_err()
        );
        assert!(ids(&[0x1c; 100_000]).is_err());
    }

    #[test]
    fn kinds_are_held_to() {
        let mut thrift = Compact::new(&[0xff, 0xff, 0xff, 0xff, 0x1f]);
        assert!(thrift.i32(Kind::I64).is_err());
        assert!(thrift.i32(Kind::I32).is_err());
        assert_eq!(Compact::new(&[0x03]).i64(Kind::I64).unwrap(), -2);
    }
}
