//! Compresses in Snappy's format.

use std::io;

use crate::memory;

/// Blocks have tables of their own, so that distances fit 16 bits.
const BLOCK: usize = 1 << 16;
const TABLE_BITS: u32 = 14;

/// A match is of that many bytes at the least.
const LEAST: usize = 4;

/// The bytes, packed.
pub fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out: Vec<u8> = memory::with_capacity(32 + bytes.len() + bytes.len() / 6)?;
    let mut length = bytes.len();
    while length >= 0x80 {
        out.push(length as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    let mut table = vec![0u16; 1 << TABLE_BITS];
    for block in bytes.chunks(BLOCK) {
        table.fill(0);
        compress_block(block, &mut table, &mut out);
    }
    Ok(out)
}

fn word(block: &[u8], at: usize) -> Option<u32> {
    let four = block.get(at..at + 4)?;
    Some(u32::from_le_bytes(four.try_into().expect("there are four")))
}

fn compress_block(block: &[u8], table: &mut [u16], out: &mut Vec<u8>) {
    let mut literal = 0; // what was written ends here
    let mut at = 1;
    let mut misses = 0;
    while let Some(next) = word(block, at) {
        let slot = &mut table[(next.wrapping_mul(0x1e35_a7bd) >> (32 - TABLE_BITS)) as usize];
        let before = usize::from(*slot);
        *slot = at as u16;
        if before >= at || word(block, before) != Some(next) {
            misses += 1;
            at += 1 + misses / 32; // what has no matches is passed over
            continue;
        }
        misses = 0;
        put_literal(&block[literal..at], out);
        let longer = block[at + LEAST..].iter().zip(&block[before + LEAST..]);
        let length = LEAST + longer.take_while(|(a, b)| a == b).count();
        put_copy(at - before, length, out);
        at += length;
        literal = at;
    }
    put_literal(&block[literal..], out);
}

fn put_literal(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.is_empty() {
        return;
    }
    match bytes.len() - 1 {
        short @ ..60 => out.push((short as u8) << 2),
        byte @ ..256 => out.extend([60 << 2, byte as u8]),
        long => {
            out.push(61 << 2);
            out.extend((long as u16).to_le_bytes());
        },
    }
    out.extend_from_slice(bytes);
}

fn put_copy(distance: usize, mut length: usize, out: &mut Vec<u8>) {
    while length > 0 {
        let part = length.min(64);
        out.push(((part - 1) as u8) << 2 | 2);
        out.extend((distance as u16).to_le_bytes());
        length -= part;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(mut bytes: &[u8]) -> Vec<u8> {
        let (mut length, mut shift) = (0, 0);
        loop {
            let (byte, rest) = bytes.split_first().unwrap();
            bytes = rest;
            length |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if *byte < 0x80 {
                break;
            }
        }
        let mut out = Vec::new();
        while let Some((tag, rest)) = bytes.split_first() {
            let number = |n: usize| {
                rest[..n]
                    .iter()
                    .rev()
                    .fold(0, |all, b| all << 8 | usize::from(*b))
            };
            let six = usize::from(tag >> 2);
            if tag & 3 == 0 {
                let more = six.saturating_sub(59);
                let length = 1 + if more > 0 { number(more) } else { six };
                out.extend_from_slice(&rest[more..more + length]);
                bytes = &rest[more + length..];
            } else {
                assert_eq!(tag & 3, 2);
                let distance = number(2);
                for _ in 0..=six {
                    out.push(out[out.len() - distance]);
                }
                bytes = &rest[2..];
            }
        }
        assert_eq!(out.len(), length);
        out
    }

    #[test]
    fn what_is_packed_comes_back() {
        let words: Vec<u8> = (0..200_000u32)
            .flat_map(|i| (i / 9).to_le_bytes())
            .collect();
        let mut seed = 1u64;
        let noise: Vec<u8> = (0..100_000)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 56) as u8
            })
            .collect();
        let same = vec![7; 70_000];
        for bytes in [
            &words[..],
            &noise,
            &same,
            b"",
            b"a",
            b"abcabcabcabc",
            b"aaaa",
            &same[..65_537],
        ] {
            assert!(unpack(&compress(bytes).unwrap()) == bytes);
        }
        assert!(compress(&words).unwrap().len() < words.len() / 2);
        assert!(compress(&noise).unwrap().len() < noise.len() + noise.len() / 100);
    }
}
