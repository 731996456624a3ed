//! A table of hashes that is used in place, from the bytes embedded in the program: it costs nothing to load.

/// Keys and values of `VALUE` bits, `BYTES` together, in buckets by the upper bits of the key's hash.
///
/// 24 further bits of the hash tell the keys of a bucket apart; with some 16 bits for the bucket one unknown key in
/// 2^40 / entries is taken for a known one.
#[derive(Clone, Copy)]
pub(crate) struct Table<const BYTES: usize, const VALUE: u32> {
    bits: u32,
    starts: &'static [u8],
    entries: &'static [u8],
}

impl<const BYTES: usize, const VALUE: u32> Table<BYTES, VALUE> {
    /// Bits of a hash that an entry keeps.
    const KEY: u32 = 8 * BYTES as u32 - VALUE;

    /// The table at the start of `bytes`, and what follows it.
    pub(crate) fn read(bytes: &'static [u8]) -> (Self, &'static [u8]) {
        let (head, rest) = bytes.split_at(12);
        let (bits, count) = (u32_at(head, 0), u32_at(head, 2) as usize);
        let (starts, rest) = rest.split_at(((1 << bits) + 1) * 4);
        let (entries, rest) = rest.split_at(count * BYTES);
        (Table { bits, starts, entries }, rest)
    }

    /// The value of a hash.
    pub(crate) fn get(self, hash: u64) -> Option<u32> {
        let bucket = (hash >> (64 - self.bits)) as usize;
        let key = (hash << self.bits) >> (64 - Self::KEY);
        let (from, to) = (u32_at(self.starts, bucket) as usize, u32_at(self.starts, bucket + 1) as usize);
        let mut entries = self.entries.as_chunks::<BYTES>().0[from..to].iter().map(number);
        let found = entries.find(|entry| entry >> VALUE == key)?;
        Some((found & ((1 << VALUE) - 1)) as u32)
    }

    /// A byte of where the value of a hash lies, whether it has one or not.
    pub(crate) fn first(self, hash: u64) -> u8 {
        let from = u32_at(self.starts, (hash >> (64 - self.bits)) as usize) as usize;
        self.entries.get(from * BYTES).copied().unwrap_or(0)
    }

    /// A hash without the bits that the table does not keep.
    pub(crate) fn kept(self, hash: u64) -> u64 {
        hash >> (64 - self.bits - Self::KEY) << (64 - self.bits - Self::KEY)
    }

    /// The hashes of all keys, as [`Table::kept`].
    pub(crate) fn hashes(self) -> impl Iterator<Item = u64> {
        let entries = self.entries.as_chunks::<BYTES>().0;
        (0..1usize << self.bits).flat_map(move |bucket| {
            let (from, to) = (u32_at(self.starts, bucket) as usize, u32_at(self.starts, bucket + 1) as usize);
            let hash = move |entry: &[u8; BYTES]| {
                (bucket as u64) << (64 - self.bits) | number(entry) >> VALUE << (64 - self.bits - Self::KEY)
            };
            entries[from..to].iter().map(hash)
        })
    }

    /// Writes entries of hash and value so that [`Table::read`] reads them; of equal hashes the first counts.
    #[cfg(feature = "train")]
    pub(crate) fn write(mut entries: Vec<(u64, u32)>, out: &mut Vec<u8>) {
        let bits = (entries.len() / 6).max(2).ilog2();
        let key = |hash: u64| (hash >> (64 - bits), (hash << bits) >> (64 - Self::KEY));
        entries.sort_by_key(|e| key(e.0));
        entries.dedup_by_key(|e| key(e.0));
        for number in [bits, 2, entries.len() as u32] {
            out.extend(number.to_le_bytes());
        }
        for bucket in 0..=1u64 << bits {
            let start = entries.partition_point(|e| key(e.0).0 < bucket) as u32;
            out.extend(start.to_le_bytes());
        }
        for (hash, value) in entries {
            let entry = key(hash).1 << VALUE | u64::from(value);
            out.extend(&entry.to_le_bytes()[..BYTES]);
        }
    }
}

/// A hash of bytes that come in pieces, eight at a time: the same for the same bytes, whatever the pieces.
#[derive(Clone, Copy, Default)]
pub(crate) struct ByteHash {
    hash: u64,
    /// Bytes that do not make eight yet, and how many bits they have.
    part: u64,
    bits: u32,
}

impl ByteHash {
    /// Begins with a number that tells this hash from others.
    pub(crate) fn from_seed(seed: u64) -> ByteHash {
        ByteHash { hash: seed, ..ByteHash::default() }
    }

    /// Adds bytes, each eight of a piece as `change` makes them.
    #[inline]
    pub(crate) fn add(&mut self, piece: &[u8], mut change: impl FnMut(u64) -> u64) {
        for chunk in piece.chunks(8) {
            let (bytes, more) = (change(eight(chunk)), 8 * chunk.len() as u32);
            self.part |= bytes << self.bits;
            if self.bits + more >= 64 {
                self.mix();
                self.part = if self.bits == 0 { 0 } else { bytes >> (64 - self.bits) };
                self.bits = self.bits + more - 64;
            } else {
                self.bits += more;
            }
        }
    }

    #[inline]
    fn mix(&mut self) {
        self.hash = (self.hash.rotate_left(5) ^ self.part).wrapping_mul(PRIME);
    }

    /// The hash of all bytes added.
    #[inline]
    pub(crate) fn finish(mut self) -> u64 {
        if self.bits > 0 {
            self.mix();
        }
        self.hash
    }
}

/// Up to eight bytes as a number, the first lowest.
#[inline]
pub(crate) fn eight(bytes: &[u8]) -> u64 {
    let (length, at) = (bytes.len(), |from: usize| bytes.get(from..).unwrap_or_default());
    if let Some(all) = bytes.first_chunk() {
        return u64::from_le_bytes(*all);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), at(length.wrapping_sub(4)).first_chunk()) {
        let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        return first | last << (8 * (length - 4));
    }
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// What mixes a hash: 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4).
pub(crate) const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;

/// The number that some bytes spell, the lowest first.
#[inline]
fn number<const BYTES: usize>(bytes: &[u8; BYTES]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The number at an index of a list of numbers in four bytes, the lowest first.
pub(crate) fn u32_at(bytes: &[u8], index: usize) -> u32 {
    let b = &bytes[index * 4..index * 4 + 4];
    u32::from_le_bytes([b[0], b[1], b[2], b[3]])
}
