use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The hash of a leaf (RFC 6962, 2.1: a zero byte, then the leaf), each part written with its length before it so that no
/// two different entries have the same bytes.
#[must_use]
pub fn leaf_hash(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// The right edge of a Merkle tree: the roots of its complete subtrees, largest first. All that is needed to add a leaf or
/// to know the root (RFC 6962, 2.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// How many leaves the tree has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        let mut filled = self.size;
        while filled & 1 == 1 {
            if let Some(left) = self.peaks.pop() {
                node = node_hash(&left, &node);
            }
            filled >>= 1;
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The tree's root; the hash of nothing for an empty tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => Sha256::digest([]).into(),
            Some(last) => peaks.fold(*last, |right, left| node_hash(left, &right)),
        }
    }

    /// As stored: the size, then the peaks.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.peaks.iter().fold(self.size.to_be_bytes().to_vec(), |mut bytes, peak| {
            bytes.extend_from_slice(peak);
            bytes
        })
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, peaks) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (peaks, rest) = peaks.as_chunks::<32>();
        (rest.is_empty() && peaks.len() == size.count_ones() as usize).then(|| Self { size, peaks: peaks.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition of RFC 6962, 2.1, word for word, as the yardstick.
    fn slow_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            many => {
                let split = many.len().next_power_of_two() / 2;
                node_hash(&slow_root(&many[..split]), &slow_root(&many[split..]))
            }
        }
    }

    proptest! {
        #[test]
        fn the_frontier_has_the_root_of_the_whole_tree(count in 0_usize..200) {
            let leaves: Vec<Hash> = (0..count).map(|n| leaf_hash(&[&n.to_be_bytes()])).collect();
            let mut frontier = Frontier::default();
            for leaf in &leaves {
                frontier.push(*leaf);
            }
            prop_assert_eq!(frontier.root(), slow_root(&leaves));
            prop_assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Some(frontier));
        }
    }

    #[test]
    fn parts_cannot_run_into_each_other() {
        assert_ne!(leaf_hash(&[b"ab", b"c"]), leaf_hash(&[b"a", b"bc"]));
    }

    #[test]
    fn an_empty_tree_has_the_hash_of_nothing() {
        assert_eq!(Frontier::default().root()[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    }
}
