//! Plans which buffers of a record batch make up which column, and how much of each is needed.

use std::collections::VecDeque;

use polars::prelude::*;
use polars_arrow::datatypes::{IntegerType, PhysicalType};
use polars_arrow::types::PrimitiveType;
use polars_arrow_format::ipc::{CompressionType, RecordBatchRef};

use super::super::invalid::invalid;
use super::message::RawMessage;
use super::schema::{Layout, Node, Skip};

/// A column of one record batch: what to read and how to put it together, in the order of the
/// format's own walk through the type.
#[derive(Default)]
pub struct ColumnPlan {
    /// The rows of each node.
    pub rows: Vec<usize>,
    /// The buffers; `None` for a validity that says nothing.
    pub buffers: Vec<Option<Piece>>,
    /// How many data buffers each array of views has.
    pub variadic: Vec<usize>,
}

impl ColumnPlan {
    /// Where the buffers lie, and how many bytes each has.
    pub fn places(&self) -> impl Iterator<Item = (u64, u64)> {
        let pieces = self.buffers.iter().flatten();
        pieces.map(|piece| (piece.offset, piece.length as u64))
    }
}

/// A buffer as it is stored.
pub struct Piece {
    pub offset: u64,
    pub length: usize,
    pub codec: Option<CompressionType>,
    pub need: Need,
    pub role: Role,
}

/// What becomes of a buffer.
#[derive(Clone, Copy)]
pub enum Role {
    /// It stays.
    Kept,
    /// It holds text, of which polars copies short values.
    Text,
    /// It is translated into something else.
    Passing,
    /// It is translated as it is read, and not kept at all.
    Late,
}

impl Role {
    /// How many there are, but for the last.
    pub const COUNT: usize = 3;
}

/// How much of a buffer is used.
#[derive(Clone, Copy)]
pub enum Need {
    /// So many bytes.
    Bytes(usize),
    /// What there is.
    All,
}

/// Goes through the nodes and buffers of a record batch.
pub struct Planner {
    nodes: VecDeque<(usize, usize)>,
    buffers: VecDeque<(u64, usize)>,
    variadic: VecDeque<usize>,
    pub codec: Option<CompressionType>,
    /// Whether it is of before Arrow 1.0.
    old: bool,
    pub rows: usize,
}

impl Planner {
    /// Checks that everything lies in the message's body.
    pub fn new(batch: RecordBatchRef<'_>, message: &RawMessage) -> PolarsResult<Self> {
        let rows = batch.length()?;
        let fits = (0..i64::from(IdxSize::MAX)).contains(&rows);
        let rows = usize::try_from(rows).ok().filter(|_| fits);
        let rows = rows.ok_or_else(|| {
            invalid(format!(
                "a record batch of {} rows",
                batch.length().unwrap_or(-1)
            ))
        })?;
        let nodes = batch.nodes()?.into_iter().flatten().map(|node| {
            let rows = usize::try_from(node.length());
            let nulls = usize::try_from(node.null_count());
            match (rows, nulls) {
                (Ok(rows), Ok(nulls)) if nulls <= rows => Ok((rows, nulls)),
                _ => Err(invalid(format!("a column of {} values", node.length()))),
            }
        });
        let body = message.body_length;
        let buffers = batch.buffers()?.into_iter().flatten().map(|buffer| {
            let (offset, length) = (buffer.offset(), buffer.length());
            let place = u64::try_from(offset).ok().zip(u64::try_from(length).ok());
            match place {
                Some((offset, length))
                    if offset.checked_add(length).is_some_and(|end| end <= body) =>
                {
                    Ok((message.body + offset, length as usize))
                },
                _ => Err(invalid(format!(
                    "a buffer at {offset} of {length} bytes in {body}"
                ))),
            }
        });
        let variadic = batch.variadic_buffer_counts()?.into_iter().flatten();
        let variadic =
            variadic.map(|count| usize::try_from(count).map_err(|_| invalid("a negative count")));
        let codec = match batch.compression()? {
            Some(codec) => Some(codec.codec()?),
            None => message.experimental_codec()?,
        };
        Ok(Self {
            nodes: nodes.collect::<PolarsResult<_>>()?,
            buffers: buffers.collect::<PolarsResult<_>>()?,
            variadic: variadic.collect::<PolarsResult<_>>()?,
            codec,
            old: message.is_old()?,
            rows,
        })
    }

