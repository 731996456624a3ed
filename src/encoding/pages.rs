//! Code pages: which byte a character stands for when UTF-8 was read in one.

use std::sync::OnceLock;

use crate::data;

/// How many code pages there are: windows-1252, windows-1250, windows-1251, macintosh.
pub(super) const PAGES: usize = 4;
pub(super) const WINDOWS_1252: usize = 0;
pub(super) const WINDOWS_1251: usize = 2;
pub(super) const MACINTOSH: usize = 3;

/// All characters of all pages lie below.
const TOP: usize = 0xFB03;

pub(super) struct Table {
    /// The byte in each page, 0 for none; by code point, through an index of blocks of 256.
    blocks: Vec<[[u8; PAGES]; 256]>,
    index: [u8; TOP / 256 + 1],
    /// By code point, for those of two bytes: a bit for each page in which the byte may be the first of several, and
    /// above them one for each in which it may be another.
    roles: [u8; 0x800],
}

/// The table of all pages.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table { blocks: vec![[[0; PAGES]; 256]], index: [0; TOP / 256 + 1], roles: [0; 0x800] };
        for (page, row) in data::rows(data::CODE_PAGES).enumerate() {
            for (i, code) in row[1].split(' ').enumerate() {
                let code = usize::from_str_radix(code, 16).expect("a code point");
                table.put(code, page, 0x80 + i as u8);
            }
            // Decoders leave control characters where a page has none, whatever else stands there.
            if page != MACINTOSH {
                (0x80..0xA0).for_each(|code| table.put(code, page, code as u8));
            }
        }
        for code in 0x80..table.roles.len() {
            for (page, byte) in table.blocks[table.index[code >> 8] as usize][code & 0xFF].into_iter().enumerate() {
                let role = u8::from(matches!(byte, 0xC2..=0xF4)) | u8::from(matches!(byte, 0x80..=0xBF)) << PAGES;
                table.roles[code] |= role << page;
            }
        }
        table
    })
}

impl Table {
    fn put(&mut self, code: usize, page: usize, byte: u8) {
        if code > TOP {
            return;
        }
        if self.index[code >> 8] == 0 {
            self.index[code >> 8] = self.blocks.len() as u8;
            self.blocks.push([[0; PAGES]; 256]);
        }
        self.blocks[self.index[code >> 8] as usize][code & 0xFF][page] = byte;
    }

    /// Whether two characters of two bytes each may in no page be the first and the second of one.
    #[inline]
    pub(super) fn part(&self, first: [u8; 2], second: [u8; 2]) -> bool {
        let roles = |[a, b]: [u8; 2]| self.roles[(a as usize & 0x1F) << 6 | b as usize & 0x3F];
        roles(first) & roles(second) >> PAGES == 0
    }

    /// The byte of a character in each page, 0 for none.
    #[inline]
    pub(super) fn bytes(&self, c: char) -> [u8; PAGES] {
        let code = c as usize;
        if code > TOP { [0; PAGES] } else { self.blocks[self.index[code >> 8] as usize][code & 0xFF] }
    }
}
