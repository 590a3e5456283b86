//! Keys that an object must not have twice.

use polars_utils::aliases::PlHashSet;

/// So many keys are compared one by one.
const FEW: usize = 16;

/// The keys of an object so far.
#[derive(Default)]
pub struct Distinct {
    /// The first keys, one behind the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// All keys, where they are many.
    many: PlHashSet<Vec<u8>>,
}

impl Distinct {
    /// Whether the key is not there yet; it is then.
    pub fn add(&mut self, key: &[u8]) -> bool {
        if self.ends.len() < FEW {
            let known = self.keys().any(|known| known == key);
            self.text.extend_from_slice(key);
            self.ends.push(self.text.len());
            return !known;
        }
        if self.many.is_empty() {
            self.many = self.keys().map(<[u8]>::to_vec).collect();
        }
        self.many.insert(key.to_vec())
    }

    fn keys(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.text[start..*end])
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.many.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_there_twice_are_found_however_many_there_are() {
        for length in [1, 2, FEW, FEW + 1, 100] {
            let mut keys = Distinct::default();
            for again in 0..length {
                let mut all = (0..length).map(|key| format!("k{key}"));
                assert!(all.all(|key| keys.add(key.as_bytes())));
                assert!(!keys.add(format!("k{again}").as_bytes()));
                keys.clear();
            }
        }
    }
}
