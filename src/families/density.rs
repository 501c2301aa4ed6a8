//! How crowded it is around each text: the cosines of its nearest neighbours, earlier and later.
//!
//! In a crowd of texts that all look alike a high cosine says little; among texts that stand alone a lower one says much.

use crate::families::ragged::Flat;

/// Neighbours kept of each text.
const KEPT: usize = 16;
/// Ranks whose mean is the crowd: the very nearest may be the same problem and are left out.
const CROWD_FROM: usize = 3;
const CROWD_LEN: usize = 8;
/// Texts this much alike are copies of one another, and copies are no crowd: a problem that is told in the same words
/// fifty times must not count for less each time.
const COPY: f32 = 0.9;
/// Cosines lie in 0..=1 and are kept in two bytes.
const UNIT: f32 = 65_535.0;

#[derive(Debug, Default)]
pub struct Neighbourhood {
    /// Per text, descending.
    near: Vec<[u16; KEPT]>,
}

impl Neighbourhood {
    /// From the candidates of each text and their cosines.
    #[must_use]
    pub fn of(candidates: &Flat<u32>, cosines: &Flat<f32>) -> Self {
        let mut near = vec![[0_u16; KEPT]; candidates.len()];
        for (row, (found, cosines)) in candidates.rows().zip(cosines.rows()).enumerate() {
            for (&other, &cosine) in found.iter().zip(cosines).filter(|c| *c.1 < COPY) {
                for at in [row, other as usize] {
                    if let Some(near) = near.get_mut(at) {
                        keep(near, whole(cosine));
                    }
                }
            }
        }
        Self { near }
    }

    /// Mean cosine of the neighbours after the nearest three: 0..=1.
    #[must_use]
    pub fn crowd(&self, row: usize) -> f32 {
        let ranks = self.near.get(row).and_then(|near| near.get(CROWD_FROM..CROWD_FROM + CROWD_LEN));
        ranks.unwrap_or_default().iter().map(|&c| f32::from(c)).sum::<f32>() / (UNIT * CROWD_LEN as f32)
    }

    /// Logarithm of one more than the number of kept neighbours that are nearer than this cosine.
    #[must_use]
    pub fn rank(&self, row: usize, cosine: f32) -> f32 {
        let cosine = whole(cosine);
        let nearer = self.near.get(row).map_or(0, |near| near.partition_point(|c| *c > cosine));
        libm::log1pf(nearer as f32)
    }
}

fn whole(cosine: f32) -> u16 {
    (cosine * UNIT).clamp(0.0, UNIT) as u16
}

/// Keeps the best few in descending order.
fn keep(near: &mut [u16; KEPT], cosine: u16) {
    let at = near.partition_point(|c| *c >= cosine);
    if let Some(tail) = near.get_mut(at..).filter(|tail| !tail.is_empty()) {
        tail.rotate_right(1);
        tail.iter_mut().take(1).for_each(|c| *c = cosine);
    }
}
