//! Places in a text: half-open byte ranges, and the way from bytes to code points.

use std::ops::Range;

/// A half-open range of bytes, `start..end`, of a text under 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    #[must_use]
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Span { start: start as u32, end: end as u32 }
    }

    /// Length in bytes.
    #[must_use]
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds nothing, as the place of an insertion does.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The range to slice a `str` with.
    #[must_use]
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Turns byte offsets into code-point offsets.
///
/// It remembers where it stood, so offsets asked for in rising order cost one pass over the text in all; an offset
/// further back is counted backwards from there.
pub struct CodePoints<'a> {
    bytes: &'a [u8],
    byte: usize,
    point: usize,
}

impl<'a> CodePoints<'a> {
    /// A cursor at the start of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        CodePoints { bytes: text.as_bytes(), byte: 0, point: 0 }
    }

    /// The code-point offset of a byte offset, which must be a character boundary of the text or its end.
    pub fn at(&mut self, byte: u32) -> usize {
        let byte = (byte as usize).min(self.bytes.len());
        if byte >= self.byte {
            self.point += count(&self.bytes[self.byte..byte]);
        } else {
            self.point -= count(&self.bytes[byte..self.byte]);
        }
        self.byte = byte;
        self.point
    }

    /// Both ends of a span as code points.
    pub fn span(&mut self, span: Span) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}

/// Code points that begin in `bytes`: all but UTF-8's continuation bytes.
fn count(bytes: &[u8]) -> usize {
    // In sums of one byte, which 255 of them cannot overflow, the compiler adds up a whole register at a time.
    let begins = |&b: &u8| u8::from((b as i8) >= -0x40);
    bytes.chunks(255).map(|chunk| usize::from(chunk.iter().map(begins).sum::<u8>())).sum()
}

/// The byte offset of code point `point`, or the length of the text where it is beyond its end.
#[must_use]
pub fn byte_of_code_point(text: &str, point: usize) -> u32 {
    text.char_indices().nth(point).map_or(text.len(), |(i, _)| i) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_go_forward_and_back() {
        let text = "aß漢🙂z";
        let mut cursor = CodePoints::new(text);
        let found: Vec<usize> = text.char_indices().map(|(i, _)| cursor.at(i as u32)).collect();
        assert_eq!(found, [0, 1, 2, 3, 4]);
        assert_eq!(cursor.at(3), 2);
        assert_eq!(cursor.at(text.len() as u32), 5);
        assert_eq!(byte_of_code_point(text, 3), 6);
        assert_eq!(byte_of_code_point(text, 99), text.len() as u32);
        let long = "ß漢z".repeat(1000);
        assert_eq!(CodePoints::new(&long).at(long.len() as u32), 3000);
    }
}
