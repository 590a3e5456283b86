//! The texts that stand for null.

#[derive(Clone)]
pub struct Nulls {
    texts: Vec<Vec<u8>>,
    /// Whether one of them begins with the byte.
    begins: [bool; 256],
}

impl Nulls {
    pub fn new(texts: Vec<Vec<u8>>) -> Self {
        let mut begins = [false; 256];
        for first in texts.iter().filter_map(|text| text.first()) {
            begins[usize::from(*first)] = true;
        }
        Self { texts, begins }
    }

    #[inline]
    pub fn has(&self, text: &[u8]) -> bool {
        text.first()
            .is_none_or(|first| self.begins[usize::from(*first)])
            && self.is_one(text)
    }

    #[inline(never)]
    fn is_one(&self, text: &[u8]) -> bool {
        self.texts.iter().any(|null| null == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_are_the_texts_and_no_others() {
        let nulls = Nulls::new(vec![b"NA".to_vec(), b"\xff".to_vec()]);
        assert!(nulls.has(b"NA") && nulls.has(b"\xff"));
        for not in [&b""[..], b"N", b"NAN", b"na", b"\xfe"] {
            assert!(!nulls.has(not));
        }
        assert!(Nulls::new(vec![Vec::new()]).has(b""));
    }
}