    /// Passes over a column.
    pub fn skip(&mut self, skip: Skip) -> PolarsResult<()> {
        let mut buffers = skip.buffers + if self.old { skip.old } else { 0 };
        for _ in 0..skip.views {
            buffers = buffers.saturating_add(self.variadic()?);
        }
        if skip.nodes > self.nodes.len() || buffers > self.buffers.len() {
            return Err(invalid("a record batch has too few columns"));
        }
        self.nodes.drain(..skip.nodes);
        self.buffers.drain(..buffers);
        Ok(())
    }

    /// The next column, of which `limit` rows are wanted at most.
    pub fn column(&mut self, node: &Node, limit: Option<usize>) -> PolarsResult<ColumnPlan> {
        let mut plan = ColumnPlan::default();
        self.walk(node, limit, &mut plan)?;
        let rows = limit.map_or(self.rows, |limit| limit.min(self.rows));
        if plan.rows[0] != rows {
            let (found, rows) = (plan.rows[0], self.rows);
            return Err(invalid(format!(
                "{found} values in a record batch of {rows} rows"
            )));
        }
        Ok(plan)
    }

    fn walk(
        &mut self,
        node: &Node,
        limit: Option<usize>,
        plan: &mut ColumnPlan,
    ) -> PolarsResult<()> {
        let dtype = &node.dtype;
        let (rows, nulls) = self
            .nodes
            .pop_front()
            .ok_or_else(|| invalid("a record batch has too few columns"))?;
        let rows = limit.map_or(rows, |limit| limit.min(rows));
        plan.rows.push(rows);
        match &node.layout {
            Layout::RunEnds => {
                self.pass_old_validity()?;
                return self.children(node, None, plan);
            },
            Layout::Union { dense, .. } => {
                self.pass_old_validity()?;
                self.push_values(rows, 1, Role::Passing, plan)?;
                if *dense {
                    self.push_values(rows, 4, Role::Passing, plan)?;
                }
                let limit = limit.filter(|_| !*dense).map(|_| rows);
                return self.children(node, limit, plan);
            },
            Layout::Unreadable => return Err(unreadable(dtype)),
            _ => {},
        }
        let physical = dtype.to_physical_type();
        if physical == PhysicalType::Null {
            return match IdxSize::try_from(rows) {
                Ok(_) => Ok(()),
                Err(_) => Err(invalid(format!("{rows} nulls"))),
            };
        }
        let validity = self.buffer(Need::Bytes(rows.div_ceil(8)), Role::Kept)?;
        plan.buffers.push((nulls > 0).then_some(validity));
        match &node.layout {
            Layout::ListView(large) => {
                let width = if *large { 8 } else { 4 };
                self.push_values(rows, width, Role::Passing, plan)?;
                self.push_values(rows, width, Role::Passing, plan)?;
                return self.children(node, None, plan);
            },
            Layout::Empty => return self.push(Need::Bytes(0), Role::Passing, plan),
            Layout::Decimal(width) => return self.push_values(rows, *width, Role::Passing, plan),
            _ => {},
        }
        match physical {
            PhysicalType::Boolean => self.push(Need::Bytes(rows.div_ceil(8)), Role::Kept, plan),
            PhysicalType::Primitive(primitive) => {
                self.push_values(rows, width(primitive)?, Role::Kept, plan)
            },
            PhysicalType::Dictionary(key) => {
                self.push_values(rows, key_width(key)?, Role::Kept, plan)
            },
            PhysicalType::FixedSizeBinary => {
                let ArrowDataType::FixedSizeBinary(width) = dtype else {
                    return Err(unreadable(dtype));
                };
                self.push_values(rows, *width, Role::Text, plan)
            },
            PhysicalType::Utf8 | PhysicalType::Binary => {
                self.push_offsets(rows, 4, Role::Passing, plan)?;
                self.push(Need::All, Role::Text, plan)
            },
            PhysicalType::LargeUtf8 | PhysicalType::LargeBinary => {
                self.push_offsets(rows, 8, Role::Passing, plan)?;
                self.push(Need::All, Role::Text, plan)
            },
            PhysicalType::Utf8View | PhysicalType::BinaryView => {
                self.push_values(rows, 16, Role::Kept, plan)?;
                let count = self.variadic()?;
                plan.variadic.push(count);
                (0..count).try_for_each(|_| self.push(Need::All, Role::Text, plan))
            },
            PhysicalType::List | PhysicalType::Map => {
                self.push_offsets(rows, 4, Role::Passing, plan)?;
                self.children(node, None, plan)
            },
            PhysicalType::LargeList => {
                self.push_offsets(rows, 8, Role::Kept, plan)?;
                self.children(node, None, plan)
            },
            PhysicalType::FixedSizeList => {
                let ArrowDataType::FixedSizeList(_, width) = dtype else {
                    return Err(unreadable(dtype));
                };
                let limit = limit.map(|_| rows.saturating_mul(*width));
                self.children(node, limit, plan)
            },
            PhysicalType::Struct => self.children(node, limit.map(|_| rows), plan),
            PhysicalType::Null | PhysicalType::Union => Err(unreadable(dtype)),
        }
    }

