//! What Arrow calls types.

use polars_arrow_format::ipc::{
    DateUnit, FieldRef, IntervalUnit, Precision, TimeUnit, TypeRef, UnionMode,
};

use crate::type_names::{self, NAMED, nested, part};

/// Arrow's name of a field's type, for messages.
pub fn type_name(field: FieldRef<'_>) -> String {
    let values = name(field, NAMED).unwrap_or_else(|_| "?".to_owned());
    match field.dictionary() {
        Ok(Some(_)) => format!("dictionary<{values}>"),
        _ => values,
    }
}

fn name(
    field: FieldRef<'_>,
    depth: usize,
) -> Result<String, polars_arrow_format::ipc::planus::Error> {
    use TypeRef::*;
    let unit = |unit| match unit {
        TimeUnit::Second => "s",
        TimeUnit::Millisecond => "ms",
        TimeUnit::Microsecond => "us",
        TimeUnit::Nanosecond => "ns",
    };
    let plain = |name: &str| Ok(name.to_owned());
    let outer = match field.type_()? {
        None => return plain("?"),
        Some(Null(_)) => return plain("null"),
        Some(Bool(_)) => return plain("bool"),
        Some(Int(int)) => {
            let sign = if int.is_signed()? { "int" } else { "uint" };
            return Ok(format!("{sign}{}", int.bit_width()?));
        },
        Some(FloatingPoint(float)) => {
            return plain(match float.precision()? {
                Precision::Half => "float16",
                Precision::Single => "float32",
                Precision::Double => "float64",
            });
        },
        Some(Binary(_)) => return plain("binary"),
        Some(LargeBinary(_)) => return plain("large_binary"),
        Some(BinaryView(_)) => return plain("binary_view"),
        Some(Utf8(_)) => return plain("utf8"),
        Some(LargeUtf8(_)) => return plain("large_utf8"),
        Some(Utf8View(_)) => return plain("utf8_view"),
        Some(FixedSizeBinary(fixed)) => {
            return Ok(format!("fixed_size_binary[{}]", fixed.byte_width()?));
        },
        Some(Date(date)) => {
            return plain(match date.unit()? {
                DateUnit::Day => "date32",
                DateUnit::Millisecond => "date64",
            });
        },
        Some(Time(time)) => {
            return Ok(format!("time{}[{}]", time.bit_width()?, unit(time.unit()?)));
        },
        Some(Timestamp(timestamp)) => {
            let unit = unit(timestamp.unit()?);
            let zone = timestamp.timezone()?.unwrap_or_default();
            return Ok(type_names::timestamp(unit, zone));
        },
        Some(Duration(duration)) => return Ok(format!("duration[{}]", unit(duration.unit()?))),
        Some(Interval(interval)) => {
            return plain(match interval.unit()? {
                IntervalUnit::YearMonth => "interval[year_month]",
                IntervalUnit::DayTime => "interval[day_time]",
                IntervalUnit::MonthDayNano => "interval[month_day_nano]",
            });
        },
        Some(Decimal(decimal)) => {
            let (bits, precision) = (decimal.bit_width()?, decimal.precision()?);
            return Ok(format!("decimal{bits}({precision}, {})", decimal.scale()?));
        },
        Some(List(_)) => "list",
        Some(LargeList(_)) => "large_list",
        Some(ListView(_)) => "list_view",
        Some(LargeListView(_)) => "large_list_view",
        Some(FixedSizeList(_)) => "fixed_size_list",
        Some(Map(_)) => "map",
        Some(Struct(_)) => "struct",
        Some(RunEndEncoded(_)) => "run_end_encoded",
        Some(Union(union)) => match union.mode()? {
            UnionMode::Dense => "dense_union",
            UnionMode::Sparse => "sparse_union",
        },
    };
    let mut parts = Vec::new();
    let children = field.children()?;
    let count = children.map_or(0, |children| children.len());
    for child in children.into_iter().flatten().take(NAMED) {
        let child = child?;
        parts.push(match depth {
            0 => "..".to_owned(),
            _ => part(child.name()?.unwrap_or_default(), &name(child, depth - 1)?),
        });
    }
    Ok(nested(outer, parts, count))
}
