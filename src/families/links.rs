//! What people linked as one problem: the surest sign there is.

use crate::families::dedup::Distinct;

/// For each distinct text, the number of the linked texts it belongs to: that of the earliest of them. Links may name
/// records in either order, more than once, and through others; those that name no record are ignored.
#[must_use]
pub fn join<'a>(distinct: &Distinct, links: impl Iterator<Item = &'a (u32, u32)>) -> Vec<u32> {
    let mut parent: Vec<u32> = (0_u32..).zip(&distinct.first).map(|(text, _)| text).collect();
    for &(a, b) in links {
        let text = |record: u32| distinct.of.get(record as usize).copied();
        let (Some(a), Some(b)) = (text(a), text(b)) else { continue };
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        if let Some(later) = parent.get_mut(a.max(b) as usize) {
            *later = a.min(b);
        }
    }
    let texts: Vec<u32> = parent.clone();
    texts.into_iter().map(|text| root(&mut parent, text)).collect()
}

/// Texts of records that are linked with another record, ascending: of the same text, too, because who keeps two problem records means
/// two problems.
#[must_use]
pub fn said(distinct: &Distinct, links: &[(u32, u32)]) -> Vec<u32> {
    let text = |record: u32| distinct.of.get(record as usize).copied();
    let both = links.iter().filter(|(a, b)| a != b).filter_map(|(a, b)| Some((text(*a)?, text(*b)?)));
    let mut said: Vec<u32> = both.flat_map(|(a, b)| [a, b]).collect();
    said.sort_unstable();
    said.dedup();
    said
}

/// The earliest text of a chain; what was passed on the way points further up afterwards.
fn root(parent: &mut [u32], mut text: u32) -> u32 {
    while let Some(&up) = parent.get(text as usize).filter(|up| **up != text) {
        let above = parent.get(up as usize).copied().unwrap_or(up);
        if let Some(own) = parent.get_mut(text as usize) {
            *own = above;
        }
        text = up;
    }
    text
}
