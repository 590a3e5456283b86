//! The small binary format in which options, names and schemas cross JNI: big-endian, strings as a
//! 32-bit byte length and UTF-8, as `WireWriter` and `WireReader` write and read them.

use jni::Env;
use jni::objects::JByteArray;

use super::error::{Error, Result};
use crate::memory;

/// Reads what Java wrote.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or_else(|| {
            Error::Argument("malformed message from Java: it ends too early".into())
        })?;
        self.rest = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        Ok(self.take(N)?.try_into().expect("take gives N bytes"))
    }

    pub fn u8(&mut self) -> Result<u8> {
        Ok(self.array::<1>()?[0])
    }

    pub fn bool(&mut self) -> Result<bool> {
        Ok(self.u8()? != 0)
    }

    pub fn i32(&mut self) -> Result<i32> {
        self.array().map(i32::from_be_bytes)
    }

    pub fn i64(&mut self) -> Result<i64> {
        self.array().map(i64::from_be_bytes)
    }

    /// A count or size, which Java keeps at 0 or above.
    pub fn size(&mut self) -> Result<usize> {
        let value = self.i32()?;
        usize::try_from(value).map_err(|_| Error::Argument(format!("negative size {value}")))
    }

    /// A number where -1 stands for "none".
    pub fn optional_size(&mut self) -> Result<Option<usize>> {
        Ok(usize::try_from(self.i64()?).ok())
    }

    /// One byte given as a 32-bit number, where -1 stands for "none".
    pub fn optional_byte(&mut self) -> Result<Option<u8>> {
        match self.i32()? {
            -1 => Ok(None),
            value => u8::try_from(value).map(Some).map_err(|_| {
                Error::Argument(format!("character U+{value:04X} is not a single byte"))
            }),
        }
    }

    pub fn str(&mut self) -> Result<&'a str> {
        let n = self.size()?;
        std::str::from_utf8(self.take(n)?).map_err(|e| Error::Argument(e.to_string()))
    }

    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if self.bool()? {
            read(self).map(Some)
        } else {
            Ok(None)
        }
    }

    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        (0..self.size()?).map(|_| read(self)).collect()
    }

    /// What has a length in front, by itself.
    pub fn block(&mut self) -> Result<Self> {
        let n = self.size()?;
        Ok(Self::new(self.take(n)?))
    }

    pub fn strings(&mut self) -> Result<Vec<String>> {
        self.list(|wire| wire.str().map(str::to_owned))
    }
}

/// Writes what Java will read.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub fn u8(&mut self, value: u8) -> &mut Self {
        self.bytes.push(value);
        self
    }

    pub fn bool(&mut self, value: bool) -> &mut Self {
        self.u8(value.into())
    }

    pub fn i32(&mut self, value: usize) -> &mut Self {
        let value = i32::try_from(value).expect("sizes that cross JNI fit 31 bits");
        self.bytes.extend_from_slice(&value.to_be_bytes());
        self
    }

    pub fn i64(&mut self, value: i64) -> &mut Self {
        self.bytes.extend_from_slice(&value.to_be_bytes());
        self
    }

    pub fn str(&mut self, value: &str) -> &mut Self {
        self.i32(value.len());
        self.bytes.extend_from_slice(value.as_bytes());
        self
    }

    /// Puts a length in front.
    pub fn block(&mut self, block: &Self) -> &mut Self {
        self.i32(block.bytes.len());
        self.bytes.extend_from_slice(&block.bytes);
        self
    }

    pub fn optional_str(&mut self, value: Option<&str>) -> &mut Self {
        self.bool(value.is_some());
        if let Some(value) = value {
            self.str(value);
        }
        self
    }

    pub fn into_java<'local>(self, env: &mut Env<'local>) -> Result<JByteArray<'local>> {
        Ok(env.byte_array_from_slice(&self.bytes)?)
    }

    #[cfg(test)]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Copies a Java byte array.
pub fn bytes(env: &Env<'_>, array: &JByteArray<'_>) -> Result<Vec<u8>> {
    let mut bytes = memory::zeros(array.len(env)?)?;
    array.get_region(env, 0, bytemuck::cast_slice_mut(&mut bytes))?;
    Ok(bytes)
}
