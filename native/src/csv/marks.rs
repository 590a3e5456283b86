//! Where separators and ends of lines stand.

/// How many bytes are looked at in one go.
const WIDTH: usize = 64;

/// Finds the next of two bytes, again and again in one text. Fields are short, so that one look at the text
/// serves several of them.
pub struct Marks {
    one: u8,
    other: u8,
    /// Where the bytes begin that were looked at last.
    from: usize,
    /// A bit for each of them: whether it is one of the two.
    found: u64,
}

impl Marks {
    pub fn new(one: u8, other: u8) -> Self {
        Self {
            one,
            other,
            from: usize::MAX / 2, // nothing was looked at
            found: 0,
        }
    }

    /// Where the first stands from `at` on, or the text's end.
    #[inline]
    pub fn next(&mut self, text: &[u8], mut at: usize) -> usize {
        loop {
            let ahead = at.wrapping_sub(self.from);
            if ahead < WIDTH {
                let left = self.found >> ahead;
                if left != 0 {
                    return at + left.trailing_zeros() as usize;
                }
                at = self.from + WIDTH;
            }
            if at >= text.len() {
                return text.len();
            }
            self.look(text, at);
        }
    }

    #[inline]
    fn look(&mut self, text: &[u8], at: usize) {
        self.from = at;
        self.found = match text[at..].first_chunk() {
            Some(chunk) => marks(chunk, self.one, self.other),
            None => {
                let rest = &text[at..];
                let mut chunk = [0; WIDTH];
                chunk[..rest.len()].copy_from_slice(rest);
                marks(&chunk, self.one, self.other) & ((1 << rest.len()) - 1)
            },
        };
    }
}

/// A bit for each byte that is one of two.
#[inline]
fn marks(bytes: &[u8; WIDTH], one: u8, other: u8) -> u64 {
    let (chunks, _) = bytes.as_chunks::<STEP>();
    let mut all = 0;
    for (place, chunk) in chunks.iter().enumerate() {
        all |= u64::from(step(chunk, one, other)) << (place * STEP);
    }
    all
}

/// How far it is to the first of two bytes, or to the end.
#[inline]
pub fn find(bytes: &[u8], one: u8, other: u8) -> usize {
    let mut place = 0;
    while let Some(chunk) = bytes[place..].first_chunk() {
        match step(chunk, one, other) {
            0 => place += STEP,
            found => return place + found.trailing_zeros() as usize,
        }
    }
    let rest = bytes[place..].iter();
    place
        + rest
            .take_while(|&&byte| byte != one && byte != other)
            .count()
}

#[cfg(target_arch = "x86_64")]
const STEP: usize = 16;

#[cfg(not(target_arch = "x86_64"))]
const STEP: usize = 8;

/// A bit for each byte that is one of two.
#[cfg(target_arch = "x86_64")]
#[inline]
fn step(chunk: &[u8; STEP], one: u8, other: u8) -> u16 {
    use std::arch::x86_64::*;
    // SAFETY: every x86-64 processor has SSE2, and the load takes the 16 bytes that are there.
    unsafe {
        let bytes = _mm_loadu_si128(chunk.as_ptr().cast());
        let is = |byte: u8| _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8));
        _mm_movemask_epi8(_mm_or_si128(is(one), is(other))) as u16
    }
}

/// A bit for each byte that is one of two.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn step(chunk: &[u8; STEP], one: u8, other: u8) -> u16 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const REST: u64 = LOW * 0x7f;
    let word = u64::from_le_bytes(*chunk);
    // The top bit of each byte that is 0.
    let zeros = |word: u64| !(((word & REST) + REST) | word | REST);
    let found = zeros(word ^ (LOW * u64::from(one))) | zeros(word ^ (LOW * u64::from(other)));
    // The bits go side by side into the top byte.
    ((found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for length in 0..200 {
            for place in 0..length {
                let mut bytes = vec![b'x'; length];
                bytes[place] = b',';
                assert_eq!(find(&bytes, b',', b'\n'), place);
                assert_eq!(Marks::new(b'\n', b',').next(&bytes, 0), place);
            }
            let none = vec![b'-'; length];
            assert_eq!(find(&none, b',', b'\n'), length);
            assert_eq!(Marks::new(b',', 0).next(&none, 0), length);
        }
    }

    #[test]
    fn marks_are_those_of_a_search_from_anywhere() {
        let mut state = 1_u64;
        let mut next = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..200 {
            let (rare, length) = (next(40) + 1, next(300));
            let text: Vec<u8> = (0..length)
                .map(|_| match next(rare) {
                    0 => [b',', b'\n'][next(2) as usize],
                    _ => [b'-', b'+', b'.', b'\r', 0x8c, 0xac, 0, 0xff][next(8) as usize],
                })
                .collect();
            let (mut marks, mut at) = (Marks::new(b',', b'\n'), 0);
            while at <= text.len() {
                let found = marks.next(&text, at);
                assert_eq!(found, at + find(&text[at..], b',', b'\n'));
                let plain = text[at..].iter().position(|byte| b",\n".contains(byte));
                assert_eq!(found, plain.map_or(text.len(), |place| at + place));
                at = found + 1 + next(3) as usize * next(60) as usize;
            }
        }
    }
}
