//! Reads the parts of a file's footer that are needed.

use std::io::{self, Read, Seek, SeekFrom};

use polars::prelude::*;
use polars_parquet_format::{FieldRepetitionType, Type};

use super::invalid::{clip, invalid};
use super::thrift::{Compact, Kind};
use crate::io::{Limit, Limits};
use crate::jvm::Result;

/// The magic number and the length before it.
const TAIL: u64 = 8;

pub struct Footer {
    /// The root and what lies below it, each before its children.
    pub schema: Vec<Element>,
    pub rows: i64,
    pub groups: Vec<Group>,
    pub pairs: Vec<(String, Option<String>)>,
    /// What wrote it.
    pub created: Option<String>,
    pub encrypted: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub physical: Option<Type>,
    pub length: Option<i32>,
    pub repetition: Option<FieldRepetitionType>,
    pub children: usize,
    pub converted: Option<i32>,
    pub scale: Option<i32>,
    pub precision: Option<i32>,
    pub id: Option<i32>,
    pub logical: Option<Logical>,
    pub geo: Geo,
}

/// What is said of coordinates.
#[derive(Clone, Debug, Default)]
pub struct Geo {
    /// Where they are, in whatever words.
    pub system: String,
    /// By which algorithm points are connected, where they are on a sphere.
    pub edges: Option<i32>,
}

/// `LogicalType`, of those that are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Logical {
    String,
    Map,
    List,
    Enum,
    Decimal(i32, i32),
    Date,
    Time(Unit),
    Timestamp(Unit, bool),
    Integer(i8, bool),
    Unknown,
    Json,
    Bson,
    Uuid,
    Float16,
    Interval,
    Variant,
    Geometry,
    Geography,
    Other(i64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    Millis,
    Micros,
    Nanos,
}

