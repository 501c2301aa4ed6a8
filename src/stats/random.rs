//! Random numbers that are the same on every machine and in every version.
//!
//! SplitMix64 (Steele, Lea and Flood 2014) makes seeds, xoshiro256++ (Blackman and Vigna 2019) makes the numbers. Both
//! are written out here because libraries reserve the right to change their algorithms. Nothing in it is secret: these
//! generators must never make keys.

/// The SplitMix64 generator: every seed, 0 included, gives a good sequence.
#[derive(Debug, Clone)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number; all 2^64 values are equally likely.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// The next number in [0, 1), see [`unit`].
    pub fn next_f64(&mut self) -> f64 {
        unit(self.next_u64())
    }
}

/// The finaliser of SplitMix64: a bijection in which every input bit moves about half of the output bits.
fn mix(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The upper 53 bits as a number in [0, 1); a multiple of 2^-53, so that it is exact.
#[must_use]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// The xoshiro256++ generator.
#[derive(Debug, Clone)]
pub struct Rng([u64; 4]);

/// A generator of its own for each path of numbers below a seed (an analysis, a family, a replicate). Results therefore
/// depend neither on the number of threads nor on what else is drawn.
#[must_use]
pub fn stream(seed: u64, path: &[u64]) -> Rng {
    let mut state = SplitMix64::new(seed).next_u64();
    for part in path {
        // Mixing the part first keeps (1, 2) and (2, 1) apart.
        state = SplitMix64::new(state ^ SplitMix64::new(*part).next_u64()).next_u64();
    }
    Rng::new(state)
}

impl Rng {
    /// A generator whose state is filled by SplitMix64, as its authors advise.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut fill = SplitMix64::new(seed);
        Self([fill.next_u64(), fill.next_u64(), fill.next_u64(), fill.next_u64()])
    }

    /// A generator in a known state, to be held against the published sequence. The state must not be all zeros.
    #[must_use]
    pub fn from_state(state: [u64; 4]) -> Self {
        Self(state)
    }

    /// The next number; all 2^64 values are equally likely.
    pub fn next_u64(&mut self) -> u64 {
        let [a, b, c, d] = self.0;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.0 = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        // The three lines above are the published step with its order of assignments resolved: s2 ^= s0, s3 ^= s1,
        // s1 ^= s2, s0 ^= s3, s2 ^= t, s3 = rotl(s3, 45), where t is the old s1 << 17.
        result
    }

    /// The next number in [0, 1), see [`unit`].
    pub fn next_f64(&mut self) -> f64 {
        unit(self.next_u64())
    }

    /// A number in [0, bound), all equally likely (Lemire 2019, with rejection). 0 when the bound is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        let mut product = u128::from(self.next_u64()) * u128::from(bound);
        if (product as u64) < bound {
            let rejected = bound.wrapping_neg() % bound;
            while (product as u64) < rejected {
                product = u128::from(self.next_u64()) * u128::from(bound);
            }
        }
        (product >> 64) as u64
    }

    /// A place in a list of this length; 0 when it is empty.
    pub fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.below(u64::try_from(len).unwrap_or(u64::MAX))).unwrap_or(0)
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.next_f64() < probability
    }

    /// A standard normal number (Box and Muller 1958). The functions are those of libm, which round the same everywhere.
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.next_f64()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.next_f64())
    }

    /// Puts a list into random order (Fisher and Yates, from the end).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.place(last + 1);
            list.swap(last, other);
        }
    }
}
