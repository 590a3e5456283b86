//! Reads and writes levels of definition: Parquet's runs of a value and packed values in turn.

use polars::prelude::*;

use super::invalid::invalid;

/// How many bits a level of up to `most` has.
pub fn bits(most: u16) -> u32 {
    u16::BITS - most.leading_zeros()
}

/// Calls `each` with values and how often they come, `count` in all.
pub fn decode(
    mut bytes: &[u8],
    bits: u32,
    count: usize,
    mut each: impl FnMut(u16, usize) -> PolarsResult<()>,
) -> PolarsResult<()> {
    let mut left = count;
    while left > 0 {
        let header = varint(&mut bytes)?;
        if header & 1 == 0 {
            let (value, rest) = bytes
                .split_at_checked(bits.div_ceil(8) as usize)
                .ok_or_else(cut)?;
            bytes = rest;
            let value = value
                .iter()
                .rev()
                .fold(0, |all, byte| all << 8 | u16::from(*byte));
            let run = (header >> 1).min(left);
            each(value, run)?;
            left -= run;
            if run == 0 {
                return Err(cut());
            }
            continue;
        }
        let packed = (header >> 1).saturating_mul(bits as usize);
        let (packed, rest) = bytes.split_at_checked(packed).ok_or_else(cut)?;
        bytes = rest;
        let values = (packed.len() * 8) / bits.max(1) as usize;
        if values == 0 {
            return Err(cut());
        }
        for place in 0..values.min(left) {
            each(unpack(packed, bits as usize, place), 1)?;
        }
        left -= values.min(left);
    }
    Ok(())
}

fn cut() -> PolarsError {
    invalid("levels end too early")
}

fn varint(bytes: &mut &[u8]) -> PolarsResult<usize> {
    let mut value = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or_else(cut)?;
        *bytes = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Ok(value);
        }
    }
    Err(cut())
}

fn unpack(packed: &[u8], bits: usize, place: usize) -> u16 {
    let start = place * bits;
    let mut word = [0; 4];
    let from = &packed[start / 8..packed.len().min(start / 8 + 4)];
    word[..from.len()].copy_from_slice(from);
    (u32::from_le_bytes(word) >> (start % 8) & ((1 << bits) - 1)) as u16
}

/// A run that is worth being one.
const RUN: usize = 8;

/// Appends the values.
pub fn encode(values: &[u16], bits: u32, out: &mut Vec<u8>) {
    let mut start = 0; // of what is to be packed
    let mut at = 0;
    while at < values.len() {
        let value = values[at];
        let run = values[at..]
            .iter()
            .take_while(|next| **next == value)
            .count();
        // packed values come in eights: some of the run fill up the last of them
        let fill = (RUN - (at - start) % RUN) % RUN;
        if run >= fill + RUN {
            pack(&values[start..at + fill], bits, out);
            let rest = run - fill;
            put_varint(rest << 1, out);
            out.extend_from_slice(&value.to_le_bytes()[..bits.div_ceil(8) as usize]);
            at += run;
            start = at;
        } else {
            at += run;
        }
    }
    pack(&values[start..], bits, out);
}

fn pack(values: &[u16], bits: u32, out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    put_varint(values.len().div_ceil(8) << 1 | 1, out);
    for eight in values.chunks(8) {
        let mut packed = [0; 16];
        for (place, value) in eight.iter().enumerate() {
            for bit in 0..bits as usize {
                let at = place * bits as usize + bit;
                packed[at / 8] |= ((value >> bit & 1) as u8) << (at % 8);
            }
        }
        out.extend_from_slice(&packed[..bits as usize]);
    }
}

fn put_varint(mut value: usize, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_comes_back() {
        let mut seed = 7u64;
        for most in [1u16, 2, 3, 7, 8, 200, 300, 65_535] {
            for length in [0, 1, 7, 8, 9, 15, 16, 17, 100, 1000] {
                let mut values: Vec<u16> = Vec::new();
                while values.len() < length {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let value = (seed >> 33) % (u64::from(most) + 1);
                    let run = [1, 1, 3, 8, 20][(seed >> 11) as usize % 5];
                    values.extend(std::iter::repeat_n(value as u16, run));
                }
                values.truncate(length);
                let mut bytes = Vec::new();
                encode(&values, bits(most), &mut bytes);
                let mut back = Vec::new();
                let each = |value, run| {
                    back.extend(std::iter::repeat_n(value, run));
                    Ok(())
                };
                decode(&bytes, bits(most), length, each).unwrap();
                assert_eq!(back, values);
            }
        }
        assert!(decode(&[3], 1, 8, |_, _| Ok(())).is_err());
        assert!(decode(&[0, 1], 1, 8, |_, _| Ok(())).is_err());
    }
}
