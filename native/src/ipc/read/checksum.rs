//! Computes XXH32, the checksum of LZ4 frames, several times faster than the compiled C library.
//!
//! <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>

const PRIMES: [u32; 5] = [
    0x9E37_79B1,
    0x85EB_CA77,
    0xC2B2_AE3D,
    0x27D4_EB2F,
    0x1656_67B1,
];

fn word(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// The checksum with the seed that frames use, 0.
pub fn xxh32(bytes: &[u8]) -> u32 {
    let [p1, p2, p3, p4, p5] = PRIMES;
    let round = |lane: u32, word: u32| {
        let lane = lane.wrapping_add(word.wrapping_mul(p2));
        lane.rotate_left(13).wrapping_mul(p1)
    };
    let mut stripes = bytes.chunks_exact(16);
    let mut hash = p5;
    if bytes.len() >= 16 {
        let (mut a, mut b) = (p1.wrapping_add(p2), p2);
        let (mut c, mut d) = (0, p1.wrapping_neg());
        for stripe in &mut stripes {
            a = round(a, word(&stripe[..4]));
            b = round(b, word(&stripe[4..8]));
            c = round(c, word(&stripe[8..12]));
            d = round(d, word(&stripe[12..]));
        }
        hash = a
            .rotate_left(1)
            .wrapping_add(b.rotate_left(7))
            .wrapping_add(c.rotate_left(12))
            .wrapping_add(d.rotate_left(18));
    }
    hash = hash.wrapping_add(bytes.len() as u32);
    let mut words = stripes.remainder().chunks_exact(4);
    for bytes in &mut words {
        let sum = hash.wrapping_add(word(bytes).wrapping_mul(p3));
        hash = sum.rotate_left(17).wrapping_mul(p4);
    }
    for byte in words.remainder() {
        let sum = hash.wrapping_add(u32::from(*byte).wrapping_mul(p5));
        hash = sum.rotate_left(11).wrapping_mul(p1);
    }
    hash = (hash ^ (hash >> 15)).wrapping_mul(p2);
    hash = (hash ^ (hash >> 13)).wrapping_mul(p3);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The checksum that the C library puts behind a frame.
    fn of_a_frame(bytes: &[u8]) -> u32 {
        let mut encoder = lz4::EncoderBuilder::new().build(Vec::new()).unwrap();
        std::io::Write::write_all(&mut encoder, bytes).unwrap();
        let (frame, result) = encoder.finish();
        result.unwrap();
        word(&frame[frame.len() - 4..])
    }

    #[test]
    fn it_is_that_of_the_library() {
        assert_eq!(xxh32(b""), 0x02CC_5D05);
        let bytes: Vec<u8> = (0..1000u32).map(|i| ((i * i) >> 3) as u8).collect();
        for length in (1..80).chain([1000]) {
            assert_eq!(
                xxh32(&bytes[..length]),
                of_a_frame(&bytes[..length]),
                "{length}"
            );
        }
    }
}
