//! Code points of any byte of a text, in any order: one pass over the text, then a look at one block of it each.

/// Bytes of a block: few enough to count at once, and many enough that their table stays small.
const BLOCK: usize = 64;

/// Continuation bytes of UTF-8 before each block of a text. Made anew for text after text without being allocated anew.
#[derive(Debug)]
pub(super) struct Points {
    before: Vec<u32>,
    /// The last block, which may be shorter, filled up with zeros.
    tail: [u8; BLOCK],
    ascii: bool,
}

impl Default for Points {
    fn default() -> Self {
        Points { before: Vec::new(), tail: [0; BLOCK], ascii: true }
    }
}

/// How many of the first `end` bytes of a block continue a character. Without a branch, so that the compiler takes
/// whole registers of bytes.
fn continuing(block: &[u8; BLOCK], end: u8) -> u32 {
    let counts = |(at, &byte): (u8, &u8)| u8::from((byte as i8) < -0x40) & u8::from(at < end);
    u32::from((0..).zip(block).map(counts).sum::<u8>())
}

impl Points {
    /// Takes up a text.
    pub(super) fn read(&mut self, text: &str) {
        self.before.clear();
        self.ascii = text.is_ascii();
        if self.ascii {
            return;
        }
        let (blocks, tail) = text.as_bytes().as_chunks::<BLOCK>();
        self.tail = [0; BLOCK];
        self.tail[..tail.len()].copy_from_slice(tail);
        let mut sum = 0;
        self.before.extend(blocks.iter().map(|block| {
            let before = sum;
            sum += continuing(block, BLOCK as u8);
            before
        }));
        self.before.push(sum);
    }

    /// The code point that begins at a byte of `text`, the text that was taken up, or its end.
    #[inline]
    pub(super) fn at(&self, text: &str, byte: u32) -> i32 {
        if self.ascii {
            return byte as i32;
        }
        let (number, within) = (byte as usize / BLOCK, (byte as usize % BLOCK) as u8);
        let block = text.as_bytes()[number * BLOCK..].first_chunk().unwrap_or(&self.tail);
        byte.wrapping_sub(self.before[number] + continuing(block, within)) as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::CodePoints;

    #[test]
    fn points_are_those_of_the_cursor() {
        let mut points = Points::default();
        for text in ["", "plain", "aß漢🙂z", &"ß漢z🙂-".repeat(97), &"x".repeat(300), &"漢".repeat(64)] {
            points.read(text);
            let mut cursor = CodePoints::new(text);
            for byte in (0..=text.len()).rev().filter(|&i| text.is_char_boundary(i)) {
                assert_eq!(points.at(text, byte as u32) as usize, cursor.at(byte as u32), "{byte} of {text:?}");
            }
        }
    }
}