pub struct Group {
    pub chunks: Vec<Chunk>,
    pub bytes: i64,
    pub rows: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Chunk {
    pub physical: Option<i32>,
    pub elsewhere: bool,
    pub encrypted: bool,
    pub codec: i32,
    pub values: i64,
    pub size: i64,
    pub uncompressed: i64,
    pub data: i64,
    pub dictionary: Option<i64>,
    /// Where its pages are read, if not where the file has them.
    pub moved: Option<u64>,
}

impl Chunk {
    /// Where its pages begin. Some writers name a dictionary that is not there, or no data where there
    /// are no values.
    pub fn start(&self) -> i64 {
        match self.dictionary {
            Some(dictionary) if 0 < dictionary && (dictionary < self.data || self.data <= 0) => {
                dictionary
            },
            _ => self.data,
        }
    }
}

/// Reads the footer of a file and says where it begins; leaves the reader where it was.
pub fn of_file(reader: &mut (impl Read + Seek), limits: &Limits) -> Result<(Footer, u64)> {
    let start = reader.stream_position()?;
    let bytes = read_footer(reader, limits);
    reader.seek(SeekFrom::Start(start))?;
    let (bytes, end) = bytes?;
    let footer = read(&bytes)?;
    match footer.encrypted {
        true => Err(encrypted().into()),
        false => Ok((footer, end)),
    }
}

fn read_footer(reader: &mut (impl Read + Seek), limits: &Limits) -> Result<(Vec<u8>, u64)> {
    let size = reader.seek(SeekFrom::End(0))?;
    if size < TAIL + 4 {
        return Err(invalid("it is too short").into());
    }
    let mut tail = [0; TAIL as usize];
    reader.seek(SeekFrom::Start(size - TAIL))?;
    reader.read_exact(&mut tail)?;
    let [a, b, c, d, magic @ ..] = tail;
    match &magic {
        b"PAR1" => {},
        b"PARE" => return Err(encrypted().into()),
        _ => return Err(invalid("it does not end with PAR1").into()),
    }
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if length > size - TAIL - 4 {
        return Err(invalid(format!("a footer of {length} bytes in {size}")).into());
    }
    limits.hold(Limit::MetadataBytes, length)?;
    let end = size - TAIL - length;
    let mut footer = Vec::new();
    footer
        .try_reserve_exact(length as usize)
        .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    reader.seek(SeekFrom::Start(end))?;
    reader.take(length).read_to_end(&mut footer)?;
    Ok((footer, end))
}

fn encrypted() -> PolarsError {
    polars_err!(InvalidOperation: "the file is encrypted, which is not supported")
}

/// Refuses numbers of rows that do not fit each other, or are too many.
pub fn check_counts(footer: &Footer) -> PolarsResult<()> {
    let mut rows = 0i64;
    for group in &footer.groups {
        if group.rows < 0 {
            return Err(invalid(format!("a row group of {} rows", group.rows)));
        }
        rows = rows.saturating_add(group.rows);
    }
    if footer.rows != rows {
        return Err(invalid(format!(
            "{} rows, where its row groups have {rows}",
            footer.rows
        )));
    }
    if rows > i64::from(IdxSize::MAX) {
        polars_bail!(InvalidOperation: "it has {rows} rows; {} are read at the most", IdxSize::MAX);
    }
    Ok(())
}

/// Reads the bytes between the data and the footer's length.
fn read(bytes: &[u8]) -> PolarsResult<Footer> {
    let mut footer = Footer {
        schema: Vec::new(),
        rows: 0,
        groups: Vec::new(),
        pairs: Vec::new(),
        created: None,
        encrypted: false,
    };
    Compact::new(bytes).structure(Kind::Struct, |thrift, id, kind| {
        match id {
            2 => footer.schema = thrift.structures(kind, element)?,
            3 => footer.rows = thrift.i64(kind)?,
            4 => footer.groups = thrift.structures(kind, group)?,
            5 => footer.pairs = thrift.structures(kind, pair)?,
            6 => footer.created = Some(thrift.string(kind)?.to_owned()),
            8 => {
                footer.encrypted = true;
                return Ok(false);
            },
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    for element in &mut footer.schema {
        if let Some(key) = element.geo.system.strip_prefix("projjson:") {
            let mut pairs = footer.pairs.iter();
            let described = pairs.find_map(|(own, value)| (own == key).then_some(value.as_ref()?));
            if let Some(described) = described {
                element.geo.system = described.clone();
            }
        }
    }
    match footer.schema.is_empty() {
        true => Err(invalid("it has no schema")),
        false => Ok(footer),
    }
}

fn element(thrift: &mut Compact<'_>) -> PolarsResult<Element> {
    let mut element = Element::default();
    thrift.structure(Kind::Struct, |thrift, id, kind| {
        match id {
            1 => element.physical = Some(Type(thrift.i32(kind)?)),
            2 => element.length = Some(thrift.i32(kind)?),
            3 => element.repetition = Some(FieldRepetitionType(thrift.i32(kind)?)),
            4 => element.name = thrift.string(kind)?.to_owned(),
            5 => {
                let children = thrift.i32(kind)?;
                element.children = usize::try_from(children)
                    .map_err(|_| invalid(format!("a group of {children} fields")))?;
            },
            6 => element.converted = Some(thrift.i32(kind)?),
            7 => element.scale = Some(thrift.i32(kind)?),
            8 => element.precision = Some(thrift.i32(kind)?),
            9 => element.id = Some(thrift.i32(kind)?),
            10 => element.logical = logical(thrift, kind, &mut element.geo)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(element)
}

fn logical(thrift: &mut Compact<'_>, kind: Kind, place: &mut Geo) -> PolarsResult<Option<Logical>> {
    let mut logical = None;
    thrift.structure(kind, |thrift, id, kind| {
        let mut read = true;
        logical = Some(match id {
            5 => decimal(thrift, kind)?,
            7 => {
                let (unit, _) = time(thrift, kind)?;
                Logical::Time(unit)
            },
            8 => {
                let (unit, utc) = time(thrift, kind)?;
                Logical::Timestamp(unit, utc)
            },
            10 => integer(thrift, kind)?,
            17 => {
                *place = geo(thrift, kind)?;
                Logical::Geometry
            },
            18 => {
                *place = geo(thrift, kind)?;
                Logical::Geography
            },
            other => {
                read = false;
                match other {
                    1 => Logical::String,
                    2 => Logical::Map,
                    3 => Logical::List,
                    4 => Logical::Enum,
                    6 => Logical::Date,
                    11 => Logical::Unknown,
                    12 => Logical::Json,
                    13 => Logical::Bson,
                    14 => Logical::Uuid,
                    15 => Logical::Float16,
                    16 => Logical::Variant,
                    other => Logical::Other(other),
                }
            },
        });
        Ok(read)
    })?;
    Ok(logical)
}

fn decimal(thrift: &mut Compact<'_>, kind: Kind) -> PolarsResult<Logical> {
    let (mut scale, mut precision) = (0, 0);
    thrift.structure(kind, |thrift, id, kind| {
        match id {
            1 => scale = thrift.i32(kind)?,
            2 => precision = thrift.i32(kind)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Logical::Decimal(precision, scale))
}

fn time(thrift: &mut Compact<'_>, kind: Kind) -> PolarsResult<(Unit, bool)> {
    let (mut utc, mut unit) = (false, None);
    thrift.structure(kind, |thrift, id, kind| {
        match id {
            1 => utc = thrift.bool(kind)?,
            2 => thrift.structure(kind, |_, id, _| {
                unit = match id {
                    1 => Some(Unit::Millis),
                    2 => Some(Unit::Micros),
                    3 => Some(Unit::Nanos),
                    _ => None,
                };
                Ok(false)
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    unit.map(|unit| (unit, utc))
        .ok_or_else(|| invalid("it has times of an unknown unit"))
}

fn geo(thrift: &mut Compact<'_>, kind: Kind) -> PolarsResult<Geo> {
    let mut geo = Geo::default();
    thrift.structure(kind, |thrift, id, kind| {
        match id {
            1 => geo.system = thrift.string(kind)?.to_owned(),
            2 => geo.edges = Some(thrift.i32(kind)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(geo)
}

fn integer(thrift: &mut Compact<'_>, kind: Kind) -> PolarsResult<Logical> {
    let (mut bits, mut signed) = (0, false);
    thrift.structure(kind, |thrift, id, kind| {
        match id {
            1 => bits = thrift.i8(kind)?,
            2 => signed = thrift.bool(kind)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Logical::Integer(bits, signed))
}

fn group(thrift: &mut Compact<'_>) -> PolarsResult<Group> {
    let mut group = Group {
        chunks: Vec::new(),
        bytes: 0,
        rows: 0,
    };
    thrift.structure(Kind::Struct, |thrift, id, kind| {
        match id {
            1 => group.chunks = thrift.structures(kind, chunk)?,
            2 => group.bytes = thrift.i64(kind)?,
            3 => group.rows = thrift.i64(kind)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(group)
}

fn chunk(thrift: &mut Compact<'_>) -> PolarsResult<Chunk> {
    let mut chunk = Chunk::default();
    let mut described = false;
    thrift.structure(Kind::Struct, |thrift, id, kind| {
        match id {
            1 => chunk.elsewhere = !thrift.string(kind)?.is_empty(),
            3 => {
                described = true;
                thrift.structure(kind, |thrift, id, kind| {
                    column(&mut chunk, thrift, id, kind)
                })?;
            },
            8 => {
                chunk.encrypted = true;
                return Ok(false);
            },
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    match described || chunk.encrypted {
        true => Ok(chunk),
        false => Err(invalid("a column chunk has no metadata")),
    }
}

fn column(chunk: &mut Chunk, thrift: &mut Compact<'_>, id: i64, kind: Kind) -> PolarsResult<bool> {
    match id {
        1 => chunk.physical = Some(thrift.i32(kind)?),
        4 => chunk.codec = thrift.i32(kind)?,
        5 => chunk.values = thrift.i64(kind)?,
        6 => chunk.uncompressed = thrift.i64(kind)?,
        7 => chunk.size = thrift.i64(kind)?,
        9 => chunk.data = thrift.i64(kind)?,
        11 => chunk.dictionary = Some(thrift.i64(kind)?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn not_text(what: &str) -> PolarsError {
    invalid(format!(
        "{what} its metadata is not UTF-8: what writes it must encode it, as Base64 for instance"
    ))
}

fn pair(thrift: &mut Compact<'_>) -> PolarsResult<(String, Option<String>)> {
    let (mut key, mut value) = (String::new(), None);
    thrift.structure(Kind::Struct, |thrift, id, kind| {
        match id {
            1 => {
                let text = std::str::from_utf8(thrift.bytes(kind)?);
                key = text.map_err(|_| not_text("a key of"))?.to_owned();
            },
            2 => {
                let text = std::str::from_utf8(thrift.bytes(kind)?);
                let what = || not_text(&format!("the value of '{}' in", clip(&key)));
                value = Some(text.map_err(|_| what())?.to_owned());
            },
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok((key, value))
}