    fn children(
        &mut self,
        node: &Node,
        limit: Option<usize>,
        plan: &mut ColumnPlan,
    ) -> PolarsResult<()> {
        let mut children = node.children.iter();
        children.try_for_each(|child| self.walk(child, limit, plan))
    }

    /// Every type but Null had a validity before Arrow 1.0.
    fn pass_old_validity(&mut self) -> PolarsResult<()> {
        if self.old {
            self.buffer(Need::Bytes(0), Role::Passing)?;
        }
        Ok(())
    }

    /// How many data buffers the next array of views has.
    fn variadic(&mut self) -> PolarsResult<usize> {
        let count = self.variadic.pop_front();
        count.ok_or_else(|| invalid("views without their data buffers"))
    }

    /// A list or text column that has no rows may have no offsets at all.
    fn push_offsets(
        &mut self,
        rows: usize,
        width: usize,
        role: Role,
        plan: &mut ColumnPlan,
    ) -> PolarsResult<()> {
        match rows {
            0 => self.push(Need::Bytes(0), role, plan),
            rows => self.push_values(rows.saturating_add(1), width, role, plan),
        }
    }

    fn push_values(
        &mut self,
        count: usize,
        width: usize,
        role: Role,
        plan: &mut ColumnPlan,
    ) -> PolarsResult<()> {
        self.push(Need::Bytes(count.saturating_mul(width)), role, plan)
    }

    fn push(&mut self, need: Need, role: Role, plan: &mut ColumnPlan) -> PolarsResult<()> {
        let buffer = self.buffer(need, role)?;
        plan.buffers.push(Some(buffer));
        Ok(())
    }

    fn buffer(&mut self, need: Need, role: Role) -> PolarsResult<Piece> {
        let (offset, length) = self
            .buffers
            .pop_front()
            .ok_or_else(|| invalid("a record batch has too few buffers"))?;
        Ok(Piece {
            offset,
            length,
            codec: self.codec,
            need,
            role,
        })
    }
}

fn width(primitive: PrimitiveType) -> PolarsResult<usize> {
    use PrimitiveType::*;
    Ok(match primitive {
        Int8 | UInt8 => 1,
        Int16 | UInt16 | Float16 => 2,
        Int32 | UInt32 | Float32 => 4,
        Int64 | UInt64 | Float64 => 8,
        Int128 | UInt128 => 16,
        other => polars_bail!(InvalidOperation: "values of {other:?} cannot be read"),
    })
}

fn key_width(key: IntegerType) -> PolarsResult<usize> {
    use IntegerType::*;
    Ok(match key {
        Int8 | UInt8 => 1,
        Int16 | UInt16 => 2,
        Int32 | UInt32 => 4,
        Int64 | UInt64 => 8,
        other => polars_bail!(InvalidOperation: "dictionary keys of {other:?} cannot be read"),
    })
}

fn unreadable(dtype: &ArrowDataType) -> PolarsError {
    polars_err!(InvalidOperation: "Arrow's type {dtype:?} cannot be read")
}
