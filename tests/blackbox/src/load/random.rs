//! Numbers that look random and are the same in every run (xorshift64*).

/// One sequence.
pub(super) struct Random(u64);

impl Random {
    /// Different seeds, also neighbouring ones, start different sequences.
    pub(super) fn new(seed: u64) -> Self {
        // splitmix64's first step; never 0.
        let mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Self((mixed ^ (mixed >> 27)) | 1)
    }

    /// The next number below `bound`; the bias of the remainder does not matter here.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }
}
